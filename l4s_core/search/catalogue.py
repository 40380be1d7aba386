"""A STAC API, asked page by page; what goes wrong is said in one sentence."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.progress import Progress
from l4s_core.search.own_network import server_of

if TYPE_CHECKING:
    from l4s_core.search.account import Account

EARTH_SEARCH = "https://earth-search.aws.element84.com/v1"
_PAGE = 100  # items; larger pages are cut or refused by some servers
_RETRIES = 3
_RETRY_STATUS = (429, 502, 503, 504)
_MOST_BYTES = 64 * 2**20  # of an answer: a page of items has 2
T = TypeVar("T")


class Catalogue:
    """A STAC API at an address; ``account`` is shown to its servers alone.

    Raises
    ------
    InputError
        pystac-client is not installed, the address does not answer, not in time, or is no STAC API that can be
        searched.
    """

    def __init__(self, url: str, timeout_s: float, progress: Progress, account: Account | None = None) -> None:
        try:
            from pystac_client import Client
            from pystac_client.stac_api_io import StacApiIO
            from urllib3 import Retry

            from l4s_core.search.web import make_session
        except ImportError as error:
            raise InputError(
                "Searching needs pystac-client, which is not installed; install it with pip install pystac-client."
            ) from error
        if not url.startswith(("http://", "https://")):
            raise InputError(f"{url} is no address of a STAC API; give one that begins with https://.")
        self.url = url.rstrip("/")
        self._timeout_s = timeout_s
        self._progress = progress
        # a question that took too long is asked once more only: each time the whole timeout passes
        retry = Retry(
            _RETRIES, connect=2, read=1, backoff_factor=0.5, status_forcelist=_RETRY_STATUS, allowed_methods=None
        )
        retry.respect_retry_after_header = False  # a server may ask for an hour

        def connect() -> Any:
            asking = StacApiIO()
            # the server that the user named may be one of his own network; where it leads to may not
            asking.session = make_session({server_of(self.url)}, account, retry, _MOST_BYTES)
            return Client.open(self.url, stac_io=asking, timeout=timeout_s)

        self._client = self._ask(connect)
        if self._client.get_search_link() is None:
            raise InputError(
                f"{self.url} is a static catalogue, which cannot be searched; give the address of a STAC API, or the "
                "items themselves with --manifest."
            )

    def items(self, collection: str, most: int, **what: Any) -> list[Mapping[str, Any]]:
        """The JSON of the items of a collection, at most ``most``.

        ``what`` are parameters of the search: ``bbox``, ``intersects``, ``datetime``.

        Raises
        ------
        InputError
            The server does not answer, not in time, not with items, or refuses.
        """

        def begin() -> Any:
            search = self._client.search(collections=[collection], limit=min(_PAGE, most), max_items=most, **what)
            return search.pages_as_dicts()

        pages = self._ask(begin)
        found: dict[str, Mapping[str, Any]] = {}
        while len(found) < most:
            self._progress.check()
            page = self._ask(lambda: next(pages, None))
            fresh = [item for item in self._items_of(page) if str(item["id"]) not in found]
            if not fresh:  # the end, or a server that gives the same page for ever
                break
            found.update((str(item["id"]), item) for item in fresh)
            self._progress.advance(len(fresh))
        if not found:
            self._ask(lambda: self._check_collection(collection))
        return list(found.values())[:most]

    def _items_of(self, page: Any) -> list[Mapping[str, Any]]:
        features = [] if page is None else page.get("features")
        if not isinstance(features, list):
            raise InputError(f"{self.url} did not answer a search with items; give the address of a STAC API.")
        return [item for item in features if isinstance(item, Mapping) and isinstance(item.get("id"), str)]

    def _check_collection(self, name: str) -> None:
        """An unknown collection is an empty answer with some servers, which would look as if there was no scene."""
        names = [collection.id for collection in self._client.get_collections()]
        if names and name not in names:
            alike = [n for n in names if "sentinel-2" in n or "dem" in n.lower()][:8]
            raise InputError(
                f"{self.url} has no collection {name} (it has {', '.join(alike or sorted(names)[:8])}); choose another "
                "with --collection or --dem-collection."
            )

    def _ask(self, question: Callable[[], T]) -> T:
        from pystac_client.exceptions import APIError

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return question()
        except L4SError:
            raise
        except APIError as error:
            if isinstance(error.__context__, L4SError):  # refused on this side
                raise error.__context__ from error
            raise InputError(self._why(error)) from error
        except Exception as error:  # what the libraries make of garbage: KeyError, STACTypeError, AttributeError, ...
            raise InputError(
                f"{self.url} does not answer like a STAC API ({_short(error)}); check the address, such as "
                f"{EARTH_SEARCH}."
            ) from error

    def _why(self, error: Exception) -> str:
        status = getattr(error, "status_code", None)
        text = _short(error)
        if status in (401, 403):
            return (
                f"{self.url} refuses the search (status {status}); it may need an account, choose another with --stac."
            )
        if status is not None:
            return f"{self.url} answers with status {status} ({text}); check the address, or try again later."
        if "timed out" in text.lower() or "timeout" in text.lower():
            return f"{self.url} did not answer within {self._timeout_s:g} s; try again later, or give --timeout."
        if "too many" in text and "error responses" in text:
            return f"{self.url} answers with errors again and again ({text}); try again later."
        return f"{self.url} cannot be reached ({text}); check the address and the network."


def _short(error: Exception) -> str:
    """What an error says, without the wrappings of requests and urllib3."""
    text = " ".join(str(error).split()) or type(error).__name__
    for mark in ("Caused by ", "(Caused by"):
        _, found, rest = text.partition(mark)
        text = rest if found else text
    for mark in (">: ", "): "):  # behind the connection that it is about
        text = text.rpartition(mark)[2] or text
    text = text.rstrip("')\"")
    return (text + ")" * (text.count("(") - text.count(")")))[:160] or type(error).__name__

"""The web, as far as a catalogue may lead us: not into the own network, no endless answers, no account for others.

What a catalogue says is somebody else's text. A link or a redirect to this machine or its neighbours would make us ask
servers that are not meant for everybody, in the user's name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlparse

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3 import Retry

from l4s_core._version import read_version
from l4s_core.base.errors import InputError
from l4s_core.search.account import Account
from l4s_core.search.own_network import refuse_local

_CHUNK = 1 << 16
_MOST_REDIRECTS = 5


def make_session(
    local: Collection[str], account: Account | None, retries: Retry | None = None, most_bytes: int | None = None
) -> Session:
    """A session of `requests` that keeps to the web.

    Parameters
    ----------
    local
        Servers of the own network that the user named himself, ``host`` or ``host:port``; all others there are refused.
    account
        Its headers go to its own servers alone, also after a redirect.
    retries
        Of `urllib3`; None: a request is made once.
    most_bytes
        Of an answer that is read at once; one that is streamed is the caller's business.
    """
    session = Session()
    session.max_redirects = _MOST_REDIRECTS
    session.headers["User-Agent"] = f"l4s/{read_version()}"
    for scheme in ("http://", "https://"):
        session.mount(scheme, Guarded(local, account, retries, most_bytes))
    return session


class Guarded(HTTPAdapter):
    """Asked for every request, those of redirects included; see `make_session`."""

    def __init__(
        self, local: Collection[str], account: Account | None, retries: Retry | None, most_bytes: int | None
    ) -> None:
        super().__init__(max_retries=Retry(0, read=False) if retries is None else retries)
        self._local, self._account, self._most_bytes = frozenset(local), account, most_bytes

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        url = str(request.url)
        refuse_local(url, self._local, resolved=not select_proxy(url, dict(proxies or {})))
        if self._account is not None and (headers := self._account.headers_for(url)):
            request = request.copy()  # a redirect repeats the first request, which must not know them
            request.headers.update(headers)
        proxies = None if proxies is None else dict(proxies)
        answer = super().send(request, stream=True, timeout=timeout, verify=verify, cert=cert, proxies=proxies)
        if not stream and self._most_bytes is not None:
            _read(answer, url, self._most_bytes)
        return answer


def _read(answer: Response, url: str, most_bytes: int) -> None:
    """Read an answer, unpacked, as `Response.content` would, but not without end."""
    content = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        content += chunk
        if len(content) > most_bytes:
            answer.close()
            raise InputError(
                f"{urlparse(url).hostname} answers with more than {most_bytes / 1e6:.0f} MB, which no page of a search "
                "is; check the address, or choose a smaller area."
            )
    answer._content = bytes(content)  # requests has no public way to read a part

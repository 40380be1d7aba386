"""Where on the web the file of an asset can be fetched: https for s3, and the signature that a catalogue wants."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlparse

from requests import RequestException, Session

from l4s_core.base.errors import InputError
from l4s_core.scene.stac_item import Asset, Item

PLANETARY = "https://planetarycomputer.microsoft.com/api/sas/v1/token"
_BLOBS = ".blob.core.windows.net"  # where the Planetary Computer keeps its files
NOWHERE = ".invalid"  # what links are relative to where an item does not say its own address
_NOT_AMAZON = ("eodata",)  # buckets of other providers
_TOKEN_S = 1800.0  # they are good for an hour


def web_address(item: Item, asset: Asset) -> str:
    """The http(s) address of an asset.

    That of ``alternate`` (https) where the asset itself is in a bucket; a public bucket of Amazon has one anyway.

    Raises
    ------
    InputError
        It can be had neither way, or is a file of this machine.
    """
    href = asset.href
    if href.startswith(("/vsicurl/http://", "/vsicurl/https://")):
        address = href.removeprefix("/vsicurl/")
        if not (urlparse(address).hostname or "").endswith(NOWHERE):
            return address
    if href.startswith("/vsis3/"):
        for address in _alternates(asset.fields):
            if address.startswith("https://"):
                return address
        bucket, _, key = href.removeprefix("/vsis3/").partition("/")
        if bucket not in _NOT_AMAZON and bucket.replace("-", "").isalnum() and key:
            return f"https://{bucket}.s3.amazonaws.com/{quote(key)}"
    shown = str(asset.fields.get("href"))[:100]
    raise InputError(
        f"{item.source}: asset {asset.key} cannot be fetched from the web ({shown}); choose another scene."
    )


def _alternates(fields: Mapping[str, Any]) -> list[str]:
    """Of the extension *alternate assets*."""
    others = fields.get("alternate")
    found = [one.get("href") for one in others.values() if isinstance(one, dict)] if isinstance(others, dict) else []
    return [href for href in found if isinstance(href, str)]


class Signer:
    """Signs the links of the Planetary Computer, whose files are free for everybody but want a fresh token."""

    def __init__(self, session: Session, service: str = PLANETARY) -> None:
        self._session, self._service = session, service
        self._tokens: dict[str, tuple[float, str]] = {}
        self._lock = threading.Lock()

    def sign(self, url: str, collection: str) -> str:
        """The address with its signature; that of any other server as it is. Raises InputError without an answer."""
        parts = urlparse(url)
        if not (parts.hostname or "").endswith(_BLOBS) or parts.query:
            return url
        with self._lock:
            made, token = self._tokens.get(collection, (0.0, ""))
            if not token or time.monotonic() - made > _TOKEN_S:
                token = self._ask(collection)
                self._tokens[collection] = (time.monotonic(), token)
        return f"{url}?{token}"

    def _ask(self, collection: str) -> str:
        url = f"{self._service}/{quote(collection, safe='')}"
        try:
            with self._session.get(url, timeout=30) as answer:
                token = answer.json()["token"]
        except (RequestException, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"{urlparse(url).hostname} gives no key for the files of {collection} ({type(error).__name__}); try "
                "again later, or choose another catalogue."
            ) from error
        if not isinstance(token, str) or not token.isprintable():
            raise InputError(
                f"{urlparse(url).hostname} gives no key for {collection} that can be used; try again later."
            )
        return token

"""The JSON of STAC Items, from a file or the web, and which Item of it a source names."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlparse

from l4s_core.base.errors import InputError

STAC_ENDINGS = (".json", ".geojson")
_FILE_LIMIT_BYTES = 256 * 2**20  # some thousand items of a search
_WEB_LIMIT_BYTES = 16 * 2**20
_TIMEOUT_S = 30


def is_items(source: str) -> bool:
    """Whether a source is to be read as STAC JSON: a name that ends so, with or without ``#ID``, or an address on the
    web that does not end like a file."""
    address, _ = split_id(source)
    if address.startswith(("http://", "https://")):
        return PurePosixPath(urlparse(address).path).suffix.lower() in ("", *STAC_ENDINGS)
    return address.lower().endswith(STAC_ENDINGS)


def split_id(source: str) -> tuple[str, str | None]:
    """``items.json#ID`` -> (``items.json``, ``ID``); without an ID the second is None."""
    address, mark, name = source.rpartition("#")
    remote = source.startswith(("http://", "https://"))
    if mark and name and (remote or (address.lower().endswith(STAC_ENDINGS) and not Path(source).exists())):
        return address, name
    return source, None


def read_features(address: str) -> list[Mapping[str, Any]]:
    """The Items of the file or http(s) URL ``address`` as JSON: one, or those of an ItemCollection.

    Raises
    ------
    InputError
        It cannot be fetched, is no JSON, or holds something else.
    """
    if address.startswith(("http://", "https://")):
        return _features(_json(_fetch(address), address), address)
    path = Path(address)
    try:
        state = path.stat()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error
    return _features_of_file(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4)
def _features_of_file(path: Path, size: int, mtime_ns: int) -> list[Mapping[str, Any]]:
    """Each scene of a batch and its terrain come from the same file: it is read once for each of its states."""
    if size > _FILE_LIMIT_BYTES:
        raise InputError(f"{path} is too large for STAC Items; give the JSON of one Item, or of some thousand.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error
    return _features(_json(raw, str(path)), str(path))


def _json(raw: bytes, source: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source} is not readable as JSON ({str(error)[:100]}); give a STAC Item.") from error


def _features(data: Any, source: str) -> list[Mapping[str, Any]]:
    kind = data.get("type") if isinstance(data, dict) else type(data).__name__
    found = data.get("features") if kind == "FeatureCollection" else [data]
    if not isinstance(found, list) or not found or not all(_is_item(feature) for feature in found):
        raise InputError(
            f"{source} is no STAC Item (its type is {kind!r}); give the JSON of one Item, or of an ItemCollection as "
            "l4s search writes it, not of a collection or a catalogue."
        )
    return found


def _is_item(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and data.get("type") == "Feature"
        and isinstance(data.get("assets"), dict)
        and isinstance(data.get("properties"), dict)
    )


def _fetch(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "application/geo+json, application/json"})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
            raw: bytes = answer.read(_WEB_LIMIT_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError(f"{url} cannot be fetched ({reason}); check the address and the network.") from error
    if len(raw) > _WEB_LIMIT_BYTES:
        raise InputError(f"{url} is too large for a STAC Item; give the address of one Item.")
    return raw

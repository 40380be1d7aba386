"""A STAC Item as JSON, from a file or the web, as far as opening a scene needs it.

STAC 1.0 (``eo:bands``, ``raster:bands``) and 1.1 (``bands``); no pystac, because the few fields that matter are read
from catalogues that follow the specification loosely.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlparse
from urllib.request import url2pathname

from l4s_core.bands import canonical_band
from l4s_core.errors import InputError
from l4s_core.scene.naming import common_band
from l4s_core.scene.raster import eo_band_name

_SIZE_LIMIT_BYTES = 16 * 2**20
_TIMEOUT_S = 30
_RESOLUTION = re.compile(r"[_-](10|20|60)m$", re.IGNORECASE)
_NOT_DATA_ROLES = frozenset({"thumbnail", "overview", "visual", "metadata"})


@dataclass(frozen=True)
class Asset:
    """One file of an item. ``fields`` is the asset's JSON, ``bands`` its band objects, merged from all vocabularies."""

    key: str
    href: str
    fields: Mapping[str, Any]
    bands: tuple[Mapping[str, Any], ...]

    @property
    def band(self) -> str | None:
        """The Sentinel-2 band, if the asset is one single band of reflectance."""
        roles = self.fields.get("roles")
        if isinstance(roles, list) and _NOT_DATA_ROLES & {r for r in roles if isinstance(r, str)}:
            return None
        if len(self.bands) > 1:
            return None
        if self.bands and (name := eo_band_name(dict(self.bands[0]))):
            return name
        plain = _RESOLUTION.sub("", self.key.removesuffix("-jp2"))
        return canonical_band(plain) or common_band(plain)

    @property
    def is_scl(self) -> bool:
        return _RESOLUTION.sub("", self.key).upper() == "SCL"

    @property
    def resolution_m(self) -> float | None:
        """Pixel size from the fields or the key, None where neither says it."""
        if match := _RESOLUTION.search(self.key):
            return float(match.group(1))
        for place in (self.fields, *self.bands):
            for key in ("gsd", "raster:spatial_resolution", "spatial_resolution"):
                if (value := _number(place.get(key))) is not None:
                    return value
        return None

    def raster_field(self, name: str) -> float | None:
        """``scale`` or ``offset`` of the first band, under the names of STAC 1.0 and 1.1."""
        places = (*self.bands[:1], self.fields)
        for place in places:
            for key in (f"raster:{name}", name):
                if (value := _number(place.get(key))) is not None:
                    return value
        return None


@dataclass(frozen=True)
class Item:
    """``base`` is where relative links start: a folder or a URL."""

    id: str
    source: str
    collection: str
    properties: Mapping[str, Any]
    assets: tuple[Asset, ...]


def read_item(source: str) -> Item:
    """Read an Item from a path or an http(s) URL.

    Raises
    ------
    InputError
        It cannot be fetched, is no JSON, or is no STAC Item.
    """
    remote = source.startswith(("http://", "https://"))
    raw = _fetch(source) if remote else _load(Path(source))
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source} is not readable as JSON ({str(error)[:100]}); give a STAC Item.") from error
    kind = data.get("type") if isinstance(data, dict) else type(data).__name__
    assets = data.get("assets") if isinstance(data, dict) else None
    if kind != "Feature" or not isinstance(assets, dict) or not isinstance(data.get("properties"), dict):
        raise InputError(
            f"{source} is no STAC Item (its type is {kind!r}); give the JSON of one Item, not of a collection, a "
            "catalogue or a search result."
        )
    base = source if remote else Path(source).absolute()
    return Item(
        id=str(data.get("id") or Path(urlparse(source).path).stem),
        source=source,
        collection=str(data.get("collection") or ""),
        properties=data["properties"],
        assets=tuple(
            Asset(str(key), resolve(str(fields["href"]), base), fields, _bands(fields))
            for key, fields in assets.items()
            if isinstance(fields, dict) and isinstance(fields.get("href"), str)
        ),
    )


def resolve(href: str, base: str | Path) -> str:
    """What GDAL opens for a link of an item at ``base``: a local path, ``/vsicurl/...`` or ``/vsis3/...``.

    A link that cannot be followed comes back as ``""``: another scheme, a GDAL prefix smuggled in as a path, or, in an
    item from the web, a file of this machine.
    """
    remote = isinstance(base, str)
    if remote and not urlparse(href).scheme:
        href = urljoin(str(base), href)
    parts = urlparse(href)
    if parts.scheme in ("http", "https"):
        return f"/vsicurl/{href}"
    if parts.scheme == "s3":
        return f"/vsis3/{parts.netloc}{parts.path}"
    if remote or href.startswith("/vsi"):
        return ""
    if parts.scheme == "file":
        return url2pathname(parts.path)
    if len(parts.scheme) > 1:  # one letter is a Windows drive
        return ""
    return str((Path(base).parent / href).resolve())


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > _SIZE_LIMIT_BYTES:
            raise InputError(f"{path} is too large for a STAC Item; give the JSON of one Item.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error


def _fetch(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "application/geo+json, application/json"})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
            raw: bytes = answer.read(_SIZE_LIMIT_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError(f"{url} cannot be fetched ({reason}); check the address and the network.") from error
    if len(raw) > _SIZE_LIMIT_BYTES:
        raise InputError(f"{url} is too large for a STAC Item; give the address of one Item.")
    return raw


def _bands(fields: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Band objects; ``eo:bands`` and ``raster:bands`` describe the same bands in the same order."""
    lists = [v for key in ("bands", "eo:bands", "raster:bands") if isinstance(v := fields.get(key), list)]
    merged: list[dict[str, Any]] = []
    for entries in lists:
        for i, entry in enumerate(entries):
            if len(merged) <= i:
                merged.append({})
            if isinstance(entry, dict):
                merged[i] = {**entry, **merged[i]}
    return tuple(merged)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

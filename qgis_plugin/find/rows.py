"""What a search has found, as a table shows it, from the ItemCollection that the backend wrote.

Everything in it was said by a catalogue: it is taken for what it should be, or left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from zlib import crc32

_LARGEST_BYTES = 300_000_000
_MOST_ROWS = 2000
_LONGEST = 200  # characters of a text that is shown
_PICTURES = ("thumbnail", "rendered_preview", "preview", "overview")
_KINDS = ("image/png", "image/jpeg", "image/jpg", "image/webp")
AFTER, BEFORE = "after", "before"
_SIGNED = ".blob.core.windows.net"  # links there are good only with a key that soon gets old
_NOT_FOR_ALL = ("eodata", "sentinel-s2-l1c", "sentinel-s2-l2a")  # buckets that want an account


@dataclass(frozen=True)
class Row:
    """A scene.

    Attributes
    ----------
    when : ``after`` or ``before`` the event.
    cloud : % of the scene; cover : share of the area, 0 to 1; size : bytes to fetch. None: not known.
    chosen : the search would take it.
    footprint : GeoJSON geometry.
    thumbnail : address of a small picture.
    can_be_remote : its bands can be read over the web as they are.
    """

    id: str
    when: str
    date: str
    tile: str
    level: str
    cloud: float | None
    cover: float | None
    size: int | None
    chosen: bool
    footprint: Mapping[str, Any] = field(repr=False)
    thumbnail: str | None
    can_be_remote: bool


@dataclass(frozen=True)
class Listing:
    """Rows in the order of the file, ids of the elevation, and the items themselves."""

    rows: tuple[Row, ...]
    dem_ids: tuple[str, ...]
    features: Mapping[str, Mapping[str, Any]] = field(repr=False)
    dem_can_be_remote: bool = False


def read_rows(items: Path) -> Listing:
    """The content of an ItemCollection of ``l4s search --list``. Raises ValueError and OSError where it is none."""
    if items.stat().st_size > _LARGEST_BYTES:
        raise ValueError(f"{items.name} is too large")
    try:
        features = json.loads(items.read_text(encoding="utf-8"))["features"]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{items.name} holds no items") from error
    if not isinstance(features, list):
        raise ValueError(f"{items.name} holds no items")
    by_id = {str(one["id"]): one for one in features if isinstance(one, dict) and isinstance(one.get("id"), str)}
    dems = [name for name, one in by_id.items() if _properties(one).get("l4s:role") == "dem"]
    rows = [row for name, one in by_id.items() if (row := _row(name, one)) is not None]
    remote = all(_can_be_remote(by_id[name]) for name in dems)
    return Listing(tuple(rows[:_MOST_ROWS]), tuple(dems), by_id, bool(dems) and remote)


def write_item(listing: Listing, name: str, folder: Path) -> Path:
    """One item in a file of its own, a scene that is read over the web."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_plain(name)}.json"
    path.write_text(json.dumps(listing.features[name]), encoding="utf-8")
    return path


def write_terrain(listing: Listing, folder: Path) -> Path | None:
    """The elevation of a search as one file, None where it found none."""
    if not listing.dem_ids:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    # named after its tiles: an earlier result names its own
    path = folder / f"elevation_{crc32(','.join(listing.dem_ids).encode()):08x}.json"
    features = [listing.features[name] for name in listing.dem_ids]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _row(name: str, item: Mapping[str, Any]) -> Row | None:
    said = _properties(item)
    when = said.get("l4s:when")
    geometry = item.get("geometry")
    if when not in (AFTER, BEFORE) or not isinstance(geometry, Mapping):
        return None
    return Row(
        id=name,
        when=str(when),
        date=_text(said.get("datetime"))[:10],
        tile=_text(said.get("l4s:tile")),
        level=_level(item),
        cloud=_number(said.get("l4s:cloud")),
        cover=_number(said.get("l4s:cover")),
        size=_whole(said.get("l4s:bytes")),
        chosen=said.get("l4s:role") in ("post", "pre"),
        footprint=geometry,
        thumbnail=_thumbnail(item),
        can_be_remote=_can_be_remote(item),
    )


def _level(item: Mapping[str, Any]) -> str:
    texts = [_text(item.get("collection")), _text(item.get("id"))]
    found = {level for text in texts for level in ("L1C", "L2A") if level in text.upper().replace("-", "")}
    return found.pop() if len(found) == 1 else ""


def _thumbnail(item: Mapping[str, Any]) -> str | None:
    assets = _assets(item)
    ranked = [key for key in _PICTURES if key in assets]
    ranked += [key for key, one in assets.items() if "thumbnail" in _roles(one) and key not in ranked]
    for key in ranked:
        href, kind = assets[key].get("href"), assets[key].get("type")
        if isinstance(href, str) and (kind in _KINDS or (kind is None and href.lower().endswith((".png", ".jpg")))):
            return href
    return None


def _can_be_remote(item: Mapping[str, Any]) -> bool:
    """Whether every raster of it is a GeoTIFF that anybody may read."""
    rasters = [
        one
        for one in _assets(item).values()
        if urlparse(_text(one.get("href"))).path.lower().endswith((".tif", ".tiff")) and "thumbnail" not in _roles(one)
    ]
    return bool(rasters) and all(_is_open(_text(one.get("href"))) for one in rasters)


def _is_open(href: str) -> bool:
    parts = urlparse(href)
    host = (parts.hostname or "").lower()
    if parts.scheme == "s3":
        return host not in _NOT_FOR_ALL
    return parts.scheme in ("http", "https") and not host.endswith(_SIGNED)


def _assets(item: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    assets = item.get("assets")
    return {str(key): one for key, one in assets.items() if isinstance(one, dict)} if isinstance(assets, dict) else {}


def _roles(asset: Mapping[str, Any]) -> Sequence[Any]:
    roles = asset.get("roles")
    return roles if isinstance(roles, list) else ()


def _properties(item: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = item.get("properties")
    return properties if isinstance(properties, dict) else {}


def _text(value: Any) -> str:
    """Of one line, and not longer than a cell or an address needs."""
    return "".join(c for c in value[: 10 * _LONGEST] if c.isprintable()) if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if good else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 50 else None


def _plain(name: str) -> str:
    plain = "".join(c if (c.isalnum() and c.isascii()) or c in "._-" else "_" for c in name[:100]).strip("._-")
    return plain or "scene"

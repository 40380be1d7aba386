"""A Sentinel-2 scene as a catalogue describes it, whichever words the catalogue uses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from l4s_core.base.xml import utc_time

_TILE = re.compile(r"(?<![0-9A-Z])T?(\d{2}[C-HJ-NP-X][A-HJ-NP-Z]{2})(?![0-9A-Z])")
_TILE_KEYS = ("s2:mgrs_tile", "grid:code", "tileId", "mgrs:tile", "sentinel:mgrs_tile")
_PARTS = ("utm_zone", "latitude_band", "grid_square")  # of mgrs:* and, in older catalogues, sentinel:*
_ORBIT_KEYS = ("sat:relative_orbit", "relativeOrbitNumber", "s2:relative_orbit")
_ORBIT = re.compile(r"(?<![0-9A-Z])R(\d{3})(?![0-9A-Z])")
_NAME_KEYS = ("s2:product_uri", "s2:product_id", "title", "sentinel:product_id")
_SAME = 0.9  # of the ground: two items of one pass over one tile that share so much are two processings of one scene


@dataclass(frozen=True)
class Candidate:
    """``cloud`` in % (None: not said), ``orbit`` the relative one, ``ground`` the footprint (shapely, degrees), ``raw``
    the item's JSON."""

    id: str
    tile: str
    when: datetime
    cloud: float | None
    orbit: int | None
    ground: Any
    raw: Mapping[str, Any]


def candidate_of(raw: Mapping[str, Any]) -> Candidate | None:
    """An item of a catalogue as a candidate; None where it does not say its id, time, place or tile."""
    properties = raw.get("properties")
    if not isinstance(properties, Mapping) or not isinstance(raw.get("id"), str):
        return None
    name = str(raw["id"])
    when = utc_time(_text(properties, "datetime") or _text(properties, "start_datetime"))
    tile, ground = _tile(name, properties), _ground(raw)
    if when is None or tile is None or ground is None:
        return None
    return Candidate(name, tile, when, _cloud(properties), _orbit(name, properties), ground, raw)


def without_doubles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of several processings of one scene the newest, in the order of time."""
    kept: dict[tuple[str, date], list[Candidate]] = {}
    for one in sorted(candidates, key=_newness, reverse=True):
        pass_over_tile = kept.setdefault((one.tile, one.when.date()), [])
        if not any(_same_scene(one, other) for other in pass_over_tile):
            pass_over_tile.append(one)
    return sorted((one for found in kept.values() for one in found), key=lambda c: (c.when, c.id))


def _same_scene(a: Candidate, b: Candidate) -> bool:
    if abs((a.when - b.when).total_seconds()) > 3600:
        return False
    larger = max(a.ground.area, b.ground.area)
    return bool(larger > 0 and a.ground.intersection(b.ground).area >= _SAME * larger)


def _newness(candidate: Candidate) -> tuple[str, str, str]:
    p = candidate.raw["properties"]
    baseline = _text(p, "s2:processing_baseline") or _text(p, "processing:version") or ""
    made = _text(p, "s2:generation_time") or _text(p, "created") or ""
    return baseline, made, candidate.id


def _tile(name: str, properties: Mapping[str, Any]) -> str | None:
    told = [_text(properties, key) or "" for key in _TILE_KEYS]
    for prefix in ("mgrs", "sentinel"):
        zone, band, square = (properties.get(f"{prefix}:{part}") for part in _PARTS)
        if zone and band and square:
            told.append(f"{int(zone):02d}{band}{square}" if str(zone).isdigit() else "")
    told += [_text(properties, key) or "" for key in _NAME_KEYS] + [name]
    for text in told:
        if match := _TILE.search(re.sub(r"[^0-9A-Z]+", " ", text.upper())):
            return match.group(1)
    return None


def _orbit(name: str, properties: Mapping[str, Any]) -> int | None:
    for key in _ORBIT_KEYS:
        if isinstance(value := properties.get(key), int):
            return value
    for text in (*(_text(properties, key) or "" for key in _NAME_KEYS), name):
        if match := _ORBIT.search(text.replace("_", " ")):
            return int(match.group(1))
    return None


def _cloud(properties: Mapping[str, Any]) -> float | None:
    for key in ("eo:cloud_cover", "cloudCover", "s2:cloudy_pixel_percentage"):
        value = properties.get(key)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100:
            return float(value)
    return None


def _ground(raw: Mapping[str, Any]) -> Any:
    import shapely
    from shapely.geometry import shape

    try:
        ground = shapely.make_valid(shape(raw["geometry"]))
    except Exception:  # whatever a catalogue wrote there, GEOS's errors included
        ground = None
    if ground is None or ground.area == 0:
        box = raw.get("bbox")
        if not isinstance(box, Sequence) or len(box) not in (4, 6):
            return None
        half = len(box) // 2
        try:
            ground = shapely.box(float(box[0]), float(box[1]), float(box[half]), float(box[half + 1]))
        except (TypeError, ValueError):
            return None
    return ground


def _text(properties: Mapping[str, Any], key: str) -> str | None:
    value = properties.get(key)
    return value if isinstance(value, str) else None

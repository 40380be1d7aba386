"""Where is searched: a box or an area in degrees, and the ground whose terrain a scene needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.search.candidate import Candidate

Box = tuple[float, float, float, float]  # west, south, east, north
_MOST_CORNERS = 500  # of a polygon that is sent to a server
_MARGIN_DEG = 0.01  # around a scene: interpolation looks a few pixels of the DEM beyond its edge


@dataclass(frozen=True)
class Place:
    """``geometry`` (shapely, degrees) and the parameters of the searches that together find what meets it."""

    geometry: Any
    questions: tuple[Mapping[str, Any], ...]


def place_of_box(west: float, south: float, east: float, north: float) -> Place:
    """A box in degrees; ``west`` > ``east`` is across the 180th meridian. Raises InputError where it is none."""
    import shapely

    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90 and west != east):
        raise InputError(
            f"{west:g} {south:g} {east:g} {north:g} is no box in degrees; give --bbox WEST SOUTH EAST NORTH, such as "
            "76.0 11.4 76.3 11.6."
        )
    parts = [(west, south, east, north)]
    if west > east:
        parts = [(west, south, 180.0, north), (-180.0, south, east, north)]
    geometry = shapely.union_all([shapely.box(*part) for part in parts])
    return Place(geometry, tuple({"bbox": list(part)} for part in parts))


def place_of_area(path: str | Path) -> Place:
    """The polygons of a vector file. Raises InputError as `vectors.area.read_area`, and where they cannot be placed."""
    import shapely

    from l4s_core.vectors.area import read_area

    polygons = read_area(path).in_crs("EPSG:4326")
    if not polygons.size:
        raise InputError(f"The area {path} cannot be placed on the earth; check its coordinate system.")
    geometry = shapely.make_valid(shapely.union_all(polygons))
    shapely.prepare(geometry)
    asked = geometry
    if shapely.get_num_coordinates(asked) > _MOST_CORNERS:
        asked = geometry.convex_hull
    if shapely.get_num_coordinates(asked) > _MOST_CORNERS:
        asked = shapely.box(*geometry.bounds)
    return Place(geometry, ({"intersects": shapely.geometry.mapping(asked)},))


@dataclass(frozen=True)
class DemBoxes:
    """``tiles`` are the boxes of scenes, ``to_ask`` few boxes that hold them all."""

    tiles: list[Box]
    to_ask: list[Box]


def dem_boxes(posts: Sequence[Candidate], known: Sequence[Candidate]) -> DemBoxes:
    """The ground of scenes, of the whole raster each and not only of the part with data: a DEM has to cover it."""
    tiles: list[Box] = []
    for post in {one.tile: one for one in posts}.values():
        box = _raster_box(post.raw)
        if box is None:  # what all passes over the tile saw is nearly all of it
            box = _around([_bounds(one.ground) for one in known if one.tile == post.tile])
        tiles += _on_the_earth(box)
    halves = [box for box in tiles if box[0] >= 0], [box for box in tiles if box[0] < 0]
    return DemBoxes(tiles, [_around(half) for half in halves if half])


def _bounds(ground: Any) -> Box:
    """Of a footprint; east > 180 where it reaches across the 180th meridian."""
    import numpy as np
    import shapely

    west, south, east, north = ground.bounds
    if east - west > 180:  # in two parts: no scene is so large
        west, south, east, north = shapely.transform(
            ground, lambda xy: np.column_stack([xy[:, 0] % 360, xy[:, 1]])
        ).bounds
    return west, south, east, north


def meets_any(item: Mapping[str, Any], boxes: Sequence[Box]) -> bool:
    """Whether the box of an item meets one of some boxes; True where it has none."""
    box = item.get("bbox")
    if not isinstance(box, Sequence) or len(box) not in (4, 6):
        return True
    half = len(box) // 2
    west, south, east, north = float(box[0]), float(box[1]), float(box[half]), float(box[half + 1])
    return any(west < b[2] and b[0] < east and south < b[3] and b[1] < north for b in boxes)


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _on_the_earth(box: Box) -> list[Box]:
    """With the margin; in two where it reaches around the 180th meridian."""
    west, south, east, north = box
    south, north = max(south - _MARGIN_DEG, -90.0), min(north + _MARGIN_DEG, 90.0)
    west, east = west - _MARGIN_DEG, east + _MARGIN_DEG
    if west < -180:
        return [(west + 360, south, 180.0, north), (-180.0, south, east, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    return [(west, south, east, north)]


def _raster_box(raw: Mapping[str, Any]) -> Box | None:
    """From the projection extension: the corners of the raster of an asset."""
    from rasterio.warp import transform_bounds

    properties = raw["properties"]
    for fields in (*(raw.get("assets") or {}).values(), properties):
        if not isinstance(fields, Mapping):
            continue
        both = {**properties, **fields}
        code = both.get("proj:code") or both.get("proj:epsg")
        shape, place = both.get("proj:shape"), both.get("proj:transform")
        if not (code and isinstance(shape, list) and isinstance(place, list) and len(shape) == 2 and len(place) >= 6):
            continue
        crs = code if isinstance(code, str) else f"EPSG:{code}"
        try:
            rows, cols = float(shape[0]), float(shape[1])
            left, top, dx, dy = float(place[2]), float(place[5]), float(place[0]), float(place[4])
            box = transform_bounds(crs, "EPSG:4326", left, top + rows * dy, left + cols * dx, top)
        except Exception:  # whatever a catalogue wrote there, GDAL's and rasterio's errors included
            continue
        west, south, east, north = (float(value) for value in box)
        return west, south, east + 360 if west > east else east, north
    return None

"""Tiles of one export as one raster.

Earth Engine cuts what is too large for one file, and so do gdal_retile, QGIS, ArcGIS, GRASS and cubes of tiles. Tiles
are told by their names and proved by their content: one CRS, one lattice of pixels, the same bands, types, scales and
nodata, side by side. They become one virtual raster, so that nothing ends at a seam.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rasterio.errors import RasterioError

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.base.words import plural
from l4s_core.rasters.header import gdal_reason
from l4s_core.rasters.virtual import Part, mosaic, overlap_px, place_on, read_part
from l4s_core.scene.gather.names import RASTER_ENDINGS, TileName, is_hidden, is_incomplete, tile_name
from l4s_core.scene.naming import parse_file_name

_MOST_OVERLAP = 0.25  # of the smaller of two tiles; scenes of one place overlap more
_DATES = ("acquisition_date", "sensing_time", "datetime", "date", "system:time_start", "product_start_time")


@dataclass(frozen=True)
class Export:
    """Tiles that are one raster.

    Attributes
    ----------
    name : of the whole, with the ending of its files.
    files : what GDAL opens of the tiles, sorted.
    raster : what GDAL opens, the text of a virtual raster.
    note : how many tiles they are, and how much of their rectangle lies in none of them.
    decision : that they were taken for one raster, and why.
    """

    name: str
    files: tuple[str, ...]
    raster: str
    note: str
    decision: Decision


def export_of(file: Path) -> Export | None:
    """The export that a file is a tile of; None where it is none, or its only one.

    Raises
    ------
    InputError
        A tile of it is damaged or not completely fetched, or does not fit the others although its name says that it
        does.
    """
    names = tile_name(file.stem)
    if not names:
        return None
    folder = file.absolute().parent
    try:
        beside = [p for p in folder.iterdir() if p.suffix.lower() == file.suffix.lower() or is_incomplete(p.name)]
    except OSError:
        return None
    found, _ = exports_in({path: str(path) for path in _of_names(beside, names)})
    return next((export for export in found if str(file.absolute()) in export.files), None)


def _of_names(files: Iterable[Path], names: Sequence[TileName]) -> list[Path]:
    """Those that could be tiles of a whole with one of the names."""
    wanted = {(name.kind, name.whole) for name in names}
    return [p for p in files if wanted & {(n.kind, n.whole) for n in tile_name(_complete(p).stem)}]


def exports_in(files: Mapping[Path, str]) -> tuple[list[Export], list[Path]]:
    """The exports among files (their names, and what GDAL opens), and the files that are no tiles of one. Raises
    InputError as `export_of`."""
    rest = sorted(p for p in files if not is_hidden(p.name))
    exports: list[Export] = []
    for kind in ("offset", "place", "number"):
        groups: dict[tuple[str, str, Path], dict[Path, TileName]] = {}
        for path in rest:
            for name in tile_name(_complete(path).stem):
                if name.kind == kind:
                    groups.setdefault((name.whole, _complete(path).suffix.lower(), path.parent), {})[path] = name
        for (whole, ending, _), group in groups.items():
            left = {path: name for path, name in group.items() if path in rest}
            if export := _export(f"{whole}{ending}", files, left, kind):
                exports.append(export)
                rest = [path for path in rest if files[path] not in export.files]
    return exports, [path for path in rest if not is_incomplete(path.name)]


def tiled(name: str, files: Mapping[Path, str], tiles: Mapping[Path, TileName]) -> Export | None:
    """The export of files that lie in a folder for each tile (``X0055_Y0053/NAME.tif``); None where they do not fit."""
    return _export(name, files, tiles, "place")


def _export(name: str, files: Mapping[Path, str], group: Mapping[Path, TileName], kind: str) -> Export | None:
    complete = [path for path in group if not is_incomplete(path.name)]
    if len(complete) < 2 or not all(path.suffix.lower() in RASTER_ENDINGS for path in complete):
        return None
    bands = {parse_file_name(path.stem).band for path in complete}
    if kind == "number" and None not in bands and len(bands) == len(complete):
        return None  # B02, B03, B04: the numbers are those of bands
    sure = kind == "offset"
    if sure and (broken := next((path for path in group if is_incomplete(path.name) or _is_empty(files[path])), None)):
        raise InputError(
            f"{broken} is a tile of an export that was not fetched completely; fetch it again, or take it out of the "
            "folder if its ground is not wanted."
        )
    parts = _headers(name, {path: files[path] for path in complete}, sure)
    if parts is None:
        return None
    problem = _misfit(list(parts.values()))
    rectangles = {} if problem else _rectangles(parts)
    if not problem:
        problem = _no_tiling(rectangles, group, kind)
    if problem is not None:
        if not sure:
            return None
        raise InputError(
            f"The tiles {_names(complete)} are named as of one export but {problem}; put those that belong together "
            "into a folder of their own."
        )
    raster = mosaic(list(parts.values()), name)
    decision = Decision(
        "tiles",
        f"{len(parts)} of {name} as one raster",
        "named alike, side by side on one lattice of pixels, with the same bands",
        "sure",
    )
    return Export(name, tuple(files[path] for path in parts), raster, _note(name, rectangles), decision)


def _headers(name: str, files: Mapping[Path, str], sure: bool) -> dict[Path, Part] | None:
    """None where one is no raster and nothing but its name says that it belongs here."""
    path = Path()
    parts: dict[Path, Part] = {}
    try:
        for path, opened in files.items():
            parts[path] = read_part(opened)
    except RasterioError as error:
        if not sure:
            return None
        raise InputError(
            f"{path}, a tile of the export {name}, cannot be opened as a raster, it is damaged or incomplete "
            f"({gdal_reason(error)}); fetch it again."
        ) from error
    return parts


_Rectangle = tuple[int, int, int, int]  # column, row, columns, rows


def _rectangles(parts: Mapping[Path, Part]) -> dict[Path, _Rectangle]:
    first = next(iter(parts.values()))
    places = {path: place_on(first, part) for path, part in parts.items()}
    return {path: (*place, parts[path].cols, parts[path].rows) for path, place in places.items() if place is not None}


def _misfit(parts: Sequence[Part]) -> str | None:
    """What two of the parts do not have in common."""
    first = parts[0]
    for part in parts[1:]:
        if len(part.bands) != len(first.bands):
            return f"have {len(first.bands)} and {len(part.bands)} bands"
        for index, (a, b) in enumerate(zip(first.bands, part.bands, strict=True), 1):
            if a.dtype != b.dtype:
                return f"band {index} is {a.dtype} in one and {b.dtype} in another"
            if a.description != b.description:
                return f"band {index} is described as {a.description} in one and as {b.description} in another"
            if not (_same(a.nodata, b.nodata) and _same(a.scale, b.scale) and _same(a.offset, b.offset)):
                return f"nodata, scale or offset of band {index} differ"
            if (a.colour == "alpha") != (b.colour == "alpha"):
                return f"band {index} is an alpha band in only some"
        if _dates(part) and _dates(first) and _dates(part) != _dates(first):
            return "are of different dates by their tags"
        if first.crs is None:
            return "have no coordinate system"
        if place_on(first, part) is None:
            return "their pixels are not on one lattice of one coordinate system"
    return None


def _same(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and math.isnan(a) and math.isnan(b))


def _dates(part: Part) -> dict[str, str]:
    return {key.lower(): value[:10] for key, value in part.tags if key.lower() in _DATES}


def _no_tiling(rectangles: Mapping[Path, _Rectangle], group: Mapping[Path, TileName], kind: str) -> str | None:
    """Why rectangles of pixels are no tiling."""
    for (one, a), (other, b) in combinations(rectangles.items(), 2):
        if overlap_px(a, b) > _MOST_OVERLAP * min(a[2] * a[3], b[2] * b[3]):
            return f"{one.name} and {other.name} show the same ground"
    if kind == "offset" or _is_connected(list(rectangles.values())):
        return None
    if kind == "place" and _in_order([(group[path].place, r[:2]) for path, r in rectangles.items()]):
        return None
    return "do not lie side by side"


def _is_connected(rectangles: Sequence[_Rectangle]) -> bool:
    """Whether from each one can get to each across a common edge."""
    reached, waiting = {0}, [0]
    while waiting:
        col, row, cols, rows = rectangles[waiting.pop()]
        for number, other in enumerate(rectangles):
            beside = overlap_px((col - 1, row, cols + 2, rows), other) or overlap_px(
                (col, row - 1, cols, rows + 2), other
            )
            if number not in reached and beside:
                reached.add(number)
                waiting.append(number)
    return len(reached) == len(rectangles)


def _in_order(tiles: Sequence[tuple[tuple[int, ...], tuple[int, int]]]) -> bool:
    """Whether the numbers in the names are those of rows and columns of equal tiles, in either order, counted down or
    up."""
    return any(
        all(_steady([(place[mine], start[axis]) for place, start in tiles]) for mine, axis in order)
        for order in (((0, 1), (1, 0)), ((0, 0), (1, 1)))
    )


def _steady(pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether starts (pixels) lie on one line over the numbers."""
    by_number = dict(pairs)
    if any(by_number[number] != start for number, start in pairs):
        return False
    (n0, s0), *others = sorted(by_number.items())
    steps = {(start - s0) / (number - n0) for number, start in others}
    return len(steps) <= 1 and 0 not in steps


def _note(name: str, rectangles: Mapping[Path, _Rectangle]) -> str:
    boxes = list(rectangles.values())
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    covered = sum(b[2] * b[3] for b in boxes) - sum(overlap_px(a, b) for a, b in combinations(boxes, 2))
    share = 1 - covered / ((right - left) * (bottom - top))
    text = (
        f"{plural(len(boxes), 'tile', 'tiles')} of the export {name} lie side by side and are read as one raster "
        f"({_names(list(rectangles))}); put one into a folder of its own to map it alone."
    )
    if share > 0:
        text += f" {share:.0%} of their rectangle is in no tile (one is missing?) and counts as not observed."
    return text


def _names(files: Sequence[Path]) -> str:
    return ", ".join(path.name for path in files[:4]) + " ..." * (len(files) > 4)


def _complete(path: Path) -> Path:
    """The name that a file will have when it is fetched."""
    return path.with_suffix("") if is_incomplete(path.name) else path


def _is_empty(path: str) -> bool:
    try:
        return Path(path).stat().st_size == 0
    except OSError:
        return False

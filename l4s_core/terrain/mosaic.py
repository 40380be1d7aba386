"""Elevation tiles as few rasters: one GDAL virtual raster (VRT) for all tiles whose pixels lie on one lattice.

Within a lattice every tile keeps its pixels to the last digit, so that a warp of the virtual raster sees what a warp
of the one big file would see that the tiles were cut from, across all seams. Tiles of another CRS, pixel size (the
latitude bands of the Copernicus DEM) or position between the pixels become a virtual raster of their own, with a margin
of what lies beside it. Its tag `OWN` says which part of it is not margin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from affine import Affine

from l4s_core.rasters.virtual import GDAL_TYPE, rectangle
from l4s_core.terrain.tile import Tile

OWN = "L4S_OWN"  # left, bottom, right, top in the CRS of the raster
_MARGIN_PX = 4  # cubic convolution and the slope look so far
_ALIKE = 2.0  # pixels that differ by less than this factor are resampled to each other
_TOGETHER_PX = 0.01  # tiles are on one lattice if their pixels meet to this


def lattices(tiles: Sequence[Tile], split_at_180: bool) -> list[list[Tile]]:
    """The tiles in groups of one lattice, those of the smallest pixels first, each group in the order given.

    With ``split_at_180`` geographic tiles west and east of the 180th meridian are never of one group, which would
    reach around the earth.
    """
    groups: list[list[Tile]] = []
    for tile in tiles:
        for group in groups:
            if _on_one_lattice(group[0], tile) and not (split_at_180 and _sides_differ(group[0], tile)):
                group.append(tile)
                break
        else:
            groups.append([tile])
    return sorted(groups, key=lambda group: _pixel_m(group[0]))


def write_vrt(tiles: Sequence[Tile], beside: Sequence[Tile], path: Path) -> Path:
    """A virtual raster over tiles of one lattice, float32 with NaN where none of them has a value.

    Where tiles overlap, the last one that has a value is seen. Under them, and a few pixels beyond their edges, lie the
    tiles ``beside`` (see `neighbours`), resampled: what is interpolated at an edge needs the ground on both sides.
    """
    first = tiles[0]
    dx, dy = first.pixel
    left, top = min(t.bounds[0] for t in tiles), max(t.bounds[3] for t in tiles)
    places = [(round((t.bounds[0] - left) / dx), round((top - t.bounds[3]) / dy)) for t in tiles]
    cols = max(col + t.cols for (col, _), t in zip(places, tiles, strict=True))
    rows = max(row + t.rows for (_, row), t in zip(places, tiles, strict=True))
    edge = _MARGIN_PX if beside else 0
    corner = next(t for t in tiles if t.bounds[0] == left)
    transform = Affine(first.transform.a, 0, corner.transform.c, 0, first.transform.e, top)
    transform *= Affine.translation(-edge, -edge)
    cols, rows = cols + 2 * edge, rows + 2 * edge
    sources = [_resampled(t, transform, cols, rows) for t in beside]
    sources += [
        _source(t, (0, 0, t.cols, t.rows), (col + edge, row + edge, t.cols, t.rows))
        for t, (col, row) in zip(tiles, places, strict=True)
    ]
    own = ""
    if beside:
        # a pixel more, so that no gap stays between two that touch almost
        bottom, right = min(t.bounds[1] for t in tiles), max(t.bounds[2] for t in tiles)
        own_bounds = left - dx, bottom - dy, right + dx, top + dy
        own = f'<Metadata><MDI key="{OWN}">{" ".join(map(repr, own_bounds))}</MDI></Metadata>\n'
    unit = f"<UnitType>{escape(first.unit)}</UnitType>" if first.unit else ""
    if first.scale != (1.0, 0.0):
        unit += f"<Offset>{first.scale[1]!r}</Offset><Scale>{first.scale[0]!r}</Scale>"
    text = "\n".join(sources)
    path.write_text(
        f'<VRTDataset rasterXSize="{cols}" rasterYSize="{rows}">\n'
        f"<SRS>{escape(first.crs.to_wkt())}</SRS>\n"
        f"<GeoTransform>{', '.join(f'{v!r}' for v in transform.to_gdal())}</GeoTransform>\n"
        f"{own}"
        f'<VRTRasterBand dataType="Float32" band="1"><NoDataValue>nan</NoDataValue>{unit}\n'
        f"{text}\n</VRTRasterBand>\n</VRTDataset>\n",
        encoding="utf-8",
        errors="surrogateescape",  # names of files may be any bytes
    )
    return path


def neighbours(group: Sequence[Tile], tiles: Sequence[Tile]) -> list[Tile]:
    """Tiles on other lattices, in the CRS of the group, with pixels like its own, that overlap or touch it."""
    first = group[0]
    dx, dy = first.pixel
    bounds = [t.bounds for t in group]
    left, bottom = min(b[0] for b in bounds) - _MARGIN_PX * dx, min(b[1] for b in bounds) - _MARGIN_PX * dy
    right, top = max(b[2] for b in bounds) + _MARGIN_PX * dx, max(b[3] for b in bounds) + _MARGIN_PX * dy
    own = {tile.path for tile in group}
    return [
        t
        for t in tiles
        if t.path not in own
        and first.north_up
        and t.north_up
        and t.crs is first.crs
        and t.scale == first.scale
        and _ALIKE > t.pixel[1] / dy > 1 / _ALIKE
        and t.bounds[0] < right
        and left < t.bounds[2]
        and t.bounds[1] < top
        and bottom < t.bounds[3]
    ]


def _resampled(tile: Tile, transform: Affine, cols: int, rows: int) -> str:
    """The part of a tile on another lattice that lies in a virtual raster, in whole pixels of the tile."""
    to_tile = ~tile.transform * transform
    (x0, y0), (x1, y1) = to_tile * (0, 0), to_tile * (cols, rows)
    col, row = max(0, math.floor(x0)), max(0, math.floor(y0))
    width, height = min(tile.cols, math.ceil(x1)) - col, min(tile.rows, math.ceil(y1)) - row
    (left, top), (right, bottom) = ~to_tile * (col, row), ~to_tile * (col + width, row + height)
    return _source(tile, (col, row, width, height), (left, top, right - left, bottom - top), "cubic")


def _source(tile: Tile, taken: tuple[float, ...], placed: tuple[float, ...], resampling: str | None = None) -> str:
    path, dtype, nodata = tile.path, tile.dtype, tile.nodata
    if tile.valid is not None:
        path, dtype, nodata = tile.valid, "float32", None
    if nodata is None and dtype.startswith("float"):
        nodata = float("nan")
    how = f' resampling="{resampling}"' if resampling else ""
    return (
        f'<ComplexSource{how}><SourceFilename relativeToVRT="0">{escape(path)}</SourceFilename>'
        f"<SourceBand>1</SourceBand>"
        # with these GDAL need not open a tile before it is read
        f'<SourceProperties RasterXSize="{tile.cols}" RasterYSize="{tile.rows}" DataType="{GDAL_TYPE[dtype]}"/>'
        f"{rectangle('SrcRect', taken)}{rectangle('DstRect', placed)}"
        f"{'' if nodata is None else f'<NODATA>{nodata!r}</NODATA>'}</ComplexSource>"
    )


def _on_one_lattice(a: Tile, b: Tile) -> bool:
    if not (a.north_up and b.north_up and a.crs is b.crs and (a.unit, a.scale) == (b.unit, b.scale)):
        return False
    for mine, other, size, start, other_start in (
        (a.pixel[0], b.pixel[0], max(a.cols, b.cols), a.bounds[0], b.bounds[0]),
        (a.pixel[1], b.pixel[1], max(a.rows, b.rows), a.bounds[3], b.bounds[3]),
    ):
        offset = (other_start - start) / mine
        if abs(mine - other) / mine * (size + abs(offset)) > _TOGETHER_PX or abs(offset - round(offset)) > _TOGETHER_PX:
            return False
    return True


def _sides_differ(a: Tile, b: Tile) -> bool:
    if not a.crs.is_geographic:
        return False
    east, other = (tile.bounds[0] + tile.bounds[2] > 0 for tile in (a, b))
    return east != other


def _pixel_m(tile: Tile) -> float:
    """Height of a pixel in about metres; heights, because widths of degrees shrink towards the poles."""
    return tile.pixel[1] * (111_320.0 if tile.crs.is_geographic else float(tile.crs.linear_units_factor[1]))

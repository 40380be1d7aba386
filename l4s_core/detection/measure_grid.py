"""The grid that given polygons are measured on, and the piece of a probability raster on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame
    from odc.geo.geobox import GeoBox

    from l4s_core.predict.external import ProbabilityRaster
    from l4s_core.rasters.roi import ROI

_MARGIN_PX = 2  # the gradient looks one pixel further, and so does what is truncated
_MOST_PX = 400_000_000  # of the box around the polygons: twice a full tile each way


def metric_grid_of(table: GeoDataFrame) -> GeoBox:
    """10 m pixels over the polygons, on whole multiples of 10 m as the bands of Sentinel-2 lie."""
    from odc.geo.crs import CRS
    from odc.geo.geobox import GeoBox
    from pyproj.exceptions import CRSError

    from l4s_core.rasters.grid import RESOLUTION_M, in_metres, true_to_scale

    crs = CRS(table.crs)
    bounds = table.total_bounds if len(table) else np.zeros(4)
    grid = GeoBox.from_bbox((bounds[0], bounds[1], bounds[2], bounds[3]), crs, shape=(1, 1)) if len(table) else None
    if grid is not None and not (in_metres(crs) and true_to_scale(grid, crs)):
        try:
            crs = CRS(table.estimate_utm_crs())
        except (RuntimeError, CRSError, ValueError) as error:
            raise InputError(f"The polygons cannot be placed in a UTM zone ({error}); check their CRS.") from error
        bounds = table.to_crs(crs.proj).total_bounds
    left, bottom = np.floor(bounds[:2] / RESOLUTION_M) - _MARGIN_PX
    right, top = np.ceil(bounds[2:] / RESOLUTION_M) + _MARGIN_PX
    west, south, east, north = (float(n) * RESOLUTION_M for n in (left, bottom, right, top))
    return GeoBox.from_bbox((west, south, east, north), crs, resolution=RESOLUTION_M)


def reached_grid(grid: GeoBox, bounds: npt.NDArray[np.float64]) -> tuple[bool, GeoBox]:
    """Whether a grid has anything of the bounds, and the grid, larger by whole pixels where they reach beyond it."""
    rows, cols = _span(grid, bounds)
    height, width = int(grid.shape[0]), int(grid.shape[1])
    there = rows.start < height and rows.stop > 0 and cols.start < width and cols.stop > 0
    if not there:
        rows, cols = (slice(one.start - _MARGIN_PX, one.stop + _MARGIN_PX) for one in (rows, cols))
        return False, _lattice(grid, rows, cols)
    inside = rows.start >= 0 and rows.stop <= height and cols.start >= 0 and cols.stop <= width
    if inside:
        return True, grid
    rows = slice(min(0, rows.start - _MARGIN_PX), max(height, rows.stop + _MARGIN_PX))
    cols = slice(min(0, cols.start - _MARGIN_PX), max(width, cols.stop + _MARGIN_PX))
    return True, _lattice(grid, rows, cols)


def _lattice(grid: GeoBox, rows: slice, cols: slice) -> GeoBox:
    from affine import Affine
    from odc.geo.geobox import GeoBox

    shape = rows.stop - rows.start, cols.stop - cols.start
    return GeoBox(shape, grid.transform * Affine.translation(cols.start, rows.start), grid.crs)


def _span(grid: GeoBox, bounds: npt.NDArray[np.float64]) -> ROI:
    """The pixels that bounds touch, on the grid and beyond it."""
    left, bottom, right, top = bounds
    x, y = ~grid.transform * (np.array([left, left, right, right]), np.array([bottom, top, bottom, top]))
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError("The polygons cannot be placed in the CRS of the raster; check theirs.")
    return (
        slice(int(np.floor(y.min() + 1e-6)), int(np.ceil(y.max() - 1e-6))),
        slice(int(np.floor(x.min() + 1e-6)), int(np.ceil(x.max() - 1e-6))),
    )


def around(grid: GeoBox, bounds: npt.NDArray[np.float64]) -> ROI:
    """The piece of a grid that holds the bounds and what is looked at beside them."""
    rows, cols = _span(grid, bounds)
    piece = (
        slice(max(0, rows.start - _MARGIN_PX), min(int(grid.shape[0]), rows.stop + _MARGIN_PX)),
        slice(max(0, cols.start - _MARGIN_PX), min(int(grid.shape[1]), cols.stop + _MARGIN_PX)),
    )
    if (piece[0].stop - piece[0].start) * (piece[1].stop - piece[1].start) > _MOST_PX:
        raise InputError("The polygons lie too far apart to be measured at once; measure them in parts.")
    return piece


def piece_of(
    raster: ProbabilityRaster, whole: GeoBox, reached: GeoBox, crop: ROI, work: Path, name: str, progress: Progress
) -> Path:
    """The piece ``crop`` of ``reached`` as an encoded file, without a value where the raster ends."""
    import rasterio

    from l4s_core.predict.external import take_in
    from l4s_core.rasters.write import PROBABILITY_NODATA, probability_writer

    made = work / f"{name}.tif"
    if reached == whole:
        take_in(raster, crop, made, work / f"{name}_seen.tif", progress)
        return made
    row, col = (round(n) for n in reversed(~reached.transform * tuple(whole.transform * (0, 0))))
    height, width = int(whole.shape[0]), int(whole.shape[1])
    there = (
        slice(max(0, crop[0].start - row), min(height, crop[0].stop - row)),
        slice(max(0, crop[1].start - col), min(width, crop[1].stop - col)),
    )
    part = work / f"{name}_part.tif"
    take_in(raster, there, part, work / f"{name}_seen.tif", progress)
    values = np.full([one.stop - one.start for one in crop], PROBABILITY_NODATA, np.uint16)
    top, left = there[0].start + row - crop[0].start, there[1].start + col - crop[1].start
    with rasterio.open(part) as source:
        values[top : top + source.height, left : left + source.width] = source.read(1)
    with probability_writer(made, reached[crop]) as target:
        target.write(values)
    return made

"""From probability to mask: threshold, minimum mapping unit, terrain gate."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError
from rasterio.windows import Window

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.threads import in_order
from l4s_core.inventory.outline.components import components
from l4s_core.inventory.outline.joining import WEAK, fill_holes, join_weak
from l4s_core.inventory.outline.relief import Relief, relief
from l4s_core.inventory.types import MaskOptions, Terrain
from l4s_core.rasters.grid import in_metres
from l4s_core.rasters.roi import ROI, strips
from l4s_core.rasters.write import PROBABILITY_NODATA, PROBABILITY_SCALE, write_cog

NOT_OBSERVED = 255


@dataclass(frozen=True)
class Dropped:
    """What one step took out of the mask."""

    components: int = 0
    pixels: int = 0


@dataclass(frozen=True, eq=False)
class Mask:
    """Where the landslides are.

    ``array`` is (rows, cols) uint8: 1 landslide, 0 observed and not landslide, 255 not observed. ``grid`` is metric.
    ``small`` was under the minimum mapping unit, ``flat`` did not pass the terrain gate. ``relief``: of the components
    that are left, from the terrain gate, which has read the terrain; None where it was off. ``grown``: the landslide
    pixels that the network did not find (see `inventory.runout`), as rising flat indices, int64; None where nobody
    looked for run-outs. ``joined``: landslide pixels below the threshold, by hysteresis; ``filled``: those of holes.
    Both are counted before anything is dropped.
    """

    array: npt.NDArray[np.uint8]
    grid: GeoBox
    small: Dropped = Dropped()
    flat: Dropped = Dropped()
    relief: Relief | None = None
    grown: npt.NDArray[np.int64] | None = None
    joined: int = 0
    filled: int = 0


def metric_grid(grid: GeoBox) -> None:
    """Raise ValueError unless the grid's coordinates are metres: areas and lengths are planar, in the grid."""
    if not in_metres(grid.crs):
        raise ValueError(f"areas and lengths need a grid in metres, not in {grid.crs}")


def pixel_area_m2(grid: GeoBox) -> float:
    """Area of one pixel of a metric grid."""
    return abs(float(grid.transform.determinant))


def read_strip(source: rasterio.io.DatasetReader, roi: ROI) -> npt.NDArray[np.uint16]:
    """A piece of a single-band raster, (rows, cols)."""
    rows, cols = roi
    window = Window(cols.start, rows.start, cols.stop - cols.start, rows.stop - rows.start)
    piece: npt.NDArray[np.uint16] = source.read(1, window=window)
    return piece


def make_mask(
    probability: Path, observed: Path, options: MaskOptions, terrain: Terrain | None, progress: Progress
) -> Mask:
    """Threshold the probability, drop what is under the minimum mapping unit, then what lies on flat ground.

    Landslides are 8-connected components of pixels with probability at or above ``options.threshold``, with
    ``options.hysteresis`` of pixels at or above that which hold one at the threshold. Holes of them up to
    ``options.fill_holes_m2`` are filled (see `joining`). A component smaller than ``options.mmu_m2`` is dropped, after
    that: what was joined and filled is part of its area. The terrain gate looks at whole
    components, because the run-out of a debris flow is flat where its source is steep: a component is dropped when
    fewer than ``options.min_steep_share`` of its pixels with known slope are at least ``options.min_slope_deg`` steep.
    Components without any known slope stay.

    Parameters
    ----------
    probability : GeoTIFF, uint16, value / 10000 = probability, nodata 65535.
    observed : GeoTIFF on the same grid, uint8 Reason codes, 0 observed.
    terrain : slope for the gate; None switches the gate off, as ``options.min_slope_deg = None`` does.

    Raises
    ------
    InputError : a file cannot be read, the two grids differ, or an option is out of its range.
    ValueError : the grid is not in metres.
    """
    check_options(options)
    array, grid = _threshold(probability, observed, options, progress)
    joined = 0 if options.hysteresis is None else join_weak(array)
    filled = fill_holes(array, math.floor(options.fill_holes_m2 / pixel_area_m2(grid) + 1e-9))
    pieces = components((array == 1).view(np.uint8))
    pixels = pieces.pixel_counts()
    smallest = math.ceil(options.mmu_m2 / pixel_area_m2(grid) - 1e-9)
    small = pixels < smallest
    flat = np.zeros(pieces.count, bool)
    slopes: Relief | None = None
    if terrain is not None and options.min_slope_deg is not None:
        progress.stage("terrain gate", int(grid.shape[0]))
        slopes = relief(pieces, ~small, grid, terrain, progress, options.min_slope_deg)
        dropped = (slopes.slope_known > 0) & (slopes.steep < options.min_steep_share * slopes.slope_known)
        flat[~small] = dropped
        slopes = slopes.of(~dropped)
    gone = pieces.pixels(keep=small | flat)
    array[gone.rows, gone.cols] = 0
    dropped_small, dropped_flat = _dropped(small, pixels), _dropped(flat, pixels)
    return Mask(array, grid, dropped_small, dropped_flat, slopes, joined=joined, filled=filled)


def check_options(options: MaskOptions) -> None:
    """Raise InputError for the first option that is out of its range or no number: for calling before the work."""
    if not math.isfinite(options.mmu_m2) or not math.isfinite(options.simplify_m):
        raise InputError("The minimum mapping unit and the tolerance of outlines must be numbers; give 0 or more.")
    if not 0 < options.threshold <= 1:
        raise InputError(f"The threshold is {options.threshold:g}; give a probability above 0 and up to 1.")
    if options.mmu_m2 < 0:
        raise InputError(f"The minimum mapping unit is {options.mmu_m2:g} m2; give 0 or more.")
    if not 0 <= options.fill_holes_m2 < math.inf:
        raise InputError(f"Holes up to {options.fill_holes_m2:g} m2 cannot be filled; give 0 or more.")
    if options.hysteresis is not None and not 0 < options.hysteresis <= options.threshold:
        raise InputError(
            f"The lower threshold of --hysteresis is {options.hysteresis:g}; give one above 0 and up to the threshold, "
            f"which is {options.threshold:g}."
        )
    if options.min_slope_deg is not None and not 0 <= options.min_slope_deg < 90:
        raise InputError(f"The least slope is {options.min_slope_deg:g} degrees; give 0 or more, below 90.")
    if not 0 <= options.min_steep_share <= 1:
        raise InputError(f"The steep share is {options.min_steep_share:g}; give a share between 0 and 1.")


def _dropped(which: npt.NDArray[np.bool_], pixels: npt.NDArray[np.int64]) -> Dropped:
    return Dropped(int(which.sum()), int(pixels[which].sum()))


def _threshold(
    probability: Path, observed: Path, options: MaskOptions, progress: Progress
) -> tuple[npt.NDArray[np.uint8], GeoBox]:
    least = _stored(options.threshold)
    low = least if options.hysteresis is None else _stored(options.hysteresis)
    try:
        with rasterio.open(probability) as p_source, rasterio.open(observed) as o_source:
            grid = GeoBox.from_rio(p_source)
            if p_source.shape != o_source.shape or grid != GeoBox.from_rio(o_source):
                raise InputError(f"{observed} is not on the grid of {probability}; make both in one run.")
            metric_grid(grid)
            array = np.empty(p_source.shape, np.uint8)
            progress.stage("mask", p_source.height)
            # one thread reads, so that the files are never used by two
            read = in_order(lambda roi: (read_strip(p_source, roi), read_strip(o_source, roi)), strips(grid), 1)
            with closing(read):  # before the files: a read of a closed one ends the program
                for roi, (value, why) in read:
                    progress.check()
                    piece = array[roi]
                    piece[:] = value >= least
                    if low < least:
                        piece[(value >= low) & (value < least)] = WEAK
                    unseen = why != 0
                    unseen |= value == PROBABILITY_NODATA
                    piece[unseen] = NOT_OBSERVED
                    progress.advance(value.shape[0])
    except (RasterioError, OSError) as error:
        raise InputError(f"{probability} or {observed} cannot be read ({error}); make them again.") from error
    return array, grid


def _stored(probability: float) -> int:
    """The least stored value of a probability: files hold whole ten-thousandths, and 0.7 means 7000 there, not
    7000.000000000001."""
    return math.ceil(probability * PROBABILITY_SCALE - 1e-6)


def write_mask(mask: Mask, path: Path) -> Path:
    """Write a mask as Cloud-Optimised GeoTIFF: uint8, nodata 255, deflate, overviews by the most frequent value.

    A file of that name is replaced, when the new one is complete.

    Raises
    ------
    InputError : the folder cannot be written. L4SError : the disk is full.
    """
    write_cog(mask.array, mask.grid, path, nodata=NOT_OBSERVED, name="landslide", overviews="mode")
    return path

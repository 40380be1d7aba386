"""What the probability and the terrain are inside each landslide, in one pass over the scene."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox

from l4s_core.inventory.components import Components, IntArray, RunPixels, components
from l4s_core.inventory.mask import NOT_OBSERVED, Mask, read_strip
from l4s_core.inventory.model import Terrain
from l4s_core.predict.raster import PROBABILITY_SCALE
from l4s_core.progress import Progress
from l4s_core.roi import ROI, grow, strips

_T = TypeVar("_T", bound=np.generic)
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Zonal:
    """Statistics of the pixels of each component, in the order of ``components(mask.array == 1)``.

    All arrays are (components,) float64 unless said otherwise; NaN is unknown.

    - ``pixels``: int64. ``truncated``: bool, touches the edge of the grid or a pixel that was not observed.
    - ``prob_*``: 0 to 1. ``uncert_mean``: mean binary entropy -p log2 p - (1-p) log2(1-p), in bits.
    - ``z_*``: metres. ``slope_*``: degrees.
    - ``downslope_east``, ``downslope_north``: the mean gradient turned downhill, metres per metre along the axes of the
      grid's CRS.
    - ``aspect_mean``: circular mean of the pixels' downslope directions, degrees clockwise from grid north;
      ``aspect_concentration``: mean resultant length of the same, 1 where all pixels face one way, 0 where all ways
      alike (Mardia & Jupp 2000, Directional Statistics).
    - ``crown``, ``toe``: (components, 2) int64, row and column of the highest and the lowest pixel, the first in scan
      order where several are equal, -1 where no elevation is known.
    """

    pixels: IntArray
    prob_mean: FloatArray
    prob_max: FloatArray
    uncert_mean: FloatArray
    z_min: FloatArray
    z_max: FloatArray
    slope_mean: FloatArray
    slope_max: FloatArray
    downslope_east: FloatArray
    downslope_north: FloatArray
    aspect_mean: FloatArray
    aspect_concentration: FloatArray
    crown: IntArray
    toe: IntArray
    truncated: npt.NDArray[np.bool_]


def zonal(mask: Mask, probability: Path, terrain: Terrain | None, progress: Progress) -> Zonal:
    """Reduce probability and terrain over each landslide of the mask.

    The cost grows with the pixels of the scene, not with the number of landslides; the rasters are read strip by strip.
    Without ``terrain`` everything that needs elevation is NaN.
    """
    pieces = components((mask.array == 1).view(np.uint8))
    sums = _Sums(pieces.count)
    progress.stage("attributes", int(mask.grid.shape[0]))
    with rasterio.open(probability) as source:
        for roi in strips(mask.grid):
            progress.check()
            pixels = pieces.pixels(roi[0])
            if pixels.rows.size:
                inside = pixels.rows - roi[0].start, pixels.cols
                sums.add_probability(pixels, read_strip(source, roi)[inside])
                sums.touches |= (
                    np.bincount(pixels.label[_beside_unseen(mask, roi, *inside)], minlength=pieces.count) > 0
                )
                if terrain is not None:
                    _add_terrain(sums, pixels, roi, mask.grid, terrain)
            progress.advance(roi[0].stop - roi[0].start)
    return sums.result(pieces)


def horn_gradient(
    dem_m: npt.NDArray[np.floating], rows: IntArray, cols: IntArray, grid: GeoBox
) -> tuple[FloatArray, FloatArray]:
    """Rise to the east and to the north, metres per metre, by Horn's weights (1981, Proc. IEEE 69, 14).

    Parameters
    ----------
    dem_m : (rows + 2, cols + 2) elevation with one more pixel on each side.
    rows, cols : (n,) the pixels wanted, counted without that border. Landslides are few: the rest is not computed.
    grid : the metric grid; only the size and orientation of its pixels are used.

    Returns
    -------
    Two (n,) float64 arrays, NaN where any of the nine elevations is.
    """

    def z(down: int, right: int) -> FloatArray:
        return dem_m[rows + (1 + down), cols + (1 + right)].astype(np.float64)

    north_west, north_east, south_west, south_east = z(-1, -1), z(-1, 1), z(1, -1), z(1, 1)
    per_col = (north_east - north_west + 2 * (z(0, 1) - z(0, -1)) + south_east - south_west) / 8
    per_row = (south_west - north_west + 2 * (z(1, 0) - z(-1, 0)) + south_east - north_east) / 8
    centre = np.where(np.isnan(z(0, 0)), np.nan, 0.0)
    a, b, _, d, e, _ = tuple(grid.transform)[:6]
    # rise per column = (metres east, metres north of a column) . gradient, and so for rows: solve the two equations
    determinant = a * e - b * d
    return (e * per_col - d * per_row) / determinant + centre, (a * per_row - b * per_col) / determinant + centre


def _beside_unseen(mask: Mask, roi: ROI, rows: IntArray, cols: IntArray) -> npt.NDArray[np.bool_]:
    """Which of the pixels ``rows``, ``cols`` of a piece lie at the edge of the grid or beside a pixel not observed."""
    around = grow(roi, 1, mask.grid)
    unseen = _pad(mask.array[around] == NOT_OBSERVED, roi, around, True)
    beside = np.zeros(rows.size, bool)
    for down in range(3):
        for right in range(3):
            beside |= unseen[rows + down, cols + right]
    return beside


def _pad(piece: npt.NDArray[_T], roi: ROI, around: ROI, outside: float) -> npt.NDArray[_T]:
    """``piece``, read for ``around``, with ``outside`` where the one-pixel halo of ``roi`` leaves the grid."""
    missing = [(1 - (r.start - a.start), 1 - (a.stop - r.stop)) for r, a in zip(roi, around, strict=True)]
    return np.pad(piece, missing, constant_values=outside)


def _add_terrain(sums: _Sums, pixels: RunPixels, roi: ROI, grid: GeoBox, terrain: Terrain) -> None:
    around = grow(roi, 1, grid)
    dem, slope = (_pad(layer, roi, around, np.nan) for layer in terrain(around))
    inside = pixels.rows - roi[0].start, pixels.cols
    east, north = horn_gradient(dem, *inside, grid)
    sums.add_elevation(pixels, dem[1:-1, 1:-1][inside].astype(np.float64))
    sums.add_slope(pixels.label, slope[1:-1, 1:-1][inside].astype(np.float64))
    sums.add_gradient(pixels.label, east, north)


class _Sums:
    """Running totals and extremes of each component."""

    def __init__(self, count: int) -> None:
        self.count = count
        p = np.arange(PROBABILITY_SCALE + 1) / PROBABILITY_SCALE
        with np.errstate(divide="ignore", invalid="ignore"):
            self.entropy_of = np.nan_to_num(-p * np.log2(p) - (1 - p) * np.log2(1 - p))
        self.prob, self.entropy = np.zeros(count), np.zeros(count)
        self.prob_max = np.full(count, -np.inf)
        self.z_max, self.z_min = np.full(count, -np.inf), np.full(count, np.inf)
        self.crown, self.toe = np.full((count, 2), -1), np.full((count, 2), -1)
        self.slope, self.slope_known = np.zeros(count), np.zeros(count)
        self.slope_max = np.full(count, -np.inf)
        self.east, self.north, self.gradient_known = np.zeros(count), np.zeros(count), np.zeros(count)
        self.unit_east, self.unit_north, self.aspect_known = np.zeros(count), np.zeros(count), np.zeros(count)
        self.touches = np.zeros(count, bool)

    def _sum(self, label: IntArray, values: FloatArray | None = None) -> FloatArray:
        return np.bincount(label, values, minlength=self.count).astype(np.float64)

    def add_probability(self, pixels: RunPixels, stored: npt.NDArray[np.uint16]) -> None:
        p = stored / PROBABILITY_SCALE
        self.prob += self._sum(pixels.label, p)
        self.entropy += self._sum(pixels.label, self.entropy_of[stored])
        np.maximum.at(self.prob_max, pixels.label, p)

    def add_elevation(self, pixels: RunPixels, z: FloatArray) -> None:
        known = np.isfinite(z)
        label, z, rows, cols = pixels.label[known], z[known], pixels.rows[known], pixels.cols[known]
        for best, place, extreme in ((self.z_max, self.crown, np.maximum), (self.z_min, self.toe, np.minimum)):
            before = best.copy()
            extreme.at(best, label, z)
            # only a strictly better value moves the point: the first pixel in scan order keeps it
            at = np.flatnonzero((z == best[label]) & (best[label] != before[label]))
            changed, first = np.unique(label[at], return_index=True)
            place[changed, 0], place[changed, 1] = rows[at[first]], cols[at[first]]

    def add_slope(self, label: IntArray, slope: FloatArray) -> None:
        known = np.isfinite(slope)
        self.slope_known += self._sum(label[known])
        self.slope += self._sum(label[known], slope[known])
        np.maximum.at(self.slope_max, label[known], slope[known])

    def add_gradient(self, label: IntArray, east: FloatArray, north: FloatArray) -> None:
        steepness = np.hypot(east, north)
        known = np.isfinite(steepness)
        self.gradient_known += self._sum(label[known])
        self.east += self._sum(label[known], east[known])
        self.north += self._sum(label[known], north[known])
        # level ground faces nowhere
        facing = steepness > 0
        label, steepness = label[facing], steepness[facing]
        self.aspect_known += self._sum(label)
        self.unit_east += self._sum(label, east[facing] / steepness)
        self.unit_north += self._sum(label, north[facing] / steepness)

    def result(self, pieces: Components) -> Zonal:
        pixels = pieces.pixel_counts()
        with np.errstate(divide="ignore", invalid="ignore"):
            concentration = np.hypot(self.unit_east, self.unit_north) / self.aspect_known
            aspect = np.degrees(np.arctan2(-self.unit_east, -self.unit_north)) % 360
            return Zonal(
                pixels,
                self.prob / pixels,
                self.prob_max,
                self.entropy / pixels,
                _finite(self.z_min),
                _finite(self.z_max),
                self.slope / self.slope_known,
                _finite(self.slope_max),
                -self.east / self.gradient_known,
                -self.north / self.gradient_known,
                # directions that cancel out have no mean
                np.where(concentration > 1e-9, aspect, np.nan),
                concentration,
                self.crown,
                self.toe,
                self.touches,
            )


def _finite(values: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), values, np.nan)

"""What the terrain is inside each component of a mask, in one pass over the scene."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Progress
from l4s_core.base.threads import in_order
from l4s_core.inventory.outline.components import Components, IntArray, RunPixels
from l4s_core.inventory.types import Terrain
from l4s_core.rasters.roi import ROI, grow, padded, strips

FloatArray = npt.NDArray[np.float64]
Layer = npt.NDArray[np.float32]
_ROWS, _PIECE_PX = 512, 2048  # of a piece that terrain is read for: its memory does not follow the scene
_BLOCK_PX = 512  # GDAL warps in blocks of so many columns


class Relief:
    """Running totals and extremes of elevation, slope and gradient, (components,) each; ``steep`` counts pixels of at
    least ``steep_deg``."""

    def __init__(self, count: int, steep_deg: float = np.inf) -> None:
        self.steep_deg = steep_deg
        self.z_max, self.z_min = np.full(count, -np.inf), np.full(count, np.inf)
        self.crown, self.toe = np.full((count, 2), -1), np.full((count, 2), -1)
        self.slope, self.slope_known, self.steep = np.zeros(count), np.zeros(count), np.zeros(count)
        self.slope_max = np.full(count, -np.inf)
        self.east, self.north, self.gradient_known = np.zeros(count), np.zeros(count), np.zeros(count)
        self.unit_east, self.unit_north, self.aspect_known = np.zeros(count), np.zeros(count), np.zeros(count)

    @property
    def count(self) -> int:
        """Components."""
        return self.z_max.size

    def of(self, keep: npt.NDArray[np.bool_]) -> Relief:
        """That of some of the components, in their order."""
        out = Relief(0, self.steep_deg)
        for name, values in vars(self).items():
            if isinstance(values, np.ndarray):
                setattr(out, name, values[keep])
        return out

    def add(self, pixels: RunPixels, roi: ROI, layers: tuple[Layer, Layer], grid: GeoBox) -> None:
        """Take in the pixels of a piece; ``layers`` are elevation and slope of the piece and one pixel around it."""
        dem, slope = layers
        inside = pixels.rows - roi[0].start, pixels.cols - roi[1].start
        east, north = horn_gradient(dem, *inside, grid)
        self._add_elevation(pixels, dem[1:-1, 1:-1][inside].astype(np.float64))
        self._add_slope(pixels.label, slope[1:-1, 1:-1][inside].astype(np.float64))
        self._add_gradient(pixels.label, east, north)

    def _sum(self, label: IntArray, values: FloatArray | None = None) -> FloatArray:
        return np.bincount(label, values, minlength=self.count).astype(np.float64)

    def _add_elevation(self, pixels: RunPixels, z: FloatArray) -> None:
        known = np.isfinite(z)
        label, z, rows, cols = pixels.label[known], z[known], pixels.rows[known], pixels.cols[known]
        for best, place, extreme in ((self.z_max, self.crown, np.maximum), (self.z_min, self.toe, np.minimum)):
            before = best.copy()
            extreme.at(best, label, z)
            # only a strictly better value moves the point: the first pixel in scan order keeps it
            at = np.flatnonzero((z == best[label]) & (best[label] != before[label]))
            changed, first = np.unique(label[at], return_index=True)
            place[changed, 0], place[changed, 1] = rows[at[first]], cols[at[first]]

    def _add_slope(self, label: IntArray, slope: FloatArray) -> None:
        known = np.isfinite(slope)
        label, slope = label[known], slope[known]
        self.slope_known += self._sum(label)
        self.slope += self._sum(label, slope)
        self.steep += self._sum(label[slope >= self.steep_deg])
        np.maximum.at(self.slope_max, label, slope)

    def _add_gradient(self, label: IntArray, east: FloatArray, north: FloatArray) -> None:
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


def relief(
    pieces: Components,
    keep: npt.NDArray[np.bool_],
    grid: GeoBox,
    terrain: Terrain,
    progress: Progress,
    steep_deg: float = np.inf,
) -> Relief:
    """Reduce the terrain over the components with ``keep``; the result has these only, in their order.

    Elevation and slope are read in pieces, several at a time, and only where such components are.
    """
    found = Relief(int(keep.sum()), steep_deg)
    number = np.cumsum(keep) - 1
    done = 0
    read = in_order(lambda one: _around(terrain, one[0], grid), _pieces(pieces, keep, grid))
    with closing(read):  # before the caller closes the terrain
        for (roi, pixels), layers in read:
            progress.check()
            found.add(RunPixels(pixels.rows, pixels.cols, number[pixels.label]), roi, layers, grid)
            progress.advance(roi[0].stop - done)
            done = roi[0].stop
    return found


def _pieces(pieces: Components, keep: npt.NDArray[np.bool_], grid: GeoBox) -> Iterator[tuple[ROI, RunPixels]]:
    """Pieces of the grid that together hold all pixels of such components, and these pixels: from the top, from the
    left, at most `_PIECE_PX` wide and without what lies empty at their sides."""
    cols = int(grid.shape[1])
    for rows, _ in strips(grid, _ROWS):
        pixels = pieces.pixels(rows, keep)
        for left in range(0, cols, _PIECE_PX):
            inside = (pixels.cols >= left) & (pixels.cols < left + _PIECE_PX)
            if inside.any():
                some = RunPixels(pixels.rows[inside], pixels.cols[inside], pixels.label[inside])
                first, last = some.cols.min() // _BLOCK_PX, some.cols.max() // _BLOCK_PX
                yield (rows, slice(int(first) * _BLOCK_PX, min((int(last) + 1) * _BLOCK_PX, cols))), some


def _around(terrain: Terrain, roi: ROI, grid: GeoBox) -> tuple[Layer, Layer]:
    wide = grow(roi, 1, grid)
    dem, slope = terrain(wide)
    return padded(dem, roi, wide, np.nan), padded(slope, roi, wide, np.nan)


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

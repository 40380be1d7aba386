"""What the probability and the terrain are inside each landslide, in one pass over the scene."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.io import DatasetReader

from l4s_core.base.progress import Progress
from l4s_core.inventory.outline.components import Components, IntArray, RunPixels, components
from l4s_core.inventory.outline.mask import NOT_OBSERVED, Mask, read_strip
from l4s_core.inventory.outline.relief import Relief, relief
from l4s_core.inventory.types import Terrain
from l4s_core.rasters.roi import ROI, grow, padded, strips
from l4s_core.rasters.write import PROBABILITY_NODATA, PROBABILITY_SCALE

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Zonal:
    """Statistics of the pixels of each component, in the order of ``components(mask.array == 1)``.

    All arrays are (components,) float64 unless said otherwise; NaN is unknown.

    - ``pixels``: int64. ``truncated``: bool, touches the edge of the grid or a pixel that was not observed.
    - ``prob_*``: 0 to 1. ``uncert_mean``: mean of what the model says of its own uncertainty, 0 to 1; where it says
      nothing, of the binary entropy -p log2 p - (1-p) log2(1-p), in bits.
    - ``z_*``: metres. ``slope_*``: degrees.
    - ``downslope_east``, ``downslope_north``: the mean gradient turned downhill, metres per metre along the axes of the
      grid's CRS.
    - ``aspect_mean``: circular mean of the pixels' downslope directions, degrees clockwise from grid north;
      ``aspect_concentration``: mean resultant length of the same, 1 where all pixels face one way, 0 where all ways
      alike (Mardia & Jupp 2000, Directional Statistics).
    - ``grown``: int64, those of the ``pixels`` that the network did not find (`Mask.grown`). ``prob_*`` and
      ``uncert_mean`` are of the others.
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
    grown: IntArray


def zonal(
    mask: Mask,
    probability: Path | None,
    terrain: Terrain | None,
    progress: Progress,
    pieces: Components | None = None,
    uncertainty: Path | None = None,
) -> Zonal:
    """Reduce probability and terrain over each landslide of the mask.

    The cost grows with the pixels of the scene, not with the number of landslides; the rasters are read strip by strip.
    Without ``terrain`` everything that needs elevation is NaN, without ``probability`` all that needs one. ``pieces``
    are the components of the landslides where they are known already; they may be others than those of the mask,
    overlap, and hold pixels without a probability, which do not count in its statistics. ``uncertainty`` is encoded as
    the probability is.
    """
    pieces = pieces or components((mask.array == 1).view(np.uint8))
    sums = _Sums(pieces.count)
    slopes = _relief(pieces, mask, terrain, progress)
    progress.stage("attributes", int(mask.grid.shape[0]))
    with ExitStack() as opened:
        source = None if probability is None else opened.enter_context(rasterio.open(probability))
        unsure = None if uncertainty is None else opened.enter_context(rasterio.open(uncertainty))
        for roi in strips(mask.grid):
            progress.check()
            pixels = pieces.pixels(roi[0])
            if pixels.rows.size:
                inside = pixels.rows - roi[0].start, pixels.cols
                found = _found(pixels, mask)
                at, where = (pixels, inside) if found is None else _some(pixels, inside, found)
                if source is not None:
                    _add_values(sums, source, unsure, roi, at, where)
                sums.touches |= (
                    np.bincount(pixels.label[_beside_unseen(mask, roi, *inside)], minlength=pieces.count) > 0
                )
            progress.advance(roi[0].stop - roi[0].start)
    grown = np.zeros(pieces.count, np.int64)
    if mask.grown is not None and mask.grown.size:
        cols = int(mask.grid.shape[1])
        grown += np.bincount(pieces.label_at(mask.grown // cols, mask.grown % cols), minlength=pieces.count)
    return sums.result(pieces, slopes, grown)


def _add_values(
    sums: _Sums,
    source: DatasetReader,
    unsure: DatasetReader | None,
    roi: ROI,
    pixels: RunPixels,
    inside: tuple[IntArray, IntArray],
) -> None:
    """Take in the probability, and what the model says of it, of the pixels that have one."""
    stored = read_strip(source, roi)[inside]
    known = stored != PROBABILITY_NODATA
    if not known.all():
        (pixels, inside), stored = _some(pixels, inside, known), stored[known]
    sums.add_probability(pixels, stored)
    if unsure is None:
        sums.add_entropy(pixels, stored)
    else:
        sums.add_uncertainty(pixels, read_strip(unsure, roi)[inside])


def _found(pixels: RunPixels, mask: Mask) -> npt.NDArray[np.bool_] | None:
    """Which of the pixels the network found; None: all, because none was grown."""
    if mask.grown is None or not mask.grown.size:
        return None
    flat = pixels.rows * int(mask.grid.shape[1]) + pixels.cols
    near = np.minimum(np.searchsorted(mask.grown, flat), mask.grown.size - 1)
    return np.asarray(mask.grown[near] != flat)


def _some(
    pixels: RunPixels, inside: tuple[IntArray, IntArray], which: npt.NDArray[np.bool_]
) -> tuple[RunPixels, tuple[IntArray, IntArray]]:
    some = RunPixels(pixels.rows[which], pixels.cols[which], pixels.label[which])
    return some, (inside[0][which], inside[1][which])


def _relief(pieces: Components, mask: Mask, terrain: Terrain | None, progress: Progress) -> Relief:
    """Of all components of the mask: what the terrain gate has gathered already, else out of ``terrain``."""
    if terrain is None:
        return Relief(pieces.count)
    if mask.relief is not None and mask.relief.count == pieces.count:
        return mask.relief
    progress.stage("terrain of the landslides", int(mask.grid.shape[0]))
    return relief(pieces, np.ones(pieces.count, bool), mask.grid, terrain, progress)


def _beside_unseen(mask: Mask, roi: ROI, rows: IntArray, cols: IntArray) -> npt.NDArray[np.bool_]:
    """Which of the pixels ``rows``, ``cols`` of a piece lie at the edge of the grid or beside a pixel not observed."""
    around = grow(roi, 1, mask.grid)
    unseen = padded(mask.array[around] == NOT_OBSERVED, roi, around, True)
    beside = np.zeros(rows.size, bool)
    for down in range(3):
        for right in range(3):
            beside |= unseen[rows + down, cols + right]
    return beside


class _Sums:
    """Running totals and extremes of the probability of each component."""

    def __init__(self, count: int) -> None:
        self.count = count
        p = np.arange(PROBABILITY_SCALE + 1) / PROBABILITY_SCALE
        with np.errstate(divide="ignore", invalid="ignore"):
            self.entropy_of = np.nan_to_num(-p * np.log2(p) - (1 - p) * np.log2(1 - p))
        self.prob, self.uncertainty = np.zeros(count), np.zeros(count)
        self.prob_max = np.full(count, -np.inf)
        self.looked_at = np.zeros(count)  # pixels
        self.touches = np.zeros(count, bool)

    def _sum(self, label: IntArray, values: FloatArray | None = None) -> FloatArray:
        return np.bincount(label, values, minlength=self.count).astype(np.float64)

    def add_probability(self, pixels: RunPixels, stored: npt.NDArray[np.uint16]) -> None:
        p = stored / PROBABILITY_SCALE
        self.looked_at += self._sum(pixels.label)
        self.prob += self._sum(pixels.label, p)
        np.maximum.at(self.prob_max, pixels.label, p)

    def add_entropy(self, pixels: RunPixels, stored: npt.NDArray[np.uint16]) -> None:
        self.uncertainty += self._sum(pixels.label, self.entropy_of[stored])

    def add_uncertainty(self, pixels: RunPixels, stored: npt.NDArray[np.uint16]) -> None:
        self.uncertainty += self._sum(pixels.label, stored / PROBABILITY_SCALE)

    def result(self, pieces: Components, relief: Relief, grown: IntArray) -> Zonal:
        pixels = pieces.pixel_counts()
        with np.errstate(divide="ignore", invalid="ignore"):
            concentration = np.hypot(relief.unit_east, relief.unit_north) / relief.aspect_known
            aspect = np.degrees(np.arctan2(-relief.unit_east, -relief.unit_north)) % 360
            return Zonal(
                pixels,
                self.prob / self.looked_at,
                _finite(self.prob_max),
                self.uncertainty / self.looked_at,
                _finite(relief.z_min),
                _finite(relief.z_max),
                relief.slope / relief.slope_known,
                _finite(relief.slope_max),
                -relief.east / relief.gradient_known,
                -relief.north / relief.gradient_known,
                # directions that cancel out have no mean
                np.where(concentration > 1e-9, aspect, np.nan),
                concentration,
                relief.crown,
                relief.toe,
                self.touches,
                grown,
            )


def _finite(values: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), values, np.nan)

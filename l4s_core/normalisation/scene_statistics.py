"""Mean and standard deviation per channel of a scene, whole or in blocks, over its observed pixels.

A large scene is sampled in thin full-resolution strips at regular distances: at full resolution because a slope from
a decimated DEM is smaller, in strips because that is how products are stored, and through the stack so that clouds do
not count. Small scenes are read whole.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.base.statistics import LEAST_STD, StatisticsAccumulator
from l4s_core.normalisation.field import BlockField, StatisticsField, block_centres, block_edges
from l4s_core.rasters.roi import ROI, strips
from l4s_core.stack.stack import Stack

WHOLE_PX = 2048**2  # scenes up to this many pixels are read whole
STRIP_ROWS = 4
STRIP_EVERY = 32  # rows from one strip to the next: an eighth of the scene is looked at
LEAST_PX = 128**2  # observed, of a scene that is to stand for itself: one training patch, 1.6 km2
MINIMUM_SHARE = 0.05  # of a block's sampled pixels observed, else the scene's statistics are used


def scene_statistics(
    stack: Stack,
    channels: list[str],
    block_px: int | None,
    progress: Progress,
    *,
    whole_px: int = WHOLE_PX,
    least_px: int = 0,
) -> StatisticsField:
    """The statistics of a scene, of the pixels that are observed, in raw units.

    Parameters
    ----------
    channels : names of `channels.registry`; one that the scene does not have gets mean 0 and standard deviation 1.
    block_px : side of a block in pixels of the grid, about; None for one block.
    whole_px : scenes with more pixels than this are sampled.
    least_px : of which something must have been observed.

    Raises
    ------
    InputError
        Less than ``least_px`` of the pixels that were looked at were observed.
    """
    pieces = _sampled(stack.grid, block_px, whole_px)
    shape = int(stack.grid.shape[0]), int(stack.grid.shape[1])
    row_edges, col_edges = (block_edges(length, block_px or length) for length in shape)
    scene = StatisticsAccumulator(channels)
    blocks = _BlockAccumulator(len(channels), row_edges, col_edges)
    seen = 0
    progress.stage("statistics of the scene", len(pieces))
    for roi in pieces:
        progress.check()
        values, reasons = stack.read_observed(channels, roi)
        observed = reasons == Reason.OBSERVED
        scene.add(values, observed)
        seen += int(observed.sum())
        if blocks.several:
            blocks.add(values, observed, roi[0].start)
        progress.advance()
    if seen < least_px:
        raise InputError(too_little(seen))
    overall = scene.result()
    if not blocks.several:
        return StatisticsField.uniform(overall)
    mean, std = blocks.result(overall.mean, overall.std)
    centres = block_centres(row_edges), block_centres(col_edges)
    return StatisticsField(tuple(channels), BlockField(mean, *centres), BlockField(std, *centres))


def too_little(pixels: int) -> str:
    """Why a scene cannot stand for itself."""
    return (
        f"Only {pixels} pixels of the scene were observed, and its statistics need {LEAST_PX}, as many as a training "
        "patch has: of less they would be those of what happens to be there. Leave --adapt away, or take another scene."
    )


def _sampled(grid: GeoBox, block_px: int | None, whole_px: int) -> list[ROI]:
    rows, cols = int(grid.shape[0]), int(grid.shape[1])
    if rows * cols <= whole_px:
        return strips(grid, 512)
    every = STRIP_EVERY if block_px is None else min(STRIP_EVERY, max(STRIP_ROWS, block_px // 4))
    # half a distance from the edges, so that a block has as many strips above its middle as below
    first = min((every - STRIP_ROWS) // 2, rows - 1)
    return [(slice(top, min(top + STRIP_ROWS, rows)), slice(0, cols)) for top in range(first, rows, every)]


class _BlockAccumulator:
    """Count, mean and squared deviations of blocks, merged strip by strip (Chan et al. 1983)."""

    def __init__(self, channels: int, row_edges: npt.NDArray[np.intp], col_edges: npt.NDArray[np.intp]) -> None:
        shape = (channels, len(row_edges) - 1, len(col_edges) - 1)
        self.several = shape[1] * shape[2] > 1
        self._row_edges = row_edges
        self._col_edges = col_edges
        self._count = np.zeros(shape)
        self._mean = np.zeros(shape)
        self._square = np.zeros(shape)
        self._looked_at = np.zeros(shape[1:])

    def add(self, values: npt.NDArray[np.float32], observed: npt.NDArray[np.bool_], top: int) -> None:
        """Take in full-width (channels, rows, cols) whose first row is row ``top`` of the grid."""
        bottom = top + values.shape[1]
        for i in range(self._looked_at.shape[0]):
            first, last = max(top, self._row_edges[i]), min(bottom, self._row_edges[i + 1])
            if first < last:
                piece = slice(first - top, last - top)
                self._add_row(i, values[:, piece], observed[piece])

    def _add_row(self, i: int, values: npt.NDArray[np.float32], observed: npt.NDArray[np.bool_]) -> None:
        widths = np.diff(self._col_edges)
        self._looked_at[i] += values.shape[1] * widths
        good = np.isfinite(values) & observed
        x = np.where(good, values, 0).astype(np.float64)
        count = self._per_block(good.astype(np.float64))
        mean = self._per_block(x) / np.maximum(count, 1)
        deviation = np.where(good, x - np.repeat(mean, widths, axis=-1)[:, None, :], 0)
        square = self._per_block(deviation**2)
        total = np.maximum(self._count[:, i] + count, 1)
        delta = mean - self._mean[:, i]
        self._square[:, i] += square + delta**2 * self._count[:, i] * count / total
        self._mean[:, i] += delta * count / total
        self._count[:, i] += count

    def _per_block(self, x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(channels, rows, cols) -> (channels, block cols) sums."""
        return np.asarray(np.add.reduceat(x.sum(axis=1), self._col_edges[:-1], axis=-1))

    def result(
        self, mean: npt.NDArray[np.float64], std: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Mean and standard deviation (channels, block rows, block cols); the given (channels,) ones of the scene where
        too little of a block was observed."""
        enough = self._count >= np.maximum(MINIMUM_SHARE * self._looked_at, 2)
        own = np.maximum(np.sqrt(self._square / np.maximum(self._count, 1)), LEAST_STD)
        return (
            np.where(enough, self._mean, mean[:, None, None]).astype(np.float32),
            np.where(enough, own, std[:, None, None]).astype(np.float32),
        )

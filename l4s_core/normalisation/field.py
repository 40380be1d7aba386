"""Reference values on blocks that are fixed on a scene's grid, bilinear in between.

What a pixel is compared with then changes smoothly over the scene and does not depend on the window that the pixel is
read with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from odc.geo.roi import roi_shape

from l4s_core.base.statistics import ChannelStatistics
from l4s_core.rasters.roi import ROI

_ROWS = 16  # at a time: double precision for some rows stays in the cache of the processor


class BlockField:
    """One or more layers of block values, bilinear between block centres and constant beyond the outer ones.

    Parameters
    ----------
    values : (layers, block rows, block cols) float32, finite.
    row_centres, col_centres : pixel positions of the block centres on the 10 m grid, ascending.
    """

    def __init__(
        self,
        values: npt.NDArray[np.float32],
        row_centres: npt.NDArray[np.float64],
        col_centres: npt.NDArray[np.float64],
    ) -> None:
        self.values = values
        self.row_centres = row_centres
        self.col_centres = col_centres

    @classmethod
    def uniform(cls, values: npt.ArrayLike) -> BlockField:
        """The same (layers,) values everywhere."""
        layers = np.asarray(values, dtype=np.float32)[:, None, None]
        return cls(layers, np.zeros(1), np.zeros(1))

    def seen_from(self, roi: ROI) -> BlockField:
        """The same field in the rows and columns of a piece of the grid."""
        return BlockField(self.values, self.row_centres - roi[0].start, self.col_centres - roi[1].start)

    @property
    def is_uniform(self) -> bool:
        """Whether there is one block only."""
        return self.values.shape[1:] == (1, 1)

    def layer(self, k: int, roi: ROI) -> npt.NDArray[np.float32]:
        """(rows, cols) float32 values of layer ``k`` for a piece of the grid."""
        shape = roi_shape(roi)
        if self.is_uniform or 0 in shape:
            return np.full(shape, self.values[k, 0, 0], dtype=np.float32)
        rows = np.arange(roi[0].start, roi[0].stop, dtype=np.float64)
        cols = np.arange(roi[1].start, roi[1].stop, dtype=np.float64)
        below, share = _position(rows, self.row_centres)
        above = np.minimum(below + 1, len(self.row_centres) - 1)
        first = int(below[0])
        used = self.values[k, first : int(above[-1]) + 1]
        along_cols = np.stack([np.interp(cols, self.col_centres, line) for line in used])
        out = np.empty(shape, dtype=np.float32)
        for top in range(0, shape[0], _ROWS):
            some = slice(top, top + _ROWS)
            upper, lower, towards = along_cols[below[some] - first], along_cols[above[some] - first], share[some, None]
            upper *= 1 - towards
            lower *= towards
            np.add(upper, lower, out=out[some], casting="same_kind")
        return out


@dataclass(frozen=True)
class StatisticsField:
    """Mean and standard deviation per channel, raw units, as layers of two block fields in the order of
    ``channels``."""

    channels: tuple[str, ...]
    mean: BlockField
    std: BlockField

    def seen_from(self, roi: ROI) -> StatisticsField:
        """The same field in the rows and columns of a piece of the grid."""
        return StatisticsField(self.channels, self.mean.seen_from(roi), self.std.seen_from(roi))

    @classmethod
    def uniform(cls, statistics: ChannelStatistics) -> StatisticsField:
        """The same statistics everywhere."""
        return cls(statistics.channels, BlockField.uniform(statistics.mean), BlockField.uniform(statistics.std))


def _position(
    x: npt.NDArray[np.float64], centres: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Index of the centre at or below each x, and how far x is towards the next one, 0 to 1."""
    exact = np.interp(x, centres, np.arange(len(centres), dtype=np.float64))
    below = np.floor(exact).astype(np.intp)
    return below, exact - below


def block_edges(length: int, block: float) -> npt.NDArray[np.intp]:
    """Edges of equal blocks, as near to ``block`` as fits into ``length`` a whole number of times, at least one."""
    count = max(1, round(length / block))
    return np.round(np.linspace(0, length, count + 1)).astype(np.intp)


def block_centres(edges: npt.NDArray[np.intp], step: int = 1) -> npt.NDArray[np.float64]:
    """Centres of the blocks as pixel positions (the middle of the first pixel is 0), ``step`` pixels per edge unit."""
    return np.asarray((edges[:-1] + edges[1:]) / 2.0 * step - 0.5, dtype=np.float64)


def blocks_around(edges: npt.NDArray[np.intp], pixels: slice, step: int = 1) -> tuple[int, int]:
    """First and last of the blocks between whose centres, or beyond the outer ones of which, ``pixels`` lie."""
    centres = block_centres(edges, step)
    first = int(np.searchsorted(centres, pixels.start, side="right")) - 1
    last = int(np.searchsorted(centres, pixels.stop - 1, side="left"))
    return max(first, 0), min(last, len(centres) - 1)

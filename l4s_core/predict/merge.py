"""How overlapping window results become one raster, streamed from the top."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from l4s_core.predict.windows import WindowPlan

_ROWS = 64  # at a time: they are as wide as the scene


def window_weights(tile: int, overlap: int) -> npt.NDArray[np.float32]:
    """(tile, tile) float32 blending weights, 1 in the middle, falling over the overlap like a raised cosine.

    Two neighbours' weights sum to 1 across their overlap, so there is no place where the result jumps. Never 0: a
    pixel that only one window sees still gets that window's value.
    """
    ramp = np.ones(tile, dtype=np.float64)
    if overlap:
        rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(overlap) + 0.5) / overlap)
        ramp[:overlap] = np.minimum(ramp[:overlap], rise)
        ramp[-overlap:] = np.minimum(ramp[-overlap:], rise[::-1])
    return np.maximum(np.outer(ramp, ramp), 1e-6).astype(np.float32)


class RowMerger:
    """Weighted mean of overlapping windows; finished rows leave as soon as no later window can touch them.

    Windows arrive window row by window row from the top. Memory is (layers + 1, tile, cols), whatever the
    height.
    """

    def __init__(self, plan: WindowPlan, layers: int = 1) -> None:
        self.plan = plan
        self._weights = window_weights(plan.tile, plan.overlap)
        cols = plan.shape[1]
        self._sum = np.zeros((layers, plan.tile, cols), dtype=np.float32)
        self._weight = np.zeros((plan.tile, cols), dtype=np.float32)
        self._top = plan.row_starts()[0]  # grid row of the buffer's first row

    def add(self, window: npt.NDArray[np.float32], row: int, col: int) -> None:
        """Take in the (layers, tile, tile) result of the window at (row, col), which is in the current window row."""
        if row != self._top:
            raise ValueError(f"window row {row} does not follow {self._top}: call finish_rows first")
        clipped = self.plan.clip(row, col)
        cols = clipped[1]
        inner = slice(cols.start - col, cols.stop - col)
        self._sum[..., cols] += window[..., inner] * self._weights[:, inner]
        self._weight[:, cols] += self._weights[:, inner]

    def finish_rows(self, next_row: int) -> Iterator[npt.NDArray[np.float32]]:
        """Rows above ``next_row``, the top of the next window row, some at a time from the top: (layers, rows, cols)
        float32.

        NaN where no window was run (nothing was observed there).
        """
        while self._top < next_row:
            count = min(next_row - self._top, self.plan.tile)
            first, last = max(self._top, 0), min(self._top + count, self.plan.shape[0])
            for start in range(first, last, _ROWS):
                piece = slice(start - self._top, min(start + _ROWS, last) - self._top)
                weight = self._weight[piece]
                with np.errstate(invalid="ignore", divide="ignore"):
                    yield np.where(weight > 0, self._sum[:, piece] / weight, np.float32(np.nan))
            for buffer in (*self._sum, self._weight):
                buffer[:-count] = buffer[count:].copy()
                buffer[-count:] = 0.0
            self._top += count

    def finish(self) -> Iterator[npt.NDArray[np.float32]]:
        """The rows that are left after the last window."""
        yield from self.finish_rows(self.plan.shape[0])

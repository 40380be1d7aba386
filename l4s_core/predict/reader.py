"""From the stack to normalised windows, every pixel read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.reasons import Reason
from l4s_core.base.threads import PinnedThreads
from l4s_core.normalisation.normalise import Normaliser
from l4s_core.predict.windows import WindowPlan, pad_to_tile
from l4s_core.stack.stack import Stack


@dataclass
class WindowBatch:
    """Some windows of one window row.

    Attributes
    ----------
    row : top row of the windows on the grid (may be negative).
    cols : left columns of the windows that are to be run.
    windows : (n, input channels, tile, tile) float32, normalised; n = len(cols), which may be 0.
    seen : windows that this batch accounts for, run or skipped.
    reasons : (new rows, cols) uint8 Reason codes of the rows read for this batch; together the batches give all rows
    in order.
    """

    row: int
    cols: list[int]
    windows: npt.NDArray[np.float32]
    seen: int
    reasons: npt.NDArray[np.uint8]


PIECE_PX = 2048
"""Columns that are read at a time: what reading and normalising need meanwhile does not grow with the scene."""


def read_windows(
    stack: Stack, normaliser: Normaliser, plan: WindowPlan, batch_size: int, threads: int = 1
) -> Iterator[WindowBatch]:
    """Windows of the plan in order, in batches; windows in which nothing was observed or is wanted are left out.

    A strip as high as a window and as wide as the scene is held; going down one window row reads only the new rows, in
    so many ``threads``.
    """
    with PinnedThreads(threads) as pool:
        yield from _windows(_Strip(stack, normaliser, plan, pool), stack, normaliser, plan, batch_size)


def _windows(
    strip: _Strip, stack: Stack, normaliser: Normaliser, plan: WindowPlan, batch_size: int
) -> Iterator[WindowBatch]:
    layers = normaliser.card.input_channels
    col_starts = plan.col_starts()
    for row in plan.row_starts():
        new_reasons = strip.move_to(row)
        for first in range(0, len(col_starts), batch_size):
            group = col_starts[first : first + batch_size]
            run = [
                col
                for col in group
                if (strip.reasons[:, plan.clip(row, col)[1]] == Reason.OBSERVED).any()
                and stack.wanted(plan.clip(row, col))
            ]
            windows = np.empty((len(run), layers, plan.tile, plan.tile), dtype=np.float32)
            for window, col in zip(windows, run, strict=True):
                window[:] = pad_to_tile(strip.values[:, :, plan.clip(row, col)[1]], row, col, plan)
            yield WindowBatch(row, run, windows, len(group), new_reasons if first == 0 else new_reasons[:0])


class _Strip:
    """The rows of the grid under one row of windows, normalised: ``values`` (input channels, rows, cols) float32 and
    ``reasons`` (rows, cols) uint8. Both are views that change with the next `move_to`."""

    def __init__(self, stack: Stack, normaliser: Normaliser, plan: WindowPlan, pool: PinnedThreads) -> None:
        self._pool = pool
        self._stack = stack
        self._normaliser = normaliser
        self._plan = plan
        width = plan.shape[1]
        self._values = np.empty((normaliser.card.input_channels, plan.tile, width), dtype=np.float32)
        self._reasons = np.empty((plan.tile, width), dtype=np.uint8)
        self._top = self._bottom = 0  # grid rows that are held

    @property
    def values(self) -> npt.NDArray[np.float32]:
        return self._values[:, : self._bottom - self._top]

    @property
    def reasons(self) -> npt.NDArray[np.uint8]:
        return self._reasons[: self._bottom - self._top]

    def move_to(self, row: int) -> npt.NDArray[np.uint8]:
        """Hold the rows under the windows at ``row``; returns the reasons of those that were read for it, a copy."""
        clip = self._plan.clip(row, 0)[0]
        first = max(clip.start, self._bottom)
        kept = max(self._bottom - clip.start, 0)
        if kept:
            old = slice(clip.start - self._top, self._bottom - self._top)
            for layer in (*self._values, self._reasons):
                layer[:kept] = layer[old].copy()  # the two may overlap
        self._top, self._bottom = clip.start, clip.stop
        new = slice(first - clip.start, clip.stop - clip.start)
        width = self._plan.shape[1]
        pieces = [slice(left, min(left + PIECE_PX, width)) for left in range(0, width, PIECE_PX)]
        self._pool.each(lambda cols: self._read(slice(first, clip.stop), new, cols), pieces)
        return self._reasons[new].copy()

    def _read(self, rows: slice, new: slice, cols: slice) -> None:
        raw, reasons = self._stack.read_observed(self._normaliser.card.channels, (rows, cols))
        self._values[:, new, cols] = self._normaliser(raw, reasons == Reason.OBSERVED, (rows, cols))
        self._reasons[new, cols] = reasons

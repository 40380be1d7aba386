"""Where the windows are: overlapping squares that cover a grid, in rows from the top."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from odc.geo.roi import roi_shape

from l4s_core.rasters.roi import ROI


@dataclass(frozen=True)
class WindowPlan:
    """Square windows of ``tile`` pixels every ``tile - overlap`` pixels over ``shape`` (rows, cols).

    Windows may hang over the edge of the grid by up to ``overlap`` pixels or more; `clip` gives the part that
    exists. ``origin`` moves the whole lattice (rows, cols); any origin covers the grid. Every pixel of the grid lies
    at least ``overlap // 2`` pixels inside some window, so nothing is decided at a window's border.
    """

    shape: tuple[int, int]
    tile: int
    overlap: int
    origin: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.tile:
            raise ValueError(f"overlap {self.overlap} must be at least 0 and below the tile size {self.tile}")
        if min(self.shape) < 1:
            raise ValueError(f"a grid of {self.shape} pixels has nothing to cover")

    @property
    def stride(self) -> int:
        """Distance between neighbouring windows in pixels."""
        return self.tile - self.overlap

    def row_starts(self) -> list[int]:
        """Top rows of the window rows, ascending; the first may be negative."""
        return self._starts(self.shape[0], self.origin[0])

    def col_starts(self) -> list[int]:
        """Left columns of the windows in a row, ascending; the first may be negative."""
        return self._starts(self.shape[1], self.origin[1])

    def _starts(self, length: int, origin: int) -> list[int]:
        margin = self.overlap // 2
        # the last start of the lattice that still keeps pixel 0 `margin` inside
        first = origin % self.stride - margin
        if first > -margin:
            first -= self.stride
        # the core of a window is [start + margin, start + margin + stride)
        return list(range(first, length - margin, self.stride))

    def new_rows(self) -> list[slice]:
        """The rows of the grid that each window row is the first to touch, from the top: in these pieces a run over
        the plan reads it. They may be empty."""
        ends = [0, *(min(start + self.tile, self.shape[0]) for start in self.row_starts())]
        return [slice(first, last) for first, last in pairwise(ends)]

    def around(self, roi: ROI) -> ROI:
        """The piece of the grid that all windows touching ``roi`` look at."""
        rows, cols = (
            _reach(starts, self.tile, side, length)
            for starts, side, length in zip((self.row_starts(), self.col_starts()), roi, self.shape, strict=True)
        )
        return rows, cols

    def part(self, roi: ROI) -> WindowPlan:
        """The same lattice over a piece of the grid, in its rows and columns."""
        origin = self.origin[0] - roi[0].start, self.origin[1] - roi[1].start
        return WindowPlan(roi_shape(roi), self.tile, self.overlap, origin)

    def clip(self, row: int, col: int) -> ROI:
        """The part of the window at (row, col) that lies on the grid."""
        return (
            slice(max(0, row), min(self.shape[0], row + self.tile)),
            slice(max(0, col), min(self.shape[1], col + self.tile)),
        )


def _reach(starts: list[int], tile: int, side: slice, length: int) -> slice:
    touching = [start for start in starts if start < side.stop and start + tile > side.start]
    return slice(max(0, touching[0]), min(length, touching[-1] + tile))


def pad_to_tile(piece: npt.NDArray[np.float32], row: int, col: int, plan: WindowPlan) -> npt.NDArray[np.float32]:
    """(channels, rows, cols) of ``plan.clip(row, col)`` -> (channels, tile, tile), mirrored beyond the edge of the
    grid.

    Mirroring (edge pixel repeated first) works for any width down to one pixel and shows the network no edge that is
    not there.
    """
    roi = plan.clip(row, col)
    before = (roi[0].start - row, roi[1].start - col)
    after = (plan.tile - before[0] - piece.shape[1], plan.tile - before[1] - piece.shape[2])
    if not any((*before, *after)):
        return piece
    return np.pad(piece, ((0, 0), (before[0], after[0]), (before[1], after[1])), mode="symmetric")

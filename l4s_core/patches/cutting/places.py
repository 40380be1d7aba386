"""Where patches are cut: squares in blocks that never share a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from l4s_core.rasters.roi import ROI


@dataclass(frozen=True)
class Place:
    """Upper left pixel of a patch on the grid, and the block it lies in (counted from 0, from the top and the left)."""

    row: int
    col: int
    block_row: int
    block_col: int

    @property
    def block(self) -> str:
        """Name of the block, such as ``r02c11``."""
        return f"r{self.block_row:02d}c{self.block_col:02d}"

    def roi(self, size: int) -> ROI:
        """The patch as rows and columns of the grid."""
        return slice(self.row, self.row + size), slice(self.col, self.col + size)


def plan_places(shape: tuple[int, int], size: int, stride: int, block_px: int) -> list[Place]:
    """Squares of ``size`` pixels every ``stride`` over a grid of ``shape`` (rows, cols), block by block.

    Blocks are multiples of ``size`` near ``block_px``, so that with ``stride`` = ``size`` the squares just fit. The
    last block of a row or column is longer by what is left over; in every block the last square ends with the block,
    and may overlap the one before it. So every pixel is in a square (unless ``stride`` leaves gaps), every square is
    in one block, and squares of different blocks have no pixel in common.

    The order is block by block, in each row by row: neighbours have neighbouring numbers.

    Raises
    ------
    ValueError : the grid is smaller than a square.
    """
    if min(shape) < size:
        raise ValueError(f"a grid of {shape} pixels has no room for a square of {size}")
    edge = max(1, round(block_px / size)) * size
    rows, cols = _blocks(shape[0], size, edge), _blocks(shape[1], size, edge)
    return [
        Place(row, col, block_row, block_col)
        for block_row, (top, bottom) in enumerate(rows)
        for block_col, (left, right) in enumerate(cols)
        for row in _starts(top, bottom, size, stride)
        for col in _starts(left, right, size, stride)
    ]


def finer_blocks(
    shape: tuple[int, int], size: int, block_px: int, kept: Sequence[Place], least: int, good: int
) -> tuple[int, int] | None:
    """(block_px, blocks) of the largest blocks, smaller than ``block_px``, that part the kept squares well.

    That is into ``good`` blocks or else as many as possible, though at least ``least``; None where nothing does. A
    square counts for the block that its middle is in: cut again, it may lie elsewhere.
    """
    middles = [(place.row + size // 2, place.col + size // 2) for place in kept]
    best: tuple[int, int] | None = None
    for edge in range((max(1, round(block_px / size)) - 1) * size, 0, -size):
        rows, cols = (np.array([first for first, _ in _blocks(length, size, edge)]) for length in shape)
        count = len({(int((rows <= row).sum()), int((cols <= col).sum())) for row, col in middles})
        if count >= least and (best is None or count > best[1]):
            best = edge, count
        if count >= good:
            break
    return best


def _blocks(length: int, size: int, edge: int) -> list[tuple[int, int]]:
    """First and last + 1 pixel of the blocks of one axis."""
    starts = [start for start in range(0, length, edge) if start == 0 or length - start >= size]
    return list(zip(starts, [*starts[1:], length], strict=True))


def _starts(first: int, last: int, size: int, stride: int) -> list[int]:
    starts = list(range(first, last - size + 1, stride))
    if starts[-1] + size < last and stride <= size:
        starts.append(last - size)
    return starts

"""How far the scene before lies beside the scene that is mapped, over many blocks of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from l4s_core.change.shift import BlockShift, block_shift
from l4s_core.rasters.roi import ROI

Layer = npt.NDArray[np.float32]
Read = Callable[[ROI], Layer]

WARN_PX = 0.5
BLOCK_PX = 128
SMALLEST_BLOCK_PX = 48  # of a scene that is smaller nothing is said
BLOCKS = 7  # along each side
LARGEST_PX = 24.0
LEAST_PEAK = 8.0  # see `BlockShift.peak`
LEAST_BLOCKS = 3
MOST_SPREAD_PX = 0.6  # more is no shift of the whole scene
_SETTLED_PX = 0.02


@dataclass(frozen=True)
class Coregistration:
    """Where the scene before shows what the scene that is mapped shows.

    Attributes
    ----------
    rows, cols : what lies at row r and column c of the scene that is mapped lies at r + rows, c + cols of the scene
        before, pixels; the median over the blocks.
    spread_px : of the blocks about it, as a standard deviation (1.4826 times the median absolute deviation), pixels.
    blocks, tried : those that agree in a clear peak, of those with enough clear ground.
    """

    rows: float
    cols: float
    spread_px: float
    blocks: int
    tried: int

    @property
    def known(self) -> bool:
        """Whether enough blocks say the same."""
        return self.blocks >= LEAST_BLOCKS and self.spread_px <= MOST_SPREAD_PX

    @property
    def size_px(self) -> float:
        """Length of the shift, pixels."""
        return float(np.hypot(self.rows, self.cols))


UNKNOWN = Coregistration(0.0, 0.0, float("inf"), 0, 0)


def coregister(
    after: Read, before: Callable[[float, float], Read], shape: tuple[int, int], largest_px: float = LARGEST_PX
) -> Coregistration:
    """Measure the shift between two dates.

    Parameters
    ----------
    after : (rows, cols) of a band of the scene that is mapped, NaN where it is unknown or clouded; read block by block.
    before : for a shift in rows and columns, what reads the same band of the scene before from there. The second
        measurement looks at what the first has moved: a shift that is large for a block is then measured over the same
        ground.
    shape : rows and columns of their grid.
    """
    blocks_at = places(shape)
    here = [after(roi) for roi in blocks_at]
    at = (0.0, 0.0)
    found = UNKNOWN
    for reach in (largest_px, 3.0, 2.0):
        read = before(*at)
        blocks = [block_shift(piece, read(roi), reach) for piece, roi in zip(here, blocks_at, strict=True)]
        tried = [block for block in blocks if block is not None]
        more = _agreed(tried)
        if not more.blocks:
            return Coregistration(at[0], at[1], float("inf"), 0, len(tried))
        moved = more.rows, more.cols
        at = (at[0] + moved[0], at[1] + moved[1])
        found = Coregistration(at[0], at[1], more.spread_px, more.blocks, more.tried)
        if np.hypot(*moved) < _SETTLED_PX:
            break
    return found


def places(shape: tuple[int, int]) -> list[ROI]:
    """Up to `BLOCKS` x `BLOCKS` squares over a grid; none where one is smaller than `SMALLEST_BLOCK_PX`."""
    size = min(BLOCK_PX, *shape)
    if size < SMALLEST_BLOCK_PX:
        return []
    rows, cols = (
        np.unique(np.linspace(0, n - size, min(BLOCKS, max(1, 4 * n // size - 3))).astype(int)).tolist() for n in shape
    )
    return [(slice(top, top + size), slice(left, left + size)) for top, left in product(rows, cols)]


def _agreed(blocks: list[BlockShift]) -> Coregistration:
    """Median and spread of the blocks with a clear peak, without those that lie far from the others."""
    clear = np.array([(block.rows, block.cols) for block in blocks if block.peak >= LEAST_PEAK]).reshape(-1, 2)
    if not len(clear):
        return Coregistration(0.0, 0.0, float("inf"), 0, len(blocks))
    for _ in range(2):
        middle = np.median(clear, axis=0)
        off = np.abs(clear - middle).max(axis=1)
        spread = 1.4826 * float(np.median(off))
        clear = clear[off <= max(3.0 * spread, 0.25)]
    rows, cols = np.median(clear, axis=0)
    return Coregistration(float(rows), float(cols), spread, len(clear), len(blocks))

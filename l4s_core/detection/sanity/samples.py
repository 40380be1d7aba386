"""A few pixels of a scene that stand for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.reasons import Reason
from l4s_core.rasters.roi import ROI
from l4s_core.stack.stack import Stack

WHOLE_PX = 768**2  # a scene of up to so many pixels is looked at whole
PIECES = 8  # pieces of a larger one along each side
PIECE_PX = 64
LEAST_PX = 1000  # of fewer nothing is said


@dataclass(frozen=True, eq=False)
class Samples:
    """``values``: (channels, pixels) float32 in the units of `channels.registry`, NaN where one is not known; of
    pixels that were observed."""

    channels: tuple[str, ...]
    values: npt.NDArray[np.float32]

    def __contains__(self, name: object) -> bool:
        return name in self.channels

    def known(self, name: str) -> npt.NDArray[np.float32]:
        """(pixels,) the values of a channel where it has one."""
        layer: npt.NDArray[np.float32] = self.values[self.channels.index(name)]
        return layer[np.isfinite(layer)]

    def together(self, *names: str) -> npt.NDArray[np.float32]:
        """(names, pixels) where all of these have a value."""
        layers: npt.NDArray[np.float32] = self.values[[self.channels.index(name) for name in names]]
        return layers[:, np.isfinite(layers).all(axis=0)]


def sample_stack(stack: Stack, channels: Sequence[str]) -> Samples:
    """Samples of the observed pixels of a stack; of ``channels`` those that it has.

    Pieces at full resolution, because a slope from a decimated DEM is another one.
    """
    names = [name for name in channels if name in stack.channels]

    def read(roi: ROI) -> npt.NDArray[np.float32]:
        values, reasons = stack.read_observed(names, roi)
        return values[:, reasons == Reason.OBSERVED]

    return sampled(names, stack.grid, read)


def sampled(
    names: Sequence[str], grid: GeoBox, read: Callable[[ROI], npt.NDArray[np.float32]], pieces: int = PIECES
) -> Samples:
    """Samples of what ``read(roi)`` gives, (names, pixels), for ``pieces`` along each side of a grid."""
    parts = [read(roi) for roi in _pieces(grid, pieces)]
    return Samples(tuple(names), np.concatenate(parts, axis=1))


def _pieces(grid: GeoBox, pieces: int) -> list[ROI]:
    rows, cols = (int(n) for n in grid.shape)
    if rows * cols <= WHOLE_PX:
        return [(slice(0, rows), slice(0, cols))]
    tops, lefts = (np.linspace(0, max(0, n - PIECE_PX), pieces).astype(int).tolist() for n in (rows, cols))
    return [
        (slice(top, min(top + PIECE_PX, rows)), slice(left, min(left + PIECE_PX, cols)))
        for top, left in product(sorted(set(tops)), sorted(set(lefts)))
    ]

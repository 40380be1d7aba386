"""A few pixels of a scene that stand for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.reasons import Reason
from l4s_core.rasters.roi import ROI
from l4s_core.stack.stack import Stack

WHOLE_PX = 768**2  # a scene of up to so many pixels is looked at whole
WINDOW_PX = 128  # side of the windows that a scene is compared in: that of the competition's patches
PIECES = 8  # windows of a larger scene along each side
EVERY_PX = 2  # of a larger scene every second pixel, in both directions
LEAST_PX = 1000  # of fewer nothing is said


@dataclass(frozen=True, eq=False)
class Samples:
    """``values``: (channels, pixels) float32 in the units of `channels.registry`, NaN where one is not known; of
    pixels that were observed. ``counts``: how many of them lie in each window, one after another; empty: not known."""

    channels: tuple[str, ...]
    values: npt.NDArray[np.float32]
    counts: tuple[int, ...] = ()

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

    def only(self, chosen: npt.NDArray[np.bool_]) -> Samples:
        """Of the ``chosen`` (pixels,) alone."""
        ends = np.cumsum((0, *self.counts))
        counts = tuple(int(chosen[start:stop].sum()) for start, stop in pairwise(ends))
        return Samples(self.channels, self.values[:, chosen], counts)

    def windows(self) -> Iterator[Samples]:
        """Those of each window; without ``counts`` all are one."""
        ends = np.cumsum((0, *(self.counts or (self.values.shape[1],))))
        for start, stop in pairwise(ends):
            yield Samples(self.channels, self.values[:, start:stop])


def sample_stack(stack: Stack, channels: Sequence[str]) -> Samples:
    """Samples of the observed pixels of a stack; of ``channels`` those that it has.

    Windows at full resolution, because a slope from a decimated DEM is another one.
    """
    names = [name for name in channels if name in stack.channels]

    def read(roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        values, reasons = stack.read_observed(names, roi)
        return values, reasons == Reason.OBSERVED

    return sampled(names, stack.grid, read)


def sampled(
    names: Sequence[str],
    grid: GeoBox,
    read: Callable[[ROI], tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]],
    pieces: int = PIECES,
) -> Samples:
    """Samples of a grid: all of a small one, else ``pieces`` windows along each side.

    ``read(roi)`` gives (names, rows, cols) and which (rows, cols) of these count.
    """
    parts, counts = [], []
    for roi, windows in _places(grid, pieces):
        values, seen = read(roi)
        for window in windows:
            chosen = values[(slice(None), *window)][:, seen[window]]
            parts.append(chosen)
            counts.append(chosen.shape[1])
    return Samples(tuple(names), np.concatenate(parts, axis=1), tuple(counts))


def _places(grid: GeoBox, pieces: int) -> Iterator[tuple[ROI, list[ROI]]]:
    """What is read at once, and the windows in it."""
    rows, cols = (int(n) for n in grid.shape)
    if rows * cols <= WHOLE_PX:
        row_slices, col_slices = (_cut(n) for n in (rows, cols))
        yield (slice(0, rows), slice(0, cols)), list(product(row_slices, col_slices))
        return
    tops, lefts = (np.linspace(0, max(0, n - WINDOW_PX), pieces).astype(int).tolist() for n in (rows, cols))
    thinned = slice(0, WINDOW_PX, EVERY_PX)
    for top, left in product(sorted(set(tops)), sorted(set(lefts))):
        yield (
            (slice(top, min(top + WINDOW_PX, rows)), slice(left, min(left + WINDOW_PX, cols))),
            [(thinned, thinned)],
        )


def _cut(length: int) -> list[slice]:
    """About equal pieces of a side, each of 96 to 192 pixels where it is long enough."""
    ends = np.linspace(0, length, max(1, round(length / WINDOW_PX)) + 1).astype(int).tolist()
    return [slice(start, stop) for start, stop in pairwise(ends)]

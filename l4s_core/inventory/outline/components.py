"""Connected pixels of equal value as horizontal runs: the one place where "which pixels are one landslide" is decided.

GDAL's sieve filter cannot decide it alone: a speck inside a small hole of a large region is merged into the region
together with the hole, and regions that have no larger neighbour stay whatever their size. Runs are few (a landslide of
1 ha is about ten of them), so labels never need an int32 raster of the size of the scene.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_STRIP_ROWS = 512
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RunPixels:
    """The pixels of some runs, in scan order: ``rows``, ``cols`` in the grid and the component each belongs to."""

    rows: IntArray
    cols: IntArray
    label: IntArray


@dataclass(frozen=True, eq=False)
class Components:
    """Connected components of equal non-zero value.

    ``row``, ``start``, ``stop`` (columns, stop exclusive), ``value`` and ``label`` have one entry for each run, in scan
    order (from the top, from the left). Labels are 0 ... ``count`` - 1 in scan order of each component's first pixel.
    """

    shape: tuple[int, int]
    row: IntArray
    start: IntArray
    stop: IntArray
    value: npt.NDArray[np.uint8]
    label: IntArray
    count: int

    def pixel_counts(self) -> IntArray:
        """Pixels in each component, (count,) int64."""
        totals = np.zeros(self.count, np.int64)
        np.add.at(totals, self.label, self.stop - self.start)
        return totals

    def values(self) -> npt.NDArray[np.uint8]:
        """The value of each component, (count,) uint8."""
        found = np.zeros(self.count, np.uint8)
        found[self.label] = self.value
        return found

    def of(self, keep: npt.NDArray[np.bool_]) -> Components:
        """Some of the components, (count,) ``keep``, numbered in the same order."""
        runs = keep[self.label]
        label = (np.cumsum(keep) - 1)[self.label[runs]]
        row, start, stop = (part[runs] for part in (self.row, self.start, self.stop))
        return Components(self.shape, row, start, stop, self.value[runs], label, int(keep.sum()))

    def label_at(self, rows: IntArray, cols: IntArray) -> IntArray:
        """The component of each pixel; the pixels must lie in components."""
        width = self.shape[1]
        run = np.searchsorted(self.row * width + self.start, rows * width + cols, side="right") - 1
        return self.label[run]

    def pixels(self, rows: slice | None = None, keep: npt.NDArray[np.bool_] | None = None) -> RunPixels:
        """The pixels of the components, of the grid rows ``rows`` only, and of the components with ``keep`` only.

        ``keep`` is (count,) bool.
        """
        first, last = 0, self.row.size
        if rows is not None:
            first, last = np.searchsorted(self.row, [rows.start, rows.stop], side="left")
        chosen = slice(int(first), int(last))
        row, start, stop, label = self.row[chosen], self.start[chosen], self.stop[chosen], self.label[chosen]
        if keep is not None:
            wanted = keep[label]
            row, start, stop, label = row[wanted], start[wanted], stop[wanted], label[wanted]
        length = stop - start
        before = np.cumsum(length) - length
        cols = np.arange(int(length.sum()), dtype=np.int64) - np.repeat(before - start, length)
        return RunPixels(np.repeat(row, length), cols, np.repeat(label, length))


def components(array: npt.NDArray[np.uint8], *, corners: bool = True) -> Components:
    """Label the components of equal non-zero value.

    Parameters
    ----------
    array : (rows, cols) uint8; 0 is background.
    corners : 8-connected; without them 4-connected, as what lies between 8-connected components is.
    """
    pieces = (array[top : top + _STRIP_ROWS] for top in range(0, array.shape[0], _STRIP_ROWS))
    return components_of(pieces, (int(array.shape[0]), int(array.shape[1])), corners=corners)


def components_of(
    pieces: Iterable[npt.NDArray[np.uint8]], shape: tuple[int, int], *, corners: bool = True
) -> Components:
    """`components` of an array of ``shape`` that comes in strips of full width from the top."""
    row, start, stop, value = _runs(pieces, shape[1])
    above, below = _neighbours(row, start, stop, shape[1], corners)
    same = value[above] == value[below]
    root = connected(row.size, above[same], below[same])
    first, label = np.unique(root, return_inverse=True)
    return Components(
        shape,
        row,
        start,
        stop,
        value,
        label.reshape(-1).astype(np.int64),
        first.size,
    )


def _runs(
    pieces: Iterable[npt.NDArray[np.uint8]], width: int
) -> tuple[IntArray, IntArray, IntArray, npt.NDArray[np.uint8]]:
    """Row, start, stop and value of every run of equal non-zero value, in scan order."""
    rows, starts, stops, values = [], [], [], []
    top = 0
    for strip in pieces:
        # a background column at the right keeps runs from going on into the next row
        padded = np.zeros((strip.shape[0], width + 1), np.uint8)
        padded[:, :width] = strip
        flat = padded.reshape(-1)
        begin = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1])
        end = np.append(begin[1:], flat.size)
        what = flat[begin]
        found = what != 0
        begin, end = begin[found], end[found]
        row, col = np.divmod(begin, width + 1)
        rows.append(row + top)
        starts.append(col)
        stops.append(col + (end - begin))
        values.append(what[found])
        top += len(strip)
    if not rows:
        none = np.zeros(0, np.int64)
        return none, none, none, np.zeros(0, np.uint8)
    return np.concatenate(rows), np.concatenate(starts), np.concatenate(stops), np.concatenate(values)


def _neighbours(row: IntArray, start: IntArray, stop: IntArray, width: int, corners: bool) -> tuple[IntArray, IntArray]:
    """Pairs of runs (upper, lower) in adjacent rows that share an edge or, if they count, a corner."""
    stride = width + 2
    next_row = (row + 1) * stride
    first = np.searchsorted(row * stride + stop, next_row + start, side="left" if corners else "right")
    last = np.searchsorted(row * stride + start, next_row + stop, side="right" if corners else "left")
    number = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(row.size, dtype=np.int64), number)
    before = np.cumsum(number) - number
    lower = np.arange(upper.size, dtype=np.int64) + np.repeat(first - before, number)
    return upper, lower


def connected(size: int, a: IntArray, b: IntArray) -> IntArray:
    """The smallest node that each of ``size`` nodes is connected to by the edges a-b, (size,) int64."""
    graph = coo_array((np.ones(a.size, np.bool_), (a, b)), shape=(size, size))  # type: ignore[no-untyped-call]
    count, label = connected_components(graph, directed=False)
    smallest = np.empty(count, np.int64)
    smallest[label[::-1]] = np.arange(size - 1, -1, -1)  # of several values for one place the last one stays
    found: IntArray = smallest[label]
    return found

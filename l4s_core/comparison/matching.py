"""Which polygons of two inventories overlap, and which of them are each other's match."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.progress import Progress

Geometries = npt.NDArray[np.object_]
IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
_AT_ONCE = 20_000
_NOTHING = 1e-6  # of the smaller polygon: outlines that share an edge do not overlap
_DENSE = 400  # rows or columns up to which an assignment is solved as a full table


@dataclass(frozen=True, eq=False)
class Pairs:
    """Polygons of A and B that overlap: their places, the area they share (square metres) and the intersection over
    union."""

    a: IntArray
    b: IntArray
    common: FloatArray
    iou: FloatArray


def overlapping(a: Geometries, b: Geometries, progress: Progress) -> Pairs:
    """All pairs of A and B whose interiors overlap, by place in A, then in B."""
    area_a, area_b = shapely.area(a), shapely.area(b)
    tree = shapely.STRtree(b)
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for start in range(0, len(a), _AT_ONCE):
        progress.check()
        first, second = tree.query(a[start : start + _AT_ONCE], predicate="intersects")
        first = first + start
        common = shapely.area(shapely.intersection(a[first], b[second]))
        keep = common > _NOTHING * np.minimum(area_a[first], area_b[second])
        found.append((first[keep], second[keep], common[keep]))
    first, second, common = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((second, first))
    first, second, common = first[order], second[order], common[order]
    return Pairs(first, second, common, common / (area_a[first] + area_b[second] - common))


def one_to_one(first: IntArray, second: IntArray, weight: FloatArray) -> npt.NDArray[np.bool_]:
    """Which pairs to choose so that none is in two and the sum of the weights (above 0) is the largest there is.

    Groups of pairs that hang together are solved one by one (Crouse 2016; sparse ones after Jonker & Volgenant 1987, as
    SciPy has them). Of intersections over unions of 0.5 and more it is the largest number of pairs, too: where a
    polygon can be matched twice, two weights of 0.5 are not less than one of at most 1.
    """
    chosen = np.zeros(len(first), bool)
    alone = (np.bincount(first)[first] == 1) & (np.bincount(second)[second] == 1) if len(first) else chosen
    chosen[alone] = True
    rest = np.flatnonzero(~alone)
    if not rest.size:
        return chosen
    for group in _groups(first[rest], second[rest]):
        here = rest[group]
        chosen[here[_best(first[here], second[here], weight[here])]] = True
    return chosen


def _groups(first: IntArray, second: IntArray) -> list[IntArray]:
    """Places of pairs that hang together through what they share."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size_a, size_b = int(first.max()) + 1, int(second.max()) + 1
    size = size_a + size_b
    graph = coo_matrix((np.ones(len(first)), (first, second + size_a)), (size, size))  # type: ignore[no-untyped-call]
    label = connected_components(graph, directed=False)[1][first]
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order])) + 1
    return [np.asarray(part, np.int64) for part in np.split(order, starts)]


def _best(first: IntArray, second: IntArray, weight: FloatArray) -> IntArray:
    """Places of the chosen pairs of one group."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    rows, row = np.unique(first, return_inverse=True)
    cols, col = np.unique(second, return_inverse=True)
    if min(len(rows), len(cols)) <= _DENSE and len(rows) * len(cols) <= 20 * _DENSE * _DENSE:
        table = np.zeros((len(rows), len(cols)))
        table[row, col] = weight
        taken = linear_sum_assignment(table, maximize=True)
    else:
        # every row may go without: to a column of its own, at a cost that any pair is better than
        own = np.arange(len(rows))
        cost = np.concatenate([2.0 - weight, np.full(len(rows), 2.0)])
        places = np.concatenate([row, own]), np.concatenate([col, own + len(cols)])
        graph = csr_matrix((cost, places))  # type: ignore[no-untyped-call]
        taken = min_weight_full_bipartite_matching(graph)
    partner = np.full(len(rows), -1)
    partner[taken[0]] = taken[1]
    return np.flatnonzero(partner[row] == col)

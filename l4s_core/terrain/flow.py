"""Where water, and what slides, goes on a DEM: one receiver a pixel, with depressions carved through.

Pixels are nodes of a graph, so that the same code routes a rectangle of a DEM and the pixels of many outlines, each for
itself, at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree

Int = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]
Heights = npt.NDArray[np.float64]

STEPS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
"""Rows down and columns right of the eight neighbours, in the order of `PixelGraph.neighbours`."""


@dataclass(frozen=True, eq=False)
class PixelGraph:
    """Pixels and the neighbours among them that flow may go to.

    Attributes
    ----------
    rows, cols : (n,) int64, places on the grid.
    neighbours : (n, 8) int32, indices in the order of `STEPS`, -1 where there is none.
    step_m : (8,) float64, metres to each of them.
    """

    rows: Int
    cols: Int
    neighbours: npt.NDArray[np.int32]
    step_m: Heights

    def __len__(self) -> int:
        return int(self.rows.size)


def pixel_graph(rows: Int, cols: Int, group: Int, pixel_m: float) -> PixelGraph:
    """The graph of some pixels; those of different groups are no neighbours, though they may be the same pixels.

    Parameters
    ----------
    rows, cols, group : (n,) int64, at least 0. No pixel twice in a group.
    pixel_m : side of a pixel, metres.
    """
    width, height = (int(n.max(initial=0)) + 3 for n in (cols, rows))
    key = (group * height + rows + 1) * width + cols + 1
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    neighbours = np.full((rows.size, 8), -1, np.int32, order="F")  # they are looked at one direction at a time
    for place, (down, right) in enumerate(STEPS):
        wanted = ordered + (down * width + right)
        at = np.minimum(np.searchsorted(ordered, wanted), max(0, ordered.size - 1))
        there = ordered[at] == wanted if ordered.size else np.zeros(0, bool)
        neighbours[order[there], place] = order[at[there]]
    return PixelGraph(rows, cols, neighbours, np.hypot(*np.array(STEPS).T) * pixel_m)


def grid_graph(known: Bool, pixel_m: float) -> PixelGraph:
    """The graph of the pixels of a rectangle, (rows, cols), that are known."""
    rows, cols = np.nonzero(known)
    number = np.full([n + 2 for n in known.shape], -1, np.int32)
    number[1:-1, 1:-1][known] = np.arange(rows.size)
    height, width = known.shape
    neighbours = np.empty((rows.size, 8), np.int32, order="F")
    for place, (down, right) in enumerate(STEPS):
        neighbours[:, place] = number[1 + down : 1 + down + height, 1 + right : 1 + right + width][known]
    return PixelGraph(rows, cols, neighbours, np.hypot(*np.array(STEPS).T) * pixel_m)


def steepest(z_m: Heights, graph: PixelGraph) -> Int:
    """The steepest lower neighbour of each pixel (D8; O'Callaghan & Mark 1984, Comput. Vis. Graph. Image Process. 28,
    323), (n,); itself where none is lower. The first in the order of `STEPS` of equally steep ones."""
    to = np.arange(len(graph))
    best = np.zeros(len(graph))
    walled = np.append(z_m, np.inf)  # -1, no neighbour, is the last
    for place, step_m in enumerate(graph.step_m):
        other = graph.neighbours[:, place]
        fall = (z_m - walled[other]) / step_m
        better = fall > best
        np.copyto(best, fall, where=better)
        np.copyto(to, other, where=better)
    return to


def ends(to: Int) -> Int:
    """The pixel at which each path of receivers ends, (n,). Paths have no circles."""
    while True:
        further = to[to]
        if np.array_equal(further, to):
            return further
        to = further


@dataclass(frozen=True, eq=False)
class Passes:
    """The lowest way between each two basins that touch: (passes,) arrays; ``a`` < ``b`` number the basins, ``in_a``
    and ``in_b`` are the neighbouring pixels, ``z_m`` is the height of the higher one."""

    a: Int
    b: Int
    in_a: Int
    in_b: Int
    z_m: Heights


def passes(z_m: Heights, graph: PixelGraph, basin: Int) -> Passes:
    """The passes between basins, (n,) numbers from 0."""
    one, other = [], []
    for place in range(4):  # the other four are the same pairs, seen from the other side
        near = graph.neighbours[:, place]
        at = np.flatnonzero((near >= 0) & (basin[near] != basin))
        one.append(at)
        other.append(near[at].astype(np.int64))
    i, j = np.concatenate(one), np.concatenate(other)
    swap = basin[i] > basin[j]
    i, j = np.where(swap, j, i), np.where(swap, i, j)
    height = np.maximum(z_m[i], z_m[j])
    order = np.lexsort((j, i, height, basin[j], basin[i]))
    i, j, height = i[order], j[order], height[order]
    first = np.ones(i.size, bool)
    first[1:] = (basin[i[1:]] != basin[i[:-1]]) | (basin[j[1:]] != basin[j[:-1]])
    i, j = i[first], j[first]
    return Passes(basin[i], basin[j], i, j, height[first])


def receivers(z_m: Heights, graph: PixelGraph, outlets: Bool) -> Int:
    """Where each pixel flows: down the steepest slope, and out of depressions over their lowest pass.

    The way from the bottom of a depression to its pass is turned round, as if a ditch had been dug there (Cordonnier,
    Bovy & Braun 2019, Earth Surf. Dynam. 7, 549: basins are joined by a minimum spanning tree of their passes). So the
    highest point of each path is as low as any way to an outlet allows, as in a DEM that was filled.

    Parameters
    ----------
    z_m : (n,) metres, finite.
    outlets : (n,) pixels that keep what reaches them. Pixels that are not connected with one have the lowest of them
        as outlet.

    Returns
    -------
    (n,) int64, the receiver of each pixel; of an outlet itself.
    """
    to = steepest(z_m, graph)
    to[outlets] = np.flatnonzero(outlets)
    pits = np.flatnonzero(to == np.arange(to.size))  # where paths end
    if not pits.size:
        return to
    number = np.zeros(to.size, np.int64)
    number[pits] = np.arange(pits.size)
    basin = number[ends(to)]
    ways = passes(z_m, graph, basin)
    size = pits.size + 1  # the last is the outside, which all outlets flow to
    out = outlets[pits]
    links = coo_array((np.ones(ways.a.size), (ways.a, ways.b)), shape=(pits.size,) * 2)  # type: ignore[no-untyped-call]
    count, body = connected_components(links, directed=False)
    closed = np.ones(count, bool)
    closed[body[out]] = False
    lowest = np.lexsort((z_m[pits], body))
    first = lowest[np.unique(body[lowest], return_index=True)[1]]
    out = out.copy()
    out[first[closed]] = True
    # no two passes are the same: the tree is that of their order
    order = np.lexsort((np.arange(ways.a.size), ways.z_m))
    rank = np.empty(order.size)
    rank[order] = np.arange(order.size) + 2.0
    a = np.concatenate([ways.a, np.flatnonzero(out)])
    b = np.concatenate([ways.b, np.full(int(out.sum()), pits.size)])
    weight = np.concatenate([rank, np.ones(int(out.sum()))])
    joined = coo_array((weight, (a, b)), shape=(size, size))  # type: ignore[no-untyped-call]
    tree = minimum_spanning_tree(joined)
    _, towards = breadth_first_order(tree, pits.size, directed=False)
    inner = np.flatnonzero((towards[:-1] >= 0) & (towards[:-1] != pits.size))
    parent = towards[inner]
    pair = np.minimum(inner, parent) * size + np.maximum(inner, parent)
    of_way = ways.a * size + ways.b  # ascending, as passes() sorts
    way = np.searchsorted(of_way, pair)
    turned = inner == ways.a[way]
    _turn_round(to, np.where(turned, ways.in_a[way], ways.in_b[way]), np.where(turned, ways.in_b[way], ways.in_a[way]))
    return to


def _turn_round(to: Int, at: Int, towards: Int) -> None:
    """Let the paths from ``at`` to the bottoms of their basins run the other way, in place, and out to ``towards``."""
    while at.size:
        further = to[at]
        to[at] = towards
        on = further != at
        towards, at = at[on], further[on]


def downstream_order(to: Int) -> Int:
    """All pixels so that each comes before its receiver, (n,)."""
    from_end = _steps_to_end(to)
    return np.asarray(np.argsort(-from_end, kind="stable"))


def _steps_to_end(to: Int) -> Int:
    """How many steps it is to the end of each path, (n,), by doubling."""
    steps: Int = (to != np.arange(to.size)).astype(np.int64)
    while True:
        further = to[to]
        if np.array_equal(further, to):
            return steps
        steps = np.asarray(steps + steps[to])
        to = further


def path_from(start: int, to: Int, end: int | None = None) -> list[int]:
    """The pixels from ``start`` to the end of its path, or to ``end`` where that is on it."""
    path = [start]
    while path[-1] != end and (further := int(to[path[-1]])) != path[-1]:
        path.append(further)
    return path

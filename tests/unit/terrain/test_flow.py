"""Flow on a DEM against the definition: no way to an outlet has a lower highest point than the one that is taken."""

from __future__ import annotations

import heapq
from itertools import pairwise

import numpy as np
import pytest

from l4s_core.terrain.flow import (
    STEPS,
    downstream_order,
    ends,
    grid_graph,
    path_from,
    pixel_graph,
    receivers,
    steepest,
)


def _filled(z, known, outlets):
    """Heights after filling, by priority flood (Barnes, Lehman & Mulla 2014, Computers & Geosciences 62, 117)."""
    out = np.full(z.shape, np.inf)
    queue = [(z[at], at) for at in map(tuple, np.argwhere(outlets & known))]
    for height, at in queue:
        out[at] = height
    heapq.heapify(queue)
    done = outlets & known
    while queue:
        height, (row, col) = heapq.heappop(queue)
        for down, right in STEPS:
            near = row + down, col + right
            if min(near) < 0 or near[0] >= z.shape[0] or near[1] >= z.shape[1] or done[near] or not known[near]:
                continue
            done[near] = True
            out[near] = max(height, z[near])
            heapq.heappush(queue, (out[near], near))
    return out


def _edge(shape):
    edge = np.ones(shape, bool)
    edge[1:-1, 1:-1] = False
    return edge


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("levels", [4, 1000])  # with flats, and hardly any
def test_paths_leave_depressions_over_the_lowest_pass(seed, levels):
    draw = np.random.default_rng(seed)
    z = np.round(draw.uniform(0, levels, (17, 23)))
    known = draw.uniform(size=z.shape) > 0.05
    graph = grid_graph(known, 10.0)
    outlets = _edge(z.shape)[known]
    to = receivers(z[known], graph, outlets)
    filled = _filled(z, known, _edge(z.shape))[known]
    for start in np.flatnonzero(np.isfinite(filled)):
        path = path_from(int(start), to)
        assert outlets[path[-1]]
        assert z[known][path].max() == filled[start]
        # a path is one of neighbours, and never the same pixel twice
        assert len(set(path)) == len(path)
        assert all(b in graph.neighbours[a] for a, b in pairwise(path))
    order = downstream_order(to)
    place = np.empty(order.size, int)
    place[order] = np.arange(order.size)
    away = to != np.arange(to.size)
    assert (place[away] < place[to[away]]).all()


def test_without_depressions_it_is_the_steepest_descent():
    rows, cols = np.mgrid[:30, :40]
    z = (0.9 * rows + 0.02 * (cols - 20) ** 2).astype(float)  # a valley that runs to the top
    graph = grid_graph(np.ones(z.shape, bool), 10.0)
    outlets = (graph.rows == 0) & (graph.cols == 20)
    to = receivers(z.ravel(), graph, outlets)
    assert (to == steepest(z.ravel(), graph)).all()
    assert set(ends(to)) == set(np.flatnonzero(outlets))


def test_groups_flow_each_for_itself_to_their_lowest_pixel():
    # two outlines over the same ground: the same pixels twice, and nothing between them
    draw = np.random.default_rng(3)
    rows, cols = (a.ravel() for a in np.mgrid[:9, :11])
    z = draw.uniform(0, 50, rows.size)
    twice = [np.concatenate([a, a]) for a in (rows, cols)]
    group = np.repeat([0, 1], rows.size)
    graph = pixel_graph(*twice, group, 10.0)
    to = receivers(np.concatenate([z, z]), graph, np.zeros(group.size, bool))
    assert (group[to] == group).all()
    assert set(ends(to)) == {z.argmin(), z.argmin() + z.size}
    one = receivers(z, grid_graph(np.ones((9, 11), bool), 10.0), np.zeros(z.size, bool))
    assert (to[: z.size] == one).all()


def test_nothing_and_one_pixel():
    none = np.zeros(0, np.int64)
    assert receivers(np.zeros(0), pixel_graph(none, none, none, 10.0), np.zeros(0, bool)).size == 0
    one = np.zeros(1, np.int64)
    assert receivers(np.zeros(1), pixel_graph(one, one, one, 10.0), np.zeros(1, bool)).tolist() == [0]

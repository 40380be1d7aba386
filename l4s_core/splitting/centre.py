"""The line that a landslide takes from its crown to its toe, down the middle of its outline."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from l4s_core.terrain.flow import Heights, Int, PixelGraph, path_from, receivers, steepest

INWARD = 0.5
"""Fall towards the middle of an outline that is added to that of the ground, as a share of the outline's mean slope. On
a slope without a channel all paths of eight directions are parallel: that from the crown would run along the edge, and
what comes from a branch would never meet the rest. A path turns by 45 degrees where the share is above sqrt(2) - 1."""
_HALF = 2  # pixels each way over which a path of eight directions is made smooth


def centre_lines(z_m: Heights, graph: PixelGraph, group: Int, places: Heights, pixel_m: float) -> dict[int, Any]:
    """Lines from the highest to the lowest pixel of each outline, along the flow inside of it.

    Parameters
    ----------
    z_m, group : (n,) elevation and the number of the outline of each pixel; ``places`` (n, 2) are x and y in metres.

    Returns
    -------
    number of the outline -> LineString; those of one pixel have none.
    """
    middle = gathered(z_m, graph, group, pixel_m)
    crowns, toes = (_first(np.lexsort((key, group)), group) for key in (-z_m, z_m))
    outlets = np.zeros(group.size, bool)
    outlets[toes] = True
    to = receivers(middle, graph, outlets)
    out = {}
    for crown, toe in zip(crowns.tolist(), toes.tolist(), strict=True):
        path = path_from(crown, to, toe)
        # an outline of parts that do not touch is one landslide all the same: its line ends where its part does
        if len(path) > 1:
            out[int(group[crown])] = shapely.linestrings(_smooth(places[path]))
    return out


def gathered(z_m: Heights, graph: PixelGraph, group: Int, pixel_m: float) -> Heights:
    """Heights, (n,) metres, from which what is in an outline flows together towards its middle, see `INWARD`."""
    to = steepest(z_m, graph)
    run = np.hypot(graph.rows - graph.rows[to], graph.cols - graph.cols[to]) * pixel_m
    slope = np.divide(z_m - z_m[to], run, out=np.zeros(z_m.size), where=run > 0)
    mean = np.bincount(group, slope) / np.maximum(1, np.bincount(group))
    return np.asarray(z_m - INWARD * pixel_m * mean[group] * _depth(graph))


def _first(order: Int, group: Int) -> Int:
    """The first of each group in an order by groups; of equally high pixels that is the first in scan order."""
    new = np.ones(order.size, bool)
    new[1:] = np.diff(group[order]) != 0
    return order[new]


def _depth(graph: PixelGraph) -> Heights:
    """How many pixels it is from each pixel to the nearest outside of its outline."""
    depth = np.ones(len(graph))
    inner = np.asarray((graph.neighbours >= 0).all(axis=1))
    level = 1.0
    while inner.any():
        depth[inner] = level + 1
        at = np.flatnonzero(inner)
        stays = np.asarray(inner[graph.neighbours[at]].all(axis=1))
        inner = np.zeros(len(graph), bool)
        inner[at[stays]] = True
        level += 1
    return depth


def _smooth(places: Heights) -> Heights:
    """The mean of places around each, over as many before as after it; both ends stay."""
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(places - places[0], axis=0)])
    at = np.arange(len(places))
    half = np.minimum(_HALF, np.minimum(at, len(places) - 1 - at))
    return np.asarray((sums[at + half + 1] - sums[at - half]) / (2 * half + 1)[:, None] + places[0])

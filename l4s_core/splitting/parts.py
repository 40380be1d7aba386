"""Which slide each pixel of an outline belongs to, told by the flow inside of it.

A slide has one crown and one toe. An outline with several of either, each a real height apart from the next, is several
slides: where it forks towards the bottom along the divide between the toes, where branches join at the confluence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.progress import Progress
from l4s_core.splitting.centre import gathered
from l4s_core.terrain.flow import Heights, Int, PixelGraph, downstream_order, ends, passes, receivers, steepest

STAIRS = np.pi / 4
"""Length of a line on the ground per length of its outline of pixels, in the mean of all directions."""


@dataclass(frozen=True)
class Rules:
    """When two parts of an outline are two slides.

    Attributes
    ----------
    min_drop_m : each crown lies that much above the ground over which it is connected with a higher one, each toe below
        that which connects it with a lower one. More than the error of the DEM between neighbouring places.
    mmu_m2 : no part is smaller.
    pixel_m : side of a pixel.
    """

    min_drop_m: float
    mmu_m2: float
    pixel_m: float

    @property
    def least_pixels(self) -> int:
        """Pixels of the smallest part."""
        return max(1, int(np.ceil(self.mmu_m2 / self.pixel_m**2 - 1e-9)))


def parts(z_m: Heights, graph: PixelGraph, group: Int, rules: Rules, progress: Progress) -> Int:
    """The slides of outlines, each outline for itself.

    Parameters
    ----------
    z_m, group : (n,) elevation (finite) and the number of the outline of each pixel of ``graph``, from 0.

    Returns
    -------
    (n,) int64 number of the part, from 0 in each outline; all 0 where it is one slide.
    """
    catchment = _separate(z_m, graph, steepest(z_m, graph), rules.min_drop_m)
    spur = _separate(-z_m, graph, steepest(-z_m, graph), rules.min_drop_m)
    out = np.zeros(len(graph), np.int64)
    several = _several(catchment.of, group) | _several(spur.of, group)
    several &= np.bincount(group, minlength=several.size) >= 2 * rules.least_pixels
    inside = several[group]
    if not inside.any():
        return out
    number = np.full(len(graph), -1, np.int64)
    number[inside] = np.arange(int(inside.sum()))
    near = graph.neighbours[inside]
    near = np.where(near >= 0, number[near], -1).astype(np.int32)
    some = PixelGraph(graph.rows[inside], graph.cols[inside], near, graph.step_m)
    z = z_m[inside]
    lowest = np.zeros(z.size, bool)
    lowest[number[np.unique(catchment.of[inside])]] = True
    to = receivers(gathered(z, some, group[inside], rules.pixel_m), some, lowest)
    toe = ends(to)
    # a crown's own ground: what is higher than every way to another crown
    head = spur.of[inside]
    own = np.where(z >= -spur.parted[inside], head, -1)
    label = _downstream(own, to, toe)
    progress.check()
    labelled = np.stack([group[inside], toe, label], axis=1)
    _, piece = np.unique(labelled, axis=0, return_inverse=True)
    piece = _joined(_connected(piece.reshape(-1), some), group[inside], z, z_m[head], some, rules, progress)
    first = np.full(int(group.max()) + 1, piece.size, np.int64)
    np.minimum.at(first, group[inside], piece)
    out[inside] = piece - first[group[inside]]
    return out


@dataclass(frozen=True, eq=False)
class _Separate:
    """``of``: (n,) the pixel that is the bottom of the basin of each pixel; ``parted``: (n,) the lowest pass to another
    basin, infinity where there is none."""

    of: Int
    parted: Heights


def _separate(z: Heights, graph: PixelGraph, to: Int, least: float) -> _Separate:
    """The basins that are deeper than ``least`` below every pass to a lower one; shallower ones are part of their
    neighbours (persistence; Edelsbrunner, Letscher & Zomorodian 2002, Discrete Comput. Geom. 28, 511)."""
    pits, basin = np.unique(ends(to), return_inverse=True)
    ways = passes(z, graph, basin)
    bottom = z[pits].tolist()
    parent = list(range(pits.size))
    parted = [np.inf] * pits.size

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    order = np.argsort(ways.z_m, kind="stable")
    for a, b, height in zip(ways.a[order].tolist(), ways.b[order].tolist(), ways.z_m[order].tolist(), strict=True):
        low, high = root(a), root(b)
        if low == high:
            continue
        if (bottom[high], high) < (bottom[low], low):
            low, high = high, low
        if height - bottom[high] < least:
            parent[high] = low
        else:
            parted[low], parted[high] = min(parted[low], height), min(parted[high], height)
    found = np.array([root(one) for one in range(pits.size)], np.int64)[basin] if pits.size else basin
    return _Separate(pits[found], np.array(parted)[found])


def _several(of: Int, group: Int) -> npt.NDArray[np.bool_]:
    """(groups,) whether a group has pixels of several basins."""
    low = np.full(int(group.max(initial=-1)) + 1, of.size, np.int64)
    high = np.full(low.size, -1, np.int64)
    np.minimum.at(low, group, of)
    np.maximum.at(high, group, of)
    return np.asarray(high > low)


def _downstream(own: Int, to: Int, toe: Int) -> Int:
    """Labels carried down the flow, (n,): of several that meet, that of the larger area goes on. What no label reaches
    has that of where it flows to."""
    order = downstream_order(to)
    label = own.copy()
    arrived: dict[int, dict[int, int]] = {}
    weight = np.ones(own.size, np.int64).tolist()
    names, further = label.tolist(), to.tolist()
    for at in order.tolist():
        coming = arrived.pop(at, None)
        if coming:
            if names[at] < 0:
                names[at] = max(coming, key=lambda one: (coming[one], -one))
            weight[at] += coming.get(names[at], 0)
        on = further[at]
        if on != at and names[at] >= 0:
            met = arrived.setdefault(on, {})
            met[names[at]] = met.get(names[at], 0) + weight[at]
    for at in order[::-1].tolist():
        if names[at] < 0:
            names[at] = names[further[at]] if further[at] != at else -1
    return np.array(names, np.int64)


def _connected(piece: Int, graph: PixelGraph) -> Int:
    """Pieces in which all pixels are connected, numbered anew."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    at, place = np.nonzero(graph.neighbours >= 0)
    near = graph.neighbours[at, place]
    same = piece[at] == piece[near]
    ones = np.ones(int(same.sum()), bool)
    links = coo_array((ones, (at[same], near[same])), shape=(piece.size,) * 2)  # type: ignore[no-untyped-call]
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _joined(
    piece: Int, group: Int, z: Heights, crown_z: Heights, graph: PixelGraph, rules: Rules, progress: Progress
) -> Int:
    """What is no slide by itself goes to the neighbour with most border, the smallest first; numbers by group.

    ``crown_z``: (n,) height of the crown on whose ground each pixel lies.
    """
    out = piece.copy()
    start = 0
    order = np.argsort(group, kind="stable")
    place = np.full(len(graph), -1, np.int64)
    for members in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        progress.check()
        place[members] = np.arange(members.size)
        near = graph.neighbours[members]
        near = np.where(near >= 0, place[near], -1)
        out[members] = start + _joined_in(
            piece[members], near, z[members], crown_z[members], graph.rows[members], graph.cols[members], rules
        )
        start = int(out[members].max()) + 1
    return out


def _joined_in(
    piece: Int, near: npt.NDArray[np.integer], z: Heights, crown_z: Heights, rows: Int, cols: Int, rules: Rules
) -> Int:
    """`_joined` of one outline, whose pixels have the neighbours ``near``; the pieces are numbered from 0."""
    own = np.unique(piece, return_inverse=True)[1].reshape(-1)
    while True:
        count = int(own.max()) + 1
        pixels = np.bincount(own, minlength=count)
        border = _borders(own, near, count)
        failing = np.flatnonzero(~_is_slide(own, z, crown_z, rows, cols, pixels, border, rules))
        if count == 1 or not failing.size:
            return own
        worst = failing[np.argmin(pixels[failing])]
        best = int(np.argmax(border[worst]))
        if border[worst, best] == 0:  # it touches others at corners only, or none
            touched = near[own == worst]
            others = np.setdiff1d(own[touched[touched >= 0]], [worst])
            best = int(others[0]) if others.size else (int(worst) + 1) % count
        own[own == worst] = best
        own = np.unique(own, return_inverse=True)[1].reshape(-1)


def _borders(own: Int, near: npt.NDArray[np.integer], count: int) -> Int:
    """(pieces, pieces) sides of pixels that two pieces share."""
    out = np.zeros((count, count), np.int64)
    for step in (1, 3, 4, 6):  # up, left, right, down
        at = np.flatnonzero(near[:, step] >= 0)
        np.add.at(out, (own[at], own[near[at, step]]), 1)
    np.fill_diagonal(out, 0)
    return out


def _is_slide(
    own: Int, z: Heights, crown_z: Heights, rows: Int, cols: Int, pixels: Int, border: Int, rules: Rules
) -> npt.NDArray[np.bool_]:
    """Large enough, high enough, at least as long, from crown to lowest pixel, as the edge it is joined by, and begun
    at a crown: what begins further below one than it is high itself is an arm of the slide that comes down from there.
    (On the two sides of a ridge only one has the crown, and the other begins little below it.)"""
    order = np.lexsort((z, own))
    ends_at = np.cumsum(pixels) - 1
    crown, toe = order[ends_at], order[ends_at - pixels + 1]
    length = np.hypot(rows[crown] - rows[toe], cols[crown] - cols[toe]) + 1
    joined = border.max(axis=1) * STAIRS
    relief = z[crown] - z[toe]
    arm = crown_z[crown] - z[crown] > relief
    return np.asarray((pixels >= rules.least_pixels) & (relief >= rules.min_drop_m) & (length >= joined) & ~arm)

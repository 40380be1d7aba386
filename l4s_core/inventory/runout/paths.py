"""Where what leaves a source flows, and how far: steepest descent, bounded by the energy line and by flat ground."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import distance_transform_edt, maximum_filter  # type: ignore[attr-defined]

Bool = npt.NDArray[np.bool_]
Int = npt.NDArray[np.int64]
Heights = npt.NDArray[np.float64]

FLAT_DEG = 3.0
"""A flow that has come down by less than this on average over its last `FLAT_OVER_M` has stopped or become a river."""
FLAT_OVER_M = 150.0
SCATTER = 0.63
"""Single flows go farther than the mean of Corominas: the angle of reach is bounded by this part of its tangent."""
HAND_M = 15.0
"""Height above the path that a flow, and the error of a DEM of 30 m beside a channel, can have."""
_LEAP_PX = 5  # what a path crosses to get out of a pit of the DEM
_STEPS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


def reach_tangent(area_m2: float) -> float:
    """The least height over length, from the crown to the farthest pixel, of a landslide of that area.

    log10(H/L) = -0.105 log10(V) - 0.012 (debris flows; Corominas 1996, Can. Geotech. J. 33, 260), times `SCATTER`, with
    V = 0.074 A^1.450 (m3; Guzzetti et al. 2009, Earth Planet. Sci. Lett. 279, 222).
    """
    volume = 0.074 * area_m2**1.45
    return float(SCATTER * 10 ** (-0.105 * np.log10(volume) - 0.012))


def receivers(z: Heights) -> Int:
    """The steepest lower neighbour of each pixel as flat index (D8; O'Callaghan & Mark 1984, Comput. Vis. Graph. Image
    Process. 28, 323); itself where there is none. ``z`` is (rows, cols) metres, NaN unknown.
    """
    rows, cols = z.shape
    here = np.arange(z.size).reshape(z.shape)
    edge = np.pad(z, 1, constant_values=np.nan)
    best, to = np.zeros(z.shape), here.copy()
    with np.errstate(invalid="ignore"):
        for down, right in _STEPS:
            drop = z - edge[1 + down : 1 + down + rows, 1 + right : 1 + right + cols]
            drop = np.where(np.isfinite(drop), drop, -np.inf) / np.hypot(down, right)
            better = drop > best
            best[better] = drop[better]
            to[better] = (here + down * cols + right)[better]
    return to.reshape(-1)


def _out_of_pits(z: Heights, at: Int) -> Int:
    """For each of some pixels the lowest one within `_LEAP_PX` of it, as flat indices; itself where none is lower."""
    cols = z.shape[1]
    out = at.copy()
    for n, pit in enumerate(at):
        row, col = divmod(int(pit), cols)
        top, left = max(0, row - _LEAP_PX), max(0, col - _LEAP_PX)
        near = z[top : row + _LEAP_PX + 1, left : col + _LEAP_PX + 1]
        low = np.unravel_index(np.nanargmin(near), near.shape)
        if near[low] < z[row, col]:
            out[n] = (top + low[0]) * cols + left + low[1]
    return out


def descent(z: Heights, to: Int, source: Bool, tangent: float, pixel_m: float) -> Bool:
    """The pixels outside of ``source`` that steepest descent from it passes, (rows, cols). ``to`` is from `receivers`.

    A path ends where the line from the crown (the highest pixel of the source) down to it is flatter than ``tangent``
    (the length is that along the path, from the crown straight to where it leaves), where the ground is flat (see
    `FLAT_DEG`), in a pit that has no lower ground near, and at the edge.
    """
    cols = z.shape[1]
    flat_z = z.reshape(-1)
    inside = source.reshape(-1)
    at = np.flatnonzero(inside & np.isfinite(flat_z))
    visited = inside.copy()
    if not at.size:
        return np.zeros(z.shape, bool)
    crown = at[np.argmax(flat_z[at])]
    length = _apart(at, np.full_like(at, crown), cols) * pixel_m
    memory = max(1, round(FLAT_OVER_M / pixel_m))
    # what each path was at some steps ago: height and length; at first the highest of the source so far around
    above = _highest_near(z, source, at, memory)
    was_z = np.repeat(flat_z[above][:, None], memory, axis=1)
    was_length = np.repeat((length - _apart(at, above, cols) * pixel_m)[:, None], memory, axis=1)
    step = 0
    while at.size:
        new = to[at]
        pits = new == at
        new[pits] = _out_of_pits(z, at[pits])
        length = length + _apart(at, new, cols) * pixel_m
        old_z, old_length = was_z[:, step % memory], was_length[:, step % memory]
        run = length - old_length
        steep = (run < FLAT_OVER_M) | (old_z - flat_z[new] >= np.tan(np.radians(FLAT_DEG)) * run)
        goes = (new != at) & ~visited[new] & steep & (flat_z[crown] - flat_z[new] >= tangent * length)
        new, length, was_z, was_length = new[goes], length[goes], was_z[goes], was_length[goes]
        was_z[:, step % memory], was_length[:, step % memory] = flat_z[new], length
        order = np.lexsort((length, new))  # of paths that meet the shortest goes on
        new, length, was_z, was_length = new[order], length[order], was_z[order], was_length[order]
        at, first = np.unique(new, return_index=True)
        length, was_z, was_length = length[first], was_z[first], was_length[first]
        visited[at] = True
        step += 1
    return (visited & ~inside).reshape(z.shape)


def _highest_near(z: Heights, source: Bool, at: Int, radius_px: int) -> Int:
    """For each of some pixels of the source the highest of the source in a square of that radius, as flat indices."""
    rows, cols = np.nonzero(source)
    box = slice(rows.min(), rows.max() + 1), slice(cols.min(), cols.max() + 1)
    order = at[np.argsort(z.reshape(-1)[at], kind="stable")]
    rank = np.full(z.shape, -1, np.int64)
    rank.reshape(-1)[order] = np.arange(order.size)
    rank[box] = maximum_filter(rank[box], 2 * radius_px + 1, mode="constant", cval=-1)
    return np.asarray(order[rank.reshape(-1)[at]])


def corridor(z: Heights, path: Bool, half_width_px: float) -> Bool:
    """Pixels within ``half_width_px`` of a path and at most `HAND_M` above its nearest pixel, (rows, cols)."""
    if not path.any():
        return path
    margin = int(half_width_px) + 1
    box = tuple(slice(max(0, int(at.min()) - margin), int(at.max()) + margin + 1) for at in np.nonzero(path))
    near = z[box]
    distance, (row, col) = distance_transform_edt(~path[box], return_indices=True)
    out = np.zeros(path.shape, bool)
    with np.errstate(invalid="ignore"):
        out[box] = (distance <= half_width_px) & (near - near[row, col] <= HAND_M)
    return out


def climb(to: Int, below: Bool, may: Bool, most: int) -> Bool:
    """Pixels of ``may`` that drain into ``below`` through such pixels, in at most ``most`` steps, (rows, cols)."""
    joined, open_to = below.reshape(-1).copy(), may.reshape(-1)
    for _ in range(most):
        new = open_to & ~joined & joined[to]
        if not new.any():
            break
        joined |= new
    return (joined & ~below.reshape(-1)).reshape(below.shape)


def _apart(a: Int, b: Int, cols: int) -> Heights:
    return np.asarray(np.hypot(a // cols - b // cols, a % cols - b % cols))

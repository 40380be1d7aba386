"""The way down from the toe of a landslide, for a given distance along the flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.progress import Progress
from l4s_core.rasters.roi import ROI
from l4s_core.terrain.flow import Int, grid_graph, receivers

if TYPE_CHECKING:
    from odc.geo.geobox import GeoBox

_BLOCK_PX = 1024
_SPARE = 1.1  # of the distance: how far beyond it elevation is read, so that the flow has where to go


def flow_paths(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    distance_m: float,
    grid: GeoBox,
    heights: Callable[[ROI], npt.NDArray[np.float32]],
    progress: Progress,
) -> npt.NDArray[np.object_]:
    """Lines down the flow from places, each ``distance_m`` long, or to where the elevation ends.

    Depressions are left over their lowest pass (`terrain.flow.receivers`). The line goes through centres of pixels; the
    last piece is cut at the distance.

    Parameters
    ----------
    x, y : (n,) in the CRS of ``grid``, metric and north up; NaN gives None.
    heights : piece of the grid -> (rows, cols) metres, NaN unknown.

    Returns
    -------
    (n,) LineString; None where a path has no second place: outside of the DEM, or in its lowest pixel.
    """
    out: npt.NDArray[np.object_] = np.full(x.size, None, dtype=object)
    height, width = int(grid.shape[0]), int(grid.shape[1])
    pixel_m = float(grid.resolution.x)
    halo = int(np.ceil(_SPARE * distance_m / pixel_m)) + 2
    col, row = ~grid.transform * (x, y)
    known = np.isfinite(col) & (row >= 0) & (col >= 0) & (row < height) & (col < width)
    at = np.flatnonzero(known)
    row, col = row[at].astype(int), col[at].astype(int)
    blocks = np.stack([row // _BLOCK_PX, col // _BLOCK_PX], axis=1)
    order = np.lexsort((blocks[:, 1], blocks[:, 0]))
    new = np.flatnonzero((np.diff(blocks[order], axis=0) != 0).any(axis=1)) + 1
    for some in np.split(order, new) if at.size else []:
        progress.check()
        rows = slice(max(0, int(row[some].min()) - halo), min(height, int(row[some].max()) + halo + 1))
        cols = slice(max(0, int(col[some].min()) - halo), min(width, int(col[some].max()) + halo + 1))
        z = heights((rows, cols)).astype(np.float64)
        out[at[some]] = _paths(z, row[some] - rows.start, col[some] - cols.start, distance_m, grid[rows, cols])
        progress.advance(some.size)
    return out


def _paths(z: npt.NDArray[np.float64], row: Int, col: Int, distance_m: float, grid: GeoBox) -> npt.NDArray[np.object_]:
    out: npt.NDArray[np.object_] = np.full(row.size, None, dtype=object)
    known = np.isfinite(z)
    here = np.flatnonzero(known[row, col])
    if not here.size:
        return out
    pixel_m = float(grid.resolution.x)
    graph = grid_graph(known, pixel_m)
    # flow may leave where the elevation ends
    to = receivers(z[known], graph, np.asarray((graph.neighbours < 0).any(axis=1)))
    number = np.cumsum(known).reshape(known.shape) - 1
    now = number[row[here], col[here]]
    track, length = [now], [np.zeros(now.size)]
    while True:  # all paths a step at a time
        then = to[now]
        step = np.hypot(graph.rows[then] - graph.rows[now], graph.cols[then] - graph.cols[now]) * pixel_m
        going = (step > 0) & (length[-1] < distance_m)
        if not going.any():
            break
        now = np.where(going, then, now)
        track.append(now)
        length.append(length[-1] + np.where(going, step, 0.0))
    tracks, lengths = np.stack(track, axis=1), np.stack(length, axis=1)
    a, b, c, d, e, f = tuple(grid.transform)[:6]
    used = 1 + np.count_nonzero(np.diff(lengths, axis=1) > 0, axis=1)
    moving = np.flatnonzero(used > 1)
    x, y = graph.cols[tracks[moving]] + 0.5, graph.rows[tracks[moving]] + 0.5
    xy = np.stack([a * x + b * y + c, d * x + e * y + f], axis=-1)
    # the last piece ends at the distance
    line, last = np.arange(moving.size), used[moving] - 1
    before, after = lengths[moving, last - 1], lengths[moving, last]
    long = after > distance_m
    share = ((distance_m - before) / (after - before))[:, None]
    cut = xy[line, last - 1] + share * (xy[line, last] - xy[line, last - 1])
    xy[line[long], last[long]] = cut[long]
    kept = np.arange(xy.shape[1]) <= last[:, None]
    out[here[moving]] = shapely.linestrings(xy[kept], indices=np.repeat(line, last + 1))
    return out

"""The pixels of outlines and how high they lie, some outlines at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely
from rasterio.features import rasterize

from l4s_core.base.progress import Progress
from l4s_core.inventory.outline.given import pixels_of
from l4s_core.rasters.roi import ROI
from l4s_core.terrain.flow import Heights, Int

if TYPE_CHECKING:
    from odc.geo.geobox import GeoBox

_BLOCK_PX = 1024


@dataclass(frozen=True, eq=False)
class Ground:
    """Some outlines: ``which`` (outlines,) their numbers; ``rows``, ``cols``, ``group``, ``z_m`` (n,) are the pixels in
    scan order, ``group`` the place of the outline in ``which``, ``z_m`` NaN where no elevation is known."""

    which: Int
    rows: Int
    cols: Int
    group: Int
    z_m: Heights


def grounds(
    outlines: npt.NDArray[np.object_],
    grid: GeoBox,
    heights: Callable[[ROI], npt.NDArray[np.float32]],
    progress: Progress,
) -> Iterator[Ground]:
    """All outlines, near ones together; the elevation is read where they are.

    Parameters
    ----------
    outlines : (n,) valid polygons with area in the CRS of ``grid`` (metric, north up).
    heights : piece of the grid -> (rows, cols) metres.
    """
    if not len(outlines):
        return
    bounds = shapely.bounds(outlines)
    x, y = ~grid.transform * (bounds[:, [0, 2]], bounds[:, [3, 1]])
    spans = np.stack([np.floor(y[:, 0]), np.ceil(y[:, 1]), np.floor(x[:, 0]), np.ceil(x[:, 1])], axis=1).astype(int)
    spans = np.clip(spans, 0, np.array(grid.shape).repeat(2))
    blocks = spans[:, [0, 2]] // _BLOCK_PX
    order = np.lexsort((blocks[:, 1], blocks[:, 0]))
    new = np.flatnonzero((np.diff(blocks[order], axis=0) != 0).any(axis=1)) + 1
    for which in np.split(order, new):
        progress.check()
        top, left = spans[which][:, [0, 2]].min(axis=0)
        bottom, right = spans[which][:, [1, 3]].max(axis=0)
        roi = slice(int(top), int(bottom)), slice(int(left), int(right))
        rows, cols, group = _pixels(outlines[which], grid[roi])
        z = heights(roi)[rows, cols].astype(np.float64)
        yield Ground(which, rows + top, cols + left, group, z)
        progress.advance(len(which))


def _pixels(outlines: npt.NDArray[np.object_], grid: GeoBox) -> tuple[Int, Int, Int]:
    """Rows, columns and outline of all pixels, in scan order. Outlines that lie on each other have theirs both."""
    apart = np.ones(len(outlines), bool)
    a, b = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    a, b = a[a < b], b[a < b]
    if a.size:
        over = shapely.relate_pattern(outlines[a], outlines[b], "T********")
        apart[a[over]] = apart[b[over]] = False
    burnt: Any = np.zeros(grid.shape, np.int32)
    if apart.any():
        named = [(outlines[n], int(n) + 1) for n in np.flatnonzero(apart)]
        burnt = rasterize(named, grid.shape, transform=grid.transform, dtype="int32")
    rows, cols = np.nonzero(burnt)
    group = burnt[rows, cols].astype(np.int64) - 1
    there = np.bincount(group, minlength=len(outlines)) > 0
    others = np.flatnonzero(~there)
    if others.size:
        more = pixels_of(outlines[others], grid).pixels(slice(0, int(grid.shape[0])))
        rows, cols = np.concatenate([rows, more.rows]), np.concatenate([cols, more.cols])
        group = np.concatenate([group, others[more.label]])
        order = np.lexsort((cols, rows))
        rows, cols, group = rows[order], cols[order], group[order]
    return rows, cols, group

"""The pixels of outlines and how high they lie, some outlines at a time."""

from __future__ import annotations

import itertools
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
_LAYERS = 4  # of outlines on each other that are burnt at once; deeper ones are one by one


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
    a, b = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    a, b = a[a < b], b[a < b]
    if a.size:
        over = shapely.relate_pattern(outlines[a], outlines[b], "T********")
        a, b = a[over], b[over]
    named = _mappings(outlines)
    found = []
    there = np.zeros(len(outlines), bool)
    for some in _apart(len(outlines), a, b):
        burnt: Any = rasterize(
            [(named[n], n + 1) for n in some.tolist()], grid.shape, transform=grid.transform, dtype="int32"
        )
        rows, cols = np.nonzero(burnt)
        found.append((rows, cols, burnt[rows, cols].astype(np.int64) - 1))
        there[found[-1][2]] = True
    others = np.flatnonzero(~there)
    if others.size:
        more = pixels_of(outlines[others], grid).pixels(slice(0, int(grid.shape[0])))
        found.append((more.rows, more.cols, others[more.label]))
    rows, cols, group = (np.concatenate(one) for one in zip(*found, strict=True))
    if len(found) > 1:
        order = np.lexsort((cols, rows))
        rows, cols, group = rows[order], cols[order], group[order]
    return rows, cols, group


def _mappings(outlines: npt.NDArray[np.object_]) -> list[dict[str, Any]]:
    """Polygons as `rasterize` takes them; shapely's own way there takes longer than to burn them."""
    kind, xy, offsets = shapely.to_ragged_array(outlines)
    corners = xy[:, :2].tolist()
    parts: list[Any] = [corners[start:end] for start, end in itertools.pairwise(offsets[0].tolist())]  # rings
    for level in offsets[1:]:
        parts = [parts[start:end] for start, end in itertools.pairwise(level.tolist())]
    name = "Polygon" if kind == shapely.GeometryType.POLYGON else "MultiPolygon"
    return [{"type": name, "coordinates": part} for part in parts]


def _apart(count: int, a: Int, b: Int) -> list[Int]:
    """Outlines, of which the pairs ``a`` < ``b`` lie on each other, in up to `_LAYERS` sets in which none do: each
    takes all that lie on nothing that is left and comes before them. What is in none of these is left out."""
    left, sets = np.ones(count, bool), []
    for _ in range(_LAYERS):
        now = left.copy()
        now[b] = False
        sets.append(np.flatnonzero(now))
        left &= ~now
        open_pairs = left[a] & left[b]
        a, b = a[open_pairs], b[open_pairs]
        if not left.any():
            break
    return [some for some in sets if some.size]

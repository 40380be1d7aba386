"""How much of each asset lies on each of some areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.progress import Progress
from l4s_core.exposure.assets import Assets

Int = npt.NDArray[np.int64]
_PAIRS = 200_000


@dataclass(frozen=True, eq=False)
class Hits:
    """Pairs of an area and an asset that share ground: (pairs,) arrays, by area and asset.

    ``amount`` is metres of a line, square metres of a polygon, the number of points; ``shapes`` are the parts inside.
    """

    area: Int
    asset: Int
    amount: npt.NDArray[np.float64]
    shapes: npt.NDArray[np.object_]


def hits(areas: npt.NDArray[np.object_], assets: Assets, progress: Progress) -> Hits:
    """What of the assets lies inside of areas. A line counts with the length inside, a polygon with the ground both
    cover; to touch the edge from outside is no hit, a point on the edge is inside.

    Parameters
    ----------
    areas : (n,) valid polygons, some may be None; the CRS is that of the assets.
    """
    tree = shapely.STRtree(assets.shapes)
    one, other = tree.query(areas, predicate="intersects")
    order = np.lexsort((other, one))
    one, other = one[order].astype(np.int64), other[order].astype(np.int64)
    parts, amounts = [], []
    for now, own in with_prepared(areas, one):
        progress.check()
        part = inside(assets.shapes[other[now]], own, assets.kind[other[now]])
        parts.append(part)
        amounts.append(amount_of(part, assets.kind[other[now]]))
    amount = np.concatenate([np.zeros(0), *amounts])
    shapes = np.concatenate([np.zeros(0, dtype=object), *parts])
    real = amount > 0
    return Hits(one[real], other[real], amount[real], shapes[real])


def with_prepared(areas: npt.NDArray[np.object_], of: Int) -> Iterator[tuple[slice, npt.NDArray[np.object_]]]:
    """Pairs some at a time, and the areas of these, which are prepared meanwhile: all at once take gigabytes.

    Parameters
    ----------
    of : (pairs,) place of the area of each, ascending.
    """
    for start in range(0, of.size, _PAIRS):
        now = slice(start, start + _PAIRS)
        used = areas[np.unique(of[now])]
        shapely.prepare(used)
        yield now, areas[of[now]]
        shapely.destroy_prepared(used)


def inside(shapes: npt.NDArray[np.object_], areas: npt.NDArray[np.object_], kind: Int) -> npt.NDArray[np.object_]:
    """Intersections, of the same kind as the assets: a polygon that is touched along a line gives no line."""
    whole = shapely.covers(areas, shapes)
    out = shapes.copy()
    out[~whole] = shapely.intersection(shapes[~whole], areas[~whole])
    mixed = shapely.get_type_id(out) == shapely.GeometryType.GEOMETRYCOLLECTION
    for place in np.flatnonzero(mixed):
        pieces = shapely.get_parts(out[place])
        out[place] = shapely.union_all(pieces[shapely.get_dimensions(pieces) == kind[place]])
    return out


def amount_of(shapes: npt.NDArray[np.object_], kind: Int) -> npt.NDArray[np.float64]:
    """Number of points, metres, square metres, (n,); 0 of what has another kind."""
    same = shapely.get_dimensions(shapes) == kind
    count = np.where(shapely.is_empty(shapes), 0, shapely.get_num_geometries(shapes)).astype(np.float64)
    found = np.select([kind == 0, kind == 1], [count, shapely.length(shapes)], shapely.area(shapes))
    return np.where(same, found, 0.0)

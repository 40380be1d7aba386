"""A reference of points: which of them the polygons of an inventory have found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.comparison.ground import Ground
from l4s_core.comparison.scores import KINDS, Scorer
from l4s_core.comparison.sides import Side

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame


@dataclass(frozen=True, eq=False)
class Found:
    """Points in the common CRS: ``inside`` says which lie on compared ground, ``distance_m`` how far the nearest
    polygon of A is (0: the point is in it; inf: farther than was looked), ``found`` whether it is near enough."""

    shapes: npt.NDArray[np.object_]
    rows: npt.NDArray[np.int64]
    inside: npt.NDArray[np.bool_]
    distance_m: npt.NDArray[np.float64]
    found: npt.NDArray[np.bool_]

    def facts(self, scorer: Scorer, within_m: float) -> dict[str, Any]:
        """For JSON: how many, and recall with its interval, within the distance and inside of polygons."""
        return {
            "points": int(self.inside.sum()),
            "left_out": int((~self.inside).sum()),
            "found": int((self.found & self.inside).sum()),
            "in_polygons": int(((self.distance_m <= 0) & self.inside).sum()),
            "within_m": within_m,
            "recall": asdict(scorer.share("points_found", "points")),
            "recall_in_polygons": asdict(scorer.share("points_in", "points")),
            "a_with_points": int(scorer.total("a_any")),
        }

    def table(self, crs: Any) -> GeoDataFrame:
        """The points as a layer."""
        from geopandas.geodataframe import GeoDataFrame

        verdict = np.where(self.found, "found", "missed").astype(object)
        verdict[~self.inside] = "left out"
        near = np.where(np.isfinite(self.distance_m), np.round(self.distance_m, 1), np.nan)
        columns = {"verdict": verdict, "row": self.rows, "distance_m": near}
        return GeoDataFrame(columns, geometry=list(self.shapes), crs=crs)


def find_points(points: GeoDataFrame, side: Side, ground: Ground, within_m: float) -> Found:
    """Which points lie in a judged polygon or within ``within_m`` metres of one; the polygons that have found one are
    right, as far as points can say."""
    shapes = np.asarray(points.geometry.array, dtype=object)
    placed = np.isfinite(shapely.bounds(shapes).reshape(-1, 4)).all(axis=1)
    shapes, rows = shapes[placed], np.asarray(points.index, np.int64)[placed]
    inside = np.ones(len(shapes), bool) if ground.everything else ground.has(shapes)
    distance = np.full(len(shapes), np.inf)
    places = np.flatnonzero(side.counted)
    if places.size and len(shapes):
        tree = shapely.STRtree(side.cut[places])
        (point, _), apart = tree.query_nearest(shapes, max_distance=within_m + 1e-9, return_distance=True)
        distance[point] = apart
        point, polygon = tree.query(shapes, predicate="dwithin", distance=within_m)
        polygon = polygon[inside[point]]
        side.right[places[polygon], : KINDS.index("any") + 1] = True
    return Found(shapes, rows, inside, distance, distance <= within_m)

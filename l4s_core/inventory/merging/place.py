"""The CRS in which inventories of several scenes lie together, and the way there and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError

Geometries = npt.NDArray[np.object_]
EMPTY: Any = shapely.from_wkt("POLYGON EMPTY")
_STEP_M = 200.0  # a straight edge is bent in another CRS: followed in such steps it is off by less than a millimetre


def array_of(*geometries: Any) -> Geometries:
    """Geometries, None among them, as an array."""
    out: Geometries = np.empty(len(geometries), dtype=object)
    out[:] = geometries
    return out


def areal(geometries: Geometries) -> Geometries:
    """Valid polygons of what has an area in geometries; what an overlay leaves besides is lines and points."""
    kinds = shapely.get_type_id(geometries)
    wrong = ~np.isin(kinds, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    wrong |= ~shapely.is_valid(geometries)
    if not wrong.any():
        return geometries
    out = geometries.copy()
    for index in np.flatnonzero(wrong):
        parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(geometries[index])))
        out[index] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return out


class Place:
    """Where scenes of ``crss`` (pyproj, metric) lie together: in the CRS that they share, else in WGS 84.

    ``crs`` is that CRS; ``shared`` says whether it is theirs. In degrees, scenes on both sides of the 180th meridian
    are laid out in longitudes of 0 to 360, so that they are neighbours; `finished` cuts what crosses it.
    """

    def __init__(self, crss: Sequence[Any], footprints: Sequence[Any]) -> None:
        from pyproj import CRS

        self.crss = list(crss)
        self.shared = all(crs == crss[0] for crs in crss)
        self.crs = crss[0] if self.shared else CRS.from_epsg(4326)
        self._seam_at_0 = False
        if not self.shared:
            crosses_180, crosses_0 = self._meridians(footprints)
            if crosses_180 and crosses_0:
                raise InputError(
                    "One of the scenes lies across the 180th meridian and another across that of Greenwich; merge them "
                    "in two parts."
                )
            self._seam_at_0 = crosses_180

    def _meridians(self, footprints: Sequence[Any]) -> tuple[bool, bool]:
        """Whether any footprint lies across the 180th meridian, and across that of Greenwich."""
        ends = [
            shapely.get_coordinates(self.moved(array_of(f), crs, self.crs))[:, 0]
            for f, crs in zip(footprints, self.crss, strict=True)
            if f is not None
        ]
        # a scene is a few degrees wide: what seems wider is on both sides
        return any(np.ptp(x) > 180 for x in ends), any(np.ptp(x) <= 180 and x.min() < 0 < x.max() for x in ends)

    def here(self, geometries: Geometries, source: int) -> Geometries:
        """Geometries of a source, by its number, in this CRS."""
        if self.shared or not len(geometries):
            return geometries
        moved = self.moved(shapely.segmentize(geometries, _STEP_M), self.crss[source], self.crs)
        if self._seam_at_0:
            moved = shapely.transform(moved, lambda xy: np.column_stack([xy[:, 0] % 360, xy[:, 1]]))
        broken = (shapely.get_dimensions(moved) == 2) & ~shapely.is_valid(moved)
        if broken.any():
            moved[broken] = areal(moved[broken])
        return moved

    def back(self, geometries: Geometries, source: int) -> Geometries:
        """Geometries of this CRS in that of a source: there they can be measured."""
        return geometries if self.shared else self.moved(geometries, self.crs, self.crss[source])

    def finished(self, geometries: Geometries) -> Geometries:
        """Geometries as they are written: longitudes of -180 to 180, cut at the 180th meridian."""
        if not self._seam_at_0 or not len(geometries):
            return geometries
        out = geometries.copy()
        bounds = shapely.bounds(geometries)
        east = bounds[:, 0] >= 180
        out[east] = shapely.transform(geometries[east], lambda xy: xy - (360, 0))
        for index in np.flatnonzero((bounds[:, 0] < 180) & (bounds[:, 2] > 180)):
            left = shapely.intersection(geometries[index], shapely.box(0, -90, 180, 90))
            right = shapely.intersection(geometries[index], shapely.box(180, -90, 360, 90))
            parts = [*shapely.get_parts(left), *shapely.get_parts(shapely.transform(right, lambda xy: xy - (360, 0)))]
            out[index] = shapely.multipolygons([part for part in parts if part.geom_type == "Polygon"])
        return out

    @staticmethod
    def moved(geometries: Geometries, origin: Any, target: Any) -> Geometries:
        """Geometries of one CRS in another, corner by corner."""
        from pyproj import Transformer

        if not len(geometries) or origin == target:
            return geometries
        change = Transformer.from_crs(origin, target, always_xy=True)
        moved: Geometries = shapely.transform(
            geometries, lambda xy: np.column_stack(change.transform(xy[:, 0], xy[:, 1]))
        )
        return moved

"""The area that a run is about: polygons of a vector file, and where they lie on a grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape

from l4s_core.base.errors import InputError
from l4s_core.rasters.roi import ROI

_PIECES_OF_AN_EDGE = 100  # an edge that is straight in degrees is bent in metres: it is followed in pieces


class OutsideArea(InputError):
    """A scene shows nothing of the area."""


@dataclass(frozen=True, eq=False)
class AreaOnGrid:
    """``roi``: the smallest piece of the grid that holds the area; ``inside``: (rows, cols) bool on that piece, True
    where the centre of the pixel is in the area; ``source``: the file, for messages and the run table."""

    roi: ROI
    inside: npt.NDArray[np.bool_]
    source: str

    @cached_property
    def pixels(self) -> int:
        """How many pixels are inside."""
        return int(np.count_nonzero(self.inside))

    def touches(self, roi: ROI) -> bool:
        """Whether any pixel of a piece of the grid is in the area."""
        own = tuple(
            slice(max(asked.start - mine.start, 0), max(asked.stop - mine.start, 0))
            for asked, mine in zip(roi, self.roi, strict=True)
        )
        return bool(self.inside[own].any())


@dataclass(frozen=True, eq=False)
class Area:
    """Polygons (shapely, valid) in the CRS that pyproj understands as ``crs``."""

    polygons: npt.NDArray[np.object_]
    crs: Any
    source: str

    @property
    def path(self) -> str:
        """The file, without the layer's name."""
        return self.source.partition("|")[0]

    def in_crs(self, crs: Any, grid: GeoBox | None = None) -> npt.NDArray[np.object_]:
        """The polygons in another CRS. Of those that reach to where it cannot be computed only what is near ``grid`` is
        taken; without one they are left out."""
        import shapely

        left, bottom, right, top = shapely.total_bounds(self.polygons)
        placed, known = self._followed(self.polygons, max(right - left, top - bottom), crs)
        near = None if grid is None or known.all() else _around(grid, self.crs)
        if near is not None:
            cut = shapely.intersection(self.polygons[~known], near)
            again, known_again = self._followed(cut[shapely.area(cut) > 0], shapely.length(near) / 4, crs)
            return np.concatenate([placed[known], again[known_again]])
        return placed[known]

    def _followed(
        self, polygons: npt.NDArray[np.object_], size: float, crs: Any
    ) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
        """Polygons in another CRS, their edges followed in pieces of ``size``, and which of them have a place there."""
        import shapely
        from geopandas.geoseries import GeoSeries

        bent = shapely.segmentize(polygons, size / _PIECES_OF_AN_EDGE) if size > 0 else polygons
        placed = np.asarray(GeoSeries(bent, crs=self.crs).to_crs(crs).values, dtype=object)
        known = np.array([bool(np.isfinite(shapely.get_coordinates(p)).all()) for p in placed], dtype=bool)
        return placed, known

    def meets(self, grid: GeoBox) -> npt.NDArray[np.object_]:
        """The polygons in the CRS of a grid. Raises OutsideArea where none of them touches it."""
        import shapely

        crs = grid.crs
        assert crs is not None  # analysis_grid sees to it
        polygons = self.in_crs(crs.to_wkt(), grid)
        if not polygons.size or not shapely.intersects(polygons, _extent(grid)).any():
            raise self._outside()
        return polygons

    def on(self, grid: GeoBox) -> AreaOnGrid:
        """Where the area lies on a grid.

        Raises
        ------
        OutsideArea
            It lies beside the grid, or reaches less than half a pixel into it.
        InputError
            It lies on the grid, but between the centres of the pixels.
        """
        import shapely
        from rasterio.features import rasterize

        polygons = self.meets(grid)
        roi = _roi_of(shapely.total_bounds(polygons), grid)
        part = grid[roi]
        inside = rasterize(
            [(polygon, 1) for polygon in polygons], out_shape=part.shape.yx, transform=part.transform, dtype="uint8"
        ).astype(bool)
        if not inside.any():
            if not shapely.within(polygons, _extent(grid)).any():
                raise self._outside()
            raise InputError(
                f"The area {self.source} is smaller than a pixel of the scene ({abs(grid.resolution.x):g} m); draw a "
                "larger one."
            )
        return _trimmed(AreaOnGrid(roi, inside, self.source))

    def _outside(self) -> OutsideArea:
        return OutsideArea(f"The area {self.source} lies outside the scene; draw it inside, or give the scene there.")


def _around(grid: GeoBox, crs: Any) -> Any:
    """A box in another CRS around a grid, three times as wide and as high; None where the grid has no place in it."""
    import shapely
    from geopandas.geoseries import GeoSeries

    own = shapely.segmentize(_extent(grid), max(grid.shape) * abs(grid.resolution.x) / _PIECES_OF_AN_EDGE)
    assert grid.crs is not None  # analysis_grid sees to it
    left, bottom, right, top = GeoSeries([own], crs=grid.crs.to_wkt()).to_crs(crs).total_bounds
    if not np.isfinite([left, bottom, right, top]).all():
        return None
    width, height = right - left, top - bottom
    return shapely.box(left - width, bottom - height, right + width, top + height)


def _extent(grid: GeoBox) -> Any:
    """The ground of a grid as a polygon in its CRS."""
    import shapely

    return shapely.box(*grid.extent.boundingbox.bbox)


def _roi_of(bounds: npt.NDArray[np.float64], grid: GeoBox) -> ROI:
    """The piece of a grid that covers bounds (left, bottom, right, top)."""
    left, bottom, right, top = bounds
    corners = [~grid.transform * corner for corner in ((left, top), (right, top), (left, bottom), (right, bottom))]
    cols, rows = (sorted(c[axis] for c in corners) for axis in (0, 1))
    return _clipped(rows, int(grid.shape[0])), _clipped(cols, int(grid.shape[1]))


def _clipped(ends: list[float], length: int) -> slice:
    first = min(max(int(np.floor(ends[0])), 0), length - 1)
    return slice(first, max(min(int(np.ceil(ends[-1])), length), first + 1))


def _trimmed(area: AreaOnGrid) -> AreaOnGrid:
    """Without the rows and columns at the sides that hold no pixel of the area."""
    own = tuple(
        slice(int(np.flatnonzero(hit)[0]), int(np.flatnonzero(hit)[-1]) + 1)
        for hit in (area.inside.any(axis=1), area.inside.any(axis=0))
    )
    if (own[0].stop - own[0].start, own[1].stop - own[1].start) == roi_shape(area.roi):
        return area
    rows, cols = (slice(a.start + o.start, a.start + o.stop) for a, o in zip(area.roi, own, strict=True))
    return AreaOnGrid((rows, cols), area.inside[own], area.source)


def read_area(source: str | Path) -> Area:
    """The polygons of a vector file; everything else in it is passed over.

    Parameters
    ----------
    source : a file as `read.read_layer` takes it. ``FILE|layername=NAME`` takes one layer of it, as QGIS writes it;
        else the first layer with polygons.

    Raises
    ------
    InputError
        The file or the layer does not exist or cannot be read, has no polygons or no CRS.
    """
    import shapely

    from l4s_core.vectors.features import layer_names
    from l4s_core.vectors.read import read_layer

    text = str(source)
    path, layer = _named_layer(text)
    for name in [layer] if layer is not None else layer_names(path, what="area"):
        found = read_layer(path, layer=name, what="area")
        if found.geometries.size:
            break
    else:
        raise InputError(f"The area {text} has no polygons; draw one, or give another layer.")
    if found.crs is None:
        raise InputError(f"The area {text} has no CRS, so it cannot be placed; assign one and try again.")
    return Area(shapely.get_parts(found.geometries), found.crs, text)


def _named_layer(text: str) -> tuple[str, str | None]:
    """``file|layername=x`` -> file, x."""
    path, *options = text.split("|")
    named = [option.partition("=")[2] for option in options if option.lower().startswith("layername=")]
    others = [option for option in options if not option.lower().startswith("layername=")]
    if others:
        raise InputError(f"The area {text} has '{others[0]}' behind its name; only |layername=NAME is understood.")
    return path, named[0] if named else None

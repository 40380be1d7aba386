"""Inventory polygons of any vector file, on the grid of a scene."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.vectors.read import PolygonLayer, read_layer, repaired_polygons

_SEGMENTS = 1000  # the longest straight line, in parts of the scene's diagonal, before it is bent by another CRS


@dataclass(frozen=True)
class Polygons:
    """Valid polygons in the CRS of a grid that meet the grid.

    ``geometries`` (n,) shapely Polygon and MultiPolygon; ``read`` features in the file, ``repaired`` of the ones here.
    """

    geometries: npt.NDArray[np.object_]
    read: int
    repaired: int


def read_polygons(
    path: str | Path,
    grid: GeoBox,
    progress: Progress,
    *,
    layer: str | None = None,
    where: str | None = None,
    what: str = "inventory",
) -> Polygons:
    """The polygons of a file that meet ``grid``.

    Parameters
    ----------
    path : a file as `read_layer` takes it, a zipped Shapefile included; ``what`` it is, for messages.
    layer : which layer, or which file of a zip; None takes the only one, or ``landslides``.
    where : an SQL condition on the attributes, such as ``"type = 'slide'"``.

    Lines and points are left out, invalid polygons are repaired (``make_valid``, keeping what has an area); both are
    said in a message.

    Raises
    ------
    InputError : the file cannot be opened, has no CRS, several layers and none was chosen, no polygons, or none of them
        meets the scene.
    """
    found = read_layer(path, layer=layer, where=where, what=what, repair=False)
    if not found.read:
        raise InputError(f"The {what} {path} has no features{' that fulfil ' + where if where else ''}; give another.")
    if found.crs is None and found.geometries.size:
        raise InputError(
            f"The {what} {path} has no coordinate system (a Shapefile needs its .prj); assign one, for instance with "
            "ogr2ogr -a_srs."
        )
    if not found.geometries.size:
        raise InputError(f"The {what} {path} has {found.read} features and no polygon among them; give outlines.")
    if found.no_polygons:
        progress.message(f"{found.no_polygons} of {found.read} features of {path} are no polygons; left out.")
    # only what is near is repaired: an inventory may be that of a continent
    near, _, repaired = repaired_polygons(_near_the_grid(found.geometries, found.crs, grid))
    near = near[shapely.intersects(near, _extent(grid))]
    if not near.size:
        raise InputError(
            f"No polygon of the {what} {path} lies in the scene (the scene is {_place(grid)}, the polygons "
            f"{_bounds(found)}); check that both are of the same area."
        )
    if repaired:
        progress.message(f"{repaired} of {near.size} polygons of {path} were invalid and were repaired.")
    return Polygons(near, found.read, repaired)


def _near_the_grid(geometries: npt.NDArray[np.object_], crs: Any, grid: GeoBox) -> npt.NDArray[np.object_]:
    """The geometries around the grid, in its CRS; those far away may have no place in it."""
    import geopandas

    extent = grid.pad(max(8, min(grid.shape) // 10)).extent
    own = extent.to_crs(str(crs.to_wkt())).boundingbox
    left, bottom, right, top = shapely.bounds(geometries).T
    meets = (left <= own.right) & (right >= own.left) & (bottom <= own.top) & (top >= own.bottom)
    frames: Any = geopandas  # not annotated by the library
    series = frames.GeoSeries(geometries[meets], crs=crs)
    if grid.crs is not None and crs != grid.crs.to_wkt():
        diagonal = float(np.hypot(own.right - own.left, own.top - own.bottom))
        series = series.segmentize(diagonal / _SEGMENTS)
    return np.asarray(series.to_crs(_wkt(grid)).array, dtype=object)


def _extent(grid: GeoBox) -> Any:
    return grid.extent.geom


def _wkt(grid: GeoBox) -> str:
    assert grid.crs is not None  # analysis_grid sees to it
    return str(grid.crs.to_wkt())


def _place(grid: GeoBox) -> str:
    box = grid.extent.to_crs("EPSG:4326").boundingbox
    return f"at {box.left:.3f} to {box.right:.3f} E, {box.bottom:.3f} to {box.top:.3f} N"


def _bounds(found: PolygonLayer) -> str:
    import geopandas

    frames: Any = geopandas
    left, bottom, right, top = frames.GeoSeries(found.geometries, crs=found.crs).to_crs("EPSG:4326").total_bounds
    return f"at {left:.3f} to {right:.3f} E, {bottom:.3f} to {top:.3f} N"

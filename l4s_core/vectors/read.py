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

_VECTOR_ENDINGS = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".kml", ".gml")
_OWN_LAYER = "landslides"  # of an inventory that l4s-detect wrote
_MOST_FEATURES = 5_000_000
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
    path : anything OGR reads, a zipped Shapefile included; ``what`` it is, for messages.
    layer : which layer, or which file of a zip; None takes the only one, or ``landslides``.
    where : an SQL condition on the attributes, such as ``"type = 'slide'"``.

    Lines and points are left out, invalid polygons are repaired (``make_valid``, keeping what has an area); both are
    said in a message.

    Raises
    ------
    InputError : the file cannot be opened, has no CRS, several layers and none was chosen, no polygons, or none of them
        meets the scene.
    """
    table = _read(Path(path).expanduser(), layer, where, what)
    geometries = np.asarray(table.geometry.array, dtype=object)
    count = len(geometries)
    if not count:
        raise InputError(f"The {what} {path} has no features{' that fulfil ' + where if where else ''}; give another.")
    if table.crs is None:
        raise InputError(
            f"The {what} {path} has no coordinate system (a Shapefile needs its .prj); assign one, for instance with "
            "ogr2ogr -a_srs."
        )
    kind = shapely.get_type_id(geometries)
    area = np.isin(kind, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)) & ~shapely.is_empty(
        geometries
    )
    if not area.any():
        raise InputError(f"The {what} {path} has {count} features and no polygon among them; give outlines.")
    if not area.all():
        progress.message(f"{np.count_nonzero(~area)} of {count} features of {path} are no polygons; left out.")
    near = _near_the_grid(shapely.force_2d(geometries[area]), table.crs, grid)
    near, repaired = _repair(near)
    near = near[shapely.intersects(near, _extent(grid))]
    if not near.size:
        raise InputError(
            f"No polygon of the {what} {path} lies in the scene (the scene is {_place(grid)}, the polygons "
            f"{_bounds(table)}); check that both are of the same area."
        )
    if repaired:
        progress.message(f"{repaired} of {near.size} polygons of {path} were invalid and were repaired.")
    return Polygons(near, count, repaired)


def _read(path: Path, layer: str | None, where: str | None, what: str) -> Any:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    source, layer = _source(path, layer, what)
    try:
        layer = layer or _choose_layer(path, [str(name) for name in pyogrio.list_layers(source)[:, 0]])
        if pyogrio.read_info(source, layer=layer)["features"] > _MOST_FEATURES:
            raise InputError(f"{path} has more than {_MOST_FEATURES:,} features; cut the {what} to the scene first.")
        return pyogrio.read_dataframe(source, layer=layer, where=where, columns=[])
    except (DataSourceError, DataLayerError, FieldError, ValueError, OSError) as error:
        hint = f" (layer {layer}, --where {where})" if where else f" (layer {layer})" if layer else ""
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200].rstrip(".")
        raise InputError(
            f"The {what} {path}{hint} cannot be read as polygons: {reason}; give a GeoPackage, Shapefile or GeoJSON."
        ) from error


def _source(path: Path, layer: str | None, what: str) -> tuple[str, str | None]:
    """What OGR opens, and the layer that remains to be chosen in it."""
    if not path.exists():
        raise InputError(f"The {what} {path} does not exist; check the path.")
    if path.suffix.lower() != ".zip":
        if path.is_file():
            with path.open("rb") as file:
                if b"<ogrvrt" in file.read(4096).lower():
                    # it may name any file or server
                    raise InputError(f"{path} is a virtual layer; give the {what} itself.")
        return str(path.absolute()), layer
    from l4s_core.base.archive import ZipFiles

    files = ZipFiles(path)
    inside = [name for name in files.names if name.lower().endswith(_VECTOR_ENDINGS) and "__MACOSX" not in name]
    named = [name for name in inside if layer in (Path(name).stem, Path(name).name, name)]
    if not inside:
        raise InputError(f"{path} holds no vector file ({', '.join(_VECTOR_ENDINGS[:4])}); give the {what} itself.")
    if len(named) == 1:
        return files.path(named[0]), None
    if len(inside) > 1:
        raise InputError(
            f"{path} holds {len(inside)} vector files ({', '.join(Path(name).stem for name in inside[:12])}); choose "
            "one with --layer."
        )
    return files.path(inside[0]), layer


def _choose_layer(path: Path, layers: list[str]) -> str:
    if len(layers) == 1:
        return layers[0]
    if _OWN_LAYER in layers:
        return _OWN_LAYER
    if not layers:
        raise InputError(f"{path} has no layers in it; give the inventory as polygons.")
    raise InputError(f"{path} has several layers ({', '.join(layers[:12])}); choose one with --layer.")


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


def _repair(geometries: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.object_], int]:
    """Valid polygons, and how many were not; what collapses to lines is gone."""
    invalid = ~shapely.is_valid(geometries)
    whole = geometries.copy()
    whole[invalid] = [_areas_of(shapely.make_valid(each)) for each in geometries[invalid]]
    whole = whole[~shapely.is_empty(whole)]
    return whole, int(np.count_nonzero(invalid))


def _areas_of(geometry: Any) -> Any:
    parts = shapely.get_parts(shapely.get_parts(geometry))  # a collection may hold MultiPolygons
    return shapely.union_all(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def _extent(grid: GeoBox) -> Any:
    return grid.extent.geom


def _wkt(grid: GeoBox) -> str:
    assert grid.crs is not None  # analysis_grid sees to it
    return str(grid.crs.to_wkt())


def _place(grid: GeoBox) -> str:
    box = grid.extent.to_crs("EPSG:4326").boundingbox
    return f"at {box.left:.3f} to {box.right:.3f} E, {box.bottom:.3f} to {box.top:.3f} N"


def _bounds(table: Any) -> str:
    left, bottom, right, top = table.to_crs("EPSG:4326").total_bounds
    return f"at {left:.3f} to {right:.3f} E, {bottom:.3f} to {top:.3f} N"

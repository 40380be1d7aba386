"""Polygons of a vector file that a user gives, with the attributes that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.vectors.features import read_features

if TYPE_CHECKING:
    import pandas as pd

Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class PolygonLayer:
    """The polygons of one layer.

    Attributes
    ----------
    geometries : (n,) shapely Polygon and MultiPolygon in two dimensions; valid and with an area if they were repaired.
    attributes : (n,) rows of the columns that were asked for.
    crs : what pyproj and geopandas understand; None where the file has none.
    source, layer : for messages.
    read : features in the layer. no_polygons : points, lines and empty ones among them. repaired : of its polygons.
    """

    geometries: Geometries
    attributes: pd.DataFrame
    crs: Any
    source: str
    layer: str
    read: int
    no_polygons: int
    repaired: int


def read_layer(
    source: str | Path,
    *,
    layer: str | None = None,
    where: str | None = None,
    columns: Sequence[str] | None = (),
    repair: bool = True,
    what: str = "inventory",
) -> PolygonLayer:
    """The polygons of one layer of a file, whatever else is in it.

    Parameters
    ----------
    source : see `source.vector_source`, which decides what is opened at all. ``what`` it is, for messages.
    layer : which layer, or which file of a zip; None takes the only one, or ``landslides``.
    where : an SQL condition on the attributes, such as ``"type = 'slide'"``.
    columns : attributes to read; None is all. Those that the layer has not are not in the result.
    repair : make invalid polygons valid (``make_valid``) and leave out what of them has no area.

    Raises
    ------
    InputError : it is not opened, cannot be read, has no such layer, or several and none was chosen.
    """
    found = read_features(source, layer=layer, where=where, columns=columns, what=what)
    table, layer = found.table, found.layer
    if not hasattr(table, "geometry"):  # a table without places
        empty: Geometries = np.zeros(0, dtype=object)
        return PolygonLayer(empty, table.iloc[:0], None, str(source), layer, len(table), len(table), 0)
    geometries, rows = polygons_of(np.asarray(table.geometry.array, dtype=object))
    others, repaired = len(table) - len(rows), 0
    if repair:
        geometries, kept, repaired = repaired_polygons(geometries)
        rows = rows[kept]
    attributes = table.drop(columns=table.geometry.name).iloc[rows].reset_index(drop=True)
    return PolygonLayer(geometries, attributes, table.crs, str(source), layer, len(table), others, repaired)


def polygons_of(geometries: Geometries) -> tuple[Geometries, npt.NDArray[np.int64]]:
    """The polygons among geometries (None may be there), in two dimensions, and the places they are from.

    Of a collection those in it are one.
    """
    there = np.flatnonzero(~shapely.is_missing(geometries))
    flat = shapely.force_2d(geometries[there])
    finite = np.isfinite(shapely.bounds(flat).reshape(-1, 4)).all(axis=1)  # of an empty one they are not
    areal = finite & (shapely.get_dimensions(flat) == 2)
    there, flat = there[areal], flat[areal]
    for place in np.flatnonzero(shapely.get_type_id(flat) == shapely.GeometryType.GEOMETRYCOLLECTION):
        flat[place] = areas_of(shapely.make_valid(flat[place]))
    return flat, there


def repaired_polygons(geometries: Geometries) -> tuple[Geometries, npt.NDArray[np.int64], int]:
    """Valid polygons with an area, the places they are from, and how many were not valid."""
    invalid = ~shapely.is_valid(geometries)
    whole = geometries.copy()
    whole[invalid] = [areas_of(shapely.make_valid(each)) for each in geometries[invalid]]
    kept = np.flatnonzero(shapely.area(whole) > 0)
    return whole[kept], kept, int(np.count_nonzero(invalid))


def areas_of(geometry: Any) -> Any:
    """The polygons of a geometry, which may be a collection of collections, as one."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])

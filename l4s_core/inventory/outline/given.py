"""Polygons that somebody gives, drawn or edited, measured by the code that measures those of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely
from odc.geo.geobox import GeoBox
from rasterio.features import rasterize

from l4s_core.base.progress import Progress
from l4s_core.inventory.outline.components import Components
from l4s_core.inventory.outline.landslides import measured, places_of
from l4s_core.inventory.outline.mask import Mask
from l4s_core.inventory.outline.zones import Zonal, zonal
from l4s_core.inventory.schema import LANDSLIDES, frame
from l4s_core.inventory.types import Terrain

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Geometries = npt.NDArray[np.object_]

MEASURED = (
    "area_m2",
    "perim_m",
    "length_m",
    "width_m",
    "lw_ratio",
    "compactness",
    "z_min",
    "z_max",
    "relief_m",
    "slope_mean",
    "slope_max",
    "aspect_mean",
    "prob_mean",
    "prob_max",
    "uncert_mean",
    "conf_usgs",
    "amalg_flag",
    "truncated",
)
"""The columns that follow from an outline and what lies under it."""

EXTREMES = ("crown_x", "crown_y", "toe_x", "toe_y")
"""Centres of the highest and the lowest pixel, NaN without elevation; their heights are ``z_max`` and ``z_min``."""


def pixels_of(polygons: Geometries, grid: GeoBox) -> Components:
    """The pixels of each polygon, whatever else lies there: one component a polygon, in their order.

    A pixel is inside if its centre is. A polygon that holds no centre has the pixels that it touches.

    Parameters
    ----------
    polygons : (n,) shapely geometries with area in the CRS of ``grid``.
    """
    back = ~grid.transform
    rows, starts, stops, labels = [], [], [], []
    for number, polygon in enumerate(polygons):
        own = shapely.transform(polygon, lambda xy: np.column_stack(back * tuple(xy.T)))
        left, top, right, bottom = np.asarray(shapely.bounds(own))
        first_row, last_row = max(0, int(np.floor(top))), min(int(grid.shape[0]), int(np.ceil(bottom)))
        first_col, last_col = max(0, int(np.floor(left))), min(int(grid.shape[1]), int(np.ceil(right)))
        if first_row >= last_row or first_col >= last_col:
            continue
        shape = last_row - first_row, last_col - first_col
        moved = shapely.transform(own, lambda xy, at=(first_col, first_row): xy - at)
        burnt = rasterize([moved], shape, dtype="uint8")
        if not burnt.any():
            burnt = rasterize([moved], shape, all_touched=True, dtype="uint8")
        edges = np.diff(np.pad(burnt, ((0, 0), (1, 1))).astype(np.int8), axis=1)
        row, start = np.nonzero(edges == 1)
        rows.append(row + first_row)
        starts.append(start + first_col)
        stops.append(np.nonzero(edges == -1)[1] + first_col)
        labels.append(np.full(row.size, number, np.int64))
    none = np.zeros(0, np.int64)
    row, start, stop, label = (np.concatenate([none, *parts]) for parts in (rows, starts, stops, labels))
    order = np.lexsort((start, row))
    size = int(grid.shape[0]), int(grid.shape[1])
    value = np.ones(row.size, np.uint8)
    return Components(size, row[order], start[order], stop[order], value, label[order], len(polygons))


def measure_given(
    polygons: Geometries,
    mask: Mask,
    probability: Path | None,
    terrain: Terrain | None,
    progress: Progress,
    *,
    uncertainty: Path | None = None,
    confidence_from: Mapping[int, float] | None = None,
) -> GeoDataFrame:
    """What the columns `MEASURED` of an inventory say of polygons, and `EXTREMES`.

    Polygons may overlap. Pixels that were not observed count for the terrain and not for the probability, and make a
    polygon ``truncated``. What is not known is null.

    Parameters
    ----------
    polygons : (n,) shapely geometries with area in the CRS of the grid.
    mask : says what was not observed; landslides in it mean nothing here.
    probability, uncertainty, terrain : on the grid of the mask, as for `zonal`.
    """
    statistics = zonal(mask, probability, terrain, progress, pixels_of(polygons, mask.grid), uncertainty)
    columns = dict(measured(polygons, statistics, mask.grid, confidence_from))
    columns["conf_usgs"] = np.where(np.isfinite(statistics.prob_mean), columns["conf_usgs"], np.nan)
    columns["truncated"] = np.full(len(polygons), np.nan) if probability is None else statistics.truncated
    kinds = {name: LANDSLIDES[name] for name in MEASURED} | dict.fromkeys(EXTREMES, "real")
    return frame(kinds, columns | _extremes(statistics, mask.grid), polygons, mask.grid.crs)


def _extremes(statistics: Zonal, grid: GeoBox) -> dict[str, npt.NDArray[np.float64]]:
    out = {}
    for name, place in (("crown", statistics.crown), ("toe", statistics.toe)):
        x, y = places_of(place[:, 0] + 0.5, place[:, 1] + 0.5, grid)
        out[f"{name}_x"] = np.where(place[:, 0] >= 0, x, np.nan)
        out[f"{name}_y"] = np.where(place[:, 0] >= 0, y, np.nan)
    return out

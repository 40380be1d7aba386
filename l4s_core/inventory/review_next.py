"""What a reviewer should look at next."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from l4s_core.base.errors import InputError
from l4s_core.inventory.merging.sources import read_source_layer, readable_copy
from l4s_core.inventory.review_rule import ASSETS, place, worth

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

_JUDGED = ("accepted", "rejected", "edited")


@dataclass(frozen=True)
class Next:
    """One landslide that nobody has judged.

    Attributes
    ----------
    fid : row of the layer ``landslides`` in the file, as QGIS and GDAL count it.
    worth : see `review_rule.worth`; None where the model did not say how sure it is.
    uncertainty : 0 to 1. area_m2 : square metres. assets : in its way; None where nobody counted.
    x, y : a point inside, in the CRS of the inventory.
    """

    fid: int
    ls_id: str | None
    uuid: str | None
    worth: float | None
    uncertainty: float | None
    area_m2: float
    assets: int | None
    x: float
    y: float


def review_next(inventory: str | Path, *, count: int | None = None) -> list[Next]:
    """The landslides of an inventory that nobody has judged, those first that are most worth a look.

    It is the order of the review panel in QGIS: what is uncertain, large and in the way of something comes first.

    Parameters
    ----------
    inventory : GeoPackage of l4s; it may be open in QGIS. The columns of `ASSETS` count, if they are there.
    count : how many at most; None is all.

    Raises
    ------
    InputError : it cannot be read, or is no inventory.
    """
    path = Path(inventory)
    if not path.is_file():
        raise InputError(f"{path} does not exist; give the GeoPackage of an inventory.")
    table = _landslides(path)
    missing = [name for name in ("ls_id", "status") if name not in table]
    if missing:
        raise InputError(f"landslides of {path} has no column {missing[0]}; give an inventory as l4s wrote it.")
    status = table["status"].astype(object).where(table["status"].notna(), "").astype(str).str.strip().str.lower()
    left = table[~status.isin(_JUDGED)]
    shapes = np.asarray(left.geometry.array, object)
    area = _numbers(left, "area_m2")
    own = np.asarray(shapely.area(shapes), np.float64)
    area = np.where(np.isfinite(area), area, np.nan_to_num(own))
    uncertainty, assets = _numbers(left, "uncert_mean"), _assets(left)
    values = [
        worth(None if np.isnan(u) else float(u), float(a), 0.0 if np.isnan(n) else float(n))
        for u, a, n in zip(uncertainty, area, assets, strict=True)
    ]
    fids = left.index.to_numpy()
    order = sorted(range(len(left)), key=lambda k: (*place(values[k], float(area[k])), int(fids[k])))
    shown = np.array(order[:count], np.intp)
    inside = shapely.point_on_surface(shapes[shown])
    ids = left["ls_id"].to_numpy(object)
    uuids = left["uuid"].to_numpy(object) if "uuid" in left else np.full(len(left), None, object)
    return [
        Next(
            int(fids[k]),
            _text(ids[k]),
            _text(uuids[k]),
            values[k],
            None if np.isnan(uncertainty[k]) else float(uncertainty[k]),
            float(area[k]),
            None if np.isnan(assets[k]) else int(assets[k]),
            *_place_of(point),
        )
        for k, point in zip(shown.tolist(), inside, strict=True)
    ]


def _landslides(path: Path) -> GeoDataFrame:
    """The layer, with its feature ids as index."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    from l4s_core.vectors.features import layer_names
    from l4s_core.vectors.source import check_geopackage

    check_geopackage(path)
    with tempfile.TemporaryDirectory(prefix="l4s-") as folder:
        readable = readable_copy(path, Path(folder) / "copy")
        present = layer_names(readable, what="inventory")
        if not {"run", "landslides"} <= set(present):
            raise InputError(
                f"{path} is no inventory of l4s (it has {', '.join(present)}); l4s convert makes one of it."
            )
        read_source_layer(readable, path, "run")  # a plain sentence where it is no inventory
        try:
            table: GeoDataFrame = pyogrio.read_dataframe(readable, layer="landslides", fid_as_index=True)
        except (DataSourceError, DataLayerError) as error:
            raise InputError(f"{path} has no landslides in it; give the GeoPackage of an inventory.") from error
    return table


def _assets(table: GeoDataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How many assets each hits, of all kinds; NaN where nobody counted."""
    kinds = np.array([_numbers(table, name) for name in ASSETS])
    counted: np.ndarray[Any, np.dtype[np.float64]] = np.where(
        np.isnan(kinds).all(axis=0), np.nan, np.nansum(kinds, axis=0)
    )
    return counted


def _numbers(table: GeoDataFrame, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    import pandas as pd

    if name not in table:
        return np.full(len(table), np.nan)
    numbers: np.ndarray[Any, np.dtype[np.float64]] = pd.to_numeric(table[name], errors="coerce").to_numpy(
        dtype=np.float64, na_value=np.nan
    )
    return numbers


def _text(value: Any) -> str | None:
    return None if value is None or value != value else str(value)


def _place_of(point: Any) -> tuple[float, float]:
    return (float("nan"), float("nan")) if point is None or point.is_empty else (point.x, point.y)

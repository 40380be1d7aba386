"""Columns, their order and their types, the same for every inventory, empty ones included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame
    from odc.geo.crs import CRS

    from l4s_core.inventory.types import Inventory

TEXT, REAL, WHOLE = "text", "real", "whole"

LANDSLIDES: dict[str, str] = {
    "ls_id": TEXT,
    "uuid": TEXT,
    "event_id": TEXT,
    "event_date": TEXT,
    "date_min": TEXT,
    "date_max": TEXT,
    "trigger": TEXT,
    "ls_type": TEXT,
    "activity": TEXT,
    "area_m2": REAL,
    "perim_m": REAL,
    "length_m": REAL,
    "width_m": REAL,
    "lw_ratio": REAL,
    "compactness": REAL,
    "z_min": REAL,
    "z_max": REAL,
    "relief_m": REAL,
    "slope_mean": REAL,
    "slope_max": REAL,
    "aspect_mean": REAL,
    "prob_mean": REAL,
    "prob_max": REAL,
    "uncert_mean": REAL,
    "conf_usgs": WHOLE,
    "model_id": TEXT,
    "model_sha": TEXT,
    "threshold": REAL,
    "scene_pre": TEXT,
    "scene_post": TEXT,
    "dem_source": TEXT,
    "software": TEXT,
    "run_utc": TEXT,
    "status": TEXT,
    "reviewer": TEXT,
    "review_utc": TEXT,
    "reject_reason": TEXT,
    "notes": TEXT,
    "amalg_flag": WHOLE,
    "truncated": WHOLE,
    "grown_m2": REAL,
}
CROWN_TOE: dict[str, str] = {"ls_id": TEXT, "kind": TEXT, "z_m": REAL}
NOT_OBSERVED: dict[str, str] = {"reason": TEXT, "area_m2": REAL}

LAYERS: dict[str, tuple[dict[str, str], str]] = {
    "landslides": (LANDSLIDES, "MultiPolygon"),
    "crown_toe": (CROWN_TOE, "Point"),
    "not_observed": (NOT_OBSERVED, "MultiPolygon"),
}
"""Layer name -> (columns, geometry type in the file)."""

SCENES: dict[str, str] = {
    "scene": TEXT,
    "date": TEXT,
    "scene_pre": TEXT,
    "event_id": TEXT,
    "event_date": TEXT,
    "file": TEXT,
    "source": TEXT,
    "landslides": WHOLE,
    "share_observed": REAL,
    "area_m2": REAL,
    "model_id": TEXT,
    "model_sha": TEXT,
    "threshold": REAL,
    "mmu_m2": REAL,
    "dem_source": TEXT,
    "software": TEXT,
    "run_utc": TEXT,
}
MERGED_LAYERS: dict[str, tuple[dict[str, str], str]] = {
    **LAYERS,
    "landslides": ({**LANDSLIDES, "n_found": WHOLE, "n_observed": WHOLE, "merged_uuids": TEXT}, "MultiPolygon"),
    "scenes": (SCENES, "MultiPolygon"),
}
"""The same of an inventory merged from several."""


BARE_BEFORE = "bare_before"
"""The layer of an inventory whose scene before was looked at; it has the columns of the landslides."""


def layers_of(inventory: Inventory) -> dict[str, tuple[dict[str, str], str]]:
    """`LAYERS`, or `MERGED_LAYERS` where the inventory is a merged one; with `BARE_BEFORE` where there is one."""
    layers = LAYERS if inventory.scenes is None else MERGED_LAYERS
    return {**layers, BARE_BEFORE: layers["landslides"]} if inventory.has_older() else layers


def frame(columns: Mapping[str, str], values: Mapping[str, Any], geometry: Any, crs: CRS | Any) -> GeoDataFrame:
    """A GeoDataFrame with exactly ``columns``, in their order and types; what ``values`` lacks is null.

    TEXT is object with None, REAL float64 with NaN, WHOLE pandas Int32 with NA: types that survive a column, or a
    table, without any value.
    """
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

    count = len(geometry)
    table = {name: typed(values.get(name), kind, count) for name, kind in columns.items()}
    return GeoDataFrame(pd.DataFrame(table, index=pd.RangeIndex(count)), geometry=list(geometry), crs=crs)


def typed(values: Any, kind: str, count: int) -> pd.Series:
    """``values`` (an array, or one value for all rows) as a column of that kind."""
    import pandas as pd

    if values is None or (kind == TEXT and isinstance(values, str)):  # the same in every row
        same = pd.Series([values] * count, dtype=object)
        if kind == TEXT:
            return same
        values = same
    column = pd.Series(values.array if isinstance(values, pd.Series) else values, index=range(count))
    if kind == REAL:
        column = pd.to_numeric(column).astype(np.float64)
    elif kind == WHOLE:
        column = pd.to_numeric(column).astype("Int32")
    else:
        column = pd.Series(_texts(column), dtype=object)
    return column


def _texts(column: pd.Series) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Values as str, None where there is none; all at once, because a file has millions of cells."""
    import pandas as pd

    missing = column.isna().to_numpy(bool)
    out = np.array(column.to_numpy(dtype=object), dtype=object)
    if pd.api.types.infer_dtype(out[~missing], skipna=False) not in ("string", "empty"):
        out[~missing] = [str(value) for value in out[~missing]]
    out[missing] = None
    return out

"""How old what was found is, where a scene before was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

RELICT, REACTIVATED = "relict", "reactivated"
_TOUCH_M = 15.0  # new ground of the next pixel, corners too, joins


def with_activity(older: GeoDataFrame, newer: GeoDataFrame) -> GeoDataFrame:
    """What was bare before, with ``activity``: `REACTIVATED` where new ground joins it, else `RELICT` (states of
    activity of Cruden & Varnes 1996), and ``ls_id`` that begin with ``OLD``."""
    places, new = np.asarray(older.geometry.values), np.asarray(newer.geometry.values)
    joined = np.zeros(len(places), bool)
    if len(places) and len(new):
        joined[np.unique(shapely.STRtree(new).query(places, predicate="dwithin", distance=_TOUCH_M)[0])] = True
    found: GeoDataFrame = older.assign(  # type: ignore[assignment]
        activity=np.where(joined, REACTIVATED, RELICT).astype(object),
        ls_id=[name.replace("LS-", "OLD-", 1) for name in older["ls_id"]],
    )
    return found

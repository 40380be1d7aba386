"""Polygons that may be several landslides mapped as one: large ones are too many then, and volumes too great.

Marc & Hovius (2015, Nat. Hazards Earth Syst. Sci. 15, 723) tell them by form and topography. Without a DEM there is
only the form: a large polygon that fills little of its convex hull, and is a thin net or falls into several bodies
where its necks are cut. A hint to look, which nobody has calibrated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.inventory.outline.landslides import (
    AMALGAM_MAX_COMPACTNESS,
    AMALGAM_MAX_SOLIDITY,
    AMALGAM_MIN_PIXELS,
)

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

BoolArray = npt.NDArray[np.bool_]
_NECK = 0.15  # of the root of the area: how wide a neck is that joins two bodies
_BODY = 0.1  # of the area: what falls off and is less is no landslide of its own
_LARGE_SHARE = 0.5  # without pixels, the larger half of the landslides can be amalgamated


@dataclass(frozen=True)
class Amalgamation:
    """``flagged``: how many landslides may be several, ``area_share`` their share of the area (0 to 1); ``rows``: their
    places in the file; ``told_by``: ``amalg_flag`` of the inventory, or ``form``; ``of_largest``: how many of the ten
    largest are among them."""

    flagged: int
    area_share: float
    of_largest: int
    told_by: str
    rows: tuple[int, ...]


def amalgamation(landslides: GeoDataFrame, resolution_m: float | None) -> Amalgamation:
    """Flags of an inventory: its own ``amalg_flag`` where it says something, the form of the others.

    Parameters
    ----------
    landslides : polygons in a metric CRS, indexed by their row in the file.
    """
    polygons = np.asarray(landslides.geometry.array, dtype=object)
    area = shapely.area(polygons)
    flags = np.zeros(len(polygons), dtype=bool)
    known = np.zeros(len(polygons), dtype=bool)
    if "amalg_flag" in landslides:
        import pandas as pd

        given: Any = pd.to_numeric(landslides["amalg_flag"], errors="coerce").to_numpy(np.float64, na_value=np.nan)
        known = np.isfinite(given)
        flags[known] = given[known] == 1
    flags[~known] = several_by_form(polygons[~known], resolution_m)
    largest = np.argsort(-area, kind="stable")[:10]
    return Amalgamation(
        flagged=int(flags.sum()),
        area_share=float(area[flags].sum() / area.sum()) if len(area) else 0.0,
        of_largest=int(flags[largest].sum()),
        told_by="amalg_flag" if known.all() and known.size else "amalg_flag and form" if known.any() else "form",
        rows=tuple(int(row) for row in np.asarray(landslides.index)[flags]),
    )


def several_by_form(polygons: npt.NDArray[np.object_], resolution_m: float | None) -> BoolArray:
    """Whether the form of each polygon speaks for several landslides.

    At least ``AMALGAM_MIN_PIXELS`` pixels large, or without pixels above the median; less than
    ``AMALGAM_MAX_SOLIDITY`` of the convex hull; and a compactness (4 pi area / perimeter^2) below
    ``AMALGAM_MAX_COMPACTNESS``, or two bodies at least, each a tenth of the area, where necks of 0.15 times the root of
    the area are cut. Polygons of several parts are joined by nothing: their parts count as bodies.
    """
    area = shapely.area(polygons)
    if not area.size:
        return np.zeros(0, dtype=bool)
    least = np.quantile(area, _LARGE_SHARE) if resolution_m is None else AMALGAM_MIN_PIXELS * resolution_m**2
    flags: BoolArray = (area >= least) & (area < AMALGAM_MAX_SOLIDITY * shapely.area(shapely.convex_hull(polygons)))
    candidates = np.flatnonzero(flags)
    some = polygons[candidates]
    net = 4 * np.pi * area[candidates] / shapely.length(some) ** 2 < AMALGAM_MAX_COMPACTNESS
    bodies = shapely.buffer(some, -_NECK / 2 * np.sqrt(area[candidates]), quad_segs=2)
    parts, owner = shapely.get_parts(bodies, return_index=True)
    whole = np.bincount(owner, shapely.area(parts), minlength=len(candidates))
    large = shapely.area(parts) >= _BODY * whole[owner]
    flags[candidates] = net | (np.bincount(owner[large], minlength=len(candidates)) >= 2)
    return flags

"""A CRS in which areas and lengths of polygons may be measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError

LARGEST_DISTORTION = 0.0025
"""Of lengths, at the corners and in the middle of what is measured: areas are within half a percent. UTM has 0.0004 in
the middle of its zone and 0.001 at its edge."""


def metric_crs(bounds: Sequence[float] | npt.NDArray[np.float64], crs: Any, what: str = "The polygons") -> Any:
    """The CRS (pyproj) to measure in what lies within ``bounds`` of ``crs``.

    Their own where it is in metres and true to scale (`LARGEST_DISTORTION`); else the UTM zone of the middle; where
    that is not true to scale at the corners, because the ground is larger than a zone or at a pole, Lambert's azimuthal
    equal-area projection around the middle, which has no error in areas.

    Parameters
    ----------
    bounds : left, bottom, right, top; left may be larger than right where degrees cross the 180th meridian.

    Raises
    ------
    InputError : the bounds have no place on the earth.
    """
    from odc.geo.crs import CRS as OdcCRS
    from pyproj import CRS

    from l4s_core.rasters.grid import in_metres

    crs = CRS.from_user_input(crs)
    lon, lat = _corners(np.asarray(bounds, float), crs, what)
    if in_metres(OdcCRS(crs)) and _true_to_scale(crs, lon, lat):
        return crs
    middle = float((lon[-1] + 180) % 360 - 180)
    zone = min(int((middle + 180) // 6) + 1, 60)
    utm = CRS.from_epsg((32600 if lat[-1] >= 0 else 32700) + zone)
    if abs(lat).max() <= 84 and _true_to_scale(utm, lon, lat):
        return utm
    return CRS.from_dict(
        {"proj": "laea", "lat_0": round(float(lat[-1]), 2), "lon_0": round(middle, 2), "datum": "WGS84", "units": "m"}
    )


def _corners(bounds: npt.NDArray[np.float64], crs: Any, what: str) -> tuple[npt.NDArray[np.float64], ...]:
    """Longitudes (without a jump at 180 degrees) and latitudes of the corners and, last, the middle."""
    from pyproj import Transformer

    left, bottom, right, top = bounds
    if crs.is_geographic and left > right:
        right += 360
    x = np.array([left, left, right, right, (left + right) / 2])
    y = np.array([bottom, top, bottom, top, (bottom + top) / 2])
    lon, lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
    lon = lon[-1] + (lon - lon[-1] + 180) % 360 - 180  # next to the middle one
    if not (np.isfinite(lon).all() and np.isfinite(lat).all() and (abs(lat) <= 90.001).all()):
        raise InputError(
            f"{what} lie at {left:.6g} to {right:.6g}, {bottom:.6g} to {top:.6g}, which is no place on the earth in "
            f"{crs.name}; say the CRS they are in with --crs."
        )
    return lon, lat


def _true_to_scale(crs: Any, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> bool:
    from pyproj import Proj
    from pyproj.exceptions import ProjError

    try:
        factors = Proj(crs).get_factors((lon + 180) % 360 - 180, np.clip(lat, -90, 90), errcheck=True)
    except (ProjError, RuntimeError, ValueError):
        return False
    scales = np.concatenate([np.atleast_1d(factors.meridional_scale), np.atleast_1d(factors.parallel_scale)])
    return bool(np.isfinite(scales).all() and (abs(scales - 1) <= LARGEST_DISTORTION).all())

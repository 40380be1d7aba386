"""What a DEM says about itself, and what its heights say: unit, undeclared voids."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from odc.geo.geom import Geometry, box
from rasterio.errors import RasterioError
from rasterio.windows import Window

from l4s_core.base.choices import DemUnit as DemUnit
from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_options, gdal_reason, web_problem
from l4s_core.rasters.validity import alpha_of, as_values, read_valid
from l4s_core.terrain.mosaic import OWN
from l4s_core.terrain.reach import Reach
from l4s_core.terrain.tile import FEET, stated_unit

FOOT_M = {"feet": 0.3048, "us survey feet": 1200 / 3937}
LOWEST_M, HIGHEST_M = -500.0, 9000.0  # Dead Sea shore -430 m, Everest 8,849 m
_SAMPLES = 1000  # side of a decimated look at the whole DEM
_WHOLE_PX = 30_000_000  # a DEM up to this size is looked at whole: a few void pixels are enough for a false cliff
_UNDECLARED = (-32768.0, -32767.0, -9999.0, 32767.0, 65535.0)
_ABSURD = 1e30  # single-precision fill of some programs, such as -3.4e38


class DemFacts:
    """What a look at the file says: unit, stored values that mean nodata, declared or not, the outline of what is not
    margin (None: the whole file)."""

    def __init__(self) -> None:
        self.nodata: tuple[float, ...] = ()
        self.to_metres = 1.0
        self.own: Geometry | None = None
        self.notes: list[str] = []


def look_at_dem(path: str, name: str, grid: GeoBox, unit: DemUnit, *, alone: bool) -> DemFacts:
    """What can be told of a DEM by its header and its heights around ``grid``.

    ``name`` is how messages call it. A raster that is not ``alone``, one of several, may have no heights there.

    Raises
    ------
    InputError
        It cannot be read, has no CRS, no heights, more than one band, or heights that do not exist on land.
    """
    facts = DemFacts()
    try:
        with gdal_options(path), rasterio.open(path) as src:
            if src.crs is None:
                raise InputError(f"The DEM {name} has no CRS; assign one (gdal_edit.py -a_srs) and try again.")
            bands = src.count - (alpha_of(src) is not None)
            if src.dtypes[0].startswith(("complex", "uint8")) or bands > 1:
                raise InputError(
                    f"{name} has {bands} band(s) of {src.dtypes[0]}, a DEM has one band of heights; give the "
                    "elevation raster, not a picture or a hillshade."
                )
            facts.nodata = as_values(src.nodata)
            sample, whole = _sample(src, grid, facts.nodata)
            stated = stated_unit(src)
            facts.own = _outline(src)
    except RasterioError as error:
        problem = web_problem(error) or f"cannot be opened or read as a raster ({gdal_reason(error)}); give a GeoTIFF"
        raise InputError(f"The DEM {name} {problem}.") from error
    sample[~np.isfinite(sample)] = np.nan
    _find_undeclared_nodata(sample, facts)
    if np.isfinite(sample).any():
        _find_unit(sample, facts, name, unit, stated)
    elif whole and alone:
        raise InputError(f"The DEM {name} has no heights in it, only nodata; give another one.")
    return facts


def _outline(src: Any) -> Geometry | None:
    """What is not margin of a virtual raster made by `mosaic.write_vrt`."""
    bounds = src.tags().get(OWN)
    if bounds is None:
        return None
    left, bottom, right, top = map(float, bounds.split())
    # a line of latitude is bent in metres: it is followed in pieces
    return box(left, bottom, right, top, src.crs.to_wkt()).segmented(max(right - left, top - bottom) / 200)


def _sample(src: Any, grid: GeoBox, nodata: tuple[float, ...]) -> tuple[npt.NDArray[np.float64], bool]:
    """Heights to judge the DEM by, and whether these are all of it: of a large one they are those around the grid."""
    window = Window(0, 0, src.width, src.height)
    if src.height * src.width > _WHOLE_PX:
        window = _window(src, grid) or window
    step = 1 if window.height * window.width <= _WHOLE_PX else max(1, int(max(window.height, window.width)) // _SAMPLES)
    shape = (max(1, int(window.height) // step), max(1, int(window.width) // step))
    return read_valid(src, 1, nodata, window=window, shape=shape), (window.width, window.height) == (
        src.width,
        src.height,
    )


def _window(src: Any, grid: GeoBox) -> Window | None:
    """The piece of an open raster on which the grid lies; None where it lies elsewhere or on both of its ends."""
    boxes = Reach(grid).boxes(src.crs)
    if len(boxes) != 1 or not src.transform.is_rectilinear:
        return None
    (left, bottom, right, top), inverse = boxes[0], ~src.transform
    cols, rows = (sorted(ends) for ends in zip(inverse * (left, top), inverse * (right, bottom), strict=True))
    first = [min(max(int(ends[0]), 0), size) for ends, size in ((cols, src.width), (rows, src.height))]
    last = [min(max(int(ends[1]) + 1, 0), size) for ends, size in ((cols, src.width), (rows, src.height))]
    if first[0] >= last[0] or first[1] >= last[1]:
        return None
    return Window(first[0], first[1], last[0] - first[0], last[1] - first[1])


def _find_undeclared_nodata(sample: npt.NDArray[np.float64], facts: DemFacts) -> None:
    found = [v for v in _UNDECLARED if (sample == v).any()]
    found += [float(v) for v in np.unique(sample[np.abs(sample) > _ABSURD])[:4]]
    for value in found:
        sample[sample == value] = np.nan
    zeros = sample == 0.0
    land = sample[~zeros & np.isfinite(sample)]
    # a coast has heights between 0 and 50 m beside its zeros; a void filled with 0 in the mountains has none
    if zeros.any() and land.size and np.percentile(np.abs(land), 1) > 50.0:
        found.append(0.0)
    if found:
        words = ", ".join(f"{v:g}" for v in found)
        facts.nodata = as_values((*facts.nodata, *found))
        facts.notes.append(f"The DEM does not declare {words} as nodata, yet uses it so; taken as nodata.")


def _find_unit(sample: npt.NDArray[np.float64], facts: DemFacts, name: str, unit: DemUnit, stated: str) -> None:
    if unit == "auto" and stated in FEET:
        unit = "feet"
        facts.notes.append("The DEM says that its heights are in feet; converted to metres.")
    if unit == "feet":
        facts.to_metres = FOOT_M["us survey feet" if "us" in stated else "feet"]
    void_is_zero = 0.0 in facts.nodata
    known = sample[np.isfinite(sample) & (sample != 0.0)] if void_is_zero else sample
    low, high = np.nanpercentile(known, [0.5, 99.5]) * facts.to_metres
    if low < LOWEST_M or high > HIGHEST_M:
        raise InputError(
            f"The DEM {name} has heights from {low:.0f} to {high:.0f} m, which do not exist on land; if they are in "
            "feet say --dem-unit feet, else give a DEM in metres."
        )

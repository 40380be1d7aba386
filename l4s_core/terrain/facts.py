"""What a DEM says about itself, and where its heights are looked at to tell what they mean."""

from __future__ import annotations

import math
import re
from pathlib import Path
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
from l4s_core.rasters.header import gdal_options, gdal_reason, shown, web_problem
from l4s_core.rasters.pointing import points_elsewhere, raw_problem
from l4s_core.rasters.validity import alpha_of, as_values, read_valid
from l4s_core.terrain.mosaic import OWN
from l4s_core.terrain.reach import Reach
from l4s_core.terrain.tile import stated_unit
from l4s_core.values.height import refuse_derived, refuse_rough, settle_height
from l4s_core.values.types import Declared, Meaning

_SPEAKING = ("TIFFTAG_IMAGEDESCRIPTION", "DESCRIPTION", "LONG_NAME", "STANDARD_NAME", "LAYER_TYPE")
_SAMPLES = 1000  # side of a decimated look at the whole DEM
_WHOLE_PX = 30_000_000  # a DEM up to this size is looked at whole: a few void pixels are enough for a false cliff


class DemFacts:
    """What a look at the file says: what its stored values mean in metres, and the outline of what is not margin (None:
    the whole file)."""

    def __init__(self, meaning: Meaning, own: Geometry | None) -> None:
        self.meaning = meaning
        self.own = own


def look_at_dem(path: str, name: str, grid: GeoBox, unit: DemUnit, *, alone: bool) -> DemFacts:
    """What can be told of a DEM by its header and its heights around ``grid``.

    ``name`` is how messages call it. A raster that is not ``alone``, one of several, may have no heights there.

    Raises
    ------
    InputError
        It cannot be read, has no CRS, no heights, more than one band, heights that do not exist on land, or something
        else than heights.
    """
    if points_elsewhere(path):
        raise InputError(f"The DEM {name} is a text that may point to other files or servers; give the raster itself.")
    if problem := raw_problem(path):
        raise InputError(f"The DEM {name} {problem}, it was cut short; fetch it again.")
    try:
        with gdal_options(path), rasterio.open(path) as src:
            if src.crs is None:
                raise InputError(f"The DEM {name} has no CRS; assign one (gdal_edit.py -a_srs) and try again.")
            bands = src.count - (alpha_of(src) is not None)
            if src.dtypes[0].startswith(("complex", "uint8", "int8")) or bands > 1:
                raise InputError(
                    f"{name} has {bands} band(s) of {src.dtypes[0]}, a DEM has one band of heights; give the "
                    "elevation raster, not a picture or a hillshade."
                )
            declared = _declared(src, path)
            sample, whole, all_of_it = _sample(src, grid, declared.nodata)
            stated = stated_unit(src)
            words = _words(src, path)
            down = "down" in _axis(src.crs)
            own = _outline(src)
    except RasterioError as error:
        problem = web_problem(error) or f"cannot be opened or read as a raster ({gdal_reason(error)}); give a GeoTIFF"
        raise InputError(f"The DEM {name} {problem}.") from error
    sample[~np.isfinite(sample)] = np.nan
    if unit == "auto":
        refuse_derived(words, sample, stated, name)
        if all_of_it:
            refuse_rough(sample, name)
        if down:
            raise InputError(f"The DEM {name} counts depth downwards, says its CRS; give heights, upwards.")
    meaning = settle_height(sample, declared, stated, unit, name)
    if whole and alone and not np.isfinite(sample).any():
        raise InputError(f"The DEM {name} has no heights in it, only nodata; give another one.")
    return DemFacts(meaning, own)


def _axis(crs: Any) -> str:
    """Which way the vertical axis of a CRS points, in lower case; empty without one."""
    found = re.search(
        r'(?:VERTCRS|VERT_CS|VERTICALCRS)\[.*?AXIS\["[^"]*",\s*(\w+)', crs.to_wkt(), re.DOTALL | re.IGNORECASE
    )
    return found.group(1).lower() if found else ""


def _outline(src: Any) -> Geometry | None:
    """What is not margin of a virtual raster made by `mosaic.write_vrt`."""
    bounds = src.tags().get(OWN)
    if bounds is None:
        return None
    left, bottom, right, top = map(float, bounds.split())
    # a line of latitude is bent in metres: it is followed in pieces
    return box(left, bottom, right, top, src.crs.to_wkt()).segmented(max(right - left, top - bottom) / 200)


def _sample(src: Any, grid: GeoBox, nodata: tuple[float, ...]) -> tuple[npt.NDArray[np.float64], bool, bool]:
    """Heights to judge the DEM by, whether these are all of its ground: of a large one they are those around the grid,
    and whether no pixel was left out between them."""
    window = Window(0, 0, src.width, src.height)
    if src.height * src.width > _WHOLE_PX:
        window = _window(src, grid) or window
    step = 1 if window.height * window.width <= _WHOLE_PX else max(1, int(max(window.height, window.width)) // _SAMPLES)
    shape = (max(1, int(window.height) // step), max(1, int(window.width) // step))
    whole = (window.width, window.height) == (src.width, src.height)
    return read_valid(src, 1, nodata, window=window, shape=shape), whole, step == 1


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


def _declared(src: Any, path: str) -> Declared:
    scale, offset = float(src.scales[0]), float(src.offsets[0])
    told = math.isfinite(scale) and math.isfinite(offset) and (scale, offset) not in ((1.0, 0.0), (0.0, 0.0))
    return Declared(
        scale=scale if told else None,
        offset=offset if told else None,
        nodata=as_values(src.nodata),
        said_by="its band" if told else "",
    )


def _words(src: Any, path: str) -> list[str]:
    """What speaks of the raster: its name, descriptions and tags."""
    tags = {**src.tags(), **src.tags(1)}
    stem = "" if path.lstrip().startswith("<") else Path(shown(path)).stem
    return [stem, src.descriptions[0] or "", *(text for key, text in tags.items() if key.upper() in _SPEAKING)]

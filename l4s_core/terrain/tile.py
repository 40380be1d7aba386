"""What one elevation raster says about itself: place, pixels, nodata, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import rasterio
from affine import Affine
from rasterio.errors import RasterioError

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_options, gdal_reason, shown, web_problem
from l4s_core.rasters.pointing import points_elsewhere, raw_problem
from l4s_core.rasters.validity import alpha_of, plain_of, valid_band

Bounds = tuple[float, float, float, float]  # left, bottom, right, top
_DEGREE_IN_NAME = re.compile(r"(?<![a-z0-9])([ns])(\d{2})(?:_00)?_?([ew])(\d{3})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Tile:
    """The header of an elevation raster; ``path`` is what GDAL opens, ``nodata`` and ``unit`` as the file states them
    (unit in lower case, ``""`` where it says none). Tiles of one CRS share the object ``crs``.
    ``valid`` is what GDAL opens for a tile with a mask or an alpha band, see `rasters.validity.valid_band`;
    ``scale`` is GDAL's scale and offset of the heights."""

    path: str
    crs: Any
    transform: Affine
    rows: int
    cols: int
    dtype: str
    nodata: float | None
    unit: str
    valid: str | None = None
    scale: tuple[float, float] = (1.0, 0.0)

    @property
    def bounds(self) -> Bounds:
        """In the tile's CRS, also of a rotated raster."""
        corners = [self.transform * (c, r) for c in (0, self.cols) for r in (0, self.rows)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def pixel(self) -> tuple[float, float]:
        """Width and height of a pixel in units of the CRS."""
        return abs(self.transform.a) or abs(self.transform.b), abs(self.transform.e) or abs(self.transform.d)

    @property
    def north_up(self) -> bool:
        """Whether rows run from north to south and columns from west to east."""
        t = self.transform
        return bool(t.b == 0 and t.d == 0 and t.a > 0 and t.e < 0)


@dataclass(frozen=True)
class NoTile:
    """A raster that is no elevation tile, and why: ``damaged`` where it cannot be opened."""

    path: str
    why: str
    damaged: bool


@lru_cache(maxsize=100_000)
def read_tile(path: str, size: int = 0, mtime_ns: int = 0) -> Tile | NoTile:
    """The header of a raster. ``size`` and ``mtime_ns`` are the state of the file: each state is read once."""
    if points_elsewhere(path):
        return NoTile(path, "is a text and no raster, which may point to other files or servers", damaged=True)
    if problem := raw_problem(path):
        return NoTile(path, problem, damaged=True)
    try:
        with gdal_options(path), rasterio.open(path) as src:
            bands = src.count - (alpha_of(src) is not None)
            if bands != 1 or src.dtypes[0] in ("uint8", "int8") or src.dtypes[0].startswith("complex"):
                return NoTile(path, f"has {bands} band(s) of {src.dtypes[0]}", damaged=False)
            if src.crs is None or src.transform.is_identity:
                return NoTile(path, "has no CRS or no position", damaged=True)
            return Tile(
                path=path,
                crs=_crs(src.crs.to_wkt()),
                transform=src.transform,
                rows=src.height,
                cols=src.width,
                dtype=src.dtypes[0],
                nodata=None if src.nodata is None else float(src.nodata),
                unit=stated_unit(src),
                scale=(float(src.scales[0]), float(src.offsets[0])),
                valid=None if plain_of(src, 1) else valid_band(src, 1, src.nodata),
            )
    except RasterioError as error:
        why = web_problem(error) or f"cannot be opened as a raster ({gdal_reason(error)})"
        return NoTile(path, why, damaged=True)


@lru_cache(maxsize=1000)
def _crs(wkt: str) -> Any:
    """One object for one text: comparing coordinate systems takes long, and folders have thousands of tiles."""
    return rasterio.crs.CRS.from_wkt(wkt)


def need_tile(path: str) -> Tile:
    """`read_tile` of a raster that was asked for by name. Raises InputError where it is no elevation tile."""
    found = read_tile(path, *state_of(path))
    if isinstance(found, NoTile):
        advice = "" if ";" in found.why else "; give the elevation raster, fetch it again if it is damaged"
        raise InputError(f"The DEM tile {shown(path)} {found.why}{advice}.")
    return found


def state_of(path: str) -> tuple[int, int]:
    """Size in bytes and time of the last change in ns; zeros for what is no local file."""
    try:
        state = Path(path).stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns


def stated_unit(src: Any) -> str:
    """The unit of heights that an open raster states, in band or CRS, in lower case; ``""`` where it says none."""
    stated: str = (src.units[0] or "").lower()
    vertical = str(src.crs.to_dict().get("vunits", ""))
    if not stated and "ft" in vertical:
        return "us survey feet" if "us" in vertical else "feet"
    return stated


def degree_in_name(name: str) -> tuple[int, int] | None:
    """(longitude, latitude) in whole degrees that a file name speaks of: ``N45E007.hgt``,
    ``Copernicus_DSM_COG_10_N45_00_E007_00_DEM.tif``; None where there is none.

    It is a corner of the tile or near it; which corner, and how large the tile is, differs between products.
    """
    match = _DEGREE_IN_NAME.search(name)
    if match is None:
        return None
    ns, lat, ew, lon = match.groups()
    return (-1 if ew in "wW" else 1) * int(lon), (-1 if ns in "sS" else 1) * int(lat)

"""Cubes in NetCDF as openEO, odc-stac and xarray save them: a variable for each band, or one with a dimension of bands,
of one date or of several."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from rasterio.crs import CRS
from rasterio.errors import CRSError

from l4s_core.base.errors import InputError, first_line
from l4s_core.rasters.virtual import Layer, Part, read_part, stacked
from l4s_core.scene.gather.folder import Listing, Unit

ENDINGS = frozenset({".nc", ".nc4", ".cdf"})
_MOST_BYTES_A_CHUNK = 2**30  # what is decoded at once
_MOST_VARIABLES = 500
_VARIABLE = re.compile(r"[\w ./+-]+")
_UNITS = re.compile(r"(second|minute|hour|day)s? since (\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?", re.ASCII)
_TIME = ("t", "time", "date", "datetime")
_X, _Y = ("x", "lon", "longitude", "easting"), ("y", "lat", "latitude", "northing")
_LONGEST = 1_000_000  # of a coordinate
_BAND_DIMENSIONS = ("band", "bands", "spectral", "wavelength", "variable")


@dataclass(frozen=True)
class Slice:
    """One band of one date.

    Attributes
    ----------
    path : what GDAL opens, the variable.
    index : the number of its raster band, from 1.
    name : of the variable, or of its place in the dimension of bands; None where it has none.
    day : YYYY-MM-DD, None where nothing says it.
    """

    path: str
    index: int
    name: str | None
    day: str | None


@dataclass(frozen=True)
class Inside:
    """What a file says of grids beside its variables: the CRS (WKT) that it states once, and coordinates by name."""

    crs: str | None = None
    coordinates: Mapping[str, tuple[float, float, int]] = field(default_factory=dict)  # first, last, how many

    def transform(self, rows: int, cols: int) -> Affine | None:
        """Of a variable whose x and y carry no attributes. GDAL does not look at them, and turns the rows around, as if
        y went up in the file."""
        x = next((c for name, c in self.coordinates.items() if name in _X and c[2] == cols), None)
        y = next((c for name, c in self.coordinates.items() if name in _Y and c[2] == rows), None)
        if x is None or y is None or min(rows, cols) < 2:
            return None
        dx, dy = (x[1] - x[0]) / (cols - 1), (y[0] - y[1]) / (rows - 1)
        return Affine(dx, 0, x[0] - dx / 2, 0, dy, y[1] - dy / 2) if dx and dy else None


@dataclass(frozen=True)
class Cube:
    """The slices of a file that lie on a grid, and what else the file says of grids."""

    slices: tuple[Slice, ...]
    inside: Inside

    @property
    def days(self) -> list[str]:
        return sorted({one.day for one in self.slices if one.day is not None})


def read_cube(path: Path) -> Cube:
    """What a NetCDF file holds.

    Raises
    ------
    InputError
        It is damaged, points to other files, or holds nothing on a grid.
    """
    import warnings

    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    if '"' in str(path):
        raise InputError(f"{path} has a quotation mark in its name; rename it.")
    inside = _look_inside(path)
    found: list[Slice] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path, driver="netCDF") as whole:
                names = [name.rpartition(":")[2] for name in whole.subdatasets]
                if not names and whole.count:
                    names = [str(whole.tags(1).get("NETCDF_VARNAME", ""))]
            for name in names[:_MOST_VARIABLES]:
                if not _VARIABLE.fullmatch(name):
                    continue
                variable = f'NETCDF:"{path.absolute()}":{name}'
                with rasterio.open(variable, driver="netCDF") as src:
                    if not src.transform.is_identity or inside.transform(src.height, src.width) is not None:
                        found += _slices(variable, name, src)
    except RasterioError as error:
        raise InputError(
            f"{path} cannot be opened as NetCDF, it is damaged, incomplete or of another kind ({first_line(error)}); "
            "fetch it again."
        ) from error
    if not found:
        raise InputError(
            f"{path} has no variable on a grid with a place (x and y as coordinates, and a grid mapping); save it with "
            "them, or as GeoTIFF."
        )
    return Cube(tuple(found), inside)


def _slices(variable: str, name: str, src: Any) -> list[Slice]:
    tags = src.tags()
    found = []
    for index in src.indexes:
        at = _place(tags, src.tags(index), index)
        time = next((d for d in at if d.lower() in _TIME), None)
        bands = next((d for d in at if d.lower() in _BAND_DIMENSIONS), None)
        day = None if time is None else day_of(at[time], tags.get(f"{time}#units", ""))
        found.append(Slice(variable, index, name if bands is None else at[bands] or None, day))
    return found


def _place(tags: Mapping[str, str], own: Mapping[str, str], index: int) -> dict[str, str]:
    """The values of the dimensions beyond x and y for a raster band; GDAL counts with the last running fastest."""
    rest = index - 1
    found = {}
    for dimension in reversed(re.findall(r"\w+", tags.get("NETCDF_DIM_EXTRA", ""))):
        size = int((re.findall(r"\d+", tags.get(f"NETCDF_DIM_{dimension}_DEF", "")) or ["1"])[0])
        values = tags.get(f"NETCDF_DIM_{dimension}_VALUES", "").strip("{}").split(",")
        rest, position = divmod(rest, max(size, 1))
        found[dimension] = own.get(f"NETCDF_DIM_{dimension}") or (values[position] if len(values) == size else "")
    # a dimension of one is left out where the variable does not need it
    found |= {
        key.removeprefix("NETCDF_DIM_"): value
        for key, value in own.items()
        if key.startswith("NETCDF_DIM_") and key.removeprefix("NETCDF_DIM_") not in found
    }
    return found


def day_of(value: str, units: str) -> str | None:
    """``("18130", "days since 1970-01-01")`` -> ``"2019-08-22"``; the value itself where it cannot be told, so that two
    dates never look like one; None for no value."""
    match = _UNITS.match(units.strip())
    try:
        number = float(value)
        if match is None:
            return value or None
        unit, year, month, day, hour, minute = match.groups()
        start = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=timezone.utc)
        return (start + timedelta(**{f"{unit}s": number})).date().isoformat()
    except (ValueError, OverflowError):
        return value or None


def _look_inside(path: Path) -> Inside:
    """What a file of the kind of NetCDF that is HDF5 says of grids.

    What that kind can do beyond holding values is refused: links to other files, values stored in other files.
    """
    h5py = _h5py()
    if not h5py.is_hdf5(path):
        return Inside()
    stated: set[str] = set()
    coordinates: dict[str, tuple[float, float, int]] = {}

    def look(name: str, found: Any) -> None:
        if not isinstance(found, h5py.Dataset):
            return
        if found.external or found.is_virtual:
            raise InputError(f"{path} points to values in other files ({name}); save it with its values in it.")
        if found.chunks and found.dtype.itemsize * math.prod(found.chunks) > _MOST_BYTES_A_CHUNK:
            raise InputError(f"{path} would unpack to more than 1 GB at once ({name}); it is not used.")
        if name.lower() in _X + _Y and found.ndim == 1 and found.dtype.kind in "fiu" and 1 < found.size < _LONGEST:
            values = found[()].astype("float64")
            step = (values[-1] - values[0]) / (values.size - 1)
            if np.allclose(np.diff(values), step, rtol=1e-3, atol=0):
                coordinates[name.lower()] = float(values[0]), float(values[-1]), int(values.size)
        for key in ("crs_wkt", "spatial_ref"):
            if key in found.attrs and "[" in (text := _as_text(found.attrs[key])):
                stated.add(text)
                break

    try:
        with h5py.File(path, "r") as file:
            _refuse_links(file, path)
            file.visititems(look)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        raise InputError(f"{path} is damaged or incomplete ({first_line(error)}); fetch it again.") from error
    return Inside(stated.pop() if len(stated) == 1 else None, coordinates)


def _refuse_links(group: Any, path: Path, depth: int = 0) -> None:
    h5py = _h5py()
    for name in group:
        link = group.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink):
            raise InputError(f"{path} points to other files ({name}); save it with its values in it.")
        if isinstance(link, h5py.HardLink) and depth < 8 and isinstance(child := group.get(name), h5py.Group):
            _refuse_links(child, path, depth + 1)


def _as_text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def list_cube(path: Path, wanted: str | None) -> Listing:
    """The bands of one date as virtual rasters, one for each grid that they lie on.

    Raises
    ------
    InputError
        As `read_cube`; there are several dates and none, or one that is not there, is ``wanted``.
    """
    cube = read_cube(path)
    days = cube.days
    if wanted is None and len(days) > 1:
        shown = ", ".join(days[:8]) + " ..." * (len(days) > 8)
        raise InputError(f"{path} holds {len(days)} dates ({shown}); give one of them, such as {path}#{days[-1]}.")
    if wanted is not None and wanted not in days:
        raise InputError(f"{path} has nothing of {wanted}; it holds {', '.join(days) or 'no dates'}.")
    day = wanted or (days[0] if days else None)
    headers: dict[str, Part] = {}
    grids: dict[tuple[Any, ...], list[Layer]] = {}
    for one in cube.slices:
        if one.day not in (None, day):
            continue
        if one.path not in headers:
            headers[one.path] = _with_place(read_part(one.path), cube.inside)
        part = headers[one.path]
        # classes of the ground are no band among others
        is_classes = (one.name or "").upper() == "SCL"
        key = is_classes, part.crs, part.rows, part.cols, *(round(value, 9) for value in part.transform[:6])
        grids.setdefault(key, []).append(Layer(part, one.index, one.name))
    # the date stands in the name, as it does in names of files
    name = path.stem if day is None or day in path.stem else f"{path.stem}_{day}"
    units = []
    for (is_classes, *_), layers in grids.items():
        called = f"{name}{'_SCL' * is_classes}{path.suffix}"
        units.append(Unit(stacked(layers, called), called, (str(path.absolute()),)))
    notes = [f"Of {path.name} the date {day} is read."] if day is not None else []
    return Listing(tuple(units), tuple(notes))


def _with_place(part: Part, inside: Inside) -> Part:
    if part.transform.is_identity and (transform := inside.transform(part.rows, part.cols)) is not None:
        part = replace(part, transform=transform)
    if part.crs is None and inside.crs is not None:
        with suppress(CRSError):
            part = replace(part, crs=CRS.from_wkt(inside.crs))
    return part


def _h5py() -> Any:
    import h5py  # not at the top: it takes a fifth of a second, and checks nobody's types

    return h5py

"""What a raster says about itself before any pixel is read."""

from __future__ import annotations

import math
import os
import re
import warnings
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import rasterio
from odc.geo.geobox import GeoBox
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from l4s_core.base.docs import page
from l4s_core.base.errors import InputError
from l4s_core.rasters.pointing import points_elsewhere, raw_problem
from l4s_core.rasters.validity import Alpha, alpha_of, has_mask
from l4s_core.rasters.virtual import virtual_name

# a file on the web: no directory listings, and a server that does not answer is not waited for
REMOTE_OPTIONS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_HTTP_CONNECTTIMEOUT": "20",
    "GDAL_HTTP_TIMEOUT": "120",
    "GDAL_HTTP_MAX_RETRY": "2",
}
_ON_THE_WEB = ("/vsicurl/", "/vsis3/", "/vsigs/", "/vsiaz/")
_REMOTE = ("http://", "https://", "s3://", *_ON_THE_WEB)
_STATUS = re.compile(r"HTTP response code: (\d{3})")


@dataclass(frozen=True)
class BandHeader:
    """One band of a raster; ``scale`` and ``offset`` are 1 and 0 where the file has none.

    ``masked``: the file says by a mask or an alpha band which pixels are valid.
    """

    index: int
    dtype: str
    description: str | None
    nodata: float | None
    scale: float
    offset: float
    tags: Mapping[str, str]
    masked: bool = False

    @property
    def is_float(self) -> bool:
        return self.dtype.startswith("float")


@dataclass(frozen=True)
class RasterHeader:
    """A raster's grid (None without CRS or position), driver, bands and tags.

    ``alpha`` says which band is transparency. At the end of the file, where it usually is, it is not among ``bands``.
    """

    path: str
    driver: str
    grid: GeoBox | None
    bands: tuple[BandHeader, ...]
    tags: Mapping[str, str]
    alpha: Alpha | None = None

    @property
    def is_8bit(self) -> bool:
        return all(band.dtype in ("uint8", "int8") for band in self.bands)


def read_header(path: str, what: str) -> RasterHeader:
    """Open a raster, ``what`` names it in the error (``"band B4"``).

    Raises
    ------
    InputError
        GDAL cannot open it, it is a text that points elsewhere, or a raw raster that is shorter than its header says.
    """
    if points_elsewhere(path):
        raise InputError(
            f"{shown(path)} ({what}) is a text and no raster, which may point to other files or servers; give the "
            "raster itself, or name a virtual raster .vrt."
        )
    if problem := raw_problem(path):
        raise InputError(f"{shown(path)} ({what}) {problem}, it was cut short; fetch it again.")
    try:
        with warnings.catch_warnings(), gdal_options(path):
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path) as src:
                header = _header_of(path, src)
    except RasterioError as error:
        if problem := web_problem(error):
            raise InputError(f"{shown(path)} ({what}) {problem}.") from error
        raise InputError(
            f"{shown(path)} ({what}) cannot be opened as a raster, it is damaged, incomplete or of another kind "
            f"({gdal_reason(error)}); fetch it again."
        ) from error
    if not header.bands:
        raise InputError(f"{shown(path)} ({what}) holds no raster bands of its own; give a .SAFE product or a raster.")
    return header


def gdal_options(path: str) -> AbstractContextManager[Any]:
    """The GDAL settings to read ``path`` with, a file, an address or a virtual raster as a file or as text."""
    environment: Any = rasterio.Env  # not annotated by the library
    # what a virtual raster points to is read with the same settings as the virtual raster
    read = _text_of(path) if path.endswith(".vrt") and Path(path).is_file() else path
    settings: dict[str, str] = {}
    if is_remote(read) or (read.lstrip().startswith("<VRTDataset") and any(prefix in read for prefix in _ON_THE_WEB)):
        settings |= REMOTE_OPTIONS
    if "/vsis3/" in read and not _has_aws_account():
        settings["AWS_NO_SIGN_REQUEST"] = "YES"  # the public buckets (Sentinel-2 COGs, Copernicus DEM) want no account
    options: AbstractContextManager[Any] = environment(**settings)
    return options


def _text_of(path: str) -> str:
    return _text_of_state(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _text_of_state(path: str, mtime_ns: int) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")


def _has_aws_account() -> bool:
    """Whether the user has set up how requests to S3 are signed, or said that they are not."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_NO_SIGN_REQUEST", "AWS_REQUEST_PAYER", "AWS_ROLE_ARN")
    files = ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"), ("AWS_CONFIG_FILE", "~/.aws/config")
    return any(os.environ.get(name) for name in names) or any(
        Path(os.environ.get(name, usual)).expanduser().is_file() for name, usual in files
    )


def is_remote(path: str) -> bool:
    """True for files read over the network."""
    return path.startswith(_REMOTE)


def gdal_path(text: str) -> str:
    """What GDAL opens for a local path or an ``http(s)://`` or ``s3://`` URL."""
    if text.startswith(("http://", "https://")):
        return f"/vsicurl/{text}"
    if text.startswith("s3://"):
        return "/vsis3/" + text.removeprefix("s3://")
    return text


def shown(path: str) -> str:
    """The path as the user knows it, without GDAL's prefixes; of a virtual raster of ours its name."""
    if (name := virtual_name(path)) is not None:
        return name
    for prefix in ("/vsizip/", "/vsicurl/"):
        path = path.removeprefix(prefix)
    if path.startswith("/vsis3/"):
        path = "s3://" + path.removeprefix("/vsis3/")
    return path.replace("{", "").replace("}", "")


def without_signature(path: str) -> str:
    """An address without its query, which may hold a key that is nobody's business; a local path as it is."""
    return path.partition("?")[0] if is_remote(path) else path


def gdal_reason(error: BaseException) -> str:
    """The first line of what GDAL said, short."""
    lines = str(error.__cause__ or error).strip().splitlines()
    return lines[0][:200].rstrip(".") if lines else type(error).__name__


def web_problem(error: BaseException) -> str | None:
    """What a server's answer to GDAL means, without the address in front; None where it is about something else."""
    match = _STATUS.search(gdal_reason(error))
    if match is None:
        return None
    status = match.group(1)
    if status in ("401", "403", "409"):
        return (
            f"is refused by its server (status {status}); it needs an account, or links that are signed and not too "
            f"old, see {page('search')}"
        )
    if status in ("404", "410"):
        return f"is not there (status {status}); search again, or give another"
    return f"cannot be had from its server now (status {status}); try again later"


def require_grid(header: RasterHeader, what: str) -> GeoBox:
    """The raster's grid, or an InputError that says what it lacks."""
    if header.grid is None:
        raise InputError(
            f"{shown(header.path)} ({what}) has no georeference (coordinate system and position); give the file as it "
            "was delivered, or assign one with gdal_edit.py -a_srs ... -a_ullr ..."
        )
    return header.grid


def refuse_8bit(header: RasterHeader, what: str) -> None:
    """InputError for pictures: 8 bits hold a stretched colour, not reflectance."""
    if header.is_8bit:
        raise InputError(
            f"{shown(header.path)} ({what}) is an 8-bit picture, not reflectance, and its values cannot be turned "
            "back; give the bands themselves (16-bit, as in the .SAFE product)."
        )


def _header_of(path: str, src: Any) -> RasterHeader:
    grid = None
    if src.crs is not None and not (src.transform.is_identity or src.transform.is_degenerate):
        grid = GeoBox.from_rio(src)
    alpha = alpha_of(src)
    bands = tuple(
        BandHeader(
            index=i,
            dtype=src.dtypes[i - 1],
            description=src.descriptions[i - 1],
            nodata=None if src.nodatavals[i - 1] is None else float(src.nodatavals[i - 1]),
            scale=_finite(src.scales[i - 1], 1.0),
            offset=_finite(src.offsets[i - 1], 0.0),
            tags=_tags(_all_tags(src, i)),
            masked=alpha is not None or has_mask(src, i),
        )
        for i in src.indexes
        if alpha is None or (i, alpha.index) != (src.count, src.count)
    )
    return RasterHeader(path, src.driver, grid, bands, _tags(_all_tags(src, 0)), alpha)


def _all_tags(src: Any, band: int) -> dict[str, str]:
    """Tags of a band, or of the file for 0, with those that GDAL keeps apart: wavelengths and widths of bands, what the
    header of ENVI and of FORCE say."""
    apart = ("IMAGERY", "FORCE") if band else ("ENVI", "FORCE")
    found: dict[str, str] = {}
    for domain in (*apart, None):
        found |= src.tags(band, ns=domain)
    return found


def _tags(tags: Mapping[str, str]) -> dict[str, str]:
    """GDAL takes the first colon for the end of a key: ``eo:bands=[...]`` arrives as ``eo`` and ``bands=[...]``."""
    whole = {}
    for key, value in tags.items():
        name, equals, rest = value.partition("=")
        if key == "eo" and equals and name.isidentifier():
            whole[f"eo:{name}"] = rest
        else:
            whole[key] = value
    return whole


def _finite(value: float, otherwise: float) -> float:
    return float(value) if value is not None and math.isfinite(value) else otherwise

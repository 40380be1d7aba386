"""Find a broken file before the work begins and not after twenty minutes of it."""

from __future__ import annotations

import re
import zipfile
import zlib

import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_options, gdal_reason, is_remote, read_header, refuse_8bit, require_grid, shown
from l4s_core.scene.types import Scene

_IN_ZIP = re.compile(r"/vsizip/\{(?P<archive>.+)\}/(?P<member>.+)")
_CHUNK = 1 << 20


def check_readable(scene: Scene) -> None:
    """Open every file of the scene and decode the last block of each, where an interrupted download ends.

    Files on the web are only opened. Bands in a zip are read through once against their check sums. About a second for
    a full tile in a folder, a few for a zip.

    Raises
    ------
    InputError
        A file cannot be opened or decoded, is an 8-bit picture, or is in another CRS; names the band and the file.
    """
    for name, band in scene.bands.items():
        what = f"band {name}"
        header = read_header(band.path, what)
        if band.index > len(header.bands):
            raise InputError(f"{shown(band.path)} has {len(header.bands)} bands and no number {band.index} ({what}).")
        refuse_8bit(header, what)
        if require_grid(header, what).crs != scene.grid.crs:
            raise InputError(
                f"{shown(band.path)} ({what}) is in another coordinate system than the scene "
                f"({scene.grid.crs}); reproject it."
            )
        _decode_end(band.path, band.index, what)
        _check_sum(band.path, what)
    if scene.cloud_classes is not None:
        what = f"the classification {scene.cloud_classes.kind}"
        require_grid(read_header(scene.cloud_classes.path, what), what)
        _decode_end(scene.cloud_classes.path, scene.cloud_classes.index, what)


def _check_sum(path: str, what: str) -> None:
    """Read a zip member through: its check sum tells damage that still decodes."""
    match = _IN_ZIP.fullmatch(path)
    if match is None:
        return
    try:
        with zipfile.ZipFile(match["archive"]) as zipped, zipped.open(match["member"]) as stream:
            while stream.read(_CHUNK):
                pass
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError) as error:
        raise InputError(f"{shown(path)} ({what}) is damaged ({error}); fetch the product again.") from error


def _decode_end(path: str, index: int, what: str) -> None:
    if is_remote(path):
        return
    with gdal_options(path):
        try:
            with rasterio.open(path) as src:
                src.read(index, window=Window(src.width - 1, src.height - 1, 1, 1))
        except RasterioError as error:
            raise InputError(
                f"{shown(path)} ({what}) is cut short or damaged ({gdal_reason(error)}); fetch it again."
            ) from error

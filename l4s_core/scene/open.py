"""Open whatever the user has of a scene."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_path
from l4s_core.scene.band_files import open_band_files
from l4s_core.scene.raster import open_raster
from l4s_core.scene.safe import PRODUCT_XML, is_product_folder, open_safe_folder, open_safe_zip
from l4s_core.scene.stac import open_stac
from l4s_core.scene.stac_file import is_items, split_id
from l4s_core.scene.types import Level, Scene


def open_scene(
    source: str | Path,
    *,
    bands: Mapping[str, int] | str | None = None,
    offset: float | None = None,
    level: Level | None = None,
) -> Scene:
    """One `Scene` from a product, a folder of bands, a multi-band raster or a STAC Item.

    Parameters
    ----------
    source
        A ``.SAFE`` folder (or the product XML in it, or one tile under its ``GRANULE``), a zip of it; a folder of
        single-band rasters named after their bands; one multi-band raster; a STAC Item as a ``.json`` file or an
        http(s) URL, or ``FILE.json#ID`` for an Item of an ItemCollection.
    bands
        For a multi-band raster: ``"B2,B3,-,B8"``, one name per band of the file and ``-`` for those to leave out, or
        ``{"B2": 1, ...}`` counted from 1. None: recognised from descriptions and tags.
    offset
        Added to the stored values (DN) of every band before they become reflectance, -1000 or 0. None: from the
        metadata, else detected from the values. `Scene.notes` say which.
    level
        ``"L1C"`` or ``"L2A"`` where the files do not say it.

    Raises
    ------
    InputError
        The source does not exist, is incomplete, hostile, ambiguous, a picture, or without georeference.
    """
    text = str(source)
    if offset is not None and not math.isfinite(offset):
        raise InputError(f"--offset {offset} is not a number that can be added; give -1000 or 0.")
    if text.startswith(("http://", "https://", "s3://", "/vsi")):
        return _open_remote(text, bands, offset, level)
    path = Path(source).expanduser()
    if is_items(str(path)) and Path(split_id(str(path))[0]).is_file():
        _refuse_bands(bands, text)
        return open_stac(str(path), offset=offset, level=level)
    if not path.exists():
        raise InputError(f"{text} does not exist; give a .SAFE product, a folder of bands, a raster or a STAC Item.")
    if path.is_dir():
        _refuse_bands(bands, text)
        return _open_folder(path, offset, level)
    if PRODUCT_XML.fullmatch(path.name):
        _refuse_bands(bands, text)
        return open_safe_folder(path.absolute().parent, granule=None, offset=offset, level=level)
    if path.name in ("MTD_TL.xml", "manifest.safe"):
        _refuse_bands(bands, text)
        return _open_folder(path.absolute().parent, offset, level)
    ending = path.suffix.lower()
    if ending == ".zip":
        _refuse_bands(bands, text)
        return open_safe_zip(path, offset=offset, level=level)
    return open_raster(str(path.absolute()), text, bands=bands, offset=offset, level=level)


def _open_remote(text: str, bands: Mapping[str, int] | str | None, offset: float | None, level: Level | None) -> Scene:
    plain = text.partition("?")[0].lower()
    if text.startswith("http") and not plain.endswith((".tif", ".tiff", ".jp2")):
        _refuse_bands(bands, text)
        return open_stac(text, offset=offset, level=level)
    return open_raster(gdal_path(text), text, bands=bands, offset=offset, level=level)


def _open_folder(folder: Path, offset: float | None, level: Level | None) -> Scene:
    if is_product_folder(folder):
        return open_safe_folder(folder, granule=None, offset=offset, level=level)
    whole = folder.absolute()
    if whole.parent.name == "GRANULE" and is_product_folder(whole.parent.parent):
        return open_safe_folder(whole.parent.parent, granule=whole.name, offset=offset, level=level)
    if folder.suffix.upper() == ".SAFE":
        raise InputError(
            f"{folder} has no MTD_MSIL1C.xml or MTD_MSIL2A.xml; the product is incomplete, fetch or unpack it again."
        )
    # unpacking often leaves a folder around the product
    inner = sorted(p for p in folder.iterdir() if p.suffix.upper() == ".SAFE" and p.is_dir())
    if len(inner) > 1:
        raise InputError(
            f"{folder} holds {len(inner)} products ({', '.join(p.name for p in inner)}); give one of them."
        )
    if inner:
        return _open_folder(inner[0], offset, level)
    return open_band_files(folder, offset=offset, level=level)


def _refuse_bands(bands: Mapping[str, int] | str | None, text: str) -> None:
    if bands is not None:
        raise InputError(
            f"--bands is for one multi-band raster; the bands of {text} are known by their names, leave --bands out."
        )

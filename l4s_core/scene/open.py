"""Open whatever the user has of a scene."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from l4s_core.base.archive import ZipFiles
from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_path
from l4s_core.scene.band_files import open_band_files, open_gathered
from l4s_core.scene.gather import dimap
from l4s_core.scene.gather.folder import list_archive, list_folder, some
from l4s_core.scene.gather.names import is_hidden, is_incomplete, raw_of, tile_name
from l4s_core.scene.gather.netcdf import ENDINGS as CUBES
from l4s_core.scene.gather.netcdf import list_cube
from l4s_core.scene.gather.scenes import gather
from l4s_core.scene.gather.tiles import export_of
from l4s_core.scene.naming import parse_file_name
from l4s_core.scene.raster import open_raster
from l4s_core.scene.safe import PRODUCT_XML, is_product_folder, open_safe_folder, open_safe_zip
from l4s_core.scene.stac import open_stac
from l4s_core.scene.stac_file import is_items, split_id
from l4s_core.scene.types import Asked, ClassSource, Level, Scene


def open_scene(
    source: str | Path,
    *,
    bands: Mapping[str, int] | str | None = None,
    offset: float | None = None,
    scale: float | None = None,
    level: Level | None = None,
    pixels: bool = True,
    prefix: str = "",
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
        ``{"B2": 1, ...}`` counted from 1. For a folder ``"B4=red.tif,B3=green.tif"``, which file is which. None:
        recognised from names, descriptions, wavelengths and tags.
    offset
        Added to the stored values (DN) of every band before they become reflectance, -1000 or 0. None: from the
        metadata, else from the values where they leave no doubt. `Scene.decisions` say which.
    scale
        The stored value of reflectance 1, such as 10000, 65535 or 1. None: as for ``offset``.
    level
        ``"L1C"`` or ``"L2A"`` where the files do not say it.
    pixels
        Whether pixels may be read, and will be. Without, scale and offset are not asked and may be wrong.
    prefix
        Of the names of these options in messages: ``"pre-"`` for the scene before the event.

    Raises
    ------
    InputError
        The source does not exist, is incomplete, hostile, ambiguous, a picture, or without georeference; nothing
        tells the scale or the offset of its values.
    """
    text = str(source)
    if offset is not None and not math.isfinite(offset):
        raise InputError(f"--{prefix}offset {offset} is not a number that can be added; give -1000 or 0.")
    if scale is not None and not (math.isfinite(scale) and scale > 0):
        raise InputError(f"--{prefix}scale {scale} cannot be the value of reflectance 1; give 10000, 65535 or 1.")
    asked = Asked(offset, scale, level, pixels, prefix)
    if text.startswith(("http://", "https://", "s3://", "/vsi")):
        return _open_remote(text, bands, asked)
    return _open_local(Path(source).expanduser(), text, bands, asked)


def _open_local(path: Path, text: str, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    if (cube := _cube_of(path)) is not None:
        return _open_cube(*cube, text, bands, asked)
    if is_items(str(path)) and Path(split_id(str(path))[0]).is_file():
        _refuse_bands(bands, text)
        return open_stac(str(path), asked=asked)
    if not path.exists():
        raise InputError(f"{text} does not exist; give a .SAFE product, a folder of bands, a raster or a STAC Item.")
    if path.is_dir():
        return _open_folder(path, bands, asked)
    if PRODUCT_XML.fullmatch(path.name):
        _refuse_bands(bands, text)
        return open_safe_folder(path.absolute().parent, granule=None, asked=asked)
    if path.name in ("MTD_TL.xml", "manifest.safe"):
        _refuse_bands(bands, text)
        return _open_folder(path.absolute().parent, None, asked)
    ending = path.suffix.lower()
    if ending == ".zip":
        return _open_zip(path, bands, asked)
    if ending == dimap.HEADER:
        scene = _open_folder(dimap.data_folder(path), bands, asked)
        return replace(scene, name=path.stem, source=text)
    if ending == ".hdr":
        return _open_file(raw_of(path), text, bands, asked)
    if ending in (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"):
        raise InputError(f"{text} is an archive that is not read in place; unpack it and give the folder.")
    return _open_file(path, text, bands, asked)


def _open_file(path: Path, text: str, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    """One raster, or the export that it is a tile of."""
    if is_incomplete(path.name) or path.stat().st_size == 0:
        raise InputError(f"{text} was not fetched completely; wait until its download has ended, or fetch it again.")
    export = export_of(path)
    if export is None:
        return open_raster(str(path.absolute()), text, bands=bands, asked=asked)
    scene = open_raster(export.raster, str(path.with_name(export.name)), bands=bands, asked=asked)
    return replace(scene, source=text, notes=(*scene.notes, export.note), decisions=(*scene.decisions, export.decision))


def _cube_of(path: Path) -> tuple[Path, str | None] | None:
    """A NetCDF file and the date that ``cube.nc#2019-08-22`` names of it; None for everything else."""
    file, mark, day = str(path).rpartition("#") if not path.exists() else (str(path), "", "")
    cube = Path(file)
    return (cube, day if mark else None) if cube.suffix.lower() in CUBES and cube.is_file() else None


def _open_cube(path: Path, day: str | None, text: str, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    listing = list_cube(path, day)
    classes = [unit for unit in listing.units if parse_file_name(unit.stem).is_scl]
    stacks = [unit for unit in listing.units if unit not in classes]
    if len(stacks) == 1:
        scene = open_raster(stacks[0].path, stacks[0].name, bands=bands, asked=asked)
        scl = ClassSource("SCL", classes[0].path) if classes else scene.cloud_classes
        return replace(scene, source=text, cloud_classes=scl, notes=(*scene.notes, *listing.notes))
    found = open_gathered(gather(listing), text, path.stem, bands=bands, asked=asked)
    if found is None:
        raise InputError(
            f"{text} has no variables named after Sentinel-2 bands; name them like B02, or save the bands as one "
            "multi-band GeoTIFF and give it with --bands."
        )
    return found


def _open_remote(text: str, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    plain = text.partition("?")[0].lower()
    if text.startswith("http") and not plain.endswith((".tif", ".tiff", ".jp2")):
        _refuse_bands(bands, text)
        return open_stac(text, asked=asked)
    scene = open_raster(gdal_path(text), text, bands=bands, asked=asked)
    if any(name.kind == "offset" for name in tile_name(PurePosixPath(plain).stem)):
        alone = "It is named like a tile of an export; the others on the web are not looked for, fetch them to map all."
        return replace(scene, notes=(*scene.notes, alone))
    return scene


def _open_folder(folder: Path, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    if is_product_folder(folder):
        _refuse_bands(bands, str(folder))
        return open_safe_folder(folder, granule=None, asked=asked)
    whole = folder.absolute()
    if whole.parent.name == "GRANULE" and is_product_folder(whole.parent.parent):
        _refuse_bands(bands, str(folder))
        return open_safe_folder(whole.parent.parent, granule=whole.name, asked=asked)
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
        return _open_folder(inner[0], bands, asked)
    archives = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".zip" and not is_hidden(p.name))
    if len(archives) == 1 and not list_folder(folder).units:
        return _open_zip(archives[0], bands, asked)
    if folder.suffix.lower() == ".zarr":
        raise InputError(f"{folder} is a Zarr store, which is not read; save it as NetCDF or GeoTIFF.")
    if not list_folder(folder).units:
        containers = sorted(
            p for p in folder.iterdir() if p.suffix.lower() in (*CUBES, dimap.HEADER) and not is_hidden(p.name)
        )
        if len(containers) == 1:
            return _open_local(containers[0], str(containers[0]), bands, asked)
        if containers:
            raise InputError(
                f"{folder} holds {len(containers)} scenes ({some([p.name for p in containers])}); give one of them, or "
                "all of them with --out-dir."
            )
    return open_band_files(folder, bands=bands, asked=asked)


def _open_zip(archive: Path, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    """A product, or rasters as browsers of imagery pack them."""
    files = ZipFiles(archive)
    if not any(PRODUCT_XML.fullmatch(PurePosixPath(name).name) for name in files.names):
        name = archive.name.removesuffix(archive.suffix)
        found = gather(list_archive(files))
        scene = open_gathered(found, str(archive), name, bands=bands, asked=asked)
        if scene is not None:
            return scene
    _refuse_bands(bands, str(archive))
    return open_safe_zip(archive, asked=asked)


def _refuse_bands(bands: Mapping[str, int] | str | None, text: str) -> None:
    if bands is not None:
        raise InputError(
            f"--bands is for one multi-band raster; the bands of {text} are known by their names, leave --bands out."
        )

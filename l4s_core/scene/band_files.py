"""A folder of single-band rasters named after their bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import NATIVE_RESOLUTION_M
from l4s_core.rasters.header import RasterHeader, read_header, refuse_8bit
from l4s_core.scene.loose import Claim, Known, LooseBand, loose_scene
from l4s_core.scene.naming import (
    FileName,
    best_resolution,
    level_in_names,
    looks_like_landsat,
    parse_file_name,
    time_in_names,
)
from l4s_core.scene.safe import PRODUCT_XML
from l4s_core.scene.types import ClassSource, Level, Scene

RASTER_ENDINGS = frozenset({".tif", ".tiff", ".jp2", ".img", ".vrt"})
_PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg"})


def open_band_files(folder: Path, *, offset: float | None, level: Level | None) -> Scene:
    """B02.tif, B2.tif, T32TQM_..._B02_10m.jp2 and the like; other rasters are left out and named in the notes.

    Raises
    ------
    InputError
        No band in the folder (what was seen is listed), two files for one band, a band file with several bands, and
        all that `loose_scene` refuses.
    """
    rasters = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in RASTER_ENDINGS)
    said = {path: parse_file_name(path.stem) for path in rasters}
    landsat = [p.name for p in rasters if looks_like_landsat(p.name)]
    if landsat:
        raise InputError(f"{folder} holds Landsat files ({landsat[0]}); only Sentinel-2 scenes can be used.")
    by_band: dict[str, list[Path]] = {}
    for path, name in said.items():
        if name.band is not None:
            by_band.setdefault(name.band, []).append(path)
    if not by_band:
        raise _nothing_found(folder, rasters)
    chosen = {band: _choose(folder, band, paths, said) for band, paths in by_band.items()}

    scl = [p for p in rasters if said[p].is_scl]
    classes = min(scl, key=lambda p: said[p].resolution_m or 20) if scl else None
    # another resolution of a band that is used is no surprise; anything else left out is said
    other = [p.name for p in rasters if said[p].band is None and not said[p].is_scl]
    notes = [f"Not bands, left out: {_some(other)}."] if other else []
    found = [_open(band, path) for band, path in chosen.items()]
    names = [p.name for p in chosen.values()]
    stated = level_in_names([*names, folder.absolute().name])
    known = Known(
        name=folder.absolute().name,
        source=str(folder),
        kind="band files",
        level=stated,
        level_from="from the file names" if stated else None,
        sensing_time=time_in_names([*names, folder.absolute().name]),
        cloud_classes=ClassSource("SCL", str(classes)) if classes else None,
        notes=tuple(notes),
    )
    return loose_scene(found, known, offset=offset, level=level)


def _choose(folder: Path, band: str, paths: Sequence[Path], said: Mapping[Path, FileName]) -> Path:
    if len(paths) == 1:
        return paths[0]
    by_resolution: dict[int, list[Path]] = {}
    for path in paths:
        by_resolution.setdefault(said[path].resolution_m or 0, []).append(path)
    if 0 not in by_resolution and all(len(same) == 1 for same in by_resolution.values()):
        return by_resolution[best_resolution(band, by_resolution)][0]
    raise InputError(
        f"{folder} has {len(paths)} files for band {band} ({', '.join(p.name for p in paths)}); leave one of them, the "
        f"one with {NATIVE_RESOLUTION_M[band]:g} m pixels."
    )


def _open(band: str, path: Path) -> LooseBand:
    header = read_header(str(path.absolute()), f"band {band}")
    refuse_8bit(header, f"band {band}")
    if len(header.bands) != 1:
        raise InputError(
            f"{path} is named like band {band} but has {len(header.bands)} bands; give that file alone, with --bands "
            "saying which band is which, or one file per band."
        )
    return LooseBand(band, header, header.bands[0], header_claim(header, 0))


def header_claim(header: RasterHeader, position: int) -> Claim | None:
    """Scale and offset in the file itself. A scale with no offset says nothing about the 1000 that may be added."""
    band = header.bands[position]
    if not 0 < band.scale < 1:
        return None
    offset = band.offset / band.scale if band.offset else None
    return Claim(offset, round(1 / band.scale, 6), f"the scale in {Path(header.path).name}")


def _nothing_found(folder: Path, rasters: Sequence[Path]) -> InputError:
    inside = sorted(p.name + "/" * p.is_dir() for p in folder.iterdir())
    product = next((p for p in folder.absolute().parents if _has_product(p)), None)
    if product is not None:
        return InputError(f"{folder} is a part of the product {product}; give the product itself.")
    if not inside:
        return InputError(f"{folder} is empty; give a .SAFE product or a folder with band files such as B02.tif.")
    if not rasters and any(Path(name).suffix.lower() in _PICTURE_ENDINGS for name in inside):
        return InputError(
            f"{folder} holds 8-bit pictures, not reflectance ({_some(inside)}); give the bands themselves, such as "
            "B02.tif."
        )
    several = [name for name in inside if name.lower().removesuffix(".zip").removesuffix("/").endswith(".safe")]
    if several:
        return InputError(
            f"{folder} holds products ({_some(several)}); give one of them, or all of them ({folder / '*'}) with "
            "--out-dir."
        )
    return InputError(
        f"{folder} has no file named after a Sentinel-2 band (it has {_some(inside)}); name them like B02.tif or "
        "T32TQM_20230823T095559_B02_10m.jp2, or give one multi-band raster with --bands."
    )


def _has_product(folder: Path) -> bool:
    try:
        return any(PRODUCT_XML.fullmatch(p.name) for p in folder.iterdir())
    except OSError:
        return False


def _some(names: Sequence[str], limit: int = 8) -> str:
    return ", ".join(names[:limit]) + (f" and {len(names) - limit} more" if len(names) > limit else "")

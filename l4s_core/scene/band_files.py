"""A folder, or an archive, of rasters that are the bands of one scene."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.channels.names import common_band
from l4s_core.channels.registry import NATIVE_RESOLUTION_M, SENTINEL2_BANDS
from l4s_core.rasters.header import read_header, refuse_8bit, shown
from l4s_core.rasters.pointing import parts_of
from l4s_core.rasters.virtual import is_virtual
from l4s_core.scene.file_bands import (
    HOW_TO_SAY,
    bands_as_said,
    level_of_product,
    preferred,
    refuse_contradiction,
    refuse_other_names,
    refuse_other_pixels,
    says_files,
)
from l4s_core.scene.gather.folder import Unit, list_folder, some
from l4s_core.scene.gather.names import is_hidden
from l4s_core.scene.gather.scenes import Gathered, Stack, gather, pixel_size, refuse_several
from l4s_core.scene.loose import Known, LooseBand, header_claim, loose_scene
from l4s_core.scene.naming import best_resolution, level_in_names, parse_file_name, time_in_names
from l4s_core.scene.raster import open_raster
from l4s_core.scene.safe import PRODUCT_XML
from l4s_core.scene.sensors import is_sentinel2
from l4s_core.scene.types import Asked, ClassSource, Scene

_PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg"})


def open_band_files(folder: Path, *, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    """B02.tif, B2.tif, T32TQM_..._B02_10m.jp2 and the like, in the folder or in sub-folders of it (``R10m``), tiles of
    each included; else rasters with several bands. Other rasters are left out and named in the notes.

    Raises
    ------
    InputError
        No band in the folder (what was seen is listed), several scenes, two files for one band, a band file with
        several bands, and all that `loose_scene` refuses.
    """
    product = next((p for p in folder.absolute().parents if _has_product(p)), None)
    found = gather(list_folder(folder), deep=product is None)
    scene = open_gathered(found, str(folder), folder.absolute().name, bands=bands, asked=asked)
    if scene is None:
        raise _nothing_found(folder, [unit.name for unit in found.listing.units], product)
    return scene


def open_gathered(
    found: Gathered,
    source: str,
    name: str,
    *,
    bands: Mapping[str, int] | str | None,
    asked: Asked,
) -> Scene | None:
    """The one scene of a folder or an archive, None where nothing in it is one. ``name`` is that of the scene.

    Raises
    ------
    InputError
        As `open_band_files`.
    """
    listing = found.listing
    if says_files(bands):
        said = bands_as_said(source, listing.units, str(bands))
        found = Gathered(listing, {"": tuple(said.values())}, {})
    else:
        said = {}
        named = [unit for units in found.bands.values() for unit in units]
        if named or not (found.stacks or found.unnamed):
            refuse_other_names(source, named, listing.units)
        refuse_several(source, found)
    if found.stacks or found.unnamed:
        stacks = [stack for members in found.stacks.values() for stack in members]
        units = [stack.unit for stack in stacks] or list(found.unnamed)
        if len(units) == 1:
            shown_as = units[0].name if is_virtual(units[0].path) else units[0].path
            scene = open_raster(units[0].path, shown_as, bands=bands, asked=asked)
            notes = [*scene.notes, *filter(None, [units[0].note]), *_left_out(found, units)]
            return replace(scene, source=source, notes=tuple(notes), decisions=(*scene.decisions, *_about_tiles(units)))
        if not stacks:
            raise InputError(
                f"{source} holds {len(units)} rasters with several bands that do not say which is which "
                f"({some([unit.name for unit in units])}); give one of them with --bands."
            )
    if bands is not None and not said and (found.bands or found.stacks):
        raise InputError(
            f"--bands names the bands of one multi-band raster in their order; the bands of {source} are known by "
            f"their names, leave --bands out, or {HOW_TO_SAY}."
        )
    kinds: list[str] = []
    if said:
        loose, used = [_open(band, unit, said=True) for band, unit in said.items()], list(said.values())
    elif found.stacks:
        loose, used = _of_stacks([stack for members in found.stacks.values() for stack in members])
        if len(used) > 1:
            together = some([unit.name for unit in used])
            kinds.append(f"{together} are taken for one scene: they have other bands or pixels.")
    elif found.bands:
        loose, used, kinds = _of_files(source, [unit for units in found.bands.values() for unit in units])
        if not any(is_sentinel2(unit.stem) for unit in used):
            worded = all(common_band(unit.stem) for unit in used)
            refuse_other_pixels(source, loose, HOW_TO_SAY, worded=worded)
    else:
        return None
    scl = [unit for unit in listing.units if parse_file_name(unit.stem).is_scl]
    near = [unit for unit in scl if any(unit.key == other.key for other in used)] or scl
    classes = min(near, key=lambda unit: unit.resolution_m or 20) if near else None
    names = [*(unit.stem for unit in used), *dict.fromkeys(f for unit in used for f in unit.folders), name]
    stated, level_from = level_in_names(names), "from the file names"
    if stated is None and (of_product := level_of_product(names)):
        stated, level_from = of_product
    known = Known(
        name=name,
        source=source,
        kind="band files",
        level=stated,
        level_from=level_from if stated else None,
        sensing_time=time_in_names(names),
        cloud_classes=ClassSource("SCL", classes.path) if classes else None,
        decisions=(_bands_decision([band.name for band in loose], bool(said), bool(found.stacks), asked),),
        notes=(*kinds, *_left_out(found, used), *_tile_notes(used), *listing.notes),
    )
    scene = loose_scene(loose, known, asked)
    return replace(scene, decisions=(*scene.decisions, *_about_tiles(used)))


def _about_tiles(used: Sequence[Unit]) -> list[Decision]:
    return [unit.decision for unit in used if unit.decision is not None]


def _bands_decision(bands: Sequence[str], said: bool, of_stacks: bool, asked: Asked) -> Decision:
    ordered = ", ".join(sorted(bands, key=SENTINEL2_BANDS.index))
    if said:
        return Decision("bands", ordered, "files as given", "given")
    reason = "by their names in the files" if of_stacks else "by the names of the files"
    return Decision("bands", ordered, reason, "stated", f"{asked.prefix}bands")


def _tile_notes(used: Sequence[Unit]) -> list[str]:
    """What is said of tiles; of the bands of one scene that are tiled alike once."""
    tiled = [unit for unit in used if unit.note]
    if len(tiled) < 2:
        return [unit.note for unit in tiled]
    names = [unit.name for unit in tiled]
    worst = max(tiled, key=lambda unit: len(unit.note))
    return [f"{worst.note} The same goes for {some([name for name in names if name != worst.name])}."]


def _left_out(found: Gathered, used: Sequence[Unit]) -> list[str]:
    """Another resolution of a band that is used is no surprise; anything else left out is said."""
    units = found.listing.units if any(unit.folders for unit in used) else found.listing.top
    other = [unit.name for unit in units if unit not in used]
    other = [name for name in other if not (said := parse_file_name(PurePosixPath(name).stem)).is_scl and not said.band]
    return [f"Not bands, left out: {some(other)}."] if other else []


def _of_files(source: str, units: Sequence[Unit]) -> tuple[list[LooseBand], list[Unit], list[str]]:
    units, kind = preferred(units)
    by_band: dict[str, list[Unit]] = {}
    for unit in units:
        if (band := parse_file_name(unit.stem).band) is not None:
            by_band.setdefault(band, []).append(unit)
    chosen = {band: _choose(source, band, group) for band, group in by_band.items()}
    loose = [_open(band, unit) for band, unit in chosen.items()]
    return loose, list(chosen.values()), [kind] if kind else []


def _of_stacks(stacks: Sequence[Stack]) -> tuple[list[LooseBand], list[Unit]]:
    """Of each band the pixels that come nearest to its own, the finer of two."""
    by_band: dict[str, list[Stack]] = {}
    for stack in stacks:
        for band in stack.order:
            by_band.setdefault(band, []).append(stack)
    loose, used = [], []
    for band, group in by_band.items():
        stack = min(group, key=lambda s: _distance(band, s))
        index = stack.order[band]
        loose.append(
            LooseBand(band, stack.header, stack.header.bands[index - 1], header_claim(stack.header, index - 1))
        )
        used.append(stack.unit)
    return loose, list(dict.fromkeys(used))


def _distance(band: str, stack: Stack) -> tuple[float, float]:
    size = pixel_size(stack.header)
    if size is None:
        return (math.inf, math.inf)
    metres = size * (111_320 if size < 0.1 else 1)
    return abs(math.log(metres / NATIVE_RESOLUTION_M[band])), metres


def _not_inside_another(units: Sequence[Unit]) -> Sequence[Unit]:
    """Units without those that a virtual raster among them is made of: ``B02.vrt`` over ``parts/B02.tif``."""
    inside = {Path(part) for unit in units for file in unit.files for part in parts_of(Path(file))}
    return [unit for unit in units if not inside.intersection(map(Path, unit.files))] or units


def _choose(source: str, band: str, units: Sequence[Unit]) -> Unit:
    units = _not_inside_another(units)
    if len(units) == 1:
        return units[0]
    by_resolution: dict[int, list[Unit]] = {}
    for unit in units:
        by_resolution.setdefault(unit.resolution_m or 0, []).append(unit)
    if 0 not in by_resolution and all(len(same) == 1 for same in by_resolution.values()):
        return by_resolution[best_resolution(band, by_resolution)][0]
    names = ", ".join("/".join((*unit.folders, unit.name)) for unit in units)
    raise InputError(
        f"{source} has {len(units)} files for band {band} ({names}); leave one of them, the "
        f"one with {NATIVE_RESOLUTION_M[band]:g} m pixels."
    )


def _open(band: str, unit: Unit, *, said: bool = False) -> LooseBand:
    header = read_header(unit.path, f"band {band}")
    refuse_8bit(header, f"band {band}")
    if len(header.bands) != 1:
        raise InputError(
            f"{shown(unit.path)} is named like band {band} but has {len(header.bands)} bands; give that file alone, "
            "with --bands saying which band is which, or one file per band."
        )
    if not said:
        refuse_contradiction(band, header)
    return LooseBand(band, header, header.bands[0], header_claim(header, 0))


def _nothing_found(folder: Path, rasters: Sequence[str], product: Path | None) -> InputError:
    inside = sorted(p.name + "/" * p.is_dir() for p in folder.iterdir() if not is_hidden(p.name))
    if product is not None:
        return InputError(f"{folder} is a part of the product {product}; give the product itself.")
    if not inside:
        return InputError(f"{folder} is empty; give a .SAFE product or a folder with band files such as B02.tif.")
    if not rasters and any(Path(name).suffix.lower() in _PICTURE_ENDINGS for name in inside):
        return InputError(
            f"{folder} holds 8-bit pictures, not reflectance ({some(inside)}); give the bands themselves, such as "
            "B02.tif."
        )
    several = [name for name in inside if name.lower().removesuffix(".zip").removesuffix("/").endswith(".safe")]
    if several:
        return InputError(
            f"{folder} holds products ({some(several)}); give one of them, or all of them ({folder / '*'}) with "
            "--out-dir."
        )
    return InputError(
        f"{folder} has no file named after a Sentinel-2 band (it has {some(inside)}); name them like B02.tif or "
        "T32TQM_20230823T095559_B02_10m.jp2, or give one multi-band raster with --bands."
    )


def _has_product(folder: Path) -> bool:
    try:
        return any(PRODUCT_XML.fullmatch(p.name) for p in folder.iterdir())
    except OSError:
        return False

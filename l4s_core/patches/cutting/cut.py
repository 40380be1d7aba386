"""Patches and labels for training from a scene, a DEM and an inventory of its landslides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.stamp import software
from l4s_core.channels.l4s import L4S_NAMES, L4S_TERRAIN
from l4s_core.clouds.types import CloudMethod
from l4s_core.patches.cutting.cutter import CutOptions, Cutter, Cutting
from l4s_core.scene.types import Level, Scene

if TYPE_CHECKING:
    from l4s_core.stack.stack import Stack
    from l4s_core.terrain.reader import DemUnit
    from l4s_core.vectors.on_grid import Polygons

_PREVIEW_POSITIVES, _PREVIEW_NEGATIVES = 24, 12


@dataclass(frozen=True)
class CutResult:
    """``folder`` that was written, its number of ``patches``, how many ``with_landslide``, ``landslide_px``, and in how
    many ``blocks`` they lie."""

    folder: Path
    patches: int
    with_landslide: int
    landslide_px: int
    missing_channels: tuple[str, ...]
    blocks: int


def cut_patches(
    scene: str | Path | Scene,
    dem: str | Path | None,
    inventory: str | Path | None,
    output: str | Path,
    options: CutOptions | None = None,
    *,
    no_dem: bool = False,
    layer: str | None = None,
    where: str | None = None,
    mapped_area: str | Path | None = None,
    clouds: CloudMethod = "auto",
    mask_water: bool = False,
    bands: Mapping[str, int] | str | None = None,
    offset: float | None = None,
    scale: float | None = None,
    level: Level | None = None,
    pre_bands: Mapping[str, int] | str | None = None,
    pre_offset: float | None = None,
    pre_scale: float | None = None,
    pre_level: Level | None = None,
    dem_unit: DemUnit = "auto",
    allow_partial_dem: bool = False,
    overwrite: bool = False,
    before: str | Path | Scene | None = None,
    channels: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> CutResult:
    """Cut a scene into patches, labelled by the polygons of an inventory.

    Parameters
    ----------
    scene, dem, no_dem, bands, offset, scale, level, pre_bands, pre_offset, pre_scale, pre_level, dem_unit,
    allow_partial_dem, clouds, mask_water : as for `detect`.
    inventory : any vector file; ``layer`` and ``where`` choose from it, see `polygons.read_polygons`. None for a scene
        without landslides, of which ``options.negatives_only`` cuts the ground.
    output : folder to make. It appears when all is written.
    options : which patches, see `CutOptions`.
    mapped_area : polygons of the area in which landslides were looked for. None is the whole scene: what lies outside
        the inventory's polygons is then labelled "no landslide", whether anybody looked or not.
    overwrite : replace a folder of patches that this function wrote.
    before : scene before the event, for channels such as ``pre:B4``.
    channels : which, in their order (`channels.registry`), as GeoTIFFs with named bands. None: those of the 14 of
        Landslide4Sense that there are, in its layout (HDF5).

    Returns
    -------
    CutResult
        The folder holds ``img``, ``mask``, ``patches.csv``, ``patches.json`` and ``preview.png``.

    Raises
    ------
    InputError : something given cannot be used, or no patch has a landslide in it; nothing was written.
    Cancelled : ``progress.check()`` said so; nothing was written.
    """
    from l4s_core.patches.cutting.folder import check_new_folder, new_folder
    from l4s_core.patches.cutting.labels import Labeller
    from l4s_core.rasters.grid import analysis_grid
    from l4s_core.scene import check_readable, open_scene
    from l4s_core.stack.asked import asked_channels
    from l4s_core.stack.open import open_stack
    from l4s_core.vectors.on_grid import Polygons, read_polygons

    progress, options = progress or Silent(), options or CutOptions()
    if dem is None and not no_dem:
        raise InputError("No DEM was given; give one with --dem, or say --no-dem to go without terrain.")
    if dem is not None and no_dem:
        raise InputError("Both a DEM and --no-dem were given; leave one of them out.")
    if inventory is None and not options.negatives_only:
        raise InputError(
            "No inventory was given; give one with --inventory, or say --negatives-only of a scene without landslides."
        )
    target = Path(output).expanduser().absolute()
    progress.stage("opening the scene")
    told: dict[str, Any] = {"bands": bands, "offset": offset, "scale": scale, "level": level}
    opened = scene if isinstance(scene, Scene) else open_scene(scene, **told)
    inputs = [*opened.files, dem, inventory, mapped_area]
    check_new_folder(target, inputs, overwrite=overwrite)
    check_readable(opened)
    for note in opened.notes:
        progress.message(note)
    grid = analysis_grid(opened.grid)
    if channels is None and before is not None:
        raise InputError("A scene before the event is looked at with --channels alone; add it, or leave --pre out.")
    earlier: Scene | None = None
    if channels is None:
        names = _channels(opened, dem is not None, progress)
    else:
        told = {"pre_bands": pre_bands, "pre_offset": pre_offset, "pre_scale": pre_scale, "pre_level": pre_level}
        told |= {"terrain": dem is not None, "bands": bands}
        names, earlier = asked_channels(channels, opened, grid, before, progress, **told)
        check_new_folder(target, [*inputs, *(() if earlier is None else earlier.files)], overwrite=overwrite)
    if inventory is None:
        polygons = Polygons(np.empty(0, dtype=object), 0, 0)
    else:
        progress.stage("reading the inventory")  # before the cloud test, which takes minutes on a full tile
        polygons = read_polygons(inventory, grid, progress, layer=layer, where=where)
    mapped = None if mapped_area is None else read_polygons(mapped_area, grid, progress, what="mapped area")
    with new_folder(target) as (made, work):
        stack = open_stack(
            opened, dem, names, work, progress,
            before=earlier, clouds=clouds, mask_water=mask_water, dem_unit=dem_unit,
            allow_partial_dem=allow_partial_dem,
        )  # fmt: skip
        try:
            labeller = Labeller(
                stack.grid, polygons,
                mapped=mapped, all_touched=options.all_touched, ignore_edge_px=options.ignore_edge_px,
            )  # fmt: skip
            cutting = Cutter(stack, labeller, names, options, progress, "HDF5" if channels is None else "GeoTIFF").cut(
                made, work
            )
            chosen = {
                "path": None if inventory is None else str(inventory),
                "layer": layer,
                "where": where,
                **_counts(polygons),
            }
            facts = {
                **_scene_facts(stack, dem),
                "scene_before": None if earlier is None else _scene_words(earlier),
                "channels": names,
                "inventory": chosen,
                "mapped_area": None if mapped_area is None else str(mapped_area),
                "parameters": asdict(options),
            }
        finally:
            stack.close()
        missing = () if channels is not None else tuple(name for name in L4S_NAMES if name not in names)
        _write_beside(made, cutting, {"missing_channels": missing, "level": opened.level, **facts}, progress)
        progress.check()
    return CutResult(
        target, len(cutting.patches), cutting.with_landslide, cutting.landslide_px, missing, cutting.blocks
    )


def _channels(scene: Scene, terrain: bool, progress: Progress) -> tuple[str, ...]:
    """The channels that there are; says which there are not."""
    there = (*scene.bands, *(L4S_TERRAIN if terrain else ()))
    channels = tuple(name for name in L4S_NAMES if name in there)
    if not set(channels) - set(L4S_TERRAIN):
        raise InputError(f"{scene.source} has none of the 14 channels; give a scene with Sentinel-2 bands.")
    missing = [name for name in L4S_NAMES if name not in there]
    if missing:
        progress.message(
            f"There is no {', '.join(missing)}: 0 in the files, named in patches.json, and left out when the folder is "
            "opened."
        )
    return channels


def _counts(polygons: Polygons) -> dict[str, int]:
    return {
        "features": polygons.read,
        "polygons_in_scene": len(polygons.geometries),
        "repaired": polygons.repaired,
    }


def _scene_facts(stack: Stack, dem: str | Path | None) -> dict[str, Any]:
    scene, grid = stack.scene, stack.grid
    return {
        "software": software(),
        "made_utc": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "scene": _scene_words(scene),
        "dem": None if dem is None else {"path": str(dem), "notes": [] if stack.dem is None else stack.dem.notes},
        "clouds": stack.clouds.name,
        "water_is_observed": stack.water_is_observed,
        "grid": {
            "crs": str(grid.crs),
            "transform": list(grid.transform)[:6],
            "shape": [int(n) for n in grid.shape],
        },
    }


def _scene_words(scene: Scene) -> dict[str, Any]:
    return {
        "name": scene.name,
        "source": scene.source,
        "kind": scene.kind,
        "baseline": scene.baseline,
        "time_utc": None if scene.sensing_time is None else scene.sensing_time.isoformat(),
        "offsets": {name: band.offset for name, band in scene.bands.items()},
        "notes": list(scene.notes),
    }


def _write_beside(made: Path, cutting: Cutting, facts: Mapping[str, Any], progress: Progress) -> None:
    """``patches.json`` and the preview, which opens the folder as anybody would."""
    from l4s_core.patches.cutting.preview import write_preview
    from l4s_core.patches.open import open_patches
    from l4s_core.patches.table import write_sheet

    progress.stage("drawing the preview")
    counts = {
        "patches": len(cutting.patches),
        "blocks": cutting.blocks,
        "with_landslide": cutting.with_landslide,
        "landslide_px": cutting.landslide_px,
        "left_out_too_few_landslide_px": cutting.left_out_small,
        "left_out_not_observed": cutting.left_out_unobserved,
    }
    write_sheet(made, {**facts, "counts": counts})
    patch_set = open_patches(made, expect_masks=True)
    positives = [i for i, patch in enumerate(cutting.patches) if patch.landslide_px]
    negatives = [i for i, patch in enumerate(cutting.patches) if not patch.landslide_px]
    shown = sorted(_some(positives, _PREVIEW_POSITIVES) + _some(negatives, _PREVIEW_NEGATIVES))
    title = f"{patch_set.keys[0].domain}: {len(positives)} patches with landslides, {len(negatives)} without"
    write_preview(made / "preview.png", patch_set, shown, title)


def _some(numbers: Sequence[int], most: int) -> list[int]:
    from l4s_core.patches.cutting.preview import spread

    return [numbers[i] for i in spread(len(numbers), most)]

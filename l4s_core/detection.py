"""The main job: one scene and one DEM in, one inventory out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.clouds.model import CloudMethod
from l4s_core.errors import InputError
from l4s_core.progress import Progress, Silent
from l4s_core.reasons import WORDS, Reason
from l4s_core.scene.model import Level, Scene

if TYPE_CHECKING:
    from l4s_core.area import Area, AreaOnGrid
    from l4s_core.inventory.model import Inventory, Terrain
    from l4s_core.predict.card import ModelCard
    from l4s_core.predict.model import Device
    from l4s_core.predict.open import Backend
    from l4s_core.predict.pipeline import Predicted
    from l4s_core.provenance import Event
    from l4s_core.stack.dem import DemUnit
    from l4s_core.stack.stack import Stack


def detect(
    scene: str | Path | Scene,
    dem: str | Path | None = None,
    *,
    output: str | Path | None = None,
    no_dem: bool = False,
    model: str | Path | None = None,
    threshold: float | None = None,
    mmu_m2: float = 1000.0,
    min_slope_deg: float | None = 5.0,
    simplify_m: float = 0.0,
    clouds: CloudMethod = "auto",
    mask_water: bool = False,
    bands: Mapping[str, int] | str | None = None,
    offset: float | None = None,
    level: Level | None = None,
    area: str | Path | Area | None = None,
    before: str | Path | Scene | None = None,
    dem_unit: DemUnit = "auto",
    allow_partial_dem: bool = False,
    event: Event | None = None,
    probability: str | Path | None = None,
    mask: str | Path | None = None,
    overview: str | Path | None = None,
    overwrite: bool = False,
    device: Device = "auto",
    backend: Backend = "auto",
    compile: bool = False,
    trust_pickle: bool = False,
    tile: int | None = None,
    overlap: int | None = None,
    origin: tuple[int, int] = (0, 0),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Inventory:
    """Map the landslides in one Sentinel-2 scene.

    Parameters
    ----------
    scene : a .SAFE folder or zip, a folder of band files, a multi-band raster, a STAC Item, or an open `Scene`.
    dem : elevation raster of any CRS and resolution that covers the scene. Leaving it out must be said with ``no_dem``.
    output : .gpkg, .geojson, .fgb or .shp to write; None writes nothing.
    model : name of an installed model, path of a model file, a training run or an ensemble, see
        `predict.open.open_model`; None is the default model.
    threshold : probability from which a pixel is landslide; None is the model's own.
    mmu_m2 : minimum mapping unit in square metres.
    min_slope_deg : terrain gate, see `MaskOptions`; None switches it off.
    simplify_m : tolerance of outline simplification in metres, 0 for none.
    clouds : which cloud test, see `clouds.choose_cloud_mask`.
    mask_water : report open water as not observed.
    bands, offset, level : see `scene.open_scene`.
    area : vector file with polygons (see `area.read_area`): only what is inside them is mapped and counted. None is the
        whole scene.
    before : scene before the event. It sets ``scene_pre`` and ``date_min``; networks do not look at it.
    dem_unit : unit of the heights when the file does not say it.
    allow_partial_dem : go on when the DEM covers less than 95 % of the scene; the rest is not observed.
    probability, mask, overview : optional further outputs (GeoTIFF, GeoTIFF, PNG).
    overwrite : replace outputs that exist.
    device, backend, compile, trust_pickle, threads : see `predict.open.open_model`.
    tile, overlap, origin : windows in pixels, None for the model's own.

    Returns
    -------
    Inventory
        With ``path`` set when it was written. ``run`` has every parameter and the shares of what was not observed.

    Raises
    ------
    InputError
        Something given cannot be used; nothing was written.
    Cancelled
        ``progress.check()`` said so; nothing was written.
    """
    from l4s_core.area import Area, read_area
    from l4s_core.inventory import MaskOptions, check_options, check_output, outline, write_inventory, write_mask
    from l4s_core.outputs import TIFF, check_ending, check_outputs, protect_inputs, work_folder
    from l4s_core.partial import partial_folder
    from l4s_core.predict.open import open_model
    from l4s_core.predict.raster import to_cog
    from l4s_core.predict.scene import level_problem, needs_whole_scene, plan_windows, predict_area, predict_scene
    from l4s_core.provenance import Event, check_event_date, probability_tags, run_facts, run_table, scene_date
    from l4s_core.scene import check_readable, open_scene
    from l4s_core.scene.before import open_before
    from l4s_core.stack.grid import analysis_grid
    from l4s_core.stack.open import open_stack
    from l4s_core.stack.part import StackPart

    started = time.monotonic()
    progress = progress or Silent()
    if output is not None:
        check_output(Path(output), overwrite)
    outputs = check_outputs([output, probability, mask, overview], overwrite=overwrite)
    check_ending(probability, TIFF, "The probability")
    check_ending(mask, TIFF, "The mask")
    check_ending(overview, (".png",), "The overview")
    if dem is None and not no_dem:
        raise InputError("No DEM was given; give one with --dem, or say --no-dem to go without terrain.")
    if dem is not None and no_dem:
        raise InputError("Both a DEM and --no-dem were given; leave one of them out.")

    progress.stage("opening the scene")
    net = open_model(
        model, device, threads, backend=backend, compile=compile, trust_pickle=trust_pickle, progress=progress
    )
    card = net.card
    opened = scene if isinstance(scene, Scene) else open_scene(scene, bands=bands, offset=offset, level=level)
    if problem := level_problem(opened, card):
        raise InputError(problem)
    if area is not None and not isinstance(area, Area):
        area = read_area(area)
    grid = analysis_grid(opened.grid)
    part = None if area is None else area.on(grid)
    if before is not None:
        before = open_before(before, opened, grid if part is None else grid[part.roi], progress, bands=bands)
    if event is not None:
        check_event_date(event.event_date, None if before is None else scene_date(before), scene_date(opened))
    plan = plan_windows(grid, card, tile=tile, overlap=overlap, origin=origin, fixed_px=net.fixed_px)
    check_readable(opened)
    inputs = [dem, None if area is None else area.path, *net.files, *opened.files]
    protect_inputs(outputs, [*inputs, *(() if before is None else before.files)])
    for note in opened.notes:
        progress.message(note)

    options = MaskOptions(
        threshold=card.threshold if threshold is None else threshold,
        mmu_m2=mmu_m2,
        min_slope_deg=None if dem is None else min_slope_deg,
        simplify_m=simplify_m,
    )
    check_options(options)
    with ExitStack() as cleanup:
        work = work_folder(outputs[0].parent if outputs else None)
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        stack = open_stack(
            opened,
            dem,
            card.required_channels,
            work,
            progress,
            clouds=clouds,
            mask_water=mask_water,
            dem_unit=dem_unit,
            allow_partial_dem=allow_partial_dem,
            area=None if part is None else part.roi,
            clouds_in=None if part is None or needs_whole_scene(card) else plan.around(part.roi),
        )
        cleanup.callback(stack.close)
        level_taken = _taken_level(stack, card, progress)
        raw = work / "probability.tif"
        seen = work / "observed.tif"
        facts = run_facts(stack, net, dem, event or Event(), before)
        tags = probability_tags(facts, options, opened)
        if part is None:
            done = predict_scene(stack, net, raw, seen, plan, progress, tags=tags)
        else:
            done = predict_area(stack, net, part, raw, seen, plan, progress, tags=tags)
            stack = StackPart(stack, part.roi)
        _refuse_unseen(stack, done, part)
        terrain: Terrain | None = None if stack.dem is None else stack.terrain
        run = run_table(stack, net, options, done, facts, dem, before=before, area=part) | {
            "asked_clouds": clouds,
            "asked_bands": None if bands is None else str(bands),
            "asked_offset": offset,
            "asked_level": level,
            "level_taken": level_taken,
            "asked_dem_unit": dem_unit,
            "asked_allow_partial_dem": int(allow_partial_dem),
            "asked_threads": threads,
            "asked_backend": backend,
            "tile_px": plan.tile,
            "overlap_px": plan.overlap,
            "window_origin": f"{origin[0]} {origin[1]}",
        }
        made, inventory = outline(raw, seen, terrain, facts, options, run, progress)
        progress.stage("writing")
        # all outputs are made first and moved to their names together, the inventory before the others
        with ExitStack() as finished:
            for target in outputs:
                progress.check()
                if output is not None and target == Path(output):
                    continue
                unfinished = finished.enter_context(partial_folder(target)) / target.name
                if overview is not None and target == Path(overview):
                    from l4s_core.run_overview import draw_run

                    draw_run(unfinished, stack, raw, seen, inventory)
                elif probability is not None and target == Path(probability):
                    to_cog(raw, unfinished)
                else:
                    write_mask(made, unfinished)
            progress.check()
            inventory.run = {**inventory.run, "run_seconds": round(time.monotonic() - started, 1)}
            if output is not None:
                inventory.path = write_inventory(inventory, Path(output), overwrite, progress)
    return inventory


def _refuse_unseen(stack: Stack, done: Predicted, area: AreaOnGrid | None) -> None:
    if done.pixels[Reason.OBSERVED]:
        return
    asked = [r for r in Reason if r != Reason.OUTSIDE_AREA]
    total = max(int(done.pixels[asked].sum()), 1)
    why = ", ".join(f"{WORDS[r]} {done.pixels[r] / total:.0%}" for r in asked if done.pixels[r])
    where = "in" if area is None else f"in the area {area.source} of"
    raise InputError(
        f"Nothing could be observed {where} {stack.scene.source} ({why}; clouds by {stack.clouds.name}); take a scene "
        "of another date, or another cloud test with --clouds."
    )


def _taken_level(stack: Stack, card: ModelCard, progress: Progress) -> Level | None:
    """What a scene of unknown level is taken for where the model is for one level only, which is said; else None.

    This is a guess from the values, so it refuses nothing.
    """
    if stack.scene.level is not None or len(card.levels) > 1:
        return None
    from l4s_core.clouds.level import choose_level

    found = choose_level(stack.scene, stack.optical)
    wanted = card.levels[0]
    if found.level == wanted:
        progress.message(f"The model {card.id} is for {wanted}; the scene's level is not known, it is {found.words}.")
    else:
        progress.message(
            f"WARNING: the model {card.id} is for {wanted}, but the scene's level is not known, and it is "
            f"{found.words}: its landslides may be wrong; say --level {wanted} if it is, or choose another model."
        )
    return found.level

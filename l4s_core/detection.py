"""The main job: one scene and one DEM in, one inventory out."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

import l4s_core
from l4s_core.clouds.model import CloudMethod
from l4s_core.errors import InputError
from l4s_core.progress import Progress, Silent
from l4s_core.reasons import WORDS, Reason
from l4s_core.roi import full_roi
from l4s_core.scene.model import Level, Scene

if TYPE_CHECKING:
    from l4s_core.inventory.model import Inventory, MaskOptions, RunFacts, Terrain
    from l4s_core.predict.brightness import BrightnessField
    from l4s_core.predict.model import Device, Model
    from l4s_core.predict.pipeline import Predicted
    from l4s_core.stack.dem import DemUnit
    from l4s_core.stack.stack import Stack


@dataclass(frozen=True)
class Event:
    """What is known about the event, written into every polygon; None stays null."""

    event_id: str | None = None
    event_date: str | None = None
    trigger: str | None = None


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
    dem_unit: DemUnit = "auto",
    allow_partial_dem: bool = False,
    event: Event | None = None,
    probability: str | Path | None = None,
    mask: str | Path | None = None,
    overview: str | Path | None = None,
    overwrite: bool = False,
    device: Device = "auto",
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
    model : name of an installed model or path of a model file; None is the default model.
    threshold : probability from which a pixel is landslide; None is the model's own.
    mmu_m2 : minimum mapping unit in square metres.
    min_slope_deg : terrain gate, see `MaskOptions`; None switches it off.
    simplify_m : tolerance of outline simplification in metres, 0 for none.
    clouds : which cloud test, see `clouds.choose_cloud_mask`.
    mask_water : report open water as not observed.
    bands, offset, level : see `scene.open_scene`.
    dem_unit : unit of the heights when the file does not say it.
    allow_partial_dem : go on when the DEM covers less than 95 % of the scene; the rest is not observed.
    probability, mask, overview : optional further outputs (GeoTIFF, GeoTIFF, PNG).
    overwrite : replace outputs that exist.
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
    from l4s_core.inventory import (
        MaskOptions,
        RunFacts,
        build_inventory,
        check_output,
        make_mask,
        write_inventory,
        write_mask,
    )
    from l4s_core.outputs import check_outputs
    from l4s_core.predict.model import open_model
    from l4s_core.predict.raster import to_cog
    from l4s_core.scene import check_readable, open_scene
    from l4s_core.stack.open import open_stack

    started = time.monotonic()
    run_utc = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    progress = progress or Silent()
    event = event or Event()
    if output is not None:
        check_output(Path(output), overwrite)
    outputs = check_outputs([output, probability, mask, overview], overwrite=overwrite)
    if dem is None and not no_dem:
        raise InputError("No DEM was given; give one with --dem, or say --no-dem to go without terrain.")

    progress.stage("opening the scene")
    net = open_model(model, device, threads)
    card = net.card
    opened = scene if isinstance(scene, Scene) else open_scene(scene, bands=bands, offset=offset, level=level)
    if opened.level is not None and opened.level not in card.levels:
        raise InputError(
            f"{opened.source} is {opened.level}, the model {card.id} is for {' and '.join(card.levels)}; "
            "choose another model or the other product."
        )
    check_readable(opened)
    for note in opened.notes:
        progress.message(note)

    options = MaskOptions(
        threshold=card.threshold if threshold is None else threshold,
        mmu_m2=mmu_m2,
        min_slope_deg=None if dem is None else min_slope_deg,
        simplify_m=simplify_m,
    )
    with ExitStack() as cleanup:
        work = Path(tempfile.mkdtemp(prefix=".l4s-", dir=outputs[0].parent if outputs else None))
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        stack = open_stack(
            opened,
            dem,
            card.channels,
            work,
            progress,
            clouds=clouds,
            mask_water=mask_water,
            dem_unit=dem_unit,
            allow_partial_dem=allow_partial_dem,
        )
        cleanup.callback(stack.close)
        raw = work / "probability.tif"
        seen = work / "observed.tif"
        done = _predict(stack, net, raw, seen, progress, tile=tile, overlap=overlap, origin=origin)
        _refuse_unseen(opened, stack, done)
        terrain: Terrain | None = None if stack.dem is None else stack.terrain
        made = make_mask(raw, seen, options, terrain, progress)
        facts = RunFacts(
            model_id=card.id,
            model_sha=net.sha256,
            software=f"l4s {l4s_core.__version__}",
            run_utc=run_utc,
            scene_post=opened.name,
            dem_source=None if dem is None else Path(dem).name,
            event_id=event.event_id,
            event_date=event.event_date,
            trigger=event.trigger,
            date_max=None if opened.sensing_time is None else opened.sensing_time.date().isoformat(),
        )
        run = _run_table(opened, stack, net, options, done, facts, dem)
        inventory = build_inventory(raw, seen, made, terrain, facts, options, run, progress)
        progress.stage("writing")
        if overview:
            _write_overview(Path(overview), stack, raw, seen, inventory, opened)
        if probability:
            to_cog(raw, Path(probability))
        if mask:
            write_mask(made, Path(mask))
        progress.check()
        inventory.run = {**inventory.run, "run_seconds": round(time.monotonic() - started, 1)}
        if output:
            inventory.path = write_inventory(inventory, Path(output), overwrite=overwrite)
    return inventory


def _predict(
    stack: Stack,
    model: Model,
    raw: Path,
    seen: Path,
    progress: Progress,
    *,
    tile: int | None,
    overlap: int | None,
    origin: tuple[int, int],
) -> Predicted:
    from l4s_core.predict.normalise import Normaliser
    from l4s_core.predict.pipeline import predict
    from l4s_core.predict.raster import PROBABILITY_NODATA, PROBABILITY_SCALE, RowWriter
    from l4s_core.predict.windows import WindowPlan

    card = model.card
    tile = tile or card.tile_px
    if tile % card.size_multiple:
        raise InputError(f"The model {card.id} needs tiles in multiples of {card.size_multiple}; {tile} is not one.")
    overlap = min(card.overlap_px, tile // 2) if overlap is None else overlap
    if not 0 <= overlap < tile:
        raise InputError(f"An overlap of {overlap} pixels does not fit tiles of {tile}; take less.")
    plan = WindowPlan((int(stack.grid.shape[0]), int(stack.grid.shape[1])), tile, overlap, origin)
    normaliser = Normaliser(card, _brightness(stack, model, raw.parent, progress))
    scale = {"scale": str(1 / PROBABILITY_SCALE), "model": card.id, "model_sha256": model.sha256}
    progress.message(f"Device: {model.device}.")
    with (
        RowWriter(
            raw,
            stack.grid,
            "uint16",
            PROBABILITY_NODATA,
            bands=("landslide probability x 10000",),
            predictor=2,
            tags=scale,
        ) as probability,
        RowWriter(seen, stack.grid, "uint8", None, bands=("why not observed",)) as observed,
    ):
        return predict(stack, model, normaliser, plan, probability, observed, progress)


def _brightness(stack: Stack, model: Model, work: Path, progress: Progress) -> BrightnessField | None:
    """The scene's brightness field, from a coarse pass, when the model's normalisation asks for it."""
    from l4s_core.clouds import choose_cloud_mask
    from l4s_core.predict.brightness import SAMPLE_STEP, brightness_field
    from l4s_core.predict.card import RelativeBrightness
    from l4s_core.stack.grid import coarse_grid
    from l4s_core.stack.optical import OpticalReader

    norm = model.card.normalisation
    if not isinstance(norm, RelativeBrightness):
        return None
    step = max(1, min(SAMPLE_STEP, int(min(stack.grid.shape)) // 32))
    coarse = OpticalReader(stack.scene, coarse_grid(stack.grid, step), coarse=True)
    try:
        roi = full_roi(coarse.grid)
        samples = coarse.read(norm.bands, roi)
        # a median does not mind a few clouds: the quick tests do, whichever one the inventory uses
        quick: CloudMethod = "product" if stack.scene.cloud_classes else "builtin"
        if not {"B2", "B3", "B4"} <= set(coarse.names):
            quick = "none"
        clear = choose_cloud_mask(stack.scene, coarse, quick, work, progress).classes(roi) == Reason.OBSERVED
    finally:
        coarse.close()
    return brightness_field(samples, clear, step=step, block_px=norm.block_px)


def _refuse_unseen(scene: Scene, stack: Stack, done: Predicted) -> None:
    if done.pixels[Reason.OBSERVED]:
        return
    total = max(int(done.pixels.sum()), 1)
    why = ", ".join(f"{WORDS[r]} {done.pixels[r] / total:.0%}" for r in Reason if done.pixels[r])
    raise InputError(
        f"Nothing could be observed in {scene.source} ({why}; clouds by {stack.clouds.name}); take a scene of another "
        "date, or another cloud test with --clouds."
    )


def _run_table(
    scene: Scene,
    stack: Stack,
    model: Model,
    options: MaskOptions,
    done: Predicted,
    facts: RunFacts,
    dem: str | Path | None,
) -> dict[str, str | int | float | None]:
    total = max(int(done.pixels.sum()), 1)
    card = model.card
    grid = stack.grid
    table: dict[str, str | int | float | None] = {
        **vars(facts),
        "scene_source": scene.source,
        "scene_kind": scene.kind,
        "scene_level": scene.level,
        "scene_baseline": scene.baseline,
        "scene_time_utc": None if scene.sensing_time is None else scene.sensing_time.isoformat(),
        "scene_offset": ", ".join(sorted({f"{band.offset:g}" for band in scene.bands.values()})),
        "scene_notes": " ".join(scene.notes),
        "dem_path": None if dem is None else str(dem),
        "dem_notes": "" if stack.dem is None else " ".join(stack.dem.notes),
        "clouds": stack.clouds.name,
        "water_is_observed": int(stack.water_is_observed),
        "grid_crs": str(grid.crs),
        "grid_rows": int(grid.shape[0]),
        "grid_cols": int(grid.shape[1]),
        "model_channels": " ".join(card.channels),
        "model_licence": card.licence,
        "device": model.device,
        "windows": done.windows,
        "threshold": options.threshold,
        "mmu_m2": options.mmu_m2,
        "min_slope_deg": options.min_slope_deg,
        "min_steep_share": options.min_steep_share,
        "simplify_m": options.simplify_m,
    }
    for reason in Reason:
        table[f"share_{WORDS[reason].replace(' ', '_')}"] = round(float(done.pixels[reason]) / total, 6)
    return table


def _write_overview(path: Path, stack: Stack, raw: Path, seen: Path, inventory: Inventory, scene: Scene) -> None:
    import rasterio
    from rasterio.enums import Resampling

    from l4s_core.overview import LARGEST_SIDE, write_overview
    from l4s_core.predict.raster import decode_probability
    from l4s_core.stack.grid import coarse_grid
    from l4s_core.stack.optical import OpticalReader

    factor = max(1, -(-max(stack.grid.shape) // LARGEST_SIDE))
    grid = coarse_grid(stack.grid, factor)
    reader = OpticalReader(scene, grid, coarse=True)
    shape = (int(grid.shape[0]), int(grid.shape[1]))
    try:
        names = [name for name in ("B4", "B3", "B2") if name in reader.names] or list(reader.names)[:1] * 3
        rgb = reader.read(names, full_roi(grid))
    finally:
        reader.close()
    with rasterio.open(raw) as src:
        probability = decode_probability(src.read(1, out_shape=shape, resampling=Resampling.nearest))
    with rasterio.open(seen) as src:
        reasons: npt.NDArray[np.uint8] = src.read(1, out_shape=shape, resampling=Resampling.nearest)
    write_overview(path, rgb, probability, inventory.landslides, reasons, grid, title=scene.name)


__all__ = ["Event", "detect"]

"""The inventory again from a probability raster, without the network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.detection.options import SceneOptions, sorted_out

if TYPE_CHECKING:
    from odc.geo.geobox import GeoBox

    from l4s_core.base.event import Event
    from l4s_core.inventory.types import Bands, Inventory, RunFacts, Terrain
    from l4s_core.predict.external import Extent
    from l4s_core.scene.types import Scene
    from l4s_core.terrain.reader import DemUnit
    from l4s_core.terrain.source import DemSource


def vectorize(
    probability: str | Path,
    dem: str | Path | None = None,
    *,
    output: str | Path | None = None,
    scale: float | None = None,
    threshold: float | None = None,
    mmu_m2: float = 1000.0,
    min_slope_deg: float | None = 5.0,
    simplify_m: float = 0.0,
    runout: bool = False,
    hysteresis: float | None = None,
    fill_holes_m2: float = 0.0,
    crf: bool = False,
    scene: str | Path | Scene | None = None,
    scene_scale: float | None = None,
    extent: Extent | None = None,
    dem_unit: DemUnit = "auto",
    event: Event | None = None,
    keep_review: str | Path | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
    **of_scene: Any,
) -> Inventory:
    """Outline the landslides of a probability raster.

    With the options and the DEM of the run that wrote the raster, the polygons are those of the run.

    Parameters
    ----------
    probability : what `detect` wrote, or any single-band raster of probabilities from 0 to 1, in a metric CRS. Pixels
        without a value, or that the file masks, are not observed.
    scale : stored value of certainty in a raster that is not from 0 to 1: 100 for per cent, 255, 1000, 10000, 65535.
        None: the scale that the file declares, and without one only floating-point numbers from 0 to 1 are taken.
    dem : elevation for the terrain gate and attributes; without one there are none. Where it does not reach, components
        stay.
    output : .gpkg, .geojson, .fgb or .shp to write; None writes nothing.
    threshold : probability from which a pixel is landslide; None is the one in the metadata of the raster.
    mmu_m2, min_slope_deg, simplify_m, hysteresis, fill_holes_m2 : see `inventory.MaskOptions`.
    runout : landslides grow over the ground that belongs to them; needs ``dem`` and ``scene``.
    crf : pixels that look alike and lie together agree before the threshold; needs ``scene``.
    scene : the scene that the probability is of, as for `detect`. of_scene : fields of `SceneOptions`, of which
        ``scale`` is called ``scene_scale`` here.
    extent : (xmin, ymin, xmax, ymax) in the CRS of the raster: only the pixels that it touches are read, and polygons
        at its edge are ``truncated``. None is all.
    event : replaces what the metadata say about the event.
    keep_review : an inventory whose review the new one keeps, see `inventory.review`.

    Raises
    ------
    InputError
        Something given cannot be used; nothing was written.
    Cancelled
        ``progress.check()`` said so; nothing was written.
    TypeError
        An option has no such name.
    """
    from l4s_core.base.event import check_event_date
    from l4s_core.base.outputs import check_outputs, protect_inputs, work_folder
    from l4s_core.base.whole_run import tell_plan
    from l4s_core.detection.refine import refined_by_crf
    from l4s_core.detection.run_table import tile_words, transform_words
    from l4s_core.detection.sanity.result import result_doubts
    from l4s_core.detection.steps import steps_from_probability
    from l4s_core.domain.types import as_row
    from l4s_core.inventory import MaskOptions, check_options, check_output, outline, write_inventory
    from l4s_core.inventory.review import check_review, old_one_kept, with_review
    from l4s_core.inventory.runout.spectra import runout_names
    from l4s_core.predict.external import extent_roi, open_probability, take_in
    from l4s_core.refine.bands import band_names
    from l4s_core.terrain.reader import open_dem
    from l4s_core.terrain.source import dem_files

    started = time.monotonic()
    progress = progress or Silent()
    if output is not None:
        check_output(Path(output), overwrite)
    if keep_review is not None:
        check_review(Path(keep_review))
    outputs = check_outputs([output], overwrite=overwrite)
    raster = open_probability(probability, scale, extent)
    said = [
        decision.sentence
        for decision in raster.meaning.decisions
        if decision.confidence != "sure" or decision.subject != "scale"
    ]
    for sentence in said:
        progress.message(sentence)
    protect_inputs(outputs, [raster.path, *dem_files(dem)])
    if event is not None:
        check_event_date(event.event_date, raster.tags.get("date_min"), raster.tags.get("date_max"))
    [how] = sorted_out("vectorize", of_scene, SceneOptions)
    how |= {"scale": scene_scale}
    if runout and (dem is None or scene is None):
        raise InputError("Run-outs follow the terrain over bare ground; give --dem and --scene, or leave out --runout.")
    if crf and scene is None:
        raise InputError("--crf compares what pixels look like; give the scene with --scene, or leave out --crf.")
    options = MaskOptions(
        runout=runout,
        hysteresis=hysteresis,
        fill_holes_m2=fill_holes_m2,
        crf=crf,
        threshold=_threshold(raster.path, raster.tags) if threshold is None else threshold,
        mmu_m2=mmu_m2,
        min_slope_deg=None if dem is None else min_slope_deg,
        simplify_m=simplify_m,
    )
    check_options(options)
    roi = None if extent is None else extent_roi(raster, extent)
    with ExitStack() as cleanup:
        work = work_folder(outputs[0].parent if outputs else None)
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        terrain: Terrain | None = None
        notes: list[str] = []
        source: DemSource | None = None
        place = raster.grid if roi is None else raster.grid[roi]
        if dem is not None:
            heights = open_dem(dem, place, work=work, unit=dem_unit, allow_partial=True, what="probability raster")
            cleanup.callback(heights.close)
            terrain, notes, source = heights.terrain, heights.notes, heights.source
            for note in notes:
                progress.message(note)
        looks = None if scene is None or not (runout or crf) else _looks(scene, how, place, cleanup)
        own = work / "probability.tif", work / "observed.tif"
        gate = terrain is not None and options.min_slope_deg is not None
        tell_plan(progress, steps_from_probability(place.shape, terrain=terrain is not None, gate=gate, crf=crf))
        grid = take_in(raster, roi, *own, progress)
        facts = _facts(raster.path, raster.tags, source, event)
        run = {
            **vars(facts),
            "probability_path": str(raster.path),
            "probability_software": raster.tags.get("software"),
            "probability_run_utc": raster.tags.get("run_utc"),
            "scene_source": None if scene is None else getattr(scene, "source", str(scene)),
            "scene_level": raster.tags.get("scene_level"),
            "extent": None if extent is None else " ".join(f"{value:.10g}" for value in extent),
            "dem_path": None if dem is None else str(dem),
            "dem_tiles": None if source is None else tile_words(source.tiles),
            "probability_notes": " ".join(said),
            "dem_notes": " ".join(notes),
            "grid_crs": str(grid.crs),
            "grid_rows": int(grid.shape[0]),
            "grid_cols": int(grid.shape[1]),
            "grid_transform": transform_words(grid),
            **{name: int(value) if isinstance(value, bool) else value for name, value in vars(options).items()},
        }
        decides: Path | None = None
        if crf and looks is not None:
            decides, refined = refined_by_crf(*own, looks(band_names), options.threshold, progress)
            run |= refined
        mask, inventory = outline(
            *own,
            terrain,
            facts,
            options,
            run,
            progress,
            confidence_from=confidence_of(raster.path, raster.tags),
            bands=looks(runout_names) if runout and looks is not None else None,
            decides=decides,
        )
        hidden = float(inventory.not_observed["area_m2"].sum()) / (grid.extent.area or 1.0)
        seconds = round(time.monotonic() - started, 1)
        inventory.run = {
            **inventory.run,
            "share_observed": round(1 - hidden, 6),
            "run_seconds": seconds,
            "warnings": as_row(result_doubts(mask, decides or own[0], inventory, options)),
        }
        progress.stage("writing")
        progress.check()
        if keep_review is not None:
            progress.message(with_review(inventory, keep_review).sentence(keep_review))
        if output is not None:
            with old_one_kept(Path(output), None if keep_review is None else Path(keep_review)):
                inventory.path = write_inventory(inventory, Path(output), overwrite, progress)
    return inventory


def _looks(
    scene: str | Path | Scene, how: Mapping[str, Any], grid: GeoBox, cleanup: ExitStack
) -> Callable[[Callable[[tuple[str, ...]], tuple[str, ...]]], Bands]:
    """The bands of a scene on the grid of the probability, by a function that chooses from those that are there. Raises
    InputError where the scene lies elsewhere."""
    from l4s_core.inventory.types import Bands
    from l4s_core.scene import check_readable, open_scene
    from l4s_core.scene.types import Scene
    from l4s_core.stack.optical import OpticalReader

    opened = scene if isinstance(scene, Scene) else open_scene(str(scene), **how)
    check_readable(opened)
    here = opened.grid.extent if grid.crs is None else opened.grid.extent.to_crs(grid.crs)
    if not here.intersects(grid.extent):
        raise InputError(f"The scene {opened.source} shows nothing of the probability raster; give the one it is of.")
    reader = OpticalReader(opened, grid)
    cleanup.callback(reader.close)

    def chosen(choose: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Bands:
        names = choose(tuple(opened.bands))
        return Bands(names, lambda roi: reader.read(names, roi))

    return chosen


def _threshold(path: Path, tags: Mapping[str, str]) -> float:
    try:
        return float(tags["threshold"])
    except (KeyError, ValueError) as error:
        raise InputError(f"{path} does not say which threshold it was made for; give one with --threshold.") from error


def confidence_of(path: Path, tags: Mapping[str, str]) -> dict[int, float] | None:
    """The cut-offs of the model's card, which the run wrote into the raster; None where it had none."""
    from l4s_core.inventory.outline.landslides import confidence_of_words

    if "confidence_from" not in tags:
        return None
    try:
        return confidence_of_words(tags["confidence_from"])
    except ValueError as error:
        raise InputError(f"The metadata of {path} are damaged (confidence_from: {error}); make it again.") from error


def _facts(path: Path, tags: Mapping[str, str], dem: DemSource | None, event: Event | None) -> RunFacts:
    """What every polygon carries: the origin that the raster's metadata tell, and this run's software and time."""
    from l4s_core.base.event import Event
    from l4s_core.base.stamp import software, utc_now
    from l4s_core.inventory.types import RunFacts

    event = event or Event()
    return RunFacts(
        model_id=tags.get("model_id"),
        model_sha=tags.get("model_sha"),
        software=software(),
        run_utc=utc_now(),
        scene_pre=tags.get("scene_pre"),
        scene_post=tags.get("scene_post", path.stem),
        dem_source=None if dem is None else dem.name,
        event_id=event.event_id or tags.get("event_id"),
        event_date=event.event_date or tags.get("event_date"),
        trigger=event.trigger or tags.get("trigger"),
        date_min=tags.get("date_min"),
        date_max=tags.get("date_max"),
    )

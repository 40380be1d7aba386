"""The last steps of a run: from the finished rasters to the inventory and the files."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.detection.change import ChangeResult
from l4s_core.detection.options import Outputs, as_asked
from l4s_core.detection.prepare import Prepared
from l4s_core.detection.refine import refined_by_crf
from l4s_core.detection.run_table import run_table
from l4s_core.detection.sanity.result import result_doubts
from l4s_core.domain.types import as_row
from l4s_core.inference.scene_normalised import scene_channels_of
from l4s_core.inventory.activity import with_activity
from l4s_core.inventory.files.write import write_inventory
from l4s_core.inventory.outline.build import outline
from l4s_core.inventory.outline.mask import Mask, write_mask
from l4s_core.inventory.review import old_one_kept, with_review
from l4s_core.inventory.runout.spectra import runout_names
from l4s_core.inventory.types import Bands, Inventory, Terrain
from l4s_core.predict.types import ScenePrediction
from l4s_core.rasters.roi import ROI, strips
from l4s_core.rasters.warp import to_window
from l4s_core.rasters.write import to_cog
from l4s_core.refine.bands import band_names
from l4s_core.stack.part import StackPart
from l4s_core.stack.stack import Stack
from l4s_core.vectors.area import AreaOnGrid


def finish(
    prepared: Prepared,
    prediction: ScenePrediction,
    device: str,
    progress: Progress,
    change: ChangeResult | None = None,
) -> tuple[Mask, Inventory]:
    """The mask and the inventory out of what the model gave.

    Parameters
    ----------
    device : what the model ran on, in words.
    change : what the scene before adds to it; ``prediction`` is then that of new landslides.

    Raises
    ------
    InputError
        Nothing of the scene was observed.
    """
    opened, request = prepared.opened, prepared.opened.request
    _refuse_unseen(prepared.stack, prediction, opened.area)
    stack = stack_of_result(prepared)
    terrain: Terrain | None = None if stack.dem is None else stack.terrain
    run = run_table(
        stack,
        opened.card,
        device,
        opened.options,
        prediction,
        prepared.facts,
        request.dem,
        before=opened.before,
        area=opened.area,
    ) | {
        **as_asked(request.asked or request.options),
        **prepared.verdict.rows(),
        "level_taken": prepared.level_taken,
        "scene_statistics": " ".join(scene_channels_of(opened.card)) or None,
        "batch_statistics": None if prepared.batch_statistics is None else len(prepared.batch_statistics) // 2,
        "tile_px": opened.plan.tile,
        "overlap_px": opened.plan.overlap,
        "window_origin": " ".join(map(str, request.options.windows.origin)),
    }
    decides, refined = _refined(prepared, stack, prediction.probability, prediction.observed, progress)
    mask, inventory = outline(
        prediction.probability,
        prediction.observed,
        terrain,
        prepared.facts,
        opened.options,
        run | refined,
        progress,
        uncertainty=prediction.uncertainty,
        confidence_from=opened.card.confidence_from,
        bands=runout_bands(stack, None if change is None else change.was_green) if opened.options.runout else None,
        decides=decides,
    )
    found = result_doubts(mask, decides or prediction.probability, inventory, opened.options, prediction.pixels)
    if change is not None:
        inventory.run = {**inventory.run, **change.run}
        if change.bare_before is not None:
            _take_out(mask, change.bare_before)
            _add_older(inventory, prepared, prediction, change.bare_before, terrain, progress)
        found = [*change.doubts, *found]
    inventory.run = {**inventory.run, "warnings": as_row([*prepared.doubts, *found])}
    return mask, inventory


def _take_out(mask: Mask, bare_before: Path) -> None:
    """What holes of new landslides took in belongs to them, and is not counted a second time as bare before."""
    with rasterio.open(bare_before, "r+") as raster:
        for roi in strips(mask.grid):
            values = raster.read(1, window=to_window(roi))
            taken = mask.array[roi] == 1
            if (values[taken] > 0).any():
                values[taken] = 0
                raster.write(values, 1, window=to_window(roi))


def _add_older(
    inventory: Inventory,
    prepared: Prepared,
    prediction: ScenePrediction,
    bare_before: Path,
    terrain: Terrain | None,
    progress: Progress,
) -> None:
    """The layer of ground that was bare before, outlined as the landslides are, and what is known of their activity."""
    opened = prepared.opened
    decides, _ = _refined(prepared, stack_of_result(prepared), bare_before, prediction.observed, progress)
    _, older = outline(
        bare_before,
        prediction.observed,
        terrain,
        prepared.facts,
        opened.options,
        {},
        progress,
        confidence_from=opened.card.confidence_from,
        decides=decides,
    )
    inventory.bare_before = with_activity(older.landslides, inventory.landslides)
    inventory.run = {**inventory.run, "bare_before": len(inventory.bare_before)}


def _refined(
    prepared: Prepared, stack: Stack, probability: Path, observed: Path, progress: Progress
) -> tuple[Path | None, dict[str, str | int | float | None]]:
    """What the mask is made of, beside ``probability``, and rows of the run table; None where that is as it is."""
    options = prepared.opened.options
    if not options.crf:
        return None, {}
    names = band_names(stack.channels)
    bands = Bands(names, lambda roi: stack.read(names, roi))
    device = prepared.opened.request.options.model.device
    return refined_by_crf(probability, observed, bands, options.threshold, progress, device)


def runout_bands(stack: Stack, was_green: Path | None) -> Bands:
    """What run-outs are told by, of the stack that the result lies on.

    What ``was_green`` (see `ChangeResult`) does not show as green before is not known: what was bare already is no
    run-out of a new landslide, and of what nobody saw nothing is said.
    """
    names = runout_names(stack.channels)

    def read(roi: ROI) -> npt.NDArray[np.float32]:
        values = stack.read(names, roi)
        if was_green is not None:
            with rasterio.open(was_green) as source:
                values[:, source.read(1, window=to_window(roi)) != Reason.OBSERVED] = np.nan
        return values

    return Bands(names, read)


def stack_of_result(prepared: Prepared) -> Stack:
    """The stack on the grid of what is written: that of the scene, or of the area's bounds."""
    area = prepared.opened.area
    return prepared.stack if area is None else StackPart(prepared.stack, area.roi)


def write(
    prepared: Prepared,
    mask: Mask,
    inventory: Inventory,
    outputs: Outputs,
    prediction: ScenePrediction,
    seconds: float,
    progress: Progress,
) -> None:
    """Write all outputs; sets ``inventory.path``. They are made first and moved to their names together, the inventory
    before the others. ``seconds`` is how long the run took.

    Raises
    ------
    Cancelled
        Nothing was written.
    """
    progress.stage("writing")
    if outputs.keep_review is not None:
        progress.message(with_review(inventory, outputs.keep_review).sentence(outputs.keep_review))
    with ExitStack() as finished:
        for target in outputs.paths():
            progress.check()
            if target == outputs.output:
                continue
            unfinished = finished.enter_context(partial_folder(target)) / target.name
            if target == outputs.overview:
                from l4s_core.detection.overview import draw_run

                draw_run(unfinished, stack_of_result(prepared), prediction, inventory)
            elif target == outputs.probability:
                to_cog(prediction.probability, unfinished)
            elif target == outputs.uncertainty_raster and prediction.uncertainty is not None:
                to_cog(prediction.uncertainty, unfinished)
            else:
                write_mask(mask, unfinished)
        progress.check()
        inventory.run = {**inventory.run, "run_seconds": round(seconds, 1)}
        if outputs.output is not None:
            with old_one_kept(outputs.output, outputs.keep_review):
                inventory.path = write_inventory(inventory, outputs.output, outputs.overwrite, progress)


def _refuse_unseen(stack: Stack, prediction: ScenePrediction, area: AreaOnGrid | None) -> None:
    pixels = prediction.pixels
    if pixels[Reason.OBSERVED]:
        return
    asked = [r for r in Reason if r != Reason.OUTSIDE_AREA]
    total = max(int(pixels[asked].sum()), 1)
    why = ", ".join(f"{WORDS[r]} {pixels[r] / total:.0%}" for r in asked if pixels[r])
    where = "in" if area is None else f"in the area {area.source} of"
    raise InputError(
        f"Nothing could be observed {where} {stack.scene.source} ({why}; clouds by {stack.clouds.name}); take a scene "
        "of another date, or another cloud test with --clouds."
    )

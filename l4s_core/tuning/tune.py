"""A model fitted to what an analyst decided about its polygons in one scene."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.words import plural
from l4s_core.detection.options import DetectOptions, Inputs, sorted_out

if TYPE_CHECKING:
    from l4s_core.detection.prepare import Prepared
    from l4s_core.scene.types import Scene
    from l4s_core.tuning.corrections import Corrections
    from l4s_core.tuning.fit import Fit
    from l4s_core.tuning.judge import Judged
    from l4s_core.tuning.types import Tunable, Tuned

MOST_ELSEWHERE = 2.0
"""How many times as much of the ground that nobody decided on a recommended model may mark, from `_SMALL` on."""
_SMALL = 5e-4  # share of that ground
_AROUND_M = 640.0  # of every polygon, within which ground that nobody decided on is looked at too


def tune(
    model: str | Path | None,
    scene: str | Path | Scene,
    corrections: str | Path,
    output: str | Path | None = None,
    *,
    dem: str | Path | None = None,
    layer: str | None = None,
    id: str | None = None,
    keep_anyway: bool = False,
    overwrite: bool = False,
    options: DetectOptions | None = None,
    progress: Progress | None = None,
    **more: Any,
) -> Tuned:
    """Fit the last numbers of a model to polygons that were accepted, edited, added and rejected.

    What is changed is the shift of the logit, its slope, the evidence of near infrared or the last layer, whichever
    serves best on neighbourhoods that were left out. The scores are of neighbourhoods that neither the fit nor the
    choice has seen. See docs/tune.md.

    Parameters
    ----------
    model : as for `detect`: an installed model, an .onnx file, a checkpoint or the folder of a training run.
    scene : in which the polygons were reviewed, as for `detect`.
    corrections : vector file with the column ``status``, see `corrections.read_corrections`. layer : of it.
    output : .onnx file to write; of a checkpoint .safetensors, or a folder that becomes a run. None writes nothing.
    dem : for models that look at terrain.
    id : of the new model; None: that of the old one with "-tuned".
    keep_anyway : write the model where it is not recommended, too.
    options, more : as for `detect`; the groups scene, terrain, clouds, model, windows and guard count.

    Returns
    -------
    Tuned
        ``path`` is None where nothing was written, ``reason`` says why it is not recommended.

    Raises
    ------
    InputError
        Something given cannot be used: no or too few decisions, no overlap, a model that cannot be tuned.
    TypeError
        An option has no such name.
    """
    started = time.monotonic()
    progress = progress or Silent()
    ways, beside = sorted_out("tune", more, DetectOptions, Inputs)
    asked = (options or DetectOptions()).but(**ways, model=None if model is None else str(model))
    from l4s_core.export.onnx import checked_card
    from l4s_core.tuning.card import tuned_id
    from l4s_core.tuning.corrections import read_corrections

    progress.stage("opening the model and the scene")
    tunable = _opened(model, asked)
    checked_card(tunable.card.model_copy(update={"id": tuned_id(tunable.card, id)}))  # before minutes of work
    target = _target(output, tunable, overwrite)
    decisions = read_corrections(corrections, layer=layer)
    for note in decisions.notes:
        progress.message(note)
    with ExitStack() as cleanup:
        prepared, area = _prepared(cleanup, scene, dem, beside, asked, decisions, tunable, progress)
        if decisions.scene is not None and decisions.scene != prepared.opened.scene.name:
            progress.message(
                f"WARNING: the polygons were found in {decisions.scene}, the scene is {prepared.opened.scene.name}; "
                "what was decided there counts here only where the ground looks the same."
            )
        tunable.use_inputs(prepared.stack.channels)
        return _tuned(tunable, prepared, area, target, id, keep_anyway, progress, started)


def _tuned(
    tunable: Tunable,
    prepared: Prepared,
    decisions: Corrections,
    target: Path | None,
    id: str | None,
    keep_anyway: bool,
    progress: Progress,
    started: float,
) -> Tuned:
    import shapely

    from l4s_core.tuning.blocks import APART_M, blocks_of, pixel_blocks
    from l4s_core.tuning.card import calibration_of, tuned_card
    from l4s_core.tuning.corrections import CorrectionsOnGrid
    from l4s_core.tuning.fit import ways
    from l4s_core.tuning.judge import judge
    from l4s_core.tuning.samples import look_at_corrections
    from l4s_core.tuning.types import Change, Tuned

    stack, _ = prepared.target()
    on_grid = CorrectionsOnGrid(decisions, stack.grid)
    here = on_grid.corrections
    calibrated = calibration_of(tunable.card, prepared.stack.channels)
    sampled = look_at_corrections(tunable, prepared, on_grid, (calibrated.slope, calibrated.intercept), progress)
    samples = sampled.samples
    seen = np.setdiff1d(np.arange(len(here)), sampled.lost)
    if sampled.lost.size:
        was = plural(sampled.lost.size, "polygon was", "polygons were")
        progress.message(f"{was} not observed in this scene (clouds, no data, outside); left out.")
    centres = shapely.get_coordinates(shapely.centroid(here.shapes[seen]))
    of_polygon = np.full(len(here), -1, np.int64)
    of_polygon[seen] = blocks_of(centres, here.verdicts[seen])
    blocks = pixel_blocks(samples, of_polygon)
    judged, final = judge(samples, blocks, ways(tunable.levers), calibrated.cut, calibrated.slope, progress)
    reason = _against(judged, final)
    tuning = _facts(tunable, prepared, here, seen, judged, final, int(blocks.max()) + 1, not reason)
    path = None
    if target is not None and (not reason or keep_anyway):
        progress.stage("writing")
        slope = (1 + final.slope) * calibrated.slope
        shift = (1 + final.slope) * calibrated.intercept + final.shift
        lever = final.way.lever
        change = Change(slope, shift, None if lever is None else lever.name, None if lever is None else final.numbers)
        card = tuned_card(tunable, tuning, prepared.stack.channels, id)
        tunable.write(change, card, target, sampled.seen)
        path = target
    before, after = judged.elsewhere
    return Tuned(
        tuning,
        path,
        *judged.scores,
        judged.decided_before,
        judged.decided_after,
        100 * before,
        100 * after,
        APART_M,
        reason,
        time.monotonic() - started,
    )


def _against(judged: Judged, final: Fit) -> str:
    """Why the tuned model is not recommended; empty where it is."""
    before, after = judged.f1
    low, high = judged.interval
    was, now = judged.elsewhere
    if not final.way.count:
        return "No change of the model does better on neighbourhoods that were left out."
    if after <= before:
        return f"On neighbourhoods that it had not seen it is no better: F1 {before:.3f} before, {after:.3f} after."
    if low <= 0:
        return (
            f"The difference of F1, {after - before:+.3f}, may be chance: 95 % of resampled neighbourhoods lie from "
            f"{low:+.3f} to {high:+.3f}; decide on more polygons."
        )
    if now > max(MOST_ELSEWHERE * was, _SMALL):
        return (
            f"It marks {100 * now:.2f} % of the ground that nobody decided on, {100 * was:.2f} % before; reject "
            "some of what it newly marks."
        )
    return ""


def _facts(
    tunable: Tunable,
    prepared: Prepared,
    here: Corrections,
    seen: Any,
    judged: Judged,
    final: Fit,
    blocks: int,
    recommended: bool,
) -> Any:
    from l4s_core.inference.card import Tuning

    kept = here.subset(np.isin(np.arange(len(here)), seen))
    before, after = judged.f1
    low, high = judged.interval
    count = final.way.count
    return Tuning(
        source_id=tunable.card.id,
        source_sha256=tunable.sha256,
        scene=prepared.opened.scene.name,
        corrections=here.path.name,
        corrections_sha256=here.sha256,
        landslides=kept.landslides,
        rejected=kept.rejected,
        blocks=blocks,
        numbers=f"{final.way.name} ({plural(count, 'number', 'numbers')})" if count else final.way.name,
        f1_before=round(before, 4),
        f1_after=round(after, 4),
        low=round(low, 4),
        high=round(high, 4),
        recommended=recommended,
    )


def _opened(model: str | Path | None, asked: DetectOptions) -> Tunable:
    """The model, if it can be tuned."""
    from l4s_core.inference.checkpoint import PICKLES
    from l4s_core.inference.ensemble_file import ENDINGS
    from l4s_core.inference.open import find_model

    path = find_model(model)
    ending = path.suffix.lower()
    if ending in ENDINGS:
        raise InputError(f"{path} is an ensemble, which has no last layer of its own; tune one of its members.")
    if ending in PICKLES:
        raise InputError(f"{path} is a Python pickle; give a .safetensors checkpoint or an .onnx file.")
    tunable: Tunable
    if ending == ".safetensors":
        from l4s_core.inference.checkpoint import need_torch

        need_torch(path)
        from l4s_core.tuning.torch_tunable import TorchTunable

        tunable = TorchTunable(path, asked.model.threads)
    else:
        from l4s_core.tuning.onnx_tunable import OnnxTunable

        tunable = OnnxTunable(path, asked.model.threads)
    card = tunable.card
    if card.precision == "int8":
        raise InputError(f"{path} computes in 8-bit integers; tune the model that it was made from.")
    if card.members:
        raise InputError(f"{path} is an ensemble, which has no last layer of its own; tune one of its members.")
    if card.layers != ["probability"]:
        raise InputError(f"{path} gives more than a probability ({', '.join(card.layers)}), so it cannot be tuned.")
    return tunable


def _target(output: str | Path | None, tunable: Tunable, overwrite: bool) -> Path | None:
    """The file to write. Raises InputError where it cannot be written."""
    from l4s_core.base.outputs import check_ending, check_outputs
    from l4s_core.inference.open import BEST

    if output is None:
        return None
    path = Path(output)
    if tunable.ending == ".safetensors" and not path.suffix:  # a folder, as a training run has it
        check_outputs([path if not path.exists() else path / BEST], overwrite=overwrite)
        return path / BEST
    check_ending(path, (tunable.ending,), "The tuned model")
    [path] = check_outputs([path], overwrite=overwrite)
    return path


def _prepared(
    cleanup: ExitStack,
    scene: str | Path | Scene,
    dem: str | Path | None,
    beside: dict[str, Any],
    asked: DetectOptions,
    decisions: Corrections,
    tunable: Tunable,
    progress: Progress,
) -> tuple[Prepared, Corrections]:
    """The scene around the corrections, ready for its windows, and the corrections that lie in it."""
    import shapely

    from l4s_core.base.outputs import work_folder
    from l4s_core.detection.opening import open_request, request_model
    from l4s_core.detection.prepare import prepare
    from l4s_core.detection.request import Request
    from l4s_core.rasters.cache import small_cache
    from l4s_core.vectors.area import Area, OutsideArea

    boxes = shapely.union_all(shapely.buffer(shapely.envelope(decisions.shapes), _AROUND_M, quad_segs=1))
    area = Area(shapely.get_parts(boxes), decisions.crs, str(decisions.path))
    beside.pop("no_dem", None)
    plain = DetectOptions()  # one look at the model as it is: what it is tuned for is said by its card
    options = replace(asked, look=plain.look, outline=plain.outline, change=plain.change)
    request = Request(scene=scene, dem=dem, options=options, **{**beside, "area": area})
    cleanup.enter_context(small_cache())
    model = request_model(request, progress)
    try:
        opened = open_request(request, model, [], progress)
    except OutsideArea as error:
        raise InputError(
            f"None of the polygons in {decisions.path} lies in the scene; give the scene in which they were reviewed."
        ) from error
    work = work_folder(None)
    cleanup.callback(shutil.rmtree, work, ignore_errors=True)
    prepared = prepare(opened, model, work, progress)
    cleanup.callback(prepared.stack.close)
    return prepared, decisions

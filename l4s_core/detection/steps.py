"""Which steps a run will take and how long each is, before it begins.

The seconds were measured on two cores of an ordinary computer; `base.pace` knows how this one differs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from odc.geo.roi import roi_shape

from l4s_core.base.errors import InputError
from l4s_core.base.pace import at_pace, is_learnt
from l4s_core.base.whole_run import Step
from l4s_core.channels.registry import bands_of, is_before, is_terrain
from l4s_core.inference.views import times_as_long

if TYPE_CHECKING:
    from l4s_core.clouds.types import CloudMethod
    from l4s_core.detection.opening import Look, Opened
    from l4s_core.detection.options import Outputs
    from l4s_core.detection.request import Request
    from l4s_core.inference.card import ModelCard
    from l4s_core.scene.types import Scene

_MEASURED_CORES = 2
_GAIN = 0.8  # so many times as many cores are as much faster, to this power
_LOOKED_AT_MPIX = 15.0  # samples of larger scenes are as large as of this one
_UNPACKED_PX = 2048**2  # as in `stack.decoded`


def steps_of(
    request: Request, card: ModelCard, found: Look | Opened, outputs: Outputs | None = None, device: str | None = None
) -> list[Step]:
    """The steps of a run in their order, with the seconds that they take on this computer.

    Parameters
    ----------
    found : what the request names, opened; without scene or windows there are no steps.
    outputs : None: the inventory alone.
    device : that the model runs on, where it is known.
    """
    scene, plan = found.scene, found.plan
    if scene is None or plan is None:
        return []
    asked = request.options
    whole = _mpix(plan.shape)
    target = plan if found.area is None else plan.part(plan.around(found.area.roi))
    part, result = _mpix(target.shape), whole if found.area is None else _mpix(roi_shape(found.area.roi))
    windows = len(target.row_starts()) * len(target.col_starts()) * target.tile**2 / 1e6
    look = asked.look
    windows *= times_as_long(look.tta, look.uncertainty, look.passes)
    cores = _cores(asked.model.threads)
    runs_on = device or asked.model.device
    steps = [Step("opening the scene", 1.6 + 0.2 * min(whole, _LOOKED_AT_MPIX))]
    if found.area is None and (packed := _packed(scene, card)):
        steps.append(Step("unpacking JPEG 2000", 0.5 * packed * whole / min(cores, packed)))
    steps += _clouds(scene, asked.clouds.clouds, _mpix_of_clouds(card, whole, part), cores)
    steps += [
        Step(name, 0.05 + 0.1 * part) for name in ("brightness of the surroundings", "statistics of the scene")
        if _wants(card, name)
    ]  # fmt: skip
    steps.append(Step("detecting landslides", 0.1 + 1.0 * windows / cores, f"detecting: {card.id}, {runs_on}"))
    if found.looks_at_change:
        for before in (found.before, *found.more_before):
            if before is not None:
                steps += _compared(before, asked.clouds.clouds, result)
        steps.append(Step("new and old ground", 0.1 + 0.5 * result))
    terrain, crf = request.dem is not None, asked.outline.crf
    gate = terrain and asked.outline.min_slope_deg is not None
    steps += outline_steps(result, terrain=terrain, gate=gate, runout=asked.outline.runout, crf=crf)
    if found.looks_at_change:
        steps += outline_steps(result, terrain=terrain, gate=gate, crf=crf)
    files = 1 if outputs is None else len(outputs.paths())
    return at_pace([*steps, Step("writing", 0.3 + (0.04 + 0.08 * (files - 1)) * result)])


def outline_steps(mpix: float, *, terrain: bool, gate: bool, runout: bool = False, crf: bool = False) -> list[Step]:
    """From probability to polygons and their attributes, over so many millions of pixels; not yet `at_pace`."""
    steps = [Step("refining (CRF)", 0.1 + 2.5 * mpix)] if crf else []
    steps.append(Step("mask", 0.01 + 0.02 * mpix))
    if gate:
        steps.append(Step("terrain gate", 0.02 + 0.1 * mpix))
    if runout:
        steps.append(Step("run-outs", 0.2 + 2.0 * mpix))
    steps.append(Step("polygons", 0.02 + 0.07 * mpix))
    if terrain and (runout or not gate):  # else the gate has looked at them
        steps.append(Step("terrain of the landslides", 0.02 + 0.08 * mpix))
    return [*steps, Step("attributes", 0.02 + 0.05 * mpix)]


def steps_from_probability(shape: Sequence[int], *, terrain: bool, gate: bool, crf: bool = False) -> list[Step]:
    """The steps of `vectorize` over so many rows and columns."""
    mpix = _mpix(shape)
    steps = outline_steps(mpix, terrain=terrain, gate=gate, crf=crf)
    return at_pace([Step("reading the probability", 0.1 + 0.1 * mpix), *steps, Step("writing", 0.3 + 0.04 * mpix)])


def time_of(request: Request, card: ModelCard, found: Look) -> tuple[float | None, bool]:
    """Seconds that a run is expected to take, None where that cannot be said, and whether this was learnt here."""
    steps = steps_of(request, card, found)
    return (round(sum(one.seconds for one in steps), 1) if steps else None), is_learnt(steps)


def _clouds(scene: Scene, asked: CloudMethod, mpix: float, cores: float, key: str | None = None) -> list[Step]:
    from l4s_core.clouds.choose import chosen_method

    try:
        method = chosen_method(scene, tuple(scene.bands), asked)
    except InputError:  # the run will say so
        return []
    if method == "csmask":
        return [Step("clouds (ukis-csmask)", 0.15 + 0.8 * mpix / cores, key)]
    if method == "builtin":
        return [Step("clouds (built-in test)", 0.1 + 0.2 * mpix, key)]
    return []


def _compared(before: Scene, asked: CloudMethod, mpix: float) -> Iterable[Step]:
    name = "comparing with the scene before"
    yield Step(name, 0.1 + 0.05 * mpix, "")
    yield from _clouds(before, asked, mpix, 1.0, "clouds of the scene before")
    yield Step(name, 0.5 + 3.0 * mpix)


def _mpix_of_clouds(card: ModelCard, whole: float, part: float) -> float:
    from l4s_core.predict.scene import needs_whole_scene

    return whole if needs_whole_scene(card) else part


def _wants(card: ModelCard, stage: str) -> bool:
    from l4s_core.inference.card import RelativeBrightness, SceneStatistics

    kind = RelativeBrightness if stage.startswith("brightness") else SceneStatistics
    return any(isinstance(group.normalisation, kind) for group in card.inputs)


def _packed(scene: Scene, card: ModelCard) -> int:
    """How many bands of large JPEG 2000 files a model reads."""
    rows, cols = scene.grid.shape
    if rows * cols < _UNPACKED_PX:
        return 0
    names = bands_of(name for name in card.required_channels if not is_before(name) and not is_terrain(name))
    return sum(str(scene.bands[name].path).lower().endswith(".jp2") for name in names if name in scene.bands)


def _cores(threads: int | None) -> float:
    """So many times as fast as where it was measured."""
    return float(((threads or os.cpu_count() or _MEASURED_CORES) / _MEASURED_CORES) ** _GAIN)


def _mpix(shape: Sequence[int]) -> float:
    return int(shape[0]) * int(shape[1]) / 1e6

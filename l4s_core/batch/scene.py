"""One scene of a batch, start to end, in the process that calls it."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.errors import Cancelled, L4SError
from l4s_core.base.progress import Progress
from l4s_core.batch.fingerprint import Fingerprint
from l4s_core.batch.inputs import SceneInputs, open_inputs
from l4s_core.batch.job import BatchOptions, Outcome, SceneJob, SceneResult

if TYPE_CHECKING:
    from l4s_core.detection.options import Outputs
    from l4s_core.detection.request import Request
    from l4s_core.inventory.types import Inventory
    from l4s_core.scene.types import Scene
    from l4s_core.vectors.area import Area

ENDINGS = {"probability": ".tif", "uncertainty": ".tif", "mask": ".tif", "overview": ".png"}
"""Further outputs of a scene and the endings of their files."""


def output_names(name: str, save: tuple[str, ...]) -> dict[str, str]:
    """Kind -> name of the file, for all outputs of the scene ``name``; the inventory first."""
    return {"landslides": f"{name}.gpkg"} | {kind: f"{name}_{kind}{ENDINGS[kind]}" for kind in save}


def run_scene(
    job: SceneJob, options: BatchOptions, folder: Path, progress: Progress, *, area: Area | None = None
) -> SceneResult:
    """Map one scene and write its outputs into ``folder``, which holds nothing else.

    ``area`` is the job's, where it was read already; else its file is.

    Raises
    ------
    OutsideArea
        The scene shows nothing of its area.
    InputError
        Something given cannot be used, or was replaced while it was read; nothing of it is left in ``folder``.
    Cancelled
        ``progress.check()`` said so.
    """
    from l4s_core.detection.run import map_scene

    inputs = open_inputs(job, options, folder, area)
    names = output_names(job.name, options.save)
    outputs = outputs_in(folder, names)
    try:
        inventory = map_scene(request_of(job, options, inputs.scene, area), outputs, progress)
        fingerprints = inputs.fingerprints()
    except BaseException:
        for name in names.values():
            (folder / name).unlink(missing_ok=True)
        raise
    return scene_result(inventory, inputs, fingerprints, names)


def request_of(job: SceneJob, options: BatchOptions, scene: Scene, area: Area | None) -> Request:
    """What a job asks for, of its open scene; ``area`` as of `run_scene`."""
    from l4s_core.detection.request import Request

    return Request(
        scene=scene,
        dem=job.dem,
        area=area or job.area,
        before=job.before,
        event=job.event,
        options=options.detect,
        asked=options.asked,
    )


def outputs_in(folder: Path, names: Mapping[str, str]) -> Outputs:
    """The outputs of `output_names` in a folder."""
    from l4s_core.detection.options import Outputs, output_field

    paths = {output_field(kind): folder / name for kind, name in names.items()}
    return Outputs(output=paths.pop("landslides"), **paths)  # type: ignore[arg-type]


def scene_result(
    inventory: Inventory, inputs: SceneInputs, fingerprints: Mapping[str, Fingerprint], names: Mapping[str, str]
) -> SceneResult:
    """What a run gave: ``names`` of its files, and ``fingerprints`` of its ``inputs`` after they were read."""
    from l4s_core.detection.summary import summary

    facts = summary(inventory)
    for elsewhere in ("output", "files"):  # they move
        del facts[elsewhere]
    return SceneResult(
        files=names,
        facts=facts,
        inputs=fingerprints,
        dem_tiles=inputs.dem_tiles,
        footprint=inputs.footprint,
        model_sha256=str(inventory.run["model_sha"]),
    )


def failed(job: SceneJob, error: Exception, worker: str, seconds: float) -> Outcome:
    """The outcome of a scene that ended with an error. Cancelled is none: raises it again."""
    from l4s_core.base.partial import failure_sentence
    from l4s_core.vectors.area import OutsideArea

    if isinstance(error, Cancelled):
        raise error
    if isinstance(error, L4SError):
        return Outcome(job, None, worker, seconds, str(error), error.exit_code, isinstance(error, OutsideArea))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Outcome(job, None, worker, seconds, failure_sentence(Path(error.filename or job.name), error), 1)
    words = (
        f"Something in l4s itself went wrong ({type(error).__name__}: {error}); run this scene alone with -o and "
        "-v for the traceback and report it."
    )
    return Outcome(job, None, worker, seconds, words, 1)

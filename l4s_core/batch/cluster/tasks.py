"""What workers do: a whole scene, or the steps of one. Pure: all that a task does is what it gives back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.batch.cluster.on_worker import Failure, SceneTask, TaskResult, at_work, options_here, packed
from l4s_core.batch.fingerprint import Fingerprint, content, fingerprint
from l4s_core.batch.inputs import SceneInputs, open_inputs
from l4s_core.batch.scene import output_names, outputs_in, request_of, run_scene, scene_result
from l4s_core.vectors.area import OutsideArea

if TYPE_CHECKING:
    from l4s_core.detection.prepare import Prepared
    from l4s_core.predict.block import BlockRows


def pass_on(value: Any) -> Any:
    """A value that other tasks need, as a task: when its worker is lost, it is made again."""
    return value


def scene_task(task: SceneTask, model: bytes | None) -> TaskResult | Failure:
    """A whole scene."""
    with at_work() as (here, folder):
        try:
            options = options_here(task, model, here)
            result = run_scene(task.job, options, folder, here, area=task.area)
            return packed(result, folder, here.words)
        except L4SError as error:
            return _failure(error)


@dataclass(frozen=True, eq=False)
class PreparedScene:
    """A scene after its first step: ready for its windows, with the fingerprints of what it was opened from."""

    task: SceneTask
    prepared: Prepared
    inputs: SceneInputs
    fingerprints: dict[str, Fingerprint]
    since: float  # time.time()


def prepare_task(task: SceneTask, model: bytes | None) -> PreparedScene | Failure:
    """The first step of a scene that several workers share: everything that is made once."""
    from l4s_core.detection.options import output_field
    from l4s_core.detection.run import SceneRun

    since = time.time()
    with at_work() as (here, folder):
        try:
            options = options_here(task, model, here)
            here.stage("opening the scene")
            inputs = open_inputs(task.job, options, folder, task.area)
            fingerprints = inputs.fingerprints()
            request = request_of(task.job, options, inputs.scene, task.area)
            # the last worker writes the files; whether the model has what they show is known now
            with SceneRun(request, None, here, work=folder) as run:
                run.open([output_field(kind) for kind in options.save])
                run.prepare()
                return PreparedScene(task, run.portable(), inputs, fingerprints, since)
        except L4SError as error:
            return _failure(error)


def block_task(
    begun: PreparedScene | Failure, model: bytes | None, number: int, count: int
) -> BlockRows | Failure | None:
    """The windows of one of ``count`` blocks of a scene; None where it has not so many."""
    from l4s_core.detection.run import SceneRun

    if isinstance(begun, Failure):
        return begun
    with at_work() as (here, _):
        try:
            with SceneRun.going_on(begun.prepared, None, here) as run:
                return run.rows(number, count, lambda: options_here(begun.task, model, here).detect)
        except L4SError as error:
            return _failure(error)


def finish_task(begun: PreparedScene | Failure, blocks: list[BlockRows | Failure | None]) -> TaskResult | Failure:
    """The last step: outlines and files."""
    from l4s_core.detection.run import SceneRun

    problem = next((part for part in (begun, *blocks) if isinstance(part, Failure)), None)
    if problem is not None or isinstance(begun, Failure):
        return problem  # type: ignore[return-value]
    with at_work() as (here, folder):
        rows = [block for block in blocks if block is not None and not isinstance(block, Failure)]
        names = output_names(begun.task.job.name, begun.task.options.save)
        work, outputs = folder / "work", folder / "outputs"
        work.mkdir()
        outputs.mkdir()
        try:
            with SceneRun.going_on(begun.prepared, outputs_in(outputs, names), here, work=work) as run:
                run.assemble(rows)
                inventory = run.finish()
                run.write(inventory, seconds=max(time.time() - begun.since, 0.0))
            result = scene_result(inventory, begun.inputs, _unchanged(begun.fingerprints), names)
            return packed(result, outputs, here.words)
        except L4SError as error:
            return _failure(error)


def _unchanged(before: dict[str, Fingerprint]) -> dict[str, Fingerprint]:
    """The fingerprints of the same files now. Raises InputError where the content of one is another."""
    for source, known in before.items():
        if content(fingerprint(source, known)) != content(known):
            raise InputError(
                f"{source} was changed or replaced while it was read, so the result would be of neither; run this "
                "scene again when the file is complete (--resume)."
            )
    return before


def _failure(error: L4SError) -> Failure:
    if isinstance(error, Cancelled):
        raise error
    return Failure(str(error), error.exit_code, isinstance(error, OutsideArea))

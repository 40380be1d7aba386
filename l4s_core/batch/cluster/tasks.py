"""What workers do: a whole scene, or the steps of one. Pure: all that a task does is what it gives back."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.batch.cluster.on_worker import Delivery, Errand, Failure, at_work, options_here, packed
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


def scene_task(errand: Errand, model: bytes | None) -> Delivery | Failure:
    """A whole scene."""
    with at_work() as (here, folder):
        try:
            options = options_here(errand, model, here)
            result = run_scene(errand.job, options, folder, here, area=errand.area)
            return packed(result, folder, here.words)
        except L4SError as error:
            return _failure(error)


@dataclass(frozen=True, eq=False)
class Begun:
    """A scene after its first step: ready for its windows, with the fingerprints of what it was opened from."""

    errand: Errand
    prepared: Prepared
    inputs: SceneInputs
    fingerprints: dict[str, Fingerprint]
    since: float  # time.time()


def prepare_task(errand: Errand, model: bytes | None) -> Begun | Failure:
    """The first step of a scene that several workers share: everything that is made once."""
    from l4s_core.detection.opening import open_request, request_model
    from l4s_core.detection.options import Outputs
    from l4s_core.detection.prepare import prepare
    from l4s_core.detection.request import check_layers
    from l4s_core.predict.scene import say_what_runs

    since = time.time()
    with at_work() as (here, folder):
        try:
            options = options_here(errand, model, here)
            here.stage("opening the scene")
            job = errand.job
            inputs = open_inputs(job, options, folder, errand.area)
            fingerprints = inputs.fingerprints()
            asked = request_of(job, options, inputs.scene, errand.area)
            net = request_model(asked, here)
            check_layers(net, Outputs.of(**{kind: kind for kind in options.save}))
            opened = open_request(asked, net, [], here)
            prepared = prepare(opened, folder, here)
            try:
                say_what_runs(prepared.stack, opened.card, net.device, here)
                return Begun(errand, prepared.portable(here), inputs, fingerprints, since)
            finally:
                prepared.stack.close()
        except L4SError as error:
            return _failure(error)


def block_task(begun: Begun | Failure, model: bytes | None, number: int, count: int) -> BlockRows | Failure | None:
    """The windows of one of ``count`` blocks of a scene; None where it has not so many."""
    from l4s_core.detection.opening import request_model
    from l4s_core.detection.predict import blocks_of, predict_rows

    if isinstance(begun, Failure):
        return begun
    with at_work() as (here, _):
        try:
            blocks = blocks_of(begun.prepared, count)
            if number >= len(blocks):
                return None
            options = options_here(begun.errand, model, here)
            asked = begun.prepared.opened.request
            net = request_model(replace(asked, options=options.detect), Silent())
            try:
                return predict_rows(begun.prepared, net, blocks[number], here)
            finally:
                begun.prepared.stack.close()
        except L4SError as error:
            return _failure(error)


def finish_task(begun: Begun | Failure, blocks: list[BlockRows | Failure | None]) -> Delivery | Failure:
    """The last step: outlines and files."""
    from l4s_core.detection.finish import finish, write
    from l4s_core.detection.predict import assemble_blocks

    problem = next((part for part in (begun, *blocks) if isinstance(part, Failure)), None)
    if problem is not None or isinstance(begun, Failure):
        return problem  # type: ignore[return-value]
    with at_work() as (here, folder):
        rows = [block for block in blocks if block is not None and not isinstance(block, Failure)]
        prepared, options = begun.prepared, begun.errand.options
        names = output_names(begun.errand.job.name, options.save)
        work, outputs = folder / "work", folder / "outputs"
        work.mkdir()
        outputs.mkdir()
        try:
            prediction = assemble_blocks(prepared, rows, work, here)
            devices = "; ".join(dict.fromkeys(block.device for block in rows))
            mask, inventory = finish(prepared, prediction, devices, here)
            targets = outputs_in(outputs, names)
            seconds = max(time.time() - begun.since, 0.0)
            write(prepared, mask, inventory, targets, prediction, seconds, here)
            result = scene_result(inventory, begun.inputs, _unchanged(begun.fingerprints), names)
            return packed(result, outputs, here.words)
        except L4SError as error:
            return _failure(error)
        finally:
            prepared.stack.close()


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

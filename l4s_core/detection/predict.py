"""The third step of a run: the model over all windows of a scene, at once or in blocks of rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.detection.opening import Opened
from l4s_core.detection.prepare import Prepared
from l4s_core.detection.run_table import probability_tags
from l4s_core.inference.protocol import KeepsBatchStatistics, Model
from l4s_core.inventory.types import RunFacts
from l4s_core.predict.block import BlockRows, assemble, cut_blocks, predict_block
from l4s_core.predict.cut_out import cut_out
from l4s_core.predict.scene import predict_scene, say_what_runs
from l4s_core.predict.types import PredictionFiles, ScenePrediction


def predict_prepared(prepared: Prepared, model: Model, folder: Path, progress: Progress) -> ScenePrediction:
    """Write the rasters of the model's layers and of `Reason` of a scene, or of the bounds of its area, into a folder.

    With an area the windows are those of the whole scene that touch it: inside, the probability is what a run over
    the whole scene would give. Pixels beside it are ``Reason.OUTSIDE_AREA``.
    """
    stack, plan = prepared.target()
    _adapt(model, prepared)
    say_what_runs(stack, model.card, model.device, progress)
    files, tags = _files(prepared, model.layers, folder)
    found = predict_scene(stack, model, prepared.references, files, plan, progress, tags=tags)
    return _cut_to_area(prepared, found, folder, progress)


def blocks_of(prepared: Prepared, count: int) -> list[slice]:
    """The rows of the rasters in about ``count`` blocks, from the top; see `predict.block.cut_blocks`."""
    return cut_blocks(prepared.target()[1], count)


def predict_rows(prepared: Prepared, model: Model, rows: slice, progress: Progress) -> BlockRows:
    """What `predict_prepared` would write into one of the `blocks_of` a scene, to the bit.

    Raises
    ------
    InputError
        The model is not the one that the scene was prepared with.
    """
    if model.sha256 != prepared.opened.model_sha256:
        raise InputError(
            f"The model {prepared.opened.request.options.model.model or model.card.id} is another file here "
            f"({model.sha256[:12]}) than where the scene was opened ({prepared.opened.model_sha256[:12]}); install the "
            "same version of l4s everywhere, or give the model where all see it."
        )
    stack, plan = prepared.target()
    _adapt(model, prepared)
    return predict_block(stack, model, prepared.references, rows, plan, progress)


def _adapt(model: Model, prepared: Prepared) -> None:
    """Give a model the batch statistics that were estimated once for the scene."""
    if prepared.batch_statistics is not None and isinstance(model, KeepsBatchStatistics):
        model.use_batch_statistics(prepared.batch_statistics)


def assemble_blocks(
    prepared: Prepared, blocks: Sequence[BlockRows], folder: Path, progress: Progress
) -> ScenePrediction:
    """What `predict_prepared` writes and gives, out of all `blocks_of` a scene in their order."""
    stack, _ = prepared.target()
    files, tags = _files(prepared, tuple(blocks[0].layers), folder)
    found = assemble(blocks, stack.grid, files, progress, tags)
    return _cut_to_area(prepared, found, folder, progress)


def _files(prepared: Prepared, layers: tuple[str, ...], folder: Path) -> tuple[PredictionFiles, dict[str, str] | None]:
    """The files that the windows are written to, and the tags of the layers: those of the result, or temporary ones
    with all that the windows around an area gave."""
    opened = prepared.opened
    if opened.area is None:
        return PredictionFiles.within(folder, layers), probability_tags(
            prepared.facts, opened.options, opened.scene, opened.card
        )
    around = folder / "around"
    around.mkdir(exist_ok=True)
    return PredictionFiles.within(around, layers), None


def _cut_to_area(prepared: Prepared, wide: ScenePrediction, folder: Path, progress: Progress) -> ScenePrediction:
    opened = prepared.opened
    if opened.area is None or opened.around is None:
        return wide
    tags = _tags(opened, prepared.facts)
    files = PredictionFiles.within(folder, tuple(wide.layers))
    found = cut_out(wide, opened.area, opened.around, prepared.stack.grid, files, progress, tags)
    PredictionFiles(wide.layers, wide.observed).remove()
    return found


def _tags(opened: Opened, facts: RunFacts) -> dict[str, str]:
    return probability_tags(facts, opened.options, opened.scene, opened.card)

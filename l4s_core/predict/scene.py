"""A model over a whole scene: windows, normalisation, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.inference.card import ModelCard, RelativeBrightness, SceneStatistics
from l4s_core.inference.protocol import KnowsInputs, Model
from l4s_core.normalisation.brightness import BrightnessField
from l4s_core.normalisation.brightness_pass import scene_brightness_field
from l4s_core.normalisation.field import StatisticsField
from l4s_core.normalisation.normalise import Normaliser, Reference
from l4s_core.normalisation.scene_statistics import scene_statistics
from l4s_core.predict.batch_size import batch_for
from l4s_core.predict.pipeline import predict
from l4s_core.predict.types import PredictionFiles, ScenePrediction
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.write import observed_writer, probability_writer
from l4s_core.scene.types import Scene
from l4s_core.stack.part import StackPart
from l4s_core.stack.stack import Stack


def plan_windows(
    grid: GeoBox,
    card: ModelCard,
    *,
    tile: int | None,
    overlap: int | None,
    origin: tuple[int, int],
    fixed_px: int | None = None,
) -> WindowPlan:
    """Windows for a model over a grid; ``tile`` and ``overlap`` in pixels, None for the model's own.

    ``fixed_px`` is the only size that the model takes (``Model.fixed_px``), None where it takes any multiple.

    Raises
    ------
    InputError
        The tile does not suit the model, or the overlap does not suit the tile.
    """
    tile = tile or fixed_px or card.tile_px
    if fixed_px is not None and tile != fixed_px:
        raise InputError(
            f"The model {card.id} was exported for tiles of {fixed_px} pixels only; leave --tile away or export it "
            f"again with --tile {tile}."
        )
    if tile % card.size_multiple:
        raise InputError(f"The model {card.id} needs tiles in multiples of {card.size_multiple}; {tile} is not one.")
    overlap = min(card.overlap_px, tile // 2) if overlap is None else overlap
    if not 0 <= overlap < tile:
        raise InputError(f"An overlap of {overlap} pixels does not fit tiles of {tile}; take less.")
    return WindowPlan((int(grid.shape[0]), int(grid.shape[1])), tile, overlap, origin)


def predict_scene(
    stack: Stack,
    model: Model,
    references: Sequence[Reference],
    files: PredictionFiles,
    plan: WindowPlan,
    progress: Progress,
    *,
    tags: Mapping[str, str] | None = None,
) -> ScenePrediction:
    """The model's layers and the Reasons of a scene, or of a part of one, as tiled GeoTIFFs.

    Parameters
    ----------
    references : what each input of the model is compared with, see `scene_references`.
    files : to write, one for each of the model's layers.
    plan : where the windows are, from `plan_windows`.
    tags : further metadata of the layers' files.
    """
    if isinstance(model, KnowsInputs):
        model.use_inputs(stack.channels)
    with ExitStack() as writers:
        layers = {
            name: writers.enter_context(probability_writer(path, stack.grid, tags, layer=name))
            for name, path in files.layers.items()
        }
        observed = writers.enter_context(observed_writer(files.observed, stack.grid))
        normaliser = Normaliser(model.card, references)
        batch = batch_for(model, plan)
        counts = predict(stack, model, normaliser, plan, layers, observed, progress, batch_size=batch)
    return files.holding(*counts)


def say_what_runs(stack: Stack, card: ModelCard, device: str, progress: Progress) -> None:
    """Tell the user what the scene lacks of what the model can use, and what the model runs on."""
    if filled := card.filled_channels(stack.channels):
        progress.message(
            f"The scene has no {', '.join(filled)}; the model {card.id} can do without and gets its fill value there."
        )
    progress.message(f"Device: {device}.")


def scene_references(
    stack: Stack, card: ModelCard, work: Path, progress: Progress, *, least_px: int = 0
) -> list[Reference]:
    """What each input of the model is compared with, from passes over the scene; the same pass only once.

    The scene is the whole one, also where only a part of it is looked at. ``work`` is a folder for temporary files.
    ``least_px``: see `scene_statistics`, which raises InputError where less was observed.
    """
    part_of = stack if isinstance(stack, StackPart) else None
    whole, near = (stack, None) if part_of is None else (part_of.whole, part_of.roi)
    brightness: dict[tuple[tuple[str, ...], int], BrightnessField] = {}
    statistics: dict[int | None, StatisticsField] = {}
    references: list[Reference] = []
    for part in card.inputs:
        norm = part.normalisation
        if isinstance(norm, RelativeBrightness):
            key = tuple(norm.bands), norm.block_px
            if key not in brightness:
                brightness[key] = scene_brightness_field(whole, norm, work, progress, near=near)
            references.append(brightness[key])
        elif isinstance(norm, SceneStatistics):
            if norm.block_px not in statistics:
                statistics[norm.block_px] = scene_statistics(
                    whole, card.channels, norm.block_px, progress, least_px=least_px
                )
            references.append(statistics[norm.block_px])
        else:
            references.append(None)
    whole.samples = {}
    if near is None:
        return references
    return [None if reference is None else reference.seen_from(near) for reference in references]


def level_problem(scene: Scene, card: ModelCard) -> str | None:
    """Why the model must not be used on a scene of that level, in one sentence; None if it may, or nobody knows."""
    if scene.level is None or scene.level in card.levels:
        return None
    return (
        f"{scene.source} is {scene.level}, the model {card.id} is for {' and '.join(card.levels)}; choose another "
        "model or the other product, or train one for both levels (l4s train --set 'levels=[L1C, L2A]', with channel "
        "dropout of B10, which L2A lacks)."
    )


def needs_whole_scene(card: ModelCard) -> bool:
    """Whether the model compares with statistics of all of the scene, for which its clouds have to be known."""
    return any(isinstance(group.normalisation, SceneStatistics) for group in card.inputs)

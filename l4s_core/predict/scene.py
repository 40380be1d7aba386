"""A model over a whole scene: windows, normalisation, files."""

from __future__ import annotations

from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.clouds import choose_cloud_mask
from l4s_core.clouds.model import CloudMethod
from l4s_core.errors import InputError
from l4s_core.predict.brightness import SAMPLE_STEP, BrightnessField, brightness_field
from l4s_core.predict.card import ModelCard, RelativeBrightness, SceneStatistics
from l4s_core.predict.field import StatisticsField
from l4s_core.predict.model import Model
from l4s_core.predict.normalise import Normaliser, Reference, inputs_of
from l4s_core.predict.pipeline import Predicted, predict
from l4s_core.predict.raster import PROBABILITY_NODATA, PROBABILITY_SCALE, RowWriter
from l4s_core.predict.scene_statistics import scene_statistics
from l4s_core.predict.windows import WindowPlan
from l4s_core.progress import Progress, Silent
from l4s_core.reasons import Reason
from l4s_core.roi import full_roi
from l4s_core.stack.grid import coarse_grid
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.stack import Stack

BATCH_PX = 8 * 256**2  # pixels in a batch: enough for all cores, and well under a gigabyte in a network of this size


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
    probability_path: Path,
    observed_path: Path,
    plan: WindowPlan,
    progress: Progress,
) -> Predicted:
    """Probability and Reason rasters of a whole scene, as tiled GeoTIFFs.

    Parameters
    ----------
    probability_path, observed_path : files to write; temporary files go beside the first.
    plan : where the windows are, from `plan_windows`.
    """
    card = model.card
    normaliser = Normaliser(card, _references(stack, card, probability_path.parent, progress))
    if filled := card.filled_channels(stack.channels):
        progress.message(
            f"The scene has no {', '.join(filled)}; the model {card.id} can do without and gets its fill value there."
        )
    scale = {"scale": str(1 / PROBABILITY_SCALE), "model": card.id, "model_sha256": model.sha256}
    progress.message(f"Device: {model.device}.")
    with (
        RowWriter(
            probability_path,
            stack.grid,
            "uint16",
            PROBABILITY_NODATA,
            bands=("landslide probability x 10000",),
            predictor=2,
            tags=scale,
        ) as probability,
        RowWriter(observed_path, stack.grid, "uint8", None, bands=("why not observed",)) as observed,
    ):
        batch = max(1, BATCH_PX // plan.tile**2)
        return predict(stack, model, normaliser, plan, probability, observed, progress, batch_size=batch)


def _references(stack: Stack, card: ModelCard, work: Path, progress: Progress) -> list[Reference]:
    """What each input of the model is compared with, from passes over the scene; the same pass only once."""
    inputs = inputs_of(card.channels, card.normalisation, card.fill)
    brightness: dict[tuple[tuple[str, ...], int], BrightnessField] = {}
    statistics: dict[int | None, StatisticsField] = {}
    references: list[Reference] = []
    for part in inputs:
        norm = part.normalisation
        if isinstance(norm, RelativeBrightness):
            key = tuple(norm.bands), norm.block_px
            if key not in brightness:
                brightness[key] = _brightness(stack, norm, work, progress)
            references.append(brightness[key])
        elif isinstance(norm, SceneStatistics):
            if norm.block_px not in statistics:
                statistics[norm.block_px] = scene_statistics(stack, card.channels, norm.block_px, progress)
            references.append(statistics[norm.block_px])
        else:
            references.append(None)
    return references


def _brightness(stack: Stack, norm: RelativeBrightness, work: Path, progress: Progress) -> BrightnessField:
    """The scene's brightness field, from a coarse pass."""
    step = max(1, min(SAMPLE_STEP, int(min(stack.grid.shape)) // 32))
    coarse = OpticalReader(stack.scene, coarse_grid(stack.grid, step), coarse=True)
    try:
        roi = full_roi(coarse.grid)
        samples = coarse.read(norm.bands, roi)
        # a median does not mind a few clouds: the quick tests do, whichever one the inventory uses
        quick: CloudMethod = "product" if stack.scene.cloud_classes else "builtin"
        if not {"B2", "B3", "B4"} <= set(coarse.names):
            quick = "none"
        progress.stage("brightness of the surroundings")
        quiet = Silent()  # a stage of its own would read as if two cloud tests decided
        clear = choose_cloud_mask(stack.scene, coarse, quick, work, quiet).classes(roi) == Reason.OBSERVED
    finally:
        coarse.close()
    return brightness_field(samples, clear, step=step, block_px=norm.block_px)

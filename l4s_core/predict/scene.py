"""A model over a whole scene: windows, normalisation, files."""

from __future__ import annotations

from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.clouds import choose_cloud_mask
from l4s_core.clouds.model import CloudMethod
from l4s_core.errors import InputError
from l4s_core.predict.brightness import SAMPLE_STEP, BrightnessField, brightness_field
from l4s_core.predict.card import ModelCard, RelativeBrightness
from l4s_core.predict.model import Model
from l4s_core.predict.normalise import Normaliser
from l4s_core.predict.pipeline import Predicted, predict
from l4s_core.predict.raster import PROBABILITY_NODATA, PROBABILITY_SCALE, RowWriter
from l4s_core.predict.windows import WindowPlan
from l4s_core.progress import Progress, Silent
from l4s_core.reasons import Reason
from l4s_core.roi import full_roi
from l4s_core.stack.grid import coarse_grid
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.stack import Stack

BATCH_PX = 8 * 256**2  # pixels in a batch: enough for all cores, and well under a gigabyte in a network of this size


def plan_windows(
    grid: GeoBox, card: ModelCard, *, tile: int | None, overlap: int | None, origin: tuple[int, int]
) -> WindowPlan:
    """Windows for a model over a grid; ``tile`` and ``overlap`` in pixels, None for the model's own.

    Raises
    ------
    InputError
        The tile does not suit the model, or the overlap does not suit the tile.
    """
    tile = tile or card.tile_px
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
    normaliser = Normaliser(card, _brightness(stack, model, probability_path.parent, progress))
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


def _brightness(stack: Stack, model: Model, work: Path, progress: Progress) -> BrightnessField | None:
    """The scene's brightness field, from a coarse pass, when the model's normalisation asks for it."""
    norm = model.card.normalisation
    if not isinstance(norm, RelativeBrightness):
        return None
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

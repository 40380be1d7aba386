"""What models say of a set of patches, as one stack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Device, Model
from l4s_core.patches.types import PatchSet
from l4s_core.scoring.predict import needed_statistics, predict_patches

PROBABILITY = "probability.npy"


def mean_probability(
    models: Sequence[Path], patches: PatchSet, progress: Progress, *, device: Device = "auto"
) -> tuple[npt.NDArray[np.float32], float]:
    """(patches, rows, cols) float32 mean of the models' probabilities, NaN where one has not observed; and the mean of
    their thresholds."""
    total = np.zeros((len(patches), *patches.shape), np.float32)
    thresholds = []
    for path in models:
        model = open_model(path, device)
        total += stacked(model, patches, progress)
        thresholds.append(model.card.threshold)
    total /= np.float32(len(models))
    return total, float(np.mean(thresholds))


def stacked(model: Model, patches: PatchSet, progress: Progress) -> npt.NDArray[np.float32]:
    """(patches, rows, cols) float32 probability of one model; what its input is relative to is of ``patches``."""
    statistics = needed_statistics(model.card, patches, progress)
    found = np.empty((len(patches), *patches.shape), np.float32)
    for place, (_, probability) in enumerate(predict_patches(model, patches, progress, statistics=statistics)):
        found[place] = probability
    return found


def save_stack(folder: Path, probability: npt.NDArray[np.float32]) -> None:
    """``probability.npy``, at once."""
    with partial_folder(folder / PROBABILITY) as made:
        np.save(made / PROBABILITY, probability)


def read_stack(folder: Path) -> npt.NDArray[np.float32]:
    """What `save_stack` wrote."""
    found: npt.NDArray[np.float32] = np.load(folder / PROBABILITY, allow_pickle=False)
    return found

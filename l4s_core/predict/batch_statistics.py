"""Batch statistics of a network re-estimated on the scene that it will look at.

Adaptive batch normalisation (AdaBN; Li et al. 2016, arXiv:1603.04779): each layer is centred and scaled by what its
input looks like on the target, without labels and without a gradient.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from odc.geo.roi import roi_shape

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.inference.protocol import BatchStatistics, KeepsBatchStatistics, Model
from l4s_core.normalisation.normalise import Normaliser, Reference
from l4s_core.normalisation.scene_statistics import LEAST_PX, too_little
from l4s_core.predict.windows import WindowPlan, pad_to_tile
from l4s_core.stack.stack import Stack

MOST_PX = 32 * 256**2  # of all windows together: they are held
AT_A_TIME = 4  # windows that a layer takes its mean and variance of; the scene's are the means of these
OBSERVED_SHARE = 0.5  # of a window, where there are such: fill values are not what the ground looks like


def reestimated(
    stack: Stack, model: Model, references: Sequence[Reference], plan: WindowPlan, progress: Progress
) -> BatchStatistics | None:
    """The batch statistics of a model on a scene; None where it has none. The model has them from then on.

    The same windows in the same order for the same scene: at most 32 of 256 pixels, spread evenly over its lattice.

    Raises
    ------
    InputError
        Less than `LEAST_PX` pixels of these windows were observed.
    """
    if not isinstance(model, KeepsBatchStatistics) or not model.batch_layers:
        return None
    windows = _windows(stack, model, references, plan, progress)
    batches = np.array_split(np.arange(len(windows)), -(-len(windows) // AT_A_TIME))
    return model.estimate([_of_two([windows[k] for k in batch]) for batch in batches])


def _windows(
    stack: Stack, model: Model, references: Sequence[Reference], plan: WindowPlan, progress: Progress
) -> list[npt.NDArray[np.float32]]:
    places = [(row, col) for row in plan.row_starts() for col in plan.col_starts()]
    places = [place for place in places if stack.wanted(plan.clip(*place))]
    count = min(len(places), max(1, MOST_PX // plan.tile**2))
    places = [places[k] for k in np.linspace(0, len(places) - 1, count).round().astype(int)] if places else []
    normaliser = Normaliser(model.card, references)
    progress.stage("batch statistics of the scene", len(places))
    found: list[tuple[float, npt.NDArray[np.float32]]] = []
    pixels = 0
    for row, col in places:
        progress.check()
        roi = plan.clip(row, col)
        raw, reasons = stack.read_observed(model.card.channels, roi)
        observed = reasons == Reason.OBSERVED
        pixels += int(observed.sum())
        share = observed.sum() / max(1, np.prod(roi_shape(roi)))
        if share:
            found.append((float(share), pad_to_tile(normaliser(raw, observed, roi), row, col, plan)))
        progress.advance()
    if pixels < LEAST_PX:
        raise InputError(too_little(pixels))
    enough = [window for share, window in found if share >= OBSERVED_SHARE]
    return enough or [window for _, window in found]


def _of_two(windows: list[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    """(n, channels, rows, cols); a single window with its mirror image, since of one pooled value there is no
    variance."""
    stacked = np.stack(windows)
    return np.concatenate([stacked, stacked[..., ::-1]]) if len(windows) == 1 else stacked

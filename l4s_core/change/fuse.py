"""What a model says of the scene that is mapped, and what changed, put together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter  # type: ignore[attr-defined]

Layer = npt.NDArray[np.float32]

CHANGED = 3.5
"""Added to the log-odds where the ground clearly changed: odds of one to 33 become even."""
UNCHANGED = 6.0
"""Taken off where it clearly did not."""
SURE = 0.98  # a model is never surer: what did not change is not new, whatever it says
UNLIKELY = 0.001
_SHARPNESS = 1.0  # standard deviations of quiet ground from even to clear
SUPPORT_PX = 21
"""Side of the square over which changed ground shares what the model says of it: the parts of one slide look unlike,
but they changed together."""
HALO_PX = SUPPORT_PX // 2 + 1


def fuse(probability: Layer, score: Layer, limit: float) -> Layer:
    """Probability of a new landslide, (rows, cols) float32, NaN where ``probability`` or ``score`` is.

    The odds of the model times those of the change, which are even at the limit: there the model decides alone, by its
    own threshold.

    Parameters
    ----------
    probability : of landslide in the scene that is mapped, 0 to 1.
    score, limit : of `rule.ChangeRule`.
    """
    known = np.isfinite(probability) & np.isfinite(score)
    model = np.clip(np.where(known, probability, 0), UNLIKELY, SURE)
    changed = known & (score >= limit)
    share = uniform_filter(changed.astype(np.float32), SUPPORT_PX)
    together = uniform_filter(np.where(changed, model, 0).astype(np.float32), SUPPORT_PX)
    mean = together / np.maximum(share, 1e-6)
    model = np.where(changed, np.maximum(model, mean), model)
    clear = np.clip((np.where(known, score, 0) - limit) / _SHARPNESS, -1, 1)
    odds = _log_odds(model) + np.where(clear > 0, CHANGED, UNCHANGED) * clear
    fused: Layer = np.where(known, 1 / (1 + np.exp(-odds)), np.nan).astype(np.float32)
    return fused


def _log_odds(probability: npt.NDArray[np.floating] | np.floating) -> npt.NDArray[np.floating]:
    odds: npt.NDArray[np.floating] = np.log(probability / (1 - probability))
    return odds

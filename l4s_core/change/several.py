"""Several scenes before: what they say together of each pixel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Layer = npt.NDArray[np.float32]


def lower_median(layers: Sequence[Layer]) -> Layer:
    """(rows, cols) the median of those that are known, of an even number the lower of the two in the middle; NaN where
    none is. Of two scenes before ground has to be new against both, of three against two: a harvest, a shadow or haze
    on one date makes no landslide."""
    stacked = np.sort(np.stack(layers), axis=0)  # NaN comes last
    known = np.isfinite(stacked).sum(axis=0)
    middle: Layer = np.take_along_axis(stacked, (np.maximum(known, 1)[None] - 1) // 2, axis=0)[0]
    return middle


def by_half(yes: Sequence[npt.NDArray[np.bool_]], known: Sequence[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
    """(rows, cols) whether at least half of the dates on which a pixel was seen say yes; False where it never was."""
    seen = np.sum(known, axis=0)
    agree = np.sum([one & where for one, where in zip(yes, known, strict=True)], axis=0)
    found: npt.NDArray[np.bool_] = (seen > 0) & (2 * agree >= seen)
    return found

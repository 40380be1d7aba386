"""How far a score might have come out otherwise: percentile bootstrap over patches or blocks of patches.

Pixels of one patch resemble each other, so whole patches are drawn (Efron & Tibshirani 1993, chapter 13): with
replacement, as many as there are, and the micro score is formed from the summed counts of each draw. Patches that are
neighbours resemble each other too; where blocks are known, drawing whole blocks gives the honest, wider interval.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from l4s_core.base.resampling import DRAWN_AT_ONCE, resampled_sums
from l4s_core.scoring.confusion import Counts, score_arrays

_DRAWN_AT_ONCE = DRAWN_AT_ONCE


def bootstrap_scores(counts: Counts, resamples: int, seed: int) -> npt.NDArray[np.float64]:
    """Scores of resampled splits.

    Parameters
    ----------
    counts : (units, 4) int64 per patch or block, at one threshold.
    resamples : how many splits to draw.
    seed : the same seed gives the same draws, whatever ran before.

    Returns
    -------
    (resamples, 4) float64 precision, recall, F1, IoU; NaN where a draw has no answer.
    """
    parts = resampled_sums(counts, resamples, seed, _DRAWN_AT_ONCE)
    none = np.empty((0, 4), dtype=np.float64)
    return np.concatenate([none, *(score_arrays(part.astype(np.int64)) for part in parts)])


def group_counts(counts: Counts, groups: Sequence[Hashable]) -> Counts:
    """(patches, 4) counts summed over patches of the same group: (groups, 4), in order of first appearance."""
    order = {group: k for k, group in enumerate(dict.fromkeys(groups))}
    out = np.zeros((len(order), 4), dtype=np.int64)
    np.add.at(out, [order[group] for group in groups], counts)
    return out

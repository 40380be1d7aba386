"""How far a score might have come out otherwise: percentile bootstrap over patches or blocks of patches.

Pixels of one patch resemble each other, so whole patches are drawn (Efron & Tibshirani 1993, chapter 13): with
replacement, as many as there are, and the micro score is formed from the summed counts of each draw. Patches that are
neighbours resemble each other too; where blocks are known, drawing whole blocks gives the honest, wider interval.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from l4s_core.scoring.confusion import Counts, score_arrays

_DRAWN_AT_ONCE = 2_000_000  # indices held in memory


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
    units = len(counts)
    rng = np.random.default_rng(seed)
    out = np.empty((resamples, 4), dtype=np.float64)
    step = max(1, _DRAWN_AT_ONCE // units)
    for first in range(0, resamples, step):
        last = min(first + step, resamples)
        drawn = rng.integers(0, units, size=(last - first, units)) + units * np.arange(last - first)[:, None]
        times = np.bincount(drawn.ravel(), minlength=(last - first) * units).reshape(-1, units)
        # as float64 the product is exact (far below 2**53) and uses BLAS
        out[first:last] = score_arrays((times.astype(np.float64) @ counts.astype(np.float64)).astype(np.int64))
    return out


def percentile_interval(draws: npt.NDArray[np.float64], confidence: float) -> list[tuple[float, float] | None]:
    """Lower and upper end of the central ``confidence`` of each column of (resamples, scores), None without any.

    Draws that have no answer (NaN) are left out.
    """
    tail = 50 * (1 - confidence)
    ends: list[tuple[float, float] | None] = []
    for column in draws.T:
        known = column[~np.isnan(column)]
        if known.size:
            low, high = np.percentile(known, [tail, 100 - tail])
            ends.append((float(low), float(high)))
        else:
            ends.append(None)
    return ends


def group_counts(counts: Counts, groups: Sequence[Hashable]) -> Counts:
    """(patches, 4) counts summed over patches of the same group: (groups, 4), in order of first appearance."""
    order = {group: k for k, group in enumerate(dict.fromkeys(groups))}
    out = np.zeros((len(order), 4), dtype=np.int64)
    np.add.at(out, [order[group] for group in groups], counts)
    return out

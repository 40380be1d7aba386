"""How far a score might have come out otherwise: percentile bootstrap over places.

What lies close together resembles each other, so whole places are drawn (Efron & Tibshirani 1993, chapters 8 and 13):
with replacement, as many as there are, and a score is formed from the summed counts of each draw.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
DRAWN_AT_ONCE = 2_000_000
"""Indices held in memory."""


def resampled_sums(
    counts: npt.NDArray[np.int64] | FloatArray, resamples: int, seed: int, at_once: int = DRAWN_AT_ONCE
) -> Iterator[FloatArray]:
    """Sums over places that are drawn, some draws at a time: (draws, columns) float64.

    Parameters
    ----------
    counts : (places, columns).
    resamples : how many times to draw.
    seed : the same seed gives the same draws, whatever ran before.
    """
    units = len(counts)
    rng = np.random.default_rng(seed)
    step = max(1, at_once // units)
    table = counts.astype(np.float64)
    for first in range(0, resamples, step):
        draws = min(step, resamples - first)
        drawn = rng.integers(0, units, size=(draws, units)) + units * np.arange(draws)[:, None]
        times = np.bincount(drawn.ravel(), minlength=draws * units).reshape(-1, units)
        # as float64 the product of whole numbers is exact (far below 2**53) and uses BLAS
        yield times.astype(np.float64) @ table


def percentile_interval(draws: FloatArray, confidence: float) -> list[tuple[float, float] | None]:
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

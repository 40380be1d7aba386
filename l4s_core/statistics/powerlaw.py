"""Power law of the large areas, and where it begins (Clauset, Shalizi & Newman 2009, SIAM Review 51, 661)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from l4s_core.base.progress import Progress
from l4s_core.statistics.fit import between, curve_areas, curve_of
from l4s_core.statistics.grid import IntArray, SizeGrid
from l4s_core.statistics.types import Curve, GoodnessOfFit, PowerLaw

FloatArray = npt.NDArray[np.float64]
LEAST_TAIL = 50
"""Landslides that a tail needs: below, estimates of the exponent are biased (Clauset et al. 2009, section 3.5)."""
_BEGINNINGS = 100


def fit_power_law(grid: SizeGrid, *, draws: int, confidence: float, seed: int, progress: Progress) -> PowerLaw | None:
    """The power law, None where fewer than `LEAST_TAIL` landslides are there.

    The exponent by maximum likelihood (equation 3.1, in classes as equation 3.7), the beginning x_min where the tail
    lies closest to its power law (Kolmogorov-Smirnov, section 3.3), tried at up to `_BEGINNINGS` quantiles. Interval:
    bootstrap of the landslides, x_min chosen again in each. Goodness of fit: draws that have the law above x_min and
    the landslides below it (section 4.1).
    """
    rng = np.random.default_rng(seed)
    found = _fit(grid, grid.counts)
    if found is None:
        return None
    alpha, first, own = found
    n_tail = int(grid.counts[first:].sum())
    shares = grid.counts / grid.n
    below = np.concatenate([grid.counts[:first], np.zeros(len(grid.counts) - first)])
    law = _law(grid, alpha, first)
    mixed = below / grid.n + law * (n_tail / grid.n)
    exponents, begins, farther, known = [], [], 0, 0
    for _ in range(draws):
        progress.check()
        again = _fit(grid, rng.multinomial(grid.n, shares).astype(np.int64))
        if again is not None:
            exponents.append(-again[0])
            begins.append(grid.edges[again[1]])
        drawn = _fit(grid, rng.multinomial(grid.n, mixed / mixed.sum()).astype(np.int64))
        if drawn is not None:
            known += 1
            farther += drawn[2] >= own
        progress.advance()
    return PowerLaw(
        exponent=between(-alpha, exponents, confidence),
        x_min_m2=between(float(grid.edges[first]), begins, confidence),
        n_tail=n_tail,
        goodness=GoodnessOfFit(own, farther / known if known else None, known),
        curve=_curve(grid, alpha, first, n_tail, exponents, confidence),
    )


def _fit(grid: SizeGrid, counts: IntArray) -> tuple[float, int, float] | None:
    """Exponent, class that begins the tail, and distance; None without enough landslides."""
    held = np.flatnonzero(counts)
    number = counts[held].astype(np.float64)
    tail = np.cumsum(number[::-1])[::-1]  # landslides from each held class on
    # three classes at least: a tail of one size has no exponent
    possible = np.flatnonzero(tail[: max(0, len(held) - 2)] >= LEAST_TAIL)
    if not possible.size:
        return None
    if possible.size > _BEGINNINGS:
        possible = possible[np.unique(np.linspace(0, possible.size - 1, _BEGINNINGS).round().astype(int))]
    log_middle = np.log(grid.middle[held])
    log_low, log_high = np.log(grid.edges[held]), np.log(grid.edges[held + 1])
    sums = np.cumsum((number * log_middle)[::-1])[::-1]
    start = log_low[possible]
    slope = tail[possible] / (sums[possible] - tail[possible] * start)  # alpha - 1
    # above the lower and the upper edge of every held class: between them no other landslide lies
    over_low = tail[None, :] / tail[possible, None]
    over_high = (tail - number)[None, :] / tail[possible, None]
    gap = np.maximum(
        np.abs(over_low - np.exp(-slope[:, None] * (log_low[None, :] - start[:, None]))),
        np.abs(over_high - np.exp(-slope[:, None] * (log_high[None, :] - start[:, None]))),
    )
    gap[np.arange(len(held))[None, :] < possible[:, None]] = 0
    distances = gap.max(axis=1)
    best = int(np.argmin(distances))
    return float(slope[best] + 1), int(held[possible[best]]), float(distances[best])


def _law(grid: SizeGrid, alpha: float, first: int) -> FloatArray:
    """Probability of each class by the power law from class ``first`` on."""
    above = (grid.edges[first:] / grid.edges[first]) ** (1 - alpha)
    mass = above[:-1] - above[1:]
    mass[-1] += above[-1]
    return np.concatenate([np.zeros(first), mass])


def _curve(grid: SizeGrid, alpha: float, first: int, n_tail: int, exponents: list[float], confidence: float) -> Curve:
    """From x_min to the largest, held at x_min: the interval is that of the exponent."""
    start = float(grid.edges[first])
    area = curve_areas(start, float(grid.edges[np.flatnonzero(grid.counts)[-1] + 1]))

    def density(exponent: float) -> FloatArray:
        out: FloatArray = n_tail * (-exponent - 1) / start * (area / start) ** exponent
        return out

    middle = density(-alpha)
    many = np.array([density(each) for each in exponents]) if exponents else middle[None]
    low, high = np.percentile(many, [50 * (1 - confidence), 50 * (1 + confidence)], axis=0)
    return curve_of(area, middle, low, high)

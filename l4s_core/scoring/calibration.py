"""Whether a probability of 0.3 means three in ten, and how well probabilities rank, over a whole split."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.patches.types import IGNORE

RANKS = 10_000
"""Steps of probability that average precision tells apart: those of a probability file."""


class ProbabilityHistogram:
    """Counts of pixels by probability, summed over patches.

    As in `confusion.ConfusionTable`, pixels labelled 255 do not count, and a landslide whose probability is NaN was not
    observed: average precision takes it for one that no threshold finds. Calibration leaves it out.

    Parameters
    ----------
    bins : number of equal bins from 0 to 1 of the reliability diagram.
    """

    def __init__(self, bins: int = 10) -> None:
        self.bins = bins
        self._ranks = np.zeros((2, RANKS + 1), dtype=np.int64)
        self._count = np.zeros(bins, dtype=np.int64)
        self._landslide = np.zeros(bins, dtype=np.int64)
        self._sum = np.zeros(bins, dtype=np.float64)
        self._squared = 0.0
        self._unobserved_landslide = 0

    def add(self, probability: npt.NDArray[np.float32], mask: npt.NDArray[np.uint8]) -> None:
        """Take in a patch: (rows, cols) float32 probability, NaN where not observed, and (rows, cols) uint8 labels."""
        seen = (mask != IGNORE) & ~np.isnan(probability)
        p, landslide = np.clip(probability[seen].astype(np.float64), 0, 1), mask[seen] == 1
        self._unobserved_landslide += int((~seen & (mask == 1)).sum())
        # a hair of slack: a multiple of 1/10000 rounded to float32 keeps its own rank
        rank = np.floor(p * RANKS + 1e-3).astype(np.intp)
        self._ranks[0] += np.bincount(rank[~landslide], minlength=RANKS + 1)
        self._ranks[1] += np.bincount(rank[landslide], minlength=RANKS + 1)
        which = np.minimum((p * self.bins).astype(np.intp), self.bins - 1)
        self._count += np.bincount(which, minlength=self.bins)
        self._landslide += np.bincount(which[landslide], minlength=self.bins)
        self._sum += np.bincount(which, weights=p, minlength=self.bins)
        self._squared += float(((p - landslide) ** 2).sum())

    def average_precision(self) -> float | None:
        """Sum of precision times the gain in recall, over falling probability in steps of 1/10000.

        The step-wise area under the precision-recall curve (Manning et al. 2008, chapter 8), pixels of equal rank taken
        together. None when no landslide is there.
        """
        tp, fp = (self._ranks[k, ::-1].cumsum().astype(np.float64) for k in (1, 0))
        landslides = tp[-1] + self._unobserved_landslide
        if not landslides:
            return None
        precision = tp / np.maximum(tp + fp, 1)
        return float((precision * np.diff(tp, prepend=0.0)).sum() / landslides)

    def expected_calibration_error(self) -> float | None:
        """Mean distance between a bin's mean probability and its share of landslide, weighted by pixels.

        Naeini et al. 2015 (AAAI); None when no pixel was scored.
        """
        total = self._count.sum()
        return float(np.abs(self._sum - self._landslide).sum() / total) if total else None

    def brier(self) -> float | None:
        """Mean squared difference between probability and label (Brier 1950); None when no pixel was scored."""
        total = int(self._count.sum())
        return self._squared / total if total else None

    def reliability(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Per bin: pixels, mean probability, share of landslide; the last two NaN in empty bins."""
        with np.errstate(invalid="ignore"):
            return self._count.copy(), self._sum / self._count, self._landslide / self._count


def fit_platt(probability: npt.NDArray[np.floating], landslide: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """(a, b) for which sigmoid(a * logit + b) fits the labels best, by maximum likelihood (Platt 1999).

    ``probability`` and ``landslide`` of the same scored pixels, any shape; what is NaN does not count. Probabilities
    are kept 1e-6 from 0 and 1. Raises ValueError where the pixels are all landslide or all not: no fit exists.
    """
    from scipy.optimize import minimize
    from scipy.special import expit, logit

    seen = np.isfinite(probability)
    p, y = np.clip(probability[seen].astype(np.float64), 1e-6, 1 - 1e-6), landslide[seen].astype(np.float64)
    if not 0 < y.sum() < y.size:
        raise ValueError("a calibration needs pixels of both classes")
    z0 = logit(p)

    def loss(ab: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        z = ab[0] * z0 + ab[1]
        error = expit(z) - y
        return float(np.mean(np.logaddexp(0, z) - y * z)), np.array([np.mean(error * z0), np.mean(error)])

    found: Any = minimize(  # type: ignore[no-untyped-call]
        loss, np.array([1.0, 0.0]), jac=True, method="BFGS", options={"gtol": 1e-8}
    )
    return float(found.x[0]), float(found.x[1])


def fit_slope(
    probability: npt.NDArray[np.floating], landslide: npt.NDArray[np.bool_], fixed: float
) -> tuple[float, float]:
    """(a, b) of `fit_platt`, of all those that leave the probability ``fixed`` what it is.

    A model whose mask at its threshold is right, but whose probabilities are too sure of themselves, is calibrated so
    without a pixel of the mask changing. Raises ValueError as `fit_platt` does.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import logit

    seen = np.isfinite(probability)
    p, y = np.clip(probability[seen].astype(np.float64), 1e-6, 1 - 1e-6), landslide[seen].astype(np.float64)
    if not 0 < y.sum() < y.size:
        raise ValueError("a calibration needs pixels of both classes")
    at = float(logit(fixed))
    z0 = logit(p) - at

    def loss(a: float) -> float:
        z = a * z0 + at
        return float(np.mean(np.logaddexp(0, z) - y * z))

    found: Any = minimize_scalar(loss, bounds=(0.05, 5.0), method="bounded", options={"xatol": 1e-5})  # type: ignore[no-untyped-call]
    return float(found.x), float(at * (1 - found.x))

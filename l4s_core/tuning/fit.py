"""Few numbers of a model, fitted to corrections.

Minimised is, over the pixels of corrected polygons, the cross-entropy of what the logit lies above that of the
threshold, plus what is newly marked of the ground that nobody decided on and that the model left unmarked, plus the
squared change of the numbers in units of the spread of their features, so that a model stays what it was where
corrections say nothing. (A soft F1 in place of the cross-entropy has a second minimum where everything is marked.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from l4s_core.tuning.types import LANDSLIDE, UNSEEN, FloatArray, Lever, Samples

SHARPNESS = 1.5  # of the soft mask of that ground
DRIFT = 1.0  # newly marked ground weighs as much as what is wrong of the polygons
STRENGTHS = (0.1, 0.01, 0.001)  # of the squared change
_LEAST_SHRINK = 1e-4
_STEPS = 200


@dataclass(frozen=True)
class Way:
    """What is fitted: shift of the logit, with ``slope`` its slope, with a ``lever`` its numbers; ``shrink`` weighs
    the squared change. None of these: the model stays as it is."""

    name: str
    shift: bool = True
    slope: bool = False
    lever: Lever | None = None
    shrink: float = _LEAST_SHRINK

    @property
    def count(self) -> int:
        """How many numbers are fitted."""
        return int(self.shift) + int(self.slope) + (0 if self.lever is None else len(self.lever.start))


def ways(levers: Sequence[Lever]) -> list[Way]:
    """Everything that is tried, fewest numbers first, each the more freely the later."""
    found = [Way("nothing", shift=False), Way("shift of the logit"), Way("slope and shift of the logit", slope=True)]
    found += [Way(lever.name, lever=lever, shrink=shrink) for lever in levers for shrink in STRENGTHS]
    return found


@dataclass(frozen=True, eq=False)
class Fit:
    """Numbers that were found: new logit = (1 + ``slope``) * logit + ``shift`` + features * ``numbers``."""

    way: Way
    slope: float
    shift: float
    numbers: FloatArray

    def logit(self, samples: Samples) -> FloatArray:
        """(n,) of pixels."""
        new: FloatArray = (1 + self.slope) * samples.logit + self.shift
        if self.way.lever is not None:
            new = new + samples.features[self.way.lever.name].astype(np.float64) @ self.numbers
        return new


def fit(samples: Samples, way: Way, cut: float, scale: float = 1.0) -> Fit:
    """The numbers of a way that suit these pixels best.

    Parameters
    ----------
    cut : logit from which a pixel is landslide.
    scale : by which the numbers of the model work on the logit of ``samples`` (the slope of its calibration).
    """
    if not way.count:
        return Fit(way, 0.0, 0.0, np.zeros(0))
    features, spread, bounds = _features(samples, way, scale)
    weight, known = samples.weight, samples.label != UNSEEN
    true = samples.label == LANDSLIDE
    area = float(weight[known].sum())
    sign = np.where(true, 1.0, -1.0)[known]
    free = (samples.label == UNSEEN) & (samples.logit < cut)
    before = _soft(samples.logit[free], cut)

    def loss(x: FloatArray) -> tuple[float, FloatArray]:
        logit = samples.logit + features @ x
        margin = sign * (logit[known] - cut)
        value = float((weight[known] * np.logaddexp(0, -margin)).sum()) / area
        by_pixel = np.zeros(len(logit))
        by_pixel[known] = -sign * weight[known] / (1 + np.exp(np.clip(margin, -40, 40))) / area
        soft = _soft(logit[free], cut)
        more = np.maximum(soft - before, 0)
        value += DRIFT * float((weight[free] * more**2).sum()) / area
        by_pixel[free] = DRIFT * 2 * more * SHARPNESS * soft * (1 - soft) * weight[free] / area
        return value + way.shrink * float(x @ x), features.T @ by_pixel + 2 * way.shrink * x

    start = np.zeros(features.shape[1])
    how: dict[str, Any] = {"jac": True, "method": "L-BFGS-B", "bounds": bounds, "options": {"maxiter": _STEPS}}
    found = minimize(loss, start, **how)  # type: ignore[no-untyped-call]
    numbers = np.asarray(found.x) / spread
    shift = float(numbers[0])
    slope = float(numbers[1]) if way.slope else 0.0
    return Fit(way, slope, shift, numbers[1 + int(way.slope) :])


def _soft(logit: FloatArray, cut: float) -> FloatArray:
    return 1 / (1 + np.exp(-np.clip(SHARPNESS * (logit - cut), -40, 40)))


def _features(
    samples: Samples, way: Way, scale: float
) -> tuple[FloatArray, FloatArray, list[tuple[float | None, float | None]]]:
    """(n, numbers) features over their spread, the spread, and bounds of the numbers times it."""
    columns: list[npt.NDArray[np.floating]] = [np.ones((len(samples.logit), 1))]
    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    if way.slope:
        columns.append(samples.logit[:, None])
        bounds.append((-0.9, None))  # the ranking stays
    if way.lever is not None:
        columns.append(samples.features[way.lever.name].astype(np.float64))
        bounds += _bounds(way.lever, scale)
    table = np.concatenate(columns, axis=1)
    known = samples.label != UNSEEN
    spread = np.ones(table.shape[1])
    spread[1:] = table[known, 1:].std(axis=0)
    spread[spread < 1e-6] = np.inf  # the same everywhere: nothing to learn from
    scaled: list[tuple[float | None, float | None]] = [
        (0.0, 0.0) if s == np.inf else (None if low is None else low * s, None if high is None else high * s)
        for (low, high), s in zip(bounds, spread, strict=True)
    ]
    return table / spread, spread, scaled


def _bounds(lever: Lever, scale: float) -> list[tuple[float | None, float | None]]:
    """Of the change of each number, so that it keeps the sign of its term."""
    if not lever.keeps_sign:
        return [(None, None)] * len(lever.start)
    terms = np.asarray(lever.terms)
    signs = {t: np.sign(lever.start[terms == t].sum()) for t in np.unique(terms)}
    found: list[tuple[float | None, float | None]] = []
    for value, term in zip(lever.start * scale, terms, strict=True):
        sign = signs[term]
        found.append((-float(value), None) if sign > 0 else (None, -float(value)) if sign < 0 else (0.0, 0.0))
    return found

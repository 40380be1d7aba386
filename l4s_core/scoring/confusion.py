"""Exact counts of right and wrong pixels at many thresholds, patch by patch, and the scores that follow from them.

Everything is about the landslide class. Scores of a split come from counts summed over all its pixels ("micro"), as
the Landslide4Sense competition defines them; the mean of per-patch scores is another number and is never formed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from l4s_core.patches.types import IGNORE

Counts = npt.NDArray[np.int64]
"""(..., 4): true positives, false positives, false negatives, true negatives."""

GRID: tuple[float, ...] = tuple(round(0.005 * k, 3) for k in range(1, 200))
"""0.005, 0.010 ... 0.995."""


class Scores(NamedTuple):
    """Scores of the landslide class, 0 to 1, None where the question has no answer.

    ``precision`` tp/(tp+fp): None when nothing was predicted. ``recall`` tp/(tp+fn): None when no landslide is there.
    ``f1`` 2tp/(2tp+fp+fn) and ``iou`` tp/(tp+fp+fn): 0 when one of prediction and landslide is missing, None only when
    both are.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    iou: float | None


def scores(tp: int, fp: int, fn: int) -> Scores:
    """Precision, recall, F1 and IoU from counts of pixels; see `Scores` for what is None when."""
    row = score_arrays(np.array([tp, fp, fn, 0], dtype=np.int64))
    return Scores(*(None if np.isnan(value) else float(value) for value in row))


def score_arrays(counts: Counts) -> npt.NDArray[np.float64]:
    """(..., 4) counts -> (..., 4) float64 precision, recall, F1, IoU, NaN where `Scores` says None."""
    tp, fp, fn = (np.asarray(counts[..., k], dtype=np.float64) for k in range(3))
    with np.errstate(invalid="ignore"):  # 0/0 is NaN and meant
        return np.stack([tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn), tp / (tp + fp + fn)], axis=-1)


class ConfusionTable:
    """Counts of every patch at every threshold, collected patch by patch.

    A pixel is predicted as landslide when its probability is at least the threshold, both as float32, which is how
    ``probability >= threshold`` reads on a model's output. Pixels labelled 255 do not count. A pixel whose probability
    is NaN was not observed: a landslide there counts as missed, and ground without a landslide counts as nothing, so
    that not looking is never right.

    Parameters
    ----------
    thresholds : the ones wanted, each above 0 and below 1; kept in ascending order, equal ones once.

    Attributes
    ----------
    thresholds : (thresholds,) float64.
    ignored, unobserved : (patches,) lists: pixels labelled 255, and other pixels without a probability.
    """

    def __init__(self, thresholds: Iterable[float] = GRID) -> None:
        values = np.array(sorted(thresholds), dtype=np.float64)
        if not values.size or not ((values > 0) & (values < 1)).all():
            raise ValueError("thresholds must be above 0 and below 1")
        self._edges, first = np.unique(values.astype(np.float32), return_index=True)
        self.thresholds = values[first]
        self.ignored: list[int] = []
        self.unobserved: list[int] = []
        self._histograms: list[npt.NDArray[np.int64]] = []  # (2, thresholds + 1): not landslide, landslide
        self._missed: list[int] = []  # landslide pixels that were not observed

    def __len__(self) -> int:
        return len(self._histograms)

    def add(self, probability: npt.NDArray[np.float32], mask: npt.NDArray[np.uint8]) -> None:
        """Take in a patch: (rows, cols) float32 probability, NaN where not observed, and (rows, cols) uint8 labels.

        Raises ValueError for shapes that differ and labels other than 0, 1 and 255.
        """
        if probability.shape != mask.shape:
            raise ValueError(f"a probability of shape {probability.shape} does not fit labels of shape {mask.shape}")
        if not np.isin(mask, (0, 1, IGNORE)).all():
            raise ValueError("labels must be 0, 1 or 255")
        labelled = mask != IGNORE
        seen = labelled & ~np.isnan(probability)
        bins = len(self._edges) + 1
        reached = np.searchsorted(self._edges, probability[seen].astype(np.float32), side="right")
        both = np.bincount(reached + bins * mask[seen].astype(np.intp), minlength=2 * bins)
        self._histograms.append(both.reshape(2, bins))
        self._missed.append(int((labelled & ~seen & (mask == 1)).sum()))
        self.ignored.append(int((~labelled).sum()))
        self.unobserved.append(int((labelled & ~seen).sum()))

    def per_patch(self, threshold: float) -> Counts:
        """(patches, 4) counts at one of the thresholds."""
        k = self.index(threshold)
        histograms = np.array(self._histograms, dtype=np.int64).reshape(len(self), 2, -1)
        above, below = histograms[:, :, k + 1 :].sum(axis=2), histograms[:, :, : k + 1].sum(axis=2)
        missed = np.array(self._missed, dtype=np.int64)
        return np.stack([above[:, 1], above[:, 0], below[:, 1] + missed, below[:, 0]], axis=-1)

    def totals(self, patches: Sequence[int] | None = None) -> Counts:
        """(thresholds, 4) counts summed over these patches (None: all), one row per threshold."""
        chosen = range(len(self)) if patches is None else patches
        both = np.zeros((2, len(self._edges) + 1), dtype=np.int64)
        for k in chosen:
            both += self._histograms[k]
        missed = sum(self._missed[k] for k in chosen)
        above = both[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
        below = both.sum(axis=1, keepdims=True) - above
        return np.stack([above[1], above[0], below[1] + missed, below[0]], axis=-1)

    def index(self, threshold: float) -> int:
        """Where a threshold stands in `thresholds`. Raises ValueError when it was not asked for."""
        k = int(np.searchsorted(self._edges, np.float32(threshold)))
        if k == len(self._edges) or self._edges[k] != np.float32(threshold):
            raise ValueError(f"the threshold {threshold} is not in this table")
        return k


def best_threshold(thresholds: npt.NDArray[np.float64], counts: Counts) -> float | None:
    """The threshold with the highest F1, the lowest of several, from (thresholds, 4) counts; None where no threshold
    finds any landslide."""
    f1 = np.nan_to_num(score_arrays(counts)[:, 2])
    return float(thresholds[int(f1.argmax())]) if f1.any() else None

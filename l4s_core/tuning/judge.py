"""Which way of tuning suits, and what it is worth on ground that it did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.progress import Progress
from l4s_core.base.resampling import percentile_interval, resampled_sums
from l4s_core.inference.card import LandslideScores
from l4s_core.tuning.blocks import apart
from l4s_core.tuning.fit import DRIFT, Fit, Way, fit
from l4s_core.tuning.samples import taken
from l4s_core.tuning.types import LANDSLIDE, UNSEEN, Decided, FloatArray, Samples

CONFIDENCE = 0.95
RESAMPLES = 2000
SIMPLER = 0.005  # of the score, for which a way with fewer numbers is taken
FOUND_SHARE = 0.1  # of a polygon that is marked, as `scoring.objects` counts
_HIT, _FALSE, _MISSED, _MARKED, _FREE, _NEW = range(6)


@dataclass(frozen=True, eq=False)
class Judged:
    """Pixels by the model as it was and by fits without their neighbourhood.

    ``before``, ``after``: (blocks, 6) hits, false, missed; marked and all of the ground that nobody decided on; newly
    marked. ``decided_before``, ``decided_after``: polygons.
    """

    before: FloatArray
    after: FloatArray
    decided_before: Decided
    decided_after: Decided

    @property
    def f1(self) -> tuple[float, float]:
        """Before and after."""
        return float(_f1(self.before.sum(axis=0))), float(_f1(self.after.sum(axis=0)))

    @property
    def scores(self) -> tuple[LandslideScores, LandslideScores]:
        """Before and after."""
        return _scores(self.before.sum(axis=0)), _scores(self.after.sum(axis=0))

    @property
    def interval(self) -> tuple[float, float]:
        """Of the difference of F1, over resampled neighbourhoods."""
        both = np.concatenate([self.before[:, :3], self.after[:, :3]], axis=1)
        sums = np.concatenate(list(resampled_sums(both, RESAMPLES, 0)))
        [ends] = percentile_interval((_f1(sums[:, 3:]) - _f1(sums[:, :3]))[:, None], CONFIDENCE)
        assert ends is not None
        return ends

    @property
    def elsewhere(self) -> tuple[float, float]:
        """Share of the ground that nobody decided on, which is marked: before, after; 0 to 1."""
        before, after = self.before.sum(axis=0), self.after.sum(axis=0)
        return float(before[_MARKED] / max(before[_FREE], 1)), float(after[_MARKED] / max(after[_FREE], 1))


def judge(
    samples: Samples, blocks: npt.NDArray[np.int64], ways: Sequence[Way], cut: float, scale: float, progress: Progress
) -> tuple[Judged, Fit]:
    """The scores, and the fit to all pixels.

    Each neighbourhood is judged by a fit to the others, whose way was chosen by the others alone: a way that is chosen
    by the scores that are then told would be praised (Varma & Simon 2006, BMC Bioinformatics 7, 91).
    """
    numbers = np.unique(blocks)
    progress.stage("fitting and judging", len(numbers) + 1)
    was, now = samples.logit, samples.logit.copy()
    for block in numbers:
        learnt, judged = apart(samples, blocks, int(block))
        own = taken(samples, learnt)
        best = _best(own, blocks[learnt], ways, cut, scale, progress)
        now[judged] = fit(own, best, cut, scale).logit(taken(samples, judged))
        progress.advance()
    best = _best(samples, blocks, ways, cut, scale, progress)
    final = fit(samples, best, cut, scale)
    progress.advance()
    found = Judged(
        _counts(samples, blocks, was, was, cut),
        _counts(samples, blocks, was, now, cut),
        _decided(samples, was, cut),
        _decided(samples, now, cut),
    )
    return found, final


def _best(
    samples: Samples,
    blocks: npt.NDArray[np.int64],
    ways: Sequence[Way],
    cut: float,
    scale: float,
    progress: Progress,
) -> Way:
    """The way with the best score on neighbourhoods that were left out; of nearly equal ones the simplest."""
    folds = [(int(b), *apart(samples, blocks, int(b))) for b in np.unique(blocks)]
    parts = [(taken(samples, learnt), taken(samples, judged), judged) for _, learnt, judged in folds]
    best, highest = ways[0], -np.inf
    for way in ways:
        now = samples.logit.copy()
        for own, rest, judged in parts:
            progress.check()
            if (own.label == LANDSLIDE).any():
                now[judged] = fit(own, way, cut, scale).logit(rest)
        score = _score(_counts(samples, blocks, samples.logit, now, cut).sum(axis=0))
        if score > highest + (SIMPLER if way.count > best.count else 0):
            best, highest = way, score
    return best


def _counts(
    samples: Samples, blocks: npt.NDArray[np.int64], was: FloatArray, now: FloatArray, cut: float
) -> FloatArray:
    """(blocks, 6), see `Judged`."""
    true, none = samples.label == LANDSLIDE, (samples.label != LANDSLIDE) & (samples.label != UNSEEN)
    unseen, marked = samples.label == UNSEEN, now >= cut
    columns = (true & marked, none & marked, true & ~marked, unseen & marked, unseen, unseen & marked & (was < cut))
    table = np.stack([np.where(column, samples.weight, 0.0) for column in columns], axis=1)
    found = np.zeros((int(blocks.max()) + 1, len(columns)))
    np.add.at(found, blocks, table)
    return found[np.unique(blocks)]


def _f1(counts: FloatArray) -> FloatArray:
    """Of (..., 3) hits, false, missed; 0 where there is nothing."""
    hit, false, missed = counts[..., _HIT], counts[..., _FALSE], counts[..., _MISSED]
    f1: FloatArray = 2 * hit / np.maximum(2 * hit + false + missed, 1e-9)
    return f1


def _scores(counts: FloatArray) -> LandslideScores:
    hit, false, missed = (float(value) for value in counts[:3])

    def share(of: float, all_of_it: float) -> float | None:
        return round(of / all_of_it, 4) if all_of_it else None

    return LandslideScores(
        precision=share(hit, hit + false),
        recall=share(hit, hit + missed),
        f1=share(2 * hit, 2 * hit + false + missed),
        iou=share(hit, hit + false + missed),
    )


def _score(counts: FloatArray) -> float:
    """F1 with what is newly marked elsewhere counted as wrong, at the weight that a fit gives it."""
    return float(_f1(counts + np.array([0, DRIFT * counts[_NEW], 0, 0, 0, 0])))


def _decided(samples: Samples, logit: FloatArray, cut: float) -> Decided:
    share = {}
    for polygon in np.unique(samples.polygon[samples.polygon >= 0]):
        own = samples.polygon == polygon
        share[polygon] = float((logit[own] >= cut).mean()), bool((samples.label[own] == LANDSLIDE)[0])
    yes = [part for part, true in share.values() if true]
    no = [part for part, true in share.values() if not true]
    return Decided(len(yes), sum(part >= FOUND_SHARE for part in yes), len(no), sum(part >= FOUND_SHARE for part in no))

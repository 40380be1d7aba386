"""Scores of a comparison, and how far they might have come out otherwise, from what is counted by blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from l4s_core.base.resampling import percentile_interval, resampled_sums
from l4s_core.base.sizes import size_class, size_names
from l4s_core.comparison.types import CONFIDENCE, Agreement, Score, SizeClass, known

FloatArray = npt.NDArray[np.float64]
Sums = Mapping[str, FloatArray]
Rule = Callable[[Sums], FloatArray]
LEAST_BLOCKS = 8
"""With fewer that have anything a score is a share of, it has no interval."""
AREAS_M2 = (0, 1_000, 10_000, 100_000)
AREA_NAMES = ("<1,000 m2", "1,000-10,000 m2", "10,000-100,000 m2", ">=100,000 m2")
KINDS = ("iou", "any", "one_to_one")
"""When a polygon is right or found."""


def object_columns(
    side: str,
    block: npt.NDArray[np.int64],
    blocks: int,
    area_m2: FloatArray,
    right: npt.NDArray[np.bool_],
    resolution_m: float,
) -> dict[str, FloatArray]:
    """Columns of the polygons of a side, by block: how many, how many right, their areas, all of it by class of size.

    Parameters
    ----------
    side : ``a`` or ``b``. block : (n,) place of each polygon's block, of ``blocks``.
    right : (n, 3) bool, by `KINDS`.
    """

    def summed(weights: FloatArray) -> FloatArray:
        return np.bincount(block, weights, blocks).astype(np.float64)

    one = np.ones(len(area_m2))
    out = {f"{side}_n": summed(one), f"{side}_area": summed(area_m2)}
    for k, kind in enumerate(KINDS):
        out[f"{side}_{kind}"] = summed(right[:, k].astype(float))
        out[f"{side}_{kind}_area"] = summed(right[:, k] * area_m2)
    classes = {
        "px": size_class(area_m2 / resolution_m**2 + 1e-9),
        "m2": np.searchsorted(AREAS_M2, area_m2, side="right") - 1,
    }
    for unit, of in classes.items():
        for number in range(len(AREAS_M2)):
            here = (of == number).astype(float)
            out[f"{side}_{unit}{number}"] = summed(here)
            for k in (0, 1):
                out[f"{side}_{unit}{number}_{KINDS[k]}"] = summed(here * right[:, k])
    return out


class Scorer:
    """Scores of columns of counts, one row for each block: (blocks,) each."""

    def __init__(self, columns: Mapping[str, FloatArray], resamples: int, seed: int) -> None:
        names = list(columns)
        table = np.column_stack([columns[name] for name in names])
        self.blocks = len(table)
        self.totals = {name: table[:, k].sum(keepdims=True) for k, name in enumerate(names)}
        self._filled = dict(zip(names, np.count_nonzero(table, axis=0).tolist(), strict=True))
        self._draws: dict[str, FloatArray] | None = None
        if self.blocks >= LEAST_BLOCKS and resamples > 0:
            drawn = np.concatenate(list(resampled_sums(table, resamples, seed)))
            self._draws = {name: drawn[:, k] for k, name in enumerate(names)}

    def total(self, name: str) -> float:
        return float(self.totals[name][0])

    def score(self, rule: Rule, *wholes: str) -> Score:
        """What ``rule`` makes of the sums of the columns, and of those of resampled blocks.

        ``wholes`` are the columns that it divides by."""
        value = known(float(rule(self.totals)[0]))
        if self._draws is None or value is None or min(self._filled[name] for name in wholes) < LEAST_BLOCKS:
            return Score(value)
        ends = percentile_interval(rule(self._draws)[:, None], CONFIDENCE)[0]
        return Score(value) if ends is None else Score(value, *ends)

    def share(self, part: str, whole: str) -> Score:
        """One column as a share of another."""
        return self.score(ratio(part, whole), whole)

    def agreement(self, right_a: str, all_a: str, right_b: str, all_b: str) -> Agreement:
        """Precision, recall and F1 of columns: how many of A are right, of B are found."""
        precision, recall = ratio(right_a, all_a), ratio(right_b, all_b)
        return Agreement(
            self.score(precision, all_a),
            self.score(recall, all_b),
            self.score(lambda s: harmonic(precision(s), recall(s)), all_a, all_b),
        )

    def size_classes(self, unit: str) -> tuple[SizeClass, ...]:
        names = size_names() if unit == "px" else list(AREA_NAMES)
        return tuple(
            SizeClass(
                name,
                int(self.total(f"a_{unit}{k}")),
                int(self.total(f"b_{unit}{k}")),
                *(
                    self.share(f"{side}_{unit}{k}_{kind}", f"{side}_{unit}{k}")
                    for kind in KINDS[:2]
                    for side in ("a", "b")
                ),
            )
            for k, name in enumerate(names)
        )


def ratio(part: str, whole: str) -> Rule:
    """One column divided by another, NaN where that is 0."""

    def rule(sums: Sums) -> FloatArray:
        return divided(sums[part], sums[whole])

    return rule


def bias(a: str, b: str) -> Rule:
    """(A - B) / B of two columns."""

    def rule(sums: Sums) -> FloatArray:
        return divided(sums[a] - sums[b], sums[b])

    return rule


def pixel_iou(sums: Sums) -> FloatArray:
    """Intersection over union of the ground."""
    return divided(sums["tp"], sums["tp"] + sums["fp"] + sums["fn"])


def divided(part: FloatArray, whole: FloatArray) -> FloatArray:
    out = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=out, where=whole != 0)
    return out


def harmonic(precision: FloatArray, recall: FloatArray) -> FloatArray:
    """F1; 0 where one of them is 0, whatever the other, and NaN where neither has an answer."""
    f1 = divided(2 * precision * recall, precision + recall)
    f1[(precision == 0) | (recall == 0)] = 0
    return f1

"""Counts and scores against brute force, and what they are when there is nothing to divide by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from l4s_core.scoring.calibration import ProbabilityHistogram
from l4s_core.scoring.confusion import GRID, ConfusionTable, best_threshold, score_arrays, scores

SHAPE = (6, 7)
# many values on thresholds, where an off-by-one would show
PROBABILITY = hnp.arrays(
    np.float32,
    SHAPE,
    elements=st.one_of(
        st.sampled_from([np.float32(t) for t in (*GRID[::20], 0.35, 0.0, 1.0)]),
        st.floats(0, 1, width=32),
        st.just(np.float32(np.nan)),
    ),
)
MASK = hnp.arrays(np.uint8, SHAPE, elements=st.sampled_from([0, 1, 255]))
PATCHES = st.lists(st.tuples(PROBABILITY, MASK), min_size=1, max_size=4)


def brute_force(probability: np.ndarray, mask: np.ndarray, threshold: float) -> list[int]:
    tp = fp = fn = tn = 0
    for p, label in zip(probability.ravel(), mask.ravel(), strict=True):
        if label == 255:
            continue
        if np.isnan(p):
            fn += int(label == 1)
        elif p >= np.float32(threshold):
            tp, fp = (tp + 1, fp) if label == 1 else (tp, fp + 1)
        else:
            fn, tn = (fn + 1, tn) if label == 1 else (fn, tn + 1)
    return [tp, fp, fn, tn]


@settings(max_examples=60, deadline=None)
@given(PATCHES)
def test_counts_equal_brute_force_at_every_threshold(patches: list[tuple[np.ndarray, np.ndarray]]) -> None:
    table = ConfusionTable({*GRID[9::30], 0.35})
    for probability, mask in patches:
        table.add(probability, mask)
    totals = table.totals()
    for k, threshold in enumerate(table.thresholds):
        wanted = np.array([brute_force(p, m, threshold) for p, m in patches])
        np.testing.assert_array_equal(table.per_patch(threshold), wanted)
        np.testing.assert_array_equal(totals[k], wanted.sum(axis=0))
    np.testing.assert_array_equal(table.totals([0]), table.totals() - table.totals(range(1, len(patches))))
    assert sum(table.ignored) == sum((m == 255).sum() for _, m in patches)
    assert sum(table.unobserved) == sum((np.isnan(p) & (m != 255)).sum() for p, m in patches)


@settings(max_examples=40, deadline=None)
@given(PROBABILITY, MASK, hnp.arrays(np.bool_, SHAPE))
def test_not_looking_is_never_right(probability: np.ndarray, mask: np.ndarray, hidden: np.ndarray) -> None:
    seen, blind = ConfusionTable(GRID[9::30]), ConfusionTable(GRID[9::30])
    seen.add(probability, mask)
    blind.add(np.where(hidden, np.float32(np.nan), probability), mask)
    before, after = seen.totals(), blind.totals()
    assert (after[:, [0, 3]] <= before[:, [0, 3]]).all()  # no more right pixels of either kind
    np.testing.assert_array_equal(after[:, 0] + after[:, 2], before[:, 0] + before[:, 2])  # every landslide counts


@settings(max_examples=40, deadline=None)
@given(PROBABILITY, MASK)
def test_what_lies_under_ignored_pixels_does_not_matter(probability: np.ndarray, mask: np.ndarray) -> None:
    other = np.where(mask == 255, np.float32(1) - np.nan_to_num(probability), probability)
    one, two = ConfusionTable(), ConfusionTable()
    one.add(probability, mask)
    two.add(other, mask)
    np.testing.assert_array_equal(one.totals(), two.totals())


def test_a_higher_threshold_predicts_less() -> None:
    rng = np.random.default_rng(0)
    table = ConfusionTable()
    table.add(rng.uniform(0, 1, (64, 64)).astype(np.float32), rng.integers(0, 2, (64, 64)).astype(np.uint8))
    assert len(table.thresholds) == 199
    assert (np.diff(table.totals()[:, :2], axis=0) <= 0).all()
    assert (table.totals().sum(axis=1) == 64 * 64).all()


def test_the_models_own_threshold_is_met_exactly() -> None:
    own = 0.34567
    table = ConfusionTable({*GRID, own})
    edge = np.float32(own)
    p = np.array([[np.nextafter(edge, np.float32(0)), edge, np.nextafter(edge, np.float32(1))]], np.float32)
    table.add(p, np.ones((1, 3), np.uint8))
    assert table.per_patch(own).tolist() == [[2, 0, 1, 0]]
    with pytest.raises(ValueError, match="not in this table"):
        table.per_patch(0.3456)


def test_scores_by_hand() -> None:
    assert scores(6, 2, 4) == (0.75, 0.6, 12 / 18, 0.5)


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ((0, 0, 0), (None, None, None, None)),  # nothing there, nothing predicted
        ((0, 0, 5), (None, 0.0, 0.0, 0.0)),  # all missed
        ((0, 5, 0), (0.0, None, 0.0, 0.0)),  # all false
        ((0, 5, 5), (0.0, 0.0, 0.0, 0.0)),
        ((5, 0, 0), (1.0, 1.0, 1.0, 1.0)),
    ],
)
def test_scores_without_an_answer_are_none_and_never_nan(counts: tuple, wanted: tuple) -> None:
    assert scores(*counts) == wanted


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_scores_are_consistent(tp: int, fp: int, fn: int) -> None:
    precision, recall, f1, iou = scores(tp, fp, fn)
    if f1 is not None and iou is not None:
        assert iou == pytest.approx(f1 / (2 - f1))
    if precision and recall:
        assert f1 == pytest.approx(2 * precision * recall / (precision + recall))


def test_the_official_figure_is_micro_and_not_the_mean_of_patches() -> None:
    """Two patches of 100 pixels: one large landslide found whole, one single pixel missed."""
    table = ConfusionTable([0.5])
    large, small = np.zeros((10, 10), np.uint8), np.zeros((10, 10), np.uint8)
    large[:9] = 1
    small[0, 0] = 1
    for found, mask in ((large, large), (np.zeros((10, 10)), small)):
        table.add(found.astype(np.float32), mask)
    per_patch = score_arrays(table.per_patch(0.5))[:, 2]
    micro = scores(*table.totals()[0, :3].tolist())
    assert per_patch.tolist() == [1.0, 0.0]
    assert micro.f1 == pytest.approx(180 / 181)  # 90 hits, 1 missed; the mean of the patches would be 0.5
    both = ConfusionTable([0.5])
    both.add(np.concatenate([large, np.zeros((10, 10))]).astype(np.float32), np.concatenate([large, small]))
    np.testing.assert_array_equal(both.totals(), table.totals())  # how patches are cut does not matter


def test_the_best_threshold_is_the_lowest_of_equals() -> None:
    table = ConfusionTable([0.2, 0.4, 0.6, 0.8])
    table.add(np.array([[0.1, 0.7, 0.9]], np.float32), np.array([[0, 1, 1]], np.uint8))
    assert best_threshold(table.thresholds, table.totals()) == 0.2
    nothing = ConfusionTable([0.5])
    nothing.add(np.zeros((2, 2), np.float32), np.zeros((2, 2), np.uint8))
    assert best_threshold(nothing.thresholds, nothing.totals()) is None


@pytest.mark.parametrize("thresholds", [[], [0.0], [1.0], [0.5, float("nan")]])
def test_thresholds_that_are_none(thresholds: list[float]) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        ConfusionTable(thresholds)


def test_labels_and_shapes_that_do_not_fit() -> None:
    table = ConfusionTable()
    with pytest.raises(ValueError, match="labels"):
        table.add(np.zeros((2, 2), np.float32), np.full((2, 2), 2, np.uint8))
    with pytest.raises(ValueError, match="shape"):
        table.add(np.zeros((2, 2), np.float32), np.zeros((2, 3), np.uint8))


# ---------------------------------------------------------------------------------------- ranking and calibration


def average_precision_by_definition(p: np.ndarray, landslide: np.ndarray, unseen: int = 0) -> float:
    total, area, before = landslide.sum() + unseen, 0.0, 0.0
    for threshold in sorted(set(p.tolist()), reverse=True):
        found = p >= threshold
        recall = (found & landslide).sum() / total
        area += (recall - before) * (found & landslide).sum() / found.sum()
        before = recall
    return area


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(np.int32, 40, elements=st.integers(0, 10_000)),
    hnp.arrays(np.uint8, 40, elements=st.sampled_from([0, 1, 255])),
    st.integers(0, 5),
)
def test_average_precision_follows_its_definition(ranks: np.ndarray, mask: np.ndarray, unseen: int) -> None:
    p = (ranks / np.float32(10_000)).astype(np.float32)
    scored = mask != 255
    histogram = ProbabilityHistogram()
    histogram.add(p[None], mask[None])
    histogram.add(np.full((1, unseen), np.nan, np.float32), np.ones((1, unseen), np.uint8))
    if (mask == 1).sum() + unseen == 0:
        assert histogram.average_precision() is None
    else:
        wanted = average_precision_by_definition(ranks[scored], mask[scored] == 1, unseen)
        assert histogram.average_precision() == pytest.approx(wanted)


def test_average_precision_of_a_perfect_and_of_a_blind_model() -> None:
    mask = np.zeros((20, 20), np.uint8)
    mask[:3] = 1
    perfect, blind = ProbabilityHistogram(), ProbabilityHistogram()
    perfect.add(mask.astype(np.float32), mask)
    blind.add(np.full((20, 20), 0.4, np.float32), mask)
    assert perfect.average_precision() == 1.0
    assert blind.average_precision() == pytest.approx(3 / 20)
    assert perfect.expected_calibration_error() == 0.0
    assert blind.expected_calibration_error() == pytest.approx(0.4 - 3 / 20, abs=1e-6)
    assert blind.brier() == pytest.approx(0.15 * 0.36 + 0.85 * 0.16, abs=1e-6)


def test_calibration_against_a_loop() -> None:
    rng = np.random.default_rng(3)
    histogram = ProbabilityHistogram(bins=10)
    p = rng.beta(0.5, 2, (3, 40, 40)).astype(np.float32)
    mask = (rng.uniform(size=p.shape) < p**1.5).astype(np.uint8)
    mask[rng.uniform(size=p.shape) < 0.1] = 255
    for one, label in zip(p, mask, strict=True):
        histogram.add(one, label)
    wanted, n = 0.0, (mask != 255).sum()
    for k in range(10):
        here = (mask != 255) & (p >= np.float32(k / 10)) & ((p < np.float32((k + 1) / 10)) | (k == 9))
        if here.any():
            wanted += here.sum() / n * abs(p[here].astype(float).mean() - (mask[here] == 1).mean())
    assert histogram.expected_calibration_error() == pytest.approx(wanted, abs=1e-6)
    assert histogram.reliability()[0].sum() == n


def test_calibrated_probabilities_have_a_small_error() -> None:
    rng = np.random.default_rng(4)
    good, bold = ProbabilityHistogram(), ProbabilityHistogram()
    p = rng.uniform(0, 1, (300, 300)).astype(np.float32)
    mask = (rng.uniform(size=p.shape) < p).astype(np.uint8)
    good.add(p, mask)
    bold.add(np.sqrt(p), mask)
    assert good.expected_calibration_error() < 0.01
    assert bold.expected_calibration_error() > 0.1


def test_nothing_scored_has_no_calibration() -> None:
    histogram = ProbabilityHistogram()
    histogram.add(np.zeros((2, 2), np.float32), np.full((2, 2), 255, np.uint8))
    assert histogram.average_precision() is None
    assert histogram.expected_calibration_error() is None
    assert histogram.brier() is None

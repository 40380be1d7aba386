"""The bootstrap: does it cover what it says, and does it draw what it should."""

from __future__ import annotations

import numpy as np
import pytest

from l4s_core.base.resampling import percentile_interval
from l4s_core.scoring.confusion import score_arrays
from l4s_core.scoring.interval import bootstrap_scores, group_counts


def some_counts(rng: np.random.Generator, patches: int) -> np.ndarray:
    """Patches that differ much in how much landslide they hold and how well it is found."""
    landslide = rng.poisson(rng.gamma(1.0, 300.0, patches))
    found = rng.binomial(landslide, rng.beta(4, 2, patches))
    false = rng.poisson(rng.gamma(1.0, 120.0, patches))
    return np.stack([found, false, landslide - found, 16384 - landslide - false], axis=-1)


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    truth = score_arrays(some_counts(np.random.default_rng(1), 200_000).sum(axis=0))
    rng = np.random.default_rng(2)
    inside = np.zeros(4)
    trials = 200
    for trial in range(trials):
        ends = percentile_interval(bootstrap_scores(some_counts(rng, 60), 300, trial), 0.95)
        inside += [end is not None and end[0] <= value <= end[1] for end, value in zip(ends, truth, strict=True)]
    assert (inside / trials > 0.87).all()  # 0.95 less the little that percentiles are too narrow, and chance
    assert (inside / trials < 0.99).all()


def test_the_mean_of_the_draws_is_the_score_and_their_spread_shrinks() -> None:
    rng = np.random.default_rng(3)
    few, many = some_counts(rng, 50), some_counts(rng, 800)
    draws_few, draws_many = bootstrap_scores(few, 1000, 0), bootstrap_scores(many, 1000, 0)
    np.testing.assert_allclose(draws_many.mean(axis=0), score_arrays(many.sum(axis=0)), atol=0.005)
    ratio = draws_few.std(axis=0) / draws_many.std(axis=0)
    assert (ratio > 2.5).all()  # the square root of 16, roughly
    assert (ratio < 6.5).all()


def test_the_same_seed_draws_the_same_whatever_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = some_counts(np.random.default_rng(4), 30)
    whole = bootstrap_scores(counts, 200, 7)
    np.testing.assert_array_equal(whole, bootstrap_scores(counts, 200, 7))
    assert not np.array_equal(whole, bootstrap_scores(counts, 200, 8))
    monkeypatch.setattr("l4s_core.scoring.interval._DRAWN_AT_ONCE", 100)
    np.testing.assert_array_equal(whole, bootstrap_scores(counts, 200, 7))


def test_draws_are_sums_of_whole_patches() -> None:
    counts = np.array([[8, 0, 0, 0], [0, 4, 0, 0]])  # precision is 8a / (8a + 4b) with a + b = 2
    precision = bootstrap_scores(counts, 500, 0)[:, 0]
    assert set(np.round(precision, 6)) == {1.0, 0.0, round(8 / 12, 6)}
    assert np.mean(np.isclose(precision, 8 / 12)) == pytest.approx(0.5, abs=0.1)


def test_equal_patches_have_no_spread() -> None:
    ends = percentile_interval(bootstrap_scores(np.tile([[3, 1, 2, 10]], (9, 1)), 50, 0), 0.95)
    np.testing.assert_allclose(np.array(ends), [[value, value] for value in (3 / 4, 3 / 5, 6 / 9, 3 / 6)])


def test_blocks_of_alike_patches_widen_the_interval() -> None:
    """Copies of a patch bring no news: only drawing by block sees that."""
    rng = np.random.default_rng(5)
    blocks = np.repeat(np.arange(20), 10)
    counts = some_counts(rng, 20)[blocks]
    by_patch = percentile_interval(bootstrap_scores(counts, 1000, 0), 0.95)[2]
    by_block = percentile_interval(bootstrap_scores(group_counts(counts, list(blocks)), 1000, 0), 0.95)[2]
    assert by_patch is not None
    assert by_block is not None
    assert by_block[1] - by_block[0] > 2 * (by_patch[1] - by_patch[0])


def test_groups_are_summed_in_order_of_appearance() -> None:
    counts = np.arange(16).reshape(4, 4)
    np.testing.assert_array_equal(
        group_counts(counts, ["b", "a", "b", "a"]), [counts[[0, 2]].sum(0), counts[[1, 3]].sum(0)]
    )


def test_draws_without_an_answer_are_left_out() -> None:
    draws = bootstrap_scores(np.array([[0, 0, 0, 9], [5, 0, 0, 4]]), 400, 0)
    assert 0.15 < np.isnan(draws[:, 2]).mean() < 0.35
    assert percentile_interval(draws, 0.95)[2] == (1.0, 1.0)
    assert percentile_interval(np.full((10, 4), np.nan), 0.95) == [None] * 4

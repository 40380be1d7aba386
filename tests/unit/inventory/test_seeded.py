"""Growth around a seed, against labelled components as the oracle; nested regions; what looks like the seed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np
from scipy.ndimage import label

from l4s_core.inventory.runout.spectra import features
from l4s_core.inventory.seeded.flood import flood
from l4s_core.inventory.seeded.likeness import of_looks, of_probability
from l4s_core.inventory.seeded.nested import nested_regions, without_small_holes

ALL = np.ones((3, 3), bool)
scores = st_np.arrays(
    np.float64,
    st_np.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12),
    elements=st.sampled_from([-3.0, -1.0, 0.0, 0.5, 2.0, np.nan]),
)


def region_at(score, seed, least):
    """The component of pixels of at least that score that holds the seed: by scipy."""
    start = best_beside(score, seed)
    with np.errstate(invalid="ignore"):
        numbers, _ = label(score >= least, ALL)
    return numbers == numbers[start] if numbers[start] else np.zeros(score.shape, bool)


def best_beside(score, seed):
    near = [
        (row, col)
        for row in range(max(0, seed[0] - 1), min(score.shape[0], seed[0] + 2))
        for col in range(max(0, seed[1] - 1), min(score.shape[1], seed[1] + 2))
        if np.isfinite(score[row, col])
    ]
    return max(near, key=lambda place: score[place])


@settings(max_examples=200, deadline=None)
@given(score=scores, place=st.integers(0, 143))
def test_down_to_a_level_it_has_what_is_connected_at_that_level(score, place) -> None:
    seed = divmod(place % score.size, score.shape[1])
    order, levels = flood(score, seed, score.size)
    if not np.isfinite(score[seed]):
        assert order.size == 0
        return
    assert np.unique(order).size == order.size
    assert (np.diff(levels) <= 0).all()
    numbers, _ = label(np.isfinite(score), ALL)
    assert order.size == (numbers == numbers[seed]).sum()
    for least in np.unique(levels):
        mine = np.zeros(score.size, bool)
        mine[order[levels >= least]] = True
        theirs = region_at(score, seed, least)
        if least > score[seed]:  # the seed itself comes later than the best pixel beside it
            theirs[seed] = False
        assert (mine.reshape(score.shape) == theirs).all()


@settings(max_examples=200, deadline=None)
@given(score=scores, place=st.integers(0, 143), most=st.integers(1, 60), steps=st.integers(1, 9))
def test_regions_are_nested_hold_the_seed_and_obey_the_bounds(score, place, most, steps) -> None:
    seed = divmod(place % score.size, score.shape[1])
    found = nested_regions(score, seed, most, steps)
    if not np.isfinite(score[seed]):
        assert found is None
        return
    assert 1 <= len(found.regions) <= steps
    assert 0 <= found.likeliest < len(found.regions)
    assert list(found.levels) == sorted(found.levels, reverse=True)
    for region, level in zip(found.regions, found.levels, strict=True):
        assert region[seed]
        assert label(region, ALL)[1] == 1
        assert (region & (score >= level)).sum() <= most  # the others are small holes
        assert not (region & ~np.isfinite(score)).any()
    for inner, outer in pairwise(found.regions):
        assert (outer | ~inner).all()
        assert outer.sum() >= inner.sum()


def test_small_holes_are_closed_and_large_ones_stay() -> None:
    ring = np.ones((14, 14), bool)
    ring[2:4, 2:4] = False
    ring[6:11, 6:11] = False
    ring[5, 5] = False  # touches the large one at a corner
    closed = without_small_holes(ring, 4)
    assert closed[2:4, 2:4].all()
    assert closed[5, 5]
    assert not closed[6:11, 6:11].any()
    open_hole = np.ones((5, 5), bool)
    open_hole[2, 2:] = False
    assert (without_small_holes(open_hole, 9) == open_hole).all()


def ground(rng, brown):
    """Reflectance of dark green ground with ``brown`` in it."""
    green, bare = np.array([300, 450, 300, 2800.0]), np.array([900, 1300, 1900, 2700.0])
    return np.where(brown, bare[:, None, None], green[:, None, None]) * rng.normal(1, 0.03, (4, *brown.shape))


def test_a_bare_patch_is_told_from_green_ground_by_its_looks_alone() -> None:
    rng = np.random.default_rng(3)
    brown = np.zeros((80, 90), bool)
    brown[20:40, 30:45] = True
    brown[60:70, 10:30] = True  # not connected
    score = of_looks(features(ground(rng, brown).astype(np.float32), ("B2", "B3", "B4", "B8")), (30, 37))
    found = nested_regions(score, (30, 37), 4000)
    wanted = brown.copy()
    wanted[60:70, 10:30] = False
    best = found.regions[found.likeliest]
    assert (best & wanted).sum() / (best | wanted).sum() > 0.85


def test_what_the_model_holds_for_likely_is_no_surroundings() -> None:
    rng = np.random.default_rng(3)
    brown = np.zeros((80, 90), bool)
    brown[5:75, 10:80] = True  # larger than the ground around it
    values = features(ground(rng, brown).astype(np.float32), ("B2", "B3", "B4", "B8"))
    probability = np.where(brown, 0.6, 0.02).astype(np.float32)
    score = of_looks(values, (40, 45), probability)
    assert np.median(score[brown]) > 1 > -1 > np.median(score[~brown])


def test_where_a_band_is_unknown_nothing_can_be_said() -> None:
    values = np.zeros((4, 20, 20), np.float32)
    values[:, 8:13, 8:13] = np.nan
    assert of_looks(values, (10, 10)) is None
    assert np.isnan(of_looks(values, (2, 2))[10, 10])


def test_odds_of_a_probability() -> None:
    odds = of_probability(np.array([[0.5, 0.9, 1.0, 0.0, np.nan]], np.float32))
    assert odds[0, :2] == pytest.approx([0, np.log(9)], abs=1e-5)
    assert np.isfinite(odds[0, 2:4]).all()
    assert np.isnan(odds[0, 4])

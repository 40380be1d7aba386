"""Which pixels of the target are labelled: on maps made by hand, and properties on random ones."""

from __future__ import annotations

import numpy as np
import pytest

from l4s_core.adaptation.select import everything, lowest, most_confident, sure

NAN = np.nan


def stack(*rows: list[float]) -> np.ndarray:
    return np.array([rows], np.float32)


def test_everything_that_was_observed_gets_the_class_that_the_threshold_says() -> None:
    p = stack([0.1, 0.39, 0.4], [NAN, 0.9, 0.0])
    assert everything(p, 0.4).tolist() == [[[0, 0, 1], [255, 1, 0]]]


def test_sure_leaves_out_what_lies_between() -> None:
    p = stack([0.71, 0.7, 0.69], [0.31, 0.3, NAN])
    assert sure(p, 0.7).tolist() == [[[1, 1, 255], [255, 0, 255]]]
    with pytest.raises(ValueError, match="must be above"):
        sure(p, 0.5)


def test_sure_is_relative_to_the_threshold_by_odds() -> None:
    """A logit of the threshold that is taken off every logit is as if the threshold were 0.5."""
    p = np.linspace(0.01, 0.99, 200, dtype=np.float32)[None, None]
    logit = np.log(p / (1 - p)) - np.log(0.3 / 0.7)
    np.testing.assert_array_equal(sure(p, 0.7, 0.3), sure((1 / (1 + np.exp(-logit))).astype(np.float32), 0.7))
    np.testing.assert_array_equal(sure(p, 0.7, 0.5), sure(p, 0.7))


def test_the_most_confident_share_is_of_each_class_over_all_patches() -> None:
    """Half of four landslide pixels and half of four others, wherever they lie: all from the first patch here."""
    p = np.array([[[0.99, 0.95, 0.01, 0.05]], [[0.6, 0.55, 0.4, 0.45]]], np.float32)
    assert most_confident(p, 0.5, 0.5).tolist() == [[[1, 1, 0, 0]], [[255, 255, 255, 255]]]


def test_confidence_is_the_distance_from_the_threshold() -> None:
    p = stack([0.31, 0.35, 0.29, 0.1])
    assert most_confident(p, 0.5, 0.3).tolist() == [[[255, 1, 255, 0]]]


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9, 1.0])
def test_exactly_the_share_of_each_class_is_kept_and_it_is_the_best(share: float) -> None:
    rng = np.random.default_rng(3)
    # rounded: many pixels have one value, as those of a saturated network
    p = np.round(rng.beta(0.3, 2.0, (5, 16, 16)), 2).astype(np.float32)
    p[rng.random(p.shape) < 0.1] = NAN
    masks, classes = most_confident(p, share, 0.4), everything(p, 0.4)
    assert (masks[np.isnan(p)] == 255).all()
    for label in (0, 1):
        of_class, kept = classes == label, masks == label
        assert kept.sum() == np.ceil(share * of_class.sum() - 1e-9)
        assert not (kept & ~of_class).any()
        distance = np.abs(p - np.float32(0.4))
        if (of_class & ~kept).any():
            assert distance[kept].min() >= distance[of_class & ~kept].max()


def test_ties_are_kept_from_all_over_the_target() -> None:
    p = np.zeros((10, 1, 10), np.float32)
    p[0, 0, 0] = 1
    masks = most_confident(p, 0.5, 0.5)
    per_patch = (masks == 0).sum(axis=(1, 2))
    assert per_patch.sum() == 50 and per_patch.min() >= 4


def test_lowest_values_select_by_other_measures_and_unknown_ones_are_left_out() -> None:
    """What a selection by variance needs: 1 of 2 landslide pixels, 2 of 3 others."""
    p = stack([0.9, 0.8, 0.2, 0.1, 0.3, 0.2])
    variance = stack([0.05, 0.01, 0.02, 0.04, 0.03, NAN])
    assert lowest(variance, p, (0.6, 0.5), 0.5).tolist() == [[[255, 1, 0, 255, 0, 255]]]
    with pytest.raises(ValueError, match="at most 1"):
        lowest(variance, p, (0.0, 0.5), 0.5)

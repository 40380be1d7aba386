"""Labels where passes agree: the variance, and which pixels of maps made by hand it leaves."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from l4s_core.adaptation.dropout import mean_of, variance
from l4s_core.adaptation.methods.mc_dropout import SHARES
from l4s_core.adaptation.select import lowest

NAN = np.nan


def test_the_variance_is_that_of_numpy_and_needs_all_passes() -> None:
    rng = np.random.default_rng(2)
    passes = rng.random((10, 3, 8, 9)).astype(np.float32)
    passes[4, 1, 2, 3] = NAN
    found = variance(iter(passes))
    np.testing.assert_allclose(found, passes.astype(np.float64).var(axis=0), rtol=1e-5)
    assert np.isnan(found).sum() == 1
    assert not variance([passes[0], passes[0], passes[0]])[0].any()


def test_ninety_of_a_hundred_background_and_seventy_of_a_hundred_landslide_pixels() -> None:
    """A row of background and one of landslide, each with a variance that rises to the right."""
    p = np.array([[[0.1] * 10, [0.9] * 10]], np.float32)
    varies = np.array([[np.arange(10), np.arange(10)]], np.float32)
    masks = lowest(varies, p, SHARES, 0.5)
    assert masks.tolist() == [[[0] * 9 + [255], [1] * 7 + [255] * 3]]
    assert mean_of(varies, masks, 1) == 3.0 and mean_of(varies, masks, 7) is None


def test_confidence_does_not_count_and_the_classes_are_apart() -> None:
    """The surest landslide varies most; all landslides vary more than any background."""
    p = np.array([[[0.99, 0.51, 0.52, 0.01, 0.49, 0.48]]], np.float32)
    varies = np.array([[[0.9, 0.5, 0.6, 0.1, 0.0, 0.2]]], np.float32)
    assert lowest(varies, p, (2 / 3, 2 / 3), 0.5).tolist() == [[[255, 1, 1, 0, 0, 255]]]


def test_shares_are_of_the_whole_target_not_of_each_patch() -> None:
    p = np.full((2, 1, 10), 0.9, np.float32)
    p[:, :, 5:] = 0.1
    varies = np.stack([np.full((1, 10), 0.1), np.full((1, 10), 0.2)]).astype(np.float32)
    masks = lowest(varies, p, SHARES, 0.5)
    assert (masks[0] != 255).all()
    assert (masks[1] == 0).sum() == 4 and (masks[1] == 1).sum() == 2


def test_what_was_not_observed_in_a_pass_is_ignored() -> None:
    p = np.array([[[0.9, 0.9, NAN, 0.1]]], np.float32)
    varies = np.array([[[NAN, 0.3, 0.1, 0.2]]], np.float32)
    assert lowest(varies, p, SHARES, 0.5).tolist() == [[[255, 1, 255, 0]]]

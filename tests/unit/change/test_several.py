"""Several scenes before, against numpy's own median."""

from __future__ import annotations

import numpy as np
import pytest

from l4s_core.change.several import by_half, lower_median


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_the_lower_median_of_what_is_known(count: int) -> None:
    rng = np.random.default_rng(count)
    layers = rng.normal(size=(count, 20, 30)).astype(np.float32)
    layers[rng.random(layers.shape) < 0.3] = np.nan
    found = lower_median(list(layers))
    for row, col in np.ndindex(found.shape):
        known = layers[:, row, col][np.isfinite(layers[:, row, col])]
        if known.size:
            assert found[row, col] == np.percentile(known, 50, method="lower")
        else:
            assert np.isnan(found[row, col])


def test_half_of_those_that_saw_it() -> None:
    yes = [np.array([True, True, False, True]), np.array([False, True, False, True])]
    known = [np.array([True, True, True, False]), np.array([True, True, True, False])]
    assert by_half(yes, known).tolist() == [True, True, False, False]

"""Platt scaling finds the calibration that the labels were drawn with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from l4s_core.scoring.calibration import fit_platt


@settings(max_examples=15, deadline=None)
@given(st.floats(0.4, 2.0), st.floats(-1.5, 1.5), st.integers(0, 99))
def test_it_finds_what_the_labels_were_drawn_with(a: float, b: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.02, 0.98, 40_000)
    found = fit_platt(p.astype(np.float32), rng.random(p.size) < expit(a * logit(p) + b))
    assert found == pytest.approx((a, b), abs=0.12)


def test_no_other_numbers_fit_better_and_unobserved_pixels_do_not_count() -> None:
    rng = np.random.default_rng(0)
    p = rng.uniform(0.01, 0.99, 5000)
    y = rng.random(5000) < p**2
    a, b = fit_platt(p, y)

    def loss(a: float, b: float) -> float:
        z = a * logit(p) + b
        return float(np.mean(np.logaddexp(0, z) - y * z))

    best = loss(a, b)
    assert all(best <= loss(a + da, b + db) for da in (-0.01, 0, 0.01) for db in (-0.01, 0, 0.01))
    assert best < loss(1, 0)
    holed = np.concatenate([p, np.full(10, np.nan)])
    assert fit_platt(holed, np.concatenate([y, np.ones(10, bool)])) == pytest.approx((a, b), abs=1e-6)
    with pytest.raises(ValueError, match="both classes"):
        fit_platt(p, np.zeros(5000, bool))

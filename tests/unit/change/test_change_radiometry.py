"""Relative normalisation of two dates, against lines that are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from l4s_core.change.radiometry import LEAST_PIXELS, fit_radiometry

Samples = npt.NDArray[np.float64]
BANDS = ("B2", "B3", "B4", "B8")
GAIN = np.array([[0.9], [1.1], [1.2], [0.8]])
OFFSET = np.array([[150.0], [-40.0], [60.0], [300.0]])


def land(seed: int, count: int = 20_000) -> Samples:
    """Forest, fields, soil and rock in B2, B3, B4, B8, reflectance x 10000."""
    rng = np.random.default_rng(seed)
    spectra = np.array(
        [[250, 450, 300, 3200], [400, 700, 500, 2800], [900, 1200, 1500, 2300], [1500, 1700, 1900, 2300]]
    )
    kind = rng.choice(4, count, p=[0.5, 0.2, 0.2, 0.1])
    brightness = rng.normal(1, 0.15, count)
    return (spectra[kind].T * brightness + rng.normal(0, 20, (4, count))).astype(np.float64)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("changed", [0.0, 0.1, 0.3])
def test_the_lines_are_found_beside_what_changed(seed: int, changed: float) -> None:
    rng = np.random.default_rng(seed)
    before = land(seed)
    after = GAIN * before + OFFSET + rng.normal(0, 20, before.shape)
    slides = rng.random(before.shape[1]) < changed
    after[:, slides] = np.array([[1100], [1400], [1700], [2200]]) + rng.normal(0, 150, (4, int(slides.sum())))
    found = fit_radiometry(BANDS, before, after)
    assert found.how == "invariant pixels"
    assert found.gain == pytest.approx(GAIN[:, 0], rel=0.05)
    assert np.abs(found.apply(before.astype(np.float32)) - (GAIN * before + OFFSET)).mean(axis=1) == pytest.approx(
        np.zeros(4), abs=40
    )


def test_an_offset_that_was_not_taken_off_does_not_matter() -> None:
    before = land(7)
    found = fit_radiometry(BANDS, before + 1000, before)
    assert found.offset == pytest.approx([-1000] * 4, abs=30)
    assert found.residual == pytest.approx([0] * 4, abs=10)


def test_dates_that_have_nothing_in_common_are_matched_by_median_and_spread_and_say_so() -> None:
    before = land(1)
    after = land(2) * 0.7
    found = fit_radiometry(BANDS, before, after)
    assert found.how == "median and spread"
    assert np.median(found.apply(before.astype(np.float32)), axis=1) == pytest.approx(
        np.median(after, axis=1), rel=0.02
    )


def test_a_few_pixels_change_nothing() -> None:
    before = land(3, LEAST_PIXELS - 1)
    found = fit_radiometry(BANDS, before, before * 2)
    assert found.how == "none"
    assert found.gain == (1.0,) * 4


def test_no_pixels_at_all() -> None:
    nothing = np.empty((4, 0))
    assert fit_radiometry(BANDS, nothing, nothing).pixels == 0

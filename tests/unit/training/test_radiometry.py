"""Changes before the normalisation: units, labels that must stay, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.patches.types import IGNORE
from l4s_core.training.augmentation import radiometry as r
from l4s_core.training.augmentation.radiometry import RadiometryOptions, change_radiometry
from l4s_core.training.augmentation.reference import ReferenceOptions, change_reference

RGB = ("B4", "B3", "B2")
ALL_ON = RadiometryOptions(
    eight_bit=True, path_radiance=(-0.3, 1.2), gain=0.06, illumination=0.5, blur=0.5, cloud=0.5, paste=0.5
)


def sample(seed: int, bands: int = 3, side: int = 48) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    values = rng.uniform(200, 3000, (bands, side, side)).astype(np.float32)
    mask = np.zeros((side, side), np.uint8)
    mask[10:20, 5:15] = 1
    return values, mask


def donor(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, str, bool]:
    return (*sample(int(rng.integers(99)), 4), "L1C", True)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 200), st.sampled_from(["L1C", "L2A", None]))
def test_the_same_seed_gives_the_same_and_nothing_is_written_to(seed: int, level: str | None) -> None:
    values, mask = sample(seed, 4)
    values[:, :6] = np.nan
    before = values.copy(), mask.copy()
    first, again = (
        change_radiometry(values, mask, (*RGB, "slope"), level, ALL_ON, np.random.default_rng(seed), donor=donor)
        for _ in range(2)
    )
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(values, before[0])
    np.testing.assert_array_equal(mask, before[1])
    np.testing.assert_array_equal(first[0][3], values[3], "slope is no reflectance")
    assert np.isnan(first[0][:3, :6]).all()
    assert np.isfinite(first[0][:3, 6:]).all()
    assert set(np.unique(first[1])) <= {0, 1, IGNORE}


def test_nothing_is_done_by_default() -> None:
    assert not RadiometryOptions().active
    values, mask = sample(1)
    out, same = change_radiometry(values, mask, RGB, "L1C", RadiometryOptions(), np.random.default_rng(0))
    np.testing.assert_array_equal(out, values)
    np.testing.assert_array_equal(same, mask)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 100))
def test_air_is_added_to_the_surface_and_bluer_than_red(seed: int) -> None:
    values, mask = sample(seed)
    options = RadiometryOptions(path_radiance=(0.2, 1.0))
    out, same = change_radiometry(values, mask, RGB, "L2A", options, np.random.default_rng(seed))
    added = (out - values).mean(axis=(1, 2))
    assert (np.ptp(out - values, axis=(1, 2)) < 0.01).all(), "the same everywhere in a band"
    assert 0 <= added[0] <= added[1] <= added[2] <= 1.2 * 1.2 * 620
    np.testing.assert_array_equal(same, mask)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 100))
def test_what_is_taken_off_leaves_what_is_brighter_than_the_darkest_positive(seed: int) -> None:
    values, mask = sample(seed)
    dark = np.percentile(values, 1, axis=(1, 2))[:, None, None]
    options = RadiometryOptions(path_radiance=(0.5, 1.2))
    out, _ = change_radiometry(values, mask, RGB, "L1C", options, np.random.default_rng(seed))
    taken = (values - out)[:, :1, :1]
    np.testing.assert_allclose(values - out, np.broadcast_to(taken, values.shape), rtol=1e-3, atol=0.05)
    assert (taken <= 0.98 * dark + 0.05).all()
    assert (out[values >= dark] > 0).all()


def test_bands_that_were_not_measured_follow_their_wavelength() -> None:
    air = r._by_band(r.RAYLEIGH_KNOWN, r.RAYLEIGH_B2, 4, ("B1", "B2", "B3", "B8", "B12", "pre:B2")).ravel()
    assert air[0] > air[1] > air[2] > air[3] > air[4]
    assert air[4] < 2
    assert air[5] == air[1]


def test_a_gain_is_one_number_for_each_band() -> None:
    values, mask = sample(3)
    out, _ = change_radiometry(values, mask, RGB, "L1C", RadiometryOptions(gain=0.1), np.random.default_rng(3))
    ratio = out / values
    assert (np.ptp(ratio, axis=(1, 2)) < 1e-5).all()
    assert len(set(ratio[:, 0, 0].round(6))) == 3


def test_eight_bits_keep_the_step_of_a_picture_and_quantise_others() -> None:
    divisor = np.array([445.17289745, 663.41636217, 824.63171476])[:, None, None]
    pixels = np.random.default_rng(0).integers(0, 256, (3, 20, 20))
    picture = ((pixels + 0.5) * divisor).astype(np.float32)
    spread = r.eight_bit(picture, RGB, np.random.default_rng(1), quantised=True)
    assert ((spread / divisor >= pixels - 1e-3) & (spread / divisor <= pixels + 1 + 1e-3)).all()
    values, _ = sample(2)
    spread = r.eight_bit(values, RGB, np.random.default_rng(1), quantised=False)
    step = (values / divisor).max() / 255
    assert (np.abs(spread - values) / divisor <= step * 1.01).all()


def test_blur_keeps_the_mean_of_a_whole_patch_and_ignores_what_is_not_there() -> None:
    values, _ = sample(5)
    assert r.blur(values, 0.6).mean() == pytest.approx(values.mean(), rel=1e-3)
    holed = values.copy()
    holed[:, 20:25, 20:25] = np.nan
    constant = np.where(np.isnan(holed), np.nan, 500).astype(np.float32)
    np.testing.assert_allclose(r.blur(constant, 0.8), constant, rtol=1e-5)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 60))
def test_a_cloud_hides_landslides_and_leaves_what_it_does_not_touch(seed: int) -> None:
    values, mask = sample(seed)
    mask[30:, 30:] = IGNORE
    out, label = r.cloud(values, mask, 1000.0, np.random.default_rng(seed))
    clear = np.isclose(out, values).all(axis=0)
    np.testing.assert_array_equal(label[clear], mask[clear])
    assert (label[mask == IGNORE] == IGNORE).all()
    assert not ((label == 1) & (mask != 1)).any()


def test_pasted_landslides_have_the_brightness_of_the_ground_and_its_label() -> None:
    values, mask = sample(7)
    other, other_mask = sample(8)
    out, label = r.paste(values * 3, mask, other, other_mask, np.random.default_rng(0))
    new = (label == 1) & (mask == 0)
    assert new.any()
    np.testing.assert_array_equal(out[:, label == 0], (values * 3)[:, label == 0])
    assert np.median(out[:, new]) == pytest.approx(np.median(values * 3), rel=0.3)
    same, _ = r.paste(values, mask, other, np.zeros_like(mask), np.random.default_rng(0))
    np.testing.assert_array_equal(same, values)


def test_a_patch_with_hardly_any_data_is_not_trained_on() -> None:
    values, mask = sample(9)
    values[:, 5:] = np.nan
    _, label = change_radiometry(values, mask, RGB, "L1C", ALL_ON, np.random.default_rng(0))
    assert (label == IGNORE).all()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 100))
def test_the_reference_moves_all_bands_alike_and_holes_are_ignored(seed: int) -> None:
    image = np.random.default_rng(seed).uniform(0.5, 2, (3, 32, 32)).astype(np.float32)
    image[:, :3] = 1.0
    mask = np.zeros((32, 32), np.uint8)
    moved, same = change_reference(image, mask, ReferenceOptions(reference=0.3), np.random.default_rng(seed), 1.0)
    factor = moved[:, 3:] / image[:, 3:]
    assert np.ptp(factor) < 1e-5
    assert (moved[:, :3] == 1).all()
    np.testing.assert_array_equal(same, mask)
    options = ReferenceOptions(reference=0.3, noise=0.01, texture=1, holes=1)
    first, label = change_reference(image, mask, options, np.random.default_rng(seed), 1.0)
    again, _ = change_reference(image, mask, options, np.random.default_rng(seed), 1.0)
    np.testing.assert_array_equal(first, again)
    assert (first[:, label == IGNORE] == 1).all()
    assert np.isfinite(first).all()

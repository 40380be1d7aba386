"""The shift between two dates, found again in pictures that were moved by a known one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import ndimage

from l4s_core.change.coregister import Coregistration, coregister
from l4s_core.change.shift import block_shift
from l4s_core.rasters.roi import ROI

Layer = npt.NDArray[np.float32]
SHAPE = (300, 420)


def ground(seed: int, shape: tuple[int, int] = SHAPE) -> Layer:
    """Fields, valleys and single trees: reflectance x 10000 with detail at every scale."""
    rng = np.random.default_rng(seed)
    layers = [ndimage.gaussian_filter(rng.normal(size=shape), scale) * scale for scale in (1.0, 3.0, 10.0, 30.0)]
    return (1500 + 400 * sum(layers)).astype(np.float32)


def moved(picture: Layer, rows: float, cols: float) -> Layer:
    return ndimage.shift(picture, (rows, cols), order=3, mode="reflect").astype(np.float32)


def other_season(picture: Layer, seed: int) -> Layer:
    """Bright becomes dark, less of it, and noise of a fifth of the contrast."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 0.2 * 0.6 * float(picture.std()), picture.shape)
    return (2600 - 0.6 * picture + noise).astype(np.float32)


def clouded(picture: Layer, seed: int, share: float) -> Layer:
    rough = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=picture.shape), 12.0)
    return np.where(rough > np.quantile(rough, 1 - share), np.nan, picture).astype(np.float32)


def measured(after: Layer, before: Layer, **more: float) -> Coregistration:
    def reader(rows: float, cols: float) -> object:
        hidden = np.isnan(before)
        # order 1, as the warper does it; what a masked pixel would reach is masked
        there = moved_back(np.where(hidden, 0, before), rows, cols)
        lost = moved_back(hidden.astype(np.float32), rows, cols) > 0
        there[lost] = np.nan
        return lambda roi: there[roi]

    def moved_back(picture: Layer, rows: float, cols: float) -> Layer:
        return ndimage.shift(picture, (-rows, -cols), order=1, mode="nearest").astype(np.float32)

    def read(roi: ROI) -> Layer:
        return after[roi]

    return coregister(read, reader, after.shape, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(6))
def test_a_known_shift_is_found_to_a_tenth_of_a_pixel_under_noise_season_and_clouds(seed: int) -> None:
    rows, cols = np.random.default_rng(seed).uniform(-4, 4, 2)
    after = ground(seed)
    before = clouded(other_season(moved(after, rows, cols), seed), seed + 100, 0.15)
    found = measured(clouded(after, seed + 200, 0.1), before)
    assert found.known
    assert found.rows == pytest.approx(rows, abs=0.1)
    assert found.cols == pytest.approx(cols, abs=0.1)
    assert found.spread_px < 0.2


def test_nothing_moved_is_nothing_to_correct() -> None:
    found = measured(ground(1), other_season(ground(1), 1))
    assert found.known
    assert found.size_px < 0.05


def test_a_shift_of_many_pixels_is_found_over_the_same_ground() -> None:
    after = ground(2)
    found = measured(after, moved(after, 17.3, -9.6))
    assert (found.rows, found.cols) == pytest.approx((17.3, -9.6), abs=0.1)


def test_blocks_under_clouds_are_left_out() -> None:
    after = ground(3)
    hidden = after.copy()
    hidden[:, :250] = np.nan
    found, whole = measured(after, hidden), measured(after, after)
    assert 0 < found.tried < whole.tried
    assert found.size_px < 0.05


def test_two_places_have_no_shift() -> None:
    assert not measured(ground(4), ground(5)).known


def test_a_scene_smaller_than_a_block_has_no_known_shift() -> None:
    small = ground(6, (40, 300))
    assert not measured(small, small).known


@pytest.mark.parametrize("picture", [np.full((64, 64), np.nan, np.float32), np.full((64, 64), 7, np.float32)])
def test_a_block_that_shows_nothing_says_nothing(picture: Layer) -> None:
    assert block_shift(picture, ground(7)[:64, :64], 8) is None


def test_edges_of_a_mask_that_both_share_do_not_hold_the_pictures_in_place() -> None:
    after = ground(8, (128, 128))
    before = moved(after, 2.4, -1.7)
    hole = ndimage.gaussian_filter(np.random.default_rng(8).normal(size=after.shape), 6.0)
    for picture in (after, before):
        picture[hole > np.quantile(hole, 0.85)] = np.nan
    found = block_shift(after, before, 16)
    assert found is not None
    assert (found.rows, found.cols) == pytest.approx((2.4, -1.7), abs=0.15)

"""Fills that nothing declares: found whatever the number, and never taken where real pixels hold it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.values.fill import fill_decision, find_fills
from l4s_core.values.sample import Sample, sample_band
from products import write_tif

FILLS = [-999, -9999, -32768, 1, 65535, 1e20, -1e20, float(np.finfo(np.float32).min), 999999, -3.4e38, math.inf]


def ground(seed: int, low: float = 1050, names: tuple[str, ...] = ("B2", "B4", "B8")) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {name: np.round(low + rng.gamma(2.0, 300 + 200 * i, (80, 90))) for i, name in enumerate(names)}


def sampled(bands: dict[str, np.ndarray]) -> dict[str, Sample]:
    return {name: Sample((band.astype(np.float32),), band.shape, False) for name, band in bands.items()}


@settings(max_examples=60, deadline=None)
@given(
    fill=st.sampled_from(FILLS), seed=st.integers(0, 99), rows=st.integers(4, 60), cols=st.integers(4, 60),
    names=st.sampled_from([("B4",), ("B2", "B4"), ("B2", "B3", "B4", "B8")]),
    scale=st.sampled_from([1.0, 1e-4, 6.5535]),
)  # fmt: skip
def test_any_fill_of_a_corner_is_found(
    fill: float, seed: int, rows: int, cols: int, names: tuple[str, ...], scale: float
) -> None:
    bands = {name: (band * scale).astype(np.float32) for name, band in ground(seed, names=names).items()}
    if fill == 65535 and scale > 1:
        bands = {name: np.minimum(band, 30000) for name, band in bands.items()}
    if fill == 1 and (scale < 1 or len(names) == 1):
        fill = -9999
    for band in bands.values():
        band[:rows, :cols] = fill
    found = find_fills(sampled(bands))
    assert found == {name: (float(np.float32(fill)),) for name in names}
    clear = {name: sample.without(found[name]) for name, sample in sampled(bands).items()}
    assert not any(np.isfinite(sample.pieces[0][:rows, :cols]).any() for sample in clear.values())
    assert all(np.isfinite(sample.pieces[0]).sum() == 7200 - rows * cols for sample in clear.values())


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 99), low=st.floats(20, 1500), noise=st.integers(0, 3))
def test_ground_alone_holds_none(seed: int, low: float, noise: int) -> None:
    bands = ground(seed, low)
    for band in bands.values():
        band.flat[:noise] = -9999  # single dead pixels cover no ground
    assert find_fills(sampled(bands)) == {}


def smooth(seed: int, shape: tuple[int, int] = (200, 220)) -> np.ndarray:
    """A field with soft transitions, 0 to 1."""
    from scipy import ndimage

    field = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=shape), 9)
    return (field - field.min()) / np.ptp(field)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("top", [65535, 10000])
def test_clouds_cut_off_at_the_largest_value_are_no_fill(seed: int, top: int) -> None:
    bands = {f"B{i}": np.clip((smooth(seed) * 2.2 - 0.4 + 0.02 * i) * top, 0.02 * top, top).round() for i in (2, 3, 4)}
    assert all((band == top).sum() > 100 for band in bands.values())
    assert find_fills(sampled(bands)) == {}


@pytest.mark.parametrize("seed", range(6))
def test_water_cut_off_at_the_smallest_value_is_no_fill(seed: int) -> None:
    bands = {f"B{i}": np.clip((smooth(seed) - 0.35) * 5000, 1, None).round() for i in (8, 11, 12)}
    assert all((band == 1).sum() > 100 for band in bands.values())
    assert find_fills(sampled(bands)) == {}


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 99), low=st.floats(150, 600), fill=st.sampled_from([1, 2, 3]))
def test_a_fill_right_below_dark_ground(seed: int, low: float, fill: int) -> None:
    """Nothing but a fill has one value in all bands at the same pixels, however near the ground it lies."""
    bands = ground(seed, low)
    for band in bands.values():
        band[50:, 60:] = fill
    assert find_fills(sampled(bands)) == dict.fromkeys(bands, (float(fill),))
    bands["B4"][50:, 60:] = fill + 1
    assert not set(find_fills(sampled(bands)).get("B4", ())) & {float(fill), 0.0}


def test_a_patch_of_one_colour_is_no_fill() -> None:
    """A slide or a roof that is painted evenly has another value in each band."""
    bands = ground(7, 300)
    for band, colour in zip(bands.values(), (9000, 9500, 12000), strict=True):
        band[10:30, 10:30] = colour
    assert find_fills(sampled(bands)) == {}


def test_a_drawing_of_a_few_values_is_left_alone() -> None:
    band = np.full((60, 60), 3000.0)
    band[10:20, 10:20] = 800
    assert find_fills(sampled({"B4": band, "B8": band})) == {}


def test_one_fill_after_another_and_bands_that_declare_it() -> None:
    bands = ground(3)
    for band in bands.values():
        band[:9, :40] = -9999
        band[40:, :5] = -32768
    bands["B4"][(bands["B4"] < 0)] = np.nan
    found = find_fills(sampled(bands))
    assert {name: set(values) for name, values in found.items()} == {name: {-9999.0, -32768.0} for name in ("B2", "B8")}
    decision = fill_decision(found)
    assert decision is not None and decision.value == "-32768, -9999 taken for no data"
    assert fill_decision({}) is None


def test_resampling_at_the_edge_of_a_fill_does_not_hide_it() -> None:
    bands = ground(4)
    for band in bands.values():
        band[:30, :50] = -9999
        share = np.random.default_rng(1).random(50)
        band[30, :50] = (share * -9999 + (1 - share) * band[30, :50]).round()
    assert {v for values in find_fills(sampled(bands)).values() for v in values} == {-9999.0}


def test_real_scenes_have_none(shared_data: Path) -> None:
    for folder in ("puthumala_2019", "wayanad_2024_cloudy", "background_dolomites_west", "hokkaido_2018/post"):
        files = sorted((shared_data / "scenes" / folder).glob("B*.tif"))
        samples = {path.stem: sample_band(str(path), 1, (0.0,), path.stem) for path in files}
        assert samples and find_fills(samples) == {}, folder


def test_masked_pixels_are_not_looked_at(tmp_path: Path) -> None:
    data = ground(5)["B4"].astype(np.uint16)
    data[:20] = 1
    path = write_tif(tmp_path / "B4.tif", data)
    with rasterio.open(path, "r+") as src:
        src.write_mask(data != 1)
    sample = sample_band(str(path), 1, (), "band B4")
    assert np.isnan(sample.pieces[0][:20]).all() and np.isfinite(sample.pieces[0][20:]).all()
    assert sample.shape == (80, 90) and not sample.is_float

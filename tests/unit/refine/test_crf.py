"""The conditional random field against sums over all pairs, and a scene in windows against the scene at once."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from inventory_kit import write_pair
from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.rasters.write import PROBABILITY_NODATA, decode_probability
from l4s_core.refine.bands import band_names, log_features
from l4s_core.refine.crf import LEAST, Kernels, mean_field
from l4s_core.refine.raster import refine_raster

EVERYWHERE = 40.0
"""Standard deviation in pixels: three of them are more than any small image, so that the sums are over all pairs."""
NARROW = Kernels(near_px=1.5, smooth_px=1.0, smooth_weight=0.3, alike=0.1, rounds=3)


def brute_force(p, features, known, active, threshold, kernels, cut=False):
    """Equation 3 and algorithm 1 of the paper with every pair as one entry of a matrix and both labels written out.

    ``cut``: no pairs beyond three standard deviations of position.
    """
    rows, cols = p.shape
    place = np.stack(np.mgrid[:rows, :cols], -1).reshape(-1, 2).astype(float)
    apart = ((place[:, None] - place[None]) ** 2).sum(-1)
    flat = features.reshape(len(features), -1).T.astype(float)
    unlike = ((flat[:, None] - flat[None]) ** 2).mean(-1)
    there = known.ravel() > 0
    pair = np.outer(there, there)
    graphs = []
    for weight, width, looks in (
        (kernels.weight, kernels.near_px, unlike / (2 * kernels.alike**2)),
        (kernels.smooth_weight, kernels.smooth_px, 0),
    ):
        k = np.exp(-apart / (2 * width**2) - looks) * pair
        if cut:
            k[apart > np.ceil(3 * width) ** 2] = 0
        norm = np.maximum(k.sum(1), 1e-30)
        k /= np.sqrt(np.outer(norm, norm))
        np.fill_diagonal(k, 0)
        graphs.append((weight, k))
    start = np.clip(p.ravel().astype(float), LEAST, 1 - LEAST)
    odds = start / (1 - start) * (1 - threshold) / threshold
    unary = -np.log(np.stack([1 / (1 + odds), odds / (1 + odds)]))  # energies of not landslide, landslide
    q = np.exp(-unary)
    moves = there & (active.ravel() > 0)
    for _ in range(kernels.rounds):
        message = sum(weight * q[::-1] @ k for weight, k in graphs)  # Potts: the energy of a label is what others say
        new = np.exp(-unary - message)
        q = np.where(moves, new / new.sum(0), q)
    odds = q[1] / q[0] * threshold / (1 - threshold)
    return np.where(moves, odds / (1 + odds), p.ravel()).reshape(p.shape)


def case(seed, shape=(19, 23), features=3):
    rng = np.random.default_rng(seed)
    p = rng.random(shape).astype(np.float32) ** 3
    f = ndimage.gaussian_filter(rng.normal(0, 1, (features, *shape)), (0, 2, 2)).astype(np.float32)
    known = (rng.random(shape) > 0.1).astype(np.float32)
    active = (rng.random(shape) > 0.2).astype(np.float32)
    return p, f, known, active


@pytest.mark.parametrize("threshold", [0.5, 0.3214])
@pytest.mark.parametrize("features", [1, 4])
def test_where_the_kernels_cover_the_image_it_is_the_sum_over_all_pairs(threshold, features):
    kernels = Kernels(near_px=EVERYWHERE, alike=0.2, weight=2.5, smooth_px=EVERYWHERE, smooth_weight=0.7, rounds=5)
    given = case(3, features=features)
    made = mean_field(*given, threshold, kernels)
    wanted = brute_force(*given, threshold, kernels)
    np.testing.assert_allclose(made, wanted, atol=1e-5)
    assert np.abs(made - given[0]).max() > 0.1, "messages that change nothing would say nothing"
    assert made.dtype == np.float32


@pytest.mark.parametrize("which", ["both", "appearance", "smoothness"])
def test_narrow_kernels_end_at_three_deviations(which):
    kernels = dataclasses.replace(
        NARROW, **{"appearance": {"smooth_weight": 0.0}, "smoothness": {"weight": 0.0}}.get(which, {})
    )
    given = case(4)
    made = mean_field(*given, 0.4, kernels)
    np.testing.assert_allclose(made, brute_force(*given, 0.4, kernels, cut=True), atol=1e-5)
    np.testing.assert_allclose(made, brute_force(*given, 0.4, kernels), atol=0.01, err_msg="what is cut off is little")
    kept = (given[2] * given[3]) == 0
    assert np.array_equal(made[kept], given[0][kept])


def test_pytorch_computes_the_same():
    torch = pytest.importorskip("torch")
    from l4s_core.refine.raster import on_torch

    p, f, known, active = case(5)
    made = on_torch(p, f, known > 0, active > 0, 0.4, NARROW, torch.device("cpu"))
    np.testing.assert_allclose(made, mean_field(p, f, known, active, 0.4, NARROW), atol=1e-5)


@pytest.mark.parametrize("keep", [0, 2**40])
def test_kernels_that_are_kept_are_those_that_are_made_again(monkeypatch, keep):
    import l4s_core.refine.crf as module

    given = case(6)
    wanted = mean_field(*given, 0.4, NARROW)
    monkeypatch.setattr(module, "_KEPT_BYTES", keep)
    assert np.array_equal(mean_field(*given, 0.4, NARROW), wanted)


def test_a_doubtful_pixel_goes_with_those_that_look_like_it():
    """Bare ground and forest; the model is unsure of one pixel in each, and of a clearing that looks like the slide."""
    bands = np.full((3, 15, 30), 500, np.float32)
    bands[:, :, 15:] = 1500
    p = np.full((15, 30), 0.05, np.float32)
    p[:, 15:] = 0.9
    p[7, 4] = p[7, 25] = 0.5
    one = np.ones_like(p)
    made = mean_field(p, log_features(bands), one, one, 0.5, Kernels())
    assert made[7, 4] < 0.3 and made[7, 25] > 0.7
    assert np.allclose(made[:, :15] < 0.5, True) and (made[:, 15:] > 0.5).all(), "the edge of what is alike stays"
    brighter = mean_field(p, log_features(bands * 3), one, one, 0.5, Kernels())
    assert np.allclose(brighter > 0.5, made > 0.5), "in another light it is the same"


# --- a scene


def scene(folder: Path, shape=(150, 170)):
    """Files of a probability and of what was observed, and the bands as a function."""
    rng = np.random.default_rng(8)
    bumps = ndimage.gaussian_filter(rng.random(shape), 5)
    p = np.clip((bumps - np.quantile(bumps, 0.85)) * 40, 0, 1) * rng.random(shape)
    bands = (800 + 8000 * ndimage.gaussian_filter(rng.normal(0, 1, (3, *shape)), (0, 3, 3))).astype(np.float32)
    bands[:, 60:64, 60:70] = np.nan
    why = np.where(rng.random(shape) < 0.03, 2, 0)
    files = write_pair(folder, p, why)
    return files, lambda roi: bands[:, roi[0], roi[1]]


def stored(path: Path):
    import rasterio

    with rasterio.open(path) as source:
        return source.read(1), source.tags()


@pytest.mark.parametrize("window", [16, 37, 50, 100, 170])
def test_a_scene_is_the_same_wherever_its_windows_lie(tmp_path, window):
    (probability, observed), read = scene(tmp_path)
    kernels = dataclasses.replace(NARROW, rounds=2)
    changed = refine_raster(
        probability, observed, read, tmp_path / "made.tif", 0.3, Silent(), kernels=kernels, window_px=window
    )
    made, _ = stored(tmp_path / "made.tif")
    given, _ = stored(probability)
    p = decode_probability(given)
    bands = read((slice(None), slice(None)))
    known = np.isfinite(p) & np.isfinite(bands).all(axis=0)
    near = ndimage.maximum_filter(np.nan_to_num(p) >= 0.15, 2 * kernels.reach_px + 1, mode="constant")
    wanted = mean_field(
        np.nan_to_num(p), log_features(np.nan_to_num(bands)), known.astype(np.float32), near.astype(np.float32), 0.3,
        kernels,
    )  # fmt: skip
    takes_part = known & near
    assert 0.05 < takes_part.mean() < 0.95
    assert np.array_equal(made[takes_part], np.floor(wanted * 10_000 + 0.5).astype(np.uint16)[takes_part])
    assert np.array_equal(made[~takes_part], given[~takes_part]), "what takes no part is as the model has it"
    assert changed == ((made >= 3000) != (given >= 3000)).sum() > 50
    assert np.array_equal(made == PROBABILITY_NODATA, given == PROBABILITY_NODATA)


def test_a_stop_is_heard_and_leaves_no_file(tmp_path):
    files, read = scene(tmp_path)
    progress = Silent()
    progress.cancel()
    with pytest.raises(Cancelled):
        refine_raster(*files, read, tmp_path / "made.tif", 0.3, progress, window_px=64)
    assert not (tmp_path / "made.tif").exists()


def test_bands_are_those_that_are_there():
    assert band_names(("B8A", "B8", "B2", "B11")) == ("B2", "B8")
    with pytest.raises(InputError, match="leave out --crf"):
        band_names(("B11", "B12"))

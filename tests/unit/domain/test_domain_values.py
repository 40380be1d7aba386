"""What is suspicious about the values of a scene: a real scene is not, and every way of breaking it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import rasterio

from inventory_kit import grid_of
from l4s_core.channels.registry import channel
from l4s_core.domain.samples import EVERY_PX, WINDOW_PX, Samples, sampled
from l4s_core.domain.values import value_doubts

NAMES = ("B2", "B3", "B4", "B8")
Break = Callable[[np.ndarray], np.ndarray]


@pytest.fixture(scope="module")
def real() -> np.ndarray:
    """(B2 B3 B4 B8, pixels) reflectance x 10000 of the example scene but for its clouds, which are bright."""
    folder = Path(__file__).resolve().parents[3] / "examples" / "puthumala"
    bands = []
    for name in NAMES:
        with rasterio.open(folder / f"B{name[1:].zfill(2)}.tif") as src:
            bands.append(src.read(1).astype(np.float32))
    values = np.stack(bands).reshape(len(NAMES), -1)
    return values[:, values[0] < 1000]


def ids(values: np.ndarray, names: tuple[str, ...] = NAMES) -> set[str]:
    return {doubt.id for doubt in value_doubts(Samples(names, values.astype(np.float32)))}


def eight_bit(values: np.ndarray) -> np.ndarray:
    low, high = np.percentile(values, [2, 98], axis=1, keepdims=True)
    return np.round(np.clip((values - low) / (high - low), 0, 1) * 255)


def swapped(one: int, other: int) -> Break:
    order = list(range(len(NAMES)))
    order[one], order[other] = other, one
    return lambda values: values[order]


def first(*order: int) -> Break:
    return lambda values: values[list(order)]


def test_a_real_scene_is_not_suspicious(real: np.ndarray) -> None:
    assert ids(real) == set()
    assert ids(real[:3], NAMES[:3]) == set()


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (lambda v: v / 10, "too-dark"),
        (lambda v: v / 10000, "too-dark"),
        (lambda v: v * 6.5535, "too-bright"),
        (lambda v: v * 10, "too-bright"),
        (lambda v: v + 1000, "no-dark-ground"),
        (lambda v: v - 1000, "negative"),
        (eight_bit, "clipped"),
        (lambda v: eight_bit(v) * 10000 / 255, "coarse-values"),
        (swapped(0, 2), "band-order"),
        (swapped(2, 3), "band-order"),
        (lambda v: np.repeat(v[:1], 4, axis=0), "equal-bands"),
        (lambda v: np.where(np.arange(4)[:, None] == 2, 1000, v), "constant-band"),
    ],
)
def test_what_was_broken_is(real: np.ndarray, broken: Break, kind: str) -> None:
    assert kind in ids(broken(real))


def test_near_infrared_among_three_visible_bands(real: np.ndarray) -> None:
    assert ids(first(1, 2, 3)(real), NAMES[:3]) == {"band-order"}


def test_every_sentence_says_what_and_what_to_do(real: np.ndarray) -> None:
    broken = [real / 10, real * 10, real + 1000, real - 1000, eight_bit(real), real[[2, 1, 0, 3]], real[[0, 0, 0, 0]]]
    texts = [doubt.text for values in broken for doubt in value_doubts(Samples(NAMES, values.astype(np.float32)))]
    assert all(text.endswith(".") and any(word in text for word in (";", ":")) for text in texts)
    assert len(texts) >= len(broken)


def test_of_a_handful_of_pixels_nothing_is_said(real: np.ndarray) -> None:
    assert ids(real[:, :500] / 10) == set()


def test_a_scene_ten_times_brighter_than_the_one_before(real: np.ndarray) -> None:
    names = (*NAMES, *(f"pre:{name}" for name in NAMES))
    assert ids(np.concatenate([real, real]), names) == set()
    assert "unlike-before" in ids(np.concatenate([real, real / 10]), names)


def test_patches_of_every_region_are_not_suspicious(shared_data: Path) -> None:
    files = sorted((shared_data / "l4s").glob("*/img/*.h5"))
    names = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"]
    divisors = np.array([channel(name).l4s_divisor for name in names])
    said = {}
    for file in files:
        with h5py.File(file) as data:
            values = np.round(data["img"][:, :, :8] * divisors, 2)
        found = ids(values.reshape(-1, 8).T, tuple(names))
        if found:
            said[file.name] = found
    assert len(files) == 52
    assert said == {}


def test_pieces_of_a_large_scene_stand_for_all_of_it() -> None:
    grid = grid_of((3000, 2000))
    seen = np.zeros((3000, 2000), bool)

    def read(roi: tuple[slice, slice]) -> tuple[np.ndarray, np.ndarray]:
        seen[roi] = True
        return np.ones((1, *seen[roi].shape), np.float32), np.ones(seen[roi].shape, bool)

    samples = sampled(("B2",), grid, read)
    assert seen.sum() == 64 * WINDOW_PX**2
    assert samples.counts == (WINDOW_PX**2 // EVERY_PX**2,) * 64
    assert seen[0, 0] and seen[-1, -1]
    assert seen[:1000].any() and seen[1000:2000].any() and seen[2000:].any()


def test_a_small_scene_is_cut_into_windows_without_a_rest() -> None:
    values = np.random.default_rng(4).random((1, 300, 500), np.float32)
    land = np.random.default_rng(5).random((300, 500)) < 0.7
    samples = sampled(("B2",), grid_of((300, 500)), lambda roi: (values[(slice(None), *roi)], land[roi]))
    assert len(samples.counts) == 2 * 4
    assert sum(samples.counts) == samples.values.shape[1] == land.sum()
    parts = [part.values[0] for part in samples.windows()]
    assert sorted(parts[0]) == sorted(values[0, :150, :125][land[:150, :125]])
    bright = samples.only(samples.values[0] > 0.5)
    assert [part.values[0].tolist() for part in bright.windows()] == [part[part > 0.5].tolist() for part in parts]

"""The processing level that the values of a scene speak for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.clouds.spectral import rayleigh, transmittance
from l4s_core.scene.level import LOOKED_AT, level_from_values

FOREST = {"B2": 0.025, "B3": 0.045, "B4": 0.022, "B8": 0.30}
SOIL = {"B2": 0.09, "B3": 0.13, "B4": 0.18, "B8": 0.26}


def ground(
    rng: np.random.Generator, names: tuple[str, ...], forest: float, brightness: float = 1.0
) -> dict[str, np.ndarray]:
    """4000 pixels of forest and soil in sun and shade, reflectance at the surface."""
    of_forest = rng.random(4000) < forest
    shade = rng.uniform(0.5, 1.2, 4000) * brightness
    bands = {
        name: np.where(of_forest, FOREST[name], SOIL[name]) * shade * rng.normal(1, 0.05, 4000)
        for name in names
        if name != "B9"
    }
    if "B9" in names:
        bands["B9"] = bands["B8"] * rng.normal(1.0, 0.02, 4000)
    return {name: values.astype(np.float32) for name, values in bands.items()}


def through_the_air(bands: dict[str, np.ndarray], zenith: float, vapour: float) -> dict[str, np.ndarray]:
    """What a sensor above the atmosphere sees of it; ``vapour`` is what B9 keeps."""
    seen = {n: v * np.float32(transmittance(n, zenith)) + np.float32(rayleigh(n, zenith)) for n, v in bands.items()}
    if "B9" in seen:
        seen["B9"] = seen["B9"] * np.float32(vapour)
    return seen


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    names=st.sampled_from([("B2", "B3", "B4"), ("B2", "B3", "B4", "B8"), LOOKED_AT]),
    forest=st.floats(0.1, 1.0),
    zenith=st.floats(15.0, 65.0),
    vapour=st.floats(0.25, 0.8),
    missing=st.floats(0.0, 0.5),
)
def test_the_same_ground_with_and_without_air(
    seed: int, names: tuple[str, ...], forest: float, zenith: float, vapour: float, missing: float
) -> None:
    rng = np.random.default_rng(seed)
    corrected = ground(rng, names, forest)
    for bands, level in ((corrected, "L2A"), (through_the_air(corrected, zenith, vapour), "L1C")):
        bands["B4"] = np.where(rng.random(4000) < missing, np.nan, bands["B4"])
        found = level_from_values(bands)
        assert (found.value, found.confidence) in {(level, "sure"), (level, "likely")}, found.sentence


def test_signs_of_both_levels_are_not_known() -> None:
    rng = np.random.default_rng(1)
    bands = ground(rng, LOOKED_AT, 0.5)
    bands["B9"] = bands["B9"] * 0.4  # as at the top of the atmosphere, under a blue that is not
    found = level_from_values(bands)
    assert (found.value, found.confidence, found.option) == ("not known", "assumed", "level")
    assert "signs of both" in found.sentence and found.sentence.endswith("say --level if that is not right.")


@pytest.mark.parametrize("names", [("B2", "B3", "B4"), ("B2", "B3", "B4", "B8")])
def test_bright_ground_alone_says_nothing(names: tuple[str, ...]) -> None:
    rng = np.random.default_rng(2)
    assert level_from_values(ground(rng, names, 0.0, brightness=2.5)).value == "not known"
    assert level_from_values({name: np.full(4000, np.nan, np.float32) for name in names}).value == "not known"
    assert level_from_values({"B3": np.ones(50, np.float32)}).value == "not known"


def test_pairs_of_the_same_ground(shared_data: Path) -> None:
    folder = shared_data / "pairs_l1c_l2a" / "barbellino_L1C_L2A"
    order = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12"]
    for day in ("20170703", "20190723"):
        for kind, level in (("1C", "L1C"), ("2A", "L2A")):
            names = order if kind == "1C" else [name for name in order if name != "B10"]
            what = "TOA" if kind == "1C" else "BOA"
            with rasterio.open(folder / f"S2A{kind}_{day}_022_Barbellino_{what}_10.tif") as dataset:
                values = dict(zip(names, dataset.read().astype(np.float32) / 10000, strict=True))
            for some in (LOOKED_AT, ("B2", "B3", "B4", "B8"), ("B2", "B3", "B4")):
                found = level_from_values({name: values[name].ravel() for name in some})
                assert found.value in ({level} if "B9" in some else {level, "not known"}), (day, some, found.sentence)


@pytest.mark.parametrize("when", ["pre", "post"])
def test_three_bands_of_a_real_scene_leave_no_doubt(shared_data: Path, when: str) -> None:
    bands = {}
    for name in ("B2", "B3", "B4"):
        with rasterio.open(shared_data / "scenes" / "hokkaido_2018" / when / f"{name}.tif") as dataset:
            bands[name] = (dataset.read(1)[::5, ::5].ravel() / 10000).astype(np.float32)
    found = level_from_values(bands)
    assert (found.value, found.confidence) == ("L1C", "sure"), found.sentence

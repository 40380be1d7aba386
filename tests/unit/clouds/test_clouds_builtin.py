"""The built-in spectral test on painted and on real scenes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clouds_kit import (
    CLOUD,
    SCAR,
    SHADOW,
    SNOW,
    WATER,
    Bands,
    bare_soil,
    everything,
    ground,
    make_scene,
    paint,
    real_scene,
)
from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.clouds import CloudMask, choose_cloud_mask
from l4s_core.clouds.level import choose_level
from l4s_core.clouds.spectral import rayleigh, transmittance
from l4s_core.stack.optical import OpticalReader


def classes_of(folder: Path, bands: Bands, **facts: object) -> tuple[np.ndarray, CloudMask]:
    scene, optical = make_scene(folder / "scene", bands, **facts)
    mask = choose_cloud_mask(scene, optical, "builtin", folder, Silent())
    return mask.classes(everything(optical.grid)), mask


def above_the_atmosphere(bands: Bands, zenith: float = 40.0) -> Bands:
    """As seen through the air; B10, where nothing of the ground is seen, is left as it is."""
    return {
        n: values * np.float32(transmittance(n, zenith)) + np.float32(rayleigh(n, zenith))
        for n, values in bands.items()
    }


@pytest.mark.parametrize("level", ["L2A", "L1C"])
@pytest.mark.parametrize("names", [("B2", "B3", "B4", "B8", "B11"), ("B2", "B3", "B4", "B8"), ("B2", "B3", "B4")])
def test_a_white_disc_is_cloud_and_a_brown_one_is_not(tmp_path: Path, level: str, names: tuple[str, ...]) -> None:
    bands = ground(200, 200, names)
    cloud = paint(bands, CLOUD, (50, 60), 22)
    scar = paint(bands, SCAR, (140, 140), 30)
    if level == "L1C":
        bands = above_the_atmosphere(bands)
    classes, _ = classes_of(tmp_path, bands, level=level, sun_zenith_deg=40.0)
    assert (classes[cloud] == Reason.CLOUD).all()
    assert (classes[scar] == Reason.OBSERVED).all()
    # the rim: 40 m and what a 20 m pixel adds
    rows, cols = np.nonzero(classes == Reason.CLOUD)
    assert 26 <= np.hypot(rows - 50, cols - 60).max() <= 22 + 4 * 2**0.5 + 4
    assert (classes == Reason.OBSERVED).mean() > 0.8


def test_the_shadow_is_on_the_side_away_from_the_sun(tmp_path: Path) -> None:
    bands = ground(240, 300)
    cloud = paint(bands, CLOUD, (120, 120), 20)
    behind = paint(bands, SHADOW, (75, 75), 18)  # north-west, the sun stands in the south-east
    towards = paint(bands, SHADOW, (170, 170), 18)
    far = paint(bands, SHADOW, (20, 270), 12)
    found, mask = classes_of(tmp_path, bands, level="L2A", sun_azimuth_deg=135.0, sun_zenith_deg=30.0)
    assert "away from the sun at 135 degrees" in mask.name
    assert (found[cloud] == Reason.CLOUD).all()
    assert (found[behind] == Reason.CLOUD_SHADOW).all()
    assert (found[towards] == Reason.OBSERVED).all()
    assert (found[far] == Reason.OBSERVED).all()
    around, mask = classes_of(tmp_path / "unknown", bands, level="L2A")
    assert "a sun of mid-morning" in mask.name  # which stands in the east, so shadows lie in the west
    assert (around[behind] == Reason.CLOUD_SHADOW).all()
    assert (around[towards | far] == Reason.OBSERVED).all()


def test_dark_ground_without_a_cloud_is_observed(tmp_path: Path) -> None:
    bands = ground(120, 120)
    paint(bands, SHADOW, (60, 60), 30)
    assert not classes_of(tmp_path, bands, level="L2A")[0].any()


def test_snow_and_water_have_their_own_reasons(tmp_path: Path) -> None:
    bands = ground(160, 160)
    snow = paint(bands, SNOW, (40, 40), 24)
    water = paint(bands, WATER, (110, 110), 24)
    classes, _ = classes_of(tmp_path, bands, level="L2A")
    core = np.zeros_like(snow)
    core[28:52, 28:52] = True
    assert (classes[snow & core] == Reason.SNOW).all()
    assert not np.isin(classes[snow], (Reason.CLOUD, Reason.CLOUD_SHADOW)).any()
    assert (classes[water] == Reason.WATER).mean() > 0.9


def test_a_bright_roof_is_no_cloud(tmp_path: Path) -> None:
    bands = ground(100, 100)
    for name, band in bands.items():
        band[40:43, 50:54] = CLOUD[name]
    assert not classes_of(tmp_path, bands, level="L2A")[0].any()


def test_cirrus_is_seen_in_b10_only(tmp_path: Path) -> None:
    bands = ground(80, 80)
    thin = np.zeros((80, 80), dtype=np.bool_)
    thin[20:50, 20:50] = True
    bands["B10"] = np.where(thin, 0.02, 0.001).astype(np.float32)
    classes, mask = classes_of(tmp_path, above_the_atmosphere(bands))
    assert "taken for L1C because it has B10" in mask.name
    assert (classes[thin] == Reason.CLOUD).all()
    assert not classes[:10].any()


def test_no_data_is_left_to_the_bands(tmp_path: Path) -> None:
    bands = ground(90, 70)
    cloud = paint(bands, CLOUD, (45, 20), 15)
    for band in bands.values():
        band[:, 35:] = np.nan
    classes, _ = classes_of(tmp_path, bands, level="L2A")
    assert (classes[cloud] == Reason.CLOUD).all()
    assert not classes[:, 45:].any()


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_pixel_does_not_depend_on_the_piece(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("builtin")
    rng = np.random.default_rng(data.draw(st.integers(0, 2**16)))
    rows, cols = data.draw(st.integers(40, 333)), data.draw(st.integers(40, 333))
    bands = ground(rows, cols)
    for what in (CLOUD, CLOUD, SHADOW, SHADOW, SHADOW, SCAR, SNOW, WATER):
        paint(bands, what, (int(rng.integers(rows)), int(rng.integers(cols))), int(rng.integers(4, 30)))
    noise = rng.normal(0, 0.01, (rows, cols)).astype(np.float32)
    bands = {name: np.clip(band + noise, 0.001, None) for name, band in bands.items()}
    sun = data.draw(st.sampled_from([None, 20.0, 135.0, 250.0]))
    scene, optical = make_scene(folder / "scene", bands, level="L2A", sun_azimuth_deg=sun, sun_zenith_deg=35.0)
    mask = choose_cloud_mask(scene, optical, "builtin", folder, Silent())
    full = mask.classes(everything(optical.grid))
    assert full.any()
    for _ in range(8):
        top, left = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, cols - 1))
        roi = (slice(top, data.draw(st.integers(top + 1, rows))), slice(left, data.draw(st.integers(left + 1, cols))))
        assert np.array_equal(mask.classes(roi), full[roi])


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (37, 1), (5, 4)])
def test_scenes_of_a_few_pixels(tmp_path: Path, shape: tuple[int, int]) -> None:
    classes, _ = classes_of(tmp_path, ground(*shape), level="L2A")
    assert classes.shape == shape
    assert not classes.any()


def test_the_level_is_told_from_dark_pixels(tmp_path: Path) -> None:
    bands = ground(120, 120)
    paint(bands, CLOUD, (30, 30), 20)
    paint(bands, SCAR, (80, 80), 25)
    assert choose_level(*make_scene(tmp_path / "a", bands)).level == "L2A"
    assert choose_level(*make_scene(tmp_path / "b", above_the_atmosphere(bands))).level == "L1C"
    assert choose_level(*make_scene(tmp_path / "c", bands, level="L1C")).words == "L1C"


def test_bands_that_the_test_needs(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 20, ("B2", "B3", "B8")))
    with pytest.raises(InputError, match=r"needs B2, B3 and B4 .* has no B4"):
        choose_cloud_mask(scene, optical, "builtin", tmp_path, Silent())


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(60, 60))
    work = tmp_path / "work"
    work.mkdir()
    progress = Silent()
    progress.cancel()
    with pytest.raises(Cancelled):
        choose_cloud_mask(scene, optical, "builtin", work, progress)
    assert not list(work.iterdir())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(60, 60))
    with pytest.raises(InputError, match="temporary cloud mask cannot be written"):
        choose_cloud_mask(scene, optical, "builtin", tmp_path / "missing", Silent())


def clouds_of_a_real_scene(folder: Path, offset: float, work: Path) -> tuple[np.ndarray, OpticalReader]:
    """The classes, once thick clouds are seen, bare ground is, and neither too much nor too little is cloud."""
    scene, optical = real_scene(folder, offset)
    mask = choose_cloud_mask(scene, optical, "builtin", work, Silent())
    assert mask.name.startswith("built-in spectral test (B2, B3, B4, B8, B11; taken for L2A by its values;")
    classes = mask.classes(everything(optical.grid))
    blue, green, red = optical.read(["B2", "B3", "B4"], everything(optical.grid))
    thick = (blue > 2500) & (green > 2500) & (red > 2500)
    assert (classes[thick] == Reason.CLOUD).mean() > 0.97
    assert (classes[bare_soil(optical)] == Reason.OBSERVED).mean() > 0.85
    assert 0.15 < (classes == Reason.CLOUD).mean() < 0.25
    return classes, optical


def test_real_clouds_and_a_real_debris_flow(puthumala: Path, tmp_path: Path) -> None:
    classes, optical = clouds_of_a_real_scene(puthumala, 0.0, tmp_path)
    # the debris flow, all but the part under two small clouds and what they shade
    flow = np.zeros(classes.shape, bool)
    flow[100:150, 164:299] = True
    assert (classes[flow & bare_soil(optical)] == Reason.OBSERVED).all()


def test_thick_real_clouds(shared_data: Path, tmp_path: Path) -> None:
    clouds_of_a_real_scene(shared_data / "scenes" / "wayanad_2024_cloudy", -1000.0, tmp_path)


ROCK = {"B2": 0.28, "B3": 0.32, "B4": 0.38, "B8": 0.45, "B11": 0.50, "B12": 0.42}  # dolomite in the sun
SAND = {"B2": 0.30, "B3": 0.36, "B4": 0.40, "B8": 0.44, "B11": 0.42, "B12": 0.36}
QUARRY = {"B2": 0.42, "B3": 0.46, "B4": 0.50, "B8": 0.54, "B11": 0.56, "B12": 0.50}
MILKY_RIVER = {"B2": 0.14, "B3": 0.17, "B4": 0.14, "B8": 0.06, "B11": 0.01, "B12": 0.01}


@settings(max_examples=25, deadline=None)
@given(
    what=st.sampled_from([ROCK, SAND, QUARRY, MILKY_RIVER]),
    shade=st.floats(0.3, 1.2),
    names=st.sampled_from([("B2", "B3", "B4"), ("B2", "B3", "B4", "B8"), ("B2", "B3", "B4", "B8", "B11", "B12")]),
    level=st.sampled_from([None, "L1C", "L2A"]),
    air=st.booleans(),
)
def test_bright_ground_is_observed_whatever_its_level_is_called(
    tmp_path_factory: pytest.TempPathFactory,
    what: dict[str, float],
    shade: float,
    names: tuple[str, ...],
    level: str | None,
    air: bool,
) -> None:
    folder = tmp_path_factory.mktemp("bright")
    bands = ground(150, 150, names)
    paint(bands, {name: value * shade for name, value in what.items()}, (75, 75), 45)
    if air:
        bands = above_the_atmosphere(bands, 35.0)
        if "B8" not in names:  # over this forest three bands make L1C likely, no more: what is said of it stands
            level = level and "L1C"
    classes, _ = classes_of(folder, bands, level=level, sun_zenith_deg=35.0)
    assert not np.isin(classes, (Reason.CLOUD, Reason.CLOUD_SHADOW)).any()


def test_dry_mountains_shine_through_the_cirrus_band(tmp_path: Path) -> None:
    bands = ground(80, 80)
    thin = np.zeros((80, 80), dtype=np.bool_)
    thin[20:50, 20:50] = True
    bands["B10"] = np.full((80, 80), 0.02, dtype=np.float32)
    bands["B9"] = bands["B8"] * np.float32(0.8)
    assert not classes_of(tmp_path / "dry", above_the_atmosphere(bands))[0].any()
    bands["B10"][thin] = 0.08
    classes, _ = classes_of(tmp_path / "cirrus", above_the_atmosphere(bands))
    assert (classes[thin] == Reason.CLOUD).all()
    assert not classes[:10].any()


@pytest.mark.parametrize("level", [None, "L1C", "L2A"])
def test_rock_scree_and_beach_of_real_scenes(shared_data: Path, tmp_path: Path, level: str | None) -> None:
    for name, offset, most in (("background_dolomites_west", -1000.0, 0.03), ("background_virginia_l1c", 0.0, 0.02)):
        scene, optical = real_scene(shared_data / "scenes" / name, offset, level=level)
        classes = choose_cloud_mask(scene, optical, "builtin", tmp_path, Silent()).classes(everything(optical.grid))
        assert np.isin(classes, (Reason.CLOUD, Reason.CLOUD_SHADOW)).mean() < most, name

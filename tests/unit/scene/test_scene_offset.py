"""Whether 1000 is added to the values, told from real and made scenes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.scene import BandSource, open_scene
from l4s_core.scene.offset import detect_offset, sample_values
from products import write_tif

REAL = [
    ("puthumala_2019", None, 0),
    ("wayanad_2024_cloudy", None, -1000),
    ("hokkaido_2018/post", None, 0),
    ("hokkaido_2018/pre", None, 0),
    ("background_fields/inference-img.tif", "B4,B3,B2,B8,-,-,-,-", 0),
    ("background_fields/inference-img.tif", "-,-,-,-,B4,B3,B2,B8", 0),
]


@pytest.mark.parametrize(("name", "bands", "expected"), REAL)
def test_real_scenes(name: str, bands: str | None, expected: float, shared_data: Path) -> None:
    scene = open_scene(shared_data / "scenes" / name, bands=bands)
    assert {b.offset for b in scene.bands.values()} == {expected}
    assert any(f"Offset {expected} detected" in note for note in scene.notes)


@pytest.mark.parametrize(("name", "bands", "expected"), REAL)
def test_real_scenes_with_the_offset_added_or_taken_away(
    name: str, bands: str | None, expected: float, shared_data: Path, tmp_path: Path
) -> None:
    """The same pixels as the other kind of processing baseline would have stored them."""
    scene = open_scene(shared_data / "scenes" / name, bands=bands)
    for band in scene.bands.values():
        with rasterio.open(band.path) as src:
            data = src.read(band.index).astype(int)
        shift = 1000 if expected == 0 else -1000
        moved = np.where(data == 0, 0, np.maximum(data + shift, 1)).astype(np.uint16)
        write_tif(tmp_path / f"{band.name}.tif", moved)
    other = open_scene(tmp_path)
    if name == "hokkaido_2018/pre":  # three hazy bands, nothing dark in them: B4 does not go below 1500 then
        assert any("could not be told" in note for note in other.notes)
    else:
        assert {b.offset for b in other.bands.values()} == {-1000 - expected}


def test_any_three_bands_of_the_real_scenes_never_give_the_wrong_one(shared_data: Path) -> None:
    """With fewer bands it may be unknown, but not the opposite."""
    for name, expected in (("puthumala_2019", 0), ("wayanad_2024_cloudy", -1000), ("hokkaido_2018/pre", 0)):
        bands = list(open_scene(shared_data / "scenes" / name).bands.values())
        for start in range(len(bands) - 2):
            assert detect_offset(bands[start : start + 3]).offset in (expected, None)
        for band in bands:
            assert detect_offset([band]).offset in (expected, None), band.name


def test_a_level_1c_desert_without_the_offset(shared_data: Path, tmp_path: Path) -> None:
    """Andes, all visible bands above 650: not mistaken for an offset."""
    for name, band in (("blue", "B2"), ("green", "B3"), ("red", "B4"), ("nir", "B8")):
        with rasterio.open(shared_data / "scenes" / "background_xarray_spatial" / f"{name}_band.nc") as src:
            write_tif(tmp_path / f"{band}.tif", src.read(1).astype(np.uint16))
    assert {b.offset for b in open_scene(tmp_path).bands.values()} == {0}


def made(folder: Path, **darkest: int) -> Path:
    rng = np.random.default_rng(1)
    for name, low in darkest.items():
        write_tif(folder / f"{name}.tif", rng.integers(low, low + 3000, (60, 60), dtype=np.uint16))
    return folder


@pytest.mark.parametrize(
    "darkest",
    [
        {"B2": 3000, "B3": 3100, "B4": 2900},
        {"B1": 1100, "B2": 1050},
        {"B2": 1050},
        {"B4": 850, "B3": 1200},
        {"B2": 1250, "B3": 1800, "B4": 2600, "B12": 4000},
    ],
    ids=["all cloud", "only hazy bands", "only blue", "in between", "sand"],
)
def test_what_cannot_be_told_is_said(darkest: dict[str, int], tmp_path: Path) -> None:
    scene = open_scene(made(tmp_path, **darkest))
    assert {b.offset for b in scene.bands.values()} == {0}
    assert any("could not be told" in note and "--offset -1000" in note for note in scene.notes)


def test_nodata_does_not_count(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    for name in ("B3", "B4"):
        data = rng.integers(1040, 4000, (60, 60), dtype=np.uint16)
        data[:30] = 0
        write_tif(tmp_path / f"{name}.tif", data, nodata=0)
    assert {b.offset for b in open_scene(tmp_path).bands.values()} == {-1000}
    empty = tmp_path / "empty"
    write_tif(empty / "B4.tif", np.zeros((60, 60), np.uint16))
    assert any("no valid pixels" in note for note in open_scene(empty).notes)


@pytest.mark.parametrize("given_offset", [0, -1000, -500])
def test_what_is_given_counts(given_offset: float, tmp_path: Path) -> None:
    scene = open_scene(made(tmp_path, B3=1100, B4=1050), offset=given_offset)
    assert {b.offset for b in scene.bands.values()} == {given_offset}
    assert any("as given" in note for note in scene.notes)


def test_a_large_raster_is_sampled_at_full_resolution(tmp_path: Path) -> None:
    data = np.full((2300, 2100), 2000, np.uint16)
    data[0, 0] = 1111
    path = write_tif(tmp_path / "B4.tif", data, tiled=True, compress="deflate")
    values = sample_values(BandSource("B4", str(path)))
    assert 1_000_000 < values.size < data.size / 2
    assert values.min() == 1111


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = write_tif(tmp_path / "B4.tif", np.random.default_rng(0).integers(1, 5000, (200, 200)).astype(np.uint16))
    path.write_bytes(path.read_bytes()[:30000])
    with pytest.raises(InputError, match=r"B4.*B4\.tif"):
        open_scene(tmp_path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lows=st.lists(st.integers(20, 600), min_size=3, max_size=3), seed=st.integers(0, 99), empty=st.floats(0, 0.9)
)  # fmt: skip
def test_adding_1000_turns_the_answer(lows: list[int], seed: int, empty: float, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    sources: dict[int, list[BandSource]] = {0: [], 1000: []}
    for name, low in zip(("B2", "B4", "B12"), lows, strict=True):
        data = low + rng.gamma(2.0, 400, (50, 50)).astype(int) - 10
        gone = rng.random((50, 50)) < empty
        for added, found in sources.items():
            stored = np.where(gone, 0, np.clip(data + added, 1, 65535)).astype(np.uint16)
            found.append(BandSource(name, str(write_tif(tmp_path / f"{name}_{added}.tif", stored))))
    assert detect_offset(sources[0]).offset == 0
    judged = detect_offset(sources[1000])
    assert judged.offset == (-1000 if min(judged.darkest["B4"], judged.darkest["B12"]) <= 1400 else None)

"""Whether 1000 is added to the values, told from real and made scenes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.scene import open_scene
from l4s_core.values.offset import tell_offset
from l4s_core.values.sample import sample_band
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
    [offset] = [decision for decision in scene.decisions if decision.subject == "offset"]
    assert (offset.value, offset.confidence) == (str(expected), "likely") and "darkest values" in offset.reason
    assert offset.sentence in scene.notes


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
    if name.startswith("hokkaido_2018"):  # three hazy bands, nothing dark in them: B4 does not go below 1300 then
        with pytest.raises(InputError, match="--offset 0 if not"):
            open_scene(tmp_path)
    else:
        assert {b.offset for b in open_scene(tmp_path).bands.values()} == {-1000 - expected}


def test_any_bands_of_any_piece_of_the_real_scenes_never_give_the_wrong_one(shared_data: Path) -> None:
    """With fewer bands, or of a small place, it may be unknown, but not the opposite."""
    rng = np.random.default_rng(1)
    asked = told = 0
    for name, expected in (("puthumala_2019", 0), ("wayanad_2024_cloudy", -1000), ("hokkaido_2018/pre", 0)):
        whole = {}
        for band, source in open_scene(shared_data / "scenes" / name).bands.items():
            with rasterio.open(source.path) as src:
                whole[band] = src.read(1).astype(np.float32)
        for _ in range(60):
            rows, cols = next(iter(whole.values())).shape
            top, left = rng.integers(0, rows - 60), rng.integers(0, cols - 60)
            some = rng.choice(list(whole), rng.integers(1, len(whole) + 1), replace=False)
            piece = {band: whole[band][top : top + 60, left : left + 60].ravel() for band in some}
            for added in (0, -1000 - 2 * expected):
                values = {band: pixels[pixels > 0] - added for band, pixels in piece.items()}
                found = tell_offset(values).offset
                assert found in (expected + added, None), (name, some, top, left)
                asked, told = asked + (found is None), told + (found is not None)
    assert told > 0.8 * asked  # single hazy bands are among them


def desert(shared_data: Path) -> dict[str, np.ndarray]:
    """Andes, Level-1C without the offset: all visible bands above 650."""
    bands = {}
    for name, band in (("blue", "B2"), ("green", "B3"), ("red", "B4"), ("nir", "B8")):
        with rasterio.open(shared_data / "scenes" / "background_xarray_spatial" / f"{name}_band.nc") as src:
            bands[band] = src.read(1).astype(np.float32)
    return bands


@pytest.mark.parametrize("seed", range(20))
def test_a_desert_is_not_mistaken_for_an_offset(seed: int, shared_data: Path) -> None:
    rng = np.random.default_rng(seed)
    top, left = rng.integers(0, 150), rng.integers(0, 250)
    piece = {band: data[top : top + 50, left : left + 50].ravel() for band, data in desert(shared_data).items()}
    assert tell_offset(piece).offset in (0, None)


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
def test_what_cannot_be_told_is_asked(darkest: dict[str, int], tmp_path: Path) -> None:
    made(tmp_path, **darkest)
    with pytest.raises(InputError, match=r"could not be told .* say --offset -1000 if it is, --offset 0 if not"):
        open_scene(tmp_path)
    with pytest.raises(InputError, match="say --pre-offset -1000"):
        open_scene(tmp_path, prefix="pre-")
    assert {b.offset for b in open_scene(tmp_path, offset=-1000).bands.values()} == {-1000}


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


@pytest.mark.parametrize("fill", [-999, 1])
def test_a_fill_that_nothing_declares_does_not_hide_it(fill: int, shared_data: Path, tmp_path: Path) -> None:
    scene = open_scene(shared_data / "scenes" / "puthumala_2019")
    for name, band in scene.bands.items():
        with rasterio.open(band.path) as src:
            data = src.read(1).astype(np.int16) + 1000
        data[:10, :60] = fill
        write_tif(tmp_path / f"{name}.tif", data)
    bands = open_scene(tmp_path).bands.values()
    assert {(b.offset, b.nodata) for b in bands} == {(-1000, (0, fill))}


@pytest.mark.parametrize("given_offset", [0, -1000, -500])
def test_what_is_given_counts(given_offset: float, tmp_path: Path) -> None:
    scene = open_scene(made(tmp_path, B3=1100, B4=1050), offset=given_offset)
    assert {b.offset for b in scene.bands.values()} == {given_offset}
    assert any("as given" in note for note in scene.notes)


def test_a_large_raster_is_sampled_at_full_resolution(tmp_path: Path) -> None:
    data = np.full((2300, 2100), 2000, np.uint16)
    data[0, 0] = 1111
    path = write_tif(tmp_path / "B4.tif", data, tiled=True, compress="deflate")
    values = sample_band(str(path), 1, (0.0,), "band B4").values
    assert 1_000_000 < values.size < data.size / 2
    assert values.min() == 1111


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = write_tif(tmp_path / "B4.tif", np.random.default_rng(0).integers(1, 5000, (200, 200)).astype(np.uint16))
    path.write_bytes(path.read_bytes()[:30000])
    with pytest.raises(InputError, match=r"B4.*B4\.tif"):
        open_scene(tmp_path)


@settings(max_examples=25, deadline=None)
@given(
    lows=st.lists(st.integers(20, 600), min_size=3, max_size=3), seed=st.integers(0, 99), empty=st.floats(0, 0.9)
)  # fmt: skip
def test_adding_1000_turns_the_answer(lows: list[int], seed: int, empty: float) -> None:
    rng = np.random.default_rng(seed)
    there = rng.random((50, 50)) >= empty
    ground = {
        name: (low + rng.gamma(2.0, 400, (50, 50)) - 10)[there].clip(1).astype(np.float32)
        for name, low in zip(("B2", "B4", "B12"), lows, strict=True)
    }
    assert tell_offset(ground).offset == 0
    judged = tell_offset({name: values + 1000 for name, values in ground.items()})
    assert judged.offset in (-1000, None)
    if max(judged.darkest["B4"], judged.darkest["B12"]) <= 1260:
        assert judged.offset == -1000

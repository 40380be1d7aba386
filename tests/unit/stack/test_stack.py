"""The stack agrees with GDAL's own tools, whichever way it is read, and says what it does not know."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from clouds_kit import GivenMask
from l4s_core.base.errors import InputError
from l4s_core.base.reasons import Reason
from l4s_core.channels.l4s import L4S_CHANNELS, L4S_NAMES
from l4s_core.channels.names import canonical_band
from l4s_core.clouds.nothing import NoMask
from l4s_core.clouds.types import CloudMask
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import full_roi, grow, inside, strips
from l4s_core.scene.types import BandSource, Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.sources import SceneSource, TerrainSource
from l4s_core.stack.stack import Stack
from l4s_core.terrain.reader import DemReader, open_dem
from l4s_core.terrain.slope import slope_degrees

UTM = GeoBox((120, 150), Affine(10, 0, 500000, 0, -10, 4500000), "EPSG:32633")
needs_gdal = pytest.mark.skipif(shutil.which("gdaldem") is None, reason="gdal-bin (gdaldem, gdalwarp) is not installed")


def mountains(shape: tuple[int, int], seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]].astype(float)
    hills = sum(
        rng.uniform(20, 200) * np.sin(x * rng.uniform(0.02, 0.2) + y * rng.uniform(0.02, 0.2) + rng.uniform(0, 6))
        for _ in range(8)
    )
    return (1200 + hills).astype(np.float32)


def write(path: Path, data: np.ndarray, transform: Affine, crs: str, nodata: float | None = None, **more) -> Path:
    data = data if data.ndim == 3 else data[None]
    with rasterio.open(
        path, "w", driver="GTiff", count=data.shape[0], height=data.shape[1], width=data.shape[2],
        dtype=data.dtype, crs=crs, transform=transform, nodata=nodata, **more,
    ) as out:  # fmt: skip
        out.write(data)
    return path


def wide_dem(path: Path, dtype: str = "float32", factor: float = 1.0, void: float | None = None) -> Path:
    """30 m, EPSG:4326, larger than UTM."""
    box = UTM.pad(40).to_crs("EPSG:4326", resolution=0.00028)
    data = (mountains(box.shape) * factor).astype(dtype)
    if void is not None:
        data[:8] = void
    return write(path, data, box.transform, "EPSG:4326")


def stack_of(scene: Scene, clouds: CloudMask, required: tuple[str, ...], dem: DemReader | None = None, **how) -> Stack:
    sources = [SceneSource(OpticalReader(scene, UTM)), *([TerrainSource(dem)] if dem else ())]
    return Stack(sources, clouds, required, **how)


def scene_of(folder: Path, seed: int = 0) -> Scene:
    """B2, B3, B4 at 10 m and B5 at 20 m with an offset of -1000; B4 has a corner without data."""
    rng = np.random.default_rng(seed)
    bands = {}
    for name, step in (("B2", 1), ("B3", 1), ("B4", 1), ("B5", 2)):
        data = rng.integers(1200, 4000, (120 // step, 150 // step), dtype=np.uint16)
        if name == "B4":
            data[:10, :10] = 0
        path = write(folder / f"{name}.tif", data, UTM.transform * Affine.scale(step), "EPSG:32633")
        bands[name] = BandSource(name, str(path), offset=-1000.0)
    return Scene("made", str(folder), "band files", bands, UTM)


def test_fourteen_channels_in_the_published_order() -> None:
    assert len(L4S_CHANNELS) == 14
    assert (*(f"B{k}" for k in range(1, 13)), "slope", "dem") == L4S_NAMES


@pytest.mark.parametrize(
    ("text", "name"),
    [("B04", "B4"), ("b4", "B4"), ("Band 11", "B11"), ("B8A", "B8A"), ("b08a", "B8A"), ("B13", None), ("B0", None),
     ("TCI", None), ("B2x", None)],
)  # fmt: skip
def test_band_names(text: str, name: str | None) -> None:
    assert canonical_band(text) == name


def test_a_10_m_metric_grid_is_kept_and_others_become_one() -> None:
    assert analysis_grid(UTM) is UTM
    geographic = GeoBox((970, 1533), Affine(8.983e-5, 0, 141.89, 0, -8.983e-5, 42.7695), "EPSG:4326")
    moved = analysis_grid(geographic)
    assert moved.crs.epsg == 32654
    assert (abs(moved.resolution.x), abs(moved.resolution.y)) == (10.0, 10.0)
    assert moved.extent.to_crs("EPSG:4326").boundingbox.left == pytest.approx(141.89, abs=0.01)
    twenty = GeoBox((60, 75), Affine(20, 0, 500000, 0, -20, 4500000), "EPSG:32633")
    assert analysis_grid(twenty).shape == (120, 150)


def test_offset_and_nodata(tmp_path: Path) -> None:
    reader = OpticalReader(scene_of(tmp_path), UTM)
    values = reader.read(("B4", "B2"), full_roi(UTM))
    with rasterio.open(tmp_path / "B2.tif") as src:
        np.testing.assert_array_equal(values[1], src.read(1).astype(np.float32) - 1000)
    assert np.isnan(values[0, :10, :10]).all()
    assert np.isfinite(values[0, 10:]).all()


@pytest.mark.slow
@given(data=st.data())
@settings(deadline=None, max_examples=30)
def test_a_piece_is_the_same_alone_and_in_the_whole(data: st.DataObject, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    scene = scene_of(folder)
    stack = stack_of(scene, NoMask(), ("B4",), open_dem(wide_dem(folder / "dem.tif"), UTM))
    top, left = data.draw(st.integers(0, 118)), data.draw(st.integers(0, 148))
    roi = (
        slice(top, data.draw(st.integers(top + 1, 120))),
        slice(left, data.draw(st.integers(left + 1, 150))),
    )
    names = ("B5", "dem", "B4", "slope")
    whole = stack.read(names, full_roi(UTM))[:, roi[0], roi[1]]
    np.testing.assert_allclose(stack.read(names, roi), whole, atol=0.01)  # see TOLERANCE_PX; NaN in the same places
    stack.close()


@pytest.mark.parametrize(("along", "across"), [(9e-5, 9e-5), (6e-5, 8e-5), (2e-4, 3e-4)])
def test_pieces_of_a_scene_in_degrees(along: float, across: float, tmp_path: Path) -> None:
    """At 42 degrees north pixels of as many degrees are a quarter narrower than high, so the warper averages."""
    shape = round(0.09 / across), round(0.12 / along)  # larger than one block of the warper
    native = GeoBox(shape, Affine(along, 0, 141.89, 0, -across, 42.77), "EPSG:4326")
    values = np.random.default_rng(4).integers(300, 3000, native.shape.yx, dtype=np.uint16)  # no two pixels alike
    path = write(tmp_path / "B4.tif", values, native.transform, "EPSG:4326", nodata=0)
    scene = Scene("degrees", str(tmp_path), "band files", {"B4": BandSource("B4", str(path))}, native)
    grid = analysis_grid(native)
    reader = OpticalReader(scene, grid)
    [whole] = reader.read(("B4",), full_roi(grid))
    assert np.isfinite(whole).mean() > 0.8
    rows, cols = grid.shape
    for roi in (
        (slice(192, 448), slice(192, 448)),
        (slice(0, rows), slice(500, 520)),
        (slice(192, 448), slice(0, cols)),
        (slice(300, 301), slice(0, cols)),
    ):
        [piece] = reader.read(("B4",), roi)
        np.testing.assert_allclose(piece, whole[roi], atol=1.0)  # of 2700; see TOLERANCE_PX; NaN in the same places
    reader.close()


@needs_gdal
def test_20_m_bands_and_dem_agree_with_gdalwarp(tmp_path: Path) -> None:
    scene = scene_of(tmp_path)
    dem = wide_dem(tmp_path / "dem.tif")
    left, bottom, right, top = UTM.extent.boundingbox.bbox
    reader = open_dem(dem, UTM)
    for source, method, ours in (
        (tmp_path / "B5.tif", "bilinear", OpticalReader(scene, UTM).read(("B5",), full_roi(UTM))[0] + 1000),
        (dem, "cubic", reader.terrain(full_roi(UTM))[0]),
    ):
        target = tmp_path / f"{source.stem}_gdal.tif"
        subprocess.run(
            ["gdalwarp", "-q", "-et", "0", "-r", method, "-ot", "Float32", "-t_srs", "EPSG:32633", "-tr", "10", "10",
             "-te", *map(str, (left, bottom, right, top)), str(source), str(target)],
            check=True,
        )  # fmt: skip
        with rasterio.open(target) as src:
            theirs = src.read(1)
        assert np.abs(ours - theirs).max() < 0.01 * max(1.0, theirs.std() / 100)


@needs_gdal
def test_slope_agrees_with_gdaldem_to_a_hundredth_of_a_degree(tmp_path: Path) -> None:
    reader = open_dem(wide_dem(tmp_path / "dem.tif"), UTM)
    dem, slope = reader.terrain(full_roi(UTM))
    path = write(tmp_path / "warped.tif", dem, UTM.transform, "EPSG:32633")
    subprocess.run(["gdaldem", "slope", "-q", str(path), str(tmp_path / "slope.tif")], check=True)
    with rasterio.open(tmp_path / "slope.tif") as src:
        theirs = src.read(1)
    assert slope.max() > 20
    assert np.abs(slope - theirs)[1:-1, 1:-1].max() < 0.01


@given(st.floats(0, 80), st.floats(0, 360))
def test_slope_of_a_tilted_plane_is_its_tilt(tilt: float, azimuth: float) -> None:
    y, x = np.mgrid[:12, :12] * 10.0
    rise = np.tan(np.radians(tilt))
    plane = rise * (x * np.sin(np.radians(azimuth)) + y * np.cos(np.radians(azimuth)))
    slope = slope_degrees(plane.astype(np.float32), (10.0, 10.0))
    np.testing.assert_allclose(slope, tilt, atol=0.02)


def test_slope_reaches_the_edge_of_the_scene(tmp_path: Path) -> None:
    _, slope = open_dem(wide_dem(tmp_path / "dem.tif"), UTM).terrain(full_roi(UTM))
    assert np.isfinite(slope).all()


def test_a_dem_that_does_not_cover_the_scene(tmp_path: Path) -> None:
    half = UTM[:, :75]
    path = write(tmp_path / "half.tif", mountains(half.shape), half.transform, "EPSG:32633")
    with pytest.raises(InputError, match=r"only 50\.0%.*--allow-partial-dem"):
        open_dem(path, UTM)
    dem = open_dem(path, UTM, allow_partial=True)
    stack = stack_of(scene_of(tmp_path), NoMask(), ("B2",), dem)
    _, reasons = stack.read_observed(("B2",), full_roi(UTM))
    assert (reasons[:, 76:] == Reason.NO_TERRAIN).all()
    assert (reasons[:, :74] == Reason.OBSERVED).all()
    away = GeoBox((50, 50), Affine(10, 0, 700000, 0, -10, 4500000), "EPSG:32633")
    with pytest.raises(InputError, match="does not overlap"):
        open_dem(write(tmp_path / "away.tif", mountains((50, 50)), away.transform, "EPSG:32633"), UTM)


@pytest.mark.parametrize(("dtype", "void"), [("int16", -32768), ("float32", -9999), ("int16", 0)])
def test_undeclared_nodata_is_found_and_said(tmp_path: Path, dtype: str, void: float) -> None:
    dem = open_dem(wide_dem(tmp_path / "dem.tif", dtype, void=void), UTM, allow_partial=True)
    assert any(f"{void:.0f}" in note for note in dem.notes)
    heights, _ = dem.terrain(full_roi(UTM))
    known = heights[np.isfinite(heights)]
    assert known.min() > 300  # nothing is interpolated between land and void


def test_zero_is_sea_level_on_a_coast(tmp_path: Path) -> None:
    box = UTM.pad(5)
    data = np.maximum(np.linspace(-20, 300, box.shape[1])[None].repeat(box.shape[0], 0), 0).astype(np.float32)
    dem = open_dem(write(tmp_path / "coast.tif", data, box.transform, "EPSG:32633"), UTM)
    assert not dem.notes
    assert (dem.terrain(full_roi(UTM))[0] == 0).any()


def test_feet(tmp_path: Path) -> None:
    metres = open_dem(wide_dem(tmp_path / "m.tif"), UTM).terrain(full_roi(UTM))[0]
    path = wide_dem(tmp_path / "ft.tif", factor=1 / 0.3048)
    said = open_dem(path, UTM, unit="feet").terrain(full_roi(UTM))[0]
    np.testing.assert_allclose(said, metres, atol=0.01)
    with rasterio.open(path, "r+") as dst:
        dst.set_band_unit(1, "ft")
    found = open_dem(path, UTM)
    np.testing.assert_allclose(found.terrain(full_roi(UTM))[0], metres, atol=0.01)
    assert any("feet" in note for note in found.notes)
    with pytest.raises(InputError, match="--dem-unit feet"):
        open_dem(wide_dem(tmp_path / "high.tif", factor=8.0), UTM)


def test_what_is_no_dem(tmp_path: Path) -> None:
    picture = write(tmp_path / "rgb.tif", np.zeros((3, 50, 50), np.uint8), UTM.transform, "EPSG:32633")
    with pytest.raises(InputError, match="one band of heights"):
        open_dem(picture, UTM)
    (tmp_path / "text.tif").write_text("not a raster")
    with pytest.raises(InputError, match="cannot be opened"):
        open_dem(tmp_path / "text.tif", UTM)


def test_observed_reasons(tmp_path: Path) -> None:
    codes = np.zeros((120, 150), np.uint8)
    codes[50:60] = Reason.CLOUD
    codes[60:70] = Reason.WATER
    clouds = GivenMask(codes)
    scene = scene_of(tmp_path)
    stack = stack_of(scene, clouds, ("B4",))
    values, reasons = stack.read_observed(("B2",), full_roi(UTM))
    assert values.shape == (1, 120, 150)
    assert (reasons[:10, :10] == Reason.NO_DATA).all()
    assert (reasons[50:60] == Reason.CLOUD).all()
    assert (reasons[60:70] == Reason.OBSERVED).all()
    strict = stack_of(scene, clouds, ("B4",), water_is_observed=False)
    assert (strict.read_observed((), full_roi(UTM))[1][60:70] == Reason.WATER).all()
    without = stack_of(scene, clouds, ("B2",))  # the hole in B4 does not concern this model
    assert (without.read_observed((), full_roi(UTM))[1][:10, :10] == Reason.OBSERVED).all()


def test_a_model_that_wants_more_than_there_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"lacks B10, dem.*--dem"):
        stack_of(scene_of(tmp_path), NoMask(), ("B4", "B10", "dem"))


def test_a_damaged_band_names_itself(tmp_path: Path) -> None:
    scene = scene_of(tmp_path)
    path = tmp_path / "B3.tif"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(InputError, match=r"Band B3 .* damaged or incomplete"):
        OpticalReader(scene, UTM).read(("B3",), full_roi(UTM))


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 64))
def test_strips_cover_once(rows: int, cols: int, height: int) -> None:
    grid = GeoBox((rows, cols), UTM.transform, "EPSG:32633")
    count = np.zeros((rows, cols), int)
    for roi in strips(grid, height):
        count[roi] += 1
        outer = grow(roi, 3, grid)
        assert np.array_equal(count[outer][inside(roi, outer)], count[roi])
    assert (count == 1).all()

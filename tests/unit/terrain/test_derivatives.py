"""Derivatives of surfaces whose derivatives are known, of GDAL's, and of pieces as of the whole."""

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

from l4s_core.channels.registry import TERRAIN_CHANNELS
from l4s_core.rasters.roi import full_roi
from l4s_core.terrain.derivatives import DERIVATIVES, derivatives, halo_px
from l4s_core.terrain.reader import open_dem
from scene_kit import write_raster

GRID = GeoBox((60, 70), Affine(10, 0, 500000, 0, -10, 4500000), "EPSG:32633")
HALO = halo_px(10)
NAMES = tuple(DERIVATIVES)
needs_gdal = pytest.mark.skipif(shutil.which("gdaldem") is None, reason="gdal-bin (gdaldem) is not installed")
BEND = st.floats(-5e-4, 5e-4)
TILT = st.floats(-0.5, 0.5)


def at_the_middle(height) -> dict[str, float]:
    """All derivatives of z(east, north), metres, at (0, 0)."""
    steps = np.arange(-HALO, HALO + 1) * 10.0
    east, north = np.meshgrid(steps, -steps)
    values = derivatives(np.asarray(height(east, north), np.float32), HALO, (10.0, 10.0), NAMES)
    assert values.shape == (len(NAMES), 1, 1)
    return dict(zip(NAMES, values[:, 0, 0].tolist(), strict=True))


def hilly(folder: Path, beyond: int = 40) -> Path:
    box = GRID.pad(beyond)
    rng = np.random.default_rng(2)
    y, x = np.mgrid[: box.shape[0], : box.shape[1]]
    heights = 800 + 60 * np.sin(x / 9) * np.cos(y / 13) + rng.normal(0, 2, box.shape)
    return write_raster(folder / "hilly.tif", heights.astype(np.float32), transform=box.transform)


def test_every_terrain_channel_can_be_made() -> None:
    assert {"slope", "dem", *DERIVATIVES} == set(TERRAIN_CHANNELS)


@given(BEND, BEND, BEND, TILT, TILT)
def test_curvatures_of_a_quadric_are_exact(d: float, e: float, f: float, g: float, h: float) -> None:
    found = at_the_middle(lambda x, y: d * x * x + e * y * y + f * x * y + g * x + h * y)
    # the second derivative of the surface in the direction of the slope and in that across it
    hessian, slope = np.array([[2 * d, f], [f, 2 * e]]), np.array([g, h])
    steep = float(np.hypot(g, h))
    if steep > 0.01:
        along = slope / steep
        across = np.array([-along[1], along[0]])
        assert found["profile_curvature"] == pytest.approx(-100 * along @ hessian @ along, abs=2e-3)
        assert found["plan_curvature"] == pytest.approx(-100 * across @ hessian @ across, abs=2e-3)
        assert found["northness"] == pytest.approx(-h / steep, abs=2e-3)  # it faces downhill
        assert found["eastness"] == pytest.approx(-g / steep, abs=2e-3)
    assert found["curvature"] == pytest.approx(-200 * (d + e), abs=2e-3)
    assert found["tpi"] == pytest.approx(-(d + e) * 100 * (np.arange(-HALO, HALO + 1) ** 2).mean(), abs=2e-3)


def test_a_spur_is_convex_across_and_a_foot_concave_along() -> None:
    spur = at_the_middle(lambda x, y: -0.3 * y - 2e-4 * x * x)
    assert (spur["plan_curvature"] > 0, round(spur["profile_curvature"], 3)) == (True, 0)
    assert (spur["northness"], spur["tpi"] > 0) == (pytest.approx(1), True)
    foot = at_the_middle(lambda x, y: -0.3 * y + 2e-4 * y * y)
    assert (foot["profile_curvature"] < 0, foot["tpi"] < 0) == (True, True)
    assert at_the_middle(lambda x, y: 0 * x + 250) == dict.fromkeys(NAMES, 0.0)


@given(data=st.data())
@settings(deadline=None, max_examples=25)
def test_a_piece_has_what_the_whole_has_there(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    with_dem = open_dem(hilly(tmp_path_factory.mktemp("dem")), GRID)
    top, left = data.draw(st.integers(0, 58)), data.draw(st.integers(0, 68))
    roi = slice(top, data.draw(st.integers(top + 1, 60))), slice(left, data.draw(st.integers(left + 1, 70)))
    whole = with_dem.derivatives(NAMES, full_roi(GRID))
    np.testing.assert_array_equal(with_dem.derivatives(NAMES, roi), whole[:, roi[0], roi[1]])
    assert np.isfinite(whole).all()  # also at the edge of the scene: the DEM goes on beyond it
    with_dem.close()


@needs_gdal
def test_aspect_and_roughness_are_those_of_gdaldem(tmp_path: Path) -> None:
    dem = open_dem(hilly(tmp_path), GRID)
    heights, _ = dem.terrain(full_roi(GRID))
    path = write_raster(tmp_path / "heights.tif", heights)
    theirs = {}
    for kind in ("aspect", "roughness"):
        subprocess.run(["gdaldem", kind, "-q", str(path), str(tmp_path / f"{kind}.tif")], check=True)
        with rasterio.open(tmp_path / f"{kind}.tif") as src:
            theirs[kind] = src.read(1)[1:-1, 1:-1]
    ours = dem.derivatives(("northness", "eastness", "roughness"), full_roi(GRID))[:, 1:-1, 1:-1]
    aspect = np.radians(theirs["aspect"])
    np.testing.assert_allclose(ours, [np.cos(aspect), np.sin(aspect), theirs["roughness"]], atol=5e-3)


def test_what_is_unknown_reaches_as_far_as_each_looks(tmp_path: Path) -> None:
    path = hilly(tmp_path)
    with rasterio.open(path, "r+") as file:
        data = file.read(1)
        data[70, 75] = -9999  # row 30, column 35 of the grid
        file.nodata = -9999
        file.write(data, 1)
    values = open_dem(path, GRID).derivatives(NAMES, full_roi(GRID))
    unknown = dict(zip(NAMES, np.isnan(values), strict=True))
    assert unknown["tpi"].sum() == 21**2
    assert unknown["roughness"].sum() == 9
    assert unknown["curvature"].sum() == 5
    assert unknown["northness"].sum() == 8  # Horn's weights leave the middle out

"""The sample scene is cut as its NOTICE says, and is what a first run needs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.warp
from affine import Affine

from cut_sample_scene import cut_scene, part
from scene_kit import hillside, write_raster


def test_a_cut_scene_has_the_values_of_its_place(tmp_path: Path) -> None:
    scene, dem = hillside(tmp_path / "scene", (90, 120))
    rows, cols = part("10:70,35:115")
    cut_scene(scene, dem, tmp_path / "cut", rows, cols)
    assert sorted(p.name for p in (tmp_path / "cut").iterdir()) == sorted(
        [*(p.name for p in scene.iterdir()), dem.name]
    )
    with rasterio.open(scene / "B4.tif") as whole, rasterio.open(tmp_path / "cut" / "B4.tif") as cut:
        np.testing.assert_array_equal(cut.read(1), whole.read(1)[rows, cols])
        assert cut.transform == whole.transform * Affine.translation(35, 10)
        assert (cut.nodata, cut.crs) == (whole.nodata, whole.crs)
        bounds = cut.bounds
    with rasterio.open(dem) as whole, rasterio.open(tmp_path / "cut" / dem.name) as cut:
        assert cut.bounds.left < bounds.left and cut.bounds.right > bounds.right
        assert cut.bounds.bottom < bounds.bottom and cut.bounds.top > bounds.top
        window = rasterio.windows.from_bounds(*cut.bounds, transform=whole.transform)
        np.testing.assert_array_equal(cut.read(1), whole.read(1, window=window.round_offsets()))


def test_a_band_on_another_grid_is_refused(tmp_path: Path) -> None:
    scene, dem = hillside(tmp_path / "scene", (90, 120))
    transform = Affine(20, 0, 500000, 0, -20, 4500000)
    write_raster(scene / "B5.tif", np.ones((45, 60), np.uint16), transform=transform, nodata=0)
    with pytest.raises(ValueError, match=r"B5\.tif is not on the grid"):
        cut_scene(scene, dem, tmp_path / "cut", slice(0, 50), slice(0, 50))


def test_the_sample_is_small_and_says_whose_data_it_has(puthumala: Path) -> None:
    files = {path.name: path for path in puthumala.iterdir()}
    assert sum(path.stat().st_size for path in files.values()) < 1_500_000
    notice = files["NOTICE"].read_text(encoding="utf-8")
    assert "Contains modified Copernicus Sentinel data 2019" in notice
    assert "Copernicus WorldDEM-30" in notice and "Airbus Defence and Space" in notice
    with rasterio.open(files["B02.tif"]) as blue, rasterio.open(files["Copernicus_DEM_30m.tif"]) as dem:
        assert blue.shape == (200, 400)
        left, bottom, right, top = rasterio.warp.transform_bounds(blue.crs, dem.crs, *blue.bounds)
        inside = max(left, dem.bounds.left), max(bottom, dem.bounds.bottom), min(right, dem.bounds.right), top
        assert (inside[2] - inside[0]) * (min(top, dem.bounds.top) - inside[1]) > 0.95 * (right - left) * (top - bottom)

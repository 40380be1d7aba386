"""Whether there is terrain everywhere, told without warping the DEM: never wrong, and true where it matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox

from l4s_core.terrain.reader import open_dem

GRID = GeoBox((300, 320), Affine(10, 0, 500000, 0, -10, 5000000), "EPSG:32633")


def dem(path: Path, heights: np.ndarray, nodata: float | None = None, around: int = 10) -> Path:
    """A DEM of 30 m that begins ``around`` pixels before the grid."""
    transform = GRID.transform * Affine.scale(3) * Affine.translation(-around, -around)
    with rasterio.open(
        path, "w", driver="GTiff", height=heights.shape[0], width=heights.shape[1], count=1, dtype=heights.dtype,
        crs="EPSG:32633", transform=transform, nodata=nodata,
    ) as out:  # fmt: skip
        out.write(heights, 1)
    return path


def hills(rows: int = 125, cols: int = 130) -> np.ndarray:
    y, x = np.mgrid[:rows, :cols]
    return (1500 + 300 * np.sin(x / 9) * np.cos(y / 7)).astype(np.float32)


@pytest.mark.parametrize("nodata", [None, -9999.0, -32768.0])
def test_a_void_is_never_overlooked(tmp_path: Path, nodata: float | None) -> None:
    heights = hills()
    heights[60, 70] = np.nan if nodata is None else nodata
    declared = None if nodata == -32768.0 else nodata
    reader = open_dem(dem(tmp_path / "d.tif", heights, declared), GRID)
    sure = []
    for top in range(0, 300, 25):
        piece = slice(top, top + 25), slice(0, 320)
        known = bool(np.isfinite(reader.terrain(piece)[0]).all())
        sure.append(reader.surely_known(piece))
        assert known or not sure[-1]
    assert 8 <= sum(sure) < 12  # the pieces without the void, some beside it perhaps not
    reader.close()


def test_not_sure_at_the_edge_of_the_dem_and_of_the_possible(tmp_path: Path) -> None:
    whole = slice(0, 300), slice(0, 320)
    plain = open_dem(dem(tmp_path / "plain.tif", hills()), GRID)
    assert plain.surely_known(whole)
    tight = open_dem(dem(tmp_path / "tight.tif", hills(102, 109), around=1), GRID)
    assert not tight.surely_known(whole)
    assert tight.surely_known((slice(20, 280), slice(20, 300)))
    steep = hills()
    steep[60:] = 8800 + steep[60:] / 10  # interpolation goes beyond what exists on land
    high = open_dem(dem(tmp_path / "high.tif", steep), GRID)
    assert not np.isfinite(high.terrain(whole)[0]).all()
    assert not high.surely_known(whole)


@pytest.mark.parametrize("nodata", [None, -9999.0, float("nan")])
def test_where_there_is_no_void_nothing_changes_by_not_looking_for_one(tmp_path: Path, nodata: float | None) -> None:
    """The warper is asked without a search for voids there; the heights are those with it, to the bit."""
    heights = hills()
    if nodata is not None:
        heights[60:63, 70:74] = nodata
    reader = open_dem(dem(tmp_path / "dem.tif", heights, nodata), GRID, allow_partial=True)
    raster = reader._rasters[0]
    rows, cols = (int(n) for n in reader._padded.shape)
    known = 0
    for top in range(0, rows - 40, 37):
        for left in range(0, cols - 40, 41):
            roi = slice(top, top + 40), slice(left, left + 40)
            if raster.surely_known(reader._padded[roi]):
                known += 1
                np.testing.assert_array_equal(raster._warped_whole(roi), raster._warped(roi))
            np.testing.assert_array_equal(raster.read(roi), raster._warped(roi))
    assert known > 10
    reader.close()

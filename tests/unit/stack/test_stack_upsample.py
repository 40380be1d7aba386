"""Bands of 20 and 60 m on the grid of 10 m: the values are those of GDAL's warper, to the bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.vrt import WarpedVRT

from l4s_core.rasters.upsample import Upsampling
from l4s_core.rasters.warp import GridReader

LEFT, TOP = 500000, 4980000


def band(path: Path, factor: int, dtype: str = "uint16", holes: bool = False, **profile: object) -> Path:
    side = 180 // factor
    rng = np.random.default_rng(factor)
    values = rng.integers(1, 60000, (side, side)).astype(dtype)
    if holes:
        values[rng.random(values.shape) < 0.1] = 0
        values[side // 4 : side // 2, 3 : side // 3] = 0
    transform = Affine(10 * factor, 0, LEFT, 0, -10 * factor, TOP)
    with rasterio.open(
        path, "w", driver="GTiff", height=side, width=side, count=1, dtype=dtype, crs="EPSG:32625",
        **{"transform": transform, **profile},
    ) as out:  # fmt: skip
        out.write(values, 1)
    return path


def warped(path: Path, grid: GeoBox) -> np.ndarray:
    with (
        rasterio.open(path) as source,
        WarpedVRT(
            source, crs=source.crs, transform=grid.transform, width=grid.shape[1], height=grid.shape[0],
            resampling=rasterio.enums.Resampling.bilinear, src_nodata=0.0, nodata=np.nan, dtype="float32",
            tolerance=1e-4,
        ) as there,
    ):  # fmt: skip
        return there.read(1)


@pytest.mark.parametrize("factor", [2, 6])
@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("shift", [(0, 0), (-4, 7)])
def test_as_the_warper(tmp_path: Path, factor: int, holes: bool, shift: tuple[int, int]) -> None:
    path = band(tmp_path / "band.tif", factor, holes=holes)
    grid = GeoBox((175, 190), Affine(10, 0, LEFT + 10 * shift[0], 0, -10, TOP + 10 * shift[1]), "EPSG:32625")
    with rasterio.open(path) as source:
        assert Upsampling.of(source, 1, grid) == Upsampling(factor, shift[1], -shift[0])
    expected = warped(path, grid)
    assert np.isnan(expected).any() == (holes or shift != (0, 0) or grid.shape[1] > 180)
    with GridReader(str(path), grid, nodata=0.0) as reader:
        np.testing.assert_array_equal(reader.read((slice(0, 175), slice(0, 190))), expected)
        for piece in ((slice(31, 98), slice(40, 41)), (slice(0, 5), slice(183, 190))):
            np.testing.assert_array_equal(reader.read(piece), expected[piece])


def test_what_is_left_to_the_warper(tmp_path: Path) -> None:
    grid = GeoBox((180, 180), Affine(10, 0, LEFT, 0, -10, TOP), "EPSG:32625")
    others = {
        "float32": {"dtype": "float32"},
        "half a pixel off": {"transform": Affine(20, 0, LEFT + 5, 0, -20, TOP)},
        "another size": {"transform": Affine(25, 0, LEFT, 0, -25, TOP)},
        "oblong": {"transform": Affine(20, 0, LEFT, 0, -40, TOP)},
        "south up": {"transform": Affine(20, 0, LEFT, 0, 20, TOP - 1800)},
        "other CRS": {"crs": "EPSG:32626"},
    }
    for number, (name, how) in enumerate(others.items()):
        dtype = str(how.pop("dtype", "uint16"))
        path = tmp_path / f"{number}.tif"
        band(path, 2, dtype)
        if how:
            with rasterio.open(path, "r+") as target:
                for key, value in how.items():
                    setattr(target, key, value)
        with rasterio.open(path) as source:
            assert Upsampling.of(source, 1, grid) is None, name

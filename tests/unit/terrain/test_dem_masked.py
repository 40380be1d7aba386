"""A DEM that says by a mask or an alpha band where it has no height: as one that says it with NaN."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.enums import ColorInterp

from l4s_core.terrain.reader import DemReader
from l4s_core.terrain.source import open_dem_source

GRID = GeoBox((150, 160), Affine(10, 0, 500000, 0, -10, 5000000), "EPSG:32633")
CORNER = GRID.transform * Affine.scale(3) * Affine.translation(-10, -10)
ALL = slice(0, 150), slice(0, 160)


def write(path: Path, heights: np.ndarray, valid: np.ndarray, way: str, transform: Affine = CORNER) -> Path:
    fill: Any = np.nan if way == "NaN" else 4000
    bands = 2 if way == "alpha" else 1
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=way == "mask"), rasterio.open(
        path, "w", driver="GTiff", height=heights.shape[0], width=heights.shape[1], count=bands,
        dtype="float32" if way == "NaN" else "uint16", crs="EPSG:32633", transform=transform, photometric="minisblack",
        nodata=np.nan if way == "NaN" else None,
    ) as out:  # fmt: skip
        out.write(np.where(valid, heights, fill).astype(out.dtypes[0]), 1)
        if way in ("mask", ".msk"):
            out.write_mask(valid)
        if way == "alpha":
            out.write(np.where(valid, 65535, 0).astype("uint16"), 2)
            out.colorinterp = [ColorInterp.gray, ColorInterp.alpha]
    return path


@pytest.mark.parametrize("way", ["mask", ".msk", "alpha"])
@pytest.mark.parametrize("tiles", [1, 2])
def test_masked_ground_has_no_height(tmp_path: Path, way: str, tiles: int) -> None:
    y, x = np.mgrid[:75, :80]
    heights = np.round(1500 + 300 * np.sin(x / 9) * np.cos(y / 7))
    valid = np.ones(heights.shape, bool)
    valid[20:31, 15:40] = valid[60, 41] = False
    found = []
    for name in (way, "NaN"):
        folder = tmp_path / name
        (folder / "work").mkdir(parents=True)
        for n, part in enumerate(np.array_split(np.arange(80), tiles)):
            place = CORNER * Affine.translation(int(part[0]), 0)
            write(folder / f"dem{n}.tif", heights[:, part], valid[:, part], name, place)
        source = folder if tiles > 1 else folder / "dem0.tif"
        dem = DemReader(open_dem_source(source, GRID, folder / "work"), GRID)
        assert dem.notes == []
        found.append((*dem.terrain(ALL), dem.cover(), dem.surely_known(ALL)))
        dem.close()
    for got, expected in zip(*found, strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-6)
    assert np.isnan(found[0][0]).any() and np.nanmax(found[0][0]) < 1850 and found[0][2] < 1 and not found[0][3]

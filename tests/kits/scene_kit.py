"""Scenes, DEMs and areas that tests make, and the command that maps them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
from affine import Affine

ORIGIN = Affine(10, 0, 500000, 0, -10, 4500000)


def write_raster(path: Path, data: np.ndarray, crs: str = "EPSG:32633", transform: Affine = ORIGIN, **more) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=data.shape[0], width=data.shape[1], dtype=data.dtype, crs=crs,
        transform=transform, **more,
    ) as out:  # fmt: skip
        out.write(data, 1)
    return path


def hillside(folder: Path, shape: tuple[int, int] = (200, 260)) -> tuple[Path, Path]:
    """A folder of bands with two brown rectangles on a dark green slope, and its DEM: 20 degrees, facing west."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    green = {"B2": 300, "B3": 450, "B4": 300, "B8": 2800, "B11": 1400, "B12": 700}
    brown = {"B2": 900, "B3": 1300, "B4": 1900, "B8": 2700, "B11": 3200, "B12": 2600}
    for name in green:
        data = rng.normal(green[name], 20, shape)
        for rows, cols in ((slice(40, 60), slice(50, 100)), (slice(120, 150), slice(180, 195))):
            data[rows, cols] = brown[name]
        write_raster(folder / f"{name}.tif", np.clip(data, 1, None).astype(np.uint16), nodata=0)
    rise = np.tan(np.radians(20)) * 10 * np.arange(shape[1] + 40)
    dem = np.repeat((500 + rise)[None].astype(np.float32), shape[0] + 40, axis=0)
    dem_path = write_raster(folder.parent / "dem.tif", dem, transform=ORIGIN * Affine.translation(-20, -20))
    return folder, dem_path


def command(*arguments: object, **how) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.detect", *map(str, arguments)], capture_output=True, text=True, **how
    )


def refused(words: str, *arguments: object) -> str:
    done = command(*arguments)
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert words in last, last
    return last


def write_area(path: Path, polygons: list, crs: object, **how) -> Path:
    gpd.GeoDataFrame(geometry=polygons, crs=crs).to_file(path, **how)
    return path

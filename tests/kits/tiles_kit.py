"""Rasters of several bands, whole and cut into the tiles of an export."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

NAMES = ("B2", "B3", "B4", "B8")
NORTH_UP = Affine(10, 0, 499980, 0, -10, 5100000)
FORMS = {
    "earth engine": lambda row, col, r, c: f"S2_2019-{r:010d}-{c:010d}",
    "gdal_retile": lambda row, col, r, c: f"S2_2019_{row + 1}_{col + 1}",
    "row and column": lambda row, col, r, c: f"S2_r{row}c{col}",
    "x and y": lambda row, col, r, c: f"S2_x{col:02d}_y{row:02d}",
    "grass": lambda row, col, r, c: f"S2-{row:03d}-{col:03d}",
    "qgis": lambda row, col, r, c: f"S2.{row * 7 + col}",
    "arcgis": lambda row, col, r, c: f"valley{row * 7 + col}",
}


def stack(rows: int = 60, cols: int = 80, dtype: str = "uint16", seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.integers(80, 3000, (len(NAMES), rows, cols)).astype(dtype)


def write_tiles(
    folder: Path, data: np.ndarray, rows: list[int], cols: list[int], form, *, leave_out=(), **more
) -> None:
    transform = more.pop("transform", NORTH_UP)
    mask = more.pop("mask", None)
    descriptions = more.pop("descriptions", NAMES)
    for i, (r0, r1) in enumerate(zip([0, *rows], [*rows, data.shape[1]], strict=True)):
        for j, (c0, c1) in enumerate(zip([0, *cols], [*cols, data.shape[2]], strict=True)):
            if (i, j) not in leave_out:
                piece = transform * Affine.translation(c0, r0)
                path = folder / f"{form(i, j, r0, c0)}.tif"
                write(path, data[:, r0:r1, c0:c1], piece, descriptions, **more)
                if mask is not None:
                    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "r+") as out:
                        out.write_mask(mask[r0:r1, c0:c1])


def write(path: Path, data: np.ndarray, transform: Affine, descriptions=NAMES, crs: str = "EPSG:32633", **more) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="GTiff", count=len(data), height=data.shape[1], width=data.shape[2], dtype=data.dtype,
        crs=crs, transform=transform, **more,
    ) as out:  # fmt: skip
        out.write(data)
        for index, name in enumerate(descriptions, 1):
            out.set_band_description(index, name)
    return path

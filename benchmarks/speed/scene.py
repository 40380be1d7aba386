"""The scene that speed is measured on: the demo's landscape, mirrored side by side until the scene is full."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.warp import calculate_default_transform, reproject

from l4s_core.channels.registry import NATIVE_RESOLUTION_M
from l4s_core.synthetic.demo_scene import COLS, MARGIN_PX, ROWS, SEED
from l4s_core.synthetic.landscape import make_landscape
from l4s_core.synthetic.terrain import make_terrain

Format = Literal["tif", "jp2"]
CRS = "EPSG:32625"
ORIGIN_M = (500000.0, 4980000.0)
AROUND_PX = 60  # how far the DEM reaches beyond the scene
OFFSET = 1000  # of the stored numbers, as in products since baseline 04.00
_COARSEST = 6  # 10 m pixels in a pixel of 60 m


@dataclass(frozen=True)
class SpeedScene:
    """``folder``: 13 single-band files at 10, 20 and 60 m; ``dem``: EPSG:4326, about 30 m; ``side``: 10 m pixels."""

    folder: Path
    dem: Path
    side: int


def speed_scene(work: Path, side: int, kind: Format = "tif") -> SpeedScene:
    """The scene in ``work``, made where it is not there yet. ``side`` is rounded up to whole pixels of 60 m."""
    side = -(-side // _COARSEST) * _COARSEST
    scene = SpeedScene(work / f"scene_{side}_{kind}", work / f"dem_{side}.tif", side)
    if not scene.folder.is_dir():
        unfinished = work / f"{scene.folder.name}.part"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _write(unfinished, scene, kind)
        unfinished.rename(scene.folder)
    return scene


def _write(folder: Path, scene: SpeedScene, kind: Format) -> None:
    rng = np.random.default_rng(SEED)
    terrain = make_terrain((ROWS + 2 * MARGIN_PX, COLS + 2 * MARGIN_PX), rng)
    landscape = make_landscape(terrain, rng, margin_px=MARGIN_PX)
    for name, band in landscape.bands.items():
        pixel = NATIVE_RESOLUTION_M[name]
        stored = np.where(np.isfinite(band), np.clip(np.rint(band) + OFFSET, 1, 65535), 0).astype(np.uint16)
        values = _mirrored(stored, round(scene.side * 10 / pixel))
        path = folder / (f"B{int(name[1:]):02d}.{kind}" if name[1:].isdigit() else f"{name}.{kind}")
        _write_band(path, values, Affine(pixel, 0, ORIGIN_M[0], 0, -pixel, ORIGIN_M[1]), kind)
    inner = terrain.elevation_m[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX].astype(np.float32)
    _write_dem(scene.dem, _mirrored(inner, scene.side + 2 * AROUND_PX))


def _mirrored(tile: npt.NDArray[np.generic], side: int) -> npt.NDArray[np.generic]:
    """(side, side) of the tile and its mirror images in turn, without a seam."""
    index = []
    for length in tile.shape:
        at = np.arange(side) % (2 * length)
        index.append(np.where(at < length, at, 2 * length - 1 - at))
    return tile[np.ix_(*index)]


def _write_band(path: Path, values: npt.NDArray[np.generic], transform: Affine, kind: Format) -> None:
    profile = {
        "height": values.shape[0], "width": values.shape[1], "count": 1, "dtype": "uint16", "nodata": 0,
        "crs": CRS, "transform": transform,
    }  # fmt: skip
    if kind == "tif":
        profile |= {"driver": "GTiff", "tiled": True, "blockxsize": 512, "blockysize": 512}
        profile |= {"compress": "deflate", "predictor": 2, "num_threads": "ALL_CPUS"}
    else:
        profile |= {"driver": "JP2OpenJPEG", "reversible": "YES", "quality": 100}
        profile |= {"blockxsize": 1024, "blockysize": 1024}
    with rasterio.open(path, "w", **profile) as target:
        target.write(values, 1)


def _write_dem(path: Path, elevation_m: npt.NDArray[np.generic]) -> None:
    side = elevation_m.shape[0]
    own = Affine(10, 0, ORIGIN_M[0] - 10 * AROUND_PX, 0, -10, ORIGIN_M[1] + 10 * AROUND_PX)
    bounds = rasterio.transform.array_bounds(side, side, own)
    transform, width, height = calculate_default_transform(CRS, "EPSG:4326", side // 3, side // 3, *bounds)
    out = np.full((height, width), np.nan, np.float32)
    reproject(
        elevation_m, out, src_transform=own, src_crs=CRS, dst_transform=transform, dst_crs="EPSG:4326",
        dst_nodata=np.nan, resampling=Resampling.average, num_threads=2,
    )  # fmt: skip
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=1, dtype="float32", crs="EPSG:4326",
        transform=transform, nodata=np.nan, compress="deflate", predictor=3, tiled=True,
    ) as target:  # fmt: skip
        target.write(out, 1)

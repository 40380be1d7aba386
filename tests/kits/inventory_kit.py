"""Small real rasters, and what the inventory makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Silent
from l4s_core.inventory import (
    Inventory,
    Mask,
    MaskOptions,
    RunFacts,
    Terrain,
    build_inventory,
    make_mask,
)

PIXEL_M = 10.0
FACTS = RunFacts(
    model_id="tiny",
    model_sha="0" * 64,
    software="l4s test",
    run_utc="2024-01-02T03:04:05Z",
    scene_post="S2A_TEST",
    date_max="2024-01-01",
)
EVERYTHING = MaskOptions(mmu_m2=0, min_slope_deg=None)
"""Options that drop nothing."""

masks = st_np.arrays(
    np.uint8, st_np.array_shapes(min_dims=2, max_dims=2, max_side=14), elements=st.sampled_from([0, 0, 1, 1, 255])
)


def grid_of(shape: tuple[int, ...], crs: str = "EPSG:32643") -> GeoBox:
    return GeoBox(shape[:2], Affine(PIXEL_M, 0, 600_000, 0, -PIXEL_M, 1_280_000), crs)


def mask_of(array: Any) -> Mask:
    array = np.array(array, np.uint8)
    return Mask(array, grid_of(array.shape))


def write_raster(path: Path, array: npt.NDArray[Any], nodata: float | None = None, grid: GeoBox | None = None) -> Path:
    grid = grid or grid_of(array.shape)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=array.shape[0],
        width=array.shape[1],
        count=1,
        dtype=array.dtype,
        crs=grid.crs.to_wkt(),
        transform=grid.transform,
        nodata=nodata,
        tiled=True,
        blockxsize=256,
        blockysize=256,
        compress="deflate",
    ) as out:
        out.write(array, 1)
    return path


def write_pair(
    folder: Path, probability: npt.NDArray[Any], observed: npt.NDArray[Any] | None = None
) -> tuple[Path, Path]:
    """A probability file and an observed file; ``probability`` 0 to 1."""
    reasons = np.zeros(probability.shape, np.uint8) if observed is None else observed.astype(np.uint8)
    stored = np.where(reasons == 0, np.round(probability * 10_000), 65_535).astype(np.uint16)
    return (
        write_raster(folder / "probability.tif", stored, 65_535),
        write_raster(folder / "observed.tif", reasons),
    )


def terrain_of(dem: npt.NDArray[Any], slope: npt.NDArray[Any] | float = 20.0) -> Terrain:
    heights = dem.astype(np.float32)
    slopes = np.broadcast_to(np.asarray(slope, np.float32), heights.shape)
    return lambda roi: (heights[roi], slopes[roi])


def plane(shape: tuple[int, int], towards_deg: float, steepness: float = 0.5) -> npt.NDArray[np.float64]:
    """Elevation of a tilted plane that faces ``towards_deg`` (clockwise from north)."""
    row, col = np.mgrid[: shape[0], : shape[1]]
    east, north = col * PIXEL_M, -row * PIXEL_M
    angle = np.radians(towards_deg)
    return 1000 - steepness * (east * np.sin(angle) + north * np.cos(angle))


def inventory_of(
    folder: Path,
    probability: npt.NDArray[Any],
    observed: npt.NDArray[Any] | None = None,
    terrain: Terrain | None = None,
    options: MaskOptions = EVERYTHING,
    run: Mapping[str, str | int | float | None] | None = None,
) -> Inventory:
    p, o = write_pair(folder, probability, observed)
    mask = make_mask(p, o, options, terrain, Silent())
    return build_inventory(p, o, mask, terrain, FACTS, options, run or {}, Silent())

"""The demo's input: a zipped Level-2A product, a DEM in another CRS and resolution, and the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.synthetic.landscape import SUN_AZIMUTH_DEG, SUN_ZENITH_DEG, make_landscape
from l4s_core.synthetic.safe_writer import write_safe
from l4s_core.synthetic.safe_xml import SunAngles
from l4s_core.synthetic.terrain import Terrain, make_terrain

SEED = 7
ROWS, COLS = 450, 504
MARGIN_PX = 36
SENSING_TIME = datetime(2023, 8, 23, 13, 5, 51, 24000, tzinfo=timezone.utc)
# In the open North Atlantic: nobody takes these landslides for real ones of a real valley.
CRS = "EPSG:32625"
ORIGIN_M = (540000.0, 4980000.0)
DEM_PIXEL_DEG = (1 / 2700, 1 / 3600)  # about 30 m both ways at 45 degrees north


@dataclass(frozen=True)
class DemoInputs:
    """What `make_demo` wrote.

    ``product``: ``.SAFE.zip``, Level-2A, baseline 05.09. ``dem``: float32 GeoTIFF, EPSG:4326, about 30 m. ``truth``:
    uint16 GeoTIFF on the 10 m grid, 0 or the number of the landslide (clouds do not hide anything in it).
    """

    product: Path
    dem: Path
    truth: Path


def make_demo(folder: str | Path, *, seed: int = SEED) -> DemoInputs:
    """Make the demo scene in ``folder``; the same seed gives the same bytes. Files of an earlier run are replaced."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    terrain = make_terrain((ROWS + 2 * MARGIN_PX, COLS + 2 * MARGIN_PX), rng)
    landscape = make_landscape(terrain, rng, margin_px=MARGIN_PX)
    grid = demo_grid()
    for old in folder.glob("S2A_MSIL2A_*.SAFE.zip"):
        old.unlink()
    product = write_safe(
        folder,
        landscape.bands,
        grid,
        level="L2A",
        baseline="05.09",
        sensing_time=SENSING_TIME,
        scl=landscape.scl,
        sun=SunAngles(SUN_ZENITH_DEG, SUN_AZIMUTH_DEG),
        zip=True,
    )
    truth = folder / "truth.tif"
    _write_tiff(truth, landscape.truth, CRS, grid.affine)
    dem = folder / "dem_30m.tif"
    _write_dem(dem, terrain)
    return DemoInputs(product, dem, truth)


def demo_grid() -> GeoBox:
    """The 10 m grid of the demo scene."""
    from affine import Affine

    return GeoBox((ROWS, COLS), Affine(10, 0, ORIGIN_M[0], 0, -10, ORIGIN_M[1]), CRS)


def _write_dem(path: Path, terrain: Terrain) -> None:
    """The terrain with its margin on a geographic grid that covers the scene and a little more, average-resampled."""
    from affine import Affine
    from rasterio.enums import Resampling
    from rasterio.warp import reproject

    left, top = ORIGIN_M[0] - 10 * MARGIN_PX, ORIGIN_M[1] + 10 * MARGIN_PX
    # the scene and 200 m around it, which lies inside the terrain for certain
    inner = demo_grid().pad(20).extent.to_crs("EPSG:4326", resolution=100).boundingbox
    west, south, east, north = inner.bbox
    dx, dy = DEM_PIXEL_DEG
    width, height = int((east - west) / dx), int((north - south) / dy)
    transform = Affine(dx, 0, west, 0, -dy, north)
    out = np.full((height, width), np.nan, np.float32)
    reproject(
        terrain.elevation_m.astype(np.float32),
        out,
        src_transform=Affine(10, 0, left, 0, -10, top),
        src_crs=CRS,
        dst_transform=transform,
        dst_crs="EPSG:4326",
        dst_nodata=np.nan,
        resampling=Resampling.average,
        num_threads=1,
    )
    assert np.isfinite(out).all(), "the DEM reaches beyond the terrain it is made from"
    _write_tiff(path, np.round(out, 2), "EPSG:4326", transform)


def _write_tiff(path: Path, values: npt.NDArray[np.generic], crs: str, transform: object) -> None:
    import rasterio

    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=values.shape[0],
        width=values.shape[1],
        count=1,
        dtype=values.dtype,
        crs=crs,
        transform=transform,
        compress="deflate",
        predictor=3 if values.dtype.kind == "f" else 2,
    ) as dst:
        dst.write(values, 1)

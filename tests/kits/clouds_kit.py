"""Small Sentinel-2 scenes on disk for the tests of the cloud masks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox

from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import BandSource, Scene
from l4s_core.stack.optical import OpticalReader

UTM = "EPSG:32643"
ORIGIN = (620000.0, 1272000.0)

# reflectance at the surface
FOREST = {"B2": 0.03, "B3": 0.05, "B4": 0.03, "B8": 0.25, "B11": 0.14, "B12": 0.07}
CLOUD = {"B2": 0.50, "B3": 0.49, "B4": 0.48, "B8": 0.55, "B11": 0.45, "B12": 0.40}
SCAR = {"B2": 0.10, "B3": 0.14, "B4": 0.20, "B8": 0.28, "B11": 0.32, "B12": 0.26}
SHADOW = {"B2": 0.02, "B3": 0.02, "B4": 0.015, "B8": 0.08, "B11": 0.04, "B12": 0.02}
SNOW = {"B2": 0.80, "B3": 0.80, "B4": 0.78, "B8": 0.70, "B11": 0.08, "B12": 0.06}
WATER = {"B2": 0.04, "B3": 0.04, "B4": 0.02, "B8": 0.01, "B11": 0.005, "B12": 0.004}

Bands = dict[str, npt.NDArray[np.float32]]


def grid_of(rows: int, cols: int, pixel_m: float = 10.0) -> GeoBox:
    """A north-up UTM grid with its upper left corner at `ORIGIN`."""
    return GeoBox((rows, cols), Affine(pixel_m, 0.0, ORIGIN[0], 0.0, -pixel_m, ORIGIN[1]), UTM)


def write_tif(path: Path, values: npt.NDArray[Any], grid: GeoBox, **profile: Any) -> Path:
    """(rows, cols) or (bands, rows, cols) as a GeoTIFF (or what ``driver`` says)."""
    layers = values if values.ndim == 3 else values[None]
    options = {"driver": "GTiff", **profile}
    with rasterio.open(
        path,
        "w",
        count=layers.shape[0],
        height=layers.shape[1],
        width=layers.shape[2],
        dtype=layers.dtype,
        crs=str(grid.crs),
        transform=grid.transform,
        **options,
    ) as dataset:
        dataset.write(layers)
    return path


def ground(rows: int, cols: int, names: tuple[str, ...] = tuple(FOREST)) -> Bands:
    """Forest as far as one sees, reflectance."""
    return {name: np.full((rows, cols), FOREST[name], dtype=np.float32) for name in names}


def paint(bands: Bands, what: Mapping[str, float], centre: tuple[int, int], radius: int) -> npt.NDArray[np.bool_]:
    """Paint a disc; gives back where it is."""
    rows, cols = next(iter(bands.values())).shape
    r, c = np.ogrid[:rows, :cols]
    disc: npt.NDArray[np.bool_] = (r - centre[0]) ** 2 + (c - centre[1]) ** 2 <= radius**2
    for name, band in bands.items():
        band[disc] = what[name]
    return disc


def make_scene(folder: Path, bands: Bands, **facts: Any) -> tuple[Scene, OpticalReader]:
    """A scene of uint16 GeoTIFFs at 10 m (reflectance x 10000, 0 where NaN) and its reader."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, cols = next(iter(bands.values())).shape
    grid = grid_of(rows, cols)
    sources = {}
    for name, values in bands.items():
        counts = np.nan_to_num(np.round(values * 10000), nan=0.0).astype(np.uint16)
        sources[name] = BandSource(name, str(write_tif(folder / f"{name}.tif", counts, grid)))
    scene = Scene("made", str(folder), "band files", sources, grid, **facts)
    return scene, OpticalReader(scene, grid)


def real_scene(folder: Path, offset: float = 0.0, **facts: Any) -> tuple[Scene, OpticalReader]:
    """A folder of band files as it was delivered."""
    sources = {}
    for path in sorted(folder.glob("B*.tif")):
        name = path.stem.replace("B0", "B")
        sources[name] = BandSource(name, str(path), offset=offset)
    with rasterio.open(sources["B2"].path) as dataset:
        grid = GeoBox(dataset.shape, dataset.transform, str(dataset.crs))
    scene = Scene(folder.name, str(folder), "band files", sources, grid, **facts)
    return scene, OpticalReader(scene, grid)


class GivenMask:
    """A cloud mask from an array: (rows, cols) uint8 codes of `Reason`."""

    name = "given"

    def __init__(self, codes: npt.NDArray[np.uint8], *, finds_water: bool = True) -> None:
        self.codes = codes
        self.finds_water = finds_water

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        return self.codes[roi]

    def close(self) -> None: ...


def everything(grid: GeoBox) -> ROI:
    """The whole grid."""
    return slice(0, int(grid.shape[0])), slice(0, int(grid.shape[1]))


def bare_soil(optical: OpticalReader) -> npt.NDArray[np.bool_]:
    """Where the ground is red or brown and bright: fresh scars, tracks."""
    blue, green, red = optical.read(["B2", "B3", "B4"], everything(optical.grid))
    found: npt.NDArray[np.bool_] = (red > 1.12 * green) & (green > 1.05 * blue) & (red > 1000)
    return found

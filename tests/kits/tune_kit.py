"""A made scene with landslides that a small model misses and fields that it marks, and what an analyst says of them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from onnx_models import write_model
from scene_kit import ORIGIN, write_raster

SHAPE = (200, 260)
SLIDE = {"B4": 900, "B3": 300, "B2": 600, "B8": 1500}  # the model wants B4 400 above B2
FIELD = {"B4": 1200, "B3": 1200, "B2": 600, "B8": 1500}
GROUND = {"B4": 300, "B3": 400, "B2": 300, "B8": 2800}
SIDE = 8  # pixels


def corners() -> list[tuple[int, int, bool]]:
    """Row, column and whether it is a landslide, of every square."""
    places = [(row, col) for row in range(12, 180, 24) for col in range(12, 240, 28)]
    return [(row, col, k % 2 == 0) for k, (row, col) in enumerate(places)]


def scene_and_corrections(folder: Path, status: dict[bool, str] | None = None) -> tuple[Path, Path, Path]:
    """A folder of bands, a GeoPackage of reviewed squares, a model that finds the wrong ones."""
    words = {True: "added", False: "rejected"} if status is None else status
    scene = folder / "scene"
    scene.mkdir(parents=True)
    rng = np.random.default_rng(3)
    for band, ground in GROUND.items():
        data = rng.normal(ground, 25, SHAPE)
        for row, col, true in corners():
            value = (SLIDE if true else FIELD)[band]
            data[row : row + SIDE, col : col + SIDE] = rng.normal(value, 40, (SIDE, SIDE))
        write_raster(scene / f"{band}.tif", np.clip(data, 1, None).astype(np.uint16), nodata=0)
    squares = [shapely.box(*(ORIGIN * (col, row + SIDE)), *(ORIGIN * (col + SIDE, row))) for row, col, _ in corners()]
    table = gpd.GeoDataFrame({"Status": [words[true] for _, _, true in corners()]}, geometry=squares, crs="EPSG:32633")
    file = folder / "reviewed.gpkg"
    table.to_file(file, layer="reviewed")
    return scene, file, write_model(folder / "model.onnx", size_multiple=16)

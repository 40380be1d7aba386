"""Small inventories for the tests of cutting patches."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import shapely
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Silent


class Listener(Silent):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def message(self, text: str) -> None:
        self.messages.append(text)


def blobs(grid: GeoBox, count: int, seed: int = 0, radius_m: tuple[float, float] = (15, 120)) -> np.ndarray:
    """Star-shaped polygons over a grid, in its CRS."""
    rng = np.random.default_rng(seed)
    box = grid.extent.boundingbox
    shapes = []
    for _ in range(count):
        angles = np.sort(rng.uniform(0, 2 * np.pi, 11))
        reach = rng.uniform(*radius_m) * rng.uniform(0.5, 1, 11)
        x, y = rng.uniform(box.left, box.right), rng.uniform(box.bottom, box.top)
        shapes.append(shapely.Polygon(np.column_stack([x + reach * np.cos(angles), y + reach * np.sin(angles)])))
    return np.array([shapely.make_valid(shape) for shape in shapes], dtype=object)


def write_vector(path: Path, geometries: object, crs: object, **columns: object) -> Path:
    geopandas.GeoDataFrame(columns, geometry=list(geometries), crs=crs).to_file(path)
    return path

"""The overview picture of a finished run, from its files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling

from l4s_core.base.reasons import Reason
from l4s_core.inventory.types import Inventory
from l4s_core.pictures.overview import LARGEST_SIDE, write_overview
from l4s_core.predict.types import ScenePrediction
from l4s_core.rasters.grid import coarse_grid
from l4s_core.rasters.roi import full_roi
from l4s_core.rasters.write import decode_probability
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.stack import Stack


def draw_run(path: Path, stack: Stack, prediction: ScenePrediction, inventory: Inventory) -> None:
    """Write the overview PNG of a run, decimated to what fits on a page."""
    factor = max(1, -(-max(stack.grid.shape) // LARGEST_SIDE))
    grid = coarse_grid(stack.grid, factor)
    reader = OpticalReader(stack.scene, grid, coarse=True)
    shape = (int(grid.shape[0]), int(grid.shape[1]))
    try:
        names = [name for name in ("B4", "B3", "B2") if name in reader.names] or list(reader.names)[:1] * 3
        rgb = reader.read(names, full_roi(grid))
    finally:
        reader.close()
    with rasterio.open(prediction.probability) as src:
        probability = decode_probability(src.read(1, out_shape=shape, resampling=Resampling.nearest))
    with rasterio.open(prediction.observed) as src:
        reasons: npt.NDArray[np.uint8] = src.read(1, out_shape=shape, resampling=Resampling.nearest)
    asked = [reason for reason in Reason if reason != Reason.OUTSIDE_AREA]
    total = max(int(prediction.pixels[asked].sum()), 1)
    shares: dict[Reason, float] = {reason: float(prediction.pixels[reason]) / total for reason in asked}
    write_overview(path, rgb, probability, inventory.landslides, reasons, grid, title=stack.scene.name, shares=shares)

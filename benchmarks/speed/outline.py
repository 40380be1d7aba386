"""From a full mask to polygons with all attributes, and bare rasterio.features.shapes on the same mask. Prints JSON.

The terrain lies on the grid in memory, and once more it is warped from the DEM on the way (``with_dem``).

python outline.py PROBABILITY OBSERVED DEM REPEATS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter, process_time

import geopandas  # noqa: F401  (the inventory imports it when it is first used)
import numpy as np
import numpy.typing as npt
import rasterio.features
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Silent
from l4s_core.inventory import MaskOptions, RunFacts, build_inventory, make_mask
from l4s_core.rasters.roi import ROI
from l4s_core.terrain.reader import open_dem


def main(probability: Path, observed: Path, dem: Path, repeats: int) -> None:
    with rasterio.open(probability) as source:
        grid = GeoBox.from_rio(source)
    warped = open_dem(dem, grid, allow_partial=True).terrain
    layers = warped((slice(0, int(grid.shape[0])), slice(0, int(grid.shape[1]))))

    def terrain(roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        return layers[0][roi], layers[1][roi]

    options = MaskOptions(mmu_m2=0.0, min_slope_deg=None)
    facts = RunFacts("speed", None, "l4s", "2000-01-01T00:00:00Z")
    mask = make_mask(probability, observed, options, None, Silent())
    landslide = mask.array == 1
    found: dict[str, list[float]] = {"shapes_s": [], "shapes_cpu_s": [], "inventory_s": [], "inventory_cpu_s": []}
    for _ in range(repeats):
        start, cpu = perf_counter(), process_time()
        regions = sum(1 for _ in rasterio.features.shapes(mask.array, mask=landslide, connectivity=8))
        found["shapes_s"].append(perf_counter() - start)
        found["shapes_cpu_s"].append(process_time() - cpu)
        start, cpu = perf_counter(), process_time()
        inventory = build_inventory(probability, observed, mask, terrain, facts, options, {}, Silent())
        found["inventory_s"].append(perf_counter() - start)
        found["inventory_cpu_s"].append(process_time() - cpu)
    start, cpu = perf_counter(), process_time()
    build_inventory(probability, observed, mask, warped, facts, options, {}, Silent())
    found["with_dem_s"], found["with_dem_cpu_s"] = [perf_counter() - start], [process_time() - cpu]
    print(json.dumps({"regions": regions, "polygons": len(inventory.landslides), **found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))

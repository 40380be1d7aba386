"""All 14 channels of a scene on the 10 m grid, strip by strip, into an uncompressed GeoTIFF. Prints JSON.

python build_stack.py SCENE_FOLDER DEM OUTPUT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import rasterio
from rasterio.windows import Window

from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.clouds.nothing import NoMask
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import strips
from l4s_core.scene import open_scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.sources import SceneSource, TerrainSource
from l4s_core.stack.stack import Stack
from l4s_core.terrain.reader import open_dem


def main(folder: Path, dem: Path, output: Path) -> None:
    scene = open_scene(folder, offset=-1000, level="L2A")
    grid = analysis_grid(scene.grid)
    stack = Stack([SceneSource(OpticalReader(scene, grid)), TerrainSource(open_dem(dem, grid))], NoMask())
    names = [name for name in L4S_NAMES if name in stack.channels]
    start = perf_counter()
    with rasterio.open(
        output, "w", driver="GTiff", height=grid.shape[0], width=grid.shape[1], count=len(names), dtype="float32",
        crs=grid.crs.to_wkt(), transform=grid.transform, nodata=float("nan"), interleave="band", bigtiff="yes",
    ) as target:  # fmt: skip
        for roi in strips(grid):
            values = stack.read(names, roi)
            target.write(values, window=Window(0, roi[0].start, values.shape[2], values.shape[1]))
    print(json.dumps({"channels": len(names), "build_s": perf_counter() - start}))


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))

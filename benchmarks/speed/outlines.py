"""T5: polygons with all attributes against bare rasterio.features.shapes on the same mask."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import rasterio
from odc.geo.geobox import GeoBox
from speed.measure import Result, script
from speed.region_mask import write_regions
from speed.scene import Format, speed_scene

MOST_TIMES = 3.0


def outlines(work: Path, side: int, kind: Format, repeats: int) -> Result:
    """A mask with 60,000 regions on a full tile, fewer on a smaller one."""
    scene = speed_scene(work, side, kind)
    probability, observed = work / f"regions_{scene.side}.tif", work / f"regions_{scene.side}_observed.tif"
    if not (probability.is_file() and observed.is_file()):
        with rasterio.open(scene.folder / f"B04.{kind}") as source:
            write_regions(GeoBox.from_rio(source), probability, observed)
    figures = script("outline.py", probability, observed, scene.dem, repeats).output
    times = median(a / b for a, b in zip(figures["inventory_s"], figures["shapes_s"], strict=True))
    times_cpu = median(a / b for a, b in zip(figures["inventory_cpu_s"], figures["shapes_cpu_s"], strict=True))
    return Result(
        "T5",
        f"polygons with all attributes within {MOST_TIMES:g} times bare shapes",
        f"{times:.1f} times ({figures['regions']} regions, {scene.side} px)",
        times <= MOST_TIMES,
        {"times": times, "times_cpu": times_cpu, "side": scene.side, **figures},
    )

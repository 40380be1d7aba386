"""Peak memory and time of a whole run against the size of the scene.

    python benchmarks/memory.py [SIDE ...]

The scene is the demo's landscape repeated over SIDE x SIDE pixels, written as tiled GeoTIFF bands with a DEM; each run
is a process of its own. Prints a table and JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

from l4s_core.synthetic.demo_scene import make_demo

BANDS = ("B02", "B03", "B04", "B08", "B11", "B12")
ORIGIN = Affine(10, 0, 500000, 0, -10, 4900000)


def write_scene(folder: Path, side: int) -> tuple[Path, Path]:
    """Bands at 10 m, repeated from the demo product, and a DEM at 30 m in the same CRS."""
    demo = make_demo(folder / "demo")
    scene = folder / f"scene{side}"
    scene.mkdir()
    inner = f"/vsizip/{demo.product}"
    with rasterio.open(f"{inner}/{demo.product.name.removesuffix('.zip')}/MTD_MSIL2A.xml") as product:
        groups = product.subdatasets
    found: dict[str, np.ndarray] = {}
    for name in groups:
        if ":TCI" in name:
            continue
        with rasterio.open(name) as src:
            for index, words in enumerate(src.descriptions, start=1):
                band = words.split(",")[0]
                key = f"B{int(band[1:]):02d}" if band[1:].isdigit() else band
                if key in BANDS:
                    data = src.read(index)
                    repeat = round(450 / data.shape[0])
                    found[key] = data.repeat(repeat, 0).repeat(repeat, 1)
    times = -(-side // 450)
    profile = {
        "driver": "GTiff", "count": 1, "height": side, "width": side, "crs": "EPSG:32625", "transform": ORIGIN,
        "tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "deflate", "nodata": 0, "dtype": "uint16",
    }  # fmt: skip
    for key, data in found.items():
        with rasterio.open(scene / f"{key}.tif", "w", **profile) as dst:
            dst.write(np.tile(data, (times, times))[:side, :side], 1)
    count = side // 3 + 20
    y, x = np.mgrid[:count, :count]
    heights = (900 + 350 * np.sin(x / 17) * np.cos(y / 23)).astype(np.float32)
    dem = folder / f"dem{side}.tif"
    with rasterio.open(
        dem, "w", driver="GTiff", count=1, height=count, width=count, crs="EPSG:32625", dtype="float32",
        transform=ORIGIN * Affine.translation(-30, -30) * Affine.scale(3),
    ) as dst:  # fmt: skip
        dst.write(heights, 1)
    return scene, dem


def main() -> None:
    sides = [int(text) for text in sys.argv[1:]] or [1372, 2745, 5490]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for side in sides:
            folder = Path(name) / str(side)
            scene, dem = write_scene(folder, side)
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "l4s_core.cli.detect", scene, "--dem", dem, "-o", folder / "out.gpkg",
                 "--clouds", "builtin", "--offset", "-1000", "--progress", "json"],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            seconds = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # largest child so far, MiB
            result = json.loads(done.stdout.splitlines()[-1])["result"]
            rows.append({"side_px": side, "seconds": round(seconds, 1), "peak_mib": round(peak),
                         "polygons": result["polygons"]})  # fmt: skip
            print(rows[-1], flush=True)
    print("| side, px | seconds | s per megapixel | peak MiB | polygons |\n|---|---|---|---|---|")
    for row in rows:
        rate = row["seconds"] / (row["side_px"] / 1000) ** 2
        print(f"| {row['side_px']} | {row['seconds']} | {rate:.2f} | {row['peak_mib']} | {row['polygons']} |")
    print(json.dumps(rows))


if __name__ == "__main__":
    main()

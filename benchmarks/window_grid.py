"""How much the result depends on where the windows lie, for several window sizes and overlaps.

    python benchmarks/window_grid.py --scenes ../shared/data/scenes

The same scene is run with the lattice of windows moved; compared are the probability (mean absolute difference over
observed pixels) and, much stricter, the mask at the model's threshold (intersection over union).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import rasterio

import l4s_core
from l4s_core.inference.open import open_model
from l4s_core.rasters.write import decode_probability

SCENES = {"puthumala_2019": "puthumala_2019/Copernicus_DEM_30m.tif", "hokkaido_2018/post": "hokkaido_2018/DSM.tif"}
ORIGINS = ((0, 0), (37, 91), (100, 13))


def probability(folder: Path, dem: Path, **how: object) -> np.ndarray:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "p.tif"
        l4s_core.detect(folder, dem, probability=path, clouds="builtin", **how)
        with rasterio.open(path) as src:
            return decode_probability(src.read(1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=Path, default=Path("../shared/data/scenes"))
    args = parser.parse_args()
    threshold = open_model(None, "cpu").card.threshold
    print("| scene | tile | overlap | hectares marked | mean difference | IoU of masks |\n|---|---|---|---|---|---|")
    for name, dem in SCENES.items():
        for tile, overlap in ((256, 64), (256, 128), (512, 128), (512, 256)):
            maps = [
                probability(args.scenes / name, args.scenes / dem, tile=tile, overlap=overlap, origin=origin)
                for origin in ORIGINS
            ]
            masks = [p >= threshold for p in maps]
            areas = " ".join(f"{m.sum() / 100:.1f}" for m in masks)
            mean = max(float(np.nanmean(np.abs(maps[0] - p))) for p in maps[1:])
            iou = min((masks[0] & m).sum() / max((masks[0] | m).sum(), 1) for m in masks[1:])
            print(f"| {name} | {tile} | {overlap} | {areas} | {mean:.4f} | {iou:.2f} |", flush=True)


if __name__ == "__main__":
    main()

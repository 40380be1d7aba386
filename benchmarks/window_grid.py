"""How much the result depends on where the windows lie, for several window sizes and overlaps.

    python benchmarks/window_grid.py --scenes ../shared/data/scenes
    python benchmarks/window_grid.py --windows 256/96 512/192 --only puthumala_2019

The same scene is run with the lattice of windows moved; compared are the probability (mean absolute difference over
observed pixels) and, much stricter, the mask at the model's threshold (intersection over union).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

import l4s_core
from l4s_core.inference.open import open_model
from l4s_core.rasters.write import decode_probability

SCENES: dict[str, dict[str, Any]] = {
    "puthumala_2019": {"dem": "puthumala_2019/Copernicus_DEM_30m.tif", "allow_partial_dem": True, "offset": 0},
    "wayanad_2024_cloudy": {"no_dem": True, "offset": -1000},
    "hokkaido_2018/post": {"dem": "hokkaido_2018/DSM.tif", "offset": 0},
}
WINDOWS = ("256/64", "256/96", "256/128", "512/192", "512/256")  # tile and overlap in pixels
ORIGINS = ((0, 0), (37, 91), (100, 13))


def probability(folder: Path, dem: Path | None, **how: Any) -> np.ndarray:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "p.tif"
        l4s_core.detect(folder, dem, probability=path, clouds="none", level="L2A", **how)
        with rasterio.open(path) as src:
            return decode_probability(src.read(1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=Path, default=Path("../shared/data/scenes"))
    parser.add_argument("--windows", nargs="+", default=WINDOWS, metavar="TILE/OVERLAP")
    parser.add_argument("--only", nargs="+", choices=list(SCENES), default=list(SCENES))
    parser.add_argument("--model", help="as l4s-detect takes it; the default model otherwise")
    args = parser.parse_args()
    threshold = open_model(args.model, "cpu").card.threshold
    print("| scene | tile | overlap | hectares marked | mean difference | IoU of masks |\n|---|---|---|---|---|---|")
    for name in args.only:
        how = dict(SCENES[name])
        dem = args.scenes / how.pop("dem") if "dem" in how else None
        for tile, overlap in (map(int, pair.split("/")) for pair in args.windows):
            maps = [
                probability(args.scenes / name, dem, tile=tile, overlap=overlap, origin=at, model=args.model, **how)
                for at in ORIGINS
            ]
            masks = [p >= threshold for p in maps]
            areas = " ".join(f"{m.sum() / 100:.1f}" for m in masks)
            mean = max(float(np.nanmean(np.abs(maps[0] - p))) for p in maps[1:])
            iou = min((masks[0] & m).sum() / max((masks[0] | m).sum(), 1) for m in masks[1:])
            print(f"| {name} | {tile} | {overlap} | {areas} | {mean:.4f} | {iou:.2f} |", flush=True)


if __name__ == "__main__":
    main()

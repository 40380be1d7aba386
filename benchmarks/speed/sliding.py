"""The straightforward way: load the whole stack, slide the network over it in PyTorch, outline what is found.

    python sliding.py SCENE_FOLDER DEM THRESHOLD OUTPUT

No clouds, no terrain gate, two attributes: what a short script does. Prints JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import geopandas
import numpy as np
import rasterio
import rasterio.features
import torch
from lite_weights import LiteProbability
from monai.inferers import sliding_window_inference
from rasterio.enums import Resampling
from rasterio.warp import reproject

from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.inference.batch_size import BATCH_PX
from l4s_core.inference.open import open_model

OFFSET = 1000
BRIGHTNESS_PX = 256


def load_stack(folder: Path, dem: Path) -> tuple[np.ndarray, dict]:
    """(14, rows, cols) float32: twelve bands (all but B8A), slope, elevation; and the profile of a 10 m band."""
    with rasterio.open(folder / "B04.tif") as source:
        profile = source.profile
    stack = np.empty((14, profile["height"], profile["width"]), np.float32)
    place = {"dst_transform": profile["transform"], "dst_crs": profile["crs"]}
    for layer, name in zip(stack, [n for n in SENTINEL2_BANDS if n != "B8A"], strict=False):
        with rasterio.open(folder / f"B{int(name[1:]):02d}.tif") as source:
            band = rasterio.band(source, 1)
            reproject(band, layer, **place, resampling=Resampling.bilinear, num_threads=2)
        layer -= OFFSET
    with rasterio.open(dem) as source:
        reproject(rasterio.band(source, 1), stack[13], **place, resampling=Resampling.cubic, num_threads=2)
    south, east = np.gradient(stack[13], 10.0)
    stack[12] = np.degrees(np.arctan(np.hypot(south, east)))
    return stack, profile


def relative(rgb: np.ndarray) -> np.ndarray:
    """Each block over the median of its mean of bands."""
    out = rgb.copy()
    for top in range(0, rgb.shape[1], BRIGHTNESS_PX):
        for left in range(0, rgb.shape[2], BRIGHTNESS_PX):
            block = out[:, top : top + BRIGHTNESS_PX, left : left + BRIGHTNESS_PX]
            block /= max(np.median(block.mean(axis=0)), 100.0)
    return out


def main(folder: Path, dem: Path, threshold: float, output: Path) -> None:
    start = perf_counter()
    card = open_model(None, "cpu").card
    stack, profile = load_stack(folder, dem)
    x = torch.from_numpy(relative(stack[[3, 2, 1]]))[None]
    loaded = perf_counter()
    net = LiteProbability()
    with torch.inference_mode():
        probability = sliding_window_inference(
            x, (card.tile_px, card.tile_px), max(1, BATCH_PX // card.tile_px**2), net,
            overlap=card.overlap_px / card.tile_px, mode="gaussian",
        )[0, 0].numpy()  # fmt: skip
    run = perf_counter()
    mask = (probability >= threshold).astype(np.uint8)
    shapes = rasterio.features.shapes(mask, mask=mask == 1, connectivity=8, transform=profile["transform"])
    frame = geopandas.GeoDataFrame.from_features(
        [{"type": "Feature", "geometry": shape, "properties": {}} for shape, _ in shapes], crs=profile["crs"]
    )
    frame["area_m2"], frame["perim_m"] = frame.area, frame.length
    frame.to_file(output, driver="GPKG")
    times = {"load_s": loaded - start, "network_s": run - loaded, "outline_s": perf_counter() - run}
    print(json.dumps({**times, "polygons": len(frame)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4]))

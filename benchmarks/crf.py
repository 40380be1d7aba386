"""The conditional random field against its naive form, a matrix of all pairs of pixels: time and error; a whole scene.

    python benchmarks/crf.py  # images of 24 to 72 pixels
    python benchmarks/crf.py --scene p.tif B02.tif B03.tif B04.tif B08.tif --side 10980

A scene is a probability as `l4s-detect --probability` writes it and bands on its grid, repeated to ``--side`` pixels
each way. One process, as many threads as `refine_raster` takes; with ``--device cuda`` the GPU.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.windows import Window
from scipy.ndimage import gaussian_filter

from l4s_core.base.progress import Silent
from l4s_core.rasters.roi import ROI
from l4s_core.rasters.write import PROBABILITY_NODATA, observed_writer, probability_writer
from l4s_core.refine.crf import LEAST, Kernels, mean_field
from l4s_core.refine.raster import refine_raster

THRESHOLD = 0.3214


def naive(p: np.ndarray, features: np.ndarray, threshold: float, kernels: Kernels) -> np.ndarray:
    """Every pair of pixels as one entry of a matrix, nothing cut off, float64."""
    rows, cols = p.shape
    place = np.stack(np.mgrid[:rows, :cols]).reshape(2, -1).astype(float)
    looks = features.reshape(len(features), -1).astype(float)
    apart = sum((one[:, None] - one[None]) ** 2 for one in place)
    unlike = sum((one[:, None] - one[None]) ** 2 for one in looks) / len(looks)
    k = np.exp(-apart / (2 * kernels.near_px**2) - unlike / (2 * kernels.alike**2))
    norm = np.sqrt(k.sum(axis=1))
    k *= kernels.weight / np.outer(norm, norm)
    np.fill_diagonal(k, 0)
    start = np.clip(p.ravel().astype(float), LEAST, 1 - LEAST)
    even = np.log(threshold / (1 - threshold))
    unary = np.log(start / (1 - start)) - even
    z = unary
    for _ in range(kernels.rounds):
        z = unary + k @ np.tanh(z / 2)  # 2 Q - 1
    return (1 / (1 + np.exp(-(z + even)))).reshape(p.shape)


def small(kernels: Kernels) -> None:
    print("| pixels | naive, s | narrow kernels, s | largest difference | mean | other side of the threshold |")
    print("|---|---|---|---|---|---|")
    rng = np.random.default_rng(0)
    for side in (24, 48, 72):
        p = rng.random((side, side)).astype(np.float32) ** 2
        features = (0.3 * gaussian_filter(rng.normal(0, 1, (4, side, side)), (0, 2, 2))).astype(np.float32)
        one = np.ones_like(p)
        begun = time.perf_counter()
        wanted = naive(p, features, THRESHOLD, kernels)
        between = time.perf_counter()
        made = mean_field(p, features, one, one, THRESHOLD, kernels)
        done = time.perf_counter()
        off = np.abs(made - wanted)
        flips = int(((made >= THRESHOLD) != (wanted >= THRESHOLD)).sum())
        print(
            f"| {side} x {side} | {between - begun:.2f} | {done - between:.2f} | {off.max():.1e} | {off.mean():.1e} | "
            f"{flips} |",
            flush=True,
        )


def scene(probability: Path, bands: Sequence[Path], side: int, device: str, kernels: Kernels) -> None:
    with rasterio.open(probability) as source:
        values = source.read(1)
        whole = GeoBox.from_rio(source)
    rows, cols = values.shape
    files = [rasterio.open(path) for path in bands]

    def read(roi: ROI) -> np.ndarray:
        """The bands of the scene, repeated."""
        at = [np.arange(part.start, part.stop) % n for part, n in zip(roi, (rows, cols), strict=True)]
        return loaded[:, at[0][:, None], at[1][None]].astype(np.float32)

    loaded = np.stack([file.read(1, window=Window(0, 0, cols, rows)) for file in files])
    grid = GeoBox((side, side), whole.transform, whole.crs)
    with tempfile.TemporaryDirectory() as folder:
        p, seen, out = (Path(folder) / name for name in ("p.tif", "seen.tif", "out.tif"))
        with probability_writer(p, grid) as target, observed_writer(seen, grid) as observed:
            across = np.arange(side) % cols
            for top in range(0, side, 256):
                strip = values[(np.arange(top, min(top + 256, side)) % rows)[:, None], across[None]]
                target.write(strip)
                observed.write(np.where(strip == PROBABILITY_NODATA, 2, 0).astype(np.uint8))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wall, cpu = time.perf_counter(), time.process_time()
        changed = refine_raster(p, seen, read, out, THRESHOLD, Silent(), kernels=kernels, device=device)  # type: ignore[arg-type]
        print(
            f"{side} x {side} px, {(values[values <= 10_000] >= THRESHOLD * 10_000).mean():.2%} landslide: "
            f"{time.perf_counter() - wall:.0f} s, {time.process_time() - cpu:.0f} s of CPU, {changed} px changed, "
            f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (before: {before:.0f})"
        )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scene", type=Path, nargs="+", metavar="FILE", help="probability, then bands")
    parser.add_argument("--side", type=int, default=2000)
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    args = parser.parse_args(words)
    if args.scene:
        scene(args.scene[0], args.scene[1:], args.side, args.device, Kernels())
    else:
        small(Kernels())


if __name__ == "__main__":
    main()

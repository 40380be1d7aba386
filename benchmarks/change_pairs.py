"""New landslides with a scene before, where the truth is known: a real debris flow painted out of its own scene.

    python benchmarks/change_pairs.py [--model NAME] [--picture PNG]

The scene after is real (Puthumala 2019); the scene before is made of it: the flow is filled with the spectra of forest
near by, then the whole is given another season, another place and noise. The flow is the ground of NDVI below 0.55
along its axis. Recall and false area (share of the ground observed on both dates) are counted against it; ``beyond``
leaves out what lies within two pixels, where mixed pixels may belong to either.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.spatial import cKDTree

import l4s_core

SCENE = Path(__file__).resolve().parents[2] / "shared" / "data" / "scenes" / "puthumala_2019"
AXIS = ((348, 155), (369, 126), (407, 119), (455, 104), (482, 80), (514, 59), (535, 37), (568, 11))  # column, row
SEASON = {"B02": 1.1, "B03": 1.15, "B04": 1.35, "B05": 1.1, "B06": 0.8, "B07": 0.75, "B08": 0.75, "B8A": 0.75}
PAIRS: dict[str, dict[str, Any]] = {
    "same season, in place": {},
    "drier season, 1.0 px aside": {"moved": (0.8, -0.6), "season": True},
    "4 px aside": {"moved": (3.3, 2.2)},
    "drier season, 1.0 px, a tenth more noise": {"moved": (0.8, -0.6), "season": True, "noise": 0.1},
}


def bands() -> dict[str, npt.NDArray[np.float32]]:
    found = {}
    for path in sorted(SCENE.glob("B*.tif")):
        with rasterio.open(path) as source:
            found[path.stem] = source.read(1).astype(np.float32)
    return found


def flow(after: dict[str, npt.NDArray[np.float32]]) -> npt.NDArray[np.bool_]:
    ndvi = (after["B08"] - after["B04"]) / (after["B08"] + after["B04"])
    picture = Image.new("L", ndvi.shape[::-1])
    ImageDraw.Draw(picture).line(AXIS, fill=1, width=22, joint="curve")
    pieces, count = ndimage.label((np.array(picture) > 0) & (ndvi < 0.55), np.ones((3, 3)))
    sizes = ndimage.sum(pieces > 0, pieces, range(count + 1))
    return sizes[pieces] > 30


def paint_out(
    folder: Path,
    after: dict[str, npt.NDArray[np.float32]],
    gone: npt.NDArray[np.bool_],
    names: list[str],
    moved: tuple[float, float] = (0.0, 0.0),
    season: bool = False,
    noise: float = 0.03,
) -> Path:
    folder.mkdir()
    rng = np.random.default_rng(1)
    ndvi = (after["B08"] - after["B04"]) / (after["B08"] + after["B04"])
    green = np.clip((ndvi - 0.2) / 0.6, 0, 1)
    rows, cols = np.nonzero(ndimage.binary_dilation(gone))
    forest = np.argwhere((ndvi > 0.65) & ~ndimage.binary_dilation(gone, iterations=3))
    _, near = cKDTree(forest).query(np.c_[rows, cols], k=40)
    taken = forest[near[np.arange(len(rows)), rng.integers(0, 40, len(rows))]]
    for name in names:
        layer = after[name].copy()
        layer[rows, cols] = after[name][taken[:, 0], taken[:, 1]]
        if season:
            layer = layer * (1 + (SEASON.get(name, 1.15) - 1) * green) + 30
        layer = ndimage.shift(layer, moved, order=3, mode="nearest") * (1 + rng.normal(0, noise, layer.shape))
        with (
            rasterio.open(SCENE / f"{name}.tif") as source,
            rasterio.open(folder / f"{name}.tif", "w", **source.profile) as target,
        ):
            target.write(np.clip(layer, 1, 65534).astype(source.profile["dtype"]), 1)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--runout", action="store_true", help="grow run-outs, too")
    asked = parser.parse_args()
    after = bands()
    truth = flow(after)
    near = ndimage.binary_dilation(truth, iterations=2)
    print(f"| pair | bands | polygons | recall | false area | beyond 2 px | placebo | shift found |\n|{'---|' * 8}")
    with tempfile.TemporaryDirectory() as work:
        for colours in (False, True):
            names = ["B02", "B03", "B04"] if colours else list(after)
            scene = SCENE
            if colours:
                scene = Path(work) / "three"
                scene.mkdir()
                for name in names:
                    (scene / f"{name}.tif").symlink_to(SCENE / f"{name}.tif")
            for number, (kind, how) in enumerate([("no scene before", None), *PAIRS.items()]):
                before = (
                    None if how is None else paint_out(Path(work) / f"{colours}{number}", after, truth, names, **how)
                )
                mask = Path(work) / "mask.tif"
                found = l4s_core.detect(
                    scene, SCENE / "Copernicus_DEM_30m.tif", before=before, mask=mask, model=asked.model,
                    level="L2A", pre_level="L2A", offset=0, pre_offset=0, overwrite=True, runout=asked.runout,
                )  # fmt: skip
                with rasterio.open(mask) as source:
                    values = source.read(1)
                seen, marked = values != 255, values == 1
                run = found.run
                placebo = "" if before is None else f"{run['change_placebo_rate']:.2%}"
                shift = "" if before is None else f"{run['change_shift_rows_px']}, {run['change_shift_cols_px']}"
                print(
                    f"| {kind} | {'B2, B3, B4' if colours else 'all'} | {len(found.landslides)} "
                    f"| {marked[truth & seen].mean():.2f} | {(marked & ~truth)[seen].mean():.2%} "
                    f"| {(marked & ~near)[seen].mean():.2%} | {placebo} | {shift} |",
                    flush=True,
                )
                if asked.picture is not None and not colours and number in (0, 2):
                    draw(after, values, asked.picture.with_stem(f"{asked.picture.stem}_{number}"))


def draw(after: dict[str, npt.NDArray[np.float32]], mask: npt.NDArray[np.uint8], path: Path) -> None:
    picture = np.clip(np.stack([after[name] for name in ("B04", "B03", "B02")], axis=-1) / 2000, 0, 1) * 255
    edge = (mask == 1) & ~ndimage.binary_erosion(mask == 1)
    picture[mask == 255] = picture[mask == 255] * 0.5 + 60
    picture[edge] = (255, 255, 0)
    Image.fromarray(picture.astype(np.uint8)).resize((1162, 400)).save(path)


if __name__ == "__main__":
    main()

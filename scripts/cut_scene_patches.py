"""Patches of whole scenes, to train on beside those of the competition.

python scripts/cut_scene_patches.py FOLDER

FOLDER/north: the upper halves of the scenes without landslides, so that the lower ones can judge; fields and hills
whole. FOLDER/whole: these scenes whole. FOLDER/flows: the two debris flows of Kerala (Level-2A), labelled as
`benchmarks/model_scores.py` judges them: what is in 20 m around the flow, under cloud and in its shadow is ignored.
FOLDER/wide: the same with patches of 256 pixels, for training on joined patches (`l4s stitch`); what is smaller is
mirrored at its edges, as it is when it is mapped.
What was trained on says nothing any more about a model: whole scenes and flows are for the last run, see
`scripts/train_default_model`. What is there already is left as it is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
from rasterio.features import shapes
from rasterio.transform import Affine
from rasterio.windows import Window
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import model_scores as measured  # noqa: E402 - the scenes and their labels stand there

from l4s_core.cli.main import main as l4s  # noqa: E402
from l4s_core.patches.types import IGNORE  # noqa: E402

BANDS = ("B02", "B03", "B04", "B08")
CHANNELS = "B4,B3,B2"
STRIDE_PX = 48  # the flows lie in few patches: the same ground in several places of a patch
WIDE_PX = 256
HALVED = {"dolomites": "64", "virginia": "128", "chittagong": "128"}  # stride: the Dolomites are bare and small


def cut(scene: Path, out: Path, how: dict[str, Any], *options: str) -> None:
    """Patches of a scene in the folder ``out``, which is left as it is where it is there."""
    if out.is_dir():
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    told = [word for name, value in how.items() for word in (f"--{name}", str(value))]
    words = ["patches", str(scene), "--no-dem", "--clouds", "none", "--channels", CHANNELS, "-o", str(out)]
    l4s([*words, *told, *options], standalone_mode=False)


def cut_flow(scene: str, out: Path, data: Path) -> None:
    """Patches of a debris flow and of what lies around it, of both sizes."""
    how = measured.FLOWS[scene]
    folder = data / "scenes" / scene
    with rasterio.open(folder / "B04.tif") as source:
        grid = {"crs": source.crs, "transform": source.transform}
    outlines = gpd.read_file(measured.OUTLINES)
    label = measured.flow_label(folder, how, outlines[outlines["scene"] == scene], grid)
    with tempfile.TemporaryDirectory() as work:
        files = {}
        for name, chosen in (("flow", label == 1), ("mapped", label != IGNORE)):
            found = [shape(geometry) for geometry, _ in shapes(label, chosen, transform=grid["transform"])]
            files[name] = Path(work) / f"{name}.gpkg"
            gpd.GeoDataFrame(geometry=found, crs=grid["crs"]).dissolve().to_file(files[name])
        told = {"offset": how["offset"], "level": "L2A", "inventory": files["flow"], "mapped-area": files["mapped"]}
        more = ("--stride", str(STRIDE_PX), "--min-landslide-px", "20")
        cut(folder, out / "flows" / scene, told, *more)
        cut_wide(folder, out / "wide" / "flows" / scene, told, *more)


def cut_wide(scene: Path, out: Path, how: dict[str, Any], *options: str) -> None:
    """Patches of 256 pixels; a scene that is smaller is mirrored first."""
    if out.is_dir():
        return
    with tempfile.TemporaryDirectory() as work:
        cut(mirrored(scene, Path(work) / out.name), out, how, *options, "--size", str(WIDE_PX))


def mirrored(scene: Path, out: Path) -> Path:
    """The bands of a scene, in a folder ``out``, with as much mirrored ground around as makes a patch of 256 pixels.

    The scene itself where it is large enough, or one file.
    """
    bands = [path for path in sorted(scene.glob("*.tif")) if "DEM" not in path.name] if scene.is_dir() else []
    if not bands:
        return scene
    with rasterio.open(bands[0]) as source:
        rows, cols = (max(0, WIDE_PX - size) for size in source.shape)
    if not rows and not cols:
        return scene
    out.mkdir()
    for path in bands:
        with rasterio.open(path) as source:
            around = ((rows // 2, rows - rows // 2), (cols // 2, cols - cols // 2))
            values = np.pad(source.read(1), around, mode="reflect")
            place = source.transform * Affine.translation(-around[1][0], -around[0][0])
            profile = {**source.profile, "driver": "GTiff", "height": values.shape[0], "width": values.shape[1]}
            with rasterio.open(out / path.name, "w", **{**profile, "transform": place}) as target:
                target.write(values, 1)
    return out


def upper_half(scene: Path, out: Path) -> Path:
    """The upper half of the bands of a scene, as a scene."""
    out.mkdir()
    for band in BANDS:
        with rasterio.open(scene / f"{band}.tif") as source:
            window = Window(0, 0, source.width, source.height // 2)
            profile = {"driver": "GTiff", "dtype": source.dtypes[0], "count": 1, "crs": source.crs}
            profile |= {"width": window.width, "height": window.height, "nodata": source.nodata}
            with rasterio.open(out / f"{band}.tif", "w", transform=source.window_transform(window), **profile) as half:
                half.write(source.read(window=window))
    return out


def cut_grounds(out: Path, data: Path) -> None:
    """Patches of the scenes without landslides, of their upper halves and of all, of both sizes."""
    wide = out / "wide"
    with tempfile.TemporaryDirectory() as work:
        for name, scene, how in measured.grounds(data / "scenes", Path(work)):
            if name in HALVED:
                half = upper_half(scene, Path(work) / f"{name}_north")
                each = ("--negatives-only", "--stride", HALVED[name])
                cut(half, out / "north" / name, how, *each)
                cut(scene, out / "whole" / name, how, "--negatives-only", "--stride", "64")
                cut_wide(half, wide / "north" / name, how, *each)
                cut_wide(scene, wide / "whole" / name, how, *each)
            elif name.startswith(("fields", "xarray")):
                cut(scene, out / "north" / name.replace(" ", ""), how, "--negatives-only")
                each = ("--negatives-only", "--stride", "64")
                cut_wide(scene, wide / "north" / name.replace(" ", ""), how, *each)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=measured.DATA)
    args = parser.parse_args()
    for scene in measured.FLOWS:
        cut_flow(scene, args.folder, args.data)
    cut_grounds(args.folder, args.data)


if __name__ == "__main__":
    main()

"""Patches of the scenes without landslides on which a model is wrong, and a recipe that trains on them too.

python scripts/mine_negatives.py RUNS/blocks FOLDER --recipe scripts/default_model/blocks.yaml
l4s train FOLDER/recipe.yaml --start RUNS/blocks --steps 400 --out RUNS/mined

The scenes are cut densely, the model is run on every patch, and of those that it marks in part the worst are kept that
do not lie half on one another. FOLDER/NAME holds those of a scene, FOLDER/recipe.yaml is the recipe with them as sets
without landslides that have the share ``--weight`` of all samples beside the others. As in `cut_scene_patches.py` the
lower halves of three scenes are left to judge by (``--whole`` takes all). What is there already is left as it is.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "scripts")]

import model_scores as measured  # noqa: E402 - the scenes stand there

from cut_scene_patches import HALVED, cut, upper_half  # noqa: E402
from l4s_core.inference.open import open_model  # noqa: E402
from l4s_core.inference.protocol import Model  # noqa: E402
from l4s_core.patches.open import open_patches  # noqa: E402
from l4s_core.scoring.predict import predict_patches  # noqa: E402
from l4s_core.training.recipes.files import read_yaml  # noqa: E402

STRIDE_PX, LEAST_PX, MOST = 32, 20, 60


def wrong_pixels(model: Model, folder: Path) -> dict[int, int]:
    """Patch id -> how many of its pixels the model marks, in a folder of patches without landslides."""
    patches = open_patches(folder)
    return {p.key.id: int((q >= model.card.threshold).sum()) for p, q in predict_patches(model, patches)}


def worst(
    wrong: dict[int, int], corners: dict[int, tuple[float, float]], size: float, least: int, most: int
) -> list[int]:
    """Ids of the patches with at least ``least`` wrong pixels, the worst first and at most ``most``, that overlap none
    of those before by half. ``corners`` and ``size`` in the same unit."""
    kept: list[int] = []
    for one in sorted((k for k, count in wrong.items() if count >= least), key=lambda k: (-wrong[k], k)):
        if len(kept) == most:
            break
        apart = (np.abs(np.subtract(corners[one], corners[other])) for other in kept)
        if all(np.prod(np.maximum(size - gap, 0)) <= size**2 / 2 for gap in apart):
            kept.append(one)
    return kept


def keep(folder: Path, ids: list[int], out: Path) -> None:
    """The patches ``ids`` of a folder of GeoTIFF patches as the folder ``out``, which appears complete."""
    made = out.with_name(f".{out.name}.partial")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for kind, name in (("img", "image"), ("mask", "mask")):
        for one in ids:
            source = folder / kind / f"{name}_{one}.tif"
            if source.is_file():
                (made / kind).mkdir(exist_ok=True)
                shutil.copy(source, made / kind)
    shutil.copy(folder / "patches.json", made)
    with (folder / "patches.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    with (made / "patches.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *(row for row in rows if int(row[0]) in ids)])
    made.rename(out)


def corners_of(folder: Path) -> tuple[dict[int, tuple[float, float]], float]:
    """Upper left corner of each patch in a folder, in pixels of the scene, and the side of a patch."""
    found, side = {}, 0
    for path in folder.glob("img/image_*.tif"):
        with rasterio.open(path) as source:
            t, side = source.transform, source.width
            found[int(path.stem.rpartition("_")[2])] = (t.f / abs(t.e), t.c / abs(t.a))
    return found, float(side)


def mine(model: Model, out: Path, data: Path, *, whole: bool, stride: int, least: int, most: int) -> dict[str, int]:
    """Name of a scene -> patches that were kept of it, 0 where the model is right everywhere."""
    counts = {}
    with tempfile.TemporaryDirectory() as work:
        for name, scene, how in measured.grounds(data / "scenes", Path(work)):
            name = name.replace(" ", "")
            if name not in HALVED and not name.startswith(("fields", "xarray")):
                continue
            if not (out / name).is_dir():
                place = upper_half(scene, Path(work) / f"{name}_half") if name in HALVED and not whole else scene
                folder = Path(work) / f"{name}_patches"
                cut(place, folder, how, "--negatives-only", "--stride", str(stride))
                corners, size = corners_of(folder)
                ids = worst(wrong_pixels(model, folder), corners, size, least, most)
                shutil.rmtree(Path(work) / f"{name}_half", ignore_errors=True)
                if ids:
                    keep(folder, ids, out / name)
                shutil.rmtree(folder)
            counts[name] = len(list((out / name).glob("img/*.tif"))) if (out / name).is_dir() else 0
            print(f"{name}: {counts[name]} patches", flush=True)
    return counts


def with_mined(recipe: dict[str, object], sets: dict[str, int], weight: float) -> dict[str, object]:
    """The recipe with folders -> patches as further sets without landslides, whose weights sum to ``weight`` of the
    sum of the others."""
    data = recipe["data"]
    assert isinstance(data, list)
    others, patches = sum(one["weight"] for one in data), sum(sets.values())
    mined = [
        {
            "path": path,
            "weight": round(others * weight / (1 - weight) * count / patches, 6),
            "negatives": True,
            "only": "train",
        }
        for path, count in sets.items()
        if count
    ]
    return {**recipe, "name": f"{recipe['name']}-mined", "data": [*data, *mined]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="as l4s-detect takes it, on red, green and blue")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=measured.DATA)
    parser.add_argument("--recipe", type=Path, help="YAML whose sets all have weights")
    parser.add_argument("--weight", type=float, default=0.06, help="share of the samples that are mined")
    parser.add_argument("--whole", action="store_true", help="the lower halves too, which then judge nothing any more")
    parser.add_argument("--stride", type=int, default=STRIDE_PX, help="pixels between the patches that are looked at")
    parser.add_argument("--least-px", type=int, default=LEAST_PX, help="wrong pixels from which a patch is kept")
    parser.add_argument("--most", type=int, default=MOST, help="patches of a scene")
    args = parser.parse_args()
    if not 0 < args.weight < 1:
        parser.error("--weight is a share above 0 and below 1")
    model = open_model(args.model, "cpu")
    args.folder.mkdir(parents=True, exist_ok=True)
    counts = mine(
        model, args.folder, args.data, whole=args.whole, stride=args.stride, least=args.least_px, most=args.most
    )
    if args.recipe:
        sets = {str(args.folder / name): count for name, count in counts.items()}
        made = with_mined(read_yaml(args.recipe), sets, args.weight)
        target = args.folder / "recipe.yaml"
        partial = target.with_suffix(".partial")
        partial.write_text(yaml.safe_dump(made, sort_keys=False, width=110), encoding="utf-8")
        partial.replace(target)
        print(f"{target}: {sum(counts.values())} patches more")


if __name__ == "__main__":
    main()

"""What is done to a probability before it is outlined, measured: CRF, lower threshold, holes filled.

    python benchmarks/postprocessing.py -o post.json --picture docs/images/postprocessing.png
    python benchmarks/postprocessing.py --only blocks --part validation

Blocks: pixels of the blocks that the default recipe never trains on, at the model's threshold, without a mapping unit;
the interval is of the difference in F1 to the threshold alone, over resampled neighbourhoods. Flows and ground: as in
`model_scores.py`, whole runs with their mapping unit; the ground is the Dolomites, where nobody mapped a landslide.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from model_scores import DATA, FLOWS, OUTLINES, _hectares, _mask, flow_label
from object_scores import NEIGHBOURS, RESAMPLES, Scored, scored

from l4s_core.base.resampling import percentile_interval
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Model
from l4s_core.inventory.outline.joining import WEAK, fill_holes, join_weak
from l4s_core.inventory.outline.mask import NOT_OBSERVED
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import split_patches
from l4s_core.patches.types import IGNORE, PatchSet
from l4s_core.refine.bands import log_features
from l4s_core.refine.crf import Kernels, mean_field
from l4s_core.scoring.confusion import score_arrays
from l4s_core.scoring.interval import bootstrap_scores, group_counts
from l4s_core.training.recipes.files import load_recipe

PIXEL_M2 = 100
BRIGHTNESS = 800.0  # reflectance x 10000 that the median of a patch of unknown gain is taken for
PICTURED = 4  # one patch of so many is looked at for the picture
WAYS: dict[str, dict[str, Any]] = {
    "threshold alone": {},
    "CRF": {"crf": True},
    "lower threshold, 3/4": {"hysteresis": 0.75},  # share of the threshold here, a probability for `detect`
    "lower threshold, 1/2": {"hysteresis": 0.5},
    "holes up to 500 m2": {"fill_holes_m2": 500.0},
    "holes up to 2,000 m2": {"fill_holes_m2": 2000.0},
    "CRF, 3/4, 500 m2": {"crf": True, "hysteresis": 0.75, "fill_holes_m2": 500.0},
}


def marked(p: np.ndarray, bands: np.ndarray, threshold: float, kernels: Kernels, how: dict[str, Any]) -> np.ndarray:
    """(rows, cols) bool: what one way marks of a patch."""
    if how.get("crf"):
        one = np.ones(p.shape, np.float32)
        p = mean_field(p.astype(np.float32), log_features(bands), one, one, threshold, kernels)
    array = (p >= threshold).astype(np.uint8)
    if "hysteresis" in how:
        array[(p >= how["hysteresis"] * threshold) & (p < threshold)] = WEAK
        join_weak(array)
    fill_holes(array, int(how.get("fill_holes_m2", 0) / PIXEL_M2))
    return array == 1


def blocks(model: Model, data: Path, part: str, kernels: Kernels) -> dict[str, Any]:
    """Scores of each way, and of how much its F1 differs from that of the threshold alone; F1 of each region."""
    found, looks = _scored(model, data, part)
    groups = [(key.domain, key.id // NEIGHBOURS) for key, *_ in found]
    counts = {
        name: np.array(
            [
                _counts(marked(p, x, model.card.threshold, kernels, how), mask)
                for (_, p, mask), x in zip(found, looks, strict=True)
            ]
        )
        for name, how in WAYS.items()
    }
    plain = counts["threshold alone"]
    rows: dict[str, Any] = {}
    for name, own in counts.items():
        row: dict[str, Any] = _scores(own.sum(axis=0))
        both = [bootstrap_scores(group_counts(each, groups), RESAMPLES, 0)[:, 2] for each in (own, plain)]
        low, high = percentile_interval((both[0] - both[1])[:, None], 0.95)[0]
        row["f1 gained, 95 %"] = [round(float(low), 4), round(float(high), 4)]
        for region in dict.fromkeys(domain for domain, _ in groups):
            of_it = [domain == region for domain, _ in groups]
            row[region] = _scores(own[of_it].sum(axis=0))["f1"]
        rows[name] = row
        print(part, name, row, flush=True)
    return rows


def _scored(model: Model, data: Path, part: str) -> tuple[Scored, list[np.ndarray]]:
    """Key, probability and labels of every patch, and its bands."""
    patches = split_patches(open_patches(data / "l4s_rgb", expect_masks=True), load_recipe("default").split)[part]
    return scored(model, patches), _bands(patches)


def _bands(patches: PatchSet) -> list[np.ndarray]:
    values = [patches.read(k).values for k in range(len(patches))]
    return [(each * (BRIGHTNESS / np.median(each))).astype(np.float32) for each in values]


def _counts(made: np.ndarray, mask: np.ndarray) -> tuple[int, int, int, int]:
    """TP, FP, FN, TN."""
    true, false = mask == 1, mask == 0
    return int((made & true).sum()), int((made & false).sum()), int((~made & true).sum()), int((~made & false).sum())


def _scores(counts: np.ndarray) -> dict[str, float]:
    words = ("precision", "recall", "f1")
    return {word: round(float(np.nan_to_num(v)), 4) for word, v in zip(words, score_arrays(counts), strict=False)}


def scenes(name: str, threshold: float, data: Path) -> dict[str, Any]:
    """Recall, precision and false area of the two debris flows, and hectares marked in the Dolomites."""
    outlines = gpd.read_file(OUTLINES)
    rows: dict[str, Any] = {}
    for way, asked in WAYS.items():
        how = {**asked, **({"hysteresis": asked["hysteresis"] * threshold} if "hysteresis" in asked else {})}
        row: dict[str, Any] = {}
        for scene, known in FLOWS.items():
            folder = data / "scenes" / scene
            dem = None if known["dem"] is None else folder / known["dem"]
            mask, grid = _mask(folder, name, dem=dem, offset=known["offset"], level="L2A", clouds="none", **how)
            label = flow_label(folder, known, outlines[outlines["scene"] == scene], grid)
            counts = (label != IGNORE) & (mask != NOT_OBSERVED)
            own = _counts(mask[counts] == 1, label[counts])
            row[scene] = {**_scores(np.array(own)), "false ha": round(own[1] * _hectares(grid), 2)}
        rocks = data / "scenes" / "background_dolomites_west"
        mask, grid = _mask(rocks, name, offset=-1000, level="L2A", clouds="none", **how)
        row["dolomites ha"] = round(int((mask == 1).sum()) * _hectares(grid), 2)
        rows[way] = row
        print(way, row, flush=True)
    return rows


def picture(found: Scored, looks: list[np.ndarray], threshold: float, kernels: Kernels, path: Path) -> None:
    """The patches that the CRF changes most for the better and for the worse, with the labels."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    better = []
    for (_, p, mask), x in zip(found, looks, strict=True):
        right = [int((marked(p, x, threshold, kernels, how) == (mask == 1)).sum()) for how in ({"crf": True}, {})]
        better.append(right[0] - right[1])
    order = np.argsort(better)
    figure, axes = plt.subplots(2, 4, figsize=(11, 5.9), layout="constrained")
    for row, k, word in ((axes[0], order[-1], "most gained"), (axes[1], order[0], "most lost")):
        (key, p, mask), x = found[k], looks[k]
        rgb = np.clip(x / np.quantile(x, 0.98, axis=(1, 2), keepdims=True), 0, 1).transpose(1, 2, 0)
        row[0].set_ylabel(f"{word}: {better[k]:+d} px", fontsize=10)
        for axis, what, title in (
            (row[0], None, f"{key.domain}, patch {key.id}"),
            (row[1], mask == 1, "label"),
            (row[2], p >= threshold, "threshold alone"),
            (row[3], marked(p, x, threshold, kernels, {"crf": True}), "CRF, then the threshold"),
        ):
            axis.imshow(rgb)
            if what is not None:
                axis.contour(what, [0.5], colors="#e6007e", linewidths=1.0)
            axis.set_title(title, fontsize=10)
            axis.set_xticks([])
            axis.set_yticks([])
    figure.savefig(path, dpi=80)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="l4s-lite-v4", help="as l4s-detect takes it")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--part", choices=("test", "validation"), default="test")
    parser.add_argument("--only", default="blocks,scenes")
    parser.add_argument("--kernels", default="{}", help="JSON: fields of l4s_core.refine.crf.Kernels")
    parser.add_argument("-o", "--output", type=Path, help="JSON")
    parser.add_argument("--picture", type=Path, help="PNG: where the CRF gains and loses most")
    args = parser.parse_args(words)
    model, kernels = open_model(args.model, "cpu"), Kernels(**json.loads(args.kernels))
    found: dict[str, Any] = {"model": model.card.id, "threshold": model.card.threshold, "kernels": vars(kernels)}
    if "blocks" in args.only:
        found[args.part] = blocks(model, args.data, args.part, kernels)
    if "scenes" in args.only:
        found["scenes"] = scenes(args.model, model.card.threshold, args.data)
    if args.picture:
        every = [each[::PICTURED] for each in _scored(model, args.data, args.part)]
        picture(every[0], every[1], model.card.threshold, kernels, args.picture)  # type: ignore[arg-type]
    if args.output:
        args.output.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""How good an outline from one click is: clicks at random pixels of known landslides, against the plain threshold.

    python benchmarks/grow_clicks.py -o clicks.json

Patches: the labelled ones of Landslide4Sense with 14 bands, every landslide of at least ten pixels. Flows: two debris
flows of Kerala against outlines drawn by eye, as in `model_scores.py`; what cannot be told there is not counted. IoU of
the best and of the likeliest outline; of the threshold, that of the polygon under the click, 0 where there is none.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
from model_scores import DATA, FLOWS, OUTLINES, flow_label
from scipy.ndimage import label

import l4s_core
from l4s_core.inference.open import open_model
from l4s_core.inventory.runout.spectra import features
from l4s_core.inventory.seeded.likeness import of_looks, of_probability
from l4s_core.inventory.seeded.nested import nested_regions
from l4s_core.patches.open import open_patches
from l4s_core.patches.types import IGNORE
from l4s_core.scoring.predict import predict_patches

BANDS = ("B2", "B3", "B4", "B8")
LEAST_PX = 10
MOST_PX = 20_000
REACH_PX = 250
ALL = np.ones((3, 3), bool)
Case = tuple[str, np.ndarray, np.ndarray, np.ndarray]


def patches(model: str) -> Iterator[Case]:
    """(set, probability, bands, label) of each patch."""
    found = open_patches(DATA / "l4s", expect_masks=True)
    for patch, probability in predict_patches(open_model(model), found):
        bands = np.stack([patch.values[found.channels.index(name)] for name in BANDS])
        yield "patches", probability, bands, patch.mask


def flows(model: str) -> Iterator[Case]:
    """The same of the debris flows."""
    outlines = gpd.read_file(OUTLINES)
    for scene, how in FLOWS.items():
        folder = DATA / "scenes" / scene
        with TemporaryDirectory() as work:
            out = Path(work) / "p.tif"
            l4s_core.detect(
                folder, no_dem=True, model=model, probability=out, offset=how["offset"], level="L2A", clouds="none"
            )
            with rasterio.open(out) as source:
                stored, grid = source.read(1), {"crs": source.crs, "transform": source.transform}
        probability = np.where(stored == 65535, np.nan, stored / 10_000).astype(np.float32)
        truth = flow_label(folder, how, outlines[outlines["scene"] == scene], grid)
        files = [folder / f"B{name[1:]:0>2}.tif" for name in BANDS]
        bands = np.stack([rasterio.open(file).read(1).astype(np.float32) + how["offset"] for file in files])
        yield scene, probability, bands, truth


def clicks(case: Case, least: float, per_slide: int, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """One row for each click and evidence."""
    where, probability, bands, truth = case
    numbers, count = label(truth == 1, ALL)
    found, _ = label(np.nan_to_num(probability) >= least, ALL)
    for number in range(1, count + 1):
        places = np.argwhere((numbers == number) & np.isfinite(probability))
        if len(places) < LEAST_PX:
            continue
        for row, col in places[rng.choice(len(places), min(per_slide, len(places)), replace=False)]:
            window = tuple(slice(max(0, at - REACH_PX), at + REACH_PX + 1) for at in (row, col))
            seed = row - window[0].start, col - window[1].start
            p, counts = probability[window], truth[window] != IGNORE
            own = numbers[window] == number
            plain = (found[window] == found[row, col]) & (found[row, col] > 0)
            looks = of_looks(features(bands[:, window[0], window[1]].astype(np.float32), BANDS), seed, p)
            odds = of_probability(p)
            for evidence, score in (("probability", odds), ("looks", looks), ("both", looks + odds)):
                regions = nested_regions(np.where(np.isfinite(p), score, np.nan), seed, MOST_PX)
                if regions is None:
                    continue
                scores = [iou(region & counts, own & counts) for region in regions.regions]
                yield {
                    "set": where,
                    "evidence": evidence,
                    "best": max(scores),
                    "likeliest": scores[regions.likeliest],
                    "threshold": iou(plain & counts, own & counts),
                    "steps": len(scores),
                }


def iou(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union."""
    return float((a & b).sum() / max((a | b).sum(), 1))


def main() -> None:
    """Print a table, and write the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="l4s-lite-v4")
    parser.add_argument("--per-slide", type=int, default=5)
    parser.add_argument("--per-flow", type=int, default=20)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    least = open_model(asked.model).card.threshold
    rng = np.random.default_rng(0)
    rows = [row for case in patches(asked.model) for row in clicks(case, least, asked.per_slide, rng)]
    rows += [row for case in flows(asked.model) for row in clicks(case, least, asked.per_flow, rng)]
    table = []
    for where in dict.fromkeys(row["set"] for row in rows):
        for evidence in ("probability", "looks", "both"):
            for missed in (False, True):
                some = [
                    row
                    for row in rows
                    if row["set"] == where and row["evidence"] == evidence and (not missed or row["threshold"] == 0)
                ]
                means = {
                    name: round(float(np.mean([row[name] for row in some])), 3)
                    for name in ("best", "likeliest", "threshold", "steps")
                }
                table.append({"set": where, "evidence": evidence, "missed only": missed, "clicks": len(some), **means})
                print(table[-1], flush=True)
    if asked.output is not None:
        asked.output.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()

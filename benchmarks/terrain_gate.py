"""What the terrain gate does to accuracy, on the labelled 14-band Landslide4Sense patches.

    python benchmarks/terrain_gate.py --data ../shared/data/l4s/TrainData

None of these patches, nor their neighbours, was trained on. The gate works on whole 8-connected components, as in
`inventory.make_mask`; figures are landslide-class precision, recall and F1 over all pixels of the patches.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import h5py
import numpy as np

from l4s_core.channels.l4s import L4S_NAMES, l4s_divisors
from l4s_core.inference.open import open_model
from l4s_core.inventory.outline.components import components
from l4s_core.inventory.types import MaskOptions
from l4s_core.normalisation.brightness import patch_brightness
from l4s_core.normalisation.normalise import Normaliser


def probabilities(folder: Path, model_name: str | None):
    """(id, probability, mask, slope degrees) of every labelled patch, ids ascending."""
    model = open_model(model_name, "cpu")
    means = np.array(l4s_divisors())
    index = [L4S_NAMES.index(name) for name in model.card.channels]
    roi = (slice(0, 128), slice(0, 128))
    for path in sorted((folder / "img").glob("image_*.h5"), key=lambda p: int(re.findall(r"\d+", p.stem)[0])):
        number = re.findall(r"\d+", path.stem)[0]
        with h5py.File(path) as f:
            raw = np.moveaxis(f["img"][:] * means, -1, 0).astype(np.float32)
        with h5py.File(folder / "mask" / f"mask_{number}.h5") as f:
            mask = f["mask"][:] == 1
        x = raw[index]
        normalise = Normaliser(model.card, patch_brightness(x, range(len(index))))
        p = model.run(normalise(x, np.ones((128, 128), bool), roi)[None])[0, 0]
        yield int(number), p, mask, raw[L4S_NAMES.index("slope")]


def gated(hit: np.ndarray, slope: np.ndarray, min_slope: float | None, share: float) -> np.ndarray:
    if min_slope is None:
        return hit
    pieces = components(hit.view(np.uint8))
    pixels = pieces.pixels()
    steep = np.bincount(pixels.label[slope[pixels.rows, pixels.cols] >= min_slope], minlength=pieces.count)
    keep = steep >= share * pieces.pixel_counts()
    out = np.zeros_like(hit)
    kept = pieces.pixels(keep=keep)
    out[kept.rows, kept.cols] = True
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/l4s/TrainData"))
    parser.add_argument("--model")
    args = parser.parse_args()
    threshold = open_model(args.model, "cpu").card.threshold
    cases = list(probabilities(args.data, args.model))
    share = MaskOptions().min_steep_share
    print(f"{len(cases)} patches, threshold {threshold}, steep share {share}")
    print("| gate | precision | recall | F1 | components dropped |")
    print("|---|---|---|---|---|")
    for min_slope in (None, 3.0, 5.0, 8.0, 10.0, 15.0):
        tp = fp = fn = dropped = 0
        for _, p, mask, slope in cases:
            before = p >= threshold
            hit = gated(before, slope, min_slope, share)
            tp += int((hit & mask).sum())
            fp += int((hit & ~mask).sum())
            fn += int((~hit & mask).sum())
            dropped += components(before.view(np.uint8)).count - components(hit.view(np.uint8)).count
        name = "off" if min_slope is None else f"{min_slope:g} degrees"
        precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
        print(f"| {name} | {precision:.4f} | {recall:.4f} | {2 * tp / (2 * tp + fp + fn):.4f} | {dropped} |")


if __name__ == "__main__":
    main()

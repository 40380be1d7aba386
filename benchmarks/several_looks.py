"""What views of a window bring, and what their disagreement tells: F1, calibration, time, errors found.

python benchmarks/several_looks.py --data SHARED/data --model l4s-lite-v0 --every 3
python benchmarks/several_looks.py --draw SCENE p.tif p_uncertainty.tif docs/images/uncertainty-puthumala.png

Test blocks of the red, green and blue patches (every third, so that it takes minutes) and the 24 patches of 14 bands:
precision, recall and F1 at the model's own threshold, plain, with eight flips and rotations, with scales 1, 2, 4, with
both; expected calibration error; time against one look. Then how well the disagreement and the entropy of the mean rank
pixels and polygons that are wrong above those that are right (area under the ROC curve; a half is chance). ``--draw``:
red, green and blue of a folder of bands, and two rasters of a run, one above the other.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage, stats

from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import KnowsInputs, Model
from l4s_core.inference.spread import Spread, binary_entropy
from l4s_core.inference.views import views_of
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import split_patches
from l4s_core.patches.types import IGNORE, PatchSet
from l4s_core.scoring.calibration import ProbabilityHistogram
from l4s_core.scoring.confusion import scores
from l4s_core.training.recipes.files import load_recipe

WAYS = ("none", "flips", "scales", "all")
BANDS = ("B2", "B3", "B4", "B8")
Values = npt.NDArray[np.float32]
Looked = dict[str, tuple[Values, Values]]  # way -> probability, disagreement


def looks(model: Model, patches: PatchSet, ways: tuple[str, ...]) -> Iterator[tuple[npt.NDArray[np.uint8], Looked]]:
    """The mask of each patch with what every way gives; prints the time of each view against the plain one."""
    normalise = PatchNormaliser(model.card.inputs, model.card.optional_channels)
    if isinstance(model, KnowsInputs):
        model.use_inputs(patches.channels)
    seconds = dict.fromkeys(ways, 0.0)
    for number in range(len(patches)):
        patch = patches.read(number)
        assert patch.mask is not None
        batch = normalise(patch, patches.channels)[None]
        known: dict[object, Values] = {}
        took: dict[object, float] = {}
        found: Looked = {}
        for way in ways:
            views = views_of(way)  # type: ignore[arg-type]
            spread = Spread((1, 1, *batch.shape[2:]), disagreement=True)
            for view in views:
                if view not in known:
                    start = time.perf_counter()
                    known[view] = view.back(model.run(view.of(batch)))[:, :1]
                    took[view] = time.perf_counter() - start
                spread.add(known[view], 1 / len(views))
                seconds[way] += took[view]
            found[way] = spread.mean()[0, 0], spread.uncertainty()[0]
        yield patch.mask, found
    print("  times as long:", {way: round(t / seconds["none"], 1) for way, t in seconds.items()})


def ranked(wrong: npt.NDArray[np.bool_], by: Values) -> float:
    """Area under the ROC curve (Mann and Whitney's U)."""
    if wrong.all() or not wrong.any():
        return float("nan")
    ranks = stats.rankdata(by)
    count = int(wrong.sum())
    return float((ranks[wrong].sum() - count * (count + 1) / 2) / (count * (wrong.size - count)))


def measure(name: str, model: Model, patches: PatchSet, ways: tuple[str, ...]) -> None:
    print(f"{name}: {len(patches)} patches, {model.card.id}")
    threshold = model.card.threshold
    found = list(looks(model, patches, ways))
    masks = np.stack([mask for mask, _ in found])
    seen = masks != IGNORE
    for way in ways:
        p, unsure = (np.stack([looked[way][k] for _, looked in found]) for k in (0, 1))
        marked = p >= threshold
        tp, fp, fn = (int((seen & a & b).sum()) for a, b in (
            (marked, masks == 1), (marked, masks == 0), (~marked, masks == 1)))  # fmt: skip
        histogram = ProbabilityHistogram()
        for one, mask in zip(p, masks, strict=True):
            histogram.add(one, mask)
        made = scores(tp, fp, fn)
        row = f"  {way:<7} precision {made.precision:.4f} recall {made.recall:.4f} F1 {made.f1:.4f}"
        row += f"  calibration error {histogram.expected_calibration_error():.4f}"
        entropy = binary_entropy(p).astype(np.float32)
        wrong = (marked != (masks == 1))[seen]
        row += f"  wrong pixels by entropy {ranked(wrong, entropy[seen]):.3f}"
        if way != "none":
            row += f", by disagreement {ranked(wrong, unsure[seen]):.3f}"
        values = [of_polygons(*one, threshold) for one in zip(p, unsure, masks, strict=True)]
        bad, h, mi = (np.concatenate([one[k] for one in values]) for k in range(3))
        row += f"; {bad.size} polygons, {bad.mean():.0%} wrong, by entropy {ranked(bad, h):.3f}"
        if way != "none":
            row += f", by disagreement {ranked(bad, mi):.3f}, mean {unsure[marked].mean():.4f}"
        print(row, flush=True)


def of_polygons(
    p: Values, unsure: Values, mask: npt.NDArray[np.uint8], threshold: float
) -> tuple[npt.NDArray[np.bool_], Values, Values]:
    """Of each connected piece of 10 pixels and more: whether less than a half of it is landslide, entropy,
    disagreement."""
    labels, count = ndimage.label(p >= threshold, np.ones((3, 3)))
    index = np.arange(1, count + 1)
    size = ndimage.sum_labels(np.ones_like(p), labels, index)
    keep = index[size >= 10]
    share, entropy, disagreement = (
        np.asarray(ndimage.mean(layer, labels, keep), np.float32) if keep.size else np.empty(0, np.float32)
        for layer in (mask == 1, binary_entropy(p), unsure)
    )
    return share < 0.5, entropy, disagreement


def draw(scene: str, probability: str, uncertainty: str, out: str) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import rasterio
    from PIL import Image

    from l4s_core.rasters.write import decode_probability

    def read(path: Path | str) -> npt.NDArray[np.float32]:
        with rasterio.open(path) as source:
            return np.asarray(source.read(1))

    bands = np.stack([read(Path(scene) / f"{name}.tif") for name in ("B04", "B03", "B02")], axis=-1).astype(float)
    seen = np.isfinite(decode_probability(read(probability)))  # type: ignore[arg-type]
    picture = np.clip(bands / np.quantile(bands[seen], 0.995), 0, 1) ** 0.7
    figure, rows = plt.subplots(3, 1, figsize=(7.4, 8.2), layout="constrained")
    rows[0].imshow(picture)
    rows[0].set_title("red, green, blue", fontsize=9, loc="left")
    for axes, path, title, colours, top in (
        (rows[1], probability, "probability, mean of eight views", "magma", 1.0),
        (rows[2], uncertainty, "uncertainty: on what the views disagree (bits)", "viridis", 0.05),
    ):
        values = decode_probability(read(path))  # type: ignore[arg-type]
        axes.set_facecolor("0.85")  # not observed
        shown = axes.imshow(values, cmap=colours, vmin=0, vmax=top, interpolation="nearest")
        figure.colorbar(shown, ax=axes, fraction=0.025, extend="max" if top < 1 else "neither")
        axes.set_title(title, fontsize=9, loc="left")
    for axes in rows:
        axes.set_xticks([])
        axes.set_yticks([])
    figure.savefig(out, dpi=90)
    with Image.open(out) as drawn:  # a third of the size
        drawn.convert("RGB").quantize(255).save(out, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--draw", nargs=4, metavar=("SCENE", "PROBABILITY", "UNCERTAINTY", "PNG"))
    parser.add_argument("--model", default=None)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--threads", type=int)
    asked = parser.parse_args()
    if asked.draw:
        draw(*asked.draw)
        return
    if asked.data is None:
        parser.error("give --data or --draw")
    model, ways = open_model(asked.model, "cpu", asked.threads), tuple(asked.ways.split(","))
    blocks = split_patches(open_patches(asked.data / "l4s_rgb", expect_masks=True), load_recipe("default").split)
    test = blocks["test"]
    measure("24 patches", model, open_patches(asked.data / "l4s", expect_masks=True, channels=BANDS), ways)
    measure(f"test blocks, every {asked.every}", model, test.subset(range(0, len(test), asked.every)), ways)


if __name__ == "__main__":
    main()

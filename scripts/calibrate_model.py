"""Set a model's classes of confidence, and its calibration with near infrared, by what is counted. A minute.

python scripts/calibrate_model.py RUNS/l4s-lite-v4.onnx --id l4s-lite-v4 --overlap 96 -o l4s-lite-v4.onnx
python scripts/calibrate_model.py RUNS/all.onnx --as RUNS/blocks.onnx --id l4s-lite-v4 -o l4s-lite-v4.onnx

Classes: limits of the mean probability of a polygon, from the validation blocks, so that a polygon at the limit of
class 8, 5, 3, 2 is right in 95, 90, 75, 50 % of the cases; the card gets the precision counted on the test blocks, in
both cases of the patches joined to windows of 256 pixels (``--joined``), as scenes are mapped, or one by one. More
bands than red, green and blue: one slope on the logit that leaves the threshold, and so the mask of a window, as it is,
from the labelled patches of 14 bands; what it gives where it is not fitted is told by four blocks of their ids. A model
that was trained on the blocks takes all of this from one that was not (``--as``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import model_scores as measured  # noqa: E402 - the data stand there
from object_scores import LEAST_PX, Scored, region_scores, scored  # noqa: E402

from l4s_core.export.recard import write_recarded  # noqa: E402
from l4s_core.inference.calibration import Platt, calibrated  # noqa: E402
from l4s_core.inference.card import ConfidenceClass, ModelCard  # noqa: E402
from l4s_core.inference.open import find_model, open_model  # noqa: E402
from l4s_core.patches.open import open_patches  # noqa: E402
from l4s_core.patches.split import split_patches  # noqa: E402
from l4s_core.patches.types import IGNORE, PatchSet  # noqa: E402
from l4s_core.scoring.calibration import ProbabilityHistogram, fit_slope  # noqa: E402
from l4s_core.scoring.objects import Objects, confidence_limits, find_objects, precision_by_class  # noqa: E402
from l4s_core.training.recipes.files import load_recipe  # noqa: E402

PATCH_FOLDS = ((1, 8), (9, 100), (101, 400), (401, 9999))  # ids: neighbours stay together, as in train_evidence.py
BANDS = ("B2", "B3", "B4", "B8")
MEASURED = ("calibration", "confidence", "overlap_px", "figures")
LEAST_POLYGONS = 10  # of a class whose share of right ones is told


def slope_of(found: Scored, threshold: float) -> Platt:
    p, y = (np.concatenate([pair[k].ravel() for pair in found]) for k in (1, 2))
    a, b = fit_slope(p[y != IGNORE], y[y != IGNORE] == 1, threshold)
    return Platt(kind="platt", slope=a, intercept=b)


def held_out(found: Scored, threshold: float) -> Scored:
    """Every patch calibrated by the patches of other blocks."""
    made: Scored = []
    for low, high in PATCH_FOLDS:
        own = [one for one in found if low <= one[0].id <= high]
        if own:
            how = slope_of([one for one in found if not low <= one[0].id <= high], threshold)
            made += [(key, calibrated(p, how), mask) for key, p, mask in own]
    return made


def polygons(found: Scored, threshold: float) -> Objects:
    return Objects.joined(find_objects(p, mask, threshold, LEAST_PX)[0] for _, p, mask in found)


def told(name: str, found: Scored, threshold: float, limits: dict[int, float]) -> dict[int, tuple[int, float | None]]:
    histogram = ProbabilityHistogram()
    for _, p, mask in found:
        histogram.add(p, mask)
    by_class = precision_by_class(polygons(found, threshold), limits)
    words = ", ".join(f"{usgs}: {n} {'' if right is None else f'{right:.3f}'}" for usgs, (n, right) in by_class.items())
    error, brier = histogram.expected_calibration_error() or 0.0, histogram.brier() or 0.0
    print(f"{name}: calibration error {error:.4f}, Brier {brier:.4f}; polygons and share right by class: {words}")
    return by_class


def counted(bare: Path, card: ModelCard, data: Path, joined: Path | None) -> dict[str, object]:
    """Classes and calibration by the blocks and the patches, as changes of the card."""
    model, threshold = open_model(bare, "cpu"), card.threshold
    parts: Mapping[str, PatchSet]
    if joined is not None:
        parts = {name: open_patches(joined / name, expect_masks=True) for name in ("validation", "test")}
    else:
        parts = split_patches(open_patches(data / "l4s_rgb", expect_masks=True), load_recipe("default").split)
    validation = scored(model, parts["validation"])
    limits = confidence_limits(polygons(validation, threshold))
    print("limits of the classes:", limits)
    told("validation blocks, RGB", validation, threshold, limits)
    test = scored(model, parts["test"])
    on_test = told("test blocks, RGB", test, threshold, limits)
    right = {u: share if count >= LEAST_POLYGONS else None for u, (count, share) in on_test.items()}
    classes = [ConfidenceClass(usgs=u, lowest=limits[u], precision=right[u]) for u in sorted(limits, reverse=True)]  # type: ignore[arg-type]
    scores = region_scores(test, threshold)["all"]
    figures = {**card.figures, **{f"test {name}": scores[name] for name in ("precision", "recall", "f1")}}
    changes: dict[str, object] = {"confidence": classes, "figures": figures}
    if "B8" in card.channels:
        patches = scored(model, open_patches(data / "l4s", expect_masks=True, channels=BANDS))
        told("24 patches, near infrared, as it was", patches, threshold, limits)
        told("24 patches, near infrared, calibrated by others", held_out(patches, threshold), threshold, limits)
        how = slope_of(patches, threshold)
        changes["calibration"] = {"multi-band": how}
        print(f"near infrared: slope {how.slope:.4f}, intercept {how.intercept:+.4f}")
    return changes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="an .onnx file or an installed model; a calibration of its own is taken off")
    parser.add_argument("--data", type=Path, default=measured.DATA)
    parser.add_argument("--joined", type=Path, help="folder of l4s stitch, with validation and test")
    parser.add_argument("--id", required=True)
    parser.add_argument("--as", dest="like", help="a model whose calibration, classes and overlap are taken")
    parser.add_argument("--card", type=Path, help="JSON: fields of the card, such as its words")
    parser.add_argument("--overlap", type=int, help="of the windows, in pixels; without it that of the model")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    args.output.parent.mkdir(parents=True, exist_ok=True)
    bare = args.output.with_suffix(".bare.onnx")
    old = write_recarded(find_model(args.model), bare, calibration={}, confidence=[])
    if args.like:
        like = open_model(args.like, "cpu").card
        changes: dict[str, object] = {name: getattr(like, name) for name in MEASURED}
    else:
        changes = counted(bare, old, args.data, args.joined)
    if args.card:
        changes |= json.loads(args.card.read_text(encoding="utf-8"))
    if args.overlap is not None:
        changes["overlap_px"] = args.overlap
    made = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    card = write_recarded(bare, args.output, id=args.id, created_utc=made, **changes)
    bare.unlink()
    print(f"{args.output}: {card.id}, {args.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

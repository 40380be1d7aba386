"""The network of the default model as a file: weights of a run or a blend of two, calibrated, exported.

python scripts/export_default_network.py RUNS/blocks --data L4S_RGB -o RUNS/blocks.onnx
python scripts/export_default_network.py RUNS/windows --validation JOINED/validation -o RUNS/windows.onnx
python scripts/export_default_network.py RUNS/a RUNS/b --share 0.6 --data L4S_RGB -o RUNS/blend.onnx
python scripts/export_default_network.py RUNS/all --as RUNS/blocks.json -o RUNS/all.onnx

Calibration and threshold come from the validation patches of the (later) run, or from a folder of them, and are also
written beside the file as JSON. A run that was trained on these patches too takes those of one that was not (``--as``).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit, logit
from torch import nn

from l4s_core.export.onnx import export_onnx
from l4s_core.inference.checkpoint import read_checkpoint
from l4s_core.inference.open import BEST, open_model
from l4s_core.patches.open import open_patches
from l4s_core.patches.types import IGNORE, PatchSet
from l4s_core.scoring.calibration import fit_platt
from l4s_core.scoring.evaluate import evaluate
from l4s_core.scoring.predict import predict_patches
from l4s_core.scoring.splits import choose_split
from l4s_core.training.blend import blend
from l4s_core.training.calibrated import Calibrated

WINDOWS = {"tile_px": 256, "overlap_px": 64}  # the patches of 128 px are too small for whole scenes: half would be edge


def calibrate(weights: Path, validation: PatchSet) -> dict[str, Any]:
    """Slope and intercept of the logit, threshold of the best F1, its scores, by validation patches."""
    model = open_model(weights)
    pairs = [(p, patch.mask) for patch, p in predict_patches(model, validation) if patch.mask is not None]
    probability, labels = (np.concatenate([pair[k].ravel() for pair in pairs]) for k in range(2))
    a, b = fit_platt(probability[labels != IGNORE], labels[labels != IGNORE] == 1)
    found = evaluate(model, validation, threshold="best", bootstrap=0)
    scores = found.scores.model_dump()
    return {
        "slope": a,
        "intercept": b,
        "threshold": round(float(expit(a * logit(found.threshold) + b)), 4),  # the same pixels
        "figures": {f"validation {name}": round(scores[name], 4) for name in ("precision", "recall", "f1")},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "runs", nargs="+", type=Path, help="a run, or two to blend, the earlier first; or their weights"
    )
    parser.add_argument("--share", type=float, default=0.6, help="weight of the later run")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--data", help="the labelled patches that the runs were trained on")
    how.add_argument("--validation", help="labelled patches that the runs were not trained on, such as joined ones")
    how.add_argument("--as", dest="like", type=Path, help="JSON beside another exported file: its calibration")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    weights = [run if run.is_file() else run / BEST for run in args.runs]
    if len(weights) == 2:
        blended = args.output.with_suffix(".safetensors")
        blend(*weights, args.share, blended)
        weights = [blended]
    elif len(weights) != 1:
        parser.error("give one run, or two")
    if args.like:
        told = json.loads(args.like.read_text(encoding="utf-8"))
    else:
        patches = open_patches(args.data or args.validation, expect_masks=True)
        own = choose_split(patches, args.runs[-1], "validation").patches if args.data else patches
        told = calibrate(weights[0], own)
        args.output.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    loaded = read_checkpoint(weights[0])
    net: nn.Module = Calibrated(loaded.net, told["slope"], told["intercept"]).eval()
    fields = loaded.card.model_dump(exclude={"precision", "weights_sha256"})
    fields |= {"threshold": told["threshold"], "figures": told["figures"], **WINDOWS}
    export_onnx(net, fields, args.output)
    print(f"{args.output}: {told}")


if __name__ == "__main__":
    main()

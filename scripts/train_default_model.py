"""Make a new default model: the recipe ``default``, a blend of two of its runs, calibration, export.

l4s train default --data L4S_RGB --data FIELDS@0.09 --out runs/a
l4s train default --data L4S_RGB --data FIELDS@0.09 --start runs/a --out runs/b --seed 1 --set optimiser.lr=6e-4
python scripts/train_default_model.py runs/a runs/b --share 0.6 --data L4S_RGB -o l4s-lite.onnx
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.special import expit, logit
from torch import nn

from l4s_core.export.onnx import export_onnx
from l4s_core.inference.checkpoint import read_checkpoint
from l4s_core.inference.open import BEST, open_model
from l4s_core.patches.open import open_patches
from l4s_core.patches.types import IGNORE
from l4s_core.scoring.calibration import fit_platt
from l4s_core.scoring.evaluate import evaluate
from l4s_core.scoring.predict import predict_patches
from l4s_core.scoring.splits import choose_split
from l4s_core.training.blend import blend
from l4s_core.training.calibrated import Calibrated


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", nargs=2, type=Path, help="the two runs, the earlier first")
    parser.add_argument("--share", type=float, default=0.6, help="weight of the later run")
    parser.add_argument("--data", required=True, help="the labelled patches that both were trained on")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    blended = args.output.with_suffix(".safetensors")
    blend(*(run / BEST for run in args.runs), args.share, blended)
    validation = choose_split(open_patches(args.data, expect_masks=True), args.runs[1], "validation").patches
    model = open_model(blended)
    pairs = [(p, patch.mask) for patch, p in predict_patches(model, validation) if patch.mask is not None]
    probability, labels = (np.concatenate([pair[k].ravel() for pair in pairs]) for k in range(2))
    a, b = fit_platt(probability[labels != IGNORE], labels[labels != IGNORE] == 1)
    found = evaluate(model, validation, threshold="best", bootstrap=0)
    loaded = read_checkpoint(blended)
    net: nn.Module = Calibrated(loaded.net, a, b).eval()
    fields = loaded.card.model_dump(exclude={"precision", "weights_sha256"})
    fields["threshold"] = round(float(expit(a * logit(found.threshold) + b)), 4)  # the same pixels
    scores = found.scores.model_dump()
    fields["figures"] = {f"validation {name}": round(scores[name], 4) for name in ("precision", "recall", "f1")}
    export_onnx(net, fields, args.output)
    print(f"{args.output}: logits x {a:.4f} {b:+.4f}, threshold {fields['threshold']}, {fields['figures']}")


if __name__ == "__main__":
    main()

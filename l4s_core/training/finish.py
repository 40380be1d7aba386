"""What people look at when a run has ended: curves and predictions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.inference.open import open_model
from l4s_core.patches.types import PatchSet
from l4s_core.scoring.evaluate import predict_patches
from l4s_core.scoring.plots import plot_montage, plot_training, rgb_of
from l4s_core.training.callbacks import read_rows
from l4s_core.training.facts import add_facts, now_utc
from l4s_core.training.hardware import Hardware
from l4s_core.training.prepare import Prepared
from l4s_core.training.state import Counters

SHOWN = 8


def finish(
    out: Path,
    prepared: Prepared,
    counters: Counters,
    hardware: Hardware,
    progress: Progress,
    warnings: Sequence[str] = (),
) -> None:
    """``curves.png``, ``montage.png`` and the last facts of ``run.json``, what is wrong with the weights among them."""
    progress.stage("drawing the curves and some predictions")
    with partial_folder(out / "curves.png") as folder:
        plot_training(read_rows(out / "metrics.csv"), folder / "curves.png")
    model = open_model(out, "cuda" if hardware.cuda else "cpu")
    shown = most_landslide(prepared.validation, SHOWN)
    items, titles = [], []
    for patch, probability in predict_patches(
        model, shown, progress, statistics=prepared.normaliser.domain_statistics or None
    ):
        if patch.mask is not None:
            items.append((rgb_of(patch, shown.channels), patch.mask, probability))
            titles.append(f"patch {patch.key.id}")
    with partial_folder(out / "montage.png") as folder:
        plot_montage(items, folder / "montage.png", model.card.threshold, titles)
    add_facts(
        out,
        {
            "finished_utc": now_utc(),
            "seconds": round(counters.seconds, 1),
            "steps": counters.step,
            "best": counters.best,
            "batch_divided_by": counters.divide,
            "warnings": list(warnings),
        },
    )


def most_landslide(patches: PatchSet, count: int) -> PatchSet:
    """Patches to show: spread over the set, those with the most landslide among their neighbours."""
    groups = np.array_split(np.arange(len(patches)), min(count, len(patches)))
    chosen = []
    for group in groups:
        area = [0 if (mask := patches.read(int(i)).mask) is None else int((mask == 1).sum()) for i in group]
        chosen.append(int(group[int(np.argmax(area))]))
    return patches.subset(chosen)

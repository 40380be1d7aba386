"""What a run leaves to be used and looked at: the best weights with their card, curves and predictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import nn

from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.inference.card import DomainStatistics, ModelCard, PatchPrints
from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.patches.mixture import sets_of
from l4s_core.patches.types import PatchSet
from l4s_core.training.callbacks import Numbers, read_rows
from l4s_core.training.card import run_card, training_domain, training_prints
from l4s_core.training.distil.soft_labels import Teacher
from l4s_core.training.hardware import Hardware
from l4s_core.training.prepare import TrainingData
from l4s_core.training.recipes.recipe import Recipe
from l4s_core.training.run_folder import add_facts, now_utc
from l4s_core.training.state import Counters
from l4s_core.training.warm_start import StartReport

GRADIENT_SHARE = 0.99
SHOWN = 8
"""Patches in the montage."""


def best_writer(
    recipe: Recipe, prepared: TrainingData, net: LandslideNetwork, out: Path, *origin: StartReport | Teacher | None
) -> Callable[[Numbers], None]:
    """Writes ``best.safetensors`` with its card, which names the models of ``origin``. What is slow is measured once,
    at the first call."""

    @cache
    def measured() -> tuple[int, PatchPrints, DomainStatistics]:
        train = prepared.train
        field_px = receptive_field_px(net, max(train.shape))
        known = training_domain(train, recipe.channels, inputs=prepared.normaliser.inputs)
        return field_px, training_prints(train), known

    def write(scores: Numbers) -> None:
        receptive_field, prints, domain = measured()
        card: ModelCard = run_card(
            recipe,
            run_name=out.resolve().name,
            inputs=prepared.normaliser.inputs,
            domain=domain,
            levels=prepared.levels,
            patch_px=prepared.train.shape[0],
            size_multiple=net.size_multiple,
            receptive_field_px=receptive_field,
            training_data="; ".join([prepared.words, *(one.words() for one in origin if one is not None)]),
            scores=scores,
            fixed_size=net.fixed_size,
            domains=prepared.domains,
            trained_on=prints,
        )
        shares = {
            f"validation share {what}": round(scores[key], 4)
            for what, key in (("marked", "marked"), ("of landslides", "landslide"))
            if key in scores
        }
        card = card.model_copy(update={"figures": card.figures | shares})
        save_checkpoint(net, card, out / "best.safetensors")

    return write


def receptive_field_px(net: nn.Module, side: int, channels: int | None = None) -> int:
    """Side in pixels of the square around a pixel that holds 99 % of the gradient of its logit, on noise.

    ``net`` maps (n, channels, rows, cols) to (n, 1, rows, cols); the measurement is on ``side`` x ``side`` pixels, so
    the result is at most ``side``. ``channels`` is read from ``net.spec`` when None. The network's mode is kept.
    """
    count = channels if channels is not None else len(net.spec.channels)  # type: ignore[union-attr, arg-type]
    first = next(net.parameters())
    generator = torch.Generator().manual_seed(0)
    x = (torch.rand(1, count, side, side, generator=generator) + 0.5).to(first.device)
    modes = {module: module.training for module in net.modules()}
    net.eval()
    try:
        with torch.enable_grad(), torch.inference_mode(False):
            x = x.clone().requires_grad_(True)
            middle = side // 2
            (gradient,) = torch.autograd.grad(net(x)[0, 0, middle, middle], x)
    finally:
        for module, mode in modes.items():
            module.training = mode
    energy = gradient.abs().sum(dim=1)[0].double().cpu().numpy()
    total = energy.sum()
    for half in range(1, middle):
        if energy[middle - half : middle + half + 1, middle - half : middle + half + 1].sum() >= GRADIENT_SHARE * total:
            return 2 * half + 1
    return side


def finish(
    out: Path,
    prepared: TrainingData,
    counters: Counters,
    hardware: Hardware,
    progress: Progress,
    warnings: Sequence[str] = (),
) -> None:
    """``curves.png``, ``montage.png`` and the last facts of ``run.json``, what is wrong with the weights among them."""
    from l4s_core.inference.open import open_model
    from l4s_core.scoring.evaluate import predict_patches
    from l4s_core.scoring.plots import plot_montage, plot_training, rgb_of

    progress.stage("drawing the curves and some predictions")
    with partial_folder(out / "curves.png") as folder:
        plot_training(read_rows(out / "metrics.csv"), folder / "curves.png")
    model = open_model(out, "cuda" if hardware.cuda else "cpu")
    shown = most_landslide(prepared.validation, SHOWN)
    items, titles = [], []
    for part in sets_of(shown):
        for patch, probability in predict_patches(
            model, part, progress, statistics=prepared.normaliser.domain_statistics or None
        ):
            if patch.mask is not None:
                items.append((rgb_of(patch, part.channels), patch.mask, probability))
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

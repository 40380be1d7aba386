"""The files that an adaptation ends with: an ordinary model in the run folder, and the ensemble where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from l4s_core.adaptation.rounds import TARGET_DOMAIN, Setup, validation_f1
from l4s_core.adaptation.types import RoundRecord
from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.calibration import choose, logit_before
from l4s_core.inference.card import ModelCard
from l4s_core.inference.checkpoint import read_checkpoint, save_checkpoint
from l4s_core.inference.open import BEST
from l4s_core.networks.cross_sensor_norm import CrossSensorNorm2d
from l4s_core.networks.wrapper import LandslideNetwork

ENSEMBLE = "ensemble.yaml"
_OF_A_RUN = ("recipe.yaml", "split.json")


def write_models(setup: Setup, last: RoundRecord) -> tuple[Path, Path | None]:
    """``RUN/best.safetensors`` and, of several networks, ``RUN/ensemble.yaml`` with its members."""
    models = [setup.run / name for name in last.models]
    best = max(models, key=validation_f1)
    for name in _OF_A_RUN:
        if (best.parent / name).is_file():
            with partial_folder(setup.run / name) as made:
                shutil.copyfile(best.parent / name, made / name)
    _write(setup, best, setup.run / BEST, setup.run.resolve().name)
    if len(models) == 1:
        return setup.run / BEST, None
    folder = setup.run / "members"
    folder.mkdir(exist_ok=True)
    members = []
    for model in models:
        name = model.parent.name.removeprefix("student-")
        _write(setup, model, folder / f"{name}.safetensors", name)
        members.append(folder / f"{name}.safetensors")
    make_ensemble(members, setup.run / ENSEMBLE, id=f"{setup.run.resolve().name}-ensemble", progress=setup.progress)
    return setup.run / BEST, setup.run / ENSEMBLE


def _write(setup: Setup, model: Path, path: Path, name: str) -> None:
    loaded = read_checkpoint(model)
    card = loaded.card
    domains = target_first(loaded.net, card.domains)
    words = f"; adapted without labels to {setup.target.name} by {setup.options.method}"
    id = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name).strip("-.")[:100]
    card = card.model_copy(
        update={
            "id": id or card.id,
            "title": f"{card.title}{words}"[:500],
            "training_data": f"{card.training_data}{words}",
            "domains": domains,
            # measured for another model, or on ground of which there are labels
            "calibration": {},
            "threshold": _own_threshold(card, setup.target.patches.channels),
            "confidence": [],
        }
    )
    save_checkpoint(loaded.net, card, path)


def _own_threshold(card: ModelCard, channels: Sequence[str]) -> float:
    """The threshold on the scale of the network, whose calibration goes: what was marked is marked."""
    how = choose(card.calibration, [name for name in card.channels if name in channels])
    if how is None:
        return card.threshold
    logit = logit_before(how, card.threshold)
    if logit is None:
        raise InputError(f"The calibration of {card.id} never reaches its threshold; take a model without it.")
    return float(np.clip(1 / (1 + np.exp(-np.clip(logit, -30, 30))), 1e-6, 1 - 1e-6))


def target_first(net: LandslideNetwork, domains: Sequence[str]) -> list[str]:
    """Let the statistics of the target be those that a scene gets which names no domain: the first ones.

    Changes ``net`` in place and gives the domains in their new order; both stay where no domain is the target.
    """
    if TARGET_DOMAIN not in domains:
        return list(domains)
    order = sorted(range(len(domains)), key=lambda place: (domains[place] != TARGET_DOMAIN, place))
    index = torch.tensor(order)
    for module in net.modules():
        if isinstance(module, CrossSensorNorm2d):
            for buffer in (module.running_mean, module.running_var, module.num_batches_tracked):
                buffer.copy_(buffer[index])
    return [domains[place] for place in order]


def remove_models(run: Path) -> None:
    """So that no model of an earlier call stays where none is recommended."""
    for name in (BEST, ENSEMBLE, *_OF_A_RUN):
        (run / name).unlink(missing_ok=True)

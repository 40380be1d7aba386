"""The model card of a run: what the trained weights expect and are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.base.statistics import ChannelStatistics
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.channels.registry import channel, is_optical
from l4s_core.domain.measure import DomainMeter
from l4s_core.domain.samples import Samples
from l4s_core.inference.card import (
    FORMAT_VERSION,
    DomainStatistics,
    FixedNormalisation,
    InputGroup,
    ModelCard,
    PatchPrints,
    RelativeBrightness,
    SceneStatistics,
)
from l4s_core.patches.fingerprints import prints_of
from l4s_core.patches.mixture import read_own, sets_of
from l4s_core.patches.types import Level, PatchSet
from l4s_core.training.recipes.recipe import Normalising, Recipe

BRIGHTNESS_BLOCK_PX = 256  # about 2.5 km, as in the default model
MOST_MEASURED = 1024  # patches whose quantiles are taken, every `EVERY_PX`-th pixel of them
EVERY_PX = 4
MOST_PRINTED = 100_000  # patches: more prints would not fit into the header of a checkpoint


def inputs_of(recipe: Recipe, patches: PatchSet, statistics: ChannelStatistics | None) -> list[InputGroup]:
    """What the card says of a recipe's channels: one group, or those that the recipe names.

    ``statistics`` of the training patches are needed for ``dataset`` only. Raises InputError for ``dataset`` on patches
    whose absolute scale is unknown: the numbers would mean nothing for a scene.
    """
    return [
        InputGroup(
            channels=list(channels),
            normalisation=_normalisation_of(kind, channels, recipe, patches, statistics),
            fill=1.0 if kind == "relative-brightness" else 0.0,  # the mean, in normalised units
        )
        for channels, kind in recipe.groups()
    ]


def _normalisation_of(
    kind: Normalising,
    channels: Sequence[str],
    recipe: Recipe,
    patches: PatchSet,
    statistics: ChannelStatistics | None,
) -> FixedNormalisation | RelativeBrightness | SceneStatistics:
    if kind == "dataset":
        if not patches.absolute_scale:
            raise InputError(
                f"The patches in {patches.source} have no absolute scale (8-bit pictures), so their mean says nothing "
                "about a scene; add --set normalisation=per-image, separated or relative-brightness."
            )
        if statistics is None:
            raise ValueError("the normalisation 'dataset' needs statistics")
        divide = {name: channel(name).l4s_divisor or 1.0 for name in channels}
        chosen = statistics.select(channels)
        return FixedNormalisation(
            kind="fixed",
            divide=[divide[name] for name in channels],
            mean=[float(m / divide[name]) for name, m in zip(channels, chosen.mean, strict=True)],
            std=[float(s / divide[name]) for name, s in zip(channels, chosen.std, strict=True)],
        )
    if kind == "relative-brightness":
        absent = recipe.dropped_channels()  # what may be missing cannot say how bright it is
        bands = [name for name in channels if is_optical(name) and name not in absent]
        return RelativeBrightness(kind="relative-brightness", bands=bands, block_px=BRIGHTNESS_BLOCK_PX)
    block = max(32, min(patches.shape)) if kind == "per-image" else None
    return SceneStatistics(kind="scene-statistics", block_px=block)


def training_domain(
    train: PatchSet, channels: Sequence[str], most: int = MOST_MEASURED, inputs: Sequence[InputGroup] = ()
) -> DomainStatistics:
    """What the training patches look like: quantiles of ``channels`` in their own units and of what ``inputs`` see, how
    far single patches lie from that, and kinds of ground (`domain.measure`), over at most ``most`` patches spread over
    the set, of every `EVERY_PX`-th pixel in both directions. What none has is left out, and of pictures without an
    absolute scale all but the ratios of their bands."""
    chosen = np.unique(np.linspace(0, len(train) - 1, min(most, len(train))).astype(int))
    some, start, meter = train.subset(chosen.tolist()), EVERY_PX // 2, DomainMeter(inputs, channels)
    for part in sets_of(some):
        for index in range(len(part)):
            patch, there = read_own(part, index)
            values = patch.values[:, start::EVERY_PX, start::EVERY_PX].reshape(len(there), -1)
            meter.add(Samples(tuple(there), values), part.level, absolute=part.absolute_scale)
    counts = Counter({level: len(part) for part in sets_of(train) if (level := part.level) is not None})
    levels = {level: count / sum(map(len, sets_of(train))) for level, count in counts.items()}
    return meter.result().model_copy(update={"levels": levels})


def training_prints(train: PatchSet, most: int = MOST_PRINTED) -> PatchPrints:
    """What the training patches are known again by. Reads all of them; of more than ``most`` only so many."""
    chosen = np.unique(np.linspace(0, len(train) - 1, min(most, len(train))).astype(int))
    found = (prints_of(*read_own(train, int(index))) for index in chosen)
    return PatchPrints.of((one for prints in found for one in prints), complete=len(chosen) == len(train))


def unknown_level(recipe: Recipe, levels: Sequence[Level] | None) -> str | None:
    """What to say where neither patches nor recipe tell which processing level a model is for; None where one does."""
    if levels or recipe.levels:
        return None
    return (
        "The processing level of these patches is not known, so the model will be used on L1C and L2A scenes alike; "
        "say which it is for with --set 'levels=[L1C]' or --set 'levels=[L2A]'."
    )


def run_card(
    recipe: Recipe,
    *,
    run_name: str,
    inputs: Sequence[InputGroup],
    levels: Sequence[Level] | None,
    patch_px: int,
    size_multiple: int,
    receptive_field_px: int,
    training_data: str,
    scores: Mapping[str, float],
    fixed_size: bool,
    domains: Sequence[str] = (),
    trained_on: PatchPrints | None = None,
    domain: DomainStatistics | None = None,
) -> ModelCard:
    """The card for weights with these validation ``scores`` (f1, precision, recall, threshold).

    ``trained_on``: from `training_prints`, so that the training patches are known again when the model is scored.
    ``domain``: from `training_domain`, so that a scene that is not like them can be told.
    """
    step = size_multiple
    tile = patch_px if patch_px % step == 0 else -(-patch_px // step) * step
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", run_name).strip("-.") or recipe.name
    fields: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "id": name[:100],
        "title": _title(recipe),
        "network": _network_words(recipe),
        "inputs": list(inputs),
        "optional_channels": recipe.dropped_channels(),
        "levels": list(recipe.levels or levels or ["L1C", "L2A"]),
        "trained_on_level": " and ".join(levels) if levels else "unknown",
        "units": "reflectance x 10000; slope degrees; dem metres",
        "tile_px": tile,
        "overlap_px": tile // 4,
        "size_multiple": tile if fixed_size else step,
        "receptive_field_px": receptive_field_px,
        "threshold": float(np.clip(scores["threshold"], 0.01, 0.99)),
        "precision": "fp32",
        "licence": "that of the training data and the weights it started from; set by whoever publishes the model",
        "training_data": training_data,
        "created_utc": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "weights_sha256": "0" * 64,
        "domains": list(domains) if recipe.network.cross_sensor_norm else [],
        "trained_on": trained_on,
        "domain": domain,
        "figures": {f"validation {key}": round(float(scores[key]), 4) for key in ("precision", "recall", "f1")},
    }
    return ModelCard(**fields)


def _title(recipe: Recipe) -> str:
    """Made of what was trained: a recipe's summary says nothing of the channels that were chosen beside it."""
    names = recipe.channels
    words = "all 14 channels" if set(names) == set(L4S_NAMES) else f"{len(names)} channels ({' '.join(names)})"
    return f"{_network_words(recipe)} on {words}, by the recipe {recipe.name}"


def _network_words(recipe: Recipe) -> str:
    return " ".join(part for part in (recipe.network.name, recipe.network.variant) if part)

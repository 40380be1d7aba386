"""The statistics of the target in the place of those of the source; nothing is trained.

Inputs with fixed statistics get mean and standard deviation of the target, channel by channel (separated normalisation:
Zhao et al., CDCEO 2022); layers with batch statistics have theirs estimated anew in one pass over the target (AdaBN: Li
et al. 2016, arXiv:1603.04779), of several domains those of the first, which then is the target. What a model is
fed relative to each scene stays.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from l4s_core.adaptation.rounds import TARGET_DOMAIN, Round
from l4s_core.adaptation.types import Method, RoundResult
from l4s_core.base.errors import InputError
from l4s_core.base.statistics import ChannelStatistics, StatisticsAccumulator
from l4s_core.inference.card import FixedNormalisation, InputGroup, ModelCard
from l4s_core.inference.checkpoint import read_checkpoint, save_checkpoint
from l4s_core.inference.open import BEST
from l4s_core.inference.scene_normalised import has_statistics
from l4s_core.inference.torch_device import choose_device
from l4s_core.networks.batch_statistics import batch_layers, estimate
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.normalisation.scene_statistics import LEAST_PX
from l4s_core.patches.types import PatchSet
from l4s_core.scoring.predict import needed_statistics

MOST = 512  # patches that batch statistics are estimated on, spread evenly over the target
AT_A_TIME = 16
OBSERVED_SHARE = 0.5  # of a patch: fill values are not what the ground looks like


def run(one: Round) -> RoundResult:
    """One round: the model with the statistics of the target."""
    setup, patches = one.setup, one.setup.target.patches
    found = read_checkpoint(one.models[0])
    net, card = found.net, found.card
    normalise = PatchNormaliser(card.inputs, card.optional_channels, needed_statistics(card, patches))
    statistics, pixels = observed_statistics(patches, normalise)
    if pixels < LEAST_PX:
        raise InputError(f"Only {pixels} pixels of the target were observed; statistics need {LEAST_PX}.")
    changed = [name for group in card.inputs if has_statistics(group) for name in group.channels]
    layers = len(batch_layers(net))
    if not changed and not layers:
        raise InputError(
            f"{card.id} has neither fixed statistics of its input nor batch normalisation, so no statistics of the "
            "target can take their place; choose another method."
        )
    card = of_target(card, statistics)
    if layers:
        where = choose_device(setup.hardware.device)
        normalise = PatchNormaliser(card.inputs, card.optional_channels, needed_statistics(card, patches))
        setup.progress.message(f"Estimating the statistics of {layers} layers on the target.")
        estimate(net.to(where), (batch.to(where) for batch in _batches(patches, normalise)))
    path = one.folder / "adapted" / BEST
    path.parent.mkdir(exist_ok=True)
    save_checkpoint(net.cpu(), card, path)
    return RoundResult([path], None, {"input_statistics_of": changed, "batch_statistics_of_layers": layers})


def observed_statistics(patches: PatchSet, normalise: PatchNormaliser) -> tuple[ChannelStatistics, int]:
    """Mean and standard deviation of each channel over the pixels that the model observes, in raw units, and how many
    pixels they are."""
    sums, pixels = StatisticsAccumulator(patches.channels), 0
    for number in range(len(patches)):
        patch = patches.read(number)
        seen = normalise.observed(patch, patches.channels)
        sums.add(patch.values, seen)
        pixels += int(seen.sum())
    return sums.result(), pixels


def of_target(card: ModelCard, statistics: ChannelStatistics) -> ModelCard:
    """The card with the statistics of the target where it had fixed ones; what was measured before is left out."""
    inputs = [_with(group, statistics) if has_statistics(group) else group for group in card.inputs]
    domains = [TARGET_DOMAIN, *card.domains[1:]] if card.domains else []
    return card.model_copy(update={"inputs": inputs, "domains": domains, "figures": {}})


def _with(group: InputGroup, statistics: ChannelStatistics) -> InputGroup:
    norm = group.normalisation
    assert isinstance(norm, FixedNormalisation)
    divide, mean, std = list(norm.divide), list(norm.mean), list(norm.std)
    for k, name in enumerate(group.channels):
        if name in statistics.channels:  # else an optional channel that the target lacks, which is filled
            own = statistics.select([name])
            mean[k], std[k] = float(own.mean[0]) / divide[k], float(own.std[0]) / divide[k]
    made = FixedNormalisation(kind="fixed", divide=divide, mean=mean, std=std)
    return group.model_copy(update={"normalisation": made})


def _batches(patches: PatchSet, normalise: PatchNormaliser) -> Iterator[torch.Tensor]:
    """Normalised patches, evenly spread and in order; those of which a half was observed, where there are such."""
    spread = np.linspace(0, len(patches) - 1, min(MOST, len(patches))).round().astype(int)
    shares = {int(k): normalise.observed(patches.read(int(k)), patches.channels).mean() for k in spread}
    chosen = [k for k, share in shares.items() if share >= OBSERVED_SHARE] or [k for k in shares if shares[k]]
    for some in np.array_split(np.array(chosen), -(-len(chosen) // AT_A_TIME)):
        made = np.stack([normalise(patches.read(int(k)), patches.channels) for k in some])
        # of one pooled value there is no variance: a patch alone goes with its mirror image
        yield torch.from_numpy(np.concatenate([made, made[..., ::-1]]) if len(made) == 1 else made)


METHOD = Method(run)

"""The few numbers of `networks.evidence`, fitted to what labelled patches, outlined flows and scenes without landslides
say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from l4s_core.networks.evidence import ABSENT, BLOCK_PX, TERMS, Evidence
from l4s_core.patches.types import IGNORE

STEPS = 350
LEARNING_RATE = 0.15
SHRINK = 5e-4  # of the squared numbers
SHARPNESS = (1.0, 2.5)  # of the soft threshold, from the first to the last step
FALSE_WEIGHT = 0.8  # of the root of the share marked where nothing is
_Z = 9.2  # probabilities are stored in ten-thousandths


@dataclass(frozen=True)
class Sample:
    """Pixels of one source.

    ``group``: sources whose pixels are counted together (patches of one set, one scene). ``logit``: (pixels,) of the
    network. ``basis``: (pixels, all steps) of the terms. ``label``: (pixels,) 1 or 0. ``weight``: (pixels,) of how many
    pixels each stands for. ``variant``: which of several looks of the same pixels.
    """

    source: str
    group: str
    variant: int
    logit: Tensor
    basis: Tensor
    label: Tensor
    weight: Tensor


def draw(
    source: str,
    group: str,
    variant: int,
    probability: npt.NDArray[np.float32],
    red_nir: npt.NDArray[np.float32],
    label: npt.NDArray[np.uint8],
    count: int,
    rng: np.random.Generator,
) -> Sample:
    """About ``count`` pixels of a patch or scene: landslides, what the network is unsure or wrong about, the rest.

    Parameters
    ----------
    probability : (rows, cols) of the network, NaN where not observed.
    red_nir : (2, rows, cols) reflectance of B4 and B8, NaN where not observed.
    label : (rows, cols) 1 landslide, 0 not, 255 not counted.
    """
    rows, cols = label.shape
    beyond = (0, -rows % BLOCK_PX), (0, -cols % BLOCK_PX)
    seen = np.isfinite(probability) & np.isfinite(red_nir).all(axis=0)
    p = np.clip(np.where(seen, probability, 0), 1e-7, 1 - 1e-7).astype(np.float64)
    z = np.pad(np.clip(np.log(p / (1 - p)), -_Z, _Z), beyond, constant_values=-_Z).astype(np.float32)
    both = np.pad(np.where(seen, red_nir, ABSENT), ((0, 0), *beyond), constant_values=ABSENT).astype(np.float32)
    net = Evidence()
    with torch.no_grad():
        features = net.features(torch.from_numpy(z)[None, None], torch.from_numpy(both)[None])
        bases = torch.cat([net.basis(name, features[name])[0] for name in TERMS])[:, :rows, :cols].flatten(1).T
    flat, where = label.ravel(), np.flatnonzero((label.ravel() != IGNORE) & seen.ravel())
    positive, unsure = flat[where] == 1, z[:rows, :cols].ravel()[where] > -3.5
    chosen, weights = [], []
    for stratum, share in ((where[positive], 0.4), (where[~positive & unsure], 0.4), (where[~positive & ~unsure], 0.2)):
        if stratum.size:
            some = rng.choice(stratum, min(stratum.size, max(1, round(count * share))), replace=False)
            chosen.append(some)
            weights.append(np.full(some.size, stratum.size / some.size, np.float32))
    index = np.concatenate(chosen) if chosen else np.zeros(0, np.intp)
    return Sample(
        source,
        group,
        variant,
        torch.from_numpy(z[:rows, :cols].ravel()[index]),
        bases[torch.from_numpy(index)],
        torch.from_numpy((flat[index] == 1).astype(np.float32)),
        torch.from_numpy(np.concatenate(weights) if weights else np.zeros(0, np.float32)),
    )


def fit(samples: Sequence[Sample], weights: Mapping[str, float], threshold: float) -> Evidence:
    """The evidence that makes F1 large where there are landslides and the marked share small where there are none.

    Minimised is the sum over the groups of minus F1, or of the root of the marked share, of a soft mask: the sigmoid of
    what the logit is above that of ``threshold``. F1 is that of whole groups, as it is scored, so no prior has to be
    guessed. Several variants of a group share its weight.

    Parameters
    ----------
    weights : of the groups with landslides; all other groups have none.
    """
    start = float(np.log(threshold / (1 - threshold)))
    joined = _joined(samples)
    variants = {group: len([1 for other, _ in joined if other == group]) for group, _ in joined}
    net = Evidence()
    optimiser = torch.optim.Adam(net.parameters(), lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=STEPS)
    for step in range(STEPS):
        sharpness = SHARPNESS[0] + (SHARPNESS[1] - SHARPNESS[0]) * step / STEPS
        numbers = torch.cat([net.steps[name] for name in TERMS])
        loss = SHRINK * (numbers.square().sum() + net.constant.square())
        for (group, _), (z, basis, label, weight) in joined.items():
            soft = torch.sigmoid(sharpness * (z + basis @ numbers + net.constant - start)) * weight
            hit, marked, true = (soft * label).sum(), soft.sum(), (weight * label).sum()
            if group in weights:
                loss = loss - weights[group] / variants[group] * 2 * hit / (marked + true)
            else:
                loss = loss + FALSE_WEIGHT / variants[group] * (marked / weight.sum() + 1e-5).sqrt()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        net.keep_signs()
    return net.eval()


def counts(net: Evidence, sample: Sample, threshold: float) -> npt.NDArray[np.float64]:
    """(4,) pixels: hits, false alarms, misses, all; estimated from the sample."""
    with torch.no_grad():
        numbers = torch.cat([net.steps[name] for name in TERMS])
        z = sample.logit + sample.basis @ numbers + net.constant
    marked = z.numpy() >= np.log(threshold / (1 - threshold))
    true, weight = sample.label.numpy() == 1, sample.weight.numpy().astype(np.float64)
    return np.array([weight[a].sum() for a in (marked & true, marked & ~true, ~marked & true, weight > 0)])


def _joined(samples: Sequence[Sample]) -> dict[tuple[str, int], tuple[Tensor, Tensor, Tensor, Tensor]]:
    """Pixels of each group and variant, put together."""
    parts: dict[tuple[str, int], list[Sample]] = {}
    for sample in samples:
        parts.setdefault((sample.group, sample.variant), []).append(sample)
    return {
        key: (
            torch.cat([one.logit for one in own]),
            torch.cat([one.basis for one in own]),
            torch.cat([one.label for one in own]),
            torch.cat([one.weight for one in own]),
        )
        for key, own in parts.items()
    }

"""From a recipe and a folder of patches to everything that the steps of a run need."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.statistics import ChannelStatistics
from l4s_core.base.words import plural
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.cache import CachedPatchSet
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import SplitOptions, split_patches
from l4s_core.patches.statistics import channel_statistics, domain_statistics
from l4s_core.patches.types import PatchSet
from l4s_core.training.card import fill_of, normalisation_of
from l4s_core.training.labels import check_labels
from l4s_core.training.recipes.recipe import Recipe

PCA_PIXELS = 200_000


@dataclass(frozen=True)
class TrainingData:
    """Patches per split, what normalises them, their domains (the index is the number of a domain's statistics)."""

    train: PatchSet
    validation: PatchSet
    test: PatchSet | None
    normaliser: PatchNormaliser
    normalisation: Any
    domains: tuple[str, ...]
    fingerprint: str
    words: str


def prepare(recipe: Recipe, data: Path, progress: Progress) -> TrainingData:
    """Open, check, split and measure the patches. Raises InputError for whatever cannot be trained on."""
    progress.stage("opening the patches")
    found = open_patches(data, expect_masks=True)
    missing = [name for name in recipe.channels if name not in found.channels]
    optional = recipe.dropped_channels()
    if hard := [name for name in missing if name not in optional]:
        raise InputError(
            f"The patches in {data} lack {', '.join(hard)} (there is {', '.join(found.channels)}); choose others with "
            "--set channels=..., such as channels=rgb."
        )
    patches = CachedPatchSet(found)
    patches.fill(progress)  # before loader processes start, which then share it
    _need_blocks(patches, recipe.split)
    parts = split_patches(patches, recipe.split)
    train = parts["train"]
    check_labels(train, parts["validation"], progress)
    statistics = channel_statistics(train, progress) if recipe.normalisation == "dataset" else None
    if statistics is not None and missing:
        statistics = _with_missing(statistics, recipe.channels)
    per_domain = domain_statistics(patches) if recipe.normalisation == "separated" else None
    normalisation = normalisation_of(recipe, found, statistics)
    normaliser = PatchNormaliser(
        recipe.channels, normalisation, fill_of(recipe), optional_channels=optional, domain_statistics=per_domain
    )
    domains = tuple(sorted({key.domain for key in found.keys}))
    test = parts.get("test")
    return TrainingData(
        train=train,
        validation=parts["validation"],
        test=test if test is not None and len(test) else None,
        normaliser=normaliser,
        normalisation=normalisation,
        domains=domains,
        fingerprint=fingerprint(patches),
        words=f"{plural(len(train), 'patch', 'patches')} "
        f"({', '.join(sorted({key.domain for key in train.keys}))}) of {Path(data).name}",
    )


def _need_blocks(patches: PatchSet, split: SplitOptions) -> None:
    """Raise InputError where the blocks of ``patches.csv`` are too few to be shared out."""
    blocks = sorted({key.block for key in patches.keys if key.block is not None})
    if split.by == "blocks" and not split.validation and not split.test and len(blocks) == 1:
        raise InputError(
            f"All {len(patches)} patches of {patches.source} are in one block ({blocks[0]}), so none can be kept for "
            "validation; cut them anew in smaller blocks (l4s patches --block-km, half of what it was or less)."
        )


def fingerprint(patches: PatchSet) -> str:
    """Changes when patches, channels or labels are others; read from names and a sample of the content."""
    digest = hashlib.sha256(
        json.dumps([patches.channels, patches.shape, [[key.id, key.domain] for key in patches.keys]]).encode()
    )
    for index in np.unique(np.linspace(0, len(patches) - 1, 16).astype(int)):
        patch = patches.read(int(index))
        digest.update(np.ascontiguousarray(patch.values).tobytes())
        digest.update(b"" if patch.mask is None else patch.mask.tobytes())
    return digest.hexdigest()


def split_ids(prepared: TrainingData) -> dict[str, list[int]]:
    """Patch ids per split, as ``split.json`` holds them."""
    sets = {"train": prepared.train, "validation": prepared.validation, "test": prepared.test}
    return {name: [] if part is None else [key.id for key in part.keys] for name, part in sets.items()}


def principal_axes(
    train: PatchSet, normaliser: PatchNormaliser, count: int, seed: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """(count, channels) axes of largest variance of the normalised training pixels, and their mean (channels,)."""
    rng = np.random.default_rng([seed, 2])
    chosen = rng.permutation(len(train))[:200]
    per_patch = max(1, PCA_PIXELS // len(chosen))
    pixels = []
    for index in chosen:
        x = normaliser(train.read(int(index)), train.channels)
        flat = x.reshape(len(x), -1)
        pixels.append(flat[:, rng.integers(0, flat.shape[1], per_patch)])
    sample = np.concatenate(pixels, axis=1).astype(np.float64)
    mean = sample.mean(axis=1)
    _, vectors = np.linalg.eigh(np.cov(sample))
    axes = vectors[:, ::-1].T[:count]
    axes *= np.sign(axes[np.arange(count), np.abs(axes).argmax(axis=1)])[
        :, None
    ]  # a sign that does not depend on LAPACK
    return axes.astype(np.float32), mean.astype(np.float32)


def _with_missing(statistics: ChannelStatistics, channels: tuple[str, ...]) -> ChannelStatistics:
    """Statistics for all ``channels``; those that no patch has are always filled, so any numbers do."""
    mean = dict(zip(statistics.channels, statistics.mean, strict=True))
    std = dict(zip(statistics.channels, statistics.std, strict=True))
    return ChannelStatistics(
        channels, np.array([mean.get(c, 0.0) for c in channels]), np.array([std.get(c, 1.0) for c in channels])
    )

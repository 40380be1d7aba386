"""From a recipe and a folder of patches to everything that the steps of a run need."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
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
from l4s_core.patches.fingerprints import set_fingerprint
from l4s_core.patches.mixture import InDomain, Mixture, Part, PatchSource, Unlabelled, read_own, sets_of, split_mixture
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import SplitOptions, split_patches
from l4s_core.patches.statistics import channel_statistics, domain_statistics, mixed_statistics
from l4s_core.patches.types import IGNORE, Level, PatchSet
from l4s_core.training.card import inputs_of
from l4s_core.training.labels import check_labels, check_negatives
from l4s_core.training.recipes.recipe import Recipe

PCA_PIXELS = 200_000


@dataclass(frozen=True)
class TrainingData:
    """Patches per split, what normalises them, their domains (the index is the number of a domain's statistics).

    ``sources``: each set that was given, with its fingerprint.
    """

    train: PatchSet
    validation: PatchSet
    test: PatchSet | None
    normaliser: PatchNormaliser
    domains: tuple[str, ...]
    fingerprint: str
    words: str
    sources: tuple[tuple[PatchSource, str], ...] = ()

    @property
    def place(self) -> str:
        """Where the patches are, for messages."""
        return " + ".join(source.path for source, _ in self.sources)

    @property
    def levels(self) -> tuple[Level, ...] | None:
        """Processing levels of the training patches, None where one of them is not known."""
        levels = {patches.level for patches in sets_of(self.train)}
        return None if None in levels else tuple(sorted(level for level in levels if level is not None))

    def sets(self) -> list[dict[str, Any]]:
        """What is known of each set of a mixture, for ``run.json`` and for people; nothing of a single one."""
        if not isinstance(self.train, Mixture):
            return []
        drawn = self.train.shares() or [len(own) / sum(map(len, self.train.samples())) for own in self.train.samples()]
        of_train = {part.source.path: share for part, share in zip(self.train.parts, drawn, strict=True)}
        return [
            {
                "name": Path(source.path).name,
                "fingerprint": of_set,
                "negatives": source.negatives,
                "share": round(of_train.get(source.path, 0.0), 4),
                **{name: len(_ids_of(part, source)) for name, part in self.splits().items()},
            }
            for source, of_set in self.sources
        ]

    def splits(self) -> dict[str, PatchSet | None]:
        """The three parts by their names."""
        return {"train": self.train, "validation": self.validation, "test": self.test}

    def set_words(self) -> list[str]:
        """One line for each set of a mixture: its share of the samples and its patches."""
        return [
            f"{one['name']}: {one['share']:.1%} of the samples, {plural(one['train'], 'patch', 'patches')} to train "
            f"on, {one['validation']} to validate, {one['test']} kept for the test."
            for one in self.sets()
        ]


def prepare(recipe: Recipe, data: Path | Sequence[PatchSource], progress: Progress) -> TrainingData:
    """Open, check, split and measure the patches, of one folder or of several as a `Mixture`.

    Raises InputError for whatever cannot be trained on.
    """
    progress.stage("opening the patches")
    sources = [PatchSource(path=str(data))] if isinstance(data, Path) else list(data)
    if recipe.distil is None and (idle := next((each.path for each in sources if each.unlabelled), None)):
        raise InputError(f"{idle} is given as unlabelled, from which only distil learns; name a teacher.")
    optional = recipe.dropped_channels()
    opened = [_open(source, recipe, progress, said=len(sources) > 1) for source in sources]
    prints = [set_fingerprint(patches) for patches in opened]
    for each in opened:
        each.fill(progress)  # before loader processes start, which then share it
    patches: PatchSet
    if len(sources) == 1 and sources[0].plain:
        patches = opened[0]
        _need_blocks(patches, recipe.split)
        parts = split_patches(patches, recipe.split)
        fingerprint = prints[0]
    else:
        mixture = Mixture([_part(*pair) for pair in zip(opened, sources, strict=True)])
        _refuse_twice(mixture, prints)
        patches = mixture = check_negatives(mixture, progress)
        parts = split_mixture(mixture, recipe.split)
        fingerprint = _mixture_fingerprint(sources, prints)
        sources = [part.source for part in mixture.parts]
    train = parts["train"]
    check_labels(train, parts["validation"], progress)
    kinds = {kind for _, kind in recipe.groups()}
    statistics = _statistics(train, progress) if "dataset" in kinds else None
    if statistics is not None and set(recipe.channels) - set(statistics.channels):
        statistics = _with_missing(statistics, recipe.channels)
    per_domain = domain_statistics(patches) if "separated" in kinds else None
    normaliser = PatchNormaliser(
        inputs_of(recipe, patches, statistics), optional_channels=optional, domain_statistics=per_domain
    )
    domains = tuple(sorted({key.domain for key in patches.keys}))
    test = parts.get("test")
    names = " + ".join(Path(source.path).name for source in sources)
    return TrainingData(
        train=train,
        validation=parts["validation"],
        test=test if test is not None and len(test) else None,
        normaliser=normaliser,
        domains=domains,
        fingerprint=fingerprint,
        words=f"{plural(len(train), 'patch', 'patches')} "
        f"({', '.join(sorted({key.domain for key in train.keys}))}) of {names}",
        sources=tuple(zip(sources, prints, strict=True)),
    )


def _open(source: PatchSource, recipe: Recipe, progress: Progress, *, said: bool) -> CachedPatchSet:
    """One set, with the channels that the recipe needs; what it lacks of the optional ones is said."""
    found = _labelled(source)
    missing = [name for name in recipe.channels if name not in found.channels]
    if hard := [name for name in missing if name not in recipe.dropped_channels()]:
        raise InputError(
            f"The patches in {source.path} lack {', '.join(hard)} (there is {', '.join(found.channels)}); choose "
            "others with --set channels=..., such as channels=rgb."
        )
    if missing and said:
        progress.message(f"{Path(source.path).name} has no {', '.join(missing)}: filled in its samples.")
    return CachedPatchSet(found)


def _part(patches: PatchSet, source: PatchSource) -> Part:
    return Part(patches if source.domain is None else InDomain(patches, source.domain), source)


def _refuse_twice(mixture: Mixture, prints: Sequence[str]) -> None:
    for place, one in enumerate(prints):
        if one in prints[:place]:
            raise InputError(
                f"{mixture.parts[place].patches.source} holds the same patches as "
                f"{mixture.parts[prints.index(one)].patches.source}; give each set once, with a larger weight if more "
                "of it is wanted."
            )


def data_fingerprint(data: Path | Sequence[PatchSource]) -> str:
    """The fingerprint that `prepare` finds, without reading more than a sample."""
    sources = [PatchSource(path=str(data))] if isinstance(data, Path) else list(data)
    prints = [set_fingerprint(_labelled(source)) for source in sources]
    return prints[0] if len(sources) == 1 and sources[0].plain else _mixture_fingerprint(sources, prints)


def _labelled(source: PatchSource) -> PatchSet:
    known = not (source.negatives or source.unlabelled)
    found = open_patches(Path(source.path), expect_masks=True if known else None)
    if source.unlabelled:
        return Unlabelled(found, IGNORE)
    return found if found.has_masks else Unlabelled(found)


def _mixture_fingerprint(sources: Sequence[PatchSource], prints: Sequence[str]) -> str:
    """Of the sets in their order and of how they are used; not of where they lie."""
    used = [source.model_dump(mode="json", exclude={"path"}) for source in sources]
    for one in used:
        if one["domain"] is None:  # mixtures of before there were these keys go on
            del one["domain"]
        if not one["unlabelled"]:
            del one["unlabelled"]
    return hashlib.sha256(json.dumps([used, list(prints)], sort_keys=True).encode()).hexdigest()


def _statistics(train: PatchSet, progress: Progress) -> ChannelStatistics:
    """Of the training patches; those of a mixture count as much as their share of the samples."""
    if not isinstance(train, Mixture):
        return channel_statistics(train, progress)
    sizes = [float(len(own)) for own in train.samples()]
    return mixed_statistics(
        [channel_statistics(part.patches, progress) for part in train.parts], train.shares() or sizes
    )


def _need_blocks(patches: PatchSet, split: SplitOptions) -> None:
    """Raise InputError where the blocks of ``patches.csv`` are too few to be shared out."""
    blocks = sorted({key.block for key in patches.keys if key.block is not None})
    if split.by == "blocks" and not split.validation and not split.test and len(blocks) == 1:
        raise InputError(
            f"All {len(patches)} patches of {patches.source} are in one block ({blocks[0]}), so none can be kept for "
            "validation; cut them anew with the --block-km that l4s patches proposed or, where it proposed none, cut "
            "further scenes into folders of their own or take a smaller --size."
        )


def split_ids(prepared: TrainingData) -> dict[str, Any]:
    """Patch ids per split, as ``split.json`` holds them; of a mixture also for each ``set`` by its fingerprint."""
    splits = prepared.splits()
    found: dict[str, Any] = {
        name: [] if part is None else [key.id for key in part.keys] for name, part in splits.items()
    }
    if not isinstance(prepared.train, Mixture):
        return found
    found["sets"] = [
        {"name": Path(source.path).name, "fingerprint": of_set}
        | {name: _ids_of(part, source) for name, part in splits.items()}
        for source, of_set in prepared.sources
    ]
    return found


def _ids_of(patches: PatchSet | None, source: PatchSource) -> list[int]:
    if not isinstance(patches, Mixture):
        return []
    return [key.id for part in patches.parts if part.source == source for key in part.patches.keys]


def principal_axes(
    train: PatchSet, normaliser: PatchNormaliser, count: int, seed: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """(count, channels) axes of largest variance of the normalised training pixels, and their mean (channels,)."""
    rng = np.random.default_rng([seed, 2])
    chosen = rng.permutation(len(train))[:200]
    per_patch = max(1, PCA_PIXELS // len(chosen))
    pixels = []
    for index in chosen:
        x = normaliser(*read_own(train, int(index)))
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

"""Several sets of patches as one: weighted, with other channels, and with sets that show no landslide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from l4s_core.base.errors import InputError
from l4s_core.patches.cutting.automatic import Name
from l4s_core.patches.fileset import ascending
from l4s_core.patches.split import SplitOptions, split_names, subsets
from l4s_core.patches.types import Level, Patch, PatchKey, PatchSet


class PatchSource(BaseModel):
    """One set of a training: where it is, and how it is used.

    Attributes
    ----------
    path : folder of patches, see `open_patches`.
    weight : share of the samples of an epoch that come from this set, see `shares`; None is by its size.
    negatives : declares that no landslide is in it. Masks may then be missing; one with a landslide is refused.
    unlabelled : nothing is known of it, whatever masks there are: all of it is ignored, and only a teacher (``distil``
        of a recipe) says something of it. All its patches are for training.
    only : the part of the split that all its patches belong to; None splits them.
    split : how it is split; None is as the recipe says.
    repeat : domain -> how often its patches come for each time that those of the other domains do.
    domain : what all its patches belong to, whatever their own domains are; None keeps those.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str = Field(min_length=1)
    weight: float | None = Field(default=None, gt=0, le=1e6)
    negatives: bool = False
    unlabelled: bool = False
    only: Literal["train", "validation", "test"] | None = None
    split: SplitOptions | None = None
    repeat: dict[str, int] = Field(default_factory=dict)
    domain: str | None = Field(default=None, min_length=1, max_length=200)

    @field_validator("repeat")
    @classmethod
    def _whole(cls, repeat: dict[str, int]) -> dict[str, int]:
        if any(not 1 <= times <= 1000 for times in repeat.values()):
            raise ValueError("repeat takes whole numbers from 1 to 1000")
        return repeat

    @model_validator(mode="after")
    def _unlabelled_only_trains(self) -> PatchSource:
        if self.unlabelled and (self.negatives or self.split is not None or self.only not in (None, "train")):
            raise ValueError("an unlabelled set is for training only, and is not split or declared negatives")
        return self

    @property
    def plain(self) -> bool:
        """Whether nothing is said but the path."""
        return self == PatchSource(path=self.path)


def parse_source(text: str) -> PatchSource:
    """``DIR`` or ``DIR@WEIGHT`` of the command line. Raises InputError for a weight that is no positive number."""
    path, at, number = text.rpartition("@")
    if not at or Path(text).expanduser().exists():
        return PatchSource(path=text)
    try:
        weight = float(number)
    except ValueError:
        weight = float("nan")
    if not (path and 0 < weight <= 1e6):
        raise InputError(f"--data {text}: after @ stands the weight of the set, a number above 0, such as {path}@0.3.")
    return PatchSource(path=path, weight=weight)


@dataclass(frozen=True)
class Part:
    """One set in a mixture."""

    patches: PatchSet
    source: PatchSource

    @property
    def name(self) -> str:
        """For messages: the folder's name."""
        return Path(self.patches.source).name or self.patches.source


class Mixture:
    """A `PatchSet` of the patches of all parts, one part after another; every patch keeps its key.

    ``channels`` are those of all parts together; where a part lacks one, `read` gives NaN. `read_own` says what there
    is. ``level`` is that of all parts, None where they differ. Raises InputError for parts of other sizes.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        sets = [part.patches for part in self.parts]
        first = sets[0]
        for other in sets[1:]:
            if other.shape != first.shape:
                raise InputError(
                    f"The patches of {other.source} have {other.shape[0]} x {other.shape[1]} pixels and those of "
                    f"{first.source} {first.shape[0]} x {first.shape[1]}; cut them to one size (l4s patches --size)."
                )
        self.source = " + ".join(each.source for each in sets)
        self.channels = tuple(dict.fromkeys(name for each in sets for name in each.channels))
        self.absolute_scale = all(each.absolute_scale for each in sets)
        self.has_masks = all(each.has_masks for each in sets)
        self.shape = first.shape
        self.keys: Sequence[PatchKey] = tuple(key for each in sets for key in each.keys)
        self.level: Level | None = first.level if len({each.level for each in sets}) == 1 else None

    def __len__(self) -> int:
        return len(self.keys)

    def place(self, index: int) -> tuple[Part, int]:
        """The part of the patch ``keys[index]`` and its index there."""
        for part in self.parts:
            if index < len(part.patches):
                return part, index
            index -= len(part.patches)
        raise IndexError("no such patch in the mixture")

    def read_own(self, index: int) -> tuple[Patch, tuple[str, ...]]:
        """The patch with the channels of its own set, and which those are."""
        part, own = self.place(index)
        return part.patches.read(own), part.patches.channels

    def read(self, index: int) -> Patch:
        """See ``PatchSet.read``; NaN in the channels that its set lacks."""
        patch, channels = self.read_own(index)
        if channels == self.channels:
            return patch
        values = np.full((len(self.channels), *self.shape), np.nan, np.float32)
        values[[self.channels.index(name) for name in channels]] = patch.values
        return replace(patch, values=values)

    def subset(self, indices: Sequence[int]) -> Mixture:
        """The same mixture with these patches only; parts that keep none are left out, the weights stay."""
        chosen, parts, start = np.array(ascending(indices, len(self)), dtype=int), [], 0
        for part in self.parts:
            own = chosen[(chosen >= start) & (chosen < start + len(part.patches))] - start
            start += len(part.patches)
            if own.size:
                parts.append(Part(part.patches.subset(own.tolist()), part.source))
        return Mixture(parts or [Part(self.parts[0].patches.subset([]), self.parts[0].source)])

    def samples(self) -> list[npt.NDArray[np.intp]]:
        """For each part, the indices of its patches as often as an epoch shows them (``PatchSource.repeat``)."""
        found, start = [], 0
        for part in self.parts:
            times = [part.source.repeat.get(key.domain, 1) for key in part.patches.keys]
            found.append(np.repeat(np.arange(start, start + len(times)), times))
            start += len(times)
        return found

    def shares(self) -> list[float] | None:
        """Share of the samples of each part, see `shares`; None where no weight is given."""
        weights = [part.source.weight for part in self.parts]
        return None if not any(weights) else shares(weights, [len(own) for own in self.samples()])


def shares(weights: Sequence[float | None], sizes: Sequence[int]) -> list[float]:
    """Shares that sum to 1. Where all weights are given they are relative to each other; else those given are shares
    of the whole, and the others divide the rest by their ``sizes``.

    Raises InputError where nothing is left for the others.
    """
    given = sum(weight for weight in weights if weight is not None)
    if all(weight is not None for weight in weights):
        return [float(weight) / given for weight in weights if weight is not None]
    if given >= 1:
        raise InputError(
            f"The weights of the patch sets sum to {given:g}, which leaves nothing for those without; give weights "
            "below 1 in all, or one for every set."
        )
    rest = sum(size for weight, size in zip(weights, sizes, strict=True) if weight is None)
    return [
        (1 - given) * size / rest if weight is None else weight for weight, size in zip(weights, sizes, strict=True)
    ]


def read_own(patches: PatchSet, index: int) -> tuple[Patch, tuple[str, ...]]:
    """A patch with the channels that its own set has, and which those are; of a mixture or of a single set."""
    if isinstance(patches, Mixture):
        return patches.read_own(index)
    return patches.read(index), patches.channels


def sets_of(patches: PatchSet) -> list[PatchSet]:
    """The single sets of a mixture, or the one that was given."""
    return [part.patches for part in patches.parts] if isinstance(patches, Mixture) else [patches]


class InDomain:
    """A `PatchSet` all of whose patches belong to one domain, whatever their own is."""

    def __init__(self, patches: PatchSet, domain: str) -> None:
        self._inner = patches
        self._domain = domain
        self.source = patches.source
        self.channels = patches.channels
        self.absolute_scale = patches.absolute_scale
        self.has_masks = patches.has_masks
        self.shape = patches.shape
        self.keys: Sequence[PatchKey] = tuple(replace(key, domain=domain) for key in patches.keys)
        self.level: Level | None = patches.level

    def __len__(self) -> int:
        return len(self._inner)

    def read(self, index: int) -> Patch:
        """See ``PatchSet.read``."""
        return replace(self._inner.read(index), key=self.keys[index])

    def subset(self, indices: Sequence[int]) -> InDomain:
        """See ``PatchSet.subset``."""
        return InDomain(self._inner.subset(indices), self._domain)


class Unlabelled:
    """A `PatchSet` with one label everywhere: background where it was declared to show no landslide, `IGNORE` where
    nothing is known."""

    def __init__(self, patches: PatchSet, label: int = 0) -> None:
        self._inner = patches
        self._label = label
        self.source = patches.source
        self.channels = patches.channels
        self.absolute_scale = patches.absolute_scale
        self.has_masks = True
        self.shape = patches.shape
        self.keys: Sequence[PatchKey] = patches.keys
        self.level: Level | None = patches.level

    def __len__(self) -> int:
        return len(self._inner)

    def read(self, index: int) -> Patch:
        """See ``PatchSet.read``."""
        return replace(self._inner.read(index), mask=np.full(self.shape, self._label, np.uint8))

    def subset(self, indices: Sequence[int]) -> Unlabelled:
        """See ``PatchSet.subset``."""
        return Unlabelled(self._inner.subset(indices), self._label)


def split_mixture(mixture: Mixture, options: SplitOptions) -> dict[str, PatchSet]:
    """`split_patches` of every part for itself; a part may have no patches in one of the three.

    A part is split by its own options where its source has some, or goes where the source's ``only`` says. Of names of
    regions or blocks, each part is asked for those it has; where it has none, all its patches are for training. Id
    ranges are those of sets with landslides: declared negatives are divided by their own blocks then.

    Raises
    ------
    InputError
        As `split_patches`, where all parts together have no patches to train on or to validate on.
    """
    names: list[Name | None] = []
    for part in mixture.parts:
        only = "train" if part.source.unlabelled else part.source.only
        names += [only] * len(part.patches) if only else _names(part, mixture, options)
    parts = subsets(mixture, names)
    for part_name in ("train", "validation"):
        if not len(parts[part_name]):
            raise InputError(
                f"The {part_name} split of {mixture.source} is empty; choose another split, or say of one set that all "
                f"its patches belong there (only: {part_name})."
            )
    return parts


def _names(part: Part, mixture: Mixture, options: SplitOptions) -> list[Name | None]:
    own = part.source.split
    if own is not None:
        return split_names(part.patches, own)
    if options.by == "blocks" and part.source.negatives:
        return split_names(part.patches, options.model_copy(update={"validation": (), "test": (), "never_train": ()}))
    if options.by not in ("region", "column"):
        return split_names(part.patches, options)
    column = "domain" if options.by == "region" else "block"
    known = {getattr(key, column) for key in mixture.keys}
    validation, test = set(options.validation), set(options.test)
    if unknown := sorted(str(place) for place in (validation | test) - known):
        raise InputError(f"No patch of {mixture.source} is in {', '.join(unknown)}; name others.")
    if both := sorted(map(str, validation & test)):
        raise InputError(f"{', '.join(both)} is in the validation and the test list; keep it in one.")
    places = [getattr(key, column) for key in part.patches.keys]
    return ["validation" if place in validation else "test" if place in test else "train" for place in places]

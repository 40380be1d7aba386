"""Training, validation and test patches that are apart on the ground.

Neighbouring ids of Landslide4Sense are neighbouring places, often the same landslides cut in two. A random split of
them measures memory: it gives F1 around 0.70 to 0.84 where the official test set gives 0.57 to 0.65.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from l4s_core.base.errors import InputError
from l4s_core.patches.cutting.automatic import Name, blocks_by_id, blocks_by_name
from l4s_core.patches.types import PatchKey, PatchSet

IdRange = tuple[int, int]
Places = tuple[IdRange, ...] | tuple[str, ...]
NAMES: tuple[Name, ...] = ("train", "validation", "test")
_Share = Annotated[float, Field(ge=0.0, lt=1.0)]


class SplitOptions(BaseModel):
    """How patches are divided.

    Attributes
    ----------
    by : ``blocks`` (runs of neighbouring ids, or the blocks of ``patches.csv`` where every patch has one), ``region``
        (whole domains), ``column`` (the blocks of ``patches.csv`` by name) or ``random`` (needs ``i_know_it_leaks``).
    validation, test : id ranges ``[first, last]``, both included, for ``blocks``; names of domains for ``region``;
        names of blocks for ``column``. Without any, ``blocks`` divides by itself, see `patches.cutting.automatic`.
    validation_share, test_share : of the patches, where the division is automatic or random.
    guard : training patches whose id is within this distance of a validation or test id are left out. Only where ids
        say what is near: ``blocks`` by id.
    never_train : id ranges ``[first, last]`` of patches that are left out of training, whatever else is said.
    i_know_it_leaks : said by whoever wants a random split all the same.
    seed : of the random split.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    by: Literal["blocks", "region", "column", "random"] = "blocks"
    validation: Places = ()
    test: Places = ()
    validation_share: _Share = 0.15
    test_share: _Share = 0.15
    guard: int = Field(default=3, ge=0)
    never_train: tuple[IdRange, ...] = ()
    i_know_it_leaks: bool = False
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _fits(self) -> SplitOptions:
        kind = int if self.by == "blocks" else str
        for name in ("validation", "test"):
            places: Places = getattr(self, name)
            if places and self.by == "random":
                raise ValueError(f"a random split takes no {name} list; leave it out or split by blocks")
            if any(isinstance(place, str) != (kind is str) for place in places):
                wanted = "id ranges such as [[1, 170]]" if kind is int else "names"
                raise ValueError(f"a split by {self.by} takes {wanted} for {name}")
            for place in places:
                if not isinstance(place, str) and not 0 <= place[0] <= place[1]:
                    raise ValueError(f"the id range {list(place)} of {name} must be [first, last]")
        if self.validation_share + self.test_share >= 1:
            raise ValueError("validation_share and test_share leave nothing for training")
        return self


def split_patches(patch_set: PatchSet, options: SplitOptions) -> dict[str, PatchSet]:
    """``{"train": ..., "validation": ..., "test": ...}``: subsets without a patch in common; test may be empty.

    A pure function of the keys and the options.

    Raises
    ------
    InputError
        No training or no validation patches remain, lists that overlap, a name that no patch has, a random split
        without ``i_know_it_leaks``.
    """
    parts = subsets(patch_set, split_names(patch_set, options))
    for part in ("train", "validation"):
        if not len(parts[part]):
            raise InputError(_empty(patch_set, part, options))
    return parts


def split_names(patch_set: PatchSet, options: SplitOptions) -> list[Name | None]:
    """The part that each patch belongs to, None where it is left out. Raises what `split_patches` raises for lists."""
    keys = patch_set.keys
    names, by_id = _assign(keys, options, patch_set.source)
    if by_id and options.guard:
        names = _guarded(keys, names, options.guard)
    never = [any(first <= key.id <= last for first, last in options.never_train) for key in keys]
    return [None if out and name == "train" else name for name, out in zip(names, never, strict=True)]


def subsets(patch_set: PatchSet, names: Sequence[Name | None]) -> dict[str, PatchSet]:
    """The three parts by their names."""
    return {part: patch_set.subset([i for i, name in enumerate(names) if name == part]) for part in NAMES}


def _assign(keys: Sequence[PatchKey], options: SplitOptions, source: str) -> tuple[list[Name | None], bool]:
    """Where each patch goes, and whether neighbours are known by their ids (so that a guard makes sense)."""
    shares = (options.validation_share, options.test_share)
    if options.by == "random":
        return _random(len(keys), options), False
    if options.by == "blocks" and not (options.validation or options.test):
        if keys and all(key.block is not None for key in keys):
            return blocks_by_name(keys, *shares), False
        return blocks_by_id(keys, *shares), True
    if not options.validation:
        raise InputError(
            f"The split by {options.by} names no validation patches for {source} "
            f"({_choices(keys, options.by)}); list some under validation."
        )
    inside = _membership(keys, options, source)
    names: list[Name | None] = []
    for key in keys:
        in_validation, in_test = inside(key, options.validation), inside(key, options.test)
        if in_validation and in_test:
            raise InputError(f"The patch {key.id} of {source} is in the validation and the test list; keep it in one.")
        names.append("validation" if in_validation else "test" if in_test else "train")
    return names, options.by == "blocks"


def _membership(keys: Sequence[PatchKey], options: SplitOptions, source: str) -> Callable[[PatchKey, Places], bool]:
    if options.by == "blocks":
        return lambda key, places: any(place[0] <= key.id <= place[1] for place in places if not isinstance(place, str))
    if options.by == "column" and any(key.block is None for key in keys):
        first = next(key.id for key in keys if key.block is None)
        raise InputError(
            f"The patch {first} of {source} has no block; fill the column block of patches.csv, or split by blocks "
            "of ids."
        )
    column: Callable[[PatchKey], str | None] = (
        (lambda key: key.domain) if options.by == "region" else (lambda key: key.block)
    )
    known = {column(key) for key in keys}
    unknown = [place for place in (*options.validation, *options.test) if place not in known]
    if unknown:
        raise InputError(
            f"No patch of {source} is in {', '.join(map(str, unknown))} ({_choices(keys, options.by)}); name others."
        )
    return lambda key, places: column(key) in places


def _choices(keys: Sequence[PatchKey], by: str) -> str:
    if by == "region":
        return "its domains are " + ", ".join(sorted({key.domain for key in keys}))
    if by == "column":
        names = sorted({str(key.block) for key in keys})
        return f"its blocks are {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
    return f"its ids are {keys[0].id} to {keys[-1].id}" if keys else "it has no patches"


def _random(count: int, options: SplitOptions) -> list[Name | None]:
    if not options.i_know_it_leaks:
        raise InputError(
            "A random split puts neighbouring patches into training and validation, so its scores say little about "
            "other places; split by blocks or region, or say --i-know-it-leaks."
        )
    order = np.random.default_rng(options.seed).permutation(count)
    validation, test = round(options.validation_share * count), round(options.test_share * count)
    names: list[Name | None] = ["train"] * count
    for place, index in enumerate(order.tolist()):
        if place < validation + test:
            names[index] = "validation" if place < validation else "test"
    return names


def _guarded(keys: Sequence[PatchKey], names: Sequence[Name | None], guard: int) -> list[Name | None]:
    held_out = np.sort([key.id for key, name in zip(keys, names, strict=True) if name != "train"])
    if not held_out.size:
        return list(names)
    ids = np.array([key.id for key in keys])
    after = np.searchsorted(held_out, ids)
    to_next = np.abs(held_out[np.minimum(after, held_out.size - 1)] - ids)
    to_last = np.abs(ids - held_out[np.maximum(after - 1, 0)])
    near = np.minimum(to_next, to_last) <= guard
    return [None if name == "train" and close else name for name, close in zip(names, near, strict=True)]


def _empty(patch_set: PatchSet, part: str, options: SplitOptions) -> str:
    advice = {
        "blocks": "choose other id ranges, a smaller guard, or give more patches",
        "region": "choose other domains",
        "column": "choose other blocks",
        "random": "choose other shares or give more patches",
    }[options.by]
    return (
        f"The {part} split of {patch_set.source} is empty ({len(patch_set)} patches, "
        f"{_choices(patch_set.keys, options.by)}); {advice}."
    )

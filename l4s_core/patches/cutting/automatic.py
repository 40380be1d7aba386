"""Dividing patches without being told where: every k-th block of neighbours goes to validation or test.

Patches in the order of their ids are a walk over the ground. It is cut into equal cycles, and each cycle into four
blocks: training, validation, training, test. With the default shares of 0.15 the blocks take 35, 15, 35 and 15 % of a
cycle. Validation and test never touch (unless their shares leave no training), and both come from all over a domain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from l4s_core.patches.types import PatchKey

Name = Literal["train", "validation", "test"]
CYCLE_PATCHES = 200
"""Patches in a cycle: validation blocks of 30, so that a guard of 3 on either side costs little."""


def blocks_by_id(keys: Sequence[PatchKey], validation: float, test: float) -> list[Name | None]:
    """Where each patch goes. Every domain is divided for itself into ``round(patches / 200)`` cycles, at least one.

    A domain of up to three patches may fall to training as a whole.
    """
    names: list[Name | None] = ["train"] * len(keys)
    for domain in sorted({key.domain for key in keys}):
        members = sorted((i for i, key in enumerate(keys) if key.domain == domain), key=lambda i: keys[i].id)
        cycles = max(1, round(len(members) / CYCLE_PATCHES))
        phases = (np.arange(len(members)) + 0.5) * cycles / len(members) % 1
        for index, name in zip(members, _by_phase(phases, validation, test), strict=True):
            names[index] = name
    return names


def blocks_by_name(keys: Sequence[PatchKey], validation: float, test: float) -> list[Name | None]:
    """Where each patch goes, whole blocks of ``patches.csv`` at a time, in the order of their first id.

    Each block goes to the part that is furthest behind its share of the patches so far, so that equal blocks take
    turns. From two blocks on there is a validation part, from three on a test part.
    """
    blocks: dict[tuple[str, str | None], list[int]] = {}
    for i in sorted(range(len(keys)), key=lambda i: keys[i].id):
        blocks.setdefault((keys[i].domain, keys[i].block), []).append(i)
    sizes = [len(members) for members in blocks.values()]
    shares: dict[Name, float] = {"train": 1 - validation - test, "validation": validation, "test": test}
    given = dict.fromkeys(shares, 0)
    chosen: list[Name] = []
    for so_far, size in zip(np.cumsum(sizes).tolist(), sizes, strict=True):
        part = max(shares, key=lambda part: shares[part] * so_far - given[part])
        given[part] += size
        chosen.append(part)
    _never_none(chosen, sizes, shares)
    names: list[Name | None] = ["train"] * len(keys)
    for members, name in zip(blocks.values(), chosen, strict=True):
        for index in members:
            names[index] = name
    return names


def _by_phase(phases: npt.NDArray[np.float64], validation: float, test: float) -> list[Name]:
    """What a place in a cycle, 0 to 1, is for."""
    start = (1 - validation - test) / 2
    return [
        "test" if phase >= 1 - test else "validation" if start <= phase < start + validation else "train"
        for phase in phases.tolist()
    ]


def _never_none(chosen: list[Name], sizes: Sequence[int], shares: Mapping[Name, float]) -> None:
    """Give a part that is wanted and got no block the one of training's that is nearest to its share in size."""
    for name in ("validation", "test"):
        wanted = shares[name] * sum(sizes)
        spare = [i for i, now in enumerate(chosen) if now == "train"]
        if wanted > 0 and name not in chosen and len(spare) > 1:
            chosen[min(spare, key=lambda i: abs(sizes[i] - wanted))] = name

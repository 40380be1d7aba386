"""What a data set of patches is, whatever its files look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from l4s_core.base.choices import Level as Level

IGNORE = 255  # in a mask: not scored, no gradient


@dataclass(frozen=True)
class PatchKey:
    """Which patch: ``id`` from its file name, ``domain`` (region or data set), ``block`` (a place to split by)."""

    id: int
    domain: str
    block: str | None = None


@dataclass(frozen=True)
class Patch:
    """One image patch.

    Attributes
    ----------
    key : which one.
    values : (channels, rows, cols) float32 in the units of `channels.registry`, NaN where there is no data.
    mask : (rows, cols) uint8, 1 landslide, 0 not, 255 ignored; None when there are no labels.
    """

    key: PatchKey
    values: npt.NDArray[np.float32]
    mask: npt.NDArray[np.uint8] | None


class PatchSet(Protocol):
    """Patches of one size and one set of channels, read when asked for.

    Attributes
    ----------
    source : the folder, for messages.
    channels : names of `channels.registry`, in the order of ``Patch.values``.
    absolute_scale : False where only the ratio of the bands is known (8-bit pictures): each patch has its own unknown
        gain.
    has_masks : whether every patch has labels (else none has).
    shape : (rows, cols) of every patch.
    keys : one per patch, ascending by id.
    level : processing level of the optical bands, None when unknown.
    """

    source: str
    channels: tuple[str, ...]
    absolute_scale: bool
    has_masks: bool
    shape: tuple[int, int]
    keys: Sequence[PatchKey]
    level: Level | None

    def __len__(self) -> int: ...

    def read(self, index: int) -> Patch:
        """The patch ``keys[index]``; raises InputError naming the file when it cannot be used."""

    def subset(self, indices: Sequence[int]) -> PatchSet:
        """The same set with these patches only, in ascending order."""

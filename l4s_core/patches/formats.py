"""What the three file layouts have in common, and limits for files that nobody vouches for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import is_reflectance, unknown_problem
from l4s_core.patches.types import IGNORE

_LARGEST_DN = 65535.0  # what a product can store
LARGEST_SIDE = 4096
"""Rows or columns of the largest patch that is read; beyond that it is a scene, or a file made to fill the memory."""


class PatchReader(Protocol):
    """Decodes the files of one layout. Holds no open file, so that it may be copied to another process."""

    @property
    def channels(self) -> tuple[str, ...]:
        """What `read_image` gives, in this order."""

    @property
    def absolute_scale(self) -> bool:
        """See ``PatchSet.absolute_scale``."""

    def read_image(self, path: Path) -> npt.NDArray[np.float32]:
        """(channels, rows, cols) raw units, NaN where there is no data. InputError naming the file."""

    def read_mask(self, path: Path) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8 with 0, 1 and 255 only. InputError naming the file."""


@dataclass(frozen=True)
class PatchFiles:
    """One patch on disk; ``mask`` is None where there are no labels. ``id`` is from the file name."""

    id: int
    image: Path
    mask: Path | None


def check_size(path: Path, rows: int, cols: int) -> None:
    """Raise InputError for an image that no patch would be, before anything of its size is allocated."""
    if not (1 <= rows <= LARGEST_SIDE and 1 <= cols <= LARGEST_SIDE):
        raise InputError(
            f"{path} has {rows} x {cols} pixels; a patch has at most {LARGEST_SIDE} x {LARGEST_SIDE}, cut it into "
            "patches first (l4s patches)."
        )


def largest_reflectance(values: npt.NDArray[Any], names: Sequence[str]) -> float:
    """Of the optical bands of (channels, rows, cols), as stored; 0 where they hold nothing.

    Cirrus (B10) is dark enough to be anything.
    """
    optical = [k for k, name in enumerate(names) if is_reflectance(name) and not name.endswith("B10")]
    some = values[optical]
    return float(np.nanmax(some, initial=0.0)) if some.size else 0.0


def refuse_beyond_dn(path: Path, values: npt.NDArray[Any], names: Sequence[str]) -> None:
    """Raise InputError for optical bands, (channels, rows, cols), that no product could store."""
    largest = largest_reflectance(values, names)
    if largest > _LARGEST_DN:
        raise InputError(
            f"The optical bands of {path} go up to {largest:.4g}, which is no reflectance x 10000; write the raw "
            "values of Sentinel-2 (HDF5 files hold them divided by the published means), and declare what means nodata."
        )


def check_labels(path: Path, labels: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """(rows, cols) numbers -> uint8. Raises InputError for anything other than 0, 1 and 255."""
    known = (labels == 0) | (labels == 1) | (labels == IGNORE)
    if not known.all():
        others = np.unique(labels[~known])
        shown = ", ".join(f"{value:g}" for value in others[:4].tolist()) + (" ..." if others.size > 4 else "")
        raise InputError(
            f"{path} has the labels {shown}; a mask holds 1 (landslide), 0 (not) and 255 (ignored), relabel it."
        )
    whole: npt.NDArray[np.uint8] = labels.astype(np.uint8)
    return whole


def choose_channels(asked: tuple[str, ...] | None, present: tuple[str, ...], source: str) -> tuple[str, ...]:
    """The channels to read: those ``asked`` for, else all that are there.

    Raises InputError for an unknown name, one named twice, and one that is not there.
    """
    if asked is None:
        return present
    if problem := unknown_problem(asked):
        raise InputError(problem)
    if not asked or len(set(asked)) < len(asked):
        raise InputError(f"The channels {', '.join(asked) or '(none)'} were asked for; take different names.")
    missing = [name for name in asked if name not in present]
    if missing:
        raise InputError(
            f"The patches in {source} lack {', '.join(missing)} (they have {', '.join(present)}); choose among those."
        )
    return tuple(asked)

"""Views of a window: flipped, rotated, enlarged; and the way back. Arrays alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
import numpy.typing as npt

from l4s_core.base.choices import Tta, UncertaintyMethod

_Values = npt.NDArray[np.float32]
SCALES = (1, 2, 4)
PASSES = 10  # with dropout, as Tanmlh


@dataclass(frozen=True)
class View:
    """One way to look at windows: mirrored left to right or not, turned by so many quarters, enlarged.

    The eight of scale 1 are the symmetries of the square (the dihedral group of order 8).
    """

    turns: int = 0
    mirrored: bool = False
    scale: int = 1

    def of(self, windows: _Values) -> _Values:
        """(n, channels, rows, cols) -> (n, channels, rows, cols) as it is seen; rows and cols change places where it is
        turned by one or three quarters, and are ``scale`` times as many."""
        seen = windows[..., ::-1] if self.mirrored else windows
        return np.ascontiguousarray(enlarged(np.rot90(seen, self.turns, axes=(-2, -1)), self.scale))

    def back(self, result: _Values) -> _Values:
        """What a model gave for `of`, as for the windows themselves; of an enlarged one the mean over each pixel."""
        turned = np.rot90(reduced(result, self.scale), -self.turns, axes=(-2, -1))
        return turned[..., ::-1] if self.mirrored else turned


FLIPS = tuple(View(turns, mirrored) for mirrored in (False, True) for turns in range(4))


def views_of(tta: Tta) -> tuple[View, ...]:
    """The views of a kind of test-time augmentation, the plain one first."""
    if tta not in get_args(Tta):
        raise ValueError(f"{tta!r} is none of {get_args(Tta)}")
    flips = FLIPS if tta in ("flips", "all") else FLIPS[:1]
    scales = SCALES if tta in ("scales", "all") else SCALES[:1]
    return tuple(View(view.turns, view.mirrored, scale) for scale in scales for view in flips)


def times_as_long(tta: Tta, uncertainty: UncertaintyMethod | None, passes: int) -> int:
    """How many times as many pixels a model computes as without these options."""
    views = views_of("flips" if uncertainty == "tta" and tta == "none" else tta)
    return sum(view.scale**2 for view in views) * (passes if uncertainty == "mc-dropout" else 1)


def enlarged(x: _Values, scale: int) -> _Values:
    """(..., rows, cols) bilinear, ``scale`` times as many rows and cols; pixel centres as in
    ``torch.nn.functional.interpolate(align_corners=False)``, constant beyond the outer ones."""
    for axis in (-2, -1):
        x = _along(x, axis, scale)
    return x


def _along(x: _Values, axis: int, scale: int) -> _Values:
    if scale == 1:
        return x
    length = x.shape[axis]
    at = np.clip((np.arange(length * scale) + 0.5) / scale - 0.5, 0, length - 1)
    below = np.floor(at).astype(np.intp)
    shape = [1] * x.ndim
    shape[axis] = -1
    share = (at - below).astype(np.float32).reshape(shape)
    lower = np.take(x, below, axis)
    upper = np.take(x, np.minimum(below + 1, length - 1), axis)
    out: _Values = lower + share * (upper - lower)
    return out


def reduced(x: _Values, scale: int) -> _Values:
    """(..., rows, cols) -> the mean of each ``scale`` x ``scale`` pixels."""
    if scale == 1:
        return x
    *first, rows, cols = x.shape
    blocks = x.reshape(*first, rows // scale, scale, cols // scale, scale)
    out: _Values = blocks.mean(axis=(-3, -1), dtype=np.float32)
    return out

"""Patches as pictures that a person can judge: colours from whatever bands there are, and outlines of regions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from l4s_core.channels.registry import is_reflectance
from l4s_core.patches.types import Patch

COMPOSITES: tuple[tuple[str, str, str], ...] = (
    ("B4", "B3", "B2"),  # true colour
    ("B8", "B4", "B3"),  # colour infrared
    ("B8", "B3", "B2"),
    ("B12", "B8", "B4"),
    ("B12", "B11", "B8"),
    ("B11", "B8", "B2"),
    ("B12", "B11", "B10"),
)
"""Red, green, blue of a display, the most readable first."""

_NO_DATA = 0.89  # light grey


def choose_bands(channels: Sequence[str]) -> tuple[str, str, str]:
    """Three of ``channels`` to show as red, green, blue: the first of `COMPOSITES` that is there, else the last
    optical band three times (grey), else slope or elevation three times.

    Raises ValueError for no channels.
    """
    for bands in COMPOSITES:
        if set(bands) <= set(channels):
            return bands
    if not channels:
        raise ValueError("there is no channel to show")
    optical = [name for name in channels if is_reflectance(name)]
    one = optical[-1] if optical else channels[0]
    return one, one, one


def rgb_of(patch: Patch, channels: Sequence[str]) -> npt.NDArray[np.float32]:
    """(rows, cols, 3) float32, 0 to 1, to look at; where there is no data it is light grey.

    ``channels`` are those of ``patch.values``; `choose_bands` says which are shown. Each band is stretched from its 1st
    to its 99th percentile, though never by more than four times as much as the band that varies most, so that
    a flat band is not blown up to noise; a little gamma opens the shadows.
    """
    bands = choose_bands(channels)
    values = patch.values[[list(channels).index(name) for name in bands]].astype(np.float64)
    seen = np.isfinite(values).all(axis=0)
    out = np.full((*seen.shape, 3), _NO_DATA, dtype=np.float32)
    if not seen.any():
        return out
    low, high = np.percentile(values[:, seen], [1, 99], axis=1)
    span = np.maximum(high - low, max(float((high - low).max()) / 4, 1e-6))
    stretched = np.clip((values[:, seen] - low[:, None]) / span[:, None], 0, 1)
    out[seen] = (stretched ** (1 / 1.4)).T
    return out


def outline(region: npt.NDArray[np.bool_], times: int) -> npt.NDArray[np.bool_]:
    """The rim of a region, inside it, on a grid ``times`` as fine: (rows, cols) -> (times * rows, times * cols) bool.

    The rim is one fine pixel wide; what touches the edge of the patch is not closed there.
    """
    fine = region.repeat(times, axis=0).repeat(times, axis=1)
    padded = np.pad(fine, 1, mode="edge")
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return fine & ~inner

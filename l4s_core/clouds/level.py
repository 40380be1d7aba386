"""Which processing level a cloud test takes a scene for, when nobody has said it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l4s_core.clouds.coarse import CoarseReader
from l4s_core.clouds.types import Optical
from l4s_core.scene.types import Level, Scene

PATH_DIFFERENCE = 0.025
"""Reflectance by which blue exceeds red over the darkest ground of a Level-1C scene: half of what Rayleigh scattering
alone adds (`spectral.rayleigh`). Atmospheric correction takes it away."""

_PIECES = 6  # pieces looked at along each side
_PIECE_PX = 48  # working pixels of 60 m
_DARK_SHARE = 2.0  # per cent


@dataclass(frozen=True)
class LevelChoice:
    """The level and, in words for the name of the mask, how it is known."""

    level: Level
    words: str


def choose_level(scene: Scene, optical: Optical) -> LevelChoice:
    """The level the scene states; else L1C where there is a cirrus band (L2A has none); else by its dark pixels.

    Over the darkest ground of the scene in red, blue is far brighter than red before atmospheric correction (molecules
    scatter blue light) and about as dark after it. A few pieces spread over the scene are read for this.
    """
    if scene.level is not None:
        return LevelChoice(scene.level, scene.level)
    if "B10" in optical.names:
        return LevelChoice("L1C", "taken for L1C because it has B10")
    if {"B2", "B4"} <= set(optical.names) and _dark_difference(optical) > PATH_DIFFERENCE:
        return LevelChoice("L1C", "taken for L1C from its dark pixels")
    return LevelChoice("L2A", "taken for L2A")


def _dark_difference(optical: Optical) -> float:
    """Median of B2 - B4, reflectance, over the darkest pixels in B4; 0 without data."""
    reader = CoarseReader.near(optical, 60.0)
    rows, cols = int(reader.grid.shape[0]), int(reader.grid.shape[1])
    samples = []
    for top in _starts(rows):
        for left in _starts(cols):
            roi = (slice(top, min(top + _PIECE_PX, rows)), slice(left, min(left + _PIECE_PX, cols)))
            blue, red = reader.read(["B2", "B4"], roi)
            known = np.isfinite(blue) & np.isfinite(red)
            samples.append(np.stack([blue[known], red[known]]))
    blue, red = np.concatenate(samples, axis=1)
    if red.size == 0:
        return 0.0
    dark = red <= np.percentile(red, _DARK_SHARE)
    return float(np.median(blue[dark] - red[dark]))


def _starts(size: int) -> list[int]:
    if size <= _PIECES * _PIECE_PX:
        return list(range(0, size, _PIECE_PX))
    return [int(at) for at in np.linspace(0, size - _PIECE_PX, _PIECES)]

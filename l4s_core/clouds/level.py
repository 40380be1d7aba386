"""Which processing level a cloud test takes a scene for, and whether its values hold the light of the air."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.decisions import Decision
from l4s_core.clouds.coarse import CoarseReader
from l4s_core.clouds.types import Optical
from l4s_core.scene.level import LOOKED_AT, level_from_values
from l4s_core.scene.types import Level, Scene

_PIECES = 4  # pieces looked at along each side
_PIECE_PX = 48  # working pixels of 60 m
_OWN_METADATA = ("SAFE", "STAC item")  # these are believed without a look


@dataclass(frozen=True)
class LevelChoice:
    """What a scene is taken for.

    Attributes
    ----------
    level : the level it states, else the one that speaks for itself; Level-2A where nothing does.
    words : how it is known, for the name of the mask.
    decision : the question, its answer and the evidence.
    with_air : whether the values hold the light that molecules scatter into the sensor. Level-1C does, but files whose
        level was said by name or option may not be what they are called.
    """

    level: Level
    words: str
    decision: Decision
    with_air: bool

    @property
    def known(self) -> bool:
        """Whether anything speaks for the level."""
        return self.decision.confidence != "assumed"

    @property
    def words_on_air(self) -> str:
        """``words``, and whether the values contradict them."""
        if self.with_air == (self.level == "L1C"):
            return self.words
        return f"{self.words}, but its values {'hold' if self.with_air else 'do not hold'} the light of the air"


def choose_level(scene: Scene, optical: Optical) -> LevelChoice:
    """The level the scene states; else what its bands and values speak for; else Level-2A, which is assumed.

    A few pieces spread over the scene are read, of the bands in `scene.level.LOOKED_AT`; not for products with metadata
    of their own, and not for those with a cirrus band, which Level-2A has not.
    """
    stated = scene.level
    if stated is not None and (scene.kind in _OWN_METADATA or (stated == "L1C" and "B10" in optical.names)):
        return LevelChoice(stated, stated, _stated(stated), stated == "L1C")
    if stated is None and "B10" in optical.names:
        only = Decision("level", "L1C", "only that has B10", "sure", "level")
        return LevelChoice("L1C", "taken for L1C because it has B10", only, True)
    names = [name for name in LOOKED_AT if name in optical.names]
    found = level_from_values(dict(zip(names, _samples(optical, names), strict=True)))
    if stated is not None:
        with_air = (found.value if found.confidence == "sure" else stated) == "L1C"
        return LevelChoice(stated, stated, _stated(stated), with_air)
    if found.confidence == "assumed":
        return LevelChoice("L2A", "taken for L2A without evidence", found, False)
    level: Level = "L1C" if found.value == "L1C" else "L2A"
    return LevelChoice(level, f"taken for {level} by its values", found, level == "L1C")


def _stated(level: Level) -> Decision:
    return Decision("level", level, "as the scene or an option says", "stated", "level")


def _samples(optical: Optical, names: list[str]) -> npt.NDArray[np.float32]:
    """(bands, pixels) reflectance 0 to 1 of pieces spread over the scene."""
    reader = CoarseReader.near(optical, 60.0)
    rows, cols = int(reader.grid.shape[0]), int(reader.grid.shape[1])
    pieces = [
        (slice(top, min(top + _PIECE_PX, rows)), slice(left, min(left + _PIECE_PX, cols)))
        for top in _starts(rows)
        for left in _starts(cols)
    ]
    return np.concatenate([reader.read(names, roi).reshape(len(names), -1) for roi in pieces], axis=1)


def _starts(size: int) -> list[int]:
    if size <= _PIECES * _PIECE_PX:
        return list(range(0, size, _PIECE_PX))
    return [int(at) for at in np.linspace(0, size - _PIECE_PX, _PIECES)]

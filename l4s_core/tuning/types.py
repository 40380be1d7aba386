"""What the steps of tuning hand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from l4s_core.inference.card import LandslideScores, ModelCard, Tuning

FloatArray = npt.NDArray[np.float64]
LANDSLIDE, NO_LANDSLIDE, UNSEEN = 1, 0, 255
"""Of a pixel: in an accepted, edited or added polygon; in a rejected one; on ground that nobody decided on."""


@dataclass(frozen=True)
class Lever:
    """A group of numbers of a model by which its logit changes linearly.

    Attributes
    ----------
    name : in words. start : (numbers,) as they are in the model. keeps_sign : whether a number, once changed, must not
        have another sign than those of its ``terms``: (numbers,) which belong together.
    """

    name: str
    start: FloatArray
    keeps_sign: bool = False
    terms: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Looked:
    """What a model has to say of some windows, float32.

    ``logit``: (n, rows, cols). ``features``: of each lever (n, numbers, rows, cols), what one unit more of each number
    adds to the logit.
    """

    logit: npt.NDArray[np.float32]
    features: dict[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class Change:
    """What is done to a model: new logit = ``slope`` * logit + ``shift`` + features of ``lever`` * ``numbers``."""

    slope: float = 1.0
    shift: float = 0.0
    lever: str | None = None
    numbers: FloatArray | None = None


class Tunable(Protocol):
    """A model file whose last numbers can be changed.

    Attributes
    ----------
    card, sha256, fixed_px : as of `inference.protocol.Model`. ending : of the files that `write` makes.
    levers : what can be changed beside slope and shift of the logit, in the order of their count of numbers.
    one_input_only : whether the change works on inputs of one kind only (with near infrared, or without), others are as
        before.
    """

    card: ModelCard
    sha256: str
    fixed_px: int | None
    ending: str
    levers: tuple[Lever, ...]
    one_input_only: bool

    def use_inputs(self, channels: Sequence[str]) -> None:
        """Take it from now on that a scene with these channels is looked at."""

    def look(self, windows: npt.NDArray[np.float32]) -> Looked:
        """(n, input channels, rows, cols) normalised -> logits and features."""

    def write(self, change: Change, card: ModelCard, path: Path, seen: npt.NDArray[np.float32]) -> ModelCard:
        """The changed model as a file; ``seen`` (n, input channels, rows, cols) are windows on which it is checked.

        Raises InputError where the folder cannot be written, L4SError where the file does not give what it should.
        """


@dataclass(frozen=True, eq=False)
class Samples:
    """Pixels with what is known of them; (n,) each, but ``features``: of each lever (n, numbers).

    ``logit``: calibrated as the card says. ``label``: see `LANDSLIDE`. ``polygon``: row among the corrections, -1 where
    nobody decided. ``weight``: how many pixels each stands for. ``place``: (n, 2) x, y in metres.
    """

    logit: FloatArray
    features: dict[str, npt.NDArray[np.float32]]
    label: npt.NDArray[np.uint8]
    polygon: npt.NDArray[np.int64]
    weight: FloatArray
    place: FloatArray


@dataclass(frozen=True)
class Decided:
    """How many polygons of each kind are marked by a model: a tenth of their area and more."""

    landslides: int
    found: int
    rejected: int
    still_marked: int


@dataclass(frozen=True)
class Tuned:
    """What tuning gave.

    Attributes
    ----------
    tuning : where it comes from and the scores, as the card of the model carries them.
    path : the model that was written, None: none was.
    scores_before, scores_after : over the pixels of the polygons.
    before, after : polygons by the model as it was and by one that was fitted without their neighbourhood.
    elsewhere_before, elsewhere_after : per cent of the ground that nobody decided on, which is marked.
    apart_m : metres within which nothing of a judged neighbourhood was fitted to.
    reason : why it is not recommended, a sentence; empty where it is.
    seconds : it took.
    """

    tuning: Tuning
    path: Path | None
    scores_before: LandslideScores
    scores_after: LandslideScores
    before: Decided
    after: Decided
    elsewhere_before: float
    elsewhere_after: float
    apart_m: float
    reason: str
    seconds: float

    @property
    def recommended(self) -> bool:
        """Whether it helped."""
        return self.tuning.recommended

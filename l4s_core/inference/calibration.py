"""From the probability of a network to the share of such pixels that are landslide, as its card says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from l4s_core.channels.registry import channel, is_terrain

InputKind = Literal["any", "rgb", "multi-band", "with scene before"]
_LEAST = 1e-7  # probabilities are kept this far from 0 and 1, so that their logit is a number
_Finite = Annotated[float, Field(allow_inf_nan=False)]
_RGB = frozenset({"B2", "B3", "B4"})


class Temperature(BaseModel):
    """``logit / temperature`` (Guo et al. 2017, ICML, On Calibration of Modern Neural Networks)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["temperature"]
    temperature: float = Field(gt=0, allow_inf_nan=False)

    def probability(self, logit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Calibrated, of any shape."""
        return _sigmoid(logit / self.temperature)


class Platt(BaseModel):
    """``slope * logit + intercept`` (Platt 1999, Probabilistic outputs for support vector machines)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["platt"]
    slope: float = Field(gt=0, allow_inf_nan=False)
    intercept: _Finite

    def probability(self, logit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Calibrated, of any shape."""
        return _sigmoid(self.slope * logit + self.intercept)


class Isotonic(BaseModel):
    """``probabilities`` at ``logits``, straight in between and level beyond (Zadrozny & Elkan 2002, KDD)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["isotonic"]
    logits: list[_Finite] = Field(min_length=2, max_length=4096)
    probabilities: list[Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]] = Field(min_length=2, max_length=4096)

    @model_validator(mode="after")
    def _rising(self) -> Isotonic:
        if len(self.logits) != len(self.probabilities):
            raise ValueError("needs one probability per logit")
        if np.any(np.diff(self.logits) <= 0) or np.any(np.diff(self.probabilities) < 0):
            raise ValueError("logits must rise and probabilities must not fall")
        return self

    def probability(self, logit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Calibrated, of any shape."""
        return np.interp(logit, self.logits, self.probabilities)


Calibration = Annotated[Temperature | Platt | Isotonic, Field(discriminator="kind")]


def calibrated(probability: npt.NDArray[np.float32], how: Temperature | Platt | Isotonic) -> npt.NDArray[np.float32]:
    """Probabilities of any shape, calibrated by what ``how`` makes of their logits. Ranking never changes, but that an
    isotonic calibration makes some equal; what is no number stays none."""
    p = np.clip(probability.astype(np.float64), _LEAST, 1 - _LEAST)
    return how.probability(np.log(p / (1 - p))).astype(np.float32)


def logit_before(how: Temperature | Platt | Isotonic, probability: float) -> float | None:
    """The logit of a network that is calibrated to a probability (above 0, below 1); None where it reaches none."""
    logit = float(np.log(probability / (1 - probability)))
    if isinstance(how, Temperature):
        return logit * how.temperature
    if isinstance(how, Platt):
        return (logit - how.intercept) / how.slope
    at = int(np.searchsorted(how.probabilities, probability))
    if not 0 < at < len(how.logits):
        return None
    return float(np.interp(probability, how.probabilities[at - 1 : at + 1], how.logits[at - 1 : at + 1]))


def input_kind(channels: Iterable[str]) -> InputKind:
    """What a model is given, beside terrain: something of the scene before, more than red, green and blue, or these
    alone."""
    seen = {name for name in channels if not is_terrain(name)}
    if any(channel(name).source == "before" for name in seen):
        return "with scene before"
    return "rgb" if seen <= _RGB else "multi-band"


def choose(
    calibrations: Mapping[InputKind, Temperature | Platt | Isotonic], channels: Iterable[str]
) -> Temperature | Platt | Isotonic | None:
    """The calibration for what a model is given: that of its kind, else that of any; None where there is neither."""
    return calibrations.get(input_kind(channels), calibrations.get("any"))


def _sigmoid(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    # exp of what is at most 0, so that nothing overflows
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)

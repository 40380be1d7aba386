"""What of a scene, or of training patches, the inputs of a model see, in numbers that a card can hold.

A card has the quantiles of everything that the training patches show (the pool), and for each quantity how far single
patches lie from that pool. A window of a scene is then judged as one more patch: it is outside where it lies farther
from the pool than 99 of 100 patches do (conformal anomaly detection, Laxhammar and Falkman 2011: the share of training
examples that are as strange). The distance is that of Wasserstein (W1), which in one dimension is the area between the
two quantile functions (Vallender 1974).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from l4s_core.base.choices import Level
from l4s_core.channels.registry import is_optical
from l4s_core.domain.ground import clear_ground, ground_shares
from l4s_core.domain.samples import Samples
from l4s_core.inference.card import (
    MOST_CHANNELS,
    DomainStatistics,
    FixedNormalisation,
    InputGroup,
    RelativeBrightness,
)

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
FARTHEST = 0.99
"""Of the training patches so many lie nearer to the pool than a window that is outside."""
LEAST_WINDOW_PX = 200
"""Pixels of a patch or window of which its distance is told."""
OF_WINDOWS = "windows:"
"""Before the name of a quantity: the distances of single patches from the pool, among the quantiles of a card. Versions
that do not know them pass over them."""

_STEPS = 200  # of the quantile functions between which the area is measured

Quantiles = npt.NDArray[np.float64]
Numbers = Sequence[float] | Quantiles


def quantities(inputs: Sequence[InputGroup]) -> tuple[str, ...]:
    """The names of what the inputs of a model see: channels that are fed in their own units, and ratios of neighbouring
    bands (``"B4/B3"``) of those that are fed relative to the brightness of the scene, whose level the network does not
    see. Of inputs in units of the scene's own mean and spread there is none."""
    names: list[str] = []
    for group in inputs:
        if isinstance(group.normalisation, FixedNormalisation):
            names += group.channels
        elif isinstance(group.normalisation, RelativeBrightness):
            bands = [name for name in group.channels if is_optical(name)]
            names += [f"{one}/{other}" for one, other in pairwise(bands)]
    return tuple(dict.fromkeys(names))


def is_ratio(quantity: str) -> bool:
    """Whether it is a ratio of two bands."""
    return "/" in quantity


def channels_of(quantity: str) -> tuple[str, ...]:
    """The channels that a quantity is made of."""
    return tuple(quantity.split("/"))


def values_of(samples: Samples, quantity: str) -> npt.NDArray[np.float64]:
    """(pixels,) a quantity where it is known; empty without its channels. Of bands that are not above 0 there is no
    ratio."""
    names = channels_of(quantity)
    if not all(name in samples for name in names):
        return np.empty(0)
    if len(names) == 1:
        return samples.known(names[0]).astype(np.float64)
    over, under = samples.together(*names).astype(np.float64)
    above = (over > 0) & (under > 0)
    ratio: npt.NDArray[np.float64] = over[above] / under[above]
    return ratio


def quantiles_of(samples: Samples, quantity: str, at: Sequence[float]) -> Quantiles | None:
    """The quantiles of a quantity; None of fewer than `LEAST_WINDOW_PX` pixels."""
    values = values_of(samples, quantity)
    return np.quantile(values, at) if values.size >= LEAST_WINDOW_PX else None


def wasserstein(at: Sequence[float], one: Numbers, other: Numbers) -> float:
    """The distance W1 of two distributions of which the quantiles at the shares ``at`` are known, linear in between:
    the mean distance of their quantile functions from the first share to the last, in the unit of the values."""
    steps = at[0] + (np.arange(_STEPS) + 0.5) / _STEPS * (at[-1] - at[0])
    return float(np.mean(np.abs(np.interp(steps, at, one) - np.interp(steps, at, other))))


def distance(at: Sequence[float], known: Numbers, found: Numbers, quantity: str) -> float:
    """W1 relative to the spread of what is known (from its 5th to its 95th per cent); without unit. Of ratios the
    logarithms are compared: twice and half are as far."""
    one, other = np.asarray(known, dtype=np.float64), np.asarray(found, dtype=np.float64)
    if is_ratio(quantity):
        one, other = (np.log(np.maximum(values, 1e-6)) for values in (one, other))
    low, high = np.interp([0.05, 0.95], at, one)
    return wasserstein(at, one, other) / max(float(high - low), 1e-6)


class DomainMeter:
    """Takes in patches, gives the statistics for a card.

    Parameters
    ----------
    inputs : of the model; None measures channels alone.
    channels : whose quantiles are wanted beside what the inputs see.
    """

    def __init__(self, inputs: Sequence[InputGroup] | None, channels: Sequence[str]) -> None:
        self.seen = quantities(inputs or ())
        self.names = tuple(dict.fromkeys((*channels, *self.seen)))
        self._values: dict[str, list[npt.NDArray[np.float32]]] = {name: [] for name in self.names}
        self._windows: dict[str, list[Quantiles]] = {name: [] for name in self.seen}
        self._shares: dict[str, list[float]] = {}
        self._levels: list[Level | None] = []

    def add(self, patch: Samples, level: Level | None, *, absolute: bool = True, times: int = 1) -> None:
        """One patch. ``absolute`` False: only the ratios of its bands mean something. ``times``: how many it stands
        for."""
        self._levels += [level] * times
        ground = clear_ground(patch, level) if absolute else patch
        if absolute:
            for kind, share in ground_shares(patch, level).items():
                self._shares.setdefault(kind, []).extend([share] * times)
        for name in self.names:
            if not absolute and not is_ratio(name) and is_optical(name):
                continue
            # channels that no input sees in their own units are told as they are, clouds included
            values = values_of(ground if name in self.seen else patch, name)
            if values.size:
                self._values[name] += [values.astype(np.float32)] * times
            if name in self._windows and values.size >= LEAST_WINDOW_PX:
                self._windows[name] += [np.quantile(values, QUANTILES)] * times

    def result(self) -> DomainStatistics:
        """The statistics of all that was taken in. What was not measured is left out."""
        pool = {
            name: np.quantile(np.concatenate(own).astype(np.float64), QUANTILES)
            for name, own in self._values.items()
            if own
        }
        windows = {
            OF_WINDOWS + name: np.quantile([distance(QUANTILES, pool[name], one, name) for one in own], QUANTILES)
            for name, own in self._windows.items()
            if own
        }
        if len(pool) + len(windows) > MOST_CHANNELS:
            windows = {}  # a card holds no more
        levels = {level: self._levels.count(level) for level in self._levels if level is not None}
        return DomainStatistics(
            at=list(QUANTILES),
            quantiles={name: [float(f"{v:.6g}") for v in values] for name, values in (pool | windows).items()},
            levels={level: round(count / len(self._levels), 6) for level, count in levels.items()},
            shares={kind: round(float(np.mean(own)), 6) for kind, own in self._shares.items()},
        )


def known_quantities(card_quantiles: Mapping[str, Sequence[float]]) -> tuple[str, ...]:
    """The quantities of which a card tells how far single patches lie from the pool."""
    return tuple(name.removeprefix(OF_WINDOWS) for name in card_quantiles if name.startswith(OF_WINDOWS))

"""Whether a scene looks like what a model was trained on, by the statistics on its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from l4s_core.base.choices import Level
from l4s_core.base.words import plural
from l4s_core.channels.registry import channel
from l4s_core.domain.ground import clear_ground
from l4s_core.domain.measure import (
    FARTHEST,
    OF_WINDOWS,
    distance,
    is_ratio,
    known_quantities,
    quantiles_of,
    quantities,
    values_of,
)
from l4s_core.domain.samples import LEAST_PX, Samples
from l4s_core.domain.types import Doubt
from l4s_core.inference.card import DomainStatistics, ModelCard

MOST_OUTSIDE = 0.5
"""Share of the windows of a scene that are outside, from which the model does not know the scene. Of the patches that a
model was trained on 1 % for each quantity are outside by definition."""
_SHOWN = 4


@dataclass(frozen=True)
class Likeness:
    """How like the training patches of a model a scene is.

    ``windows``, ``outside``: see `Verdict`. ``away``: quantities in which most of the outside windows are outside, or
    of which the middle of the whole scene lies outside the known range, with the middle value of the scene.
    """

    windows: int
    outside: int
    away: Mapping[str, float]


def likeness(samples: Samples, card: ModelCard, level: Level | None) -> Likeness:
    """Compare the clear ground of a scene with the card. Of a channel with fewer than `LEAST_PX` pixels nothing is
    said."""
    known = card.domain
    if known is None or len(known.at) < 2:  # a single number is no range
        return Likeness(0, 0, {})
    ground = clear_ground(samples, level)
    middles = {}
    for name in quantities(card.inputs):
        values = values_of(ground, name)
        if name in known.quantiles and values.size >= LEAST_PX:
            middles[name] = float(np.median(values))
    away = {name: middle for name, middle in middles.items() if not _within(known, name, middle)}
    windows, outside, by_name = _windows(ground, known, tuple(middles))
    for name, count in by_name.items():
        if outside and outside >= MOST_OUTSIDE * windows and count >= MOST_OUTSIDE * outside:
            away.setdefault(name, middles[name])
    return Likeness(windows, outside, away)


def _within(known: DomainStatistics, name: str, middle: float) -> bool:
    """Whether the middle value lies between the outermost quantiles of the pool."""
    low, *_, high = known.quantiles[name]
    return low <= middle <= high


def _windows(ground: Samples, known: DomainStatistics, names: tuple[str, ...]) -> tuple[int, int, dict[str, int]]:
    """How many windows were compared, how many are outside in any quantity, and how many in each."""
    measured = [name for name in known_quantities(known.quantiles) if name in names]
    limits = {name: float(np.interp(FARTHEST, known.at, known.quantiles[OF_WINDOWS + name])) for name in measured}
    windows, outside, by_name = 0, 0, dict.fromkeys(measured, 0)
    for window in ground.windows() if measured else ():
        if window.values.shape[1] < LEAST_PX:
            continue
        found = {name: quantiles_of(window, name, known.at) for name in measured}
        there = {name: values for name, values in found.items() if values is not None}
        if not there:
            continue
        far = [
            name
            for name, values in there.items()
            if distance(known.at, known.quantiles[name], values, name) > limits[name]
        ]
        windows, outside = windows + 1, outside + bool(far)
        for name in far:
            by_name[name] += 1
    return windows, outside, by_name


def known_doubts(found: Likeness, card: ModelCard) -> list[Doubt]:
    """What the likeness of a scene gives to doubt: that the middle of a quantity lies outside the range of the training
    patches (the outermost quantiles on the card, 1 and 99 per cent), or that half of its windows are outside."""
    known = card.domain
    many = bool(found.windows) and found.outside >= MOST_OUTSIDE * found.windows
    if known is None or not (found.away or many):
        return []
    away = [_words(name, middle, known) for name, middle in found.away.items()]
    more = f" and {len(away) - _SHOWN} more" if len(away) > _SHOWN else ""
    said = f"the middle values are {', '.join(away[:_SHOWN])}{more}" if away else ""
    windows = plural(found.windows, "window", "windows")
    share = f"{found.outside} of {windows} of the scene are less like its patches than {FARTHEST:.0%} of these are"
    what = "; ".join(part for part in (share if many else "", said) if part)
    return [
        Doubt(
            "unknown-to-model",
            f"The model {card.id} has seen hardly any such ground in training: {what}. Its landslides may be wrong: "
            "look at them closely, or train on this kind of ground.",
        )
    ]


def _words(name: str, middle: float, known: DomainStatistics) -> str:
    unit = "" if is_ratio(name) or channel(name).unit == "1" else f" {channel(name).unit}"
    low, *_, high = known.quantiles[name]
    return f"{name} {middle:.4g} (known {low:.4g} to {high:.4g}{unit})"

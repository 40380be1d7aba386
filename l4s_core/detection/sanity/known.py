"""Whether a scene looks like what a model was trained on, by the statistics on its card."""

from __future__ import annotations

import numpy as np

from l4s_core.channels.registry import channel
from l4s_core.detection.sanity.samples import LEAST_PX, Samples
from l4s_core.detection.sanity.types import Doubt
from l4s_core.inference.card import FixedNormalisation, ModelCard

_SHOWN = 4


def known_doubts(samples: Samples, card: ModelCard) -> list[Doubt]:
    """Channels of which the middle value of the scene lies outside the range of the training patches (the outermost
    quantiles on the card, 1 and 99 per cent). Nothing where the card has none, and nothing of channels that are fed
    relative to the scene: their level is another one in every scene, and the network does not see it."""
    if card.domain is None:
        return []
    groups = [group for group in card.inputs if isinstance(group.normalisation, FixedNormalisation)]
    absolute = {name for group in groups for name in group.channels}
    away = []
    for name, quantiles in card.domain.quantiles.items():
        values = samples.known(name) if name in samples and name in absolute else np.empty(0, np.float32)
        if values.size < LEAST_PX:
            continue
        middle = float(np.median(values))
        if not quantiles[0] <= middle <= quantiles[-1]:
            unit = "" if channel(name).unit == "1" else f" {channel(name).unit}"
            away.append(f"{name} {middle:.4g} (known {quantiles[0]:.4g} to {quantiles[-1]:.4g}{unit})")
    if not away:
        return []
    more = f" and {len(away) - _SHOWN} more" if len(away) > _SHOWN else ""
    return [
        Doubt(
            "unknown-to-model",
            f"The model {card.id} has seen no such scene in training; the middle values are {', '.join(away[:_SHOWN])}"
            f"{more}. Its landslides may be wrong: look at them closely, or train on this kind of ground.",
        )
    ]

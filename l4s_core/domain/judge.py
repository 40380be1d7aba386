"""The verdict on a scene before a model sees it: can its result be right?"""

from __future__ import annotations

from l4s_core.base.choices import Level
from l4s_core.channels.registry import needs_before
from l4s_core.domain.ground import ground_doubts, ground_shares
from l4s_core.domain.known import known_doubts, likeness
from l4s_core.domain.samples import Samples
from l4s_core.domain.types import Doubt, Verdict
from l4s_core.domain.values import value_doubts
from l4s_core.inference.card import ModelCard


def judge(samples: Samples, card: ModelCard, level: Level | None, *, compared: bool = False) -> Verdict:
    """What speaks against a model's result on a scene.

    Parameters
    ----------
    samples : of the observed pixels, with the channels that the model reads and what else tells something.
    level : of the scene, None where nobody knows.
    compared : a scene before the event says what was bare before.
    """
    shares = ground_shares(samples, level)
    known = None if card.domain is None else card.domain.shares
    found = likeness(samples, card, level)
    doubts = (
        *level_doubts(level, card),
        *value_doubts(samples, card.required_channels),
        *ground_doubts(shares, compared=compared or needs_before(card.channels), known=known),
        *known_doubts(found, card),
    )
    return Verdict(doubts, found.windows, found.outside)


def level_doubts(level: Level | None, card: ModelCard) -> list[Doubt]:
    """Where the scene is of another processing level than the model is for, or than it was trained on."""
    if level is None:
        return []
    if level not in card.levels:
        return [
            Doubt(
                "level",
                f"The scene is {level}, the model {card.id} is for {' and '.join(card.levels)}; choose another model "
                "or the other product, or train one for both levels.",
                certain=True,
            )
        ]
    trained = {} if card.domain is None else card.domain.levels
    if trained and not trained.get(level):
        unknown = 1 - sum(trained.values())
        others = "alone" if unknown < 0.005 else f"({unknown:.0%} of its patches are of no known level)"
        return [
            Doubt(
                "level",
                f"The scene is {level}, and the model {card.id} was trained on {' and '.join(trained)} {others}: the "
                "air adds light to Level-1C that Level-2A lacks, so bands have other ratios; look at the landslides "
                "closely, or take the other product.",
            )
        ]
    return []

"""Rounds of an ensemble whose pseudo-labels are refined from one to the next.

Kingdrone (Zhao et al., CDCEO 2022; Ghorbanzadeh et al. 2022, JSTARS 15, section IV-B): the mean of several networks
labels the target where a class has a probability of 0.7; all networks are trained again on source and target, each of
the two with its own statistics in the input (separated normalisation) and in the layers (cross-sensor normalisation);
the better networks label the next round. What is better, the paper saw on the leaderboard; here it is the validation
patches of the source.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from l4s_core.adaptation.rounds import TARGET_DOMAIN, Round, validation_f1
from l4s_core.adaptation.select import sure
from l4s_core.adaptation.types import Member, Method, RoundResult
from l4s_core.inference.open import BEST
from l4s_core.training.recipes.files import make_recipe
from l4s_core.training.recipes.recipe import Recipe

LEAST = 0.7
PAPER = (("kingdrone-swin", "kingdrone-segformer", "kingdrone-efficientnetv2"), ("kingdrone-hrnet-ocr",))


def run(one: Round) -> RoundResult:
    """One round: all networks on the labels that the mean is sure of; the better half of them goes on."""
    masks = sure(one.probability, LEAST, one.threshold)
    pseudo = one.pseudo(masks, domain=TARGET_DOMAIN)
    members = [member for member in one.setup.members if member.from_round <= one.number]
    students: dict[str, Path] = {}
    for member in members:
        assert member.recipe is not None
        students[member.name] = one.student(
            member,
            pseudo,
            start=_start(one, member),
            name=f"student-{member.name}" if len(members) > 1 or one.setup.options.join else "student",
            one_source=True,
            steps=None if member.model is None else 500,
            **separate_input(member.recipe),
            network=member.recipe.network.model_dump() | {"cross_sensor_norm": True},
            loss=soft(member.recipe),
        )
    scores = {name: validation_f1(path) for name, path in students.items()}
    ranked = sorted(scores, key=lambda name: -scores[name])
    better = ranked[: math.ceil(len(ranked) / 2)]
    return RoundResult([students[name] for name in better], masks, {"validation_f1": scores, "better": better})


def _start(one: Round, member: Member) -> Path | None:
    """The weights of the same network in the round before, or those that it came with; None where it is new."""
    if one.before is not None:
        for name in (f"student-{member.name}", "student"):
            if (one.before / name / BEST).is_file():
                return one.before / name / BEST
    given = [other for other in one.setup.members if other.from_round == 1]
    return one.first[given.index(member)] if member in given else None


def soft(recipe: Recipe) -> str:
    """The loss with soft cross-entropy, against the noise of the labels (Kingdrone); kept where it has one."""
    loss = recipe.stages[-1].loss or recipe.loss if recipe.stages else recipe.loss
    return loss if "soft_ce" in loss else "lovasz + ohem_soft_ce"


def separate_input(recipe: Recipe) -> dict[str, Any]:
    """Keys of the recipe by which each domain has its own statistics in the input.

    Relative brightness stays as it is: it is relative to the surroundings of every place already, and networks made
    for it take no negative numbers.
    """
    if any(kind == "relative-brightness" for _, kind in recipe.groups()):
        return {}
    return {"normalisation": "separated", "channels": list(recipe.channels)}


def separated(recipe: Recipe) -> Recipe:
    """The recipe with statistics apart by domain, in the input and in the layers."""
    raw = recipe.model_dump(mode="json") | separate_input(recipe)
    raw["network"] |= {"cross_sensor_norm": True}
    return make_recipe(raw, recipe.name)


METHOD = Method(run, rounds=3, source_recipe=separated, networks="several", paper=PAPER)

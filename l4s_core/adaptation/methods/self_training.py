"""Rounds that label the most confident pixels of each class, a larger share every time.

Seek (Ghorbanzadeh et al. 2022, JSTARS 15, section V) trained in two stages for the imbalance of the classes, took the
most confident lambda % of the pixels (50, 70, 90 and 100 were compared, their figure 10 and table V) and fine-tuned
with early stopping. Here the shares are one round each. The labels are those of the source model in all rounds, as
there: where each round's student labelled the next, the confident middle of the landslides grew from round to round
(in a short run on Hokkaido from 7 to 29 % of the ground, F1 from 0.53 to 0.26).
"""

from __future__ import annotations

from l4s_core.adaptation.rounds import Round, steps_of
from l4s_core.adaptation.select import most_confident
from l4s_core.adaptation.types import Method, RoundResult
from l4s_core.training.recipes.recipe import Recipe, Stage, StageTrain

SHARES = (0.5, 0.7, 0.9, 1.0)
_CLASSIFIER_STEPS = 3  # the second stage has this part of the first one's steps, as in the recipe `seek`


def run(one: Round) -> RoundResult:
    """One round: the source model's labels of the most confident share; the student goes on from the last one."""
    share = SHARES[min(one.number, len(SHARES)) - 1]
    masks = most_confident(one.first_probability(), share, one.first_threshold)
    student = one.student(one.setup.members[0], one.pseudo(masks), start=one.models[0], early_stop=True)
    return RoundResult([student], masks, {"share": share, "steps": steps_of(student.parent)})


def balanced(recipe: Recipe) -> Recipe:
    """The recipe in two stages: features with a loss weighted by image, then the decoder with plain cross-entropy.

    Equations 2 to 4 of section V-A2. A recipe that has stages keeps them.
    """
    if recipe.stages:
        return recipe
    of_second = StageTrain(
        steps=None if recipe.train.steps is None else max(1, recipe.train.steps // _CLASSIFIER_STEPS),
        epochs=None if recipe.train.epochs is None else recipe.train.epochs / _CLASSIFIER_STEPS,
    )
    stages = [
        Stage(name="balanced features", loss="image_wce + lovasz"),
        Stage(name="classifier", loss="ce", freeze_encoder=True, train=of_second),
    ]
    return recipe.model_copy(update={"stages": stages})


METHOD = Method(run, rounds=len(SHARES), source_recipe=balanced)

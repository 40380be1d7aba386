"""Pseudo-labels where passes with dropout agree, and a student on mixed images.

Tanmlh (Ghorbanzadeh et al. 2022, JSTARS 15, section VI): the teacher sees every target patch in ten passes with dropout
of 0.3 after its first convolution; of the background the 90 % and of the landslides the 70 % of the pixels whose
probability varies least are labels; the student learns from source and target with cross-entropy and the Jaccard loss
on images mixed in pairs (equations 5 to 9). The teacher stands still meanwhile. Pairs are drawn from the whole batch
here, in the paper from source and target apart.
"""

from __future__ import annotations

from typing import Any

from l4s_core.adaptation.dropout import SHARE, mean_of, variance_map
from l4s_core.adaptation.rounds import Round
from l4s_core.adaptation.select import lowest
from l4s_core.adaptation.types import Method, RoundResult
from l4s_core.inference.checkpoint import read_header
from l4s_core.inference.views import PASSES
from l4s_core.training.recipes.files import make_recipe
from l4s_core.training.recipes.recipe import Recipe

SHARES = (0.9, 0.7)  # of background, of landslide
LOSS = "ce + jaccard"
MIXUP_ALPHA = 0.2  # the paper names none; Zhang H. et al. 2018, as in the recipes


def run(one: Round) -> RoundResult:
    """One round: labels where the passes of the last round's student, at first of the given model, agree."""
    teacher, member, setup = one.models[0], one.setup.members[0], one.setup
    if not read_header(teacher).network.mc_dropout:
        setup.progress.message(
            f"{member.name} was trained without dropout after its first convolution; its passes drop {SHARE:g} there."
        )
    varies = variance_map(
        one.folder, teacher, setup.target.patches, PASSES, setup.progress, device=setup.hardware.device
    )
    masks = lowest(varies, one.probability, SHARES, one.threshold)
    pseudo = one.pseudo(masks)
    assert member.recipe is not None
    student = one.student(member, pseudo, start=teacher, **_changes(member.recipe))
    facts = {
        "passes": PASSES,
        "shares": list(SHARES),
        "variance_of_background": mean_of(varies, masks, 0),
        "variance_of_landslides": mean_of(varies, masks, 1),
    }
    return RoundResult([student], masks, facts)


def with_dropout(recipe: Recipe) -> Recipe:
    """The recipe as the paper trains its teacher: dropout, mixed images, cross-entropy and Jaccard."""
    return make_recipe(recipe.model_dump(mode="json") | _changes(recipe), recipe.name)


def _changes(recipe: Recipe) -> dict[str, Any]:
    network = recipe.network.model_dump()
    return {
        "network": network | {"mc_dropout": network["mc_dropout"] or SHARE},
        "loss": LOSS,
        "mixup_alpha": recipe.mixup_alpha or MIXUP_ALPHA,
        "stages": [],
    }


METHOD = Method(run, source_recipe=with_dropout)

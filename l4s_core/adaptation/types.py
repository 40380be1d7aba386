"""What an adaptation is asked for, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from l4s_core.adaptation.rounds import Round
    from l4s_core.training.recipes.recipe import Recipe


@dataclass(frozen=True)
class AdaptOptions:
    """How a model is adapted.

    Attributes
    ----------
    method : a name of `methods.METHODS`.
    rounds : how many; None is what the method does.
    steps : optimiser steps of every training in a round; None is what the method takes. ``source_steps`` those of the
        training on the source that a recipe begins with; None is the recipe's own length.
    seed : of everything random.
    overrides : ``KEY=VALUE`` of the recipe, over what the method sets.
    target_share : share of the training samples, above 0 and below 1, that are pseudo-labelled target patches.
    join : recipes that join the ensemble of ``progressive`` in the second round.
    """

    method: str
    rounds: int | None = None
    steps: int | None = None
    source_steps: int | None = None
    seed: int = 0
    overrides: tuple[str, ...] = ()
    target_share: float = 0.5
    join: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """One network of an adaptation: its name in the run, the recipe that its students follow, and its weights; None
    where they are trained on the source first, or where it joins ``from_round`` on."""

    name: str
    recipe: Recipe | None
    model: Path | None
    from_round: int = 1


@dataclass(frozen=True)
class Summary:
    """What models say of the whole target, without knowing what is true.

    ``share`` of the observed pixels that is marked at ``threshold``; ``entropy_bits`` mean binary entropy of a pixel
    (0 sure, 1 not at all); ``histogram`` pixels by probability in equal bins from 0 to 1; ``agreement`` with the source
    model: IoU of what both mark, None for itself and where neither marks anything.
    """

    observed_px: int
    landslide_px: int
    share: float
    threshold: float
    entropy_bits: float
    histogram: list[int]
    agreement: float | None = None


@dataclass(frozen=True)
class RoundRecord:
    """A finished round, as ``round.json`` holds it. Round 0 is the model as it was given or trained on the source.

    ``models`` : files relative to the run, whose mean ``summary`` and ``scores`` are of. ``pseudo`` : pixels of each
    label that were selected. ``facts`` : what else a method says. ``scores`` : on the labelled patches, None without.
    ``collapsed`` : what is wrong with the pseudo-labels or the prediction, as sentences.
    """

    number: int
    models: list[str]
    sha256: list[str]
    summary: Summary
    pseudo: dict[str, float] | None = None
    scores: dict[str, float | None] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    collapsed: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class AdaptResult:
    """``run``: the folder. ``recommended``: whether its model is; else ``reasons`` say why not, and ``model`` is None.

    ``ensemble`` : the file of the last ensemble, where there were several networks. ``report`` : the page.
    """

    run: Path
    method: str
    recommended: bool
    reasons: list[str]
    rounds: list[RoundRecord]
    report: Path
    model: Path | None = None
    ensemble: Path | None = None

    def facts(self) -> dict[str, Any]:
        """For JSON."""
        first, last = self.rounds[0].summary, self.rounds[-1].summary
        return {
            "run": str(self.run),
            "method": self.method,
            "recommended": self.recommended,
            "reasons": self.reasons,
            "model": None if self.model is None else str(self.model),
            "ensemble": None if self.ensemble is None else str(self.ensemble),
            "report": str(self.report),
            "rounds": len(self.rounds) - 1,
            "landslide_share_before": first.share,
            "landslide_share_after": last.share,
            "agreement": last.agreement,
            "scores_before": self.rounds[0].scores,
            "scores_after": self.rounds[-1].scores,
        }


@dataclass(frozen=True)
class RoundResult:
    """What a method's round gives: ``models``, whose mean the next round learns from; ``pseudo``, the masks that they
    were trained on; ``facts`` for the record."""

    models: Sequence[Path]
    pseudo: npt.NDArray[np.uint8] | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Method:
    """A way to adapt, as `methods` registers it.

    Attributes
    ----------
    run : does one round.
    rounds : how many without being asked.
    source_recipe : what becomes of a recipe before it is trained on the source.
    networks : ``one``, or ``several`` whose mean is the teacher.
    paper : the models that it takes where none is given, and those that join in the second round.
    """

    run: Callable[[Round], RoundResult]
    rounds: int = 1
    source_recipe: Callable[[Recipe], Recipe] = lambda recipe: recipe
    networks: Literal["one", "several"] = "one"
    paper: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

"""The card of a tuned model: what still holds of that of the old one, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.inference.calibration import Isotonic, Platt, Temperature, choose, input_kind, logit_before
from l4s_core.inference.card import ModelCard, Tuning

if TYPE_CHECKING:
    from l4s_core.tuning.types import Tunable


@dataclass(frozen=True)
class Calibrated:
    """``slope`` and ``intercept`` from the logit of a network to that of its card's calibration; ``cut``: the logit of
    the threshold, which stays."""

    slope: float
    intercept: float
    cut: float


def calibration_of(card: ModelCard, channels: Sequence[str]) -> Calibrated:
    """What a scene with these channels is calibrated by.

    A linear calibration becomes part of the tuned model, so that its threshold means what it did. Of one that is not
    linear (isotonic) a shift does, by which the threshold lies where it lay.

    Raises
    ------
    InputError
        The calibration has no such place.
    """
    how = choose(card.calibration, [name for name in card.channels if name in channels])
    cut = float(np.log(card.threshold / (1 - card.threshold)))
    if isinstance(how, Isotonic):
        own = logit_before(how, card.threshold)
        if own is None:
            raise InputError(f"The calibration of {card.id} never reaches its threshold; it cannot be tuned.")
        return Calibrated(1.0, cut - own, cut)
    if isinstance(how, Temperature):
        return Calibrated(1 / how.temperature, 0.0, cut)
    if isinstance(how, Platt):
        return Calibrated(how.slope, how.intercept, cut)
    return Calibrated(1.0, 0.0, cut)


def tuned_id(old: ModelCard, id: str | None) -> str:
    """Of the tuned model: ``id``, or that of the old one with -tuned."""
    return id or f"{old.id}-tuned"


def tuned_card(tunable: Tunable, tuning: Tuning, channels: Sequence[str], id: str | None) -> ModelCard:
    """The card of the tuned model.

    Calibration, classes of confidence and figures of the old one were measured for it, not for this one, and are left
    out; a calibration for inputs of another kind stays where they go through unchanged parts. Raises InputError for an
    id that is none.
    """
    from l4s_core.export.onnx import checked_card

    old = tunable.card
    changes: dict[str, Any] = {
        "id": tuned_id(old, id),
        "title": f"{old.title}; tuned to {tuning.landslides + tuning.rejected} decisions in {tuning.scene}",
        "calibration": _calibration(tunable, channels),
        "confidence": [],
        "training_data": f"{old.training_data}; tuned to {tuning.landslides} landslides and {tuning.rejected} rejected "
        f"polygons of {tuning.corrections}",
        "created_utc": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "figures": {"F1 of the decisions, before": tuning.f1_before, "F1 of the decisions, tuned": tuning.f1_after},
        # of the pixels of the scene there are no prints
        "trained_on": None if old.trained_on is None else old.trained_on.model_copy(update={"complete": False}),
        "tuning": tuning,
    }
    return checked_card(old.model_copy(update=changes))


def _calibration(tunable: Tunable, channels: Sequence[str]) -> dict[str, Any]:
    old = tunable.card.calibration
    if not tunable.one_input_only:
        return {}
    kind = input_kind([name for name in tunable.card.channels if name in channels])
    kept: dict[str, Any] = {name: how for name, how in old.items() if name != kind}
    if "any" in kept:
        kept[kind] = Platt(kind="platt", slope=1.0, intercept=0.0)
    return kept

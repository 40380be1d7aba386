"""The card of a tuned model: what still holds of that of the old one, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.inference.calibration import Isotonic, Platt, Temperature, choose, input_kind
from l4s_core.inference.card import ModelCard, Tuning

if TYPE_CHECKING:
    from l4s_core.tuning.types import Tunable


@dataclass(frozen=True)
class Calibrated:
    """``slope`` and ``intercept`` from the logit of a network to that of its card's calibration; ``cut``: the logit of
    the threshold; ``threshold``: that of the new card."""

    slope: float
    intercept: float
    cut: float
    threshold: float


def calibration_of(card: ModelCard, channels: Sequence[str]) -> Calibrated:
    """What a scene with these channels is calibrated by.

    A linear calibration becomes part of the tuned model, so that its threshold means what it did. One that is not
    linear (isotonic) goes, and the threshold moves to where it was on the network's own scale.
    """
    how = choose(card.calibration, [name for name in card.channels if name in channels])
    cut = float(np.log(card.threshold / (1 - card.threshold)))
    if isinstance(how, Isotonic):
        at = int(np.searchsorted(how.probabilities, card.threshold))
        if not 0 < at < len(how.logits):
            raise InputError(f"The calibration of {card.id} never reaches its threshold; it cannot be tuned.")
        cut = float(np.interp(card.threshold, how.probabilities[at - 1 : at + 1], how.logits[at - 1 : at + 1]))
        return Calibrated(1.0, 0.0, cut, float(1 / (1 + np.exp(-cut))))
    if isinstance(how, Temperature):
        return Calibrated(1 / how.temperature, 0.0, cut, card.threshold)
    if isinstance(how, Platt):
        return Calibrated(how.slope, how.intercept, cut, card.threshold)
    return Calibrated(1.0, 0.0, cut, card.threshold)


def tuned_card(
    tunable: Tunable, tuning: Tuning, calibrated: Calibrated, channels: Sequence[str], id: str | None
) -> ModelCard:
    """The card of the tuned model.

    Calibration, classes of confidence and figures of the old one were measured for it, not for this one, and are left
    out; a calibration for inputs of another kind stays where they go through unchanged parts. Raises InputError for an
    id that is none.
    """
    from l4s_core.export.onnx import checked_card

    old = tunable.card
    changes: dict[str, Any] = {
        "id": id or f"{old.id}-tuned",
        "title": f"{old.title}; tuned to {tuning.landslides + tuning.rejected} decisions in {tuning.scene}",
        "threshold": calibrated.threshold,
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

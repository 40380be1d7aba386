"""A polygon in a few plain lines."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeature

from ..i18n_text import tr
from ..layers import domains
from .edits import REJECT_REASON, REVIEW_TIME, value_of
from .order import UNREVIEWED


def status_word(status: Any) -> str:
    """The review status in words."""
    words = {
        "unreviewed": tr("not reviewed yet"),
        "accepted": tr("accepted"),
        "rejected": tr("rejected"),
        "edited": tr("accepted with a new outline"),
    }
    return words.get(str(status), tr("not reviewed yet"))


def decision_of(feature: QgsFeature, reviewer: str) -> str:
    """What was decided, by whom and when, and why it was rejected; "" where nobody decided."""
    status = value_of(feature, "status")
    if status in (None, UNREVIEWED):
        return ""
    who, when = value_of(feature, "reviewer"), str(value_of(feature, REVIEW_TIME) or "")
    reason = value_of(feature, REJECT_REASON)
    words = status_word(status)
    if reason:
        words += f" ({dict(domains.reject_reasons()).get(str(reason), str(reason))})"
    if who and str(who) != reviewer:
        words = tr("{decision} by {reviewer}").format(decision=words, reviewer=who)
    elif who:
        words = tr("{decision} by you").format(decision=words)
    return f"{words}, {when[:16].replace('T', ' ')}" if when else words


def facts_of(feature: QgsFeature) -> list[str]:
    """Lines about a polygon; what is not known is left out."""
    lines = []
    area = _number(feature, "area_m2")
    if area is not None:
        lines.append(tr("Area: {hectares} ha").format(hectares=f"{area / 10000:.2f}"))
    mean, top = _number(feature, "prob_mean"), _number(feature, "prob_max")
    if mean is not None and top is not None:
        words = tr("Probability: {mean}\u00a0% on average, up to {top}\u00a0%")
        lines.append(words.format(mean=round(100 * mean), top=round(100 * top)))
    unsure = _number(feature, "uncert_mean")
    if unsure is not None:
        lines.append(tr("Uncertainty: {bits} (0 certain, 1 undecided)").format(bits=f"{unsure:.2f}"))
    slope = _number(feature, "slope_mean")
    if slope is not None:
        lines.append(tr("Slope: {degrees}° on average").format(degrees=f"{slope:.0f}"))
    if _number(feature, "truncated"):
        lines.append(tr("Cut off by the edge of what could be seen: it may be larger."))
    if _number(feature, "amalg_flag"):
        lines.append(tr("May be several landslides drawn as one."))
    return lines


def _number(feature: QgsFeature, name: str) -> float | None:
    value = value_of(feature, name)
    return float(value) if isinstance(value, (int, float)) else None

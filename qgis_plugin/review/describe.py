"""A polygon in a few plain lines."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QVariant

from ..i18n_text import tr


def status_word(status: Any) -> str:
    """The review status in words."""
    words = {
        "unreviewed": tr("not reviewed yet"),
        "accepted": tr("accepted"),
        "rejected": tr("rejected"),
        "edited": tr("accepted with a new outline"),
    }
    return words.get(str(status), tr("not reviewed yet"))


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
    index = feature.fields().indexOf(name)
    value = feature.attribute(index) if index >= 0 else None
    if value is None or isinstance(value, QVariant) or not isinstance(value, (int, float)):
        return None
    return float(value)

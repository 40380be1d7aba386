"""Results of one scene are told from each other by name, and the newest is the one that is seen."""

from __future__ import annotations

import re

from qgis.core import QgsLayerTreeGroup, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from .dates import named
from .files import RESULT
from .origin import Origin

SCENE = "l4s/scene_of_result"
"""Custom property of the group: which scene was mapped."""
_PRODUCT = re.compile(r"(?P<satellite>S2[A-D])_MSIL(1C|2A)_\d{8}T\d{6}_N\d{4}_R\d{3}_(?P<tile>T\d{2}[A-Z]{3})(_.*)?")


def title(name: str, day: QDate | None, origin: Origin | None) -> str:
    """``S2B T43PGN 2024-08-01 · 35 % · 14:32``: scene, its day, model if one was chosen, threshold, time of the run."""
    product = _PRODUCT.match(name)
    words = [named(f"{product['satellite']} {product['tile']}" if product else name, day)]
    if origin is None:
        return words[0]
    if origin.model and origin.asked.get("model"):  # else it is the default one
        words.append(origin.model)
    if origin.threshold is not None:
        words.append(f"{100 * origin.threshold:.3g} %")
    when = QDateTime.fromString(origin.run_utc or "", Qt.DateFormat.ISODate)
    if when.isValid():
        words.append(when.toLocalTime().toString("HH:mm"))
    return " · ".join(words)


def scene_key(name: str, day: QDate | None, origin: Origin | None) -> str:
    """The same text for results of the same scene."""
    found = origin.name if origin is not None else None
    return named(found or name, day)


def hide_earlier(project: QgsProject, group: QgsLayerTreeGroup) -> None:
    """Uncheck the groups of earlier results of the same scene: two on one place cannot be read. They stay, and so does
    one that is being edited."""
    result, scene = group.customProperty(RESULT), group.customProperty(SCENE)
    for other in project.layerTreeRoot().findGroups(True):
        if not scene or other.customProperty(SCENE) != scene or other.customProperty(RESULT) == result:
            continue
        layers = [node.layer() for node in other.findLayers()]
        if not any(isinstance(layer, QgsVectorLayer) and layer.isEditable() for layer in layers):
            other.setItemVisibilityChecked(False)
            other.setExpanded(False)

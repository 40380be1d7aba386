"""Which layers of a project a review is likely about."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

from ..layers.files import PROBABILITY, ROLE
from .edits import is_inventory

PROBABILITY_WORDS = ("probab", "wahrscheinlich", "確率")
BEFORE_WORDS = ("before", "pre", "avant", "antes", "前")


def inventories(project: QgsProject) -> list[QgsVectorLayer]:
    """The layers that can be reviewed, in the order of the layer tree."""
    return [node.layer() for node in project.layerTreeRoot().findLayers() if is_inventory(node.layer())]


def guess_images(
    project: QgsProject,
) -> tuple[QgsRasterLayer | None, QgsRasterLayer | None, QgsRasterLayer | None]:
    """(after, before, probability) by the names of the raster layers; None where there is no candidate."""
    after = before = probability = None
    for node in project.layerTreeRoot().findLayers():
        layer = node.layer()
        if not isinstance(layer, QgsRasterLayer):
            continue
        words = layer.name().lower().replace("_", " ").replace("-", " ").split()
        if layer.customProperty(ROLE) == PROBABILITY or any(word.startswith(PROBABILITY_WORDS) for word in words):
            probability = probability or layer
        elif any(word in BEFORE_WORDS or word.startswith("before") for word in words):
            before = before or layer
        elif layer.bandCount() >= 3:
            after = after or layer
    return after, before, probability

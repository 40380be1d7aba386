"""Which layers the other side of a comparison shows: the scene before where the map shows the scene after."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer

from ..layers.files import AFTER, BEFORE, PICTURE, WHEN
from .layers import pictures_in


def other_picture(
    project: QgsProject, seen: list[QgsMapLayer], chosen: QgsRasterLayer | None = None
) -> QgsRasterLayer | None:
    """The picture to compare with: of the scene before, of the kind that is seen; else another of the same scene.

    ``chosen``: a raster that somebody chose to be the picture before. It counts unless it is one of several pictures of
    the scene before, of which the kind that is seen is taken.
    """
    if chosen is not None and chosen.isValid() and not chosen.customProperty(PICTURE):
        return chosen
    kinds = [layer.customProperty(PICTURE) for layer in seen if layer.customProperty(WHEN) == AFTER]
    before = pictures_in(project, BEFORE)
    for kind in kinds:
        for layer in before:
            if layer.customProperty(PICTURE) == kind:
                return layer
    if before:
        return before[0]
    others = [layer for layer in pictures_in(project, AFTER) if layer not in seen]
    return others[0] if others else None


def other_layers(seen: list[QgsMapLayer], other: QgsMapLayer | None) -> list[QgsMapLayer]:
    """What is drawn on the other side, from the top: polygons and lines as on the map, below them ``other``, and none
    of the pictures that the map shows."""
    if other is None:
        return list(seen)
    kept = [layer for layer in seen if layer != other and not layer.customProperty(PICTURE)]
    above = [layer for layer in kept if isinstance(layer, QgsVectorLayer)]
    below = [layer for layer in kept if layer not in above]
    return [*above, other, *below]

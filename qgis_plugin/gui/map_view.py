"""Where the map looks when a result arrives."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsProject, QgsRectangle, QgsVectorLayer

from ..layers.files import LANDSLIDES, NOT_OBSERVED, ROLE

_ROOM = 1.1


class MapView:
    """The map from the start of a run to its result; ``begin`` at the start, ``arrived`` when the result is there."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._began = QgsRectangle()
        self._was_empty = True

    def begin(self) -> None:
        """Remember where the person looks."""
        self._began = QgsRectangle(self._canvas.extent())

    def before_result(self) -> None:
        """Remember whether anything is seen, just before the layers of a result are added."""
        self._was_empty = not self._canvas.layers()

    def arrived(self, layers: list[Any]) -> bool:
        """Go to a result where the map shows nothing else, or nothing of it and was left alone meanwhile.

        Returns
        -------
        Whether the map was moved.
        """
        place = place_of(layers, self._canvas)
        if place is None:
            return False
        left_alone = self._canvas.extent() == self._began
        if not self._was_empty and not (left_alone and not self._canvas.extent().intersects(place)):
            return False
        show(self._canvas, place)
        return True


def place_of(layers: list[Any], canvas: Any) -> QgsRectangle | None:
    """The landslides of a result in the CRS of the map, else what it knows of the scene; None for nothing."""
    by_role = {layer.customProperty(ROLE): layer for layer in layers}
    known = [by_role[role] for role in (LANDSLIDES, NOT_OBSERVED) if role in by_role]
    known += [layer for layer in layers if not isinstance(layer, QgsVectorLayer)]
    for layer in known:
        if isinstance(layer, QgsVectorLayer):
            layer.updateExtents()
        if layer.extent().isEmpty():
            continue
        settings = canvas.mapSettings()
        transform = QgsCoordinateTransform(layer.crs(), settings.destinationCrs(), QgsProject.instance())
        try:
            return QgsRectangle(transform.transformBoundingBox(layer.extent()))
        except QgsCsException:
            continue
    return None


def show(canvas: Any, place: QgsRectangle) -> None:
    """Move the map there, with a little room around."""
    roomy = QgsRectangle(place)
    roomy.scale(_ROOM)
    canvas.setExtent(roomy)
    canvas.refresh()

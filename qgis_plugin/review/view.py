"""Where the map goes when another polygon is current."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsFeature, QgsProject, QgsRectangle, QgsUnitTypes, QgsVectorLayer
from qgis.gui import QgsMapCanvas

MARGIN_M = 300.0
"""Room around a polygon, on each side: enough ground to see what it lies in, at pixels of 10 m."""


class MapView:
    """Keeps the scale that the user chose from polygon to polygon; zooms out only for one that does not fit."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._scale: float | None = None  # the denominator that the user chose; None: the one that fits
        self._ours = False
        canvas.scaleChanged.connect(self._scale_changed)

    def close(self) -> None:
        self._canvas.scaleChanged.disconnect(self._scale_changed)

    def forget(self) -> None:
        """The next polygon is shown as large as it fits."""
        self._scale = None

    def show(self, feature: QgsFeature | None, layer: QgsVectorLayer) -> None:
        """The polygon in the middle of the map, with `MARGIN_M` around it."""
        if feature is None or not feature.hasGeometry():
            return
        box = self._box(feature, layer)
        self._ours = True
        try:
            self._canvas.setExtent(box)
            if self._scale is None:
                self._scale = self._canvas.scale()
            elif self._canvas.scale() < self._scale:
                self._canvas.zoomScale(self._scale)
        finally:
            self._ours = False
        self._canvas.refresh()

    def _box(self, feature: QgsFeature, layer: QgsVectorLayer) -> QgsRectangle:
        metre = QgsUnitTypes.fromUnitToUnitFactor(QgsUnitTypes.DistanceUnit.DistanceMeters, layer.crs().mapUnits())
        box = feature.geometry().boundingBox().buffered(MARGIN_M * metre)
        to_map = QgsCoordinateTransform(layer.crs(), self._canvas.mapSettings().destinationCrs(), QgsProject.instance())
        return to_map.transformBoundingBox(box)

    def _scale_changed(self, scale: float) -> None:
        if not self._ours:
            self._scale = scale

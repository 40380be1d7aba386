"""How the current polygon looks: an outline and no fill, so that the pixels to be judged are seen."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import (
    QgsFeature,
    QgsFillSymbol,
    QgsFillSymbolLayer,
    QgsProject,
    QgsProperty,
    QgsRenderContext,
    QgsSimpleFillSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..layers.files import BARE_BEFORE, CROWN_TOE, LANDSLIDES, NOT_OBSERVED, ROLE

COLOUR = QColor(0, 220, 255)
EDGE = QColor(0, 0, 0, 190)
"""Under the bright line, so that it is seen on snow and on bare soil too."""
OURS = "l4s_current"
"""A variable that only our expressions have: what we set on a style is found by it, and taken away again."""
FILL = QgsSymbolLayer.Property.PropertyFillStyle
ENABLED = QgsSymbolLayer.Property.PropertyLayerEnabled

_DRAWN = (LANDSLIDES, CROWN_TOE, BARE_BEFORE, NOT_OBSERVED)


class Outlines:
    """Marks the current polygon of a layer, takes its fill away, and hides all outlines when asked.

    The style of the layer is as the user made it again after `end`, and in every project that is saved meanwhile.
    """

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject) -> None:
        self._project = project
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._band.setColor(COLOUR)
        self._band.setFillColor(QColor(0, 0, 0, 0))
        self._band.setSecondaryStrokeColor(EDGE)
        self._band.setWidth(2)
        self._layer: QgsVectorLayer | None = None
        self._fid: int | None = None
        self.hidden = False
        self._unchecked: list[str] = []
        project.writeProject.connect(self._before_writing)
        project.projectSaved.connect(self._after_writing)

    def close(self) -> None:
        """Nothing of it stays on the map."""
        self.end()
        self._project.writeProject.disconnect(self._before_writing)
        self._project.projectSaved.disconnect(self._after_writing)
        scene = self._band.scene()
        if scene is not None:
            scene.removeItem(self._band)

    def mark(self, layer: QgsVectorLayer, feature: QgsFeature | None) -> None:
        """Make this polygon the current one."""
        if feature is None:
            self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        else:
            self._band.setToGeometry(feature.geometry(), layer)
        fid = None if feature is None else feature.id()
        if self._layer is not layer:
            layer.rendererChanged.connect(self._restyled)
        if (self._layer, self._fid) != (layer, fid):
            self._layer, self._fid = layer, fid
            _unfill(layer, fid)
        self._band.setVisible(not self.hidden)

    def end(self, *, gone: bool = False) -> None:
        """No polygon is current any more; ``gone`` when the layer is being deleted."""
        self.show_all()
        if self._layer is not None and not gone:
            self._layer.rendererChanged.disconnect(self._restyled)
            _unfill(self._layer, None)
        self._layer = self._fid = None
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def toggle(self) -> None:
        """Hide all that a result draws over the ground, or show again what was seen."""
        if self.hidden:
            self.show_all()
            return
        self.hidden = True
        self._band.hide()
        for node in self._project.layerTreeRoot().findLayers():
            layer = node.layer()
            role = None if layer is None else layer.customProperty(ROLE)
            is_outline = layer is not None and (layer is self._layer or role in _DRAWN)
            if is_outline and node.itemVisibilityChecked():
                node.setItemVisibilityChecked(False)
                self._unchecked.append(node.layerId())

    def show_all(self) -> None:
        for name in self._unchecked:
            node = self._project.layerTreeRoot().findLayer(name)
            if node is not None:
                node.setItemVisibilityChecked(True)
        self.hidden, self._unchecked = False, []
        self._band.show()

    def _restyled(self) -> None:
        """The user, or the plugin, gave the layer another style."""
        if self._layer is not None:
            _unfill(self._layer, self._fid)

    def _before_writing(self, *_: object) -> None:
        """QGIS writes the layers after this signal."""
        if self._layer is not None:
            _unfill(self._layer, None, repaint=False)

    def _after_writing(self) -> None:
        if self._layer is not None:
            _unfill(self._layer, self._fid, repaint=False)


def _unfill(layer: QgsVectorLayer, fid: int | None, *, repaint: bool = True) -> None:
    """Take the fill of one polygon away, whatever the style; None: give it back."""
    for part in _fills(layer):
        simple = isinstance(part, QgsSimpleFillSymbolLayer)
        what = FILL if simple else ENABLED
        there = part.dataDefinedProperties().property(what)
        ours = OURS in there.expressionString()
        if there.isActive() and not ours:
            continue  # the style decides that itself
        if fid is None:
            if ours:
                part.setDataDefinedProperty(what, QgsProperty())
            continue
        brush = QgsSymbolLayerUtils.encodeBrushStyle(part.brushStyle()) if simple else ""
        if simple and part.brushStyle() == Qt.BrushStyle.NoBrush and not ours:
            continue
        then, otherwise = ("'no'", f"'{brush}'") if simple else ("false", "true")
        part.setDataDefinedProperty(
            what,
            QgsProperty.fromExpression(f"with_variable('{OURS}', {fid}, if($id = @{OURS}, {then}, {otherwise}))"),
        )
    if repaint:
        layer.triggerRepaint()


def _fills(layer: QgsVectorLayer) -> Iterator[QgsFillSymbolLayer]:
    renderer = layer.renderer()
    for symbol in () if renderer is None else renderer.symbols(QgsRenderContext()):
        yield from _fills_of(symbol)


def _fills_of(symbol: QgsSymbol | None) -> Iterator[QgsFillSymbolLayer]:
    if not isinstance(symbol, QgsFillSymbol):
        return
    for index in range(symbol.symbolLayerCount()):
        part = symbol.symbolLayer(index)
        if isinstance(part, QgsFillSymbolLayer):
            yield part
        else:  # outlines that are smoothed as they are drawn
            yield from _fills_of(part.subSymbol())

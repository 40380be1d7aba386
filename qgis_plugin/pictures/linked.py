"""A second map that shows the scene before and goes where the map goes, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapLayerComboBox, QgsMapToolPan, QgsVertexMarker
from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from ..i18n_text import tr
from .compared import other_layers, other_picture

_CROSS = QColor(255, 60, 0)
_AT_ONCE_MS = 0


class LinkedMap(QDockWidget):
    """Both maps have one extent, scale and rotation; a cross on each shows where the mouse is on the other."""

    def __init__(self, iface: Any, chosen: Callable[[], Any] = lambda: None, parent: QWidget | None = None) -> None:
        super().__init__(tr("Linked map"), parent)
        self.setObjectName("L4SLinkedMap")
        self._main: QgsMapCanvas = iface.mapCanvas()
        self._chosen_before = chosen
        self._following = False
        self._own_choice = False
        self.canvas = QgsMapCanvas(self)
        self.canvas.setCanvasColor(self._main.canvasColor())
        self.canvas.enableAntiAliasing(True)
        self._pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self._pan)
        self.picture = QgsMapLayerComboBox(self)
        self.picture.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.picture.setAllowEmptyLayer(True, tr("(as on the map)"))
        self.picture.setToolTip(tr("The picture on this map. Landslides are drawn on both."))
        self.picture.setMinimumContentsLength(12)
        self.picture.setSizeAdjustPolicy(QgsMapLayerComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.picture)
        layout.addWidget(self.canvas, 1)
        self.setWidget(page)
        self.setMinimumWidth(260)
        self._crosses: tuple[QgsVertexMarker, ...] = tuple(_cross(canvas) for canvas in (self.canvas, self._main))
        self._soon = QTimer(self)  # several signals of one change are one
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AT_ONCE_MS)
        self._soon.timeout.connect(self.refresh)
        self._links: tuple[tuple[Any, Any], ...] = (
            (self._main.extentsChanged, self._follow),
            (self._main.rotationChanged, self._follow_rotation),
            (self._main.layersChanged, self._soon.start),
            (self._main.destinationCrsChanged, self._soon.start),
            (self._main.xyCoordinates, self._point_here),
            (self.canvas.extentsChanged, self._lead),
            (self.canvas.xyCoordinates, self._point_there),
            (QgsProject.instance().layersAdded, self._layers_changed),
            (QgsProject.instance().layersRemoved, self._layers_changed),
        )
        for signal, slot in self._links:
            signal.connect(slot)
        self.picture.activated.connect(self._chosen)
        self._main.viewport().installEventFilter(self)
        self.canvas.viewport().installEventFilter(self)
        self._layers_changed()
        self.refresh()

    def shut_down(self) -> None:
        """Before it is deleted: the map has nothing of it any more."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._links = ()
        self._soon.stop()
        self._main.viewport().removeEventFilter(self)
        self.canvas.viewport().removeEventFilter(self)
        self.canvas.stopRendering()
        self.canvas.unsetMapTool(self._pan)
        for cross, canvas in zip(self._crosses, (self.canvas, self._main)):
            canvas.scene().removeItem(cross)
        self._crosses = ()

    def refresh(self) -> None:
        """Show the layers, the coordinate system and the place of the map."""
        if not self._own_choice:
            wanted = other_picture(QgsProject.instance(), self._main.layers(), self._chosen_before())
            if wanted != self.picture.currentLayer():
                self.picture.setLayer(wanted)
        self.canvas.setDestinationCrs(self._main.mapSettings().destinationCrs())
        self.canvas.setLayers(other_layers(self._main.layers(), self.picture.currentLayer()))
        self._follow()
        self.canvas.refresh()

    def _chosen(self, _index: int) -> None:
        self._own_choice = True
        self.refresh()

    def _layers_changed(self, *_: Any) -> None:
        if self.picture.currentLayer() is None:
            self._own_choice = False
        self._soon.start()

    # one place

    def _follow(self) -> None:
        """Centre and scale of the map; the shapes of the two windows may differ."""
        self._move(self._main, self.canvas)

    def _lead(self) -> None:
        self._move(self.canvas, self._main)

    def _move(self, source: QgsMapCanvas, target: QgsMapCanvas) -> None:
        if self._following or not self.isVisible() or source.extent().isEmpty():
            return
        self._following = True
        try:
            size, pixels = source.mapUnitsPerPixel(), target.mapSettings().outputSize()
            extent, centre = target.extent(), source.center()
            width, height = size * pixels.width(), size * pixels.height()
            extent.set(centre.x() - width / 2, centre.y() - height / 2, centre.x() + width / 2, centre.y() + height / 2)
            target.setExtent(extent)
            target.refresh()
        finally:
            self._following = False

    def _follow_rotation(self, degrees: float) -> None:
        self.canvas.setRotation(degrees)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._soon.start()

    # crosses

    def _point_here(self, point: Any) -> None:
        self._show(0, point)

    def _point_there(self, point: Any) -> None:
        self._show(1, point)

    def _show(self, which: int, point: Any) -> None:
        if self.isVisible():
            self._crosses[which].setCenter(point)
            self._crosses[which].show()
            self._crosses[1 - which].hide()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == QEvent.Type.Leave:
            for cross in self._crosses:
                cross.hide()
        elif event.type() == QEvent.Type.Resize and watched is self.canvas.viewport():
            self._soon.start()
        return False


def _cross(canvas: QgsMapCanvas) -> QgsVertexMarker:
    marker = QgsVertexMarker(canvas)
    marker.setIconType(QgsVertexMarker.IconType.ICON_CROSS)
    marker.setColor(_CROSS)
    marker.setIconSize(16)
    marker.setPenWidth(2)
    marker.hide()
    return marker

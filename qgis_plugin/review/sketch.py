"""Drawing a line or an outline on the map: one tool for both, whatever the kind of the layer that is edited."""

from __future__ import annotations

from qgis.core import QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

COLOUR = QColor(230, 60, 20)


class SketchTool(QgsMapTool):
    """Left click adds a corner, right click or Enter ends, Backspace takes the last corner back, Esc gives up.

    ``drawn`` brings the corners in the CRS of the map; ``given_up`` that nothing was drawn. Snapping is QGIS's own.
    """

    drawn = pyqtSignal(list)
    given_up = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, polygon: bool) -> None:
        super().__init__(canvas)
        self._corners: list[QgsPointXY] = []
        self._least = 3 if polygon else 2
        kind = QgsWkbTypes.GeometryType.PolygonGeometry if polygon else QgsWkbTypes.GeometryType.LineGeometry
        self._band = QgsRubberBand(canvas, kind)
        self._band.setColor(COLOUR)
        self._band.setFillColor(QColor(COLOUR.red(), COLOUR.green(), COLOUR.blue(), 50))
        self._band.setWidth(2)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._corners.append(event.snapPoint())
            self._show()
        elif event.button() == Qt.MouseButton.RightButton:
            self._finish()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._corners:
            self._show(event.snapPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif event.key() == Qt.Key.Key_Escape:
            self._give_up()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._corners:
            self._corners.pop()
            self._show()
        else:
            event.ignore()
            return
        event.accept()

    def deactivate(self) -> None:
        self._clear()
        super().deactivate()

    def _finish(self) -> None:
        corners = list(self._corners)
        if len(corners) < self._least:
            self._give_up()
            return
        self._clear()
        self.drawn.emit(corners)

    def _give_up(self) -> None:
        self._clear()
        self.given_up.emit()

    def _clear(self) -> None:
        self._corners.clear()
        self._band.reset(self._band_kind())

    def _show(self, cursor: QgsPointXY | None = None) -> None:
        self._band.reset(self._band_kind())
        points = [*self._corners, *([cursor] if cursor is not None else [])]
        for index, point in enumerate(points):
            self._band.addPoint(point, index == len(points) - 1)

    def _band_kind(self) -> QgsWkbTypes.GeometryType:
        kinds = QgsWkbTypes.GeometryType
        return kinds.PolygonGeometry if self._least == 3 else kinds.LineGeometry

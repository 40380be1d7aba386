"""The map tool that adds a landslide: a click, a preview, looser and tighter by keys or wheel."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent, QWheelEvent

LOOSER = {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_BracketRight}
TIGHTER = {Qt.Key.Key_Minus, Qt.Key.Key_BracketLeft}
_LINE = QColor(255, 200, 0)
_FILL = QColor(255, 200, 0, 40)


class AddTool(QgsMapTool):
    """Left click points at a landslide; + and -, or Ctrl and the wheel, loosen and tighten what is shown; Enter or a
    right click takes it; D draws by hand instead; Esc drops it, or ends.

    ``pointed`` brings the place in the CRS of the map, ``stepped`` 1 or -1.
    """

    pointed = pyqtSignal(QgsPointXY)
    stepped = pyqtSignal(int)
    taken = pyqtSignal()
    dropped = pyqtSignal()
    hand_wanted = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._band.setColor(_LINE)
        self._band.setFillColor(_FILL)
        self._band.setWidth(3)
        self._turned = 0
        self.setCursor(Qt.CursorShape.CrossCursor)

    def preview(self, outline: QgsGeometry | None, layer: QgsVectorLayer) -> None:
        """Show an outline in the CRS of a layer; None shows nothing."""
        if outline is None:
            self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        else:
            self._band.setToGeometry(outline, layer)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointed.emit(event.mapPoint())
        elif event.button() == Qt.MouseButton.RightButton:
            self.taken.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the wheel alone zooms, as ever
            return
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= 120:  # a notch; touch pads send parts of one
            step = 1 if self._turned > 0 else -1
            self._turned -= 120 * step
            self.stepped.emit(step)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in LOOSER:
            self.stepped.emit(1)
        elif key in TIGHTER:
            self.stepped.emit(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif key == Qt.Key.Key_D:
            self.hand_wanted.emit()
        else:
            event.ignore()
            return
        event.accept()

    def deactivate(self) -> None:
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        super().deactivate()

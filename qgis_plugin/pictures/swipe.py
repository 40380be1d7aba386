"""A map tool that uncovers the scene before: left of a line that is dragged over the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsMapTool
from qgis.PyQt.QtCore import QLineF, QPointF, QRectF, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from ..i18n_text import tr

_STEP = 0.05  # of the width of the map, for the keys
_SETTLE_MS = 80  # after the map moved, before the other side is drawn


class Curtain(QgsMapCanvasItem):
    """What lies behind the map, as far as the line; ``share`` is where the line is, 0 to 1 of the width."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.image: QImage | None = None
        self.share = 0.5
        self.words = ("", "")
        self.setZValue(-5)  # the map is at -10; what is marked on it stays on top

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def updatePosition(self) -> None:
        """It lies still while the map moves."""
        self.setPos(0, 0)

    def paint(self, painter: QPainter, _option: Any = None, _widget: Any = None) -> None:
        width, height = self._canvas.width(), self._canvas.height()
        at = self.share * width
        if self.image is not None:
            painter.save()
            painter.setClipRect(QRectF(0, 0, at, height))
            painter.drawImage(QRectF(0, 0, width, height), self.image)
            painter.restore()
        line = QLineF(at, 0, at, height)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 4))
        painter.drawLine(line)
        painter.setPen(QPen(QColor(255, 255, 255), 2))
        painter.drawLine(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(255, 255, 255))
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1.5))
        painter.drawEllipse(QPointF(at, height / 2), 9, 9)
        self._write(painter, at)

    def _write(self, painter: QPainter, at: float) -> None:
        """Which side is which, on both sides of the line."""
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for text, right in zip(self.words, (False, True)):
            if not text:
                continue
            box = metrics.boundingRect(text).adjusted(-6, -3, 6, 3)
            # at the foot: messages cover the top
            top = self._canvas.height() - 14 - box.height()
            box.moveTopLeft(QPointF(at + 8 if right else at - 8 - box.width(), top))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 150))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(255, 255, 255))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class SwipeTool(QgsMapTool):
    """Drag to move the line, or press ``,`` and ``.``; Esc ends. The wheel and the arrow keys move the map.

    Parameters
    ----------
    layers
        Called whenever the other side is drawn: its layers from the top, and the words for the two sides.

    Signals
    -------
    left
        Esc was pressed.
    """

    left = pyqtSignal()
    drawn = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, layers: Callable[[], tuple[list[QgsMapLayer], tuple[str, str]]]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._layers = layers
        self.curtain: Curtain | None = None
        self._job: QgsMapRendererParallelJob | None = None
        self._drawn: tuple[Any, ...] | None = None  # place and layers of the picture that is there
        self._share = 0.5
        self._dragging = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.draw)
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def toolName(self) -> str:
        return tr("Swipe")

    def flags(self) -> Any:
        """Shift and a drag zoom, as with QGIS's own tools."""
        return QgsMapTool.Flag.AllowZoomRect

    def activate(self) -> None:
        super().activate()
        self.curtain = Curtain(self._canvas)
        self.curtain.share = self._share
        for signal in self._signals():
            signal.connect(self._map_changed)
        self.draw()

    def deactivate(self) -> None:
        self._timer.stop()
        for signal in self._signals():
            signal.disconnect(self._map_changed)
        self._stop()
        if self.curtain is not None:
            self._canvas.scene().removeItem(self.curtain)
            self.curtain = None
        self._drawn = None
        super().deactivate()

    def _signals(self) -> tuple[Any, ...]:
        canvas = self._canvas
        return canvas.extentsChanged, canvas.layersChanged, canvas.destinationCrsChanged, canvas.mapCanvasRefreshed

    @property
    def share(self) -> float:
        """Where the line is, 0 to 1 of the width of the map."""
        return self._share

    def move_to(self, share: float) -> None:
        """Put the line there."""
        self._share = min(max(share, 0.0), 1.0)
        if self.curtain is not None:
            self.curtain.share = self._share
            self.curtain.update()

    # the other side

    def _map_changed(self, *_: Any) -> None:
        self._timer.start()

    def draw(self) -> None:
        """Draw the other side anew, in the background."""
        if self.curtain is None:
            return
        settings = QgsMapSettings(self._canvas.mapSettings())
        layers, self.curtain.words = self._layers()
        wanted = (
            settings.extent().toString(12),
            settings.rotation(),
            settings.outputSize(),
            [one.id() for one in layers],
        )
        if self._drawn == wanted:
            return
        self._drawn = wanted
        settings.setLayers(layers)
        self._stop()
        self._job = QgsMapRendererParallelJob(settings)
        self._job.finished.connect(self._finished)
        self._job.start()

    def _finished(self) -> None:
        job, self._job = self._job, None
        if job is None or self.curtain is None:
            return
        self.curtain.image = job.renderedImage()
        self.curtain.updatePosition()
        self.curtain.update()
        job.deleteLater()
        self.drawn.emit()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.finished.disconnect(self._finished)
            job.cancelWithoutBlocking()
            job.finished.connect(job.deleteLater)

    # hands

    def canvasPressEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self.move_to(event.pos().x() / max(self._canvas.width(), 1))

    def canvasMoveEvent(self, event: Any) -> None:
        if self._dragging:
            self.move_to(event.pos().x() / max(self._canvas.width(), 1))

    def canvasReleaseEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = False

    def keyPressEvent(self, event: Any) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Comma, Qt.Key.Key_Period):  # the arrow keys move the map, as always
            self.move_to(self._share + (_STEP if key == Qt.Key.Key_Period else -_STEP))
        else:
            event.ignore()
            return
        event.accept()

"""``l4s_picture``: an expression function that draws the surroundings of a landslide, for map tips.

QGIS evaluates map tips in the main thread, so the drawing is small, of files on this computer only, and kept.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsExpression,
    QgsExpressionFunction,
    QgsGeometry,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, QThread
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from ..i18n_text import tr
from .files import PROBABILITY, ROLE

NAME = "l4s_picture"
SIZE = QSize(240, 160)
"""Pixels of the picture."""
SHORTEST_M = 300.0
"""A small landslide is drawn with at least this much ground from side to side."""
KEPT = 64

_kept: OrderedDict[tuple[Any, ...], str] = OrderedDict()


class PictureFunction(QgsExpressionFunction):
    """``l4s_picture(layer_id, feature_id, geometry)``: an ``<img>`` element, or an empty text without imagery."""

    def __init__(self) -> None:
        words = tr("A small picture of the surroundings of a landslide, as HTML, for map tips.")
        super().__init__(NAME, 3, "Landslides (L4S)", words)

    def func(self, values: list[Any], context: Any, parent: QgsExpression, node: Any) -> str:
        """The picture of the values of the three arguments."""
        project = QgsProject.instance()
        layer = project.mapLayer(str(values[0]))
        shape = values[2]
        if not isinstance(layer, QgsVectorLayer) or not isinstance(shape, QgsGeometry) or shape.isEmpty():
            return ""
        return picture(project, layer, shape)


_function: PictureFunction | None = None


def register() -> None:
    """Make the function known to QGIS; a second time does nothing."""
    global _function
    if _function is None:
        _function = PictureFunction()
        QgsExpression.registerFunction(_function)


def unregister() -> None:
    """Take the function away, before the plugin goes."""
    global _function
    if _function is not None:
        QgsExpression.unregisterFunction(NAME)
        _function = None
    _kept.clear()


def picture(project: QgsProject, layer: QgsVectorLayer, shape: QgsGeometry) -> str:
    """An ``<img>`` of the imagery around ``shape`` (in the CRS of ``layer``) with its outline; "" without imagery."""
    if QThread.currentThread() is not QCoreApplication.instance().thread():
        return ""  # labels are evaluated elsewhere, where layers of the project may not be touched
    window = _window(layer, shape)
    below = imagery(project, layer, window)
    if below is None:
        return ""
    key = (layer.id(), below.id(), below.styleManager().currentStyle(), bytes(shape.asWkb()))
    if key not in _kept:
        _kept[key] = _html(_draw(project, layer, below, shape, window))
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def imagery(project: QgsProject, layer: QgsVectorLayer, window: QgsRectangle) -> QgsRasterLayer | None:
    """The raster to draw: the topmost visible picture on this computer that covers the middle of ``window``.

    A picture of several bands is preferred to one band, anything to the probability.
    """
    root = project.layerTreeRoot()
    found: list[tuple[int, int, QgsRasterLayer]] = []
    for place, raster in enumerate(root.layerOrder()):
        if not isinstance(raster, QgsRasterLayer) or not raster.isValid() or raster.providerType() != "gdal":
            continue
        if raster.source().startswith(("/vsicurl", "http")) or not _covers(project, raster, layer, window):
            continue
        node = root.findLayer(raster.id())
        seen = node is not None and node.isVisible()
        rank = 2 if raster.customProperty(ROLE) == PROBABILITY else int(raster.bandCount() < 3)
        found.append((rank * 2 + (not seen), place, raster))
    return min(found, key=lambda item: item[:2])[2] if found else None


def _covers(project: QgsProject, raster: QgsRasterLayer, layer: QgsVectorLayer, window: QgsRectangle) -> bool:
    try:
        there = QgsCoordinateTransform(layer.crs(), raster.crs(), project).transform(window.center())
    except QgsCsException:
        return False
    return raster.extent().contains(there)


def _window(layer: QgsVectorLayer, shape: QgsGeometry) -> QgsRectangle:
    """The box of the shape with a margin, of the proportions of the picture."""
    box = shape.boundingBox()
    middle = box.center()
    metre = 1.0 / 111_320.0 if layer.crs().isGeographic() else 1.0
    width = max(box.width() * 1.5, SHORTEST_M * metre)
    height = max(box.height() * 1.5, SHORTEST_M * metre * SIZE.height() / SIZE.width())
    width = max(width, height * SIZE.width() / SIZE.height())
    height = width * SIZE.height() / SIZE.width()
    return QgsRectangle.fromCenterAndSize(middle, width, height)


def _draw(
    project: QgsProject, layer: QgsVectorLayer, below: QgsRasterLayer, shape: QgsGeometry, window: QgsRectangle
) -> QImage:
    settings = QgsMapSettings()
    settings.setLayers([below])
    settings.setDestinationCrs(layer.crs())
    settings.setTransformContext(project.transformContext())
    settings.setOutputSize(SIZE)
    settings.setExtent(window)
    image = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(128, 128, 128))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QgsGeometry(shape)
    outline.mapToPixel(settings.mapToPixel())
    for colour, width in (("#1a1a1a", 3.5), ("#ffe600", 1.6)):
        painter.setPen(QPen(QColor(colour), width))
        for ring in _rings(outline):
            painter.drawPolyline(ring)
    painter.end()
    return image


def _rings(shape: QgsGeometry) -> list[QPolygonF]:
    parts = shape.asMultiPolygon() if shape.isMultipart() else [shape.asPolygon()]
    return [QPolygonF([point.toQPointF() for point in ring]) for part in parts for ring in part]


def _html(image: QImage) -> str:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    encoded = bytes(data.toBase64()).decode("ascii")
    return f'<img width="{image.width()}" height="{image.height()}" src="data:image/png;base64,{encoded}">'

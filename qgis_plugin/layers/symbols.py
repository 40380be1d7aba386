"""How the polygons, points and unobserved places of a result look.

The colours are those of ``palette.json``, which the package's own styles and pictures have too. Every line has an edge
under it, so that it is seen on bright soil and on dark forest alike: a dark one, or a white one under the dark colours
of what was reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..i18n_text import tr
from .cut_offs import cut_offs_of
from .domains import ACCEPTED, EDITED, REJECTED, confidences, ends, reasons
from .palette import confidence_colours, palette
from .smoothing import smoothed

POINTS_FROM_SCALE = 10_000.0
"""Crown and toe points are seen from this scale (1:10,000) inwards; from further away they would hide the polygons."""
POINT_MM = 1.8

CONFIDENCE_COLOURS = confidence_colours()
STATUS_COLOURS: dict[str, str] = palette()["status"]
_BY_HAND = STATUS_COLOURS["drawn by hand"]
LANDSLIDE_CLASS = (
    "CASE WHEN lower(\"status\") IN ('rejected', 'edited') THEN lower(\"status\") "
    "WHEN \"conf_usgs\" IS NULL OR lower(\"status\") = 'added' THEN 'by hand' "
    "WHEN lower(\"status\") = 'accepted' THEN 'accepted' "
    'WHEN "conf_usgs" IN (1, 2, 3, 5, 8) THEN to_string("conf_usgs") ELSE \'by hand\' END'
)
"""What a review said of a landslide, else its class of confidence; the style in the GeoPackage has the same."""
_EDGE = palette()["outline"]
_BARE, _REACTIVATED = "#8c510a", "#bf812d"


def style_landslides(layer: QgsVectorLayer) -> None:
    """Polygons that nobody judged by ``conf_usgs``, the others by what the review said; outlines: see `smoothing`."""
    # hand-drawn outlines, and those that a reviewer drew anew, have no steps of pixels to be smoothed
    categories = [
        QgsRendererCategory(str(value), smoothed(_polygon(CONFIDENCE_COLOURS[value]), layer), label)
        for value, label in confidences(cut_offs_of(layer))
    ]
    accepted, edited = (_judged(STATUS_COLOURS[status]) for status in (ACCEPTED, EDITED))
    categories.append(QgsRendererCategory(ACCEPTED, smoothed(accepted, layer), tr("Accepted")))
    categories.append(QgsRendererCategory(EDITED, edited, tr("Accepted, new outline")))
    rejected = smoothed(_rejected(STATUS_COLOURS[REJECTED]), layer)
    categories.append(QgsRendererCategory(REJECTED, rejected, tr("Rejected")))
    # not QGIS's own "all other values", which it does not count
    categories.append(QgsRendererCategory("by hand", _polygon(_BY_HAND), tr("Drawn by hand")))
    _grade(layer, LANDSLIDE_CLASS, categories)
    _prepare_labels(layer)


def style_crown_toe(layer: QgsVectorLayer) -> None:
    """Crown and toe points: two shapes and colours, only near enough; `points` lets them follow their landslides."""
    _grade(
        layer, "kind", [QgsRendererCategory(kind, _point(**palette()["marks"][kind]), label) for kind, label in ends()]
    )
    layer.setScaleBasedVisibility(True)
    layer.setMinimumScale(POINTS_FROM_SCALE)
    layer.setMaximumScale(0.0)


def style_not_observed(layer: QgsVectorLayer) -> None:
    """Hatches by the reason why a place was not looked at; what is below stays visible."""
    categories = [
        QgsRendererCategory(reason, _hatch(**palette()["reasons"][reason]), label) for reason, label in reasons()
    ]
    categories.append(QgsRendererCategory("", _hatch(**palette()["other_reason"]), tr("Other reason")))
    _grade(layer, "reason", categories)
    layer.setOpacity(0.8)


def style_bare_before(layer: QgsVectorLayer) -> None:
    """Broken outlines of what a scene before showed bare already: it is not counted, and the ground stays visible."""
    categories = [
        QgsRendererCategory(
            activity, _built(QgsFillSymbol, _line("255,255,255,200", "0.9"), _line(_rgba(colour), "0.5", "dash")), label
        )
        for activity, colour, label in (
            ("relict", _BARE, tr("Bare before")),
            ("reactivated", _REACTIVATED, tr("Bare before, new ground joins")),
        )
    ]
    _grade(layer, "activity", categories)


def style_preview(layer: QgsVectorLayer) -> None:
    """Outlines of a threshold that is being tried."""
    edge = QgsSimpleFillSymbolLayer.create(_filled("0,0,0,0", _EDGE, "1.1"))
    line = QgsSimpleFillSymbolLayer.create(_filled(_rgba(_BY_HAND, 50), _BY_HAND, "0.6"))
    layer.setRenderer(QgsSingleSymbolRenderer(_built(QgsFillSymbol, edge, line)))
    layer.triggerRepaint()


def _grade(layer: QgsVectorLayer, by: str, categories: Iterable[QgsRendererCategory]) -> None:
    layer.setRenderer(QgsCategorizedSymbolRenderer(by, list(categories)))
    layer.triggerRepaint()


def _built(kind: type[QgsSymbol], *layers: QgsSymbolLayer) -> Any:
    """A symbol of these layers, the lowest first. Appended one by one: a list would stay Python's and be freed."""
    symbol = kind.createSimple({})
    symbol.deleteSymbolLayer(0)
    for layer in layers:
        symbol.appendSymbolLayer(layer)
    return symbol


def _rgba(colour: str, alpha: int = 255) -> str:
    of = QColor(colour)
    return f"{of.red()},{of.green()},{of.blue()},{alpha}"


def _filled(colour: str, outline: str, width_mm: str) -> dict[str, str]:
    return {
        "color": colour,
        "outline_color": _rgba(outline),
        "outline_width": width_mm,
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }


def _line(colour: str, width_mm: str, style: str = "solid") -> QgsSimpleLineSymbolLayer:
    return QgsSimpleLineSymbolLayer.create(
        {
            "line_color": colour,
            "line_width": width_mm,
            "line_width_unit": "MM",
            "line_style": style,
            "joinstyle": "round",
        }
    )


def _polygon(colour: str) -> QgsFillSymbol:
    edge = QgsSimpleFillSymbolLayer.create(_filled(_rgba(colour, 90), _EDGE, "0.9"))
    return _built(QgsFillSymbol, edge, _line(_rgba(colour), "0.5"))


def _judged(colour: str) -> QgsFillSymbol:
    edge = QgsSimpleFillSymbolLayer.create(_filled(_rgba(colour, 64), "#ffffff", "1.3"))
    return _built(QgsFillSymbol, edge, _line(_rgba(colour), "0.7"))


def _rejected(colour: str) -> QgsFillSymbol:
    return _built(QgsFillSymbol, _line(_rgba(_EDGE, 160), "0.6"), _line(_rgba(colour), "0.35", "dash"))


def _point(shape: str, colour: str) -> QgsMarkerSymbol:
    marker = QgsSimpleMarkerSymbolLayer.create(
        {
            "name": shape,
            "color": _rgba(colour),
            "outline_color": "255,255,255,255",
            "outline_width": "0.2",
            "outline_width_unit": "MM",
            "size": str(POINT_MM),
            "size_unit": "MM",
        }
    )
    return _built(QgsMarkerSymbol, marker)


def _hatch(colour: str, angle_deg: int) -> QgsFillSymbol:
    veil = QgsSimpleFillSymbolLayer.create({"color": _rgba(colour, 45), "outline_style": "no"})
    hatch = QgsLinePatternFillSymbolLayer.create(
        {"angle": str(angle_deg), "distance": "2.2", "distance_unit": "MM", "line_width": "0.4"}
    )
    hatch.setSubSymbol(_built(QgsLineSymbol, _line(_rgba(colour), "0.4")))
    return _built(QgsFillSymbol, veil, hatch, _line(_rgba(colour), "0.3", "dot"))


def _prepare_labels(layer: QgsVectorLayer) -> None:
    """Labels that are off: one click of the user shows them."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "ls_id"
    around = QgsTextBufferSettings()
    around.setEnabled(True)
    around.setSize(0.9)
    around.setColor(QColor("white"))
    text = QgsTextFormat()
    text.setSize(9)
    text.setColor(QColor("black"))
    text.setBuffer(around)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(False)

"""How the probability raster looks, and the picture of a threshold that needs no computing."""

from __future__ import annotations

from qgis.core import (
    QgsBilinearRasterResampler,
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsLayerTreeLayer,
    QgsMapLayerLegendUtils,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

from ..i18n_text import tr
from .compat import CONTINUOUS, INTERPOLATED, WHOLE_NUMBERS
from .palette import palette

FULL = 10_000
"""What stands for a probability of 1 in the files of l4s (uint16) whose band does not say its scale: earlier ones."""

RAMP = tuple((round(100 * value), *QColor(colour).getRgb()[:3]) for value, colour in palette()["probability"])
"""Per cent, red, green, blue, rising."""

_OPAQUE_FROM = 40.0


def full_of(layer: QgsRasterLayer) -> float:
    """The value of the raster that means 100 %: 10,000 in whole numbers, 1 in real ones, as which QGIS has whole ones
    whose band says its scale."""
    return float(FULL) if layer.dataProvider().dataType(1) in WHOLE_NUMBERS else 1.0


def style_probability(layer: QgsRasterLayer) -> None:
    """0 to 100 %: nothing to see at 0, opaque from 40 % on."""
    _shade(layer, [(stop[0], _faded(stop[0]), _words(stop[0])) for stop in RAMP])


def show_threshold(layer: QgsRasterLayer, threshold: float | None) -> None:
    """Show only what reaches a threshold (0 to 1), at once and without any file; None: everything again."""
    if threshold is None:
        style_probability(layer)
        return
    at = min(max(threshold * 100.0, 0.1), 99.0)
    hidden = _colour(at)
    hidden.setAlpha(0)
    below = tr("below {percent} %").format(percent=f"{at:.4g}")
    stops = [(0.0, hidden, below), (at - 0.01, hidden, below)]
    # as many stops as without a threshold, so that the order of the legend fits both
    steps = len(RAMP) - len(stops) - 1
    for step in range(steps + 1):
        percent = at + (100.0 - at) * step / steps
        stops.append((percent, _colour(percent), _words(percent)))
    _shade(layer, stops)


def order_legend(node: QgsLayerTreeLayer) -> None:
    """The legend of the probability from high to low, without the line that names the band and without 0."""
    QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(range(len(RAMP), 1, -1)))


def _shade(layer: QgsRasterLayer, stops: list[tuple[float, QColor, str]]) -> None:
    full = full_of(layer)
    between = [QgsGradientStop(percent / 100.0, colour) for percent, colour, _ in stops if 0 < percent < 100]
    ramp = QgsGradientColorRamp(stops[0][1], stops[-1][1], False, between)
    shader = QgsColorRampShader(0.0, full, ramp, INTERPOLATED, CONTINUOUS)
    shader.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(percent / 100.0 * full, colour, label) for percent, colour, label in stops]
    )
    legend = QgsColorRampLegendNodeSettings()
    # the bar would carry the numbers of the file, and in a dark theme black ones
    legend.setUseContinuousLegend(False)
    shader.setLegendSettings(legend)
    raster_shader = QgsRasterShader(0.0, full)
    raster_shader.setRasterShaderFunction(shader)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, raster_shader)
    renderer.setClassificationMin(0.0)
    renderer.setClassificationMax(full)
    layer.setRenderer(renderer)
    # pixels stay pixels when near; from afar the mean of what falls together, not one pixel of them
    layer.resampleFilter().setZoomedOutResampler(QgsBilinearRasterResampler())
    layer.resampleFilter().setMaxOversampling(4.0)
    layer.triggerRepaint()
    layer.emitStyleChanged()


def _words(percent: float) -> str:
    return f"{percent:.3g} %"


def _colour(percent: float) -> QColor:
    """The opaque colour of a probability."""
    for (low, *dark), (high, *bright) in zip(RAMP, RAMP[1:]):
        if percent <= high:
            share = (percent - low) / (high - low)
            return QColor(*(round(a + (b - a) * share) for a, b in zip(dark, bright)))
    return QColor(*RAMP[-1][1:])


def _faded(percent: float) -> QColor:
    colour = _colour(percent)
    colour.setAlphaF(min(1.0, percent / _OPAQUE_FROM))
    return colour

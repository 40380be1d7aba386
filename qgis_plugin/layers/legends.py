"""A legend without the classes of which a layer has none: on a small screen they fill the panel of layers."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    NULL,
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayerTreeLayer,
    QgsMapLayerLegend,
    QgsMapLayerLegendUtils,
    QgsVectorLayer,
)

MOST_LOOKED_AT = 50_000
"""Rows; of a larger layer every class is listed."""
_OTHERS = ""


def leave_out_empty(node: QgsLayerTreeLayer) -> None:
    """List the classes of a layer that has such features; all of them where it has none at all, or very many."""
    layer = node.layer()
    renderer = layer.renderer() if isinstance(layer, QgsVectorLayer) else None
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return
    values = [_word(category.value()) for category in renderer.categories()]
    there = _classes(layer, renderer.classAttribute())
    if there:
        there = {value if value in values else _OTHERS for value in there}
    kept = [place for place, value in enumerate(values) if not there or value in there]
    if kept == shown(node, len(values)):
        return
    QgsMapLayerLegendUtils.setLegendNodeOrder(node, kept)
    # the panel of layers reads the order anew when the layer has a new legend
    layer.setLegend(QgsMapLayerLegend.defaultVectorLegend(layer))


def shown(node: QgsLayerTreeLayer, count: int) -> list[int]:
    """The places of the classes that are listed now, of ``count``."""
    if not QgsMapLayerLegendUtils.hasLegendNodeOrder(node):
        return list(range(count))
    return list(QgsMapLayerLegendUtils.legendNodeOrder(node))


def _classes(layer: QgsVectorLayer, by: str) -> set[str]:
    """The classes that features of the layer are in, unsaved edits included; none of a very large layer."""
    if layer.featureCount() > MOST_LOOKED_AT:
        return set()
    expression = QgsExpression(by)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFields(layer.fields())
    expression.prepare(context)
    request = QgsFeatureRequest().setSubsetOfAttributes(list(expression.referencedColumns()), layer.fields())
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    found = set()
    for feature in layer.getFeatures(request):
        context.setFeature(feature)
        found.add(_word(expression.evaluate(context)))
    return found


def _word(value: Any) -> str:
    return _OTHERS if value is None or value == NULL else str(value)

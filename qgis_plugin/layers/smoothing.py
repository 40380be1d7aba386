"""Outlines without the steps of the pixels, on the map alone.

The polygons stay as they are: area, file, editing, snapping and *Identify* are of the pixel outline. What is drawn is
QGIS's ``smooth`` of it; seen from far it is left out, as nobody would see it. A variable of the layer says whether, so
that it can be switched off, and is while a layer is edited.
"""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsExpressionContextUtils,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsProject,
    QgsUnitTypes,
    QgsVectorLayer,
)

from ..settings import Settings
from .files import LANDSLIDES, ROLE

FROM_SCALE = 50_000
"""Outlines are smoothed at 1:50,000 and nearer: there a pixel of 10 m is a fifth of a millimetre on paper."""
VARIABLE = "l4s_smooth"
LONGEST_M = 15.0
"""Longer edges are divided first: a corner is cut by a share of its edges, and a long one, as at the edge of a scene,
would lose much. QGIS before 3.28 cannot."""
_SETTING = "smooth_outlines"


def expression(layer: QgsVectorLayer) -> str:
    """What is drawn of a polygon of the layer: its outline, smoothed where that is wanted."""
    outline = "$geometry"
    if Qgis.QGIS_VERSION_INT >= 32800:
        metre = QgsUnitTypes.fromUnitToUnitFactor(QgsUnitTypes.DistanceUnit.DistanceMeters, layer.crs().mapUnits())
        outline = f"densify_by_distance({outline}, {LONGEST_M * metre:.10g})"
    return f"if(@{VARIABLE} AND coalesce(@map_scale, 0) <= {FROM_SCALE}, smooth({outline}, 2), $geometry)"


def smoothed(symbol: QgsFillSymbol, layer: QgsVectorLayer) -> QgsFillSymbol:
    """The symbol, drawn along the smoothed outlines of a layer."""
    drawn = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": expression(layer), "SymbolType": "Fill"})
    drawn.setSubSymbol(symbol)
    whole = QgsFillSymbol.createSimple({})
    whole.deleteSymbolLayer(0)
    whole.appendSymbolLayer(drawn)
    return whole


def wanted() -> bool:
    """Whether outlines are to be smoothed on the map: what the person chose last, at first yes."""
    return bool(Settings().value(_SETTING, True))


def want(smooth: bool, project: QgsProject | None = None) -> None:
    """Remember the choice, and show it in all landslides of the project that are not edited now."""
    Settings().remember(_SETTING, smooth)
    for layer in (project or QgsProject.instance()).mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.customProperty(ROLE) == LANDSLIDES:
            refresh(layer)


def refresh(layer: QgsVectorLayer) -> None:
    """Draw a layer as the choice and its state ask for: where vertices are moved, they are seen where they are."""
    smooth = int(wanted() and not layer.isEditable())
    if QgsExpressionContextUtils.layerScope(layer).variable(VARIABLE) in (smooth, str(smooth)):
        return
    QgsExpressionContextUtils.setLayerVariable(layer, VARIABLE, smooth)
    layer.triggerRepaint()

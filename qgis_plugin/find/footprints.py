"""The ground of the scenes that were found, as a layer whose selection is that of the table."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsProject,
    QgsRendererCategory,
    QgsSimpleLineSymbolLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..i18n_text import tr
from .rows import AFTER, BEFORE, Row

_FIELDS = "field=id:string&field=date:string&field=when:string&field=tile:string&field=cloud:double&field=cover:double"
_OUTLINES = {AFTER: ("#cf5f0c", "solid"), BEFORE: ("#2f6fb0", "dash")}


class Footprints(QObject):
    """One layer, made anew by every search; ``selected(ids)`` when a person selects on the map."""

    selected = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer: Any = None
        self._id = ""
        self._busy = False
        QgsProject.instance().layersWillBeRemoved.connect(self._removed)

    def show(self, rows: Iterable[Row]) -> None:
        """Put the scenes on the map, above everything else."""
        self.remove()
        layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:4326&{_FIELDS}", tr("Scenes found"), "memory")
        features = [feature for row in rows if (feature := _feature(layer, row)) is not None]
        layer.dataProvider().addFeatures(features)
        layer.updateExtents()
        layer.setRenderer(_renderer())
        # the layer is the panel's, nobody has to save it
        layer.setCustomProperty("skipMemoryLayersCheck", 1)
        project = QgsProject.instance()
        project.addMapLayer(layer, False)
        project.layerTreeRoot().insertLayer(0, layer)
        self.layer, self._id = layer, layer.id()
        layer.selectionChanged.connect(self._selection_changed)

    def select(self, ids: Collection[str]) -> None:
        """Follow the table."""
        if self.layer is None:
            return
        self._busy = True
        try:
            found = [one.id() for one in self.layer.getFeatures() if one["id"] in ids]
            self.layer.selectByIds(found)
        finally:
            self._busy = False

    def remove(self) -> None:
        if self.layer is not None:
            with contextlib.suppress(RuntimeError):
                QgsProject.instance().removeMapLayer(self._id)
        self.layer = None

    def shut_down(self) -> None:
        QgsProject.instance().layersWillBeRemoved.disconnect(self._removed)
        self.remove()

    def _selection_changed(self, *_: Any) -> None:
        if not self._busy and self.layer is not None:
            self.selected.emit({one["id"] for one in self.layer.getSelectedFeatures()})

    def _removed(self, ids: list[str]) -> None:
        if self._id in ids:
            self.layer = None


def _feature(layer: QgsVectorLayer, row: Row) -> QgsFeature | None:
    from osgeo import ogr

    try:
        read = ogr.CreateGeometryFromJson(json.dumps(row.footprint))
    except (RuntimeError, TypeError, ValueError):  # GDAL may raise or not, as other plugins have set it
        read = None
    if read is None:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(bytes(read.ExportToWkb()))
    if geometry.isEmpty() or geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return None
    geometry.convertToMultiType()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(geometry)
    feature.setAttributes([row.id, row.date, row.when, row.tile, row.cloud, row.cover])
    return feature


def _renderer() -> QgsCategorizedSymbolRenderer:
    categories = []
    for when, words in ((AFTER, tr("after the event")), (BEFORE, tr("before the event"))):
        colour, line = _OUTLINES[when]
        # a line and no fill: what is selected would be filled, and hide the map
        style = {"line_color": colour, "line_width": "0.7", "line_style": line}
        symbol = QgsFillSymbol.createSimple({})
        symbol.changeSymbolLayer(0, QgsSimpleLineSymbolLayer.create(style))
        categories.append(QgsRendererCategory(when, symbol, words))
    return QgsCategorizedSymbolRenderer("when", categories)

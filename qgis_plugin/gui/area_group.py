"""Which part of the scene is looked at."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsPointXY,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsMapLayerComboBox, QgsMapToolExtent, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QComboBox, QGroupBox, QPushButton, QVBoxLayout

from ..i18n_text import tr
from ..review.sketch import SketchTool
from .area_file import write_drawn, write_layer, write_rectangle
from .forms import choose, narrow, words

WHOLE, VIEW, DRAWN, POLYGON, POLYGONS, SELECTED = "whole", "view", "drawn", "polygon", "polygons", "selected"
_ON_MAP = (DRAWN, POLYGON)


class AreaGroup(QGroupBox):
    """``area(folder)`` writes the chosen area and returns the file, None for the whole scene."""

    changed = pyqtSignal()

    def __init__(self, canvas: Any, parent: Any = None) -> None:
        super().__init__(tr("Area to map"), parent)
        self._canvas = canvas
        self._tools: dict[str, Any] = {}
        self._tool_before: Any = None
        self._band: QgsRubberBand | None = None
        self._drawn: dict[str, tuple[QgsGeometry, QgsCoordinateReferenceSystem]] = {}
        self._is_done = False  # a run has mapped it: its outline would lie above the result
        self.source = narrow(QComboBox(self))
        self.source.setAccessibleName(tr("Area to map"))
        for key, text in (
            (WHOLE, tr("The whole scene")),
            (VIEW, tr("What the map shows")),
            (DRAWN, tr("A rectangle drawn on the map")),
            (POLYGON, tr("A polygon drawn on the map")),
            (POLYGONS, tr("The polygons of a layer")),
            (SELECTED, tr("The selected polygons of a layer")),
        ):
            self.source.addItem(text, key)
        self.layers = narrow(QgsMapLayerComboBox(self))
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layers.setAccessibleName(tr("Layer with polygons"))
        self.draw = QPushButton(tr("Draw on the map"), self)
        self.draw.setCheckable(True)
        self.note = words(self)
        layout = QVBoxLayout(self)
        for widget in (self.source, self.layers, self.draw, self.note):
            layout.addWidget(widget)
        self.source.currentIndexChanged.connect(lambda _index: self._chosen())
        self.layers.layerChanged.connect(self._follow)
        self.draw.toggled.connect(self._draw)
        canvas.extentsChanged.connect(self._view_changed)
        self._followed: Any = None
        self._follow(self.layers.currentLayer())

    def area(self, folder: Path) -> Path | None:
        kind = self.kind()
        if kind == WHOLE:
            return None
        if kind == VIEW:
            settings = self._canvas.mapSettings()
            return write_rectangle(self._canvas.extent(), settings.destinationCrs(), folder)
        if kind in _ON_MAP:
            return write_drawn(self._drawn.get(kind), folder)
        return write_layer(self.layers.currentLayer(), folder, selected=kind == SELECTED)

    def kind(self) -> str:
        return str(self.source.currentData())

    def choose(self, kind: str) -> None:
        choose(self.source, kind)

    def set_rectangle(self, rectangle: QgsRectangle) -> None:
        """Take a rectangle in the map's coordinates, as the drawing tool gives it."""
        self._take(DRAWN, QgsGeometry.fromRect(rectangle))

    def set_polygon(self, corners: list[QgsPointXY]) -> None:
        """Take the corners of a polygon in the map's coordinates, as the drawing tool gives them."""
        self._take(POLYGON, QgsGeometry.fromPolygonXY([corners]))

    def drawn(self) -> tuple[str, QgsGeometry, QgsCoordinateReferenceSystem] | None:
        """What was drawn as the area that is chosen: its kind, outline and CRS."""
        kind = self.kind()
        return (kind, *self._drawn[kind]) if kind in self._drawn else None

    def set_drawn(self, kind: str, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """As an earlier run had it."""
        self._drawn[kind] = (geometry, crs)
        self.choose(kind)
        self._chosen()

    def has_run(self) -> None:
        """Take the outline off the map, where it would lie above the result; the area stays chosen."""
        self._is_done = True
        self._refresh()

    def shut_down(self) -> None:
        """Leave the map as it was."""
        self.draw.setChecked(False)
        self._hide_band()
        self._follow(None)
        self._canvas.extentsChanged.disconnect(self._view_changed)

    def _chosen(self) -> None:
        self._is_done = False
        self._refresh()

    def _refresh(self) -> None:
        kind = self.kind()
        self.layers.setVisible(kind in (POLYGONS, SELECTED))
        self.draw.setVisible(kind in _ON_MAP)
        if kind not in _ON_MAP:
            self.draw.setChecked(False)
        self._show_band()
        self.note.setText(self._note(kind))
        self.note.setVisible(bool(self.note.text()))
        self.changed.emit()

    def _note(self, kind: str) -> str:
        layer = self.layers.currentLayer()
        if kind in _ON_MAP:
            if kind not in self._drawn:
                return tr("No rectangle yet.") if kind == DRAWN else tr("No polygon yet.")
            if self._is_done:
                return tr("The area of the last run is still chosen.")
            return tr("The rectangle is on the map.") if kind == DRAWN else tr("The polygon is on the map.")
        if kind in (POLYGONS, SELECTED) and layer is None:
            return tr("This project has no layer with polygons.")
        if kind == SELECTED:
            return tr("{count} selected").format(count=layer.selectedFeatureCount())
        if kind == POLYGONS and layer.isEditable():
            return tr("The layer is being edited: its polygons are taken as they are now.")
        return ""

    def _take(self, kind: str, geometry: QgsGeometry) -> None:
        self._drawn[kind] = (geometry, self._canvas.mapSettings().destinationCrs())
        self.draw.setChecked(False)
        self._chosen()

    def _draw(self, on: bool) -> None:
        if on:
            kind = self.kind()
            self._tool_before = self._canvas.mapTool()
            self._canvas.setMapTool(self._tool(kind))
            self.note.setText(
                tr("Drag a rectangle on the map.")
                if kind == DRAWN
                else tr("Click the corners; right click ends, Backspace takes one back, Esc gives up.")
            )
            self.note.setVisible(True)
        elif self._canvas.mapTool() in self._tools.values():
            tool = self._canvas.mapTool()
            if self._tool_before is not None:
                self._canvas.setMapTool(self._tool_before)
            else:
                self._canvas.unsetMapTool(tool)

    def _tool(self, kind: str) -> Any:
        if kind not in self._tools:
            if kind == DRAWN:
                tool: Any = QgsMapToolExtent(self._canvas)
                tool.extentChanged.connect(self.set_rectangle)
            else:
                tool = SketchTool(self._canvas, True)
                tool.drawn.connect(self.set_polygon)
                tool.given_up.connect(lambda: self.draw.setChecked(False))
            tool.deactivated.connect(lambda: self.draw.setChecked(False))
            self._tools[kind] = tool
        return self._tools[kind]

    def _show_band(self) -> None:
        """The outline alone: what is below it has to be seen."""
        drawn = None if self._is_done else self._drawn.get(self.kind())
        if drawn is None:
            self._hide_band()
            return
        if self._band is None:
            self._band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
            self._band.setStrokeColor(self.palette().highlight().color())
            self._band.setFillColor(QColor(Qt.GlobalColor.transparent))
            self._band.setWidth(2)
        self._band.setToGeometry(*drawn)

    def _hide_band(self) -> None:
        if self._band is not None:
            self._canvas.scene().removeItem(self._band)
            self._band = None

    def _follow(self, layer: Any) -> None:
        """Listen to the selection of the chosen layer."""
        if self._followed is not None:
            with contextlib.suppress(RuntimeError, TypeError):  # the layer is gone
                self._followed.selectionChanged.disconnect(self._selection_changed)
        self._followed = layer
        if layer is not None:
            layer.selectionChanged.connect(self._selection_changed)
        self._refresh()

    def _selection_changed(self, *_: Any) -> None:
        if self.kind() == SELECTED:
            self._refresh()

    def _view_changed(self) -> None:
        if self.kind() == VIEW:
            self.changed.emit()

"""Which part of the scene is looked at."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from qgis.core import QgsGeometry, QgsMapLayerProxyModel, QgsProject, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapLayerComboBox, QgsMapToolExtent, QgsRubberBand
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QGroupBox, QPushButton, QVBoxLayout

from ..i18n_text import tr
from .area_file import write_layer, write_rectangle
from .forms import choose, narrow, words

WHOLE, VIEW, DRAWN, POLYGONS, SELECTED = "whole", "view", "drawn", "polygons", "selected"


class AreaGroup(QGroupBox):
    """``area(folder)`` writes the chosen area and returns the file, None for the whole scene."""

    changed = pyqtSignal()

    def __init__(self, canvas: Any, parent: Any = None) -> None:
        super().__init__(tr("Area to map"), parent)
        self._canvas = canvas
        self._tool: QgsMapToolExtent | None = None
        self._tool_before: Any = None
        self._band: QgsRubberBand | None = None
        self.rectangle: QgsRectangle | None = None
        self._rectangle_crs: Any = None
        self.source = narrow(QComboBox(self))
        self.source.setAccessibleName(tr("Area to map"))
        for key, text in (
            (WHOLE, tr("The whole scene")),
            (VIEW, tr("What the map shows")),
            (DRAWN, tr("A rectangle drawn on the map")),
            (POLYGONS, tr("The polygons of a layer")),
            (SELECTED, tr("The selected polygons of a layer")),
        ):
            self.source.addItem(text, key)
        self.layers = narrow(QgsMapLayerComboBox(self))
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layers.setAccessibleName(tr("Layer with polygons"))
        self.draw = QPushButton(tr("&Draw on the map"), self)
        self.draw.setCheckable(True)
        self.note = words(self)
        layout = QVBoxLayout(self)
        for widget in (self.source, self.layers, self.draw, self.note):
            layout.addWidget(widget)
        self.source.currentIndexChanged.connect(lambda _index: self._refresh())
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
        if kind == DRAWN:
            return write_rectangle(self.rectangle, self._rectangle_crs or QgsProject.instance().crs(), folder)
        return write_layer(self.layers.currentLayer(), folder, selected=kind == SELECTED)

    def kind(self) -> str:
        return str(self.source.currentData())

    def choose(self, kind: str) -> None:
        choose(self.source, kind)

    def set_rectangle(self, rectangle: QgsRectangle) -> None:
        """Take a rectangle in the map's coordinates, as the drawing tool gives it."""
        self.rectangle = QgsRectangle(rectangle)
        self._rectangle_crs = self._canvas.mapSettings().destinationCrs()
        self.draw.setChecked(False)
        self._show_band()
        self._refresh()

    def shut_down(self) -> None:
        """Leave the map as it was."""
        self.draw.setChecked(False)
        self._hide_band()
        self._follow(None)
        self._canvas.extentsChanged.disconnect(self._view_changed)

    def _refresh(self) -> None:
        kind = self.kind()
        self.layers.setVisible(kind in (POLYGONS, SELECTED))
        self.draw.setVisible(kind == DRAWN)
        if kind != DRAWN:
            self.draw.setChecked(False)
            self._hide_band()
        else:
            self._show_band()
        self.note.setText(self._note(kind))
        self.note.setVisible(bool(self.note.text()))
        self.changed.emit()

    def _note(self, kind: str) -> str:
        layer = self.layers.currentLayer()
        if kind == DRAWN:
            return tr("No rectangle yet.") if self.rectangle is None else tr("The rectangle is on the map.")
        if kind in (POLYGONS, SELECTED) and layer is None:
            return tr("This project has no layer with polygons.")
        if kind == SELECTED:
            return tr("{count} selected").format(count=layer.selectedFeatureCount())
        if kind == POLYGONS and layer.isEditable():
            return tr("The layer is being edited: its polygons are taken as they are now.")
        return ""

    def _draw(self, on: bool) -> None:
        if on:
            if self._tool is None:
                self._tool = QgsMapToolExtent(self._canvas)
                self._tool.extentChanged.connect(self.set_rectangle)
                self._tool.deactivated.connect(lambda: self.draw.setChecked(False))
            self._tool_before = self._canvas.mapTool()
            self._canvas.setMapTool(self._tool)
            self.note.setText(tr("Drag a rectangle on the map."))
        elif self._tool is not None and self._canvas.mapTool() is self._tool:
            if self._tool_before is not None:
                self._canvas.setMapTool(self._tool_before)
            else:
                self._canvas.unsetMapTool(self._tool)

    def _show_band(self) -> None:
        if self.rectangle is None:
            return
        if self._band is None:
            self._band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
            colour = self.palette().highlight().color()
            self._band.setStrokeColor(colour)
            colour.setAlpha(40)
            self._band.setFillColor(colour)
            self._band.setWidth(2)
        self._band.setToGeometry(QgsGeometry.fromRect(self.rectangle), self._rectangle_crs)

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

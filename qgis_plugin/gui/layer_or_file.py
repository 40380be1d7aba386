"""One input: a raster layer of the project, a file, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from .forms import choose, narrow
from .path_edit import PathEdit

LAYER, FILE, NONE, SEVERAL = "layer", "file", "none", "several"


class LayerOrFile(QWidget):
    """A list of ways to say it, and below it the field of the chosen one.

    Parameters
    ----------
    choices
        Pairs of `LAYER`, `FILE`, `NONE` or `SEVERAL` and the words for it; the first is chosen.
    modes, filters
        Of the `PathEdit` for `FILE`.
    """

    changed = pyqtSignal()

    def __init__(
        self, choices: Sequence[tuple[str, str]], modes: tuple[str, ...], filters: str = "", parent: Any = None
    ) -> None:
        super().__init__(parent)
        self.source = narrow(QComboBox(self))
        for key, text in choices:
            self.source.addItem(text, key)
        self.layers = narrow(QgsMapLayerComboBox(self))
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.layers.setAllowEmptyLayer(True)
        self.layers.setLayer(None)
        self.file = PathEdit(modes, filters, self)
        self._fields = QStackedWidget(self)
        self._fields.addWidget(self.layers)
        self._fields.addWidget(self.file)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.source)
        layout.addWidget(self._fields)
        self.setFocusProxy(self.source)
        self.source.currentIndexChanged.connect(lambda _index: self._show_field())
        self.layers.layerChanged.connect(lambda _layer: self.changed.emit())
        self.file.changed.connect(self.changed)
        self._show_field()

    def kind(self) -> str:
        return str(self.source.currentData())

    def choose(self, kind: str) -> None:
        choose(self.source, kind)

    def layer(self) -> Any:
        """The chosen layer, or None."""
        return self.layers.currentLayer()

    def set_layer(self, layer: Any) -> None:
        self.choose(LAYER)
        self.layers.setLayer(layer)

    def path_text(self) -> str:
        return self.file.text()

    def set_path(self, path: object) -> None:
        self.choose(FILE)
        self.file.set_text(str(path))

    def _show_field(self) -> None:
        kind = self.kind()
        self._fields.setVisible(kind in (LAYER, FILE))
        self._fields.setCurrentWidget(self.file if kind == FILE else self.layers)
        self.changed.emit()

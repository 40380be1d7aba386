"""The elevation, or the decision to go without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox, QVBoxLayout

from ..i18n_text import tr
from ..inputs import dem_file, dem_of
from .file_filters import dem_filters
from .forms import words
from .layer_or_file import FILE, LAYER, NONE, LayerOrFile


class TerrainGroup(QGroupBox):
    """``dem()`` is the file, None for the decision to go without, or raises `InputProblem`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Elevation (DEM)"), parent)
        self.input = LayerOrFile(
            [
                (FILE, tr("File")),
                (LAYER, tr("Layer of this project")),
                (NONE, tr("No elevation")),
            ],
            ("file",),
            dem_filters(),
            self,
        )
        self.input.source.setAccessibleName(tr("Elevation (DEM)"))
        self.input.file.line.setPlaceholderText(tr("For example Copernicus_DEM_30m.tif"))
        self.without = words(self, tr("Without elevation, flat places are not sorted out and slopes stay empty."))
        self.partial = QCheckBox(tr("The elevation may have &gaps"), self)
        self.partial.setToolTip(tr("Places without elevation are shown as “not observed”."))
        layout = QVBoxLayout(self)
        layout.addWidget(self.input)
        layout.addWidget(self.without)
        layout.addWidget(self.partial)
        self.input.changed.connect(self._refresh)
        self.partial.toggled.connect(lambda _on: self.changed.emit())
        self._refresh()

    def dem(self) -> Path | None:
        kind = self.input.kind()
        if kind == NONE:
            return None
        return dem_file(self.input.path_text()) if kind == FILE else dem_of(self.input.layer())

    def _refresh(self) -> None:
        none = self.input.kind() == NONE
        self.without.setVisible(none)
        self.partial.setVisible(not none)
        self.changed.emit()

"""Where the results go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox

from ..i18n_text import tr
from ..inputs import InputProblem, output_path
from ..settings import Settings
from .file_filters import INVENTORY_FILTERS
from .forms import form
from .output_names import free_stem, results_folder
from .path_edit import PathEdit

INVENTORIES = (".gpkg", ".geojson", ".fgb", ".shp")
RASTERS = (".tif", ".tiff")
_PROBABILITY = "_probability.tif"


class OutputGroup(QGroupBox):
    """``values()`` are keyword arguments of `DetectJob`, or raises `InputProblem`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Results"), parent)
        self._suggested: set[str] = set()
        self._scene = ""
        self.inventory = PathEdit(("save",), INVENTORY_FILTERS, self)
        self.with_probability = QCheckBox(tr("Save the &probability too"), self)
        self.with_probability.setChecked(Settings().value("with_probability", True))
        self.with_probability.setToolTip(tr("With it, the threshold can be changed afterwards without a new run."))
        self.probability = PathEdit(("save",), "GeoTIFF (*.tif)", self)
        self.overwrite = QCheckBox(tr("Replace e&xisting files"), self)
        layout = form(self)
        layout.addRow(tr("&Landslides"), self.inventory)
        layout.addRow(self.with_probability)
        layout.addRow(tr("Pro&bability"), self.probability)
        layout.addRow(self.overwrite)
        self.inventory.changed.connect(self.changed)
        self.probability.changed.connect(self.changed)
        self.overwrite.toggled.connect(lambda _on: self.changed.emit())
        self.with_probability.toggled.connect(lambda _on: self._refresh())
        self._refresh()

    def suggest(self, scene: str) -> None:
        """Fill in names after the scene, unless a person wrote others."""
        self._scene = scene
        texts = (self.inventory.text(), self.probability.text())
        if any(text and text not in self._suggested for text in texts):
            return
        folder = results_folder(QgsProject.instance())
        stem = free_stem(folder, scene, (".gpkg", _PROBABILITY))
        names = (str(folder / f"{stem}.gpkg"), str(folder / f"{stem}{_PROBABILITY}"))
        self._suggested.update(names)
        for edit, name in zip((self.inventory, self.probability), names):
            if edit.text() != name:
                edit.set_text(name)

    def suggest_next(self) -> None:
        """After a run: names for the next one."""
        self._suggested.update((self.inventory.text(), self.probability.text()))
        self.overwrite.setChecked(False)
        self.suggest(self._scene)

    def values(self) -> dict[str, Any]:
        overwrite = self.overwrite.isChecked()
        project = QgsProject.instance()
        output = output_path(self.inventory.text(), INVENTORIES, overwrite=overwrite, project=project)
        probability: Path | None = None
        if self.with_probability.isChecked():
            probability = output_path(self.probability.text(), RASTERS, overwrite=overwrite, project=project)
            if probability == output:
                raise InputProblem(tr("The two results need different names."))
        return {"output": output, "probability": probability, "overwrite": overwrite}

    def remember(self) -> None:
        settings = Settings()
        settings.remember("last_results", str(Path(self.inventory.text()).parent))
        settings.remember("with_probability", self.with_probability.isChecked())

    def _refresh(self) -> None:
        self.probability.setEnabled(self.with_probability.isChecked())
        self.changed.emit()

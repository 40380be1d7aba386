"""Where the results go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox

from ..i18n_text import tr
from ..inputs import InputProblem, output_path
from ..processing.reviewed import count_reviewed, refuse_reviewed
from ..settings import Settings
from ..typed_paths import is_file
from .file_filters import INVENTORY_FILTERS
from .forms import form
from .output_names import beside, free_file, free_stem, results_folder
from .path_edit import PathEdit
from .reviewed_choice import ReviewedChoice

INVENTORIES = (".gpkg", ".geojson", ".fgb", ".shp")
RASTERS = (".tif", ".tiff")
_PROBABILITY = "_probability.tif"


class OutputGroup(QGroupBox):
    """``values()`` are keyword arguments of `DetectJob`, or raises `InputProblem`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Results"), parent)
        self._scene = ""
        self._kept: Path | None = None  # the inventory whose review is carried over
        self.inventory = PathEdit(("save",), INVENTORY_FILTERS, self)
        self.choice = ReviewedChoice(self)
        self.with_probability = QCheckBox(tr("Save the probabilit&y too"), self)
        self.with_probability.setChecked(Settings().value("with_probability", True))
        self.with_probability.setToolTip(tr("With it, the threshold can be changed afterwards without a new run."))
        self.probability = PathEdit(("save",), "GeoTIFF (*.tif)", self)
        self.overwrite = QCheckBox(tr("Replace e&xisting files"), self)
        self._suggested = {self.inventory: "", self.probability: ""}
        layout = form(self)
        layout.addRow(tr("&Landslides"), self.inventory)
        layout.addRow(self.choice)
        layout.addRow(self.with_probability)
        layout.addRow(tr("Pro&bability"), self.probability)
        layout.addRow(self.overwrite)
        self.inventory.changed.connect(self._renamed)
        self.probability.changed.connect(self.changed)
        self.overwrite.toggled.connect(lambda _on: self.changed.emit())
        self.with_probability.toggled.connect(lambda _on: self._refresh())
        self.choice.beside_wanted.connect(self.write_beside)
        self.choice.carry_wanted.connect(self.carry_over)
        self.choice.dropped.connect(self._drop)
        self._refresh()

    def suggest(self, scene: str) -> None:
        """Fill in names after the scene; a name that a person wrote stays, whatever it is."""
        self._scene = scene
        folder = results_folder(QgsProject.instance())
        if self._is_ours(self.inventory):
            stem = free_stem(folder, scene, (".gpkg", _PROBABILITY))
            self._put(self.inventory, str(folder / f"{stem}.gpkg"))
            probability = folder / f"{stem}{_PROBABILITY}"
        else:
            written = Path(self.inventory.text())
            probability = free_file(written.with_name(f"{written.stem}{_PROBABILITY}"))
        if self._is_ours(self.probability):
            self._put(self.probability, str(probability))

    def suggest_next(self) -> None:
        """After a run: names for the next one."""
        self._kept = None
        self.overwrite.setChecked(False)
        self.suggest(self._scene)
        self._show_choice()

    def write_beside(self) -> None:
        """Take a free name in the same folder."""
        self.inventory.set_text(str(beside(self._path())))
        self._put(self.probability, str(free_file(self._path().with_name(f"{self._path().stem}{_PROBABILITY}"))))

    def carry_over(self) -> None:
        """Carry the review of the inventory over: into it, or beside it where it is open in the project."""
        kept = self._path()
        try:
            output_path(str(kept), INVENTORIES, overwrite=True, project=QgsProject.instance())
        except InputProblem:
            self.write_beside()
        self._kept = kept
        self._show_choice()
        self.changed.emit()

    def values(self) -> dict[str, Any]:
        self._show_choice()
        project, text = QgsProject.instance(), self.inventory.text()
        into_itself = self._kept is not None and self._kept == self._path()
        overwrite = self.overwrite.isChecked() or into_itself
        if text and overwrite and not into_itself:
            refuse_reviewed(self._path())
        output = output_path(text, INVENTORIES, overwrite=overwrite, project=project)
        probability: Path | None = None
        if self.with_probability.isChecked():
            probability = output_path(self.probability.text(), RASTERS, overwrite=overwrite, project=project)
            if probability == output:
                raise InputProblem(tr("The two results need different names."))
        return {"output": output, "probability": probability, "overwrite": overwrite, "keep_review": self._kept}

    def remember(self) -> None:
        settings = Settings()
        settings.remember("last_results", str(Path(self.inventory.text()).parent))
        settings.remember("with_probability", self.with_probability.isChecked())

    def _path(self) -> Path:
        return Path(self.inventory.text()).expanduser()

    def _is_ours(self, edit: PathEdit) -> bool:
        """Whether what stands there is what was put there last; a line that is being emptied is not filled."""
        return edit.text() == self._suggested[edit] or (not edit.text() and not edit.line.hasFocus())

    def _put(self, edit: PathEdit, name: str) -> None:
        self._suggested[edit] = name
        if edit.text() != name:
            edit.set_text(name)

    def _renamed(self) -> None:
        if self._kept is not None and self._path().parent != self._kept.parent:
            self._kept = None  # another result
        self.changed.emit()

    def _drop(self) -> None:
        self._kept = None
        self._show_choice()
        self.changed.emit()

    def _show_choice(self) -> None:
        path = self._path()
        taken = path if self.inventory.text() and is_file(path) else None
        self.choice.show_state(taken, count_reviewed(path) if taken else 0, self._kept)

    def _refresh(self) -> None:
        self.probability.setEnabled(self.with_probability.isChecked())
        self.changed.emit()

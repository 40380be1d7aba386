"""The scene before the event: which, and how it is compared with the scene that is mapped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox

from ..i18n_text import tr
from ..inputs import Incomplete, InputProblem, SceneInput, existing_path, scene_file, scene_of
from .band_choice import BandChoice
from .file_filters import scene_filters
from .forms import choose, form, narrow, words
from .layer_or_file import FILE, LAYER, NONE, SEVERAL, LayerOrFile
from .path_list import PathList
from .raster_rows import RasterRows

_BETWEEN = ";"  # several scenes in one value of ``--pre``


class BeforeGroup(QgsCollapsibleGroupBox):
    """``values()`` are keyword arguments of `DetectJob`, or raises `InputProblem`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Scene before the event (optional)"), parent)
        self.input = LayerOrFile(
            [
                (NONE, tr("None")),
                (FILE, tr("Product: file or folder")),
                (LAYER, tr("Layer of this project")),
                (SEVERAL, tr("Several scenes")),
            ],
            ("file", "folder"),
            scene_filters(),
            self,
        )
        self.input.source.setAccessibleName(tr("Scene before the event"))
        self.several = PathList(scene_filters(), self)
        self.choice = BandChoice(self)
        self.compare = narrow(QComboBox(self))
        self.compare.addItem(tr("Where possible (automatic)"), "auto")
        self.compare.addItem(tr("Always"), "on")
        self.compare.addItem(tr("Never: its date alone"), "off")
        self.compare.setToolTip(
            tr("Only landslides that are new since then are mapped; its date says after when they happened.")
        )
        self.known = words(self)
        layout = form(self)
        layout.addRow(self.input)
        layout.addRow(self.several)
        layout.addRow(self.choice)
        layout.addRow(tr("Com&pare"), self.compare)
        layout.addRow(self.known)
        self._layout = layout
        self._refused = ""
        self._rows = RasterRows(self.input)
        self.setCollapsed(True)
        self.input.changed.connect(self.refresh)
        self.several.changed.connect(self._several_changed)
        self.several.refused.connect(self._refuse)
        self.choice.changed.connect(self.changed)
        # QGIS shows all fields of a group that is unfolded, those of other choices too
        self.collapsedStateChanged.connect(lambda folded: None if folded else self.refresh())
        self.compare.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.refresh()

    def refresh(self) -> None:
        kind = self.input.kind()
        self.several.setVisible(kind == SEVERAL)
        rows, of = self._rows.rows()
        self.choice.fill(rows, of, ordered=True)
        self.compare.setVisible(kind != NONE)
        self._layout.labelForField(self.compare).setVisible(kind != NONE)
        self.set_known({})
        self.changed.emit()

    def values(self) -> dict[str, Any]:
        found = self._scenes()
        if not found:
            return {}
        paths = [str(scene.path) for scene in found]
        if any(_BETWEEN in path for path in paths):
            raise InputProblem(tr("The name of a scene before has a semicolon in it; rename it."))
        return {
            "pre": _BETWEEN.join(paths),
            "pre_bands": found[0].bands if len(found) == 1 else None,
            "change": str(self.compare.currentData()),
        }

    def set_values(self, pre: str | None, change: str, bands: str | None) -> None:
        """As an earlier run had it."""
        paths = [path for path in (pre or "").split(_BETWEEN) if path]
        if not paths:
            self.input.choose(NONE)
        elif len(paths) == 1:
            self.input.set_path(paths[0])
            if bands:
                self.choice.set_order(bands.split(","))
        else:
            self.input.choose(SEVERAL)
            self.several.set_paths(paths)
        choose(self.compare, change)
        self.setCollapsed(not paths)
        self.refresh()

    def set_known(self, facts: Mapping[str, Any]) -> None:
        """What the backend found: the day, and the level."""
        scenes = [facts.get("before"), *(facts.get("more_before") or [])]
        lines = []
        for before in scenes:
            if isinstance(before, Mapping):
                day = str(before.get("sensing_time") or "")[:10] or tr("date not known")
                lines.append(tr("Before: {name}, {day}").format(name=before.get("name") or "", day=day))
        text = "\n".join(lines)
        self.known.setText(text)
        self.known.setVisible(bool(text))

    def _scenes(self) -> list[SceneInput]:
        kind = self.input.kind()
        if kind == NONE:
            return []
        if kind == SEVERAL:
            if self._refused:
                raise InputProblem(self._refused)
            if not self.several.paths():
                raise Incomplete(tr("Add the scenes before the event, or choose “None”."))
            return [scene_file(path) for path in self.several.paths()]
        layer = self._rows.layer()
        if layer is not None:
            return [scene_of([layer], self.choice.bands())]
        if kind == FILE:
            text = self.input.path_text()
            existing_path(text, tr("Choose the scene before the event, or “None”."))
            return [scene_file(text)]
        layer = self.input.layer()
        if layer is None:
            raise Incomplete(tr("Choose the layer with the scene before the event, or “None”."))
        found = scene_of([layer])
        return [SceneInput(found.name, Path(str(found.path)))]

    def _several_changed(self) -> None:
        self._refused = ""
        self.changed.emit()

    def _refuse(self, text: str) -> None:
        self._refused = text
        self.changed.emit()

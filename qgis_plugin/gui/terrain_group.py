"""The elevation, or the decision to go without."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox, QVBoxLayout

from ..i18n_text import tr
from ..inputs import dem_files, dem_of
from ..proposals import elevations_near
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
        self.offered = words(self)  # what lies beside the scene: one click takes it
        self.offered.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.offered.linkActivated.connect(lambda index: self.input.set_path(self._near[int(index)]))
        self._near: list[Path] = []
        self._scene = ""
        self._filled = ""  # by this panel, so that the next scene may replace it
        self.without = words(self, tr("Without elevation, flat places are not sorted out and slopes stay empty."))
        self.partial = QCheckBox(tr("The elevation may have gaps"), self)
        self.partial.setToolTip(tr("Places without elevation are shown as “not observed”."))
        layout = QVBoxLayout(self)
        layout.addWidget(self.input)
        layout.addWidget(self.offered)
        layout.addWidget(self.without)
        layout.addWidget(self.partial)
        self.input.changed.connect(self._refresh)
        self.partial.toggled.connect(lambda _on: self.changed.emit())
        self._refresh()

    def dem(self) -> Path | str | None:
        kind = self.input.kind()
        if kind == NONE:
            return None
        return dem_files(self.input.path_text()) if kind == FILE else dem_of(self.input.layer())

    def offer(self, scene: str) -> None:
        """Look for elevation where the chosen scene is: the only one in its own folder is taken, others are offered."""
        if scene == self._scene:
            return
        self._scene = scene
        inside, beside = elevations_near(scene)
        self._near = [*inside, *beside]
        if len(inside) == 1 and self.input.kind() == FILE and self.input.path_text() in ("", self._filled):
            self._filled = str(inside[0])
            if self.input.path_text() != self._filled:
                self.input.set_path(self._filled)
        self._say_offered()

    def _say_offered(self) -> None:
        chosen = self.input.path_text()
        there = [(index, path) for index, path in enumerate(self._near) if str(path) != chosen]
        links = ", ".join(f'<a href="{index}">{escape(path.name)}</a>' for index, path in there)
        text = ""
        if self.input.kind() != FILE:
            pass
        elif chosen and chosen == self._filled:
            text = escape(tr("Found beside the scene."))
        elif not chosen and links:
            text = f"{escape(tr('Found beside the scene:'))} {links}"
        self.offered.setText(text)
        self.offered.setVisible(bool(text))

    def _refresh(self) -> None:
        none = self.input.kind() == NONE
        self.without.setVisible(none)
        self.partial.setVisible(not none)
        self._say_offered()
        self.changed.emit()

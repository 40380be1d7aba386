"""Several files, folders or layers, added one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n_text import tr
from ..inputs import InputProblem, scene_of
from ..settings import Settings

_ROWS_SEEN = 3


class PathList(QWidget):
    """``paths()`` in the order of the list; ``refused(text)`` for a layer that is no scene."""

    changed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, filters: str, parent: Any = None) -> None:
        super().__init__(parent)
        self._filters = filters
        self.list = QListWidget(self)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(_ROWS_SEEN * (self.fontMetrics().height() + 6) + 4)
        self.add_button = QToolButton(self)
        self.add_button.setText(tr("Add"))
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.add_button)
        menu.addAction(tr("File…")).triggered.connect(lambda _checked=False: self._browse("file"))
        menu.addAction(tr("Folder…")).triggered.connect(lambda _checked=False: self._browse("folder"))
        self._layers = menu.addMenu(tr("Layer of this project"))
        self._layers.aboutToShow.connect(self._list_layers)
        self.add_button.setMenu(menu)
        self.remove_button = QPushButton(tr("Remove"), self)
        self.remove_button.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)
        box.addLayout(row)
        self.list.itemSelectionChanged.connect(self._enable)
        self.setFocusProxy(self.add_button)
        self._enable()

    def paths(self) -> list[str]:
        return [str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count())]

    def set_paths(self, paths: list[str]) -> None:
        self.list.clear()
        for path in paths:
            self._append(path)
        self.changed.emit()

    def add(self, path: str) -> None:
        """One more, unless it is there."""
        if path not in self.paths():
            self._append(path)
            self.changed.emit()

    def add_layer(self, layer: QgsRasterLayer) -> None:
        try:
            scene = scene_of([layer])
        except InputProblem as problem:
            self.refused.emit(str(problem))
            return
        if scene.path is not None:
            self.add(str(scene.path))

    def _append(self, path: str) -> None:
        item = QListWidgetItem(Path(path).name or path, self.list)
        item.setData(Qt.ItemDataRole.UserRole, path)
        item.setToolTip(path)

    def _browse(self, mode: str) -> None:
        settings = Settings()
        start = settings.value("last_folder", str(Path.home()))
        if mode == "folder":
            chosen = [QFileDialog.getExistingDirectory(self, tr("Choose a folder"), start)]
        else:
            chosen, _ = QFileDialog.getOpenFileNames(self, tr("Choose files"), start, self._filters)
        for path in filter(None, chosen):
            settings.remember("last_folder", str(Path(path).parent))
            self.add(path)

    def _list_layers(self) -> None:
        self._layers.clear()
        for layer in QgsProject.instance().mapLayers().values():
            if isinstance(layer, QgsRasterLayer) and layer.providerType() == "gdal":
                action = self._layers.addAction(layer.name())
                action.triggered.connect(lambda _checked=False, layer=layer: self.add_layer(layer))

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self.changed.emit()

    def _enable(self) -> None:
        self.remove_button.setEnabled(bool(self.list.selectedItems()))

"""The line below a scene that shows it: a check mark, the combination of bands, and a button that goes there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n_text import tr
from ..layers.files import AFTER, PICTURE
from ..settings import Settings
from .job import PictureJob
from .layers import KINDS, kind_words, pictures_in, show_kind, shown_kind
from .show import ScenePictures, zoom_to

_REMEMBERED = "show_scene"
_TOLD = ("bands", "offset", "scale", "level")
_RASTERS = (".tif", ".tiff", ".vrt", ".img", ".jp2")
_BETWEEN = ";"  # several scenes in one value of ``--pre``


class PicturesRow(QWidget):
    """``show_scene`` is told of every scene that was checked."""

    def __init__(self, canvas: Any, root: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._last: tuple[Any, ...] | None = None
        self.pictures = ScenePictures(canvas, root, self)
        self.shown = QCheckBox(tr("S&how the scene"), self)
        self.shown.setToolTip(
            tr("Adds the scene to the map in the colours of the ground, below the landslides. Nothing is copied.")
        )
        self.shown.setChecked(Settings().value(_REMEMBERED, True))
        self.kind = QComboBox(self)
        for kind in KINDS:
            self.kind.addItem(kind_words(kind), kind)
        # narrower than its longest entry where the panel is narrow
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(6)
        self.kind.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.kind.setToolTip(
            tr("False colour: bare ground is magenta, vegetation green. NDVI: bare ground is brown, vegetation green.")
        )
        self.zoom = QToolButton(self)
        self.zoom.setIcon(QgsApplication.getThemeIcon("mActionZoomToLayer.svg"))
        self.zoom.setToolTip(tr("Zoom to the scene"))
        self.zoom.setAccessibleName(tr("Zoom to the scene"))
        self.says = QLabel(self)
        self.says.setWordWrap(True)
        policy = self.says.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.says.setSizePolicy(policy)
        self.says.hide()
        line = QHBoxLayout()
        line.addWidget(self.shown)
        line.addWidget(self.kind, 1)
        line.addWidget(self.zoom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.says)
        self.shown.toggled.connect(self._toggled)
        self.kind.activated.connect(lambda _index: show_kind(QgsProject.instance(), self.kind.currentData()))
        self.zoom.clicked.connect(lambda _checked=False: self._zoom())
        self.pictures.busy.connect(self._busy)
        self.pictures.failed.connect(self._failed)
        self._project = QgsProject.instance()
        self._project.cleared.connect(self.pictures.project_changed)
        tree = self._project.layerTreeRoot()
        self._told = (tree.addedChildren, tree.removedChildren, tree.visibilityChanged)
        for signal in self._told:
            signal.connect(self._layers_changed)
        self._layers_changed()

    def show_scene(self, connection: Any, scene: Any, values: Mapping[str, Any], *, is_layer: bool) -> None:
        """Show a scene that the backend has looked at, if a person wants it shown.

        Parameters
        ----------
        scene
            A `SceneInput`.
        values
            Of `DetectJob`: ``scene``, and where they are said ``bands``, ``offset``, ``scale``, ``level``, ``pre`` and
            what is said of that.
        is_layer
            Whether the scene is a layer of the project, which can be seen already.
        """
        how: dict[str, Any] = {name: values.get(name) for name in _TOLD}
        job = PictureJob(Path(values["scene"]), tuple(scene.files), **how)
        before = self._before(values, how["bands"])
        last, self._last = self._last, (connection, job, before, scene.name)
        if last is None or last[1] != job:
            self._set_checked(not is_layer and Settings().value(_REMEMBERED, True))
        if self.shown.isChecked():
            self.pictures.offer(*self._last)

    def keep(self) -> None:
        """A run has used the scene."""
        self.pictures.keep()

    def shut_down(self) -> None:
        self._project.cleared.disconnect(self.pictures.project_changed)
        for signal in self._told:
            signal.disconnect(self._layers_changed)
        self.pictures.shut_down()

    def _before(self, values: Mapping[str, Any], bands: str | None) -> PictureJob | None:
        """The scene before, of several the last."""
        text = str(values.get("pre") or "")
        text = text if Path(text).exists() else text.rpartition(_BETWEEN)[2]
        if not text or not Path(text).exists():
            return None
        told: dict[str, Any] = {name: values.get(f"pre_{name}") for name in _TOLD}
        if told["bands"] is None and Path(text).suffix.lower() in _RASTERS:
            told["bands"] = bands  # of one raster they are taken to be those of the other
        return PictureJob(Path(text), (), **told)

    def _toggled(self, on: bool) -> None:
        Settings().remember(_REMEMBERED, on)
        if not on:
            self.pictures.take_back()
            self._failed("")
        elif self._last is not None:
            self.pictures.offer(*self._last)

    def _set_checked(self, on: bool) -> None:
        self.shown.blockSignals(True)
        self.shown.setChecked(on)
        self.shown.blockSignals(False)

    def _zoom(self) -> None:
        for layer in pictures_in(QgsProject.instance(), AFTER)[:1]:
            zoom_to(self._canvas, layer)

    def _busy(self, busy: bool) -> None:
        if busy:
            self._say(tr("Making the pictures of the scene…"))
        elif self.says.text() == tr("Making the pictures of the scene…"):
            self._say("")

    def _failed(self, text: str) -> None:
        self._say(tr("The scene cannot be shown: {reason}").format(reason=text) if text else "")

    def _say(self, text: str) -> None:
        self.says.setText(text)
        self.says.setVisible(bool(text))

    def _layers_changed(self, *_: object) -> None:
        project = QgsProject.instance()
        there = {layer.customProperty(PICTURE) for layer in pictures_in(project)}
        for index in range(self.kind.count()):
            item = self.kind.model().item(index)
            item.setEnabled(self.kind.itemData(index) in there or not there)
        self.kind.setEnabled(bool(there))
        self.zoom.setEnabled(bool(there))
        now = shown_kind(project)
        if now is not None:
            self.kind.setCurrentIndex(self.kind.findData(now))

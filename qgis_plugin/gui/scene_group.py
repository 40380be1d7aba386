"""The scene: a product, a layer, or several layers with one band each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from ..band_names import UNUSED, recognise
from ..i18n_text import tr
from ..inputs import SceneInput, check_bands, layer_band, scene_file, scene_of
from ..layers.files import ROLE
from ..proposals import looks_like_scene, scene_behind
from ..typed_paths import is_folder
from .band_choice import BandChoice
from .file_filters import scene_filters
from .layer_or_file import FILE, LAYER, SEVERAL, LayerOrFile
from .raster_rows import RasterRows, Rows, raster_files


class SceneGroup(QGroupBox):
    """``scene()`` is what stands here, or raises `InputProblem`.

    Parameters
    ----------
    active
        Gives the layer that is chosen in the panel of layers, or None.
    """

    changed = pyqtSignal()

    def __init__(self, parent: Any = None, active: Callable[[], Any] = lambda: None) -> None:
        super().__init__(tr("Sentinel-2 scene"), parent)
        self._active = active
        self.input = LayerOrFile(
            [
                (FILE, tr("Product: file or folder")),
                (LAYER, tr("Layer of this project")),
                (SEVERAL, tr("Several single-band layers")),
            ],
            ("file", "folder"),
            scene_filters(),
            self,
        )
        self.input.source.setAccessibleName(tr("Sentinel-2 scene"))
        self.input.file.line.setPlaceholderText(tr("S2A_MSIL2A_….SAFE.zip or a folder"))
        self.input.file.line.setToolTip(
            tr(
                "A Sentinel-2 product as downloaded (.zip, or its .SAFE folder), a folder with one file for each band, "
                "or one raster with all bands."
            )
        )
        self.choice = BandChoice(self)
        self.bands = self.choice.table
        layout = QVBoxLayout(self)
        layout.addWidget(self.input)
        layout.addWidget(self.choice)
        self._rows = RasterRows(self.input)
        self._asked = ""  # the folder whose files do not say which bands they are
        self.input.changed.connect(self.refresh)
        self.input.source.currentIndexChanged.connect(lambda _index: self._take_active_layer())
        self.choice.changed.connect(self.changed)
        project = QgsProject.instance()
        project.layersAdded.connect(self._layers_changed)
        project.layersRemoved.connect(self._layers_changed)
        self.refresh()

    def scene(self) -> SceneInput:
        kind = self.input.kind()
        if kind == SEVERAL:
            return scene_of(single_band_layers(), self.bands.bands())
        layer = self._rows.layer()
        if layer is not None:
            return scene_of([layer], self.bands.bands())
        if kind == FILE:
            found = scene_file(self.input.path_text())
            return self._with_named_files(found) if self._file_rows() else found
        layer = self.input.layer()
        return scene_of([] if layer is None else [layer])

    def place(self) -> str:
        """The path that was chosen, or that of the chosen layer; empty for several layers and for nothing."""
        if self.input.kind() == FILE:
            return self.input.path_text()
        layer = self.input.layer() if self.input.kind() == LAYER else None
        return str(layer.source()) if layer is not None and layer.providerType() == "gdal" else ""

    def ask_files(self) -> None:
        """Show the rasters of the chosen folder, so that a person says which is which band: their names do not."""
        text = self.input.path_text()
        if self.input.kind() == FILE and text != self._asked and is_folder(text):
            self._asked = text
            self.refresh()

    def propose(self) -> None:
        """Where nothing is chosen yet, take the active layer of QGIS, if it looks like a scene."""
        if self.input.kind() != FILE or self.input.path_text():
            return
        layer = self._active()
        behind = scene_behind(layer)
        if behind:
            self.input.set_path(behind)
        elif looks_like_scene(layer):
            self.input.set_layer(layer)

    def bands_field(self) -> QWidget:
        """Where the bands are told: the list of orders, the table, or the scene itself where neither is shown."""
        if not self.choice.isVisibleTo(self):
            return self.input
        return self.choice.presets if self.choice.presets.isVisibleTo(self) else self.bands

    def set_values(self, path: str, bands: str | None) -> None:
        """As an earlier run had it."""
        self.input.set_path(path)
        if bands and "=" in bands:
            self.ask_files()
            told = {name: band for band, _, name in (part.partition("=") for part in bands.split(","))}
            for name in self.bands.bands():
                self.bands.set_band(name, told.get(name, UNUSED))
        elif bands:
            self.choice.set_order(bands.split(","))

    def refresh(self) -> None:
        """Fill the table of bands from what is chosen."""
        several = self.input.kind() == SEVERAL
        rows, of = self._rows.rows()
        if several:
            rows, of = [(layer.id(), layer.name(), layer_band(layer)) for layer in single_band_layers()], SEVERAL
        files = [] if several else self._file_rows()
        if files:
            rows, of = files, self._asked
        self.choice.fill(rows, of, ordered=not several and not files)
        self.changed.emit()

    def set_card(self, card: Mapping[str, Any]) -> None:
        """The card of the chosen model: which bands it needs."""
        self.choice.set_card(card)

    def remember(self) -> None:
        """Keep the bands for files that are laid out like this one."""
        self.choice.remember()

    def _file_rows(self) -> Rows:
        """The rasters of the folder that was asked about, while it is the one that is chosen."""
        if not self._asked or self.input.kind() != FILE or self.input.path_text() != self._asked:
            return []
        return [(name, name, recognise(Path(name).stem)) for name in raster_files(Path(self._asked))]

    def _with_named_files(self, found: SceneInput) -> SceneInput:
        named = [(band, name) for name, band in self.bands.bands().items() if band != UNUSED]
        check_bands([band for band, _ in named])
        return SceneInput(found.name, found.path, ",".join(f"{band}={name}" for band, name in named))

    def _take_active_layer(self) -> None:
        if self.input.kind() == LAYER and self.input.layer() is None:
            layer = self._active()
            if looks_like_scene(layer):
                self.input.layers.setLayer(layer)

    def _layers_changed(self, _layers: Any) -> None:
        if self.input.kind() == SEVERAL:
            self.refresh()


def single_band_layers() -> list[QgsRasterLayer]:
    """Raster files with one band in the project, by name."""
    layers = [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsRasterLayer)
        and layer.isValid()
        and layer.providerType() == "gdal"
        and layer.bandCount() == 1
        and not layer.customProperty(ROLE)  # the probability of an earlier result
    ]
    return sorted(layers, key=lambda layer: layer.name().lower())

"""The scene: a product, a layer, or several layers with one band each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGroupBox, QVBoxLayout

from ..i18n_text import tr
from ..inputs import SceneInput, layer_band, recognised_bands, scene_file, scene_of
from ..layers.files import ROLE
from .band_table import BandTable
from .file_filters import scene_filters
from .forms import words
from .layer_or_file import FILE, LAYER, SEVERAL, LayerOrFile
from .scene_details import SceneDetails

RASTERS = (".tif", ".tiff", ".vrt", ".img", ".jp2")


class SceneGroup(QGroupBox):
    """``scene()`` is what stands here, or raises `InputProblem`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Sentinel-2 scene"), parent)
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
        self.bands_hint = words(self, tr("Check that each band is the right one:"))
        self.bands = BandTable(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.input)
        layout.addWidget(self.bands_hint)
        layout.addWidget(self.bands)
        self.known = SceneDetails(self)
        self.known.hide()
        layout.addWidget(self.known)
        self.known.changed.connect(self.changed)
        self._file_layer: tuple[str, QgsRasterLayer] | None = None
        self.input.changed.connect(self.refresh)
        self.bands.changed.connect(self.changed)
        project = QgsProject.instance()
        project.layersAdded.connect(self._layers_changed)
        project.layersRemoved.connect(self._layers_changed)
        self.refresh()

    def scene(self) -> SceneInput:
        kind = self.input.kind()
        if kind == FILE:
            layer = self._raster_in_file()
            if layer is not None:
                return scene_of([layer], self.bands.bands())
            return scene_file(self.input.path_text())
        if kind == LAYER:
            layer = self.input.layer()
            several = layer is not None and layer.bandCount() > 1
            return scene_of([] if layer is None else [layer], self.bands.bands() if several else None)
        return scene_of(single_band_layers(), self.bands.bands())

    def details(self) -> dict[str, Any]:
        """Level and offset, where a person said them: keyword arguments of `DetectJob`."""
        return self.known.values()

    def set_known(self, facts: Mapping[str, Any]) -> None:
        """Ask for the level and the offset of a scene whose files do not say them."""
        said = any(value is not None for value in self.known.values().values())
        self.known.setVisible(said or (bool(facts.get("bands")) and facts.get("level") is None))

    def refresh(self) -> None:
        """Fill the table of bands from what is chosen."""
        rows, of = self._rows()
        self.bands.setVisible(bool(rows))
        self.bands_hint.setVisible(bool(rows))
        if rows:
            self.bands.fill(rows, of)
        self.changed.emit()

    def _rows(self) -> tuple[list[tuple[Any, str, str]], str]:
        """Rows of the table of bands, and what they are of."""
        kind = self.input.kind()
        if kind == SEVERAL:
            return [(layer.id(), layer.name(), layer_band(layer)) for layer in single_band_layers()], SEVERAL
        layer = self._raster_in_file() if kind == FILE else self.input.layer()
        if layer is None or not layer.isValid() or layer.providerType() != "gdal" or layer.bandCount() < 2:
            return [], ""
        found = recognised_bands(layer)
        return [(number, layer.bandName(number), band) for number, band in found.items()], layer.source()

    def _raster_in_file(self) -> QgsRasterLayer | None:
        """The raster with several bands that the typed path names, None for a product or a folder."""
        text = self.input.path_text()
        if self._file_layer is not None and self._file_layer[0] == text:
            return self._file_layer[1]
        self._file_layer = None
        path = Path(text)
        if path.suffix.lower() in RASTERS and path.is_file():
            layer = QgsRasterLayer(text, path.stem)
            if layer.isValid() and layer.bandCount() > 1:
                self._file_layer = (text, layer)
                return layer
        return None

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

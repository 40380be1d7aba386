"""The elevation of a threshold's outlines: that of the run, a layer of the project, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QWidget

from ..i18n_text import tr
from ..layers.files import ROLE
from ..layers.origin import Origin
from ..layers.threshold import file_of
from .forms import narrow


class TerrainBox(QgsMapLayerComboBox):
    """``dem()`` is the file, None for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        narrow(self)
        self.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.setAllowEmptyLayer(True, tr("(none)"))
        self.setLayer(None)
        self.setToolTip(tr("With elevation (DEM), flat places are left out and slopes are measured. Optional."))
        self._of_run: str | None = None

    def follow(self, origin: Origin | None) -> None:
        """Offer and choose the elevation of a run; without one the layers are left."""
        self._of_run = origin.dem if origin is not None else None
        if self._of_run is None:
            self.setAdditionalItems([])
            self.setLayer(None)
            return
        names = [Path(part).name for part in self._of_run.split(";")]
        more = tr("{name} and {count} more").format(name=names[0], count=len(names) - 1) if names[1:] else names[0]
        self.setAdditionalItems([tr("Of the run: {name}").format(name=more)])
        self.setCurrentIndex(self.count() - 1)

    def offer(self, rasters: list[Any]) -> None:
        """Of the rasters of a project those that may be elevation: one band, a file, no result."""
        is_run = self._is_of_run()
        self.setExceptedLayerList(
            [
                layer
                for layer in rasters
                if layer.customProperty(ROLE) or layer.bandCount() != 1 or layer.providerType() != "gdal"
            ]
        )
        if is_run:
            self.setCurrentIndex(self.count() - 1)
        elif self.currentIndex() < 0:
            self.setCurrentIndex(0)  # “(none)” is said, not left blank

    def dem(self) -> Path | str | None:
        if self._is_of_run():
            return self._of_run
        layer = self.currentLayer()
        return None if layer is None else file_of(layer)

    def _is_of_run(self) -> bool:
        return self._of_run is not None and self.count() > 0 and self.currentIndex() == self.count() - 1

"""The raster with several bands behind an input, and its rows for the table of bands."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from qgis.core import QgsRasterLayer

from ..inputs import recognised_bands
from .layer_or_file import FILE, LAYER, LayerOrFile

RASTERS = (".tif", ".tiff", ".vrt", ".img", ".jp2")

_MOST_FILES = 500

Rows = list[tuple[Any, str, str]]


def raster_files(folder: Path) -> list[str]:
    """Names of the rasters in a folder; one with a comma or an equals sign cannot be told to the backend."""
    try:
        names = sorted(path.name for path in islice(folder.iterdir(), _MOST_FILES) if path.is_file())
    except OSError:
        return []
    return [name for name in names if Path(name).suffix.lower() in RASTERS and not set(name) & set(",=")]


class RasterRows:
    """Remembers the layer of the path that is typed, so that it is opened once."""

    def __init__(self, source: LayerOrFile) -> None:
        self._source = source
        self._file_layer: tuple[str, QgsRasterLayer] | None = None

    def layer(self) -> QgsRasterLayer | None:
        """A raster with several bands that is chosen as a layer or typed as a path; None for a product or a folder."""
        kind = self._source.kind()
        layer = self._in_file() if kind == FILE else self._source.layer() if kind == LAYER else None
        if layer is None or not layer.isValid() or layer.providerType() != "gdal" or layer.bandCount() < 2:
            return None
        return layer

    def rows(self) -> tuple[Rows, str]:
        """Rows of key, label and recognised band, and what they are of."""
        layer = self.layer()
        if layer is None:
            return [], ""
        found = recognised_bands(layer)
        return [(number, layer.bandName(number), band) for number, band in found.items()], layer.source()

    def _in_file(self) -> QgsRasterLayer | None:
        text = self._source.path_text()
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

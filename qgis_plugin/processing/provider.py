"""The provider: its name, its formats, and every algorithm of the folder ``algorithms``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from qgis.core import Qgis, QgsMessageLog, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..i18n_text import tr
from . import algorithms
from .base import L4SAlgorithm, icon_path

VECTOR_ENDINGS = ["gpkg", "geojson", "fgb", "shp"]


class L4SProvider(QgsProcessingProvider):
    """Landslides (L4S)."""

    def id(self) -> str:
        return "l4s"

    def name(self) -> str:
        return tr("Landslides (L4S)")

    def longName(self) -> str:
        return tr("Landslides (L4S): inventories from Sentinel-2")

    def icon(self) -> QIcon:
        return QIcon(icon_path("l4s"))

    def svgIconPath(self) -> str:
        return icon_path("l4s")

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        return VECTOR_ENDINGS

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        return ["tif"]

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:
        # the user's choice in the Processing options may be a format that the backend does not write
        return VECTOR_ENDINGS[0]

    def defaultRasterFileExtension(self) -> str:
        return "tif"

    def supportsNonFileBasedOutput(self) -> bool:
        """The backend is another process: it writes files, not memory layers or databases."""
        return False

    def loadAlgorithms(self) -> None:
        for algorithm in discover():
            self.addAlgorithm(algorithm())


def discover() -> list[type[L4SAlgorithm]]:
    """The ``ALGORITHM`` of every module of ``algorithms``, by file name."""
    modules = sorted(module.name for module in iter_modules([str(Path(algorithms.__file__).parent)]))
    return [found for found in map(_load, modules) if found is not None]


def _load(module: str) -> type[L4SAlgorithm] | None:
    """A module that cannot be imported is left out and said in the log panel: the others must still be there."""
    try:
        return import_module(f"{algorithms.__name__}.{module}").ALGORITHM
    except Exception as error:
        QgsMessageLog.logMessage(
            f"processing/algorithms/{module}.py: {type(error).__name__}: {error}", "L4S", Qgis.MessageLevel.Critical
        )
        return None

"""An entry in the menu of an inventory's layer: detect again with its settings."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..i18n_text import tr
from ..layers.compat import VECTOR_LAYER
from ..layers.files import LANDSLIDES, ROLE


class LayerMenu:
    """Owns the entry; ``wanted(layer)`` is called when a person chooses it."""

    def __init__(self, iface: Any, icon: str, wanted: Callable[[Any], None]) -> None:
        self._iface = iface
        self.action = QAction(QIcon(icon), tr("Detect again with the settings of this layer…"), iface.mainWindow())
        self.action.setObjectName("l4s_again")
        self.action.triggered.connect(lambda _checked=False: wanted(iface.activeLayer()))
        iface.addCustomActionForLayerType(self.action, "", VECTOR_LAYER, False)
        project = QgsProject.instance()
        project.layersAdded.connect(self._offer)
        self._offer(list(project.mapLayers().values()))

    def _offer(self, layers: list[Any]) -> None:
        for layer in layers:
            if isinstance(layer, QgsVectorLayer) and layer.customProperty(ROLE) == LANDSLIDES:
                self._iface.addCustomActionForLayer(self.action, layer)

    def remove(self) -> None:
        QgsProject.instance().layersAdded.disconnect(self._offer)
        self._iface.removeCustomActionForLayerType(self.action)
        self.action.deleteLater()

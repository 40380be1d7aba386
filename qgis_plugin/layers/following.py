"""What follows the landslides of a result while they are reviewed: legend, crown and toe, smoothed outlines."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer

from . import legends, smoothing
from .files import CROWN_TOE, LANDSLIDES, ROLE

QUIET_MS = 300
"""After the last change, before the legend is made anew."""


class Following(QObject):
    """Follows the results of a project, those that are added later and of projects that are opened included.

    Made once by the plugin; `shut_down` lets go of everything.
    """

    def __init__(self, project: QgsProject | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project or QgsProject.instance()
        self._followed: dict[str, _Followed] = {}
        self._project.layersAdded.connect(self._added)
        self._project.layersWillBeRemoved.connect(self._removed)
        self._added(self._project.mapLayers().values())

    def shut_down(self) -> None:
        """Let go of the project and its layers."""
        self._project.layersAdded.disconnect(self._added)
        self._project.layersWillBeRemoved.disconnect(self._removed)
        self._removed(list(self._followed))

    def _added(self, layers: Iterable[QgsMapLayer]) -> None:
        for layer in layers:
            if isinstance(layer, QgsVectorLayer) and layer.customProperty(ROLE) == LANDSLIDES:
                self._followed.setdefault(layer.id(), _Followed(self._project, layer, self))

    def _removed(self, ids: Iterable[str]) -> None:
        for layer_id in ids:
            followed = self._followed.pop(layer_id, None)
            if followed is not None:
                followed.let_go()


class _Followed(QObject):
    def __init__(self, project: QgsProject, layer: QgsVectorLayer, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._layer = project, layer
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._changed)
        self._changes = (
            layer.attributeValueChanged,
            layer.featureAdded,
            layer.featureDeleted,
            layer.geometryChanged,
            layer.afterRollBack,
        )
        for signal in self._changes:
            signal.connect(self._wait)
        layer.editingStarted.connect(self._smooth)
        layer.editingStopped.connect(self._smooth)
        self._smooth()

    def let_go(self) -> None:
        self._timer.stop()
        for signal in self._changes:
            signal.disconnect(self._wait)
        self._layer.editingStarted.disconnect(self._smooth)
        self._layer.editingStopped.disconnect(self._smooth)
        self.deleteLater()

    def _wait(self, *_: object) -> None:
        self._timer.start()

    def _changed(self) -> None:
        node = self._project.layerTreeRoot().findLayer(self._layer.id())
        if node is not None:
            legends.leave_out_empty(node)
            if node.customProperty("showFeatureCount") and self._layer.featureCount() <= legends.MOST_LOOKED_AT:
                # QGIS counts the classes again only for another renderer
                self._layer.setRenderer(self._layer.renderer().clone())
        for other in self._project.mapLayers().values():
            if other.customProperty(ROLE) == CROWN_TOE and any(
                join.joinLayerId() == self._layer.id() for join in other.vectorJoins()
            ):
                other.triggerRepaint()

    def _smooth(self) -> None:
        smoothing.refresh(self._layer)

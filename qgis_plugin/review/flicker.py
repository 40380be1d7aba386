"""Before, after and probability in turn under the polygons, by the check marks of the layer tree."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsLayerTreeNode, QgsProject, QgsRasterLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

PERIOD_MS = 800


class Flicker(QObject):
    """Shows one of several raster layers at a time, and puts the user's own visibility back at the end.

    Layers that are None are left out. ``shown`` says the index (into the list given) of the one seen now.
    """

    shown = pyqtSignal(int)

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._ids: list[str | None] = []
        self._before: dict[str, bool] = {}
        self._groups: list[QgsLayerTreeNode] = []
        self._now = -1
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD_MS)
        self._timer.timeout.connect(self.step)

    def set_layers(self, layers: list[QgsRasterLayer | None]) -> None:
        """The layers to change between, in turn."""
        ids = [None if layer is None else layer.id() for layer in layers]
        if ids == self._ids:
            return
        running = self.running
        self.restore()
        self._ids = ids
        if running:
            self.start()

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def available(self) -> list[int]:
        return [i for i, layer in enumerate(self._ids) if layer is not None and self._node(layer) is not None]

    def start(self) -> bool:
        """Begin to change by itself; False when there are fewer than two layers."""
        if len(self.available()) < 2:
            return False
        self._timer.start()
        self.step()
        return True

    def stop(self) -> None:
        self._timer.stop()

    def step(self) -> None:
        """The next layer."""
        turn = self.available()
        if not turn:
            self.stop()
            return
        after = [index for index in turn if index > self._now]
        self.show(after[0] if after else turn[0])

    def show(self, which: int) -> None:
        """Only this one of the layers; the others of the list are hidden."""
        if which not in self.available():
            return
        for index, layer in enumerate(self._ids):
            node = None if layer is None else self._node(layer)
            if node is None or layer is None:
                continue
            self._before.setdefault(layer, node.itemVisibilityChecked())
            node.setItemVisibilityChecked(index == which)
            if index == which:
                self._show_groups_of(node)
        self._now = which
        self.shown.emit(which)

    def restore(self) -> None:
        """Stop, and what was visible before is visible again."""
        self.stop()
        for layer, visible in self._before.items():
            node = self._node(layer)
            if node is not None:
                node.setItemVisibilityChecked(visible)
        for group in self._groups:
            if not sip.isdeleted(group):
                group.setItemVisibilityChecked(False)
        self._before.clear()
        self._groups.clear()
        self._now = -1

    def _show_groups_of(self, node: QgsLayerTreeNode) -> None:
        """A layer in a hidden group is not seen: show the group, and remember that it was hidden."""
        group = node.parent()
        while group is not None and group.parent() is not None:
            if not group.itemVisibilityChecked():
                group.setItemVisibilityChecked(True)
                self._groups.append(group)
            group = group.parent()

    def _node(self, layer: str) -> Any:
        return self._project.layerTreeRoot().findLayer(layer)

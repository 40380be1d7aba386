"""The two ways to compare scenes, as buttons of the toolbar: a swipe on the map, and a second map beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget

from ..i18n_text import tr
from ..layers.files import AFTER, WHEN
from .compared import other_layers, other_picture

SWIPE_KEY, LINKED_KEY = "Ctrl+Alt+W", "Ctrl+Alt+L"


class Compare:
    """Owns the map tool and the second map.

    Parameters
    ----------
    swipe, linked
        The actions, which become checkable.
    chosen
        Gives the raster that somebody chose as the picture before, or None.
    """

    def __init__(self, iface: Any, swipe: QAction, linked: QAction, chosen: Callable[[], Any] = lambda: None) -> None:
        self.iface = iface
        self._chosen = chosen
        self.swipe, self.linked = swipe, linked
        self.tool: Any = None
        self.dock: Any = None
        self._before: Any = None  # the map tool that was there
        self._beside: list[tuple[QDockWidget, int]] = []  # panels beside the second map, as wide as they were
        for action, key, words in (
            (swipe, SWIPE_KEY, tr("Drag over the map to uncover the scene before; Esc ends.")),
            (linked, LINKED_KEY, tr("A second map with the scene before, which goes where the map goes.")),
        ):
            action.setCheckable(True)
            action.setToolTip(f"{action.text()} ({key})\n{words}")
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        swipe.toggled.connect(self.show_swipe)
        linked.toggled.connect(self.show_linked)

    def show_swipe(self, on: bool) -> None:
        """Take the map tool, or give the earlier one back."""
        canvas = self.iface.mapCanvas()
        if not on:
            before, self._before = self._before, None
            if self.tool is not None and self.tool.curtain is not None:  # else another tool is taking over
                canvas.unsetMapTool(self.tool)
                if before is not None and not sip.isdeleted(before):
                    canvas.setMapTool(before)
            return
        if other_picture(QgsProject.instance(), canvas.layers(), self._chosen()) is None:
            self.swipe.setChecked(False)
            self.iface.messageBar().pushInfo(
                tr("Swipe"),
                tr(
                    "There is no picture to compare with. Choose the scene and the scene before in “Detect landslides”."
                ),
            )
            return
        if self.tool is None:
            from .swipe import SwipeTool

            self.tool = SwipeTool(canvas, self._other_side)
            self.tool.left.connect(lambda: self.swipe.setChecked(False))
            self.tool.deactivated.connect(self._swipe_left)
        self._before = canvas.mapTool()
        canvas.setMapTool(self.tool)
        canvas.setFocus()

    def show_linked(self, on: bool) -> None:
        """Show or hide the second map."""
        if on and self.dock is None:
            from .linked import LinkedMap

            self.dock = LinkedMap(self.iface, self._chosen, self.iface.mainWindow())
            self.dock.visibilityChanged.connect(self._dock_seen)
            self._beside = self._panels(Qt.DockWidgetArea.LeftDockWidgetArea)
            half = self.iface.mapCanvas().width() // 2
            side, window = Qt.DockWidgetArea.LeftDockWidgetArea, self.iface.mainWindow()
            self.iface.addDockWidget(side, self.dock)
            # a column of its own beside the map, before on the left and after on the right, as the swipe has it
            window.addDockWidget(side, self.dock, Qt.Orientation.Horizontal)
            window.resizeDocks([self.dock], [max(260, half)], Qt.Orientation.Horizontal)
        if self.dock is not None:
            if on and self.dock.isHidden():
                self._beside = self._panels(Qt.DockWidgetArea.LeftDockWidgetArea) or self._beside
            self.dock.setVisible(on)

    def _panels(self, side: Qt.DockWidgetArea) -> list[tuple[QDockWidget, int]]:
        """The other panels on this side, and how wide they are."""
        window = self.iface.mainWindow()
        return [
            (panel, panel.width())
            for panel in window.findChildren(QDockWidget)
            if panel is not self.dock and window.dockWidgetArea(panel) == side and not panel.isFloating()
            if panel.isVisible()
        ]

    def _give_back(self) -> None:
        """The room of the second map is the map's again: Qt gives it to the panels beside it."""
        panels = [(panel, width) for panel, width in self._beside if not sip.isdeleted(panel) and panel.isVisible()]
        if panels and self.dock is not None and self.dock.isHidden():
            self.iface.mainWindow().resizeDocks(
                [panel for panel, _ in panels], [width for _, width in panels], Qt.Orientation.Horizontal
            )

    def shut_down(self) -> None:
        """Nothing of it stays on the map or in the window."""
        self.swipe.setChecked(False)
        if self.tool is not None:
            self.tool.deleteLater()
            self.tool = None
        if self.dock is not None:
            self.dock.shut_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None

    def _other_side(self) -> tuple[list[QgsMapLayer], tuple[str, str]]:
        seen = self.iface.mapCanvas().layers()
        other = other_picture(QgsProject.instance(), seen, self._chosen())
        mine = next((layer.name() for layer in seen if layer.customProperty(WHEN) == AFTER), tr("Map"))
        return other_layers(seen, other), ("" if other is None else other.name(), mine)

    def _swipe_left(self) -> None:
        """Another tool was taken: that one is to stay."""
        self._before = None
        self.swipe.setChecked(False)

    def _dock_seen(self, seen: bool) -> None:
        # a tab behind another is not seen, but is open
        if not seen and self.dock is not None and self.dock.isHidden():
            self.linked.setChecked(False)
            QTimer.singleShot(0, self._give_back)  # once Qt has laid out the window without it

"""What the tests of the panels share: an interface with a real window, map and message bar, and waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMainWindow, QToolBar


class Desktop:
    """The part of QGIS's interface that the plugin uses, with real widgets that the tests can look into."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas()
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32643"))
        self.window.setCentralWidget(self.canvas)
        self.bar = QgsMessageBar(self.window)
        self.window.resize(1366, 768)
        self.menu: list[QAction] = []
        self.raster_menu: list[QAction] = []
        self.active: Any = None
        self.layer_actions: list[tuple[QAction, Any]] = []

    def mainWindow(self) -> QMainWindow:
        return self.window

    def mapCanvas(self) -> QgsMapCanvas:
        return self.canvas

    def activeLayer(self) -> Any:
        return self.active

    def addCustomActionForLayerType(self, _action: QAction, _menu: str, _kind: Any, _all: bool) -> None:
        pass

    def addCustomActionForLayer(self, action: QAction, layer: Any) -> None:
        self.layer_actions.append((action, layer))

    def removeCustomActionForLayerType(self, action: QAction) -> None:
        self.layer_actions = [(other, layer) for other, layer in self.layer_actions if other is not action]

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def addToolBar(self, name: str) -> QToolBar:
        return self.window.addToolBar(name)

    def addPluginToMenu(self, _name: str, action: QAction) -> None:
        self.menu.append(action)

    def removePluginMenu(self, _name: str, action: QAction) -> None:
        self.menu.remove(action)

    def addPluginToRasterMenu(self, _name: str, action: QAction) -> None:
        self.raster_menu.append(action)

    def removePluginRasterMenu(self, _name: str, action: QAction) -> None:
        self.raster_menu.remove(action)

    def addDockWidget(self, area: Any, dock: QDockWidget) -> None:
        self.window.addDockWidget(area, dock)

    def addTabifiedDockWidget(self, area: Any, dock: QDockWidget, names: list[str], _raise: bool) -> None:
        self.window.addDockWidget(area, dock)
        for other in self.window.findChildren(QDockWidget):
            if other is not dock and other.objectName() in names:
                self.window.tabifyDockWidget(other, dock)
        dock.show()
        dock.raise_()

    def removeDockWidget(self, dock: QDockWidget) -> None:
        self.window.removeDockWidget(dock)

    def messages(self) -> list[str]:
        """Texts in the message bar."""
        return [item.text() for item in self.bar.items()]


def spin(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(condition: Callable[[], Any], seconds: float = 30) -> None:
    """Let the event loop run until the condition holds; fail when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        spin(20)


RESPONSIVE_S = 0.5
"""The aim is 0.2 s, which a quiet machine keeps (0.09 to 0.17 s measured); what must not be is waiting for a run."""


class Gaps:
    """The longest time for which the event loop did not turn, from a timer of 20 ms."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def stop(self) -> None:
        self._timer.stop()


def raster(
    path: Path, *, bands: int = 1, kind: str = "UInt16", epsg: int | None = 32643, names: list[str] | None = None
) -> QgsRasterLayer:
    """A small raster made with QGIS's own GDAL, as a layer."""
    from osgeo import gdal, osr

    gdal.UseExceptions()
    made = gdal.GetDriverByName("GTiff").Create(str(path), 20, 20, bands, getattr(gdal, f"GDT_{kind}"))
    made.SetGeoTransform((500000, 10, 0, 1300000, 0, -10))
    if epsg is not None:
        system = osr.SpatialReference()
        system.ImportFromEPSG(epsg)
        made.SetProjection(system.ExportToWkt())
    for number in range(1, bands + 1):
        made.GetRasterBand(number).Fill(number)
        if names:
            made.GetRasterBand(number).SetDescription(names[number - 1])
    made = None
    return QgsRasterLayer(str(path), path.stem)

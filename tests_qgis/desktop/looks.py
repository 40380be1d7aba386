"""Where things are on the screen, and what the project holds."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateTransform, QgsProject
from qgis.PyQt.QtWidgets import QAbstractButton, QToolBar
from qgis.utils import iface, plugins

SCENE = Path(os.environ["L4S_DESKTOP_SCENE"])
RESULTS = Path(os.environ["L4S_DESKTOP_RESULTS"])
PRODUCT = Path(os.environ["L4S_DESKTOP_PRODUCT"])
DEM = SCENE / "Copernicus_DEM_30m.tif"
REVIEWER = "Ana Reviewer"


def toolbar_button(name: str) -> Any:
    bar = iface.mainWindow().findChild(QToolBar, "L4SToolbar")
    return bar.widgetForAction(plugins["landslides_l4s"].actions[name])


def message_button(text: str) -> Any:
    """A button of the message that is seen, or None."""
    item = iface.messageBar().currentItem()
    buttons = [] if item is None else item.findChildren(QAbstractButton)
    return next((button for button in buttons if button.text().replace("&", "") == text), None)


def active_words() -> str:
    item = iface.messageBar().currentItem()
    return "" if item is None else item.text()


def landslides() -> list[Any]:
    from landslides_l4s.review.guess import inventories

    return inventories(QgsProject.instance())


def pictures(kind: str | None = None, when: str | None = None) -> list[Any]:
    from landslides_l4s.pictures.layers import pictures_in

    return pictures_in(QgsProject.instance(), when, kind)


def extent_on_map(layer: Any) -> Any:
    """Of a layer, in the coordinates of the map."""
    crs = iface.mapCanvas().mapSettings().destinationCrs()
    return QgsCoordinateTransform(layer.crs(), crs, QgsProject.instance()).transformBoundingBox(layer.extent())


def rows(file: Path, *columns: str) -> list[tuple[Any, ...]]:
    """Of the landslides in a GeoPackage, as they are on the disk."""
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute(f"SELECT {', '.join(columns)} FROM landslides ORDER BY ls_id").fetchall()

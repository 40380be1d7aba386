"""Scenes that a catalogue has: search, download, and into the form."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from find_kit import EVENT, make_catalogue, serving
from hands import Report, Steps, click, pause, picture, until, views, write
from looks import RESULTS, SCENE, toolbar_button
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject
from qgis.PyQt.QtCore import QDate
from qgis.utils import iface, plugins


def find(report: Report) -> Steps:
    folder = RESULTS / "catalogue"
    folder.mkdir()
    box = make_catalogue(folder, SCENE)
    with serving(folder, Path(os.environ["L4S_DESKTOP_BACKEND"])) as address:
        yield from _find(report, box, address)


def _find(report: Report, box: Any, address: str) -> Steps:
    canvas = iface.mapCanvas()
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    here = canvas.mapSettings().destinationCrs()
    box = box.buffered(-0.1 * box.height())
    canvas.setExtent(QgsCoordinateTransform(degrees, here, QgsProject.instance()).transformBoundingBox(box))
    yield from click(toolbar_button("find"))
    plugin = plugins["landslides_l4s"]
    yield from until(lambda: plugin.find_dock is not None and plugin.find_dock.backend is not None, 30, "the panel")
    dock = plugin.find_dock
    dock.question.area.choose("view")
    dock.question.date.setDate(QDate.fromString(EVENT, "yyyy-MM-dd"))
    yield from write(dock.question.catalogue.lineEdit(), address)
    yield from until(dock.searching.run.isEnabled, 20, f"ready to search: {dock.missing.text()}")
    yield from click(dock.searching.run)
    yield from until(lambda: dock.task is None and dock.table.rowCount() > 0, 60, "scenes")
    yield from pause(1.5)
    yield from views("23_find")
    report.check("scenes are found", dock.table.rowCount() == 4, says=dock.summary.text())
    yield from write(dock.folder.line, str(RESULTS / "scenes"))
    dock.bands.setCurrentIndex(1)
    yield from until(dock.fetching.run.isEnabled, 10, "ready to download")
    yield from click(dock.fetching.run)
    yield from until(lambda: dock.task is None and bool(dock.fetched), 60, "downloaded")
    yield from pause(0.5)
    picture("24_downloaded")
    yield from click(dock.use)
    detect = plugin.detect_dock
    yield from until(lambda: str(RESULTS / "scenes") in detect.form.scene.input.file.text(), 20, "the form is filled")
    yield from pause(2)  # it goes to its first field
    # the name of the last result was typed, so it stays until another is
    yield from write(detect.form.outputs.inventory.line, str(RESULTS / "found.gpkg"))
    yield from until(lambda: detect.panel.progress.run.isEnabled(), 60, "the form is complete")
    yield from pause(2)
    yield from until(lambda: not QgsApplication.taskManager().activeTasks(), 60, "the pictures are made")
    picture("25_used")
    scene = detect.form.scene.input.file.text()
    report.check("found scenes fill the form", str(RESULTS / "scenes") in scene, scene=Path(scene).name)

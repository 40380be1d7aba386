"""From an installed zip to a saved review; runs inside QGIS (``qgis --code``)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path("tests_qgis/desktop").resolve()))
from hands import Heartbeat, Report, Steps, click, key, pause, picture, play, until, write
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QApplication, QToolBar
from qgis.utils import iface, plugins

SCENE = Path(os.environ["L4S_DESKTOP_SCENE"])
RESULTS = Path(os.environ["L4S_DESKTOP_RESULTS"])
DEM = SCENE / "Copernicus_DEM_30m.tif"


def scenario(report: Report) -> Steps:
    iface.mainWindow().move(0, 0)
    iface.mainWindow().resize(1600, 980)
    yield from pause(1)
    yield from install(report)
    yield from set_up(report)
    yield from background()
    yield from detect(report)
    yield from threshold(report)
    yield from review(report)


def install(report: Report) -> Steps:
    import pyplugin_installer

    pyplugin_installer.instance().installFromZipFile(os.environ["L4S_DESKTOP_ZIP"])
    yield from until(lambda: "landslides_l4s" in plugins, 30, "the plugin is loaded")
    yield from pause(1)
    asking = QApplication.activeModalWidget()
    report.check("zip installed as a person does", asking is None, modal=str(asking))
    provider = QgsApplication.processingRegistry().providerById("l4s")
    report.check("toolbox provider", provider is not None and len(provider.algorithms()) >= 3)
    iface.messageBar().clearWidgets()


def toolbar_button(name: str):
    bar = iface.mainWindow().findChild(QToolBar, "L4SToolbar")
    return bar.widgetForAction(plugins["landslides_l4s"].actions[name])


def set_up(report: Report) -> Steps:
    yield from click(toolbar_button("detect"))
    dock = plugins["landslides_l4s"].detect_dock
    yield from until(lambda: dock.pages.currentWidget() is dock.notice, 30, "the panel says that l4s is not set up")
    picture("01_not_set_up")
    yield from click(dock.notice.button)
    dialog = plugins["landslides_l4s"].setup_dialog
    yield from until(lambda: dialog is not None and dialog.isVisible(), 10, "the set-up window")
    page = dialog.page
    yield from until(lambda: not page.advanced.searching, 30, "Pythons are looked for")
    picture("02_set_up")
    page.advanced.setCollapsed(False)
    yield from pause(0.5)
    yield from write(page.advanced.wheels.line, "/no/such/folder")
    yield from click(page.progress.run)
    report.check("a wrong folder is said", "no packages" in page.news.text(), says=page.news.text())
    yield from write(page.advanced.wheels.line, os.environ["L4S_DESKTOP_WHEELS"])
    yield from click(page.progress.run)
    yield from until(lambda: page.task is not None, 10, "the set-up has begun")
    yield from pause(3)
    picture("03_setting_up")
    yield from until(lambda: page.task is None, 180, "the set-up ends")
    yield from pause(0.5)
    picture("04_set_up_done")
    report.check("set up offline from a folder", "is set up" in page.status.text(), says=page.news.text())
    dialog.close()
    yield from until(lambda: dock.backend is not None, 30, "the panel has found l4s")
    report.check(
        "the device is shown", "core" in dock.panel.device.currentText().lower(), words=dock.panel.device.currentText()
    )


def background() -> Steps:
    """The scene in the colours of the ground, as a person has it open."""
    from osgeo import gdal

    bands = [next(SCENE.glob(f"*{name}*.tif")) for name in ("B04", "B03", "B02")]
    picture_file = RESULTS / "scene_after.vrt"
    gdal.BuildVRT(str(picture_file), [str(band) for band in bands], separate=True)
    layer = QgsRasterLayer(str(picture_file), "Sentinel-2 after")
    QgsProject.instance().addMapLayer(layer)
    iface.setActiveLayer(layer)
    layer.setDefaultContrastEnhancement()
    iface.zoomToActiveLayer()
    yield from pause(1)


def workers() -> str:
    """Processes of the backend that are alive."""
    found = subprocess.run(
        ["pgrep", "-af", f"l4s_core.cli.main.*{RESULTS}"], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


def detect(report: Report) -> Steps:
    dock = plugins["landslides_l4s"].detect_dock
    form, panel = dock.form, dock.panel
    yield from write(form.scene.input.file.line, str(SCENE))
    yield from write(form.terrain.input.file.line, str(DEM))
    form.outputs.inventory.set_text(str(RESULTS / "puthumala.gpkg"))
    form.outputs.probability.set_text(str(RESULTS / "puthumala_probability.tif"))
    yield from until(lambda: panel.progress.run.isEnabled(), 30, "the input is complete")
    report.check("facts of the scene are shown", panel.facts.text() != "", says=panel.facts.text())
    picture("05_detect_ready")

    yield from click(panel.progress.run)
    yield from until(lambda: dock.task is not None or bool(landslides()), 10, "the run has begun")
    yield from pause(0.2)
    picture("06_running")
    yield from click(panel.progress.cancel)
    yield from until(lambda: dock.task is None, 5, "the run is cancelled")
    yield from pause(0.3)
    left = sorted(path.name for path in RESULTS.iterdir() if "puthumala" in path.name)
    report.check("cancel leaves no process and no file", workers() == "" and left == [], workers=workers(), files=left)
    picture("07_cancelled")
    iface.messageBar().clearWidgets()

    kept = form.outputs.inventory.text()
    report.check("cancel keeps the chosen names", kept == str(RESULTS / "puthumala.gpkg"), file=Path(kept).name)
    yield from until(lambda: panel.progress.run.isEnabled(), 30, "ready again")
    heartbeat = Heartbeat()
    heartbeat.start()
    yield from click(panel.progress.run)
    yield from until(lambda: bool(landslides()), 90, "the result is on the map")
    gap = heartbeat.stop()
    yield from pause(2)
    picture("08_result")
    layer = landslides()[0]
    report.check(
        "landslides on the map",
        layer.featureCount() > 0 and layer in iface.mapCanvas().layers(),
        count=layer.featureCount(),
    )
    # some 0.1 s on a quiet machine; what would be a defect is QGIS waiting for the run, which takes seconds
    report.check("QGIS stays responsive", gap < 0.5, longest_gap_s=gap)
    names = [node.name() for node in QgsProject.instance().layerTreeRoot().findLayers()]
    report.check("all layers of the result", len(names) >= 5, names=names)


def landslides() -> list:
    from landslides_l4s.review.guess import inventories

    return inventories(QgsProject.instance())


def threshold(report: Report) -> Steps:
    yield from click(toolbar_button("threshold"))
    dock = plugins["landslides_l4s"].threshold_dock
    yield from until(lambda: dock is not None and dock.isVisible(), 10, "the threshold panel")
    panel = dock.panel
    before = set(QgsProject.instance().mapLayers())
    yield from click(panel.slider)
    yield from key("Left")
    yield from key("Prior")
    yield from until(lambda: set(QgsProject.instance().mapLayers()) - before, 30, "outlines of the preview")
    yield from pause(2)
    picture("09_threshold")
    made = [QgsProject.instance().mapLayer(name) for name in set(QgsProject.instance().mapLayers()) - before]
    report.check(
        "the slider draws outlines anew", any(layer.featureCount() >= 0 for layer in made), threshold=panel.threshold
    )
    yield from click(panel.reset_button)
    yield from pause(0.5)
    report.check("the preview goes again", set(QgsProject.instance().mapLayers()) == before)
    dock.close()


def review(report: Report) -> Steps:
    yield from click(toolbar_button("review"))
    dock = plugins["landslides_l4s"].review_dock
    yield from until(lambda: dock.isVisible(), 10, "the review panel")
    layer = landslides()[0]
    yield from write(dock.reviewer_edit, "Ana Reviewer")
    yield from click(dock.start_button)
    yield from until(lambda: dock.session is not None, 10, "the review has begun")
    yield from pause(2)
    picture("10_review")
    first = dock.session.feature()["ls_id"]
    yield from click(dock.buttons["accept"])
    yield from pause(1)
    second = dock.session.feature()["ls_id"]
    canvas = iface.mapCanvas()
    yield from click(canvas, QPoint(60, 60))  # the map has the focus: the key must work there
    yield from key("r")
    yield from pause(1)
    third = dock.session.feature()["ls_id"]
    yield from key("f")
    yield from pause(1.2)
    picture("11_flicker")
    yield from key("f")
    yield from key("a")
    yield from pause(1)
    report.check(
        "three polygons judged by click and by key", dock.session.count().done == 3, order=[first, second, third]
    )
    yield from click(dock.save_button)
    yield from pause(0.5)
    picture("12_reviewed")
    with closing(sqlite3.connect(layer.source().split("|")[0])) as file:
        rows = dict(file.execute("SELECT ls_id, status FROM landslides WHERE reviewer = 'Ana Reviewer'").fetchall())
    wanted = {first: "accepted", second: "rejected", third: "accepted"}
    report.check("the review is in the file", rows == wanted, rows=rows)
    yield from click(dock.start_button)
    layer.commitChanges()
    report.check("the review has ended", dock.session is None)


play(scenario)

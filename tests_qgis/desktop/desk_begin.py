"""The first minutes: install the zip, set l4s up, try it with the data that came with it."""

from __future__ import annotations

import os

from hands import Report, Steps, click, pause, picture, until, write
from looks import active_words, landslides, pictures, toolbar_button
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface, plugins


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


def sample(report: Report) -> Steps:
    """One click from an empty project to landslides on a picture."""
    dock = plugins["landslides_l4s"].detect_dock
    yield from until(lambda: dock.panel.sample.isVisible(), 20, "the button for sample data")
    yield from click(dock.panel.sample)
    yield from until(lambda: bool(landslides()), 90, "landslides of the sample data")
    yield from until(lambda: bool(pictures()), 30, "the picture of the sample data")
    yield from pause(2)
    picture("05_sample")
    seen = iface.mapCanvas().layers()
    report.check(
        "one click maps the sample data",
        landslides()[0].featureCount() > 0 and landslides()[0] in seen and any(layer in seen for layer in pictures()),
        count=landslides()[0].featureCount(),
        says=active_words(),
    )
    QgsProject.instance().setDirty(False)
    iface.newProject(False)
    iface.messageBar().clearWidgets()
    yield from pause(1)
    report.check("a new project is empty", not QgsProject.instance().mapLayers())

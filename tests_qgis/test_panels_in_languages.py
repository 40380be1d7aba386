"""The panels in every language: on a small screen nothing is cut off, and no two fields share a key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from dock_kit import Desktop, spin, until
from layers_kit import wait_for
from qgis.core import QgsProject, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDockWidget,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)
from review_kit import inventory

from qgis_plugin.find.dock import FindDock
from qgis_plugin.gui.detect_dock import DetectDock
from qgis_plugin.gui.history_dialog import HistoryDialog
from qgis_plugin.gui.setup_page import SetupPage
from qgis_plugin.gui.threshold_panel import ThresholdPanel
from qgis_plugin.review.dock import ReviewDock
from qgis_plugin.settings import Settings

I18N = Path(__file__).resolve().parents[1] / "qgis_plugin" / "i18n"
LONGEST = "fr"
"""In every QGIS, whose own widgets differ, this one and English are looked at; the others, with less text, in one."""
LANGUAGES = (
    "en",
    *(
        name if name == LONGEST else pytest.param(name, marks=pytest.mark.once)
        for name in sorted(path.stem[-2:] for path in I18N.glob("*.ts"))
    ),
)
NARROW = 380  # pixels: a panel beside a map on a screen of 1366 x 768
DESKTOP_POINTS = 10
_KEY = re.compile(r"&([^\s&])")


@pytest.fixture
def font(qgis_app) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Letters as high as on a desktop: those of the offscreen platform are a third higher."""
    before = QApplication.font()
    QApplication.setFont(QFont(before.family(), DESKTOP_POINTS))
    yield
    QApplication.setFont(before)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, font: None) -> Iterator[str]:  # type: ignore[no-untyped-def]
    translator = QTranslator()
    if request.param != "en":
        assert translator.load(str(I18N / f"l4s_{request.param}.qm"))
        QCoreApplication.installTranslator(translator)
    yield request.param
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def desktop(language: str, qgis_new_project, backend_python: Path, tmp_path: Path) -> Iterator[Desktop]:  # type: ignore[no-untyped-def]
    QgsSettings().remove("l4s")
    Settings().interpreter = backend_python
    Settings().root = tmp_path / "l4s"
    (tmp_path / "results").mkdir()
    Settings().remember("last_results", str(tmp_path / "results"))
    yield Desktop()
    QgsSettings().remove("l4s")


def shared_keys(panel: QWidget) -> dict[str, list[str]]:
    """Letters that more than one of the visible buttons and fields has with Alt, and the texts that have them."""
    texts = [one.text() for one in panel.findChildren(QAbstractButton) if one.isVisibleTo(panel)]
    texts += [one.text() for one in panel.findChildren(QLabel) if one.buddy() and one.isVisibleTo(panel)]
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for key in _KEY.findall(text.replace("&&", "")):
            found[key.upper()].append(text)
    return {key: texts for key, texts in found.items() if len(texts) > 1}


def cut_off(panel: QWidget) -> list[str]:
    """Texts of visible labels and buttons that have less room than they need."""
    kinds = (QLabel, QPushButton, QCheckBox, QToolButton)
    shown = [one for kind in kinds for one in panel.findChildren(kind) if one.isVisible() and one.text()]
    words = [one for one in shown if not (isinstance(one, QLabel) and one.wordWrap())]
    return [one.text() for one in words if one.width() < one.minimumSizeHint().width()]


def narrow(desktop: Desktop, dock: QDockWidget) -> None:
    """As on a small screen, and the panel as narrow as it is there."""
    desktop.window.resize(1366, 768)
    desktop.window.resizeDocks([dock], [NARROW], Qt.Orientation.Horizontal)
    spin(300)


def added(desktop: Desktop, dock: QDockWidget) -> None:
    desktop.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    desktop.window.show()


def removed(desktop: Desktop, dock: QDockWidget) -> None:
    dock.shut_down()
    desktop.removeDockWidget(dock)
    dock.deleteLater()
    spin(0)


@pytest.fixture
def detect(desktop: Desktop, scenes: Path) -> Iterator[DetectDock]:
    made = DetectDock(desktop, desktop.window)
    added(desktop, made)
    until(lambda: made.backend is not None)
    made.form.scene.input.set_path(scenes / "puthumala_2019")
    made.form.terrain.input.set_path(scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif")
    until(lambda: made.panel.progress.run.isEnabled())
    form = made.form
    for group in (form.happening, form.before, form.advanced, form.options):
        group.setCollapsed(False)
    spin(200)
    yield made
    removed(desktop, made)


def test_detect(detect: DetectDock, desktop: Desktop) -> None:
    narrow(desktop, detect)
    assert detect.width() <= NARROW + 20
    assert detect.form.widget().width() <= detect.form.viewport().width()
    assert cut_off(detect) == []
    assert shared_keys(detect) == {}


def test_find(desktop: Desktop) -> None:
    dock = FindDock(desktop, desktop.window)
    added(desktop, dock)
    until(lambda: dock.backend is not None)
    dock.results.show()
    narrow(desktop, dock)
    assert cut_off(dock) == []
    assert shared_keys(dock) == {}
    removed(desktop, dock)


@pytest.mark.parametrize("going_on", [False, True])
def test_review(desktop: Desktop, tmp_path: Path, going_on: bool) -> None:
    layer = inventory(tmp_path / "slides.gpkg")
    QgsProject.instance().addMapLayer(layer)
    dock = ReviewDock(desktop, desktop.window)
    added(desktop, dock)
    dock.reviewer_edit.setText("Ana")
    if going_on:
        dock.review(layer)
        dock.buttons["reject"].click()
    narrow(desktop, dock)
    assert dock.width() <= NARROW + 20
    assert cut_off(dock) == []
    assert shared_keys(dock) == {}
    dock.setup.setCollapsed(False)
    assert shared_keys(dock) == {}
    removed(desktop, dock)


def test_threshold(desktop: Desktop) -> None:
    canvas = QgsMapCanvas()
    panel = ThresholdPanel(canvas)
    panel.resize(NARROW, 400)
    panel.show()
    spin(100)
    assert panel.width() <= NARROW
    assert cut_off(panel) == []
    assert shared_keys(panel) == {}
    panel.shut_down()
    panel.deleteLater()
    canvas.deleteLater()


def test_set_up(desktop: Desktop) -> None:
    page = SetupPage()
    page.show()
    wait_for(lambda: not page.advanced.searching)
    page.advanced.setCollapsed(False)
    spin(100)
    assert cut_off(page) == []
    assert shared_keys(page) == {}
    page.shut_down()
    page.deleteLater()
    spin(0)


def test_history(desktop: Desktop) -> None:
    dialog = HistoryDialog([])
    dialog.show()
    spin(50)
    assert cut_off(dialog) == []
    assert shared_keys(dialog) == {}
    dialog.close()
    dialog.deleteLater()

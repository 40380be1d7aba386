"""The scene of an inventory that is there already, shown from the review: real run, real backend."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dock_kit import Desktop, spin, until
from qgis.core import QgsProject, QgsRasterLayer, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction

from qgis_plugin.layers.files import AFTER, SCENE
from qgis_plugin.layers.origin import origin_in
from qgis_plugin.pictures.layers import TRUE_COLOUR, pictures_in
from qgis_plugin.pictures.of_result import jobs_of
from qgis_plugin.plugin import L4SPlugin
from qgis_plugin.settings import Settings


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path) -> Path:
    """Puthumala as the command line maps it, without terrain."""
    path = tmp_path_factory.mktemp("run") / "slides.gpkg"
    command = [str(backend_python), "-I", "-m", "l4s_core.cli.main", "detect", str(scenes / "puthumala_2019")]
    subprocess.run([*command, "--no-dem", "--offset", "0", "-o", str(path), "--progress", "none"], check=True)
    return path


@pytest.fixture
def plugin(qgis_app, qgis_new_project, tmp_path: Path, backend_python: Path) -> Iterator[L4SPlugin]:  # type: ignore[no-untyped-def]
    QgsSettings().remove("l4s")
    Settings().interpreter = backend_python
    Settings().root = tmp_path / "profile"
    desktop = Desktop()
    desktop.window.show()
    made = L4SPlugin(desktop)
    made._add = lambda name, text, slot, **_: made.actions.update({name: action(desktop, name, text)})  # type: ignore[method-assign]
    made._add_compare()
    yield made
    made.actions = {}
    made.unload()
    QgsSettings().remove("l4s")
    spin(0)


def action(desktop: Desktop, name: str, text: str) -> QAction:
    made = QAction(text, desktop.window)
    made.setObjectName(f"l4s_{name}")
    return made


def project() -> QgsProject:
    return QgsProject.instance()


def landslides(path: Path) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername=landslides", "landslides")
    assert layer.isValid()
    project().addMapLayer(layer)
    return layer


def test_a_review_without_a_picture_offers_the_scene_of_the_run(plugin: L4SPlugin, slides: Path, scenes: Path) -> None:
    layer = landslides(slides)
    plugin.show_review()
    page = plugin.review_dock.setup
    assert page.show_scene.isVisibleTo(page)
    assert page.pictures()[0] is None
    QTest.mouseClick(page.show_scene, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    until(lambda: len(pictures_in(project(), AFTER)) == 3, 90)
    shown = pictures_in(project(), AFTER, TRUE_COLOUR)[0]
    assert shown.customProperty(SCENE) == str(scenes / "puthumala_2019")
    assert not page.show_scene.isVisibleTo(page)
    assert page.pictures()[0] == shown
    root = project().layerTreeRoot().layerOrder()
    assert root.index(layer) < root.index(shown)


def test_it_is_read_as_the_run_read_it(slides: Path, scenes: Path) -> None:
    origin = origin_in(slides)
    assert origin is not None
    jobs = jobs_of(origin)
    assert jobs is not None
    assert (jobs[0].scene, jobs[0].offset, jobs[1]) == (scenes / "puthumala_2019", 0.0, None)


@pytest.mark.parametrize("value", ["--output=/x", "nan and more", b"\x00\xff", "a" * 5000])
def test_a_strangers_file_hands_on_nothing_but_numbers_and_words(slides: Path, tmp_path: Path, value: object) -> None:
    """Whatever stands there goes behind ``--offset=`` only where it is a number."""
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(slides.read_bytes())
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("UPDATE run SET value = ? WHERE name IN ('asked_offset', 'asked_level')", (value,))
    origin = origin_in(copy)
    jobs = None if origin is None else jobs_of(origin)
    if jobs is not None:
        assert jobs[0].offset is None or isinstance(jobs[0].offset, float)
        assert not any(argument.startswith("--output=") for argument in jobs[0].arguments(tmp_path))


def test_the_picture_chosen_in_the_review_is_compared(plugin: L4SPlugin, slides: Path, scenes: Path) -> None:
    landslides(slides)
    mine = QgsRasterLayer(str(scenes / "puthumala_2019" / "B04.tif"), "my old picture")
    project().addMapLayer(mine)
    plugin.show_review()
    plugin.review_dock.setup.image_boxes[1].setLayer(mine)
    plugin.iface.mapCanvas().setExtent(mine.extent())
    plugin.review_dock.swipe()
    until(lambda: plugin.compare.tool is not None and plugin.compare.tool.curtain.image is not None)
    assert plugin.compare.tool.curtain.words[0] == "my old picture"
    plugin.review_dock.swipe()
    assert plugin.compare.tool.curtain is None

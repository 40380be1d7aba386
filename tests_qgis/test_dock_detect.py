"""The panel "Detect landslides" with the real backend, from an empty form to layers in the project."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from dock_kit import RESPONSIVE_S, Desktop, Gaps, raster, spin, until
from process_kit import commands
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QPushButton

from qgis_plugin.backend.connection import Connection
from qgis_plugin.backend.environment import child_environment
from qgis_plugin.gui.area_group import DRAWN, POLYGONS
from qgis_plugin.gui.backend_link import Backend
from qgis_plugin.gui.detect_dock import DetectDock, doubts, summary
from qgis_plugin.gui.layer_or_file import NONE, SEVERAL
from qgis_plugin.gui.sample import sample_folder
from qgis_plugin.jobs import DetectJob
from qgis_plugin.layers.files import PROBABILITY, ROLE
from qgis_plugin.settings import Settings


@pytest.fixture
def desktop(qgis_app, qgis_new_project) -> Desktop:  # type: ignore[no-untyped-def]
    return Desktop()


@pytest.fixture
def results(tmp_path: Path, backend_python: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings with the test backend, on a computer that it does not know yet, and where results go."""
    monkeypatch.setenv("L4S_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "results"
    folder.mkdir()
    QgsSettings().remove("l4s")
    Settings().interpreter = backend_python
    Settings().remember("last_results", str(folder))
    yield folder
    QgsSettings().remove("l4s")


@pytest.fixture
def dock(desktop: Desktop, results: Path) -> Iterator[DetectDock]:
    made = DetectDock(desktop, desktop.window)
    desktop.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    desktop.window.show()
    until(lambda: made.backend is not None)
    yield made
    made.shut_down()
    desktop.removeDockWidget(made)
    made.deleteLater()
    spin(0)


@pytest.fixture
def ready(dock: DetectDock, scenes: Path) -> DetectDock:
    """Puthumala chosen, everything found."""
    choose(dock, scenes / "puthumala_2019", scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif")
    return dock


def choose(dock: DetectDock, scene: Path, dem: Path) -> None:
    dock.form.scene.input.set_path(scene)
    dock.form.terrain.input.set_path(dem)
    until(lambda: dock.panel.progress.run.isEnabled())


def stack(scene: Path, path: Path) -> QgsRasterLayer:
    """Two bands of a scene in one raster; the second has a name that says nothing."""
    from osgeo import gdal

    files = [str(scene / name) for name in ("B04.tif", "B03.tif")]
    made = gdal.Translate(str(path), gdal.BuildVRT("", files, separate=True))
    for number, name in ((1, "B4"), (2, "what")):
        made.GetRasterBand(number).SetDescription(name)
    made = None
    return QgsRasterLayer(str(path), path.stem)


def missing(dock: DetectDock, pattern: str) -> None:
    """Wait until the panel says what is missing."""
    until(lambda: re.search(pattern, dock.panel.missing.text()), 40)
    assert not dock.panel.progress.run.isEnabled()


@pytest.mark.timed
def test_from_the_empty_form_to_layers(dock: DetectDock, desktop: Desktop, scenes: Path, results: Path) -> None:
    missing(dock, "Choose the Sentinel-2 scene")
    assert dock.panel.device.currentText().endswith(("cores", "core")) or dock.panel.device.count()
    dock.form.scene.input.set_path(scenes / "puthumala_2019")
    assert dock.form.terrain.input.path_text() == str(scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif")
    assert "Found beside the scene" in dock.form.terrain.offered.text()
    dock.form.terrain.input.file.set_text("")
    missing(dock, "Choose the elevation file")
    dock.form.terrain.input.set_path(scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif")
    until(lambda: dock.panel.progress.run.isEnabled())
    facts = dock.panel.facts.text()
    assert "12 bands" in facts
    assert "0.12 megapixels, about" in facts
    assert "Elevation covers 98.3 %" in facts
    wanted = results / "landslides_puthumala_2019.gpkg"
    assert dock.form.outputs.inventory.text() == str(wanted)

    gaps = Gaps()
    steps: set[str] = set()
    shown: list[float] = []
    assert "a guess until the first run" in dock.panel.facts.text()
    dock.panel.progress.run.click()
    assert not dock.panel.progress.run.isEnabled()
    assert dock.panel.progress.cancel.isEnabled()
    assert dock.task is not None
    dock.task.said.connect(lambda _event: steps.add(dock.panel.progress.stage.text()))
    bar = dock.panel.progress.bar
    dock.task.said.connect(lambda _event: bar.maximum() and shown.append(bar.value() / bar.maximum()))
    dock.task.ended.connect(lambda _outcome: gaps.stop())
    until(lambda: dock.task is None, 90)
    assert gaps.longest < RESPONSIVE_S, f"{gaps.longest:.3f} s without the event loop"
    assert any(step.startswith("Looking for landslides") for step in steps)
    assert shown == sorted(shown) and shown[-1] > 0.8, "one bar for the whole run"

    assert wanted.is_file()
    (message,) = desktop.messages()
    assert re.search(r"^\d+ landslides, [\d.]+ ha; 33 % not observed$", message), message
    names = {layer.source().partition("|")[0] for layer in QgsProject.instance().mapLayers().values()}
    assert {str(wanted), str(results / "landslides_puthumala_2019_probability.tif")} <= names
    wanted_review: list[bool] = []
    dock.review_wanted.connect(lambda: wanted_review.append(True))
    buttons = {button.text(): button for button in desktop.bar.items()[0].findChildren(QPushButton)}
    buttons["Review"].click()
    assert wanted_review
    assert dock.form.outputs.inventory.text() == str(results / "landslides_puthumala_2019_2.gpkg")
    until(lambda: dock.panel.progress.run.isEnabled())
    assert "megapixels, about" in dock.panel.facts.text() and "guess" not in dock.panel.facts.text()


@pytest.mark.timed
def test_cancel_within_three_seconds(ready: DetectDock, desktop: Desktop, results: Path) -> None:
    ready.panel.progress.run.click()
    until(lambda: ready.panel.progress.stage.text() not in ("", "Starting"))
    began = time.monotonic()
    ready.panel.progress.cancel.click()
    until(lambda: ready.task is None)
    assert time.monotonic() - began < 3
    assert desktop.messages() == ["Cancelled; nothing was written."]
    assert list(results.iterdir()) == []
    assert commands(str(results)) == []
    layers = QgsProject.instance().mapLayers().values()
    assert [layer.name() for layer in layers if not layer.customProperty("l4s/picture")] == []
    until(lambda: ready.panel.progress.run.isEnabled())
    assert ready.form.scene.isEnabled()


def test_what_does_not_fit_is_said_and_nothing_of_the_project_is_touched(
    ready: DetectDock, desktop: Desktop, scenes: Path, tmp_path: Path
) -> None:
    project = QgsProject.instance()
    ready.scene_shown.shown.setChecked(False)  # the scene on the map is all that the panel adds by itself
    web = QgsRasterLayer("type=xyz&url=https://example.org/%7Bz%7D/%7Bx%7D/%7By%7D.png", "Web map", "wms")
    picture = raster(tmp_path / "photo.tif", bands=3, kind="Byte")
    bare = raster(tmp_path / "bare.tif", bands=3, epsg=None)
    project.addMapLayers([web, picture, bare])
    project.setDirty(False)
    before = sorted(project.mapLayers())
    for layer, says in ((web, "web map"), (picture, "8-bit picture"), (bare, "no coordinate system")):
        ready.form.scene.input.set_layer(layer)
        missing(ready, says)
        assert desktop.messages() == [], "the panel says it; the same sentence above the map would be one too many"
    strange = stack(scenes / "puthumala_2019", tmp_path / "strange.tif")
    project.addMapLayer(strange)
    before = sorted(project.mapLayers())
    project.setDirty(False)
    ready.form.scene.input.set_layer(strange)
    missing(ready, "lacks .*correct the table of bands.")
    ready.form.scene.input.set_path(scenes / "puthumala_2019")
    until(lambda: ready.panel.progress.run.isEnabled())
    assert desktop.messages() == [], "what is no longer wrong is not said any more"

    ready.form.before.input.set_path(tmp_path / "photo.tif")
    missing(ready, "8-bit picture")
    ready.form.before.input.choose(NONE)
    until(lambda: ready.panel.progress.run.isEnabled())

    ready.form.terrain.input.set_path(scenes / "hokkaido_2018" / "DSM.tif")
    missing(ready, "does not overlap")
    ready.hide()  # as behind another tab
    ready.evaluate()
    until(lambda: any("does not overlap" in text for text in desktop.messages()), 15)
    ready.show()
    ready.form.terrain.input.choose(NONE)
    until(lambda: ready.panel.progress.run.isEnabled())
    assert desktop.messages() == [], "what is no longer wrong is not said any more"

    ready.form.area.choose(DRAWN)
    missing(ready, "Draw a rectangle")
    ready.form.area.set_rectangle(QgsRectangle(0, 0, 1000, 1000))
    missing(ready, "outside the scene")
    assert "/area.gpkg" not in ready.panel.missing.text()

    ready.form.area.choose("whole")
    ready.form.outputs.inventory.set_text("/proc/slides.gpkg")
    missing(ready, "Nothing can be saved in /proc")
    assert sorted(project.mapLayers()) == before
    assert not project.isDirty()


def test_an_area_makes_the_job_smaller(ready: DetectDock) -> None:
    project = QgsProject.instance()
    whole = ready.facts["area_km2"]
    x, y = 622000, 1272000
    crs = "EPSG:32643"
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "valley", "memory")
    from qgis.core import QgsFeature, QgsGeometry

    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + 900, y + 800)))
    layer.dataProvider().addFeature(feature)
    project.addMapLayer(layer)
    ready.form.area.choose(POLYGONS)
    ready.form.area.layers.setLayer(layer)
    until(lambda: ready.panel.progress.run.isEnabled() and ready.facts["area_km2"] < whole)
    assert ready.facts["area_km2"] == pytest.approx(0.72, abs=0.02)


def test_a_project_opened_during_a_run_does_not_get_the_result(
    ready: DetectDock, desktop: Desktop, results: Path
) -> None:
    ready.panel.progress.run.click()
    QgsProject.instance().clear()
    until(lambda: ready.task is None, 90)
    assert QgsProject.instance().mapLayers() == {}
    output = next(results.glob("*.gpkg"))
    item = next(item for item in desktop.bar.items() if output.name in item.text())
    assert str(output) in item.toolTip()
    item.findChild(QPushButton).click()
    assert any(str(output) in layer.source() for layer in QgsProject.instance().mapLayers().values())


def test_another_layer_has_bands_of_its_own(dock: DetectDock, tmp_path: Path) -> None:
    one = raster(tmp_path / "one.tif", bands=2, names=["B4", "B3"])
    other = raster(tmp_path / "other.tif", bands=2, names=["B2", "what"])
    QgsProject.instance().addMapLayers([one, other])
    scene = dock.form.scene
    scene.input.set_layer(one)
    assert scene.bands.bands() == {1: "B4", 2: "B3"}
    scene.bands.set_band(2, "B8")
    scene.refresh()
    assert scene.bands.bands() == {1: "B4", 2: "B8"}, "a correction stays"
    scene.input.set_layer(other)
    assert scene.bands.bands() == {1: "B2", 2: "-"}


def test_a_band_of_the_scene_is_refused_before_the_click(dock: DetectDock, scenes: Path, tmp_path: Path) -> None:
    """By its name at once, and under another name by the backend, which knows the files of the scene."""
    scene = scenes / "puthumala_2019"
    choose(dock, scene, scene / "Copernicus_DEM_30m.tif")
    dock.form.terrain.input.set_path(scene / "B02.tif")
    assert not dock.panel.progress.run.isEnabled(), "from the first moment on"
    missing(dock, "band B2 of a Sentinel-2 scene")
    heights = tmp_path / "heights.tif"
    heights.symlink_to(scene / "B02.tif")
    dock.form.terrain.input.set_path(heights)
    missing(dock, "band B2 of the scene, not an elevation raster; give a DEM with “Elevation”")
    dock.form.terrain.input.set_path(scene / "Copernicus_DEM_30m.tif")
    until(lambda: dock.panel.progress.run.isEnabled())


def test_what_the_backend_asks_is_answered_in_the_panel(dock: DetectDock, scenes: Path, tmp_path: Path) -> None:
    """A folder whose names say nothing, in a scale that its values do not tell; ready after the answers."""
    from osgeo import gdal

    gdal.UseExceptions()
    for name, band in (("one", "B04"), ("two", "B03"), ("three", "B02")):
        made = gdal.Open(str(scenes / "puthumala_2019" / f"{band}.tif"))
        gdal.Translate(
            str(tmp_path / f"{name}.tif"), made, scaleParams=[[0, 10000, 0, 4000]], outputType=gdal.GDT_UInt16
        )
    dock.form.terrain.input.choose(NONE)
    dock.form.scene.input.set_path(tmp_path)
    until(lambda: dock.form.scene.bands.isVisibleTo(dock.form), 60)
    missing(dock, "Say which bands")
    for name, band in (("one", "B4"), ("two", "B3"), ("three", "B2")):
        dock.form.scene.bands.set_band(f"{name}.tif", band)
    missing(dock, "“Scale”")
    assert not dock.form.advanced.isCollapsed()
    dock.panel.answer.click()
    until(lambda: dock.form.advanced.scene.scale.hasFocus() or not dock.isActiveWindow(), 5)
    dock.form.advanced.scene.scale.setValue(4000)
    until(lambda: dock.panel.progress.run.isEnabled(), 60)
    assert not dock.panel.answer.isVisibleTo(dock.panel)


def test_what_is_wrong_with_the_scene_is_said_before_what_is_still_to_be_chosen(
    dock: DetectDock, scenes: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    dock.form.scene.input.set_path(tmp_path / "empty")
    missing(dock, "empty")
    dock.form.outputs.inventory.set_text(str(tmp_path / ("x" * 300 + ".gpkg")))
    missing(dock, "too long")
    dock.form.scene.input.set_path(scenes / "background_dolomites_west")  # no elevation beside it
    dock.form.outputs.inventory.set_text(str(tmp_path / "slides.gpkg"))
    missing(dock, "Choose the elevation")


def test_several_layers_with_one_band_each(dock: DetectDock, scenes: Path, results: Path) -> None:
    folder = scenes / "puthumala_2019"
    layers = [QgsRasterLayer(str(path), path.stem) for path in sorted(folder.glob("*.tif"))]
    earlier = raster(results / "B07.tif")
    earlier.setCustomProperty(ROLE, PROBABILITY)
    QgsProject.instance().addMapLayer(earlier)
    QgsProject.instance().addMapLayers(layers)
    dock.form.terrain.input.set_layer(next(layer for layer in layers if "DEM" in layer.name()))
    dock.form.scene.input.choose(SEVERAL)
    until(lambda: dock.panel.progress.run.isEnabled())
    bands = dock.form.scene.bands.bands()
    assert {layer.name(): bands[layer.id()] for layer in layers if layer.name() in ("B02", "B8A")} == {
        "B02": "B2",
        "B8A": "B8A",
    }
    assert [band for band in bands.values() if band == "-"] == ["-"], "only the elevation is no band"
    assert earlier.id() not in bands, "the probability of an earlier result is no band"
    dock.form.scene.bands.set_band(layers[0].id(), "B2")
    missing(dock, "B2 is chosen twice")
    dock.form.scene.bands.set_band(layers[0].id(), "B1")
    until(lambda: dock.panel.progress.run.isEnabled())
    dock.panel.progress.run.click()
    until(lambda: dock.task is None, 90)
    assert list(results.glob("*.gpkg"))


def test_a_run_that_fails_says_so_and_shows_its_log(ready: DetectDock, desktop: Desktop, tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho garbage\necho 'no such library' >&2\nkill -SEGV $$\n")
    broken.chmod(0o755)
    assert ready.backend is not None
    info = ready.backend.info
    ready.backend = Backend(Connection(broken, child_environment(os.environ)), info)
    ready.run(DetectJob(tmp_path, None, tmp_path / "x.gpkg"))
    until(lambda: ready.task is None)
    (item,) = desktop.bar.items()
    assert item.text()
    item.findChildren(QPushButton)[0].click()
    assert ready.panel.progress.log.isVisible()
    assert "no such library" in ready.panel.progress.log.toPlainText()


def test_without_a_backend_the_panel_offers_the_set_up(desktop: Desktop, results: Path, tmp_path: Path) -> None:
    good = Settings().interpreter
    Settings().interpreter = None
    Settings().root = tmp_path / "none"
    made = DetectDock(desktop, desktop.window)
    desktop.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    desktop.window.show()
    until(lambda: made.notice.text.text())
    assert made.pages.currentWidget() is made.notice
    assert "not set up yet" in made.notice.text.text()
    assert "MB" in made.notice.text.text()
    wanted: list[bool] = []
    made.setup_wanted.connect(lambda: wanted.append(True))
    made.notice.button.click()
    assert wanted
    Settings().interpreter = good
    made.refresh_backend()
    until(lambda: made.backend is not None)
    assert made.pages.currentIndex() == 0
    made.shut_down()
    made.deleteLater()
    spin(0)


def test_closing_during_a_run_leaves_nothing(desktop: Desktop, dock: DetectDock, scenes: Path, results: Path) -> None:
    choose(dock, scenes / "puthumala_2019", scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif")
    dock.panel.progress.run.click()
    until(lambda: dock.panel.progress.stage.text() not in ("", "Starting"))
    temporary = dock._temporary
    dock.shut_down()
    assert commands(str(results)) == []
    assert not temporary.exists()
    assert list(results.iterdir()) == []
    spin(200)


def test_it_fits_a_narrow_panel(ready: DetectDock, desktop: Desktop) -> None:
    """380 pixels wide at 1366 x 768: nothing is cut off and nothing has to be scrolled sideways."""
    desktop.window.resize(1366, 768)
    desktop.window.resizeDocks([ready], [380], Qt.Orientation.Horizontal)
    for group in (ready.form.happening, ready.form.before, ready.form.advanced, ready.form.options):
        group.setCollapsed(False)
    ready.form.before.input.choose("several")
    ready.form.advanced.scene.set_values("L2A", -0.1, 3.0)
    spin(300)
    assert ready.width() <= 400
    assert ready.form.widget().width() <= ready.form.viewport().width()
    for label in ready.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.minimumSizeHint().width(), label.text()
    for button in (*ready.findChildren(QPushButton), *ready.findChildren(QCheckBox)):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_a_panel_that_is_made_narrow_cuts_nothing_off(ready: DetectDock, desktop: Desktop) -> None:
    desktop.window.resize(1366, 768)
    desktop.window.resizeDocks([ready], [200], Qt.Orientation.Horizontal)
    spin(300)
    assert ready.width() <= 400
    assert ready.form.widget().width() <= ready.form.viewport().width()
    ready.form.options.setCollapsed(False)
    spin(300)
    assert ready.form.widget().width() <= ready.form.viewport().width()


def test_words_at_the_end() -> None:
    assert summary({"polygons": 0, "observed_share": 1.0}) == "No landslides found"
    assert summary({"polygons": 1, "area_m2": 12000, "observed_share": 1.0}) == "1 landslide, 1.2 ha"
    assert summary({"polygons": 2, "area_m2": 2.5e6, "observed_share": 0.5}).startswith("2 landslides, 2.50 km²; 50 %")


def test_doubts_at_the_end() -> None:
    told = {"warnings": [{"id": "negative", "text": "10% are below 0; say --offset 0 if that is so."}, {"id": "odd"}]}
    [first] = doubts(told)
    assert first.startswith("10% are below 0")
    assert "--offset" not in first  # the panel's name of it
    assert doubts({}) == doubts({"warnings": None}) == []


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample scene: QGIS writes statistics beside what it shows."""
    found = sample_folder()
    assert found is not None
    copy = tmp_path / "puthumala"
    shutil.copytree(found, copy)
    monkeypatch.setattr("qgis_plugin.gui.sample.sample_folder", lambda: copy)
    return copy


@pytest.mark.usefixtures("sample")
def test_the_sample_runs_with_one_click(dock: DetectDock, desktop: Desktop, results: Path) -> None:
    assert dock.panel.sample.isVisible()
    dock.panel.sample.click()
    until(lambda: dock.task is not None, 30)
    until(lambda: dock.task is None, 90)
    (inventory,) = results.glob("*.gpkg")
    assert any(str(inventory) in layer.source() for layer in QgsProject.instance().mapLayers().values())
    assert re.search(r"^\d+ landslides", desktop.messages()[0])
    assert "Review" in {button.text() for button in desktop.bar.items()[0].findChildren(QPushButton)}
    assert not dock.panel.sample.isVisible(), "there is a scene now"
    until(lambda: dock.panel.progress.run.isEnabled())
    assert dock.task is None, "it runs once"


@pytest.mark.usefixtures("sample")
def test_the_sample_asks_for_the_set_up_first(desktop: Desktop, results: Path, backend_python: Path) -> None:
    Settings().interpreter = results / "no python"
    dock = DetectDock(desktop, desktop.window)
    try:
        until(lambda: dock.pages.currentWidget() is dock.notice)
        wanted: list[bool] = []
        dock.setup_wanted.connect(lambda: wanted.append(True))
        dock.sample.start()
        assert wanted == [True] and dock.task is None
        Settings().interpreter = backend_python
        dock.refresh_backend()  # as after the set-up
        until(lambda: dock.task is not None, 30)
        dock.cancel()
        until(lambda: dock.task is None, 10)
    finally:
        dock.shut_down()
        dock.deleteLater()

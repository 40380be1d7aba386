"""The scene on the map: the panel shows what is chosen, and takes it back; real backend, real scenes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from dock_kit import Desktop, spin, until
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsProject, QgsRasterLayer, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtTest import QTest

from qgis_plugin.gui.detect_dock import DetectDock
from qgis_plugin.layers.files import AFTER, BEFORE, PICTURE, SCENE, WHEN
from qgis_plugin.layers.result import RESULT
from qgis_plugin.pictures.job import PictureJob, known
from qgis_plugin.pictures.layers import (
    FALSE_COLOUR,
    FOLDER,
    NDVI,
    TRUE_COLOUR,
    add_pictures,
    open_pictures,
    pictures_in,
    remove_pictures,
    show_kind,
    shown_kind,
)
from qgis_plugin.pictures.show import ScenePictures
from qgis_plugin.settings import Settings


@pytest.fixture
def desktop(qgis_app, qgis_new_project) -> Desktop:  # type: ignore[no-untyped-def]
    return Desktop()


@pytest.fixture
def dock(desktop: Desktop, tmp_path: Path, backend_python: Path) -> Iterator[DetectDock]:
    (tmp_path / "results").mkdir()
    QgsSettings().remove("l4s")
    Settings().interpreter = backend_python
    Settings().root = tmp_path / "profile"
    Settings().remember("last_results", str(tmp_path / "results"))
    made = DetectDock(desktop, desktop.window)
    desktop.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    desktop.window.show()
    until(lambda: made.backend is not None)
    yield made
    made.shut_down()
    desktop.removeDockWidget(made)
    made.deleteLater()
    QgsSettings().remove("l4s")
    spin(0)


def project() -> QgsProject:
    return QgsProject.instance()


def names() -> list[str]:
    return [layer.name() for layer in pictures_in(project())]


def seen() -> list[str]:
    """Pictures that are drawn."""
    root = project().layerTreeRoot()
    return [layer.customProperty(PICTURE) for layer in pictures_in(project()) if root.findLayer(layer.id()).isVisible()]


def image_of(layer: QgsRasterLayer, size: int = 200) -> np.ndarray:
    """(rows, cols, 4) red, green, blue, alpha of a layer drawn by QGIS, its whole extent."""
    settings = QgsMapSettings()
    settings.setDestinationCrs(layer.crs())
    settings.setLayers([layer])
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    settings.setOutputSize(QSize(size, max(1, round(size * layer.height() / layer.width()))))
    settings.setExtent(layer.extent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(image.height(), image.width(), 4).copy()


def choose(dock: DetectDock, scene: Path) -> None:
    dock.form.scene.input.set_path(scene)
    until(lambda: dock.facts and str(dock.facts.get("source")) == str(scene), 60)


def test_choosing_a_scene_shows_it_and_the_map_goes_there(dock: DetectDock, desktop: Desktop, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    assert names() == ["True colour", "False colour", "NDVI"]
    assert seen() == [TRUE_COLOUR]
    layer = pictures_in(project(), AFTER, TRUE_COLOUR)[0]
    assert layer.customProperty(SCENE) == str(scenes / "puthumala_2019")
    assert project().crs().authid() == "EPSG:32643"
    assert desktop.canvas.extent().contains(layer.extent())
    assert Path(layer.source()).is_relative_to(Settings().root)
    # land in the middle tones: neither black nor washed out, and forest is greener than it is red or blue
    pixels = image_of(layer, 400)[..., :3].astype(float)
    cloud = pixels.min(axis=2) > 200
    land = pixels[~cloud]
    assert 45 < np.median(land) < 130
    assert np.median(land[:, 1]) > np.median(land[:, 0])
    assert 0.03 < cloud.mean() < 0.25


def test_false_colour_and_ndvi_are_drawn_by_the_gdal_of_qgis(dock: DetectDock, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    false, ndvi = (image_of(pictures_in(project(), AFTER, kind)[0], 400) for kind in (FALSE_COLOUR, NDVI))
    assert (false[..., 3] == 255).all()
    assert (ndvi[..., 3] == 255).mean() > 0.99
    for image in (false, ndvi):  # most of the valley is grown over, and both show that in green
        red, green, blue = (image[..., band].astype(int) for band in range(3))
        assert ((green > red) & (green > blue)).mean() > 0.6


def test_unticking_takes_it_back_and_is_remembered(dock: DetectDock, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    dock.scene_shown.shown.setChecked(False)
    assert names() == []
    assert project().layerTreeRoot().findGroups() == []
    choose(dock, scenes / "background_dolomites_west")
    spin(500)
    assert names() == []
    dock.scene_shown.shown.setChecked(True)
    until(lambda: len(names()) == 3)
    assert Settings().value("show_scene", False) is True


def test_another_scene_replaces_the_first_unless_a_run_used_it(dock: DetectDock, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    choose(dock, scenes / "background_dolomites_west")
    until(
        lambda: (
            {layer.customProperty(SCENE) for layer in pictures_in(project())}
            == {str(scenes / "background_dolomites_west")}
        )
    )
    dock.scene_shown.keep()
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 6)
    assert len(project().layerTreeRoot().findGroups()) == 2


def test_what_a_person_removes_stays_away(dock: DetectDock, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    project().removeMapLayers([layer.id() for layer in pictures_in(project())])
    dock.evaluate()
    spin(1500)
    assert names() == []


def test_a_new_project_stays_empty_until_it_gets_a_result(dock: DetectDock, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    project().clear()
    dock.evaluate()
    spin(1500)
    assert project().mapLayers() == {}
    dock.scene_shown.keep()
    until(lambda: len(names()) == 3)


def test_a_scene_that_is_a_layer_is_not_shown_twice(dock: DetectDock, tmp_path: Path, scenes: Path) -> None:
    from osgeo import gdal

    files = [str(scenes / "puthumala_2019" / f"{name}.tif") for name in ("B02", "B03", "B04", "B08")]
    stacked = gdal.Translate(str(tmp_path / "stack.tif"), gdal.BuildVRT("", files, separate=True))
    for number, name in enumerate(("B2", "B3", "B4", "B8"), 1):
        stacked.GetRasterBand(number).SetDescription(name)
    stacked = None
    layer = QgsRasterLayer(str(tmp_path / "stack.tif"), "stack")
    project().addMapLayer(layer)
    dock.form.scene.input.set_layer(layer)
    until(lambda: bool(dock.facts.get("bands")), 60)
    spin(300)
    assert not dock.scene_shown.shown.isChecked()
    assert names() == []
    dock.scene_shown.shown.setChecked(True)  # but may be
    until(lambda: len(names()) == 3)


def test_the_combination_of_bands_changes_in_the_panel(dock: DetectDock, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    row = dock.scene_shown
    row.kind.setCurrentIndex(row.kind.findData(NDVI))
    row.kind.activated.emit(row.kind.currentIndex())
    assert seen() == [NDVI]
    false = pictures_in(project(), AFTER, FALSE_COLOUR)[0]
    project().layerTreeRoot().findLayer(false.id()).setItemVisibilityChecked(True)  # by hand in the panel of layers
    assert seen() == [FALSE_COLOUR]
    assert row.kind.currentData() == FALSE_COLOUR == shown_kind(project())


def test_a_scene_that_cannot_be_shown_is_said(dock: DetectDock, tmp_path: Path, scenes: Path) -> None:
    Settings().root.mkdir(parents=True)
    (Settings().root / "pictures").write_text("in the way")
    choose(dock, scenes / "puthumala_2019")
    until(lambda: dock.scene_shown.says.isVisibleTo(dock))
    assert "cannot be" in dock.scene_shown.says.text()
    assert names() == []


# ------------------------------------------------------------------------------------------- before and after


@pytest.fixture
def pair(dock: DetectDock, scenes: Path, tmp_path: Path) -> ScenePictures:
    """Hokkaido, two bands of dates."""
    shown = ScenePictures(None, tmp_path / "pictures", dock)
    after = PictureJob(scenes / "hokkaido_2018" / "post", offset=0)
    shown.offer(dock.backend.connection, after, PictureJob(scenes / "hokkaido_2018" / "pre", offset=0), "hokkaido")
    until(lambda: len(pictures_in(project(), BEFORE)) == 1, 90)
    return shown


def test_the_scene_before_has_the_contrast_of_the_scene(pair: ScenePictures) -> None:
    after, before = pictures_in(project(), AFTER)[0], pictures_in(project(), BEFORE)[0]
    for name in ("redContrastEnhancement", "greenContrastEnhancement", "blueContrastEnhancement"):
        one, other = getattr(after.renderer(), name)(), getattr(before.renderer(), name)()
        spread = one.maximumValue() - one.minimumValue()
        assert abs(other.maximumValue() - other.minimumValue() - spread) < 0.5
    groups = [node for node in project().layerTreeRoot().children() if node.customProperty(FOLDER)]
    assert [group.findLayers()[0].layer().customProperty(WHEN) for group in groups] == [AFTER, BEFORE]
    assert [group.isVisible() for group in groups] == [True, False]


def test_no_data_is_transparent(pair: ScenePictures) -> None:
    pixels = image_of(pictures_in(project(), BEFORE)[0])
    assert pixels[2, -3, 3] == 0  # outside the swath
    assert pixels[-3, 3, 3] == 255


def test_a_saved_project_finds_its_pictures(pair: ScenePictures, tmp_path: Path) -> None:
    path = str(tmp_path / "p.qgz")
    wanted = names()
    assert project().write(path)
    project().clear()
    assert project().read(path)
    assert names() == wanted
    assert all(layer.isValid() for layer in pictures_in(project()))
    assert pictures_in(project(), AFTER)[0].renderer().type() == "multibandcolor"
    assert 1.2 <= pictures_in(project(), AFTER)[0].brightnessFilter().gamma() <= 2.0


def test_pictures_lie_below_results_and_polygons_and_above_maps(pair: ScenePictures, scenes: Path) -> None:
    folder = pair.folders()[AFTER]
    remove_pictures(project(), folder)
    remove_pictures(project(), pair.folders()[BEFORE])
    base = QgsRasterLayer(str(scenes / "hokkaido_2018" / "DSM.tif"), "elevation")
    project().addMapLayer(base)
    project().addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:4326", "my area", "memory"))
    result = project().layerTreeRoot().insertGroup(0, "result")
    result.setCustomProperty(RESULT, "x")
    facts = known(folder)
    assert facts is not None
    add_pictures(project(), open_pictures(facts, folder, AFTER), "Scene")
    assert [node.name() for node in project().layerTreeRoot().children()] == ["result", "my area", "Scene", "elevation"]


def test_before_and_after_change_together(pair: ScenePictures) -> None:
    root = project().layerTreeRoot()
    for layer in pictures_in(project()):
        root.findLayer(layer.id()).setItemVisibilityChecked(False)
    show_kind(project(), TRUE_COLOUR)
    assert all(root.findLayer(layer.id()).itemVisibilityChecked() for layer in pictures_in(project()))


# ------------------------------------------------------------------------------------------- files that were changed


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "pictures.json").write_text("{"),
        lambda folder: (folder / "bands.vrt").unlink(),
        lambda folder: shutil.rmtree(folder),
    ],
    ids=["damaged", "one gone", "all gone"],
)
def test_pictures_that_are_not_whole_are_made_again(dock: DetectDock, scenes: Path, change) -> None:  # type: ignore[no-untyped-def]
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    folder = dock.scene_shown.pictures.folders()[AFTER]
    dock.scene_shown.shown.setChecked(False)
    change(folder)
    assert known(folder) is None
    dock.scene_shown.shown.setChecked(True)
    until(lambda: len(names()) == 3)
    assert known(folder) is not None


def test_facts_cannot_name_files_elsewhere(pair: ScenePictures, tmp_path: Path, scenes: Path) -> None:
    folder = pair.folders()[AFTER]
    facts = known(folder)
    assert facts is not None
    for one in facts["pictures"]:
        one["file"] = str(scenes / "puthumala_2019" / "B04.tif")
    assert open_pictures(facts, folder, AFTER) == []


def test_clicking_the_button_goes_to_the_scene(dock: DetectDock, desktop: Desktop, scenes: Path) -> None:
    choose(dock, scenes / "puthumala_2019")
    until(lambda: len(names()) == 3)
    there = desktop.canvas.extent()
    desktop.canvas.zoomByFactor(0.01)
    QTest.mouseClick(dock.scene_shown.zoom, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert abs(desktop.canvas.extent().width() - there.width()) < 0.02 * there.width()

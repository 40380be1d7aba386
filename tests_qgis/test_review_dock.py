"""The review panel on a canvas: keys, map tools, flicker, what it leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from review_kit import EAST, NORTH, by_name, inventory

from qgis_plugin.review.dock import ReviewDock
from qgis_plugin.review.flicker import Flicker
from qgis_plugin.review.guess import guess_images
from qgis_plugin.review.sketch import SketchTool


@pytest.fixture
def project(qgis_new_project) -> QgsProject:
    return QgsProject.instance()


@pytest.fixture
def layer(project: QgsProject, tmp_path: Path):
    made = inventory(tmp_path / "slides.gpkg")
    project.addMapLayer(made)
    return made


@pytest.fixture
def dock(qgis_iface, qgis_canvas, layer):
    made = ReviewDock(qgis_iface, qgis_iface.mainWindow())
    made.canvas.resize(600, 400)
    made.canvas.setDestinationCrs(layer.crs())
    made.reviewer_edit.setText("Ana")
    yield made
    made.shut_down()
    made.deleteLater()


def raster(folder: Path, name: str, bands: int) -> QgsRasterLayer:
    from osgeo import gdal, osr

    path = folder / f"{name}.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 8, 8, bands, gdal.GDT_UInt16)
    dataset.SetGeoTransform((EAST, 10, 0, NORTH + 80, 0, -10))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32643)
    dataset.SetProjection(reference.ExportToWkt())
    del dataset
    return QgsRasterLayer(str(path), name)


def test_a_review_walks_from_the_most_uncertain_and_ends_when_all_are_judged(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    seen = []
    for _ in range(4):
        seen.append(dock.session.feature()["ls_id"])
        dock.buttons["accept"].click()
    assert seen == ["LS-0002", "LS-0003", "LS-0001", "LS-0004"]
    assert dock.work.progress.value() == dock.work.progress.maximum() == 4
    assert dock.work.count_label.text().startswith("4 of 4 reviewed: 4 accepted")
    dock.save_button.click()
    assert {feature["status"] for feature in layer.getFeatures()} == {"accepted"}
    assert {feature["reviewer"] for feature in layer.getFeatures()} == {"Ana"}
    assert not dock.save_button.isEnabled()


def test_the_map_shows_the_polygon_with_room_around_it(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    box = dock.session.feature().geometry().boundingBox()
    view = dock.canvas.extent()
    assert view.contains(box)
    assert 2 < view.height() / box.height() < 6


def test_undo_in_the_panel_goes_back_in_count_and_status(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["reject"].click()
    assert dock.session.count().rejected == 1
    dock.buttons["undo"].click()
    assert dock.session.count().done == 0
    layer.undoStack().redo()
    assert dock.session.count().rejected == 1, "an edit made in QGIS itself is followed too"


def test_a_split_drawn_on_the_map_cuts_the_current_polygon(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    assert dock.session.feature()["ls_id"] == "LS-0002"
    before = dock.canvas.mapTool()
    dock.buttons["split"].click()
    tool = dock.canvas.mapTool()
    assert isinstance(tool, SketchTool)
    assert not dock.work.hint_label.isHidden() and "right click" in dock.work.hint_label.text()
    for x, y in ((1050, -20), (1050, 120)):
        click(dock.canvas, QgsPointXY(EAST + x, NORTH + y), Qt.MouseButton.LeftButton)
    click(dock.canvas, QgsPointXY(EAST + 1050, NORTH + 120), Qt.MouseButton.RightButton)
    QTest.qWait(50)
    assert sorted(by_name(layer)) == ["LS-0001", "LS-0002", "LS-0002-2", "LS-0003", "LS-0004"]
    assert dock.canvas.mapTool() is before
    assert dock.work.hint_label.isHidden()


def test_escape_gives_the_map_tool_back(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["redraw"].click()
    QTest.keyClick(dock.canvas, Qt.Key.Key_Escape)
    QTest.qWait(50)
    assert not isinstance(dock.canvas.mapTool(), SketchTool)
    assert not layer.isModified()


def test_stopping_leaves_edits_keys_and_layers_as_they_should_be(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    assert all(shortcut.isEnabled() for shortcut in dock.keys.shortcuts)
    dock.buttons["accept"].click()
    dock.start_button.click()
    assert dock.session is None
    assert not any(shortcut.isEnabled() for shortcut in dock.keys.shortcuts)
    assert layer.isEditable() and layer.isModified(), "unsaved edits belong to the user"


def test_a_layer_that_is_removed_ends_the_review(dock: ReviewDock, layer, project: QgsProject) -> None:
    dock.review(layer)
    project.removeMapLayer(layer.id())
    assert dock.session is None
    assert not dock.start_button.isEnabled()
    assert dock.work.isHidden()


def test_only_inventories_are_offered(dock: ReviewDock, layer, project: QgsProject) -> None:
    from qgis.core import QgsVectorLayer

    project.addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "districts", "memory"))
    names = [dock.setup.inventory_box.itemText(i) for i in range(dock.setup.inventory_box.count())]
    assert names == ["landslides"]


def test_pictures_are_guessed_by_name_and_bands(project: QgsProject, qgis_app, tmp_path: Path) -> None:
    for name, bands in (("S2_after", 4), ("scene before", 4), ("Probability 2019", 1), ("dem", 1)):
        project.addMapLayer(raster(tmp_path, name, bands))
    assert [layer.name() for layer in guess_images(project)] == ["S2_after", "scene before", "Probability 2019"]


def test_flicker_shows_one_at_a_time_and_restores_what_was_seen(project: QgsProject, qgis_app, tmp_path: Path) -> None:
    after, before = raster(tmp_path, "after", 3), raster(tmp_path, "before", 3)
    root = project.layerTreeRoot()
    group = root.addGroup("old pictures")
    project.addMapLayer(after)
    project.addMapLayer(before, False)
    group.addLayer(before)
    group.setItemVisibilityChecked(False)
    flicker = Flicker(project)
    flicker.set_layers([after, before, None])
    shown: list[int] = []
    flicker.shown.connect(shown.append)
    assert flicker.start()
    assert (root.findLayer(after).isVisible(), root.findLayer(before).isVisible()) == (True, False)
    QTest.qWait(1000)
    assert shown[:2] == [0, 1]
    assert (root.findLayer(after).isVisible(), root.findLayer(before).isVisible()) == (False, True)
    flicker.restore()
    assert root.findLayer(after).itemVisibilityChecked() and root.findLayer(before).itemVisibilityChecked()
    assert not group.itemVisibilityChecked()
    flicker.set_layers([after, None, None])
    assert not flicker.start()


def click(canvas, point: QgsPointXY, button: Qt.MouseButton) -> None:
    pixel = canvas.getCoordinateTransform().transform(point)
    place = QPoint(round(pixel.x()), round(pixel.y()))
    QTest.mouseMove(canvas.viewport(), place)
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, place)

"""The review panel on a canvas: keys, map tools, flicker, what it leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox
from review_kit import EAST, NORTH, by_name, inventory

from qgis_plugin.review.dock import ReviewDock
from qgis_plugin.review.flicker import Flicker
from qgis_plugin.review.guess import guess_images
from qgis_plugin.review.sketch import SketchTool
from qgis_plugin.review.view import MARGIN_M


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


def test_the_map_shows_the_polygon_with_the_ground_around_it(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    box = dock.session.feature().geometry().boundingBox()
    view = dock.canvas.extent()
    assert view.contains(box.buffered(0.99 * MARGIN_M))
    assert not view.contains(box.buffered(2 * MARGIN_M)), "and not more than fits"


def test_the_scale_of_the_user_stays_and_only_a_polygon_that_does_not_fit_changes_it(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    fits = dock.canvas.scale()
    dock.canvas.zoomScale(2 * fits)
    for _ in range(4):
        dock.buttons["next"].click()
        centre = dock.session.feature().geometry().boundingBox().center()
        assert dock.canvas.scale() == pytest.approx(2 * fits, rel=1e-3)
        assert dock.canvas.center().distance(centre) < 1
    dock.canvas.zoomScale(fits / 4)  # too near for any of them
    dock.buttons["next"].click()
    assert fits / 4 < dock.canvas.scale() < 2 * fits
    assert dock.canvas.extent().contains(dock.session.feature().geometry().boundingBox())
    dock.canvas.zoomScale(10 * fits)
    dock.buttons["zoom"].click()
    assert dock.canvas.scale() < 2 * fits


def test_undo_in_the_panel_goes_back_in_count_and_status(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["reject"].click()
    assert dock.session.count().rejected == 1
    assert dock.session.feature()["ls_id"] == "LS-0003"
    dock.buttons["undo"].click()
    assert dock.session.count().done == 0
    assert dock.session.feature()["ls_id"] == "LS-0002", "back at the polygon that it was about"
    centre = dock.session.feature().geometry().boundingBox().center()
    assert dock.canvas.center().distance(centre) < 1
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


def test_a_click_on_the_polygon_that_belongs_to_it_makes_one_of_both(dock: ReviewDock, layer) -> None:
    """QGIS's tool says the click twice: it must still be there for the second time."""
    dock.review(layer)
    names = by_name(layer)
    dock.session.jump(names["LS-0003"].id())
    dock.zoom()
    before = dock.canvas.mapTool()
    dock.buttons["merge"].click()
    click(dock.canvas, names["LS-0002"].geometry().centroid().asPoint(), Qt.MouseButton.LeftButton)
    QTest.qWait(100)
    left = by_name(layer)
    assert len(left) == len(names) - 1 and dock.canvas.mapTool() is before
    (joined,) = (f for f in left.values() if f["ls_id"] in ("LS-0002", "LS-0003"))
    assert joined.geometry().area() == pytest.approx(2 * 100 * 100)


def test_escape_gives_the_map_tool_back(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["redraw"].click()
    QTest.keyClick(dock.canvas, Qt.Key.Key_Escape)
    QTest.qWait(50)
    assert not isinstance(dock.canvas.mapTool(), SketchTool)
    assert not layer.isModified()


def answer(button: QMessageBox.StandardButton, asked: list[str], tries: int = 100) -> None:
    """Click a button of the question that comes next."""

    def click_it() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            box.button(button).click()
        elif tries:
            answer(button, asked, tries - 1)

    QTimer.singleShot(20, click_it)


@pytest.mark.parametrize("choice", ["Save", "Discard", "Cancel"])
def test_stopping_asks_what_becomes_of_the_decisions(dock: ReviewDock, layer, choice: str) -> None:
    dock.review(layer)
    dock.buttons["accept"].click()
    asked: list[str] = []
    answer(getattr(QMessageBox.StandardButton, choice), asked)
    dock.start_button.click()
    assert len(asked) == 1 and "landslides" in asked[0]
    in_file = {f["status"] for f in QgsVectorLayer(layer.source(), "again", "ogr").getFeatures()}
    if choice == "Cancel":
        assert dock.session is not None and layer.isModified() and in_file == {"unreviewed"}
        assert all(shortcut.isEnabled() for shortcut in dock.keys.shortcuts)
        return
    assert dock.session is None and not layer.isEditable()
    assert in_file == ({"unreviewed", "accepted"} if choice == "Save" else {"unreviewed"})
    assert not any(shortcut.isEnabled() for shortcut in dock.keys.shortcuts)


def test_stopping_without_changes_asks_nothing_and_ends_the_edit_mode(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["accept"].click()
    dock.save_button.click()
    assert layer.isEditable()
    dock.start_button.click()
    assert dock.session is None and not layer.isEditable()


def test_a_layer_that_was_being_edited_before_stays_so(dock: ReviewDock, layer) -> None:
    layer.startEditing()
    dock.review(layer)
    dock.start_button.click()
    assert dock.session is None and layer.isEditable()


def test_unloading_the_plugin_asks_nothing_and_leaves_the_edits(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["accept"].click()
    dock.stop()
    assert layer.isModified(), "unsaved edits belong to the user"


def test_a_layer_that_is_removed_ends_the_review(dock: ReviewDock, layer, project: QgsProject) -> None:
    dock.review(layer)
    project.removeMapLayer(layer.id())
    assert dock.session is None
    assert not dock.start_button.isEnabled()
    assert dock.work.isHidden()


def test_only_inventories_are_offered(dock: ReviewDock, layer, project: QgsProject) -> None:
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

"""What a reviewer says in passing (why, type, notes, all above); how the current polygon looks; which pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import (
    NULL,
    QgsFeature,
    QgsFillSymbol,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox
from review_kit import COLUMNS, by_name, inventory

from qgis_plugin.layers import domains
from qgis_plugin.layers.files import LANDSLIDES, ROLE
from qgis_plugin.layers.symbols import style_landslides
from qgis_plugin.review.accept_above import AcceptAbove
from qgis_plugin.review.actions import actions, after_reject
from qgis_plugin.review.dock import ReviewDock
from qgis_plugin.review.guess import guess_images
from qgis_plugin.review.outlines import OURS


@pytest.fixture
def layer(qgis_new_project, tmp_path: Path) -> QgsVectorLayer:
    made = inventory(tmp_path / "slides.gpkg")
    made.setCustomProperty(ROLE, LANDSLIDES)
    style_landslides(made)
    QgsProject.instance().addMapLayer(made)
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


def reason_key(dock: ReviewDock, value: str) -> None:
    place = [reason for _, reason, _ in after_reject()].index(value)
    shortcut = dock.reason_keys.shortcuts[place]
    assert shortcut.isEnabled(), "the key works only after a rejection"
    shortcut.activated.emit()


def said(layer: QgsVectorLayer, name: str) -> tuple[object, object]:
    feature = by_name(layer)[name]
    return feature["status"], None if feature["reject_reason"] == NULL else feature["reject_reason"]


def test_a_digit_after_a_rejection_says_why_in_the_same_step_of_undo(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    assert not any(shortcut.isEnabled() for shortcut in dock.reason_keys.shortcuts)
    dock.buttons["reject"].click()
    assert said(layer, "LS-0002") == ("rejected", None), "R alone rejects"
    assert "LS-0002" in dock.work.hint_label.text() and not dock.work.hint_label.isHidden()
    steps = layer.undoStack().count()
    reason_key(dock, "road")
    assert said(layer, "LS-0002") == ("rejected", "road")
    assert "LS-0002 is rejected: Road" in dock.work.hint_label.text()
    reason_key(dock, "field")
    assert said(layer, "LS-0002") == ("rejected", "field"), "it can be said anew"
    assert layer.undoStack().count() == steps
    assert dock.session.feature()["ls_id"] == "LS-0003", "the review stays where it went"
    dock.buttons["undo"].click()
    assert said(layer, "LS-0002") == ("unreviewed", None)
    assert not any(shortcut.isEnabled() for shortcut in dock.reason_keys.shortcuts)


def test_an_id_from_a_stranger_is_no_markup(dock: ReviewDock, layer) -> None:
    layer.startEditing()
    fid = by_name(layer)["LS-0002"].id()
    layer.changeAttributeValue(fid, layer.fields().indexOf("ls_id"), "<h1>X")
    layer.changeAttributeValue(fid, layer.fields().indexOf("reviewer"), "<img src='x'>")
    layer.commitChanges()
    dock.review(layer)
    dock.buttons["reject"].click()
    dock.buttons["previous"].click()
    for label in (dock.work.hint_label, dock.work.name_label):
        assert "<h1>" not in label.text() and "<img" not in label.text()
    assert "&lt;h1&gt;X" in dock.work.name_label.text()


def test_the_keys_of_reasons_end_with_the_next_step(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["reject"].click()
    dock.buttons["accept"].click()
    assert not any(shortcut.isEnabled() for shortcut in dock.reason_keys.shortcuts)
    assert dock.work.hint_label.isHidden()


def test_a_reason_after_saving_changes_only_the_reason(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["accept"].click()
    dock.buttons["reject"].click()
    dock.save_button.click()
    assert not any(shortcut.isEnabled() for shortcut in dock.reason_keys.shortcuts)
    assert (said(layer, "LS-0002")[0], said(layer, "LS-0003")[0]) == ("accepted", "rejected")


def test_the_menu_of_the_button_rejects_with_a_reason(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    entries = dock.buttons["reject"].menu().actions()
    assert len(entries) == len(domains.reject_reasons()) == 9
    entries[0].trigger()
    assert said(layer, "LS-0002") == ("rejected", "cloud")
    dock.session.jump(by_name(layer)["LS-0002"].id())
    dock.buttons["accept"].click()
    assert said(layer, "LS-0002") == ("accepted", None), "what is accepted has no reason"


def test_a_file_of_an_older_version_takes_a_reason(dock: ReviewDock, tmp_path: Path) -> None:
    old = inventory(
        tmp_path / "old.gpkg", {k: v for k, v in COLUMNS.items() if k not in ("reject_reason", "review_utc")}
    )
    QgsProject.instance().addMapLayer(old)
    dock.review(old)
    dock.buttons["reject"].click()
    reason_key(dock, "quarry")
    dock.save_button.click()
    again = by_name(QgsVectorLayer(old.source(), "again", "ogr"))
    assert (again["LS-0002"]["status"], again["LS-0002"]["reject_reason"]) == ("rejected", "quarry")


def test_type_and_notes_are_set_without_a_decision(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    details = dock.work.details
    details.type_box.setCurrentIndex(details.type_box.findData("earthflow"))
    details.type_box.activated.emit(details.type_box.currentIndex())
    details.write_notes()
    QTest.keyClicks(details.notes_edit, "fresh, arn")
    dock.buttons["next"].click()  # what is typed belongs to the polygon that was shown
    feature = by_name(layer)["LS-0002"]
    assert (feature["ls_type"], feature["notes"], feature["status"]) == ("earthflow", "fresh, arn", "unreviewed")
    assert by_name(layer)["LS-0003"]["notes"] == NULL
    assert details.notes_edit.toPlainText() == "" and details.type_box.currentData() == ""
    dock.buttons["previous"].click()
    assert (details.notes_edit.toPlainText(), details.type_box.currentData()) == ("fresh, arn", "earthflow")
    details.write_notes()
    QTest.keyClicks(details.notes_edit, "no")
    QTest.keyClick(details.notes_edit, Qt.Key.Key_Escape)
    assert by_name(layer)["LS-0002"]["notes"] == "fresh, arn"
    details.write_notes()
    QTest.keyClicks(details.notes_edit, "seen on foot")
    QTest.keyClick(details.notes_edit, Qt.Key.Key_Return)
    assert by_name(layer)["LS-0002"]["notes"] == "seen on foot"


def test_accepting_all_above_counts_first_and_takes_only_what_nobody_reviewed(dock: ReviewDock, layer) -> None:
    layer.startEditing()
    index = layer.fields().indexOf("prob_mean")
    for name, probability in (("LS-0001", 0.95), ("LS-0002", 0.9), ("LS-0003", 0.89), ("LS-0004", None)):
        layer.changeAttributeValue(by_name(layer)[name].id(), index, probability)
    layer.commitChanges()
    dock.review(layer)
    dock.buttons["reject"].click()  # LS-0002
    steps = layer.undoStack().count()
    preview: list[str] = []

    def say_yes(tries: int = 100) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, AcceptAbove):
            dialog.percent.setValue(96)
            preview.append(dialog.count_label.text())
            assert not dialog.box.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
            dialog.percent.setValue(89)
            preview.append(dialog.count_label.text())
            dialog.box.button(QDialogButtonBox.StandardButton.Ok).click()
        elif tries:
            QTimer.singleShot(20, lambda: say_yes(tries - 1))

    QTimer.singleShot(20, say_yes)
    dock.work.above_button.click()
    assert preview[0].startswith("No landslide") and "accepted: 2 (5.0 ha)" in preview[1]
    statuses = {name: feature["status"] for name, feature in by_name(layer).items()}
    assert statuses == {"LS-0001": "accepted", "LS-0002": "rejected", "LS-0003": "accepted", "LS-0004": "unreviewed"}
    assert layer.undoStack().count() == steps + 1
    assert dock.session.feature()["ls_id"] == "LS-0004"
    dock.buttons["undo"].click()
    assert by_name(layer)["LS-0001"]["status"] == by_name(layer)["LS-0003"]["status"] == "unreviewed"


# --- how the current polygon looks


def pixel(layer: QgsVectorLayer, name: str) -> str:
    """The colour in the middle of a polygon, as the map would draw the layer."""
    box = by_name(layer)[name].geometry().boundingBox()
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(box.buffered(20))
    settings.setOutputSize(QSize(101, 101))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(50, 50).name()


def test_the_current_polygon_has_no_fill_and_the_others_keep_theirs(dock: ReviewDock, layer) -> None:
    filled = pixel(layer, "LS-0002")
    assert filled != "#ffffff"
    dock.review(layer)
    assert pixel(layer, "LS-0002") == "#ffffff"
    assert pixel(layer, "LS-0004") == filled
    dock.buttons["next"].click()
    assert pixel(layer, "LS-0003") == "#ffffff"
    assert pixel(layer, "LS-0002") == filled
    dock.stop()
    assert pixel(layer, "LS-0003") == filled


def test_another_style_during_a_review_leaves_the_current_one_without_fill(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "255,0,0,255"})))
    assert pixel(layer, "LS-0002") == "#ffffff"
    assert pixel(layer, "LS-0004") == "#ff0000"
    dock.stop()
    assert pixel(layer, "LS-0002") == "#ff0000"


def test_a_project_saved_during_a_review_has_the_style_of_the_user(dock: ReviewDock, layer, tmp_path: Path) -> None:
    dock.review(layer)
    file = tmp_path / "saved.qgs"
    assert QgsProject.instance().write(str(file))
    assert OURS not in file.read_text(encoding="utf-8")
    assert pixel(layer, "LS-0002") == "#ffffff", "and the review goes on as before"


def test_a_key_hides_all_outlines_and_the_end_shows_them(dock: ReviewDock, layer) -> None:
    node = QgsProject.instance().layerTreeRoot().findLayer(layer)
    dock.review(layer)
    dock.buttons["hide"].click()
    assert not node.itemVisibilityChecked() and dock.outlines.hidden
    dock.buttons["next"].click()
    assert not node.itemVisibilityChecked(), "they stay hidden from polygon to polygon"
    dock.buttons["hide"].click()
    assert node.itemVisibilityChecked()
    dock.buttons["hide"].click()
    dock.stop()
    assert node.itemVisibilityChecked()


# --- keys, pictures


def test_every_step_has_a_key_of_its_own_and_stands_in_the_key_sheet(dock: ReviewDock, layer) -> None:
    table = actions(dock)
    keys = [action.key for action in table] + [key for key, _, _ in after_reject()]
    assert len(set(keys)) == len(keys)
    dock.review(layer)
    dock.keys_button.click()
    assert dock.key_sheet.isVisible()
    for action in table:
        assert f"<b>{action.key}</b>" in dock.key_sheet.labels[0].text()
    dock.keys_button.click()
    assert not dock.key_sheet.isVisible()


def raster(folder: Path, name: str, bands: int, **properties: str) -> QgsRasterLayer:
    from osgeo import gdal

    path = folder / f"{name}.tif"
    gdal.GetDriverByName("GTiff").Create(str(path), 8, 8, bands)
    made = QgsRasterLayer(str(path), name)
    for key, value in properties.items():
        made.setCustomProperty(f"l4s/{key}", value)
    QgsProject.instance().addMapLayer(made)
    return made


def test_pictures_that_say_what_they_are_come_before_guesses(layer, tmp_path: Path) -> None:
    raster(tmp_path, "aerial", 3)
    raster(tmp_path, "pre something", 3)
    raster(tmp_path, "a", 3, picture="ndvi", when="after", scene="/s")
    raster(tmp_path, "b", 3, picture="true_colour", when="after", scene="/s")
    raster(tmp_path, "c", 3, picture="false_colour", when="before", scene="/s")
    raster(tmp_path, "d", 1, role="probability")
    assert [found.name() for found in guess_images(QgsProject.instance())] == ["b", "c", "d"]


def test_of_several_scenes_that_of_the_inventory_is_taken(layer, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    scene = tmp_path / "S2.SAFE"
    scene.mkdir()
    with closing(sqlite3.connect(layer.source().split("|")[0])) as database, database:
        database.execute("CREATE TABLE run (name TEXT, value TEXT, type TEXT)")
        database.execute("INSERT INTO run VALUES ('scene_source', ?, 'text')", (str(scene),))
    raster(tmp_path, "other", 3, picture="true_colour", when="after", scene="/elsewhere")
    raster(tmp_path, "own", 3, picture="false_colour", when="after", scene=str(scene))
    assert guess_images(QgsProject.instance(), layer)[0].name() == "own"
    assert guess_images(QgsProject.instance())[0].name() == "other"


def test_the_reasons_are_those_of_the_documentation() -> None:
    text = (Path(__file__).parents[1] / "docs" / "inventory.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| `reject_reason` | of what was rejected"))
    for value, label in domains.reject_reasons():
        assert f"`{value}`" in row and label


def test_feature_without_columns_of_the_list_is_listed(qgis_new_project) -> None:
    from qgis_plugin.review.edits import items

    bare = QgsVectorLayer("Polygon?field=ls_id:string&field=status:string", "bare", "memory")
    feature = QgsFeature(bare.fields())
    feature["ls_id"] = "X"
    bare.dataProvider().addFeature(feature)
    (item,) = items(bare)
    assert (item.name, item.status, item.kind, item.probability) == ("X", "unreviewed", "", None)

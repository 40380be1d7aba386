"""Adding a landslide by a click or by hand, and attributes after redraw, split and merge: with a real backend."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from dock_kit import Desktop, spin, until
from qgis.core import NULL, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from review_kit import inventory, square

from qgis_plugin.backend.environment import child_environment
from qgis_plugin.layers.origin import origin_of
from qgis_plugin.review import edits
from qgis_plugin.review.add_tool import AddTool
from qgis_plugin.review.attributes import MEASURED, joined_uuids, next_id
from qgis_plugin.review.dock import ReviewDock
from qgis_plugin.review.sketch import SketchTool
from qgis_plugin.settings import Settings

MISSED = QgsPointXY(623_105, 1_271_164)
"""Beside what version 0 outlines of the debris flow of Puthumala, where it is undecided; later versions outline it."""


def l4s(python: Path, *arguments: object) -> None:
    done = subprocess.run(
        [str(python), "-I", "-m", "l4s_core.cli.main", *map(str, arguments)],
        env=child_environment(os.environ),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def result(backend_python: Path, repository: Path, tmp_path_factory) -> Path:
    """An inventory of the real scene, with its probability beside it."""
    folder = tmp_path_factory.mktemp("result")
    scene = repository / "examples" / "puthumala"
    out = folder / "slides.gpkg"
    l4s(
        backend_python, "detect", scene, "--dem", scene / "Copernicus_DEM_30m.tif", "-o", out,
        "--probability", folder / "slides_probability.tif", "--clouds", "builtin", "--model", "l4s-lite-v0",
    )  # fmt: skip
    return out


@pytest.fixture
def layer(qgis_new_project, result: Path, tmp_path: Path) -> QgsVectorLayer:
    import shutil

    for file in result.parent.glob("slides*"):
        shutil.copy(file, tmp_path)
    made = QgsVectorLayer(f"{tmp_path / 'slides.gpkg'}|layername=landslides", "landslides", "ogr")
    assert made.isValid()
    QgsProject.instance().addMapLayer(made)
    return made


@pytest.fixture
def dock(qgis_app, backend_python: Path, layer):
    Settings().interpreter = backend_python
    desktop = Desktop()
    made = ReviewDock(desktop, desktop.window)
    desktop.window.show()
    desktop.canvas.resize(700, 500)
    made.reviewer_edit.setText("Ana")
    made.review(layer)
    yield made
    made.shut_down()
    made.deleteLater()
    Settings().interpreter = None


def look_at(dock: ReviewDock, place: QgsPointXY) -> QPoint:
    """Centre the map and give the pixel of a place."""
    dock.canvas.setCenter(place)
    dock.canvas.zoomScale(20_000)
    spin(50)
    at = dock.canvas.getCoordinateTransform().transform(place)
    return QPoint(round(at.x()), round(at.y()))


def click(dock: ReviewDock, place: QgsPointXY) -> None:
    QTest.mouseClick(
        dock.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, look_at(dock, place)
    )


def key(dock: ReviewDock, which) -> None:
    QTest.keyClick(dock.canvas, which)
    spin(30)


def wheel(dock: ReviewDock, delta: int, control: bool) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(300, 200), QPointF(300, 200), QPoint(0, 0), QPoint(0, delta), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    dock.canvas.wheelEvent(event)


def row(layer: QgsVectorLayer, name: str) -> dict:
    [found] = [feature for feature in layer.getFeatures() if feature["ls_id"] == name]
    return {field.name(): found[field.name()] for field in layer.fields()}


def test_a_click_looser_tighter_enter_and_all_attributes_are_there(dock, layer) -> None:
    before = layer.featureCount()
    name, origin = next_id(layer), origin_of(layer)
    assert origin is not None and origin.probability is not None and origin.dem is not None
    dock.buttons["add"].click()
    assert isinstance(dock.canvas.mapTool(), AddTool)
    assert not any(shortcut.isEnabled() for shortcut in dock.keys.shortcuts)
    click(dock, MISSED)
    until(lambda: dock.adding.candidate, 60)
    found = dock.adding.candidate
    assert len(found.outlines) > 3
    assert layer.featureCount() == before
    first = dock.adding.step
    key(dock, Qt.Key.Key_Plus)
    assert dock.adding.step == first + 1
    scale = dock.canvas.scale()
    wheel(dock, -120, control=True)
    assert dock.adding.step == first
    assert dock.canvas.scale() == scale
    wheel(dock, 120, control=False)
    assert dock.adding.step == first
    assert dock.canvas.scale() != scale
    for _ in range(30):
        key(dock, Qt.Key.Key_Minus)
    assert dock.adding.step == 0
    key(dock, Qt.Key.Key_Plus)
    shown = QgsGeometry(found.outlines[1])
    key(dock, Qt.Key.Key_Return)
    assert layer.featureCount() == before + 1
    new = row(layer, name)
    [feature] = [one for one in layer.getFeatures() if one["ls_id"] == name]
    assert feature.geometry().isGeosEqual(shown)
    assert [column for column in MEASURED if new[column] in (None, NULL)] == []
    assert new["area_m2"] == pytest.approx(shown.area())
    other = next(one for one in layer.getFeatures() if one["ls_id"] == "LS-0001")
    for column in ("scene_post", "date_max", "dem_source", "run_utc", "model_id"):
        assert new[column] == other[column], column
    assert (new["status"], new["reviewer"], new["notes"]) == ("edited", "Ana", "Outlined by a click.")
    assert len(new["uuid"]) == 36
    assert len(new["review_utc"]) == 20
    edits.undo(layer)
    assert layer.featureCount() == before
    key(dock, Qt.Key.Key_Escape)
    spin(50)
    assert not dock.adding.active
    assert all(shortcut.isEnabled() for shortcut in dock.keys.shortcuts)


def test_a_second_click_calls_the_first_off_and_escape_drops(dock, layer) -> None:
    dock.add_landslide()
    click(dock, MISSED)
    spin(20)
    first = dock.adding._task
    click(dock, QgsPointXY(623_600, 1_271_000))
    assert dock.adding._task is not first
    assert len(dock.questions._tasks) == 1
    until(lambda: dock.adding.candidate, 60)
    assert dock.adding.candidate.outlines[0].contains(QgsPointXY(623_600, 1_271_000))
    key(dock, Qt.Key.Key_Escape)
    assert dock.adding.candidate is None
    assert dock.adding.active
    key(dock, Qt.Key.Key_Return)  # nothing is shown: nothing is added
    assert not layer.isModified()


def test_what_is_a_landslide_already_is_not_added_twice(dock, layer) -> None:
    [known] = [one for one in layer.getFeatures() if one["ls_id"] == "LS-0001"]
    inside = known.geometry().pointOnSurface().asPoint()
    dock.add_landslide()
    dock.adding._pointed(inside)
    assert any("already" in text for text in dock.iface.messages())
    assert not dock.questions.waiting()
    edits.judge(layer, known.id(), False, "Ana")  # rejected: the ground is free
    dock.adding._pointed(inside)
    until(lambda: dock.adding.candidate, 60)
    assert dock.adding.candidate.outlines[-1].contains(inside)
    before, box = layer.featureCount(), known.geometry().boundingBox()
    edits.undo(layer)
    corners = [(box.xMinimum(), box.yMinimum()), (box.xMinimum(), box.yMaximum()), (box.xMaximum(), box.yMaximum())]
    dock.adding.draw()
    dock.canvas.mapTool().drawn.emit([QgsPointXY(x, y) for x, y in corners])
    until(lambda: layer.featureCount() == before + 1, 60)
    drawn = next(one for one in layer.getFeatures() if one["notes"] == "Drawn by hand.")
    assert drawn.geometry().area() > 0
    assert drawn.geometry().intersection(known.geometry()).area() == pytest.approx(0, abs=0.01)


def test_another_tool_of_qgis_ends_it_and_the_keys_are_back(dock) -> None:
    from qgis.gui import QgsMapToolPan

    dock.add_landslide()
    pan = QgsMapToolPan(dock.canvas)
    dock.canvas.setMapTool(pan)
    spin(50)
    assert not dock.adding.active
    assert dock.canvas.mapTool() is pan
    assert all(shortcut.isEnabled() for shortcut in dock.keys.shortcuts)


def test_a_click_beside_the_scene_is_told_in_one_sentence(dock) -> None:
    dock.add_landslide()
    dock.adding._pointed(QgsPointXY(100_000, 100_000))
    until(lambda: any("outside" in text for text in dock.iface.messages()), 60)
    assert dock.adding.active
    assert not dock.questions.waiting()


def test_drawn_by_hand_it_is_measured_and_added_in_one_step(dock, layer) -> None:
    before, name = layer.featureCount(), next_id(layer)
    dock.add_landslide()
    key(dock, Qt.Key.Key_D)
    assert isinstance(dock.canvas.mapTool(), SketchTool)
    x, y = MISSED.x(), MISSED.y()
    dock.canvas.mapTool().drawn.emit([QgsPointXY(x, y), QgsPointXY(x + 120, y), QgsPointXY(x, y - 80)])
    until(lambda: layer.featureCount() == before + 1, 60)
    new = row(layer, name)
    assert new["area_m2"] == pytest.approx(4800)
    assert [column for column in MEASURED if new[column] in (None, NULL)] == []
    assert (new["notes"], new["status"]) == ("Drawn by hand.", "edited")
    assert new["model_id"] in (None, NULL)
    assert isinstance(dock.canvas.mapTool(), AddTool)
    edits.undo(layer)
    assert layer.featureCount() == before


def test_redraw_split_and_merge_are_measured_again_and_undone_in_one_step(dock, layer) -> None:
    session = dock.session
    fid = session.fid
    was = {name: layer.getFeature(fid)[name] for name in MEASURED}
    box = layer.getFeature(fid).geometry().boundingBox()
    left, bottom, right, top = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    corners = [QgsPointXY(x, y) for x, y in ((left, bottom), (left, top), (right, top), (right, bottom))]
    session.redraw(corners, dock.canvas)
    assert layer.getFeature(fid)["slope_mean"] in (None, NULL)
    until(lambda: layer.getFeature(fid)["slope_mean"] not in (None, NULL), 60)
    now = {name: layer.getFeature(fid)[name] for name in MEASURED}
    assert now["area_m2"] == pytest.approx(box.area())
    assert now["prob_mean"] != was["prob_mean"]
    session.undo()
    assert {name: layer.getFeature(fid)[name] for name in MEASURED} == was

    middle = (box.xMinimum() + box.xMaximum()) / 2
    parts = session.split(
        [QgsPointXY(middle, box.yMinimum() - 50), QgsPointXY(middle, box.yMaximum() + 50)], dock.canvas
    )
    assert parts >= 2
    until(lambda: not dock.questions.waiting(), 60)
    halves = [one for one in layer.getFeatures() if str(one["ls_id"]).startswith(layer.getFeature(fid)["ls_id"])]
    assert len(halves) == parts
    assert all(one["slope_mean"] not in (None, NULL) for one in halves)
    assert len({one["uuid"] for one in halves}) == parts
    other = next(one for one in halves if one.id() != fid)
    session.merge(other.id())
    until(lambda: not dock.questions.waiting(), 60)
    joined = layer.getFeature(fid)
    assert other["uuid"] in joined["merged_uuids"]
    assert joined["slope_mean"] not in (None, NULL)
    session.save()
    assert layer.getFeature(session.fid)["merged_uuids"] == joined["merged_uuids"]


def test_an_answer_to_an_outline_that_is_gone_is_dropped(dock, layer) -> None:
    session = dock.session
    fid = session.fid
    was = {name: layer.getFeature(fid)[name] for name in MEASURED}
    box = layer.getFeature(fid).geometry().boundingBox()
    session.redraw([QgsPointXY(box.xMinimum(), box.yMinimum()), QgsPointXY(box.xMinimum(), box.yMaximum()),
                    QgsPointXY(box.xMaximum(), box.yMaximum())], dock.canvas)  # fmt: skip
    session.undo()
    until(lambda: not dock.questions.waiting(), 60)
    assert {name: layer.getFeature(fid)[name] for name in MEASURED} == was


def test_an_answer_that_comes_after_a_decision_outlives_the_undo_of_the_decision(dock, layer) -> None:
    session = dock.session
    fid = session.fid
    was = {name: layer.getFeature(fid)[name] for name in MEASURED}
    box = layer.getFeature(fid).geometry().boundingBox()
    session.redraw([QgsPointXY(box.xMinimum(), box.yMinimum()), QgsPointXY(box.xMinimum(), box.yMaximum()),
                    QgsPointXY(box.xMaximum(), box.yMaximum())], dock.canvas)  # fmt: skip
    dock.accept()
    until(lambda: layer.getFeature(fid)["slope_mean"] not in (None, NULL), 60)
    measured = {name: layer.getFeature(fid)[name] for name in MEASURED}
    dock.undo()
    assert (session.fid, layer.getFeature(fid)["status"]) == (fid, "edited")
    until(lambda: layer.getFeature(fid)["slope_mean"] not in (None, NULL), 60)
    assert {name: layer.getFeature(fid)[name] for name in MEASURED} == measured
    dock.undo()
    until(lambda: not dock.questions.waiting(), 60)
    assert {name: layer.getFeature(fid)[name] for name in MEASURED} == was
    assert layer.getFeature(fid)["status"] == "unreviewed"


def test_an_answer_between_a_rejection_and_its_reason_takes_neither_away(dock, layer) -> None:
    session = dock.session
    first = session.fid
    box = layer.getFeature(first).geometry().boundingBox()
    session.redraw([QgsPointXY(box.xMinimum(), box.yMinimum()), QgsPointXY(box.xMinimum(), box.yMaximum()),
                    QgsPointXY(box.xMaximum(), box.yMaximum())], dock.canvas)  # fmt: skip
    dock.go(1)
    second = session.fid
    dock.reject()
    until(lambda: layer.getFeature(first)["slope_mean"] not in (None, NULL), 60)
    spin(50)
    assert session.last_rejected == second
    session.give_reason("cloud")
    assert layer.getFeature(first)["slope_mean"] not in (None, NULL)
    assert (layer.getFeature(second)["status"], layer.getFeature(second)["reject_reason"]) == ("rejected", "cloud")


def test_an_outline_that_was_changed_with_tools_of_qgis_is_measured_again(dock, layer) -> None:
    fid = dock.session.fid
    was = {name: layer.getFeature(fid)[name] for name in MEASURED}
    box = layer.getFeature(fid).geometry().boundingBox()
    larger = QgsGeometry.fromRect(box)
    larger.convertToMultiType()
    assert layer.startEditing()
    layer.beginEditCommand("Vertex tool")
    assert layer.changeGeometry(fid, larger)
    layer.endEditCommand()
    until(lambda: layer.getFeature(fid)["area_m2"] != was["area_m2"], 60)
    feature = layer.getFeature(fid)
    assert feature["area_m2"] == pytest.approx(box.area())
    assert feature["z_min"] not in (None, NULL) and feature["perim_m"] == pytest.approx(larger.length())
    stack = layer.undoStack()
    stack.undo()
    stack.undo()
    spin(100)
    assert not dock.questions.waiting(), "what is as it was is not measured"
    assert stack.canRedo() and {name: layer.getFeature(fid)[name] for name in MEASURED} == was


def test_what_was_measured_after_saving_is_no_step_to_undo(dock, layer) -> None:
    session = dock.session
    fid = session.fid
    box = layer.getFeature(fid).geometry().boundingBox()
    session.redraw([QgsPointXY(box.xMinimum(), box.yMinimum()), QgsPointXY(box.xMinimum(), box.yMaximum()),
                    QgsPointXY(box.xMaximum(), box.yMaximum())], dock.canvas)  # fmt: skip
    session.save()
    until(lambda: layer.getFeature(fid)["slope_mean"] not in (None, NULL), 60)
    assert not session.undo()
    assert layer.getFeature(fid)["slope_mean"] not in (None, NULL)


def test_an_answer_after_saving_still_finds_its_polygon(dock, layer) -> None:
    session = dock.session
    box = session.feature().geometry().boundingBox()
    middle = (box.xMinimum() + box.xMaximum()) / 2
    session.split([QgsPointXY(middle, box.yMinimum() - 50), QgsPointXY(middle, box.yMaximum() + 50)], dock.canvas)
    session.save()  # new polygons get other feature ids
    until(lambda: not dock.questions.waiting(), 60)
    assert all(one["slope_mean"] not in (None, NULL) for one in layer.getFeatures())


def test_without_a_run_sizes_are_measured_and_it_is_said_once(
    qgis_app, qgis_new_project, backend_python, tmp_path
) -> None:
    layer = inventory(tmp_path / "bare.gpkg")
    QgsProject.instance().addMapLayer(layer)
    Settings().interpreter = backend_python
    desktop = Desktop()
    dock = ReviewDock(desktop, desktop.window)
    dock.review(layer)
    dock.session.fid = next(iter(layer.getFeatures())).id()
    for side in (150, 160):
        edits.redraw(layer, dock.session.fid, square(0, 0, side), "Ana")
        dock.session.outlined.emit([dock.session.fid])
        until(lambda: not dock.questions.waiting(), 60)
    assert layer.getFeature(dock.session.fid)["length_m"] == pytest.approx(160)
    assert layer.getFeature(dock.session.fid)["prob_mean"] == pytest.approx(0.8)  # no probability: as it was
    assert len([text for text in desktop.messages() if "elevation" in text]) == 1
    dock.shut_down()
    Settings().interpreter = None


def test_numbers_and_uuids(tmp_path: Path, qgis_app) -> None:
    layer = inventory(tmp_path / "bare.gpkg")
    assert next_id(layer) == "LS-0005"
    assert joined_uuids("a; b", None, "b", NULL, "c") == "a; b; c"
    assert joined_uuids(None, NULL) is None


def test_the_button_of_the_toolbar_begins_where_the_map_is(qgis_app, backend_python: Path, layer) -> None:
    import qgis_plugin

    Settings().interpreter = backend_python
    desktop = Desktop()
    plugin = qgis_plugin.classFactory(desktop)
    plugin.initGui()
    desktop.window.show()
    desktop.canvas.setCenter(MISSED)
    desktop.canvas.zoomScale(12_345)
    seen = desktop.canvas.extent()
    plugin.actions["add"].trigger()
    spin(50)
    assert plugin.review_dock.adding.active
    assert plugin.review_dock.session.layer is layer
    assert desktop.canvas.extent().center().distance(seen.center()) < 1
    plugin.unload()
    spin(50)
    assert not isinstance(desktop.canvas.mapTool(), AddTool)
    Settings().interpreter = None


def test_the_button_without_an_inventory_says_so(qgis_app, qgis_new_project) -> None:
    import qgis_plugin

    desktop = Desktop()
    plugin = qgis_plugin.classFactory(desktop)
    plugin.initGui()
    plugin.actions["add"].trigger()
    assert any("no inventory" in text for text in desktop.messages())
    plugin.unload()
    spin(50)

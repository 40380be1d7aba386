"""Where results go: names that a person typed stay, and nothing that a person said is written over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dock_kit import Desktop, spin, until
from layers_kit import by_role, detect
from qgis.core import QgsFeature, QgsGeometry, QgsMapLayer, QgsProject, QgsRectangle, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QPushButton

from qgis_plugin.gui.detect_dock import DetectDock
from qgis_plugin.gui.map_view import MapView, place_of
from qgis_plugin.gui.output_group import OutputGroup
from qgis_plugin.inputs import InputProblem
from qgis_plugin.layers import ResultFiles, add_result
from qgis_plugin.layers.files import LANDSLIDES
from qgis_plugin.settings import Settings


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    folder = tmp_path_factory.mktemp("made")
    detect(backend_python, scenes / "puthumala_2019", folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, backend_python: Path, qgis_new_project: None) -> Iterator[Path]:
    QgsSettings().remove("l4s")
    Settings().interpreter = backend_python
    Settings().remember("last_results", str(tmp_path))
    yield tmp_path
    QgsSettings().remove("l4s")


@pytest.fixture
def group(folder: Path) -> Iterator[OutputGroup]:
    made = OutputGroup()
    made.suggest("scene")
    yield made
    made.deleteLater()


def reviewed(made: Path, path: Path, count: int = 2) -> Path:
    """A copy of the inventory in which some landslides were accepted and one was rejected, as QGIS saves it."""
    path.write_bytes((made / "puthumala.gpkg").read_bytes())
    layer = QgsVectorLayer(f"{path}|layername=landslides", "", "ogr")
    layer.startEditing()
    for number, feature in enumerate(layer.getFeatures()):
        if number < count:
            word = "rejected" if number == count - 1 else "accepted"
            layer.changeAttributeValue(feature.id(), layer.fields().indexOf("status"), word)
            layer.changeAttributeValue(feature.id(), layer.fields().indexOf("reviewer"), "A. Rossi")
    assert layer.commitChanges()
    return path


def said(path: Path) -> list[tuple[str, str, str | None]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT uuid, status, reviewer FROM landslides ORDER BY area_m2 DESC").fetchall()


def test_a_typed_name_stays_whatever_it_is(group: OutputGroup, folder: Path) -> None:
    first = folder / "landslides_scene.gpkg"
    assert group.inventory.text() == str(first)
    first.touch()
    group.suggest_next()
    second = folder / "landslides_scene_2.gpkg"
    assert group.inventory.text() == str(second)
    # the name of the earlier result again, to write over it
    group.inventory.line.setText(str(first))
    group.overwrite.setChecked(True)
    for scene in ("scene", "another", "scene"):
        group.suggest(scene)
        assert group.inventory.text() == str(first)
    group.suggest_next()
    assert group.inventory.text() == str(first)
    assert group.probability.text() == str(folder / "landslides_scene_probability.tif"), "beside it"
    group.inventory.line.setText("")
    group.suggest("scene")
    assert group.inventory.text() == str(second), "nothing is typed: a name is suggested again"


def test_a_reviewed_inventory_is_not_replaced(group: OutputGroup, folder: Path, made: Path) -> None:
    path = reviewed(made, folder / "mine.gpkg")
    group.inventory.line.setText(str(path))
    group.overwrite.setChecked(True)
    with pytest.raises(InputProblem, match="holds 2 reviewed landslides"):
        group.values()
    assert not group.choice.isHidden() and "mine.gpkg holds 2" in group.choice.says.text()
    group.choice.beside.click()
    values = group.values()
    assert values["output"] == folder / "mine_2.gpkg" and values["keep_review"] is None
    assert group.choice.isHidden()


def test_the_review_is_carried_into_the_file_itself_where_it_is_not_open(
    group: OutputGroup, folder: Path, made: Path
) -> None:
    path = reviewed(made, folder / "mine.gpkg")
    group.inventory.line.setText(str(path))
    with pytest.raises(InputProblem):
        group.values()
    group.choice.carry.click()
    values = group.values()
    assert (values["output"], values["keep_review"], values["overwrite"]) == (path, path, True)
    assert not group.choice.carried.isHidden() and "mine.gpkg" in group.choice.carried.text()
    group.choice.carried.click()
    with pytest.raises(InputProblem):
        group.values()


def test_the_review_of_an_open_file_is_carried_beside_it(group: OutputGroup, folder: Path, made: Path) -> None:
    path = reviewed(made, folder / "mine.gpkg")
    add_result(QgsProject.instance(), ResultFiles(path, None, None, "mine"))
    group.inventory.line.setText(str(path))
    group.overwrite.setChecked(True)
    with pytest.raises(InputProblem):
        group.values()
    group.choice.carry.click()
    values = group.values()
    assert (values["output"], values["keep_review"]) == (folder / "mine_2.gpkg", path)


@pytest.fixture
def dock(folder: Path, scenes: Path) -> Iterator[tuple[DetectDock, Desktop]]:
    desktop = Desktop()
    dock = DetectDock(desktop, desktop.window)
    desktop.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    desktop.window.show()
    until(lambda: dock.backend is not None)
    dock.form.scene.input.set_path(scenes / "puthumala_2019")
    dock.form.terrain.input.set_path(scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif")
    until(lambda: dock.panel.progress.run.isEnabled())
    yield dock, desktop
    dock.shut_down()
    desktop.removeDockWidget(dock)
    dock.deleteLater()
    spin(0)


def run(dock: DetectDock) -> None:
    until(lambda: dock.panel.progress.run.isEnabled())
    dock.panel.progress.run.click()
    until(lambda: dock.task is None, 120)


def test_the_panel_refuses_and_carries_a_review_over(
    dock: tuple[DetectDock, Desktop], folder: Path, made: Path
) -> None:
    panel, desktop = dock
    path = reviewed(made, folder / "mine.gpkg")
    before = said(path)
    outputs = panel.form.outputs
    outputs.inventory.line.setText(str(path))
    outputs.overwrite.setChecked(True)
    until(lambda: "reviewed landslides" in panel.panel.missing.text(), 20)
    assert not panel.panel.progress.run.isEnabled()
    panel.start()  # and at the click, should the file have been reviewed a moment ago
    assert panel.task is None and said(path) == before
    outputs.choice.carry.click()
    run(panel)
    after = said(path)  # of another cloud test, so some that nobody judged are others
    judged = [row for row in before if row[1] != "unreviewed"]
    assert len(judged) == 2 and [row for row in after if row[1] != "unreviewed"] == judged
    assert said(folder / "mine.gpkg~") == before
    assert outputs.inventory.text() == str(path), "the name that was typed"
    wanted = sum(status != "rejected" for _, status, _ in after)
    assert any(f"{wanted} landslides" in text for text in desktop.messages()), desktop.messages()


def far_away(folder: Path) -> QgsVectorLayer:
    """A layer of the person's own, hundreds of kilometres from the scene."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32643", "mine", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(300_000, 2_000_000, 310_000, 2_010_000)))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    return layer


def result(made: Path) -> list[QgsMapLayer]:
    files = ResultFiles(made / "puthumala.gpkg", None, None, "x")
    return list(by_role(add_result(QgsProject.instance(), files)).values())


@pytest.mark.parametrize("moved", [False, True])
def test_the_map_goes_to_a_result_that_is_not_seen_unless_it_was_moved(folder: Path, made: Path, moved: bool) -> None:
    desktop = Desktop()
    canvas = desktop.canvas
    mine = far_away(folder)
    canvas.setLayers([mine])
    canvas.setExtent(mine.extent())
    view = MapView(canvas)
    view.begin()
    if moved:
        canvas.setExtent(QgsRectangle(300_000, 2_000_000, 302_000, 2_001_000))
    was = canvas.extent()
    view.before_result()
    layers = result(made)
    assert view.arrived(layers) is not moved
    place = place_of(layers, canvas)
    assert place is not None
    assert canvas.extent().contains(place) is not moved
    assert (canvas.extent() == was) is moved
    canvas.deleteLater()


def test_the_map_stays_where_the_result_is_seen_already(folder: Path, made: Path) -> None:
    desktop = Desktop()
    canvas = desktop.canvas
    layers = result(made)
    canvas.setLayers(layers)
    place = place_of(layers, canvas)
    assert place is not None
    part = QgsRectangle(place)
    part.scale(0.5)
    canvas.setExtent(part)
    view, was = MapView(canvas), canvas.extent()
    view.begin()
    view.before_result()
    assert not view.arrived(layers)
    assert canvas.extent() == was
    canvas.setLayers([])
    view.before_result()
    assert view.arrived(layers), "an empty map has nothing to lose"
    assert canvas.extent().contains(place)
    canvas.deleteLater()


def test_the_message_leads_to_the_landslides(dock: tuple[DetectDock, Desktop], folder: Path) -> None:
    panel, desktop = dock
    far = far_away(folder)
    desktop.canvas.setLayers([far])
    desktop.canvas.setExtent(far.extent())
    run(panel)
    [item] = [item for item in desktop.bar.items() if "landslides" in item.text()]
    buttons = {button.text(): button for button in item.findChildren(QPushButton)}
    assert {"Review", "Zoom to landslides"} <= set(buttons)
    desktop.canvas.setExtent(far.extent())
    buttons["Zoom to landslides"].click()
    shown = QgsProject.instance().layerTreeRoot().findGroups()[0]
    landslides = by_role(shown)[LANDSLIDES]
    assert desktop.canvas.extent().contains(landslides.extent())

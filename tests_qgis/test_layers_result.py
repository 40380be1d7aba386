"""A result as a group of the project, and its removal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dock_kit import spin
from layers_kit import SCENE_DATE, by_role, copied, detect, scene_picture, vectorize, wait_for
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsLayerTreeModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtCore import QDate, Qt

from qgis_plugin.layers import ResultFiles, ResultProblem, add_result, layers_of, remove_result
from qgis_plugin.layers.files import CROWN_TOE, LANDSLIDES, NOT_OBSERVED, PROBABILITY, ROLE


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    folder = tmp_path_factory.mktemp("made")
    detect(backend_python, scenes / "puthumala_2019", folder)
    return folder


@pytest.fixture
def project(qgis_new_project: None) -> Iterator[QgsProject]:
    yield QgsProject.instance()
    # a panel of layers counts features in a thread that reads the project, which the next test clears
    wait_for(lambda: QgsApplication.taskManager().countActiveTasks() == 0)


def files_in(folder: Path, date: str | None = SCENE_DATE) -> ResultFiles:
    return ResultFiles(folder / "puthumala.gpkg", folder / "probability.tif", date, "puthumala_2019")


def order(project: QgsProject) -> list[str]:
    return [node.layer().name() for node in project.layerTreeRoot().findLayers()]


def test_group_holds_the_layers_in_order_with_the_date(project: QgsProject, made: Path) -> None:
    group = add_result(project, files_in(made))
    assert group.name() == "puthumala_2019 2019-08-20"
    assert group.isExpanded()
    assert [node.layer().customProperty(ROLE) for node in group.findLayers()] == [
        CROWN_TOE,
        LANDSLIDES,
        NOT_OBSERVED,
        PROBABILITY,
    ]
    assert [node.name() for node in group.findLayers()] == [
        "Crown and toe points 2019-08-20",
        "Landslides 2019-08-20",
        "Not observed 2019-08-20",
        "Landslide probability 2019-08-20",
    ]
    layers = by_role(group)
    assert layers[LANDSLIDES].source() == f"{made / 'puthumala.gpkg'}|layername=landslides"
    assert layers[LANDSLIDES].featureCount() > 0
    assert layers[CROWN_TOE].featureCount() == 2 * layers[LANDSLIDES].featureCount()


def test_panel_of_layers_shows_the_group_unfolded_with_its_legend(
    project: QgsProject, made: Path, scenes: Path, tmp_path: Path
) -> None:
    view = QgsLayerTreeView()
    model = QgsLayerTreeModel(project.layerTreeRoot())
    view.setModel(model)
    view.show()
    project.addMapLayer(scene_picture(scenes / "puthumala_2019", tmp_path))
    spin(50)  # the panel has drawn the layer that the group goes above
    group = add_result(project, files_in(made))
    spin(50)
    for node in (group, *group.findLayers()):
        assert view.isExpanded(view.node2index(node)), node.name()
    legend = model.layerLegendNodes(group.findLayer(by_role(group)[PROBABILITY].id()))
    assert [line.data(Qt.ItemDataRole.DisplayRole) for line in legend] == ["100 %", "80 %", "60 %", "40 %", "20 %"]
    view.deleteLater()
    model.deleteLater()


def test_names_without_a_date_have_none(project: QgsProject, made: Path) -> None:
    group = add_result(project, files_in(made, None))
    assert group.name() == "puthumala_2019"
    layers = by_role(group)
    assert layers[LANDSLIDES].name() == "Landslides"
    assert not any(layer.temporalProperties().isActive() for layer in layers.values())


def test_every_layer_is_of_the_day_of_the_scene(project: QgsProject, made: Path) -> None:
    for text in (SCENE_DATE, "2019-08-20T05:16:59Z"):
        group = add_result(project, files_in(made, text))
        for layer in by_role(group).values():
            properties = layer.temporalProperties()
            assert properties.isActive()
            span = properties.fixedTemporalRange()
            assert span.begin().date() == QDate(2019, 8, 20) == span.end().date()
            assert span.begin().secsTo(span.end()) == 86_399


def test_the_project_of_others_stays_as_it_is(project: QgsProject, made: Path, scenes: Path, tmp_path: Path) -> None:
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    project.setCrs(degrees)
    scene = scene_picture(scenes / "puthumala_2019", tmp_path)
    project.addMapLayer(scene)
    styled_before = scene.renderer().type()
    group = add_result(project, files_in(made))
    assert project.crs() == degrees
    assert order(project)[-1] == "scene"
    assert scene.renderer().type() == styled_before
    remove_result(group)
    assert order(project) == ["scene"]
    assert list(project.mapLayers()) == [scene.id()]
    assert project.crs() == degrees
    assert not project.layerTreeRoot().findGroups()


def test_an_empty_project_gets_the_crs_and_gives_it_back(project: QgsProject, made: Path) -> None:
    before = project.crs()
    group = add_result(project, files_in(made))
    assert project.crs().authid() == "EPSG:32643"
    remove_result(group)
    assert project.crs() == before
    assert not project.mapLayers()
    assert not project.layerTreeRoot().children()


def test_a_saved_project_opens_as_it_was(project: QgsProject, made: Path, tmp_path: Path) -> None:
    group = add_result(project, files_in(made))
    labels = [category.label() for category in by_role(group)[LANDSLIDES].renderer().categories()]
    saved = tmp_path / "with result.qgz"
    assert project.write(str(saved))
    project.clear()
    assert project.read(str(saved))
    group = project.layerTreeRoot().findGroups()[0]
    layers = by_role(group)
    landslides = layers[LANDSLIDES]
    assert landslides.isValid()
    assert [category.label() for category in landslides.renderer().categories()] == labels
    assert landslides.editFormConfig().tabs()[0].name() == "Review"
    assert "l4s_picture" in landslides.mapTipTemplate()
    assert landslides.temporalProperties().isActive()
    assert layers[CROWN_TOE].hasScaleBasedVisibility()
    remove_result(group)
    assert not project.mapLayers()


def test_removal_keeps_what_the_user_put_into_the_group(project: QgsProject, made: Path) -> None:
    group = add_result(project, files_in(made))
    mine = QgsVectorLayer("Point?crs=EPSG:32643", "mine", "memory")
    project.addMapLayer(mine, False)
    group.addLayer(mine)
    elsewhere = group.findLayer(by_role(group)[PROBABILITY].id())
    project.layerTreeRoot().addChildNode(elsewhere.clone())
    group.removeChildNode(elsewhere)
    assert len(layers_of(group)) == 4
    remove_result(group)
    assert list(project.mapLayers()) == [mine.id()]
    assert [node.name() for node in project.layerTreeRoot().findGroups()] == ["puthumala_2019 2019-08-20"]


def test_removal_refuses_to_lose_edits(project: QgsProject, made: Path, tmp_path: Path) -> None:
    copied(made, tmp_path)
    group = add_result(project, files_in(tmp_path))
    landslides = by_role(group)[LANDSLIDES]
    landslides.startEditing()
    fid = next(landslides.getFeatures()).id()
    landslides.changeAttributeValue(fid, landslides.fields().indexOf("status"), "accepted")
    with pytest.raises(ResultProblem, match="not saved"):
        remove_result(group)
    assert len(project.mapLayers()) == 4
    landslides.rollBack()
    remove_result(group)
    assert not project.mapLayers()


def test_two_results_are_two_groups(project: QgsProject, made: Path) -> None:
    first, second = add_result(project, files_in(made)), add_result(project, files_in(made))
    remove_result(first)
    assert len(by_role(second)) == 4 == len(project.mapLayers())


@pytest.mark.parametrize("suffix", [".geojson", ".fgb", ".shp"])
def test_other_formats_come_complete(
    project: QgsProject, made: Path, backend_python: Path, scenes: Path, tmp_path: Path, suffix: str
) -> None:
    dem = scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif"
    inventory = vectorize(backend_python, made / "probability.tif", tmp_path / f"slides{suffix}", "--dem", dem)
    group = add_result(project, ResultFiles(inventory, made / "probability.tif", SCENE_DATE, "slides"))
    layers = by_role(group)
    assert list(layers) == [CROWN_TOE, LANDSLIDES, NOT_OBSERVED, PROBABILITY]
    landslides = layers[LANDSLIDES]
    assert landslides.featureCount() == layers[CROWN_TOE].featureCount() / 2 > 0
    aliases = {landslides.attributeDisplayName(index) for index in range(landslides.fields().count())}
    assert {"Compactness (circle = 1)", "Mean uncertainty (0 to 1)", "Area (m²)"} <= aliases
    columns = [element.name() for tab in landslides.editFormConfig().tabs() for element in tab.children()]
    assert sorted(columns) == sorted(set(landslides.fields().names()) - {"fid"})
    assert project.crs().authid() == "EPSG:32643" or not project.crs().isGeographic()


def test_an_inventory_without_landslides_has_a_full_legend(
    project: QgsProject, made: Path, backend_python: Path, tmp_path: Path
) -> None:
    inventory = vectorize(backend_python, made / "probability.tif", tmp_path / "none.gpkg", "--threshold", "1")
    group = add_result(project, ResultFiles(inventory, None, None, "none"))
    layers = by_role(group)
    assert layers[LANDSLIDES].featureCount() == 0
    for role in (LANDSLIDES, CROWN_TOE, NOT_OBSERVED):
        items = layers[role].renderer().legendSymbolItems()
        assert len(items) >= 2
        assert all(item.label() for item in items)


@pytest.mark.parametrize("broken", ["missing", "text", "other layers", "no probability"])
def test_what_cannot_be_read_adds_nothing(project: QgsProject, made: Path, tmp_path: Path, broken: str) -> None:
    inventory, probability = made / "puthumala.gpkg", made / "probability.tif"
    if broken == "missing":
        inventory = tmp_path / "gone.gpkg"
    elif broken == "text":
        inventory = tmp_path / "text.gpkg"
        inventory.write_text("no database")
    elif broken == "other layers":
        inventory = tmp_path / "other.geojson.gpkg"
        inventory.write_bytes(b"")
    else:
        probability = tmp_path / "gone.tif"
    with pytest.raises(ResultProblem, match=r"gone|text|other"):
        add_result(project, ResultFiles(inventory, probability, None, "x"))
    assert not project.mapLayers()
    assert not project.layerTreeRoot().children()
    assert not project.crs().isValid() or project.crs().authid() != "EPSG:32643"

"""A result as a group of the project, and its removal."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dock_kit import spin
from layers_kit import SCENE_DATE, by_role, copied, detect, differing, drawn, scene_picture, vectorize, wait_for
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsLayerTreeModel,
    QgsProject,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtCore import QDate, Qt

from qgis_plugin.layers import (
    ResultFiles,
    ResultProblem,
    add_result,
    dress_crown_toe,
    layers_of,
    remove_result,
    smoothing,
)
from qgis_plugin.layers.files import BARE_BEFORE, CROWN_TOE, LANDSLIDES, NOT_OBSERVED, PROBABILITY, ROLE
from qgis_plugin.layers.following import Following
from qgis_plugin.layers.naming import SCENE, title
from qgis_plugin.layers.origin import Origin


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
    assert re.fullmatch(r"puthumala_2019 2019-08-20 · [\d.]+ % · \d\d:\d\d", group.name()), group.name()
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


def test_panel_of_layers_shows_the_group_with_the_legend_of_the_landslides(
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
    assert view.isExpanded(view.node2index(group))
    unfolded = [node.name() for node in group.findLayers() if view.isExpanded(view.node2index(node))]
    assert unfolded == ["Landslides 2019-08-20"]
    legend = model.layerLegendNodes(group.findLayer(by_role(group)[PROBABILITY].id()))
    assert [line.data(Qt.ItemDataRole.DisplayRole) for line in legend] == ["100 %", "80 %", "60 %", "40 %", "20 %"]
    view.deleteLater()
    model.deleteLater()


def test_names_without_a_date_have_none(project: QgsProject, made: Path) -> None:
    group = add_result(project, files_in(made, None))
    assert group.name().startswith("puthumala_2019 · ")
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
    assert len(project.layerTreeRoot().findGroups()) == 1


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


def test_runs_of_one_scene_are_told_apart_and_the_newest_is_seen(
    project: QgsProject, made: Path, backend_python: Path, tmp_path: Path
) -> None:
    other = vectorize(backend_python, made / "probability.tif", tmp_path / "other.gpkg", "--threshold", "0.62")
    first = add_result(project, files_in(made))
    elsewhere = add_result(project, ResultFiles(made / "puthumala.gpkg", None, SCENE_DATE, "x"))
    elsewhere.setCustomProperty(SCENE, "another scene")
    elsewhere.setItemVisibilityChecked(True)
    second = add_result(project, ResultFiles(other, None, SCENE_DATE, "other"))
    assert " · 62 % · " in second.name() and " · 62 % · " not in first.name()
    assert not first.isVisible() and second.isVisible() and elsewhere.isVisible()
    assert len(by_role(first)) == 4, "it is kept"
    landslides = by_role(second)[LANDSLIDES]
    landslides.startEditing()
    third = add_result(project, files_in(made))
    assert third.isVisible() and second.isVisible(), "what is being edited stays in sight"
    landslides.rollBack()


def test_a_product_is_named_by_satellite_and_tile() -> None:
    name = "S2B_MSIL2A_20240801T050659_N0511_R019_T43PGN_20240801T074123"
    assert title(name, QDate(2024, 8, 1), None) == "S2B T43PGN 2024-08-01"
    origin = Origin(Path("x.gpkg"), threshold=0.355, model="mine-v3", asked={"model": "mine"}, run_utc="nonsense")
    assert title("scene", None, origin) == "scene · mine-v3 · 35.5 %"
    assert title("scene", None, Origin(Path("x.gpkg"), model="default", asked={"model": None})) == "scene"


def seen_points(points: QgsVectorLayer) -> set[tuple[str, str]]:
    """Landslide and kind of the points that are drawn."""
    expression = QgsExpression(points.renderer().classAttribute())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(points))
    context.setFields(points.fields())
    seen = set()
    for feature in points.getFeatures():
        context.setFeature(feature)
        if expression.evaluate(context) in ("crown", "toe"):
            seen.add((feature["ls_id"], feature["kind"]))
    return seen


def test_crown_and_toe_follow_the_review(project: QgsProject, made: Path, tmp_path: Path) -> None:
    copied(made, tmp_path)
    layers = by_role(add_result(project, files_in(tmp_path)))
    slides, points = layers[LANDSLIDES], layers[CROWN_TOE]
    everything = {(feature["ls_id"], kind) for feature in slides.getFeatures() for kind in ("crown", "toe")}
    assert seen_points(points) == everything
    rejected, redrawn, gone, *_ = list(slides.getFeatures())
    column = slides.fields().indexOf

    def of(feature: QgsFeature) -> set[tuple[str, str]]:
        return {(feature["ls_id"], "crown"), (feature["ls_id"], "toe")}

    slides.startEditing()
    slides.changeAttributeValue(rejected.id(), column("status"), "rejected")
    assert seen_points(points) == everything - of(rejected)
    slides.deleteFeature(gone.id())
    assert seen_points(points) == everything - of(rejected) - of(gone)
    # redrawn, and not measured anew
    slides.changeAttributeValue(redrawn.id(), column("status"), "edited")
    for name in ("z_min", "z_max"):
        slides.changeAttributeValue(redrawn.id(), column(name), None)
    assert seen_points(points) == everything - of(rejected) - of(gone) - of(redrawn)
    # measured anew: still the lowest point, but no longer the highest
    slides.changeAttributeValue(redrawn.id(), column("z_min"), redrawn["z_min"])
    slides.changeAttributeValue(redrawn.id(), column("z_max"), redrawn["z_max"] - 20)
    assert seen_points(points) == everything - of(rejected) - of(gone) - {(redrawn["ls_id"], "crown")}
    saved = tmp_path / "p.qgz"
    assert slides.commitChanges()
    expected = seen_points(points)
    assert project.write(str(saved))
    project.clear()
    assert project.read(str(saved))
    points = by_role(project.layerTreeRoot().findGroups()[0])[CROWN_TOE]
    assert seen_points(points) == expected
    alone = QgsVectorLayer(f"{tmp_path / 'puthumala.gpkg'}|layername=crown_toe", "alone", "ogr")
    dress_crown_toe(alone)
    assert seen_points(alone) == everything, "without the landslides all are seen"


def test_what_was_bare_before_is_a_layer_of_its_own(project: QgsProject, made: Path, tmp_path: Path) -> None:
    inventory = copied(made, tmp_path)
    with closing(sqlite3.connect(inventory)) as database:
        rows = database.execute("SELECT count(*) FROM landslides").fetchone()[0]
    translated = gdal.VectorTranslate(
        str(inventory), str(inventory), accessMode="update", layerName=BARE_BEFORE, layers=["landslides"]
    )
    assert translated.GetLayerByName(BARE_BEFORE).GetFeatureCount() == rows
    for activity, which in (("relict", "fid > 1"), ("reactivated", "fid = 1")):
        translated.ExecuteSQL(f"UPDATE {BARE_BEFORE} SET activity = '{activity}' WHERE {which}", dialect="SQLITE")
    del translated
    group = add_result(project, files_in(tmp_path))
    roles = [node.layer().customProperty(ROLE) for node in group.findLayers()]
    assert roles == [CROWN_TOE, LANDSLIDES, BARE_BEFORE, NOT_OBSERVED, PROBABILITY]
    older = by_role(group)[BARE_BEFORE]
    assert older.name() == "Bare before the event 2019-08-20"
    assert [item.label() for item in older.renderer().legendSymbolItems()] == [
        "Bare before",
        "Bare before, new ground joins",
    ]
    names = {older.attributeDisplayName(k) for k in range(older.fields().count())}
    assert "State of activity" in names
    box = next(older.getFeatures()).geometry().boundingBox()
    elsewhere = QgsRectangle(0, 0, box.width(), box.height())
    assert differing(drawn([older], box), drawn([older], elsewhere)) > 50
    remove_result(group)
    assert not project.mapLayers()


def test_outlines_are_smoothed_on_the_map_alone(project: QgsProject, made: Path, tmp_path: Path) -> None:
    copied(made, tmp_path)
    slides = by_role(add_result(project, files_in(tmp_path)))[LANDSLIDES]
    following = Following(project)
    feature = next(slides.getFeatures())
    box = feature.geometry().boundingBox()
    smooth = drawn([slides], box)
    try:
        smoothing.want(False)
        steps = drawn([slides], box)
        assert differing(smooth, steps) > 200
        smoothing.want(True)
        assert differing(smooth, drawn([slides], box)) == 0
        slides.startEditing()
        assert differing(steps, drawn([slides], box)) == 0, "corners that can be moved are drawn where they are"
        slides.rollBack()
        assert differing(smooth, drawn([slides], box)) == 0
    finally:
        QgsSettings().remove("l4s/smooth_outlines")
    # nowhere further than half a pixel of 10 m from the outline that the file has
    drawn_as = QgsExpression(smoothing.expression(slides))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(slides))
    for feature in slides.getFeatures():
        context.setFeature(feature)
        rounded = drawn_as.evaluate(context)
        furthest = feature.geometry().hausdorffDistanceDensify(rounded, 0.1)
        assert 0.5 < furthest < (5 if Qgis.QGIS_VERSION_INT >= 32800 else 10)
        assert rounded.area() == pytest.approx(feature.geometry().area(), rel=0.1)
    following.shut_down()


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

"""A threshold tried live: which part is asked for, who wins, what is on the map; with the real backend."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from layers_kit import SCENE_DATE, by_role, copied, detect, differing, drawn, run_backend, vectorize, wait_for
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip

from qgis_plugin.backend.connection import Connection
from qgis_plugin.backend.environment import child_environment
from qgis_plugin.backend.problem import BackendProblem
from qgis_plugin.gui.threshold_panel import ThresholdPanel
from qgis_plugin.layers import ResultFiles, add_result
from qgis_plugin.layers.files import LANDSLIDES, PREVIEW, PROBABILITY, ROLE, open_probability
from qgis_plugin.layers.threshold import (
    MOST_PIXELS,
    PreviewRequest,
    PreviewSettings,
    ThresholdPreview,
    visible_part,
)

UTM = QgsCoordinateReferenceSystem("EPSG:32643")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    folder = tmp_path_factory.mktemp("made")
    detect(backend_python, scenes / "puthumala_2019", folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    copied(made, tmp_path)
    return tmp_path


@pytest.fixture
def result(folder: Path, qgis_new_project: None) -> dict[str, Any]:
    files = ResultFiles(folder / "puthumala.gpkg", folder / "probability.tif", SCENE_DATE, "puthumala_2019")
    return by_role(add_result(QgsProject.instance(), files))


@pytest.fixture
def layer(result: dict[str, Any]) -> QgsRasterLayer:
    return result[PROBABILITY]


class Hand:
    """A runner whose requests end when the test says so."""

    def __init__(self) -> None:
        self.requests: list[PreviewRequest] = []
        self.ends: list[Callable[[Any], None]] = []
        self.cancelled: list[int] = []

    def __call__(self, request: PreviewRequest, ended: Callable[[Any], None]) -> Callable[[], None]:
        number = len(self.requests)
        self.requests.append(request)
        self.ends.append(ended)
        return lambda: self.cancelled.append(number)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def preview(layer: QgsRasterLayer, hand: Hand) -> Iterator[ThresholdPreview]:
    made = ThresholdPreview(layer, hand, delay_ms=20)
    yield made
    made.close()


def whole(layer: QgsRasterLayer) -> QgsRectangle:
    return layer.extent()


# --- which part


def test_part_is_whole_pixels_of_what_the_map_shows(layer: QgsRasterLayer) -> None:
    full = layer.extent()
    shown = QgsRectangle(full.xMinimum() + 101, full.yMinimum() + 207, full.xMinimum() + 399, full.yMaximum() + 5000)
    part = visible_part(layer, shown, UTM, QgsProject.instance())
    assert part.xMinimum() == pytest.approx(full.xMinimum() + 100)
    assert part.xMaximum() == pytest.approx(full.xMinimum() + 400)
    assert part.yMinimum() == pytest.approx(full.yMinimum() + 200)
    assert part.yMaximum() == pytest.approx(full.yMaximum())


def test_part_of_the_whole_is_the_whole(layer: QgsRasterLayer) -> None:
    part = visible_part(layer, layer.extent().buffered(1), UTM, QgsProject.instance())
    assert (part.width(), part.height()) == pytest.approx((layer.width() * 10, layer.height() * 10))


def test_part_follows_the_crs_of_the_map(layer: QgsRasterLayer) -> None:
    project, degrees = QgsProject.instance(), QgsCoordinateReferenceSystem("EPSG:4326")
    inner = layer.extent().buffered(-300)
    in_degrees = QgsCoordinateTransform(UTM, degrees, project).transformBoundingBox(inner)
    part = visible_part(layer, in_degrees, degrees, project)
    assert layer.extent().contains(part)
    assert part.contains(inner)
    assert part.width() < inner.width() + 200


def test_part_is_none_where_nothing_is_shown(layer: QgsRasterLayer) -> None:
    away = QgsRectangle(0, 0, 1000, 1000)
    assert visible_part(layer, away, UTM, QgsProject.instance()) is None


# --- who wins


def test_quick_movements_become_one_request(preview: ThresholdPreview, layer: QgsRasterLayer, hand: Hand) -> None:
    for percent in range(30, 60):
        preview.ask(PreviewSettings(percent / 100), whole(layer), UTM)
    wait_for(lambda: bool(hand.requests))
    assert [request.settings.threshold for request in hand.requests] == [0.59]


def test_a_newer_request_cancels_and_waits_for_the_end(
    preview: ThresholdPreview, layer: QgsRasterLayer, hand: Hand
) -> None:
    preview.ask(PreviewSettings(0.3), whole(layer), UTM)
    wait_for(lambda: len(hand.requests) == 1)
    preview.ask(PreviewSettings(0.4), whole(layer), UTM)
    preview.ask(PreviewSettings(0.5), whole(layer), UTM)
    assert 0 in hand.cancelled
    end = time.monotonic() + 0.1
    wait_for(lambda: time.monotonic() > end)
    assert len(hand.requests) == 1  # no second process beside the first
    failures: list[str] = []
    preview.failed.connect(failures.append)
    hand.ends[0]("Cancelled.")
    wait_for(lambda: len(hand.requests) == 2)
    assert hand.requests[1].settings.threshold == 0.5
    assert not failures


def test_what_ends_after_clearing_is_not_shown(
    preview: ThresholdPreview, layer: QgsRasterLayer, hand: Hand, folder: Path, backend_python: Path
) -> None:
    preview.ask(PreviewSettings(0.3), whole(layer), UTM)
    wait_for(lambda: bool(hand.requests))
    vectorize(backend_python, folder / "probability.tif", hand.requests[0].output, "--threshold", "0.3")
    preview.clear()
    hand.ends[0](None)
    assert preview.preview_layer is None
    assert not hand.requests[0].output.exists()


def test_failures_are_told_and_the_next_works(preview: ThresholdPreview, layer: QgsRasterLayer, hand: Hand) -> None:
    failures: list[str] = []
    preview.failed.connect(failures.append)
    preview.ask(PreviewSettings(0.3), whole(layer), UTM)
    wait_for(lambda: bool(hand.requests))
    hand.ends[0]("The disk is full.")
    assert failures == ["The disk is full."]
    preview.ask(PreviewSettings(0.4), whole(layer), UTM)
    wait_for(lambda: len(hand.requests) == 2)


def test_nothing_on_the_screen_and_no_layer_are_told(
    preview: ThresholdPreview, layer: QgsRasterLayer, hand: Hand
) -> None:
    failures: list[str] = []
    preview.failed.connect(failures.append)
    preview.ask(PreviewSettings(0.3), QgsRectangle(0, 0, 10, 10), UTM)
    QgsProject.instance().removeMapLayer(layer.id())
    preview.ask(PreviewSettings(0.3), QgsRectangle(0, 0, 10, 10), UTM)
    assert "zoom to its layer" in failures[0]
    assert "not in the project" in failures[1]
    assert not hand.requests


def test_too_much_on_the_screen_asks_to_zoom_in(tmp_path: Path, hand: Hand, qgis_new_project: None) -> None:
    from osgeo import gdal

    path = tmp_path / "tile.tif"
    tile = gdal.GetDriverByName("GTiff").Create(
        str(path), 10_980, 10_980, 1, gdal.GDT_UInt16, ["SPARSE_OK=TRUE", "TILED=YES"]
    )
    tile.SetProjection(UTM.toWkt())
    tile.SetGeoTransform((600_000, 10, 0, 1_300_000, 0, -10))
    del tile
    big = QgsProject.instance().addMapLayer(open_probability(path, "tile"))
    preview = ThresholdPreview(big, hand, delay_ms=1)
    failures: list[str] = []
    preview.failed.connect(failures.append)
    assert big.width() * big.height() > MOST_PIXELS
    preview.ask(PreviewSettings(0.5), big.extent(), UTM)
    assert "zoom in" in failures[0]
    preview.ask(PreviewSettings(0.5), QgsRectangle(610_000, 1_250_000, 625_000, 1_259_000), UTM)
    wait_for(lambda: bool(hand.requests))
    assert hand.requests[0].extent == pytest.approx((610_000, 1_250_000, 625_000, 1_259_000))
    preview.close()


# --- the panel with the real backend


@pytest.fixture
def canvas(result: dict[str, Any]) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.resize(600, 300)
    canvas.setDestinationCrs(UTM)
    canvas.setExtent(result[PROBABILITY].extent())
    yield canvas
    canvas.deleteLater()


@pytest.fixture
def panel(canvas: QgsMapCanvas, backend_python: Path) -> Iterator[ThresholdPanel]:
    connection = Connection(backend_python, child_environment(os.environ))
    panel = ThresholdPanel(canvas, connect=lambda: connection)
    panel.resize(380, 400)
    panel.show()
    yield panel
    panel.shut_down()
    panel.deleteLater()


def shown_preview() -> QgsVectorLayer | None:
    found = [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(ROLE) == PREVIEW]
    assert len(found) <= 1
    return found[0] if found else None


def test_panel_begins_at_the_threshold_of_the_result(panel: ThresholdPanel, result: dict[str, Any]) -> None:
    used = next(result[LANDSLIDES].getFeatures())["threshold"]
    assert panel.threshold == pytest.approx(used, abs=0.0005 + 1e-9)  # half a step of the slider
    assert panel.slider.value() == round(used * 1000)
    assert panel.layer_box.currentLayer() is result[PROBABILITY]
    assert shown_preview() is None


def test_the_probability_is_chosen_among_many_layers(
    canvas: QgsMapCanvas, result: dict[str, Any], scenes: Path
) -> None:
    """Pictures of the scene lie beside it, above and below in the alphabet."""
    for name in ("False colour", "NDVI", "True colour"):
        QgsProject.instance().addMapLayer(QgsRasterLayer(str(scenes / "puthumala_2019" / "B04.tif"), name))
    panel = ThresholdPanel(canvas, connect=lambda: None)  # type: ignore[arg-type,return-value]
    assert panel.layer_box.currentLayer() is result[PROBABILITY]
    assert panel.write_button.isEnabled()
    panel.shut_down()
    panel.deleteLater()


def test_elevation_and_rules_are_those_of_the_run(panel: ThresholdPanel, scenes: Path) -> None:
    dem = scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif"
    assert panel.terrain_box.currentText() == "Of the run: Copernicus_DEM_30m.tif"
    assert panel.terrain_box.dem() == str(dem)
    assert panel.steepness.isEnabled() and panel.steepness.value() == 5.0
    assert panel.run_says.text() == ""
    other = QgsRasterLayer(str(dem), "mine")
    QgsProject.instance().addMapLayer(other)
    assert panel.terrain_box.dem() == str(dem), "another layer in the project changes nothing"
    panel.terrain_box.setLayer(other)
    assert panel.terrain_box.dem() == dem and panel.terrain_box.currentLayer() is other
    QgsProject.instance().removeMapLayer(other.id())
    panel.terrain_box.setCurrentIndex(0)
    assert panel.terrain_box.currentText() == "(none)" and panel.terrain_box.dem() is None
    assert not panel.steepness.isEnabled()


def test_at_the_threshold_of_the_run_the_polygons_are_those_of_the_run(
    qgis_new_project: None, backend_python: Path, scenes: Path, tmp_path: Path
) -> None:
    """A rule that drops something, outlines that are smoothed: without either of them the numbers would not compare."""
    scene, run = scenes / "puthumala_2019", tmp_path / "strict.gpkg"
    dem = ("--dem", scene / "Copernicus_DEM_30m.tif")
    rules = ("--min-slope", "30", "--mmu", "600", "--simplify", "12", "--clouds", "builtin", "--threshold", "0.5")
    beside = ("--runout", "--crf", "--hysteresis", "0.3", "--fill-holes", "700")
    run_backend(
        backend_python,
        "detect",
        scene,
        *dem,
        *rules,
        *beside,
        "-o",
        run,
        "--probability",
        tmp_path / "strict_probability.tif",
    )
    layer = open_probability(tmp_path / "strict_probability.tif", "alone")  # its inventory is not in the project
    QgsProject.instance().addMapLayer(layer)
    canvas = QgsMapCanvas()
    connection = Connection(backend_python, child_environment(os.environ))
    panel = ThresholdPanel(canvas, connect=lambda: connection)
    assert (panel.smallest.value(), panel.steepness.value()) == (600, 30)
    assert panel.runout.isChecked() and panel.runout.isEnabled()
    asked = panel.settings.more
    assert (asked["runout"], asked["crf"], asked["hysteresis"], asked["fill_holes_m2"]) == (True, True, 0.3, 700)
    assert asked["scene"] == scene
    panel.percent.setValue(20)
    assert panel.settings.more["hysteresis"] == 0.2, "never above the threshold that is tried"
    panel.end_preview()
    panel.percent.setValue(50)
    panel.end_preview()
    written: list[Path] = []
    panel.written.connect(written.append)
    panel.write(tmp_path / "again.gpkg")
    assert panel.bar.isVisibleTo(panel) and panel.cancel_button.isVisibleTo(panel)
    wait_for(lambda: bool(written), 60)
    assert not panel.bar.isVisibleTo(panel)

    def outlines(path: Path) -> list[str]:
        read = QgsVectorLayer(f"{path}|layername=landslides", "", "ogr")
        return sorted(feature.geometry().asWkt(2) for feature in read.getFeatures())

    assert outlines(tmp_path / "again.gpkg") == outlines(run)
    free = vectorize(backend_python, tmp_path / "strict_probability.tif", tmp_path / "free.gpkg", "--mmu", "600")
    assert len(outlines(free)) > len(outlines(run)) > 0, "the rule drops something, or this says nothing"
    panel.shut_down()
    panel.deleteLater()


def test_a_project_is_closed_with_outlines_on_the_map(panel: ThresholdPanel, folder: Path) -> None:
    """The list of layers chooses another one while QGIS takes them out: a layer that goes meanwhile is deleted twice,
    and QGIS crashes."""
    project = QgsProject.instance()
    project.addMapLayer(open_probability(folder / "probability.tif", "another"))
    panel.slider.setValue(700)
    wait_for(lambda: shown_preview() is not None)
    going: list[int] = []
    most: list[int] = []

    def begins(ids: list[str]) -> None:
        going.append(len(ids))
        most.append(len(going))

    def ends(_ids: list[str]) -> None:
        going.pop()

    project.layersWillBeRemoved.connect(begins)
    project.layersRemoved.connect(ends)
    try:
        project.removeMapLayers([layer.id() for layer in project.mapLayers().values() if layer != shown_preview()])
        assert most == [1], "one removal within another"
        wait_for(lambda: shown_preview() is None)
        assert going == []
    finally:
        project.layersWillBeRemoved.disconnect(begins)
        project.layersRemoved.disconnect(ends)
    project.clear()
    assert panel.layer_box.currentLayer() is None and not panel.write_button.isEnabled()


def test_a_long_name_is_not_cut_off(panel: ThresholdPanel) -> None:
    path = Path("/data/landslides_S2B_MSIL2A_20240801T050659_N0511_R019_T43PGN_20240801T083000_threshold_50.gpkg")
    panel.resize(380, 600)
    wait_for(lambda: panel.says.width() > 200)
    panel._say_of("Written: {name}", path)
    words = panel.says.text()
    assert panel.fontMetrics().horizontalAdvance(words) <= panel.says.width() <= 380
    assert words.startswith("Written: landslides_") and words.endswith("_50.gpkg") and "…" in words
    assert panel.says.toolTip() == str(path)


def test_what_cannot_be_had_is_said(made: Path, tmp_path: Path) -> None:
    from qgis_plugin.gui.threshold_origin import not_had
    from qgis_plugin.layers.origin import Origin

    assert not_had(None) == not_had(Origin(tmp_path)) == ""
    said = not_had(Origin(tmp_path, runout=True, dems=(), run={"dem_path": "/gone.tif"}))
    assert "run-outs" in said and "is not there any more" in said
    assert "CRF" in not_had(Origin(tmp_path, run={"crf": 1}))
    there = Origin(tmp_path, scene=tmp_path, runout=True, run={"crf": 1, "hysteresis": 0.2})
    assert not_had(there) == "Lower threshold, holes and CRF are as in the run."


@pytest.mark.timed
def test_slider_colours_at_once_and_outlines_follow(
    panel: ThresholdPanel, result: dict[str, Any], backend_python: Path, scenes: Path, tmp_path: Path
) -> None:
    dem = scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif"
    layer = result[PROBABILITY]
    before = drawn([layer], layer.extent())
    begin = time.monotonic()
    panel.slider.setValue(700)
    assert time.monotonic() - begin < 0.5
    assert panel.percent.value() == pytest.approx(70)
    high = drawn([layer], layer.extent())
    assert differing(before, high) > 50  # without any process
    wait_for(lambda: shown_preview() is not None and panel.says.text().startswith("On the map"))
    fresh = vectorize(backend_python, Path(layer.source()), tmp_path / "check.gpkg", "--threshold", "0.7", "--dem", dem)
    wanted = {f.geometry().asWkt(0) for f in QgsVectorLayer(f"{fresh}|layername=landslides", "", "ogr").getFeatures()}
    preview = shown_preview()
    assert {feature.geometry().asWkt(0) for feature in preview.getFeatures()} == wanted
    assert preview.name() == "Preview: threshold 70 %"
    assert len(wanted) > 0
    assert differing(drawn([layer], layer.extent()), drawn([preview, layer], layer.extent())) > 100

    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    assert node.itemVisibilityChecked()
    assert node.parent().children()[0].layer() is preview


def test_outlines_are_replaced_in_place(panel: ThresholdPanel) -> None:
    panel.percent.setValue(70)
    wait_for(lambda: panel.says.text().startswith("On the map"))
    first = shown_preview()
    count = first.featureCount()
    panel.percent.setValue(15)
    panel.percent.setValue(10)
    wait_for(lambda: shown_preview().name() == "Preview: threshold 10 %")
    assert shown_preview() is first
    assert first.featureCount() > count
    assert panel.says.text().startswith(f"On the map: {first.featureCount()} landslides")


def test_moving_the_map_asks_again_for_what_it_shows(panel: ThresholdPanel, canvas: QgsMapCanvas) -> None:
    panel.percent.setValue(20)
    wait_for(lambda: panel.says.text().startswith("On the map"))
    everywhere = shown_preview().featureCount()
    box = next(shown_preview().getFeatures()).geometry().boundingBox()
    canvas.setExtent(box)
    wait_for(lambda: shown_preview().featureCount() < everywhere)
    assert canvas.extent().buffered(20).contains(shown_preview().extent())


def test_ending_the_preview_puts_everything_back(panel: ThresholdPanel, result: dict[str, Any]) -> None:
    layer = result[PROBABILITY]
    before = drawn([layer], layer.extent())
    layers = set(QgsProject.instance().mapLayers())
    node = QgsProject.instance().layerTreeRoot().findLayer(layer)
    assert not node.itemVisibilityChecked()
    panel.percent.setValue(60)
    wait_for(lambda: shown_preview() is not None)
    assert node.itemVisibilityChecked()
    panel.reset_button.click()
    assert not node.itemVisibilityChecked()
    assert set(QgsProject.instance().mapLayers()) == layers
    assert differing(before, drawn([layer], layer.extent())) == 0
    assert not panel.reset_button.isEnabled()


def test_removing_the_layer_ends_the_preview(panel: ThresholdPanel, result: dict[str, Any]) -> None:
    panel.percent.setValue(60)
    wait_for(lambda: shown_preview() is not None)
    QgsProject.instance().removeMapLayer(result[PROBABILITY].id())
    wait_for(lambda: shown_preview() is None)
    assert not panel.slider.isEnabled()
    assert "detect landslides first" in panel.says.text()


def test_another_project_ends_the_preview(panel: ThresholdPanel, result: dict[str, Any]) -> None:
    """QGIS chooses another layer while it removes them all, and once died of the preview that was removed within."""
    while_removing = []

    def note(ids: list[str]) -> None:
        while_removing.append(list(ids))

    QgsProject.instance().layersWillBeRemoved.connect(note)
    try:
        panel.percent.setValue(60)
        wait_for(lambda: shown_preview() is not None)
        QgsProject.instance().clear()
    finally:  # what stays connected is called in every test that follows
        QgsProject.instance().layersWillBeRemoved.disconnect(note)
    assert len(while_removing) == 1
    assert shown_preview() is None
    assert not panel.slider.isEnabled()


def test_without_outlines_only_colours_change(panel: ThresholdPanel, result: dict[str, Any]) -> None:
    panel.outlines.setChecked(False)
    layer = result[PROBABILITY]
    before = drawn([layer], layer.extent())
    panel.percent.setValue(80)
    end = time.monotonic() + 1.0
    wait_for(lambda: time.monotonic() > end)
    assert shown_preview() is None
    assert differing(before, drawn([layer], layer.extent())) > 50


def test_a_new_inventory_is_written_and_added(panel: ThresholdPanel, result: dict[str, Any], tmp_path: Path) -> None:
    panel.percent.setValue(60)
    written: list[Path] = []
    panel.written.connect(written.append)
    panel.write(tmp_path / "strict")
    wait_for(lambda: bool(written))
    assert written == [tmp_path / "strict.gpkg"]
    groups = QgsProject.instance().layerTreeRoot().findGroups()
    assert len(groups) == 2
    added = by_role(groups[0])[LANDSLIDES]
    assert {feature["threshold"] for feature in added.getFeatures()} == {0.6}
    assert result[LANDSLIDES].isValid()
    assert shown_preview() is None


def test_a_file_that_is_open_or_reviewed_is_not_written_over(
    panel: ThresholdPanel, result: dict[str, Any], folder: Path, made: Path
) -> None:
    opened = folder / "puthumala.gpkg"
    content = opened.read_bytes()
    panel.write(opened)
    assert "open in the project" in panel.says.text()
    assert opened.read_bytes() == content

    reviewed = folder / "reviewed.gpkg"
    reviewed.write_bytes((made / "puthumala.gpkg").read_bytes())
    layer = QgsVectorLayer(f"{reviewed}|layername=landslides", "", "ogr")
    layer.startEditing()
    fid = next(layer.getFeatures()).id()
    layer.changeAttributeValue(fid, layer.fields().indexOf("status"), "accepted")
    assert layer.commitChanges()
    del layer
    panel.write(reviewed)
    assert "reviewed" in panel.says.text()
    assert QgsVectorLayer(f"{reviewed}|layername=landslides", "", "ogr").getFeature(fid)["status"] == "accepted"


def test_a_missing_backend_is_a_sentence(canvas: QgsMapCanvas) -> None:
    def missing() -> Connection:
        raise BackendProblem("l4s is not set up yet.")

    panel = ThresholdPanel(canvas, connect=missing)
    panel.show()
    panel.percent.setValue(60)
    wait_for(lambda: panel.says.text() == "l4s is not set up yet.")
    assert not [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(ROLE) == PREVIEW]
    assert panel.write_button.isEnabled(), "the next try can be made when it is set up"
    panel.shut_down()
    panel.deleteLater()


def test_closing_while_writing_is_quiet_and_leaves_no_file(
    canvas: QgsMapCanvas, backend_python: Path, tmp_path: Path
) -> None:
    connection = Connection(backend_python, child_environment(os.environ))
    panel = ThresholdPanel(canvas, connect=lambda: connection)
    panel.write(tmp_path / "late.gpkg")
    groups = len(QgsProject.instance().layerTreeRoot().findGroups())
    under_way = time.monotonic() + 0.2  # the process has started and has not ended
    wait_for(lambda: time.monotonic() > under_way)
    panel.shut_down()
    sip.delete(panel)
    wait_for(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    end = time.monotonic() + 0.3
    wait_for(lambda: time.monotonic() > end)
    assert not (tmp_path / "late.gpkg").exists()
    assert len(QgsProject.instance().layerTreeRoot().findGroups()) == groups

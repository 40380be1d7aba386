"""The algorithms inside QGIS on the real scene: models, batches, cancelling, what arrives on the map."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import processing
import pytest
from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from processing_kit import pixels, polygons
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsLayerTreeRegistryBridge,
    QgsProcessing,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QGroupBox
from qgis.utils import iface

from qgis_plugin.layers.files import RESULT, ROLE
from qgis_plugin.processing.provider import L4SProvider


@pytest.fixture(autouse=True)
def provider(
    qgis_processing: None, qgis_new_project: Any, backend_python: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[L4SProvider]:
    monkeypatch.setenv("L4S_BACKEND_PYTHON", str(backend_python))
    made = L4SProvider()
    assert QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.fixture(scope="module")
def scene(scenes: Path) -> Path:
    return scenes / "puthumala_2019"


@pytest.fixture(scope="module")
def dem(scene: Path) -> Path:
    return scene / "Copernicus_DEM_30m.tif"


def wait(condition: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)


def backends() -> set[int]:
    """The processes of the backend that this test started."""
    return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _is_backend(entry)}


def _is_backend(entry: Path) -> bool:
    try:
        words = (entry / "cmdline").read_bytes().split(b"\0")
        return b"l4s_core.cli.main" in words and _descends(int(entry.name), os.getpid())
    except OSError:
        return False  # ended meanwhile


def _descends(pid: int, ancestor: int) -> bool:
    while pid > 1:
        if pid == ancestor:
            return True
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return False


def test_the_result_is_dressed_and_gathered_on_the_map(scene: Path, dem: Path, tmp_path: Path) -> None:
    mine = QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory")
    QgsProject.instance().addMapLayer(mine)
    results = processing.runAndLoadResults(
        "l4s:detect",
        {
            "INPUT": str(scene), "DEM": str(dem), "INVENTORY": str(tmp_path / "slides.gpkg"),
            "PROBABILITY": str(tmp_path / "probability.tif"), "CLOUDS": "builtin",
            "CROWN_TOE": str(tmp_path / "points.gpkg"),
        },
    )  # fmt: skip
    assert results["COUNT"] > 0
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if layer is not mine]
    by_role = {layer.customProperty(ROLE): layer for layer in layers}
    assert set(by_role) == {"landslides", "crown_toe", "not_observed", "probability"}
    assert len({layer.customProperty(RESULT) for layer in layers}) == 1
    assert by_role["crown_toe"].source().startswith(str(tmp_path / "points.gpkg")), "the copy that was asked for"
    assert by_role["crown_toe"].featureCount() > 0
    assert by_role["not_observed"].source().startswith(str(tmp_path / "slides.gpkg"))
    slides = by_role["landslides"]
    assert slides.featureCount() == results["COUNT"]
    assert slides.renderer().type() == "categorizedSymbol"
    assert slides.editFormConfig().tabs()
    assert slides.fields().field("area_m2").alias()
    assert by_role["probability"].renderer().type() == "singlebandpseudocolor"

    root = QgsProject.instance().layerTreeRoot()
    [group] = [node for node in root.children() if node.nodeType() == 0]
    assert [node.layer().customProperty(ROLE) for node in group.findLayers()] == [
        "crown_toe", "landslides", "not_observed", "probability",
    ]  # fmt: skip
    assert group.customProperty(RESULT) == slides.customProperty(RESULT)
    assert root.findLayer(slides.id()).customProperty("showFeatureCount") == 1
    assert len(root.findLayers()) == 5
    assert root.findLayer(mine.id()).parent() is root

    # another result of that day has the same name and a group of its own, above, not in the one of the active layer
    bridge = QgsProject.instance().layerTreeRegistryBridge()
    bridge.setLayerInsertionPoint(QgsLayerTreeRegistryBridge.InsertionPoint(group, 0))
    again = processing.runAndLoadResults(
        "l4s:vectorize",
        {"PROBABILITY": str(tmp_path / "probability.tif"), "INVENTORY": str(tmp_path / "again.gpkg")},
    )
    bridge.setLayerInsertionPoint(QgsLayerTreeRegistryBridge.InsertionPoint(root, 0))  # the group goes with the project
    above, below = (node for node in root.children() if node.nodeType() == 0)
    assert below is group
    assert above.name() == group.name()
    assert {node.layer().customProperty(RESULT) for node in above.findLayers()} == {above.customProperty(RESULT)}
    assert again["INVENTORY"] in {node.layer().source() for node in above.findLayers()}
    assert len(group.findLayers()) == 4


def test_a_result_that_is_not_loaded_loads_nothing(scene: Path, dem: Path, tmp_path: Path) -> None:
    processing.run(
        "l4s:detect",
        {"SCENE": str(scene), "DEM": str(dem), "INVENTORY": str(tmp_path / "slides.shp"), "CLOUDS": "none"},
    )
    assert QgsProject.instance().mapLayers() == {}
    assert (tmp_path / "slides.shp").is_file()


def test_layers_of_the_project_are_inputs(scene: Path, dem: Path, tmp_path: Path) -> None:
    bands = [QgsRasterLayer(str(path), path.stem) for path in sorted(scene.glob("B*.tif"))]
    heights = QgsRasterLayer(str(dem), "heights")
    QgsProject.instance().addMapLayers([*bands, heights])
    results = processing.run(
        "l4s:stack",
        {"INPUT": bands, "DEM": heights, "STACK": str(tmp_path / "layers.tif")},
    )
    whole = processing.run("l4s:stack", {"SCENE": str(scene), "DEM": str(dem), "STACK": str(tmp_path / "folder.tif")})
    assert (pixels(results["STACK"]) == pixels(whole["STACK"])).all()

    # and that stack, as one layer with several bands, is a scene in its turn
    stack = QgsRasterLayer(results["STACK"], "stack")
    QgsProject.instance().addMapLayer(stack)
    again = processing.run(
        "l4s:detect",
        {"INPUT": stack, "DEM": heights, "LEVEL": "L2A", "INVENTORY": str(tmp_path / "slides.gpkg")},
    )
    assert again["COUNT"] > 0


def _area_layer(scene: Path) -> QgsVectorLayer:
    """The west and the east half of the scene as two features."""
    band = QgsRasterLayer(str(scene / "B02.tif"), "band")
    box = band.extent()
    layer = QgsVectorLayer(f"CurvePolygonZ?crs={band.crs().authid()}", "halves", "memory")
    middle = box.center().x()
    for left, right in ((box.xMinimum(), middle), (middle, box.xMaximum())):
        feature = QgsFeature(QgsFields())
        geometry = QgsGeometry.fromRect(QgsRectangle(left, box.yMinimum(), right, box.yMaximum()))
        geometry.get().addZValue(7)
        feature.setGeometry(geometry)
        assert layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_selected_features_are_the_area(scene: Path, dem: Path, tmp_path: Path) -> None:
    layer = _area_layer(scene)
    west, _ = sorted(layer.getFeatures(), key=lambda f: f.geometry().boundingBox().xMinimum())
    layer.selectByIds([west.id()])
    edge = west.geometry().boundingBox().xMaximum()
    given = {"SCENE": str(scene), "DEM": str(dem), "CLOUDS": "none"}
    area = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    half = processing.run("l4s:detect", {**given, "AREA": area, "INVENTORY": str(tmp_path / "half.gpkg")})
    whole = processing.run("l4s:detect", {**given, "AREA": layer, "INVENTORY": str(tmp_path / "whole.gpkg")})
    assert 0 < half["COUNT"] < whole["COUNT"]
    found = QgsVectorLayer(half["INVENTORY"], "half", "ogr")
    assert found.extent().xMaximum() <= edge + 10  # outlines follow the pixels

    # the same half as a rectangle
    box = QgsReferencedRectangle(west.geometry().boundingBox(), layer.crs())
    by_box = processing.run("l4s:detect", {**given, "EXTENT": box, "INVENTORY": str(tmp_path / "box.gpkg")})
    assert [r[-1] for r in polygons(by_box["INVENTORY"])] == [r[-1] for r in polygons(half["INVENTORY"])]


def test_an_empty_area_and_one_without_crs_are_refused(scene: Path, tmp_path: Path) -> None:
    given = {"SCENE": str(scene), "INVENTORY": str(tmp_path / "slides.gpkg")}
    for definition, words in (("Polygon?crs=EPSG:32643", "no polygon"), ("Polygon", "no coordinate system")):
        layer = QgsVectorLayer(definition, "area", "memory")
        if "system" in words:
            layer.setCrs(QgsCoordinateReferenceSystem())
            feature = QgsFeature()
            feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(0, 0, 1, 1)))
            layer.dataProvider().addFeature(feature)
        QgsProject.instance().addMapLayer(layer)
        with pytest.raises(QgsProcessingException, match=words):
            processing.run("l4s:detect", {**given, "AREA": layer})
    assert not list(tmp_path.iterdir())


# --- models


def _source(kind: str, *values: Any) -> list[QgsProcessingModelChildParameterSource]:
    return [getattr(QgsProcessingModelChildParameterSource, f"from{kind}")(*values)]


def test_in_a_model_the_polygons_and_the_probability_are_inputs_of_the_next_steps(
    scene: Path, dem: Path, tmp_path: Path
) -> None:
    model = QgsProcessingModelAlgorithm("slides", "tests")
    for definition in (
        QgsProcessingParameterFile("scene", "Scene", QgsProcessingParameterFile.Behavior.Folder),
        QgsProcessingParameterRasterLayer("dem", "DEM"),
    ):
        model.addModelParameter(definition, QgsProcessingModelParameter(definition.name()))

    detect = QgsProcessingModelChildAlgorithm("l4s:detect")
    detect.setChildId("detect")
    detect.addParameterSources("SCENE_FOLDER", _source("ModelParameter", "scene"))
    detect.addParameterSources("DEM", _source("ModelParameter", "dem"))
    detect.addParameterSources("CLOUDS", _source("StaticValue", "builtin"))
    slides = QgsProcessingModelOutput("slides", "slides")
    slides.setChildId("detect")
    slides.setChildOutputName("INVENTORY")
    kept = QgsProcessingModelOutput("probability", "probability")
    kept.setChildId("detect")
    kept.setChildOutputName("PROBABILITY")
    detect.setModelOutputs({"slides": slides, "probability": kept})
    model.addChildAlgorithm(detect)

    centroids = QgsProcessingModelChildAlgorithm("native:centroids")
    centroids.setChildId("centroids")
    centroids.addParameterSources("INPUT", _source("ChildOutput", "detect", "INVENTORY"))
    points = QgsProcessingModelOutput("points", "points")
    points.setChildId("centroids")
    points.setChildOutputName("OUTPUT")
    centroids.setModelOutputs({"points": points})
    model.addChildAlgorithm(centroids)

    buffers = QgsProcessingModelChildAlgorithm("native:buffer")
    buffers.setChildId("buffers")
    buffers.addParameterSources("INPUT", _source("ChildOutput", "detect", "CROWN_TOE"))
    buffers.addParameterSources("DISTANCE", _source("StaticValue", 30))
    around = QgsProcessingModelOutput("around", "around")
    around.setChildId("buffers")
    around.setChildOutputName("OUTPUT")
    buffers.setModelOutputs({"around": around})
    model.addChildAlgorithm(buffers)

    strict = QgsProcessingModelChildAlgorithm("l4s:vectorize")
    strict.setChildId("strict")
    strict.addParameterSources("PROBABILITY", _source("ChildOutput", "detect", "PROBABILITY"))
    strict.addParameterSources("THRESHOLD", _source("StaticValue", 0.8))
    fewer = QgsProcessingModelOutput("fewer", "fewer")
    fewer.setChildId("strict")
    fewer.setChildOutputName("INVENTORY")
    strict.setModelOutputs({"fewer": fewer})
    model.addChildAlgorithm(strict)

    # through a file and back, as the modeler keeps it
    path = tmp_path / "slides.model3"
    assert model.toFile(str(path))
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(path))
    # 3.40 names them after the outputs alone, 3.22 after the step too
    names = {definition.description(): definition.name() for definition in model.destinationParameterDefinitions()}
    assert set(names) == {"slides", "probability", "points", "around", "fewer"}
    temporary = QgsProcessing.TEMPORARY_OUTPUT
    made = processing.run(
        model,
        {
            "scene": str(scene), "dem": str(dem), names["slides"]: str(tmp_path / "slides.gpkg"),
            names["probability"]: str(tmp_path / "p.tif"), names["points"]: temporary, names["around"]: temporary,
            names["fewer"]: temporary,
        },
    )  # fmt: skip
    slides_made = polygons(made[names["slides"]])
    assert slides_made
    assert made[names["points"]].featureCount() == len(slides_made)
    assert made[names["around"]].featureCount() == 2 * len(slides_made), "a crown and a toe each"
    strict_made = QgsVectorLayer(str(made[names["fewer"]]), "fewer", "ogr")
    assert (
        0
        < sum(f["area_m2"] for f in strict_made.getFeatures())
        < sum(f["area_m2"] for f in QgsVectorLayer(made[names["slides"]], "all", "ogr").getFeatures())
    )


def test_a_failing_step_ends_the_model_with_its_sentence(tmp_path: Path) -> None:
    model = QgsProcessingModelAlgorithm("slides", "tests")
    detect = QgsProcessingModelChildAlgorithm("l4s:detect")
    detect.setChildId("detect")
    detect.addParameterSources("SCENE", _source("StaticValue", str(tmp_path / "none.zip")))
    model.addChildAlgorithm(detect)
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as raised:
        processing.run(model, {}, feedback=feedback)
    # 3.22 raises a general sentence of its own and has this one in the log
    assert "none.zip does not exist" in str(raised.value) + feedback.textLog()


# --- the dialogs of the toolbox


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    opened: list[Any] = []
    # the one thing of the desktop that the parameter widgets need and that is not there without a main window
    browser = QgsBrowserGuiModel()
    monkeypatch.setattr(iface, "browserModel", lambda: browser, raising=False)
    yield opened
    for dialog in opened:
        dialog.close()
        dialog.deleteLater()


def test_a_batch_of_two(
    provider: L4SProvider, scene: Path, dem: Path, tmp_path: Path, dialogs: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # the batch window's entry in the list of tasks outlives it in 3.22, and QGIS would wait for it at its end
    entry = SimpleNamespace(setProgress=lambda percent: None)
    monkeypatch.setattr(
        "processing.gui.BatchAlgorithmDialog.QgsScopedProxyProgressTask", lambda title: entry, raising=False
    )
    dialog = BatchAlgorithmDialog(provider.algorithm("detect").create())
    dialogs.append(dialog)
    panel = dialog.mainWidget()
    panel.addRow()
    names = [p.name() for p in dialog.algorithm().parameterDefinitions()]
    rows = [
        {"SCENE_FOLDER": str(scene), "DEM": str(dem), "CLOUDS": "none", "INVENTORY": str(tmp_path / "one.gpkg")},
        {"SCENE": str(tmp_path / "none.zip"), "CLOUDS": "none", "INVENTORY": str(tmp_path / "two.gpkg")},
    ]
    # the table's own way from cells to parameters, with the values of its widgets replaced
    original = panel.parametersForRow

    def filled(row: int, **options: Any) -> tuple[dict[str, Any], bool]:
        given, _ = original(row, **{**options, "warnOnInvalid": False})
        assert set(given) <= set(names)
        return {**given, **rows[row]}, True

    assert panel.batchRowCount() == 2
    panel.parametersForRow = filled
    dialog.runAlgorithm()
    # 3.22 blocks until the end, 3.40 runs one task after the other
    wait(lambda: re.search(r"1 execution\S* failed", _log(dialog)), 60)
    assert polygons(tmp_path / "one.gpkg")
    assert not (tmp_path / "two.gpkg").exists()
    assert "none.zip does not exist" in _log(dialog)


def _log(dialog: Any) -> str:
    from qgis.PyQt.QtWidgets import QTextBrowser, QTextEdit

    return "\n".join(widget.toPlainText() for kind in (QTextBrowser, QTextEdit) for widget in dialog.findChildren(kind))


@pytest.mark.timed
def test_the_window_runs_and_cancels(
    provider: L4SProvider, scene: Path, dem: Path, tmp_path: Path, dialogs: list[Any]
) -> None:
    dialog = AlgorithmDialog(provider.algorithm("detect").create())
    dialogs.append(dialog)
    dialog.show()
    # QGIS's own field takes what it can open as a layer; a product or folder has to be picked in it by hand
    bands = [str(path) for path in sorted(scene.glob("B*.tif"))]
    dialog.setParameters({"INPUT": bands, "DEM": str(dem), "INVENTORY": str(tmp_path / "slides.gpkg")})
    # what the form makes of fields that were left empty is accepted: else a message box would wait for ever
    given = dialog.createProcessingParameters()
    assert dialog.algorithm().checkParameterValues(given, QgsProcessingContext()) == (True, "")
    gaps = []
    ticks = [time.monotonic()]
    timer = QTimer()
    timer.timeout.connect(lambda: (gaps.append(time.monotonic() - ticks[0]), ticks.__setitem__(0, time.monotonic())))
    timer.start(20)
    if pictures := os.environ.get("L4S_PICTURES"):
        _picture(dialog, Path(pictures))
    dialog.runAlgorithm()
    wait(lambda: backends() and len(gaps) > 10, 20)
    started = time.monotonic()
    dialog.cancelButton().click()
    wait(lambda: dialog.feedback is None, 10)
    assert time.monotonic() - started < 3.5
    timer.stop()
    assert max(gaps[5:]) < 0.5
    assert not backends()
    assert not list(tmp_path.iterdir())
    assert "Cancelled; nothing was written" in _log(dialog)


def _picture(dialog: Any, folder: Path) -> None:
    """For eyes: the whole form, with the advanced parameters unfolded."""
    dialog.resize(900, 1500)
    for box in dialog.findChildren(QGroupBox):
        box.setProperty("collapsed", False)
    wait(lambda: dialog.isVisible(), 5)
    for _ in range(20):
        QCoreApplication.processEvents()
    dialog.grab().save(str(folder / "processing_detect.png"))


@pytest.mark.timed
@pytest.mark.parametrize("after_s", [0.0, 0.4, 1.5])
def test_cancelled_at_any_moment_within_three_seconds(
    provider: L4SProvider, scene: Path, dem: Path, tmp_path: Path, after_s: float
) -> None:
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    given = {"SCENE": str(scene), "DEM": str(dem), "INVENTORY": str(tmp_path / "slides.gpkg")}
    task = QgsProcessingAlgRunnerTask(provider.algorithm("detect"), given, context, feedback)
    ended: list[bool] = []
    task.executed.connect(lambda ok, results: ended.append(ok))
    QgsApplication.taskManager().addTask(task)
    if after_s:
        wait(backends, 20)
        time.sleep(after_s)
    started = time.monotonic()
    task.cancel()
    wait(lambda: ended, 10)
    assert time.monotonic() - started < 3.5
    assert ended == [False]
    assert not backends()
    assert not list(tmp_path.iterdir())


def test_from_a_script_in_a_thread(scene: Path, tmp_path: Path) -> None:
    """Cancelling from another thread ends `processing.run` with a sentence."""
    feedback = QgsProcessingFeedback(False)
    threading.Timer(1.0, feedback.cancel).start()
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run(
            "l4s:detect", {"SCENE": str(scene), "INVENTORY": str(tmp_path / "slides.gpkg")}, feedback=feedback
        )
    assert not list(tmp_path.iterdir())


def test_views_tell_how_sure_the_model_is(scene: Path, dem: Path, tmp_path: Path) -> None:
    results = processing.run(
        "l4s:detect",
        {
            "INPUT": str(scene), "DEM": str(dem), "INVENTORY": str(tmp_path / "slides.gpkg"), "CLOUDS": "builtin",
            "PROBABILITY": str(tmp_path / "p.tif"), "UNCERTAINTY": "tta", "ADAPT": True,
        },
    )  # fmt: skip
    assert results["COUNT"] > 0
    unsure = pixels(tmp_path / "p_uncertainty.tif")
    assert 0 < unsure[unsure != 65535].max() <= 10000
    assert unsure.shape == pixels(tmp_path / "p.tif").shape
    table = QgsVectorLayer(str(tmp_path / "slides.gpkg") + "|layername=landslides")
    means = [feature["uncert_mean"] for feature in table.getFeatures()]
    assert 0 < max(means) < 0.5, "disagreement, not the entropy of the probability"

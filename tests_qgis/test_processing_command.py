"""Every algorithm through the real ``qgis_process``, against what the command itself makes of the same scene."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from processing_kit import QgisProcess, l4s, pixels, polygons
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture(scope="module")
def scene(scenes: Path) -> Path:
    return scenes / "puthumala_2019"


@pytest.fixture(scope="module")
def dem(scene: Path) -> Path:
    return scene / "Copernicus_DEM_30m.tif"


@pytest.fixture(scope="module")
def qgis(backend_python: Path, tmp_path_factory: pytest.TempPathFactory) -> QgisProcess:
    return QgisProcess(tmp_path_factory.mktemp("qgis"), backend_python)


@pytest.fixture(scope="module")
def expected(backend_python: Path, scene: Path, dem: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``slides.gpkg`` and ``probability.tif`` of the command."""
    folder = tmp_path_factory.mktemp("expected")
    l4s(
        backend_python, "detect", scene, "--dem", dem, "-o", folder / "slides.gpkg",
        "--probability", folder / "probability.tif",
    )  # fmt: skip
    return folder


def test_the_toolbox_lists_the_algorithms_with_help(qgis: QgisProcess) -> None:
    listed = qgis.call("list")
    assert listed.code == 0
    for name in ("batch", "compare", "detect", "exposure", "merge", "split", "stack", "statistics", "vectorize"):
        assert f"l4s:{name}" in listed.text
    text = qgis.call("help", "l4s:detect").text
    for words in (
        "square metres",
        "degrees",
        "MMU",
        "INPUT",
        "Downloaded product (.zip",
        "OBSERVED_PERCENT",
        "CROWN_TOE",
    ):
        assert words in text, words


def test_detect_agrees_with_the_command(
    qgis: QgisProcess, scene: Path, dem: Path, expected: Path, tmp_path: Path
) -> None:
    # the file that a user can click on; a folder that is not there yet, with a space
    out = tmp_path / "new folder" / "slides.gpkg"
    answer = qgis.run(
        "detect", INPUT=scene, DEM=dem, INVENTORY=out, PROBABILITY=out.with_name("p.tif"),
        CROWN_TOE=out.with_name("points.gpkg"), NOT_OBSERVED=out.with_name("gaps.geojson"),
        OVERVIEW=out.with_name("o.png"),
    )  # fmt: skip
    assert answer.code == 0, answer.text
    assert answer.results["INVENTORY"] == f"{out}|layername=landslides"
    want = polygons(expected / "slides.gpkg")
    assert polygons(answer.results["INVENTORY"]) == want
    assert answer.results["COUNT"] == len(want) > 3
    assert answer.results["AREA_M2"] > 10_000
    assert 10 < answer.results["OBSERVED_PERCENT"] < 100
    np.testing.assert_array_equal(pixels(answer.results["PROBABILITY"]), pixels(expected / "probability.tif"))
    for output, layer in (("CROWN_TOE", "crown_toe"), ("NOT_OBSERVED", "not_observed")):
        got, held = layer_of(answer.results[output]), layer_of(f"{out}|layername={layer}")
        assert got.featureCount() == held.featureCount() > 0, output
        assert area_and_place(got) == pytest.approx(area_and_place(held), rel=1e-6), output
        assert set(held.fields().names()) - {"fid"} <= set(got.fields().names())
    assert out.with_name("o.png").read_bytes().startswith(b"\x89PNG")


def layer_of(source: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(source, "layer", "ogr")
    assert layer.isValid(), source
    return layer


def area_and_place(layer: QgsVectorLayer) -> tuple[float, float, float]:
    """In the projection of the scene, whatever the format's own."""
    to_scene = QgsCoordinateTransform(
        layer.crs(), QgsCoordinateReferenceSystem("EPSG:32643"), QgsCoordinateTransformContext()
    )
    area = x = y = 0.0
    for feature in layer.getFeatures():
        geometry = feature.geometry()
        geometry.transform(to_scene)
        area += geometry.area()
        middle = geometry.boundingBox().center()
        x, y = x + middle.x(), y + middle.y()
    return area, x, y


def test_single_band_layers_are_one_scene(
    qgis: QgisProcess, scene: Path, dem: Path, expected: Path, tmp_path: Path
) -> None:
    layers = sorted(scene.glob("B*.tif"))
    answer = qgis.run("detect", INPUT=layers, DEM=dem, INVENTORY=tmp_path / "slides.gpkg")
    assert answer.code == 0, answer.text
    got, want = polygons(answer.results["INVENTORY"]), polygons(expected / "slides.gpkg")
    assert [row[-1] for row in got] == [row[-1] for row in want]
    assert "PROBABILITY" not in answer.results


def test_options_reach_the_command(qgis: QgisProcess, backend_python: Path, scene: Path, tmp_path: Path) -> None:
    l4s(
        backend_python, "detect", scene, "--no-dem", "-o", tmp_path / "want.gpkg", "--threshold", "0.6", "--mmu", "500",
        "--simplify", "15", "--clouds", "builtin", "--level", "L2A", "--event-id", "E1", "--event-date", "2019-08-08",
        "--trigger", "rainfall", "--mask-water", "--device", "cpu", "--offset", "0", "--model", "l4s-lite-v0",
    )  # fmt: skip
    answer = qgis.run(
        "detect", INPUT=scene, INVENTORY=tmp_path / "got.gpkg", THRESHOLD=0.6, MMU=500, SIMPLIFY=15, CLOUDS="builtin",
        LEVEL=1, EVENT_ID="E1", EVENT_DATE="2019-08-08", TRIGGER="rainfall", MASK_WATER="true", DEVICE=1,
        OFFSET=0, MODEL="l4s-lite-v0",
    )  # fmt: skip
    assert answer.code == 0, answer.text
    assert "No elevation was given" in answer.text
    want = polygons(tmp_path / "want.gpkg")
    assert want
    assert polygons(tmp_path / "got.gpkg") == want


def test_a_temporary_inventory(qgis: QgisProcess, scene: Path, dem: Path) -> None:
    answer = qgis.run("detect", INPUT=scene, DEM=dem, INVENTORY="TEMPORARY_OUTPUT")
    assert answer.code == 0, answer.text
    assert answer.results["INVENTORY"].endswith(".gpkg|layername=landslides")
    assert answer.results["COUNT"] > 3


def test_stack_agrees_with_the_command(
    qgis: QgisProcess, backend_python: Path, scene: Path, dem: Path, tmp_path: Path
) -> None:
    want, got = tmp_path / "want.tif", tmp_path / "got.tif"
    l4s(backend_python, "stack", scene, "--dem", dem, "-o", want, "--cut-clouds", "--clouds", "builtin")
    answer = qgis.run("stack", INPUT=scene, DEM=dem, STACK=got, CLOUDS="builtin")
    assert answer.code == 0, answer.text
    assert answer.results == {"STACK": str(got)}
    assert pixels(got).shape[0] == 13  # Level-2A has no B10
    np.testing.assert_array_equal(pixels(got), pixels(want))


def test_vectorize_agrees_with_detect_and_with_the_command(
    qgis: QgisProcess, backend_python: Path, dem: Path, expected: Path, tmp_path: Path
) -> None:
    probability = expected / "probability.tif"
    same = qgis.run("vectorize", PROBABILITY=probability, DEM=dem, INVENTORY=tmp_path / "same.gpkg")
    assert same.code == 0, same.text
    detected = [row[-1] for row in polygons(expected / "slides.gpkg")]
    assert [row[-1] for row in polygons(same.results["INVENTORY"])] == detected
    assert same.results["COUNT"] == len(detected)

    l4s(backend_python, "vectorize", probability, "-o", tmp_path / "want.gpkg", "--threshold", "0.6", "--mmu", "400")
    other = qgis.run("vectorize", PROBABILITY=probability, INVENTORY=tmp_path / "got.gpkg", THRESHOLD=0.6, MMU=400)
    assert other.code == 0, other.text
    want = polygons(tmp_path / "want.gpkg")
    assert polygons(tmp_path / "got.gpkg") == want
    assert [row[-1] for row in want] != detected


def test_an_area_is_all_that_is_mapped(
    qgis: QgisProcess, backend_python: Path, scene: Path, dem: Path, expected: Path, tmp_path: Path
) -> None:
    # degrees, while the scene is in metres: the east half, by eye of the scene's bounds
    [west, south, east, north] = [76.13, 11.48, 76.16, 11.51]
    answer = qgis.run(
        "detect",
        INPUT=scene,
        DEM=dem,
        INVENTORY=tmp_path / "part.gpkg",
        EXTENT=f"{west},{east},{south},{north} [EPSG:4326]",
    )
    assert answer.code == 0, answer.text
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    area = tmp_path / "area.geojson"
    area.write_text(f'{{"type": "Polygon", "coordinates": [{ring}]}}')
    l4s(backend_python, "detect", scene, "--dem", dem, "-o", tmp_path / "want.gpkg", "--aoi", area)
    want = polygons(tmp_path / "want.gpkg")
    assert 0 < len(want) < len(polygons(expected / "slides.gpkg"))
    assert [row[-1] for row in polygons(tmp_path / "part.gpkg")] == [row[-1] for row in want]

    by_layer = qgis.run("detect", INPUT=scene, DEM=dem, INVENTORY=tmp_path / "layer.gpkg", AREA=area)
    assert by_layer.code == 0, by_layer.text
    assert polygons(tmp_path / "layer.gpkg") == want


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"INPUT": "/nowhere/S2A.zip"}, "/nowhere/S2A.zip does not exist"),
        ({}, "INPUT"),
        ({"INPUT": "{scene}", "DEM": "{scene}/B02.tif", "DEM_UNIT": "furlongs"}, "DEM_UNIT"),
        ({"INPUT": "{scene}", "THRESHOLD": 1.5}, "THRESHOLD"),
        ({"INPUT": "{scene}", "EVENT_DATE": "yesterday"}, "EVENT_DATE"),
        ({"INPUT": "{scene}", "MODEL": "no-such-model"}, "no-such-model"),
        ({"INPUT": "{scene}", "SCENE": "{scene}"}, "The scene is given more than once"),
        ({"INPUT": "{scene}/Copernicus_DEM_30m.tif", "BAND_ORDER": 3}, "band"),
        ({"INPUT": ["{scene}/B02.tif", "{scene}/nothing.tif"]}, "nothing.tif is no raster"),
        ({"INPUT": "{scene}", "DEM": "{hokkaido}"}, "DEM"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    qgis: QgisProcess, scene: Path, scenes: Path, tmp_path: Path, parameters: dict, words: str
) -> None:
    places = {"scene": scene, "hokkaido": scenes / "hokkaido_2018" / "DSM.tif"}
    filled = {
        name: [v.format(**places) for v in value] if isinstance(value, list) else str(value).format(**places)
        for name, value in parameters.items()
    }
    out = tmp_path / "slides.gpkg"
    answer = qgis.run("detect", **filled, INVENTORY=out)
    assert answer.code == 1, answer.text
    assert words in answer.text.partition("Inputs")[0] + answer.text.partition("ERROR")[2]
    assert "Traceback" not in answer.text
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_cannot_be_written_is_refused(qgis: QgisProcess, scene: Path, tmp_path: Path) -> None:
    answer = qgis.run("detect", INPUT=scene, INVENTORY=tmp_path / "slides.kml")
    assert answer.code == 1
    assert ".gpkg, .geojson" in answer.text
    assert list(tmp_path.iterdir()) == []


def test_without_a_backend_the_sentence_says_where_to_set_it_up(tmp_path: Path, scene: Path) -> None:
    bare = QgisProcess(tmp_path / "qgis", None)
    answer = bare.run("detect", INPUT=scene, INVENTORY=tmp_path / "slides.gpkg")
    assert answer.code == 1
    assert "not set up" in answer.text
    assert "Set up l4s" in answer.text and "L4S_BACKEND_PYTHON" in answer.text

    bare.environment["L4S_BACKEND_PYTHON"] = "/usr/bin/no-python"
    answer = bare.run("detect", INPUT=scene, INVENTORY=tmp_path / "slides.gpkg")
    assert answer.code == 1
    assert "/usr/bin/no-python" in answer.text and "L4S_BACKEND_PYTHON" in answer.text


def test_a_batch_and_a_merge_agree_with_the_command(
    qgis: QgisProcess, backend_python: Path, scene: Path, dem: Path, expected: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.tif"
    bad.write_text("no raster")
    out = tmp_path / "new folder" / "mapped"
    # the file that a user can click on would be a product's; a folder is what a script gives
    answer = qgis.run("batch", SCENES=[scene, bad], DEM=dem, FOLDER=out)
    assert answer.code == 0, answer.text
    assert answer.results["INVENTORY"] == f"{out / 'inventory.gpkg'}|layername=landslides"
    assert answer.results["FAILED"] == 1
    assert "bad.tif" in answer.text
    detected = [row[-1] for row in polygons(expected / "slides.gpkg")]
    assert [row[-1] for row in polygons(answer.results["INVENTORY"])] == detected
    assert answer.results["COUNT"] == len(detected) > 3
    again = qgis.run("batch", SCENES=[scene], DEM=dem, FOLDER=out)
    assert again.code != 0
    assert "Go on with what is in the folder" in again.text
    resumed = qgis.run("batch", SCENES=[scene], DEM=dem, FOLDER=out, RESUME="true")
    assert resumed.code == 0, resumed.text
    assert (resumed.results["COUNT"], resumed.results["FAILED"]) == (len(detected), 0)

    [single] = (out / "scenes").glob("*.gpkg")
    l4s(backend_python, "merge", single, expected / "slides.gpkg", "-o", tmp_path / "want.gpkg")
    got = qgis.run("merge", INVENTORIES=[single, expected / "slides.gpkg"], INVENTORY=tmp_path / "got.gpkg")
    assert got.code == 0, got.text
    assert polygons(got.results["INVENTORY"]) == polygons(tmp_path / "want.gpkg")
    assert got.results["COUNT"] == len(detected)
    assert got.results["IN_SEVERAL"] == 0  # twice the same scene
    twice = qgis.run("merge", INVENTORIES=[tmp_path / "got.gpkg"], INVENTORY=tmp_path / "x.gpkg")
    assert twice.code == 0, twice.text
    assert polygons(twice.results["INVENTORY"]) == polygons(got.results["INVENTORY"])

"""Compare inventories of the toolbox: scores as the command has them, layers that QGIS dresses by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from processing_kit import QgisProcess
from qgis.core import QgsCategorizedSymbolRenderer, QgsVectorLayer

X, Y = 600_000, 1_280_000


def write(path: Path, *boxes: tuple[int, int, int, int]) -> Path:
    """Left, bottom, right, top in metres from the corner of the test ground."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"n{left}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[X + x, Y + y] for x, y in
                                 ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))]],
            },
        }
        for left, bottom, right, top in boxes
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32643"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return path


def slides(path: Path, *lefts: int) -> Path:
    return write(path, *((left, 0, left + 100, 100) for left in lefts))


@pytest.fixture(scope="module")
def process(backend_python: Path, tmp_path_factory: pytest.TempPathFactory) -> QgisProcess:
    return QgisProcess(tmp_path_factory.mktemp("qgis"), backend_python)


def test_compare_inventories(process: QgisProcess, tmp_path: Path) -> None:
    a, b = slides(tmp_path / "a.geojson", 0, 500, 1000), slides(tmp_path / "b.geojson", 0, 510, 2000, 3000)
    area = write(tmp_path / "area.geojson", (-1000, -1000, 2500, 1000))
    out = tmp_path / "compared.gpkg"
    answer = process.run("compare", INVENTORY=a, REFERENCE=b, AREA=area, COMPARISON=out)
    assert answer.code == 0, answer.text
    assert "IoU >= 0.5: precision 0.667, recall 0.667" in answer.text and "1 polygon was left out" in answer.text
    assert answer.results["F1"] == pytest.approx(2 / 3) and answer.results["RECALL"] == pytest.approx(2 / 3)
    assert answer.results["COMPARISON"] == f"{out}|layername=compared"
    layer = QgsVectorLayer(answer.results["COMPARISON"], "compared", "ogr")
    found = [feature["verdict"] for feature in layer.getFeatures()]
    assert found == ["true", "true", "false", "found", "found", "missed", "left out"]
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer) and renderer.classAttribute() == "verdict"
    assert set(found) | {"partly true", "partly found"} <= {str(one.value()) for one in renderer.categories()}
    refused = process.run("compare", INVENTORY=a, REFERENCE=b, COMPARISON=tmp_path / "compared.shp")
    assert refused.code == 1 and "ends in .gpkg" in refused.text

"""The report in the toolbox: a page that opens from the results viewer, with what is compared and what is hit."""

from __future__ import annotations

from pathlib import Path

import pytest
from processing_kit import QgisProcess
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingOutputHtml,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from qgis_plugin.processing.algorithms.report import Report

pytestmark = pytest.mark.usefixtures("qgis_app")


def _file(path: Path, kind: str, *shapes: str) -> Path:
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:32633&field=name:string", "drawn", "memory")
    features = []
    for number, shape in enumerate(shapes):
        feature = QgsFeature(layer.fields())
        feature.setAttribute("name", f"{kind} {number}")
        feature.setGeometry(QgsGeometry.fromWkt(shape))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path


def _square(x: int, y: int, side: int) -> str:
    return f"POLYGON(({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y}))"


def test_its_page_is_one_that_the_results_viewer_opens() -> None:
    assert QgsApplication.instance() is not None
    algorithm = Report().create()
    [page] = [one for one in algorithm.outputDefinitions() if one.name() == "REPORT"]
    assert isinstance(page, QgsProcessingOutputHtml)
    assert algorithm.helpUrl().rstrip("/").removesuffix(".html").removesuffix(".md").endswith("report")


def test_the_toolbox_writes_it(backend_python: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    qgis = QgisProcess(tmp_path_factory.mktemp("qgis"), backend_python)
    x, y = 500_000, 4_000_000
    slides = _file(tmp_path / "slides é.gpkg", "Polygon", _square(x, y, 100), _square(x + 500, y, 50))
    hand = _file(tmp_path / "by hand.gpkg", "Polygon", _square(x, y, 100))
    roads = _file(tmp_path / "roads.gpkg", "LineString", f"LINESTRING({x - 50} {y + 50}, {x + 150} {y + 50})")
    page = tmp_path / "a folder that is not there" / "page.html"
    got = qgis.run("report", INVENTORY=slides, REFERENCE=hand, ASSETS=[roads], TITLE="Storm <1>", REPORT=page)
    assert got.code == 0, got.text
    assert got.results["REPORT"] == str(page)
    assert (got.results["COUNT"], got.results["AREA_M2"]) == (2, pytest.approx(12_500, rel=1e-3))
    text = page.read_text("utf-8")
    assert "Storm &lt;1&gt;" in text and "LineString 0 (100" in text and "by hand.gpkg" in text
    refused = qgis.run("report", INVENTORY=slides, ASSETS=[tmp_path / "none.gpkg"], REPORT=tmp_path / "no.html")
    assert refused.code == 1 and not (tmp_path / "no.html").exists()

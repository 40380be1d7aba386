"""Size statistics in the toolbox: numbers that a job hands on, and a figure that the command writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from processing_kit import QgisProcess
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("qgis_app")
LEFT, BOTTOM = 500_000, 4_000_000


def _squares(path: Path, areas: np.ndarray) -> Path:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633&field=name:string", "drawn", "memory")
    features = []
    for place, side in enumerate(np.sqrt(areas)):
        x, y = LEFT + place % 30 * 2000, BOTTOM + place // 30 * 2000
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(
            f"POLYGON(({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y}))"
        ))  # fmt: skip
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path


def test_the_toolbox_gives_the_numbers(
    backend_python: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    qgis = QgisProcess(tmp_path_factory.mktemp("qgis"), backend_python)
    # too few for the slow fits: the power law alone is fitted
    areas = 1000 * (1 - np.random.default_rng(1).random(90)) ** (-1 / 1.4)
    file = _squares(tmp_path / "slides.gpkg", np.minimum(areas, 3e6))
    got = qgis.run("statistics", INVENTORY=file, MMU=1000, RESOLUTION=10)
    assert got.code == 0, got.text
    assert got.results["COUNT"] == 90
    assert got.results["AREA_M2"] == pytest.approx(np.minimum(areas, 3e6).sum(), rel=1e-4)
    assert got.results["POWER_LAW"] == pytest.approx(-2.4, abs=0.6)
    assert got.results["MAGNITUDE"] == pytest.approx(np.log10(90))
    assert "Power law" in got.text

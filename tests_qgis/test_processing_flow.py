"""Splitting and exposure in the toolbox: what the command makes of the same files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from processing_kit import QgisProcess, l4s, polygons
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("qgis_app")
LEFT, TOP, CRS = 600_000, 1_280_000, "EPSG:32643"


def _layer(path: Path, name: str, kind: str, *texts: str) -> Path:
    layer = QgsVectorLayer(f"{kind}?crs={CRS}&field=name:string", "drawn", "memory")
    for text in texts:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(text))
        layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = name
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A slope to the south, two slides on it that join at the toe, and two roads in a file with two layers."""
    folder = tmp_path_factory.mktemp("ground")
    dem = gdal.GetDriverByName("GTiff").Create(str(folder / "dem.tif"), 100, 200, 1, gdal.GDT_Float32)
    dem.SetGeoTransform((LEFT, 10, 0, TOP, 0, -10))
    dem.SetProjection(QgsCoordinateReferenceSystem(CRS).toWkt())
    dem.GetRasterBand(1).WriteArray((1000 - 4.0 * np.arange(200)[:, None] + np.zeros((200, 100))).astype("float32"))
    dem = None
    arms = [(LEFT + x, TOP - y) for x, y in ((200, 100), (450, 500), (470, 800), (530, 800), (550, 500), (800, 120))]
    inner = [(LEFT + x, TOP - y) for x, y in ((740, 100), (500, 480), (260, 80))]
    ring = ", ".join(f"{x} {y}" for x, y in [*arms, *inner, arms[0]])
    slides = _layer(folder / "slides.gpkg", "slides", "Polygon", f"POLYGON(({ring}))")
    line = f"LINESTRING({LEFT} {TOP - 300}, {LEFT + 1000} {TOP - 300})"
    roads = _layer(folder / "roads.gpkg", "roads", "LineString", line, line.replace(str(TOP - 300), str(TOP - 950)))
    _layer(roads, "others", "Point", f"POINT({LEFT} {TOP})")
    return {"dem": folder / "dem.tif", "slides": slides, "roads": roads}


def test_the_toolbox_agrees_with_the_commands(
    backend_python: Path, ground: dict[str, Path], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    qgis = QgisProcess(tmp_path_factory.mktemp("qgis"), backend_python)
    l4s(backend_python, "split", ground["slides"], "--dem", ground["dem"], "-o", tmp_path / "want.gpkg")
    got = qgis.run("split", LANDSLIDES=ground["slides"], DEM=ground["dem"], INVENTORY=tmp_path / "got.gpkg")
    assert got.code == 0, got.text
    assert (got.results["COUNT"], got.results["SPLIT"], got.results["PARTS"]) == (2, 1, 2)
    shapes = [{row[-1] for row in polygons(path)} for path in (got.results["INVENTORY"], tmp_path / "want.gpkg")]
    assert shapes[0] == shapes[1]
    assert QgsVectorLayer(f"{tmp_path / 'got.gpkg'}|layername=centre_lines", "lines", "ogr").featureCount() == 2

    roads = f"{ground['roads']}|layername=roads"
    hit = qgis.run(
        "exposure", LANDSLIDES=tmp_path / "got.gpkg", ASSETS=[roads], DEM=ground["dem"], DOWNSTREAM=300,
        EXPOSURE=tmp_path / "exposed.gpkg",
    )  # fmt: skip
    assert hit.code == 0, hit.text
    assert (hit.results["SLIDES_THAT_HIT"], hit.results["ASSETS_HIT"], hit.results["ASSETS_BELOW"]) == (2, 1, 1)
    without = qgis.run(
        "exposure", LANDSLIDES=ground["slides"], ASSETS=[roads], DOWNSTREAM=300, EXPOSURE=tmp_path / "other.gpkg"
    )
    assert without.code != 0
    assert "Choose the elevation" in without.text

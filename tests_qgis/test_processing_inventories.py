"""Algorithms that work on inventories, through the real ``qgis_process``."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from processing_kit import QgisProcess, l4s, polygons
from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture(scope="module")
def qgis(backend_python: Path, tmp_path_factory: pytest.TempPathFactory) -> QgisProcess:
    return QgisProcess(tmp_path_factory.mktemp("qgis"), backend_python)


@pytest.fixture(scope="module")
def slides(backend_python: Path, scenes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("slides") / "slides.gpkg"
    scene = scenes / "puthumala_2019"
    l4s(backend_python, "detect", scene, "--dem", scene / "Copernicus_DEM_30m.tif", "-o", out)
    return out


def test_convert_writes_a_catalogue_and_reads_it_back(qgis: QgisProcess, slides: Path, tmp_path: Path) -> None:
    answer = qgis.run("convert", INVENTORY=slides, FORMAT="usgs", OUTPUT=tmp_path / "usgs.shp")
    assert answer.code == 0, answer.text
    assert answer.results["COUNT"] == len(polygons(slides))
    layer = QgsVectorLayer(answer.results["OUTPUT"], "usgs", "ogr")
    assert layer.isValid() and "Confidence" in layer.fields().names()
    back = qgis.run("convert", INVENTORY=tmp_path / "usgs.shp", FORMAT="inventory", OUTPUT=tmp_path / "back.gpkg")
    assert back.code == 0, back.text
    assert len(polygons(tmp_path / "back.gpkg")) == answer.results["COUNT"]
    refused = qgis.run("convert", INVENTORY=tmp_path / "none.gpkg", FORMAT="kml", OUTPUT=tmp_path / "none.kml")
    assert refused.code == 1 and "does not exist" in refused.text


def test_a_ledger_of_the_same_inventory_changes_nothing(qgis: QgisProcess, slides: Path, tmp_path: Path) -> None:
    again = Path(shutil.copy(slides, tmp_path / "again.gpkg"))
    answer = qgis.run("ledger", OLD=slides, NEW=again, LEDGER=tmp_path / "ledger.gpkg")
    assert answer.code == 0, answer.text
    assert answer.results["LEDGER"] == f"{tmp_path / 'ledger.gpkg'}|layername=landslides"
    assert (answer.results["NEW_ONES"], answer.results["REVEGETATED"]) == (0, 0)
    assert answer.results["COUNT"] == len(polygons(slides))
    with closing(sqlite3.connect(tmp_path / "ledger.gpkg")) as database:
        states = database.execute("SELECT DISTINCT ledger_state FROM landslides").fetchall()
    assert states == [("unchanged",)]

"""What an inventory tells of the run that made it, read from real files."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from layers_kit import copied, detect, vectorize
from qgis.core import QgsProject, QgsVectorLayer

from qgis_plugin.layers import ResultFiles, add_result
from qgis_plugin.layers.files import LANDSLIDES, ROLE
from qgis_plugin.layers.origin import decision, origin_in, origin_of, read_run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    folder = tmp_path_factory.mktemp("made")
    detect(backend_python, scenes / "puthumala_2019", folder)
    return folder


def landslides(inventory: Path) -> QgsVectorLayer:
    return QgsVectorLayer(f"{inventory}|layername=landslides", "slides", "ogr")


def put(inventory: Path, name: str, value: str) -> None:
    with closing(sqlite3.connect(inventory)) as database, database:
        database.execute("DELETE FROM run WHERE name = ?", (name,))
        database.execute("INSERT INTO run (name, value, type) VALUES (?, ?, 'text')", (name, value))


def test_the_files_and_the_rules_of_the_run(made: Path, scenes: Path) -> None:
    layer = landslides(made / "puthumala.gpkg")
    origin = origin_of(layer)
    assert origin is not None
    assert origin.scene == scenes / "puthumala_2019"
    assert origin.dem == str(scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif")
    assert origin.scenes_before == () and origin.area is None
    assert (origin.offset, origin.level) == (0.0, None)
    assert (origin.mmu_m2, origin.min_slope_deg, origin.simplify_m, origin.runout) == (1000.0, 5.0, 0.0, False)
    assert origin.asked["clouds"] == "builtin" and origin.asked["offset"] is None
    feature = next(layer.getFeatures())
    assert origin.threshold == pytest.approx(feature["threshold"])
    assert origin.model == feature["model_id"]
    settled = decision(origin, "offset")
    assert settled is not None and settled["value"] == "0"
    assert decision(origin, "nothing") is None


def test_the_probability_is_that_of_the_group_or_the_one_beside(
    made: Path, tmp_path: Path, qgis_new_project: None
) -> None:
    inventory = copied(made, tmp_path)
    assert origin_of(landslides(inventory)).probability is None, "probability.tif may be of another run"
    group = add_result(QgsProject.instance(), ResultFiles(inventory, tmp_path / "probability.tif", None, "x"))
    layer = next(node.layer() for node in group.findLayers() if node.layer().customProperty(ROLE) == LANDSLIDES)
    assert origin_of(layer).probability == tmp_path / "probability.tif"
    shutil.copy(tmp_path / "probability.tif", tmp_path / "puthumala_probability.tif")
    assert origin_of(landslides(inventory)).probability == tmp_path / "puthumala_probability.tif"


def test_an_inventory_of_another_threshold_knows_its_probability(
    made: Path, tmp_path: Path, backend_python: Path
) -> None:
    again = vectorize(backend_python, made / "probability.tif", tmp_path / "again.gpkg", "--threshold", "0.7")
    origin = origin_in(again)
    assert origin is not None
    assert origin.probability == made / "probability.tif"
    assert (origin.threshold, origin.dem, origin.scene) == (0.7, None, None)


def test_what_is_not_there_any_more_is_none(made: Path, tmp_path: Path) -> None:
    inventory = copied(made, tmp_path)
    for there in ("before_1", "before_2", "n43.tif"):
        (tmp_path / there).mkdir()
    put(inventory, "scene_source", "/nowhere/S2.SAFE.zip")
    put(inventory, "change_scenes", f"{tmp_path / 'before_1'}; /nowhere/else; {tmp_path / 'before_2'}")
    put(inventory, "dem_path", f"{tmp_path / 'n43.tif'};/nowhere/n44.tif")
    origin = origin_in(inventory)
    assert origin is not None
    assert origin.scene is None and origin.run["scene_source"] == "/nowhere/S2.SAFE.zip"
    assert origin.scenes_before == (tmp_path / "before_1", tmp_path / "before_2")
    assert origin.scenes_before[0] == tmp_path / "before_1"
    assert origin.dems == (tmp_path / "n43.tif",) and origin.dem is None, "a part of a terrain is not the terrain"
    put(inventory, "dem_path", "n43.tif")  # the folder was moved as a whole
    assert origin_in(inventory).dem == str(tmp_path / "n43.tif")


@pytest.mark.parametrize("text", ["//server/share/x.zip", "\\\\server\\share\\x.zip", "x" * 5000, "a\0b", "", "[]"])
def test_a_path_of_a_stranger_is_not_followed(made: Path, tmp_path: Path, text: str) -> None:
    inventory = copied(made, tmp_path)
    for name in ("scene_source", "scene_pre_source", "dem_path", "area_source", "probability_path", "scene_decisions"):
        put(inventory, name, text)
    origin = origin_in(inventory)
    assert origin is not None
    assert (origin.scene, origin.scenes_before, origin.dem, origin.area) == (None, (), None, None)
    assert decision(origin, "offset") is None


def test_a_table_without_an_end_ends(tmp_path: Path) -> None:
    path = tmp_path / "endless.gpkg"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE VIEW run AS WITH RECURSIVE n(name, value, type) AS "
            "(SELECT 1, 1, 'text' UNION ALL SELECT name + 1, 1, 'text' FROM n) SELECT * FROM n WHERE name < 0"
        )
    began = time.monotonic()
    assert read_run(path) is None
    assert time.monotonic() - began < 10


def test_other_layers_and_files_have_no_origin(tmp_path: Path, made: Path) -> None:
    assert origin_of(None) is None
    assert origin_of(QgsVectorLayer("Polygon", "m", "memory")) is None
    (tmp_path / "text.gpkg").write_text("no database")
    assert origin_in(tmp_path / "text.gpkg") is None
    assert origin_in(tmp_path / "missing.gpkg") is None
    bare = copied(made, tmp_path)
    with closing(sqlite3.connect(bare)) as database, database:
        database.execute("DROP TABLE run")
    assert origin_of(landslides(bare)) is None

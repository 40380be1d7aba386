"""Each step of a review on a real GeoPackage: what it changes, that one undo takes it back, what is in the file."""

from __future__ import annotations

import re
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import NULL, QgsGeometry, QgsPointXY, QgsVectorLayer
from review_kit import COLUMNS, EAST, NORTH, by_name, inventory, square

from qgis_plugin.review import edits


@pytest.fixture
def layer(qgis_app, tmp_path: Path) -> QgsVectorLayer:
    return inventory(tmp_path / "slides.gpkg")


def again(layer: QgsVectorLayer) -> dict:
    """What is in the file, seen by a layer of its own."""
    return by_name(QgsVectorLayer(layer.source(), "again", "ogr"))


def test_accepting_and_rejecting_arrive_in_the_file_with_name_and_time(layer: QgsVectorLayer) -> None:
    found = by_name(layer)
    edits.judge(layer, found["LS-0001"].id(), True, "Ana Núñez")
    edits.judge(layer, found["LS-0002"].id(), False, "Ana Núñez")
    assert again(layer)["LS-0001"]["status"] == "unreviewed", "nothing is written before it is saved"
    edits.save(layer)
    written = again(layer)
    assert (written["LS-0001"]["status"], written["LS-0002"]["status"]) == ("accepted", "rejected")
    assert written["LS-0001"]["reviewer"] == "Ana Núñez"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", written["LS-0002"]["review_utc"])
    assert written["LS-0003"]["status"] == "unreviewed" and written["LS-0003"]["reviewer"] in (None, NULL)
    assert layer.isEditable(), "the review goes on after saving"


def test_one_undo_takes_back_one_step(layer: QgsVectorLayer) -> None:
    fid = by_name(layer)["LS-0001"].id()
    edits.judge(layer, fid, True, "me")
    edits.redraw(layer, fid, square(0, 0, 50), "me")
    assert edits.undo(layer)
    assert layer.getFeature(fid)["status"] == "accepted" and layer.getFeature(fid)["area_m2"] == 40000
    assert edits.undo(layer)
    assert layer.getFeature(fid)["status"] == "unreviewed"
    assert not edits.undo(layer)


def test_a_new_outline_has_new_measures_and_none_of_the_old_ones(layer: QgsVectorLayer) -> None:
    fid = by_name(layer)["LS-0004"].id()
    edits.redraw(layer, fid, square(3000, 3000, 100), "me")
    feature = layer.getFeature(fid)
    assert (feature["area_m2"], feature["perim_m"], feature["status"]) == (10000, 400, "edited")
    assert feature["compactness"] == pytest.approx(0.785398, abs=1e-6)
    assert feature["length_m"] in (None, NULL)
    assert feature["prob_mean"] == 0.8


def test_an_outline_that_crosses_itself_is_mended(layer: QgsVectorLayer) -> None:
    fid = by_name(layer)["LS-0001"].id()
    bow = [QgsPointXY(EAST + x, NORTH + y) for x, y in ((0, 0), (100, 100), (100, 0), (0, 100))]
    edits.redraw(layer, fid, QgsGeometry.fromPolygonXY([bow]), "me")
    shape = layer.getFeature(fid).geometry()
    assert shape.isGeosValid() and shape.area() == pytest.approx(5000)


def test_an_outline_without_area_changes_nothing(layer: QgsVectorLayer) -> None:
    fid = by_name(layer)["LS-0001"].id()
    line = [QgsPointXY(EAST, NORTH), QgsPointXY(EAST + 50, NORTH), QgsPointXY(EAST + 20, NORTH)]
    with pytest.raises(edits.ReviewProblem, match="no area"):
        edits.redraw(layer, fid, QgsGeometry.fromPolygonXY([line]), "me")
    assert not layer.isModified() and layer.getFeature(fid)["area_m2"] == 40000


def test_a_split_keeps_the_area_and_gives_every_part_an_id(layer: QgsVectorLayer) -> None:
    fid = by_name(layer)["LS-0001"].id()
    line = [QgsPointXY(EAST + 50, NORTH - 10), QgsPointXY(EAST + 50, NORTH + 210)]
    made = edits.split(layer, fid, line, "me")
    assert len(made) == 2 and made[0] == fid
    edits.save(layer)
    written = again(layer)
    assert sorted(written) == ["LS-0001", "LS-0001-2", "LS-0002", "LS-0003", "LS-0004"]
    assert (written["LS-0001"]["area_m2"], written["LS-0001-2"]["area_m2"]) == (30000, 10000)
    assert written["LS-0001-2"].geometry().area() == pytest.approx(10000)
    kept, new = (written[name]["uuid"] for name in ("LS-0001", "LS-0001-2"))
    assert kept == "00000000-0000-4000-8000-000000000001"  # the first part stays the polygon that it was
    assert str(uuid.UUID(new)) == new and new not in {row["uuid"] for name, row in written.items() if name[-2:] != "-2"}
    assert written["LS-0001-2"]["prob_mean"] == 0.8 and written["LS-0001-2"]["status"] == "edited"


def test_undoing_a_split_leaves_one_whole_polygon(layer: QgsVectorLayer) -> None:
    fid = by_name(layer)["LS-0001"].id()
    edits.split(layer, fid, [QgsPointXY(EAST - 1, NORTH + 50), QgsPointXY(EAST + 201, NORTH + 150)], "me")
    edits.undo(layer)
    assert layer.featureCount() == 4
    assert layer.getFeature(fid).geometry().equals(square(0, 0, 200))


def test_a_line_that_misses_does_not_split(layer: QgsVectorLayer) -> None:
    fid = by_name(layer)["LS-0001"].id()
    for line in ([(-50, 0), (-50, 200)], [(10, 10), (50, 50)]):
        with pytest.raises(edits.ReviewProblem, match="does not cut"):
            edits.split(layer, fid, [QgsPointXY(EAST + x, NORTH + y) for x, y in line], "me")
    assert layer.featureCount() == 4 and not layer.isModified()


def test_merging_makes_one_polygon_of_two_that_touch(layer: QgsVectorLayer) -> None:
    found = by_name(layer)
    edits.merge(layer, found["LS-0002"].id(), [found["LS-0003"].id()], "me")
    edits.save(layer)
    written = again(layer)
    assert sorted(written) == ["LS-0001", "LS-0002", "LS-0004"]
    assert written["LS-0002"]["area_m2"] == 20000 and written["LS-0002"]["perim_m"] == 600
    with pytest.raises(edits.ReviewProblem, match="another polygon"):
        edits.merge(layer, found["LS-0002"].id(), [found["LS-0002"].id()], "me")


def test_an_inventory_without_the_time_column_gets_one(qgis_app, tmp_path: Path) -> None:
    columns = {name: kind for name, kind in COLUMNS.items() if name != "review_utc"}
    layer = inventory(tmp_path / "old.gpkg", columns)
    edits.judge(layer, by_name(layer)["LS-0001"].id(), True, "me")
    edits.save(layer)
    assert again(layer)["LS-0001"]["review_utc"].endswith("Z")


def test_a_file_that_is_in_use_is_said_and_keeps_the_edits(qgis_app, tmp_path: Path) -> None:
    path = tmp_path / "slides.gpkg"
    layer = inventory(path)
    fid = by_name(layer)["LS-0001"].id()
    edits.judge(layer, fid, True, "me")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(edits.ReviewProblem, match="could not be saved"):
            edits.save(layer)
        other.execute("ROLLBACK")
    assert layer.isModified() and layer.getFeature(fid)["status"] == "accepted"
    edits.save(layer)
    assert again(layer)["LS-0001"]["status"] == "accepted"


def test_a_file_that_was_moved_away_does_not_take_the_review_with_it(qgis_app, tmp_path: Path) -> None:
    """An open file takes edits wherever it lies, and even where it was removed."""
    path, away = tmp_path / "slides.gpkg", tmp_path / "away.gpkg"
    layer = inventory(path)
    fid = by_name(layer)["LS-0001"].id()
    edits.judge(layer, fid, True, "me")
    path.rename(away)
    with pytest.raises(edits.ReviewProblem, match=r"slides\.gpkg is not there.*Nothing is lost"):
        edits.save(layer)
    assert layer.isModified()
    away.rename(path)
    edits.save(layer)
    assert again(layer)["LS-0001"]["status"] == "accepted"


def test_only_polygons_with_id_and_status_are_an_inventory(qgis_app, layer: QgsVectorLayer) -> None:
    assert edits.is_inventory(layer)
    assert not edits.is_inventory(QgsVectorLayer("Polygon?field=name:string", "other", "memory"))
    assert not edits.is_inventory(QgsVectorLayer("Point?field=ls_id:string&field=status:string", "points", "memory"))
    assert not edits.is_inventory(None)

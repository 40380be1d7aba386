"""``l4s split`` on files: what is split, what stays, and back again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from click.testing import CliRunner
from geopandas import GeoDataFrame
from odc.geo.geobox import GeoBox
from rasterio.features import shapes

from inventory_kit import inventory_of, terrain_of, write_raster
from l4s_core.base.errors import InputError
from l4s_core.cli.main import main
from l4s_core.detection.measure import measure
from l4s_core.inventory import read_inventory, write_inventory
from l4s_core.inventory.outline.given import MEASURED
from l4s_core.splitting.split import split
from l4s_core.splitting.undo import undo_split

SHAPE = 90, 160


def _ground():
    """Two slides that join at the toe, one alone, and elevation that falls to the south."""
    rows, cols = np.mgrid[: SHAPE[0], : SHAPE[1]]
    points = shapely.points(rows, cols)
    mask = np.zeros(SHAPE, bool)
    for line in ([(8, 20), (50, 33), (72, 35)], [(10, 50), (50, 37), (72, 35)], [(10, 120), (60, 110)]):
        mask |= shapely.distance(shapely.LineString(line), points) <= 3.5
    return mask, (900 - 4.0 * rows - 0.5 * np.abs(cols - 80)).astype("float32")


@pytest.fixture
def made(tmp_path):
    mask, z = _ground()
    dem = write_raster(tmp_path / "dem.tif", z)
    inventory = inventory_of(tmp_path, mask * 0.8, terrain=terrain_of(z), run={"mmu_m2": 1000.0})
    return write_inventory(inventory, tmp_path / "slides.gpkg"), dem


def _set(path, what):
    """An edit of columns, as a program that knows GeoPackage makes it."""
    with closing(sqlite3.connect(path)) as database, database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: None)
        database.execute(f"UPDATE landslides SET {what}")


def _layer(path, name="landslides"):
    return pyogrio.read_dataframe(path, layer=name)


def test_the_joined_ones_are_split_and_the_rest_stays(made):
    slides, dem = made
    before = _layer(slides)
    assert len(before) == 2
    found = split(slides, dem, slides.with_name("split.gpkg"))
    after = _layer(found.path)
    assert (found.landslides, found.split, found.parts, found.after, len(after)) == (2, 1, 2, 3, 3)
    parts = after[after["parent_uuid"].notna()]
    [whole] = before[before["uuid"].isin(parts["parent_uuid"])].geometry
    assert set(parts["ls_id"]) == {"LS-0001-1", "LS-0001-2"}
    assert parts["area_m2"].is_monotonic_decreasing
    assert parts.geometry.union_all().equals(whole)
    assert parts.geometry.area.sum() == pytest.approx(whole.area, rel=1e-12)
    assert parts.geometry.iloc[0].intersection(parts.geometry.iloc[1]).area == 0
    # measured anew: each has its own length and place, and the numbers of another run of the same code
    assert (parts["area_m2"] == parts.geometry.area).all()
    assert (parts["length_m"] < before["length_m"].max() + before["width_m"].max()).all()
    # the other one as it was, to the last column
    one = after[after["parent_uuid"].isna()][before.columns].reset_index(drop=True)
    other = before[before["uuid"].isin(one["uuid"])].reset_index(drop=True)
    assert one.to_json() == other.to_json()
    points = _layer(found.path, "crown_toe")
    assert sorted(points["ls_id"]) == sorted(list(after["ls_id"]) * 2)
    lines = _layer(found.path, "centre_lines")
    assert sorted(lines["uuid"]) == sorted(after["uuid"])
    with rasterio.open(dem) as source:
        for name, length, drop, line in zip(
            lines["ls_id"], lines["length_flow_m"], lines["drop_m"], lines.geometry, strict=True
        ):
            own = points[points["ls_id"] == name].set_index("kind")
            assert shapely.Point(line.coords[0]) == own.geometry["crown"]
            assert shapely.Point(line.coords[-1]) == own.geometry["toe"]
            assert length == pytest.approx(line.length)
            assert drop == pytest.approx(own["z_m"]["crown"] - own["z_m"]["toe"], abs=0.01)
            outline = after.set_index("ls_id").geometry[name]
            assert line.difference(outline.buffer(5)).length == 0
            assert line.length <= 1.1 * shapely.Point(line.coords[0]).distance(shapely.Point(line.coords[-1]))
            [crown] = source.sample([line.coords[0]])
            assert crown[0] == pytest.approx(own["z_m"]["crown"], abs=0.1)


def test_undo_gives_the_inventory_back(made):
    slides, dem = made
    found = split(slides, dem, slides.with_name("split.gpkg"))
    undone = undo_split(found.path, slides.with_name("again.gpkg"))
    assert (undone.landslides, undone.parts, undone.kept) == (1, 2, 0)
    before, again = _layer(slides), _layer(undone.path)
    again = again.sort_values("ls_id").reset_index(drop=True)
    assert again["parent_uuid"].isna().all()
    assert again[before.columns.drop("geometry")].equals(before.drop(columns="geometry"))
    assert all(a.equals_exact(b) for a, b in zip(again.geometry, before.geometry, strict=True))
    key = ["ls_id", "kind"]
    one, other = (_layer(path, "crown_toe").sort_values(key).reset_index(drop=True) for path in (slides, undone.path))
    assert one.drop(columns="geometry").equals(other.drop(columns="geometry"))
    assert (one.geometry == other.geometry).all()
    names = set(pyogrio.list_layers(undone.path)[:, 0])
    assert not names & {"before_split", "centre_lines"}
    # split again, as the first time
    twice = split(undone.path, dem, slides.with_name("twice.gpkg"))
    assert _same_shapes(_layer(twice.path), _layer(found.path))


def _same_shapes(one, other):
    return {shapely.normalize(shape).wkb for shape in one.geometry} == {
        shapely.normalize(shape).wkb for shape in other.geometry
    }


@pytest.mark.parametrize("status", ["accepted", "Edited", "rejected"])
def test_what_was_reviewed_stays_whole(made, status):
    slides, dem = made
    _set(slides, f"status = '{status}'")
    found = split(slides, dem, slides.with_name("split.gpkg"))
    assert (found.split, found.kept_reviewed) == (0, int(status != "rejected"))
    asked = split(slides, dem, slides.with_name("asked.gpkg"), reviewed=True)
    assert asked.split == (status != "rejected")


def test_parts_that_were_reviewed_are_not_undone_unasked(made):
    slides, dem = made
    found = split(slides, dem, slides.with_name("split.gpkg"))
    _set(found.path, "status = 'accepted' WHERE ls_id = 'LS-0001-2'")
    with pytest.raises(InputError, match="reviewed"):
        undo_split(found.path, slides.with_name("again.gpkg"))
    assert not slides.with_name("again.gpkg").exists()
    assert undo_split(found.path, slides.with_name("again.gpkg"), reviewed=True).landslides == 1


def test_a_file_open_in_qgis_with_a_column_of_its_own(made):
    slides, dem = made
    database = sqlite3.connect(slides)  # open, and what was written lies in the journal
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("ALTER TABLE landslides ADD COLUMN geology TEXT DEFAULT 'Schiefer, weich: Süd'")
    database.commit()
    try:
        found = split(slides, dem, slides.with_name("split.gpkg"))
    finally:
        database.close()
    after = _layer(found.path)
    assert len(after) == 3
    assert set(after["geology"]) == {"Schiefer, weich: Süd"}


def test_another_program_s_polygons_in_degrees(made, tmp_path):
    slides, dem = made
    foreign = _layer(slides)[["geometry"]].assign(OBJECTID=[7, 8], typ="flow").to_crs(4326)
    pyogrio.write_dataframe(foreign, tmp_path / "foreign.geojson")
    found = split(tmp_path / "foreign.geojson", dem, tmp_path / "split.gpkg")
    assert (found.split, found.parts) == (1, 2)
    after = _layer(found.path)
    assert sorted(after["OBJECTID"]) == [7, 7, 8]
    assert after["uuid"].is_unique
    assert after.geometry.area.sum() == pytest.approx(_layer(slides).geometry.area.sum(), rel=1e-6)


def test_bad_input_is_one_sentence_and_leaves_nothing(made, tmp_path):
    slides, dem = made
    lines = tmp_path / "lines.gpkg"
    pyogrio.write_dataframe(GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 1)])], crs=32643), lines)
    for arguments, words in (
        (["missing.gpkg", "--dem", dem], "does not exist"),
        ([slides], "--dem"),
        ([slides, "--dem", tmp_path / "nothing.tif"], "nothing.tif"),
        ([lines, "--dem", dem], "line"),
        ([slides, "--undo"], "before_split"),
    ):
        done = CliRunner().invoke(main, ["split", *map(str, arguments), "-o", str(tmp_path / "out.gpkg")])
        assert done.exit_code == 2, done.output
        assert words in done.output
        assert "Traceback" not in done.output
    assert not (tmp_path / "out.gpkg").exists()
    assert not [file for file in Path(tmp_path).iterdir() if file.name.startswith(".")]
    done = CliRunner().invoke(main, ["split", str(slides), "--dem", str(dem), "-o", str(tmp_path / "o.gpkg"), "--json"])
    assert json.loads(done.stdout)["parts"] == 2
    refused = CliRunner().invoke(main, ["split", str(slides), "--dem", str(dem), "-o", str(slides), "--overwrite"])
    assert refused.exit_code == 2


def test_parts_are_measured_as_l4s_measure_does_also_far_apart(tmp_path):
    """Two merged ones on the two sides of a line at which measuring is done in parts."""
    mask, z = _ground()
    grid = GeoBox.from_bbox((599_200, 1_279_100, 600_800, 1_280_000), "EPSG:32643", resolution=10)
    dem = write_raster(tmp_path / "dem.tif", z, grid=grid)
    joined = np.where(np.arange(SHAPE[1]) < 80, mask, False)
    joined |= joined[:, ::-1]
    rings = [shapely.geometry.shape(one) for one, _ in shapes(joined.astype("uint8"), joined, transform=grid.transform)]
    pyogrio.write_dataframe(GeoDataFrame(geometry=rings, crs=32643), tmp_path / "drawn.fgb")
    found = split(tmp_path / "drawn.fgb", dem, tmp_path / "split.gpkg")
    assert (found.split, found.parts) == (2, 4)
    parts = _layer(found.path)
    assert {shape.centroid.x < 600_000 for shape in parts.geometry} == {True, False}
    again = measure(found.path, dem=dem)
    for name in MEASURED:
        if name not in ("prob_mean", "prob_max", "uncert_mean", "conf_usgs", "truncated"):
            assert parts[name].to_numpy(float) == pytest.approx(again[name].to_numpy(float), abs=1e-6), name


def test_an_inventory_in_degrees_is_split_in_degrees(made, tmp_path):
    """As a merged one of two zones is."""
    slides, dem = made
    whole = read_inventory(slides)
    for name in ("landslides", "crown_toe", "not_observed"):
        setattr(whole, name, getattr(whole, name).to_crs(4326))
    found = split(write_inventory(whole, tmp_path / "degrees.gpkg"), dem, tmp_path / "split.gpkg")
    assert (found.split, found.parts) == (1, 2)
    before, after = _layer(tmp_path / "degrees.gpkg"), _layer(found.path)
    assert after.crs.to_epsg() == 4326
    was, now = (shapely.union_all(table.geometry.to_numpy()) for table in (before, after))
    assert shapely.area(after.geometry.to_numpy()).sum() == pytest.approx(was.area, rel=1e-9)
    assert now.symmetric_difference(was).area < 1e-9 * was.area
    metres = _layer(split(slides, dem, tmp_path / "metres.gpkg").path)
    assert sorted(after["area_m2"]) == pytest.approx(sorted(metres["area_m2"]), rel=1e-6)
    lines = [_layer(tmp_path / file, "centre_lines").set_index("ls_id") for file in ("split.gpkg", "metres.gpkg")]
    assert lines[0].crs.to_epsg() == 4326
    assert lines[0]["length_flow_m"].to_dict() == pytest.approx(lines[1]["length_flow_m"].to_dict())

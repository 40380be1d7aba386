"""Inventories of anybody: what is read of them, what is mended, and what is said about it."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from l4s_core.base.errors import InputError
from l4s_core.inventory.days import days_of
from l4s_core.inventory.files.write import write_inventory
from l4s_core.inventory.given import GivenInventory, read_given
from l4s_core.inventory.schema import CROWN_TOE, LANDSLIDES, NOT_OBSERVED, frame
from l4s_core.inventory.types import Inventory
from l4s_core.vectors.metric import LARGEST_DISTORTION, metric_crs

UTM = "EPSG:32645"
SQUARE = shapely.box(300100, 3099500, 300300, 3099700)
BOW_TIE = shapely.Polygon([(300400, 3099500), (300600, 3099700), (300600, 3099500), (300400, 3099700)])
SPIKE = shapely.Polygon([(300700, 3099500), (300700, 3099700), (300700, 3099500)])


def write(path: Path, shapes: list[Any], crs: str | None = UTM, layer: str | None = None, **columns: Any) -> Path:
    geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path, layer=layer)
    return path


def moved(shape: Any, dx: float) -> Any:
    return shapely.transform(shape, lambda xy: xy + np.array([dx, 0]))


def test_broken_outlines_are_mended_and_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [SQUARE, BOW_TIE, SPIKE, None], id=[7, 8, 9, 10])
    found = read_given(path)
    assert list(found.landslides.index) == [0, 1]  # places in the file
    assert found.landslides.is_valid.all()
    # two triangles, each with a base of 200 m and a height of 100 m
    assert found.landslides.area.tolist() == pytest.approx([40_000, 20_000])
    assert found.repaired.tolist() == [1]
    said = " ".join(found.problems)
    assert "repaired (8)" in said and "left out (9)" in said and "left out (10)" in said
    assert found.points is None and found.not_observed is None and found.run == {} and not found.ours


def test_overlapping_parts_and_heights(tmp_path: Path) -> None:
    parts = shapely.MultiPolygon([SQUARE, moved(SQUARE, 100)])  # not valid: they overlap by half
    found = read_given(write(tmp_path / "a.gpkg", [shapely.force_3d(parts)]))
    assert found.landslides.area.tolist() == pytest.approx([60_000])
    assert not found.landslides.has_z.any()


def test_what_is_not_a_polygon(tmp_path: Path) -> None:
    line, dot = shapely.boundary(SQUARE), SQUARE.centroid
    with pytest.raises(InputError, match=r"1 line and no polygon.*Lines to polygons"):
        read_given(write(tmp_path / "lines.gpkg", [line]))
    both = read_given(write(tmp_path / "both.geojson", [line, SQUARE, dot]))
    assert len(both.landslides) == 1 and both.points is not None and list(both.points.index) == [2]
    assert "1 line was left out" in " ".join(both.problems)
    only = read_given(write(tmp_path / "dots.gpkg", [dot, shapely.MultiPoint([(300100, 3099500), (300300, 3099500)])]))
    assert not len(only.landslides) and only.points is not None
    assert [(p.x, p.y) for p in only.points.geometry] == [(300200, 3099600), (300200, 3099500)]


def test_the_crs_that_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", [SQUARE])
    path.with_suffix(".prj").unlink()
    with pytest.raises(InputError, match=r"no coordinate system .* --crs"):
        read_given(path)
    assert read_given(path, crs=UTM).landslides.area.sum() == pytest.approx(40_000)
    with pytest.raises(InputError, match="is no coordinate system"):
        read_given(path, crs="EPSG:none")
    with pytest.raises(InputError, match=r"no place on the earth .*--crs"):
        read_given(path, crs="EPSG:4326")
    other = write(tmp_path / "b.gpkg", [SQUARE], "EPSG:32644")
    assert "taken, as was asked for" in read_given(other, crs=UTM).problems[0]


@settings(max_examples=60, deadline=None)
@given(st.floats(-179.9, 179.9), st.floats(-83, 83), st.sampled_from([0.01, 1.0, 12.0, 40.0]))
def test_areas_are_those_on_the_ellipsoid(lon: float, lat: float, size: float) -> None:
    """GeographicLib measures the same polygon without a projection."""
    height = min(size, 83 - abs(lat) + 0.02)
    crs = metric_crs([lon, lat - height / 2, lon + size, lat + height / 2], "EPSG:4326")
    from pyproj import Transformer

    spot = shapely.segmentize(shapely.box(lon, lat - 0.002, lon + 0.002, lat + 0.002), 1e-4)
    ways = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = ways.transform(*shapely.get_coordinates(spot).T)
    truth = abs(Geod(ellps="WGS84").geometry_area_perimeter(spot)[0])
    assert shapely.Polygon(np.column_stack([x, y])).area == pytest.approx(truth, rel=2.5 * LARGEST_DISTORTION)


def test_both_sides_of_the_180th_meridian(tmp_path: Path) -> None:
    shapes = [shapely.box(179.99, -17.01, 179.995, -17.0), shapely.box(-179.995, -17.01, -179.99, -17.0)]
    found = read_given(write(tmp_path / "fiji.gpkg", shapes, "EPSG:4326")).landslides
    truth = abs(Geod(ellps="WGS84").geometry_area_perimeter(shapes[0])[0])
    assert found.area.tolist() == pytest.approx([truth] * 2, rel=2 * LARGEST_DISTORTION)
    assert found.geometry.iloc[0].distance(found.geometry.iloc[1]) < 2000


@pytest.mark.parametrize("stored", ["UTF-8", "CP1252"])
@pytest.mark.parametrize("declared", ["UTF-8", None])
def test_texts_of_a_shapefile(tmp_path: Path, stored: str, declared: str | None) -> None:
    path = tmp_path / "a.shp"
    table = geopandas.GeoDataFrame({"nom": ["éboulis", "Rüfe"]}, geometry=[SQUARE, moved(SQUARE, 500)], crs=UTM)
    pyogrio.write_dataframe(table, path, encoding=stored)
    path.with_suffix(".cpg").unlink()
    if declared:
        path.with_suffix(".cpg").write_text(declared)
    found = read_given(path)
    assert found.landslides["nom"].tolist() == ["éboulis", "Rüfe"]
    assert any("Windows-1252" in text for text in found.problems) == (stored == "CP1252" and declared == "UTF-8")


def test_zipped_and_kmz(tmp_path: Path) -> None:
    shape = write(tmp_path / "a.shp", [SQUARE], name=["one"])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in tmp_path.glob("a.*"):
            if part.suffix != ".zip":
                archive.write(part, f"folder/{part.name}")
    assert len(read_given(tmp_path / "a.zip").landslides) == 1
    kml = tmp_path / "doc.kml"
    for layer in ("first", "second"):  # folders
        table = geopandas.read_file(shape).to_crs(4326)
        pyogrio.write_dataframe(table, kml, layer=layer, driver="LIBKML", append=kml.exists())
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(kml, "doc.kml")
        archive.writestr("more/other.kml", "<kml/>")
    found = read_given(tmp_path / "a.kmz")
    assert found.landslides.area.tolist() == pytest.approx([40_000] * 2, rel=0.002)
    assert found.layer == "first, second"


def test_layers(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [SQUARE], layer="slides")
    write(path, [SQUARE.centroid], layer="heads")
    with sqlite3.connect(path) as database:  # what QGIS adds with a style
        database.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY)")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('layer_styles', 'attributes')")
    found = read_given(path)
    assert found.layer == "slides" and "only slides has polygons" in found.problems[0]
    assert read_given(f"{path}|layername=heads").points is not None
    write(path, [SQUARE], layer="more")
    with pytest.raises(InputError, match=r"several layers \(slides, heads, more\)"):
        read_given(path)
    with pytest.raises(InputError, match="has no layer none"):
        read_given(path, layer="none")


def test_a_geopackage_that_is_being_edited(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [SQUARE, moved(SQUARE, 500)])
    editing = sqlite3.connect(path)
    editing.execute("PRAGMA journal_mode = WAL")
    for (trigger,) in editing.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        editing.execute(f'DROP TRIGGER "{trigger}"')
    editing.execute("DELETE FROM a WHERE fid = 1")
    editing.commit()
    assert Path(f"{path}-wal").exists()  # what was saved is not in the file itself yet
    assert len(read_given(path).landslides) == 1
    editing.execute("BEGIN IMMEDIATE")
    editing.execute("DELETE FROM a")  # not saved
    assert len(read_given(path).landslides) == 1
    editing.close()


def ours() -> Inventory:
    values = {"ls_id": ["LS-0001", "LS-0002"], "status": ["accepted", "rejected"], "compactness": [0.7, 0.5]}
    slides = frame(LANDSLIDES, values | {"reject_reason": [None, "road"]}, [SQUARE, moved(SQUARE, 500)], UTM)
    hidden = frame(NOT_OBSERVED, {"reason": ["cloud"], "area_m2": [40_000.0]}, [moved(SQUARE, 1000)], UTM)
    return Inventory(slides, frame(CROWN_TOE, {}, [], UTM), hidden, {"threshold": 0.5, "mmu_m2": 1000, "note": None})


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".fgb", ".shp"])
def test_ours_in_every_format(tmp_path: Path, ending: str) -> None:
    path = write_inventory(ours(), tmp_path / f"slides{ending}")
    found = read_given(path)
    assert found.ours and found.run["threshold"] == 0.5 and found.run["mmu_m2"] == 1000
    assert set(LANDSLIDES) <= set(found.landslides.columns)  # names that a Shapefile cut, too
    table = found.landslides.set_index("ls_id")  # FlatGeobuf orders its rows by place
    assert table["compactness"].to_dict() == {"LS-0001": 0.7, "LS-0002": 0.5}
    assert found.standing["ls_id"].tolist() == ["LS-0001"]
    assert found.not_observed is not None and found.not_observed["reason"].tolist() == ["cloud"]
    assert found.not_observed.area.sum() == pytest.approx(40_000, rel=0.002)
    assert found.names(found.standing.index) == ["LS-0001"]


def test_without_the_file_of_what_was_not_observed(tmp_path: Path) -> None:
    path = write_inventory(ours(), tmp_path / "slides.fgb")
    alone = tmp_path / "alone.fgb"
    shutil.copy(path, alone)
    found = read_given(alone)
    assert found.not_observed is None and found.run == {}
    assert "does not say what was not observed" in found.problems[0]


def test_one_without_landslides(tmp_path: Path) -> None:
    empty = ours()
    empty.landslides = empty.landslides.iloc[:0]
    found: GivenInventory = read_given(write_inventory(empty, tmp_path / "none.gpkg"))
    assert not len(found.landslides) and found.not_observed is not None and found.crs.to_epsg() == 32645


@pytest.mark.parametrize(
    ("given_days", "iso"),
    [
        (["2018-09-06", "2018/9/6", "20180906", "2018-09-06T03:07:59Z", "06.09.2018"], ["2018-09-06"] * 5),
        (["6 Sep 2018", "September 6, 2018", "", None], ["2018-09-06", "2018-09-06", None, None]),
        (["06/09/2018", "25/12/2018"], ["2018-09-06", "2018-12-25"]),  # the second says what comes first
        (["09/06/2018", "12/25/2018"], ["2018-09-06", "2018-12-25"]),
    ],
)
def test_dates_as_others_write_them(given_days: list[str], iso: list[str]) -> None:
    assert days_of(given_days) == (iso, [])


def test_dates_that_nobody_can_tell() -> None:
    assert days_of(["06/09/2018", "2018-13-40", "summer", "07/07/2018"]) == (
        [None, None, None, "2018-07-07"],
        [0, 1, 2],
    )

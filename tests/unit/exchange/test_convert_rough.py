"""Converting what is not as it should be: nothing vanishes unsaid, nothing of another inventory is taken along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from shapely.geometry import Point, box

from l4s_core.base.errors import InputError
from l4s_core.comparison.compare import compare
from l4s_core.exchange.convert import convert
from l4s_core.exchange.read import read_any
from l4s_core.inventory import read_inventory, write_inventory

UTM = "EPSG:32643"


def polygons(path: Path, **columns: Any) -> Path:
    shapes = [box(600_000 + 300 * k, 1_270_000, 600_100 + 300 * k, 1_270_100) for k in range(3)]
    pyogrio.write_dataframe(gpd.GeoDataFrame(columns, geometry=shapes, crs=UTM), path)
    return path


@pytest.fixture
def dots(tmp_path: Path) -> Path:
    """An inventory of two points, as of a foreign file of points."""
    table = gpd.GeoDataFrame(
        {"Name": ["first", "second"], "description": ["a", None]},
        geometry=[Point(600_050, 1_270_050), Point(600_130, 1_270_050)],
        crs=UTM,
    )
    pyogrio.write_dataframe(table, tmp_path / "visits.gpkg")
    convert(tmp_path / "visits.gpkg", tmp_path / "dots.gpkg")
    return tmp_path / "dots.gpkg"


def test_a_table_in_metres_and_rows_without_a_place(tmp_path: Path) -> None:
    rows = "x,y,note\n600050,1270050,a\n,1270050,b\n600130,1270050,c\n"
    (tmp_path / "t.csv").write_text(rows)
    with pytest.raises(InputError, match=r"not degrees; say the CRS they are in with --crs"):
        convert(tmp_path / "t.csv", tmp_path / "t.gpkg")
    done = convert(tmp_path / "t.csv", tmp_path / "t.gpkg", crs=UTM)
    points = pyogrio.read_dataframe(tmp_path / "t.gpkg", layer="points")
    assert np.column_stack([points.geometry.x, points.geometry.y]).tolist() == [[600050, 1270050], [600130, 1270050]]
    assert points["notes"].tolist() == ["a", "c"]
    assert "1 row without coordinates was left out (line 3)." in done.problems
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be read as CSV"):
        convert(tmp_path / "empty.csv", tmp_path / "e.gpkg")


def test_kml_of_columns_with_gaps(tmp_path: Path, dots: Path) -> None:
    source = polygons(
        tmp_path / "a.gpkg", sure=pd.array([True, None, False], dtype="boolean"), n=pd.array([1, None, 3])
    )
    convert(source, tmp_path / "a.kml")
    back = read_any(tmp_path / "a.kml").inventory.landslides.sort_values("ls_id")
    assert back["sure"].fillna(-1).tolist() == [1, -1, 0] and back["n"].fillna(-1).tolist() == [1, -1, 3]
    convert(dots, tmp_path / "dots.kml")
    points = read_any(tmp_path / "dots.kml").points
    assert points is not None and points["Name"].tolist() == ["first", "second"]
    assert points["description"].fillna("").tolist() == ["a", ""] and "description2" not in points
    assert "<name>first</name>" in (tmp_path / "dots.kml").read_text()


@pytest.mark.parametrize("ending", ["geojson", "shp", "fgb"])
def test_files_beside_belong_to_the_inventory(tmp_path: Path, dots: Path, ending: str) -> None:
    slides = tmp_path / "slides.gpkg"
    convert(polygons(tmp_path / "a.gpkg"), slides)
    out = tmp_path / f"out.{ending}"
    convert(dots, out)
    back = read_any(out)
    assert back.points is not None and len(back.points) == 2 and not len(back.inventory.landslides)
    assert not any("no rows" in text for text in back.problems)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.stem.startswith("out")}
    out.unlink()  # and the others are forgotten
    with pytest.raises(InputError, match="exists already"):
        convert(slides, out)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.stem.startswith("out")} == {
        name: content for name, content in before.items() if name != out.name
    }
    convert(slides, out, overwrite=True)
    back = read_any(out)
    assert back.points is None and len(back.inventory.landslides) == 3


def test_the_run_beside_is_shared_by_formats_of_one_inventory_only(tmp_path: Path) -> None:
    for name in ("a", "b"):
        convert(polygons(tmp_path / f"{name}.shp"), tmp_path / f"{name}.gpkg")
    convert(tmp_path / "a.gpkg", tmp_path / "out.shp")
    convert(tmp_path / "a.gpkg", tmp_path / "out.fgb")
    (tmp_path / "out.fgb").unlink()
    run = json.loads((tmp_path / "out_run.json").read_text())
    with pytest.raises(InputError, match=r"out_run\.json exists already"):
        convert(tmp_path / "b.gpkg", tmp_path / "out.fgb")
    assert json.loads((tmp_path / "out_run.json").read_text()) == run and not (tmp_path / "out.fgb").exists()


@pytest.mark.parametrize("ending", ["kml", "parquet", "geojson"])
def test_what_was_bare_before_comes_back(tmp_path: Path, ending: str) -> None:
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    convert(polygons(tmp_path / "a.gpkg"), tmp_path / "plain.gpkg")
    inventory = read_inventory(tmp_path / "plain.gpkg")
    inventory.bare_before = inventory.landslides.iloc[1:].reset_index(drop=True)
    inventory.landslides = inventory.landslides.iloc[:1]
    write_inventory(inventory, tmp_path / "slides.gpkg")
    convert(tmp_path / "slides.gpkg", tmp_path / f"out.{ending}")
    back = read_any(tmp_path / f"out.{ending}").inventory
    assert len(back.landslides) == 1 and back.bare_before is not None
    assert back.bare_before["uuid"].tolist() == inventory.bare_before["uuid"].tolist()


def test_layers_that_are_not_taken_are_named(tmp_path: Path) -> None:
    convert(polygons(tmp_path / "a.gpkg"), tmp_path / "slides.gpkg")
    pyogrio.write_dataframe(pyogrio.read_dataframe(tmp_path / "a.gpkg"), tmp_path / "slides.gpkg", layer="revegetated")
    done = convert(tmp_path / "slides.gpkg", tmp_path / "out.fgb")
    assert "1 more layer or table of the file: revegetated." in done.losses


def test_confidence_of_no_class_stays(tmp_path: Path) -> None:
    source = polygons(
        tmp_path / "u.gpkg", USGS_ID=["1", "2", "3"], Date_Min="2018-09-06", Date_Max="2018-09-06",
        Confidence=["8", "high", "4"], Inventory="x", LS_Type="flow", Notes="", Info_Source="y", Inv_URL="",
    )  # fmt: skip
    found = read_any(source)
    assert "USGS" in found.format
    slides = found.inventory.landslides.sort_values("ls_id")
    assert slides["conf_usgs"].fillna(0).tolist() == [8, 0, 0] and slides["Confidence"].tolist() == ["8", "high", "4"]


def test_infinite_numbers_are_said_not_warned_of(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    done = convert(polygons(tmp_path / "a.gpkg", rate=[np.inf, 1.5, -np.inf]), tmp_path / "a.geojson")
    assert "2 infinite numbers of rate." in done.losses and not [one for one in recwarn if "NaN" in str(one.message)]
    found = [row["properties"]["rate"] for row in json.loads((tmp_path / "a.geojson").read_text())["features"]]
    assert sorted(found, key=str) == [1.5, None, None]


def test_points_that_were_converted_are_a_reference_of_points(tmp_path: Path, dots: Path) -> None:
    found = compare(polygons(tmp_path / "a.gpkg"), dots, within_m=10)
    assert found.points is not None and not found.scores
    assert (found.points["points"], found.points["found"], found.points["in_polygons"]) == (2, 1, 1)
    for wrong in (float("nan"), -1.0):
        with pytest.raises(InputError, match="give 0 or more"):
            compare(tmp_path / "a.gpkg", dots, within_m=wrong)


def test_pixels_that_nobody_can_wait_for_are_refused(tmp_path: Path) -> None:
    source = polygons(tmp_path / "a.gpkg")
    with pytest.raises(InputError, match="larger --resolution"):
        compare(source, source, resolution_m=1e-5)

"""Inventories into other formats and back: GDAL reads what was written, and what is not lossy comes back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from click.testing import CliRunner

from inventory_kit import inventory_of
from l4s_core.base.errors import InputError
from l4s_core.cli.main import main
from l4s_core.exchange.catalogue import CATALOGUES, as_markdown, catalogue
from l4s_core.exchange.convert import FORMATS, convert
from l4s_core.inventory import read_inventory, write_inventory
from l4s_core.inventory.schema import LANDSLIDES

ROOT = Path(__file__).parents[3]
TYPES = ("debris flow", "rock or ice fall", None, "clay or silt rotational slide")
NOTES = 'Böschung <&> "quoted"; é\x07'


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slides")
    probability = np.zeros((40, 60))
    for place, (row, col) in enumerate(((2, 2), (2, 20), (20, 2), (20, 30), (30, 50))):
        probability[row : row + 5 + place, col : col + 6] = 0.55 + place / 10
    probability[4, 4] = 0
    observed = np.zeros((40, 60), np.uint8)
    observed[:10, 50:] = 2
    inventory = inventory_of(folder, probability, observed, run={"mmu_m2": 100.0})
    table = inventory.landslides
    table["ls_type"] = np.array([TYPES[k % 4] for k in range(len(table))], object)
    table["trigger"] = np.array(["rainfall", "earthquake", None, "snowmelt", "rainfall"], object)
    table["event_date"] = np.array(["2018-09-06", None, None, None, None], object)
    table["notes"] = np.array([NOTES, "x" * 400, None, None, None], object)
    table["status"] = np.array(["accepted", "unreviewed", "unreviewed", "unreviewed", "rejected"], object)
    return write_inventory(inventory, folder / "slides.gpkg")


def there(path: Path) -> Any:
    return pyogrio.read_dataframe(path, layer="landslides").sort_values("uuid").reset_index(drop=True)


@pytest.mark.parametrize("name", ["a.geojson", "a.shp", "a.kml", "a.kmz", "a.fgb", "a.parquet", "a.gpkg"])
def test_what_others_read_comes_back_as_it_was(slides: Path, tmp_path: Path, name: str) -> None:
    if name == "a.parquet":
        pytest.importorskip("pyarrow")
    done = convert(slides, tmp_path / name)
    back = convert(tmp_path / name, tmp_path / "back.gpkg")
    assert done.landslides == back.landslides == 5
    assert bool(back.problems) == (name == "a.shp")  # names that were cut are put back
    was, now = there(slides), there(tmp_path / "back.gpkg")
    degrees = name.endswith((".geojson", ".kml", ".kmz"))
    assert now.crs == was.crs
    assert (shapely.hausdorff_distance(now.geometry.array, was.geometry.array) < (0.02 if degrees else 1e-6)).all()
    if name == "a.shp":
        assert any("texts" in text and "notes" in text for text in done.losses)
        was.loc[was["notes"].str.len() > 254, "notes"] = "x" * 254
    if name.startswith("a.km"):  # XML cannot hold control characters
        was["notes"] = was["notes"].str.replace("\x07", "")
    pd.testing.assert_frame_equal(
        pd.DataFrame(now[list(LANDSLIDES)]), pd.DataFrame(was[list(LANDSLIDES)]), check_dtype=False, rtol=1e-12
    )
    first, second = read_inventory(slides), read_inventory(tmp_path / "back.gpkg")
    assert second.not_observed.area.sum() == pytest.approx(first.not_observed.area.sum(), rel=1e-4)
    assert len(second.crown_toe) == (0 if name.startswith("a.km") else len(first.crown_toe))
    if not name.startswith("a.km"):
        assert second.run == first.run


def test_colours_of_kml_are_those_of_the_classes(slides: Path, tmp_path: Path) -> None:
    convert(slides, tmp_path / "a.kmz")
    with zipfile.ZipFile(tmp_path / "a.kmz") as archive:
        text = archive.read("doc.kml").decode()
    assert text.count("<Placemark>") == 5 and "8c2600bd" in text  # #bd0026 of class 8
    assert text.count("#status_rejected</styleUrl>") == 1


@pytest.mark.parametrize("name", ["coolr.csv", "coolr.geojson", "usgs.shp", "usgs.gpkg", "iffi.geojson", "iffi.shp"])
def test_catalogues_have_their_fields_and_come_back(slides: Path, tmp_path: Path, name: str) -> None:
    one = catalogue(name.partition(".")[0])
    done = convert(slides, tmp_path / name, to=one.name)
    assert done.landslides + done.points == 4 and any("rejected" in text for text in done.losses)
    table: Any = pd.read_csv(tmp_path / name) if name.endswith("csv") else pyogrio.read_dataframe(tmp_path / name)
    cut = 10 if name.endswith("shp") else 99
    assert [field.name[:cut] for field in one.fields] == [column for column in table if column != "geometry"]
    back = convert(tmp_path / name, tmp_path / "back.gpkg")
    assert back.read_as == one.title
    layer = "points" if one.geometry == "Point" else "landslides"
    was = there(slides)
    was = was[was["status"] != "rejected"].set_index("uuid")
    now = pyogrio.read_dataframe(tmp_path / "back.gpkg", layer=layer).set_index("uuid").loc[was.index]
    words = {
        "coolr": ["debris flow", "rock or ice fall", None, "rotational slide"],
        "usgs": list(TYPES),
        "iffi": ["rapid flow", "fall or topple", None, "rotational or translational slide"],
    }[one.name]
    expected = {TYPES[k]: words[k] for k in range(4)}
    assert [value if isinstance(value, str) else None for value in now["ls_type"]] == [
        expected[value if isinstance(value, str) else None] for value in was["ls_type"]
    ]
    if one.name != "iffi":
        assert now["trigger"].fillna("unknown").tolist() == was["trigger"].fillna("unknown").tolist()
    if one.name == "coolr":
        row = table[table["event_import_id"] == was.index[was["event_date"].notna()][0]].iloc[0]
        assert row["event_date"] == "09/06/2018 12:00:00 AM"
        assert now["event_date"].dropna().tolist().count("2018-09-06") == 1
        if name.endswith("csv"):
            places = table.set_index("event_import_id").loc[was.index][["longitude", "latitude"]].to_numpy()
            assert shapely.contains(was.geometry.to_crs(4326).array, shapely.points(places)).all()
    else:
        distance = shapely.hausdorff_distance(now.geometry.array, was.geometry.array)
        assert (distance < 0.05).all()
    if one.name == "usgs":
        assert now["conf_usgs"].tolist() == was["conf_usgs"].tolist()


def test_every_word_of_a_catalogue_comes_back_to_itself() -> None:
    for name in CATALOGUES:
        for key, words in catalogue(name).words.items():
            for theirs, ours in words.back.items():
                if ours is not None:
                    again = words.theirs(ours)
                    assert words.ours(again) == ours, (name, key, theirs)


def test_a_catalogue_of_others_keeps_what_nobody_knows(tmp_path: Path) -> None:
    rows = (
        "event_id;event_date;landslide_category;landslide_trigger;country_name;longitude;latitude\n"
        "684;08/01/2008 12:00:00 AM;mudslide;downpour;Perú;-72.5;-13.2\n"
        "685;31.12.2009;rock_fall;;Nepal;85.1;28.0\n"
        "686;someday;odd_word;rain;Nepal;85.2;28.1\n"
        "687;01/02/2010 03:00:00 PM;topple;rain;Nepal;;\n"
    )
    (tmp_path / "glc.csv").write_bytes(rows.encode("cp1252"))
    done = convert(tmp_path / "glc.csv", tmp_path / "glc.gpkg")
    points = pyogrio.read_dataframe(tmp_path / "glc.gpkg", layer="points")
    assert (done.landslides, done.points, len(points)) == (0, 3, 3)
    assert points["event_date"].tolist()[:2] == ["2008-08-01", "2009-12-31"] and points["event_date"].isna()[2]
    assert points["trigger"].tolist()[0] == "rainfall" and points["ls_type"].tolist()[2] == "odd_word"
    assert points["country_name"].tolist() == ["Perú", "Nepal", "Nepal"]
    assert any("1 date of event_date cannot be told" in text for text in done.problems)
    assert "someday" in points["event_date_given"].tolist()


@pytest.mark.parametrize(
    ("source", "layer", "count", "points"),
    [
        ("links_ads_colombia/colombia_landslides.gpkg", None, 838, 0),
        ("kaikoura_2016/Landslides_Kaikoura_2016.kmz", None, 0, 7355),
        ("bhuyan_multitemporal/Nepal.zip", "2015", 98, 0),
    ],
)
def test_real_inventories_of_others(
    shared_data: Path, tmp_path: Path, source: str, layer: str | None, count: int, points: int
) -> None:
    done = convert(shared_data / "inventories" / source, tmp_path / "a.gpkg", layer=layer)
    assert (done.landslides, done.points) == (count, points)
    inventory = read_inventory(tmp_path / "a.gpkg")  # an inventory of ours, for every other command
    assert len(inventory.landslides) == count and inventory.landslides["uuid"].is_unique
    if count:
        assert inventory.landslides["area_m2"].is_monotonic_decreasing
        assert inventory.landslides["area_m2"].to_numpy() == pytest.approx(inventory.landslides.area, rel=1e-9)
    if "colombia" in source:
        assert set(inventory.landslides["trigger"]) == {"earthquake"}
        assert set(inventory.landslides["event_date"]) == {"2019-12-24"}
        assert "source_link" in there(tmp_path / "a.gpkg")


def test_the_tables_of_the_page_are_those_that_are_used() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    for name in CATALOGUES:
        one = catalogue(name)
        assert as_markdown(one) in page, name
        assert one.title in page and one.version in page
        for sentence in one.losses:
            assert sentence in page


def test_the_command_says_what_is_lost_and_refuses_with_a_sentence(slides: Path, tmp_path: Path) -> None:
    run = CliRunner()
    done = run.invoke(main, ["convert", str(slides), "--to", "coolr", "-o", str(tmp_path / "a.csv")])
    assert done.exit_code == 0 and "Not in the result" in done.stdout and "4 points" in done.stdout
    facts = run.invoke(main, ["convert", str(slides), "-o", str(tmp_path / "a.shp"), "--progress", "json"]).stdout
    result = json.loads(facts.splitlines()[-1])["result"]
    assert result["format"] == "shp" and result["landslides"] == 5
    line = tmp_path / "line.geojson"
    line.write_text(
        '{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[0,0],[1,1]]}}'
    )
    (tmp_path / "none.csv").write_text("a,b\n1,2\n")
    for words, said in (
        ([str(slides), "-o", str(tmp_path / "a.csv"), "--to", "coolr"], "--overwrite"),
        ([str(slides), "-o", str(slides)], "exists already"),
        ([str(slides), "-o", str(slides), "--overwrite"], "is an input"),
        ([str(slides), "-o", str(tmp_path / "b.csv"), "--to", "usgs"], "usgs is written as"),
        ([str(slides), "-o", str(tmp_path / "b.xyz")], "no ending of a format"),
        ([str(tmp_path / "no.gpkg"), "-o", str(tmp_path / "b.csv")], "does not exist"),
        ([str(line), "-o", str(tmp_path / "b.gpkg")], "line"),
        ([str(tmp_path / "none.csv"), "-o", str(tmp_path / "b.gpkg")], "longitude"),
    ):
        refused = run.invoke(main, ["convert", *words])
        assert refused.exit_code == 2 and said in refused.stderr, (words, refused.stderr)
    assert not list(tmp_path.glob("b.*"))
    with pytest.raises(InputError, match="no format"):
        convert(slides, tmp_path / "b.gpkg", to="dxf")
    assert "stac" in FORMATS

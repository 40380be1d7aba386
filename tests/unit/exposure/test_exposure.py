"""Exposure against lengths and areas that shapely gives one pair at a time, and ground with a known way down."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from click.testing import CliRunner
from geopandas import GeoDataFrame
from odc.geo.geobox import GeoBox

from inventory_kit import write_raster
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.cli.main import main
from l4s_core.exposure.downstream import flow_paths
from l4s_core.exposure.expose import exposure

CRS = "EPSG:32643"
LEFT, TOP = 600_000, 1_280_000  # of inventory_kit.grid_of
CORNER = np.array([LEFT, TOP - 3000])


def _write(path, shapes, crs=CRS, to=None, **columns):
    table = GeoDataFrame(columns, geometry=shapes, crs=crs)
    pyogrio.write_dataframe(table if to is None else table.to_crs(to), path)
    return path


@pytest.fixture
def drawn(tmp_path):
    """Random slides and assets of all kinds, the assets in three formats and CRS."""
    draw = np.random.default_rng(5)
    centres = draw.uniform(100, 2900, (60, 2)) + CORNER
    slides = [shapely.Point(x, y).buffer(draw.uniform(20, 120), quad_segs=3) for x, y in centres]
    roads = [shapely.LineString(draw.uniform(0, 3000, (4, 2)) + CORNER) for _ in range(25)]
    fields = [shapely.box(*(corner := draw.uniform(0, 2800, 2) + CORNER), *(corner + 150)) for _ in range(80)]
    masts = [shapely.Point(draw.uniform(0, 3000, 2) + CORNER) for _ in range(400)]
    classes = draw.choice([8, 5, 3, 2, 1], len(slides))
    return {
        "slides": _write(
            tmp_path / "slides.gpkg",
            slides,
            ls_id=[f"LS-{n:04d}" for n in range(60)],
            conf_usgs=classes,
            status="unreviewed",
        ),
        "roads": _write(tmp_path / "roads.gpkg", roads, to="EPSG:4326", name=[f"R{n}" for n in range(25)]),
        "fields": _write(tmp_path / "fields.shp", fields),
        "masts": _write(tmp_path / "masts.geojson", masts, to="EPSG:4326"),
        "shapes": (slides, roads, fields, masts, classes),
        "output": tmp_path / "exposed.gpkg",
    }


def test_numbers_are_those_of_each_pair(drawn):
    slides, roads, fields, masts, classes = drawn["shapes"]
    found = exposure(drawn["slides"], [drawn["roads"], drawn["fields"], drawn["masts"]], drawn["output"])
    table = pyogrio.read_dataframe(drawn["output"], layer="landslides")
    for row, slide in zip(table.itertuples(), slides, strict=True):
        assert row.lines_hit == sum(slide.intersects(road) for road in roads)
        assert row.lines_hit_m == pytest.approx(sum(slide.intersection(road).length for road in roads), abs=0.01)
        assert row.polygons_hit == sum(slide.intersection(field).area > 0 for field in fields)
        assert row.polygons_hit_m2 == pytest.approx(sum(slide.intersection(field).area for field in fields), abs=0.1)
        assert row.points_hit == sum(slide.intersects(mast) for mast in masts)
    # slides lie on each other: of an asset no metre counts twice
    everything = shapely.union_all(slides)
    hit = pyogrio.read_dataframe(drawn["output"], layer="assets_hit")
    for kind, file, shapes, measure in (
        ("line", "roads.gpkg", roads, shapely.length),
        ("polygon", "fields.shp", fields, shapely.area),
        ("point", "masts.geojson", masts, lambda s: s.intersects(everything) + 0.0),
    ):
        own = hit[hit["file"] == file].set_index("row")
        assert set(own["kind"]) == {kind}
        amounts = {n: measure(everything.intersection(s) if kind != "point" else s) for n, s in enumerate(shapes, 1)}
        amounts = {n: amount for n, amount in amounts.items() if amount > 0}
        assert set(own.index) == set(amounts)
        for n, amount in amounts.items():
            assert own["hit"][n] == pytest.approx(amount, abs=0.1)
            assert own["slides_hit"][n] == sum(s.intersects(shapes[n - 1]) for s in slides)
            assert own["conf_usgs"][n] == max(
                c for s, c in zip(slides, classes, strict=True) if s.intersects(shapes[n - 1])
            )
        [whole] = [r for r in found.by_class if r["file"] == file and r["conf_usgs"] == "all"]
        assert whole["amount"] == pytest.approx(sum(amounts.values()), rel=1e-4)
        assert whole["assets"] == len(amounts)
        for one in (8, 5, 3, 2, 1):
            of = shapely.union_all([s for s, c in zip(slides, classes, strict=True) if c == one])
            [row] = [r for r in found.by_class if r["file"] == file and r["conf_usgs"] == str(one)]
            assert row["assets"] == sum(of.intersects(s) for s in shapes)
    assert hit[hit["file"] == "roads.gpkg"]["name"].str.startswith("R").all()


def test_rejected_ones_do_not_count_and_a_touch_is_no_hit(tmp_path):
    square = shapely.box(LEFT, TOP - 100, LEFT + 100, TOP)
    slides = _write(
        tmp_path / "slides.gpkg", [square, square], ls_id=["LS-1", "LS-2"], conf_usgs=8, status=["rejected", "accepted"]
    )
    beside = shapely.box(LEFT + 100, TOP - 100, LEFT + 200, TOP)  # shares an edge
    along = shapely.LineString([(LEFT + 100, TOP), (LEFT + 200, TOP)])  # shares a point
    assets = _write(tmp_path / "assets.gpkg", [beside, along, shapely.Point(LEFT + 50, TOP - 50)])
    found = exposure(slides, assets)
    assert len(found.landslides) == 1
    assert found.facts()["assets_hit"] == 1
    assert found.assets_hit["kind"].tolist() == ["point"]


def _valley():
    """A slope to the south into a valley that runs east and falls by 1 in 20, with a dam across it."""
    rows, cols = np.mgrid[:200, :300]
    z = np.where(rows < 100, (100 - rows) * 5.0, (rows - 100) * 5.0) - 0.5 * cols + 300
    z[:, 200:203] += 8.0 * (np.abs(rows[:, 200:203] - 100) < 30)
    return z.astype("float32")


def test_the_way_down_follows_the_valley_and_passes_the_dam(tmp_path):
    z = _valley()
    grid = GeoBox.from_bbox((LEFT, TOP - 2000, LEFT + 3000, TOP), CRS, resolution=10)
    x, y = np.array([LEFT + 1005.0, LEFT + 1005.0, np.nan]), np.array([TOP - 605.0, TOP - 605.0, 0])
    for distance in (300.0, 1500.0):
        paths = flow_paths(x, y, distance, grid, lambda roi: z[roi], Silent())
        assert paths[2] is None
        assert paths[0] == paths[1]
        assert paths[0].length == pytest.approx(distance)
    # 400 m down the slope, the rest along the valley, also through the pond behind the dam
    row = (TOP - np.array(paths[0].coords)[:, 1]) / 10
    assert row.max() == pytest.approx(100.5)
    assert paths[0].coords[-1][0] == pytest.approx(LEFT + 1005 + 1100, abs=30)


def test_what_lies_below(tmp_path):
    dem = write_raster(tmp_path / "dem.tif", _valley())
    slide = shapely.box(LEFT + 980, TOP - 600, LEFT + 1030, TOP - 300)
    slides = _write(tmp_path / "slides.gpkg", [slide], ls_id=["LS-1"], conf_usgs=[5], status=["unreviewed"])
    near, far = (shapely.LineString([(LEFT + x, TOP - 1500), (LEFT + x, TOP - 500)]) for x in (1300, 2900))
    through = shapely.LineString([(LEFT, TOP - 450), (LEFT + 3000, TOP - 450)])
    roads = _write(tmp_path / "roads.gpkg", [near, far, through], name=["near", "far", "through"])
    found = exposure(slides, roads, tmp_path / "out.gpkg", dem=dem, downstream_m=1000.0, width_m=30.0)
    own = found.assets_hit.set_index("name")
    assert set(own.index) == {"near", "through"}
    assert own["hit"]["through"] == pytest.approx(50)
    assert own["below"]["through"] == 0  # the slide's own ground is not below it
    assert own["below"]["near"] == pytest.approx(30, abs=1)  # the width of the way down
    [row] = found.landslides.itertuples()
    assert (row.lines_hit, row.lines_below) == (1, 1)
    [path] = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="flow_paths").geometry
    assert path.length == pytest.approx(1000, abs=0.1)
    assert shapely.Point(path.coords[0]).within(slide)
    assert set(pyogrio.list_layers(tmp_path / "out.gpkg")[:, 0]) >= {"landslides", "not_observed", "exposure_by_class"}


def test_odd_assets(tmp_path):
    square = shapely.box(LEFT, TOP - 100, LEFT + 100, TOP)
    slides = _write(tmp_path / "slides.gpkg", [square], ls_id=["LS-1"], conf_usgs=[8], status=["unreviewed"])
    bow_tie = shapely.Polygon([(LEFT, TOP), (LEFT + 100, TOP - 100), (LEFT + 100, TOP), (LEFT, TOP - 100)])
    mixed = shapely.GeometryCollection([shapely.Point(LEFT + 5, TOP - 5), shapely.box(LEFT, TOP - 10, LEFT + 10, TOP)])
    high = shapely.LineString([(LEFT - 50, TOP - 50, 900.0), (LEFT + 150, TOP - 50, 800.0)])
    assets = _write(tmp_path / "assets.gpkg", [bow_tie, mixed, high, None])
    found = exposure(slides, assets)
    got = {(row.row, row.kind): row.hit for row in found.assets_hit.itertuples()}
    assert got == pytest.approx({(1, "polygon"): 5000, (2, "point"): 1, (2, "polygon"): 100, (3, "line"): 100})
    assert any("repaired" in text for text in found.problems)
    assert any("1 row has no geometry" in text for text in found.problems)


def test_bad_input_is_one_sentence_and_leaves_nothing(tmp_path):
    square = shapely.box(LEFT, TOP - 100, LEFT + 100, TOP)
    slides = _write(tmp_path / "slides.gpkg", [square], ls_id=["LS-1"], conf_usgs=[8], status=["unreviewed"])
    nowhere = _write(tmp_path / "nowhere.shp", [square], crs=None)
    empty = _write(tmp_path / "empty.gpkg", [None])
    sheet = tmp_path / "virtual.gpkg"
    sheet.write_text("<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/x</SrcDataSource></OGRVRTLayer>"
                     "</OGRVRTDataSource>")  # fmt: skip
    for more, words in (
        ([], "--assets"),
        (["--assets", tmp_path / "no.gpkg"], "does not exist"),
        (["--assets", nowhere], "coordinate system"),
        (["--assets", empty], "nothing that could be hit"),
        (["--assets", sheet], "virtual"),
        (["--assets", slides, "--downstream", 100], "--dem"),
    ):
        arguments = ["exposure", slides, *more, "-o", tmp_path / "out.gpkg"]
        done = CliRunner().invoke(main, [str(word) for word in arguments])
        assert done.exit_code == 2, done.output
        assert words in done.output
    assert not (tmp_path / "out.gpkg").exists()
    assert not [file for file in Path(tmp_path).iterdir() if file.name.startswith(".")]
    done = CliRunner().invoke(main, ["exposure", str(slides), "--assets", str(slides), "--json"])
    facts = json.loads(done.stdout)
    assert facts["by_class"][0]["amount"] == pytest.approx(10_000)
    assert facts["slides"][0]["polygons_hit"] == 1
    with pytest.raises(InputError, match="no way down"):
        exposure(slides, slides, dem=slides, downstream_m=1e9)

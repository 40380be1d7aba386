"""l4s search against a STAC API that runs here, and the run on what it found."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import rasterio
import shapely
from click.testing import CliRunner, Result
from rasterio.shutil import copy as copy_raster

pytest.importorskip("pystac_client", reason="the extra stac is not installed")
from l4s_core.base.errors import InputError
from l4s_core.batch.manifest import jobs_of_items
from l4s_core.cli.main import main as l4s
from l4s_core.inventory.files.read import read_inventory
from l4s_core.scene import open_scene
from l4s_core.search.candidate import Candidate, candidate_of, without_doubles
from l4s_core.search.choose import choose_pairs, covered_share
from l4s_core.search.place import dem_boxes, place_of_box
from l4s_core.synthetic.demo_scene import demo_grid, make_demo
from l4s_core.terrain.reader import open_dem
from stac_server import serve_stac

BOX = [-32.50, 44.92, -32.42, 44.98]  # the demo's place
EVENT = "2023-08-15"


def item(name: str, day: str, cloud: float | None, **more: Any) -> dict[str, Any]:
    west, south, east, north = more.pop("bbox", BOX)
    properties = {"datetime": f"{day}T13:05:51Z", "eo:cloud_cover": cloud, "s2:mgrs_tile": "25TEK"} | more.pop(
        "properties", {}
    )
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": "sentinel-2-l2a",
        "bbox": [west, south, east, north], "geometry": shapely.geometry.mapping(shapely.box(west, south, east, north)),
        "properties": properties, "assets": {"red": {"href": "files/none.tif", "eo:bands": [{"name": "B04"}]}},
        "links": [{"rel": "self", "href": f"{{root}}/{name}"}, {"rel": "parent", "href": "{root}/somewhere"}],
    } | more  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The demo's scene as COGs of bands with its DEM in four tiles, and scenes without files around the event."""
    folder = tmp_path_factory.mktemp("catalogue")
    files = folder / "files"
    files.mkdir()
    demo = make_demo(folder / "demo")
    scene = open_scene(demo.product)
    assets: dict[str, Any] = {"thumbnail": {"href": "file:///etc/hostname", "roles": ["thumbnail"]}}
    assert scene.cloud_classes is not None
    for band, path in [*((b, scene.bands[b].path) for b in ("B2", "B3", "B4")), ("SCL", scene.cloud_classes.path)]:
        copy_raster(path, files / f"{band}.tif", driver="COG", compress="DEFLATE")
        href = f"{{root}}/files/{band}.tif"
        assets[band.replace("B", "B0")] = {"href": href, "file:size": (files / f"{band}.tif").stat().st_size}
    copy_raster(files / "B4.tif", files / "before.tif")
    earlier = {"B04": {"href": "{root}/files/before.tif"}}
    baseline = {
        "s2:processing_baseline": "05.09",
        "s2:product_uri": "S2A_MSIL2A_20230823T130551_N0509_R052_T25TEK.SAFE",
    }
    items = [
        item("post_good", "2023-08-23", 4.0, assets=assets, properties=baseline),
        item("post_later", "2023-08-28", 3.0), item("post_cloudy", "2023-08-18", 80.0),
        item("of_the_day", EVENT, 0.0),
        item("pre_other_orbit", "2023-08-13", 1.0, properties={"sat:relative_orbit": 95}),
        item("pre_same_orbit", "2023-08-03", 10.0, assets=earlier, properties=baseline),
        item("far", "2023-08-20", 0.0, bbox=[10, 40, 11, 41], properties={"s2:mgrs_tile": "32TPM"}),
        item("neighbour", "2023-08-20", 90.0, properties={"s2:mgrs_tile": "25TFK"}),
    ]  # fmt: skip
    with rasterio.open(demo.dem) as src:
        data, profile = src.read(1), src.profile
        for i, rows in enumerate((slice(0, 80), slice(80, None))):
            for j, cols in enumerate((slice(0, 90), slice(90, None))):
                window = rasterio.windows.Window.from_slices(
                    *(slice(s.start, s.stop or n) for s, n in zip((rows, cols), data.shape, strict=True))
                )
                piece = data[rows, cols]
                place = {"transform": src.window_transform(window), "height": piece.shape[0], "width": piece.shape[1]}
                with rasterio.open(files / f"dem_{i}{j}.tif", "w", **{**profile, **place}) as out:
                    out.write(piece, 1)
                box = list(out.bounds)
                link = {"data": {"href": f"{{root}}/files/dem_{i}{j}.tif", "file:size": 1000}}
                items.append(
                    item(f"dem_{i}{j}", "2021-01-01", None, bbox=box, assets=link, collection="cop-dem-glo-30")
                )
    items.append(item("dem_away", "2021-01-01", None, bbox=[3, 3, 4, 4], collection="cop-dem-glo-30"))
    (folder / "items.json").write_text(json.dumps(items))
    with serve_stac(folder) as address:
        yield address, folder


def search(address: str, output: Path, *more: str) -> Result:
    where = [] if "--aoi" in more else ["--bbox", *map(str, BOX)]
    when = [] if "--event-date" in more else ["--event-date", EVENT]
    return CliRunner().invoke(l4s, ["search", "--stac", address, *where, *when, "-o", str(output), *more])


def features(path: Path) -> dict[str, dict[str, Any]]:
    return {f["id"]: f for f in json.loads(path.read_text())["features"]}


def test_from_search_to_landslides(catalogue, tmp_path: Path) -> None:
    address, _ = catalogue
    items = tmp_path / "items.json"
    done = search(address, items, "--event-id", "made-1", "--trigger", "rainfall", "--progress", "lines")
    assert done.exit_code == 0, done.output
    for words in ("25TEK", "2023-08-23", "4 %", "R052", "2023-08-03", "100.0% of the area", "4 tiles",
                  "Tile 25TFK has no scene: 1 scene, the clearest with 90 % of clouds"):  # fmt: skip
        assert words in done.output
    found = features(items)
    roles = {name: f["properties"]["l4s:role"] for name, f in found.items()}
    dems = {f"dem_{i}{j}": "dem" for i in (0, 1) for j in (0, 1)}
    assert roles == {"post_good": "post", "pre_same_orbit": "pre", **dems}
    assert found["post_good"]["properties"]["l4s:pre"] == "pre_same_orbit"
    assert "thumbnail" not in found["post_good"]["assets"], "a catalogue does not get at files of this machine"
    assert [link["rel"] for link in found["post_good"]["links"]] == ["self"]

    [job] = jobs_of_items(items)
    out = tmp_path / "slides.gpkg"
    arguments = ["detect", job.scene, "--dem", job.dem, "--pre", job.before, "-o", str(out)]
    arguments += ["--event-id", job.event.event_id, "--event-date", job.event.event_date]
    ran = CliRunner().invoke(l4s, arguments)
    assert ran.exit_code == 0, ran.output
    made = read_inventory(out)
    assert len(made.landslides) > 10
    assert set(made.landslides["scene_post"]) == {"post_good"} and set(made.landslides["scene_pre"]) == {
        "pre_same_orbit"
    }
    assert set(made.landslides["date_min"]) == {"2023-08-03"} and set(made.landslides["event_id"]) == {"made-1"}
    assert made.landslides["slope_mean"].notna().all()
    assert set(made.landslides["dem_source"]) == {"dem_00.tif + 3 more"}
    assert made.run["dem_tiles"].split(";") == [f"{address}/files/{name}.tif" for name in sorted(dems)]
    assert made.run["scene_source"] == f"{items}#post_good"


def test_a_table_names_the_items_beside_it(catalogue, tmp_path: Path, monkeypatch) -> None:
    address, _ = catalogue
    monkeypatch.chdir(tmp_path)
    done = search(address, tmp_path / "scenes.csv", "--all", "--trigger", "rain; and wind")
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["scenes.csv", "scenes.items.json"]
    with (tmp_path / "scenes.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["scene"] for row in rows] == [f"scenes.items.json#{name}" for name in ("post_good", "post_later")]
    assert {row["dem"] for row in rows} == {"scenes.items.json"}
    before = {row["pre"] for row in rows}
    assert before == {"scenes.items.json#pre_same_orbit", "scenes.items.json#pre_other_orbit"}
    assert {(row["event_date"], row["trigger"]) for row in rows} == {(EVENT, "rain; and wind")}
    assert open_scene(rows[0]["scene"]).name == "post_good"


def test_pages_are_followed_and_nothing_is_replaced(catalogue, tmp_path: Path) -> None:
    address, folder = catalogue
    output = tmp_path / "items.json"
    output.write_text("mine")
    refused = search(address, output)
    assert refused.exit_code == 2 and "--overwrite" in refused.output and output.read_text() == "mine"
    items = json.loads((folder / "items.json").read_text())
    many = tmp_path / "many"
    many.mkdir()
    more = [
        item(f"post_{i:03d}", "2023-08-21", 30 + i / 10, bbox=[*BOX[:2], BOX[2] - 0.01, BOX[3]]) for i in range(250)
    ]
    (many / "items.json").write_text(json.dumps(items[1:] + more))
    with serve_stac(many) as other:
        done = search(other, output, "--overwrite", "--no-dem", "--per-tile", "400", "--max-cloud", "100")
        assert done.exit_code == 0, done.output
        asked = [json.loads(line) for line in (many / "requests.log").read_text().splitlines()]
        tokens = [line["token"] for line in asked if "token" in line]
        assert tokens == ["100", "200"], "three pages after the event, one before"
        few = search(other, output, "--overwrite", "--no-dem", "--limit", "50", "--progress", "lines")
        assert few.exit_code == 0 and "only the first 50 items" in few.output
    assert "l4s:search" in json.loads(output.read_text())


def test_the_area_of_a_file(catalogue, tmp_path: Path) -> None:
    address, folder = catalogue
    area = tmp_path / "area.geojson"
    inside = shapely.box(-32.47, 44.94, -32.45, 44.96)
    geometry = shapely.geometry.mapping(inside.union(shapely.box(-32.30, 44.94, -32.28, 44.96)))
    area.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}))
    done = search(address, tmp_path / "items.json", "--aoi", str(area), "--progress", "json")
    assert done.exit_code == 0, done.output
    facts = next(json.loads(line) for line in done.stdout.splitlines() if '"covered_share"' in line)
    facts = facts.get("result", facts)
    assert facts["covered_share"] == pytest.approx(0.5, abs=0.01), "the eastern polygon lies outside every scene"
    assert facts["download_bytes"] == 4000 + sum((folder / f"files/B{k}.tif").stat().st_size for k in (2, 3, 4))
    log = (folder / "requests.log").read_text().splitlines()
    assert any("intersects" in json.loads(line) for line in log)


@pytest.mark.parametrize(
    ("manner", "more", "words"),
    [
        ("/broken", (), "status 500"),
        ("/garbage", (), "did not answer a search with items"),
        ("/text", (), "does not answer like a STAC API"),
        ("/static", (), "static catalogue, which cannot be searched"),
        ("/closed", (), "refuses the search (status 403)"),
        ("/slow", ("--timeout", "1"), "did not answer within 1 s"),
        ("/nowhere", (), "status 404"),
        ("/huge", (), "answers with more than 67 MB"),
        ("/away", (), "http://127.0.0.2:9 is a server of your own network"),
        ("/keyed", (), "refuses the search (status 403)"),
        ("", ("--collection", "sentinel-2-c1"), "has no collection sentinel-2-c1 (it has cop-dem-glo-30, sent"),
        ("", ("--event-date", "2020-01-01"), "has no scenes of sentinel-2-l2a there from 2020-01-02 to 2020-03-01"),
        ("", ("--max-cloud", "2"), "None of the 4 scenes from 2023-08-16 to 2023-10-14 has at most 2 % of clo"),
        ("", ("--dem-collection", "other"), "has no collection other"),
        ("", ("--aoi", "nothing.gpkg"), "does not exist"),
        ("", ("-o", "items.txt"), "written as .json or .csv"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_sentence(catalogue, manner: str, more: tuple[str, ...], words: str, tmp_path: Path):
    address, _ = catalogue
    done = search(address + manner, tmp_path / "items.json", *more, "--progress", "lines")
    assert done.exit_code == 2, done.output
    assert words in " ".join(done.output.split()), done.output
    assert "Traceback" not in done.output and list(tmp_path.iterdir()) == []


def test_a_list_has_all_scenes_and_is_still_a_manifest(catalogue, tmp_path: Path) -> None:
    address, folder = catalogue
    items = tmp_path / "items.json"
    done = search(address, items, "--list", "--progress", "json")
    assert done.exit_code == 0, done.output
    found = features(items)
    told = {name: f["properties"] for name, f in found.items() if "l4s:when" in f["properties"]}
    assert {name: (p["l4s:role"], p["l4s:when"]) for name, p in told.items()} == {
        "post_good": ("post", "after"), "post_later": ("other", "after"),
        "pre_same_orbit": ("pre", "before"), "pre_other_orbit": ("other", "before"),
    }  # fmt: skip
    assert told["post_good"]["l4s:cover"] == pytest.approx(1) and told["post_good"]["l4s:cloud"] == 4.0
    assert told["post_good"]["l4s:bytes"] == sum((folder / f"files/B{k}.tif").stat().st_size for k in (2, 3, 4))
    assert told["post_later"]["l4s:bytes"] is None and told["post_later"]["l4s:tile"] == "25TEK"
    assert [job.name for job in jobs_of_items(items)] == ["post_good"], "what is only listed is not mapped"
    assert open_scene(f"{items}#post_good").name == "post_good"


def test_an_account_opens_a_catalogue(catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, _ = catalogue
    account = {"headers": {"X-Key": "secret"}, "hosts": ["127.0.0.1"]}
    monkeypatch.setenv("L4S_WEB_ACCOUNT", json.dumps(account))
    done = search(f"{address}/keyed", tmp_path / "items.json", "--no-dem")
    assert done.exit_code == 0, done.output
    assert "secret" not in done.output + (tmp_path / "items.json").read_text()


def test_links_into_the_own_network_are_left_out(catalogue, tmp_path: Path) -> None:
    _, folder = catalogue
    items = json.loads((folder / "items.json").read_text())
    bad = tmp_path / "bad"
    bad.mkdir()
    items[0]["assets"] |= {f"x{i}": {"href": href} for i, href in enumerate(
        ("http://169.254.169.254/latest", "http://localhost:1/x", "http://[::1]/x", "file:///etc/passwd", "https://a.org/x")
    )}  # fmt: skip
    (bad / "items.json").write_text(json.dumps(items))
    with serve_stac(bad) as other:
        assert search(other, tmp_path / "items.json", "--no-dem").exit_code == 0
    assert {key for key in features(tmp_path / "items.json")["post_good"]["assets"] if key[0] == "x"} == {"x4"}


def test_a_server_that_never_ends_is_left(catalogue, tmp_path: Path) -> None:
    address, folder = catalogue
    before = len((folder / "requests.log").read_text().splitlines())
    done = search(f"{address}/endless", tmp_path / "items.json", "--limit", "300", "--no-dem", "--progress", "lines")
    assert done.exit_code == 0, done.output
    assert "only the first 300 items" in done.output
    assert len((folder / "requests.log").read_text().splitlines()) - before < 12


def test_no_network_is_one_sentence(tmp_path: Path) -> None:
    done = search("http://127.0.0.1:9", tmp_path / "items.json")
    assert done.exit_code == 2
    assert re.search(
        r"http://127\.0\.0\.1:9 cannot be reached \([^(]*Connection refused\); check", " ".join(done.output.split())
    )


def test_a_file_that_is_refused_or_gone_says_so(catalogue, tmp_path: Path) -> None:
    address, _ = catalogue
    with pytest.raises(InputError, match=r"refused by its server \(status 403\); it needs an account, or links"):
        open_dem(f"{address}/closed/dem.tif", demo_grid())
    for asset, words in (("closed/B04.tif", "refused by its server"), ("files/no.tif", r"is not there \(status 404\)")):
        made = tmp_path / "item.json"
        made.write_text(json.dumps(item("a", "2023-08-23", 1, assets={"B04": {"href": f"{address}/{asset}"}})))
        with pytest.raises(InputError, match=words):
            open_scene(made)


def test_without_the_extra_it_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pystac_client", None)
    done = search("http://127.0.0.1:9", tmp_path / "items.json")
    assert done.exit_code == 2 and "pip install pystac-client" in done.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((), "Say where"), (("--bbox", "1", "2", "3", "4"), "Say when"),
     (("--bbox", "0", "50", "1", "40", "--event-date", EVENT), "is no box in degrees")],
)  # fmt: skip
def test_what_has_to_be_said(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(l4s, ["search", "-o", str(tmp_path / "items.json"), *arguments])
    assert done.exit_code == 2 and words in done.output


@pytest.mark.parametrize(
    ("name", "properties", "tile", "orbit", "cloud"),
    [
        ("S2B_32TQM_20230823_0_L2A", {"grid:code": "MGRS-32TQM", "eo:cloud_cover": 12.5}, "32TQM", None, 12.5),
        ("x", {"mgrs:utm_zone": 5, "mgrs:latitude_band": "V", "mgrs:grid_square": "PK"}, "05VPK", None, None),
        ("S2A_MSIL2A_20230823T130551_R052_T25TEK_20230823T1930", {"eo:cloud_cover": 0}, "25TEK", 52, 0.0),
        ("S2A_MSIL2A_20230823T130551_N0509_R052_T25TEK_2023.SAFE", {"cloudCover": 3}, "25TEK", 52, 3.0),
        ("a", {"s2:product_uri": "S2A_MSIL1C_20230823T130551_N0509_R138_T01WCP_2023.SAFE"}, "01WCP", 138, None),
        ("b", {"sat:relative_orbit": 7, "grid:code": "MGRS-1WCP"}, None, None, None),
    ],
)  # fmt: skip
def test_words_of_catalogues(name: str, properties: dict[str, Any], tile: str | None, orbit: int | None, cloud: float):
    raw = item(name, "2023-08-23", None, properties={"s2:mgrs_tile": None, "eo:cloud_cover": None, **properties})
    found = candidate_of(raw)
    if tile is None:
        assert found is None
    else:
        assert found is not None and (found.tile, found.orbit, found.cloud) == (tile, orbit, cloud)


def candidate(name: str, day: int, cloud: float | None = 0.0, orbit: int | None = 1, box=(0, 0, 1, 1), month: int = 8):
    when = datetime(2023, month, day, 10, tzinfo=timezone.utc)
    return Candidate(name, "31NAA", when, cloud, orbit, shapely.box(*box), {"id": name, "properties": {}})


def test_the_clearest_then_the_nearest() -> None:
    area, event = shapely.box(0, 0, 1, 1), date(2023, 8, 1)
    posts = [
        candidate("cloudy", 2, 40),
        candidate("clear_late", 20, 1),
        candidate("clear", 9, 3),
        candidate("unsaid", 3, None),
    ]
    [pair] = choose_pairs(posts, [], area, event, 1)
    assert pair.post.id == "clear" and pair.pre is None
    # half of the tile, as at the edge of an orbit, is not clearer for being without clouds
    half = candidate("half", 2, 0, box=(0, 0, 0.5, 1))
    assert choose_pairs([half, posts[2]], [], area, event, 1)[0].post.id == "clear"
    # unless only that half is asked for
    assert choose_pairs([half, posts[2]], [], shapely.box(0, 0, 0.4, 1), event, 1)[0].post.id == "half"
    assert len(choose_pairs(posts, [], area, event, None)) == 4


def test_further_scenes_are_those_that_add_most() -> None:
    area, event = shapely.box(0, 0, 1, 1), date(2023, 8, 1)
    left = candidate("left", 2, 0, box=(0, 0, 0.6, 1))
    again = candidate("left_again", 3, 0, box=(0, 0, 0.6, 1))
    right = candidate("right", 9, 20, box=(0.5, 0, 1, 1))
    pairs = choose_pairs([left, again, right], [], area, event, 2)
    assert [pair.post.id for pair in pairs] == ["left", "right"]
    assert covered_share(pairs, area) == pytest.approx(1.0)
    assert covered_share(choose_pairs([left], [], area, event, 1), area) == pytest.approx(0.6)
    assert len(choose_pairs([left, again, right], [], area, event, 9)) == 3


def test_the_scene_before_is_of_the_same_orbit_if_there_is_one() -> None:
    area, event = shapely.box(0, 0, 1, 1), date(2023, 8, 1)
    post = candidate("post", 2, orbit=1)
    other, same = candidate("other", 30, 0, 2, month=7), candidate("same", 8, 5, 1, month=7)
    cloudy = candidate("cloudy", 28, 45, 1, month=7)
    assert choose_pairs([post], [other, cloudy, same], area, event, 1)[0].pre == same
    assert choose_pairs([post], [other], area, event, 1)[0].pre == other


def test_of_two_processings_the_newer_stays() -> None:
    def made(name: str, baseline: str, box=BOX) -> Candidate:
        found = candidate_of(item(name, "2023-08-23", 1, bbox=box, properties={"s2:processing_baseline": baseline}))
        assert found is not None
        return found

    old, new = made("old", "02.08"), made("new", "05.00")
    rest = made("other_part", "05.00", [BOX[0], BOX[1], BOX[0] + 0.02, BOX[3]])
    assert [c.id for c in without_doubles([old, new, rest])] == ["new", "other_part"]


def test_around_the_180th_meridian() -> None:
    place = place_of_box(179, -18, -179, -17)
    assert [q["bbox"] for q in place.questions] == [[179, -18, 180.0, -17], [-180.0, -18, -179, -17]]
    assert place.geometry.area == pytest.approx(2)
    post = candidate("fiji", 2)
    post = Candidate(**{**vars(post), "ground": place.geometry})
    boxes = dem_boxes([post], [post])
    assert sorted(boxes.to_ask) == [(-180.0, -18.01, pytest.approx(-178.99), -16.99), (178.99, -18.01, 180.0, -16.99)]


def test_terrain_is_searched_for_the_whole_raster_of_a_scene() -> None:
    """A pass that shows a corner of its tile still has the raster of the tile, and the DEM has to cover that."""
    post = candidate("corner", 2, box=(9.0, 45.0, 9.2, 45.2))
    grid = {"proj:code": "EPSG:32632", "proj:shape": [10980, 10980], "proj:transform": [10, 0, 499980, 0, -10, 5000040]}
    raw = {"properties": {"proj:code": None}, "assets": {"thumbnail": {}, "red": grid}}
    [box] = dem_boxes([Candidate(**{**vars(post), "raw": raw})], [post]).tiles
    assert box == pytest.approx((8.99, 44.145, 10.40, 45.17), abs=0.03)

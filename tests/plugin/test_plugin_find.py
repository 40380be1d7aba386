"""What the panel "Find scenes" asks of the commands, and what it makes of the answer of a catalogue; without QGIS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from l4s_core.cli.main import main
from l4s_core.scene.stac_item import read_items
from qgis_plugin.find.jobs import FetchJob, SearchJob
from qgis_plugin.find.rows import read_rows, write_item, write_terrain


def parsed(arguments: list[str]) -> dict[str, Any]:
    """What the real command makes of a command line."""
    context = click.Context(main)
    command = main.get_command(context, arguments[0])  # type: ignore[attr-defined]
    assert command is not None
    return dict(command.make_context(arguments[0], arguments[1:]).params)


def test_command_lines() -> None:
    area, output = Path("/tmp/-a b.gpkg"), Path("/o/found.json")
    job = SearchJob(area, "2024-07-30", output, 30, 20, 40, "L1C", "https://a.org", "https://b.org")
    said = parsed(job.arguments())
    assert said["listed"] and said["overwrite"] and said["area"] == str(area) and said["output"] == str(output)
    assert (said["days_before"], said["days_after"], said["max_cloud"], said["level"]) == (30, 20, 40, "L1C")
    assert said["event_date"].strftime("%Y-%m-%d") == "2024-07-30"
    assert said["stac"] == "https://a.org" and said["dem_stac"] == "https://b.org" and not said["no_dem"]
    fetch = FetchJob(output, Path("/data/-mine"), ("-odd", "b c"), "four", "127.0.0.1:80")
    said = parsed(fetch.arguments())
    assert said["items"] == str(output) and said["output"] == "/data/-mine" and said["ids"] == ("-odd", "b c")
    assert said["bands"] == "four" and said["local"] == ("127.0.0.1:80",)


def item(name: str = "a", **more: Any) -> dict[str, Any]:
    properties = {"l4s:when": "after", "l4s:role": "post", "datetime": "2024-08-01T05:00:00Z", "l4s:cloud": 3.0}
    return {
        "type": "Feature", "id": name, "collection": "sentinel-2-l2a",
        "properties": properties | more.pop("properties", {}),
        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        "assets": {"red": {"href": "https://a.org/B04.tif", "eo:bands": [{"name": "B04"}]}},
    } | more  # fmt: skip


def written(path: Path, *features: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def test_odd_answers_are_taken_for_what_they_should_be(tmp_path: Path) -> None:
    texts = {
        "l4s:cloud": "many", "l4s:cover": float("inf"), "l4s:bytes": -4, "l4s:tile": ["a"],
        "datetime": "2024\n08\u202e" + "x" * 10_000,
    }  # fmt: skip
    odd = [
        7, {"id": 3}, {"id": "x"}, item("no place", geometry=None), item("no time", properties={"l4s:when": "now"}),
        item("texts", properties=texts, assets="none"),
    ]  # fmt: skip
    listing = read_rows(written(tmp_path / "found.json", *odd))
    [row] = listing.rows
    assert (row.id, row.cloud, row.cover, row.size, row.tile, row.thumbnail) == ("texts", None, None, None, "", None)
    assert row.date == "202408xxxx" and not row.can_be_remote
    for text in ("[]", '{"features": 3}', "no", "null"):
        (tmp_path / "wrong.json").write_text(text)
        with pytest.raises(ValueError):
            read_rows(tmp_path / "wrong.json")


@pytest.mark.parametrize(
    ("href", "remote"),
    [("https://a.org/B04.tif", True), ("s3://sentinel-cogs/B04.tif", True), ("s3://eodata/B04.tif", False),
     ("https://x.blob.core.windows.net/B04.tif", False), ("s3://sentinel-s2-l1c/B04.jp2", False),
     ("ftp://a/B04.tif", False)],
)  # fmt: skip
def test_what_can_be_read_where_it_is(href: str, remote: bool, tmp_path: Path) -> None:
    found = written(tmp_path / "found.json", item(assets={"red": {"href": href}}))
    assert read_rows(found).rows[0].can_be_remote is remote


def test_the_small_picture(tmp_path: Path) -> None:
    png = {"href": "https://a.org/t", "type": "image/png"}
    tif = {"href": "https://a.org/t.tif", "type": "image/tiff", "roles": ["thumbnail"]}
    other = {"x": png | {"roles": ["thumbnail"]}}
    odd = {"preview": {"href": 3}}
    for assets, wanted in (
        ({"thumbnail": png}, "https://a.org/t"),
        ({"thumbnail": tif}, None),
        (odd, None),
        (other, "https://a.org/t"),
    ):
        assert read_rows(written(tmp_path / "found.json", item(assets=assets))).rows[0].thumbnail == wanted


def test_single_items_and_terrain_are_files_of_their_own(tmp_path: Path) -> None:
    height = {"data": {"href": "https://a.org/dem.tif"}}
    dem = item("dem", properties={"l4s:role": "dem", "l4s:when": None}, assets=height, collection="cop-dem-glo-30")
    listing = read_rows(written(tmp_path / "found.json", item("../../up"), dem))
    out = tmp_path / "out"
    one, terrain = write_item(listing, "../../up", out), write_terrain(listing, out)
    assert one.parent == out and terrain is not None and listing.dem_can_be_remote
    assert [i.id for i in read_items(str(one))] == ["../../up"]
    assert [i.elevation is not None for i in read_items(str(terrain))] == [True]
    assert write_terrain(read_rows(written(tmp_path / "found.json", item())), out) is None
    other = dem | {"id": "another"}
    elsewhere = write_terrain(read_rows(written(tmp_path / "found.json", item(), other)), out)
    assert elsewhere != terrain and [i.id for i in read_items(str(terrain))] == ["dem"], (
        "an earlier result keeps its own"
    )

"""STAC items as a manifest: which are scenes, which are terrain, and what belongs to what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.batch.manifest import jobs_of_items
from l4s_core.scene import open_scene
from l4s_core.scene.stac_file import is_items, split_id
from l4s_core.scene.stac_item import read_item, read_items
from products import write_tif
from range_server import serve


def scene(name: str, **properties: Any) -> dict[str, Any]:
    assets = {"B04": {"href": "B04.tif"}, "thumbnail": {"href": "small.jpg", "roles": ["thumbnail"]}}
    return {"type": "Feature", "id": name, "collection": "sentinel-2-l2a", "properties": properties, "assets": assets}


def terrain(name: str, collection: str = "cop-dem-glo-30", asset: str = "data", **properties: Any) -> dict[str, Any]:
    assets = {asset: {"href": f"{name}.tif"}}
    return {"type": "Feature", "id": name, "collection": collection, "properties": properties, "assets": assets}


def save(path: Path, *items: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": items}))
    return path


def test_roles_say_what_an_item_is(tmp_path: Path) -> None:
    event = {"l4s:event_id": "k1", "l4s:event_date": "2024-07-30", "l4s:trigger": "rainfall"}
    path = save(
        tmp_path / "items.json",
        scene("post", **{"l4s:role": "post", "l4s:pre": "pre", **event}),
        scene("pre", **{"l4s:role": "pre"}),
        terrain("tile", collection="mine", **{"l4s:role": "dem"}),
    )
    [job] = jobs_of_items(path)
    assert (job.name, job.scene, job.before, job.dem) == ("post", f"{path}#post", f"{path}#pre", str(path))
    assert job.event == Event("k1", "2024-07-30", "rainfall") and job.area is None


@pytest.mark.parametrize("asset", ["data", "elevation", "dem"])
def test_items_of_any_catalogue(asset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save(Path("found.geojson"), scene("S2A/one"), scene("S2A one"), terrain("N45E007", asset=asset))
    jobs = jobs_of_items("found.geojson")
    assert [job.name for job in jobs] == ["S2A_one", "S2A_one_2"]
    assert [job.scene for job in jobs] == [f"{tmp_path}/found.geojson#S2A/one", f"{tmp_path}/found.geojson#S2A one"]
    assert {job.dem for job in jobs} == {f"{tmp_path}/found.geojson"} and {job.before for job in jobs} == {None}


def test_one_item_and_no_terrain(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(scene("one")))
    [job] = jobs_of_items(path)
    assert (job.scene, job.dem) == (str(path), None)
    several = save(tmp_path / "several.json", scene("a"), scene("b"))
    [job] = jobs_of_items(f"{several}#b")
    assert job.scene == f"{several}#b"


def test_items_on_the_web(tmp_path: Path) -> None:
    write_tif(tmp_path / "B04.tif", np.full((60, 60), 1500, np.uint16))
    save(tmp_path / "items.json", scene("a"), scene("b"), terrain("t"))
    with serve(tmp_path) as address:
        jobs = jobs_of_items(f"{address}/items.json")
        assert [job.scene for job in jobs] == [f"{address}/items.json#a", f"{address}/items.json#b"]
        assert jobs[0].dem == f"{address}/items.json"
        opened = open_scene(jobs[1].scene, offset=0)
        assert opened.name == "b" and opened.bands["B4"].path == f"/vsicurl/{address}/B04.tif"


def test_an_item_of_several_is_named(tmp_path: Path) -> None:
    write_tif(tmp_path / "B04.tif", np.full((60, 60), 1500, np.uint16))
    path = save(tmp_path / "items.json", scene("a"), scene("b"))
    opened = open_scene(f"{path}#b", offset=0)
    assert (opened.name, opened.source) == ("b", f"{path}#b")
    with pytest.raises(InputError, match=r"holds 2 items; say which, such as .*items\.json#a"):
        open_scene(path)
    with pytest.raises(InputError, match="has no items of the name c"):
        open_scene(f"{path}#c")
    with pytest.raises(InputError, match="does not exist"):
        open_scene(tmp_path / "no.json#a")


def test_what_is_wrong_is_listed(tmp_path: Path) -> None:
    nothing = {**scene("landsat"), "assets": {"qa": {"href": "x.tif"}}}
    path = save(
        tmp_path / "items.json",
        scene("a", **{"l4s:pre": "gone"}), scene("twice"), scene("twice"), nothing, scene("b", **{"l4s:role": "after"}),
        terrain("c", asset="quicklook", **{"l4s:role": "dem"}), scene("fine"),
    )  # fmt: skip
    with pytest.raises(InputError) as caught:
        jobs_of_items(path)
    for words in ("a names gone as the scene before", "2 items have the name twice", "landsat has neither",
                  "b has the unknown l4s:role 'after'", "c has neither"):  # fmt: skip
        assert words in str(caught.value)
    assert "fine" not in str(caught.value)


@pytest.mark.parametrize("items", [(), (terrain("t"),), (scene("p", **{"l4s:role": "pre"}),)])
def test_nothing_to_map(items: tuple[dict[str, Any], ...], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no Sentinel-2 scene|no STAC Item"):
        jobs_of_items(save(tmp_path / "items.json", *items))


def test_many_problems_are_cut_short(tmp_path: Path) -> None:
    path = save(tmp_path / "items.json", *(scene(f"s{i}", **{"l4s:pre": "gone"}) for i in range(30)))
    with pytest.raises(InputError, match="and 10 more"):
        jobs_of_items(path)


def test_names_with_a_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "run #3"
    folder.mkdir()
    path = save(folder / "items.json", scene("a"), scene("b"))
    assert split_id(f"{path}#a") == (str(path), "a") and split_id(str(path)) == (str(path), None)
    assert not is_items(f"{folder}/dem#1.tif")
    save(Path("odd.json#1.json"), scene("a"))
    assert split_id("odd.json#1.json") == ("odd.json#1.json", None)
    assert read_item(f"{path}#b").id == "b" and len(read_items(str(path))) == 2


def test_a_data_asset_is_terrain_only_in_a_collection_of_terrain(tmp_path: Path) -> None:
    path = save(tmp_path / "items.json", terrain("t", collection="land-cover"), terrain("d", collection="nasadem"),
                terrain("u", collection="land-cover", asset="elevation"))  # fmt: skip
    assert [item.elevation is not None for item in read_items(str(path))] == [False, True, True]

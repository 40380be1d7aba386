"""The persistent identity of polygons: through files, edits and merges, and for files that have none yet."""

from __future__ import annotations

import uuid
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.inventory import Inventory, read_inventory, write_inventory
from l4s_core.inventory.files.write import layer_files
from l4s_core.inventory.ids import fill_uuids, known_uuid, only_once, packed, unpacked
from l4s_core.inventory.merging.merge import merge
from merge_kit import blob, edit, read, redraw, scene

SHAPE = (40, 60)


def without(path: Path) -> Path:
    """The same file as a version wrote it that knew no UUIDs."""
    redraw(path, "landslides", read(path).drop(columns="uuid"))
    return path


def valid(texts) -> bool:
    return all(str(uuid.UUID(text)) == text for text in texts) and len(set(texts)) == len(texts)


def test_every_outline_gets_its_own(tmp_path: Path) -> None:
    boxes = (5, 5, 6, 6), (20, 20, 6, 6), (30, 5, 4, 4)
    first, second = (scene(tmp_path, name, blob(SHAPE, *boxes)) for name in "AB")
    assert valid([*read(first)["uuid"], *read(second)["uuid"]])
    assert all(uuid.UUID(text).version == 4 for text in read(first)["uuid"])


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "shp"])
def test_every_format_keeps_it(tmp_path: Path, ending: str) -> None:
    path = scene(tmp_path, "A", blob(SHAPE, (5, 5, 6, 6), (20, 20, 7, 6)))
    inventory = read_inventory(path)
    copy = write_inventory(inventory, tmp_path / f"copy.{ending}")
    table = pyogrio.read_dataframe(layer_files(copy)["landslides"], layer=0).set_index("ls_id")
    assert table["uuid"].sort_index().tolist() == read(path)["uuid"].tolist()


def test_files_without_open_and_get_some_when_written(tmp_path: Path) -> None:
    path = without(scene(tmp_path, "A", blob(SHAPE, (5, 5, 6, 6), (20, 20, 7, 6))))
    inventory = read_inventory(path)
    assert inventory.landslides["uuid"].isna().all()
    first, second = (write_inventory(inventory, tmp_path / name) for name in ("one.gpkg", "two.geojson"))
    assert valid(read(first)["uuid"])
    assert pyogrio.read_dataframe(second)["uuid"].tolist() == read(first)["uuid"].tolist()


def test_a_copied_polygon_gets_another_and_the_largest_keeps_its_own(tmp_path: Path) -> None:
    path = scene(tmp_path, "A", blob(SHAPE, (5, 5, 6, 6)))
    table = read(path)
    left, right = (
        shapely.box(600_050, 1_279_890, 600_070, 1_279_950),
        shapely.box(600_070, 1_279_890, 600_110, 1_279_950),
    )
    redraw(path, "landslides", table.iloc[[0, 0]].set_geometry([left, right]))
    [own] = table["uuid"]
    small, large = read_inventory(write_inventory(read_inventory(path), tmp_path / "B.gpkg")).landslides["uuid"]
    assert large == own != small
    merged = merge([path]).landslides
    assert merged["uuid"].iloc[0] == own
    assert valid(merged["uuid"])


def test_the_largest_of_several_stays_and_the_others_are_named(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8), (30, 40, 5, 5)))
    two = scene(tmp_path, "B", blob(SHAPE, (12, 10, 10, 9)))
    three = scene(tmp_path, "C", blob(SHAPE, (11, 10, 10, 7)))
    merged = merge([one, two, three])
    slide, alone = (row for _, row in merged.landslides.iterrows())
    assert slide["uuid"] == read(two)["uuid"][0]
    assert slide["merged_uuids"].split("; ") == [read(one)["uuid"][0], read(three)["uuid"][0]]
    assert (alone["uuid"], alone["merged_uuids"]) == (read(one)["uuid"][1], None)
    back = read_inventory(write_inventory(merged, tmp_path / "ALL.gpkg")).landslides
    assert back[["uuid", "merged_uuids"]].equals(merged.landslides[["uuid", "merged_uuids"]])


def test_one_that_is_cut_or_reviewed_keeps_its_own(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8), p=0.9))
    two = scene(tmp_path, "B", blob(SHAPE, (19, 10, 10, 8), p=0.7))
    edit(one, status="accepted")
    merged = merge([one, two])
    assert merged.run["polygons_cut"] == 1
    assert merged.landslides["uuid"].tolist() == [read(one)["uuid"][0], read(two)["uuid"][0]]


def test_an_old_file_is_told_apart_by_its_content(tmp_path: Path) -> None:
    """The same whenever the same file is merged, so that what was said of it can be found again."""
    path = without(scene(tmp_path, "A", blob(SHAPE, (5, 5, 6, 6), (20, 20, 7, 6))))
    first = merge([path]).landslides["uuid"].tolist()
    moved = tmp_path / "elsewhere.gpkg"
    moved.write_bytes(path.read_bytes())
    assert merge([moved]).landslides["uuid"].tolist() == first
    assert valid(first)
    edit(path, notes="something else")
    assert not set(merge([path]).landslides["uuid"]) & set(first)


def test_polygons_that_share_one_in_different_files_are_told_apart(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (5, 5, 6, 6)))
    two = scene(tmp_path, "B", blob(SHAPE, (25, 25, 6, 5)))
    [own] = read(one)["uuid"]
    edit(two, uuid="{" + own.upper() + "}")  # as QGIS's uuid() spells them
    merged = merge([one, two]).landslides["uuid"].tolist()
    assert merged[0] == own and valid(merged)


@given(st.uuids())
def test_spellings(one: uuid.UUID) -> None:
    text = str(one)
    assert {known_uuid(t) for t in (text, text.upper(), f"{{{text}}}", text.replace("-", ""), one.urn)} == {text}
    assert known_uuid(None) is known_uuid(7) is known_uuid(float("nan")) is known_uuid(f"{text}0") is None


@given(st.lists(st.sampled_from([str(uuid.UUID(int=n)) for n in range(4)]), max_size=9))
def test_none_is_there_twice(texts: list[str]) -> None:
    bytes_of = packed(texts)
    assert unpacked(bytes_of) == texts
    only_once(bytes_of)
    told = unpacked(bytes_of)
    assert len(set(told)) == len(told)
    first = np.unique(texts, return_index=True)[1] if texts else []
    assert [told[n] for n in first] == [texts[n] for n in first]


def test_writing_needs_no_uuid_column(tmp_path: Path) -> None:
    inventory = read_inventory(scene(tmp_path, "A", blob(SHAPE, (5, 5, 6, 6))))
    bare = Inventory(inventory.landslides.drop(columns="uuid"), inventory.crown_toe, inventory.not_observed)
    assert valid(read(write_inventory(bare, tmp_path / "B.gpkg"))["uuid"])


def test_the_largest_on_the_ground_keeps_a_shared_uuid(recwarn: pytest.WarningsRecorder) -> None:
    shared = "11111111-2222-4333-8444-555555555555"
    north = shapely.box(10.0, 69.0, 10.011, 69.01)  # more square degrees, less ground than the one at the equator
    equator = shapely.box(10.0, 0.0, 10.01, 0.01)
    table = gpd.GeoDataFrame({"uuid": [shared, shared]}, geometry=[north, equator], crs="EPSG:4326")
    fill_uuids(table)
    assert table["uuid"][1] == shared != table["uuid"][0]
    assert not recwarn.list

"""Merging what was merged: as if all scenes were merged at once, with what reviewers did in between."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.base.reasons import Reason
from l4s_core.inventory import read_inventory, write_inventory
from l4s_core.inventory.merging.merge import merge
from merge_kit import Listener, blob, edit, read, redraw, scene

SHAPE = (40, 60)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Five scenes that overlap, some polygons reviewed, one file without UUIDs, two UTM zones in none of them."""
    folder = tmp_path_factory.mktemp("scenes")
    rng = np.random.default_rng(7)
    paths = []
    for number in range(5):
        p = blob(SHAPE)
        for _ in range(12):
            row, col = rng.integers(0, 50, 2)
            p[row : row + rng.integers(2, 9), col : col + rng.integers(2, 9)] = rng.uniform(0.55, 1)
        hidden = blob(SHAPE, *[(*rng.integers(0, 50, 2), 12, 14) for _ in range(5)], p=Reason.CLOUD)
        at = int(rng.integers(0, 30)), int(rng.integers(0, 30))
        paths.append(scene(folder, f"S{number}", p, hidden, at=at, date=f"2024-08-0{1 + number // 2}", mmu_m2=400))
    edit(paths[1], "area_m2 > 2000", status="accepted", reviewer="Ana")
    edit(paths[2], "ls_id == 'LS-0001'", status="rejected", reviewer="Ben")
    redraw(paths[3], "landslides", read(paths[3]).drop(columns="uuid"))
    return paths


def same(first, second, *others: str) -> None:
    """Layers to the last digit, and the run but for its times and ``others``."""
    for layer in ("landslides", "crown_toe", "not_observed", "scenes"):
        a, b = getattr(first, layer), getattr(second, layer)
        assert shapely.to_wkb(a.geometry.values).tolist() == shapely.to_wkb(b.geometry.values).tolist(), layer
        pd.testing.assert_frame_equal(
            pd.DataFrame(a.drop(columns="geometry")), pd.DataFrame(b.drop(columns="geometry"))
        )
    assert told(first, *others) == told(second, *others)


def told(inventory, *others: str) -> dict[str, object]:
    return {name: v for name, v in inventory.run.items() if name not in ("run_utc", "run_seconds", *others)}


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(5)), cuts=st.sets(st.integers(1, 4), max_size=3), nested=st.booleans())
def test_order_and_grouping_decide_nothing(
    scenes: list[Path], tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int], nested: bool
) -> None:
    folder = tmp_path_factory.mktemp("grouped")
    bounds = [0, *sorted(cuts), 5]
    groups = [[scenes[n] for n in order[a:b]] for a, b in pairwise(bounds)]
    paths: list[Path] = []
    for number, group in enumerate(groups):
        members = [*paths, *group] if nested else group
        merged = write_inventory(merge(members), folder / f"{number}.gpkg")
        paths = [merged] if nested else [*paths, merged]
    same(merge(paths), merge(scenes))


def test_an_inventory_that_is_there_twice_counts_once(scenes: list[Path], tmp_path: Path) -> None:
    first, second = (
        write_inventory(merge(paths), tmp_path / f"{n}.gpkg") for n, paths in enumerate((scenes[:3], scenes[2:]))
    )
    same(merge([first, second, scenes[0]]), merge(scenes))


def pair(folder: Path) -> tuple[Path, Path, Path]:
    """Two scenes that show one landslide, another that shows it too."""
    boxes = (10, 10, 10, 8), (12, 10, 10, 8), (11, 10, 10, 10)
    return tuple(scene(folder, name, blob(SHAPE, box, (30, 40, 6, 6))) for name, box in zip("ABC", boxes, strict=True))


def test_a_review_of_the_merged_one_is_kept(tmp_path: Path) -> None:
    one, two, three = pair(tmp_path)
    merged = write_inventory(merge([one, two]), tmp_path / "M.gpkg")
    edit(merged, "ls_id == 'LS-0001'", status="accepted", reviewer="Ana", notes="fresh", ls_type="slide")
    slide = merge([merged, three]).landslides.iloc[0]
    assert (slide["status"], slide["reviewer"], slide["notes"]) == ("accepted", "Ana", "fresh")
    assert (slide["ls_type"], slide["n_found"]) == ("slide", 3)
    assert slide["scene_post"] == "A; B; C"
    plain = merge([one, two, three]).landslides.iloc[0]
    assert slide.geometry.equals(plain.geometry)
    # and once more, from a file that was merged from the reviewed one
    again = write_inventory(merge([merged, three]), tmp_path / "N.gpkg")
    written_anew = [f"input_{n}_sha256" for n in (1, 2)]  # the files of A and B with what was said of their polygons
    same(merge([again]), merge([merged, three]), *written_anew)


def test_a_reason_given_in_the_merged_one_reaches_scenes_of_an_older_version(tmp_path: Path) -> None:
    paths = pair(tmp_path)
    for path in paths:
        redraw(path, "landslides", read(path).drop(columns="reject_reason"))
    merged = write_inventory(merge(paths[:2]), tmp_path / "M.gpkg")
    same(merge([merged]), merge(paths[:2]))
    edit(merged, status="rejected", reviewer="Ana")
    assert merge([merged]).landslides.iloc[0]["reject_reason"] is None
    edit(merged, reject_reason="road")
    slide = merge([merged]).landslides.iloc[0]
    assert (slide["status"], slide["reject_reason"]) == ("rejected", "road")


def test_a_file_merged_before_there_was_a_reason_is_not_taken_for_edited(tmp_path: Path) -> None:
    paths = pair(tmp_path)
    merged = write_inventory(merge(paths[:2]), tmp_path / "M.gpkg")
    redraw(merged, "landslides", read(merged).drop(columns="reject_reason"))
    same(merge([merged]), merge(paths[:2]))


def test_an_outline_drawn_in_the_merged_one_stays(tmp_path: Path) -> None:
    one, two, three = pair(tmp_path)
    merged = write_inventory(merge([one, two]), tmp_path / "M.gpkg")
    table = read(merged)
    drawn = shapely.buffer(table.geometry[0], -17)
    shapes = [drawn, *table.geometry[1:]]
    redraw(merged, "landslides", table.set_geometry(shapes).assign(status=["edited", "unreviewed"]))
    found = merge([merged, three]).landslides
    slide = found[found["status"] == "edited"].iloc[0]
    assert slide.geometry.equals(drawn)
    assert (slide["n_found"], slide["uuid"]) == (3, table["uuid"][0])
    assert slide["prob_mean"] == pytest.approx(table["prob_mean"][0])
    alone = merge([merged]).landslides.set_index("uuid")
    assert alone.loc[table["uuid"][0]].geometry.equals(drawn)
    assert len(alone) == 2


def test_what_was_deleted_or_added_in_the_merged_one(tmp_path: Path) -> None:
    one, two, three = pair(tmp_path)
    merged = write_inventory(merge([one, two]), tmp_path / "M.gpkg")
    table = read(merged)
    new = table.iloc[[1]].copy().set_geometry([shapely.box(600_400, 1_279_900, 600_450, 1_279_950)])
    for name in new.columns.drop(["geometry", "status"]):
        new[name] = None
    redraw(merged, "landslides", pd.concat([table.iloc[[1]], new.assign(status="accepted")], ignore_index=True))
    found = merge([merged]).landslides
    assert found["area_m2"].tolist() == [3600, 2500]  # the large one is gone, from both scenes
    assert found["scene_post"].tolist() == ["A; B", "A"]
    assert found["status"].tolist() == ["unreviewed", "accepted"]
    back = merge([merged, three]).landslides
    assert (back["n_found"] == 1).sum() == 2  # C shows it still


def test_a_part_that_was_split_off_is_another_polygon(tmp_path: Path) -> None:
    one, two, _ = pair(tmp_path)
    merged = write_inventory(merge([one, two]), tmp_path / "M.gpkg")
    table = read(merged)
    left, right = (shapely.box(x, 1_279_780, x + width, 1_279_900) for x, width in ((600_100, 30), (600_130, 50)))
    parts = table.iloc[[0, 0]].set_geometry([left, right]).assign(status="edited")
    redraw(merged, "landslides", pd.concat([parts, table.iloc[[1]]], ignore_index=True))
    found = merge([merged]).landslides
    assert [a.equals(b) for a, b in zip(found.geometry, (right, table.geometry[1], left), strict=True)] == [True] * 3
    assert found["area_m2"].tolist() == [6000, 3600, 3600]
    assert found["uuid"].is_unique and table["uuid"][0] == found["uuid"][0]


def test_a_file_that_was_reviewed_since_stands_above_its_older_state(tmp_path: Path) -> None:
    one, two, three = pair(tmp_path)
    merged = write_inventory(merge([one, two]), tmp_path / "M.gpkg")
    edit(one, "ls_id == 'LS-0001'", status="rejected")
    listener = Listener()
    same(merge([merged, one, three], listener), merge([one, two, three]))
    assert listener.said == ["Another state of A.gpkg counts than the one in a merged inventory."]


def test_merged_files_without_their_scenes_are_refused(tmp_path: Path) -> None:
    one, two, _ = pair(tmp_path)
    merged = write_inventory(merge([one, two]), tmp_path / "M.gpkg")
    copy = write_inventory(read_inventory(merged), tmp_path / "copy.gpkg")
    with pytest.raises(InputError, match="does not hold the inventories of its scenes"):
        merge([copy])
    with closing(sqlite3.connect(merged)) as database, database:
        database.execute("UPDATE merged_inputs SET content = substr(content, 1, 900)")
    with pytest.raises(InputError, match="is damaged"):
        merge([merged])


def test_an_input_that_swells_is_refused(tmp_path: Path) -> None:
    import zlib

    one, two, _ = pair(tmp_path)
    merged = write_inventory(merge([one, two]), tmp_path / "M.gpkg")
    with closing(sqlite3.connect(merged)) as database, database:
        database.execute("UPDATE merged_inputs SET content = ?", (zlib.compress(bytes(50_000_000)),))
    with pytest.raises(InputError, match="is damaged"):
        merge([merged])


def test_programs_do_not_see_the_tables(tmp_path: Path) -> None:
    import pyogrio

    merged = write_inventory(merge(list(pair(tmp_path))), tmp_path / "M.gpkg")
    assert set(pyogrio.list_layers(merged)[:, 0]) == {
        "landslides", "crown_toe", "not_observed", "scenes", "run", "layer_styles"
    }  # fmt: skip

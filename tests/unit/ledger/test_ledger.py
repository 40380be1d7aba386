"""Ledgers: what becomes of landslides, on polygons whose fate is known, and that nothing is lost or made up."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory_kit import inventory_of
from l4s_core.base.errors import InputError
from l4s_core.cli.main import main
from l4s_core.inventory import Inventory, read_inventory, write_inventory
from l4s_core.ledger import words
from l4s_core.ledger.file import read_ledger
from l4s_core.ledger.undo import read_history, undo_ledger
from l4s_core.ledger.update import update_ledger

SHAPE = (60, 120)
GRID = {"grid_transform": "10.0 0.0 600000.0 0.0 -10.0 1280000.0", "grid_rows": SHAPE[0], "grid_cols": SHAPE[1]}


def made(folder: Path, name: str, boxes: dict[str, tuple[int, int, int, int]], day: str, hidden: Any = None) -> Path:
    """An inventory of rectangles, each (row, col, rows, cols) in pixels; ``hidden`` are pixels not observed."""
    probability = np.zeros(SHAPE)
    for row, col, rows, cols in boxes.values():
        probability[row : row + rows, col : col + cols] = 0.9
    observed = np.zeros(SHAPE, np.uint8)
    if hidden is not None:
        observed[hidden] = 2
    work = folder / f"{name}_work"
    work.mkdir()
    found = inventory_of(work, probability, observed, run={**GRID, "date_max": day, "mmu_m2": 400.0})
    return write_inventory(found, folder / f"{name}.gpkg")


def at(inventory: Path | Inventory, box: tuple[int, int, int, int]) -> Any:
    """The row whose outline lies on the middle of a box."""
    table = (
        inventory.landslides
        if isinstance(inventory, Inventory)
        else pyogrio.read_dataframe(inventory, layer="landslides")
    )
    row, col, rows, cols = box
    middle = shapely.Point(600_000 + 10 * (col + cols / 2), 1_280_000 - 10 * (row + rows / 2))
    [place] = np.flatnonzero(shapely.contains(np.asarray(table.geometry.array), middle))
    return table.iloc[int(place)]


OLD = {
    "same": (2, 2, 8, 8),
    "grows": (2, 20, 6, 6),
    "gone": (2, 40, 6, 6),
    "clouded": (2, 60, 6, 6),
    "left": (20, 2, 8, 8),
    "right": (20, 12, 8, 6),
    "breaks": (20, 40, 6, 24),
    "shrinks": (40, 2, 10, 10),
}
NEW = {
    "same": (2, 3, 8, 7),
    "grows": (2, 20, 16, 10),
    "joined": (20, 2, 8, 16),
    "break 1": (20, 40, 6, 9),
    "break 2": (20, 53, 6, 11),
    "shrinks": (40, 2, 4, 6),
    "new": (40, 60, 6, 6),
}
HIDDEN = (slice(0, 10), slice(58, 70))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("ledger")
    return made(folder, "old", OLD, "2019-08-01"), made(folder, "new", NEW, "2021-08-01", HIDDEN)


def test_every_fate_is_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = files
    before = {name: at(old, box) for name, box in OLD.items()}
    done = update_ledger(old, new, tmp_path / "ledger.gpkg")
    history, updates, ledger = read_history(done.path)
    fate = dict(zip(history[history.update_no == 1]["uuid"], history[history.update_no == 1]["what"], strict=True))
    told = {name: fate[row["uuid"]] for name, row in before.items()}
    assert told == {
        "same": words.UNCHANGED, "grows": words.REACTIVATED, "gone": words.REVEGETATED, "clouded": words.NOT_OBSERVED,
        "left": words.JOINED, "right": words.JOINED_INTO, "breaks": words.SPLIT, "shrinks": words.PARTLY,
    }  # fmt: skip
    assert done.counts == {
        word: list(told.values()).count(word) + (word in (words.NEW, words.SPLIT_OFF))
        for word in words.MEANING
        if word in (*told.values(), words.NEW, words.SPLIT_OFF)
    }
    # outlines: what stays has its own, what moved the new one, and the others are where they belong
    now = read_inventory(done.path)
    for name in ("same", "clouded", "shrinks"):
        row = at(now, OLD[name])
        assert row["uuid"] == before[name]["uuid"] and row.geometry.equals(before[name].geometry), name
    for name, uuid in (("grows", "grows"), ("joined", "left"), ("break 2", "breaks")):
        assert at(now, NEW[name])["uuid"] == before[uuid]["uuid"]
        assert at(now, NEW[name]).geometry.equals(at(new, NEW[name]).geometry)
    assert fate[at(now, NEW["new"])["uuid"]] == words.NEW
    assert set(ledger.revegetated["uuid"]) == {before["gone"]["uuid"]}
    assert set(ledger.earlier["uuid"]) == {before[name]["uuid"] for name in ("grows", "left", "right", "breaks")}
    assert len(now.landslides) == len(set(now.landslides["ls_id"])) == len(set(now.landslides["uuid"])) == 8
    assert set(now.crown_toe["ls_id"]) <= set(now.landslides["ls_id"])
    [related] = history[history["what"] == words.JOINED_INTO]["related"]
    assert related == before["left"]["uuid"]
    assert list(updates["date"]) == ["2021-08-01"] and len(updates["new_sha256"][0]) == 64
    same = at(done.path, OLD["same"])
    assert (same["first_seen"], same["last_seen"]) == ("2024-01-01", "2021-08-01")  # FACTS has the first


def test_undo_gives_the_file_back_and_the_next_undo_the_one_before(files: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = files
    ledger = update_ledger(old, new, tmp_path / "ledger.gpkg").path
    with_edit = pyogrio.read_dataframe(ledger, layer="landslides")
    update_ledger(ledger, old, ledger, overwrite=True)
    assert (tmp_path / "ledger.gpkg~").is_file()
    assert read_ledger(ledger).number == 2
    assert undo_ledger(ledger)[1] == 2
    again = pyogrio.read_dataframe(ledger, layer="landslides")
    assert again.drop(columns="geometry").astype(str).equals(with_edit.drop(columns="geometry").astype(str))
    assert again.geometry.geom_equals(with_edit.geometry).all() and read_ledger(ledger).number == 1
    assert undo_ledger(ledger, tmp_path / "start.gpkg")[1] == 1
    first, start = read_inventory(old), read_inventory(tmp_path / "start.gpkg")
    assert first.landslides.equals(start.landslides) and first.run == start.run
    with pytest.raises(InputError, match="no ledger"):
        undo_ledger(tmp_path / "start.gpkg")


def test_what_grew_over_comes_back_under_its_old_name(files: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = files
    first = update_ledger(old, new, tmp_path / "a.gpkg").path
    gone = at(old, OLD["gone"])["uuid"]
    third = made(tmp_path, "third", {"gone": (2, 41, 6, 6), "same": OLD["same"]}, "2023-08-01")
    second = update_ledger(first, third, tmp_path / "b.gpkg").path
    row = at(second, (2, 41, 6, 6))
    assert row["uuid"] == gone and row["ledger_state"] == words.REACTIVATED and row["last_seen"] == "2023-08-01"
    assert gone not in set(read_ledger(second).revegetated["uuid"])
    history, _, _ = read_history(second)
    assert list(history[history["uuid"] == gone]["what"]) == [words.FIRST, words.REVEGETATED, words.REACTIVATED]


def test_reviews_stay_where_the_landslide_is_the_same_and_are_said_where_it_moved(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = files
    inventory = read_inventory(old)
    for name, status in (("same", "accepted"), ("grows", "accepted"), ("gone", "rejected"), ("shrinks", "edited")):
        place = inventory.landslides.index[inventory.landslides["uuid"] == at(old, OLD[name])["uuid"]][0]
        inventory.landslides.loc[place, ["status", "reviewer"]] = [status, "A. Rossi"]
    reviewed = write_inventory(inventory, tmp_path / "reviewed.gpkg")
    ledger = update_ledger(reviewed, new, tmp_path / "ledger.gpkg").path
    assert at(ledger, OLD["same"])["status"] == "accepted"
    grown = at(ledger, NEW["grows"])
    assert grown["status"] == "unreviewed" and "before: accepted by A. Rossi" in grown["notes"]
    history, _, _ = read_history(ledger)
    rejected = history[history["uuid"] == at(old, OLD["gone"])["uuid"]]
    assert list(rejected["what"]) == [words.FIRST, words.REJECTED]
    assert at(ledger, OLD["gone"])["status"] == "rejected"  # not revegetated: it never was one


def test_broken_outlines_and_columns_of_others_stay(files: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = files
    table = pyogrio.read_dataframe(old, layer="landslides")
    table["owner"] = [f"parcel {k}" for k in range(len(table))]
    table.loc[0, "geometry"] = None
    x, y = 601_000, 1_279_000
    bow = shapely.Polygon([(x, y), (x + 100, y - 100), (x + 100, y), (x, y - 100)])  # crosses itself
    table.loc[1, "geometry"] = bow
    inventory = read_inventory(old)
    inventory.landslides = table
    odd = write_inventory(inventory, tmp_path / "odd.gpkg")
    done = update_ledger(odd, new, tmp_path / "ledger.gpkg")
    rows = pyogrio.read_dataframe(done.path, layer="landslides")
    both = {*rows["uuid"], *read_ledger(done.path).revegetated["uuid"]}
    assert set(table["uuid"]) - both <= {at(old, OLD["right"])["uuid"]}
    assert rows.set_index("uuid").loc[table["uuid"][0], "ledger_state"] == words.FIRST
    assert rows.set_index("uuid").loc[table["uuid"][0], "owner"] == "parcel 0"
    assert any("no usable outline" in text for text in done.problems)


boxes = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 108), st.integers(3, 9), st.integers(3, 9)), min_size=0, max_size=6
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=boxes, second=boxes)
def test_no_landslide_is_lost_and_none_appears_twice(first: Any, second: Any, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("any")
    old = made(folder, "old", dict(enumerate(first)), "2019-01-01")  # type: ignore[arg-type]
    new = made(folder, "new", dict(enumerate(second)), "2021-01-01")  # type: ignore[arg-type]
    ledger = read_ledger(update_ledger(old, new, folder / "ledger.gpkg").path)
    was, found = read_inventory(old).landslides, read_inventory(new).landslides
    this = ledger.history[ledger.history["update_no"] == 1]
    here, away = list(ledger.landslides["uuid"]), list(ledger.revegetated["uuid"])
    absorbed = set(this[this["what"] == words.JOINED_INTO]["uuid"])
    assert len(set(here) | set(away)) == len(here) + len(away)
    assert set(was["uuid"]) == {uuid for uuid in (*here, *away, *absorbed) if uuid in set(was["uuid"])}
    assert this["uuid"].is_unique and len(this) == len(was) + (this["what"].isin([words.NEW, words.SPLIT_OFF])).sum()
    # every landslide of the newer inventory is in the ledger, by half at least: outlines that stay may be smaller
    ground = shapely.union_all(np.asarray(ledger.landslides.geometry.array))
    for shape in found.geometry:
        assert shape.intersection(ground).area >= 0.49 * shape.area


def test_nothing_is_revegetated_where_nobody_knows_what_was_looked_at(files: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = files
    inventory = read_inventory(new)
    inventory.run = {name: value for name, value in inventory.run.items() if not name.startswith("grid_")}
    blind = write_inventory(inventory, tmp_path / "blind.gpkg")
    done = update_ledger(old, blind, tmp_path / "ledger.gpkg")
    assert words.REVEGETATED not in done.counts and any("nothing is called revegetated" in p for p in done.problems)


def test_the_command_shows_updates_undoes_and_refuses_with_a_sentence(files: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = files
    ledger = tmp_path / "ledger.gpkg"
    run = CliRunner()
    done = run.invoke(main, ["ledger", "update", str(old), str(new), "-o", str(ledger), "--progress", "json"])
    assert done.exit_code == 0, done.stderr
    facts = json.loads(done.stdout.splitlines()[-1])["result"]
    assert facts["counts"]["new"] == 1 and facts["polygons"] == 8 and facts["revegetated"] == 1
    shown = json.loads(run.invoke(main, ["ledger", "show", str(ledger), "--json"]).stdout)
    assert shown["updates"][0]["counts"] == facts["counts"]
    uuid = at(old, OLD["gone"])["uuid"]
    assert "revegetated" in run.invoke(main, ["ledger", "show", str(ledger), "--uuid", uuid]).stdout
    with closing(sqlite3.connect(ledger)) as database:
        kept = database.execute("SELECT count(*) FROM gpkg_contents WHERE table_name LIKE 'ledger_undo%'").fetchone()
    assert kept == (0,)  # no program shows it
    for words_given, said in (
        (["update", str(old), str(new), "-o", str(ledger)], "--overwrite"),
        (["update", str(old), str(old), "-o", str(tmp_path / "x.gpkg")], "same file"),
        (["update", str(old), str(tmp_path / "none.gpkg"), "-o", str(tmp_path / "x.gpkg")], "does not exist"),
        (["update", str(old), str(new), "-o", str(tmp_path / "x.shp")], ".gpkg"),
        (["undo", str(old)], "no ledger"),
        (["show", str(old)], "no ledger"),
        (["show", str(ledger), "--uuid", "nobody"], "no landslide"),
    ):
        refused = run.invoke(main, ["ledger", *words_given])
        assert refused.exit_code == 2 and said in refused.stderr, words_given
    assert not list(tmp_path.glob("x.*"))

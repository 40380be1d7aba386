"""What a review said survives a new run: which polygons take it over, which stay, and that nothing is forgotten."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.detection.vectorize import vectorize
from l4s_core.inventory import read_inventory
from l4s_core.inventory.review import SAID, SAME_IOU, backup, check_review, keep_review
from merge_kit import blob, edit, read, redraw, scene

SHAPE = (40, 60)
A, B, C, D = (2, 2, 8, 8), (2, 20, 8, 8), (20, 2, 6, 6), (20, 20, 5, 5)


def old_and_new(folder: Path, before: list[tuple[int, ...]], now: list[tuple[int, ...]]) -> tuple[Path, Path]:
    return scene(folder, "old", blob(SHAPE, *before)), scene(folder, "new", blob(SHAPE, *now))  # type: ignore[arg-type]


def at(table, row: int, col: int):
    """The row of a table whose polygon holds the pixel; None where there is none."""
    x, y = 600_000 + 10 * col + 5, 1_280_000 - 10 * row - 5
    found = table[table.contains(shapely.Point(x, y))]
    assert len(found) < 2
    return found.iloc[0] if len(found) else None


def test_what_matches_takes_over_what_was_said_with_the_new_outline(tmp_path: Path) -> None:
    old, new = old_and_new(tmp_path, [A, B, C], [(2, 2, 8, 7), B, (20, 2, 6, 6)])
    edit(old, "ls_id == 'LS-0001'", status="accepted", reviewer="A. Rossi", review_utc="2026-01-02T03:04:05Z",
         notes="fresh", ls_type="debris flow", trigger="rainfall")  # fmt: skip
    edit(old, "ls_id == 'LS-0003'", status="rejected", reviewer="B", reject_reason="road")
    before, after = read_inventory(old), read_inventory(new)
    kept = keep_review(after, before)
    assert (kept.matched, kept.stayed, kept.noted, kept.gone, kept.replaced) == (2, 0, 0, 0, 0)
    for row, col in ((3, 3), (3, 21), (21, 3)):
        assert at(after.landslides, row, col)["uuid"] == at(before.landslides, row, col)["uuid"]
    accepted, untouched, rejected = (at(after.landslides, *place) for place in ((3, 3), (3, 21), (21, 3)))
    assert {name: accepted[name] for name in SAID} == {name: at(before.landslides, 3, 3)[name] for name in SAID}
    assert accepted["area_m2"] == 5600, "the outline is the new one"
    assert (untouched["status"], untouched["reviewer"]) == ("unreviewed", None)
    assert (rejected["status"], rejected["reject_reason"]) == ("rejected", "road")


def test_the_trigger_of_a_new_run_stands_where_nobody_wrote_another(tmp_path: Path) -> None:
    old, new = old_and_new(tmp_path, [A, B, C], [A, B, C])
    edit(old, "ls_id != 'LS-0003'", trigger="rainfall")
    edit(old, "ls_id == 'LS-0003'", trigger="earthquake", status="accepted")
    edit(new, trigger="snowmelt")
    for run_said, expected in (("rainfall", "snowmelt"), (None, "rainfall")):
        before, after = read_inventory(old), read_inventory(new)
        before.run = {**before.run, "trigger": run_said}
        keep_review(after, before)
        assert sorted(after.landslides["trigger"]) == ["earthquake", expected, expected]
    silent = read_inventory(new)
    silent.landslides["trigger"] = None
    before.run = {**before.run, "trigger": "rainfall"}
    keep_review(silent, before)
    assert sorted(silent.landslides["trigger"]) == ["earthquake", "rainfall", "rainfall"]


def test_what_a_person_drew_stays_in_the_place_of_what_was_found_there(tmp_path: Path) -> None:
    old, new = old_and_new(tmp_path, [A, B], [A, B, D])
    table = read(old)
    table.loc[0, "geometry"] = shapely.MultiPolygon([shapely.box(600_010, 1_279_880, 600_115, 1_279_985)])
    table.loc[0, ["status", "reviewer"]] = "edited", "A. Rossi"
    by_hand = table.iloc[[1]].copy()
    by_hand[["ls_id", "uuid", "conf_usgs", "status", "prob_mean"]] = None
    # around the whole of D, which the model found this time
    by_hand["geometry"] = [shapely.MultiPolygon([shapely.box(600_190, 1_279_740, 600_260, 1_279_810)])]
    import pandas as pd

    redraw(old, "landslides", pd.concat([table, by_hand], ignore_index=True))
    before, after = read_inventory(old), read_inventory(new)
    kept = keep_review(after, before)
    assert (kept.stayed, kept.replaced) == (2, 2)
    assert len(after.landslides) == 3
    edited, drawn = at(after.landslides, 3, 3), at(after.landslides, 21, 21)
    assert edited.geometry.equals(table.geometry[0]) and edited["status"] == "edited"
    assert edited["uuid"] == table["uuid"][0]
    assert drawn.geometry.equals(by_hand.geometry.iloc[0]) and drawn["uuid"]
    assert after.landslides["uuid"].is_unique and after.landslides["uuid"].notna().all()


def test_what_was_accepted_and_is_not_found_again_stays_and_what_was_rejected_goes(tmp_path: Path) -> None:
    old, new = old_and_new(tmp_path, [A, B, C, D], [A])
    edit(old, "ls_id == 'LS-0001'", status="accepted")
    edit(old, "ls_id == 'LS-0002'", status="accepted", notes="seen in the field")
    edit(old, "ls_id == 'LS-0003'", status="rejected")
    before, after = read_inventory(old), read_inventory(new)
    points = {(row["kind"], row.geometry.wkt) for _, row in before.crown_toe.iterrows() if row["ls_id"] == "LS-0002"}
    kept = keep_review(after, before)
    assert (kept.matched, kept.stayed, kept.noted, kept.gone) == (1, 1, 0, 1)
    assert list(after.landslides["status"]) == ["accepted", "accepted"]
    stayed = at(after.landslides, 3, 21)
    assert stayed["notes"] == "seen in the field"
    mine = after.crown_toe[after.crown_toe["ls_id"] == stayed["ls_id"]]
    assert {(row["kind"], row.geometry.wkt) for _, row in mine.iterrows()} == points, "with its crown and toe"
    assert Counter(after.crown_toe["ls_id"]) == {"LS-0001": 2, "LS-0002": 2}


def test_another_outline_is_asked_about_again_and_says_what_was_said(tmp_path: Path) -> None:
    """Two accepted slides that are one now, and a rejected one of which a piece is left."""
    old, new = old_and_new(tmp_path, [A, (2, 12, 8, 8), C], [(2, 2, 8, 18), (20, 2, 6, 2)])
    edit(old, "ls_id != 'LS-0003'", status="accepted", reviewer="A. Rossi")
    edit(old, "ls_id == 'LS-0003'", status="rejected", reviewer="B", notes="a quarry")
    after = read_inventory(new)
    kept = keep_review(after, read_inventory(old))
    assert (kept.matched, kept.stayed, kept.noted, kept.gone) == (0, 0, 3, 0)
    one, piece = at(after.landslides, 3, 3), at(after.landslides, 21, 3)
    assert one["status"] == piece["status"] == "unreviewed"
    assert one["notes"] == "accepted by A. Rossi with another outline"
    assert piece["notes"] == "rejected by B with another outline (a quarry)"


BOXES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 50), st.integers(2, 9), st.integers(2, 9)), min_size=1, max_size=6
)
WORDS = st.lists(st.sampled_from(["unreviewed", "accepted", "rejected", "edited"]), min_size=6, max_size=6)


@settings(max_examples=25, deadline=None)
@given(before=BOXES, now=BOXES, words=WORDS)
def test_nothing_that_a_person_said_is_forgotten(tmp_path_factory, before, now, words) -> None:
    folder = tmp_path_factory.mktemp("any")
    old, new = read_inventory(old_and_new(folder, before, now)[0]), read_inventory(folder / "new.gpkg")
    old.landslides["status"] = [words[n % len(words)] for n in range(len(old.landslides))]
    found = new.landslides.copy()
    kept = keep_review(new, old)
    said = old.landslides[old.landslides["status"] != "unreviewed"]
    assert kept.matched + kept.stayed + kept.noted + kept.gone == len(said)
    # on pixels, by brute force
    rows, cols = (numbers.ravel() for numbers in np.mgrid[: SHAPE[0], : SHAPE[1]])
    pixels = shapely.points(600_005 + 10 * cols, 1_279_995 - 10 * rows)

    def inside(shape) -> set[int]:
        return set(np.flatnonzero(shapely.contains(shape, pixels)).tolist())

    drawn = [inside(shape) for shape in said.geometry[said["status"] == "edited"]]
    after = {row["uuid"]: row for _, row in new.landslides.iterrows()}
    fresh = [inside(shape) for shape in found.geometry]
    for _, row in said.iterrows():
        mine = inside(row.geometry)
        best = max(len(mine & other) / len(mine | other) for other in fresh)
        covered = any(2 * len(other & one) >= len(other) for other in fresh for one in drawn if other & mine)
        if row["status"] == "edited":
            assert inside(after[row["uuid"]].geometry) == mine
        elif best >= SAME_IOU and not covered:
            assert after[row["uuid"]]["status"] == row["status"]
        elif row["status"] == "accepted" and best == 0:
            assert inside(after[row["uuid"]].geometry) == mine
    ids = list(new.landslides["ls_id"])
    assert ids == [f"LS-{n:04d}" for n in range(1, len(ids) + 1)]
    assert new.landslides.geometry.area.is_monotonic_decreasing
    assert set(new.crown_toe["ls_id"]) <= set(ids)
    assert len(after) == len(ids), "no identity twice"


def probability_of(folder: Path, boxes: list[tuple[int, ...]]) -> Path:
    scene(folder, "p", blob(SHAPE, *boxes))  # type: ignore[arg-type]
    return folder / "p.work" / "p.tif"


def test_the_file_itself_can_be_replaced_and_a_copy_stays(tmp_path: Path) -> None:
    old = old_and_new(tmp_path, [A, B], [A])[0]
    edit(old, "ls_id == 'LS-0001'", status="accepted", reviewer="A. Rossi")
    was = read_inventory(old).landslides
    raster = probability_of(tmp_path, [A, B])
    for number in (1, 2):
        made = vectorize(raster, output=old, threshold=0.5, scale=10_000, keep_review=old, overwrite=True)
        assert made.run["review_matched"] == 1 and made.run["review_of"] == str(old)
        assert list(read_inventory(old).landslides["status"]) == ["accepted", "unreviewed"]
        copy = tmp_path / ("old.gpkg~" if number == 1 else "old.gpkg~2")
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("SELECT uuid, status FROM landslides ORDER BY ls_id").fetchall() == [
                (row["uuid"], row["status"]) for _, row in was.iterrows()
            ]


def test_a_copy_has_what_another_program_has_not_written_into_the_file_itself_yet(tmp_path: Path) -> None:
    path = scene(tmp_path, "old", blob(SHAPE, A))
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE run SET value = 'just now' WHERE name = 'scene_source'")
        other.commit()
        with closing(sqlite3.connect(backup(path))) as copy:
            [(value,)] = copy.execute("SELECT value FROM run WHERE name = 'scene_source'").fetchall()
    assert value == "just now"


class StopsBeforeWriting(Silent):
    def __init__(self) -> None:
        self.writing = False

    def stage(self, name: str, total: int | None = None) -> None:
        self.writing = self.writing or name == "writing"

    def check(self) -> None:
        if self.writing:
            raise Cancelled


def test_a_run_that_ends_early_leaves_the_old_file_alone_and_no_copy(tmp_path: Path) -> None:
    old = old_and_new(tmp_path, [A, B], [A])[0]
    edit(old, status="accepted")
    raster = probability_of(tmp_path, [A])
    before = old.read_bytes()
    names = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(Cancelled):
        vectorize(raster, output=old, threshold=0.5, scale=10_000, keep_review=old, overwrite=True,
                  progress=StopsBeforeWriting())  # fmt: skip
    assert old.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_other_files_are_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only a GeoPackage"):
        check_review(tmp_path / "x.geojson")
    with pytest.raises(InputError, match="does not exist"):
        check_review(tmp_path / "x.gpkg")
    (tmp_path / "y.gpkg").write_bytes(b"SQLite format 3\0 and nothing")
    with pytest.raises(L4SError):
        check_review(tmp_path / "y.gpkg")

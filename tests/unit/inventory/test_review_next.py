"""The order of a review: the rule, its copy in the plugin, and the list of a real file."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory_kit import inventory_of
from l4s_core.base.errors import InputError
from l4s_core.cli.main import main
from l4s_core.inventory import write_inventory
from l4s_core.inventory.review_next import review_next
from l4s_core.inventory.review_rule import place, worth

ROOT = Path(__file__).parents[3]


def test_the_plugin_has_the_same_rule() -> None:
    rule = ROOT / "l4s_core" / "inventory" / "review_rule.py"
    assert (ROOT / "qgis_plugin" / "review" / "rule.py").read_text() == rule.read_text()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 1e7, allow_nan=False), st.floats(0, 1e7, allow_nan=False),
    st.integers(0, 9),
)  # fmt: skip
def test_more_of_anything_is_never_worth_less(u: float, v: float, a: float, b: float, assets: int) -> None:
    low, high = worth(min(u, v), min(a, b)), worth(max(u, v), max(a, b), assets)
    assert low is not None and high is not None and low <= high
    assert place(high, max(a, b)) <= place(low, min(a, b)) < place(None, 1e9)


def test_a_tenfold_of_the_area_counts_once_more() -> None:
    assert [worth(0.5, area) for area in (10.0, 1000.0, 10_000.0, 100_000.0)] == pytest.approx([0.5, 0.5, 1.0, 1.5])
    assert worth(0.5, 1000.0, 3) == 1.0
    assert worth(None, 1000.0) is worth(float("nan"), 1000.0) is None


@pytest.fixture
def slides(tmp_path: Path) -> Path:
    probability = np.zeros((30, 60))
    probability[2:12, 2:12] = 0.6
    probability[2:6, 20:24] = 0.55
    probability[20:24, 20:24] = 0.95
    probability[20:24, 40:44] = 0.55
    return write_inventory(inventory_of(tmp_path, probability), tmp_path / "slides.gpkg")


def plain(database: sqlite3.Connection) -> sqlite3.Connection:
    """Without the triggers of the spatial index, whose functions only GDAL and QGIS have."""
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    return database


def test_it_lists_what_is_open_and_follows_the_column_of_assets(slides: Path) -> None:
    found = review_next(slides)
    assert (
        len(found) == 4
        and found[0].area_m2 == 10_000
        and found[-1].uncertainty == min(one.uncertainty or 0 for one in found)
    )
    assert [one.worth for one in found] == sorted((one.worth or 0 for one in found), reverse=True)
    first, last = found[0], found[-1]
    with closing(sqlite3.connect(slides)) as database, database:
        plain(database)
        database.execute("ALTER TABLE landslides ADD COLUMN lines_hit INTEGER")
        database.execute("UPDATE landslides SET status = 'Accepted' WHERE fid = ?", (first.fid,))
        database.execute("UPDATE landslides SET lines_hit = 2 WHERE fid = ?", (found[2].fid,))
    again = review_next(slides)
    assert [one.fid for one in again] == [found[2].fid, found[1].fid, last.fid]
    assert again[0].assets == 2 and again[1].assets is None
    assert review_next(slides, count=1) == again[:1]


def test_changes_of_a_program_that_has_it_open_count(slides: Path) -> None:
    with closing(sqlite3.connect(slides)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        plain(other)
        other.execute("UPDATE landslides SET status = 'rejected' WHERE area_m2 < 5000")
        other.commit()
        assert [one.area_m2 for one in review_next(slides)] == [10_000]


def test_the_command_prints_json_and_says_what_is_no_inventory(slides: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["review", "next", str(slides), "--json", "-n", "2"])
    assert done.exit_code == 0 and [row["fid"] for row in json.loads(done.stdout)] == [
        one.fid for one in review_next(slides, count=2)
    ]
    for wrong in (tmp_path / "none.gpkg", Path(shutil.copy(__file__, tmp_path / "text.gpkg"))):
        refused = CliRunner().invoke(main, ["review", "next", str(wrong)])
        assert refused.exit_code == 2 and wrong.name in refused.stderr and "Traceback" not in refused.stderr
        with pytest.raises(InputError):
            review_next(wrong)

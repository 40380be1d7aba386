"""What is learnt of this computer's speed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from l4s_core.base.pace import at_pace, cache_folder, is_learnt, learn
from l4s_core.base.whole_run import Step

STEPS = [Step("clouds", 8.0), Step("detecting", 80.0, "detecting: m, cpu"), Step("writing", 2.0, "")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("L4S_CACHE", str(tmp_path / "not there yet"))
    return tmp_path / "not there yet"


def seconds() -> list[float]:
    return [one.seconds for one in at_pace(STEPS)]


def test_at_first_the_table_holds() -> None:
    assert seconds() == [8.0, 80.0, 2.0]
    assert not is_learnt(STEPS)


def test_one_run_is_enough_and_the_next_ones_settle_it() -> None:
    learn({"detecting: m, cpu": (160.0, 80.0)})
    assert seconds() == [8.0, 160.0, 2.0]
    assert is_learnt(STEPS)
    for _ in range(12):  # of the same computer, now three times as fast as that day
        [_, expected, _] = seconds()
        learn({"detecting: m, cpu": (160.0 / 3, expected)})
    assert seconds()[1] == pytest.approx(160 / 3, rel=0.01)


def test_small_runs_teach_too_but_not_what_a_clock_cannot_tell() -> None:
    learn({"clouds": (0.6, 0.3), "detecting: m, cpu": (0.01, 0.002)})
    assert seconds() == [16.0, 80.0, 2.0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"clouds": "fast", "detecting: m, cpu": -3}',
        '{"clouds": 1e308}',
        "[" * 50_000,
        '{"clouds": NaN}',
    ],
)
def test_a_file_that_makes_no_sense_is_no_file(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "pace.json").write_text(text)
    assert seconds() == [8.0, 80.0, 2.0]
    learn({"clouds": (16.0, 8.0)})
    assert json.loads((folder / "pace.json").read_text()) == {"clouds": 2.0}


def test_nothing_is_said_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("L4S_CACHE", str(tmp_path / "file" / "folder"))
    learn({"clouds": (16.0, 8.0)})
    assert seconds() == [8.0, 80.0, 2.0]


def test_the_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("L4S_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path in cache_folder().parents

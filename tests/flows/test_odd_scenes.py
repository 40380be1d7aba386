"""Scenes that are odd or hostile, each read right or refused with one sentence; see tests/kits/odd_scenes.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms_choice import Outcome
from forms_ground import read_ground
from forms_kinds import CROP
from forms_run import Judge, models_of_forms
from odd_scenes import ODD, Odd


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    bands, work = Path(__file__).resolve().parents[2] / "examples" / "puthumala", tmp_path_factory.mktemp("odd")
    return Judge(read_ground(bands, *CROP), models_of_forms(work), work)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_read_right_or_refused(judge: Judge, odd: Odd) -> None:
    outcome: Outcome = judge.judge_given(lambda folder: odd.make(judge.ground, folder), odd.name, odd.tells)
    assert not outcome.is_fault, str(outcome)

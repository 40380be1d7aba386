"""Progress for log files."""

from __future__ import annotations

import itertools
import re
import time

import pytest

from l4s_core.cli.progress import LineProgress


def test_a_long_stage_is_reported_in_between(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every ten seconds, then after a tenth of the time so far; with what is left."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    progress = LineProgress()
    progress.stage("training, stage 1 of 2 (features)", 1000)
    for _ in range(1000):
        now[0] += 1
        progress.advance()
    lines = [line[9:] for line in capsys.readouterr().err.splitlines()]
    assert lines[0] == "training, stage 1 of 2 (features) (1000)"
    assert lines[1] == "training, stage 1 of 2 (features): 10 of 1000 (1%), about 16 min left"
    steps = [int(re.search(r": (\d+) of", line)[1]) for line in lines[1:]]  # type: ignore[index]
    assert steps[:5] == [10, 20, 30, 40, 50]
    gaps = [b - a for a, b in itertools.pairwise(steps)]
    assert gaps == sorted(gaps)
    assert gaps[-1] > 80
    assert "about 60 s left" not in lines[1]
    progress.stage("no total")
    now[0] += 11
    progress.advance(3)
    assert capsys.readouterr().err.splitlines()[-1].endswith("no total: 3")

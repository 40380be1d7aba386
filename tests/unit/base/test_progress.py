"""Progress for log files and on a terminal."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import time

import pytest

from l4s_core.cli.progress import BarProgress, LineProgress


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


def test_the_time_left_of_scenes_that_end_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four at a time, ten minutes each."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    progress = BarProgress()
    progress.stage("scenes", 40)
    now[0] += 600
    for _ in range(4):
        progress.advance()
    (task,) = progress._bar.tasks
    assert task.fields["rate"] == "(2 min each) 1.5 h left"


ON_A_TERMINAL = """
import click
from l4s_core.cli.progress import make_progress
with make_progress("auto") as progress:
    progress.stage("writing")
    progress.scene("b[/i] [old]", "writing")
    progress.message("scene[/b] [old] :cloud:")
    progress.result({})
    click.echo("Landslides  5")
"""


def test_the_bar_takes_names_as_they_are_and_is_gone_before_the_table() -> None:
    pty = pytest.importorskip("pty")
    ours, its = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", ON_A_TERMINAL], stdin=its, stdout=its, stderr=its) as process:
        os.close(its)
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:  # Linux, when the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 0, said
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", said.decode()).split("\n")
    assert any("b[/i] [old]: writing" in line for line in lines)
    assert any("scene[/b] [old] :cloud:" in line for line in lines)
    assert "Landslides  5" in lines

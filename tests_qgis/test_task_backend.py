"""One run in the background: progress, end, cancel, and everything that can go wrong with a backend."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest
from dock_kit import RESPONSIVE_S, Gaps, spin, until
from process_kit import commands
from qgis.core import QgsTask

from qgis_plugin.backend.connection import Connection
from qgis_plugin.backend.environment import child_environment
from qgis_plugin.backend.process import Outcome, run
from qgis_plugin.backend.protocol import Message, Stage
from qgis_plugin.jobs import DetectJob
from qgis_plugin.tasks import BackendTask, Question, stop

pytestmark = pytest.mark.usefixtures("qgis_app")

PYTHON = "/usr/bin/python3"


class Listener:
    """Collects what a task says."""

    def __init__(self, work) -> None:  # type: ignore[no-untyped-def]
        self.events: list[object] = []
        self.outcomes: list[Outcome] = []
        self.task = BackendTask("test", work)
        self.task.said.connect(self.events.append)
        self.task.ended.connect(self.outcomes.append)
        self.task.start()

    def end(self, seconds: float = 60) -> Outcome:
        until(lambda: self.outcomes, seconds)
        assert len(self.outcomes) == 1
        return self.outcomes[0]


def program(code: str):  # type: ignore[no-untyped-def]
    """Work that runs a piece of Python as the backend."""
    return lambda on_event, cancelled: run(
        [PYTHON, "-c", code], environment=child_environment(os.environ), on_event=on_event, cancelled=cancelled
    )


def detect(python: Path, scenes: Path, folder: Path, name: str = "slides.gpkg") -> DetectJob:
    scene = scenes / "puthumala_2019"
    return DetectJob(scene, scene / "Copernicus_DEM_30m.tif", folder / name)


@pytest.mark.timed
def test_a_real_run(backend_python: Path, scenes: Path, tmp_path: Path) -> None:
    connection = Connection(backend_python, child_environment(os.environ))
    job = detect(backend_python, scenes, tmp_path)
    gaps = Gaps()
    listener = Listener(lambda on_event, cancelled: connection.run(job.arguments(), on_event, cancelled))
    outcome = listener.end()
    gaps.stop()
    assert outcome.error is None
    assert outcome.facts is not None and outcome.facts["polygons"] > 0
    assert (tmp_path / "slides.gpkg").is_file()
    assert any(isinstance(event, Stage) and event.name == "detecting landslides" for event in listener.events)
    assert gaps.longest < RESPONSIVE_S


@pytest.mark.timed
def test_cancel_leaves_no_process_and_no_file(backend_python: Path, scenes: Path, tmp_path: Path) -> None:
    connection = Connection(backend_python, child_environment(os.environ))
    job = detect(backend_python, scenes, tmp_path, "cancelled.gpkg")
    listener = Listener(lambda on_event, cancelled: connection.run(job.arguments(), on_event, cancelled))
    until(lambda: any(isinstance(event, Stage) for event in listener.events))
    began = time.monotonic()
    listener.task.cancel()
    outcome = listener.end()
    assert time.monotonic() - began < 3
    assert outcome.cancelled
    assert commands(str(tmp_path / "cancelled.gpkg")) == []
    assert list(tmp_path.iterdir()) == []


def test_qgis_does_not_announce_the_end_of_a_task_in_its_own_words() -> None:
    """It says "Task failed" after a cancel, above the message that says what happened."""
    listener = Listener(program("import time; time.sleep(60)"))
    until(lambda: listener.task.status() == QgsTask.TaskStatus.Running)
    if hasattr(QgsTask.Flag, "Silent"):
        assert listener.task.flags() & QgsTask.Flag.Silent
    failed: list[bool] = []
    listener.task.taskTerminated.connect(lambda: failed.append(True))
    listener.task.cancel()
    assert listener.end(5).cancelled
    spin(100)
    assert failed == []


def test_the_task_shows_how_far_the_whole_run_is() -> None:
    code = (
        "import json, time\n"
        "def say(stage, done, total, overall):\n"
        "    print(json.dumps({'stage': stage, 'done': done, 'total': total, 'elapsed_s': 1, 'left_s': 0,\n"
        "        'overall': overall, 'overall_left_s': 9}), flush=True); time.sleep(0.3)\n"
        "say('a', 9, 10, 0.1); say('b', 1, 100, 0.12); say('c', 0, None, 0.5)\n"
        "print(json.dumps({'result': {}}))"
    )
    listener = Listener(program(code))
    shown: list[float] = []
    listener.task.progressChanged.connect(shown.append)
    listener.end()
    assert [round(percent) for percent in shown if percent < 100] == [10, 12, 50]


def test_cancelled_before_it_began() -> None:
    listener = Listener(program("import time; time.sleep(60)"))
    listener.task.cancel()
    assert listener.end(5).cancelled


@pytest.mark.timed
def test_a_chatty_backend_does_not_block_the_map() -> None:
    code = (
        "import json\n"
        "for i in range(60000):\n"
        "    print(json.dumps({'stage': 's', 'done': i, 'total': 60000, 'elapsed_s': 0, 'left_s': 1}))\n"
        "    print('noise' * 20)\n"
        "    print(json.dumps({'message': 'm' * 50}))\n"
        "print(json.dumps({'result': {'polygons': 0}}))"
    )
    gaps = Gaps()
    listener = Listener(program(code))
    assert listener.end().facts == {"polygons": 0}
    gaps.stop()
    stages = [event for event in listener.events if isinstance(event, Stage)]
    assert gaps.longest < RESPONSIVE_S
    assert stages[-1].done == 59999, "the last stage is never dropped"
    assert len(listener.events) < 60000, "bundled"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crash|SIGSEGV|signal"),
        ("import sys; sys.stdout.buffer.write(bytes(range(256)) * 4000)", "without a result|ended"),
        ('print(\'{"error": "The disk with /x is full.", "exit_code": 2}\'); raise SystemExit(2)', "disk .* is full"),
    ],
)
def test_a_backend_that_fails_is_a_sentence(code: str, says: str) -> None:
    import re

    outcome = Listener(program(code)).end()
    assert outcome.error is not None and not outcome.cancelled
    assert re.search(says, outcome.error), outcome.error


def test_a_full_disk(backend_python: Path, scenes: Path) -> None:
    """A real one: ``/dev/full`` for the log of a run is no disk, so a file system of 64 kB is made, if one may."""
    folder = Path("/tmp") / f"l4s_full_{os.getpid()}"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        if mounted.returncode != 0:
            pytest.skip("a small file system can only be made by root")
        connection = Connection(backend_python, child_environment(os.environ))
        job = detect(backend_python, scenes, folder)
        outcome = Listener(lambda on_event, cancelled: connection.run(job.arguments(), on_event, cancelled)).end()
        assert outcome.error is not None
        assert not (folder / "slides.gpkg").exists()
    finally:
        subprocess.run(["umount", str(folder)], capture_output=True, check=False)
        folder.rmdir()


def test_a_plugin_that_stumbles_is_a_sentence_too() -> None:
    def work(_on_event: object, _cancelled: object) -> Outcome:
        raise RuntimeError("no")

    outcome = Listener(work).end()
    assert outcome.error is not None and "RuntimeError: no" in outcome.error
    assert "Traceback" in outcome.log


def test_stop_waits_until_nothing_runs() -> None:
    listener = Listener(program("import time; print('x', flush=True); time.sleep(321)"))
    until(lambda: commands("sleep(321)"))
    stop(listener.task)
    assert commands("sleep(321)") == []


def test_questions() -> None:
    answers: list[object] = []
    errors: list[object] = []
    good, bad = Question(lambda: 42), Question(lambda: 1 / 0)
    for question in (good, bad):
        question.answered.connect(answers.append)
        question.failed.connect(errors.append)
        question.start()
    until(lambda: answers and errors)
    assert answers == [42]
    assert isinstance(errors[0], ZeroDivisionError)


def test_messages_arrive_in_order() -> None:
    code = "import json\nfor i in range(50): print(json.dumps({'message': str(i)}))\nprint(json.dumps({'result': {}}))"
    listener = Listener(program(code))
    listener.end()
    assert [event.text for event in listener.events if isinstance(event, Message)] == [str(i) for i in range(50)]

"""A command that watches standard input does not outlive the program that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onnx_models import write_model
from scene_kit import hillside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")

# starts the command with a pipe as its standard input, tells its process id, and never ends by itself
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, env={**os.environ, "L4S_WATCH_STDIN": "1"})
print(child.pid, flush=True)
time.sleep(600)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def long_run(tmp_path: Path) -> tuple[list[str], Path]:
    """A command that takes much longer than the test, and its output folder."""
    folder, _ = hillside(tmp_path / "scene", (1500, 1500))
    out = tmp_path / "out"
    out.mkdir()
    arguments = [folder, "--no-dem", "--model", write_model(tmp_path / "redness.onnx"), "--clouds", "none",
                 "--tile", 16, "--overlap", 15, "-o", out / "o.gpkg", "--progress", "json"]  # fmt: skip
    return [sys.executable, "-m", "l4s_core.cli.main", "detect", *map(str, arguments)], out


def test_it_ends_when_its_parent_is_killed(long_run: tuple[list[str], Path]) -> None:
    command, out = long_run
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *command], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    try:
        assert wait_for(lambda: any(out.iterdir()), 30)  # its work folder: it is at work
        assert alive(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert wait_for(lambda: not alive(child), 5)
        assert list(out.iterdir()) == []
    finally:
        parent.kill()
        if alive(child):
            os.kill(child, signal.SIGKILL)


def test_closed_standard_input_is_a_stop(long_run: tuple[list[str], Path]) -> None:
    command, out = long_run
    variables = {**os.environ, "L4S_WATCH_STDIN": "1"}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=variables, text=True
    )
    try:
        assert wait_for(lambda: any(out.iterdir()), 30)
        assert process.stdin is not None
        process.stdin.write("anything that is said is thrown away\n")
        process.stdin.flush()
        time.sleep(1)
        assert process.poll() is None
        asked = time.monotonic()
        said, _ = process.communicate(timeout=10)
        assert time.monotonic() - asked < 4
        assert process.returncode == 130
        assert '"exit_code": 130' in said.splitlines()[-1]
        assert list(out.iterdir()) == []
    finally:
        process.kill()


def test_without_the_variable_nothing_watches(tmp_path: Path) -> None:
    for variables, code in (({}, 0), ({"L4S_WATCH_STDIN": "0"}, 0)):
        done = subprocess.run(
            [sys.executable, "-m", "l4s_core.cli.main", "info"], stdin=subprocess.DEVNULL,
            env={**os.environ, **variables}, capture_output=True,
        )  # fmt: skip
        assert done.returncode == code


def test_a_command_that_hangs_is_ended_all_the_same(tmp_path: Path) -> None:
    """Work that neither checks nor can be interrupted does not keep the process alive."""
    code = (
        "import signal, threading\n"
        "from l4s_core.cli.run import run_command\n"
        "def work(progress):\n"
        "    while True:\n"
        "        try:\n"
        "            threading.Event().wait(60)\n"
        "        except BaseException:\n"
        "            pass\n"
        "run_command(work, 'none')\n"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, env={**os.environ, "L4S_WATCH_STDIN": "1"}, timeout=20
    )
    assert done.returncode == 130
    assert time.monotonic() - started < 8

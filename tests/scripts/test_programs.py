"""Every script and benchmark at least starts; the demo does what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELL = [
    path
    for folder in (ROOT / "scripts", ROOT / ".ci", ROOT / "tests_qgis" / "desktop")
    for path in sorted(folder.iterdir())
    if path.is_file() and path.read_bytes().startswith((b"#!/usr/bin/env bash", b"# shellcheck shell=bash"))
]
BENCHMARKS = [path for path in sorted((ROOT / "benchmarks").glob("*.py")) if "argparse" in path.read_text("utf-8")]


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="the scripts are for bash")
def test_shell_scripts_are_sound() -> None:
    assert len(SHELL) > 5
    checker = shutil.which("shellcheck", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    command = [checker, "-x", "--severity=warning"] if checker else ["bash", "-n"]
    for one in [SHELL] if checker else [[path] for path in SHELL]:
        done = subprocess.run([*command, *one], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_and_the_hooks_check_what_the_script_checks() -> None:
    """Windows has no bash, and a hook runs one check: both say the options again."""
    script, workflow, hooks = (
        " ".join((ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").split())
        for name in ("scripts/test", ".github/workflows/test.yml", ".pre-commit-config.yaml")
    )
    [types] = re.findall(r"-m mypy (--cache-dir [-\w./ ]*[-\w]) else", script)
    [quick] = re.findall(r'-m "(not \([^"]*\))"', script)
    assert f"python -m mypy {types}" in workflow and f"python -m mypy {types}" in hooks
    assert f'-m "{quick}"' in workflow


# one process for all of them: most import torch, which takes seconds each time
_HELP_OF_EACH = """
import contextlib, io, json, runpy, sys, traceback
from pathlib import Path
for script in sys.argv[1:]:
    said, code, path = io.StringIO(), 0, list(sys.path)
    sys.path[0] = str(Path(script).parent)
    sys.argv = [script, "--help"]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            runpy.run_path(script, run_name="__main__")
        except SystemExit as end:
            code = end.code
        except BaseException:
            code = traceback.format_exc()
    sys.path[:] = path
    print(json.dumps([Path(script).name, code, said.getvalue()]), flush=True)
"""


@pytest.fixture(scope="module")
def help_of() -> dict[str, tuple[object, str]]:
    """Name of a benchmark -> its exit status or the traceback, and what it says to --help."""
    done = subprocess.run(
        [sys.executable, "-c", _HELP_OF_EACH, *map(str, BENCHMARKS)], capture_output=True, text=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {name: (code, said) for name, code, said in map(json.loads, done.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.parametrize("script", BENCHMARKS, ids=lambda path: path.name)
def test_a_benchmark_says_what_it_takes(script: Path, help_of: dict[str, tuple[object, str]]) -> None:
    code, said = help_of[script.name]
    if "ModuleNotFoundError: No module named 'torch'" in str(code):
        pytest.skip("torch is not installed")
    assert not code, code
    assert "usage:" in said


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a bash script")
def test_the_demo_finds_the_landslides_that_it_made(tmp_path: Path) -> None:
    """With the environment of the tests in place of its own, which it would install for a minute."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "metadata.txt", "l4s_core"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "scripts").mkdir()
    for name in ("demo", "_env.sh"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts")
    programs = tmp_path / ".venv-demo" / "bin"
    programs.mkdir(parents=True)
    for name, call in (("python", '"$@"'), ("l4s-detect", '-I -m l4s_core.cli.detect "$@"')):
        (programs / name).write_text(f"#!/bin/sh\nexec '{sys.executable}' {call}\n")
        (programs / name).chmod(0o755)
    stamp = (
        'cd "$1"; source scripts/_env.sh; base=$(find_python); '
        'printf "%s %s" "$("$base" -V)" "$(fingerprint pyproject.toml README.md LICENSE metadata.txt l4s_core)"'
    )
    environment = os.environ | {"L4S_PYTHON": sys.executable}
    (programs.parent / "l4s.stamp").write_text(
        subprocess.check_output(["bash", "-c", stamp, "bash", str(tmp_path)], text=True, env=environment)
    )
    done = subprocess.run([str(tmp_path / "scripts" / "demo")], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert "Installing" not in done.stdout
    assert sorted(path.name for path in (tmp_path / "demo-output").iterdir()) == [
        "input", "landslides.gpkg", "overview.png", "probability.tif",
    ]  # fmt: skip
    found = done.stdout.split("What was found")[1].split("What to open")[0]
    assert "landslide" in found.lower(), found

"""Finding a Python that can carry the backend, and the graphics card."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from plugin_backend_kit import a_python
from qgis_plugin.backend.gpu import gpu_name
from qgis_plugin.backend.interpreters import candidates, find_interpreters, launcher_paths, probe


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def fake(path: Path, version: str, missing: str = "", bits: int = 64) -> Path:
    """A program that answers as that Python would."""
    names = ", ".join(f'"{name}"' for name in missing.split())
    numbers = ", ".join(version.split("."))
    return script(path, f"""echo 'L4S[[{numbers}], "{path}", [{names}], {bits}]'""")


@pytest.mark.slow
def test_the_one_that_runs_the_tests_is_found():
    found = find_interpreters("Linux", {**os.environ, "PATH": f"{a_python().parent}:{os.environ['PATH']}"})
    usable = [interpreter for interpreter in found if interpreter.problem is None]
    assert os.path.realpath(a_python()) in {os.path.realpath(interpreter.path) for interpreter in usable}
    assert all(interpreter.version >= (3, 10) for interpreter in usable)
    real = [os.path.realpath(interpreter.path) for interpreter in found]
    assert len(set(real)) == len(real), "the same one twice"


def test_behind_an_environment_is_its_base(tmp_path):
    # sys.executable of the tests is an environment of its own; what is offered is not
    found = probe(Path(sys.executable), "Linux", os.environ)
    assert found.version == sys.version_info[:3]
    assert os.path.realpath(found.path) == os.path.realpath(a_python())


def test_problems_in_words(tmp_path):
    def problem(*arguments, system="Linux", **options):
        return probe(fake(tmp_path / "python3", *arguments, **options), system, os.environ).problem

    assert problem("3.12.1") is None
    assert problem("3.9.2") == "too old: 3.9, needs 3.10 or newer"
    assert problem("3.11.2", missing="ensurepip").startswith("cannot make environments: install python3-venv")
    assert "apt" not in problem("3.11.2", missing="ensurepip", system="Darwin")
    assert "python3-venv" not in problem("3.11.2", missing="ensurepip", system="Windows")
    assert problem("3.11.2", missing="ssl") == "incomplete (ssl missing): install Python anew"
    assert problem("3.12.1", bits=32) == "a 32-bit Python; needs a 64-bit one"
    assert "does not answer" in probe(script(tmp_path / "x", "exit 3"), "Linux", os.environ).problem
    assert "does not answer" in probe(script(tmp_path / "x", "echo 'L4S[1, 2]'"), "Linux", os.environ).problem
    assert "does not answer" in probe(tmp_path / "not there", "Linux", os.environ).problem
    assert "does not answer" in probe(tmp_path, "Linux", os.environ).problem


def test_the_best_comes_first(tmp_path):
    for name in ("python3.10", "python3.12", "python3.13", "python3"):
        fake(tmp_path / name, {"python3": "3.15.0"}.get(name, f"{name[6:]}.1"))
    fake(tmp_path / "old" / "python3", "3.9.1")
    script(tmp_path / "shim" / "python3", "exit 127")
    path = os.pathsep.join(map(str, (tmp_path, tmp_path / "old", tmp_path / "shim")))
    found = [i for i in find_interpreters("Linux", {"PATH": path}) if tmp_path in i.path.parents]
    assert [i.version[:2] for i in found] == [(3, 12), (3, 13), (3, 10), (3, 15), (3, 9)]
    assert [i.problem is None for i in found] == [True] * 4 + [False]


@pytest.mark.slow
def test_a_real_one_that_is_too_old():
    old = [i for i in find_interpreters("Linux", os.environ) if i.version < (3, 10)]
    if not old:
        pytest.skip("no Python before 3.10 here")
    for interpreter in old:
        version = "{}.{}".format(*interpreter.version)
        assert interpreter.problem == f"too old: {version}, needs 3.10 or newer"


def test_on_windows(tmp_path):
    local = tmp_path / "Local"
    programs = tmp_path / "Program Files"
    expected = [
        fake(local / "Programs" / "Python" / "Python312" / "python.exe", "3.12.4"),
        fake(programs / "Python311" / "python.exe", "3.11.4"),
        fake(programs / "QGIS 3.34.4" / "apps" / "Python39" / "python.exe", "3.9.18"),
    ]
    listed = fake(tmp_path / "shop" / "python.exe", "3.13.1")
    script(tmp_path / "Windows" / "py.exe", f"echo ' -V:3.13 *        {listed}'")
    environ = {"LocalAppData": str(local), "ProgramFiles": str(programs), "SystemRoot": str(tmp_path / "Windows")}
    assert list(candidates("Windows", environ)) == [listed, *expected]
    found = find_interpreters("Windows", environ)
    assert [interpreter.version[:2] for interpreter in found] == [(3, 12), (3, 11), (3, 13), (3, 9)]
    assert found[-1].problem.startswith("too old")


def test_the_list_of_the_windows_launcher():
    listing = (
        " -V:3.12 *        C:\\Program Files\\Python312\\python.exe\n"
        " -3.10-64        C:\\Python310\\python.exe\n"
        " -V:ContinuumAnalytics/py39-64 C:\\conda\\python.exe\n"
        " -V:3.13t        C:\\P\\python3.13t.exe\n"
        "No suitable Python runtime found\n"
    )
    assert launcher_paths(listing)[:2] == [r"C:\Program Files\Python312\python.exe", r"C:\Python310\python.exe"]
    assert r"C:\conda\python.exe" not in launcher_paths(listing)


def test_on_macos_apples_stub_is_never_started(tmp_path):
    own = fake(tmp_path / "bin" / "python3.12", "3.12.1")
    inside = fake(tmp_path / "QGIS.app" / "Contents" / "MacOS" / "bin" / "python3", "3.9.5")
    environ = {"PATH": f"/usr/bin:{own.parent}", "QGIS_PREFIX_PATH": str(inside.parents[1]), "HOME": str(tmp_path)}
    paths = list(candidates("Darwin", environ))
    assert own in paths
    assert paths[-1] == inside
    assert not [path for path in paths if path.parent == Path("/usr/bin")]


def test_the_graphics_card(tmp_path):
    assert gpu_name({"PATH": str(tmp_path)}) is None
    script(tmp_path / "nvidia-smi", "echo 'NVIDIA GeForce RTX 3060'; echo 'NVIDIA T4'")
    assert gpu_name({"PATH": str(tmp_path)}) == "NVIDIA GeForce RTX 3060"
    script(tmp_path / "nvidia-smi", "echo 'NVIDIA-SMI has failed because it could not communicate'; exit 9")
    assert gpu_name({"PATH": str(tmp_path)}) is None

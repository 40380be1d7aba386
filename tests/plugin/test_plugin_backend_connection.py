"""Calling the real backend in an environment that the user chose, and what is told about it."""

from __future__ import annotations

import os
import time

import pytest

from l4s_core import __version__
from plugin_backend_kit import TEST_BACKEND, a_python, clean_environment, small_l4s, wait_until
from qgis_plugin.backend import words
from qgis_plugin.backend.connection import Connection, check, connect
from qgis_plugin.backend.diagnostics import diagnostics
from qgis_plugin.backend.ending import ending_sentence
from qgis_plugin.backend.places import Places
from qgis_plugin.backend.problem import Action, BackendProblem
from qgis_plugin.backend.protocol import Stage
from qgis_plugin.backend.setup_problems import problem_sentence
from qgis_plugin.backend.wheel import wheel_requirements, wheel_version


@pytest.fixture
def connection() -> Connection:
    assert TEST_BACKEND.is_file(), f"{TEST_BACKEND} is missing; name another one with L4S_TEST_BACKEND"
    return Connection(TEST_BACKEND, clean_environment())


def fake_python(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


# ------------------------------------------------------------------------------------------ an environment of one's own


@pytest.mark.slow
def test_the_version_inside_is_told(tmp_path):
    assert check(TEST_BACKEND) == __version__
    assert check(TEST_BACKEND.parent.parent) == __version__, "the folder of the environment will do"
    python = connect(TEST_BACKEND, Places(tmp_path), tmp_path / f"l4s-{__version__}-py3-none-any.whl").python
    assert python == TEST_BACKEND


def refused(*arguments) -> BackendProblem:
    with pytest.raises(BackendProblem) as problem:
        check(*arguments)
    assert problem.value.action is Action.CHOOSE
    return problem.value.text


@pytest.mark.slow
def test_what_does_not_fit_is_refused(tmp_path):
    assert "There is no Python" in refused(tmp_path / "python")
    assert "There is no Python" in refused(tmp_path)
    assert "has no l4s" in refused(a_python())
    assert "this plugin needs 9.3.x" in refused(TEST_BACKEND, "9.3.1")
    assert "does not work" in refused(fake_python(tmp_path / "python", "echo hello"))
    (tmp_path / "text").write_text("no program")
    assert "could not be started" in refused(tmp_path / "text")
    major, minor, *_ = __version__.split(".")
    assert check(TEST_BACKEND, f"{major}.{minor}.99") == __version__


@pytest.mark.slow
def test_another_version_that_was_installed_meanwhile_is_seen(tmp_path):
    python = fake_python(tmp_path / "python", f"cat {tmp_path / 'version'}")
    (tmp_path / "version").write_text("l4s, version 0.1.0")
    assert check(python, "0.1.4") == "0.1.0"
    (tmp_path / "version").write_text("l4s, version 0.2.0")
    assert check(python, "0.2.0") == "0.2.0"


# ------------------------------------------------------------------------------------------ commands


@pytest.mark.slow
def test_a_real_run(connection, puthumala, tmp_path):
    output = tmp_path / "a stack ü.tif"
    events = []
    arguments = ["stack", str(puthumala), "--dem", str(puthumala / "Copernicus_DEM_30m.tif"), "-o", str(output)]
    outcome = connection.run(arguments, events.append, lambda: False)
    assert outcome.error is None, outcome.log
    assert output.is_file()
    assert any(isinstance(event, Stage) for event in events)
    assert outcome.facts


@pytest.mark.slow
def test_cancelling_a_real_run(connection, puthumala, tmp_path):
    asked = []
    events = []

    def cancelled():
        if events and not asked:
            asked.append(time.monotonic())
        return bool(asked)

    dem = str(puthumala / "Copernicus_DEM_30m.tif")
    arguments = ["detect", str(puthumala), "--dem", dem, "-o", str(tmp_path / "slides.gpkg")]
    outcome = connection.run(arguments, events.append, cancelled)
    assert outcome.cancelled
    assert time.monotonic() - asked[0] < 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_bad_input_is_the_sentence_of_the_command(connection, tmp_path):
    arguments = ["stack", str(tmp_path / "no scene"), "--dem", "x.tif", "-o", str(tmp_path / "o.tif")]
    outcome = connection.run(arguments, lambda event: None, lambda: False)
    assert outcome.exit_code == 2
    assert "no scene" in outcome.error
    outcome = connection.run(["stack", "--no-such-option"], lambda event: None, lambda: False)
    assert "--no-such-option" in outcome.error


@pytest.mark.slow
def test_what_the_real_backend_says_of_itself(connection):
    facts = connection.ask(["info", "--json"])
    assert facts["version"] == __version__
    assert facts["executable"] == str(TEST_BACKEND)


def test_answers(connection, tmp_path):
    python = fake_python(tmp_path / "python", """echo 'a library says hello'; echo '{"version": "1", "x": [1, 2]}'""")
    assert Connection(python, {}).ask(["info"]) == {"version": "1", "x": [1, 2]}
    fake_python(python, """printf '{\\n "version": "1"\\n}\\n'""")
    assert Connection(python, {}).ask(["info"]) == {"version": "1"}


def test_no_answer(connection, tmp_path):
    def problem(text, **options):
        with pytest.raises(BackendProblem) as raised:
            Connection(fake_python(tmp_path / "python", text), dict(os.environ)).ask(["info"], **options)
        return raised.value.text

    assert "no answer that can be read" in problem("echo hello")
    assert problem("echo 'Error: The scene is empty.' >&2; exit 2") == "The scene is empty."
    assert problem("""echo '{"error": "No DEM.", "exit_code": 2}'; exit 2""") == "No DEM."
    begin = time.monotonic()
    assert "within 1 seconds" in problem("sleep 60", timeout_s=1)
    assert time.monotonic() - begin < 4
    assert "SIGKILL" in problem("kill -9 $$")


def test_an_answer_can_be_cancelled(tmp_path):
    begin = time.monotonic()
    python = fake_python(tmp_path / "python", "sleep 60")
    with pytest.raises(BackendProblem):
        Connection(python, {}).ask(["info"], 60, lambda: time.monotonic() - begin > 0.3)
    wait_until(lambda: time.monotonic() - begin < 4)


# ------------------------------------------------------------------------------------------ sentences


def test_how_windows_ends_a_program():
    assert "0xC0000005" in ending_sentence(0xC0000005)
    assert "Visual C++" in ending_sentence(0xC0000135)
    assert "memory" in ending_sentence(0xC0000017)


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "is full"),
        ("OSError: [WinError 112] There is not enough space on the disk", "is full"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "certificate"),
        ("OSError('Tunnel connection failed: 407 Proxy Authentication Required')", "password"),
        ("pip._vendor.requests.exceptions.InvalidSchema: Missing dependencies for SOCKS support.", "SOCKS"),
        ("ERROR: [WinError 5] Access is denied: 'x.pyd'", "virus scanner"),
        ("ERROR: [WinError 32] The process cannot access the file", "virus scanner"),
        ("OSError: [Errno 30] Read-only file system: '/x'", "cannot be written to"),
        (
            "Retrying after connection broken by ReadTimeoutError\nERROR: No matching distribution found for x",
            "network",
        ),
        ("ERROR: No matching distribution found for rasterio>=1.3.9", "package rasterio>=1.3.9 for Python 3.15"),
        ("Traceback\nImportError: libGL.so.1: cannot open", "libGL.so.1"),
        ("", "The set-up failed"),
    ],
)
def test_why_a_set_up_failed(log, words, tmp_path):
    sentence = problem_sentence(log, folder=tmp_path, python="3.15")
    assert words in sentence
    assert sentence.endswith(".")


def test_sentences_are_translated(monkeypatch):
    monkeypatch.setattr(words, "_translator", str.upper)
    assert ending_sentence(0).startswith("THE CALCULATION")


# ------------------------------------------------------------------------------------------ wheel and diagnostics


def test_what_a_wheel_says(tmp_path):
    requires = (
        "numpy>=1.24",
        "onnxruntime>=1.16",
        "tzdata; sys_platform == 'win32'",
        'onnxruntime-gpu>=1.16 ; extra == "gpu"',
        "torch; extra == 'train'",
    )
    wheel = small_l4s(tmp_path, "0.3.0", requires=requires)
    assert wheel_version(wheel) == "0.3.0"
    assert wheel_version(tmp_path / "something") is None
    assert wheel_requirements(wheel, gpu=False) == list(requires[:3])
    assert wheel_requirements(wheel, gpu=True) == ["numpy>=1.24", requires[2], "onnxruntime-gpu>=1.16"]


def test_diagnostics(tmp_path):
    places = Places(tmp_path / "l4s")
    places.root.mkdir()
    places.log.write_text("\n".join(f"line {i}" for i in range(500)) + "\nLooking at https://anna:secret@mirror/\n")
    text = diagnostics(
        places,
        tmp_path / "l4s-0.1.0-py3-none-any.whl",
        versions={"QGIS": "3.22.16"},
        proxy="http://anna:p%40ss@proxy:3128",
        environ={"HOME": str(tmp_path), "PROJ_LIB": "/usr/share/proj"},
        log="Error: the DEM is empty",
    )
    for word in (
        "QGIS: 3.22.16",
        "version 0.1.0",
        "(missing)",
        "proxy:3128",
        "PROJ_LIB",
        "line 499",
        "the DEM is empty",
    ):
        assert word in text
    for word in ("anna", "secret", "p%40ss", str(tmp_path), "line 100\n", "/usr/share/proj"):
        assert word not in text

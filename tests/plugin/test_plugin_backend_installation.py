"""Making the backend's environment: real virtual environments, real pip, real kills.

Most tests install a stand-in of ``l4s`` of a few kilobytes; one installs the real thing from a folder of wheels.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugin_backend_kit import (
    LIBRARIES,
    REPOSITORY,
    a_python,
    fetch_wheels,
    program,
    small_l4s,
    wait_until,
    write_wheel,
)
from qgis_plugin.backend import making
from qgis_plugin.backend.connection import connect
from qgis_plugin.backend.diagnostics import diagnostics
from qgis_plugin.backend.installation import Source, State, create, read_marker, remove, state
from qgis_plugin.backend.lock import FileLock
from qgis_plugin.backend.places import Places
from qgis_plugin.backend.problem import Action, BackendProblem
from qgis_plugin.backend.protocol import Message, Stage

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Only what a test offers: no settings of pip of this machine, and an index that refuses."""
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")  # with which pip does not say why it finds nothing


@pytest.fixture
def places(tmp_path) -> Places:
    return Places(tmp_path / "Jürgen Ødegård 山田" / "l4s")


@pytest.fixture(scope="module")
def real_wheels() -> Path:
    return fetch_wheels(a_python())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return small_l4s(tmp_path_factory.mktemp("plugin"))


@pytest.fixture(scope="module")
def made(tmp_path_factory, wheel) -> Places:
    """A small environment that works; copy it before changing it."""
    made = Places(tmp_path_factory.mktemp("profile") / "l4s")
    outcome = create(made, a_python(), Source(wheel), lambda event: None, lambda: False)
    assert outcome.error is None, outcome.log
    return made


@pytest.fixture
def copy(made, tmp_path) -> Places:
    shutil.copytree(made.root, tmp_path / "copy", symlinks=True)
    return Places(tmp_path / "copy")


def make(places, source, *, cancelled=lambda: False, interpreter=None):
    events = []
    outcome = create(places, interpreter or a_python(), source, events.append, lambda: cancelled_by(cancelled, events))
    return outcome, events


def cancelled_by(cancelled, events) -> bool:
    return cancelled(events) if cancelled.__code__.co_argcount else cancelled()


def left(places) -> set[str]:
    return {path.name for path in places.root.iterdir()} - {"setup.log", ".lock"} if places.root.is_dir() else set()


def stages(events) -> list[str]:
    return list(dict.fromkeys(event.name for event in events if isinstance(event, Stage)))


# ------------------------------------------------------------------------------------------ what works


def test_the_real_backend_from_a_folder_of_wheels(places, real_wheels, tmp_path):
    """The whole way of a computer without a network: about half a minute once the wheels are there."""
    (own,) = real_wheels.glob("l4s-*.whl")
    source = Source(own, real_wheels, proxy="http://127.0.0.1:9")  # whoever asks the network fails
    outcome, events = make(places, source)
    assert outcome.error is None, outcome.log
    assert state(places, own) is State.READY
    assert outcome.facts["python"] == str(places.python)
    assert 200 < outcome.facts["megabytes"] < 1000
    assert stages(events) == ["Making the environment", "Downloading packages", "Installing", "Checking", "Ready"]
    installing = [event for event in events if isinstance(event, Stage) and event.name == "Installing"]
    assert installing[-1].total > 20
    assert left(places) == {"env"}
    deepest = max(len(str(path.relative_to(places.environment))) for path in places.environment.rglob("*"))
    assert deepest < 170, "with C:\\Users\\... in front, Windows allows 260 characters"

    connection = connect(None, places, own)
    facts = connection.ask(["info", "--json"])
    assert facts["executable"] == str(places.python)
    assert any(model["default"] for model in facts["models"]), "the wheel brings no model"
    outcome = connection.run(
        ["detect", str(tmp_path / "no scene"), "--dem", "x.tif", "-o", str(tmp_path / "o.gpkg")],
        events.append,
        lambda: False,
    )
    assert outcome.exit_code == 2
    assert "no scene" in outcome.error


def test_a_small_one(made, wheel):
    assert state(made, wheel) is State.READY
    assert left(made) == {"env"}
    marker = read_marker(made)
    assert (marker["wheel"], marker["version"], marker["gpu"]) == (wheel.name, "0.1.0", False)
    assert {path.name[:6] for path in made.python.parent.iterdir()} == {"python"}, "scripts that name another folder"
    assert "pip install" in made.log.read_text()
    done = subprocess.run(
        [str(made.python), "-I", "-m", "pip", "--version"], capture_output=True, text=True, check=True
    )
    assert str(made.environment) in done.stdout, "the environment does not know that it was moved"


def test_packages_from_the_index_with_progress(places, tmp_path, monkeypatch):
    index = tmp_path / "index"
    packages = tmp_path / "packages"
    for name in LIBRARIES:
        file = write_wheel(packages, name, "1.0", {f"{name}.py": "# " + "x" * 2000})
        (index / name).mkdir(parents=True)
        (index / name / "index.html").write_text(f'<a href="{file.as_uri()}">{file.name}</a>')
    own = small_l4s(tmp_path / "plugin", requires=LIBRARIES, libraries={"unused": ""})
    server = subprocess.Popen(
        [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        port = server.stdout.readline().split("port ")[1].split()[0]
        for name in LIBRARIES:
            page = index / name / "index.html"
            page.write_text(page.read_text().replace(packages.as_uri(), f"http://127.0.0.1:{port}/packages"))
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/index")
        monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
        monkeypatch.setenv("PIP_TARGET", str(tmp_path / "elsewhere"))
        outcome, events = make(places, Source(own))
    finally:
        server.kill()
        server.wait()
    assert outcome.error is None, outcome.log
    downloads = [event.done for event in events if isinstance(event, Stage) and event.name == "Downloading packages"]
    assert downloads == sorted(downloads)
    assert downloads[-1] == 3
    assert sum("rasterio" in event.text for event in events if isinstance(event, Message)) == 1
    assert not (tmp_path / "elsewhere").exists()


def test_with_a_gpu_the_other_runtime_is_installed_alone(places, tmp_path):
    folder = tmp_path / "wheels"
    write_wheel(folder, "onnxruntime", "1.20", {"onnxruntime.py": "kind = 'cpu'"})
    write_wheel(folder, "onnxruntime-gpu", "1.20", {"onnxruntime.py": "kind = 'gpu'"})
    requires = ("onnxruntime>=1.16", "onnxruntime-gpu>=1.16; extra == 'gpu'", "torch>=2; extra == 'train'")
    own = small_l4s(tmp_path / "plugin", requires=requires, libraries={"rasterio": "", "geopandas": ""})
    outcome, _ = make(places, Source(own, folder, gpu=True))
    assert outcome.error is None, outcome.log
    text = "import onnxruntime; print(onnxruntime.kind)"
    done = subprocess.run([str(places.python), "-I", "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "gpu"
    libraries = places.environment / "lib"
    assert list(libraries.glob("*/site-packages/onnxruntime_gpu-*.dist-info"))
    assert not list(libraries.glob("*/site-packages/onnxruntime-*.dist-info"))
    assert read_marker(places)["gpu"] is True


# ------------------------------------------------------------------------------------------ states


def test_states(copy, made, wheel, tmp_path):
    other = small_l4s(tmp_path / "new plugin", "0.2.0")
    assert state(Places(tmp_path / "nothing"), wheel) is State.MISSING
    assert state(copy, wheel) is State.READY
    assert state(copy, other) is State.OUTDATED
    assert state(copy, wheel.with_name("l4s-0.1.0-py3-none-any.whl").parent / "x" / wheel.name) is State.READY

    marker = copy.marker.read_text()
    copy.marker.write_text(marker[: len(marker) // 2])
    assert state(copy, wheel) is State.BROKEN
    copy.marker.write_text("")
    assert state(copy, wheel) is State.BROKEN
    copy.marker.write_text(json.dumps({**json.loads(marker), "python": "3.8.1"}))
    assert state(copy, wheel) is State.BROKEN
    copy.marker.write_text(marker)
    assert state(copy, wheel) is State.READY

    (main,) = copy.environment.glob("lib/*/site-packages/l4s_core/cli/main.py")
    main.write_text("")  # as after a power cut
    assert state(copy, wheel) is State.BROKEN


def test_a_python_that_is_gone_or_another_one(copy, wheel, tmp_path):
    target = copy.python.readlink()
    copy.python.unlink()
    assert state(copy, wheel) is State.BROKEN
    copy.python.symlink_to(tmp_path / "gone")
    assert state(copy, wheel) is State.BROKEN
    upgraded = tmp_path / "python3.99"
    upgraded.touch()
    copy.python.unlink()
    copy.python.symlink_to(upgraded)
    assert state(copy, wheel) is State.BROKEN
    copy.python.unlink()
    copy.python.symlink_to(target)
    assert state(copy, wheel) is State.READY
    config = copy.environment / "pyvenv.cfg"
    config.write_text(config.read_text().replace("home = ", "home = /gone"))
    assert state(copy, wheel) is State.BROKEN


def test_remove(copy, wheel):
    (copy.root / ".new-cut-off").mkdir()
    remove(copy)
    assert state(copy, wheel) is State.MISSING
    assert not copy.root.exists()
    remove(copy)  # nothing there: nothing to say


def test_remove_leaves_what_is_not_of_the_set_up(copy):
    (copy.root / "settings.json").write_text("{}")
    remove(copy)
    assert [path.name for path in copy.root.iterdir()] == ["settings.json"]


def test_connect_says_what_to_do(copy, wheel, tmp_path):
    def action(*arguments):
        with pytest.raises(BackendProblem) as problem:
            connect(*arguments)
        assert problem.value.text.endswith(".")
        return problem.value.action

    assert action(None, Places(tmp_path / "nothing"), wheel) is Action.SET_UP
    assert action(None, copy, small_l4s(tmp_path / "new", "0.2.0")) is Action.UPDATE
    assert connect(None, copy, wheel).python == copy.python
    copy.marker.unlink()
    assert action(None, copy, wheel) is Action.REPAIR


# ------------------------------------------------------------------------------------------ what is cut off


@pytest.mark.parametrize("stage", ["Making the environment", "Downloading packages", "Checking"])
def test_cancel_leaves_what_was_there(copy, stage, tmp_path, monkeypatch):
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    own = small_l4s(tmp_path / "plugin", "0.1.0", requires=("packaging",))
    folder = tmp_path / "wheels"
    write_wheel(folder, "packaging", "24.0", {"packaging.py": ""})
    before = copy.marker.read_text()
    asked = []

    def cancelled(events):
        if stage in stages(events) and not asked:
            asked.append(time.monotonic())
        return bool(asked)

    outcome, _ = make(copy, Source(own, folder), cancelled=cancelled)
    assert outcome.cancelled
    assert outcome.facts is None
    assert not list(elsewhere.iterdir()), "temporary files of pip"
    assert time.monotonic() - asked[0] < 3
    assert left(copy) == {"env"}
    assert copy.marker.read_text() == before


def test_a_kill_in_the_middle_never_looks_ready(places, tmp_path, monkeypatch):
    # an index that never answers keeps pip busy
    deaf = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{deaf.getsockname()[1]}/simple")
    wheel = small_l4s(tmp_path / "plugin", requires=("numpy",))
    text = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from pathlib import Path\n"
        "from qgis_plugin.backend.installation import Source, create\n"
        "from qgis_plugin.backend.places import Places\n"
        f"create(Places(Path({str(places.root)!r})), Path({str(a_python())!r}), Source(Path({str(wheel)!r})),"
        " lambda event: None, lambda: False)\n"
    )
    process = subprocess.Popen(program(text))
    wait_until(lambda: working_on(places))
    deaf.accept()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert state(places, wheel) is State.MISSING
    wait_until(lambda: not working_on(places), 3)  # pip has ended with the one that started it
    deaf.close()
    wheel = small_l4s(tmp_path / "plugin")
    outcome, _ = make(places, Source(wheel))
    assert outcome.error is None, outcome.log
    assert state(places, wheel) is State.READY
    assert left(places) == {"env"}


def working_on(places) -> list[str]:
    """Command lines of the processes that install something below the root."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = file.read_bytes().split(b"\0")
            if words[0].startswith(os.fsencode(places.root)) and b"install" in words:
                found.append(str(words))
    return found


def test_repair_replaces_what_is_broken(copy, wheel):
    copy.marker.unlink()
    (copy.root / ".old-left").mkdir()
    assert state(copy, wheel) is State.BROKEN
    outcome, _ = make(copy, Source(wheel))
    assert outcome.error is None, outcome.log
    assert state(copy, wheel) is State.READY
    assert left(copy) == {"env"}


def test_two_windows_do_not_disturb_each_other(places, wheel):
    places.root.mkdir(parents=True)
    with FileLock(places.root / ".lock"):
        outcome, _ = make(places, Source(wheel))
    assert "Another window" in outcome.error
    assert left(places) == set()


# ------------------------------------------------------------------------------------------ what fails


def fails(places, source, **options) -> str:
    """The sentence; and that nothing half made is left."""
    outcome, _ = make(places, source, **options)
    assert outcome.error, "it worked"
    assert not outcome.cancelled
    assert left(places) == set()
    assert outcome.error.count("\n") == 0
    assert outcome.error.endswith(".")
    return outcome.error


def test_no_network(places, tmp_path):
    own = small_l4s(tmp_path, requires=("numpy",))
    assert "no connection to their server" in fails(places, Source(own))
    assert "127.0.0.1" in places.log.read_text()


def test_a_proxy_that_is_not_there(places, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    own = small_l4s(tmp_path, requires=("numpy",))
    sentence = fails(places, Source(own, proxy="http://anna:secret@127.0.0.1:9"))
    assert "proxy" in sentence
    text = diagnostics(places, own, proxy="http://anna:secret@127.0.0.1:9")
    assert "127.0.0.1:9" in text
    assert "secret" not in text


def test_no_package_for_this_python(places, tmp_path, monkeypatch):
    (tmp_path / "index" / "numpy").mkdir(parents=True)
    (tmp_path / "index" / "numpy" / "index.html").write_text("<html></html>")
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "index").as_uri())
    own = small_l4s(tmp_path, requires=("numpy",))
    sentence = fails(places, Source(own))
    assert "numpy" in sentence
    assert f"Python {sys.version_info[0]}.{sys.version_info[1]}" in sentence


def test_a_folder_that_lacks_a_package(places, tmp_path):
    own = small_l4s(tmp_path / "plugin", requires=("numpy",))
    folder = tmp_path / "wheels"
    folder.mkdir()
    assert "no Python packages" in fails(places, Source(own, folder))
    write_wheel(folder, "other", "1.0", {"other.py": ""})
    sentence = fails(places, Source(own, folder))
    assert "numpy" in sentence
    assert str(folder) in sentence


def test_a_damaged_package(places, tmp_path):
    own = small_l4s(tmp_path / "plugin", requires=("numpy",))
    folder = tmp_path / "wheels"
    folder.mkdir()
    (folder / "numpy-1.0-py3-none-any.whl").write_bytes(b"half a downl")
    assert "damaged" in fails(places, Source(own, folder))


def test_the_plugin_without_its_wheel(places, tmp_path):
    assert "Install the plugin again" in fails(places, Source(tmp_path / "l4s-0.1.0-py3-none-any.whl"))
    (tmp_path / "l4s-0.1.0-py3-none-any.whl").write_bytes(b"PK")
    assert "Install the plugin again" in fails(places, Source(tmp_path / "l4s-0.1.0-py3-none-any.whl"))


def test_no_python_to_make_it_from(places, wheel, tmp_path):
    assert "does not answer" in fails(places, Source(wheel), interpreter=tmp_path / "python3")


def test_libraries_that_do_not_load(places, tmp_path):
    text = "raise ImportError('DLL load failed while importing _ort: The specified module could not be found.')"
    own = small_l4s(tmp_path, libraries={"rasterio": "", "geopandas": "", "onnxruntime": text})
    assert "Visual C++" in fails(places, Source(own))
    own = small_l4s(tmp_path, libraries={"rasterio": "", "geopandas": ""})
    assert "onnxruntime" in fails(places, Source(own))


def test_a_folder_that_cannot_be_written_to(wheel, tmp_path):
    (tmp_path / "file").touch()
    outcome, _ = make(Places(tmp_path / "file" / "l4s"), Source(wheel))
    assert "cannot be written to" in outcome.error
    assert str(tmp_path / "file") in outcome.error


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 12 MB; where this user may not make one, the test skips."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], capture_output=True
        ).returncode
    ):
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(small_disk, wheel, monkeypatch):
    places = Places(small_disk / "l4s")
    sentence = fails(places, Source(wheel))
    assert "MB left" in sentence
    monkeypatch.setattr(making, "_NEEDED_BYTES", 0)  # enough at first, then another program fills the disk
    sentence = fails(places, Source(wheel))
    assert "is full" in sentence
    assert state(places, wheel) is State.MISSING


def test_a_read_only_disk(small_disk, wheel):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    outcome, _ = make(Places(small_disk / "l4s"), Source(wheel))
    assert "cannot be written to" in outcome.error

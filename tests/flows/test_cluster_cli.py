"""``l4s-detect --scheduler local`` as a user starts it: a worker that dies, and a client that does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("distributed")

import psutil

from l4s_core.inventory.files.read import read_inventory
from onnx_models import write_model
from scene_kit import hillside

_LONGEST_S = 120


@pytest.fixture
def place(tmp_path: Path) -> Path:
    hillside(tmp_path / "one", (700, 600))
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    write_model(tmp_path / "model.onnx")
    return tmp_path


def start(place: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable, "-m", "l4s_core.cli.detect", place / "one", place / "two", "--dem", place / "dem.tif",
            "--out-dir", place / "out", "--scheduler", "local", "--jobs", "2", "--model", place / "model.onnx",
            "--tile", "32", "--overlap", "24", "--clouds", "builtin", "--progress", "none", *more,
        ],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def journal(place: Path, event: str) -> list[dict]:
    file = place / "out" / "run.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    return [entry for entry in map(json.loads, lines) if entry["event"] == event]


def wait_for(place: Path, event: str, count: int) -> None:
    deadline = time.monotonic() + _LONGEST_S
    while len(journal(place, event)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def workers(batch: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes that Dask started."""
    below = psutil.Process(batch.pid).children(recursive=True)
    return [process for process in below if any("spawn_main" in word for word in process.cmdline())]


def test_whoever_is_killed_every_scene_is_done_once(place: Path) -> None:
    batch = start(place)
    wait_for(place, "started", 2)
    left = workers(batch)
    batch.kill()  # the client, and with it the workers
    batch.communicate(timeout=_LONGEST_S)
    assert len(left) == 2
    assert len(psutil.wait_procs(left, timeout=20)[1]) == 0
    assert not journal(place, "done")
    assert not list((place / "out").glob("scenes/*"))

    batch = start(place, "--resume")
    wait_for(place, "started", 4)
    workers(batch)[0].kill()
    _, said = batch.communicate(timeout=_LONGEST_S)
    assert (batch.returncode, said) == (0, "")
    assert sorted(entry["name"] for entry in journal(place, "done")) == ["one", "two"]
    assert len(journal(place, "started")) == 5  # one of them again
    assert sorted(path.name for path in (place / "out").iterdir()) == [
        "inventory.gpkg",
        "run.jsonl",
        "run.lock",
        "scenes",
    ]
    found = [read_inventory(place / "out" / "scenes" / f"{name}.gpkg").landslides for name in ("one", "two")]
    assert found[0].geometry.equals(found[1].geometry)
    assert len(found[0]) == 2
    assert len(read_inventory(place / "out" / "inventory.gpkg").landslides) == 2

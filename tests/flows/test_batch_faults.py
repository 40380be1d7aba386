"""What happens to a batch: processes that are killed, a full disk, scenes that are damaged or replaced meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from batch_kit import (
    alive,
    command,
    events,
    hill,
    hills,
    journal,
    results,
    run,
    wait_until,
    worker_pids,
)
from onnx_models import write_model

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")


TORN = '{"utc": "2026-01-01T00:00:00Z", "event": "done", "name": "scene_c", "files": {"landsl'
"""What a power cut leaves at the end of a journal."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hills(tmp_path_factory.mktemp("data"))
    write_model(folder / "redness.onnx")
    return folder


def arguments(data: Path, out: Path, *more: object) -> list[object]:
    return [*sorted(data.glob("scene_?")), "--dem", data / "dem.tif", "--model", data / "redness.onnx", "--clouds",
            "none", "--out-dir", out, *more]  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the batch gives when nothing happens."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    done = run(*arguments(data, out))
    assert done.returncode == 0, done.stderr
    found = results(out)
    assert sorted(found) == ["inventory.gpkg", *(f"scenes/scene_{n}.gpkg" for n in "abc")]
    assert len(found["scenes/scene_b.gpkg"]["landslides"]) == 2
    return found


@contextmanager
def running(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_killed_again_and_again_it_ends_with_the_same_results(
    data: Path, tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    out = tmp_path / "out"

    moments = [
        lambda new: [entry for entry in new if entry["event"] == "started"],  # in the middle of the first scene
        lambda new: [entry for entry in new if entry["event"] == "made"],  # while its files are moved
        lambda new: [entry for entry in new if entry["event"] == "started"][1:],  # in the middle of another
        lambda new: [entry for entry in new if entry["event"] == "made" and "name" not in entry],  # merged, not moved
    ]
    codes = []
    for moment in moments:
        known = len(journal(out))
        with running(*arguments(data, out, "--resume")) as process:
            wait_until(lambda: moment(journal(out)[known:]) or process.poll() is not None)  # noqa: B023 - called here
            process.kill()
            codes.append(process.wait())
    assert codes[:3] == [-signal.SIGKILL] * 3
    with (out / "run.jsonl").open("a") as file:
        file.write(TORN)
    pids = worker_pids(out)
    last = run(*arguments(data, out, "--resume"))
    assert last.returncode == 0, last.stderr
    assert results(out) == undisturbed
    assert not any(alive(pid) for pid in pids)
    lines = (out / "run.jsonl").read_text().splitlines()
    assert [line for line in lines if not line.endswith("}")] == [TORN]
    assert json.loads(lines[-1])["event"] == "end"
    again = run(*arguments(data, out, "--resume"))
    assert "3 of 3 scenes are complete" in again.stderr
    assert results(out) == undisturbed


def test_a_worker_that_is_killed_fails_its_scene_only(data: Path, tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    out = tmp_path / "out"
    with running(*arguments(data, out, "--progress", "json")) as process:
        os.kill(wait_until(lambda: worker_pids(out))[0], signal.SIGKILL)
        said, words = process.communicate(timeout=100)
    assert process.returncode == 3, words
    result = json.loads(said.splitlines()[-1])["result"]
    assert [failure["name"] for failure in result["failed"]] == ["scene_a"]
    assert "signal 9" in result["failed"][0]["error"]
    assert "memory" in result["failed"][0]["error"]
    found = results(out)
    assert found["scenes/scene_b.gpkg"] == undisturbed["scenes/scene_b.gpkg"]
    assert found["scenes/scene_c.gpkg"] == undisturbed["scenes/scene_c.gpkg"]
    assert "scenes/scene_a.gpkg" not in found
    assert run(*arguments(data, out, "--resume")).returncode == 0
    assert results(out) == undisturbed


def test_two_batches_in_a_folder_and_a_stop(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with running(*arguments(data, out, "--jobs", 2)) as first:
        wait_until(lambda: len(events(out, "started")) == 2)
        before = len(journal(out))
        second = run(*arguments(data, out, "--resume"))
        assert second.returncode == 2
        assert second.stderr.count("Another batch is running") == 1
        assert "Traceback" not in second.stderr
        assert all(entry["event"] not in ("begin", "skipped") for entry in journal(out)[before:])
        first.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        _, words = first.communicate(timeout=30)
        assert time.monotonic() - asked < 15
    if first.returncode != 0:  # a fast machine may have been done before
        assert first.returncode == 130
        done = len(events(out, "done"))
        assert f"Stopped; {done} of 3 scenes are done; go on with --resume." in words
        assert journal(out)[-1]["event"] == "stopped"
        assert journal(out)[-1]["done"] == done
    assert not list(out.glob(".*"))
    assert not any(alive(pid) for pid in worker_pids(out))


def test_no_worker_outlives_a_killed_batch(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    big = hill(tmp_path / "big", shape=(800, 800))
    slow = ["--model", data / "redness.onnx", "--clouds", "none", "--tile", 16, "--overlap", 15, "--no-dem"]
    with running(big, *slow, "--out-dir", out, "--progress", "json") as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "detecting landslides" in line:
                break
        pids = worker_pids(out)
        assert len(pids) == 1
        assert alive(pids[0])
        process.kill()
        process.wait()
        wait_until(lambda: not alive(pids[0]), 8)
    assert events(out, "done") == []


def test_a_scene_that_is_replaced_while_it_is_read_is_not_trusted(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    big = hill(tmp_path / "big", shape=(300, 300))
    other = tmp_path / "other.tif"
    shutil.copy2(big / "B4.tif", other)  # same size, same time, same content: yet another file
    slow = ["--model", data / "redness.onnx", "--clouds", "none", "--tile", 16, "--overlap", 12]
    scenes = [big, data / "scene_b"]
    with running(*scenes, "--dem", data / "dem.tif", *slow, "--out-dir", out, "--progress", "json") as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "detecting landslides" in line:
                break
        other.replace(big / "B4.tif")
        said, words = process.communicate(timeout=100)
    assert process.returncode == 3, words
    result = json.loads(said.splitlines()[-1])["result"]
    assert [failure["name"] for failure in result["failed"]] == ["big"]
    assert "B4.tif was changed or replaced while it was read" in result["failed"][0]["error"]
    assert sorted(results(out)) == ["inventory.gpkg", "scenes/scene_b.gpkg"]


def test_a_damaged_scene_among_good_ones(data: Path, tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    bad = tmp_path / "bad"
    shutil.copytree(data / "scene_a", bad)
    whole = (bad / "B4.tif").read_bytes()
    (bad / "B4.tif").write_bytes(whole[: len(whole) // 2])
    out = tmp_path / "out"
    done = run(bad, *arguments(data, out))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "1 failed" in done.stdout
    assert "bad: " in done.stdout.partition("Failed:")[2]
    assert "B4.tif" in done.stdout.partition("Failed:")[2]
    assert results(out) == undisturbed
    assert [entry["name"] for entry in events(out, "failed")] == ["bad"]


def test_a_full_disk_stops_the_batch_once(data: Path, tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=560k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("a small tmpfs cannot be mounted here")
    try:
        out = small / "out"
        stopped = run(*arguments(data, out))
        assert stopped.returncode == 1
        assert f"Error: The disk of {out} is full" in stopped.stderr
        assert "of 3 scenes are done, go on with --resume" in stopped.stderr
        assert "Traceback" not in stopped.stderr
        assert len(events(out, "failed")) <= 1
        done = {entry["name"] for entry in events(out, "done")}
        assert 1 <= len(done) < 3
        assert sorted(results(out)) == sorted(f"scenes/{name}.gpkg" for name in done)
        subprocess.run(["mount", "-o", "remount,size=20m", small], check=True)
        again = run(*arguments(data, out, "--resume"))
        assert again.returncode == 0, again.stderr
        assert f"{len(done)} of 3 scenes are complete" in again.stderr
        assert results(out) == undisturbed
    finally:
        subprocess.run(["umount", small], check=True)

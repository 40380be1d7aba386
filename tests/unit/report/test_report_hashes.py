"""Checksums of inputs: those of sha256sum, and of nothing that an inventory must not make anybody read."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from l4s_core.base.progress import Silent
from l4s_core.report.hashes import InputFile, find_local, hash_inputs, named_inputs


def _one(name: str, folder: Path, run_utc: str | None = None) -> InputFile:
    [found] = hash_inputs([("Scene", name)], [folder], run_utc, Silent())
    return found


def test_a_file_has_the_checksum_of_its_bytes_by_either_path(tmp_path: Path) -> None:
    content = os.urandom(5_000_001)
    (tmp_path / "b.tif").write_bytes(content)
    for name in (str(tmp_path / "b.tif"), "b.tif"):
        found = _one(name, tmp_path)
        assert found.sha256 == hashlib.sha256(content).hexdigest()
        assert (found.bytes, found.files) == (len(content), 1)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
def test_a_folder_has_the_checksum_that_sha256sum_gives(tmp_path: Path) -> None:
    folder = tmp_path / "scene"
    (folder / "b").mkdir(parents=True)
    for name in ("z.tif", "a.tif", "b/c.tif"):
        (folder / name).write_text(name)
    lines = ["a.tif", "z.tif", "b/c.tif"]
    said = subprocess.run(["sha256sum", *lines], cwd=folder, capture_output=True, check=True).stdout
    found = _one("scene", tmp_path)
    assert (found.sha256, found.files) == (hashlib.sha256(said).hexdigest(), 3)


def test_what_is_no_file_of_this_machine_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # reading it would never end
    for name in (
        "pipe",
        "/dev/zero",
        "/vsicurl/http://127.0.0.1:9/x.tif",
        "http://127.0.0.1:9/x.tif",
        "no such",
        "a\0b",
    ):
        assert find_local(name, [tmp_path]) is None
        assert _one(name, tmp_path).sha256 is None


def test_a_file_that_changed_after_the_run_is_said_to(tmp_path: Path) -> None:
    (tmp_path / "dem.tif").write_text("new")
    os.utime(tmp_path / "dem.tif", (1_700_000_000, 1_700_000_000))
    assert _one("dem.tif", tmp_path, "2023-11-14T22:13:19Z").changed
    assert not _one("dem.tif", tmp_path, "2023-11-14T22:13:21Z").changed
    assert not _one("dem.tif", tmp_path, None).changed


def test_every_file_that_a_run_names_is_listed_once() -> None:
    run = {
        "scene_source": "a.zip",
        "scene_pre_source": "b.zip",
        "change_scenes": "b.zip; c.zip",
        "dem_path": "dem.tif",
        "dem_tiles": "dem.tif;other.tif;12 more",
        "area_source": None,
    }
    names = [name for _, name in named_inputs(run)]
    assert names == ["a.zip", "b.zip", "c.zip", "dem.tif", "other.tif"]

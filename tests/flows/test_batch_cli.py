"""The batch from the command line and from Python: what cannot be meant, what is reported, what comes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from click.testing import CliRunner, Result
from shapely import box

import l4s_core
from batch_kit import ORIGIN, events, hills, results, run, write
from l4s_core.base.errors import InputError
from l4s_core.cli.detect import SECTIONS, main
from l4s_core.cli.progress import make_progress
from onnx_models import write_model
from scene_kit import write_area


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hills(tmp_path_factory.mktemp("data"), "ab")
    write_model(folder / "redness.onnx")
    (folder / "scenes.csv").write_text("scene,event_id,name\nscene_a,E1,first\nscene_b,,\n")
    return folder


def here(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--progress", "none"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["A", "B", "-o", "x.gpkg"], "-o is for one scene, and 2 were given; say --out-dir"),
        (["A", "-o", "x.gpkg", "--out-dir", "out"], "-o is for one scene and --out-dir for many"),
        (["A"], "Nothing says where to write"),
        ([], "No scene was given"),
        (["-o", "x.gpkg"], "No scene was given"),
        (["A", "--out-dir", "out", "--probability", "p.tif"], "--save probability"),
        (["A", "--out-dir", "out", "--mask", "m.tif"], "--save mask"),
        (["A", "-o", "x.gpkg", "--save", "mask"], "--save is for many scenes"),
        (["A", "-o", "x.gpkg", "--resume"], "--resume is for many scenes"),
        (["A", "-o", "x.gpkg", "--no-merge"], "--no-merge is for many scenes"),
        (["--manifest", "m.csv", "-o", "x.gpkg"], "--manifest is for many scenes"),
        (["A", "--manifest", "m.csv", "--out-dir", "out"], "Both scenes and a manifest"),
        (["--manifest", "m.csv", "--out-dir", "out"], "The manifest m.csv does not exist"),
        (["--out-dir", "out"], "There are no scenes"),
        (["A", "B", "--no-dem", "--out-dir", "out"], "A: the scene .* does not exist"),
        ([".", "--dem", ".", "--no-dem", "--out-dir", "out"], "Both a DEM and --no-dem"),
        ([".", "--out-dir", "out"], "no DEM is given"),
        ([".", "--no-dem", "--aoi", "file", "--out-dir", "out"], "the area .*file cannot be read as a vector file"),
        ([".", "--dem", ".", "--out-dir", "out"], "is a folder without elevation rasters"),
        ([".", "--no-dem", "--out-dir", "file"], "file is a file"),
        ([".", "--no-dem", "--out-dir", "out", "--model", "nothing"], "There is no model nothing"),
    ],
)
def test_what_cannot_be_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_bytes(b"x")
    done = here(*arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ")
    with pytest.raises(InputError, match=words):
        raise InputError(done.stderr)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_scene_before_is_of_one_scene(data: Path, tmp_path: Path) -> None:
    two = data / "scene_a", data / "scene_b"
    done = here(*two, "--no-dem", "--pre", two[0], "--out-dir", tmp_path / "out")
    assert done.exit_code == 2
    assert "belongs to one scene; name it in the column pre of a manifest" in " ".join(done.stderr.split())
    assert not (tmp_path / "out").exists()


def test_every_option_has_its_place_in_the_help() -> None:
    shown = here("--help").output
    assert "None]" not in shown
    assert [title for title in [*SECTIONS, "Other"] if f"\n{title}:\n" not in shown] == []
    named = [name for names in SECTIONS.values() for name in names]
    known = {option.name for option in main.params}
    assert len(named) == len(set(named))
    assert known - set(named) == {"scenes", "style", "verbose", "version"}
    assert set(named) <= known
    for option in main.params:
        if option.name != "scenes":
            assert shown.count(f"  {option.opts[0]}") + shown.count(f" {option.opts[-1]} ") >= 1, option.name


def test_lines_of_a_batch_for_programs_and_for_people(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    common = ["--manifest", data / "scenes.csv", "--dem", data / "dem.tif", "--model", data / "redness.onnx",
              "--clouds", "none", "--out-dir", out]  # fmt: skip
    done = run(*common, "--progress", "json", "--save", "mask", "--event-id", "E0", "--event-date", "2024-07-30")
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    stages = [(line["stage"], line["done"], line["total"]) for line in said if "stage" in line]
    assert stages[:3] == [("scenes", 0, 2), ("scenes", 1, 2), ("scenes", 2, 2)]
    running = [line["scene"] for line in said if "scene" in line]
    assert {scene["name"] for scene in running} == {"first", "scene_b"}
    assert ("first", "detecting landslides") in {(scene["name"], scene["stage"]) for scene in running}
    assert running[-1]["stage"] is None
    messages = [line["message"] for line in said if "message" in line]
    assert [text for text in messages if text.startswith("Device: ")] == messages[1:2]
    result = said[-1]["result"]
    assert result["output"] == result["files"]["landslides"] == str(out / "inventory.gpkg")
    assert [scene["state"] for scene in result["scenes"]] == ["done", "done"]
    for scene in result["scenes"]:
        assert set(scene["files"]) == {"landslides", "mask"}
        assert all(Path(path).is_file() for path in scene["files"].values())
    assert (result["exit_code"], result["failed"]) == (0, [])
    assert [(e["name"], e["event_id"], e["event_date"]) for e in events(out, "queued")] == [
        ("first", "E1", "2024-07-30"),
        ("scene_b", "E0", "2024-07-30"),
    ]
    again = run(*common, "--event-id", "E0", "--event-date", "2024-07-30", "--resume")
    assert again.returncode == 0
    assert "2 of 2 scenes are complete and are skipped." in again.stderr
    assert "Scenes      2 skipped" in again.stdout
    assert f"Landslides  {result['polygons']}" in again.stdout


def test_a_line_for_every_scene_and_the_failed_at_the_end(data: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    out = tmp_path / "out"
    done = run(empty, data / "scene_*", "--dem", data / "dem.tif", "--model", data / "redness.onnx", "--clouds", "none",
               "--out-dir", out, "--no-merge", "--progress", "lines")  # fmt: skip
    assert done.returncode == 3
    assert "[1/3] empty: failed: " in done.stderr
    assert "[2/3] scene_a: 2 landslides, 12.5 ha, 100 % observed (" in done.stderr
    assert "1 process on this computer" in done.stderr
    assert "Scenes      2 done, 1 failed" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("  empty: ")
    assert sorted(results(out)) == ["scenes/scene_a.gpkg", "scenes/scene_b.gpkg"]


def test_scenes_outside_the_area_are_no_failures(data: Path, tmp_path: Path) -> None:
    """Not even where the terrain is there for the area only."""
    area = write_area(tmp_path / "area.gpkg", [box(*(ORIGIN * (5, 100)), *(ORIGIN * (95, 5)))], "EPSG:32633")
    write(tmp_path / "dem.tif", np.full((110, 99), 500, np.float32), ORIGIN * Affine.translation(-1, -1))
    out = tmp_path / "out"
    common = ["--model", data / "redness.onnx", "--clouds", "none", "--min-slope", "0", "--out-dir", out]
    done = run(data / "scene_*", "--dem", tmp_path / "dem.tif", "--aoi", area, *common, "--progress", "json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])["result"]
    assert [(scene["name"], scene["state"]) for scene in result["scenes"]] == [
        ("scene_a", "done"),
        ("scene_b", "outside"),
    ]
    assert (result["polygons"], result["failed"]) == (1, [])
    (left_out,) = events(out, "skipped")
    assert (left_out["name"], left_out["because"]) == ("scene_b", "outside")
    assert sorted(results(out)) == ["inventory.gpkg", "scenes/scene_a.gpkg"]

    nowhere = write_area(tmp_path / "nowhere.gpkg", [box(1, 1, 2, 2)], 4326)
    refused = run(data / "scene_*", "--no-dem", "--aoi", nowhere, *common, "--resume", "--progress", "lines")
    assert refused.returncode == 2
    assert "[1/2] scene_a: outside the area" in refused.stderr
    assert refused.stderr.splitlines()[-1].startswith("Error: No scene shows anything of the area (")
    assert sorted(results(out)) == ["inventory.gpkg", "scenes/scene_a.gpkg"]

    again = run(data / "scene_*", "--dem", tmp_path / "dem.tif", "--aoi", area, *common, "--resume")
    assert again.returncode == 0
    assert "Scenes      1 skipped, 1 outside the area" in again.stdout


def test_from_python(data: Path, tmp_path: Path) -> None:
    result = l4s_core.detect_batch(
        [data / "scene_a"],
        data / "dem.tif",
        out=tmp_path / "out",
        model=data / "redness.onnx",
        clouds="none",
        merge=False,
    )
    assert (result.exit_code, list(result.done), result.merged) == (0, ["scene_a"], None)
    assert result.files == {"scene_a": {"landslides": "scenes/scene_a.gpkg"}}


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"jobs": 0}, "0 scenes at a time are not possible"),
        ({"save": ["probabilty"]}, "no output probabilty to save; choose from probability"),
        ({"scenes": "nowhere"}, "nowhere: the scene .*nowhere does not exist"),
    ],
)
def test_what_cannot_be_meant_from_python(tmp_path: Path, how: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        l4s_core.detect_batch(**{"scenes": [tmp_path], "out": tmp_path / "out", "no_dem": True, **how})
    assert not (tmp_path / "out").exists()


NOISE = """
import os, sys, threading, time
def talk():
    while 'l4s_core.batch.scene' not in sys.modules:
        time.sleep(0.01)
    os.write(1, b'{"error": "not of ours", "exit_code": 1}\\nnoise without an end')
if 'l4s_core.batch.worker' in ' '.join(sys.orig_argv):
    threading.Thread(target=talk, daemon=True).start()
"""


def test_neither_prints_of_libraries_nor_files_of_the_user_disturb_a_worker(data: Path, tmp_path: Path) -> None:
    """A library that writes to standard output, as C code does; a file named like a module where the command runs."""
    noisy = tmp_path / "site"
    noisy.mkdir()
    (noisy / "sitecustomize.py").write_text(NOISE)
    (tmp_path / "queue.py").write_text("raise SystemExit('a file of the user')")
    paths = os.pathsep.join(filter(None, [str(noisy), os.environ.get("PYTHONPATH")]))
    arguments = [data / "scene_a", "--no-dem", "--model", data / "redness.onnx", "--clouds", "none", "--out-dir", "out"]
    code = "import sys; sys.path = [p for p in sys.path if p]; from l4s_core.cli.detect import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments), "--no-merge"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 done" in done.stdout


def test_the_bar_has_a_row_for_each_scene() -> None:
    from rich.console import Console

    progress = make_progress("bar")
    bar = progress._bar
    bar.live.console = Console(file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    progress.stage("scenes", 3)
    progress.scene("a", "starting")
    progress.scene("b", "polygons", 2, 4)
    progress.scene("a", "detecting landslides", 10, 100)
    assert [task.description for task in bar.tasks] == ["scenes", "  a: detecting landslides", "  b: polygons"]
    progress.scene("a", None)
    progress.advance()
    assert [(task.description, task.completed) for task in bar.tasks] == [("scenes", 1), ("  b: polygons", 2)]
    progress.scene("S2B_MSIL2A_20240801T050659_N0511_R019_T43PGN_20240801T074506", "writing")
    progress.scene("the northern half of the district, before", "writing")
    assert [task.description for task in bar.tasks[2:]] == [
        "  S2B 20240801 T43PGN: writing",
        "  the northern half o…rict, before: writing",
    ]
    progress.scene("a", None)

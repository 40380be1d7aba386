"""What a run says about a result that can hardly be right, by the commands that people type."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import rasterio

from l4s_core.inventory.files.geopackage import read_run
from scene_kit import command

NAMES = ("B02", "B03", "B04", "B08")


def l4s(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", *map(str, arguments)], capture_output=True, text=True
    )


def copied(source: Path, folder: Path, change: dict[str, str] | None = None, factor: float = 1.0) -> Path:
    """The bands of the example scene, each with the pixels of another or multiplied."""
    folder.mkdir()
    for name in NAMES:
        with rasterio.open(source / f"{(change or {}).get(name, name)}.tif") as src:
            data, profile = src.read(1), src.profile
        with rasterio.open(folder / f"{name}.tif", "w", **profile) as out:
            out.write(np.round(data * factor).astype(data.dtype), 1)
    return folder


def result_of(*arguments: object) -> dict:
    done = command(*arguments, "--progress", "json", "--overwrite")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    result = lines[-1]["result"]
    said = [line["message"] for line in lines if str(line.get("message")).startswith("WARNING")]
    assert [f"WARNING: {one['text']}" for one in result["warnings"]] == said
    return result


def test_a_sound_run_warns_of_nothing(puthumala: Path, tmp_path: Path) -> None:
    result = result_of(puthumala, "--dem", puthumala / "Copernicus_DEM_30m.tif", "-o", tmp_path / "a.gpkg")
    assert result["warnings"] == []
    assert read_run(tmp_path / "a.gpkg")["warnings"] == "[]"


def test_red_and_blue_exchanged(puthumala: Path, tmp_path: Path) -> None:
    scene = copied(puthumala, tmp_path / "scene", {"B02": "B04", "B04": "B02"})
    result = result_of(scene, "--no-dem", "-o", tmp_path / "a.gpkg")
    assert "band-order" in {one["id"] for one in result["warnings"]}
    assert json.loads(str(read_run(tmp_path / "a.gpkg")["warnings"])) == result["warnings"]


def test_the_warnings_are_the_last_that_people_read(puthumala: Path, tmp_path: Path) -> None:
    scene = copied(puthumala, tmp_path / "scene", {"B02": "B04", "B03": "B04"})
    for style in ("lines", "none"):
        done = command(scene, "--no-dem", "-o", tmp_path / "a.gpkg", "--progress", style, "--overwrite")
        assert done.returncode == 0
        assert "Landslides" in done.stdout
        assert done.stderr.strip().splitlines()[-1].startswith("WARNING: ")
        assert "same numbers" in done.stderr


def test_a_batch_says_which_scene(puthumala: Path, tmp_path: Path) -> None:
    scenes = copied(puthumala, tmp_path / "sound"), copied(puthumala, tmp_path / "grey", dict.fromkeys(NAMES, "B04"))
    out = tmp_path / "out"
    done = command(*scenes, "--no-dem", "--out-dir", out, "--progress", "json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = {scene["name"]: [one["id"] for one in scene["warnings"]] for scene in lines[-1]["result"]["scenes"]}
    assert found["sound"] == []
    assert "equal-bands" in found["grey"]
    assert any(str(line.get("message")).startswith("grey: WARNING: ") for line in lines)


def test_outlines_of_a_raster_are_looked_at_too(tmp_path: Path) -> None:
    profile = {
        "driver": "GTiff", "height": 200, "width": 200, "count": 1, "dtype": "float32", "crs": "EPSG:32643",
        "transform": rasterio.Affine(10, 0, 600_000, 0, -10, 1_280_000),
    }  # fmt: skip
    with rasterio.open(tmp_path / "p.tif", "w", **profile) as out:
        out.write(np.tri(200, dtype=np.float32), 1)
    done = l4s("vectorize", tmp_path / "p.tif", "--threshold", 0.5, "-o", tmp_path / "a.gpkg")
    assert done.returncode == 0, done.stderr
    assert "WARNING: 50% of the observed ground is marked" in done.stderr

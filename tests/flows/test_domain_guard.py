"""The guard through the commands that people type: refused, forced, in a batch, inspected."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import rasterio

from l4s_core.detection.inspection import inspect_scene
from l4s_core.inventory.files.geopackage import read_run
from onnx_models import write_model
from scene_kit import command


def lifted(source: Path, folder: Path) -> Path:
    """The example scene as a product of baseline 04.00 has it: 1000 too high."""
    folder.mkdir()
    for name in ("B02", "B03", "B04", "B08"):
        with rasterio.open(source / f"{name}.tif") as src:
            data, profile = src.read(1), src.profile
        with rasterio.open(folder / f"{name}.tif", "w", **profile) as out:
            out.write((data.astype(np.int32) + 1000).astype(data.dtype), 1)
    return folder


def test_a_missing_offset_is_refused_and_can_be_forced(puthumala: Path, tmp_path: Path) -> None:
    scene, out = lifted(puthumala, tmp_path / "scene"), tmp_path / "a.gpkg"
    how = scene, "--no-dem", "--offset", 0, "--level", "L2A", "-o", out
    done = command(*how)
    assert (done.returncode, out.exists()) == (2, False)
    assert "is not mapped: " in done.stderr and "say --offset -1000" in done.stderr and "--force" in done.stderr
    assert "Traceback" not in done.stderr
    forced = command(*how, "--force")
    assert forced.returncode == 0, forced.stderr
    assert "no, forced: no-dark-ground" in forced.stdout and "WARNING: Nowhere is the scene darker" in forced.stderr
    run = read_run(out)
    assert (run["domain"], run["asked_force"]) == ("refuse", 1)
    assert "no-dark-ground" in str(run["domain_reasons"]).split()
    assert "no-dark-ground" in {one["id"] for one in json.loads(str(run["warnings"]))}
    facts = inspect_scene(scene, no_dem=True, offset=0.0, level="L2A")
    assert facts["domain"]["verdict"] == "refuse"
    assert any("is not mapped" in problem for problem in facts["problems"])
    assert not any(
        "is not mapped" in text for text in inspect_scene(scene, no_dem=True, offset=0.0, force=True)["problems"]
    )


def test_a_refused_scene_stops_no_batch(puthumala: Path, tmp_path: Path) -> None:
    scenes = lifted(puthumala, tmp_path / "lifted"), puthumala
    how = "--no-dem", "--offset", 0, "--level", "L2A", "--out-dir", tmp_path / "out", "--progress", "json"
    done = command(*scenes, *how)
    assert done.returncode == 3, done.stderr
    found = {one["name"]: one for one in json.loads(done.stdout.splitlines()[-1])["result"]["scenes"]}
    assert "is not mapped" in found["lifted"]["error"]
    assert found["puthumala"]["domain"] == {"verdict": "ok", "reasons": [], "windows": 6, "windows_outside": 0.0}


def test_inspect_judges_as_the_run_that_is_asked_for(puthumala: Path, tmp_path: Path) -> None:
    """With the statistics of the scene nothing is compared; a forced level is a warning."""
    fixed = {"kind": "fixed", "divide": [1.0] * 3, "mean": [500.0] * 3, "std": [200.0] * 3}
    domain = {"at": [0.01, 0.5, 0.99], "quantiles": {"B4": [3000.0, 4000.0, 5000.0]}}
    model = write_model(tmp_path / "m.onnx", normalisation=fixed, levels=["L1C"], domain=domain)
    how = {"model": model, "no_dem": True, "level": "L2A"}
    refused = inspect_scene(puthumala, **how)
    assert ["is L2A" in text for text in refused["problems"]] == [True]
    assert [one["id"] for one in refused["warnings"]] == ["unknown-to-model"]
    forced = inspect_scene(puthumala, **how, force=True, adapt="normalisation")
    assert (forced["problems"], [one["id"] for one in forced["warnings"]]) == ([], ["level"])
    assert forced["domain"]["reasons"] == ["level"]

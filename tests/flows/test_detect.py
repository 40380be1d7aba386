"""The main job on real scenes, and everything that can be wrong with what it is given."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine

import l4s_core
from l4s_core.base.errors import Cancelled
from l4s_core.base.progress import Silent
from l4s_core.rasters.write import decode_probability
from onnx_models import write_model
from scene_kit import ORIGIN, command, hillside, refused, write_raster


@pytest.fixture
def scene(tmp_path: Path) -> tuple[Path, Path]:
    return hillside(tmp_path / "scene")


@pytest.fixture
def redness(tmp_path: Path) -> Path:
    return write_model(tmp_path / "redness.onnx")


# ------------------------------------------------------------------------------------------------------- real scene


@pytest.fixture(scope="module")
def mapped(puthumala: Path, tmp_path_factory) -> dict:
    out = tmp_path_factory.mktemp("puthumala")
    inventory = l4s_core.detect(
        puthumala,
        puthumala / "Copernicus_DEM_30m.tif",
        output=out / "slides.gpkg",
        probability=out / "p.tif",
        mask=out / "m.tif",
        overview=out / "o.png",
    )
    return {"inventory": inventory, "out": out, "folder": puthumala}


def test_puthumala_finds_the_debris_flow(mapped: dict) -> None:
    slides = mapped["inventory"].landslides
    with rasterio.open(mapped["folder"] / "B04.tif") as src:
        left, top = src.transform * (169, 20)
        right, bottom = src.transform * (379, 150)
    flow = slides[slides.intersects(shapely.box(left, bottom, right, top))]
    assert flow["area_m2"].sum() > 100_000
    assert flow["prob_max"].max() > 0.6
    # the scene is 8 km2: false polygons must not fill it
    assert slides["area_m2"].sum() < 0.06 * 400 * 200 * 100
    biggest = slides.loc[slides["area_m2"].idxmax()]
    assert biggest.geometry.intersects(shapely.box(left, bottom, right, top))
    assert biggest["relief_m"] > 100


def test_puthumala_clouds_are_not_observed(mapped: dict) -> None:
    inventory = mapped["inventory"]
    cloud = inventory.not_observed[inventory.not_observed["reason"] == "cloud"]
    assert 0.04 < cloud["area_m2"].sum() / (400 * 200 * 100) < 0.3
    overlap = shapely.area(shapely.intersection(inventory.landslides.union_all(), inventory.not_observed.union_all()))
    assert overlap < 1.0
    with (
        rasterio.open(mapped["out"] / "p.tif") as p,
        rasterio.open(mapped["out"] / "m.tif") as m,
        rasterio.open(mapped["folder"] / "B02.tif") as blue,
    ):
        thick = blue.read(1) > 4000
        probability = decode_probability(p.read(1))
        mask = m.read(1)
    assert np.isnan(probability[thick]).mean() > 0.97
    np.testing.assert_array_equal(np.isnan(probability), mask == 255)


def test_moving_the_windows_changes_almost_nothing(mapped: dict, tmp_path: Path) -> None:
    folder = mapped["folder"]
    with rasterio.open(mapped["out"] / "p.tif") as src:
        first = decode_probability(src.read(1))
    for origin in ((37, 101), (96, 5)):
        l4s_core.detect(
            folder, folder / "Copernicus_DEM_30m.tif", probability=tmp_path / "p.tif", origin=origin, overwrite=True
        )
        with rasterio.open(tmp_path / "p.tif") as src:
            moved = decode_probability(src.read(1))
        assert np.nanmean(np.abs(first - moved)) < 0.02


def test_no_seams_where_windows_meet(mapped: dict, tmp_path: Path) -> None:
    """Steps between neighbouring columns at the borders of windows are those that windows elsewhere give there."""
    folder = mapped["folder"]
    l4s_core.detect(folder, folder / "Copernicus_DEM_30m.tif", probability=tmp_path / "p.tif", origin=(96, 96))
    borders = [160, 224, 352]  # windows of 256 with 64 in common, from -32 on
    near = []
    for path in (mapped["out"] / "p.tif", tmp_path / "p.tif"):
        with rasterio.open(path) as src:
            p = decode_probability(src.read(1))
        steps = np.nanmean(np.abs(np.diff(p, axis=1)), axis=0)
        near.append(np.mean([steps[c - 1 : c + 1].mean() for c in borders]))
    assert near[0] < 1.5 * near[1] + 0.002


def test_the_geopackage_is_complete(mapped: dict) -> None:
    path = mapped["out"] / "slides.gpkg"
    names = {name for name, _ in pyogrio.list_layers(path)}
    assert {"landslides", "crown_toe", "not_observed", "run"} <= names
    assert sorted(p.name for p in mapped["out"].iterdir()) == ["m.tif", "o.png", "p.tif", "slides.gpkg"]
    run = mapped["inventory"].run
    assert run["share_observed"] + run["share_cloud"] + run["share_cloud_shadow"] + run["share_no_data"] + run[
        "share_no_terrain"
    ] + run["share_snow"] + run["share_water"] == pytest.approx(1, abs=1e-4)


def test_the_cloudy_scene_with_an_offset(shared_data: Path) -> None:
    inventory = l4s_core.detect(shared_data / "scenes" / "wayanad_2024_cloudy", no_dem=True)
    assert inventory.run["scene_offset"] == "-1000"
    assert 0.1 < inventory.run["share_cloud"] < 0.5
    assert len(inventory.landslides) > 0
    assert inventory.landslides["relief_m"].isna().all()
    assert len(inventory.crown_toe) == 0


def test_a_scene_in_degrees_is_measured_in_metres(shared_data: Path) -> None:
    folder = shared_data / "scenes" / "hokkaido_2018"
    inventory = l4s_core.detect(folder / "post", folder / "DSM.tif", clouds="builtin")
    slides = inventory.landslides
    assert slides.crs.to_epsg() == 32654
    assert len(slides) > 100
    np.testing.assert_allclose(slides["area_m2"], slides.area, rtol=1e-6)
    assert slides["slope_mean"].median() > 8


# --------------------------------------------------------------------------------------------------- made scene


def test_the_same_slides_from_bands_with_and_without_terrain(scene, redness: Path, tmp_path: Path) -> None:
    folder, dem = scene
    inventory = l4s_core.detect(folder, dem, model=redness, clouds="none", output=tmp_path / "a.gpkg")
    slides = inventory.landslides
    assert sorted(slides["area_m2"].round(-3)) == [45000.0, 100000.0]
    assert slides["slope_mean"].between(19, 21).all()
    assert slides["aspect_mean"].between(265, 275).all()
    bare = l4s_core.detect(folder, no_dem=True, model=redness, clouds="none").landslides
    assert sorted(bare["area_m2"]) == sorted(slides["area_m2"])
    assert bare["slope_mean"].isna().all()


def test_the_gate_drops_flat_components(tmp_path: Path, redness: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    flat = write_raster(tmp_path / "flat.tif", np.full((240, 300), 500, np.float32),
                        transform=ORIGIN * Affine.translation(-20, -20))  # fmt: skip
    assert len(l4s_core.detect(folder, flat, model=redness, clouds="none").landslides) == 0
    assert len(l4s_core.detect(folder, flat, model=redness, clouds="none", min_slope_deg=None).landslides) == 2
    assert len(l4s_core.detect(folder, dem, model=redness, clouds="none").landslides) == 2


def test_an_empty_result_is_a_valid_geopackage(scene, tmp_path: Path) -> None:
    nothing = write_model(tmp_path / "nothing.onnx", weights=np.zeros((1, 3, 3, 3), np.float32))
    done = command(scene[0], "--dem", scene[1], "--model", nothing, "--clouds", "none", "-o", tmp_path / "e.gpkg")
    assert done.returncode == 0, done.stderr
    layer = pyogrio.read_info(tmp_path / "e.gpkg", layer="landslides")
    assert layer["features"] == 0
    assert "area_m2" in layer["fields"]


def test_the_command_ends_with_a_table(scene, redness: Path, tmp_path: Path) -> None:
    done = command(scene[0], "--dem", scene[1], "--model", redness, "-o", tmp_path / "a.gpkg", "--clouds", "none")
    assert done.returncode == 0, done.stderr
    assert "Landslides  2" in done.stdout
    assert "Observed" in done.stdout
    assert "CPU" in done.stdout


def test_json_progress(scene, redness: Path, tmp_path: Path) -> None:
    done = command(
        scene[0],
        "--dem",
        scene[1],
        "--model",
        redness,
        "-o",
        tmp_path / "a.gpkg",
        "--clouds",
        "none",
        "--progress",
        "json",
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"stage", "done", "total", "elapsed_s", "left_s", "overall", "overall_left_s"} == set(lines[0])
    shares = [line["overall"] for line in lines if line.get("overall") is not None]
    assert shares == sorted(shares)
    assert shares[0] >= 0 and shares[-1] <= 1
    assert any("message" in line for line in lines)
    assert lines[-1]["result"]["polygons"] == 2
    assert lines[-1]["result"]["output"] == str(tmp_path / "a.gpkg")
    stages = [line["stage"] for line in lines if "stage" in line]
    assert "detecting landslides" in stages
    again = command(
        scene[0],
        "--dem",
        scene[1],
        "--model",
        redness,
        "-o",
        tmp_path / "a.gpkg",
        "--clouds",
        "none",
        "--progress",
        "json",
    )
    last = json.loads(again.stdout.splitlines()[-1])
    assert (again.returncode, last["exit_code"]) == (2, 2)
    assert "--overwrite" in last["error"]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['l4s-detect', '--help']\nfrom l4s_core.cli.detect import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('numpy', 'rasterio', 'geopandas', 'onnxruntime', 'pydantic', 'torch', 'rich') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "--allow-partial-dem" in done.stdout


# -------------------------------------------------------------------------------------------------------- wrong input


def test_wrong_input_is_one_sentence_and_exit_code_2(scene, redness: Path, tmp_path: Path) -> None:
    folder, dem = scene
    out = tmp_path / "out.gpkg"
    good = [folder, "--dem", dem, "--model", redness, "--clouds", "none", "-o"]
    refused("--no-dem", folder, "--model", redness, "-o", out)
    refused("nowhere", tmp_path / "nowhere", "--dem", dem, "-o", out)
    refused("does not exist", *good, tmp_path / "missing" / "a.gpkg")
    refused(".xyz", *good, tmp_path / "a.xyz")
    refused("redness.onnx", *good[:-2], tmp_path / "redness.onnx.not", "-o", out)
    refused("B10", folder, "--dem", dem, "-o", out, "--model",
            write_model(tmp_path / "b10.onnx", channels=["B4", "B10", "B2"]))  # fmt: skip
    partial = write_raster(tmp_path / "small.tif", np.full((50, 50), 500, np.float32))
    refused("--allow-partial-dem", folder, "--dem", partial, "--model", redness, "-o", out)
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    (broken / "B3.tif").write_bytes((broken / "B3.tif").read_bytes()[:30000])
    refused("B3", broken, "--dem", dem, "--model", redness, "-o", out)
    out.write_text("mine")
    refused("--overwrite", *good, out)
    assert out.read_text() == "mine"
    leftovers = {p.name for p in tmp_path.iterdir() if p.name.startswith(".")}
    assert not leftovers


def test_all_cloud_is_no_inventory(scene, redness: Path, tmp_path: Path) -> None:
    folder = tmp_path / "white"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for name, level in (("B2", 7000), ("B3", 6900), ("B4", 6800), ("B8", 7000), ("B11", 5000), ("B12", 4500)):
        write_raster(folder / f"{name}.tif", rng.normal(level, 50, (200, 260)).astype(np.uint16), nodata=0)
    said = refused("Nothing could be observed", folder, "--dem", scene[1], "--model", redness, "--offset", 0,
                   "--clouds", "builtin", "-o", tmp_path / "a.gpkg")  # fmt: skip
    assert "cloud 1" in said
    assert not (tmp_path / "a.gpkg").exists()


def test_the_output_appears_only_when_it_is_complete(scene, redness: Path, tmp_path: Path) -> None:
    class Late(Silent):
        def stage(self, name: str, total: int | None = None) -> None:
            if name == "writing":
                self.cancel()

    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Cancelled):
        l4s_core.detect(scene[0], scene[1], model=redness, output=out / "a.gpkg", clouds="none", progress=Late())
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_nothing_and_exits_with_130(tmp_path: Path, how: signal.Signals) -> None:
    folder, dem = hillside(tmp_path / "scene", (1400, 1400))
    out = tmp_path / "out"
    out.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "l4s_core.cli.detect", folder, "--dem", dem, "-o", out / "a.gpkg", "--clouds", "none",
         "--progress", "json", "--threads", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line).get("stage") == "detecting landslides":
            break
    started = time.monotonic()
    process.send_signal(how)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - started < 30
    assert list(out.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, redness: Path) -> None:
    folder, dem = hillside(tmp_path / "scene", (700, 700))
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("a small tmpfs cannot be mounted here")
    try:
        done = command(folder, "--dem", dem, "--model", redness, "-o", small / "a.gpkg", "--clouds", "none")
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
        assert "disk" in done.stderr or "space" in done.stderr
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)

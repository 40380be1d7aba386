"""What a scene is, and the problems that would keep a run from beginning."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.cli.inspect import _rows
from l4s_core.detection import detect
from l4s_core.detection.inspection import inspect_scene
from products import make_safe
from scene_kit import ORIGIN, hillside, write_raster


def ask(*arguments: object) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", "inspect", *map(str, arguments), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_a_product(tmp_path: Path) -> None:
    facts = ask(make_safe(tmp_path, baseline="05.09", zip=True))
    assert (facts["kind"], facts["level"], facts["baseline"]) == ("SAFE", "L2A", "05.09")
    assert facts["sensing_time"].startswith("2023-08-23T")
    assert (facts["rows"], facts["cols"], facts["pixel_m"]) == (60, 60, 10)
    assert facts["crs"].startswith("EPSG:326")
    assert facts["offset"] == -1000
    assert facts["cloud_test"] == "product"
    assert facts["bands"]["B2"].endswith(".jp2")
    assert (facts["missing"], facts["problems"]) == ([], [])
    assert facts["megapixels"] == pytest.approx(0.0036, abs=0.01)


def test_the_footprint_is_the_scene(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene")
    facts = inspect_scene(folder)
    ring = gpd.GeoSeries([shapely.Polygon(facts["footprint"])], crs=4326).to_crs("EPSG:32633").iloc[0]
    scene = shapely.box(*(ORIGIN * (0, 200)), *(ORIGIN * (260, 0)))
    assert ring.symmetric_difference(scene).area < 1e-3 * scene.area


def test_a_real_scene_is_quick(puthumala: Path) -> None:
    before = os.times()
    facts = ask(puthumala, "--dem", puthumala / "Copernicus_DEM_30m.tif")
    after = os.times()
    # processor time of the command: other work on the machine does not count
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert 0 < used < 5
    assert facts["problems"] == []
    assert 0.95 < facts["dem"]["cover"] < 1
    assert any("offset" in note.lower() for note in facts["notes"])


def test_an_area_is_less_to_do(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene", (900, 1200))
    area = tmp_path / "a.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.box(*(ORIGIN * (10, 40)), *(ORIGIN * (40, 10)))], crs="EPSG:32633").to_file(area)
    facts = inspect_scene(folder, dem, area=area)
    assert facts["area_km2"] == pytest.approx(0.09)
    assert facts["megapixels"] < 0.2
    assert inspect_scene(folder, dem)["megapixels"] == pytest.approx(1.08)
    assert facts["dem"]["cover"] == 1


def test_problems_are_listed_not_raised(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene")
    elsewhere = write_raster(tmp_path / "far.tif", np.ones((50, 50), np.float32) * 500, crs="EPSG:32633",
                             transform=ORIGIN * ORIGIN.translation(5000, 0))  # fmt: skip
    area = tmp_path / "a.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.box(1, 1, 2, 2)], crs=4326).to_file(area)
    (folder / "B4.tif").unlink()
    facts = ask(folder, "--dem", elsewhere, "--aoi", area)
    assert facts["missing"] == ["B4"]
    words = " ".join(facts["problems"])
    for expected in ("lacks B4", "does not overlap the scene", "outside the scene"):
        assert expected in words
    assert len(facts["problems"]) == 3
    nothing = ask(tmp_path / "none", "--model", "nomodel")
    assert nothing["kind"] is None
    assert len(nothing["problems"]) == 2
    assert set(nothing) == set(facts)


def test_band_numbers_of_one_raster(tmp_path: Path) -> None:
    path = tmp_path / "four.tif"
    with rasterio.open(
        path, "w", driver="GTiff", count=4, height=50, width=60, dtype="uint16", crs="EPSG:32633", transform=ORIGIN
    ) as out:
        out.write(np.random.default_rng(0).integers(100, 3000, (4, 50, 60)).astype(np.uint16))
    assert ask(path)["problems"]  # nobody knows which band is which
    facts = ask(path, "--bands", "B2,B3,B4,-", "--offset", 0)
    assert facts["bands"] == {"B2": 1, "B3": 2, "B4": 3}
    assert facts["problems"] == []


def test_the_table(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    done = subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", "inspect", str(folder), "--dem", str(dem)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0
    assert "200 x 260 pixels of 10 m" in done.stdout
    assert "covers 100.0%" in done.stdout


def test_every_way_of_a_run_can_be_asked_about(puthumala: Path) -> None:
    facts = ask(puthumala, "--no-dem", "--mask-water", "--device", "cpu", "--threads", 1, "--tile", 128)
    assert (facts["problems"], facts["warnings"], facts["tile_px"]) == ([], [], 128)


def test_what_was_decided_is_shown(puthumala: Path) -> None:
    facts = ask(puthumala, "--no-dem")
    assert facts["decisions"] is not None
    for one in facts["decisions"]:
        assert {"subject", "value", "reason", "confidence", "option", "sentence"} <= one.keys()
    decided = Decision("offset", "-1000", "darkest values B4 1051", "likely", "offset")
    decided_so = {
        "decisions": [{**decided.plain(), "sentence": decided.sentence}],
        "notes": [decided.sentence, "Other."],
    }
    shown = [text for _, text in _rows(facts, "auto")]
    assert "bands: by the names of the files" in shown, "which they are stands in a row of its own"
    assert [text for text in shown if "B11" in text and "B12" in text] == [" ".join(facts["bands"])]
    facts |= decided_so
    rows = _rows(facts, "auto")
    assert ("Decided", "offset: -1000, from the values, likely (darkest values B4 1051); say --offset if that is not "
            "right") in rows  # fmt: skip
    assert [text for name, text in rows if name == "Note"] == ["Other."]


def test_what_cannot_be_run_is_no_cloud_test_and_no_device(puthumala: Path, tmp_path: Path) -> None:
    facts = inspect_scene(puthumala, clouds="product", backend="torch")
    assert len(facts["problems"]) == 2 and "PyTorch cannot run" in facts["problems"][0]
    assert not any("Clouds" in name for name, _ in _rows(facts, "product"))
    for scene in (puthumala, tmp_path / "nowhere"):
        problems = inspect_scene(scene, str(tmp_path / "no.tif"))["problems"]
        assert problems[-1].startswith("The DEM ") and "does not exist" in problems[-1]


def test_a_scale_that_is_said_against_the_values_is_said(puthumala: Path) -> None:
    facts = inspect_scene(puthumala, scale=65535)
    assert facts["warnings"][0]["id"] == "option" and "x 10000" in facts["warnings"][0]["text"]
    assert "unknown-to-model" in facts["domain"]["reasons"]  # no ground that the model knows is so dark
    assert any("x 65535, by option (as given, but with it" in text for _, text in _rows(facts, "auto"))


def test_suspicious_values_are_said_before_a_run(puthumala: Path, tmp_path: Path) -> None:
    for name in ("B02", "B03", "B04"):
        shutil.copy(puthumala / "B04.tif", tmp_path / f"{name}.tif")
    facts = ask(tmp_path, "--no-dem", "--offset", 0)
    assert [one["id"] for one in facts["warnings"]] == ["equal-bands"]
    assert ("Warning", facts["warnings"][0]["text"]) in _rows(facts, "auto")


def test_the_scene_before_the_event_and_the_event_are_looked_at_as_a_run_does(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "S2B_MSIL2A_20240816T050659")
    before, _ = hillside(tmp_path / "x" / "S2A_MSIL2A_20240701T050659")
    later, _ = hillside(tmp_path / "y" / "S2A_MSIL2A_20240901T050659")
    facts = inspect_scene(folder, dem, before=before, event=Event(event_date="2024-07-30"))
    assert facts["problems"] == []
    assert facts["before"]["source"] == str(before)
    wrong = {"before": later, "event": Event(event_date="2024-12-24"), "tile": 17, "clouds": "product", "mmu_m2": -1}
    facts = inspect_scene(folder, dem, **wrong, no_dem=True)
    assert facts["before"] is None
    for words in (
        "not earlier than",
        "cannot show what it left",
        "17 is not one",
        "no cloud classification",
        "leave one",
    ):
        assert sum(words in problem for problem in facts["problems"]) == 1, (words, facts["problems"])
    # each of them is what a run would say first if it were alone
    for name, value in {**wrong, "no_dem": True}.items():
        [alone] = inspect_scene(folder, dem, **{name: value})["problems"]
        assert alone in facts["problems"]
        with pytest.raises(InputError) as refused:
            detect(folder, dem, **{name: value})
        assert str(refused.value) == alone


def test_what_is_decided_is_what_a_run_writes(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    how = {"tile": 64, "overlap": 8, "threshold": 0.9, "clouds": "builtin"}
    facts, run = inspect_scene(folder, dem, **how), detect(folder, dem, **how).run
    assert (facts["tile_px"], facts["overlap_px"], facts["threshold"]) == (64, 8, 0.9)
    for name in ("tile_px", "overlap_px", "threshold"):
        assert facts[name] == run[name]
    assert facts["cloud_test"] == "builtin" and "built-in" in run["clouds"]
    assert (facts["rows"], facts["cols"]) == (run["grid_rows"], run["grid_cols"])


def test_the_command_takes_the_options_of_a_run(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    assert ask(folder, "--no-dem", "--clouds", "none", "--mmu", 0, "--event-date", "2024-07-30")["problems"] == []
    assert "leave one of them out" in ask(folder, "--dem", dem, "--no-dem")["problems"][0]
    partial = write_raster(tmp_path / "small.tif", np.full((180, 220), 500, np.float32), transform=ORIGIN)
    assert "covers only" in ask(folder, "--dem", partial)["problems"][0]
    assert ask(folder, "--dem", partial, "--allow-partial-dem")["problems"] == []


@pytest.mark.parametrize(
    "scene", ["puthumala_2019", "wayanad_2024_cloudy", "background_dolomites_west", "background_virginia_l1c",
              "background_chittagong"],
)  # fmt: skip
def test_sound_scenes_are_not_suspicious(shared_data: Path, scene: str) -> None:
    facts = inspect_scene(shared_data / "scenes" / scene, no_dem=True)
    bare = {"background_dolomites_west": 1, "background_virginia_l1c": 1}.get(scene, 0)  # which is right
    assert [one["id"] for one in facts["warnings"]] == ["bare-ground"] * bare
    assert facts["problems"] == []
    assert (facts["domain"]["verdict"], facts["domain"]["reasons"]) == (
        ("warn", ["bare-ground"]) if bare else ("ok", [])
    )

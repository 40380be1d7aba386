"""The steps that are planned are those that happen, in their order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from l4s_core.base.progress import Silent
from l4s_core.base.whole_run import Step
from l4s_core.detection import detect
from l4s_core.detection.inspection import inspect_scene
from l4s_core.detection.vectorize import vectorize


@pytest.fixture(autouse=True)
def unknown_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("L4S_CACHE", str(tmp_path / "cache"))


class Told(Silent):
    """What a run says it will do, and what it does."""

    def __init__(self) -> None:
        super().__init__()
        self.planned: list[str] = []
        self.seconds = 0.0
        self.happened: list[str] = []

    def plan(self, steps: Sequence[Step]) -> None:
        self.planned = [one.name for one in steps]
        self.seconds = sum(one.seconds for one in steps)

    def stage(self, name: str, total: int | None = None) -> None:
        if self.happened[-1:] != [name]:  # a stage may say it again
            self.happened.append(name)


def merged(names: list[str]) -> list[str]:
    return [name for k, name in enumerate(names) if k == 0 or names[k - 1] != name]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"clouds": "builtin"},
        {"clouds": "none", "no_dem": True},
        {"runout": True, "clouds": "none"},
        {"crf": True, "clouds": "none"},
        {"min_slope_deg": None, "clouds": "none"},
    ],
    ids=lambda how: " ".join(how) or "plain",
)
def test_a_run_does_what_it_planned(puthumala: Path, how: dict[str, Any]) -> None:
    told = Told()
    dem = None if how.get("no_dem") else puthumala / "Copernicus_DEM_30m.tif"
    detect(puthumala, dem, progress=told, **how)
    assert told.happened == merged(told.planned)
    facts = inspect_scene(puthumala, dem, **how)
    assert facts["seconds"] == pytest.approx(told.seconds, abs=0.1)
    assert facts["seconds_known"] is False


def test_with_a_scene_before(puthumala: Path, tmp_path: Path) -> None:
    """A copy of the scene: nothing is new, and it is compared all the same."""
    before = tmp_path / "before"
    shutil.copytree(puthumala, before, ignore=shutil.ignore_patterns("*DEM*"))
    told = Told()
    how = {"clouds": "builtin", "offset": 0.0, "pre_offset": 0.0, "change": "on"}
    detect(puthumala, puthumala / "Copernicus_DEM_30m.tif", before=before, progress=told, **how)
    assert told.happened == merged(told.planned)
    assert "comparing with the scene before" in told.happened


def test_an_area_takes_less_time(puthumala: Path, tmp_path: Path) -> None:
    import geopandas
    import rasterio
    from shapely.geometry import box

    with rasterio.open(puthumala / "B02.tif") as band:
        left, bottom, crs = band.bounds.left, band.bounds.bottom, band.crs
    area = tmp_path / "area.gpkg"
    geopandas.GeoSeries([box(left, bottom, left + 300, bottom + 300)], crs=crs).to_file(area)
    told = Told()
    detect(puthumala, no_dem=True, area=area, clouds="none", progress=told)
    assert told.happened == merged(told.planned)
    whole = inspect_scene(puthumala, clouds="none")["seconds"]
    assert told.seconds < whole - 0.05, "the scene is not much larger than a window"


def test_vectorize_too(puthumala: Path, tmp_path: Path) -> None:
    detect(puthumala, no_dem=True, clouds="none", output=tmp_path / "a.gpkg", probability=tmp_path / "p.tif")
    told = Told()
    vectorize(tmp_path / "p.tif", puthumala / "Copernicus_DEM_30m.tif", output=tmp_path / "b.gpkg", progress=told)
    assert told.happened == merged(told.planned)


def test_json_lines_say_how_far_the_whole_run_is_and_it_is_learnt(puthumala: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "l4s_core.cli.main", "detect", str(puthumala), "--dem"]
    words += [str(puthumala / "Copernicus_DEM_30m.tif"), "-o", str(tmp_path / "a.gpkg"), "--progress", "json"]
    environment = {**os.environ, "L4S_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    shares = [line["overall"] for line in lines if "stage" in line]
    assert shares[0] is None, "before it is opened nothing is known"
    known = [share for share in shares if share is not None]
    assert len(known) > 10 and known == sorted(known)
    assert known[0] < 0.6 and 0.8 < known[-1] <= 1
    lefts = [line["overall_left_s"] for line in lines if line.get("overall") is not None]
    assert lefts[-1] < lefts[0] < 60
    learnt = json.loads((tmp_path / "cache" / "pace.json").read_text())
    assert any(key.startswith("detecting: ") for key in learnt)
    assert "opening the scene" in learnt

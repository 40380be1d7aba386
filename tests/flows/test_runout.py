"""Run-outs from the scene to the table, and what they cannot be had without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import l4s_core
from l4s_core.base.errors import InputError


def test_the_real_flow_grows_and_nothing_is_lost(puthumala: Path) -> None:
    dem = puthumala / "Copernicus_DEM_30m.tif"
    short = l4s_core.detect(puthumala, dem, clouds="builtin", threshold=0.6)
    long = l4s_core.detect(puthumala, dem, clouds="builtin", threshold=0.6, runout=True)
    grown = long.landslides["grown_m2"]
    assert short.run["runout"] == 0 and long.run["runout"] == 1
    assert short.landslides["grown_m2"].sum() == 0
    assert long.run["grown_area_m2"] == grown.sum() > 10_000
    assert long.landslides["area_m2"].sum() == pytest.approx(short.landslides["area_m2"].sum() + grown.sum())
    assert len(long.landslides) <= len(short.landslides)
    ours = long.landslides.geometry.union_all()
    assert ours.buffer(0.1).contains(short.landslides.geometry.union_all())
    assert long.landslides["prob_max"].max() == short.landslides["prob_max"].max()


def test_without_terrain_it_is_refused(puthumala: Path) -> None:
    with pytest.raises(InputError, match="give a DEM with --dem"):
        l4s_core.detect(puthumala, no_dem=True, clouds="none", runout=True)


def test_what_was_bare_before_is_not_grown_over(puthumala: Path, tmp_path: Path) -> None:
    before = shutil.copytree(puthumala, tmp_path / "S2A_MSIL2A_20180301T051651")
    dem = puthumala / "Copernicus_DEM_30m.tif"
    with pytest.raises(InputError, match="--change off"):
        l4s_core.detect(puthumala, dem, before=before, clouds="none", runout=True, change="on")

"""What is done to a probability before it is outlined, from the scene to the table and again from the probability."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from click.testing import CliRunner

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.cli.main import main

HOW = {"clouds": "none", "crf": True, "hysteresis": 0.2, "fill_holes_m2": 500.0}
AGAIN = {name: HOW[name] for name in ("crf", "hysteresis", "fill_holes_m2")}


def pixels(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read(1)


def test_the_probability_stays_that_of_the_model_and_gives_the_same_polygons_again(
    puthumala: Path, tmp_path: Path
) -> None:
    dem = puthumala / "Copernicus_DEM_30m.tif"
    plain = l4s_core.detect(puthumala, dem, clouds="none", probability=tmp_path / "plain.tif")
    run = l4s_core.detect(puthumala, dem, **HOW, probability=tmp_path / "p.tif")
    assert np.array_equal(pixels(tmp_path / "p.tif"), pixels(tmp_path / "plain.tif"))
    assert (plain.run["crf"], run.run["crf"], run.run["asked_crf"]) == (0, 1, 1)
    assert run.run["crf_bands"] == "B2 B3 B4 B8" and "near_px:3" in str(run.run["crf_kernels"])
    assert run.run["crf_changed_pixels"] > 0 and run.run["joined_area_m2"] > 0
    assert "crf_bands" not in plain.run
    assert run.landslides["prob_max"].max() == plain.landslides["prob_max"].max(), "as the model has it"
    again = l4s_core.vectorize(tmp_path / "p.tif", dem, **AGAIN, scene=puthumala)
    assert [shape.wkb for shape in again.landslides.geometry] == [shape.wkb for shape in run.landslides.geometry]
    own = ["run_utc", "uuid", "geometry"]
    assert again.landslides.drop(columns=own).equals(run.landslides.drop(columns=own))
    assert again.run["crf_changed_pixels"] == run.run["crf_changed_pixels"]
    other = l4s_core.vectorize(tmp_path / "p.tif", dem)
    assert [shape.wkb for shape in other.landslides.geometry] == [shape.wkb for shape in plain.landslides.geometry]


def test_a_part_of_the_probability_can_be_refined_by_itself(puthumala: Path, tmp_path: Path) -> None:
    l4s_core.detect(puthumala, no_dem=True, clouds="none", probability=tmp_path / "p.tif")
    with rasterio.open(tmp_path / "p.tif") as source:
        left, bottom, right, top = source.bounds
    whole = l4s_core.vectorize(tmp_path / "p.tif", crf=True, scene=puthumala)
    part = l4s_core.vectorize(
        tmp_path / "p.tif", crf=True, scene=puthumala, extent=(left, bottom, (left + right) / 2, top)
    )
    assert 0 < part.run["crf_changed_pixels"] < whole.run["crf_changed_pixels"]


def test_what_cannot_be_is_refused_in_a_sentence(puthumala: Path, tmp_path: Path) -> None:
    l4s_core.detect(puthumala, no_dem=True, clouds="none", probability=tmp_path / "p.tif")
    with pytest.raises(InputError, match="give the scene with --scene"):
        l4s_core.vectorize(tmp_path / "p.tif", crf=True)
    with pytest.raises(InputError, match="up to the threshold"):
        l4s_core.detect(puthumala, no_dem=True, clouds="none", threshold=0.5, hysteresis=0.6)
    asked = ["vectorize", str(tmp_path / "p.tif"), "--crf", "-o", str(tmp_path / "o.gpkg")]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 2 and "--scene" in done.output
    assert not (tmp_path / "o.gpkg").exists()

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
from l4s_core.domain.types import from_row
from scene_kit import write_raster

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


def test_what_the_field_took_away_is_said(tmp_path: Path) -> None:
    """One likely pixel on even ground: the others vote it down, and the highest probability is what they left."""
    folder = tmp_path / "scene"
    folder.mkdir()
    for name in ("B2", "B3", "B4", "B8"):
        write_raster(folder / f"{name}.tif", np.full((40, 40), 900, np.uint16), nodata=0)
    probability = np.zeros((40, 40), np.float32)
    probability[20, 20] = 0.52
    source = write_raster(tmp_path / "p.tif", probability)
    how = {"threshold": 0.5, "mmu_m2": 0.0, "scene": folder, "offset": 0.0, "scene_scale": 10000.0}
    assert len(l4s_core.vectorize(source, **how).landslides) == 1
    [doubt] = [one for one in from_row(l4s_core.vectorize(source, crf=True, **how).run["warnings"])
               if one["id"] == "nothing-found"]  # fmt: skip
    assert "after --crf and the threshold 0.5" in doubt["text"] and "0.52" not in doubt["text"]

"""Outlines from a probability raster: the same as the run's, and from rasters of other origin."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.detection.vectorize import vectorize
from l4s_core.inventory.files.read import read_inventory
from onnx_models import write_model
from scene_kit import ORIGIN, hillside, write_raster


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", "vectorize", *map(str, arguments)], capture_output=True, text=True
    )


def shapes(inventory) -> list[bytes]:
    return [geometry.wkb for geometry in inventory.landslides.geometry]


@pytest.fixture
def blobs() -> np.ndarray:
    """Probabilities with three slides of 400, 300 and 9 pixels."""
    values = np.full((120, 150), 0.1, np.float32)
    values[10:30, 10:30] = 0.9
    values[60:75, 50:70] = 0.6
    values[100:103, 100:103] = 0.95
    return values


def test_a_run_outlined_again_is_the_same(puthumala: Path, tmp_path: Path) -> None:
    dem = puthumala / "Copernicus_DEM_30m.tif"
    for options in ({}, {"mmu_m2": 400, "min_slope_deg": 20, "simplify_m": 15, "threshold": 0.5}):
        event = Event("P-1", "2019-08-08", "rainfall")
        run = l4s_core.detect(
            puthumala, dem, clouds="builtin", probability=tmp_path / "p.tif", event=event, overwrite=True, **options
        )
        options.pop("threshold", None)  # it is in the raster
        again = vectorize(tmp_path / "p.tif", dem, **options)
        assert len(run.landslides) >= 3
        assert shapes(again) == shapes(run)
        own = ["run_utc", "uuid", "geometry"]  # a new outline is a new polygon
        assert again.landslides.drop(columns=own).equals(run.landslides.drop(columns=own))
        assert shapes_of_points(again) == shapes_of_points(run)


def shapes_of_points(inventory) -> list[bytes]:
    return [point.wkb for point in inventory.crown_toe.geometry]


def test_the_run_over_an_area_too(tmp_path: Path) -> None:
    import geopandas as gpd
    import shapely

    folder, dem = hillside(tmp_path / "scene")
    model = write_model(tmp_path / "redness.onnx")
    area = tmp_path / "a.gpkg"
    triangle = shapely.Polygon([ORIGIN * xy for xy in ((20, 20), (240, 20), (20, 190))])
    gpd.GeoDataFrame(geometry=[triangle], crs="EPSG:32633").to_file(area)
    how = {"model": model, "clouds": "none", "area": area, "probability": tmp_path / "p.tif"}
    run = l4s_core.detect(folder, dem, **how)
    again = vectorize(tmp_path / "p.tif", dem)
    assert shapes(again) == shapes(run)
    assert again.landslides["truncated"].tolist() == run.landslides["truncated"].tolist()
    assert set(again.not_observed["reason"]) == {"no data"}


def test_a_window_is_the_whole_cut_out(blobs: np.ndarray, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "p.tif", blobs, nodata=np.nan)
    whole = vectorize(path, threshold=0.5)
    assert whole.landslides["area_m2"].tolist() == [40_000, 30_000]
    left, top = ORIGIN * (20, 5)
    right, bottom = ORIGIN * (90, 90)
    part = vectorize(path, threshold=0.5, extent=(left + 3, bottom + 3, right - 3, top - 3))
    assert (part.run["grid_rows"], part.run["grid_cols"]) == (85, 70)
    assert part.landslides["area_m2"].tolist() == [30_000, 20_000]  # the larger one is cut in two
    assert part.landslides["truncated"].tolist() == [0, 1]
    assert shapes(part)[0] == shapes(whole)[1]


def test_a_small_window_of_a_large_raster_is_quick(tmp_path: Path) -> None:
    """Only the window is read: the rest of this file would be gigabytes if it were."""
    path = tmp_path / "large.tif"
    side = 60_000
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=1, dtype="float32", crs="EPSG:32633",
        transform=ORIGIN, tiled=True, sparse_ok=True, compress="deflate", nodata=-1,
    ) as out:  # fmt: skip
        slide = np.zeros((256, 256), np.float32)
        slide[100:130, 100:120] = 1
        out.write(slide, 1, window=rasterio.windows.Window(25600, 25600, 256, 256))
    left, top = ORIGIN * (25600, 25600)
    inventory = vectorize(path, threshold=0.5, extent=(left - 5000, top - 7000, left + 8000, top + 2000))
    assert inventory.landslides["area_m2"].tolist() == [60_000]
    assert inventory.run["run_seconds"] < 10


def test_nodata_is_not_observed(blobs: np.ndarray, tmp_path: Path) -> None:
    blobs[15:20, 10:18] = -9999
    inventory = vectorize(write_raster(tmp_path / "p.tif", blobs, nodata=-9999), threshold=0.5)
    assert inventory.not_observed["area_m2"].tolist() == [4000]
    assert inventory.landslides["truncated"].tolist() == [1, 0]
    assert inventory.run["share_observed"] == pytest.approx(1 - 40 / blobs.size, abs=1e-5)


def test_a_raster_of_other_origin_says_so(blobs: np.ndarray, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "theirs.tif", blobs)
    slides = vectorize(path, threshold=0.5).landslides
    assert slides["model_id"].isna().all()
    assert set(slides["scene_post"]) == {"theirs"}
    with pytest.raises(InputError, match="--threshold"):
        vectorize(path)


def test_what_is_no_probability_raster(blobs: np.ndarray, tmp_path: Path) -> None:
    per_cent = write_raster(tmp_path / "percent.tif", (blobs * 100).astype(np.uint8))
    hundred = write_raster(tmp_path / "hundred.tif", blobs * 100)
    counts = write_raster(tmp_path / "counts.tif", (blobs * 30000).astype(np.uint16), nodata=65535)
    with rasterio.open(counts, "r+") as out:
        out.update_tags(scale="0.0001")  # as ours
    degrees = write_raster(
        tmp_path / "degrees.tif", blobs, crs="EPSG:4326", transform=Affine(1e-4, 0, 15, 0, -1e-4, 40)
    )
    # at 62 degrees north an area in Web Mercator is four and a half times that on the ground
    mercator = write_raster(
        tmp_path / "mercator.tif", blobs, crs="EPSG:3857", transform=Affine(10, 0, 1e6, 0, -10, 8.9e6)
    )
    nowhere = write_raster(tmp_path / "nowhere.tif", blobs, transform=Affine(10, 0, 1e12, 0, -10, 1e12))
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        no_place = write_raster(tmp_path / "no_place.tif", blobs, transform=Affine.identity())
    infinite = write_raster(tmp_path / "infinite.tif", np.where(blobs > 0.8, np.inf, blobs).astype(np.float32))
    bands = tmp_path / "bands.tif"
    with rasterio.open(
        bands, "w", driver="GTiff", width=4, height=4, count=3, dtype="float32", crs="EPSG:32633", transform=ORIGIN
    ):
        pass
    (tmp_path / "text.tif").write_text("no raster")
    for words, path in {
        "of type uint8": per_cent,
        "from 10 to 95": hundred,
        "above 10000": counts,
        "not in metres": degrees,
        "not a metre on the ground": mercator,
        "far from where its CRS": nowhere,
        "no geotransform": no_place,
        "from 0.1 to inf": infinite,
        "3 bands": bands,
        "cannot be opened": tmp_path / "text.tif",
        "does not exist": tmp_path / "none.tif",
    }.items():
        with pytest.raises(InputError, match=words):
            vectorize(path, threshold=0.5)
    good = write_raster(tmp_path / "p.tif", blobs)
    for words, extent in {
        "outside": (0, 0, 10, 10),
        "500100 4499000 500000 4499900 is empty": (500100, 4499000, 500000, 4499900),
    }.items():
        with pytest.raises(InputError, match=words):
            vectorize(good, threshold=0.5, extent=extent)


def test_the_command(blobs: np.ndarray, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "p.tif", blobs)
    output = tmp_path / "o.gpkg"
    done = command(path, "-o", output, "--threshold", 0.7, "--mmu", 500, "--event-id", "E1", "--progress", "json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout.splitlines()[-1])["result"]
    assert facts["polygons"] == 2
    assert facts["crs"] == "EPSG:32633"
    assert facts["files"]["landslides"] == str(output)
    inventory = read_inventory(output)
    assert set(inventory.landslides["event_id"]) == {"E1"}
    assert inventory.run["probability_path"] == str(path)
    left, top = ORIGIN * (0, 0)
    far = command(path, "-o", tmp_path / "f.gpkg", "--threshold", 0.7, "--extent", left, top + 10, left + 9, top + 20)
    assert far.returncode == 2
    assert "outside" in far.stderr
    table = command(path, "-o", output, "--threshold", 0.7, "--overwrite", "--progress", "lines")
    assert "100.0% of the raster" in table.stdout
    assert "Clouds" not in table.stdout

"""``l4s measure`` and ``l4s grow`` on the real scene and on a made hillside, as functions and as commands."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.inventory.outline.given import EXTREMES, MEASURED
from scene_kit import ORIGIN, hillside, write_raster


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", *map(str, arguments)], capture_output=True, text=True
    )


def sentence(*arguments: object) -> str:
    done = command(*arguments)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def run(tmp_path_factory, puthumala: Path) -> tuple[Path, Path, Path]:
    """(inventory, probability, DEM) of a run over the real scene."""
    folder = tmp_path_factory.mktemp("run")
    dem = puthumala / "Copernicus_DEM_30m.tif"
    l4s_core.detect(
        puthumala, dem, clouds="builtin", output=folder / "i.gpkg", probability=folder / "p.tif", threshold=0.2
    )
    return folder / "i.gpkg", folder / "p.tif", dem


def test_the_polygons_of_a_run_measured_again_are_the_same(run, tmp_path: Path) -> None:
    inventory, probability, dem = run
    own = gpd.read_file(inventory, layer="landslides")
    assert len(own) >= 4
    shuffled = own.sample(frac=1, random_state=3).reset_index(drop=True)
    emptied = shuffled.assign(**dict.fromkeys(MEASURED))
    emptied.to_file(tmp_path / "edited.gpkg", layer="landslides")
    done = command(
        "measure", tmp_path / "edited.gpkg", "--probability", probability, "--dem", dem, "-o", tmp_path / "m.gpkg"
    )
    assert done.returncode == 0, done.stderr
    again = gpd.read_file(tmp_path / "m.gpkg")
    assert again["uuid"].tolist() == shuffled["uuid"].tolist()
    for name in MEASURED:
        expected = pd.to_numeric(shuffled[name]).to_numpy(float)
        np.testing.assert_allclose(pd.to_numeric(again[name]).to_numpy(float), expected, rtol=1e-9, err_msg=name)


def test_in_degrees_and_as_json(run, tmp_path: Path) -> None:
    inventory, probability, dem = run
    own = gpd.read_file(inventory, layer="landslides")
    ends = gpd.read_file(inventory, layer="crown_toe")
    own.to_crs("EPSG:4326")[["geometry"]].to_file(tmp_path / "wgs.geojson")
    done = command("measure", tmp_path / "wgs.geojson", "--probability", probability, "--dem", dem, "--json")
    rows = json.loads(done.stdout)["polygons"]
    assert list(rows[0]) == [*MEASURED, *EXTREMES]
    crown = ends[(ends["ls_id"] == own["ls_id"][0]) & (ends["kind"] == "crown")].to_crs("EPSG:4326").geometry.iloc[0]
    assert (rows[0]["crown_x"], rows[0]["crown_y"]) == pytest.approx((crown.x, crown.y), abs=1e-9)
    for row, (_, mine) in zip(rows, own.iterrows(), strict=True):
        assert row["area_m2"] == pytest.approx(mine["area_m2"], rel=1e-3)
        assert row["slope_mean"] == pytest.approx(mine["slope_mean"], rel=1e-6)
        assert row["prob_mean"] == pytest.approx(mine["prob_mean"], rel=1e-6)


def test_without_a_raster_sizes_are_measured_and_with_a_dem_the_terrain(tmp_path: Path) -> None:
    _, dem = hillside(tmp_path / "scene")
    box = shapely.box(500_500, 4_499_500, 500_700, 4_499_600)
    table = gpd.GeoDataFrame({"name": ["a"]}, geometry=[box], crs="EPSG:32633")
    bare = l4s_core.measure(table)
    assert bare["area_m2"].tolist() == [20_000]
    assert bare[["slope_mean", "prob_mean", "truncated", "conf_usgs", "crown_x"]].isna().all(axis=None)
    with_dem = l4s_core.measure(table, dem=dem)
    assert with_dem["slope_mean"].iloc[0] == pytest.approx(20, abs=0.1)
    assert with_dem["aspect_mean"].iloc[0] == pytest.approx(270, abs=0.1)
    assert with_dem["length_m"].iloc[0] == pytest.approx(200)
    assert with_dem["relief_m"].iloc[0] == pytest.approx(190 * np.tan(np.radians(20)), rel=1e-3)
    assert with_dem["name"].tolist() == ["a"]
    lon_lat = l4s_core.measure(table.to_crs("EPSG:4326"), dem=dem)
    assert lon_lat["area_m2"].iloc[0] == pytest.approx(20_000, rel=1e-3)
    assert lon_lat["slope_mean"].iloc[0] == pytest.approx(20, abs=0.1)


def test_polygons_over_the_edge_and_outside(tmp_path: Path) -> None:
    _, dem = hillside(tmp_path / "scene")
    values = np.full((200, 260), 0.8, np.float32)
    probability = write_raster(tmp_path / "p.tif", values)
    over = shapely.box(499_900, 4_499_500, 500_100, 4_499_600)
    outside = shapely.box(499_860, 4_499_300, 499_900, 4_499_340)
    within = shapely.box(500_500, 4_499_500, 500_700, 4_499_600)
    table = gpd.GeoDataFrame(geometry=[over, outside, within], crs="EPSG:32633")
    found = l4s_core.measure(table, probability, dem)
    assert found["truncated"].tolist() == [1, 1, 0]
    assert found["prob_mean"].iloc[[0, 2]].tolist() == pytest.approx([0.8, 0.8])
    assert np.isnan(found["prob_mean"].iloc[1])
    assert found["slope_mean"].tolist() == pytest.approx([20, 20, 20], abs=0.2)
    alone = l4s_core.measure(table.iloc[[1]].reset_index(drop=True), probability, dem)
    assert alone["slope_mean"].iloc[0] == pytest.approx(20, abs=0.2)
    assert alone["prob_mean"].isna().all()


def test_measuring_nothing_and_refusals(run, tmp_path: Path) -> None:
    inventory, probability, dem = run
    assert "--output" in sentence("measure", inventory, "--probability", probability)
    assert "does not exist" in sentence("measure", tmp_path / "no.gpkg", "--json")
    assert "does not exist" in sentence("measure", inventory, "--probability", tmp_path / "no.tif", "--json")
    assert "input" in sentence("measure", inventory, "-o", inventory, "--overwrite", "--dem", dem)
    nothing = gpd.GeoDataFrame(geometry=[], crs="EPSG:32643")
    assert len(l4s_core.measure(nothing, probability, dem)) == 0
    with pytest.raises(InputError, match="no CRS"):
        l4s_core.measure(gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)]))


def brown_box() -> shapely.Polygon:
    """The upper of the two slides of `hillside`."""
    corners = [ORIGIN * xy for xy in ((50, 40), (100, 40), (100, 60), (50, 60))]
    return shapely.Polygon(corners)


def overlap(a, b) -> float:
    return a.intersection(b).area / a.union(b).area


def test_growing_by_looks_by_probability_and_by_both(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    truth = brown_box()
    x, y = truth.centroid.x, truth.centroid.y
    values = np.full((200, 260), 0.02, np.float32)
    values[40:60, 50:100] = 0.25  # below any threshold
    probability = write_raster(tmp_path / "p.tif", values)
    for evidence in ({"scene": folder}, {"probability": probability}, {"scene": folder, "probability": probability}):
        found = l4s_core.grow(x, y, dem=dem, **evidence)
        shapes = list(found.outlines.geometry)
        assert len(found.evidence) == len(evidence)
        assert max(overlap(shape, truth) for shape in shapes) > 0.9, evidence
        assert overlap(shapes[found.likeliest], truth) > 0.9, evidence
        assert all(outer.covers(inner) for inner, outer in pairwise(shapes))
        assert all(shape.contains(shapely.Point(x, y)) for shape in shapes)
        row = found.outlines.iloc[found.likeliest]
        assert row["slope_mean"] == pytest.approx(20, abs=0.5)
        assert ("probability" in evidence) == bool(np.isfinite(row["prob_mean"]))


def test_what_is_not_observed_is_not_grown_over(tmp_path: Path) -> None:
    values = np.full((60, 60), 0.9, np.float32)
    values[:, 30:] = np.nan
    probability = write_raster(tmp_path / "p.tif", values)
    x, y = ORIGIN * (20.5, 30.5)
    found = l4s_core.grow(x, y, probability=probability)
    assert found.outlines.total_bounds[2] <= (ORIGIN * (30, 0))[0]
    assert found.outlines["truncated"].iloc[-1] == 1
    x, y = ORIGIN * (40.5, 30.5)
    with pytest.raises(InputError, match="not observed"):
        l4s_core.grow(x, y, probability=probability)


def test_nothing_grows_over_landslides_that_are_known(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene")
    truth = brown_box()
    left, bottom, right, top = truth.bounds
    known = shapely.box(left, bottom, left + 200, top)
    gpd.GeoDataFrame(geometry=[known], crs="EPSG:32633").to_crs("EPSG:4326").to_file(tmp_path / "known.geojson")
    found = l4s_core.grow(right - 55, top - 55, scene=folder, exclude=tmp_path / "known.geojson")
    assert found.outlines.geometry.union_all().intersection(known).area < 1
    assert overlap(found.outlines.geometry.iloc[found.likeliest], truth.difference(known)) > 0.85
    with pytest.raises(InputError, match="there already"):
        l4s_core.grow(left + 55, top - 55, scene=folder, exclude=tmp_path / "known.geojson")


def test_only_a_window_is_read_and_the_area_is_bounded(tmp_path: Path) -> None:
    values = np.full((400, 400), 0.9, np.float32)
    probability = write_raster(tmp_path / "p.tif", values)
    x, y = ORIGIN * (200.5, 200.5)
    near = l4s_core.grow(x, y, probability=probability, reach_m=300).outlines
    left, bottom, right, top = near.total_bounds
    assert max(right - x, x - left, top - y, y - bottom) <= 305.001
    rng = np.random.default_rng(0)
    with rasterio.open(probability, "r+") as out:
        out.write(rng.uniform(0.5, 1, values.shape).astype(np.float32), 1)
    small = l4s_core.grow(x, y, probability=probability, most_m2=50_000).outlines
    assert small["area_m2"].max() <= 50_000 + 10 * 900  # with its small holes closed
    assert len(l4s_core.grow(x, y, probability=probability, steps=4).outlines) <= 4


def test_the_command_prints_geojson_that_gdal_reads(run, puthumala: Path, tmp_path: Path) -> None:
    inventory, probability, dem = run
    slide = gpd.read_file(inventory, layer="landslides").iloc[0].geometry
    with rasterio.open(probability) as raster:
        # the centre of a pixel: on the edge of two, the way through degrees and back may end in the other one
        inside = slide.representative_point()
        at = shapely.Point(raster.xy(*raster.index(inside.x, inside.y)))
    how = ["--probability", probability, "--scene", puthumala, "--dem", dem]
    done = command("grow", at.x, at.y, *how, "--json")
    assert done.returncode == 0, done.stderr
    (tmp_path / "grown.geojson").write_text(done.stdout)
    facts = json.loads(done.stdout)
    read = gpd.read_file(tmp_path / "grown.geojson")
    assert read.crs.to_epsg() == 32643
    assert facts["evidence"] == ["probability", "looks"]
    assert len(read) == len(facts["features"]) > 3
    measured = l4s_core.measure(read, probability, dem)
    for name in MEASURED:
        assert [row["properties"][name] for row in facts["features"]] == pytest.approx(measured[name].tolist()), name
    lon_lat = gpd.GeoSeries([at], crs=32643).to_crs(4326).iloc[0]
    again = command("grow", lon_lat.x, lon_lat.y, "--crs", "EPSG:4326", *how, "-o", tmp_path / "one.gpkg")
    assert again.returncode == 0, again.stderr
    one = gpd.read_file(tmp_path / "one.gpkg").geometry.iloc[0]
    assert one.equals(read.geometry.iloc[facts["likeliest"]])


def test_growing_is_refused_in_one_sentence(run, tmp_path: Path) -> None:
    _, probability, _ = run
    assert "--probability" in sentence("grow", 1, 2, "--json")
    assert "outside" in sentence("grow", -1, 2, "--probability", probability, "--json")
    assert "not understood" in sentence("grow", 1, 2, "--crs", "EPSG:nothing", "--probability", probability, "--json")
    assert "--output" in sentence("grow", 1, 2, "--probability", probability)
    assert "reach" in sentence("grow", 1, 2, "--probability", probability, "--json", "--reach", 1e9)

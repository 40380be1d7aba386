"""What an analyst decided, on a grid: a point in a polygon is the judge."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.tuning.corrections import BAND, BAND_M, NOBODY, CorrectionsOnGrid, read_corrections
from scene_kit import ORIGIN

X, Y = ORIGIN.c, ORIGIN.f


def write(path: Path, status: list[str | None], shapes: list, column: str = "status", crs: str = "EPSG:32633") -> Path:
    gpd.GeoDataFrame({column: status}, geometry=shapes, crs="EPSG:32633").to_crs(crs).to_file(path)
    return path


def circles(count: int = 12) -> list:
    rng = np.random.default_rng(1)
    return [shapely.Point(X + x, Y - y).buffer(r) for x, y, r in rng.uniform((50, 50, 15), (750, 550, 60), (count, 3))]


def test_pixels_are_those_whose_centre_is_inside(tmp_path: Path) -> None:
    shapes = circles()
    status = ["accepted", "Rejected", "unreviewed", "EDITED", "rejected", "added"] * 2
    found = read_corrections(write(tmp_path / "c.gpkg", status, shapes))
    assert (found.landslides, found.rejected, len(found.others)) == (6, 4, 2)
    grid = GeoBox((60, 80), ORIGIN, "EPSG:32633")
    on = CorrectionsOnGrid(found, grid)
    roi = slice(5, 55), slice(10, 80)
    owners, undecided = on.owners(roi), on.undecided(roi)
    rows, cols = np.mgrid[roi]
    x, y = ORIGIN * (cols + 0.5, rows + 0.5)
    points = shapely.points(x, y)
    inside = np.array([shapely.contains(s, points) for s in found.shapes])
    yes = inside[found.verdicts == 1].any(axis=0)
    no = inside[found.verdicts == 0].any(axis=0) & ~yes
    kinds = np.where(owners >= 0, found.verdicts[owners], 255)
    assert np.array_equal(kinds == 1, yes) and np.array_equal(kinds == 0, no)
    assert all(inside[k][owners == k].all() for k in range(len(found)))
    near = shapely.distance(points, shapely.union_all(found.shapes))
    assert (near[owners == BAND] <= BAND_M + 0.5).all() and (near[owners == NOBODY] >= BAND_M - 0.5).all()
    assert np.array_equal(undecided, np.array([shapely.contains(s, points) for s in found.others]).any(axis=0))


def test_a_polygon_between_the_centres_has_what_it_touches(tmp_path: Path) -> None:
    dot = shapely.box(X + 101, Y - 109, X + 104, Y - 101)
    found = read_corrections(write(tmp_path / "c.gpkg", ["accepted", "rejected"], [dot, circles()[0]]))
    owners = CorrectionsOnGrid(found, GeoBox((60, 80), ORIGIN, "EPSG:32633")).owners((slice(0, 60), slice(0, 80)))
    assert np.argwhere(owners == 0).tolist() == [[10, 10]]


def test_another_crs_is_the_same_ground(tmp_path: Path) -> None:
    status = ["accepted", "rejected"] * 6
    here = read_corrections(write(tmp_path / "a.gpkg", status, circles()))
    there = read_corrections(write(tmp_path / "b.geojson", status, circles(), crs="EPSG:4326"))
    grid, roi = GeoBox((60, 80), ORIGIN, "EPSG:32633"), (slice(0, 60), slice(0, 80))
    a, b = CorrectionsOnGrid(here, grid).owners(roi), CorrectionsOnGrid(there, grid).owners(roi)
    assert (a != b).mean() < 0.002
    assert here.sha256 != there.sha256


@pytest.mark.parametrize(
    ("status", "column", "words"),
    [
        (["accepted"] * 12, "verdict", "has no column status"),
        (["unreviewed", None] * 6, "status", "None of the 12 polygons"),
        (["accepted"] * 12, "status", "has only landslides among its 12 decisions"),
        (["rejected"] * 12, "status", "has only rejected polygons among its 12 decisions"),
    ],
)
def test_what_decides_nothing_is_refused(status: list, column: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        read_corrections(write(tmp_path / "c.gpkg", status, circles(), column))

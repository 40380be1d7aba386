"""Polygons that somebody gives are measured as those of a run, whatever lies beside or over them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_kit import EVERYTHING, grid_of, inventory_of, mask_of, masks, plane, terrain_of, write_pair
from l4s_core.base.progress import Silent
from l4s_core.inventory import make_mask
from l4s_core.inventory.outline.given import MEASURED, measure_given, pixels_of


def measured(folder: Path, polygons, probability, observed=None, terrain=None):
    p, o = write_pair(folder, probability, observed)
    mask = make_mask(p, o, EVERYTHING, None, Silent())
    return measure_given(np.array(polygons, dtype=object), mask, p, terrain, Silent())


@settings(max_examples=40, deadline=None)
@given(array=masks, seed=st.integers(0, 99), with_terrain=st.booleans())
def test_polygons_of_a_run_have_the_attributes_of_the_run(array, seed, with_terrain) -> None:
    rng = np.random.default_rng(seed)
    probability = np.where(array == 1, rng.uniform(0.5, 1, array.shape), 0.1)
    terrain = terrain_of(plane(array.shape, 250) + rng.normal(0, 3, array.shape)) if with_terrain else None
    with TemporaryDirectory() as name:
        folder = Path(name)
        own = inventory_of(folder, probability, array == 255, terrain).landslides
        found = measured(folder, own.geometry, probability, array == 255, terrain)
    for column in MEASURED:
        pd.testing.assert_series_equal(
            pd.to_numeric(found[column]), pd.to_numeric(own[column]), check_names=False, rtol=1e-12, obj=column
        )


def test_overlapping_polygons_do_not_disturb_each_other(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    probability, terrain = rng.uniform(0, 1, (30, 40)), terrain_of(plane((30, 40), 90))
    left, top = 600_000, 1_280_000
    small = shapely.box(left + 100, top - 150, left + 160, top - 100)
    large = shapely.box(left + 50, top - 250, left + 300, top - 40)
    together = measured(tmp_path, [small, large, small], probability, terrain=terrain)
    for place, shape in enumerate([small, large, small]):
        alone = measured(tmp_path, [shape], probability, terrain=terrain)
        for column in MEASURED:
            assert together[column].iloc[place] == pytest.approx(alone[column].iloc[0]), column
    assert together["prob_mean"].iloc[0] == pytest.approx(probability[10:15, 10:16].mean(), abs=1e-4)
    assert together["prob_max"].iloc[1] == pytest.approx(probability[4:25, 5:30].max(), abs=1e-4)


def test_what_was_not_observed_says_nothing_about_the_probability(tmp_path: Path) -> None:
    probability = np.full((20, 20), 0.8)
    hidden = np.zeros((20, 20), np.uint8)
    hidden[:, 10:] = 1
    left, top = 600_000, 1_280_000
    half = shapely.box(left + 50, top - 100, left + 150, top - 50)
    unseen = shapely.box(left + 140, top - 100, left + 160, top - 50)
    seen = shapely.box(left + 50, top - 100, left + 80, top - 50)
    found = measured(tmp_path, [half, unseen, seen], probability, hidden, terrain_of(plane((20, 20), 0)))
    assert found["prob_mean"].iloc[0] == pytest.approx(0.8)
    assert found["conf_usgs"].iloc[0] == 5
    assert found[["prob_mean", "prob_max", "uncert_mean"]].iloc[1].isna().all()
    assert pd.isna(found["conf_usgs"].iloc[1])
    assert found["truncated"].tolist() == [1, 1, 0]
    assert found["slope_mean"].tolist() == pytest.approx([20, 20, 20])
    assert found["area_m2"].tolist() == [5000, 1000, 1500]


def test_a_polygon_without_a_centre_has_what_it_touches_and_one_outside_nothing() -> None:
    grid = grid_of((10, 10))
    left, top = 600_000, 1_280_000
    tiny = shapely.box(left + 31, top - 23, left + 33, top - 21)
    outside = shapely.box(left + 200, top + 20, left + 240, top + 60)
    slanted = shapely.Polygon([(left, top), (left + 100, top), (left, top - 100)])
    pieces = pixels_of(np.array([tiny, outside, slanted], dtype=object), grid)
    assert pieces.count == 3
    assert pieces.pixel_counts().tolist()[:2] == [1, 0]
    pixels = pieces.pixels(keep=np.array([True, False, False]))
    assert (pixels.rows.tolist(), pixels.cols.tolist()) == ([2], [3])
    rows, cols = np.mgrid[:10, :10]
    centres = shapely.points(left + 10 * cols + 5, top - 10 * rows - 5)
    assert pieces.pixel_counts()[2] == pytest.approx(shapely.contains(slanted, centres).sum(), abs=10)  # on the edge
    order = pieces.row * 10 + pieces.start
    assert (np.diff(order) >= 0).all()


def test_the_pixels_of_a_component_are_found_again() -> None:
    rng = np.random.default_rng(4)
    array = (rng.uniform(0, 1, (40, 40)) > 0.6).astype(np.uint8)
    from l4s_core.inventory import polygonise
    from l4s_core.inventory.outline.components import components

    shapes = polygonise(mask_of(array))
    found = pixels_of(shapes, grid_of(array.shape))
    back = np.zeros_like(array)
    pixels = found.pixels()
    back[pixels.rows, pixels.cols] = 1
    assert (back == array).all()
    assert found.pixel_counts().tolist() == components(array).pixel_counts().tolist()

"""What belongs to a landslide beside its pixels at the threshold, against scipy's labels."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np
from scipy import ndimage

from inventory_kit import EVERYTHING, inventory_of, masks, write_pair
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inventory import MaskOptions, make_mask
from l4s_core.inventory.outline.components import components
from l4s_core.inventory.outline.joining import WEAK, fill_holes, join_weak

ALL = np.ones((3, 3), bool)
three = st_np.arrays(
    np.uint8, st_np.array_shapes(min_dims=2, max_dims=2, max_side=14), elements=st.sampled_from([0, 0, 1, WEAK, 255])
)


@given(masks)
@settings(max_examples=150, deadline=None)
def test_components_without_corners_are_those_of_scipy(array):
    pieces = components((array == 1).view(np.uint8), corners=False)
    labels, count = ndimage.label(array == 1)
    assert pieces.count == count
    pixels = pieces.pixels()
    assert np.array_equal(labels[pixels.rows, pixels.cols], pixels.label + 1)


@given(three)
@settings(max_examples=150, deadline=None)
def test_weak_pixels_stay_exactly_where_they_are_connected_with_a_landslide(array):
    made = array.copy()
    joined = join_weak(made)
    either = (array == 1) | (array == WEAK)
    wanted = ndimage.binary_propagation(array == 1, ALL, either)
    assert np.array_equal(made == 1, wanted)
    assert np.array_equal(made == 255, array == 255)
    assert WEAK not in made
    assert joined == wanted.sum() - (array == 1).sum()


def filled_by_scipy(array, most_px):
    """Every hole by itself."""
    out = array.copy()
    labels, count = ndimage.label(array != 1)
    edge = np.ones(array.shape, bool)
    edge[1:-1, 1:-1] = False
    for label in range(1, count + 1):
        hole = labels == label
        if hole.sum() <= most_px and not (hole & edge).any() and not (array[hole] == 255).any():
            out[hole] = 1
    return out


@given(masks, st.integers(0, 12))
@settings(max_examples=300, deadline=None)
def test_holes_are_filled_up_to_a_size_and_never_over_what_was_not_seen(array, most_px):
    made = array.copy()
    count = fill_holes(made, most_px)
    assert np.array_equal(made, filled_by_scipy(array, most_px))
    assert count == (made != array).sum()


def test_strips_are_no_borders():
    """What is weak is 1,300 rows long and has one pixel at the threshold, at the bottom; a hole lies across row 512."""
    array = np.zeros((1300, 9), np.uint8)
    array[1:-1, 1:4] = WEAK
    array[510:515, 2] = 0
    array[1298, 1] = 1
    array[:, 7] = WEAK
    assert join_weak(array) == 1298 * 3 - 5 - 1
    assert not array[:, 7].any()
    assert fill_holes(array, 4) == 0
    assert fill_holes(array, 5) == 5


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_a_lower_threshold_adds_to_what_the_upper_one_finds_and_stays_within_what_the_lower_one_would(
    tmp_path_factory, random
):
    rng = np.random.default_rng(random.randrange(2**32))
    probability = ndimage.gaussian_filter(rng.random((40, 50)), 1.5)
    probability = np.round((probability - probability.min()) / np.ptp(probability), 4)
    files = write_pair(tmp_path_factory.mktemp("p"), probability, np.where(rng.random((40, 50)) < 0.05, 2, 0))
    how = {"mmu_m2": 0.0, "min_slope_deg": None}
    upper, both, lower = (
        make_mask(*files, MaskOptions(**how, **more), None, Silent()).array
        for more in ({"threshold": 0.7}, {"threshold": 0.7, "hysteresis": 0.5}, {"threshold": 0.5})
    )
    assert np.array_equal(both == 255, upper == 255)
    assert ((both == 1) >= (upper == 1)).all() and ((both == 1) <= (lower == 1)).all()
    same, _ = ndimage.label(both == 1, ALL)
    assert set(np.unique(same[upper == 1])) == set(np.unique(same[both == 1])), "each has a pixel at the upper one"
    equal = make_mask(*files, MaskOptions(**how, threshold=0.7, hysteresis=0.7), None, Silent())
    assert np.array_equal(equal.array, upper) and equal.joined == 0


def test_what_is_joined_and_filled_counts_for_the_mapping_unit_and_is_in_the_run_table(tmp_path):
    """A ring of 8 pixels, 3 weak ones and a hole of 1: 12 pixels, of which 8 are at the threshold."""
    probability = np.zeros((9, 12))
    probability[2:5, 2:5] = 0.9
    probability[3, 3] = 0.1
    probability[3, 5:8] = 0.45
    options = MaskOptions(threshold=0.5, mmu_m2=1200, min_slope_deg=None)
    assert len(inventory_of(tmp_path, probability, options=options).landslides) == 0
    asked = dataclasses.replace(options, hysteresis=0.4, fill_holes_m2=100)
    found = inventory_of(tmp_path, probability, options=asked)
    assert found.landslides["area_m2"].tolist() == [1200]
    assert len(found.landslides.geometry.iloc[0].interiors) == 0
    assert (found.run["joined_area_m2"], found.run["filled_area_m2"]) == (300, 100)
    only_holes = dataclasses.replace(asked, hysteresis=None, mmu_m2=0)
    run = inventory_of(tmp_path, probability, options=only_holes).run
    assert run["filled_area_m2"] == 100 and "joined_area_m2" not in run
    kept = dataclasses.replace(only_holes, fill_holes_m2=99.9)
    assert len(inventory_of(tmp_path, probability, options=kept).landslides.geometry.iloc[0].interiors) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"hysteresis": 0.6}, "up to the threshold, which is 0.5"),
        ({"hysteresis": 0.0}, "above 0"),
        ({"hysteresis": float("nan")}, "above 0"),
        ({"fill_holes_m2": -1.0}, "0 or more"),
        ({"fill_holes_m2": float("inf")}, "0 or more"),
    ],
)
def test_values_that_mean_nothing_are_refused(tmp_path, options, words):
    with pytest.raises(InputError, match=words):
        make_mask(*write_pair(tmp_path, np.zeros((3, 3))), dataclasses.replace(EVERYTHING, **options), None, Silent())

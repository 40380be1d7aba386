"""Polygons and landslides as objects, against shapes drawn by hand and another way to count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from l4s_core.base.sizes import size_class, size_names
from l4s_core.scoring.calibration import fit_platt, fit_slope
from l4s_core.scoring.objects import (
    RIGHT,
    Objects,
    confidence_limits,
    find_objects,
    precision_by_class,
)


def test_polygons_and_landslides_of_a_drawn_patch() -> None:
    p = np.zeros((20, 20), np.float32)
    mask = np.zeros((20, 20), np.uint8)
    p[0:3, 0:4], mask[0:3, 0:2] = 0.8, 1  # half right
    p[2, 4] = 0.6  # hangs on by a corner of pixels
    p[10:12, 10:12] = 0.5  # wrong
    mask[15:19, 0:10] = 1  # missed
    p[5:8, 15:18], mask[5:8, 15:18] = 0.9, 255  # ignored: neither right nor wrong
    p[19, 19] = np.nan
    polygons, landslides = find_objects(p, mask, 0.35)
    assert polygons.pixels.tolist() == [13, 4]
    assert polygons.overlap.tolist() == pytest.approx([6 / 13, 0])
    assert polygons.probability.tolist() == pytest.approx([(12 * 0.8 + 0.6) / 13, 0.5], abs=1e-6)
    assert polygons.right.tolist() == [True, False]
    assert landslides.pixels.tolist() == [6, 40]
    assert landslides.right.tolist() == [True, False]
    assert find_objects(p, mask, 0.35, least_px=5)[0].pixels.tolist() == [13]
    assert find_objects(np.full_like(p, np.nan), mask, 0.35)[0].pixels.size == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 0.8))
def test_pixels_of_objects_are_those_that_are_marked_and_labelled(seed: int, threshold: float) -> None:
    rng = np.random.default_rng(seed)
    p, mask = rng.random((16, 16), dtype=np.float32), rng.choice([0, 1, 255], (16, 16)).astype(np.uint8)
    polygons, landslides = find_objects(p, mask, threshold)
    marked = (p >= threshold) & (mask != 255)
    assert polygons.pixels.sum() == marked.sum()
    assert landslides.pixels.sum() == (mask == 1).sum()
    both = (marked & (mask == 1)).sum()
    assert (polygons.pixels * polygons.overlap).sum() == pytest.approx(both)
    assert (landslides.pixels * landslides.overlap).sum() == pytest.approx(both)
    if marked.any():
        assert (polygons.pixels * polygons.probability).sum() == pytest.approx(p[marked].sum(), rel=1e-5)


def test_sizes_have_names() -> None:
    names = size_names()
    assert [names[k] for k in size_class(np.array([1, 4, 5, 19, 20, 99, 100, 5000]))] == [
        "<5 px",
        "<5 px",
        "5-19 px",
        "5-19 px",
        "20-99 px",
        "20-99 px",
        ">=100 px",
        ">=100 px",
    ]


def test_limits_of_classes_keep_what_they_promise_on_other_polygons() -> None:
    def drawn(seed: int) -> Objects:
        rng = np.random.default_rng(seed)
        p = rng.uniform(0.36, 0.95, 20_000)
        right = rng.random(p.size) < expit(2.5 * logit(p) + 0.3)
        return Objects(np.full(p.size, 20), np.where(right, 0.5, 0.0), p)

    limits = confidence_limits(drawn(0))
    assert sorted(limits) == [1, 2, 3, 5, 8]
    assert list(limits.values()) == sorted(limits.values())
    # where a class begins is where a polygon is right as often as it says
    for usgs, share in {2: 0.5, 3: 0.75, 5: 0.9, 8: 0.95}.items():
        assert expit(2.5 * logit(limits[usgs]) + 0.3) == pytest.approx(share, abs=0.03)
    found = precision_by_class(drawn(1), limits)
    shares = [found[usgs][1] for usgs in (8, 5, 3, 2)]
    assert sum(count for count, _ in found.values()) == 20_000
    for share, least in zip(shares, (0.95, 0.9, 0.75, 0.5), strict=True):
        assert share is not None
        assert share >= least - 0.03


def test_probabilities_that_say_nothing_give_no_classes() -> None:
    rng = np.random.default_rng(0)
    p = rng.uniform(0.36, 0.9, 4000)
    inverse = Objects(np.full(p.size, 9), np.where(rng.random(p.size) < 1 - p, 1.0, 0.0), p)
    assert confidence_limits(inverse) == {1: 0.0}
    assert 0 < RIGHT < 1


@settings(max_examples=15, deadline=None)
@given(st.floats(0.3, 2.5), st.floats(0.1, 0.9), st.integers(0, 99))
def test_a_slope_through_a_point_leaves_it_and_finds_what_labels_were_drawn_with(
    a: float, fixed: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.02, 0.98, 40_000)
    y = rng.random(p.size) < expit(a * (logit(p) - logit(fixed)) + logit(fixed))
    slope, intercept = fit_slope(p, y, fixed)
    assert expit(slope * logit(fixed) + intercept) == pytest.approx(fixed, abs=1e-9)
    assert slope == pytest.approx(a, abs=0.15)
    with pytest.raises(ValueError, match="both classes"):
        fit_slope(p, np.ones(p.size, bool), fixed)
    assert fit_platt(p, y)[0] == pytest.approx(slope, abs=0.2)

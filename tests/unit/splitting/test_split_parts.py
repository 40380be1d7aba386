"""Made-up ground on which it is known how many slides an outline holds."""

from __future__ import annotations

import numpy as np
import pytest

from l4s_core.base.progress import Silent
from l4s_core.splitting.parts import Rules, parts
from l4s_core.terrain.flow import pixel_graph

PIXEL_M = 10.0
RULES = Rules(min_drop_m=10.0, mmu_m2=1000.0, pixel_m=PIXEL_M)


def _within(lines, width_px, shape):
    """Pixels within half a width of lines of (row, col)."""
    import shapely

    rows, cols = np.mgrid[: shape[0], : shape[1]]
    points = shapely.points(rows, cols)
    return np.min([shapely.distance(shapely.LineString(line), points) for line in lines], axis=0) <= width_px / 2


def _parts(mask, z, rules=RULES):
    rows, cols = np.nonzero(mask)
    graph = pixel_graph(rows, cols, np.zeros(rows.size, np.int64), PIXEL_M)
    out = np.full(mask.shape, -1)
    out[mask] = parts(z[mask].astype(float), graph, np.zeros(rows.size, np.int64), rules, Silent())
    return out


def _slope(shape, deg=25.0, noise=0.0, seed=0):
    z = -np.tan(np.radians(deg)) * PIXEL_M * np.arange(shape[0])[:, None] * np.ones(shape)
    return z + np.random.default_rng(seed).normal(0, noise, shape)


@pytest.mark.parametrize("noise", [0.0, 1.5])
def test_two_slides_that_join_at_the_toe_are_two(noise):
    shape = 80, 60
    mask = _within([[(5, 15), (50, 28), (70, 30)], [(8, 45), (50, 32), (70, 30)]], 7, shape)
    out = _parts(mask, _slope(shape, noise=noise))
    assert set(out[mask]) == {0, 1}
    assert out[8, 15] != out[11, 44]
    # the divide is where they meet: each upper half is of one slide
    for col in (15, 45):
        half = mask[:38] & (np.abs(np.arange(shape[1]) - col) < 12)[None]
        assert len(set(out[:38][half])) == 1


@pytest.mark.parametrize("noise", [0.0, 1.5])
def test_a_debris_flow_with_a_bend_is_one(noise):
    shape = 90, 90
    path = [(5, 20), (30, 22), (42, 35), (44, 60), (60, 72), (85, 74)]
    rows, cols = np.mgrid[: shape[0], : shape[1]]
    import shapely

    line = shapely.LineString(path)
    points = shapely.points(rows, cols)
    # a channel along the path, with sides that rise from it
    z = -3.0 * shapely.line_locate_point(line, points) + 2.0 * shapely.distance(line, points)
    z += np.random.default_rng(1).normal(0, noise, shape)
    mask = _within([path], 9, shape)
    assert set(_parts(mask, z)[mask]) == {0}


@pytest.mark.parametrize("noise", [0.0, 1.5])
def test_a_flow_that_forks_at_its_end_is_one(noise):
    shape = 90, 60
    mask = _within([[(5, 30), (60, 30), (84, 14)], [(60, 30), (80, 46)]], 7, shape)
    assert set(_parts(mask, _slope(shape, noise=noise))[mask]) == {0}


def test_a_wide_planar_slide_is_one():
    shape = 50, 60
    mask = np.zeros(shape, bool)
    mask[5:45, 5:55] = True
    mask[5:8, 20:25] = False  # a ragged crown
    for deg in (5.0, 25.0, 40.0):
        assert set(_parts(mask, _slope(shape, deg, 1.0))[mask]) == {0}


def test_slides_on_both_sides_of_a_ridge_are_two_and_the_ridge_is_the_divide():
    shape = 80, 40
    z = -4.0 * np.abs(np.arange(80) - 41.3)[:, None] + np.zeros(shape)
    mask = _within([[(8, 20), (74, 20)]], 11, shape)
    out = _parts(mask, z)
    assert set(out[mask]) == {0, 1}
    assert len(set(out[:41][mask[:41]])) == 1
    assert len(set(out[42:][mask[42:]])) == 1


def test_a_small_branch_belongs_to_the_slide_it_touches():
    shape = 80, 60
    lines = [[(5, 30), (70, 30)], [(22, 42), (30, 33)]]
    mask = _within(lines, 7, shape)
    assert set(_parts(mask, _slope(shape), Rules(10.0, 12_000.0, PIXEL_M))[mask]) == {0}


def test_turned_ground_gives_the_same_parts():
    shape = 80, 80
    mask = _within([[(5, 25), (50, 38), (72, 40)], [(8, 55), (50, 42), (72, 40)]], 7, shape)
    z = _slope(shape, noise=1.0)
    one = _parts(mask, z)
    for turns in (1, 2, 3):
        other = np.rot90(_parts(np.rot90(mask, turns), np.rot90(z, turns)), -turns)
        pairs = set(zip(one[mask], other[mask], strict=True))
        assert len(pairs) == len(set(one[mask]))  # a renaming


def test_outlines_do_not_know_of_each_other():
    shape = 80, 60
    mask = _within([[(5, 15), (50, 28), (70, 30)], [(8, 45), (50, 32), (70, 30)]], 7, shape)
    z = _slope(shape)
    rows, cols = np.nonzero(mask)
    twice = np.concatenate([rows, rows]), np.concatenate([cols, cols])
    group = np.repeat([0, 1], rows.size)
    found = parts(np.tile(z[mask], 2), pixel_graph(*twice, group, PIXEL_M), group, RULES, Silent())
    assert (found[: rows.size] == found[rows.size :]).all()
    assert set(found) == {0, 1}

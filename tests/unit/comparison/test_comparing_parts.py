"""The parts of a comparison against slower ways to the same: all assignments, GDAL over the whole, distances."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize
from scipy.ndimage import binary_erosion, distance_transform_edt

from l4s_core.base.progress import Silent
from l4s_core.comparison import matching, pixels
from l4s_core.comparison.ground import Ground, pieces
from l4s_core.comparison.matching import one_to_one, overlapping
from l4s_core.comparison.pixels import COLUMNS, Grid, count_pixels

PAIRS = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=9)


def shapes(rng: np.random.Generator, count: int, size: float = 300.0) -> np.ndarray:
    """Blobs with holes and corners off the grid, which overlap each other."""
    middle = rng.uniform(-size, size, (count, 2))
    out = []
    for x, y in middle:
        blob = shapely.buffer(shapely.MultiPoint(rng.normal((x, y), 25, (4, 2))), rng.uniform(4, 30), quad_segs=3)
        out.append(shapely.difference(blob, shapely.buffer(shapely.Point(x, y), 8)))
    return np.array(out, dtype=object)


@settings(max_examples=150, deadline=None)
@given(PAIRS, st.integers(0, 1000), st.booleans())
def test_the_best_assignment_is_the_best_of_all(pairs: set[tuple[int, int]], seed: int, sparse: bool) -> None:
    first, second = (np.array([pair[k] for pair in sorted(pairs)], np.int64) for k in (0, 1))
    weight = np.random.default_rng(seed).uniform(0.01, 1, len(first))
    before = matching._DENSE
    matching._DENSE = 0 if sparse else before
    try:
        chosen = one_to_one(first, second, weight)
    finally:
        matching._DENSE = before
    allowed = (
        list(some)
        for size in range(len(first) + 1)
        for some in combinations(range(len(first)), size)
        if len(set(first[list(some)])) == len(set(second[list(some)])) == size
    )
    assert np.unique(first[chosen]).size == np.unique(second[chosen]).size == chosen.sum()
    assert weight[chosen].sum() == pytest.approx(max(weight[some].sum() for some in allowed))


def test_overlaps_are_those_of_every_pair() -> None:
    rng = np.random.default_rng(3)
    a, b = shapes(rng, 25), shapes(rng, 30)
    found = overlapping(a, b, Silent())
    assert 10 < len(found.a) < 200
    common = shapely.area(shapely.intersection(a[:, None], b[None, :]))
    assert set(zip(found.a.tolist(), found.b.tolist(), strict=True)) == set(
        zip(*np.nonzero(common > 0.01), strict=True)
    )
    assert found.iou == pytest.approx((common / shapely.area(shapely.union(a[:, None], b[None, :])))[found.a, found.b])


def test_neighbours_that_share_an_edge_do_not_overlap() -> None:
    left, right = shapely.box(0, 0, 0.1, 10), shapely.box(0.1, 0, 10.1, 10)
    assert not len(overlapping(np.array([left]), np.array([right]), Silent()).a)


@pytest.mark.parametrize("seed", range(6))
def test_pixels_and_outlines_are_those_of_the_whole_grid(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In windows of 32 px, against one raster of everything and distances over all of it."""
    monkeypatch.setattr(pixels, "WINDOW_PX", 32)
    rng = np.random.default_rng(seed)
    a, b, hidden, inside = (shapes(rng, n) for n in (14, 14, 4, 40))
    step, size = 7.0, 128
    counted = count_pixels(a, b, Ground([inside], hidden), Grid(step, 16), Silent())
    origin = -size // 2 * step
    transform = Affine(step, 0, origin, 0, -step, -origin)

    def burn(of: np.ndarray) -> np.ndarray:
        return rasterize(list(of), (size, size), transform=transform, dtype="uint8").astype(bool)

    masks, compared = [burn(a), burn(b)], burn(inside) & ~burn(hidden)
    edges = [mask & ~binary_erosion(mask) for mask in masks]
    away = [distance_transform_edt(~edge) for edge in edges]
    layers = [masks[0] & masks[1], masks[0] & ~masks[1], ~masks[0] & masks[1], *edges]
    layers += [edges[k] & (away[1 - k] <= reach) for reach in (1, 2) for k in (0, 1)]
    assert dict(zip(COLUMNS, np.sum(list(counted.values()), axis=0), strict=True)) == {
        name: (layer & compared).sum() for name, layer in zip(COLUMNS, layers, strict=True)
    }
    for (row, col), sums in counted.items():  # and each block is where it says
        here = tuple(slice(place * 16 + size // 2, (place + 1) * 16 + size // 2) for place in (row, col))
        assert sums.tolist() == [(layer & compared)[here].sum() for layer in layers]


def test_ground_is_cut_as_shapely_cuts_the_whole() -> None:
    rng = np.random.default_rng(5)
    a, hidden, first, second = (shapes(rng, n) for n in (40, 10, 30, 30))
    cut = Ground([pieces(first), pieces(second)], pieces(hidden)).cut(a)
    kept = shapely.intersection(shapely.union_all(first), shapely.union_all(second))
    expected = shapely.difference(shapely.intersection(a, kept), shapely.union_all(hidden))
    assert shapely.area(cut) == pytest.approx(shapely.area(expected), abs=1e-6)
    assert shapely.is_valid(cut).all() and 5 < (shapely.area(cut) > 0).sum() < 40


def test_pieces_are_the_same_ground() -> None:
    rng = np.random.default_rng(1)
    ground = shapely.union_all(shapes(rng, 300, 500))
    small = pieces([ground])
    assert shapely.get_num_coordinates(small).max() <= 256 < shapely.get_num_coordinates(ground)
    assert shapely.area(small).sum() == pytest.approx(ground.area)
    assert shapely.symmetric_difference(shapely.union_all(small), ground).area == pytest.approx(0, abs=1e-6)

"""Polygons are valid, whole, apart from each other, and cover exactly their pixels."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio.features
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np

from inventory_kit import PIXEL_M, grid_of, mask_of, masks, write_raster
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.inventory import Mask, not_observed, polygonise
from l4s_core.inventory.outline.codes import write_codes
from l4s_core.inventory.outline.components import components
from l4s_core.inventory.outline.polygons import both_layers

PIXEL_AREA = PIXEL_M**2
reason_layers = st_np.arrays(
    np.uint8, st_np.array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.sampled_from([0, 0, 1, 2, 3])
)


class Listener:
    """A progress that keeps its messages."""

    def __init__(self):
        self.messages = []

    def stage(self, name, total=None): ...

    def advance(self, n=1): ...

    def check(self): ...

    def message(self, text):
        self.messages.append(text)


def overlapping(geometries):
    left, right = shapely.STRtree(geometries).query(geometries)
    pair = left < right
    return shapely.area(shapely.intersection(geometries[left[pair]], geometries[right[pair]])).sum()


def burnt(geometries, values, shape):
    """Pixels whose centre lies in each polygon, by GDAL."""
    pairs = list(zip(geometries, values, strict=True))
    if not pairs:
        return np.zeros(shape, np.uint8)
    return rasterio.features.rasterize(pairs, shape, transform=grid_of(shape).transform, dtype="int32")


@pytest.mark.slow
@given(masks)
@settings(max_examples=250, deadline=None)
def test_polygons_of_any_mask(array):
    mask = mask_of(array)
    pieces = components((mask.array == 1).view(np.uint8))
    polygons = polygonise(mask)
    assert shapely.is_valid(polygons).all()
    assert np.array_equal(shapely.area(polygons), pieces.pixel_counts() * PIXEL_AREA)
    assert overlapping(polygons) == 0
    pixels = pieces.pixels()
    labels = np.zeros(array.shape, np.int32)
    labels[pixels.rows, pixels.cols] = pixels.label + 1
    assert np.array_equal(burnt(polygons, range(1, len(polygons) + 1), array.shape), labels)


@given(masks)
@settings(max_examples=100, deadline=None)
def test_same_regions_as_gdal_polygonize(array):
    mask = mask_of(array)
    theirs = [
        shapely.make_valid(shapely.geometry.shape(geometry))
        for geometry, _ in rasterio.features.shapes(
            array, mask=array == 1, connectivity=8, transform=mask.grid.transform
        )
    ]
    ours = polygonise(mask)
    assert len(ours) == len(theirs)
    for polygon in ours:
        assert any(polygon.equals(other) for other in theirs)


@pytest.mark.slow
@given(masks, st.sampled_from([5.0, 10.0, 25.0, 60.0]))
@settings(max_examples=150, deadline=None)
def test_simplified_polygons_stay_valid_and_apart(array, tolerance_m):
    mask = mask_of(array)
    outline = polygonise(mask)
    simple = polygonise(mask, tolerance_m)
    assert len(simple) == len(outline)
    assert shapely.is_valid(simple).all()
    assert not shapely.is_empty(simple).any()
    assert overlapping(simple) < 1e-6


@pytest.mark.skipif(not hasattr(shapely, "coverage_simplify"), reason="shapely before 2.1 has no coverage_simplify")
def test_simplifying_does_something():
    row, col = np.mgrid[:60, :60]
    mask = mask_of((row - 30) ** 2 + (col - 30) ** 2 < 25**2)
    outline, simple = polygonise(mask)[0], polygonise(mask, 15.0)[0]
    assert shapely.get_num_coordinates(simple) < shapely.get_num_coordinates(outline) / 2
    assert simple.symmetric_difference(outline).area < 0.05 * outline.area


def test_without_coverage_simplify_the_outline_stays_and_it_is_said(monkeypatch):
    monkeypatch.delattr(shapely, "coverage_simplify", raising=False)
    mask = mask_of(np.eye(5))
    listener = Listener()
    simple = polygonise(mask, 20.0, listener)
    assert shapely.equals(simple, polygonise(mask)).all()
    assert len(listener.messages) == 1
    assert "not simplified" in listener.messages[0]


def test_holes_and_islands():
    array = np.zeros((9, 9))
    array[1:8, 1:8] = 1
    array[2:7, 2:7] = 0
    array[4, 4] = 1
    outer, island = polygonise(mask_of(array))
    assert outer.geom_type == "Polygon"
    assert len(outer.interiors) == 1
    assert outer.area == (49 - 25) * PIXEL_AREA
    assert island.area == PIXEL_AREA
    assert outer.disjoint(island)


def test_corners_join_into_one_multipolygon():
    (both,) = polygonise(mask_of(np.eye(2)))
    assert both.geom_type == "MultiPolygon"
    assert both.is_valid
    assert both.area == 2 * PIXEL_AREA


def test_an_l_shape_has_its_corners_on_the_grid():
    array = np.zeros((5, 6))
    array[1:4, 1] = 1
    array[3, 1:4] = 1
    (shape,) = polygonise(mask_of(array))
    west, north = 600_000, 1_280_000
    expected = [(10, -10), (20, -10), (20, -30), (40, -30), (40, -40), (10, -40)]
    assert shape.equals(shapely.Polygon([(west + x, north + y) for x, y in expected]))


def test_no_landslides_no_polygons():
    assert len(polygonise(mask_of(np.zeros((4, 4))))) == 0
    assert len(polygonise(mask_of(np.full((4, 4), 255)))) == 0


@pytest.mark.slow
@given(reason_layers)
@settings(max_examples=200, deadline=None)
def test_not_observed_covers_exactly_what_was_not_observed(array):
    layer = not_observed(array, grid_of(array.shape))
    assert layer.is_valid.all()
    code = {word: int(reason) for reason, word in WORDS.items()}
    geometries = layer.geometry.to_numpy()
    assert np.array_equal(burnt(geometries, layer["reason"].map(code), array.shape), array)
    assert np.array_equal(layer.area, layer["area_m2"])
    assert layer["area_m2"].sum() == np.count_nonzero(array) * PIXEL_AREA
    assert overlapping(geometries) == 0
    assert list(layer.columns) == ["reason", "area_m2", "geometry"]


def test_not_observed_reads_the_file_and_keeps_single_pixels(tmp_path):
    array = np.zeros((600, 30), np.uint8)
    array[0, 0] = Reason.CLOUD_SHADOW
    array[500:560, 3:9] = Reason.CLOUD
    layer = not_observed(write_raster(tmp_path / "o.tif", array), grid_of(array.shape))
    assert layer["reason"].tolist() == ["cloud", "cloud shadow"]
    assert layer["area_m2"].tolist() == [36_000.0, 100.0]


def test_a_code_that_is_no_reason_is_refused():
    with pytest.raises(InputError, match="9"):
        not_observed(np.array([[0, 9]], np.uint8), grid_of((1, 2)))


@pytest.mark.slow
def test_both_layers_at_once_are_the_two_layers(tmp_path):
    rng = np.random.default_rng(5)
    shape = 700, 130  # more than one strip
    array = (rng.random(shape) < 0.3).astype(np.uint8)
    reasons = np.where(rng.random(shape) < 0.2, rng.integers(1, 7, shape), 0).astype(np.uint8)
    array[reasons != 0] = 255
    mask = Mask(array, grid_of(shape))
    observed = write_raster(tmp_path / "observed.tif", reasons)
    pieces = write_codes(tmp_path / "codes.tif", mask, observed, Silent())
    polygons, hidden, pieces = both_layers(tmp_path / "codes.tif", pieces, mask.grid, 0.0, Silent())
    alone = polygonise(mask)
    assert len(alone) > 500
    assert shapely.equals_exact(polygons, alone).all()
    assert_geodataframe_equal(hidden, not_observed(reasons, mask.grid))
    expected = components((array == 1).view(np.uint8))
    assert pieces.count == expected.count
    for name in ("row", "start", "stop", "label"):
        np.testing.assert_array_equal(getattr(pieces, name), getattr(expected, name))

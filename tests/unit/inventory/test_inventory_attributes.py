"""Attributes: schema, sizes, length and width, aspect, crown and toe, flags."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_kit import EVERYTHING, FACTS, PIXEL_M, grid_of, inventory_of, mask_of, plane, terrain_of, write_pair
from l4s_core.base.progress import Silent
from l4s_core.inventory import MaskOptions, attributes, make_mask, polygonise, zonal
from l4s_core.inventory.outline.landslides import confidence
from l4s_core.inventory.outline.relief import horn_gradient
from l4s_core.inventory.outline.shape import shape_of
from l4s_core.rasters.roi import strips

COLUMNS = [
    "ls_id",
    "uuid",
    "event_id",
    "event_date",
    "date_min",
    "date_max",
    "trigger",
    "ls_type",
    "activity",
    "area_m2",
    "perim_m",
    "length_m",
    "width_m",
    "lw_ratio",
    "compactness",
    "z_min",
    "z_max",
    "relief_m",
    "slope_mean",
    "slope_max",
    "aspect_mean",
    "prob_mean",
    "prob_max",
    "uncert_mean",
    "conf_usgs",
    "model_id",
    "model_sha",
    "threshold",
    "scene_pre",
    "scene_post",
    "dem_source",
    "software",
    "run_utc",
    "status",
    "reviewer",
    "review_utc",
    "reject_reason",
    "notes",
    "amalg_flag",
    "truncated",
    "grown_m2",
]
NEEDS_TERRAIN = ["z_min", "z_max", "relief_m", "slope_mean", "slope_max", "aspect_mean", "amalg_flag"]


def two_slides():
    probability = np.zeros((40, 50))
    probability[10:20, 10:14] = 0.8
    probability[25:28, 30:36] = 0.95
    return probability


def test_the_columns_and_their_order(tmp_path):
    landslides = inventory_of(tmp_path, two_slides()).landslides
    assert list(landslides.columns) == [*COLUMNS, "geometry"]
    assert landslides.crs == grid_of((1, 1)).crs


def test_types_do_not_depend_on_values(tmp_path):
    """All null, no rows, or full: every column has the same type."""
    full = inventory_of(tmp_path, two_slides(), terrain=terrain_of(plane((40, 50), 90))).landslides
    bare = inventory_of(tmp_path, two_slides()).landslides
    empty = inventory_of(tmp_path, np.zeros((40, 50))).landslides
    assert len(empty) == 0
    assert full.dtypes.equals(bare.dtypes)
    assert full.dtypes.equals(empty.dtypes)


def test_what_later_steps_fill_is_null_and_the_facts_are_there(tmp_path):
    landslides = inventory_of(tmp_path, two_slides()).landslides
    for name in [
        "event_id",
        "event_date",
        "date_min",
        "trigger",
        "ls_type",
        "activity",
        "reviewer",
        "review_utc",
        "notes",
        "scene_pre",
    ]:
        assert landslides[name].isna().all(), name
    assert landslides["ls_id"].tolist() == ["LS-0001", "LS-0002"]
    first = landslides.iloc[0]
    assert (first.model_id, first.scene_post, first.date_max, first.status) == (
        "tiny",
        FACTS.scene_post,
        "2024-01-01",
        "unreviewed",
    )
    assert first.threshold == 0.5


def test_without_terrain_elevation_is_null_and_nothing_else(tmp_path):
    inventory = inventory_of(tmp_path, two_slides())
    for name in [*COLUMNS[COLUMNS.index("area_m2") : COLUMNS.index("model_id")], "amalg_flag", "truncated"]:
        assert inventory.landslides[name].isna().all() == (name in NEEDS_TERRAIN), name
    assert len(inventory.crown_toe) == 0
    assert list(inventory.crown_toe.columns) == ["ls_id", "kind", "z_m", "geometry"]


def test_largest_first_then_from_the_top(tmp_path):
    probability = np.zeros((30, 30))
    probability[20:22, 2:4] = 1
    probability[2:4, 20:22] = 1
    probability[10:15, 10:15] = 1
    landslides = inventory_of(tmp_path, probability).landslides
    assert landslides["area_m2"].tolist() == [2500, 400, 400]
    assert landslides.geometry.centroid.y.tolist()[1:] == [1_280_000 - 30, 1_280_000 - 210]


def test_probability_statistics(tmp_path):
    probability = np.zeros((5, 6))
    probability[1, 1:4] = [0.5, 0.75, 1.0]
    row = inventory_of(tmp_path, probability).landslides.iloc[0]
    assert row.prob_mean == pytest.approx(0.75)
    assert row.prob_max == 1.0
    entropy_of_075 = -0.75 * np.log2(0.75) - 0.25 * np.log2(0.25)
    assert row.uncert_mean == pytest.approx((1 + entropy_of_075 + 0) / 3)
    assert row.conf_usgs == 3


def test_confidence_classes():
    assert confidence(np.array([0.0, 0.59, 0.6, 0.7, 0.8, 0.9, 1.0])).tolist() == [1, 1, 2, 3, 5, 8, 8]


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_statistics_are_those_of_each_components_pixels(tmp_path_factory, seed):
    """Against plain loops over the pixels, over strip borders too."""
    rng = np.random.default_rng(seed)
    shape = (530, 12)
    probability = np.round(rng.random(shape), 4)
    probability[505:520] = np.maximum(probability[505:520], 0.5 * (rng.random((15, 12)) < 0.7))
    dem = rng.integers(0, 20, shape).astype(float)
    dem[rng.random(shape) < 0.1] = np.nan
    slope = np.where(np.isnan(dem), np.nan, rng.random(shape) * 40)
    files = write_pair(tmp_path_factory.mktemp("zonal"), probability)
    mask = mask_of(probability >= 0.5)
    found = zonal(mask, files[0], terrain_of(dem, slope), Silent())
    with np.errstate(all="ignore"):
        for k, polygon in enumerate(polygonise(mask)):
            row, col = np.nonzero(_inside(polygon, shape))
            z, p, s = dem[row, col], probability[row, col], slope[row, col].astype(np.float32)
            assert found.pixels[k] == row.size
            assert found.prob_mean[k] == pytest.approx(p.mean())
            assert found.prob_max[k] == p.max()
            if np.isnan(z).all():
                assert np.isnan([found.z_min[k], found.z_max[k], found.slope_mean[k]]).all()
                assert found.crown[k].tolist() == found.toe[k].tolist() == [-1, -1]
                continue
            assert (found.z_min[k], found.z_max[k]) == (np.nanmin(z), np.nanmax(z))
            assert found.slope_mean[k] == pytest.approx(np.nanmean(s))
            assert found.slope_max[k] == np.nanmax(s)
            assert found.crown[k].tolist() == [row[np.nanargmax(z)], col[np.nanargmax(z)]]
            assert found.toe[k].tolist() == [row[np.nanargmin(z)], col[np.nanargmin(z)]]


def _inside(polygon, shape):
    import rasterio.features

    return rasterio.features.rasterize([polygon], shape, transform=grid_of(shape).transform)


@pytest.mark.parametrize("towards_deg", [0, 45, 90, 180, 270, 301.5])
def test_aspect_on_a_tilted_plane(tmp_path, towards_deg):
    terrain = terrain_of(plane((40, 50), towards_deg))
    landslides = inventory_of(tmp_path, two_slides(), terrain=terrain).landslides
    difference = (landslides["aspect_mean"] - towards_deg + 180) % 360 - 180
    assert np.abs(difference).max() < 0.01
    assert landslides["aspect_mean"].between(0, 360, inclusive="left").all()


def test_aspect_is_a_circular_mean(tmp_path):
    """Half faces 350, half faces 10 degrees: the mean is north, not south."""
    shape = (30, 41)
    row, col = np.mgrid[:30, :41]
    tilt = np.tan(np.radians(10))
    dem = 1000 + 5.0 * row - 5.0 * tilt * np.abs(col - 20)
    probability = np.zeros(shape)
    probability[5:25, 10:31] = 1
    aspect = inventory_of(tmp_path, probability, terrain=terrain_of(dem)).landslides["aspect_mean"].iloc[0]
    assert min(aspect, 360 - aspect) < 0.5


def test_level_ground_has_no_aspect(tmp_path):
    landslides = inventory_of(tmp_path, two_slides(), terrain=terrain_of(np.full((40, 50), 7.0))).landslides
    assert landslides["aspect_mean"].isna().all()
    assert (landslides["relief_m"] == 0).all()


def test_gradient_on_a_rotated_grid():
    """The gradient is east and north of the ground, whichever way the rows run."""
    from affine import Affine
    from odc.geo.geobox import GeoBox

    cos, sin = np.cos(0.5), np.sin(0.5)
    grid = GeoBox((8, 9), Affine(10 * cos, 12 * sin, 500_000, 10 * sin, -12 * cos, 4_000_000), "EPSG:32633")
    row, col = np.mgrid[:8, :9]
    x, y = 10 * cos * col + 12 * sin * row, 10 * sin * col - 12 * cos * row
    rows, cols = np.mgrid[:6, :7].reshape(2, -1)
    east, north = horn_gradient(0.3 * x - 0.2 * y, rows, cols, grid)
    assert np.allclose(east, 0.3)
    assert np.allclose(north, -0.2)


def test_a_slide_wider_than_long_keeps_its_width(tmp_path):
    """4 pixels down the slope, 12 along the contour: terrain says so, a bounding box alone would swap them."""
    probability = np.zeros((40, 50))
    probability[10:14, 10:22] = 1
    facing_south = inventory_of(tmp_path, probability, terrain=terrain_of(plane((40, 50), 180))).landslides.iloc[0]
    assert (facing_south.length_m, facing_south.width_m) == pytest.approx((40, 120))
    assert facing_south.lw_ratio == pytest.approx(1 / 3)
    facing_east = inventory_of(tmp_path, probability, terrain=terrain_of(plane((40, 50), 90))).landslides.iloc[0]
    assert (facing_east.length_m, facing_east.width_m) == pytest.approx((120, 40))
    no_terrain = inventory_of(tmp_path, probability).landslides.iloc[0]
    assert (no_terrain.length_m, no_terrain.width_m) == pytest.approx((120, 40))


def test_one_pixel_wide_slides(tmp_path):
    probability = np.zeros((40, 50))
    probability[10, 10:22] = 1
    row = inventory_of(tmp_path, probability, terrain=terrain_of(plane((40, 50), 180))).landslides.iloc[0]
    assert (row.length_m, row.width_m) == pytest.approx((10, 120))


@given(st.floats(0, 360), st.floats(20, 400), st.floats(20, 400))
def test_length_follows_the_slope_of_a_turned_rectangle(azimuth_deg, along_m, across_m):
    angle = np.radians(azimuth_deg)
    down, aside = np.array([np.sin(angle), np.cos(angle)]), np.array([np.cos(angle), -np.sin(angle)])
    corners = [i * down * along_m / 2 + j * aside * across_m / 2 for i, j in [(1, 1), (1, -1), (-1, -1), (-1, 1)]]
    shape = shape_of(np.array([shapely.Polygon(corners)]), down[:1], down[1:])
    assert shape.length_m[0] == pytest.approx(along_m, rel=1e-6)
    assert shape.width_m[0] == pytest.approx(across_m, rel=1e-6)
    assert shape.solidity[0] == pytest.approx(1)


def test_an_undecided_direction_leaves_the_longer_side():
    box = np.array([shapely.box(0, 0, 30, 100)])
    for direction in [(1.0, 1.0), (0.0, 0.0), (np.nan, np.nan)]:
        shape = shape_of(box, np.array(direction[:1]), np.array(direction[1:]))
        assert (shape.length_m[0], shape.width_m[0]) == pytest.approx((100, 30))


def test_compactness():
    shape = shape_of(
        np.array([shapely.box(0, 0, 50, 50), shapely.Point(0, 0).buffer(100, 64)]), *np.full((2, 2), np.nan)
    )
    assert shape.compactness == pytest.approx([np.pi / 4, 1], abs=1e-3)
    assert shape.perim_m[0] == 200


def test_crown_is_the_highest_and_toe_the_lowest_pixel_centre(tmp_path):
    inventory = inventory_of(tmp_path, two_slides(), terrain=terrain_of(plane((40, 50), 180)))
    points = inventory.crown_toe
    assert points["ls_id"].tolist() == ["LS-0001", "LS-0001", "LS-0002", "LS-0002"]
    assert points["kind"].tolist() == ["crown", "toe"] * 2
    # equal heights along a row: the first pixel from the left
    assert [(p.x, p.y) for p in points.geometry[:2]] == [(600_105, 1_279_895), (600_105, 1_279_805)]
    by_id = inventory.landslides.set_index("ls_id")
    crowns, toes = points[points["kind"] == "crown"], points[points["kind"] == "toe"]
    assert crowns["z_m"].tolist() == by_id["z_max"].tolist()
    assert toes["z_m"].tolist() == by_id["z_min"].tolist()
    for point, ls_id in zip(points.geometry, points["ls_id"], strict=True):
        assert by_id.geometry[ls_id].contains(point)


def test_truncated_at_the_edge_and_beside_cloud(tmp_path):
    probability = np.zeros((30, 30))
    observed = np.zeros((30, 30))
    probability[0:3, 5:8] = 1  # at the edge
    probability[10:13, 10:13] = 1  # touches a cloud at a corner
    observed[13:15, 13:15] = 2
    probability[10:13, 20:23] = 1  # one pixel away from a cloud
    observed[10:13, 24:26] = 2
    landslides = inventory_of(tmp_path, probability, observed).landslides
    x = landslides.geometry.centroid.x.sub(600_000).div(PIXEL_M).round(1)
    assert dict(zip(x, landslides["truncated"], strict=True)) == {6.5: 1, 11.5: 1, 21.5: 0}


def test_truncated_across_a_strip_border(tmp_path):
    height = strips(grid_of((1200, 10)))[0][0].stop
    probability = np.zeros((1200, 10))
    observed = np.zeros((1200, 10))
    probability[height - 3 : height, 2:4] = 1
    observed[height, 4] = 2
    probability[height - 3 : height, 7:9] = 1  # ends at the same border, beside observed pixels
    assert inventory_of(tmp_path, probability, observed).landslides["truncated"].tolist() == [1, 0]


def test_amalgamated_slides_are_flagged(tmp_path):
    """Two flows from both sides of a valley, joined in a V, are suspect; one straight flow of that area is not."""
    shape = (80, 80)
    row, col = np.mgrid[:80, :80]
    dem = 1000 + 8.0 * np.abs(col - 40) - 2.0 * row
    joined = np.zeros(shape)
    joined[10:14, 10:70] = 1
    joined[14:60, 38:42] = 1
    assert inventory_of(tmp_path, joined, terrain=terrain_of(dem)).landslides["amalg_flag"].tolist() == [1]
    single = np.zeros(shape)
    single[10:14, 10:38] = 1
    assert inventory_of(tmp_path, single, terrain=terrain_of(dem)).landslides["amalg_flag"].tolist() == [0]


def test_simplified_outlines_keep_the_pixels_statistics(tmp_path):
    row, col = np.mgrid[:60, :60]
    probability = np.where((row - 30) ** 2 + (col - 30) ** 2 < 400, 0.9, 0.1)
    terrain = terrain_of(plane((60, 60), 180))
    plain = inventory_of(tmp_path, probability, terrain=terrain).landslides.iloc[0]
    options = MaskOptions(mmu_m2=0, min_slope_deg=None, simplify_m=20)
    simple = inventory_of(tmp_path, probability, terrain=terrain, options=options).landslides.iloc[0]
    assert simple.geometry.area == simple.area_m2
    assert (simple.prob_mean, simple.z_min, simple.z_max) == (plain.prob_mean, plain.z_min, plain.z_max)


def test_polygons_of_another_mask_are_refused(tmp_path):
    files = write_pair(tmp_path, two_slides())
    mask = mask_of(two_slides() > 0.5)
    statistics = zonal(mask, files[0], None, Silent())
    with pytest.raises(ValueError, match="components"):
        attributes(polygonise(mask)[:1], statistics, mask.grid, FACTS, EVERYTHING)
    with pytest.raises(ValueError, match="metres"):
        attributes(polygonise(mask), statistics, grid_of((40, 50), "EPSG:4326"), FACTS, EVERYTHING)


def test_what_the_terrain_gate_gathered_is_what_the_attributes_need(tmp_path):
    rng = np.random.default_rng(2)
    shape = 600, 90  # more than one strip
    probability = np.repeat(np.repeat(rng.random((120, 18)) ** 2, 5, 0), 5, 1)
    dem = plane(shape, 200) + rng.random(shape)
    dem[100:130, 20:40] = np.nan
    slope = np.where(rng.random(shape) < 0.5, 2.0, 30.0)
    reads = []

    def terrain(roi):
        reads.append(roi)
        return terrain_of(dem, slope)(roi)

    options = MaskOptions(mmu_m2=3000, min_slope_deg=10, min_steep_share=0.5)
    files = write_pair(tmp_path, probability)
    gated = make_mask(*files, options, terrain, Silent())
    assert gated.flat.components > 5
    assert gated.small.components > 5
    first = len(reads)
    with_gate = zonal(gated, files[0], terrain, Silent())
    assert len(reads) == first == 2
    again = zonal(replace(gated, relief=None), files[0], terrain, Silent())
    assert len(reads) == 2 * first
    assert with_gate.pixels.size > 20
    for name, values in vars(again).items():
        np.testing.assert_array_equal(getattr(with_gate, name), values, err_msg=name)

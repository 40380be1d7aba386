"""From probability to mask: exact components, the minimum mapping unit, the terrain gate."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.features
import shapely
from hypothesis import given, settings

from inventory_kit import EVERYTHING, grid_of, mask_of, masks, terrain_of, write_pair, write_raster
from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.inventory import MaskOptions, make_mask, write_mask
from l4s_core.inventory.outline.components import components
from l4s_core.inventory.outline.mask import read_strip


def gdal_components(array):
    """(value, pixels) of GDAL's own 8-connected regions, sorted."""
    found = []
    for geometry, value in rasterio.features.shapes(array, mask=array != 0, connectivity=8):
        outer, *holes = (shapely.Polygon(ring).area for ring in geometry["coordinates"])
        found.append((int(value), int(outer - sum(holes))))
    return sorted(found)


@given(masks)
@settings(max_examples=200, deadline=None)
def test_components_are_those_of_gdal(array):
    pieces = components(array)
    assert sorted(zip(pieces.values().tolist(), pieces.pixel_counts().tolist(), strict=True)) == gdal_components(array)


@given(masks)
@settings(max_examples=100, deadline=None)
def test_every_pixel_belongs_to_one_component_and_labels_follow_the_scan(array):
    pieces = components(array)
    pixels = pieces.pixels()
    covered = np.zeros(array.shape, int)
    np.add.at(covered, (pixels.rows, pixels.cols), 1)
    assert np.array_equal(covered, array != 0)
    assert np.array_equal(pieces.label_at(pixels.rows, pixels.cols), pixels.label)
    _, first = np.unique(pixels.label, return_index=True)
    assert np.array_equal(first, np.sort(first))


def test_components_in_strips_are_whole():
    """Runs are found in strips of 512 rows; a comb over three strips is one component, dots beside it are not."""
    array = np.zeros((1300, 41), np.uint8)
    array[:, ::4] = 1
    array[-1] = 1
    array[5, 2] = 1
    pieces = components(array)
    assert pieces.count == 2
    assert sorted(pieces.pixel_counts()) == [1, int(array.sum()) - 1]


def labels_by_gdal_shapes(array):
    """Independent labels: GDAL's polygons burnt back."""
    shapes = [g for g, _ in rasterio.features.shapes(array, mask=array == 1, connectivity=8)]
    if not shapes:
        return np.zeros(array.shape, np.int32)
    return rasterio.features.rasterize(zip(shapes, range(1, len(shapes) + 1), strict=True), array.shape, dtype="int32")


@pytest.mark.slow
@given(masks)
@settings(max_examples=100, deadline=None)
def test_what_stays_is_at_least_the_mapping_unit_and_what_goes_is_smaller(tmp_path_factory, array):
    folder = tmp_path_factory.mktemp("mmu")
    files = write_pair(folder, (array == 1).astype(float), np.where(array == 255, 2, 0))
    options = MaskOptions(mmu_m2=450, min_slope_deg=None)  # 4.5 pixels: 5 stay, 4 go
    mask = make_mask(*files, options, None, Silent())
    labels = labels_by_gdal_shapes(array)
    sizes = np.bincount(labels.ravel())
    expected = np.where(array == 255, 255, (labels > 0) & (sizes[labels] >= 5))
    assert np.array_equal(mask.array, expected)
    assert mask.small.components == np.count_nonzero(sizes[1:] < 5)
    assert mask.small.pixels == sizes[1:][sizes[1:] < 5].sum()


def test_sieve_of_gdal_agrees_where_it_can(tmp_path):
    """Regions apart on a large background: GDAL's sieve, with holes put back, gives the same mask."""
    rng = np.random.default_rng(4)
    array = (rng.random((300, 300)) < 0.2).astype(np.uint8)
    files = write_pair(tmp_path, array.astype(float))
    mask = make_mask(*files, MaskOptions(mmu_m2=800, min_slope_deg=None), None, Silent())
    sieved = rasterio.features.sieve(array, 8, connectivity=8) & array
    assert 0 < mask.array.sum() < array.sum()
    assert np.array_equal(mask.array, sieved)


def test_a_speck_in_a_small_hole_goes_and_the_hole_stays(tmp_path):
    """GDAL's sieve alone would keep this speck."""
    array = np.zeros((12, 12))
    array[1:11, 1:11] = 1
    array[3:8, 3:8] = 0
    array[5, 5] = 1
    mask = make_mask(*write_pair(tmp_path, array), MaskOptions(mmu_m2=3000, min_slope_deg=None), None, Silent())
    assert mask.array[5, 5] == 0
    assert mask.array.sum() == 75
    assert (mask.small.components, mask.small.pixels) == (1, 1)


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.57, 0.7, 1.0])
def test_a_probability_equal_to_the_threshold_is_landslide(tmp_path, threshold):
    row = np.array([[threshold - 0.0001, threshold]])
    mask = make_mask(*write_pair(tmp_path, row), MaskOptions(threshold, mmu_m2=0, min_slope_deg=None), None, Silent())
    assert mask.array.tolist() == [[0, 1]]


def debris_flow():
    """A component of 100 pixels, the upper 30 of it steep, and one of 40 on level ground."""
    probability = np.zeros((60, 60))
    probability[5:30, 10:14] = 0.9
    probability[40:44, 20:30] = 0.9
    slope = np.full((60, 60), 1.0)
    slope[5:13, 10:14] = 25.0
    return probability, slope


def test_the_gate_judges_components_not_pixels(tmp_path):
    probability, slope = debris_flow()
    terrain = terrain_of(np.zeros((60, 60)), slope)
    mask = make_mask(*write_pair(tmp_path, probability), MaskOptions(mmu_m2=0), terrain, Silent())
    assert mask.array[5:30, 10:14].all(), "the flat run-out stays with its steep source"
    assert mask.array.sum() == 100
    assert (mask.flat.components, mask.flat.pixels) == (1, 40)


def test_the_gate_share_is_of_pixels_with_known_slope(tmp_path):
    probability, slope = debris_flow()
    slope[13:30, 10:14] = np.nan
    slope[40:44, 20:30] = np.nan
    slope[5:11, 10:14] = 1.0  # 8 of the 32 known pixels are steep: exactly a quarter
    files = write_pair(tmp_path, probability)
    terrain = terrain_of(np.zeros((60, 60)), slope)
    stays = make_mask(*files, MaskOptions(mmu_m2=0, min_steep_share=0.25), terrain, Silent())
    assert stays.array.sum() == 140, "unknown slope is no reason to drop"
    goes = make_mask(*files, MaskOptions(mmu_m2=0, min_steep_share=0.26), terrain, Silent())
    assert goes.array.sum() == 40


def test_the_gate_can_be_off(tmp_path):
    probability, slope = debris_flow()
    files = write_pair(tmp_path, probability)
    terrain = terrain_of(np.zeros((60, 60)), slope)
    assert make_mask(*files, EVERYTHING, terrain, Silent()).array.sum() == 140
    assert make_mask(*files, MaskOptions(mmu_m2=0), None, Silent()).array.sum() == 140


def test_small_components_are_not_counted_as_flat(tmp_path):
    probability, slope = debris_flow()
    terrain = terrain_of(np.zeros((60, 60)), slope)
    mask = make_mask(*write_pair(tmp_path, probability), MaskOptions(mmu_m2=5000), terrain, Silent())
    assert (mask.small.components, mask.flat.components) == (1, 0)


def test_a_pixel_without_probability_is_not_observed(tmp_path):
    p = write_raster(tmp_path / "p.tif", np.array([[9000, 65535]], np.uint16), 65535)
    o = write_raster(tmp_path / "o.tif", np.array([[0, 0]], np.uint8))
    assert make_mask(p, o, EVERYTHING, None, Silent()).array.tolist() == [[1, 255]]


def test_files_that_do_not_fit_are_refused(tmp_path):
    p = write_raster(tmp_path / "p.tif", np.zeros((4, 5), np.uint16))
    o = write_raster(tmp_path / "o.tif", np.zeros((4, 6), np.uint8))
    with pytest.raises(InputError, match=r"o\.tif is not on the grid of"):
        make_mask(p, o, EVERYTHING, None, Silent())
    with pytest.raises(InputError, match="cannot be read"):
        make_mask(tmp_path / "none.tif", o, EVERYTHING, None, Silent())


def test_degrees_are_refused(tmp_path):
    grid = grid_of((4, 5), "EPSG:4326")
    p = write_raster(tmp_path / "p.tif", np.zeros((4, 5), np.uint16), grid=grid)
    o = write_raster(tmp_path / "o.tif", np.zeros((4, 5), np.uint8), grid=grid)
    with pytest.raises(ValueError, match="metres"):
        make_mask(p, o, EVERYTHING, None, Silent())


@pytest.mark.parametrize(
    "options",
    [
        MaskOptions(threshold=0.0),
        MaskOptions(threshold=1.5),
        MaskOptions(mmu_m2=-1),
        MaskOptions(min_slope_deg=90),
        MaskOptions(min_steep_share=1.1),
    ],
)
def test_options_out_of_range_are_refused(tmp_path, options):
    with pytest.raises(InputError, match="give"):
        make_mask(*write_pair(tmp_path, np.zeros((3, 3))), options, None, Silent())


def test_cancel_is_heard(tmp_path):
    stopped = Silent()
    stopped.cancel()
    with pytest.raises(Cancelled):
        make_mask(*write_pair(tmp_path, np.zeros((3, 3))), EVERYTHING, None, stopped)


def test_the_mask_file_is_a_cog_and_comes_back(tmp_path: Path):
    rng = np.random.default_rng(1)
    mask = mask_of(rng.choice(np.array([0, 1, 255], np.uint8), (700, 1100)))
    path = write_mask(mask, tmp_path / "mask.tif")
    write_mask(mask, path)
    with rasterio.open(path) as back:
        assert np.array_equal(back.read(1), mask.array)
        assert back.nodata == 255
        assert back.transform == mask.grid.transform
        assert back.crs == mask.grid.crs
        assert back.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert back.overviews(1)
        assert set(np.unique(back.read(1, out_shape=(350, 550)))) <= {0, 1, 255}
    assert [file.name for file in tmp_path.iterdir()] == ["mask.tif"]


class _StopsAt(Silent):
    """Stops at the first check in a stage after something was read in it."""

    def __init__(self, stage: str, done: list[str]) -> None:
        super().__init__()
        self.wanted, self.now, self.done = stage, "", done

    def stage(self, name: str, total: int | None = None) -> None:
        self.now = name
        self.done.clear()

    def check(self) -> None:
        if self.now == self.wanted and self.done:
            raise Cancelled("stopped")


@pytest.mark.parametrize("stage", ["mask", "terrain gate"])
def test_nothing_is_read_any_more_when_a_stop_arrives(tmp_path, monkeypatch, stage):
    """The caller closes the files then; a thread that reads a closed one ends the whole program."""
    reading: list[str] = []
    done: list[str] = []

    def slowly(work):
        def read(*arguments):
            reading.append("a piece")
            time.sleep(0.05)
            found = work(*arguments)
            done.append(reading.pop())
            return found

        return read

    array = np.ones((1600, 40))
    files = write_pair(tmp_path, array, np.zeros((1600, 40)))
    terrain = slowly(terrain_of(np.add.outer(np.arange(1600.0) * 10, np.zeros(40))))
    monkeypatch.setattr(sys.modules[read_strip.__module__], "read_strip", slowly(read_strip))
    progress = _StopsAt(stage, done)
    with pytest.raises(Cancelled) as caught:
        make_mask(*files, MaskOptions(mmu_m2=0, min_slope_deg=5), terrain, progress)
    assert caught.traceback and not reading

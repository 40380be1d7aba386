"""Places, labels and inventories on a grid."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
import rasterio.features
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.patches.cutting.labels import Labeller
from l4s_core.patches.cutting.places import finer_blocks, plan_places
from l4s_core.patches.types import IGNORE
from l4s_core.vectors.on_grid import Polygons, read_polygons
from patches_kit import Listener, blobs, write_vector

GRID = GeoBox((90, 120), Affine(10, 0, 500000, 0, -10, 4500000), "EPSG:32633")


# -------------------------------------------------------------------------------------------------------------- places


@settings(max_examples=150, deadline=None)
@given(
    rows=st.integers(16, 150),
    cols=st.integers(16, 150),
    size=st.integers(4, 16),
    stride=st.integers(1, 20),
    block=st.integers(1, 60),
)
def test_places_cover_the_grid_and_blocks_share_no_pixel(
    rows: int, cols: int, size: int, stride: int, block: int
) -> None:
    places = plan_places((rows, cols), size, stride, block)
    owner = np.full((rows, cols), -1)
    numbers: dict[str, int] = {}
    for place in places:
        roi = place.roi(size)
        assert 0 <= roi[0].start < roi[0].stop <= rows
        assert 0 <= roi[1].start < roi[1].stop <= cols
        number = numbers.setdefault(place.block, len(numbers))
        assert set(np.unique(owner[roi])) <= {-1, number}
        owner[roi] = number
    assert len({(place.row, place.col) for place in places}) == len(places)
    if stride <= size:
        assert (owner >= 0).all()
    blocks = [place.block for place in places]
    assert len({name for name, before in zip(blocks, [None, *blocks], strict=False) if name != before}) == len(numbers)


def test_patches_that_fit_do_not_overlap() -> None:
    places = plan_places((256, 512), 128, 128, 500)
    assert [(place.row, place.col) for place in places] == [(r, c) for r in (0, 128) for c in (0, 128, 256, 384)]
    assert {place.block for place in places} == {"r00c00"}
    assert {place.block for place in plan_places((256, 512), 128, 128, 256)} == {"r00c00", "r00c01"}


# -------------------------------------------------------------------------------------------------------------- labels


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), all_touched=st.booleans(), size=st.sampled_from([17, 30, 45]))
def test_pieces_are_labelled_as_the_whole_is(seed: int, all_touched: bool, size: int) -> None:
    shapes = blobs(GRID, 12, seed)
    labeller = Labeller(GRID, Polygons(shapes, 12, 0), all_touched=all_touched)
    whole = rasterio.features.rasterize(
        [(shape, 1) for shape in shapes], GRID.shape, transform=GRID.transform, all_touched=all_touched, dtype="uint8"
    )
    places = plan_places(tuple(GRID.shape), size, size, 40)
    touched = labeller.touched([place.roi(size) for place in places])
    for place, near in zip(places, touched, strict=True):
        mask = labeller.mask(place.roi(size))
        np.testing.assert_array_equal(mask, whole[place.roi(size)])
        assert near or not mask.any()


@pytest.mark.parametrize("pixels", [0.5, 1.0, 2.5])
def test_the_ignored_band_is_what_lies_near_an_outline(pixels: float) -> None:
    shapes = blobs(GRID, 8, 3)
    labeller = Labeller(GRID, Polygons(shapes, 8, 0), ignore_edge_px=pixels)
    rows, cols = np.indices(GRID.shape) + 0.5
    points = shapely.points(500000 + 10 * cols, 4500000 - 10 * rows)
    near = shapely.distance(points, shapely.union_all(shapes).boundary) <= pixels * 10
    burnt = rasterio.features.rasterize([(s, 1) for s in shapes], GRID.shape, transform=GRID.transform, dtype="uint8")
    whole = labeller.mask((slice(0, 90), slice(0, 120)))
    np.testing.assert_array_equal(whole == IGNORE, near)
    np.testing.assert_array_equal(whole[~near], burnt[~near])
    for place in plan_places((90, 120), 30, 30, 30):
        np.testing.assert_array_equal(labeller.mask(place.roi(30)), whole[place.roi(30)])


def test_an_outline_that_two_landslides_share_is_not_ignored() -> None:
    halves = np.array([shapely.box(500100, 4499500, 500300, 4499900), shapely.box(500300, 4499500, 500500, 4499900)])
    mask = Labeller(GRID, Polygons(halves, 2, 0), ignore_edge_px=1.0).mask((slice(0, 90), slice(0, 120)))
    assert (mask[12:48, 12:48] == 1).all()
    assert mask[10, 30] == IGNORE


def test_outside_the_mapped_area_pixels_are_ignored() -> None:
    slide = Polygons(np.array([shapely.box(500100, 4499500, 500500, 4499900)]), 1, 0)
    area = Polygons(np.array([shapely.box(500000, 4499100, 500300, 4500000)]), 1, 0)
    mask = Labeller(GRID, slide, mapped=area).mask((slice(0, 90), slice(0, 120)))
    assert (mask[:, 30:] == IGNORE).all()
    assert (mask[:, :30] != IGNORE).all()
    assert (mask == 1).sum() == 20 * 40


# ------------------------------------------------------------------------------------------------------------ polygons


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".zip"])
def test_polygons_come_back_from_another_crs(tmp_path: Path, ending: str) -> None:
    shapes = blobs(GRID, 20, 1)
    inside = shapes[shapely.intersects(shapes, GRID.extent.geom)]
    frame = geopandas.GeoDataFrame(geometry=list(shapes), crs="EPSG:32633").to_crs("EPSG:4326")
    path = tmp_path / f"slides{ending if ending != '.zip' else '.shp'}"
    frame.to_file(path)
    if ending == ".zip":
        with zipfile.ZipFile(tmp_path / "slides.zip", "w") as archive:
            for part in tmp_path.glob("slides.*"):
                if part.suffix != ".zip":
                    archive.write(part, f"folder/{part.name}")
        path = tmp_path / "slides.zip"
    found = read_polygons(path, GRID, Silent())
    assert (len(found.geometries), found.read, found.repaired) == (len(inside), 20, 0)
    assert shapely.hausdorff_distance(shapely.union_all(found.geometries), shapely.union_all(inside)) < 0.05
    assert shapely.area(found.geometries).sum() == pytest.approx(shapely.area(inside).sum(), rel=1e-4)


def test_long_edges_bend_with_their_crs(tmp_path: Path) -> None:
    # 1.2 degrees along a parallel: the straight line between the ends is 170 m off in UTM
    grid = GeoBox.from_bbox((450000, 5000000, 550000, 5100000), "EPSG:32633", resolution=10)
    path = write_vector(tmp_path / "area.gpkg", [shapely.box(14.4, 45.2, 15.6, 45.9)], "EPSG:4326")
    [found] = read_polygons(path, grid, Silent()).geometries
    middle = geopandas.GeoSeries([shapely.Point(15.0, 45.2)], crs="EPSG:4326").to_crs("EPSG:32633")[0]
    assert found.boundary.distance(middle) < 1


def test_a_real_zipped_inventory_has_its_area_on_the_grid(shared_data: Path) -> None:
    path = shared_data / "inventories" / "bhuyan_multitemporal" / "Nepal.zip"
    with pytest.raises(InputError, match=r"vector files \(2013, 2014, .*--layer"):
        read_polygons(path, GRID, Silent())
    with pytest.raises(InputError, match=r"No polygon of the inventory .* lies in the scene"):
        read_polygons(path, GRID, Silent(), layer="2015")
    grid = GeoBox.from_bbox((322000, 3106000, 331000, 3114000), "EPSG:32645", resolution=10)
    progress = Listener()
    found = read_polygons(path, grid, progress, layer="2015")
    assert found.read == 98
    assert shapely.is_valid(found.geometries).all()
    assert found.repaired == 1
    assert any("repaired" in text for text in progress.messages)
    union = shapely.union_all(found.geometries)
    mask = Labeller(grid, found).mask((slice(0, grid.shape[0]), slice(0, grid.shape[1])))
    # the error of counting pixels: a fraction of a pixel along the outline, which goes both ways
    assert (mask == 1).sum() * 100 == pytest.approx(union.area, rel=0.01)


def test_attributes_and_layers_choose_polygons(tmp_path: Path) -> None:
    shapes = [shapely.box(500100 + 100 * i, 4499500, 500150 + 100 * i, 4499600) for i in range(4)]
    path = write_vector(tmp_path / "all.gpkg", shapes, "EPSG:32633", year=[2017, 2018, 2018, 2019])
    assert len(read_polygons(path, GRID, Silent(), where="year = 2018").geometries) == 2
    with pytest.raises(InputError, match="year = 1900"):
        read_polygons(path, GRID, Silent(), where="year = 1900")
    with pytest.raises(InputError, match=r"--where \(\(year"):
        read_polygons(path, GRID, Silent(), where="((year")
    geopandas.GeoDataFrame(geometry=shapes[:1], crs="EPSG:32633").to_file(path, layer="other")
    with pytest.raises(InputError, match=r"several layers \(all, other\)"):
        read_polygons(path, GRID, Silent())
    assert len(read_polygons(path, GRID, Silent(), layer="other").geometries) == 1
    with pytest.raises(InputError, match="layer gone"):
        read_polygons(path, GRID, Silent(), layer="gone")
    geopandas.GeoDataFrame(geometry=shapes[:3], crs="EPSG:32633").to_file(path, layer="landslides")
    assert len(read_polygons(path, GRID, Silent()).geometries) == 3  # as in an inventory of l4s-detect


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_what_is_no_inventory_is_said(tmp_path: Path) -> None:
    square = shapely.box(500100, 4499500, 500300, 4499700)
    progress = Listener()
    (tmp_path / "text.gpkg").write_text("hello")
    (tmp_path / "virtual.vrt").write_text("<OGRVRTDataSource></OGRVRTDataSource>")
    no_crs = write_vector(tmp_path / "nocrs.shp", [square], None)
    points = write_vector(tmp_path / "points.gpkg", [square.centroid], "EPSG:32633")
    empty = write_vector(tmp_path / "empty.gpkg", [], "EPSG:32633")
    far = write_vector(tmp_path / "far.gpkg", [shapely.box(10, 10, 11, 11)], "EPSG:4326")
    for path, says in (
        (tmp_path / "gone.gpkg", "does not exist"),
        (tmp_path / "text.gpkg", "cannot be read"),
        (tmp_path / "virtual.vrt", "virtual layer"),
        (no_crs, "no coordinate system"),
        (points, "no polygon among them"),
        (empty, "no features"),
        (far, "15.000 to 15.014 E, 40.643 to 40.651 N, the polygons at 10.000 to 11.000 E"),
    ):
        with pytest.raises(InputError, match=says):
            read_polygons(path, GRID, progress)


def test_broken_polygons_are_repaired_and_lines_left_out(tmp_path: Path) -> None:
    bow = shapely.Polygon([(500100, 4499500), (500300, 4499700), (500300, 4499500), (500100, 4499700)])
    progress = Listener()
    path = write_vector(tmp_path / "x.gpkg", [bow, bow.exterior], "EPSG:32633")
    found = read_polygons(path, GRID, progress)
    assert (len(found.geometries), found.repaired) == (1, 1)
    assert shapely.area(found.geometries).sum() == pytest.approx(20000)
    assert [text.split(" of ")[0] for text in progress.messages] == ["1", "1"]


@settings(max_examples=100, deadline=None)
@given(st.integers(64, 900), st.integers(64, 900), st.integers(40, 1200))
def test_the_finer_blocks_that_are_proposed_do_part_the_squares(rows: int, cols: int, block_px: int) -> None:
    shape, size = (rows, cols), 64
    kept = plan_places(shape, size, size, block_px)
    finer = finer_blocks(shape, size, block_px, kept, 3, 7)
    smallest = len({place.block for place in plan_places(shape, size, size, size)})
    if finer is None:
        assert smallest < 3 or round(block_px / size) < 2
        return
    edge, count = finer
    assert edge < max(1, round(block_px / size)) * size
    assert count == len({place.block for place in plan_places(shape, size, size, edge)}) >= 3

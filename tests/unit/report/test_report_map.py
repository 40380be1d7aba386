"""The map: what is drawn is where it lies on the ground, and as large."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pyproj import CRS
from shapely import affinity

from l4s_core.base.progress import Silent
from l4s_core.report.frame import frame_of
from l4s_core.report.ground import probability_picture, scene_picture, small_outlines
from l4s_core.report.outlines import draw
from l4s_core.scene import open_scene

UTM = CRS.from_epsg(32643)
numbers = st.floats(-1e6, 1e6)


def _polygons(path: str) -> shapely.Geometry:
    """Path data as shapes, read as a browser reads it; rings by the even-odd rule."""
    whole = shapely.Polygon()
    for ring in re.findall(r"M([^z]*)z", path):
        start, _, steps = ring.partition("l")
        first = [int(number) for number in re.findall(r"-?\d+", start)]
        moves = np.array([int(number) for number in re.findall(r"-?\d+", steps)]).reshape(-1, 2)
        whole = whole.symmetric_difference(shapely.Polygon([first, *(np.cumsum(moves, axis=0) + first).tolist()]))
    return whole


def _blobs(count: int, seed: int = 1) -> np.ndarray:
    """Landslides with holes and parts, far from each other."""
    rng = np.random.default_rng(seed)
    shapes = []
    for number in range(count):
        angle = np.sort(rng.uniform(0, 2 * np.pi, 40))
        radius = 60 + 40 * rng.random(40)
        outline = shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
        shape = outline.buffer(0).difference(shapely.Point(0, 0).buffer(15))
        if number % 3 == 0:
            shape = shape.union(shapely.Point(150, 0).buffer(20))
        shapes.append(affinity.translate(shape, 600_000 + 500 * (number % 50), 1_270_000 + 500 * (number // 50)))
    out = np.empty(count, dtype=object)
    out[:] = shapes
    return out


@given(st.lists(st.tuples(numbers, numbers, st.floats(0, 1e5), st.floats(0, 1e5)), min_size=1, max_size=4))
def test_a_frame_holds_all_of_its_boxes_and_is_neither_flat_nor_steep(boxes: list[tuple[float, ...]]) -> None:
    given_boxes = [(x, y, x + w, y + h) for x, y, w, h in boxes]
    frame = frame_of(UTM, given_boxes)
    for left, bottom, right, top in given_boxes:
        assert frame.box[0] <= left and frame.box[1] <= bottom and frame.box[2] >= right and frame.box[3] >= top
    assert 0.44 <= frame.height / frame.width <= 1.26
    assert 99_990 <= max(frame.width, frame.height) <= 100_010


def test_paths_are_the_polygons_with_their_holes_and_parts() -> None:
    shapes = _blobs(60)
    frame = frame_of(UTM, [tuple(shapely.total_bounds(shapes))])
    drawn = draw(shapes, frame)
    assert drawn.tolerance_m == 0 and not drawn.rest.size
    assert (np.diff(shapely.area(shapes[drawn.rows])) <= 1e-6).all()
    for row, path in zip(drawn.rows, drawn.paths, strict=True):
        back = affinity.affine_transform(
            _polygons(path), [frame.unit_m, 0, 0, -frame.unit_m, frame.box[0], frame.box[3]]
        )
        assert back.symmetric_difference(shapes[row]).area < 0.01 * shapes[row].area


def test_too_many_corners_are_simplified_and_too_many_landslides_left_to_the_picture() -> None:
    shapes = _blobs(300)
    frame = frame_of(UTM, [tuple(shapely.total_bounds(shapes))])
    drawn = draw(shapes, frame, most=100, points=1500)
    assert len(drawn.paths) == 100 and drawn.rest.size == 200 and drawn.tolerance_m > 0
    assert shapely.area(shapes[drawn.rest]).max() <= shapely.area(shapes[drawn.rows]).min()
    assert sum(path.count("M") for path in drawn.paths) >= 100
    far = max(
        affinity.affine_transform(
            _polygons(path), [frame.unit_m, 0, 0, -frame.unit_m, frame.box[0], frame.box[3]]
        ).hausdorff_distance(shapes[row])
        for row, path in zip(drawn.rows, drawn.paths, strict=True)
    )
    assert far <= 2 * drawn.tolerance_m + 40  # a hole or a part may go


def _pixels(uri: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))).convert("RGBA"))


def test_small_landslides_are_a_picture_in_their_place_and_colour() -> None:
    shapes = _blobs(20)
    frame = frame_of(UTM, [tuple(shapely.total_bounds(shapes))])
    colours = ["#bd0026", "#fecc5c"] * 10
    picture = small_outlines(shapes, colours, frame.box, UTM)
    pixels = _pixels(picture.uri)
    step = (frame.box[2] - frame.box[0]) / pixels.shape[1]
    for shape, colour in zip(shapes, colours, strict=True):
        x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        pixel = pixels[int((frame.box[3] - y) / step), int((x - frame.box[0]) / step)]
        assert "#" + "".join(f"{part:02x}" for part in pixel[:3]) == colour
    covered = (pixels[..., 3] > 0).sum() * step**2
    assert shapely.area(shapes).sum() <= covered <= 2 * shapely.area(shapes).sum()


@pytest.mark.parametrize("crs", ["EPSG:32643", "EPSG:32644", "EPSG:32743"])
def test_probability_lies_where_gdal_lays_it(tmp_path: Path, crs: str) -> None:
    """One bright block; on the map of any CRS its middle is where pyproj says."""
    from pyproj import Transformer

    stored = np.zeros((120, 160), np.uint16)
    stored[40:50, 100:110] = 9000
    stored[:, :5] = 65535
    where = Affine(10, 0, 620_000, 0, -10, 1_275_000)
    how = {"driver": "GTiff", "height": 120, "width": 160, "count": 1, "dtype": "uint16", "nodata": 65535}
    with rasterio.open(tmp_path / "p.tif", "w", crs="EPSG:32643", transform=where, **how) as out:
        out.write(stored, 1)
        out.scales = (0.0001,)
    to = Transformer.from_crs(32643, crs, always_xy=True)
    x, y = to.transform(620_000 + 1050, 1_275_000 - 450)
    frame = frame_of(CRS(crs), [(x - 900, y - 600, x + 900, y + 600)])
    [picture] = probability_picture(tmp_path / "p.tif", [frame.box], CRS(crs), Silent())
    seen = _pixels(picture.uri)[..., 3] > 0
    rows, cols = np.nonzero(seen)
    step = (frame.box[2] - frame.box[0]) / seen.shape[1]
    assert abs(frame.box[0] + (cols.mean() + 0.5) * step - x) < 6
    assert abs(frame.box[3] - (rows.mean() + 0.5) * step - y) < 6
    assert seen.sum() * step**2 == pytest.approx(10_000, rel=0.1)


def test_a_scene_is_drawn_where_it_lies(puthumala: Path) -> None:
    """Bright pixels of the picture are the bright pixels of the band."""
    scene = open_scene(puthumala)
    with rasterio.open(puthumala / "B04.tif") as source:
        red, box = source.read(1).astype(float), tuple(source.bounds)
    [picture], how = scene_picture(scene, [box], UTM, Silent())
    pixels = _pixels(picture.uri)
    assert pixels.shape[:2] == red.shape and "B4" in how
    assert np.corrcoef(pixels[..., 0].ravel(), np.sqrt(red.ravel()))[0, 1] > 0.8
    far = [(box[0] + 1e5, box[1], box[2] + 1e5, box[3])]
    assert scene_picture(scene, far, UTM, Silent())[0] == []

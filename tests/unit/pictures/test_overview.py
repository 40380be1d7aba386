"""The picture of a run: right size, right places, right colours, for scenes of any shape."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox
from PIL import Image

from l4s_core.base.reasons import Reason
from l4s_core.pictures import overview
from l4s_core.pictures.overview import nice_length, write_overview
from l4s_core.rasters.true_colour import true_colour


def grid_of(rows: int, cols: int, pixel_m: float = 10.0) -> GeoBox:
    return GeoBox((rows, cols), Affine(pixel_m, 0, 500000, 0, -pixel_m, 5000000), "EPSG:32633")


def frame(shapes: list[shapely.Geometry], confidence: list[int]) -> gpd.GeoDataFrame:
    areas = [float(shape.area) for shape in shapes]
    return gpd.GeoDataFrame({"conf_usgs": confidence, "area_m2": areas}, geometry=shapes, crs="EPSG:32633")


def scene(rows: int, cols: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forest with one bright square whose probability is 1, a cloud, and a strip without data."""
    rgb = np.empty((3, rows, cols), np.float32)
    rgb[:] = np.array([250, 400, 250])[:, None, None]
    probability = np.zeros((rows, cols), np.float32)
    observed = np.zeros((rows, cols), np.uint8)
    rgb[:, rows // 4 : rows // 2, cols // 4 : cols // 2] = np.array([1600, 1200, 900])[:, None, None]
    probability[rows // 4 : rows // 2, cols // 4 : cols // 2] = 1
    observed[: rows // 8, : cols // 2] = Reason.CLOUD
    rgb[:, :, -max(1, cols // 10) :] = np.nan
    observed[:, -max(1, cols // 10) :] = Reason.NO_DATA
    probability[observed > 0] = np.nan
    return rgb, probability, observed


def square(grid: GeoBox) -> shapely.Polygon:
    rows, cols = grid.shape
    box, pixel_m = grid.extent.boundingbox, grid.affine.a
    left, top = box.left + cols // 4 * pixel_m, box.top - rows // 4 * pixel_m
    right, bottom = box.left + cols // 2 * pixel_m, box.top - rows // 2 * pixel_m
    return shapely.box(left, bottom, right, top)


def panel(path: Path, number: int, rows: int, cols: int) -> np.ndarray:
    """The pixels of one panel of a square scene, 528 wide."""
    image = np.asarray(Image.open(path).convert("RGB")).astype(int)
    left = 28 + number * (528 + 24)
    return image[96 : 96 + 528 * rows // cols, left : left + 528]


def test_each_panel_shows_its_layer_in_the_right_place(tmp_path: Path) -> None:
    grid = grid_of(120, 120)
    rgb, probability, observed = scene(120, 120)
    path = tmp_path / "overview.png"
    write_overview(path, rgb, probability, frame([square(grid)], [8]), observed, grid, "a scene")
    image = Image.open(path)
    assert 1500 <= image.width <= 1800
    middle_of_slide, middle_of_forest = (198, 198), (400, 300)
    colour, probable, mapped = (panel(path, k, 120, 120) for k in range(3))
    assert colour[middle_of_slide].sum() > colour[middle_of_forest].sum() + 150
    assert np.argmax(colour[middle_of_forest]) == 1, "forest is green"
    red, green, blue = probable[middle_of_slide].astype(int)
    assert red > blue + 60 and green > blue, "probable is yellow"
    red, green, blue = probable[middle_of_forest].astype(int)
    assert blue > max(red, green) + 60, "improbable is dark blue"
    red, green, _ = mapped[middle_of_slide]
    assert red > green + 40, "the polygon of highest confidence is red"
    assert np.ptp(mapped[middle_of_forest]) == 0, "the background is grey"
    assert np.ptp(mapped[20, 100]) > 3, "the cloud is tinted"


def test_polygons_in_another_crs_land_in_the_same_place(tmp_path: Path) -> None:
    grid = grid_of(90, 120)
    rgb, probability, observed = scene(90, 120)
    polygons = frame([square(grid)], [5])
    write_overview(tmp_path / "a.png", rgb, probability, polygons, observed, grid, "t")
    write_overview(tmp_path / "b.png", rgb, probability, polygons.to_crs("EPSG:4326"), observed, grid, "t")
    a, b = (np.asarray(Image.open(tmp_path / name)).astype(int) for name in ("a.png", "b.png"))
    assert (np.abs(a - b).max(axis=-1) > 12).mean() < 0.001


def test_the_same_run_gives_the_same_picture(tmp_path: Path) -> None:
    grid = grid_of(60, 60)
    for name in ("a.png", "b.png"):
        write_overview(tmp_path / name, *scene(60, 60)[:2], frame([square(grid)], [1]), scene(60, 60)[2], grid, "t")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.png", "b.png"], "no temporary file is left"


@pytest.mark.parametrize(("rows", "cols"), [(7, 9), (1, 300), (300, 1), (1100, 400), (400, 1100)])
def test_scenes_of_any_shape(tmp_path: Path, rows: int, cols: int) -> None:
    rgb, probability, observed = scene(rows, cols)
    path = tmp_path / "overview.png"
    write_overview(path, rgb, probability, frame([], []), observed, grid_of(rows, cols), "no polygons " * 30)
    image = Image.open(path)
    assert image.width <= 1800
    assert image.height <= 1200


def test_nothing_seen_at_all(tmp_path: Path) -> None:
    rgb = np.full((3, 50, 50), np.nan, np.float32)
    observed = np.full((50, 50), Reason.NO_DATA, np.uint8)
    write_overview(tmp_path / "o.png", rgb, rgb[0], frame([], []), observed, grid_of(50, 50), "empty")
    assert Image.open(tmp_path / "o.png").getpixel((200, 300)) == (226, 228, 231)


def test_holes_stay_open_and_unknown_confidence_is_drawn(tmp_path: Path) -> None:
    grid = grid_of(120, 120)
    rgb, probability, observed = scene(120, 120)
    ring = square(grid).buffer(200).difference(square(grid))
    path = tmp_path / "o.png"
    polygons = frame([ring, shapely.Polygon()], [8, 8])
    write_overview(path, rgb, probability, polygons, observed, grid, "hole")
    mapped = panel(path, 2, 120, 120)
    assert np.ptp(mapped[198, 198]) < 10, "the hole shows the background"
    assert mapped[100, 198][0] > mapped[100, 198][1] + 40


def test_true_colour_keeps_hue_and_marks_no_data() -> None:
    rgb, _, _ = scene(40, 40)
    out = true_colour(rgb)
    assert out.shape == (40, 40, 3)
    assert out.dtype == np.uint8
    assert tuple(out[0, -1]) == (226, 228, 231)
    np.testing.assert_array_equal(true_colour(rgb * 3), out, err_msg="the stretch follows the brightness")


@given(st.floats(0.5, 1e7))
def test_scale_bars_have_round_lengths_that_fit(metres: float) -> None:
    length = nice_length(metres)
    assert metres / 2.5 * (1 - 1e-6) <= length <= metres * (1 + 1e-6)
    mantissa = length / 10 ** np.floor(np.log10(length * (1 + 1e-9)))
    assert min(abs(mantissa - step) for step in (1, 2, 5)) < 1e-6


def test_a_title_has_no_boxes(tmp_path: Path) -> None:
    """Names of scenes are names of folders, with umlauts (composed or not) and all else that people write."""
    grid, pictures = grid_of(40, 40), []
    for number, title in enumerate(("Stück São", "Stu\u0308ck Sa\u0303o", "Stuck Sao")):
        path = tmp_path / f"{number}.png"
        rgb, probability, observed = scene(40, 40)
        write_overview(path, rgb, probability, frame([square(grid)], [8]), observed, grid, title)
        pictures.append(path.read_bytes())
    assert pictures[0] == pictures[1] == pictures[2]


def test_the_legend_has_the_shares_that_the_run_table_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    flow = overview._flow
    monkeypatch.setattr(overview, "_flow", lambda draw, entries, *a: said.extend(e[1] for e in entries) or flow(
        draw, entries, *a))  # fmt: skip
    rgb, probability, observed = scene(60, 60)
    shares = {Reason.NO_DATA: 0.0284, Reason.SNOW: 0.0002}  # thinned, the snow is not in the picture
    write_overview(tmp_path / "a.png", rgb, probability, frame([], []), observed, grid_of(60, 60), "t", shares)
    assert "no data 2.8%" in said and "snow 0.0%" in said
    assert not any(text.startswith("water") for text in said)
    said.clear()
    write_overview(tmp_path / "b.png", rgb, probability, frame([], []), observed, grid_of(60, 60), "t")
    assert f"no data {np.mean(observed == Reason.NO_DATA):.1%}" in said

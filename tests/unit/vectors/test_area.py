"""Mapping only what is inside an area: the same result there, and nothing said about the rest."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import rasterio.features
import shapely
from odc.geo.geobox import GeoBox

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inventory.files.read import read_inventory
from l4s_core.normalisation import brightness_pass
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.write import PROBABILITY_NODATA
from l4s_core.vectors.area import read_area
from onnx_models import write_model
from scene_kit import ORIGIN, command, hillside, write_area, write_raster


def triangle(scene_file: Path, left: int, top: int, right: int, bottom: int):
    """A triangle in pixels of a raster, in its CRS."""
    with rasterio.open(scene_file) as src:
        corners = [src.transform * xy for xy in ((left, top), (right, top), ((left + right) / 2, bottom))]
        return shapely.Polygon(corners), src.crs


def both(tmp_path: Path, scene: Path, dem: Path | None, polygon, crs, **how):
    """Probability of the whole scene and of the area on the area's grid, what is inside, and the two inventories."""
    area = write_area(tmp_path / "area.gpkg", [polygon], crs)
    runs = {}
    for name, more in (("whole", {}), ("part", {"area": area})):
        runs[name] = l4s_core.detect(
            scene, dem, no_dem=dem is None, probability=tmp_path / f"{name}.tif", overwrite=True, **how, **more
        )
    with rasterio.open(tmp_path / "part.tif") as part, rasterio.open(tmp_path / "whole.tif") as whole:
        window = rasterio.windows.from_bounds(*part.bounds, transform=whole.transform).round_offsets().round_lengths()
        p, w = part.read(1), whole.read(1, window=window)
        inside = rasterio.features.rasterize([polygon], out_shape=p.shape, transform=part.transform).astype(bool)
    return w, p, inside, runs["whole"], runs["part"]


@pytest.fixture
def scene(tmp_path: Path) -> tuple[Path, Path]:
    return hillside(tmp_path / "scene")


@pytest.fixture
def redness(tmp_path: Path) -> Path:
    return write_model(tmp_path / "redness.onnx")


# ------------------------------------------------------------------------------------------- agreement, real scenes


@pytest.mark.slow
def test_inside_the_area_nothing_is_otherwise(puthumala: Path, tmp_path: Path) -> None:
    """The default model and the built-in cloud test give the very same probability and polygons."""
    polygon, crs = triangle(puthumala / "B04.tif", 69, 10, 394, 195)
    dem = puthumala / "Copernicus_DEM_30m.tif"
    w, p, inside, whole, part = both(tmp_path, puthumala, dem, polygon, crs, clouds="builtin")
    np.testing.assert_array_equal(p[inside], w[inside])
    assert (p[~inside] == PROBABILITY_NODATA).all()
    assert (p != PROBABILITY_NODATA).mean() > 0.3
    within = whole.landslides[whole.landslides.within(polygon.buffer(-15))]
    assert len(within) > 0
    for column in ("z_max", "slope_mean", "prob_mean"):
        ours = part.landslides.set_index("prob_max")[column]
        for slide in within.itertuples():
            assert np.isclose(ours.loc[[slide.prob_max]], getattr(slide, column), atol=0.01).any()
    mapped = [geometry.wkb for geometry in part.landslides.geometry]
    assert all(geometry.wkb in mapped for geometry in within.geometry)


def test_a_large_scene_is_only_looked_at_around_the_area(shared_data: Path, tmp_path: Path, monkeypatch) -> None:
    """Brightness from the blocks around the area is that of the whole scene: the limits only bind in odd blocks."""
    folder = shared_data / "scenes" / "wayanad_2024_cloudy"
    [red] = [path for path in folder.iterdir() if "B04" in path.name or path.stem.endswith("B4")]
    polygon, crs = triangle(red, 700, 500, 900, 700)
    monkeypatch.setattr(brightness_pass, "WHOLE_PX", 0)
    w, p, inside, _, part = both(tmp_path, folder, None, polygon, crs, clouds="builtin")
    known = (p != PROBABILITY_NODATA) & inside
    np.testing.assert_array_equal(known, (w != PROBABILITY_NODATA) & inside)
    assert np.abs(p[known].astype(int) - w[known]).max() <= 2  # ten-thousandths
    assert part.run["share_observed"] == pytest.approx(known.sum() / inside.sum(), abs=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(
    "normalisation",
    [
        {"kind": "scene-statistics", "block_px": None},
        {"kind": "scene-statistics", "block_px": 64},
        {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 64},
    ],
)
def test_references_are_those_of_the_whole_scene(puthumala: Path, tmp_path: Path, normalisation: dict) -> None:
    polygon, crs = triangle(puthumala / "B04.tif", 149, 30, 299, 170)
    model = write_model(tmp_path / "model.onnx", normalisation=normalisation)
    w, p, inside, _, _ = both(tmp_path, puthumala, None, polygon, crs, clouds="builtin", model=model)
    assert np.ptp(p[p != PROBABILITY_NODATA]) > 1000
    np.testing.assert_array_equal(p[inside], w[inside])


def test_csmask_differs_on_few_pixels(shared_data: Path, tmp_path: Path) -> None:
    """Its tiles lie otherwise around an area."""
    pytest.importorskip("ukis_csmask")
    folder = shared_data / "scenes" / "wayanad_2024_cloudy"
    [red] = [path for path in folder.iterdir() if "B04" in path.name or path.stem.endswith("B4")]
    polygon, crs = triangle(red, 500, 400, 800, 700)
    w, p, inside, _, _ = both(tmp_path, folder, None, polygon, crs, clouds="csmask")
    seen, seen_whole = p[inside] != PROBABILITY_NODATA, w[inside] != PROBABILITY_NODATA
    assert (seen != seen_whole).mean() < 0.03
    difference = np.abs(p[inside].astype(int) - w[inside])[seen & seen_whole]
    assert np.mean(difference > 100) < 0.02  # by more than a hundredth


# --------------------------------------------------------------------------------------------------- what is counted


@pytest.mark.slow
def test_shares_and_polygons_are_those_of_the_area(scene, redness: Path, tmp_path: Path) -> None:
    folder, dem = scene
    left, top = ORIGIN * (40, 30)
    area = write_area(tmp_path / "a.geojson", [shapely.box(left, top - 400, left + 400, top)], "EPSG:32633")
    done = command(folder, "--dem", dem, "--model", redness, "--clouds", "none", "--aoi", area,
                   "-o", tmp_path / "o.gpkg", "--mask", tmp_path / "m.tif", "--progress", "none")  # fmt: skip
    assert done.returncode == 0, done.stderr
    inventory = read_inventory(tmp_path / "o.gpkg")
    assert inventory.run["share_observed"] == 1.0
    assert inventory.run["area_pixels"] == 1600
    assert (inventory.run["grid_rows"], inventory.run["grid_cols"]) == (40, 40)
    assert inventory.run["area_source"] == str(area)
    assert len(inventory.landslides) == 1  # the other lies outside
    assert inventory.landslides["truncated"].tolist() == [1]  # 30 of its 50 columns are inside
    assert inventory.landslides["area_m2"].tolist() == [60_000.0]
    assert len(inventory.not_observed) == 0
    with rasterio.open(tmp_path / "m.tif") as mask:
        assert mask.shape == (40, 40)


def test_beside_the_polygons_is_outside_the_area(scene, redness: Path, tmp_path: Path) -> None:
    folder, dem = scene
    corner = [ORIGIN * (c, r) for c, r in ((20, 20), (240, 20), (20, 190))]
    hole = [ORIGIN * (c, r) for c, r in ((52, 42), (60, 42), (60, 50), (52, 50))]
    area = write_area(tmp_path / "a.gpkg", [shapely.Polygon(corner, [hole])], "EPSG:32633")
    inventory = l4s_core.detect(folder, dem, model=redness, clouds="none", area=area)
    assert set(inventory.not_observed["reason"]) == {"outside the area"}
    assert inventory.run["share_observed"] == 1.0
    total = inventory.not_observed["area_m2"].sum() / 100 + inventory.run["area_pixels"]
    assert total == inventory.run["grid_rows"] * inventory.run["grid_cols"]
    [slide] = inventory.landslides.itertuples()
    assert slide.area_m2 == (20 * 50 - 64) * 100  # the hole in the area is a hole in the slide
    assert slide.truncated == 1


def test_two_polygons_in_another_crs(scene, redness: Path, tmp_path: Path) -> None:
    folder, dem = scene
    corners = ((45, 65, 105, 35), (175, 155, 200, 115))
    boxes = [shapely.box(*(ORIGIN * (left, bottom)), *(ORIGIN * (right, top))) for left, bottom, right, top in corners]
    degrees = gpd.GeoSeries(boxes, crs="EPSG:32633").to_crs(4326)
    area = write_area(tmp_path / "a.gpkg", list(degrees), 4326, layer="drawn")
    write_area(tmp_path / "a.gpkg", [shapely.Point(15, 40)], 4326, layer="points")
    everything = l4s_core.detect(folder, dem, model=redness, clouds="none").landslides
    for named in (area, f"{area}|layername=drawn"):
        slides = l4s_core.detect(folder, dem, model=redness, clouds="none", area=named).landslides
        assert [g.wkb for g in slides.geometry] == [g.wkb for g in everything.geometry]


def test_a_dem_of_the_area_is_enough(scene, redness: Path, tmp_path: Path) -> None:
    folder, _ = scene
    small = write_raster(
        tmp_path / "small.tif", np.tile(np.arange(80, dtype=np.float32) * 4 + 500, (60, 1)),
        transform=ORIGIN * ORIGIN.translation(40, 30),
    )  # fmt: skip
    area = write_area(tmp_path / "a.geojson", [shapely.box(*(ORIGIN * (48, 62)), *(ORIGIN * (102, 38)))], "EPSG:32633")
    inventory = l4s_core.detect(folder, small, model=redness, clouds="none", area=area)
    assert inventory.run["share_observed"] == 1.0
    assert inventory.landslides["relief_m"].notna().all()
    with pytest.raises(InputError, match="covers only"):
        l4s_core.detect(folder, small, model=redness, clouds="none")
    with pytest.raises(InputError, match=r"covers only .* of the area"):
        wide = write_area(
            tmp_path / "w.geojson", [shapely.box(*(ORIGIN * (0, 150)), *(ORIGIN * (200, 0)))], "EPSG:32633"
        )
        l4s_core.detect(folder, small, model=redness, clouds="none", area=wide)


def test_only_the_windows_that_touch_the_area_are_run(tmp_path: Path, redness: Path) -> None:
    folder, _ = hillside(tmp_path / "large", (600, 700))
    band = shapely.LineString([ORIGIN * (30, 30), ORIGIN * (660, 560)]).buffer(50)
    area = write_area(tmp_path / "a.gpkg", [band], "EPSG:32633")
    how = {"no_dem": True, "model": redness, "clouds": "none", "tile": 64, "overlap": 16}
    whole = l4s_core.detect(folder, **how).run["windows"]
    part = l4s_core.detect(folder, **how, area=area).run["windows"]
    assert part < 0.4 * whole


def test_the_cloud_test_of_an_area_does_not_look_at_the_whole_scene(tmp_path: Path, redness: Path, monkeypatch) -> None:
    folder, _ = hillside(tmp_path / "large", (900, 1200))
    area = write_area(tmp_path / "a.gpkg", [shapely.box(*(ORIGIN * (10, 40)), *(ORIGIN * (40, 10)))], "EPSG:32633")
    looked_at = []

    class Watching(Silent):
        def stage(self, name: str, total: int | None = None) -> None:
            looked_at.append((name, total))

    l4s_core.detect(folder, no_dem=True, model=redness, clouds="builtin", area=area, progress=Watching())
    [rows] = [total for name, total in looked_at if name == "clouds (built-in test)"]
    assert rows < 300  # of 450 rows of 20 m


# ------------------------------------------------------------------------------------------------------- the windows


def test_part_of_a_lattice_is_the_same_lattice() -> None:
    for origin in ((0, 0), (13, 40), (-7, 101)):
        plan = WindowPlan((500, 700), 64, 16, origin)
        roi = slice(210, 260), slice(3, 90)
        around = plan.around(roi)
        part = plan.part(around)
        for whole, mine, side, outer in zip(
            (plan.row_starts(), plan.col_starts()), (part.row_starts(), part.col_starts()), roi, around, strict=True
        ):
            touching = [s for s in whole if s < side.stop and s + 64 > side.start]
            assert set(touching) <= {s + outer.start for s in mine}
            assert outer.start == max(0, touching[0])
            assert outer.stop == touching[-1] + 64


# --------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.slow
def test_what_is_no_area(scene, redness: Path, tmp_path: Path) -> None:
    folder, _ = scene
    inside = shapely.box(*(ORIGIN * (10, 40)), *(ORIGIN * (40, 10)))
    (tmp_path / "text.gpkg").write_text("nothing")
    cases = {
        "does not exist": tmp_path / "none.gpkg",
        "cannot be read as a vector file": tmp_path / "text.gpkg",
        "is a folder": folder,
        "has no polygons": write_area(tmp_path / "points.gpkg", [shapely.Point(ORIGIN * (10, 10))], "EPSG:32633"),
        "has no CRS": write_area(tmp_path / "nowhere.shp", [inside], None),
        "lies outside the scene": write_area(tmp_path / "far.gpkg", [shapely.box(10, 10, 11, 11)], 4326),
        "smaller than a pixel": write_area(
            tmp_path / "tiny.gpkg", [shapely.box(*(ORIGIN * (10.1, 10.2)), *(ORIGIN * (10.2, 10.1)))], "EPSG:32633"
        ),
        "outside the scene; draw": write_area(
            tmp_path / "grazing.gpkg", [shapely.box(*(ORIGIN * (-90, 40)), *(ORIGIN * (0.3, 10)))], "EPSG:32633"
        ),
        "has no layer": f"{write_area(tmp_path / 'a.gpkg', [inside], 'EPSG:32633')}|layername=b",
        "only \\|layername=NAME": f"{tmp_path / 'a.gpkg'}|subset=x > 1",
    }
    for words, area in cases.items():
        with pytest.raises(InputError, match=words):
            l4s_core.detect(folder, no_dem=True, model=redness, clouds="none", area=area)
    done = command(folder, "--no-dem", "--aoi", tmp_path / "far.gpkg", "-o", tmp_path / "o.gpkg", "--progress", "none")
    assert done.returncode == 2
    assert "outside the scene" in done.stderr
    assert not (tmp_path / "o.gpkg").exists()


def test_the_area_is_not_written_over(scene, redness: Path, tmp_path: Path) -> None:
    area = write_area(tmp_path / "a.gpkg", [shapely.box(*(ORIGIN * (10, 40)), *(ORIGIN * (40, 10)))], "EPSG:32633")
    before = area.read_bytes()
    with pytest.raises(InputError, match="is an input"):
        l4s_core.detect(scene[0], no_dem=True, model=redness, area=area, output=area, overwrite=True)
    assert area.read_bytes() == before


def test_broken_polygons_are_mended(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    area = read_area(write_area(tmp_path / "a.gpkg", [bow_tie, None], "EPSG:32633"))
    assert shapely.is_valid(area.polygons).all()
    assert shapely.area(area.polygons).sum() == pytest.approx(50)


def test_an_area_under_clouds_is_said_to_be_one(tmp_path: Path, redness: Path) -> None:
    folder, _ = hillside(tmp_path / "scene")
    for path in folder.glob("*.tif"):
        with rasterio.open(path, "r+") as src:
            data = src.read(1)
            data[:80, :80] = 0
            src.write(data, 1)
    area = write_area(tmp_path / "a.gpkg", [shapely.box(*(ORIGIN * (10, 40)), *(ORIGIN * (40, 10)))], "EPSG:32633")
    with pytest.raises(InputError, match=r"in the area .*no data 100%"):
        l4s_core.detect(folder, no_dem=True, model=redness, clouds="none", area=area)
    assert l4s_core.detect(folder, no_dem=True, model=redness, clouds="none").run["share_observed"] > 0.8


@pytest.mark.slow
def test_the_overview_counts_the_area_only(scene, redness: Path, tmp_path: Path, monkeypatch) -> None:
    import l4s_core.pictures.overview as overview

    folder, dem = scene
    for path in folder.glob("*.tif"):
        with rasterio.open(path, "r+") as src:
            data = src.read(1)
            data[30:50] = 0
            src.write(data, 1)
    corners = [ORIGIN * xy for xy in ((20, 20), (240, 20), (20, 190))]
    area = write_area(tmp_path / "a.gpkg", [shapely.Polygon(corners)], "EPSG:32633")
    written = []
    draw = overview._flow
    monkeypatch.setattr(
        overview, "_flow", lambda d, entries, *a: written.extend(w for _, w in entries) or draw(d, entries, *a)
    )
    how = {"model": redness, "clouds": "none", "area": area, "overview": tmp_path / "o.png"}
    run = l4s_core.detect(folder, dem, **how).run
    assert (tmp_path / "o.png").stat().st_size > 1000
    assert f"no data {run['share_no_data']:.1%}" in written
    assert "outside the area" in written


@pytest.mark.parametrize("half", [40, 70, 90, 180])
def test_an_area_that_reaches_round_the_earth_is_all_of_it_that_the_scene_shows(
    half: float, scene: tuple[Path, Path], tmp_path: Path
) -> None:
    with rasterio.open(scene[0] / "B4.tif") as src:
        middle = gpd.GeoSeries([shapely.box(*src.bounds).centroid], crs=src.crs).to_crs(4326)[0]
    wide = shapely.box(max(middle.x - half, -180), -60, min(middle.x + half, 180), 60)
    small = shapely.box(middle.x - 0.001, middle.y - 0.001, middle.x + 0.001, middle.y + 0.001)
    area = read_area(write_area(tmp_path / "wide.gpkg", [wide, small], 4326))
    with rasterio.open(scene[0] / "B4.tif") as src:
        grid = GeoBox.from_rio(src)
    assert area.on(grid).pixels == grid.shape[0] * grid.shape[1]

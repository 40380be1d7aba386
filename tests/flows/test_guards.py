"""Mistakes that must not pass: wrong metres, fake cliffs, fill taken for ground, inputs overwritten."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from odc.geo.geobox import GeoBox

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.domain.types import from_row
from l4s_core.inference.open import open_model
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import full_roi
from l4s_core.scene import check_readable, open_scene
from l4s_core.synthetic.demo_scene import make_demo
from l4s_core.terrain.reader import open_dem
from onnx_models import write_model
from patches_kit import Listener
from scene_kit import ORIGIN, hillside, refused, write_raster


def test_web_mercator_metres_are_not_metres() -> None:
    grid = analysis_grid(GeoBox((200, 200), Affine(14.4, 0, 1670000, 0, -14.4, 5780000), "EPSG:3857"))
    assert grid.crs.epsg == 32633
    on_the_ground = 200 * 14.4 * np.cos(np.radians(46.0))
    assert grid.shape[0] * 10 == pytest.approx(on_the_ground, rel=0.03)


def test_a_scene_across_the_180th_meridian_is_refused() -> None:
    with pytest.raises(InputError, match="180th meridian"):
        analysis_grid(GeoBox((300, 300), Affine(0.0001, 0, 179.99, 0, -0.0001, -17.0), "EPSG:4326"))


@pytest.mark.parametrize("void", [-32768.0, 0.0, -3.4028234663852886e38])
def test_a_second_void_value_makes_no_cliffs(tmp_path: Path, void: float) -> None:
    grid = GeoBox((120, 150), ORIGIN, "EPSG:32633")
    y, x = np.mgrid[:80, :90]
    heights = (2500 + 15 * x + 5 * y).astype(np.float32)  # 30 m pixels: 27.8 degrees
    heights[10:13, 20:24] = -9999
    heights[30:40, 20:30] = void
    path = write_raster(tmp_path / "dem.tif", heights, nodata=-9999,
                        transform=ORIGIN @ Affine.translation(-30, -30) @ Affine.scale(3))  # fmt: skip
    dem, slope = open_dem(path, grid, allow_partial=True).terrain(full_roi(grid))
    assert np.isnan(dem).any()
    assert np.nanmin(dem) > 2400
    assert np.nanmax(dem) < 5000
    assert np.nanmax(slope) < 35


@pytest.mark.parametrize(("fill", "dtype"), [(-9999, "int16"), (-9999, "float32"), (0, "uint16")])
def test_fill_that_the_file_does_not_declare_is_not_observed(tmp_path: Path, fill: int, dtype: str) -> None:
    folder = tmp_path / "scene"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for name, brightest in (("B2", 500), ("B3", 1100), ("B4", 1500)):
        data = rng.integers(200, brightest, (160, 160)).astype(dtype)
        data[:, :40] = fill
        write_raster(folder / f"{name}.tif", data, nodata=65535 if dtype == "uint16" else None)
    model = write_model(tmp_path / "m.onnx")
    inventory = l4s_core.detect(folder, no_dem=True, model=model, clouds="none")
    assert inventory.run["share_no_data"] == pytest.approx(0.25, abs=0.001)


def test_a_zip_member_with_a_wrong_check_sum(tmp_path: Path) -> None:
    product = make_demo(tmp_path).product
    check_readable(open_scene(product))
    data = bytearray(product.read_bytes())
    with zipfile.ZipFile(product) as zipped:
        info = next(i for i in zipped.infolist() if i.filename.endswith("B04_10m.jp2"))
    middle = info.header_offset + info.compress_size // 2
    data[middle : middle + 40] = bytes(40)
    product.write_bytes(data)
    with pytest.raises(InputError, match=r"B4.*damaged"):
        check_readable(open_scene(product))


def test_smoothed_outlines_stay_off_what_was_not_observed(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    for path in folder.glob("B*.tif"):  # a gap with a ragged edge through the first slide
        with rasterio.open(path, "r+") as dst:
            data = dst.read(1)
            for row in range(38, 62):
                data[row, 70 + row % 3 : 80] = 0
            dst.write(data, 1)
    model = write_model(tmp_path / "m.onnx")
    inventory = l4s_core.detect(folder, dem, model=model, clouds="none", simplify_m=30.0)
    overlap = shapely.intersection(inventory.landslides.union_all(), inventory.not_observed.union_all())
    assert len(inventory.landslides) >= 2
    assert overlap.area < 1e-6
    assert inventory.landslides.is_valid.all()


def test_inputs_are_never_replaced_and_options_are_checked_first(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    model = write_model(tmp_path / "m.onnx")
    before = {path: path.read_bytes() for path in (dem, folder / "B8.tif", model)}
    good = [folder, "--dem", dem, "--model", model, "--clouds", "none", "-o", tmp_path / "a.gpkg", "--overwrite"]
    refused("is an input", *good, "--probability", dem)
    refused("is an input", *good, "--mask", folder / "B8.tif")
    refused("not as m.onnx", *good, "--mask", model)
    refused("not as p.xyz", *good, "--probability", tmp_path / "p.xyz")
    refused("Both a DEM", *good, "--no-dem")
    refused("must be numbers", *good, "--mmu", "nan")
    refused("must be numbers", *good, "--mmu", "inf")
    refused("threshold", *good, "--threshold", "nan")
    refused("event-date", *good, "--event-date", "31/12/2024")
    refused("finds water", *good, "--mask-water")
    assert all(path.read_bytes() == data for path, data in before.items())
    assert not (tmp_path / "a.gpkg").exists()


def test_a_card_that_divides_by_nothing(tmp_path: Path) -> None:
    import json

    from onnx_models import card_fields

    norm = {"kind": "fixed", "divide": [0.0, 1.0, 1.0], "mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0]}
    path = write_model(tmp_path / "m.onnx", card=json.dumps(card_fields(normalisation=norm)))
    folder, _ = hillside(tmp_path / "scene")
    refused("divide", folder, "--no-dem", "--model", path, "-o", tmp_path / "a.gpkg")


def test_a_model_for_one_level_says_what_a_scene_of_unknown_level_is_taken_for(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene")  # without B10, and dark ground is as dark in blue as in red
    for levels, warned in ((["L1C"], True), (["L2A"], False), (["L1C", "L2A"], None)):
        model = write_model(tmp_path / "m.onnx", levels=levels)
        heard, doubted = Listener(), []
        for clouds in ("none", "builtin"):
            inventory = l4s_core.detect(folder, no_dem=True, model=model, clouds=clouds, progress=heard)
            assert inventory.run["level_taken"] == (None if warned is None else "L2A")
            doubted += [one["text"] for one in from_row(inventory.run["warnings"]) if one["id"] == "level"]
            assert ("level" in str(inventory.run["domain_reasons"]).split()) == bool(warned)
        said = [text for text in heard.messages if "the scene's level is not known" in text]
        assert (len(said), len(doubted)) == {None: (0, 0), True: (0, 2), False: (2, 0)}[warned]
        assert all("the scene's level is not known" in text and "taken for L2A" in text for text in (*said, *doubted))
        heard = Listener()
        if "L2A" in levels:
            l4s_core.detect(folder, no_dem=True, model=model, clouds="none", level="L2A", progress=heard)
            assert not any("level is not known" in text for text in heard.messages)
        else:
            with pytest.raises(InputError, match=r"train one for both levels .*levels=\[L1C, L2A\].*--force"):
                l4s_core.detect(folder, no_dem=True, model=model, clouds="none", level="L2A")
            forced = l4s_core.detect(folder, no_dem=True, model=model, clouds="none", level="L2A", force=True)
            assert (forced.run["domain"], forced.run["asked_force"]) == ("refuse", 1)
            assert [one["id"] for one in from_row(forced.run["warnings"])][:1] == ["level"]


def test_a_model_of_unknown_level_says_so_when_it_is_opened(tmp_path: Path) -> None:
    for level, levels, warned in (
        ("unknown", ["L1C", "L2A"], True),
        ("unknown", ["L1C"], False),
        ("L1C", ["L1C", "L2A"], False),
    ):
        heard = Listener()
        open_model(write_model(tmp_path / "m.onnx", trained_on_level=level, levels=levels), "cpu", progress=heard)
        assert any("processing level" in text for text in heard.messages) == warned


def test_a_band_of_the_scene_is_no_dem(tmp_path: Path) -> None:
    """Reflectance x 10000 looks like heights of mountains."""
    scene = tmp_path / "scene"
    scene.mkdir()
    for name in ("B02", "B03", "B04"):
        values = np.random.default_rng(0).integers(400, 3000, (60, 70)).astype(np.uint16)
        write_raster(scene / f"{name}.tif", values, nodata=0, transform=ORIGIN)
    with pytest.raises(InputError, match="band B2 of the scene, not an elevation raster"):
        l4s_core.detect(scene, scene / ".." / "scene" / "B02.tif", output=tmp_path / "a.gpkg", clouds="none", offset=0)
    assert not (tmp_path / "a.gpkg").exists()

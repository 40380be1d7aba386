"""Terrain from folders of tiles, several rasters and STAC items: what is read is what one big file would give."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import rasterio.warp
from affine import Affine
from click.testing import CliRunner
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.outputs import protect_inputs
from l4s_core.cli.detect import main as detect_command
from l4s_core.detection.inspection import inspect_scene
from l4s_core.detection.run_table import tile_words
from l4s_core.inventory.files.read import read_inventory
from l4s_core.synthetic.demo_scene import make_demo
from l4s_core.terrain.folder import list_rasters, may_be_height
from l4s_core.terrain.reader import DemReader, open_dem
from l4s_core.terrain.source import dem_files, open_dem_source
from range_server import serve

GRID = GeoBox((180, 220), Affine(10, 0, 499000, 0, -10, 4500000), "EPSG:32633")  # about 15 E 40.65 N
SECOND = 1 / 3600
WEST, NORTH = 14.975, 40.662  # of a DEM that covers the grid with a margin


def relief(rows: int, cols: int, transform: Affine) -> np.ndarray:
    """Mountains as a function of place alone, so that any raster of them shows the same ones."""
    return relief_at(*(transform * np.meshgrid(np.arange(cols) + 0.5, np.arange(rows) + 0.5)))


def relief_at(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (900 + 150 * np.sin(x * 400) * np.cos(y * 500) + 10 * np.sin(x * 1500 + y * 1200)).astype(np.float32)


def write(path: Path, data: np.ndarray, transform: Affine, crs: str = "EPSG:4326", **more: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    unit = more.pop("unit", None)
    with rasterio.open(
        path, "w", driver=more.pop("driver", "GTiff"), height=data.shape[0], width=data.shape[1], count=1,
        dtype=data.dtype, crs=crs, transform=transform, **more,
    ) as out:  # fmt: skip
        out.write(data, 1)
        if unit:
            out.units = (unit,)
    return path


def big_dem(path: Path, dtype: str = "float32", **more: object) -> Path:
    transform = Affine(SECOND, 0, WEST, 0, -SECOND, NORTH)
    return write(path, relief(108, 168, transform).astype(dtype), transform, **more)


def cut(source: Path, folder: Path, rows: int = 2, cols: int = 3, **more: object) -> Path:
    """The tiles of a raster, in sub-folders of their rows, with the profile of the raster."""
    with rasterio.open(source) as src:
        data, profile = src.read(1), src.profile
    down, right = (np.linspace(0, n, k + 1).astype(int) for n, k in zip(data.shape, (rows, cols), strict=True))
    for i in range(rows):
        for j in range(cols):
            piece = data[down[i] : down[i + 1], right[j] : right[j + 1]]
            place = profile["transform"] * Affine.translation(int(right[j]), int(down[i]))
            how = {"nodata": profile["nodata"], **more}
            write(folder / f"row {i}" / f"tile_{i}_{j}.tif", piece, place, profile["crs"], **how)
    return folder


def whole(reader: DemReader) -> np.ndarray:
    rows, cols = reader.grid.shape
    return np.stack(reader.terrain((slice(0, rows), slice(0, cols))))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("dtype", ["float32", "int16"])
@pytest.mark.parametrize("nodata", [None, -9999])
def test_tiles_read_like_the_file_they_were_cut_from(dtype: str, nodata: float | None, tmp_path: Path, work: Path):
    one = big_dem(tmp_path / "one.tif", dtype, nodata=nodata)
    if nodata is not None:
        with rasterio.open(one, "r+") as out:
            data = out.read(1)
            data[40:60, 50:62] = nodata  # a void across the seams
            out.write(data, 1)
    expected = open_dem(one, GRID, allow_partial=True)
    found = open_dem(cut(one, tmp_path / "tiles"), GRID, work=work, allow_partial=True)
    assert len(found.source.tiles) == 6 and len(found.source.rasters) == 1
    assert found.source.name == "tiles"
    np.testing.assert_array_equal(whole(found), whole(expected))
    assert np.isfinite(whole(found)[0]).mean() == (1.0 if nodata is None else pytest.approx(0.96, abs=0.01))
    for roi in ((slice(0, 57), slice(31, 220)), (slice(88, 92), slice(70, 150)), (slice(170, 180), slice(0, 9))):
        np.testing.assert_array_equal(np.stack(found.terrain(roi)), np.stack(expected.terrain(roi)))


def test_no_seam_in_the_slope(tmp_path: Path, work: Path) -> None:
    """A plane has one slope; a seam would be steeper or flatter."""
    rows, cols = 400, 500
    transform = Affine(20, 0, 496000, 0, -20, 4503000)
    plane = (500 + 6.0 * np.arange(cols) + 0 * np.arange(rows)[:, None]).astype(np.float32)
    one = write(tmp_path / "plane.tif", plane, transform, "EPSG:32633")
    slope = whole(open_dem(cut(one, tmp_path / "tiles", 7, 9), GRID, work=work))[1]
    np.testing.assert_allclose(slope, np.degrees(np.arctan(6 / 20)), atol=1e-3)


@pytest.mark.skipif(shutil.which("gdalbuildvrt") is None, reason="gdal-bin is not installed")
def test_the_mosaic_is_that_of_gdalbuildvrt(tmp_path: Path, work: Path) -> None:
    tiles = cut(big_dem(tmp_path / "one.tif"), tmp_path / "tiles")
    theirs = tmp_path / "theirs.vrt"
    subprocess.run(["gdalbuildvrt", "-q", theirs, *sorted(tiles.rglob("*.tif"))], check=True)
    np.testing.assert_array_equal(whole(open_dem(tiles, GRID, work=work)), whole(open_dem(theirs, GRID)))
    assert set(open_dem_source(theirs, GRID).tiles) == {str(theirs), *map(str, tiles.rglob("*.tif"))}


def test_only_tiles_that_meet_the_grid_are_taken(tmp_path: Path, work: Path) -> None:
    transform = Affine(SECOND, 0, WEST - 1, 0, -SECOND, NORTH + 1)
    for i in range(4):
        for j in range(4):
            place = transform * Affine.translation(1800 * j, 1800 * i)
            write(tmp_path / f"t{i}{j}.tif", np.full((1800, 1800), 500, np.int16), place, compress="deflate")
    found = open_dem_source(tmp_path, GRID, work)
    assert {Path(tile).name for tile in found.tiles} == {"t22.tif"}
    assert found.rasters == found.tiles, "one tile needs no mosaic"


@pytest.mark.slow
def test_hgt_tiles_share_a_row_and_have_their_half_pixel(tmp_path: Path, work: Path) -> None:
    grid = GeoBox((150, 150), Affine(10, 0, 499250, 0, -10, 4539500), "EPSG:32633")  # around 15 E 41 N
    step = 1 / 1200  # SRTM with 3 seconds
    one_transform = Affine(step, 0, 14 - step / 2, 0, -step, 42 + step / 2)
    heights = relief(2401, 2401, one_transform).round().astype(np.int16)
    for lat in (41, 40):
        for lon in (14, 15):
            rows, cols = (
                slice(1200 * (41 - lat), 1200 * (42 - lat) + 1),
                slice(1200 * (lon - 14), 1200 * (lon - 13) + 1),
            )
            place = one_transform * Affine.translation(cols.start, rows.start)
            write(tmp_path / f"hgt/N{lat}E0{lon}.hgt", heights[rows, cols], place, driver="SRTMHGT")
    near = slice(1100, 1300)
    part = one_transform * Affine.translation(1100, 1100)
    one = write(tmp_path / "one.tif", heights[near, near], part, nodata=-32768)
    found, expected = open_dem(tmp_path / "hgt", grid, work=work), open_dem(one, grid)
    assert len(found.source.tiles) == 4 and len(found.source.rasters) == 1
    np.testing.assert_allclose(whole(found), whole(expected), atol=0.02)


@pytest.mark.parametrize("shift_px", [0.0, 0.3])
def test_bands_of_latitude_with_other_pixels(shift_px: float, tmp_path: Path, work: Path) -> None:
    """Copernicus tiles are coarser in longitude towards the poles, and may declare other nodata values: no seam."""
    middle = 40.662 - 54 * SECOND
    upper = Affine(1.5 * SECOND, 0, WEST, 0, -SECOND, NORTH)
    lower = Affine(SECOND, 0, WEST + shift_px * SECOND, 0, -SECOND, middle)
    write(tmp_path / "tiles/upper.tif", relief(54, 112, upper), upper, nodata=-32767)
    write(tmp_path / "tiles/lower.tif", relief(54, 168, lower), lower, nodata=0)
    found = open_dem(tmp_path / "tiles", GRID, work=work)
    assert len(found.source.rasters) == 2
    made = whole(found)
    differ = np.abs(made - whole(open_dem(big_dem(tmp_path / "one.tif"), GRID)))
    assert differ[0].max() < 0.3 and differ[1].max() < 0.5, (
        "metres, degrees; 10 and 24 where edges are not interpolated"
    )
    roi = slice(20, 60), slice(31, 90)
    np.testing.assert_array_equal(np.stack(found.terrain(roi)), made[(slice(None), *roi)])


def test_the_finest_raster_wins_and_the_others_fill_its_gaps(tmp_path: Path, work: Path) -> None:
    coarse = big_dem(tmp_path / "tiles/a_coarse.tif")
    transform = Affine(12.5, 0, 498500, 0, -12.5, 4501000)  # ALOS PALSAR tiles come in zones of UTM
    fine = np.full((240, 120), 1500, np.float32)
    fine[:, :20] = -9999
    write(tmp_path / "tiles/b_fine.tif", fine, transform, "EPSG:32633", nodata=-9999)
    found = open_dem(tmp_path / "tiles", GRID, work=work)
    assert [Path(r).name for r in found.source.rasters] == ["b_fine.tif", "a_coarse.tif"]
    heights, expected = whole(found)[0], whole(open_dem(coarse, GRID))[0]
    # the fine one lies on columns -50 to 100 of the grid and is void west of -25
    np.testing.assert_array_equal(heights[:, :97], 1500)
    # and three columns are interpolated across its edge: there the coarse one knows better
    np.testing.assert_array_equal(heights[:, 97:99], expected[:, 97:99])
    np.testing.assert_array_equal(heights[:, 102:], expected[:, 102:])
    assert found.cover() == 1.0


def utm(path: Path, left: float, top: float, size: float, shape: tuple[int, int], crs: str) -> Path:
    """The mountains of `relief` on a grid in metres."""
    transform = Affine(size, 0, left, 0, -size, top)
    x, y = transform * np.meshgrid(np.arange(shape[1]) + 0.5, np.arange(shape[0]) + 0.5)
    lon, lat = rasterio.warp.transform(crs, "EPSG:4326", x.ravel(), y.ravel())
    degrees = np.array(lon).reshape(shape), np.array(lat).reshape(shape)
    return write(path, relief_at(*degrees), transform, crs)


@pytest.mark.parametrize("case", ["two zones", "fine in coarse"])
def test_rasters_of_different_systems_meet_without_a_step(case: str, tmp_path: Path, work: Path) -> None:
    if case == "two zones":  # they overlap
        utm(tmp_path / "tiles/z33.tif", 498_000, 4_502_000, 25, (200, 80), "EPSG:32633")
        x, y = rasterio.warp.transform("EPSG:32633", "EPSG:32634", [499_500], [4_499_500])
        utm(tmp_path / "tiles/z34.tif", x[0] - 500, y[0] + 3000, 25, (250, 200), "EPSG:32634")
    else:
        big_dem(tmp_path / "tiles/coarse.tif")
        utm(tmp_path / "tiles/fine.tif", 499_800, 4_499_600, 5, (150, 170), "EPSG:32633")
    found = open_dem(tmp_path / "tiles", GRID, work=work)
    assert len(found.source.rasters) == 2
    made = whole(found)
    differ = np.abs(made - whole(open_dem(big_dem(tmp_path / "one.tif"), GRID)))
    assert differ[0].max() < 0.1 and differ[1].max() < 0.2, "metres, degrees; 5 and 12 where edges are taken"
    for roi in ((slice(20, 60), slice(31, 90)), (slice(0, 9), slice(0, 220)), (slice(100, 180), slice(79, 83))):
        np.testing.assert_array_equal(np.stack(found.terrain(roi)), made[(slice(None), *roi)])


def test_auxiliary_rasters_and_pictures_are_passed_over(tmp_path: Path, work: Path) -> None:
    one = big_dem(tmp_path / "dem/Copernicus_DSM_COG_10_N40_00_E014_00_DEM.tif")
    beside = (
        "AUXFILES/Copernicus_DSM_COG_10_N40_00_E014_00_HEM.tif", "ALPSMLC30_N040E014_STK.tif", "B04.tif",
        "T33TVF_20240801T095559_B08_10m.tif", "dem_slope.tif", "scene_probability.tif", ".hidden.tif",
    )  # fmt: skip
    for name in beside:
        write(tmp_path / "dem" / name, np.full((108, 168), 7, np.float32), Affine(SECOND, 0, WEST, 0, -SECOND, NORTH))
    write(tmp_path / "dem/shaded_as_8_bit.tif", np.ones((9, 9), np.uint8), Affine(SECOND, 0, WEST, 0, -SECOND, NORTH))
    (tmp_path / "dem/notes.txt").write_text("not a raster")
    assert open_dem_source(tmp_path / "dem", GRID, work).tiles == (str(one),)


@pytest.mark.parametrize(
    "name",
    ["N45E007.hgt", "N45E007.SRTMGL1.hgt.zip", "ALPSMLC30_N045E007_DSM.tif", "ASTGTMV003_N45E007_dem.tif",
     "USGS_13_n46w117.tif", "AP_26865_FBS_F0870_RT1.dem.tif", "Copernicus_DEM_30m.tif", "relief_model.tif",
     "NASADEM_HGT_n45e007.hgt", "srtm_38_04.tif"],
)  # fmt: skip
def test_names_of_elevation_rasters(name: str) -> None:
    assert may_be_height(name)


@pytest.mark.parametrize("damage", ["rubbish", "cut off"])
def test_a_damaged_tile_that_is_needed_is_named(damage: str, tmp_path: Path, work: Path) -> None:
    tiles = cut(big_dem(tmp_path / "one.tif"), tmp_path / "tiles")
    broken = tiles / "row 1" / "tile_1_1.tif"
    broken.write_bytes(b"rubbish" if damage == "rubbish" else broken.read_bytes()[:4000])
    with pytest.raises(InputError, match=r"tile_1_1\.tif"):
        whole(open_dem(tiles, GRID, work=work, allow_partial=True))


def test_a_damaged_tile_elsewhere_does_not_matter(tmp_path: Path, work: Path) -> None:
    tiles = cut(big_dem(tmp_path / "one.tif"), tmp_path / "tiles")
    (tiles / "N10E010.hgt").write_bytes(b"rubbish")  # its name says where it is
    (tiles / "somewhere.tif").write_bytes(b"rubbish")  # nothing is missing without it
    assert np.isfinite(whole(open_dem(tiles, GRID, work=work))).all()


def test_feet_among_metres_are_refused(tmp_path: Path, work: Path) -> None:
    tiles = cut(big_dem(tmp_path / "one.tif"), tmp_path / "tiles")
    broken = tiles / "row 0" / "tile_0_0.tif"
    with rasterio.open(broken, "r+") as out:
        out.units = ("ft",)
    with pytest.raises(InputError, match=r"tiles in feet \(tile_0_0\.tif\)"):
        open_dem_source(tiles, GRID, work)


def test_feet_of_all_tiles_become_metres(tmp_path: Path, work: Path) -> None:
    one = big_dem(tmp_path / "one.tif")
    with rasterio.open(one) as src:
        feet = write(tmp_path / "feet.tif", src.read(1) / np.float32(0.3048), src.transform)
    tiles = cut(feet, tmp_path / "tiles", unit="ft")
    found = open_dem(tiles, GRID, work=work)
    np.testing.assert_allclose(whole(found)[0], whole(open_dem(one, GRID))[0], rtol=1e-5)
    assert any("feet" in note for note in found.notes)


def test_both_sides_of_the_180th_meridian(tmp_path: Path, work: Path) -> None:
    grid = GeoBox((100, 4000), Affine(10, 0, 160000, 0, -10, 8100000), "EPSG:32701")  # Fiji is not far
    for name, left in (("S18E179", 179), ("S18W180", -180)):
        transform = Affine(1 / 1200, 0, left, 0, -1 / 1200, -17)
        write(tmp_path / f"{name}.tif", np.full((1200, 1200), 300 + left, np.int16), transform, nodata=-9999)
    found = open_dem(tmp_path, grid, work=work)
    assert len(found.source.rasters) == 2
    heights = whole(found)[0]
    assert np.isfinite(heights).all()
    assert set(np.unique(heights.round())) == {120.0, 479.0}


def test_links_in_a_circle(tmp_path: Path, work: Path) -> None:
    tiles = cut(big_dem(tmp_path / "one.tif"), tmp_path / "tiles")
    (tiles / "again").symlink_to(tiles, target_is_directory=True)
    (tiles / "self").symlink_to(tiles / "self")
    assert len(list_rasters(tiles)) == 6
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "archive").symlink_to(tiles, target_is_directory=True)
    assert len(open_dem_source(tmp_path / "linked", GRID, work).tiles) == 6


@pytest.mark.parametrize(
    ("source", "words"),
    [("nowhere.tif;one.tif", "nowhere.tif does not exist"), (" ; ", "no name"), ("empty", "no elevation rasters"),
     ("pictures", "none with one band of heights"), ("away", "None of the elevation rasters"),
     ("scenes.json", "no item of elevation")],
)  # fmt: skip
def test_sources_that_cannot_be_used(source: str, words: str, tmp_path: Path, work: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    big_dem(tmp_path / "one.tif")
    (tmp_path / "empty").mkdir()
    place = Affine(SECOND, 0, 3, 0, -SECOND, 50)
    write(tmp_path / "pictures/picture.tif", np.ones((9, 9), np.uint8), place)
    write(tmp_path / "away/away.tif", np.ones((9, 9), np.int16), place)
    asset = {"href": "one.tif"}
    (tmp_path / "scenes.json").write_text(
        json.dumps({"type": "Feature", "id": "a", "properties": {}, "collection": "other", "assets": {"data": asset}})
    )
    with pytest.raises(InputError, match=words):
        open_dem_source(source, GRID, work)


def item(name: str, href: str, bbox: list[float] | None, asset: str = "data") -> dict[str, Any]:
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": "cop-dem-glo-30", "bbox": bbox,
        "properties": {"datetime": "2021-04-22T00:00:00Z"}, "assets": {asset: {"href": href}},
    }  # fmt: skip


def test_items_files_and_addresses_read_alike(tmp_path: Path, work: Path) -> None:
    one = big_dem(tmp_path / "one.tif")
    tiles = sorted(cut(one, tmp_path / "tiles").rglob("*.tif"))
    expected = whole(open_dem(one, GRID))
    with serve(tmp_path) as address:
        features = []
        for tile in tiles:
            with rasterio.open(tile) as src:
                href = f"{address}/{tile.relative_to(tmp_path).as_posix().replace(' ', '%20')}"
                features.append(item(tile.stem, href, list(src.bounds)))
        # elsewhere: it is never opened, so that it does not matter that it is not there
        features.append(item("away", f"{address}/nothing.tif", [3, 50, 4, 51]))
        collection = tmp_path / "items.json"
        collection.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        named = ";".join(f"{collection}#{tile.stem}" for tile in tiles)
        addresses = ";".join(str(f["assets"]["data"]["href"]) for f in features[:6])
        sources = str(collection), f"{address}/items.json", ";".join(map(str, tiles)), named, addresses
        for number, source in enumerate(sources):
            folder = work / str(number)
            folder.mkdir()
            found = open_dem(source, GRID, work=folder)
            assert len(found.source.tiles) == 6
            assert found.source.name == "tile_0_0.tif + 5 more"
            np.testing.assert_array_equal(whole(found), expected)
            found.close()
        assert open_dem_source(f"{address}/one.tif", GRID).tiles == (f"{address}/one.tif",)
        gone = tmp_path / "gone.json"
        gone.write_text(json.dumps(item("gone", f"{address}/nothing.tif", None)))
        with pytest.raises(InputError, match=r"http.*/nothing\.tif"):
            open_dem_source(gone, GRID, work)


def test_public_buckets_are_read_without_an_account(tmp_path: Path, work: Path, monkeypatch) -> None:
    one = big_dem(tmp_path / "bucket/one.tif")
    tiles = [path.relative_to(tmp_path) for path in cut(one, tmp_path / "bucket/tiles").rglob("*.tif")]
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_NO_SIGN_REQUEST", "AWS_REQUEST_PAYER", "AWS_ROLE_ARN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with serve(tmp_path) as address:
        monkeypatch.setenv("AWS_S3_ENDPOINT", address.removeprefix("http://"))
        monkeypatch.setenv("AWS_HTTPS", "NO")
        monkeypatch.setenv("AWS_VIRTUAL_HOSTING", "FALSE")
        found = open_dem(";".join(f"s3://{tile.as_posix()}" for tile in sorted(tiles)), GRID, work=work)
        assert found.source.tiles[0] == "s3://bucket/tiles/row 0/tile_0_0.tif"
        np.testing.assert_array_equal(whole(found), whole(open_dem(one, GRID)))
        found.close()


def test_keys_in_addresses_do_not_get_into_results(tmp_path: Path) -> None:
    big_dem(tmp_path / "one.tif")
    with serve(tmp_path) as address:
        found = open_dem_source(f"{address}/one.tif?sig=secret", GRID)
        assert found.name == "one.tif" and tile_words(found.tiles) == f"{address}/one.tif"


def test_a_grid_that_is_a_folder_is_one_raster(tmp_path: Path, work: Path) -> None:
    (tmp_path / "grid").mkdir()
    (tmp_path / "grid" / "hdr.adf").write_bytes(b"GRID1.2")
    assert open_dem_source(tmp_path / "grid", GRID, work).rasters == (str(tmp_path / "grid"),)


def test_an_output_does_not_replace_a_tile(tmp_path: Path) -> None:
    tiles = cut(big_dem(tmp_path / "one.tif"), tmp_path / "tiles")
    with pytest.raises(InputError, match="is an input"):
        protect_inputs([tiles / "row 0" / "tile_0_0.tif"], dem_files(tiles))
    protect_inputs([tiles / "row 0" / "mine.tif"], dem_files(f"{tiles};{tmp_path / 'one.tif'}"))


@pytest.mark.slow
def test_a_run_says_which_tiles_it_used(tmp_path: Path) -> None:
    demo = make_demo(tmp_path / "demo")
    tiles = cut(demo.dem, tmp_path / "dems", 2, 2)
    out = tmp_path / "slides.gpkg"
    done = CliRunner().invoke(detect_command, [str(demo.product), "--dem", str(tiles), "-o", str(out)])
    assert done.exit_code == 0, done.output
    made = read_inventory(out)
    assert len(made.landslides) > 3 and made.landslides["slope_mean"].notna().all()
    assert set(made.landslides["dem_source"]) == {"dems"}
    assert made.run["dem_path"] == str(tiles)
    assert made.run["dem_tiles"].split(";") == sorted(str(path) for path in tiles.rglob("*.tif"))
    facts = inspect_scene(demo.product, f"{tiles};{demo.dem}")
    assert facts["problems"] == [] and facts["dem"]["cover"] == 1.0 and len(facts["dem"]["tiles"]) == 5


def test_a_tile_without_heights_there_is_no_hindrance(tmp_path: Path, work: Path) -> None:
    """Tiles in zones of UTM are turned against their frames and have wide collars without data."""
    coarse = big_dem(tmp_path / "tiles/a.tif")
    empty = np.full((90, 90), -9999, np.float32)
    write(tmp_path / "tiles/b.tif", empty, Affine(12.5, 0, 499000, 0, -12.5, 4500500), "EPSG:32633", nodata=-9999)
    found = open_dem(tmp_path / "tiles", GRID, work=work)
    assert len(found.source.rasters) == 2
    np.testing.assert_array_equal(whole(found), whole(open_dem(coarse, GRID)))

"""The made-up scene: a real product for GDAL, the values that went in, and landslides where landslides belong."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import defusedxml.ElementTree as ElementTree
import numpy as np
import pytest
import rasterio
import rasterio.warp
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import NATIVE_RESOLUTION_M, SENTINEL2_BANDS
from l4s_core.synthetic.demo_scene import COLS, MARGIN_PX, ROWS, SEED, DemoInputs, demo_grid, make_demo
from l4s_core.synthetic.fields import block_mean, blur, distance_to, fractal_noise, upsample
from l4s_core.synthetic.landslides import draw_landslides, place_landslides
from l4s_core.synthetic.safe_names import mgrs_tile
from l4s_core.synthetic.safe_writer import write_safe
from l4s_core.synthetic.terrain import make_terrain, slope_aspect

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")]

TIME = datetime(2021, 9, 8, 4, 27, 1, 24000, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoInputs:
    return make_demo(tmp_path_factory.mktemp("demo"))


def small_grid(rows: int = 48, cols: int = 36, crs: str = "EPSG:32651") -> GeoBox:
    return GeoBox((rows, cols), Affine(10, 0, 345600, 0, -10, 2650020), crs)


def small_bands(grid: GeoBox, seed: int = 0) -> dict[str, np.ndarray]:
    """Whole numbers, so that they survive the way through DN exactly; one pixel without data in each."""
    rng = np.random.default_rng(seed)
    bands = {}
    for name in SENTINEL2_BANDS:
        factor = round(NATIVE_RESOLUTION_M[name] / 10)
        shape = (int(grid.shape[0]) // factor, int(grid.shape[1]) // factor)
        bands[name] = rng.integers(1, 12000, shape).astype(np.float32)
        bands[name][-1, -1] = np.nan
    return bands


def subdatasets(path: str) -> list[str]:
    with rasterio.open(path) as src:
        assert src.driver == "SENTINEL2"
        return list(src.subdatasets)


# ------------------------------------------------------------------------------------------------------- the product


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    ("level", "baseline", "offset"),
    [("L1C", "03.01", 0), ("L1C", "04.00", 1000), ("L2A", "02.12", 0), ("L2A", "05.09", 1000)],
)
def test_gdal_reads_back_what_was_written(tmp_path: Path, level: str, baseline: str, offset: int, zipped: bool) -> None:
    grid = small_grid()
    bands = small_bands(grid)
    product = write_safe(tmp_path, bands, grid, level=level, baseline=baseline, sensing_time=TIME, zip=zipped)
    name = product.name.removesuffix(".zip")
    root = f"/vsizip/{product}/{name}" if zipped else str(product)
    seen = {}
    for dataset in subdatasets(f"{root}/MTD_MSI{level}.xml"):
        with rasterio.open(dataset) as src:
            if ":TCI:" in dataset or "PREVIEW" in dataset:
                continue
            assert src.crs.to_epsg() == 32651
            assert (src.transform.c, src.transform.f) == (345600, 2650020)
            for index, words in enumerate(src.descriptions, start=1):
                band = words.split(",")[0]
                if band in SENTINEL2_BANDS:
                    assert src.transform.a == NATIVE_RESOLUTION_M[band]
                    seen[band] = src.read(index)
    assert set(seen) == set(SENTINEL2_BANDS) - ({"B10"} if level == "L2A" else set())
    for band, dn in seen.items():
        expected = bands[band]
        np.testing.assert_array_equal(dn == 0, np.isnan(expected), err_msg=band)
        np.testing.assert_array_equal(dn[dn > 0].astype(int) - offset, expected[np.isfinite(expected)], err_msg=band)


@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_the_metadata_has_the_structure_of_real_products(tmp_path: Path, shared_data: Path, level: str) -> None:
    def paths(file: Path) -> set[str]:
        found: set[str] = set()

        def walk(element: ElementTree.Element, above: str) -> None:
            here = f"{above}/{element.tag}"
            found.add(here)
            for child in element:
                walk(child, here)

        walk(ElementTree.parse(file).getroot(), "")
        return found

    baseline, stem = {"L1C": ("03.01", "S2A_MSIL1C_2021"), "L2A": ("05.09", "S2A_MSIL2A_2023")}[level]
    real = next((shared_data / "safe_metadata").glob(f"{stem}*.SAFE"))
    grid = small_grid()
    classes = np.zeros((3, 8, 6), np.uint8)
    scl = np.full((24, 18), 4, np.uint8)
    made = write_safe(
        tmp_path,
        small_bands(grid),
        grid,
        level=level,
        baseline=baseline,
        sensing_time=TIME,
        scl=scl,
        msk_classi=classes,
    )
    for pattern in (f"MTD_MSI{level}.xml", "GRANULE/*/MTD_TL.xml"):
        ours, theirs = next(made.glob(pattern)), next(real.glob(pattern))
        assert ours.relative_to(made).parts[0] == theirs.relative_to(real).parts[0]
        assert paths(ours) - paths(theirs) == set(), "an element that real products do not have"


def test_every_listed_image_and_every_manifest_entry_exists(tmp_path: Path) -> None:
    grid = small_grid()
    scl = np.full((24, 18), 4, np.uint8)
    classes = np.ones((3, 8, 6), np.uint8)
    made = write_safe(tmp_path, small_bands(grid), grid, sensing_time=TIME, scl=scl, msk_classi=classes)
    product = ElementTree.parse(made / "MTD_MSIL2A.xml")
    images = [made / f"{element.text}.jp2" for element in product.iter("IMAGE_FILE")]
    assert sum("SCL" in path.name for path in images) == 1
    assert [path for path in images if not path.is_file()] == []
    manifest = ElementTree.parse(made / "manifest.safe")
    listed = {}
    for stream in manifest.iter("byteStream"):
        location = stream.find("fileLocation")
        listed[made / location.attrib["href"]] = stream.findtext("checksum")
    on_disk = {path for path in made.rglob("*") if path.is_file() and path.name != "manifest.safe"}
    assert set(listed) == on_disk
    for path, digest in listed.items():
        assert hashlib.sha3_256(path.read_bytes()).hexdigest() == digest
    masks = next(made.glob("GRANULE/*/QI_DATA/MSK_CLASSI_B00.jp2"))
    with rasterio.open(masks) as src:
        np.testing.assert_array_equal(src.read(), classes)


def test_nothing_is_left_of_a_product_that_cannot_be_written(tmp_path: Path) -> None:
    grid = small_grid()
    bands = small_bands(grid)
    bands["B5"] = bands["B5"][:-1]
    with pytest.raises(InputError, match="B5 has 23 x 18 pixels; at 20 m it must have 24 x 18"):
        write_safe(tmp_path, bands, grid, sensing_time=TIME)
    with pytest.raises(InputError, match="multiples of 6"):
        write_safe(tmp_path, {}, small_grid(50, 36), sensing_time=TIME)
    with pytest.raises(InputError, match="B13: not Sentinel-2 bands"):
        write_safe(tmp_path, {"B13": bands["B2"]}, grid, sensing_time=TIME)
    with pytest.raises(InputError, match="UTM zone"):
        write_safe(tmp_path, small_bands(grid), small_grid(crs="EPSG:3857"), sensing_time=TIME)
    assert list(tmp_path.iterdir()) == []
    write_safe(tmp_path, small_bands(grid), grid, sensing_time=TIME)
    with pytest.raises(InputError, match="exists already"):
        write_safe(tmp_path, small_bands(grid), grid, sensing_time=TIME)


@pytest.mark.parametrize("name", ["T46RER", "T07HFE", "T01WCP"])
def test_the_tile_name_is_that_of_the_real_product_there(shared_data: Path, name: str) -> None:
    metadata = next((shared_data / "safe_metadata").glob(f"*{name}*.SAFE/GRANULE/*/MTD_TL.xml"))
    tree = ElementTree.parse(metadata)
    x, y = (float(next(tree.iter(key)).text) for key in ("ULX", "ULY"))
    crs = next(tree.iter("HORIZONTAL_CS_CODE")).text
    assert "T" + mgrs_tile(GeoBox((10980, 10980), Affine(10, 0, x, 0, -10, y), crs)) == name


# --------------------------------------------------------------------------------------------------------- the scene


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_scene(demo: DemoInputs, tmp_path: Path) -> None:
    again, other = make_demo(tmp_path / "again"), make_demo(tmp_path / "other", seed=8)
    for field in ("product", "dem", "truth"):
        first, second, third = (getattr(d, field) for d in (demo, again, other))
        assert first.read_bytes() == second.read_bytes()
        assert first.read_bytes() != third.read_bytes()


def test_making_the_demo_twice_leaves_one_product(demo: DemoInputs) -> None:
    before = {path.name for path in demo.product.parent.iterdir()}
    make_demo(demo.product.parent)
    assert {path.name for path in demo.product.parent.iterdir()} == before == {p.name for p in vars(demo).values()}


def read_demo(demo: DemoInputs) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """10 m bands as reflectance x 10000 (NaN = no data), SCL on the 10 m grid, truth."""
    bands = {}
    with zipfile.ZipFile(demo.product) as archive:
        names = archive.namelist()
    for band in ("B02", "B03", "B04", "B08", "SCL"):
        inside = next(n for n in names if f"_{band}_" in n)
        with rasterio.open(f"/vsizip/{demo.product}/{inside}") as src:
            bands[band] = src.read(1)
    scl = np.kron(bands.pop("SCL"), np.ones((2, 2), np.uint8))
    optical = {name: np.where(dn > 0, dn.astype(float) - 1000, np.nan) for name, dn in bands.items()}
    with rasterio.open(demo.truth) as src:
        assert (src.crs.to_epsg(), src.transform) == (32625, demo_grid().affine)
        return optical, scl, src.read(1)


def test_the_dem_covers_the_scene_in_another_crs_and_is_its_terrain(demo: DemoInputs) -> None:
    _, _, truth = read_demo(demo)
    dem = np.empty(truth.shape, np.float32)
    with rasterio.open(demo.dem) as src:
        assert src.crs.to_epsg() == 4326
        assert src.dtypes == ("float32",)
        rasterio.warp.reproject(
            src.read(1),
            dem,
            src_transform=src.transform,
            src_crs=src.crs,
            dst_transform=demo_grid().affine,
            dst_crs="EPSG:32625",
            dst_nodata=np.nan,
            resampling=rasterio.warp.Resampling.bilinear,
        )
    assert np.isfinite(dem).all()
    terrain = make_terrain((ROWS + 2 * MARGIN_PX, COLS + 2 * MARGIN_PX), np.random.default_rng(SEED))
    inner = terrain.elevation_m[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX]
    # half a DEM pixel, 15 m, out of place would be several metres on these slopes
    assert abs(np.median(dem - inner)) < 0.5
    assert np.abs(dem - inner).mean() < 3
    assert np.ptp(dem) > 400
    assert (slope_aspect(inner, 10)[0] < 5).mean() > 0.03, "there is a flat valley floor"


def test_landslides_start_on_steep_ground_run_downslope_and_keep_apart() -> None:
    rng = np.random.default_rng(3)
    terrain = make_terrain((300, 300), rng)
    slides = place_landslides(terrain, rng, count=14, margin_px=30)
    assert len(slides) >= 7
    smooth = blur(terrain.elevation_m, 2.5)
    slope, _ = slope_aspect(smooth, 10)
    for slide in slides:
        heights = [smooth[round(row), round(col)] for row, col in slide.path]
        assert slope[round(slide.path[0][0]), round(slide.path[0][1])] > 25
        assert heights[0] - heights[-1] > np.tan(np.radians(12)) * 10 * (len(slide.path) - 1)
        assert np.mean(np.diff(heights) < 0) > 0.85
    drawn = draw_landslides(slides, (300, 300), rng)
    assert set(np.unique(drawn.ids)) == set(range(len(slides) + 1))
    one = draw_landslides(slides[:1], (300, 300), np.random.default_rng(0))
    assert ((one.ids > 0) == (one.cover > 0.5)).all()


def test_the_scene_looks_like_surface_reflectance(demo: DemoInputs) -> None:
    bands, scl, truth = read_demo(demo)
    clear = np.isin(scl, (4, 5)) & np.isfinite(bands["B02"])
    forest = clear & (truth == 0) & (scl == 4)
    for band, low, high in (("B02", 150, 400), ("B03", 250, 600), ("B04", 150, 400), ("B08", 1500, 3800)):
        assert low < np.nanmedian(bands[band][forest]) < high, band
    slides = clear & (truth > 0)
    red, green, blue, infrared = (np.nanmedian(bands[b][slides]) for b in ("B04", "B03", "B02", "B08"))
    assert blue < green < red < infrared
    assert red > 3 * np.nanmedian(bands["B04"][forest])
    assert np.nanmedian(bands["B02"][scl == 9]) > 3000
    shares = {code: float((scl == code).mean()) for code in (0, 3, 9)}
    assert all(0.002 < share < 0.15 for share in shares.values()), shares
    assert np.isnan(bands["B04"][scl == 0]).mean() > 0.9, "what lies outside the swath has no data"
    assert np.isfinite(bands["B04"][scl != 0]).all()


# -------------------------------------------------------------------------------------------------------- the fields


@given(rows=st.integers(3, 40), cols=st.integers(3, 40), sigma=st.floats(0.3, 3))
@settings(max_examples=30, deadline=None)
def test_blurring_keeps_a_constant_and_the_range(rows: int, cols: int, sigma: float) -> None:
    np.testing.assert_allclose(blur(np.full((rows, cols), 7.0), sigma), 7.0)
    noise = np.random.default_rng(rows).random((rows, cols))
    out = blur(noise, sigma)
    assert noise.min() - 1e-9 <= out.min() <= out.max() <= noise.max() + 1e-9


@given(rows=st.integers(2, 20), cols=st.integers(2, 20), factor=st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_enlarging_a_plane_and_averaging_it_gives_the_plane_back(rows: int, cols: int, factor: int) -> None:
    y, x = np.mgrid[0:rows, 0:cols]
    plane = 3.0 * y - 2.0 * x
    back = block_mean(upsample(plane, factor), factor)
    inner = (slice(1, -1), slice(1, -1))  # at the edge the enlargement is flat
    np.testing.assert_allclose(back[inner], plane[inner], atol=1e-9)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_noise_is_standardised_and_reproducible(seed: int) -> None:
    one, two = (fractal_noise((40, 60), np.random.default_rng(seed), beta=2.5, longest_px=30) for _ in range(2))
    np.testing.assert_array_equal(one, two)
    assert abs(one.mean()) < 1e-9
    assert abs(one.std() - 1) < 1e-9


def test_the_distance_to_a_line_agrees_with_shapely() -> None:
    import shapely

    line = np.array([[2.0, 3.0], [10.0, 20.0], [25.0, 15.0]])
    rows, cols = np.mgrid[0:30, 0:30]
    expected = shapely.distance(shapely.points(cols, rows), shapely.LineString(line[:, ::-1]))
    np.testing.assert_allclose(distance_to(line, (30, 30)), expected, atol=1e-9)

"""The product's own classes on the analysis grid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.warp import reproject

from clouds_kit import UTM, everything, grid_of, ground, make_scene, write_tif
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.clouds import choose_cloud_mask
from l4s_core.clouds.product import ProductMask
from l4s_core.scene.types import ClassSource, Scene

EXPECTED = {
    0: Reason.OBSERVED,
    1: Reason.OBSERVED,
    2: Reason.OBSERVED,
    3: Reason.CLOUD_SHADOW,
    4: Reason.OBSERVED,
    5: Reason.OBSERVED,
    6: Reason.WATER,
    7: Reason.OBSERVED,
    8: Reason.CLOUD,
    9: Reason.CLOUD,
    10: Reason.CLOUD,
    11: Reason.SNOW,
}


def scl_mask(path: Path, codes: npt.NDArray[np.uint8], grid: GeoBox | None = None) -> ProductMask:
    """The mask of a scene whose SCL has these codes at 20 m; its 10 m grid begins at the same corner."""
    rows, cols = codes.shape
    fine = grid or grid_of(rows * 2, cols * 2)
    write_tif(path, codes, grid_of(rows, cols, 20.0), nodata=0)
    scene = Scene("made", str(path.parent), "SAFE", {}, fine)
    return ProductMask(scene, ClassSource("SCL", str(path)), fine)


def test_every_code_of_the_scl(tmp_path: Path) -> None:
    side = 6
    codes = np.arange(12, dtype=np.uint8).reshape(3, 4).repeat(side, axis=0).repeat(side, axis=1)
    mask = scl_mask(tmp_path / "SCL.tif", codes)
    classes = mask.classes(everything(mask.grid))
    assert classes.dtype == np.uint8
    for code, reason in EXPECTED.items():
        top, left = code // 4 * side * 2, code % 4 * side * 2
        inner = classes[top + 3 : top + 2 * side - 3, left + 3 : left + 2 * side - 3]
        assert set(np.unique(inner)) == {reason}, code


def test_a_cloud_is_widened_by_one_pixel_of_the_scl(tmp_path: Path) -> None:
    codes = np.full((9, 9), 4, dtype=np.uint8)
    codes[4, 4] = 9
    mask = scl_mask(tmp_path / "SCL.tif", codes)
    expected = np.zeros((18, 18), dtype=np.uint8)
    expected[6:12, 6:12] = Reason.CLOUD
    assert np.array_equal(mask.classes(everything(mask.grid)), expected)


def test_agrees_with_gdal_on_another_crs(tmp_path: Path) -> None:
    # no clouds in it, so that no rim is added
    codes = np.random.default_rng(1).choice(np.array([4, 6, 11], dtype=np.uint8), (40, 50))
    source = grid_of(40, 50, 20.0)
    target = source.to_crs("EPSG:32644", resolution=10.0)
    mask = scl_mask(tmp_path / "SCL.tif", codes, target)
    warped = np.zeros(target.shape, dtype=np.uint8)
    reproject(
        codes,
        warped,
        src_transform=source.transform,
        src_crs=UTM,
        src_nodata=0,
        dst_transform=target.transform,
        dst_crs="EPSG:32644",
        dst_nodata=0,
        resampling=Resampling.nearest,
        tolerance=0,
    )
    assert (warped > 0).mean() > 0.3
    expected = np.array([EXPECTED[code] for code in range(12)], dtype=np.uint8)[warped]
    assert np.array_equal(mask.classes(everything(target)), expected)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_pixel_does_not_depend_on_the_piece(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("scl")
    seed = data.draw(st.integers(0, 2**16))
    codes = np.random.default_rng(seed).integers(0, 12, (20, 24), dtype=np.uint8)
    mask = scl_mask(folder / "SCL.tif", codes)
    full = mask.classes(everything(mask.grid))
    top, left = data.draw(st.integers(0, 39)), data.draw(st.integers(0, 47))
    roi = (slice(top, data.draw(st.integers(top + 1, 40))), slice(left, data.draw(st.integers(left + 1, 48))))
    assert np.array_equal(mask.classes(roi), full[roi])
    mask.close()


def test_msk_classi_of_a_level_1c_product(tmp_path: Path) -> None:
    # 60 m, three bands: opaque, cirrus, snow; with a JPEG 2000 header as in the product
    bands = np.zeros((3, 32, 32), dtype=np.uint8)
    bands[0, 4:8, 4:8] = 1
    bands[1, 4:8, 16:20] = 1
    bands[2, 20:26, 4:10] = 1
    bands[2, 5:7, 5:7] = 1  # under the opaque cloud
    path = write_tif(
        tmp_path / "MSK_CLASSI_B00.jp2",
        bands,
        grid_of(32, 32, 60.0),
        driver="JP2OpenJPEG",
        QUALITY=100,
        REVERSIBLE="YES",
    )
    scene, optical = make_scene(
        tmp_path / "bands", ground(192, 192, ("B2",)), level="L1C", cloud_classes=ClassSource("MSK_CLASSI", str(path))
    )
    mask = choose_cloud_mask(scene, optical, "auto", tmp_path, Silent())
    assert mask.name == "MSK_CLASSI of the product (no cloud shadow)"
    expected = np.zeros((192, 192), dtype=np.uint8)
    expected[120:156, 24:60] = Reason.SNOW
    expected[22:50, 22:50] = expected[22:50, 94:122] = Reason.CLOUD
    assert np.array_equal(mask.classes(everything(optical.grid)), expected)


def test_a_raster_that_is_no_scl_is_refused(tmp_path: Path) -> None:
    mask = scl_mask(tmp_path / "SCL.tif", np.full((8, 8), 37, dtype=np.uint8))
    with pytest.raises(InputError, match=r"SCL\.tif is no Sentinel-2 scene classification.* 37 "):
        mask.classes(everything(mask.grid))


def test_a_damaged_or_missing_file_is_named(tmp_path: Path) -> None:
    grid = grid_of(16, 16)
    scene = Scene("made", str(tmp_path), "SAFE", {}, grid)
    broken = tmp_path / "broken.jp2"
    broken.write_bytes(b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\x00" * 40)
    for path in (broken, tmp_path / "gone.jp2"):
        with pytest.raises(InputError, match=path.name):
            ProductMask(scene, ClassSource("SCL", str(path)), grid)


def test_truncated_pixels_are_reported_when_they_are_read(tmp_path: Path) -> None:
    codes = np.random.default_rng(0).integers(0, 12, (400, 400), dtype=np.uint8)
    path = tmp_path / "SCL.tif"
    mask = scl_mask(path, codes)
    path.write_bytes(path.read_bytes()[:60_000])
    with pytest.raises(InputError, match=r"cloud classes \(SCL\) of made.*SCL\.tif"):
        mask.classes(everything(mask.grid))


def test_msk_classi_with_one_band_is_refused(tmp_path: Path) -> None:
    grid = grid_of(16, 16)
    path = write_tif(tmp_path / "MSK.tif", np.zeros((16, 16), dtype=np.uint8), grid)
    with pytest.raises(InputError, match="3 band"):
        ProductMask(Scene("made", str(tmp_path), "SAFE", {}, grid), ClassSource("MSK_CLASSI", str(path)), grid)

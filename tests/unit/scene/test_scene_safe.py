"""Products as the archives deliver them open the same from folder and zip, and as GDAL sees them."""

from __future__ import annotations

import re
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.errors import NotGeoreferencedWarning

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.scene import Scene, check_readable, open_scene
from products import REAL_L1C_0301, REAL_L2A_0212, REAL_L2A_0509, make_safe, write_jp2, zip_safe

L1C = SENTINEL2_BANDS
L2A = tuple(b for b in SENTINEL2_BANDS if b != "B10")
REAL = {
    # level, baseline, offset, bands, cloud classes, EPSG, corner, sensing time
    REAL_L1C_0301: ("L1C", "03.01", 0, L1C, None, 32646, (499980, 3100020), "2021-09-08T04:40:48.758475+00:00"),
    REAL_L2A_0212: ("L2A", "02.12", 0, L2A, "SCL", 32707, (600000, 6500020), "2019-02-12T19:33:32.161000+00:00"),
    REAL_L2A_0509: ("L2A", "05.09", -1000, L2A, "SCL", 32601, (300000, 7400040), "2023-06-25T23:47:55.578328+00:00"),
}
WRITTEN = [("L1C", "02.07"), ("L1C", "04.00"), ("L1C", "05.10"), ("L2A", "02.14"), ("L2A", "05.09")]


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("product", REAL)
def test_real_metadata_is_understood(product: str, zipped: bool, shared_data: Path, tmp_path: Path) -> None:
    path = make_safe(tmp_path, metadata=shared_data / "safe_metadata" / product, zip=zipped)
    level, baseline, offset, bands, classes, epsg, corner, time = REAL[product]
    scene = open_scene(path)
    check_readable(scene)
    assert (scene.kind, scene.level, scene.baseline) == ("SAFE", level, baseline)
    assert scene.name == product.removesuffix(".SAFE")
    assert tuple(scene.bands) == bands
    assert {b.offset for b in scene.bands.values()} == {offset}
    assert {b.quantification for b in scene.bands.values()} == {10000}
    assert (scene.cloud_classes.kind if scene.cloud_classes else None) == classes
    assert scene.grid.crs is not None and scene.grid.crs.epsg == epsg
    assert (scene.grid.transform.c, scene.grid.transform.f) == corner
    assert scene.sensing_time is not None and scene.sensing_time.isoformat() == time
    assert 20 < scene.sun_zenith_deg < 45 and 60 < scene.sun_azimuth_deg < 180


def gdal_view(safe: Path) -> dict[str, tuple[object, object, np.ndarray]]:
    """By canonical band: transform, CRS and pixels as GDAL's SENTINEL2 driver gives them."""
    seen = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(next(safe.glob("MTD_MSI*.xml"))) as product:
            subdatasets = [s for s in product.subdatasets if ":TCI:" not in s]
        for name in subdatasets:
            with rasterio.open(name) as src:
                for i in src.indexes:
                    band = src.tags(i).get("BANDNAME", "")
                    if band in SENTINEL2_BANDS:
                        seen[band] = (src.transform, src.crs.to_epsg(), src.read(i))
    return seen


def assert_agrees_with_gdal(scene: Scene, safe: Path) -> None:
    seen = gdal_view(safe)
    assert seen.keys() == scene.bands.keys()
    for name, band in scene.bands.items():
        transform, epsg, pixels = seen[name]
        with rasterio.open(band.path) as src:
            assert src.transform.almost_equals(transform), name
            assert src.crs.to_epsg() == epsg
            np.testing.assert_array_equal(src.read(band.index), pixels, err_msg=name)
    finest = next(t for t, _, p in seen.values() if p.shape == tuple(scene.grid.shape))
    assert scene.grid.transform.almost_equals(finest)


@pytest.mark.parametrize("product", REAL)
def test_real_metadata_agrees_with_gdal(product: str, shared_data: Path, tmp_path: Path) -> None:
    safe = make_safe(tmp_path, metadata=shared_data / "safe_metadata" / product)
    assert_agrees_with_gdal(open_scene(safe), safe)


@pytest.mark.parametrize(("level", "baseline"), WRITTEN)
def test_written_products_agree_with_gdal(level: str, baseline: str, tmp_path: Path) -> None:
    safe = make_safe(tmp_path, level, baseline)
    scene = open_scene(safe)
    check_readable(scene)
    assert_agrees_with_gdal(scene, safe)
    modern = float(baseline) >= 4
    assert {b.offset for b in scene.bands.values()} == {-1000 if modern else 0}
    kind = scene.cloud_classes.kind if scene.cloud_classes else None
    assert kind == ("SCL" if level == "L2A" else "MSK_CLASSI" if modern else None)


@pytest.mark.parametrize(("level", "baseline"), WRITTEN)
def test_zip_and_folder_give_the_same_pixels(level: str, baseline: str, tmp_path: Path) -> None:
    safe = make_safe(tmp_path, level, baseline)
    folder, zipped = open_scene(safe), open_scene(zip_safe(safe, tmp_path / "any name (1).zip"))
    check_readable(zipped)
    assert folder.bands.keys() == zipped.bands.keys()
    assert (folder.grid, folder.name, folder.sensing_time) == (zipped.grid, zipped.name, zipped.sensing_time)
    for name in folder.bands:
        with rasterio.open(folder.bands[name].path) as a, rasterio.open(zipped.bands[name].path) as b:
            np.testing.assert_array_equal(a.read(), b.read())


def test_other_ways_to_point_at_a_product(tmp_path: Path) -> None:
    safe = make_safe(tmp_path / "unpacked", "L2A", "05.09")
    expected = open_scene(safe)
    tile = next(safe.glob("GRANULE/*"))
    for path in (safe / "MTD_MSIL2A.xml", tile, tile / "MTD_TL.xml", tmp_path / "unpacked", f"{safe}/"):
        scene = open_scene(path)
        assert (scene.bands, scene.grid, scene.name) == (expected.bands, expected.grid, expected.name), path


def test_a_zip_without_the_product_folder(tmp_path: Path) -> None:
    import zipfile

    safe = make_safe(tmp_path, "L1C", "04.00")
    archive = tmp_path / "flat.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in safe.rglob("*"):
            out.write(path, path.relative_to(safe).as_posix())
    flat, folder = open_scene(archive), open_scene(safe)
    check_readable(flat)
    assert (flat.name, flat.level, flat.grid, list(flat.bands)) == (
        folder.name,
        folder.level,
        folder.grid,
        list(folder.bands),
    )


def test_band_id_counts_8a_as_the_ninth(tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L1C", "05.09", offsets={i: -1000 - i for i in range(13)})
    scene = open_scene(safe)
    order = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")
    assert {n: b.offset for n, b in scene.bands.items()} == {n: -1000 - i for i, n in enumerate(order)}


def test_one_listed_offset_stands_for_all_but_two_different_do_not(tmp_path: Path) -> None:
    one = open_scene(make_safe(tmp_path / "a", offsets={1: -1000}))
    assert {b.offset for b in one.bands.values()} == {-1000}
    assert any("does not name" in note for note in one.notes)
    two = make_safe(tmp_path / "b", offsets={1: -1000, 2: -900})
    with pytest.raises(InputError, match="--offset"):
        open_scene(two)
    assert {b.offset for b in open_scene(two, offset=-1000).bands.values()} == {-1000}


def test_offset_and_quantification_come_from_the_product_unless_given(tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L2A", "05.09", quantification=20000)
    assert {b.quantification for b in open_scene(safe).bands.values()} == {20000}
    given = open_scene(safe, offset=0)
    assert {b.offset for b in given.bands.values()} == {0}
    assert any("as given" in note and "-1000" in note for note in given.notes)


def test_the_native_resolution_is_read_else_what_there_is(tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L2A", "05.09")
    chosen = {n: re.search(r"_(\d\d)m\.jp2", b.path).group(1) for n, b in open_scene(safe).bands.items()}
    assert chosen == dict(
        zip(L2A, ("60", "10", "10", "10", "20", "20", "20", "10", "20", "60", "20", "20"), strict=True)
    )
    shutil.rmtree(next(safe.glob("GRANULE/*/IMG_DATA/R10m")))
    shutil.rmtree(next(safe.glob("GRANULE/*/IMG_DATA/R60m")))
    scene = open_scene(safe)
    check_readable(scene)
    assert {b.path[-7:] for b in scene.bands.values()} == {"20m.jp2"}
    assert scene.grid.resolution.x == 20 and "B8" not in scene.bands and "B1" in scene.bands
    assert any("B8, B9" in note for note in scene.notes)


def test_missing_images_are_named(tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L1C", "03.01", leave_out=["B05", "B12"])
    scene = open_scene(safe)
    assert "B5" not in scene.bands
    assert any("B5, B12" in note for note in scene.notes)
    shutil.rmtree(next(safe.glob("GRANULE/*/IMG_DATA")))
    with pytest.raises(InputError, match="no band images"):
        open_scene(safe)


def old_style(safe: Path, tiles: int) -> Path:
    """The naming before December 2016, with several tiles in a product."""
    tile = next(safe.glob("GRANULE/*"))
    old = tile.with_name("S2A_OPER_MSI_L1C_TL_EPA__20160101T000000_A000001_T33TWM_N02.01")
    tile.rename(old)
    (old / "MTD_TL.xml").rename(old / "S2A_OPER_MTD_L1C_TL_EPA__20160101T000000_A000001_T33TWM.xml")
    for image in old.glob("IMG_DATA/*_B*.jp2"):
        image.rename(image.with_name(f"S2A_OPER_MSI_L1C_TL_EPA__20160101_T33TWM_{image.stem[-3:]}.jp2"))
    product = safe / "MTD_MSIL1C.xml"
    product.write_text(re.sub(r"<Granule_List>.*</Granule_List>", "", product.read_text(), flags=re.S))
    product.rename(safe / "S2A_OPER_MTD_SAFL1C_PDMC_20160101T000000_R122_V20160101T095559.xml")
    for number in range(1, tiles):
        shutil.copytree(old, old.with_name(old.name.replace("T33TWM", f"T33TX{number}")))
    return safe


def test_the_old_naming(tmp_path: Path) -> None:
    safe = old_style(make_safe(tmp_path, "L1C", "02.01"), tiles=1)
    scene = open_scene(safe)
    check_readable(scene)
    assert tuple(scene.bands) == L1C and scene.level == "L1C"


def test_several_tiles_must_be_chosen_from(tmp_path: Path) -> None:
    safe = old_style(make_safe(tmp_path, "L1C", "02.01"), tiles=3)
    with pytest.raises(InputError, match="3 tiles"):
        open_scene(safe)
    tile = sorted(safe.glob("GRANULE/*"))[1]
    scene = open_scene(tile)
    assert all(tile.name in band.path for band in scene.bands.values())


@pytest.mark.parametrize(
    ("crs", "corner", "side", "pixel"),
    [
        ("EPSG:32633", (500980, 5100000), 60, 10),
        ("EPSG:32634", (499980, 5100000), 60, 10),
        ("EPSG:32633", (499980, 5100000), 48, 10),
        ("EPSG:32633", (499980, 5100000), 60, 20),
    ],
    ids=["moved", "another zone", "clipped", "resampled"],
)
def test_an_image_that_is_not_where_the_metadata_says(
    crs: str, corner: tuple[float, float], side: int, pixel: float, tmp_path: Path
) -> None:
    safe = make_safe(tmp_path, "L1C", "04.00")
    image = next(safe.glob("GRANULE/*/IMG_DATA/*_B02.jp2"))
    image.unlink()
    write_jp2(image, np.full((1, side, side), 1500, np.uint16), crs, corner, pixel)
    with pytest.raises(InputError, match="lies elsewhere"):
        open_scene(safe)


def test_level_cannot_be_overruled(tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L2A", "05.09")
    assert open_scene(safe, level="L2A").level == "L2A"
    with pytest.raises(InputError, match="not L1C"):
        open_scene(safe, level="L1C")
    with pytest.raises(InputError, match="--bands"):
        open_scene(safe, bands="B2,B3,B4")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
def test_a_truncated_image_is_found_up_front(share: float, zipped: bool, tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L1C", "04.00", size=240)
    image = next(safe.glob("GRANULE/*/IMG_DATA/*_B08.jp2"))
    image.write_bytes(image.read_bytes()[: int(image.stat().st_size * share)])
    scene = open_scene(zip_safe(safe) if zipped else safe)
    with pytest.raises(InputError, match=r"_B08\.jp2 \(band B8\).*fetch it again"):
        check_readable(scene)


def test_a_product_without_its_parts(tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L1C", "04.00")
    next(safe.glob("GRANULE/*/MTD_TL.xml")).unlink()
    with pytest.raises(InputError, match=r"MTD_TL\.xml"):
        open_scene(safe)
    (safe / "MTD_MSIL1C.xml").unlink()
    with pytest.raises(InputError, match=r"MTD_MSIL1C\.xml"):
        open_scene(safe)

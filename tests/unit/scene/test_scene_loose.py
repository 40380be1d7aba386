"""Band files and multi-band rasters: what is said is used, what is ambiguous is asked, nothing is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio

from l4s_core.base.errors import InputError
from l4s_core.scene import check_readable, open_scene
from products import write_tif

RNG = np.random.default_rng(5)


def dn(low: int = 80, high: int = 3000, side: int = 40, bands: int | None = None) -> np.ndarray:
    shape = (side, side) if bands is None else (bands, side, side)
    return RNG.integers(low, high, shape, dtype=np.uint16)


def folder_of(path: Path, *names: str, **more) -> Path:
    for name in names:
        write_tif(path / f"{name}.tif", dn(), **more)
    return path


# --- folders -----------------------------------------------------------------------------------------------------


def test_a_real_folder(puthumala: Path) -> None:
    scene = open_scene(puthumala)
    check_readable(scene)
    assert tuple(scene.bands) == ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12")
    assert any("Copernicus_DEM_30m.tif" in note for note in scene.notes)
    assert scene.kind == "band files" and scene.level is None and scene.grid.crs.epsg == 32643
    with rasterio.open(puthumala / "B02.tif") as src:
        assert tuple(scene.grid.shape) == src.shape and scene.grid.transform == src.transform


def test_a_real_folder_in_degrees(shared_data: Path) -> None:
    post = open_scene(shared_data / "scenes" / "hokkaido_2018" / "post")
    check_readable(post)
    assert tuple(post.bands) == ("B2", "B3", "B4") and post.grid.crs.epsg == 4326


def test_every_band_gets_its_own_file(tmp_path: Path) -> None:
    values = {name: 200 + i for i, name in enumerate(("B01", "B2", "b03", "Band_4", "B8A", "B08", "B11"))}
    for name, value in values.items():
        write_tif(tmp_path / f"{name}.tif", np.full((9, 9), value, np.uint16))
    scene = open_scene(tmp_path, offset=0)
    read = {}
    for name, band in scene.bands.items():
        with rasterio.open(band.path) as src:
            read[name] = int(src.read(band.index)[0, 0])
    assert read == {"B1": 200, "B2": 201, "B3": 202, "B4": 203, "B8A": 204, "B8": 205, "B11": 206}


def test_product_file_names(tmp_path: Path) -> None:
    stem = "T32TQM_20230823T095559"
    for band, r in (("B02", 10), ("B02", 20), ("B05", 20), ("B01", 20), ("B01", 60), ("B8A", 20), ("TCI", 10)):
        write_tif(tmp_path / f"{stem}_{band}_{r}m.tif", dn(side=240 // r), resolution=r)
    for r in (20, 60):
        write_tif(tmp_path / f"{stem}_SCL_{r}m.tif", np.full((240 // r,) * 2, 4, np.uint8), resolution=r)
    scene = open_scene(tmp_path)
    check_readable(scene)
    assert {n: b.path[-7:-4] for n, b in scene.bands.items()} == {"B1": "60m", "B2": "10m", "B5": "20m", "B8A": "20m"}
    assert scene.cloud_classes is not None and scene.cloud_classes.path.endswith("SCL_20m.tif")
    assert scene.level == "L2A" and scene.grid.resolution.x == 10
    assert scene.sensing_time is not None and scene.sensing_time.isoformat() == "2023-08-23T09:55:59+00:00"
    assert any("TCI_10m" in note for note in scene.notes) and not any("SCL_20m" in note for note in scene.notes)


def test_level(tmp_path: Path) -> None:
    plain = folder_of(tmp_path / "plain", "B2", "B3", "B4")
    assert open_scene(plain).level is None and any("--level" in n for n in open_scene(plain).notes)
    assert open_scene(plain, level="L2A").level == "L2A"
    ten = folder_of(tmp_path / "ten", "B4")
    write_tif(ten / "B10.tif", dn() // 40)
    assert open_scene(ten).level == "L1C"
    assert open_scene(folder_of(tmp_path / "S2B_MSIL2A_20230823T095559_N0509_R122_T33TWM", "B4")).level == "L2A"


def test_two_files_for_one_band(tmp_path: Path) -> None:
    folder_of(tmp_path, "B02", "B2", "B03")
    with pytest.raises(InputError, match=r"B02\.tif, B2\.tif"):
        open_scene(tmp_path)


def test_different_crs_names_both(tmp_path: Path) -> None:
    folder_of(tmp_path, "B2", "B3")
    write_tif(tmp_path / "B4.tif", dn(), crs="EPSG:32634")
    with pytest.raises(InputError, match=r"EPSG:32634.*EPSG:32633"):
        open_scene(tmp_path)


def test_bands_of_different_places(tmp_path: Path) -> None:
    folder_of(tmp_path, "B2", "B3")
    write_tif(tmp_path / "B4.tif", dn(), origin=(699980, 5100000))
    with pytest.raises(InputError, match="does not lie where"):
        open_scene(tmp_path)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_without_georeference(tmp_path: Path) -> None:
    write_tif(tmp_path / "B2.tif", dn(), crs=None)
    with pytest.raises(InputError, match="has no georeference"):
        open_scene(tmp_path)


def test_a_position_without_a_crs_is_not_enough(tmp_path: Path) -> None:
    path = write_tif(tmp_path / "B2.tif", dn())
    with rasterio.open(path) as src:
        profile, data = src.profile, src.read()
    profile.pop("crs")
    with rasterio.open(path, "w", **profile) as out:
        out.write(data)
    with pytest.raises(InputError, match="has no georeference"):
        open_scene(tmp_path)


def test_8bit(tmp_path: Path) -> None:
    write_tif(tmp_path / "B2.tif", dn(0, 255).astype(np.uint8))
    with pytest.raises(InputError, match="8-bit picture"):
        open_scene(tmp_path)


def test_8bit_in_16_bits(tmp_path: Path) -> None:
    for name in ("B2", "B3", "B4"):
        write_tif(tmp_path / f"{name}.tif", dn(1, 256))
    with pytest.raises(InputError, match="8-bit picture stored in a wider type"):
        open_scene(tmp_path)


def test_folders_without_bands(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        open_scene(tmp_path / "nowhere")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="is empty"):
        open_scene(empty)
    other = folder_of(tmp_path / "other", "NDVI", "DEM")
    with pytest.raises(InputError, match=r"DEM\.tif, NDVI\.tif"):
        open_scene(other)
    landsat = folder_of(tmp_path / "landsat", "LC08_L2SP_135046_20190801_SR_B4")
    with pytest.raises(InputError, match="Landsat"):
        open_scene(landsat)
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "view.png").write_bytes(b"\x89PNG")
    with pytest.raises(InputError, match="8-bit pictures"):
        open_scene(pictures)
    two = tmp_path / "two"
    for name in ("A.SAFE", "B.SAFE"):
        (two / name).mkdir(parents=True)
    with pytest.raises(InputError, match=r"A\.SAFE, B\.SAFE"):
        open_scene(two)
    with pytest.raises(InputError, match="MTD_MSIL1C"):
        open_scene(two / "A.SAFE")


def test_a_part_of_a_product_points_to_the_product(tmp_path: Path) -> None:
    from products import make_safe

    safe = make_safe(tmp_path, "L2A", "05.09")
    with pytest.raises(InputError, match=r"is a part of the product .*\.SAFE"):
        open_scene(next(safe.glob("GRANULE/*/IMG_DATA")))


def test_a_band_file_with_several_bands(tmp_path: Path) -> None:
    write_tif(tmp_path / "B2.tif", dn(bands=3))
    with pytest.raises(InputError, match="has 3 bands"):
        open_scene(tmp_path)


@pytest.mark.parametrize("tiled", [False, True])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_truncated_tif(share: float, tiled: bool, tmp_path: Path) -> None:
    folder_of(tmp_path, "B2", "B3")
    more = {"tiled": True, "blockxsize": 64, "blockysize": 64} if tiled else {}
    path = write_tif(tmp_path / "B4.tif", dn(side=300), compress="deflate", **more)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputError, match=r"B4\.tif"):
        check_readable(open_scene(tmp_path, offset=0))


def test_nodata_of_the_file_else_zero(tmp_path: Path) -> None:
    write_tif(tmp_path / "B2.tif", dn())
    write_tif(tmp_path / "B3.tif", dn(), nodata=65535)
    write_tif(tmp_path / "B4.tif", dn().astype(np.float32), nodata=float("nan"))
    bands = open_scene(tmp_path, offset=0).bands
    assert bands["B2"].nodata == (0,) and bands["B3"].nodata == (65535,) and np.isnan(bands["B4"].nodata).all()


# --- scale -------------------------------------------------------------------------------------------------------


def test_reflectance_from_0_to_1(tmp_path: Path) -> None:
    for name in ("B2", "B3", "B4", "B10"):
        write_tif(tmp_path / f"{name}.tif", (dn() / (300_000 if name == "B10" else 10_000)).astype(np.float32))
    scene = open_scene(tmp_path)
    assert {(b.quantification, b.offset) for b in scene.bands.values()} == {(1.0, 0.0)}
    [scale] = [d for d in scene.decisions if d.subject == "scale"]
    assert (scale.value, scale.confidence, scale.option) == ("x 1", "sure", "scale") and scale.sentence in scene.notes


def test_float_numbers_times_10000_stay(tmp_path: Path) -> None:
    for name in ("B2", "B4"):
        write_tif(tmp_path / f"{name}.tif", dn().astype(np.float32))
    assert {b.quantification for b in open_scene(tmp_path).bands.values()} == {10000}


def test_scale_and_offset_in_the_file(tmp_path: Path) -> None:
    for name in ("B2", "B4"):
        path = write_tif(tmp_path / f"{name}.tif", dn(1040, 4000))
        with rasterio.open(path, "r+") as src:
            src.scales, src.offsets = (0.0001,), (-0.1,)
    scene = open_scene(tmp_path)
    assert {(b.quantification, round(b.offset, 6)) for b in scene.bands.values()} == {(10000, -1000)}
    assert any("the scale in" in note for note in scene.notes)


# --- one raster --------------------------------------------------------------------------------------------------


def pixel(scene, name: str) -> int:
    band = scene.bands[name]
    with rasterio.open(band.path) as src:
        return int(src.read(band.index)[0, 0])


def numbered(path: Path, bands: int, **more) -> Path:
    """Raster band i holds 300 + i everywhere."""
    data = np.stack([np.full((12, 12), 300 + i, np.uint16) for i in range(1, bands + 1)])
    return write_tif(path, data, **more)


@pytest.mark.parametrize("bands", ["B4,B3,-,B8A", " b04 , B03 , - , band 8a ", {"B4": 1, "B3": 2, "B8A": 4}])
def test_bands_as_said(bands, tmp_path: Path) -> None:
    scene = open_scene(numbered(tmp_path / "x.tif", 4), bands=bands)
    check_readable(scene)
    assert scene.kind == "raster" and tuple(scene.bands) == ("B3", "B4", "B8A")
    assert [pixel(scene, n) for n in ("B4", "B3", "B8A")] == [301, 302, 304]


def test_common_names_as_said(tmp_path: Path) -> None:
    scene = open_scene(numbered(tmp_path / "x.tif", 4), bands="red,green,blue,nir")
    assert [pixel(scene, n) for n in ("B4", "B3", "B2", "B8")] == [301, 302, 303, 304]


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ("B2,B3,B4", r"names 3 bands and .* has 4: 1: no description, uint16; 2"),
        ("B2,B3,B4,B5,B6", "names 5 bands"),
        ("B2,B3,B4,B4", "B4 twice"),
        ("B2,B3,B4,NDVI", "'NDVI'"),
        ("-,-,-,-", "leaves out every band"),
        ({"B2": 0}, "number 0"),
        ({"B2": 5}, "number 5"),
        ({"B2": 1, "B3": 1}, "two bands"),
        ({}, "No band"),
    ],
)
def test_bands_said_wrongly(bands, words: str, tmp_path: Path) -> None:
    path = numbered(tmp_path / "x.tif", 4)
    with pytest.raises(InputError, match=words):
        open_scene(path, bands=bands)


@pytest.mark.parametrize(
    "descriptions",
    [("B04", "B03", "B02", "B08"), ("B4 red", "B3 green", "B2 blue", "B8 (NIR)"), ("red", "green", "blue", "nir"),
     ("Band 4", "band_3", "BAND 2", "Band-8")],
)  # fmt: skip
def test_descriptions_are_recognised(descriptions: tuple[str, ...], tmp_path: Path) -> None:
    scene = open_scene(numbered(tmp_path / "x.tif", 4, descriptions=descriptions))
    assert [pixel(scene, n) for n in ("B4", "B3", "B2", "B8")] == [301, 302, 303, 304]
    assert any("Bands B4, B3, B2, B8 (number 1, 2, 3, 4 of the file" in note for note in scene.notes)


@pytest.mark.parametrize(
    "tags",
    [
        {"eo:bands": json.dumps([{"name": n} for n in ("B04", "B03", "B02", "B08")])},
        {"eo:bands": json.dumps([{"name": n, "common_name": c} for n, c in zip("abcd", ("red", "green", "blue", "nir"),
                                                                              strict=True)])},
        {"bands": json.dumps(["B4", "B3", "B2", "B8"])},
        {"band_names": "B4, B3, B2, B8"},
    ],
)  # fmt: skip
def test_tags_are_recognised(tags: dict[str, str], tmp_path: Path) -> None:
    scene = open_scene(numbered(tmp_path / "x.tif", 4, tags=tags))
    assert [pixel(scene, n) for n in ("B4", "B3", "B2", "B8")] == [301, 302, 303, 304]


def test_what_is_no_band_is_left_out_and_said(tmp_path: Path) -> None:
    path = numbered(tmp_path / "x.tif", 3, descriptions=("B04", "cloud probability", "B03"))
    scene = open_scene(path)
    assert tuple(scene.bands) == ("B3", "B4") and any("left out: 2 cloud" in note for note in scene.notes)


@pytest.mark.parametrize("bands", [1, 4, 12, 13])
def test_no_description_is_never_guessed(bands: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"1: no description, uint16.*--bands"):
        open_scene(numbered(tmp_path / "x.tif", bands))


def test_two_dates_in_one_raster_are_ambiguous(tmp_path: Path) -> None:
    path = numbered(tmp_path / "x.tif", 4, descriptions=("B4 before", "B3 before", "B4 after", "B3 after"))
    with pytest.raises(InputError, match="numbers 1 and 3"):
        open_scene(path)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_rasters_that_cannot_be_a_scene(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="8-bit picture"):
        open_scene(write_tif(tmp_path / "tci.tif", dn(0, 255, bands=3).astype(np.uint8)), bands="B4,B3,B2")
    with pytest.raises(InputError, match="has no georeference"):
        open_scene(write_tif(tmp_path / "nowhere.tif", dn(bands=3), crs=None), bands="B4,B3,B2")
    text = tmp_path / "notes.tif"
    text.write_text("not a raster")
    with pytest.raises(InputError, match="cannot be opened"):
        open_scene(text, bands="B2")
    with pytest.raises(InputError, match="--offset"):
        open_scene(numbered(tmp_path / "x.tif", 1), bands="B4", offset=float("nan"))


def test_the_shared_fields_need_their_bands_said(shared_data: Path) -> None:
    path = shared_data / "scenes" / "background_fields" / "inference-img.tif"
    with pytest.raises(InputError, match="8: no description"):
        open_scene(path)
    scene = open_scene(path, bands="-,-,-,-,B4,B3,B2,B8")
    assert {n: b.index for n, b in scene.bands.items()} == {"B4": 5, "B3": 6, "B2": 7, "B8": 8}
    with pytest.raises(InputError, match="has no georeference"):
        open_scene(shared_data / "scenes" / "background_xarray_spatial" / "red_band.nc", bands="B4")


def test_a_folder_of_products_is_none(tmp_path: Path) -> None:
    for name in ("S2A_X.SAFE.zip", "S2B_Y.SAFE.zip"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError, match=r"holds products \(S2A_X\.SAFE\.zip, S2B_Y\.SAFE\.zip\); give one of them"):
        open_scene(tmp_path)

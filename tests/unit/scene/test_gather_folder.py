"""What of a folder or an archive makes one scene, and what only lies beside it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from affine import Affine

from l4s_core.base.errors import InputError
from l4s_core.scene import check_readable, open_scene
from products import make_safe
from tiles_kit import NORTH_UP, stack, write

TEN, TWENTY = ("B2", "B3", "B4", "B8"), ("B5", "B6", "B7", "B8A", "B11", "B12")


def read(scene, band: str) -> np.ndarray:
    with rasterio.open(scene.bands[band].path) as src:
        return src.read(scene.bands[band].index)


def one(path: Path, name: str, metres: int = 10, seed: int = 3) -> Path:
    side = 120 // metres
    rng = np.random.default_rng(seed)
    data = rng.integers(80, 3000, (1, side, side)).astype("uint16")
    return write(path / f"{name}.tif", data, NORTH_UP * Affine.scale(metres / 10), ())


def many(path: Path, names, metres: int = 10, seed: int = 3) -> Path:
    side = 1200 // metres
    data = np.random.default_rng(seed).integers(80, 3000, (len(names), side, side)).astype("uint16")
    return write(path, data, NORTH_UP * Affine.scale(metres / 10), names)


@pytest.mark.parametrize("folder", ["R{}m", "{}m", "IMG_DATA/R{}m", "bands/{}", "res_{}/tif"])
def test_a_folder_for_each_resolution(folder: str, tmp_path: Path) -> None:
    for name, metres in (("B02", 10), ("B02", 20), ("B03", 10), ("B11", 20), ("B01", 60), ("B02", 60)):
        if folder == "res_{}/tif" and (name, metres) in (("B02", 20), ("B02", 60)):
            continue  # nothing there says the pixel size
        one(tmp_path / folder.format(metres), name, metres, seed=metres)
    scene = open_scene(tmp_path, offset=0)
    assert tuple(scene.bands) == ("B1", "B2", "B3", "B11")
    assert scene.grid.resolution.x == 10 and read(scene, "B2").shape == (12, 12)


def test_stacks_of_two_resolutions_are_one_scene(tmp_path: Path) -> None:
    many(tmp_path / "S2_20190822_10m.tif", TEN)
    many(tmp_path / "S2_20190822_20m.tif", (*TWENTY, "B2"), 20)
    scene = open_scene(tmp_path, offset=0)
    check_readable(scene)
    assert set(scene.bands) == {*TEN, *TWENTY} and scene.grid.resolution.x == 10
    assert read(scene, "B2").shape == (120, 120) and read(scene, "B12").shape == (60, 60)


def test_one_stack_in_a_folder_with_what_is_no_scene(tmp_path: Path) -> None:
    path = many(tmp_path / "S2_20190822.tif", TEN)
    one(tmp_path, "dem", seed=4)
    write(tmp_path / "preview.tif", np.ones((3, 9, 9), "uint8"), NORTH_UP, ())
    scene = open_scene(tmp_path, offset=0)
    assert scene.name == "S2_20190822" and str(path) in scene.files
    unnamed = tmp_path / "unnamed"
    many(unnamed / "export.tif", ("", "", "", ""))
    with pytest.raises(InputError, match="--bands"):
        open_scene(unnamed)
    assert tuple(open_scene(unnamed, bands="B2,B3,B4,B8", offset=0).bands) == TEN


def test_several_dates_are_not_mixed(tmp_path: Path) -> None:
    for day in ("2019-08-22", "2019-08-27"):
        many(tmp_path / "stacks" / f"openEO_{day}Z.tif", TEN)
        for name in ("B02", "B03"):
            one(tmp_path / "folders" / day, name)
    # a band of another date beside those of a scene
    for name in ("T43PFN_20190822T050651_B02", "T43PFN_20190822T050651_B03", "T43PFN_20190827T050651_B04"):
        one(tmp_path / "mixed", name)
    for folder in ("stacks", "folders", "mixed"):
        with pytest.raises(InputError, match=r"holds (2 scenes|scenes in 2 folders) \(.*2019-08-22.*2019-08-27"):
            open_scene(tmp_path / folder)


@pytest.mark.parametrize(
    "names",
    [
        ("before_10m", "after_20m"),
        ("S2_2019_10m", "S2_2020_20m"),
        ("a/stack", "b/stack"),
        ("S2-0000000000-0000000000", "S2"),
    ],
)
def test_stacks_of_two_scenes_are_not_mixed(names: tuple[str, str], tmp_path: Path) -> None:
    first, second = names
    many(tmp_path / f"{first}.tif", TEN)
    many(tmp_path / f"{second}.tif", TWENTY if "20m" in second else TEN, 20 if "20m" in second else 10)
    if "-" in first:
        right = NORTH_UP * Affine.translation(120, 0)
        write(tmp_path / "S2-0000000000-0000000120.tif", stack(120, 50), right, TEN)
    with pytest.raises(InputError, match="holds 2 scenes"):
        open_scene(tmp_path)


def test_a_year_and_a_day_in_it_are_one_scene(tmp_path: Path) -> None:
    one(tmp_path / "2019", "S2_20190822_B02")
    one(tmp_path / "2019", "B03_2019")
    one(tmp_path / "2019", "B04")
    assert tuple(open_scene(tmp_path, offset=0).bands) == ("B2", "B3", "B4")


def test_products_and_archives_inside(tmp_path: Path) -> None:
    safe = make_safe(tmp_path / "safe", "L2A", "05.09", zip=True)
    unpacked = tmp_path / "safe" / safe.name.removesuffix(".zip")
    assert open_scene(tmp_path / "safe").kind == "SAFE"  # unpacked, and the archive still there
    alone = tmp_path / "alone"
    alone.mkdir()
    safe.rename(alone / safe.name)
    assert open_scene(alone).kind == "SAFE"
    assert unpacked.is_dir()


@pytest.mark.parametrize("inner", ["", "download/", "a/b/"])
def test_an_archive_of_rasters(inner: str, tmp_path: Path) -> None:
    names = [f"2019-08-22-00:00_2019-08-22-23:59_Sentinel-2_L2A_{b}_(Raw)" for b in ("B02", "B03", "B04")]
    archive = tmp_path / "EO_Browser_images.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for number, name in enumerate(names):
            out.write(one(tmp_path / "loose", name, seed=number), f"{inner}{name}.tiff")
            out.writestr(f"__MACOSX/{inner}._{name}.tiff", b"\x00\x05\x16\x07")
        out.writestr(f"{inner}README.txt", "read me")
        out.writestr(f"{inner}B08.vrt", "<VRTDataset/>")
    scene = open_scene(archive, offset=0)
    check_readable(scene)
    assert tuple(scene.bands) == ("B2", "B3", "B4") and scene.source == str(archive)
    assert np.array_equal(read(scene, "B3"), rasterio.open(tmp_path / "loose" / f"{names[1]}.tif").read(1))


@pytest.mark.parametrize("name", ["scene.tar", "scene.tar.gz", "scene.tgz", "scene.7z"])
def test_archives_that_are_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError, match="unpack it"):
        open_scene(tmp_path / name)


def test_what_comes_with_bands_is_passed_over(tmp_path: Path) -> None:
    for name in ("B02", "B03", "B04"):
        path = one(tmp_path, name)
        (tmp_path / f"._{name}.tif").write_bytes(b"\x00\x05\x16\x07" + bytes(50))
        (tmp_path / f"{name}.tif.aux.xml").write_text("<PAMDataset/>")
        (tmp_path / f"{name}.tfw").write_text("10\n0\n0\n-10\n499985\n5099995\n")
        (tmp_path / f"{name}.tif.md5").write_text("0")
        (tmp_path / f"{name} (1).tif").write_bytes(path.read_bytes())
    (tmp_path / "B08.tif.crdownload").write_bytes(b"II*\x00")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "B11.tif").write_bytes(b"x")
    scene = open_scene(tmp_path, offset=0)
    assert tuple(scene.bands) == ("B2", "B3", "B4")
    said = " ".join(scene.notes)
    assert "B02 (1).tif is a copy of B02.tif" in said and "Not fetched completely, left out: B08.tif.crdownload" in said
    assert "._B02" not in said and "aux.xml" not in said


def test_an_empty_band_is_named(tmp_path: Path) -> None:
    one(tmp_path, "B02")
    (tmp_path / "B03.tif").write_bytes(b"")
    with pytest.raises(InputError, match=r"B03\.tif"):
        open_scene(tmp_path)
    with pytest.raises(InputError, match="not fetched completely"):
        open_scene(tmp_path / "B03.tif")


def test_a_zarr_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cube.zarr").mkdir()
    (tmp_path / "cube.zarr" / ".zgroup").write_text('{"zarr_format": 2}')
    with pytest.raises(InputError, match="Zarr store"):
        open_scene(tmp_path / "cube.zarr")


@pytest.mark.parametrize("relative", [True, False])
def test_what_a_virtual_raster_is_made_of_is_no_band_beside_it(relative: bool, tmp_path: Path) -> None:
    for name in ("B02", "B03"):
        part = one(tmp_path / "R10m" / "parts", name)
        virtual = tmp_path / "R10m" / f"{name}.vrt"
        rasterio.shutil.copy(part, virtual, driver="VRT")
        if not relative:
            text = virtual.read_text()
            virtual.write_text(re.sub(r'relativeToVRT="1">[^<]*<', f'relativeToVRT="0">{part}<', text))
    scene = open_scene(tmp_path, offset=0)
    assert [Path(band.path).name for band in scene.bands.values()] == ["B02.vrt", "B03.vrt"]
    one(tmp_path / "R10m" / "other", "B03")
    with pytest.raises(InputError, match="2 files for band B3"):
        open_scene(tmp_path, offset=0)

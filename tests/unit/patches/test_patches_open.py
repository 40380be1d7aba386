"""Folders of patches: what is read is what was stored, and what cannot be used is said with its file."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_CHANNELS, L4S_NAMES
from l4s_core.patches.check import check_patches
from l4s_core.patches.open import open_patches
from l4s_core.patches.write import write_patch
from products import write_tif

MEANS = np.array([channel.l4s_divisor for channel in L4S_CHANNELS])


def some_values(seed: int = 0, side: int = 8) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.integers(1, 9000, (14, side, side)).astype(np.float32)


def make_set(folder: Path, ids: tuple[int, ...] = (1, 2, 10), side: int = 8) -> Path:
    for number in ids:
        mask = (np.random.default_rng(number).random((side, side)) < 0.2).astype(np.uint8)
        write_patch(folder, number, some_values(number, side), L4S_NAMES, mask)
    return folder


# ------------------------------------------------------------------------------------------------------- the real sets


def test_the_optical_bands_of_every_real_patch_are_exact_integers(shared_data: Path) -> None:
    for folder, count in (("l4s/TrainData", 24), ("l4s/unlabelled", 28)):
        patches = open_patches(shared_data / folder)
        assert (len(patches), patches.shape, patches.channels) == (count, (128, 128), L4S_NAMES)
        for i in range(len(patches)):
            patch = patches.read(i)
            assert patch.values.dtype == np.float32
            optical = patch.values[:12]
            assert np.abs(optical - np.rint(optical)).max() <= 1e-3
            assert optical.min() >= 0
            with h5py.File(shared_data / folder / "img" / f"image_{patch.key.id}.h5") as file:
                np.testing.assert_allclose(patch.values, np.moveaxis(file["img"][()] * MEANS, -1, 0), rtol=1e-6)


def test_the_parent_folder_opens_as_its_training_part(shared_data: Path) -> None:
    whole, part = open_patches(shared_data / "l4s"), open_patches(shared_data / "l4s", part="TrainData")
    assert whole.has_masks
    assert [key.id for key in whole.keys] == sorted(key.id for key in part.keys)
    assert {key.domain for key in whole.keys} == {"Taiwan", "Kodagu"}
    with pytest.raises(InputError, match="no TestData"):
        open_patches(shared_data / "l4s", part="TestData")
    with pytest.raises(InputError, match="leave the part out"):
        open_patches(shared_data / "l4s" / "unlabelled", part="TrainData")


def test_a_folder_without_masks_is_a_domain_of_its_own(shared_data: Path) -> None:
    patches = open_patches(shared_data / "l4s" / "unlabelled")
    assert not patches.has_masks
    assert patches.read(0).mask is None
    assert {key.domain for key in patches.keys} == {"unlabelled"}
    with pytest.raises(InputError, match="no masks"):
        open_patches(shared_data / "l4s" / "unlabelled", expect_masks=True)
    unread = open_patches(shared_data / "l4s", expect_masks=False)
    assert not unread.has_masks
    assert unread.read(3).mask is None
    assert unread.keys[0].domain == "Taiwan"  # still the training set


def test_pictures_are_the_raw_values_times_one_gain_for_each_patch(shared_data: Path) -> None:
    pictures, stored = open_patches(shared_data / "l4s_rgb"), open_patches(shared_data / "l4s")
    assert pictures.channels == ("B4", "B3", "B2")
    assert not pictures.absolute_scale
    assert stored.absolute_scale
    assert {key.domain for key in pictures.keys} == {"Taiwan", "Hokkaido", "Nepal", "Kodagu"}
    place = {key.id: i for i, key in enumerate(pictures.keys)}
    both = [i for i, key in enumerate(stored.keys) if key.id in place]
    assert len(both) > 10
    for i in both:
        raw, seen = stored.read(i), pictures.read(place[stored.keys[i].id])
        np.testing.assert_array_equal(raw.mask, seen.mask)
        means = np.array([L4S_CHANNELS[k].l4s_divisor for k in (3, 2, 1)])[:, None, None]
        scaled = raw.values[[3, 2, 1]] / means
        # a pixel holds floor(scaled * 255 / maximum); a few lie one off in the set itself
        off = np.abs(seen.values / means - scaled * 255 / scaled.max())
        assert np.quantile(off, 0.998) <= 0.5 + 1e-4
        assert off.max() <= 1.5 + 1e-3


# ------------------------------------------------------------------------------------------------------------ identity

float32 = st.floats(-500, 30000, width=32)


@settings(max_examples=25, deadline=None)
@given(
    values=hnp.arrays(np.float32, (14, 5, 7), elements=float32),
    empty=hnp.arrays(np.bool_, (14, 5, 7), elements=st.booleans()),
    mask=hnp.arrays(np.uint8, (5, 7), elements=st.sampled_from([0, 1, 255])),
)
def test_what_is_written_is_read_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, values: np.ndarray, empty: np.ndarray, mask: np.ndarray
) -> None:
    folder = tmp_path_factory.mktemp("set")
    values = np.where(empty, np.float32(np.nan), values)
    write_patch(folder, 7, values, L4S_NAMES, mask)
    patches = open_patches(folder)
    patch = patches.read(0)
    np.testing.assert_array_equal(patch.values, values)
    np.testing.assert_array_equal(patch.mask, mask)
    assert (patch.key.id, patches.shape) == (7, (5, 7))


@settings(max_examples=20, deadline=None)
@given(names=st.lists(st.sampled_from(L4S_NAMES), min_size=1, unique=True))
def test_chosen_channels_come_in_the_order_asked_for(shared_data: Path, names: list[str]) -> None:
    whole = open_patches(shared_data / "l4s").read(0).values
    chosen = open_patches(shared_data / "l4s", channels=names)
    assert chosen.channels == tuple(names)
    np.testing.assert_array_equal(chosen.read(0).values, whole[[L4S_NAMES.index(name) for name in names]])


def test_subsets_keep_the_patches_and_their_order(tmp_path: Path) -> None:
    patches = open_patches(make_set(tmp_path / "area", (30, 4, 100, 21)))
    assert [key.id for key in patches.keys] == [4, 21, 30, 100]
    part = patches.subset([3, 1, 1])
    assert [key.id for key in part.keys] == [21, 100]
    np.testing.assert_array_equal(part.read(1).values, some_values(100))
    assert len(patches.subset([])) == 0
    with pytest.raises(IndexError):
        patches.subset([4])


def test_reading_in_threads_and_processes_gives_the_same(tmp_path: Path) -> None:
    patches = open_patches(make_set(tmp_path / "area", tuple(range(1, 13))))
    expected = [patches.read(i).values for i in range(len(patches))]
    again = pickle.loads(pickle.dumps(patches))
    with ThreadPoolExecutor(4) as threads:
        for found, values in zip(threads.map(again.read, range(12)), expected, strict=True):
            np.testing.assert_array_equal(found.values, values)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as workers:
        for found, values in zip(workers.map(patches.read, range(12)), expected, strict=True):
            np.testing.assert_array_equal(found.values, values)


# ------------------------------------------------------------------------------------------------- tables beside a set


def test_domain_and_block_are_from_the_table(tmp_path: Path) -> None:
    folder = make_set(tmp_path / "area")
    (folder / "patches.csv").write_text("\ufeffid,block,domain,more\n10,r1,Alps,x\n2,,,\n1,r0,Alps,\n99,r7,gone,\n")
    keys = open_patches(folder).keys
    assert [(key.id, key.domain, key.block) for key in keys] == [
        (1, "Alps", "r0"),
        (2, "area", None),
        (10, "Alps", "r1"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("domain,block\na,b\n", "no column id"),
        ("id\n1\n2\n", "patch 10 is not in"),
        ("id\n1\n1\n2\n10\n", "twice"),
        ("id\none\n", "whole number"),
        ("id\n" + "9" * 5000 + "\n", "whole number"),
        ("id,domain\n1," + "x" * 5000 + "\n", "shorten"),
        ("id,domain\n1," + "x" * 200_000 + "\n", "table"),
    ],
)
def test_a_table_that_cannot_be_used_is_said(tmp_path: Path, text: str, says: str) -> None:
    folder = make_set(tmp_path / "area")
    (folder / "patches.csv").write_text(text)
    with pytest.raises(InputError, match=says) as error:
        open_patches(folder)
    assert "patches.csv" in str(error.value)


def test_missing_channels_are_left_out_and_not_to_be_had(tmp_path: Path) -> None:
    folder = make_set(tmp_path / "area")
    (folder / "patches.json").write_text(json.dumps({"missing_channels": ["B10", "dem"], "anything": [1]}))
    patches = open_patches(folder)
    assert patches.channels == tuple(name for name in L4S_NAMES if name not in ("B10", "dem"))
    assert patches.read(0).values.shape == (12, 8, 8)
    with pytest.raises(InputError, match="lack B10"):
        open_patches(folder, channels=["B4", "B10"])
    for text in ('{"missing_channels": ["B99"]}', '{"format_version": 2}', "not json", "[]", '{"missing_channels": 5}'):
        (folder / "patches.json").write_text(text)
        with pytest.raises(InputError, match=r"patches\.json is not valid"):
            open_patches(folder)


@pytest.mark.parametrize("channels", [[], ["B4", "B4"], ["b4"], ["B8A"]])
def test_channels_that_do_not_exist_are_refused(tmp_path: Path, channels: list[str]) -> None:
    with pytest.raises(InputError, match=r"take different names|no channel 'b4'; nearest: B4|lack B8A"):
        open_patches(make_set(tmp_path / "area"), channels=channels)


# ------------------------------------------------------------------------------------------------------------- GeoTIFF


def tif_set(folder: Path, descriptions: tuple[str | None, ...] = ("B04", "dem", "B8A", "B2"), **more: object) -> Path:
    rng = np.random.default_rng(5)
    for number in (3, 12):
        data = rng.integers(1, 3000, (4, 6, 9)).astype(np.float32)
        data[0, 0, 0] = -9999
        write_tif(folder / "img" / f"x{number}.tif", data, nodata=-9999, descriptions=descriptions, **more)
        mask = (rng.random((6, 9)) < 0.3).astype(np.uint8)
        mask[5, 8] = 255
        write_tif(folder / "mask" / f"m_{number}.tif", mask)
    return folder


def test_geotiff_bands_that_are_only_counted_have_no_names(tmp_path: Path) -> None:
    folder = tif_set(tmp_path / "s", ("Band 1", "Band 2", "Band 3", "Band 4"))
    with pytest.raises(InputError, match="have no names"):
        open_patches(folder)


def test_geotiff_bands_are_found_by_their_descriptions(tmp_path: Path) -> None:
    import rasterio

    patches = open_patches(tif_set(tmp_path / "alps"))
    assert (patches.channels, patches.shape, patches.absolute_scale) == (("B4", "dem", "B8A", "B2"), (6, 9), True)
    assert [(key.id, key.domain) for key in patches.keys] == [(3, "alps"), (12, "alps")]
    chosen = open_patches(tmp_path / "alps", channels=["B2", "B4"])
    for i, number in enumerate((3, 12)):
        with rasterio.open(tmp_path / "alps" / "img" / f"x{number}.tif") as image:
            stored = image.read()
        with rasterio.open(tmp_path / "alps" / "mask" / f"m_{number}.tif") as mask:
            np.testing.assert_array_equal(patches.read(i).mask, mask.read(1))
        stored[stored == -9999] = np.nan
        np.testing.assert_array_equal(patches.read(i).values, stored)
        np.testing.assert_array_equal(chosen.read(i).values, stored[[3, 0]])
        assert np.isnan(chosen.read(i).values).sum() == 1


def test_geotiff_bands_without_names_must_be_named(tmp_path: Path) -> None:
    folder = tif_set(tmp_path / "alps", ())
    with pytest.raises(InputError, match="set_band_description"):
        open_patches(folder)
    with pytest.raises(InputError, match="2 channels were given"):
        open_patches(folder, channels=["B2", "B3"])
    assert open_patches(folder, channels=["B2", "B3", "B4", "slope"]).channels == ("B2", "B3", "B4", "slope")


def test_geotiff_scale_and_offset_are_undone(tmp_path: Path) -> None:
    import rasterio

    path = write_tif(tmp_path / "s" / "img" / "1.tif", np.full((2, 4, 4), 3000, np.uint16), descriptions=("B4", "dem"))
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (1e-4, 0.5), (-0.1, 20)
    values = open_patches(tmp_path / "s").read(0).values
    np.testing.assert_allclose(values[0], 2000)  # reflectance 0.2
    np.testing.assert_allclose(values[1], 1520)


def test_geotiff_patches_of_equal_names_are_matched_by_them(tmp_path: Path) -> None:
    for name in ("b_2019-08", "a_2019-08", "c"):
        data = np.full((1, 4, 4), 100 + ord(name[0]), np.float32)
        write_tif(tmp_path / "s" / "img" / f"{name}.tif", data, descriptions=["B4"])
        write_tif(tmp_path / "s" / "mask" / f"{name}.tif", np.full((4, 4), name == "b_2019-08", np.uint8))
    patches = open_patches(tmp_path / "s")
    assert [patches.read(i).values[0, 0, 0] - 100 for i in range(3)] == [ord("a"), ord("b"), ord("c")]
    assert [int(patches.read(i).mask[0, 0]) for i in range(3)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (np.full((1, 4, 4), 0.2, np.float32), "reflectance"),
        (np.full((1, 4, 4), 200, np.uint8), "8-bit"),
        (np.full((1, 4, 4), np.inf, np.float32), "infinite"),
    ],
)
def test_geotiffs_in_other_units_are_refused(tmp_path: Path, data: np.ndarray, says: str) -> None:
    write_tif(tmp_path / "s" / "img" / "1.tif", data, descriptions=["B4"])
    with pytest.raises(InputError, match=says):
        open_patches(tmp_path / "s")


def test_a_geotiff_that_points_to_other_files_is_not_followed(tmp_path: Path) -> None:
    secret = write_tif(tmp_path / "secret.tif", np.full((4, 4), 100, np.float32))
    (tmp_path / "s" / "img").mkdir(parents=True)
    (tmp_path / "s" / "img" / "1.tif").write_text(
        '<VRTDataset rasterXSize="4" rasterYSize="4"><VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        f"<SourceFilename>{secret}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    with pytest.raises(InputError, match="GeoTIFF"):
        open_patches(tmp_path / "s")


# --------------------------------------------------------------------------------------------------------- what is not


def rewrite(path: Path, key: str, **how: object) -> None:
    path.unlink()
    with h5py.File(path, "w") as file:
        file.create_dataset(key, **how)


def image(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "img" / "image_2.h5"
        with h5py.File(path) as file:
            data = file["img"][()]
        rewrite(path, "img", data=change(data))

    return spoil


def mask(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "mask" / "mask_2.h5"
        with h5py.File(path) as file:
            data = file["mask"][()]
        rewrite(path, "mask", data=change(data))

    return spoil


def set_pixel(value: float) -> Callable[[np.ndarray], np.ndarray]:
    def change(data: np.ndarray) -> np.ndarray:
        data[3, 4, ...] = value
        return data

    return change


def image_file(write: Callable[[h5py.File, Path], object]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "img" / "image_2.h5"
        path.unlink()
        with h5py.File(path, "w") as file:
            write(file, folder)

    return spoil


def outside(folder: Path) -> Path:
    """A good image outside the set."""
    write_patch(folder.parent / "outside", 1, some_values(1), L4S_NAMES, None)
    return folder.parent / "outside" / "img" / "image_1.h5"


def link_to(kind: str) -> Callable[[Path], None]:
    def write(file: h5py.File, folder: Path) -> None:
        if kind == "soft":
            file["other"] = np.zeros((8, 8, 14))
            file["img"] = h5py.SoftLink("/other")
        elif kind == "external":
            file["img"] = h5py.ExternalLink(str(outside(folder)), "img")
        elif kind == "raw file":
            (folder.parent / "raw.bin").write_bytes(np.zeros((8, 8, 14)).tobytes())
            file.create_dataset("img", (8, 8, 14), "f8", external=[(str(folder.parent / "raw.bin"), 0, 7168)])
        else:
            layout = h5py.VirtualLayout((8, 8, 14), "f8")
            layout[:] = h5py.VirtualSource(str(outside(folder)), "img", (8, 8, 14))
            file.create_virtual_dataset("img", layout)

    return image_file(write)


def cut_short(name: str, keep: float) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / name
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * keep)])

    return spoil


@pytest.mark.parametrize(
    ("spoil", "file", "says"),
    [
        (image_file(lambda f, _: f.create_dataset("image", data=np.zeros((8, 8, 14)))), "image_2.h5", "has 'image'"),
        (image_file(lambda f, _: f.create_group("img")), "image_2.h5", "not an array"),
        (image_file(lambda f, _: f.create_dataset("img", data="x")), "image_2.h5", "numbers"),
        (image_file(lambda f, _: f.create_dataset("img", data=h5py.Empty("f8"))), "image_2.h5", "not an array"),
        (image_file(lambda f, _: f.create_dataset("img", (10**6, 10**6, 14), "f8")), "image_2.h5", "at most 4096"),
        (image_file(lambda f, _: f.create_dataset("img", (8, 8, 14), "f8", maxshape=(None,) * 3, chunks=(512, 99, 14))),
         "image_2.h5", "more room"),
        (link_to("soft"), "image_2.h5", "not followed"),
        (link_to("external"), "image_2.h5", "not followed"),
        (link_to("raw file"), "image_2.h5", "other files"),
        (link_to("virtual"), "image_2.h5", "other files"),
        (image(lambda d: d[..., :13]), "image_2.h5", r"\(rows, cols, 14\)"),
        (image(lambda d: np.moveaxis(d, -1, 0)), "image_2.h5", r"\(rows, cols, 14\)"),
        (image(lambda d: d[:7]), "image_2.h5", "one size"),
        (image(lambda d: d.astype(np.int32)), "image_2.h5", "floating-point"),
        (image(set_pixel(np.nan)), "image_2.h5", "no numbers"),
        (image(set_pixel(-np.inf)), "image_2.h5", "no numbers"),
        (mask(set_pixel(2)), "mask_2.h5", "labels 2;"),
        (mask(lambda d: d * 254), "mask_2.h5", "labels 254"),
        (mask(lambda d: d - 0.5), "mask_2.h5", "labels -0.5, 0.5"),
        (mask(lambda d: d[:, :7]), "mask_2.h5", "one size"),
        (mask(lambda d: d[None]), "mask_2.h5", r"\(rows, cols\)"),
        (lambda p: (p / "mask" / "mask_2.h5").unlink(), "image_2.h5", "1 image has no mask"),
        (lambda p: (p / "img" / "image_2.h5").unlink(), "mask_2.h5", "1 mask has no image"),
        (cut_short("img/image_2.h5", 0.6), "image_2.h5", "cut short"),
        (cut_short("mask/mask_2.h5", 0.5), "mask_2.h5", "cut short"),
        (cut_short("img/image_2.h5", 0), "image_2.h5", "is empty"),
        (lambda p: (p / "img" / "image_2.h5").write_text("hello"), "image_2.h5", "is no HDF5 file"),
        (lambda p: (p / "img" / "image_1.h5").rename(p / "img" / "image1.h5"), "image1.h5", "image_N.h5"),
        (lambda p: (p / "img" / "image_2.h5").rename(p / "img" / "image_01.h5"), "image_01.h5", "same number"),
        (lambda p: (p / "img" / "image_9.png").write_bytes(b""), "img", "mixes"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_with_its_file(
    tmp_path: Path, spoil: Callable[[Path], object], file: str, says: str
) -> None:
    folder = make_set(tmp_path / "area", (1, 2, 10))
    check_patches(open_patches(folder))  # good until it is spoilt
    spoil(folder)
    with pytest.raises(InputError, match=says) as error:
        check_patches(open_patches(folder))
    assert file in str(error.value)
    assert str(error.value).endswith(".")


def test_what_is_no_set_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty" / "img").mkdir(parents=True)
    (tmp_path / "empty" / "img" / "readme.txt").write_text("")
    (tmp_path / "nothing").mkdir()
    for name, says in (("gone", "not a folder"), ("nothing", "neither img nor"), ("empty", "holds no patches")):
        with pytest.raises(InputError, match=says):
            open_patches(tmp_path / name)


def test_a_picture_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s" / "img").mkdir(parents=True)
    path = tmp_path / "s" / "img" / "image_5.png"
    Image.fromarray(np.zeros((8, 8), np.uint16)).save(path)
    with pytest.raises(InputError, match="red, green and blue"):
        open_patches(tmp_path / "s")
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(path, format="BMP")
    with pytest.raises(InputError, match="PNG"):
        open_patches(tmp_path / "s")
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(InputError, match="PNG"):
        open_patches(tmp_path / "s")


def test_hdf5_masks_of_other_number_types_count(tmp_path: Path) -> None:
    folder = make_set(tmp_path / "area")
    expected = open_patches(folder).read(1).mask
    mask(lambda data: data.astype(np.float64))(folder)
    np.testing.assert_array_equal(open_patches(folder).read(1).mask, expected)
    mask(lambda data: data.astype(bool))(folder)
    np.testing.assert_array_equal(open_patches(folder).read(1).mask, expected)


def test_counts_are_those_of_the_masks(shared_data: Path) -> None:
    patches = open_patches(shared_data / "l4s")
    report = check_patches(patches)
    masks = {patches.keys[i]: patches.read(i).mask for i in range(len(patches))}
    total = sum(int((mask == 1).sum()) for mask in masks.values())
    assert report.total.landslide_px == total > 0
    assert report.total.landslide_share == total / sum(mask.size for mask in masks.values())
    assert report.total.without_landslide == sum(not mask.any() for mask in masks.values())
    assert {name: counts.patches for name, counts in report.domains.items()} == {"Taiwan": 23, "Kodagu": 1}
    assert sum(counts.landslide_px for counts in report.domains.values()) == total


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions as on POSIX")
def test_a_file_that_may_not_be_read_is_not_called_damaged() -> None:
    with tempfile.TemporaryDirectory() as name:  # not below tmp_path, which is closed to other users
        Path(name).chmod(0o755)
        folder = make_set(Path(name) / "area", (1, 2))
        patches = open_patches(folder)
        (folder / "img" / "image_2.h5").chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            with pytest.raises(InputError, match=r"image_2\.h5 cannot be read \(Permission denied\)"):
                patches.read(1)
        finally:
            if user == 0:
                os.seteuid(user)

"""The competition's ZIP: what is written, and what is found wrong in those of others."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.patches.types import Patch, PatchKey
from l4s_core.scoring.mask_file import hdf5_mask
from l4s_core.scoring.predict import predict_patches
from l4s_core.scoring.submission import check_submission, write_submission
from onnx_models import write_model
from scoring_kit import MemoryPatches, red_patches


@pytest.fixture(scope="module")
def redness(tmp_path_factory: pytest.TempPathFactory) -> OnnxModel:
    return OnnxModel(write_model(tmp_path_factory.mktemp("model") / "m.onnx"), "cpu", 1)


def numbered(patches: MemoryPatches, *ids: int) -> MemoryPatches:
    return MemoryPatches([Patch(PatchKey(i, "here"), p.values, None) for i, p in zip(ids, patches.items, strict=True)])


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return path


def h5(fill: Callable[[h5py.File], object]) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        fill(file)
    return buffer.getvalue()


GOOD = hdf5_mask(np.eye(128, dtype=np.uint8))


def test_a_submission_holds_the_thresholded_probabilities(redness: OnnxModel, tmp_path: Path) -> None:
    patches = red_patches(4, size=128, masks=False)
    path = tmp_path / "submission.zip"
    found = write_submission(redness, patches, path, threshold=0.6)
    wanted = {patch.key.id: p >= 0.6 for patch, p in predict_patches(redness, patches)}
    with zipfile.ZipFile(path) as zipped:
        assert zipped.namelist() == ["mask_1.h5", "mask_2.h5", "mask_3.h5", "mask_4.h5"]
        for number, mask in wanted.items():
            with h5py.File(io.BytesIO(zipped.read(f"mask_{number}.h5"))) as file:
                assert list(file) == ["mask"]
                assert file["mask"].dtype == np.uint8
                assert file["mask"].shape == (128, 128)
                np.testing.assert_array_equal(file["mask"][:], mask)
    assert found.numbers == (1, 2, 3, 4)
    assert found.landslide_pixels == sum(mask.sum() for mask in wanted.values()) > 0
    assert found == check_submission(path)
    assert [p.name for p in tmp_path.iterdir()] == ["submission.zip"]


def test_the_same_masks_make_the_same_bytes(redness: OnnxModel, tmp_path: Path) -> None:
    patches = red_patches(3, size=128)
    write_submission(redness, patches, tmp_path / "a.zip")
    time.sleep(2.1)  # a ZIP counts in steps of two seconds
    write_submission(redness, patches, tmp_path / "b.zip", batch=1)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_was_not_observed_is_not_landslide(redness: OnnxModel, tmp_path: Path) -> None:
    values = np.full((3, 128, 128), 500, np.float32)
    values[0] = 2000  # red everywhere
    values[:, :64] = np.nan
    write_submission(redness, MemoryPatches([Patch(PatchKey(1, "here"), values, None)]), tmp_path / "s.zip")
    assert check_submission(tmp_path / "s.zip").landslide_pixels == 64 * 128


def test_numbers_must_run_from_1_without_gaps(redness: OnnxModel, tmp_path: Path) -> None:
    patches = red_patches(3, size=128)
    path = tmp_path / "s.zip"
    for ids, first in (((1, 2, 4), 3), ((2, 3, 4), 1), ((5, 9, 700_000_000), 1)):
        with pytest.raises(InputError, match=f"first {first};"):
            write_submission(redness, numbered(patches, *ids), path)
        assert not path.exists()
        assert write_submission(redness, numbered(patches, *ids), path, allow_gaps=True).numbers == ids
        with pytest.raises(InputError, match=f"missing in s.zip, first {first};"):
            check_submission(path)
        path.unlink()
    with pytest.raises(InputError, match="have the number 2"):
        write_submission(redness, numbered(patches, 1, 2, 2), path)
    with pytest.raises(InputError, match="starts at 1"):
        write_submission(redness, numbered(patches, 0, 1, 2), path)


def test_other_sizes_only_when_asked_for(redness: OnnxModel, tmp_path: Path) -> None:
    patches = red_patches(2, size=(64, 96))
    with pytest.raises(InputError, match="64 x 96 pixels, not 128 x 128"):
        write_submission(redness, patches, tmp_path / "s.zip")
    assert write_submission(redness, patches, tmp_path / "s.zip", any_size=True).shape == (64, 96)
    with pytest.raises(InputError, match="--any-size"):
        check_submission(tmp_path / "s.zip")
    mixed = pack(tmp_path / "m.zip", {"mask_1.h5": GOOD, "mask_2.h5": hdf5_mask(np.zeros((64, 64), np.uint8))})
    with pytest.raises(InputError, match="one size"):
        check_submission(mixed, any_size=True)


def test_a_failed_run_leaves_nothing(tmp_path: Path) -> None:
    broken = OnnxModel(write_model(tmp_path / "m.onnx", weights=np.full((1, 3, 3, 3), np.nan, np.float32)), "cpu", 1)
    with pytest.raises(Exception, match="no numbers"):
        write_submission(broken, red_patches(2, size=128), tmp_path / "s.zip")
    assert [p.name for p in tmp_path.iterdir()] == ["m.onnx"]


# ------------------------------------------------------------------------------------------------------ others' ZIPs


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("masks/mask_2.h5", "in a folder"),
        ("..\\mask_2.h5", "in a folder"),
        ("masks/", "in a folder"),
        ("Mask_2.h5", "only mask_1.h5"),
        ("mask_02.h5", "only mask_1.h5"),
        ("mask_0.h5", "only mask_1.h5"),
        ("mask_2.hdf5", "only mask_1.h5"),
        (".DS_Store", "only mask_1.h5"),
        ("mask_2.h5\n", "only mask_1.h5"),
    ],
)
def test_names_that_do_not_belong(tmp_path: Path, name: str, words: str) -> None:
    path = pack(tmp_path / "s.zip", {"mask_1.h5": GOOD, name: GOOD})
    with pytest.raises(InputError, match=words):
        check_submission(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an HDF5 file"),
        (b"hello" * 100, "not an HDF5 file"),
        (GOOD[: len(GOOD) // 2], "not an HDF5 file"),
        (h5(lambda f: f.create_dataset("img", data=np.zeros((128, 128), np.uint8))), "no dataset 'mask'"),
        (h5(lambda f: f.create_group("mask")), "no dataset 'mask'"),
        (h5(lambda f: f.create_dataset("mask", data=np.zeros((128, 128)))), "it must be uint8"),
        (h5(lambda f: f.create_dataset("mask", data=np.zeros((128, 128), np.int8))), "it must be uint8"),
        (h5(lambda f: f.create_dataset("mask", data=np.full((128, 128), 255, np.uint8))), "holds 255"),
        (h5(lambda f: f.create_dataset("mask", data=np.zeros((128, 128, 1), np.uint8))), "the shape"),
        (h5(lambda f: f.create_dataset("mask", data=np.zeros((0, 128), np.uint8))), "the shape"),
        (h5(lambda f: f.create_dataset("mask", data=np.uint8(1))), "the shape"),
        (hdf5_mask(np.zeros((128, 127), np.uint8)), "128 x 127"),
    ],
)
def test_masks_that_are_none(tmp_path: Path, data: bytes, words: str) -> None:
    path = pack(tmp_path / "s.zip", {"mask_1.h5": GOOD, "mask_2.h5": data})
    with pytest.raises(InputError, match=words) as raised:
        check_submission(path)
    assert "mask_2.h5" in str(raised.value)


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other.h5"
    other.write_bytes(GOOD)
    layout = h5py.VirtualLayout((128, 128), np.uint8)
    layout[:] = h5py.VirtualSource(str(other), "mask", (128, 128))
    raw = tmp_path / "raw.bin"
    raw.write_bytes(bytes(128 * 128))
    for fill in (
        lambda f: f.__setitem__("mask", h5py.ExternalLink(str(other), "mask")),
        lambda f: f.__setitem__("mask", h5py.SoftLink("/elsewhere")),
        lambda f: f.create_virtual_dataset("mask", layout),
        lambda f: f.create_dataset("mask", (128, 128), np.uint8, external=[(str(raw), 0, 128 * 128)]),
    ):
        with pytest.raises(InputError, match=r"no dataset 'mask'|points to other files"):
            check_submission(pack(tmp_path / "s.zip", {"mask_1.h5": h5(fill)}))


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("mask_1.h5", bytes(200_000_000))
    with pytest.raises(InputError, match="far larger than a mask"):
        check_submission(path)
    huge = h5(lambda f: f.create_dataset("mask", (100_000, 100_000), np.uint8, chunks=(1000, 1000), compression="gzip"))
    with pytest.raises(InputError, match="the shape"):
        check_submission(pack(path, {"mask_1.h5": huge}), any_size=True)


def test_zips_that_are_none_or_damaged(tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    with pytest.raises(InputError, match="There is no file"):
        check_submission(path)
    with pytest.raises(InputError, match="cannot be read"):
        check_submission(tmp_path)
    path.write_bytes(b"PK not really")
    with pytest.raises(InputError, match="is not a ZIP"):
        check_submission(path)
    with pytest.raises(InputError, match="is empty"):
        check_submission(pack(path, {}))
    data = bytearray(pack(path, {"mask_1.h5": GOOD}).read_bytes())
    data[9000] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        check_submission(path)
    with zipfile.ZipFile(path, "w") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr("mask_1.h5", GOOD)
        zipped.writestr("mask_1.h5", GOOD)
    with pytest.raises(InputError, match="twice"):
        check_submission(path)


def test_the_real_unlabelled_patches(shared_data: Path, tmp_path: Path) -> None:
    from l4s_core.inference.open import open_model
    from l4s_core.patches.open import open_patches

    found = write_submission(
        open_model(None, "cpu"), open_patches(shared_data / "l4s" / "unlabelled"), tmp_path / "submission.zip"
    )
    assert found.numbers == tuple(range(1, 29))
    assert 0 < found.landslide_pixels < 0.2 * found.pixels

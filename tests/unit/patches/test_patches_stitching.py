"""Larger patches of neighbours: what touches is joined in one scale, and nothing else."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.channels.l4s import L4S_NAMES, l4s_divisors
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import SplitOptions
from l4s_core.patches.stitching.lattice import Cell, cell_of, cells_of
from l4s_core.patches.stitching.seams import find_seams, log_ratio, relative_gains
from l4s_core.patches.stitching.stitch import stitch_patches
from l4s_core.patches.stitching.windows import disjoint_windows, overlapping_windows
from l4s_core.patches.types import IGNORE
from l4s_core.patches.write import write_patch

PX = 32
COLUMNS = 41  # of Taiwan
HELD_OUT = SplitOptions(validation=((300, 400),), test=((500, 600),), guard=0)


def ground(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """(3, rows, columns) patches of raw B4, B3, B2 with a pattern that crosses their edges."""
    rng = np.random.default_rng(seed)
    near, far, *colour = (gaussian_filter(rng.normal(size=(rows * PX, columns * PX)), k) for k in (2, 16, 6, 6, 6))
    return (1000 * np.exp(near + 20 * far + 2 * np.stack(colour))).astype(np.float32)


def piece(values: np.ndarray, row: int, column: int) -> np.ndarray:
    return values[..., row * PX : (row + 1) * PX, column * PX : (column + 1) * PX]


def write_picture(folder: Path, patch_id: int, values: np.ndarray, mask: np.ndarray) -> None:
    """As the pictures of Landslide4Sense were made: 255 is the largest value of each patch."""
    x = values / np.array(l4s_divisors())[[L4S_NAMES.index(name) for name in ("B4", "B3", "B2")]][:, None, None]
    for name in ("img", "mask"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    pixels = np.floor(x * 255 / x.max()).astype(np.uint8)
    Image.fromarray(np.moveaxis(pixels, 0, -1)).save(folder / "img" / f"image_{patch_id}.png")
    Image.fromarray((mask * 255).astype(np.uint8)).save(folder / "mask" / f"mask_{patch_id}.png")


@pytest.fixture(scope="module")
def truth() -> np.ndarray:
    return ground(3, 3)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory, truth: np.ndarray) -> Path:
    """Three by three patches that touch, without the one in the middle of the last row; far ones for the other parts;
    and one whose id says that it lies beside them, and which shows other ground."""
    folder = tmp_path_factory.mktemp("pictures") / "l4s_rgb"
    rng = np.random.default_rng(1)
    for row in range(3):
        for column in range(3):
            if (row, column) == (2, 1):
                continue
            mask = rng.random((PX, PX)) < 0.2
            write_picture(folder, 1 + row * COLUMNS + column, piece(truth, row, column), mask)
    write_picture(folder, 4, ground(1, 1, seed=5), np.zeros((PX, PX)))
    others = ground(1, 3, seed=6)
    for k, patch_id in enumerate((300, 301, 500)):
        write_picture(folder, patch_id, piece(others, 0, k), np.ones((PX, PX)))
    return folder


@pytest.fixture(scope="module")
def stitched(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("stitched") / "windows"
    done = stitch_patches(pictures, out, HELD_OUT)
    assert (done.patches, done.folder) == ({"train": 9, "validation": 2, "test": 1}, out)
    return out


def members(folder: Path) -> list[tuple[int, ...]]:
    with (folder / "patches.csv").open(encoding="utf-8") as file:
        return [tuple(map(int, row["patches"].split())) for row in csv.DictReader(file)]


def test_what_touches_is_joined_and_nothing_else(stitched: Path) -> None:
    assert sorted(members(stitched / "train")) == [
        (1, 2, 42, 43), (2, 3, 43, 44), (4,), (42, 43, 83), (43, 44, 85),
    ]  # fmt: skip
    assert members(stitched / "validation") == [(300, 301)]
    assert members(stitched / "test") == [(500,)]


def test_the_scale_is_found_again(stitched: Path, truth: np.ndarray) -> None:
    assert open_patches(stitched / "train").channels == ("B2", "B3", "B4")
    windows = open_patches(stitched / "train", channels=("B4", "B3", "B2"))
    assert (windows.shape, windows.level) == ((2 * PX, 2 * PX), "L1C")
    assert not windows.absolute_scale
    first = members(stitched / "train").index((1, 2, 42, 43))
    ratio = windows.read(first).values / truth[:, : 2 * PX, : 2 * PX]
    quarters = [np.median(ratio[:, r : r + PX, c : c + PX]) for r in (0, PX) for c in (0, PX)]
    # that of a picture alone is its own maximum: these differ by tens of per cent
    alone = [piece(truth, r, c).max() for r in (0, 1) for c in (0, 1)]
    assert max(alone) / min(alone) > 1.1
    assert max(quarters) / min(quarters) < 1.03
    assert np.median(np.abs(ratio / np.median(ratio) - 1)) < 0.02


def test_where_there_is_no_patch_there_is_no_data_and_no_label(stitched: Path, pictures: Path) -> None:
    windows = open_patches(stitched / "train", expect_masks=True)
    patch = windows.read(members(stitched / "train").index((42, 43, 83)))
    empty = np.zeros((2 * PX, 2 * PX), bool)
    empty[PX:, PX:] = True
    assert np.array_equal(np.isnan(patch.values).all(axis=0), empty)
    assert patch.mask is not None
    assert np.array_equal(patch.mask == IGNORE, empty)
    own = open_patches(pictures, expect_masks=True)
    below = own.read([key.id for key in own.keys].index(83))
    assert np.array_equal(patch.mask[PX:, :PX], below.mask)


def test_values_with_a_scale_stay_as_they_are(tmp_path: Path, truth: np.ndarray) -> None:
    folder = tmp_path / "TrainData"
    channels = L4S_NAMES
    values = {}
    for row in range(2):
        for column in range(2):
            patch_id = 1 + row * COLUMNS + column
            whole = np.repeat(piece(truth, row, column)[:1], len(channels), axis=0).round()
            whole[[channels.index(name) for name in ("B4", "B3", "B2")]] = piece(truth, row, column).round()
            values[patch_id] = whole
            write_patch(folder, patch_id, whole, channels, np.zeros((PX, PX), np.uint8))
    write_patch(folder, 700, values[1], channels, np.zeros((PX, PX), np.uint8))
    stitch_patches(folder, tmp_path / "out", SplitOptions(validation=((700, 700),), guard=0))
    joined = open_patches(tmp_path / "out" / "train")
    assert len(joined) == 1
    assert joined.absolute_scale
    read = joined.read(0).values
    np.testing.assert_allclose(read[:, :PX, :PX], values[1], rtol=1e-6)
    np.testing.assert_allclose(read[:, PX:, PX:], values[2 + COLUMNS], rtol=1e-6)


def test_ids_say_where_a_patch_lies() -> None:
    assert cell_of(1) == Cell("Taiwan", 0, 0)
    assert cell_of(41) == Cell("Taiwan", 0, 40)
    assert cell_of(42) == Cell("Taiwan", 1, 0)
    assert cell_of(3050) == Cell("Hokkaido", 1, 0)
    assert cell_of(3207) == Cell("Nepal", 1, 0)
    assert cell_of(3396) == Cell("Kodagu", 1, 0)
    assert cell_of(3800) is None


def test_edges_that_differ_are_no_seam() -> None:
    rng = np.random.default_rng(0)
    edge = np.log(1000 * np.exp(gaussian_filter(rng.normal(size=(3, 128)), (0, 3))))
    assert log_ratio(edge + np.log(1.5), edge) == pytest.approx(np.log(1.5))
    assert log_ratio(edge, edge[:, ::-1] + 0.5 * rng.normal(size=(3, 1))) is None
    assert log_ratio(edge, np.full_like(edge, np.nan)) is None
    even = np.log(np.array([400.0, 500.0, 600.0]))[:, None] + 0.02 * rng.normal(size=(3, 128))
    again = even + 0.01 * rng.normal(size=(3, 128))
    assert log_ratio(again, even) == pytest.approx(0, abs=0.01)


def test_gains_of_patches_without_seams_are_one() -> None:
    assert relative_gains([], 3).tolist() == [1, 1, 1]


def test_every_patch_is_in_a_window_and_scored_once() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        chosen = [Cell("Taiwan", row, column) for row in range(5) for column in range(5) if rng.random() < 0.6]
        cells = {cell: index for index, cell in enumerate(chosen)}
        touching = [
            (index, other)
            for cell, index in cells.items()
            for step in ((0, 1), (1, 0))
            if (other := cells.get(cell.beside(*step))) is not None and rng.random() < 0.9
        ]
        overlapping, disjoint = (make(cells, touching, 2) for make in (overlapping_windows, disjoint_windows))
        assert {index for window in overlapping for index in window.patches} == set(cells.values())
        assert Counter(index for window in disjoint for index in window.patches) == Counter(cells.values())
        assert not any(a.patches < b.patches for a in overlapping for b in overlapping)
        for window in (*overlapping, *disjoint):
            for place, index in window.members.items():
                assert cells[window.corner.beside(*place)] == index


def test_what_is_not_landslide4sense_is_refused(tmp_path: Path, truth: np.ndarray) -> None:
    folder = tmp_path / "own"
    for patch_id in (1, 2, 300):
        write_patch(folder, patch_id, piece(truth, 0, 0), ("B4", "B3", "B2"), np.zeros((PX, PX), np.uint8))
    with pytest.raises(InputError, match="none of the training patches of Landslide4Sense"):
        stitch_patches(folder, tmp_path / "out", HELD_OUT)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_there_is_kept(pictures: Path, stitched: Path) -> None:
    with pytest.raises(InputError, match="exists already"):
        stitch_patches(pictures, stitched, HELD_OUT)
    with pytest.raises(InputError, match="leaves no patch"):
        stitch_patches(
            pictures, stitched.parent / "new", SplitOptions(validation=((1, 3799),), guard=0), parts=("train",)
        )
    assert not (stitched.parent / "new").exists()


@pytest.mark.data
def test_the_rows_of_landslide4sense(shared_data: Path) -> None:
    patches = open_patches(shared_data / "l4s_rgb")
    cells = cells_of(patches.keys, patches.source)
    seams = find_seams(patches, cells, Silent())
    beside = [
        (index, cells[other])
        for cell, index in cells.items()
        for step in ((0, 1), (1, 0))
        if (other := cell.beside(*step)) in cells
    ]
    # nearly all patches that would touch do: that is what the ids mean
    assert len(beside) > 2700
    assert len(beside) - len(seams) <= 4
    gains = relative_gains(seams, len(patches))
    off = [np.log(gains[seam.second] / gains[seam.first]) - seam.log_ratio for seam in seams]
    assert np.median(np.abs(off)) < 0.005
    assert np.std(np.log(gains)) > 0.1

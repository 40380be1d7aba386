"""Patches kept in memory, and statistics of the channels."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.statistics import LEAST_STD
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.patches.cache import CachedPatchSet, available_memory
from l4s_core.patches.fileset import FilePatchSet
from l4s_core.patches.open import open_patches
from l4s_core.patches.statistics import channel_statistics, domain_statistics
from l4s_core.patches.write import write_patch

SIDE = 16
PATCH_BYTES = 14 * SIDE * SIDE * 4 + SIDE * SIDE


@pytest.fixture
def patches(tmp_path: Path) -> FilePatchSet:
    rng = np.random.default_rng(0)
    for number in range(1, 9):
        values = rng.normal(1000, 300, (14, SIDE, SIDE)).astype(np.float32)
        write_patch(tmp_path, number, values, L4S_NAMES, (rng.random((SIDE, SIDE)) < 0.1).astype(np.uint8))
    return open_patches(tmp_path)


def remove_files(patches: FilePatchSet) -> None:
    for path in Path(patches.source).rglob("*.h5"):
        path.unlink()


def test_what_is_cached_needs_no_file_and_is_the_same(patches: FilePatchSet) -> None:
    expected = [patches.read(i) for i in range(len(patches))]
    cached = CachedPatchSet(patches, 8 * PATCH_BYTES)
    assert (cached.keys, cached.shape, cached.has_masks) == (patches.keys, patches.shape, True)
    cached.fill()
    assert cached.cached == 8
    remove_files(patches)
    part = cached.subset([5, 2])
    for found, index in [(cached.read(i), i) for i in range(8)] + [(part.read(0), 2), (part.read(1), 5)]:
        assert found.key == expected[index].key
        np.testing.assert_array_equal(found.values, expected[index].values)
        np.testing.assert_array_equal(found.mask, expected[index].mask)


@pytest.mark.parametrize("room", [0, 1, 3])
def test_no_more_is_kept_than_the_budget_holds(patches: FilePatchSet, room: int) -> None:
    cached = CachedPatchSet(patches, room * PATCH_BYTES + PATCH_BYTES // 2)
    for i in (0, 0, 4, 7, 2):
        cached.read(i)
    assert cached.cached == min(room, 4)
    cached.fill()
    cached.subset([1, 3]).read(0)
    assert cached.cached == room
    np.testing.assert_array_equal(cached.read(6).values, patches.read(6).values)


def test_changing_what_was_read_does_not_change_what_is_read_next(patches: FilePatchSet) -> None:
    cached = CachedPatchSet(patches)
    first = cached.read(0)
    first.values[:] = 0
    first.mask[:] = 9
    np.testing.assert_array_equal(cached.read(0).values, patches.read(0).values)
    np.testing.assert_array_equal(cached.read(0).mask, patches.read(0).mask)


def test_many_threads_fill_it_once(patches: FilePatchSet) -> None:
    cached = CachedPatchSet(patches, 5 * PATCH_BYTES)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(cached.read, list(range(8)) * 10))
    assert cached.cached == 5


def _read_in_worker(cached: CachedPatchSet, index: int, answers: multiprocessing.Queue) -> None:
    answers.put((float(cached.read(index).values.sum()), cached.cached))


def test_a_forked_worker_reads_what_is_cached_and_keeps_nothing_itself(patches: FilePatchSet) -> None:
    expected = [float(patches.read(i).values.sum()) for i in range(8)]
    cached = CachedPatchSet(patches)
    cached.read(3)
    forking = multiprocessing.get_context("fork")
    for index in (3, 5):
        answers = forking.Queue()
        worker = forking.Process(target=_read_in_worker, args=(cached, index, answers))
        worker.start()
        assert answers.get(timeout=30) == (expected[index], 1)
        worker.join()


def test_a_pickled_copy_starts_empty_and_still_reads(patches: FilePatchSet) -> None:
    cached = CachedPatchSet(patches)
    cached.fill()
    data = pickle.dumps(cached)
    assert len(data) < PATCH_BYTES
    copy = pickle.loads(data)
    assert copy.cached == 0
    np.testing.assert_array_equal(copy.read(2).values, cached.read(2).values)


def test_the_memory_that_is_available_is_less_than_there_is() -> None:
    lines = Path("/proc/meminfo").read_text().splitlines()
    total = int(next(line for line in lines if line.startswith("MemTotal")).split()[1]) * 1024
    assert 0 < available_memory() <= total


# ---------------------------------------------------------------------------------------------------------- statistics


def test_statistics_of_real_patches_are_those_of_numpy(shared_data: Path) -> None:
    patches = open_patches(shared_data / "l4s")
    everything = np.stack([patches.read(i).values for i in range(len(patches))]).astype(np.float64)
    found = channel_statistics(patches)
    assert found.channels == L4S_NAMES
    np.testing.assert_allclose(found.mean, everything.mean(axis=(0, 2, 3)), rtol=1e-10)
    np.testing.assert_allclose(found.std, everything.std(axis=(0, 2, 3)), rtol=1e-10)
    domains = domain_statistics(patches)
    assert set(domains) == {"Taiwan", "Kodagu"}
    for name, each in domains.items():
        members = [i for i, key in enumerate(patches.keys) if key.domain == name]
        np.testing.assert_allclose(each.mean, everything[members].mean(axis=(0, 2, 3)), rtol=1e-10)
        np.testing.assert_allclose(each.std, everything[members].std(axis=(0, 2, 3)), rtol=1e-10)


def test_pixels_without_data_do_not_count(tmp_path: Path) -> None:
    values = np.full((14, 4, 4), np.nan, np.float32)
    values[1, 0, :2] = 100, 300
    values[2] = 50
    write_patch(tmp_path, 1, values, L4S_NAMES, None)
    found = channel_statistics(open_patches(tmp_path))
    assert (found.mean[1], found.std[1]) == (200, 100)
    assert (found.mean[2], found.std[2]) == (50, LEAST_STD)
    assert (found.mean[0], found.std[0]) == (0, 1)

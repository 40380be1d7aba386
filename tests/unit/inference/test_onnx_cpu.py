"""Windows side by side on the cores of a CPU."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from pathlib import Path

import numpy as np
import pytest

from l4s_core.inference.ahead import run_ahead
from l4s_core.inference.onnx_cpu import PIECE_PX, SessionPool, lanes_of
from l4s_core.inference.open import open_model
from onnx_models import write_model


@pytest.mark.parametrize(
    ("threads", "wanted"),
    [(1, (1, 1)), (2, (2, 1)), (3, (3, 1)), (4, (4, 1)), (5, (4, 1)), (6, (3, 2)), (7, (3, 2)), (8, (4, 2)),
     (12, (4, 3)), (16, (4, 4)), (64, (4, 16))],
)  # fmt: skip
def test_all_threads_are_used_and_at_most_four_pieces(threads: int, wanted: tuple[int, int]) -> None:
    assert lanes_of(threads) == wanted


def _mean(batch: np.ndarray) -> np.ndarray:
    return batch.mean(axis=1, keepdims=True)


@pytest.mark.parametrize("size", [None, 3])
@pytest.mark.parametrize("count", [0, 1, 4, 7])
def test_pieces_come_back_in_order(size: int | None, count: int) -> None:
    shapes: list[int] = []

    def run(batch: np.ndarray) -> np.ndarray:
        shapes.append(len(batch))
        time.sleep(0.002 * (len(shapes) % 3))
        return _mean(batch)

    x = np.random.default_rng(count).normal(size=(count, 3, 128, 128)).astype(np.float32)
    np.testing.assert_array_equal(SessionPool(run, 2, size).submit(x)(), _mean(x))
    assert set(shapes) <= ({size} if size else {1, 2, 3, 4})
    assert all(n * 128 * 128 <= PIECE_PX for n in shapes) or size


def test_batches_overlap_so_that_no_lane_waits_for_the_last_of_a_batch() -> None:
    together = threading.Barrier(2, timeout=30)

    def run(batch: np.ndarray) -> np.ndarray:
        together.wait()  # broken unless windows of two batches are computed at once
        return _mean(batch)

    lanes = SessionPool(run, 2, None)
    x = np.ones((1, 3, 256, 256), np.float32)
    tickets = [lanes.submit(x), lanes.submit(2 * x)]
    assert [float(ticket().mean()) for ticket in tickets] == [1, 2]


def test_models_share_the_lanes_so_that_memory_does_not_add_up() -> None:
    running, most, lock = [0], [0], threading.Lock()

    def run(batch: np.ndarray) -> np.ndarray:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.01)
        with lock:
            running[0] -= 1
        return _mean(batch)

    x = np.ones((4, 3, 256, 256), np.float32)
    tickets = [SessionPool(run, 2, None).submit(x) for _ in range(3)]
    for ticket in tickets:
        ticket()
    assert most[0] == 2


def test_an_error_is_raised_where_the_result_is_asked_for() -> None:
    def run(batch: np.ndarray) -> np.ndarray:
        raise ValueError("no")

    ticket = SessionPool(run, 2, None).submit(np.ones((2, 3, 256, 256), np.float32))
    with pytest.raises(ValueError, match="no"):
        ticket()


def test_the_number_of_threads_does_not_change_a_result(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.onnx")
    x = np.random.default_rng(0).uniform(0, 3, (5, 3, 64, 64)).astype(np.float32)
    one, two = (open_model(path, "cpu", threads) for threads in (1, 2))
    np.testing.assert_array_equal(one.run(x), two.run(x))
    batches = [x[:2], x[:0], x[2:]]
    results = [result for _, result in run_ahead(two, batches, lambda batch: batch)]
    assert results[1] is None
    np.testing.assert_array_equal(np.concatenate([results[0], results[2]]), one.run(x))


def test_a_model_is_gone_with_its_last_name(tmp_path: Path) -> None:
    """Outlines are drawn in the memory that it held."""
    model = open_model(write_model(tmp_path / "m.onnx"), "cpu")
    model.run(np.ones((2, 3, 64, 64), np.float32))
    there = weakref.ref(model)
    gc.disable()
    try:
        del model
        assert there() is None
    finally:
        gc.enable()

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from l4s_core.threads import in_order


def test_results_come_in_the_order_of_the_items() -> None:
    def slow_first(n: int) -> int:
        time.sleep(0.02 if n % 3 == 0 else 0)
        return n * n

    assert list(in_order(slow_first, range(20))) == [(n, n * n) for n in range(20)]


def test_no_more_than_the_threads_are_ahead() -> None:
    asked: list[int] = []

    def items() -> Iterator[int]:
        for n in range(10):
            asked.append(n)
            yield n

    results = in_order(lambda n: n, items(), threads=2)
    next(results)
    assert asked == [0, 1, 2]
    next(results)
    assert asked == [0, 1, 2, 3]


def test_an_error_comes_to_the_caller_and_ends_the_work() -> None:
    done: list[int] = []

    def work(n: int) -> int:
        if n == 2:
            raise ValueError("the third")
        done.append(n)
        return n

    with pytest.raises(ValueError, match="the third"):
        list(in_order(work, range(100)))
    assert max(done) < 6
    assert not [t for t in threading.enumerate() if t.name.startswith("l4s-ahead")]

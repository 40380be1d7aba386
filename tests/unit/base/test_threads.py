from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from l4s_core.base.threads import PinnedThreads, in_order


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


def test_pinned_threads_keep_their_pieces_and_the_order() -> None:
    def work(piece: int) -> tuple[int, int]:
        time.sleep(0.001 * (piece % 3))
        return piece, threading.get_ident()

    with PinnedThreads(3) as threads:
        first = threads.each(work, range(7))
        groups = list(threads.in_turn(work, [range(7), range(7)]))
    assert [piece for piece, _ in first] == list(range(7))
    assert len({name for _, name in first}) == 3
    assert groups == [first, first]


def test_one_hand_is_the_calling_thread() -> None:
    with PinnedThreads(1) as threads:
        names = threads.each(lambda _: threading.current_thread().name, range(2))
        assert list(threads.in_turn(lambda n: n + 1, [[1, 2], [3]])) == [[2, 3], [4]]
    assert set(names) == {threading.current_thread().name}


def test_what_fails_in_a_hand_is_raised_when_the_others_are_done() -> None:
    done: list[int] = []

    def work(piece: int) -> None:
        if piece == 0:
            raise ValueError("no")
        time.sleep(0.01)
        done.append(piece)

    with PinnedThreads(2) as threads, pytest.raises(ValueError, match="no"):
        threads.each(work, range(4))
    assert sorted(done) == [1, 2, 3]

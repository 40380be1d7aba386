"""Work in some threads, results in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from l4s_core.base.words import plural

T = TypeVar("T")
R = TypeVar("R")


def cpu_count() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cores(threads: int | None) -> str:
    """How many cores a model uses, in words: as many as ``threads``, or all."""
    return plural(threads or cpu_count(), "core", "cores")


def reader_threads() -> int:
    """Threads that read or warp rasters where nothing else wants the cores; each holds a piece of a scene."""
    return max(2, min(6, cpu_count() // 2))


def in_order(
    work: Callable[[T], R], items: Iterable[T], threads: int | None = None
) -> Generator[tuple[T, R], None, None]:
    """Each item and ``work(item)``, in order; ``threads`` work on the next ones meanwhile, and no more are ahead.

    ``threads`` None: `reader_threads`. An exception in there is raised here. For work that leaves Python's lock, such
    as reading and warping rasters. Where a loop over it may be left early (a stop) and the work uses what is closed
    then, close it first (``contextlib.closing``): it waits for what is under way.
    """
    threads = threads or reader_threads()
    with ThreadPoolExecutor(threads, "l4s-ahead") as pool:
        waiting: deque[tuple[T, Future[R]]] = deque()
        try:
            for item in items:
                waiting.append((item, pool.submit(work, item)))
                if len(waiting) > threads:
                    done, result = waiting.popleft()
                    yield done, result.result()
            while waiting:
                done, result = waiting.popleft()
                yield done, result.result()
        finally:
            for _, result in waiting:
                result.cancel()


class PinnedThreads:
    """Some threads among which pieces are dealt out, the same piece always to the same one: what a thread keeps of the
    rows above (open files, unpacked blocks) is what it needs for the rows below. One: the calling thread itself."""

    def __init__(self, count: int) -> None:
        self._pools = [ThreadPoolExecutor(1, "l4s-reader") for _ in range(count)] if count > 1 else []

    def each(self, work: Callable[[T], R], pieces: Sequence[T]) -> list[R]:
        """``work`` on every piece; returns when all are done, and raises what the first that failed raised."""
        if not self._pools:
            return [work(piece) for piece in pieces]
        begun = self._begin(work, pieces)
        wait(begun)
        return [future.result() for future in begun]

    def in_turn(self, work: Callable[[T], R], groups: Iterable[Sequence[T]]) -> Iterator[list[R]]:
        """`each` for one group after another; the next is under way while a result is used."""
        if not self._pools:
            for group in groups:
                yield self.each(work, group)
            return
        before: list[Future[R]] | None = None
        for group in groups:
            begun = self._begin(work, group)
            if before is not None:
                yield [future.result() for future in before]
            before = begun
        if before is not None:
            yield [future.result() for future in before]

    def _begin(self, work: Callable[[T], R], pieces: Sequence[T]) -> list[Future[R]]:
        return [self._pools[k % len(self._pools)].submit(work, piece) for k, piece in enumerate(pieces)]

    def __enter__(self) -> PinnedThreads:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)

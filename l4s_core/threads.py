"""Work in some threads, results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_order(work: Callable[[T], R], items: Iterable[T], threads: int = 2) -> Iterator[tuple[T, R]]:
    """Each item and ``work(item)``, in order; ``threads`` work on the next ones meanwhile, and no more are ahead.

    An exception in there is raised here. For work that leaves Python's lock, such as reading and warping rasters.
    """
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

"""Two short queues: one that is filled ahead by a thread, one that is emptied by a thread."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
_POLL_S = 0.1


class Prefetch(Generic[T]):
    """Iterates ``items`` in a thread of its own, at most ``depth`` ahead. An exception in there is raised here."""

    def __init__(self, items: Iterable[T], depth: int) -> None:
        self._items = items
        self._queue: queue.Queue[tuple[bool, T | None]] = queue.Queue(depth)
        self._stop = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._fill, name="l4s-reader", daemon=True)

    def _fill(self) -> None:
        try:
            for item in self._items:
                if not self._put((True, item)):
                    return
        except BaseException as error:  # handed to the caller's thread
            self._error = error
        self._put((False, None))

    def _put(self, entry: tuple[bool, T | None]) -> bool:
        while not self._stop.is_set():
            with contextlib.suppress(queue.Full):
                self._queue.put(entry, timeout=_POLL_S)
                return True
        return False

    def __iter__(self) -> Iterator[T]:
        while True:
            more, item = self._queue.get()
            if not more:
                if self._error is not None:
                    raise self._error
                return
            yield item  # type: ignore[misc]

    def __enter__(self) -> Prefetch[T]:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()


class Background(Generic[T]):
    """Hands items to ``consume`` in a thread of its own, at most ``depth`` waiting.

    An exception in there is raised by the next `put` or on leaving the ``with`` block; leaving it normally waits until
    everything was consumed.
    """

    def __init__(self, consume: Callable[[T], None], depth: int) -> None:
        self._consume = consume
        self._queue: queue.Queue[tuple[bool, T | None]] = queue.Queue(depth)
        self._stop = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._drain, name="l4s-writer", daemon=True)

    def _drain(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    more, item = self._queue.get(timeout=_POLL_S)
                except queue.Empty:
                    continue
                if not more:
                    return
                self._consume(item)  # type: ignore[arg-type]
        except BaseException as error:  # handed to the caller's thread
            self._error = error

    def put(self, item: T) -> None:
        """Wait for a place in the queue. Raises what ``consume`` raised."""
        self._send((True, item))

    def _send(self, entry: tuple[bool, T | None]) -> None:
        while True:
            if self._error is not None:
                raise self._error
            with contextlib.suppress(queue.Full):
                self._queue.put(entry, timeout=_POLL_S)
                return

    def __enter__(self) -> Background[T]:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stop.set()
            self._thread.join()
            return
        try:
            self._send((False, None))
        finally:
            self._thread.join()
        if self._error is not None:
            raise self._error

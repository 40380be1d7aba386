"""The log of one run: the end of everything that was said, in bounded memory."""

from __future__ import annotations

import threading
from collections import deque

_LONGEST_LINE = 4000


class BoundedLog:
    """Lines from several threads; when over ``limit`` characters, the oldest go and that is said."""

    def __init__(self, limit: int = 200_000) -> None:
        self._limit = limit
        self._lines: deque[str] = deque()
        self._length = 0
        self._dropped = 0
        self._lock = threading.Lock()

    def add(self, line: str) -> None:
        """Append one line, without its line end; a very long one is cut."""
        line = line.rstrip()
        if len(line) > _LONGEST_LINE:
            line = f"{line[:_LONGEST_LINE]} ... ({len(line)} characters)"
        with self._lock:
            self._lines.append(line)
            self._length += len(line) + 1
            while self._length > self._limit and len(self._lines) > 1:
                self._length -= len(self._lines.popleft()) + 1
                self._dropped += 1

    def text(self) -> str:
        """All that is kept."""
        with self._lock:
            head = [f"[{self._dropped} earlier lines left out]"] if self._dropped else []
            return "\n".join(head + list(self._lines))

"""Lines out of a stream of bytes, in bounded memory whatever comes."""

from __future__ import annotations

LONGEST_BYTES = 1 << 20  # no line of the protocol comes near it
_KEPT_BYTES = 1000  # of a line that is longer


class LineSplitter:
    """Cuts bytes at line ends; a line over `LONGEST_BYTES` keeps only its beginning and says its length."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0
        self._too_long = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """The lines that end within ``chunk``, without their line ends."""
        *ended, rest = chunk.split(b"\n")
        lines = []
        for piece in ended:
            self._add(piece)
            lines.append(self._take())
        self._add(rest)
        return lines

    def end(self) -> list[bytes]:
        """What came after the last line end."""
        return [self._take()] if self._length else []

    def _add(self, piece: bytes) -> None:
        self._length += len(piece)
        if self._too_long:
            return
        self._parts.append(piece)
        if self._length > LONGEST_BYTES:
            self._too_long = True
            self._parts = [b"".join(self._parts)[:_KEPT_BYTES]]

    def _take(self) -> bytes:
        line = b"".join(self._parts)
        if self._too_long:
            line += b" ... (%d bytes in one line)" % self._length
        self._parts, self._length, self._too_long = [], 0, False
        return line.rstrip(b"\r")

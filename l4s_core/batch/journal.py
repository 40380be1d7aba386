"""``run.jsonl``: what happened in a batch, one JSON object a line, appended to and never rewritten."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from l4s_core.base.errors import L4SError
from l4s_core.base.partial import failure_sentence
from l4s_core.base.stamp import utc_now

NAME = "run.jsonl"


class Journal:
    """The journal in a folder; what was written is on the disk when `write` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, event: str, **fields: Any) -> None:
        """Append one line, see `write_all`."""
        self.write_all([{"event": event, **fields}])

    def write_all(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Append lines. Raises L4SError when they cannot be written; the journal then ends with the line before."""
        now = utc_now()
        line = "".join(json.dumps({"utc": now, **entry}) + "\n" for entry in entries).encode()
        try:
            with self.path.open("ab") as file:
                before = file.tell()
                if _is_torn(self.path, before):
                    line = b"\n" + line  # the line that a power cut left unfinished stays by itself
                try:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    os.truncate(self.path, before)
                    raise
        except OSError as error:
            raise L4SError(failure_sentence(self.path, error)) from error

    def read(self) -> Iterator[dict[str, Any]]:
        """All lines that are complete, from the first; none where there is no journal yet."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return
        for line in raw.split(b"\n"):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict) and isinstance(entry.get("event"), str):
                yield entry


def _is_torn(path: Path, size: int) -> bool:
    if size == 0:
        return False
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) != b"\n"

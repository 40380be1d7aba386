"""The most memory that is in use on the GPU, as its driver tells it, whoever allocated it."""

from __future__ import annotations

import subprocess
import threading
from types import TracebackType

_QUERY = ("nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits", "--id=0")
_EVERY_S = 0.2


def used_mib() -> int | None:
    """Of the first GPU; None where no driver answers."""
    try:
        said = subprocess.run(_QUERY, capture_output=True, text=True, timeout=5, check=True).stdout
        return int(said.split()[0])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


class Peak:
    """``mib`` beyond what was in use before, once the block is left; None where no driver answers."""

    def __enter__(self) -> Peak:
        self.mib: int | None = None
        self._before = used_mib()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        if self._before is not None:
            self._thread.start()
        return self

    def _watch(self) -> None:
        assert self._before is not None
        while not self._done.wait(_EVERY_S):
            self.mib = max(self.mib or 0, (used_mib() or 0) - self._before)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._before is not None:
            self._thread.join()

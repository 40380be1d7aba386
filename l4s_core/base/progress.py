"""Progress, messages and cancelling, as the library sees them. The command line and QGIS bring their own."""

from __future__ import annotations

import threading
from typing import Protocol

from l4s_core.base.errors import Cancelled


class Progress(Protocol):
    """What every long step is given."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new step begins; ``total`` units of work, None when unknown."""

    def advance(self, n: int = 1) -> None:
        """``n`` units of the current step are done."""

    def message(self, text: str) -> None:
        """Something the user should read."""

    def check(self) -> None:
        """Raise Cancelled if the run was asked to stop. Call it at least once a second of work."""


class Silent:
    """No output; can still be cancelled from another thread."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def stage(self, name: str, total: int | None = None) -> None: ...

    def advance(self, n: int = 1) -> None: ...

    def message(self, text: str) -> None: ...

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled("The run was cancelled; nothing was written.")

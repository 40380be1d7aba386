"""What Dask runs in each worker process that this computer starts for itself."""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(worker: Any) -> None:
    """Leave Ctrl-C to the client, which ends its workers: on a terminal it reaches all processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

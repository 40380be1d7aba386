"""What is asked of a worker before it gets work. Imports nothing heavy: it runs beside what the worker does."""

from __future__ import annotations


def version() -> str:
    """The version of l4s on the worker."""
    from l4s_core._version import read_version

    return read_version()

"""What is asked of a worker before it gets work. Imports nothing heavy: it runs beside what the worker does."""

from __future__ import annotations


def version() -> str:
    """The version of l4s on the worker."""
    import l4s_core

    return l4s_core.__version__

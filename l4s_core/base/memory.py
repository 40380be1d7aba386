"""Memory that is free inside this process, given back to the system."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return what Python and the libraries have freed but the C library keeps.

    After a step with large arrays in several threads that is hundreds of megabytes, on top of which the next step would
    come. Only glibc can do this; elsewhere nothing happens.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; Windows
        return
    trim(0)

"""The machine: its memory and its GPUs; memory that is free inside this process, given back to it."""

from __future__ import annotations

import ctypes
import subprocess
from typing import Any

import psutil

_NVIDIA = ("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits")

_WAIT_S = 3.0  # for the GPU's driver; it answers in a tenth of that, or it hangs

_MIB = 1 << 20


def gpus() -> list[dict[str, Any]]:
    """Name and memory of the NVIDIA GPUs that their driver lists; none where it is not there or does not answer."""
    try:
        said = subprocess.run(_NVIDIA, capture_output=True, text=True, timeout=_WAIT_S, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return []
    found: list[dict[str, Any]] = []
    for line in said.stdout.splitlines() if said.returncode == 0 else ():
        name, _, memory = line.rpartition(",")
        if name:
            size = memory.strip()
            found.append({"name": name.strip(), "memory_bytes": int(size) * _MIB if size.isdigit() else None})
    return found


def memory_bytes() -> int | None:
    """Memory of the machine; None where the system does not say."""
    return _memory("total")


def available_memory_bytes() -> int | None:
    """What can be had of it without swapping; None where the system does not say."""
    return _memory("available")


def _memory(what: str) -> int | None:
    system: Any = psutil  # not annotated by the library
    try:
        return int(getattr(system.virtual_memory(), what))
    except (OSError, ValueError, psutil.Error):
        return None


def trim_memory() -> None:
    """Return what Python and the libraries have freed but the C library keeps.

    After a step with large arrays in several threads that is hundreds of megabytes, on top of which the next step would
    come. Only glibc can do this; elsewhere nothing happens.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; Windows
        return
    trim(0)

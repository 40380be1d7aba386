"""The machine: its memory and its GPUs."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from typing import Any

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
    """Memory of the machine."""
    try:
        if sys.platform == "win32":
            return _windows_memory()
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return None


def _windows_memory() -> int | None:
    class Status(ctypes.Structure):  # MEMORYSTATUSEX
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "t_page", "f_page", "t_virt", "f_virt", "ext")),
        )

    status = Status(length=ctypes.sizeof(Status))
    library = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    return int(status.total) if library.GlobalMemoryStatusEx(ctypes.byref(status)) else None

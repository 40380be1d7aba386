"""What is installed and on which machine: for ``l4s info`` and for programs that run l4s."""

from __future__ import annotations

import ctypes
import importlib.metadata
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import l4s_core

_NVIDIA = ("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits")
PACKAGES = ("onnxruntime", "openvino", "torch", "ukis-csmask", "dask")
_WAIT_S = 3.0  # for the GPU's driver; it answers in a tenth of that, or it hangs
_MIB = 1 << 20


def installation() -> dict[str, Any]:
    """Facts of the installation and the machine, all of which can be written as JSON. Never fails; PyTorch is not
    imported.

    ``memory_bytes`` is None where the system does not say. ``gpus``: ``name`` and ``memory_bytes`` of NVIDIA GPUs.
    ``execution_providers``: of ONNX Runtime. ``packages``: optional ones -> version, None where not installed.
    ``models``: see `model_facts`.
    """
    from l4s_core.predict.model import DEFAULT_MODEL
    from l4s_core.threads import cpu_count

    with ThreadPoolExecutor(1) as beside:
        cards = beside.submit(gpus)  # a driver that sleeps takes a second to wake
        models = model_facts()
    return {
        "version": l4s_core.__version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(),
        "cores": cpu_count(),
        "memory_bytes": memory_bytes(),
        "gpus": cards.result(),
        "execution_providers": _providers(),
        "packages": {name: _version(name) for name in PACKAGES},
        "default_model": DEFAULT_MODEL,
        "models": models,
    }


def model_facts() -> list[dict[str, Any]]:
    """Of each installed model what a person chooses by; ``accuracy`` is a sentence, ``problem`` says why a file cannot
    be used."""
    from l4s_core.errors import InputError
    from l4s_core.predict.model import DEFAULT_MODEL, installed_models
    from l4s_core.predict.open import describe_model

    found = []
    for name, path in installed_models().items():
        facts: dict[str, Any] = {"name": name, "path": str(path), "default": name == DEFAULT_MODEL, "problem": None}
        try:
            card, sha256 = describe_model(name)
        except InputError as error:
            found.append(facts | {"problem": str(error)})
            continue
        fields = ("id", "title", "levels", "threshold", "channels", "optional_channels", "licence", "figures")
        chosen = {field: getattr(card, field) for field in fields}
        found.append(facts | chosen | {"sha256": sha256, "accuracy": accuracy(card.figures)})
    return found


def accuracy(figures: dict[str, float]) -> str | None:
    """The F1, precision and recall of a card in words: of its test blocks, else of its validation blocks."""
    for part in ("test", "validation"):
        f1, precision, recall = (figures.get(f"{part} {name}") for name in ("f1", "precision", "recall"))
        if f1 is not None:
            more = "" if precision is None or recall is None else f" (precision {precision:.2f}, recall {recall:.2f})"
            return f"F1 {f1:.2f}{more} on {part} patches"
    return None


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


def _providers() -> list[str]:
    try:
        import onnxruntime
    except Exception:  # a damaged installation raises more than ImportError
        return []
    return list(onnxruntime.get_available_providers())


def _version(package: str) -> str | None:
    for name in (package, f"{package}-gpu"):
        for found in importlib.metadata.distributions(name=name):
            return found.version
    return None

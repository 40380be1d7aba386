"""What is installed and on which machine: for ``l4s info`` and for programs that run l4s."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from l4s_core._version import read_version
from l4s_core.base.machine import gpus, memory_bytes

PACKAGES = ("onnxruntime", "openvino", "torch", "ukis-csmask", "dask")


def installation() -> dict[str, Any]:
    """Facts of the installation and the machine, all of which can be written as JSON. Never fails; PyTorch is not
    imported.

    ``memory_bytes`` is None where the system does not say. ``gpus``: ``name`` and ``memory_bytes`` of NVIDIA GPUs.
    ``execution_providers``: of ONNX Runtime. ``packages``: optional ones -> version, None where not installed.
    ``models``: see `model_facts`.
    """
    from l4s_core.base.threads import cpu_count
    from l4s_core.inference.installed import DEFAULT_MODEL

    with ThreadPoolExecutor(1) as beside:
        cards = beside.submit(gpus)  # a driver that sleeps takes a second to wake
        models = model_facts()
    return {
        "version": read_version(),
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
    from l4s_core.base.errors import InputError
    from l4s_core.inference.installed import DEFAULT_MODEL, installed_models
    from l4s_core.inference.open import describe_model

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

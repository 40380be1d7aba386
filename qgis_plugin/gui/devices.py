"""What the backend can calculate on, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..i18n_text import tr


def devices(info: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs of ``--device`` and words, the best first. Never empty, and a card that cannot be used is named too."""
    cores = info.get("cores")
    cpu = tr("1 processor core") if cores == 1 else tr("{count} processor cores").format(count=cores or "?")
    names = [str(gpu.get("name", "")) if isinstance(gpu, Mapping) else str(gpu) for gpu in info.get("gpus") or []]
    providers = " ".join(map(str, info.get("execution_providers") or []))
    if not names:
        return [("cpu", cpu)]
    if "CUDA" in providers:
        return [("cuda", names[0]), ("cpu", cpu)]
    unused = tr("{cpu} ({gpu} needs the GPU build: “Set up l4s”)").format(cpu=cpu, gpu=names[0])
    return [("cpu", unused)]

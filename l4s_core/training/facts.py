"""How a run was made: ``run.json``."""

from __future__ import annotations

import json
import platform
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.stamp import software
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.training.hardware import Hardware
from l4s_core.training.prepare import Prepared
from l4s_core.training.recipes.recipe import Recipe

_PACKAGES = ("torch", "lightning", "timm", "segmentation-models-pytorch", "transformers", "numpy")


def run_facts(
    recipe: Recipe, prepared: Prepared, data: Path, net: LandslideNetwork, hardware: Hardware
) -> dict[str, Any]:
    """What is known when a run starts."""
    return {
        "software": software(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "started_utc": now_utc(),
        "device": hardware.words(),
        "precision": hardware.precision(recipe.train),
        "recipe": recipe.name,
        "seed": recipe.train.seed,
        "parameters": sum(p.numel() for p in net.parameters()),
        "data": data.name,
        "data_fingerprint": prepared.fingerprint,
        "domains": list(prepared.domains),
        "patches": {
            "train": len(prepared.train),
            "validation": len(prepared.validation),
            "test": 0 if prepared.test is None else len(prepared.test),
        },
    }


def add_facts(run: Path, facts: dict[str, Any]) -> None:
    """Lay further facts over those in ``run.json``."""
    path = run / "run.json"
    known = read_facts(run)
    with partial_folder(path) as folder:
        (folder / path.name).write_text(json.dumps(known | facts, indent=1), encoding="utf-8")


def read_facts(run: Path) -> dict[str, Any]:
    """What ``run.json`` holds; nothing when it does not exist. Raises InputError when it is damaged."""
    path = run / "run.json"
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{path} is damaged ({error}); use a new --out.") from error


def now_utc() -> str:
    """Now, ISO 8601 with seconds."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

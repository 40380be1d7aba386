"""The models that came with the package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

DEFAULT_MODEL = "l4s-lite-v4"


def installed_models() -> dict[str, Path]:
    """Names of the models that came with the package, and their files."""
    folder = Path(str(resources.files("l4s_core") / "models"))
    return {path.stem: path for path in sorted(folder.glob("*.onnx"))}

"""Where the plugin keeps the backend."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

from .wheel import bundled_wheel

__all__ = ["Places", "bundled_wheel", "python_of"]


@dataclass(frozen=True)
class Places:
    """Files and folders below ``root``, the folder ``l4s`` of the user's QGIS profile.

    Names are short because Windows allows 260 characters for the deepest file of a package.
    """

    root: Path

    @property
    def environment(self) -> Path:
        """The virtual environment; there only when complete."""
        return self.root / "env"

    @property
    def python(self) -> Path:
        return python_of(self.environment, platform.system())

    @property
    def marker(self) -> Path:
        """Says with which wheel the environment was made; inside it, so that both appear and go together."""
        return self.environment / "l4s-made.json"

    @property
    def log(self) -> Path:
        """Everything that was said while the environment was made."""
        return self.root / "setup.log"


def python_of(environment: Path, system: str) -> Path:
    """The interpreter of a virtual environment; ``system`` as `platform.system` names it."""
    if system == "Windows":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"

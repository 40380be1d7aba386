"""What the plugin remembers between sessions of QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsSettings

GROUP = "l4s"


class Settings:
    """Values in `QgsSettings`, group ``l4s``; one instance is as good as another."""

    @property
    def interpreter(self) -> Path | None:
        """A Python with ``l4s`` in it that the user chose, None for the plugin's own environment."""
        text = self.value("interpreter", "")
        return Path(text) if text else None

    @interpreter.setter
    def interpreter(self, path: Path | None) -> None:
        self.remember("interpreter", "" if path is None else str(path))

    @property
    def root(self) -> Path:
        """The folder of the environment: ``l4s`` in the user's profile unless another was chosen."""
        text = self.value("folder", "")
        return Path(text) if text else Path(QgsApplication.qgisSettingsDirPath()) / "l4s"

    @root.setter
    def root(self, path: Path | None) -> None:
        self.remember("folder", "" if path is None else str(path))

    def value(self, name: str, default: Any) -> Any:
        """The remembered value, of the type of ``default``."""
        stored = QgsSettings().value(f"{GROUP}/{name}", default)
        try:
            if isinstance(default, bool):
                return stored if isinstance(stored, bool) else str(stored).lower() in ("true", "1")
            return type(default)(stored)
        except (TypeError, ValueError):
            return default

    def remember(self, name: str, value: Any) -> None:
        QgsSettings().setValue(f"{GROUP}/{name}", value)

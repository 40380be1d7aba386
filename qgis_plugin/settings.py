"""What the plugin remembers between sessions of QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsSettings

GROUP = "l4s"
# before a first run has been measured: an ordinary notebook, per core
_FIRST_RATE_MPIX_S = 0.06
_TOO_SMALL_MPIX = 0.5  # start-up and writing outweigh the work
_NEWEST_WEIGHT = 0.5


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

    def rate_mpix_s(self, cores: int) -> float:
        """Megapixels per second of this computer: as measured, else a cautious guess from the number of cores."""
        measured = self.value("rate_mpix_s", 0.0)
        return measured if measured > 0 else _FIRST_RATE_MPIX_S * max(1, cores)

    def is_rate_measured(self) -> bool:
        return self.value("rate_mpix_s", 0.0) > 0

    def measured(self, megapixels: float, seconds: float) -> None:
        """Learn from a run that ended well."""
        if megapixels < _TOO_SMALL_MPIX or seconds <= 0:
            return
        rate, before = megapixels / seconds, self.value("rate_mpix_s", 0.0)
        mean = rate if before <= 0 else _NEWEST_WEIGHT * rate + (1 - _NEWEST_WEIGHT) * before
        self.remember("rate_mpix_s", mean)

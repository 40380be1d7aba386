"""Paths that a person types: one that cannot be asked about (too long, no permission, a drive that is gone) is not
there, where `pathlib` raises."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def exists(path: str | Path) -> bool:
    with suppress(OSError):
        return Path(path).exists()
    return False


def is_file(path: str | Path) -> bool:
    with suppress(OSError):
        return Path(path).is_file()
    return False


def is_folder(path: str | Path) -> bool:
    with suppress(OSError):
        return Path(path).is_dir()
    return False

"""What a run leaves that was killed before it could tidy up: its hidden folders, known by a tag in their names."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

VARIABLE = "L4S_RUN_TAG"


def new_tag() -> str:
    """A word for ``L4S_RUN_TAG`` that no other run has: the backend puts it into the names of what it hides."""
    return secrets.token_hex(16)


def remove_leftovers(tag: str, command: Sequence[str]) -> None:
    """Remove what has the tag in its name, beside and in what the command names and in the folder of temporary files.

    Nothing else is touched; what cannot be removed stays.
    """
    for folder in _folders(command):
        with contextlib.suppress(OSError):
            for found in [path for path in folder.iterdir() if tag in path.name]:
                _remove(found)


def _folders(command: Sequence[str]) -> Iterator[Path]:
    """Where a run may write: each word, or the value of an option, that is a whole path."""
    seen = set()
    for word in (*command, f"={tempfile.gettempdir()}"):
        path = Path(word.partition("=")[2] if word.startswith("-") or word.startswith("=") else word)
        for folder in (path, path.parent):
            if path.is_absolute() and folder not in seen:
                seen.add(folder)
                with contextlib.suppress(OSError, ValueError):  # too long for a name, or with a character of none
                    if folder.is_dir():
                        yield folder


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()

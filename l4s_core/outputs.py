"""Checks of the files to be written, before any work is done."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from l4s_core.errors import InputError


def check_outputs(paths: Sequence[str | Path | None], *, overwrite: bool) -> list[Path]:
    """The outputs that were asked for (None: not asked for), as paths.

    Raises InputError for a folder that does not exist or cannot be written, a file that exists without ``overwrite``,
    and a name given twice.
    """
    found = [Path(path) for path in paths if path is not None]
    for path in found:
        folder = path.parent
        if path.is_dir():
            raise InputError(f"{path} is a folder; give the name of a file to write.")
        if not folder.is_dir():
            raise InputError(f"The folder {folder} does not exist; make it or choose another for {path.name}.")
        if not os.access(folder, os.W_OK):
            raise InputError(f"The folder {folder} cannot be written; choose another for {path.name}.")
        if path.exists() and not overwrite:
            raise InputError(f"{path} exists already; say --overwrite to replace it, or choose another name.")
    if len({path.resolve() for path in found}) < len(found):
        raise InputError("Two outputs have the same name; give each its own.")
    return found

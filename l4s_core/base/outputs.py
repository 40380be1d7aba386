"""Checks of the files to be written, before any work is done."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.run_tag import run_tag

TIFF = (".tif", ".tiff")


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


def check_ending(path: str | Path | None, endings: Sequence[str], what: str) -> None:
    """Raise InputError if a file to be written does not end as its format does."""
    if path is not None and Path(path).suffix.lower() not in endings:
        raise InputError(f"{what} is written as {' or '.join(endings)}, not as {Path(path).name}; rename it.")


def check_vector_name(path: str | Path | None) -> None:
    """Raise InputError for a path that pyogrio would take apart: outside of Windows it reads what stands before ``!``
    as an archive and drops what follows ``;`` in a file's name, and would read or write another file."""
    text = "" if path is None else str(path)
    if os.name == "posix" and not text.startswith("/vsi") and ("!" in text or ";" in Path(text).name):
        raise InputError(
            f"{text}: vector files can be neither read nor written where a folder or file has a ! in its name, or a "
            "file a semicolon; rename it or choose another place."
        )


def protect_inputs(outputs: Sequence[Path], inputs: Sequence[str | Path | None]) -> None:
    """Raise InputError if an output would replace a file that the run reads."""
    read = {Path(path).resolve() for path in inputs if path is not None}
    for path in outputs:
        if path.resolve() in read:
            raise InputError(f"{path} is an input of this run and must not be replaced; choose another name.")


def work_folder(beside: Path | None) -> Path:
    """A hidden folder for temporary files, beside an output or in the system's place. The caller removes it."""
    try:
        return Path(tempfile.mkdtemp(prefix=f".l4s-{run_tag()}", dir=beside))
    except OSError as error:
        raise InputError(f"The folder {beside} cannot be written ({error.strerror}); choose another.") from error

"""Files that appear only when they are complete."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from rasterio._err import CPLE_BaseError  # it has no public name; test_detect.py fills a disk
from rasterio.errors import RasterioError

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.run_tag import run_tag

WRITE_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    sqlite3.Error,
    RasterioError,
    CPLE_BaseError,  # what rasterio lets through, unwrapped, when a driver fails on closing
    DataSourceError,
    DataLayerError,
    FeatureError,
    FieldError,
    GeometryError,
)
_NEARLY_FULL_BYTES = 1_000_000
SQLITE_LEFTOVERS = ("-wal", "-shm", "-journal")
"""Endings of what programs or a crash leave beside a GeoPackage, which would be wrong for the file that replaces it."""
_WORK_BYTES = 500_000_000  # a full tile: probability, observed layer and clouds


@contextmanager
def partial_folder(path: Path) -> Iterator[Path]:
    """A hidden folder beside ``path`` to write files in; on leaving, its files move to the folder of ``path``.

    They replace files of the same name, each at once (``os.replace``), ``path`` itself last, so that whoever sees it
    sees a complete result. Whatever ends the block early - an error, Ctrl-C, a cancelled run - moves nothing and leaves
    nothing.

    Raises
    ------
    InputError : the folder of ``path`` does not exist or cannot be written, or a file in it is open in another program.
    L4SError : writing failed, with the system's reason; a full disk is said to be one.
    """
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist; make it or choose another for {path.name}.")
    try:
        # a name of its own: in a container a killed run had the same process id
        folder = Path(tempfile.mkdtemp(".partial", f".{path.name}.{run_tag()}{os.getpid()}.", path.parent))
    except OSError as error:
        raise InputError(
            f"The folder {path.parent} cannot be written ({error.strerror}); choose another for {path.name}."
        ) from error
    try:
        yield folder
        finished = sorted(folder.iterdir(), key=lambda file: file.name == path.name)
        for file in finished:
            _replace(file, path.parent / file.name)
    except WRITE_ERRORS as error:
        raise L4SError(failure_sentence(path, error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replace(file: Path, target: Path) -> None:
    try:
        file.replace(target)
    except PermissionError as error:
        raise InputError(f"{target} cannot be replaced; close the program that has it open.") from error


def failure_sentence(path: Path, error: BaseException) -> str:
    """Why ``path`` could not be written, as one sentence; a full disk is said to be one."""
    if path.parent.name.startswith("."):  # inside a hidden folder of ours: name the one that the user knows
        path = path.parent.parent / path.name
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        free = _NEARLY_FULL_BYTES
    reason = (str(error.__cause__ or error).strip().splitlines() or [type(error).__name__])[0]
    if free < _NEARLY_FULL_BYTES or "disk is full" in reason or "No space left" in reason:
        return f"The disk of {path.parent} is full, {path.name} was not written; make room or choose another folder."
    return f"{path} could not be written ({reason.rstrip('.')})."


def says_full(sentence: str, free: int) -> bool:
    """Whether a `failure_sentence` is about a full disk; ``free`` are the bytes that are free after the failure.

    Some drivers fail on a full disk in words of their own; then a disk without room for work on a scene is full.
    """
    if sentence.startswith("The disk of ") and " is full, " in sentence:
        return True
    return " could not be written (" in sentence and free < _WORK_BYTES

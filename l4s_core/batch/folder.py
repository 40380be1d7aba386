"""The output folder of a batch: what may begin in it, and files that get their names only when they are complete."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.lock import LOCK, locked_folder
from l4s_core.base.partial import SQLITE_LEFTOVERS, failure_sentence
from l4s_core.base.progress import Progress
from l4s_core.base.run_tag import run_tag
from l4s_core.batch.fingerprint import sha256_of

SCENES = "scenes"
MERGED = "inventory.gpkg"
JOURNAL = "run.jsonl"
_WORK_PREFIX = ".l4s-"


def check_folder(out: Path, *, resume: bool, overwrite: bool) -> None:
    """Raise InputError unless a batch can begin in ``out`` or, with ``resume``, go on there."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; give a folder for the results with --out-dir.")
    found = _entries(out)
    if not found or overwrite:
        return
    ours = (out / JOURNAL).is_file()
    if resume and not ours:
        raise InputError(
            f"{out} is not empty and holds no batch (there is no {JOURNAL} in it), so nothing in it can be "
            "resumed; use another --out-dir."
        )
    if not resume and ours and (set(found) - {JOURNAL}):
        raise InputError(
            f"{out} holds a batch already; say --resume to go on with it, --overwrite to make everything anew, or use "
            "another --out-dir."
        )
    if not ours:
        raise InputError(f"{out} is not empty; use a new --out-dir, or say --overwrite to write into it.")


@contextmanager
def claimed_folder(out: Path, progress: Progress, *, resume: bool, overwrite: bool) -> Iterator[Path]:
    """``out`` for this process alone, and a private folder in it for work, which is removed on leaving.

    Raises
    ------
    InputError
        See `check_folder` and `base.lock.locked_folder`.
    """
    check_folder(out, resume=resume, overwrite=overwrite)
    with locked_folder(
        out,
        progress,
        busy=f"Another batch is running in {out}; wait for its end, or use another --out-dir.",
        alone=f"The file system of {out} has no locks; do not start two batches in this folder.",
        option="--out-dir",
        is_empty=lambda: not _entries(out),
    ):
        check_folder(out, resume=resume, overwrite=overwrite)  # another process may have begun since
        _remove_leftovers(out)
        try:
            work = Path(tempfile.mkdtemp(prefix=_WORK_PREFIX + run_tag(), dir=out))
        except OSError as error:
            raise L4SError(failure_sentence(out / SCENES, error)) from error
        try:
            yield work
        finally:
            # those of a killed batch too: its processes live up to three seconds longer
            _remove_leftovers(out)
            scenes = out / SCENES
            if scenes.is_dir() and not any(scenes.iterdir()):
                scenes.rmdir()


def describe(folder: Path, names: Mapping[str, str], place: str) -> dict[str, dict[str, Any]]:
    """Kind -> path (relative to the output folder, where it will be), size and SHA-256 of files in ``folder``."""
    return {
        kind: {
            "path": f"{place}/{name}" if place else name,
            "size": (folder / name).stat().st_size,
            "sha256": sha256_of(folder / name),
        }
        for kind, name in names.items()
    }


def move(folder: Path, out: Path, files: Mapping[str, Mapping[str, Any]]) -> None:
    """Move files from ``folder`` to their paths in ``out``; the inventory last, so that what goes with it is there.

    Raises
    ------
    InputError
        A file with that name is open in another program (Windows).
    L4SError
        They cannot be moved.
    """
    for kind in sorted(files, key=lambda kind: kind == "landslides"):
        target = out / files[kind]["path"]
        try:
            target.parent.mkdir(exist_ok=True)
            for ending in SQLITE_LEFTOVERS:
                target.with_name(target.name + ending).unlink(missing_ok=True)
            (folder / target.name).replace(target)
        except PermissionError as error:
            raise InputError(f"{target} cannot be replaced; close the program that has it open.") from error
        except OSError as error:
            raise L4SError(failure_sentence(target, error)) from error


def has_unsaved_edits(path: Path) -> bool:
    """Whether another program has changes of a GeoPackage that are not in the file itself yet."""
    log = path.with_name(path.name + "-wal")
    return log.is_file() and log.stat().st_size > 0


def _entries(out: Path) -> list[str]:
    """What is in the folder, without what a batch leaves that never finished anything."""
    if not out.is_dir():
        return []
    return [p.name for p in out.iterdir() if p.name != LOCK and not p.name.startswith(_WORK_PREFIX)]


def _remove_leftovers(out: Path) -> None:
    for folder in out.glob(f"{_WORK_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)

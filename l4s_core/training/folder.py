"""The folder of a run: what may be written where, and by one process at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.lock import LOCK, locked_folder
from l4s_core.base.progress import Progress

LAST = "last.safetensors"
PATIENCE_S = 8.0
"""Loader processes of a killed run notice its death within five seconds, and hold its lock until then."""


def entries(out: Path) -> list[str]:
    """What is in a folder, without the lock and what a killed process left half-written."""
    if not out.is_dir():
        return []
    return [p.name for p in out.iterdir() if p.name != LOCK and not (p.name[0] == "." and p.suffix == ".partial")]


def check_folder(out: Path, resume: bool) -> None:
    """Raise InputError unless a run can begin in ``out`` or, with ``resume``, go on there."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; give a folder for the run.")
    found = entries(out)
    if not found:
        return
    if not resume:
        raise InputError(f"{out} is not empty; say --resume to go on with the run in it, or use a new --out.")
    if LAST in found:
        return
    if "recipe.yaml" not in found:
        raise InputError(
            f"{out} is not empty and holds no run (there is no recipe.yaml in it), so nothing in it can be resumed; "
            "use a new --out."
        )
    if "metrics.csv" in found or "best.safetensors" in found:
        raise InputError(
            f"{out} has lost its {LAST}, the state that --resume goes on from; its best weights stay usable, train "
            "anew with a new --out."
        )


@contextmanager
def nothing_half_begun(out: Path) -> Iterator[None]:
    """Empty ``out`` again where a run that began in it turns out to be impossible before it has any weights.

    Its user corrects the command and gives it again; the folder must not be in the way then.
    """
    fresh = not entries(out)
    try:
        yield
    except InputError:
        if fresh and not (out / LAST).exists():
            for name in entries(out):
                path = out / name
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)
        raise


@contextmanager
def claimed_folder(out: Path, resume: bool, progress: Progress) -> Iterator[None]:
    """Make ``out`` where it is missing and keep other processes away from it, see `base.lock.locked_folder`.

    Raises
    ------
    InputError
        ``out`` is no place for this run (see `check_folder`), cannot be made or written, or another process is at it.
    """
    check_folder(out, resume)
    with locked_folder(
        out,
        progress,
        busy=f"Another process is training in {out}; wait for its end, or use a new --out.",
        alone=f"The file system of {out} has no locks; do not train in this folder twice at once.",
        option="--out",
        is_empty=lambda: not entries(out),
        patience_s=PATIENCE_S,
    ):
        check_folder(out, resume)  # another process may have begun a run since
        yield

"""A folder that appears when all that belongs in it is written, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.partial import WRITE_ERRORS, failure_sentence
from l4s_core.patches.table import SHEET_NAME


def check_new_folder(target: Path, inputs: Sequence[str | Path | None], *, overwrite: bool) -> None:
    """Raise InputError if ``target`` cannot be made, is there already, or holds an input of the run.

    An empty folder counts as not there. ``overwrite`` replaces a folder of patches, and nothing else: a wrong path must
    not cost somebody's data.
    """
    if not target.parent.is_dir():
        raise InputError(f"The folder {target.parent} does not exist; make it or choose another for {target.name}.")
    if not target.is_dir():
        if target.exists():
            raise InputError(f"{target} is a file; give the name of a folder to make.")
        return
    if not any(target.iterdir()):
        return
    if not overwrite:
        raise InputError(f"{target} exists already; say --overwrite to replace it, or choose another name.")
    if not (target / SHEET_NAME).is_file():
        raise InputError(f"{target} was not written by l4s patches (it has no {SHEET_NAME}); choose another name.")
    whole = target.resolve()
    for path in inputs:
        if path is not None and whole in Path(path).expanduser().resolve().parents:
            raise InputError(f"{path} is an input of this run and lies in {target}; choose another folder.")


@contextmanager
def new_folder(target: Path) -> Iterator[tuple[Path, Path]]:
    """Two hidden folders beside ``target``: one that becomes ``target`` when the block ends well, one for work files.

    A folder that was there is replaced. Whatever ends the block early leaves all as it was.

    Raises
    ------
    InputError : the folder of ``target`` cannot be written.
    L4SError : writing failed, with the system's reason; a full disk is said to be one.
    """
    try:
        hidden = Path(tempfile.mkdtemp(".partial", f".{target.name}.", target.parent))
    except OSError as error:
        raise InputError(
            f"The folder {target.parent} cannot be written ({error.strerror}); choose another for {target.name}."
        ) from error
    made, work, before = hidden / "made", hidden / "work", hidden / "before"
    try:
        made.mkdir()
        work.mkdir()
        yield made, work
        if target.exists():
            target.rename(before)
        try:
            made.rename(target)
        except OSError:
            if before.exists():
                before.rename(target)
            raise
    except WRITE_ERRORS as error:
        raise L4SError(failure_sentence(target, error)) from error
    finally:
        shutil.rmtree(hidden, ignore_errors=True)

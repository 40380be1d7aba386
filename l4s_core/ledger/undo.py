"""Take the last update of a ledger back, and read its history."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.inventory.files.write import remove_stale
from l4s_core.inventory.review import backup
from l4s_core.ledger.file import Ledger, put_back, read_ledger, unpack

if TYPE_CHECKING:
    import pandas as pd


def undo_ledger(ledger: str | Path, output: str | Path | None = None, *, overwrite: bool = False) -> tuple[Path, int]:
    """Write the file as it was before its last update; the last five can be undone one after another.

    Parameters
    ----------
    output : .gpkg; None replaces the ledger, of which a copy stays beside it (``~``): what was edited in it since the
        update is in that copy only.

    Returns
    -------
    The file that was written, and the number of the update that was undone.

    Raises
    ------
    InputError : it is no ledger, has nothing left to undo, or a file cannot be written.
    """
    from l4s_core.base.outputs import check_ending, check_outputs, check_vector_name

    path = Path(ledger)
    found = read_ledger(path)
    target = path if output is None else Path(output)
    check_ending(target, (".gpkg",), "A ledger")
    check_vector_name(target)
    in_place = target.exists() and path.exists() and target.samefile(path)
    check_outputs([target], overwrite=overwrite or in_place)
    if not found.undo:
        raise InputError(
            f"{path} has no update that can be undone."
            if found.number
            else f"{path} is no ledger; give one that l4s ledger update wrote."
        )
    number = found.undo[-1][0]
    if in_place:
        backup(path)
    with partial_folder(target) as folder:
        unfinished = folder / target.name
        unpack([row for row in found.undo if row[0] == number], unfinished)
        try:
            put_back(unfinished, [row for row in found.undo if row[0] != number])
        except sqlite3.Error as error:
            raise InputError(f"What {path} was before update {number} is damaged ({error}).") from error
        remove_stale(target)
    return target, number


def read_history(ledger: str | Path) -> tuple[pd.DataFrame, pd.DataFrame, Ledger]:
    """The tables ``history`` and ``updates`` of a ledger, and all of it. Raises InputError for what is none."""
    found = read_ledger(Path(ledger))
    if not found.number:
        raise InputError(f"{ledger} is no ledger; give one that l4s ledger update wrote.")
    return found.history, found.updates, found

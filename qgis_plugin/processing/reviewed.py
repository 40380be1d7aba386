"""Processing replaces outputs that exist, but not an inventory that somebody has worked on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ..i18n_text import tr
from ..inputs import InputProblem
from ..typed_paths import is_file


def refuse_reviewed(inventory: Path) -> None:
    """Raise InputProblem where the GeoPackage holds polygons with another status than ``unreviewed``."""
    count = count_reviewed(inventory)
    if count:
        raise InputProblem(
            tr(
                "{name} holds {count} reviewed landslides and is not replaced. Choose another name, or delete it first."
            ).format(name=inventory.name, count=count)
        )


def kept_review(text: str | None, inventory: Path) -> Path | None:
    """The file whose review a result is to keep; raises InputProblem where it would replace another reviewed one."""
    kept = Path(text).absolute() if text else None
    if kept != inventory.absolute():
        refuse_reviewed(inventory)
    return kept


def count_reviewed(inventory: Path) -> int:
    """How many polygons of an inventory somebody has judged; 0 for what is no GeoPackage of ours."""
    if inventory.suffix.lower() != ".gpkg" or not is_file(inventory):
        return 0
    try:
        with closing(sqlite3.connect(f"{inventory.absolute().as_uri()}?mode=ro", uri=True)) as database:
            [count] = database.execute(
                "SELECT count(*) FROM landslides WHERE coalesce(status, 'unreviewed') <> 'unreviewed'"
            ).fetchone()
            return int(count)
    except sqlite3.Error:  # no inventory of ours
        return 0

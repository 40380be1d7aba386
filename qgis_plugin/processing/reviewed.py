"""Processing replaces outputs that exist, but not an inventory that somebody has worked on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ..i18n_text import tr
from ..inputs import InputProblem


def refuse_reviewed(inventory: Path) -> None:
    """Raise InputProblem where the GeoPackage holds polygons with another status than ``unreviewed``."""
    count = _reviewed(inventory)
    if count:
        raise InputProblem(
            tr(
                "{name} holds {count} reviewed landslides and is not replaced. Choose another name, or delete it first."
            ).format(name=inventory.name, count=count)
        )


def _reviewed(inventory: Path) -> int:
    if inventory.suffix.lower() != ".gpkg" or not inventory.is_file():
        return 0
    try:
        with closing(sqlite3.connect(f"{inventory.absolute().as_uri()}?mode=ro", uri=True)) as database:
            [count] = database.execute(
                "SELECT count(*) FROM landslides WHERE coalesce(status, 'unreviewed') <> 'unreviewed'"
            ).fetchone()
            return int(count)
    except sqlite3.Error:  # no inventory of ours
        return 0

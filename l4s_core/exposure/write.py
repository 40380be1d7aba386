"""The GeoPackage of an exposure."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.exposure.tables import CLASS_COLUMNS, Tables
from l4s_core.inventory.files.whole import write_given, write_rows
from l4s_core.inventory.files.write import remove_stale

if TYPE_CHECKING:
    from l4s_core.inventory.given import GivenInventory

BY_CLASS = "exposure_by_class"


def write(made: Tables, given: GivenInventory, path: Path, progress: Progress) -> None:
    """The landslides with their columns, the run and what was not observed of an inventory of ours, ``assets_hit``,
    ``flow_paths`` where there are some, and the table ``exposure_by_class``; complete or not at all."""
    progress.stage("writing")
    with partial_folder(path) as folder:
        file = folder / path.name
        write_given(made.landslides, given.not_observed, given.run, file)
        write_rows(made.assets_hit, file, "assets_hit", "Unknown")
        if made.flow_paths is not None:
            write_rows(made.flow_paths, file, "flow_paths", "LineString")
        with closing(sqlite3.connect(file)) as database, database:
            database.execute(
                f"CREATE TABLE {BY_CLASS} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, file TEXT, kind TEXT, "
                '"where" TEXT, conf_usgs TEXT, slides INTEGER, assets INTEGER, amount REAL, unit TEXT)'
            )
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)",
                (BY_CLASS, BY_CLASS),
            )
            names = ", ".join(f'"{name}"' for name in CLASS_COLUMNS)
            places = ", ".join("?" * len(CLASS_COLUMNS))
            database.executemany(
                f"INSERT INTO {BY_CLASS} ({names}) VALUES ({places})",
                [[row[name] for name in CLASS_COLUMNS] for row in made.by_class],
            )
        progress.check()
        remove_stale(path)

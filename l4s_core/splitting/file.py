"""The GeoPackage of a split inventory: a copy of the given one, in which the rows of some landslides are others.

Everything else in it stays as it was: rows, other columns, layers, styles, tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.inventory.files.geopackage import GEOMETRY_COLUMN, Value, run_rows
from l4s_core.inventory.files.whole import write_rows
from l4s_core.inventory.schema import REAL, TEXT
from l4s_core.splitting.styles import STYLES
from l4s_core.vectors.source import check_geopackage

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

LANDSLIDES_LAYER, BEFORE, LINES = "landslides", "before_split", "centre_lines"
PARENT = "parent_uuid"
"""The column that says which landslide of `BEFORE` a part is of."""
LINE_COLUMNS = {"ls_id": TEXT, "uuid": TEXT, "length_flow_m": REAL, "drop_m": REAL, "reach_deg": REAL}
ENDS = ("crown_x", "crown_y", "toe_x", "toe_y")
"""Columns of `BEFORE` that say where crown and toe were."""
_SQL_TYPE = {"text": "TEXT", "real": "REAL", "whole": "MEDIUMINT"}


def is_ours(path: Path) -> bool:
    """Whether a file is the GeoPackage of an inventory as this package writes it. SQLite looks, not GDAL, which would
    write what another program has in its journal."""
    if not path.is_file():
        raise InputError(f"{path} does not exist; give the landslides as a vector file.")
    try:
        check_geopackage(path)
        return {LANDSLIDES_LAYER, "run"} <= tables(path)
    except (InputError, sqlite3.Error):
        return False


def tables(path: Path) -> set[str]:
    """Names of the layers and tables that a GeoPackage shows."""
    with closing(_read_only(path)) as database:
        return {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def copy_inventory(path: Path, to: Path) -> None:
    """A copy of a GeoPackage with all that was saved, though another program has it open."""
    try:
        with closing(_read_only(path)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise InputError(f"{path} cannot be read as a GeoPackage ({error}); write it again.") from error


def read_layer(path: Path, layer: str) -> GeoDataFrame:
    """A layer with all columns, the fid as index."""
    import pyogrio

    found: GeoDataFrame = pyogrio.read_dataframe(path, layer=layer, fid_as_index=True)
    return found


def exchange(path: Path, gone: npt.NDArray[np.int64], new: GeoDataFrame, layer: str = LANDSLIDES_LAYER) -> None:
    """Rows with these fids go, others come; columns that the layer lacks are added."""
    import pyogrio

    info = pyogrio.read_info(path, layer=layer)
    if gone.size:
        with closing(sqlite3.connect(path)) as database, database:
            key = info["fid_column"] or "fid"
            database.executemany(f'DELETE FROM "{layer}" WHERE "{key}" = ?', ((int(n),) for n in gone))
    if len(new):
        write_rows(new, path, layer, "Point" if layer == "crown_toe" else "MultiPolygon", append=True)


def add_columns(path: Path, layer: str, columns: Mapping[str, str]) -> None:
    """Columns (name -> kind of the schema) that the layer lacks."""
    import pyogrio

    there = {str(name).lower() for name in pyogrio.read_info(path, layer=layer)["fields"]}
    with closing(sqlite3.connect(path)) as database, database:
        for name, kind in columns.items():
            if name.lower() not in there:
                database.execute(f'ALTER TABLE "{layer}" ADD COLUMN "{name}" {_SQL_TYPE[kind]}')


def write_layer(path: Path, layer: str, rows: GeoDataFrame, kind: str) -> None:
    """A layer, in place of one of that name, with its style."""
    write_rows(rows, path, layer, kind)
    with closing(sqlite3.connect(path)) as database, database:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'layer_styles'").fetchone() is None:
            return
        database.execute("DELETE FROM layer_styles WHERE f_table_name = ?", (layer,))
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, '', 1, '', '')",
            (layer, GEOMETRY_COLUMN, layer, STYLES[layer]),
        )


def drop_layers(path: Path, names: Sequence[str]) -> None:
    """Take layers away, with what is registered of them."""
    with closing(sqlite3.connect(path)) as database, database:
        for name in names:
            database.execute(f'DROP TABLE IF EXISTS "{name}"')
            database.execute(f'DROP TABLE IF EXISTS "rtree_{name}_{GEOMETRY_COLUMN}"')
            for table, column in (
                ("gpkg_contents", "table_name"),
                ("gpkg_geometry_columns", "table_name"),
                ("gpkg_extensions", "table_name"),
                ("gpkg_ogr_contents", "table_name"),
                ("layer_styles", "f_table_name"),
            ):
                if database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                    database.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (name,))


def note_run(path: Path, facts: Mapping[str, Value]) -> None:
    """Facts in the run table, in place of those of the same name."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany("DELETE FROM run WHERE name = ?", ((name,) for name in facts))
        database.executemany("INSERT INTO run (name, value, type) VALUES (?, ?, ?)", run_rows(facts))

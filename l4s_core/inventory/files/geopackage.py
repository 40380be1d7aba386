"""The GeoPackage: the layers, the run table, and the styles that QGIS applies on opening."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.progress import Progress
from l4s_core.inventory.files.styles import MERGED_STYLES, STYLES, LayerStyle, qml, sld
from l4s_core.inventory.schema import BARE_BEFORE, layers_of

if TYPE_CHECKING:
    from l4s_core.inventory.types import Inventory

Value = str | int | float | None
GEOMETRY_COLUMN = "geom"

# as QGIS's own "save style in database" makes it
_STYLE_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
    description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))
"""
_RUN_TABLE = (
    "CREATE TABLE run (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, value TEXT, type TEXT)"
)
_REGISTER = "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES (?, 'attributes', ?, ?)"
_TYPES = {str: "text", int: "integer", float: "real", type(None): "null"}


def write_geopackage(inventory: Inventory, path: Path, progress: Progress) -> None:
    """Write everything to a new file. GeoPackage 1.3, because the GDAL of QGIS 3.22 warns about 1.4."""
    import pyogrio

    for layer, (_, geometry_type) in layers_of(inventory).items():
        for number, frame in enumerate(inventory.pieces(layer)):
            pyogrio.write_dataframe(
                frame,
                path,
                layer=layer,
                driver="GPKG",
                append=number > 0,
                geometry_type=geometry_type,
                promote_to_multi=geometry_type.startswith("Multi"),
                dataset_options={} if path.exists() else {"VERSION": "1.3"},
                layer_options={"GEOMETRY_NAME": GEOMETRY_COLUMN},
            )
            progress.check()
    styles = dict(STYLES) if inventory.scenes is None else MERGED_STYLES
    if inventory.has_older():
        styles = {**styles, BARE_BEFORE: styles["landslides"]}
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_RUN_TABLE)
        database.executemany("INSERT INTO run (name, value, type) VALUES (?, ?, ?)", run_rows(inventory.run))
        database.execute(_REGISTER, ("run", "run", "Parameters and facts of the run"))
        add_styles(database, styles)
        inventory.write_more(database)


def add_styles(database: sqlite3.Connection, styles: Mapping[str, LayerStyle]) -> None:
    """Store the default style of each layer, as QGIS itself would."""
    database.execute(_STYLE_TABLE)
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '')",
        [
            (
                layer,
                GEOMETRY_COLUMN,
                layer,
                qml(style),
                sld(style, layer),
                f"by {style.by}" if style.column else style.by,
            )
            for layer, style in styles.items()
        ],
    )
    database.execute(_REGISTER, ("layer_styles", "layer_styles", ""))


def read_run(path: Path) -> dict[str, Value]:
    """The run table, with the types it was written with."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT name, value, type FROM run ORDER BY fid").fetchall()
    return {name: _typed(value, kind) for name, value, kind in rows}


def run_rows(run: Mapping[str, Value]) -> list[tuple[str, str | None, str]]:
    """The rows of the run table: name, value as text, type."""
    return [
        (
            name,
            None if value is None else str(int(value) if isinstance(value, bool) else value),
            next(word for kind, word in _TYPES.items() if isinstance(value, kind)),
        )
        for name, value in run.items()
    ]


def _typed(value: str | None, kind: str | None) -> Value:
    if value is None:
        return None
    if kind == "integer":
        return int(value)
    return float(value) if kind == "real" else value

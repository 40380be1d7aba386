"""A GeoPackage with the layers of an inventory and whatever columns its landslides have, ours or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.inventory.files.geopackage import GEOMETRY_COLUMN, Value, run_rows
from l4s_core.inventory.schema import CROWN_TOE, LANDSLIDES, NOT_OBSERVED, frame

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame


def write_given(
    landslides: GeoDataFrame, not_observed: GeoDataFrame | None, run: Mapping[str, Value], to: Path
) -> None:
    """A GeoPackage with the layers of an inventory, of landslides of any origin with the columns that they have."""
    there = set(landslides.columns)
    # SQL does not tell AREA_M2 from area_m2, and numbers the rows by fid itself
    ours = {name: name.lower() for name in there if name not in LANDSLIDES and name.lower() in set(LANDSLIDES) - there}
    numbers = [name for name in there if name.lower() == "fid"]
    table: Any = landslides.drop(columns=numbers).rename(columns=ours).reset_index(drop=True)
    wanted = {name: kind for name, kind in LANDSLIDES.items() if name not in table}
    lacking = frame(wanted, {}, landslides.geometry.to_numpy(), landslides.crs).drop(columns="geometry")
    for name in wanted:
        table[name] = lacking[name]
    empty = frame(CROWN_TOE, {}, [], landslides.crs)
    observed = frame(NOT_OBSERVED, {}, [], landslides.crs) if not_observed is None else not_observed
    for layer, rows, kind in (
        ("landslides", table, "MultiPolygon"),
        ("crown_toe", empty, "Point"),
        ("not_observed", observed, "MultiPolygon"),
    ):
        write_rows(rows, to, layer, kind)
    with closing(sqlite3.connect(to)) as database, database:
        database.execute(
            "CREATE TABLE run (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, value TEXT, "
            "type TEXT)"
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('run', 'attributes', 'run')"
        )
        database.executemany("INSERT INTO run (name, value, type) VALUES (?, ?, ?)", run_rows(run))


def write_rows(rows: GeoDataFrame, path: Path, layer: str, kind: str, append: bool = False) -> None:
    """A layer of a GeoPackage: a new one, or rows added to it."""
    import pyogrio

    pyogrio.write_dataframe(
        rows,
        path,
        layer=layer,
        driver="GPKG",
        append=append,
        geometry_type=kind,
        promote_to_multi=kind.startswith("Multi"),
        dataset_options={} if path.exists() else {"VERSION": "1.3"},
        layer_options={} if append else {"GEOMETRY_NAME": GEOMETRY_COLUMN},
    )

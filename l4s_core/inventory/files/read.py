"""Reading an inventory back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.inventory.files.geopackage import read_run
from l4s_core.inventory.schema import BARE_BEFORE, LAYERS, MERGED_LAYERS, frame
from l4s_core.inventory.types import Inventory
from l4s_core.vectors.source import check_geopackage


def read_inventory(path: str | Path) -> Inventory:
    """Read a GeoPackage that `write_inventory` wrote.

    Columns come in the order and types of `schema`, columns that are missing as null; further columns that somebody
    added are left out. Polygons come as MultiPolygon.

    Raises
    ------
    InputError : the file does not exist, is not a GeoPackage, or lacks a layer or the run table.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path} does not exist; give the GeoPackage of an inventory.")
    check_geopackage(path)
    frames = {}
    try:
        present = {str(name) for name in pyogrio.list_layers(path)[:, 0]}
        missing = sorted((set(LAYERS) | {"run"}) - present)
        if missing:
            lacking = " and no ".join(missing)
            raise InputError(
                f"{path} has no {lacking}; give the GeoPackage of an inventory (l4s convert makes one of other files)."
            )
        layers = dict(MERGED_LAYERS if "scenes" in present else LAYERS)
        if BARE_BEFORE in present:
            layers[BARE_BEFORE] = layers["landslides"]
        for layer, (columns, _) in layers.items():
            table = pyogrio.read_dataframe(path, layer=layer)
            known = {name: table[name] for name in columns if name in table}
            frames[layer] = frame(columns, known, table.geometry.array, table.crs)
        run = read_run(path)
    except (DataSourceError, DataLayerError, sqlite3.Error) as error:
        raise InputError(f"{path} cannot be read as a GeoPackage ({error}); write it again.") from error
    return Inventory(
        frames["landslides"],
        frames["crown_toe"],
        frames["not_observed"],
        run,
        path,
        frames.get("scenes"),
        frames.get(BARE_BEFORE),
    )

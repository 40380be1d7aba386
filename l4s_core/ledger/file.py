"""The file of a ledger: an inventory with a history."""

from __future__ import annotations

import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.inventory.files.geopackage import GEOMETRY_COLUMN, write_geopackage
from l4s_core.inventory.files.read import read_inventory
from l4s_core.inventory.files.styles import STYLES, qml, sld
from l4s_core.inventory.files.write import remove_stale
from l4s_core.inventory.merging.sources import readable_copy
from l4s_core.inventory.schema import LANDSLIDES, REAL, TEXT, WHOLE, frame, typed
from l4s_core.inventory.types import Inventory

if TYPE_CHECKING:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

LEDGER_COLUMNS = {"ledger_state": TEXT, "first_seen": TEXT, "last_seen": TEXT, "changed_in": WHOLE}
"""What a row of a ledger has behind the columns of an inventory: what it is, the first and the last scene that showed
it (dates), and the number of the update that changed it last."""
HISTORY = {
    "update_no": WHOLE, "utc": TEXT, "uuid": TEXT, "ls_id": TEXT, "what": TEXT, "area_before_m2": REAL,
    "area_found_m2": REAL, "area_m2": REAL, "iou": REAL, "observed": REAL, "related": TEXT, "file": TEXT,
}  # fmt: skip
UPDATES = {
    "update_no": WHOLE, "utc": TEXT, "old_file": TEXT, "old_sha256": TEXT, "new_file": TEXT, "new_sha256": TEXT,
    "scene": TEXT, "date": TEXT, "software": TEXT,
}  # fmt: skip
REVEGETATED, EARLIER = "revegetated", "earlier_outlines"
UNDO_KEPT = 5
"""How many updates can be undone, one after another."""
_UNDO = "CREATE TABLE ledger_undo (update_no INTEGER, part INTEGER, content BLOB, PRIMARY KEY (update_no, part))"
_PART_BYTES = 32 * 2**20
_READ_BYTES = 8 * 2**20


@dataclass(eq=False)
class Ledger:
    """What is in the file. ``landslides`` and ``revegetated`` have the columns of an inventory, `LEDGER_COLUMNS` and
    any that somebody added; ``earlier`` has those and ``replaced_in``, the number of the update. All are in one CRS."""

    inventory: Inventory
    revegetated: GeoDataFrame
    earlier: GeoDataFrame
    history: pd.DataFrame
    updates: pd.DataFrame
    number: int = 0
    undo: list[tuple[int, int, bytes]] = field(default_factory=list)

    @property
    def landslides(self) -> GeoDataFrame:
        """Those that are there now."""
        return self.inventory.landslides


def read_ledger(path: Path) -> Ledger:
    """A ledger, or an inventory as one that has not begun. Raises InputError."""
    import pandas as pd
    import pyogrio

    with tempfile.TemporaryDirectory(prefix="l4s-") as folder:
        if not path.is_file():
            raise InputError(f"{path} does not exist; give the GeoPackage of an inventory or a ledger.")
        try:
            readable = readable_copy(path, Path(folder) / "copy") if path.suffix.lower() == ".gpkg" else path
        except sqlite3.Error as error:
            raise InputError(f"{path} cannot be read as a GeoPackage ({error}); write it again.") from error
        inventory = read_inventory(readable)
        inventory.path = path
        present = {str(name) for name in pyogrio.list_layers(readable)[:, 0]}
        inventory.landslides = _rows(pyogrio.read_dataframe(readable, layer="landslides"))
        empty = inventory.landslides.iloc[:0]
        if "history" not in present:
            no_history, no_updates = pd.DataFrame(_typed({}, HISTORY, 0)), pd.DataFrame(_typed({}, UPDATES, 0))
            return Ledger(inventory, empty, _with_number(empty, 0), no_history, no_updates)
        tables = {
            name: pyogrio.read_dataframe(readable, layer=name, read_geometry=False) for name in ("history", "updates")
        }
        updates = pd.DataFrame(_typed(tables["updates"], UPDATES, len(tables["updates"])))
        return Ledger(
            inventory,
            _rows(pyogrio.read_dataframe(readable, layer=REVEGETATED)),
            _rows(pyogrio.read_dataframe(readable, layer=EARLIER)),
            pd.DataFrame(_typed(tables["history"], HISTORY, len(tables["history"]))),
            updates,
            int(updates["update_no"].max()) if len(updates) else 0,
            _undo_rows(readable),
        )


def write_ledger(ledger: Ledger, path: Path, progress: Progress) -> None:
    """Write it; complete or not at all."""
    import pyogrio

    with partial_folder(path) as folder:
        unfinished = folder / path.name
        write_geopackage(ledger.inventory, unfinished, progress)
        for layer, table in ((REVEGETATED, ledger.revegetated), (EARLIER, ledger.earlier)):
            pyogrio.write_dataframe(
                table,
                unfinished,
                layer=layer,
                driver="GPKG",
                geometry_type="MultiPolygon",
                promote_to_multi=True,
                layer_options={"GEOMETRY_NAME": GEOMETRY_COLUMN},
            )
            progress.check()
        for layer, rows in (("history", ledger.history), ("updates", ledger.updates)):
            pyogrio.write_dataframe(rows, unfinished, layer=layer, driver="GPKG")
            progress.check()
        with closing(sqlite3.connect(unfinished)) as database, database:
            _put_undo(database, ledger.undo)
            _put_style(database)
        for layer, expected in (
            ("landslides", ledger.landslides), (REVEGETATED, ledger.revegetated), ("history", ledger.history)
        ):  # fmt: skip
            found = pyogrio.read_info(unfinished, layer=layer, force_feature_count=True)["features"]
            if found != len(expected):
                raise L4SError(
                    f"{path.name} was not written: only {found} of {len(expected)} rows of {layer} arrived on the disk."
                )
        remove_stale(path)


def packed(path: Path, number: int) -> list[tuple[int, int, bytes]]:
    """A GeoPackage as it is now, without what it can undo itself, as rows of the table ``ledger_undo``."""
    with tempfile.TemporaryDirectory(prefix="l4s-") as folder:
        copy = Path(folder) / "before.gpkg"
        with (
            closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            if target.execute("SELECT 1 FROM sqlite_master WHERE name = 'ledger_undo'").fetchone():
                target.execute("DROP TABLE ledger_undo")
                target.commit()
                target.execute("VACUUM")
        return [(number, part, piece) for part, piece in enumerate(_pressed(copy))]


def unpack(rows: list[tuple[int, int, bytes]], path: Path) -> None:
    """Write what `packed` made of a file."""
    loose = zlib.decompressobj()
    with path.open("wb") as out:
        for _, _, piece in sorted(rows, key=lambda row: row[:2]):
            out.write(loose.decompress(piece))
        out.write(loose.flush())


def put_back(path: Path, rest: list[tuple[int, int, bytes]]) -> None:
    """Give a file that was unpacked the updates before it that can be undone."""
    if rest:
        with closing(sqlite3.connect(path)) as database, database:
            _put_undo(database, rest)


def with_ledger(table: GeoDataFrame, values: Mapping[str, Any]) -> GeoDataFrame:
    """A table of landslides with `LEDGER_COLUMNS`; those that ``values`` lacks stay, or are null."""
    out: GeoDataFrame = table.copy()
    for name, kind in LEDGER_COLUMNS.items():
        given = values.get(name, out.get(name))
        out[name] = typed(given, kind, len(out)).to_numpy() if kind == TEXT else typed(given, kind, len(out)).array
    return out


def _pressed(path: Path) -> Iterator[bytes]:
    tight, waiting, size = zlib.compressobj(1), [], 0
    with path.open("rb") as source:
        while block := source.read(_READ_BYTES):
            piece = tight.compress(block)
            waiting.append(piece)
            size += len(piece)
            if size >= _PART_BYTES:
                yield b"".join(waiting)
                waiting, size = [], 0
    yield b"".join([*waiting, tight.flush()])


def _undo_rows(path: Path) -> list[tuple[int, int, bytes]]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'ledger_undo'").fetchone():
            return []
        return list(database.execute("SELECT update_no, part, content FROM ledger_undo ORDER BY update_no, part"))


def _put_undo(database: sqlite3.Connection, rows: list[tuple[int, int, bytes]]) -> None:
    # not among the contents of the GeoPackage, so that no program shows it
    database.execute(_UNDO)
    database.executemany("INSERT INTO ledger_undo VALUES (?, ?, ?)", rows)


def _put_style(database: sqlite3.Connection) -> None:
    """Revegetated ones look like landslides, where they are shown."""
    style = STYLES["landslides"]
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '')",
        (REVEGETATED, GEOMETRY_COLUMN, REVEGETATED, qml(style), sld(style, REVEGETATED), "as landslides"),
    )


def _rows(table: GeoDataFrame) -> GeoDataFrame:
    """A layer of landslides with the columns of an inventory first, and all others behind them."""
    geometry = table.geometry.name
    known = {name: table[name] for name in LANDSLIDES if name in table}
    out = frame(LANDSLIDES, known, table.geometry.array, table.crs)
    for name in table.columns:
        if name != geometry and name not in out:
            kind = {**LEDGER_COLUMNS, "replaced_in": WHOLE}.get(name)
            out[name] = table[name].array if kind is None else typed(table[name], kind, len(out)).array
    return out


def _with_number(table: GeoDataFrame, number: int) -> GeoDataFrame:
    out = with_ledger(table, {})
    out["replaced_in"] = typed(number, WHOLE, len(out)).array
    return out


def _typed(values: Any, columns: Mapping[str, str], count: int) -> dict[str, Any]:
    return {name: typed(values.get(name), kind, count) for name, kind in columns.items()}

"""The inventories of scenes that a merged one is made of: kept in its file, so that it can be merged again.

Outlines that were joined and clouds that another scene saw through cannot be told from what is merged. So a merged
GeoPackage has two tables besides its layers: `merged_inputs`, the files as they were read, compressed; and
`merged_rows`, what the merge made of them, from which it is seen what reviewers changed since. Neither is registered as
content, so that programs do not show them.
"""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
import weakref
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.inventory.files.geopackage import read_run
from l4s_core.inventory.ids import areas_m2, known_uuid, uuids_of
from l4s_core.inventory.merging.place import Place
from l4s_core.inventory.merging.sources import Source, open_source, read_source_layer, readable_copy
from l4s_core.inventory.schema import LANDSLIDES

if TYPE_CHECKING:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

INPUTS, ROWS = "merged_inputs", "merged_rows"
_TABLES = (
    f"CREATE TABLE {INPUTS} (path TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL)",
    f"CREATE TABLE {ROWS} (uuid TEXT PRIMARY KEY, members TEXT NOT NULL, outline TEXT NOT NULL, review TEXT NOT NULL)",
)
_REVIEW = (
    "status", "reviewer", "review_utc", "notes", "ls_type", "activity", "trigger", "event_id", "event_date"
)  # fmt: skip
"""What a reviewer may say of a row; the other columns follow from outline, pixels and run."""
_REVIEW_LATER = ("reject_reason",)
"""The same, in columns that older versions had not."""
_LARGEST_BYTES = 8 * 2**30
_CHUNK = 2**20


@dataclass(frozen=True)
class Input:
    """One inventory in a merged file: its path as it was given, SHA-256 and size of its content, and where this is."""

    path: str
    sha256: str
    size: int
    packed: Path


class Inputs:
    """The inputs of a merge in a folder of its own, which goes when nobody needs them any more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: list[Input] = []
        self.remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def keep(self, sources: Iterable[Source]) -> None:
        """Pack what was read of each source."""
        for number, source in enumerate(sources):
            packed = self.folder / f"{number}.z"
            pack, size = zlib.compressobj(1), 0
            with source.readable.open("rb") as file, packed.open("wb") as target:
                while piece := file.read(_CHUNK):
                    size += len(piece)
                    target.write(pack.compress(piece))
                target.write(pack.flush())
            self.kept.append(Input(str(source.path), source.sha256, size, packed))

    def write(self, database: sqlite3.Connection, pieces: Iterable[GeoDataFrame]) -> None:
        """Put them into a merged GeoPackage whose landslides come in ``pieces``."""
        for table in _TABLES:
            database.execute(table)
        for one in self.kept:
            row = (one.path, one.sha256, one.size, one.packed.read_bytes())
            database.execute(f"INSERT INTO {INPUTS} VALUES (?, ?, ?, ?)", row)
        for piece in pieces:
            members = [
                "; ".join([own, *([] if others is None else [others])])
                for own, others in zip(piece["uuid"], piece["merged_uuids"], strict=True)
            ]
            rows = zip(piece["uuid"], members, *_marks(piece), strict=True)
            database.executemany(f"INSERT INTO {ROWS} VALUES (?, ?, ?, ?)", rows)


def _marks(table: GeoDataFrame) -> tuple[list[str], list[str]]:
    """Short digests of the outline and of the review of each row."""
    outlines = [sha1(shapely.get_coordinates(shape).tobytes()).hexdigest()[:16] for shape in table.geometry]
    said = zip(*(_texts(table, name) for name in _REVIEW), strict=True)
    later = zip(*(_texts(table, name) for name in _REVIEW_LATER), strict=True)
    # where nothing was said later the digest is that of an older version
    rows = ("\x1f".join((*row, *filter(None, more))) for row, more in zip(said, later, strict=True))
    review = [sha1(row.encode()).hexdigest()[:16] for row in rows]
    return outlines, review


def _texts(table: pd.DataFrame, name: str) -> list[str]:
    import pandas as pd

    return ["" if pd.isna(value) else str(value) for value in table[name]] if name in table else [""] * len(table)


@dataclass(frozen=True, eq=False)
class Edits:
    """What was changed in a merged inventory since it was made.

    ``reviewed``, ``redrawn``: UUID of a polygon of a scene -> place in ``rows`` of what it became part of. ``gone``:
    UUIDs of those whose row was deleted. ``added``: places of rows that no polygon is part of. ``crs`` is of the rows.
    """

    rows: GeoDataFrame
    reviewed: dict[str, int]
    redrawn: dict[str, int]
    gone: frozenset[str]
    added: list[int]

    def __bool__(self) -> bool:
        return bool(self.reviewed or self.redrawn or self.gone or self.added)


@dataclass(frozen=True, eq=False)
class Kept:
    """A source in a merged inventory made at ``merged_utc``; ``edited``: changed through it. ``digest``: SHA-256 of the
    file that was merged."""

    source: Source
    digest: str
    edited: bool
    merged_utc: str


def open_merged(path: Path, folder: Path, progress: Progress) -> list[Kept]:
    """The sources in a merged inventory, with what reviewers changed in it since.

    Raises InputError where its file does not hold them.
    """
    folder.mkdir()
    readable = readable_copy(path, folder / "copy")
    with closing(sqlite3.connect(f"{readable.resolve().as_uri()}?mode=ro", uri=True)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {INPUTS, ROWS} <= tables:
            raise InputError(
                f"{path} is a merged inventory that does not hold the inventories of its scenes (an older version or "
                "another program wrote it); give these instead."
            )
        rows = database.execute(f"SELECT uuid, members, outline, review FROM {ROWS}")
        marks = {uuid: tuple(row) for uuid, *row in rows}
        sources = []
        for number, (name, digest, size, content) in enumerate(
            database.execute(f"SELECT path, sha256, size, content FROM {INPUTS} ORDER BY rowid")
        ):
            file = folder / f"{number}.gpkg"
            _unpack(content, size, file, path)
            opened = open_source(file, folder / f"{number}.copy", progress)
            sources.append(dataclasses.replace(opened, path=Path(name), sha256=digest))
    edits = _edits(read_source_layer(readable, path, "landslides"), marks)
    homes = _homes(edits, sources)
    made = str(read_run(readable).get("run_utc"))
    kept = []
    for number, source in enumerate(sources):
        changed = _changed(source, edits, homes.get(number, [])) if edits else source
        kept.append(Kept(changed, source.sha256, changed is not source, made))
    return kept


def _unpack(content: bytes, size: int, file: Path, path: Path) -> None:
    """Write the content of an input; its size is only a claim."""
    unpack = zlib.decompressobj()
    try:
        with file.open("wb") as target:
            written, rest = 0, bytes(content)
            while rest and not unpack.eof:
                piece = unpack.decompress(rest, _CHUNK)
                rest = unpack.unconsumed_tail
                written += target.write(piece)
                if written > min(size, _LARGEST_BYTES):
                    break
            written += target.write(unpack.flush()) if unpack.eof else 0
    except zlib.error as error:
        raise InputError(f"{path} is damaged ({error}); merge the inventories of its scenes again.") from error
    if written != size:
        raise InputError(f"{path} is damaged (an inventory in it is cut); merge the inventories of its scenes again.")


def _edits(rows: GeoDataFrame, marks: dict[str, tuple[str, ...]]) -> Edits:
    outlines, reviews = _marks(rows)
    uuids = [known_uuid(value) for value in rows["uuid"]] if "uuid" in rows else [None] * len(rows)
    reviewed: dict[str, int] = {}
    redrawn: dict[str, int] = {}
    added: list[int] = []
    seen: set[str] = set()
    for place in np.argsort(-areas_m2(rows), kind="stable").tolist():
        own = uuids[place]
        if own is None or own in seen or own not in marks:
            added.append(place)  # drawn by hand, or a part of one that was split
            continue
        seen.add(own)
        members, outline, review = marks[own]
        if outlines[place] != outline:
            redrawn |= dict.fromkeys(members.split("; "), place)
        elif reviews[place] != review:
            reviewed |= dict.fromkeys(members.split("; "), place)
    gone = frozenset(one for own, row in marks.items() if own not in seen for one in row[0].split("; "))
    return Edits(rows, reviewed, redrawn, gone, added)


def _homes(edits: Edits, sources: list[Source]) -> dict[int, list[int]]:
    """Source -> the added rows that are given to it: the first that the row names, else the first that looked there."""
    homes: dict[int, list[int]] = {}
    scenes = _texts(edits.rows, "scene_post")
    for place in sorted(edits.added):
        shape = edits.rows.geometry.iloc[place]
        named = [n for n, source in enumerate(sources) if source.scene in scenes[place].split("; ")]
        looked = [
            n
            for n, source in enumerate(sources)
            if source.footprint is not None
            and shape is not None
            and source.footprint.intersects(_in_crs(edits.rows, [place], source)[0])
        ]
        homes.setdefault(next(iter([*named, *looked, 0])), []).append(place)
    return homes


def _in_crs(rows: GeoDataFrame, places: list[int], source: Source) -> Any:
    shapes = np.asarray(rows.geometry.iloc[places].values, dtype=object)
    return Place.moved(shapes, rows.crs, source.crs)


def _changed(source: Source, edits: Edits, added: list[int]) -> Source:
    """A source in whose file the edits were made too, as if its own polygons had been reviewed."""
    import pandas as pd
    import pyogrio

    table = read_source_layer(source.readable, source.path, "landslides")
    values = list(table["uuid"]) if "uuid" in table else [None] * len(table)
    uuids = uuids_of(values, np.arange(len(table)), table.geometry.area.to_numpy(), source.sha256)
    touched = edits.reviewed.keys() | edits.redrawn.keys() | edits.gone
    if not added and not touched & set(uuids):
        return source
    later = [name for name in _REVIEW_LATER if name in edits.rows]
    table = table.assign(
        uuid=np.array(uuids, dtype=object), **{name: None for name in later if name not in table}
    ).astype({name: object for name in (*_REVIEW, *later) if name in table or name in later})
    for places, columns in (
        (edits.reviewed, [*_REVIEW, *_REVIEW_LATER]),
        (edits.redrawn, [name for name in LANDSLIDES if name not in ("ls_id", "uuid")]),
    ):
        own = [row for row, one in enumerate(uuids) if one in places]
        new = [places[uuids[row]] for row in own]
        for name in columns if own else []:
            column = table.columns.get_loc(name) if name in table else None
            if column is not None and name in edits.rows:
                table.iloc[own, column] = edits.rows[name].iloc[new].to_numpy()
        if own and places is edits.redrawn:  # it is the one polygon that the reviewer made of them
            for name in ("uuid", "merged_uuids"):
                known = table[name] if name in table else pd.Series(None, table.index, dtype=object)
                known.iloc[own] = edits.rows[name].iloc[new].to_numpy()
                table[name] = known
            shapes = np.asarray(table.geometry.values, dtype=object).copy()
            shapes[own] = _in_crs(edits.rows, new, source)
            table = table.set_geometry(shapes, crs=table.crs)
    table = table[[one not in edits.gone for one in uuids]]
    if added:
        rows = edits.rows.iloc[added]
        rows = rows.set_geometry(_in_crs(edits.rows, added, source), crs=table.crs)
        taken = set(uuids)
        rows = rows.assign(uuid=[None if known_uuid(one) in taken else one for one in rows["uuid"]])
        table = pd.concat([table, rows[[name for name in rows if name in table]]], ignore_index=True)
    pyogrio.write_dataframe(
        table, source.readable, layer="landslides", driver="GPKG", geometry_type="MultiPolygon", promote_to_multi=True,
        layer_options={"GEOMETRY_NAME": "geom"},
    )  # fmt: skip
    digest = sha256(source.readable.read_bytes()).hexdigest()
    return dataclasses.replace(source, sha256=digest, count=len(table))

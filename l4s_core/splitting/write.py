"""What a split writes into the copy of the inventory."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.inventory.ids import new_uuids
from l4s_core.inventory.outline.given import EXTREMES
from l4s_core.inventory.schema import CROWN_TOE, LANDSLIDES, REAL, TEXT, frame
from l4s_core.splitting import file

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Int = npt.NDArray[np.int64]


def named(table: GeoDataFrame, parts: GeoDataFrame, parents: Int) -> None:
    """Give the parts of ``LS-0012`` the names ``LS-0012-1`` ..., by falling area, a UUID each and their parent's."""
    if not len(parts):
        return
    area = np.asarray(parts["area_m2"], np.float64)
    order = np.lexsort((-area, parents))
    rank = np.empty(len(parts), np.int64)
    for row in np.unique(parents):
        mine = order[parents[order] == row]
        rank[mine] = np.arange(1, mine.size + 1)
    own = names_of(table)
    parts["ls_id"] = np.array([f"{own[row]}-{n}" for row, n in zip(parents, rank, strict=True)], dtype=object)
    parts[file.PARENT] = np.array(table["uuid"].to_numpy()[parents], dtype=object)
    parts["uuid"] = new_uuids(len(parts))
    if "notes" in parts:
        parts["notes"] = [
            "; ".join([*([str(text)] if isinstance(text, str) and text else []), f"Split from {own[row]}."])
            for text, row in zip(parts["notes"], parents, strict=True)
        ]


def names_of(table: GeoDataFrame) -> list[str]:
    """What each landslide is called: its ls_id, else the number of its row."""
    ids = table["ls_id"] if "ls_id" in table else [None] * len(table)
    return [one if isinstance(one, str) and one else f"row {fid}" for one, fid in zip(ids, table.index, strict=True)]


def write_all(
    path: Path,
    table: GeoDataFrame,
    parts: GeoDataFrame,
    parents: Int,
    lines: list[tuple[int, int, Any, float]],
    lines_crs: Any,
    facts: dict[str, Any],
    new_ids: bool,
) -> None:
    """Parts in place of their parents, crown and toe, centre lines, the outlines before, and the facts of the run.

    Parameters
    ----------
    table, parents : the landslides of the file and which of them each part is of. lines : row of the table, number of
        the part or -1, line in ``lines_crs``, drop in metres. new_ids : UUIDs were given.
    """
    if new_ids:
        _write_uuids(path, table)
    file.add_columns(path, file.LANDSLIDES_LAYER, {**LANDSLIDES, file.PARENT: TEXT})
    if len(parts):
        gone = np.unique(parents)
        _remember(path, table.iloc[gone])
        known = [name for name in parts.columns if name not in EXTREMES]
        order = np.lexsort((-np.asarray(parts["area_m2"], np.float64), parents))
        rows: Any = parts[known].iloc[order]
        file.exchange(path, table.index.to_numpy(np.int64)[gone], rows)
        _crown_toe(path, [names_of(table)[row] for row in gone], parts)
    _lines(path, table, parts, lines, lines_crs)
    file.note_run(path, facts)


def _write_uuids(path: Path, table: GeoDataFrame) -> None:
    file.add_columns(path, file.LANDSLIDES_LAYER, {"uuid": TEXT})
    with closing(sqlite3.connect(path)) as database, database:
        # triggers of the spatial index name functions that SQLite does not have; for other columns they are not called
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: None)
        database.executemany(
            "UPDATE landslides SET uuid = ? WHERE rowid = ?",
            ((uuid, int(fid)) for uuid, fid in zip(table["uuid"], table.index, strict=True)),
        )


def _remember(path: Path, gone: GeoDataFrame) -> None:
    """The outlines before, with their columns, and where crown and toe were."""
    before: Any = gone.reset_index(drop=True)
    ends = dict.fromkeys(file.ENDS, np.full(len(before), np.nan))
    ends = {name: values.copy() for name, values in ends.items()}
    place = {name: n for n, name in enumerate(names_of(gone))}
    points = file.read_layer(path, "crown_toe") if "crown_toe" in file.tables(path) else None
    if points is not None:
        for name, kind, point in zip(points["ls_id"], points["kind"], points.geometry, strict=True):
            if name in place and kind in ("crown", "toe") and point is not None:
                ends[f"{kind}_x"][place[name]], ends[f"{kind}_y"][place[name]] = point.x, point.y
    before = before.assign(**ends)
    if file.BEFORE in file.tables(path):  # it was split before
        file.add_columns(path, file.BEFORE, dict.fromkeys(file.ENDS, REAL))
        file.exchange(path, np.zeros(0, np.int64), before, file.BEFORE)
    else:
        file.write_layer(path, file.BEFORE, before, "MultiPolygon")


def crown_toe_rows(names: Any, z_max: Any, z_min: Any, ends: dict[str, Any], crs: Any) -> GeoDataFrame:
    """Rows of the layer ``crown_toe``, two for each landslide whose ends are known."""
    import shapely

    known = np.flatnonzero(np.isfinite(np.asarray(ends["crown_x"], np.float64)))
    at = [(np.asarray(ends[f"{end}_x"])[known], np.asarray(ends[f"{end}_y"])[known]) for end in ("crown", "toe")]
    x, y = (np.stack([one[k] for one in at], axis=1).reshape(-1) for k in (0, 1))
    z = np.stack([np.asarray(z_max, np.float64)[known], np.asarray(z_min, np.float64)[known]], axis=1).reshape(-1)
    values = {
        "ls_id": np.repeat(np.asarray(names, dtype=object)[known], 2),
        "kind": np.tile(np.array(["crown", "toe"], dtype=object), known.size),
        "z_m": z,
    }
    return frame(CROWN_TOE, values, shapely.points(x, y), crs)


def _crown_toe(path: Path, gone: list[str], parts: GeoDataFrame) -> None:
    rows = crown_toe_rows(
        parts["ls_id"], parts["z_max"], parts["z_min"], {name: parts[name] for name in EXTREMES}, parts.crs
    )
    replace_points(path, gone, rows)


def replace_points(path: Path, gone: list[str], rows: GeoDataFrame) -> None:
    """Crown and toe of some landslides go, others come."""
    if "crown_toe" not in file.tables(path):
        file.write_layer(path, "crown_toe", rows, "Point")
        return
    points = file.read_layer(path, "crown_toe")
    fids = points.index[points["ls_id"].isin(gone)].to_numpy(np.int64)
    file.exchange(path, fids, rows, "crown_toe")


def _lines(
    path: Path, table: GeoDataFrame, parts: GeoDataFrame, lines: list[tuple[int, int, Any, float]], crs: Any
) -> None:
    """The layer of centre lines, in the CRS of the landslides; lengths are those on the metric grid."""
    from geopandas.geoseries import GeoSeries

    own = names_of(table)
    uuids = table["uuid"].to_numpy()
    names = [own[row] if piece < 0 else parts["ls_id"].iloc[piece] for row, piece, _, _ in lines]
    ids = [uuids[row] if piece < 0 else parts["uuid"].iloc[piece] for row, piece, _, _ in lines]
    length = np.array([line.length for _, _, line, _ in lines])
    drop = np.array([one[3] for one in lines])
    shapes = [line for _, _, line, _ in lines]
    if shapes and crs != table.crs:
        shapes = list(GeoSeries(shapes, crs=crs).to_crs(table.crs))
    reach = np.array([math.degrees(math.atan2(d, w)) for d, w in zip(drop, length, strict=True)])
    values = {"ls_id": names, "uuid": ids, "length_flow_m": length, "drop_m": drop, "reach_deg": reach}
    file.write_layer(path, file.LINES, frame(file.LINE_COLUMNS, values, shapes, table.crs), "LineString")

"""What may be hit: roads, railways, buildings, fields, masts, of any vector file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.words import plural
from l4s_core.vectors.read import areas_of

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

KINDS = ("point", "line", "polygon")
_NAMED = ("name", "ref", "id", "osm_id", "objectid", "fid")
MOST = 5_000_000


@dataclass(frozen=True, eq=False)
class Assets:
    """The assets of one or several files, in one metric CRS.

    Attributes
    ----------
    shapes : (n,) valid shapely geometries, each of one kind: (Multi)Point, (Multi)LineString or (Multi)Polygon.
    kind : (n,) int, place in `KINDS`. file, row : (n,) which of ``files``, and which row there, from 1. A row that has
        several kinds of geometry is one asset of each.
    names : (n,) what the file calls it, or "". files : names of the files, with the layer where one was chosen.
    problems : sentences about what was repaired or left out.
    """

    shapes: npt.NDArray[np.object_]
    kind: npt.NDArray[np.int64]
    file: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    names: npt.NDArray[np.object_]
    files: tuple[str, ...]
    problems: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.shapes)


def read_assets(sources: list[str | Path], crs: Any) -> Assets:
    """Assets of files of any CRS and kind of geometry, in ``crs``.

    ``FILE|layername=NAME`` names a layer; a file with several and no name for one is refused.

    Raises
    ------
    InputError : no file; a file cannot be read, has no CRS, or nothing with a place in it.
    """
    if not sources:
        raise InputError("Nothing says what may be hit; give roads, buildings or other assets with --assets.")
    parts, files, problems = [], [], []
    for number, source in enumerate(sources):
        table, name, notes = _read(source)
        problems += notes
        shapes, row = _plain(np.asarray(table.to_crs(crs).geometry.array, dtype=object), name, problems)
        if not len(shapes):
            raise InputError(f"{name} has nothing that could be hit: no point, line or polygon with a place.")
        kind = shapely.get_dimensions(shapes).astype(np.int64)
        parts.append((shapes, kind, np.full(row.size, number), row + 1, _titles(table)[row]))
        files.append(name)
    shapes, kind, file, row, names = (np.concatenate(one) for one in zip(*parts, strict=True))
    return Assets(shapes, kind, file, row, names, tuple(files), tuple(problems))


def _read(source: str | Path) -> tuple[GeoDataFrame, str, list[str]]:
    from l4s_core.vectors.features import read_features

    text, bar, layer = str(source).partition("|layername=")
    name = Path(text).name + (f" ({layer})" if bar else "")
    found = read_features(Path(text), layer=layer or None, what="file of assets")
    if not hasattr(found.table, "geometry"):
        raise InputError(f"{name} is a table without places; give assets as points, lines or polygons.")
    if found.table.crs is None:
        raise InputError(f"{name} has no coordinate system, so nothing in it can be placed; assign one and try again.")
    return found.table, name, list(found.notes)


def _plain(
    shapes: npt.NDArray[np.object_], name: str, problems: list[str]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """Valid geometries of one kind each in two dimensions, and the rows they are of."""
    there = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
    there = there[np.isfinite(shapely.bounds(shapes[there]).reshape(-1, 4)).all(axis=1)]
    if there.size < len(shapes):
        problems.append(
            f"{name}: {plural(len(shapes) - there.size, 'row has', 'rows have')} no geometry or no place and "
            f"{'was' if len(shapes) - there.size == 1 else 'were'} left out."
        )
    flat = shapely.force_2d(shapes[there])
    wrong = np.flatnonzero(~shapely.is_valid(flat))
    for place in wrong:
        mended = shapely.make_valid(flat[place])
        flat[place] = areas_of(mended) if shapely.get_dimensions(flat[place]) == 2 else mended
    if wrong.size:
        problems.append(f"{name}: {plural(wrong.size, 'geometry was', 'geometries were')} not valid and repaired.")
    mixed = shapely.get_type_id(flat) == shapely.GeometryType.GEOMETRYCOLLECTION
    out, rows = [flat[~mixed]], [there[~mixed]]
    for place in np.flatnonzero(mixed):
        pieces = shapely.get_parts(shapely.get_parts(flat[place]))
        of = shapely.get_dimensions(pieces)
        own = [shapely.union_all(pieces[of == one]) for one in np.unique(of[of >= 0])]
        out.append(np.array(own, dtype=object))
        rows.append(np.full(len(own), there[place]))
    made, row = np.concatenate(out), np.concatenate(rows)
    kept = ~shapely.is_empty(made)
    order = np.argsort(row[kept], kind="stable")
    return made[kept][order], row[kept][order]


def _titles(table: GeoDataFrame) -> npt.NDArray[np.object_]:
    """What each row is called, "" where the file does not say."""
    lower = {str(column).lower(): column for column in table.columns}
    out = np.full(len(table), "", dtype=object)
    for wanted in _NAMED:
        if wanted in lower:
            values = table[lower[wanted]]
            words = [
                "" if value is None or value != value else str(int(value)) if isinstance(value, float) else str(value)
                for value in values.astype(object)
            ]
            out = np.array([old or new for old, new in zip(out, words, strict=True)], dtype=object)
    return out

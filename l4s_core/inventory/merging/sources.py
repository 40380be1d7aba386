"""The inventories that are merged: opened without changing them, checked, and what is read of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import odc.geo.crs
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.inventory.files.geopackage import Value, read_run
from l4s_core.inventory.ids import packed, uuids_of
from l4s_core.inventory.merging.place import Geometries, Place, areal
from l4s_core.inventory.merging.slides import COLUMNS, Column, FloatArray, IntArray, Outlines, Slides, Words
from l4s_core.inventory.schema import BARE_BEFORE, LAYERS, TEXT
from l4s_core.rasters.grid import in_metres
from l4s_core.vectors.source import check_geopackage

if TYPE_CHECKING:
    import pandas as pd


_NEEDED = {
    "landslides": ("ls_id", "area_m2", "prob_mean", "status", "event_id", "scene_post", "date_max", "truncated"),
    "crown_toe": ("ls_id", "kind", "z_m"),
    "not_observed": ("reason",),
}


@dataclass(frozen=True, eq=False)
class Source:
    """One inventory.

    Attributes
    ----------
    readable : what to read: the file, or a copy of it, see `readable_copy`.
    crs : of pyproj, metric.
    count : polygons in it.
    footprint : polygon of the grid that was looked at, in ``crs``; None where nothing says it.
    same_as : where the scene is that this one shows too, see `copies`; None where it is its own.
    older : polygons of ground that was bare before; None where no scene before was compared.
    """

    path: Path
    readable: Path
    sha256: str
    run: dict[str, Value]
    crs: Any
    count: int
    footprint: Any
    same_as: str | None = None
    older: int | None = None

    @property
    def scene(self) -> str:
        """Name of the scene, else of the file."""
        return self.text("scene_post") or self.path.stem

    @property
    def date(self) -> str | None:
        """Day of the scene, YYYY-MM-DD."""
        return self.text("date_max")

    @property
    def own_identity(self) -> tuple[str, str]:
        """Name of the scene, and where it was; of a copy that does not know it, the file."""
        return self.scene, self.text("scene_source") or str(self.path)

    @property
    def identity(self) -> tuple[str, str]:
        """Two inventories with the same one show the same scene."""
        return self.scene, self.same_as or self.own_identity[1]

    @property
    def state(self) -> tuple[object, ...]:
        """Two with the same one are states of one inventory, perhaps reviewed in between."""
        return self.own_identity, self.text("run_utc"), self.text("probability_path"), self.run.get("threshold")

    @property
    def is_copy(self) -> bool:
        """Whether it was outlined again from the probability of a run."""
        return self.text("probability_path") is not None

    @property
    def order(self) -> tuple[str, ...]:
        """By date, then name; scenes without a date last. What was outlined again from a probability comes after the
        run itself: it knows only that a pixel has none, and not why."""
        scene, source = self.identity
        again = "again" if self.is_copy else ""
        return (self.date or "9999", scene, again, source, self.sha256, str(self.path))

    @property
    def event(self) -> tuple[str | None, str | None]:
        """Of the scene; a reviewer may have given single polygons another."""
        return self.text("event_id"), self.text("event_date")

    def text(self, name: str) -> str | None:
        """A value of the run table as text."""
        value = self.run.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> float:
        """A value of the run table as a number, 0 where it has none."""
        value = self.run.get(name)
        return float(value) if isinstance(value, int | float) else 0.0


def open_source(path: Path, folder: Path, progress: Progress) -> Source:
    """Look at an inventory that l4s wrote and perhaps somebody reviewed; ``folder`` is an empty one for a copy.

    Raises
    ------
    InputError : it is no GeoPackage of l4s, or in a CRS in which nothing can be measured.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    if not path.is_file():
        raise InputError(f"{path} does not exist; give the GeoPackage of an inventory.")
    if path.suffix.lower() != ".gpkg":
        raise InputError(f"{path} is no .gpkg; other formats do not hold all that merging needs.")
    check_geopackage(path)
    try:
        readable = readable_copy(path, folder)
        present = {str(name) for name in pyogrio.list_layers(readable)[:, 0]}
        missing = sorted((set(LAYERS) | {"run"}) - present)
        if missing:
            absent = " and no ".join(missing)
            raise InputError(
                f"{path} has no {absent}; give the GeoPackage of an inventory (l4s convert makes one of other files)."
            )
        layers = [*LAYERS, *({BARE_BEFORE} & present)]
        infos = {layer: pyogrio.read_info(readable, layer=layer, force_feature_count=True) for layer in layers}
        run = read_run(readable)
        footprint = footprint_of(run)
        if footprint is None:
            footprint = _box_around(readable)
            progress.message(
                f"{path.name} does not say where its scene lies (an older version wrote it): the box around what it "
                "holds is taken; run the scene again for the exact place."
            )
        digest = sha256(path.read_bytes()).hexdigest()
    except (DataSourceError, DataLayerError, sqlite3.Error, OSError) as error:
        raise unreadable(path, error) from error
    for layer, names in _NEEDED.items():
        lacking = [name for name in names if name not in infos[layer]["fields"]]
        if lacking:
            raise InputError(f"{layer} of {path} has no column {lacking[0]}; give an inventory as l4s wrote it.")
    crs = _metric(infos["landslides"]["crs"], path)
    older = infos[BARE_BEFORE]["features"] if BARE_BEFORE in infos else None
    return Source(path, readable, digest, run, crs, infos["landslides"]["features"], footprint, older=older)


def readable_copy(path: Path, folder: Path) -> Path:
    """The file, or a copy where another program has changes in its journal (``-wal``): on opening, GDAL would write
    those that a crashed program left into the file."""
    journal = path.with_name(f"{path.name}-wal")
    if not journal.exists() or not journal.stat().st_size:
        return path
    copy = folder / path.name
    folder.mkdir()
    with (
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database,
        closing(sqlite3.connect(copy)) as target,
    ):
        database.backup(target)
    return copy


def is_merged(path: Path) -> bool:
    """Whether a file is a merged inventory; what is no GeoPackage is none.

    SQLite looks, not GDAL, which would write the changes in the journal of another program into the file.
    """
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return database.execute("SELECT 1 FROM sqlite_master WHERE name = 'scenes'").fetchone() is not None
    except sqlite3.Error:
        return False


def read_source_layer(readable: Path, path: Path, layer: str) -> Any:
    """A layer of an inventory as geopandas has it; ``path`` names it in messages."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        return pyogrio.read_dataframe(readable, layer=layer)
    except (DataSourceError, DataLayerError, sqlite3.Error) as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> InputError:
    """The sentence for a file that GDAL or SQLite cannot read."""
    reason = (str(error).splitlines() or ["unknown reason"])[0].rstrip(".")
    return InputError(f"{path} cannot be read as a GeoPackage ({reason}); write it again.")


def _metric(crs: Any, path: Path) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if not crs:
        raise InputError(f"{path} has no CRS, so it cannot be placed; give an inventory as l4s wrote it.")
    try:
        found = CRS.from_user_input(crs)
    except CRSError as error:
        raise InputError(f"{path} has a CRS that is not understood ({crs[:60]}); write it again.") from error
    if not in_metres(odc.geo.crs.CRS(found)):
        raise InputError(f"{path} is not in metres ({found.name}); give an inventory in the CRS in which l4s wrote it.")
    return found


def footprint_of(run: dict[str, Value]) -> Any:
    """The grid's outline, from the run table; None where that does not tell."""
    try:
        a, b, c, d, e, f = (float(word) for word in str(run["grid_transform"]).split())
        rows, cols = int(str(run["grid_rows"])), int(str(run["grid_cols"]))
    except (KeyError, ValueError):
        return None
    corners = [(0, 0), (cols, 0), (cols, rows), (0, rows)]
    shape = shapely.polygons([(a * x + b * y + c, d * x + e * y + f) for x, y in corners])
    return shape if np.isfinite(shape.area) and shape.area > 0 else None


def _box_around(path: Path) -> Any:
    """The box around the landslides and what was not observed; None where there is neither."""
    import pyogrio

    infos = [pyogrio.read_info(path, layer=name, force_total_bounds=True) for name in ("landslides", "not_observed")]
    bounds = [info["total_bounds"] for info in infos]
    found = np.array([b for b in bounds if b is not None and np.isfinite(b).all()], dtype=np.float64).reshape(-1, 4)
    if not len(found):
        return None
    box = shapely.box(*found[:, :2].min(axis=0), *found[:, 2:].max(axis=0))
    return box if box.area > 0 else None


FROM_RUN = ("event_id", "event_date", "trigger", "scene_pre", "scene_post", "dem_source", "date_min", "date_max")
"""What a polygon that somebody drew by hand lacks, and the run table has."""


def read_slides(
    source: Source, number: int, place: Place, words: Words, layer: str = "landslides"
) -> tuple[Slides, int]:
    """The landslides of a source, or another layer like them, and how many of its polygons have no area and are left
    out."""
    table, points = (
        read_source_layer(source.readable, source.path, layer),
        read_source_layer(source.readable, source.path, "crown_toe"),
    )
    if len(table) != (source.count if layer == "landslides" else source.older):
        raise InputError(f"{source.path} was changed while it was read; merge again when nobody edits it.")
    outlines, usable = _polygons(table)
    columns: dict[str, Column] = {}
    for name, kind in COLUMNS.items():
        if kind == TEXT:
            default = words.number(source.text(name)) if name in FROM_RUN else -1
            numbers = words.numbers(_texts(table, name)[usable])
            columns[name] = np.where(numbers < 0, default, numbers).astype(np.int32)
        else:
            columns[name] = _numbers(table, name)[usable]
    ids = words.texts(columns["ls_id"])
    areas = shapely.area(outlines)
    slides = Slides(
        columns,
        packed(uuids_of(_texts(table, "uuid")[usable], usable, areas, source.sha256)),
        words,
        Outlines.of(place.here(outlines, number)),
        areas,
        np.full(len(outlines), number, np.int32),
        _placed(_extremes(points, "crown", ids), place, number),
        _placed(_extremes(points, "toe", ids), place, number),
    )
    return slides, len(table) - len(outlines)


def read_hidden(source: Source, number: int, place: Place) -> tuple[Outlines, list[str | None]]:
    """What a source did not observe, and why."""
    table = read_source_layer(source.readable, source.path, "not_observed")
    hidden, usable = _polygons(table)
    return Outlines.of(place.here(hidden, number)), list(_texts(table, "reason")[usable])


def _polygons(table: Any) -> tuple[Geometries, IntArray]:
    """Valid polygons with an area, in two dimensions, and the rows that they are of."""
    geometry = np.asarray(table.geometry.values)
    there = np.flatnonzero(~shapely.is_missing(geometry))
    flat = shapely.force_2d(geometry[there])
    finite = np.isfinite(shapely.bounds(flat)).all(axis=1) & np.isfinite(shapely.area(flat))
    there, flat = there[finite], areal(flat[finite])
    wanted = shapely.area(flat) > 0
    return flat[wanted], there[wanted]


def _texts(table: pd.DataFrame, name: str) -> Any:
    if name not in table:
        return np.full(len(table), None, dtype=object)
    column = table[name].astype(object)
    return column.where(column.notna(), None).to_numpy(dtype=object)


def _numbers(table: pd.DataFrame, name: str) -> FloatArray:
    if name not in table:
        return np.full(len(table), np.nan)
    values: FloatArray = table[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return values


def _extremes(table: Any, kind: str, ids: Any) -> FloatArray:
    """Place and elevation of the crown or the toe of each landslide; of several the highest, or the lowest."""
    points = np.asarray(table.geometry.values)
    good = (table["kind"] == kind).to_numpy(dtype=bool) & (shapely.get_type_id(points) == 0)
    good &= ~shapely.is_empty(points)
    z = _numbers(table, "z_m")[good]
    names = _texts(table, "ls_id")[good]
    places = np.column_stack([shapely.get_x(points[good]), shapely.get_y(points[good]), z])
    best = {names[n]: n for n in np.argsort(z if kind == "crown" else -z, kind="stable")}  # the last one stays
    where = np.array([best.get(name, -1) for name in ids], dtype=np.int64)
    out = np.full((len(ids), 3), np.nan)
    out[where >= 0] = places[where[where >= 0]]
    return out


def _placed(points: FloatArray, place: Place, number: int) -> FloatArray:
    known = np.isfinite(points).all(axis=1)
    moved = points.copy()
    moved[known, :2] = shapely.get_coordinates(place.here(shapely.points(points[known, :2]), number))
    return moved

"""Any inventory of landslides that a user gives, ours or foreign: what is in it, and what had to be done to read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.words import plural
from l4s_core.inventory.files.exchange import SHAPEFILE_NAMES, beside, run_file
from l4s_core.inventory.files.geopackage import read_run
from l4s_core.inventory.merging.sources import footprint_of
from l4s_core.inventory.schema import LANDSLIDES, MERGED_LAYERS, NOT_OBSERVED, frame
from l4s_core.vectors.features import Features, layer_names, read_features
from l4s_core.vectors.metric import metric_crs
from l4s_core.vectors.read import areas_of

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Value = str | int | float | None
_NAMED = 5  # ids that a sentence gives
_ID_COLUMNS = ("ls_id", "uuid", "id", "objectid", "fid", "name")
_OUR_COLUMNS = {"ls_id", "conf_usgs"}  # a file with both is ours; old ones have no uuid
_NO_ROWS = "It has no rows."
POINTS = "points"
"""The layer of what has a place and no outline, see `exchange.convert`."""
_WITH_FILES = (".geojson", ".fgb", ".shp")  # of one layer, the others stand beside
_CUT = 10  # characters of a Shapefile's column names
_RUN_MEMBER_BYTES = 64 * 2**20  # a GeoJSON is read twice for its run, up to this size


@dataclass(frozen=True, eq=False)
class GivenInventory:
    """An inventory as `read_given` reads it.

    Attributes
    ----------
    landslides : GeoDataFrame of valid Polygon and MultiPolygon with an area, in a metric CRS (`vectors.metric`);
        columns as given; index: place of the row in the file, from 0. Those that a reviewer rejected are there, see
        `standing`.
    points : GeoDataFrame of Point in the same CRS (a MultiPoint is its centre), or None.
    not_observed : GeoDataFrame of polygons in the same CRS with ``reason`` (and ``area_m2``), of an inventory of
        ours; None where nothing is known about what was observed.
    run : the run table of an inventory of ours, {} of others.
    problems : sentences that name what was repaired, left out or assumed, with counts and the first ids.
    path : the file. layer : what was read of it. crs_given : the CRS that the file has, None without one.
    repaired : (n,) index of the rows whose geometry was not valid.
    footprint : polygon of the ground that was looked at, observed or not, in the same CRS, of an inventory of ours that
        says it; None of others.
    """

    landslides: GeoDataFrame
    points: GeoDataFrame | None
    not_observed: GeoDataFrame | None
    run: dict[str, Value]
    problems: tuple[str, ...]
    path: Path
    crs_given: Any
    layer: str = ""
    repaired: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    footprint: Any = None

    @property
    def crs(self) -> Any:
        """The metric CRS (pyproj) of all frames."""
        return self.landslides.crs

    @property
    def ours(self) -> bool:
        """Whether this package wrote the inventory."""
        return set(self.landslides.columns) >= _OUR_COLUMNS

    @cached_property
    def standing(self) -> GeoDataFrame:
        """The landslides without those that a reviewer rejected, whoever wrote the file."""
        kept: GeoDataFrame = self.landslides[~_rejected(self.landslides)]
        return kept

    def names(self, rows: Iterable[Any] | None = None) -> list[str]:
        """What to call landslides in sentences and tables: their id in the file where it has one of its own for each,
        else the number of the row, from 1. ``rows`` are of the index; None is all of them."""
        return names_of(self.landslides, rows)


def read_given(path: str | Path, *, layer: str | None = None, crs: Any = None) -> GivenInventory:
    """Read the landslides of any vector file.

    Invalid geometry is repaired (``make_valid``), what has no area left out, both are counted in ``problems``. Of an
    inventory of ours the ground that was not observed and the run come with it, from the GeoPackage or from the files
    beside a GeoJSON, FlatGeobuf or Shapefile; names that a Shapefile cut are put back. A GeoPackage may be open in
    QGIS.

    Parameters
    ----------
    path : GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf, KML, KMZ, GML or folder of Esri's (``.gdb``), told
        by its content; ``FILE|layername=NAME`` takes one layer, as QGIS writes it.
    layer : which layer, or which file of a zip; None: the only one, ``landslides``, or the only one with polygons.
    crs : the CRS of a file that does not say its own; where it does, this one is taken instead, and said.

    Raises
    ------
    InputError
        The file cannot be read (`vectors.features.read_features`), has no CRS and ``crs`` is None, has lines and
        neither polygons nor points, or its coordinates are no places on the earth.
    """
    path, layer = _named_layer(path, layer)
    found = read_features(path, layer=layer)
    if not len(found.table) and path.suffix.lower() == ".geojson" and _run_of_text(path):
        # without rows it has no columns to tell it by
        found = replace(found, table=frame(LANDSLIDES, {}, [], found.table.crs))
    problems = list(found.notes)
    if not hasattr(found.table, "geometry"):
        raise InputError(f"{path} is a table without places; give landslides as polygons.")
    table = _whole_names(found.table, problems)
    declared = table.crs
    table = _with_crs(table, crs, path, problems)
    shapes = np.asarray(table.geometry.array, dtype=object)
    kinds = _kinds(shapes)
    _say_left_out(kinds, table, path, problems)

    slides = table[kinds == 2]
    slides, repaired = _repaired(slides, problems)
    dots = table[kinds == 0]
    if not len(dots):
        dots = _points_of_ours(found, path, table)
        if len(dots):
            problems = [text for text in problems if text != _NO_ROWS]
    metric = _metric(slides if len(slides) else dots, path)
    slides = _moved(slides, metric, path, problems)
    observed, footprint, run = _of_ours(found, path, metric, problems)
    return GivenInventory(
        slides,
        _moved(_centres(dots), metric, path, problems) if len(dots) else None,
        observed,
        run,
        tuple(problems),
        path,
        declared,
        found.layer,
        repaired,
        footprint,
    )


def _rejected(table: GeoDataFrame) -> npt.NDArray[np.bool_]:
    """(n,) rows whose column ``status``, however it is written, says so."""
    name = next((one for one in table.columns if str(one).lower() == "status"), None)
    if name is None:
        return np.zeros(len(table), bool)
    return np.array([str(word).strip().lower() == "rejected" for word in table[name].tolist()], dtype=bool)


def names_of(table: GeoDataFrame, rows: Iterable[Any] | None = None) -> list[str]:
    """See `GivenInventory.names`."""
    wanted = table if rows is None else table.loc[list(rows)]
    lower = {str(name).lower(): name for name in table.columns}
    for candidate in _ID_COLUMNS:
        column = table[lower[candidate]] if candidate in lower else None
        if column is not None and column.notna().all() and column.is_unique and len(column):
            return [_plain(value) for value in wanted[lower[candidate]]]
    return [f"row {place + 1}" if isinstance(place, int | np.integer) else str(place) for place in wanted.index]


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float | np.floating) and float(value).is_integer() else str(value)


def _named_layer(path: str | Path, layer: str | None) -> tuple[Path, str | None]:
    text = str(path)
    before, bar, after = text.partition("|layername=")
    if bar and not Path(text).exists():
        return Path(before), layer or after.partition("|")[0]
    return Path(path), layer


def _whole_names(table: GeoDataFrame, problems: list[str]) -> GeoDataFrame:
    """Columns of ours whose names a Shapefile cut get them back."""
    if not set(table.columns) >= _OUR_COLUMNS:
        return table
    short = {cut: whole for whole, cut in SHAPEFILE_NAMES.items()}
    ours = MERGED_LAYERS["landslides"][0]
    short |= {name[:_CUT]: name for name in ours if len(name) > _CUT}
    renamed = {cut: whole for cut, whole in short.items() if cut in table.columns and whole not in table.columns}
    if renamed:
        said = ", ".join(f"{cut} is {whole}" for cut, whole in renamed.items())
        problems.append(f"Names of columns were cut, and are put back: {said}.")
    whole: Any = table.rename(columns=renamed)  # not annotated by the library
    return whole  # type: ignore[no-any-return]


def _with_crs(table: GeoDataFrame, crs: Any, path: Path, problems: list[str]) -> GeoDataFrame:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if crs is None:
        if table.crs is None:
            raise InputError(
                f"{path} has no coordinate system (a Shapefile needs its .prj); say it with --crs, for instance --crs "
                "EPSG:32648."
            )
        if table.crs.is_geocentric or not (table.crs.is_geographic or table.crs.is_projected):
            raise InputError(
                f"{path} is in {table.crs.name}, which is not tied to the earth; say its CRS with --crs, for instance "
                "--crs EPSG:32648."
            )
        return table
    try:
        wanted = CRS.from_user_input(crs)
    except CRSError as error:
        raise InputError(f"'{crs}' is no coordinate system; give one as EPSG:32648.") from error
    if table.crs is not None and table.crs != wanted:
        problems.append(f"The file says that it is in {table.crs.name}; {wanted.name} was taken, as was asked for.")
    placed: Any = table.set_crs(wanted, allow_override=True)
    return placed  # type: ignore[no-any-return]


def _kinds(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """2: has polygons, 1: lines, 0: points, -1: nothing, or coordinates that are no numbers."""
    kinds = np.full(len(shapes), -1, np.int64)
    there = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
    finite = np.isfinite(shapely.bounds(shapes[there]).reshape(-1, 4)).all(axis=1)
    kinds[there[finite]] = shapely.get_dimensions(shapes[there[finite]])
    return kinds


def _say_left_out(kinds: npt.NDArray[np.int64], table: GeoDataFrame, path: Path, problems: list[str]) -> None:
    lines, nothing = kinds == 1, kinds == -1
    if lines.any() and not (kinds == 2).any() and not (kinds == 0).any():
        raise InputError(
            f"{path} has {plural(int(lines.sum()), 'line', 'lines')} and no polygon; give outlines as polygons (in "
            "QGIS: Lines to polygons)."
        )
    if lines.any():
        problems.append(
            f"{plural(int(lines.sum()), 'line was', 'lines were')} left out, which have no area "
            f"({_first(table, np.flatnonzero(lines))})."
        )
    if nothing.any():
        problems.append(
            f"{plural(int(nothing.sum()), 'row', 'rows')} without a geometry "
            f"{'was' if nothing.sum() == 1 else 'were'} left out ({_first(table, np.flatnonzero(nothing))})."
        )
    if not len(table):
        problems.append(_NO_ROWS)


def _repaired(slides: GeoDataFrame, problems: list[str]) -> tuple[GeoDataFrame, npt.NDArray[np.int64]]:
    """Valid polygons in two dimensions, and the index of those that were not valid."""
    shapes = shapely.force_2d(np.asarray(slides.geometry.array, dtype=object))
    wrong = ~shapely.is_valid(shapes) | (shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION)
    places = np.flatnonzero(wrong)
    for place in places:
        shapes[place] = areas_of(shapely.make_valid(shapes[place]))
    flat = shapely.area(shapes) <= 0
    mended = places[~flat[places]]
    if mended.size:
        was = "polygon was not valid (its outline crosses or touches itself) and was"
        were = "polygons were not valid (their outlines cross or touch themselves) and were"
        problems.append(f"{plural(mended.size, was, were)} repaired ({_first(slides, mended)}).")
    if flat.any():
        without = plural(int(flat.sum()), "polygon has no area and was", "polygons have no area and were")
        problems.append(f"{without} left out ({_first(slides, np.flatnonzero(flat))}).")
    return _with_shapes(slides, shapes)[~flat], np.asarray(slides.index[mended], np.int64)


def _with_shapes(table: GeoDataFrame, shapes: npt.NDArray[np.object_]) -> GeoDataFrame:
    from geopandas.geoseries import GeoSeries

    table = table.copy()
    table.geometry = GeoSeries(shapes, index=table.index, crs=table.crs)
    return table


def _first(table: GeoDataFrame, places: npt.NDArray[Any]) -> str:
    named = names_of(table, table.index[places[:_NAMED]])
    return ", ".join(named) + (f" and {len(places) - _NAMED} more" if len(places) > _NAMED else "")


def _metric(table: GeoDataFrame, path: Path) -> Any:
    if not len(table):
        bounds = [0.0, 0.0, 0.0, 0.0] if table.crs.is_geographic else [5e5, 1e6, 5e5, 1e6]  # anywhere will do
        return metric_crs(bounds, table.crs, f"The landslides of {path}")
    left, bottom, right, top = table.total_bounds
    if table.crs.is_geographic and right - left > 180:  # on both sides of the 180th meridian
        x = table.bounds
        east, west = x["minx"][x["minx"] >= 0], x["maxx"][x["maxx"] < 0]
        if len(east) and len(west):
            left, right = float(east.min()), float(west.max())
    return metric_crs([left, bottom, right, top], table.crs, f"The landslides of {path}")


def _moved(table: GeoDataFrame, crs: Any, path: Path, problems: list[str]) -> GeoDataFrame:
    """In the metric CRS, without what has no place in it."""
    if table.crs == crs:
        return table
    moved = table.to_crs(crs)
    shapes = np.asarray(moved.geometry.array, dtype=object)
    known = np.isfinite(shapely.bounds(shapes).reshape(-1, 4)).all(axis=1)
    if not known.all():
        lost = np.flatnonzero(~known)
        are = plural(lost.size, "row lies", "rows lie")
        problems.append(f"{are} where {crs.name} has no places and were left out ({_first(table, lost)}).")
        moved, shapes = moved[known], shapes[known]
    broken = np.flatnonzero(~shapely.is_valid(shapes))  # hair-thin parts, which rounding folds over
    if broken.size:
        for place in broken:
            shapes[place] = areas_of(shapely.make_valid(shapes[place]))
        moved = _with_shapes(moved, shapes)[shapely.area(shapes) > 0]
    return moved


def _centres(dots: GeoDataFrame) -> GeoDataFrame:
    shapes = shapely.force_2d(np.asarray(dots.geometry.array, dtype=object))
    many = shapely.get_type_id(shapes) != shapely.GeometryType.POINT
    shapes[many] = shapely.centroid(shapes[many])
    return _with_shapes(dots, shapes)


def _points_of_ours(found: Features, path: Path, table: GeoDataFrame) -> GeoDataFrame:
    """Rows with a place and no outline, which an inventory of ours has in a layer ``points`` or a file beside; none of
    ``table`` where it has not."""
    none: GeoDataFrame = table.iloc[:0]
    if not set(table.columns) >= _OUR_COLUMNS:
        return none
    points = _other_layer(path, POINTS, found.driver)
    if points is None or getattr(points, "crs", None) is None:
        return none
    points = points[_kinds(np.asarray(points.geometry.array, dtype=object)) == 0]
    moved: GeoDataFrame = points if points.crs == table.crs else points.to_crs(table.crs)
    return _whole_names(moved, [])


def _other_layer(path: Path, layer: str, driver: str) -> Any:
    """A layer of an inventory of ours beside its landslides, as the file has it; None where there is none."""
    if driver == "GPKG":
        return read_features(path, layer=layer).table if layer in layer_names(path, what="inventory") else None
    file = beside(path, layer)
    return read_features(file).table if path.suffix.lower() in _WITH_FILES and file.is_file() else None


def _of_ours(
    found: Features, path: Path, metric: Any, problems: list[str]
) -> tuple[GeoDataFrame | None, Any, dict[str, Value]]:
    """What an inventory of ours says about the ground that was not observed, where it looked, and its run."""
    if not set(found.table.columns) >= _OUR_COLUMNS:
        return None, None, {}
    ending = path.suffix.lower()
    layer, run, scenes = None, {}, None
    if found.driver == "GPKG":
        present = layer_names(path, what="inventory")
        if "not_observed" in present:
            layer = read_features(path, layer="not_observed")
        if "scenes" in present:  # of a merged one
            scenes = read_features(path, layer="scenes").table.geometry
        run = _run_of_geopackage(path)
    elif ending in _WITH_FILES:
        if beside(path, "not_observed").is_file():
            layer = read_features(beside(path, "not_observed"))
        run = _run_of_text(path if ending == ".geojson" else run_file(path))
    if layer is None or layer.table.crs is None:
        problems.append("It does not say what was not observed: all ground counts as observed.")
        return None, None, run
    kept = layer.table[[name for name in NOT_OBSERVED if name in layer.table] + [layer.table.geometry.name]]
    kept = kept[_kinds(np.asarray(kept.geometry.array, dtype=object)) == 2]
    return _moved(_repaired(kept, [])[0], metric, path, []), _footprint(run, scenes, found.table.crs, metric), run


def _footprint(run: dict[str, Value], scenes: Any, own: Any, metric: Any) -> Any:
    from geopandas.geoseries import GeoSeries

    if scenes is None:
        box = footprint_of(run)
        if box is None or not own.is_projected:  # GeoJSON is in degrees, and the grid is not
            return None
        scenes = GeoSeries([shapely.segmentize(box, box.length / 100)], crs=own)
    return shapely.union_all(np.asarray(scenes.to_crs(metric).array, dtype=object))


def _run_of_geopackage(path: Path) -> dict[str, Value]:
    import sqlite3

    try:
        return read_run(path)
    except (sqlite3.Error, ValueError, OSError):
        return {}


def _run_of_text(path: Path) -> dict[str, Value]:
    try:
        if path.stat().st_size > _RUN_MEMBER_BYTES:
            return {}
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    run = content.get("l4s_run", content) if isinstance(content, dict) else {}
    if not isinstance(run, dict) or "features" in run:
        return {}
    return {str(name): value for name, value in run.items() if value is None or isinstance(value, str | int | float)}

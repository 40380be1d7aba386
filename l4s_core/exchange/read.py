"""Any inventory, of a catalogue, of this package or of nobody in particular, with our columns."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.words import plural
from l4s_core.exchange.catalogue import Catalogue, other_names, recognise
from l4s_core.exchange.rules import objects, read_back
from l4s_core.inventory.days import days_of
from l4s_core.inventory.files.exchange import beside, run_file
from l4s_core.inventory.given import POINTS, GivenInventory, names_of, read_given
from l4s_core.inventory.ids import fill_uuids
from l4s_core.inventory.outline.shape import shape_of
from l4s_core.inventory.schema import BARE_BEFORE, CROWN_TOE, LANDSLIDES, LAYERS, MERGED_LAYERS, frame
from l4s_core.inventory.types import Inventory
from l4s_core.vectors.features import layer_names, read_features

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

PARQUET = (".parquet", ".geoparquet")
_LONGITUDE = ("longitude", "lon", "long", "lon_w", "x")
_LATITUDE = ("latitude", "lat", "lat_n", "y")
_OF_KML = (
    "id",
    "altitudeMode",
    "tessellate",
    "extrude",
    "visibility",
    "drawOrder",
    "icon",
    "timestamp",
    "begin",
    "end",
)
_RESERVED = ("fid", "ogc_fid", "geom", "geometry", "rowid")
_MERGED = {name: kind for name, kind in MERGED_LAYERS["landslides"][0].items() if name not in LANDSLIDES}
_SHOWN = 5


@dataclass(frozen=True, eq=False)
class Read:
    """An inventory with our columns.

    Attributes
    ----------
    inventory : landslides have our columns, and behind them what else the file has. points : rows with the same columns
        that have a place and no outline, or None.
    format : what it was read as, in words. problems : sentences.
    """

    inventory: Inventory
    points: GeoDataFrame | None
    format: str
    problems: tuple[str, ...]


def read_any(source: Path, *, layer: str | None = None, crs: Any = None) -> Read:
    """Read an inventory as others write them.

    Besides what `inventory.given.read_given` takes: CSV with columns of longitude and latitude (COOLR, or any other),
    and GeoParquet. Columns of a catalogue are put into ours, in our words; nothing of the file is dropped.

    Raises
    ------
    InputError : it cannot be read, or has no places.
    """
    ending = source.suffix.lower()
    if ending == ".csv":
        table, lost = _from_csv(source, crs)
        given = _through_file(source, table, crs, lost)
    elif ending in PARQUET:
        given = _through_file(source, _from_parquet(source), crs)
    else:
        given = read_given(source, layer=layer, crs=crs)
    problems = list(given.problems)
    if given.ours:
        inventory, points = _ours(given, source)
        if len(inventory.not_observed):
            problems = [text for text in problems if not text.startswith("It does not say what was not observed")]
        return Read(inventory, points, "an inventory of l4s", tuple(problems))
    known = recognise([str(name) for name in _columns(given)])
    slides = _known(given.landslides, known, problems)
    _measure(slides)
    slides = _in_order(slides)
    fill_uuids(slides)
    points = None if given.points is None else _known(given.points, known, problems)
    empty = [frame(LAYERS[name][0], {}, [], given.crs) for name in ("crown_toe", "not_observed")]
    return Read(
        Inventory(slides, empty[0], empty[1], {}, source),
        points,
        known.title if known else "a file of no catalogue that is known",
        tuple(dict.fromkeys(problems)),
    )


def _columns(given: GivenInventory) -> Iterable[Any]:
    return [*given.landslides.columns, *(() if given.points is None else given.points.columns)]


def _ours(given: GivenInventory, source: Path) -> tuple[Inventory, GeoDataFrame | None]:
    """With the other layers, from the GeoPackage or from the files beside."""
    columns = {**LANDSLIDES, **{name: kind for name, kind in _MERGED.items() if name in given.landslides}}
    slides = _with_others(given.landslides, columns)
    tables = {name: _other_layer(source, name, given.crs) for name in ("crown_toe", BARE_BEFORE)}
    crown_toe, bare = tables["crown_toe"], tables[BARE_BEFORE]
    none = frame(CROWN_TOE, {}, [], given.crs)
    hidden = given.not_observed
    if hidden is None:
        hidden = _other_layer(source, "not_observed", given.crs)
    kinds = LAYERS["not_observed"][0]
    return (
        Inventory(
            slides,
            none if crown_toe is None else _with_others(crown_toe, CROWN_TOE),
            frame(kinds, {}, [], given.crs) if hidden is None else _with_others(hidden, kinds),
            given.run or run_beside(source),
            source,
            None,
            None if bare is None or not len(bare) else _with_others(bare, LANDSLIDES),
        ),
        _other_layer(source, POINTS, given.crs) if given.points is None else _without_drivers(given.points),
    )


def run_beside(source: Path) -> dict[str, Any]:
    """The run of an inventory in a format that has no place for it, from the file beside; {} where there is none."""
    try:
        content = json.loads(run_file(source).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {
        str(name): value for name, value in content.items() if value is None or isinstance(value, str | int | float)
    }


def _other_layer(source: Path, name: str, crs: Any) -> GeoDataFrame | None:
    ending = source.suffix.lower()
    if ending == ".gpkg":
        if name not in layer_names(source, what="inventory"):
            return None
        table = read_features(source, layer=name).table
    elif beside(source, name).is_file():
        found = beside(source, name)
        table = _from_parquet(found) if ending in PARQUET else read_features(found).table
    else:
        return None
    if not hasattr(table, "geometry") or table.crs is None:
        return None
    moved: GeoDataFrame = (table if table.crs == crs else table.to_crs(crs)).reset_index(drop=True)
    return moved


def _known(table: GeoDataFrame, known: Catalogue | None, problems: list[str]) -> GeoDataFrame:
    """Our columns from those of a catalogue or from what such columns are usually called; the others behind them."""
    table = cast("GeoDataFrame", _without_drivers(table).reset_index(drop=True))
    names = [str(name) for name in table.columns if name != table.geometry.name]
    values: dict[str, Any] = {}
    used: set[str] = set()
    if known is not None:
        for field in known.fields:
            column = known.column_of(field.name, names)
            if column is None or field.ours is None or not field.back:
                continue
            values[field.ours], unread = read_back(known, field, objects(table, column))
            used |= {column} if not unread else set()
            _say_unread(table, column, unread, problems)
        used |= {column for field in known.fields if (column := known.column_of(field.name, names)) and field.constant}
        used -= {column for field in known.fields if (column := known.column_of(field.name, names)) and field.words}
    else:
        _by_usual_names(table, names, values, problems)
    status = np.full(len(table), "unreviewed", object)
    said = len(problems)
    typed_values = {"status": status, **_numbers_checked(values, problems)}
    if known is not None and len(problems) > said:  # not all of it could be told
        used -= {known.column_of(field.name, names) for field in known.fields if field.ours == "conf_usgs"}
    out = frame(LANDSLIDES, typed_values, table.geometry.array, table.crs)
    for name in names:
        if name not in used:
            out[_free_name(name, out)] = table[name].array
    return out


def _by_usual_names(table: GeoDataFrame, names: list[str], values: dict[str, Any], problems: list[str]) -> None:
    lower = {name.lower(): name for name in names}
    for ours, usual in other_names().items():
        column = next((lower[word] for word in usual if word in lower), None)
        if column is None:
            continue
        found = objects(table, column)
        if ours == "event_date":
            days, unread = days_of(found)
            found = np.array(days, object)
            _say_unread(table, column, unread, problems)
        values[ours] = found
        problems.append(f"Its column {column} was taken as {ours}.")
    if "year" in lower and "event_date" not in values:
        years = [_year(value) for value in objects(table, lower["year"])]
        values["date_min"] = np.array([None if year is None else f"{year}-01-01" for year in years], object)
        values["date_max"] = np.array([None if year is None else f"{year}-12-31" for year in years], object)
        problems.append(f"Its column {lower['year']} was taken as the year in which landslides happened.")


def _year(value: Any) -> int | None:
    try:
        year = int(float(str(value)))
    except ValueError:
        return None
    return year if 1500 <= year <= 2200 else None


def _numbers_checked(values: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    """Confidence only in the classes of the USGS; numbers that are none are null."""
    import pandas as pd

    if "conf_usgs" in values:
        numbers = pd.to_numeric(pd.Series(values["conf_usgs"]), errors="coerce")
        classes = numbers.isin([1, 2, 3, 5, 8])
        if (~classes & pd.Series(values["conf_usgs"]).notna()).any():
            count = int((~classes & pd.Series(values["conf_usgs"]).notna()).sum())
            said = plural(count, "value of confidence is", "values of confidence are")
            stays = "it stays" if count == 1 else "they stay"
            problems.append(f"{said} no class of the USGS (8, 5, 3, 2, 1); {stays} in the column of the file.")
        values["conf_usgs"] = numbers.where(classes)
    return values


def _say_unread(table: GeoDataFrame, column: str, unread: list[int], problems: list[str]) -> None:
    if unread:
        named = ", ".join(names_of(table, list(table.index[unread[:_SHOWN]])))
        problems.append(
            f"{plural(len(unread), 'date', 'dates')} of {column} cannot be told "
            f"({named}{'' if len(unread) <= _SHOWN else ' and more'}); "
            f"{'it stays' if len(unread) == 1 else 'they stay'} in that column."
        )


def _without_drivers(table: GeoDataFrame) -> GeoDataFrame:
    """Without the columns that the driver of KML makes for every file."""
    if not set(_OF_KML) <= set(table.columns):
        return table
    empty = [name for name in _OF_KML if table[name].nunique(dropna=True) <= 1]
    if "ls_id" in table:  # written here: the driver may call a column of the file otherwise, as it has one of that name
        for name in ("Name", "description"):
            if f"{name}2" in table:
                table = table.copy()
                table[name] = table[f"{name}2"].where(table[f"{name}2"].notna(), table[name])
                empty.append(f"{name}2")
            if _says_nothing(table, name):
                empty.append(name)
    without: GeoDataFrame = table.drop(columns=empty)  # type: ignore[assignment]
    return without


def _says_nothing(table: GeoDataFrame, name: str) -> bool:
    """Whether a column of the driver has nothing, or the ids once more."""
    column = table[name]
    return bool((column.isna() | (column == table["ls_id"])).all())


def _with_others(table: GeoDataFrame, columns: dict[str, str]) -> GeoDataFrame:
    table = _without_drivers(table)
    known = {name: _as_text(table[name].reset_index(drop=True), name) for name in columns if name in table}
    out = frame(columns, known, table.geometry.array, table.crs)
    for name in table.columns:
        if name != table.geometry.name and name not in out:
            out[_free_name(str(name), out)] = table[name].array
    return out


def _as_text(column: Any, name: str) -> Any:
    """Days and times as we write them: of a GeoJSON, GDAL makes moments of texts that look like some."""
    import pandas as pd

    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    moments = column.dt.tz_convert("UTC") if column.dt.tz is not None else column
    texts = moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ" if name.endswith("_utc") else "%Y-%m-%d").astype(object)
    return texts.where(moments.notna(), None)


def _free_name(name: str, table: Any) -> str:
    """A name that the columns of ours do not have, in any case: SQLite knows no case."""
    taken = {str(column).lower() for column in table.columns} | set(_RESERVED)
    free = name
    while free.lower() in taken:
        free += "_given"
    return free


def _measure(slides: GeoDataFrame) -> None:
    """Size and form, in metres; terrain is for ``l4s measure``."""
    shapes = np.asarray(slides.geometry.array, object)
    unknown = np.full(len(shapes), np.nan)
    if not len(shapes):
        return
    shape = shape_of(shapes, unknown, unknown)
    slides["area_m2"], slides["perim_m"] = shape.area_m2, shape.perim_m
    slides["length_m"], slides["width_m"] = shape.length_m, shape.width_m
    with np.errstate(divide="ignore", invalid="ignore"):
        slides["lw_ratio"] = shape.length_m / shape.width_m
    slides["compactness"] = shape.compactness


def _in_order(slides: GeoDataFrame) -> GeoDataFrame:
    """By falling area, with ids."""
    order = np.argsort(-shapely.area(np.asarray(slides.geometry.array, object)), kind="stable")
    out: GeoDataFrame = slides.iloc[order].reset_index(drop=True)
    lacking = out["ls_id"].isna() | out["ls_id"].duplicated()
    if lacking.any():
        out["ls_id"] = [f"LS-{number:04d}" for number in range(1, len(out) + 1)]
    return out


def _through_file(source: Path, table: GeoDataFrame, crs: Any, lost: Sequence[str] = ()) -> GivenInventory:
    """What `read_given` makes of a table that GDAL does not read itself."""
    import pyogrio

    if not len(table):
        raise InputError(f"{source} has no rows with a place; give an inventory.")
    with tempfile.TemporaryDirectory(prefix="l4s-") as folder:
        path = Path(folder) / "table.gpkg"
        plain = table.rename(columns={name: f"{name}_given" for name in table.columns if name.lower() == "fid"})
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="'crs' was not provided")  # ``crs`` says it
            pyogrio.write_dataframe(plain, path, layer="landslides")
        given = read_given(path, crs=crs)
    return replace(given, path=source, problems=(*lost, *given.problems))


def _from_csv(source: Path, crs: Any) -> tuple[GeoDataFrame, list[str]]:
    """Its rows with a place, in ``crs`` or in degrees, and sentences about the others."""
    import csv

    import pandas as pd
    from geopandas.array import points_from_xy
    from geopandas.geodataframe import GeoDataFrame

    if not source.is_file():
        raise InputError(f"{source} does not exist; give an inventory.")
    table: Any = None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            table = pd.read_csv(source, encoding=encoding, sep=None, engine="python", dtype=object)
            break
        except UnicodeDecodeError:
            continue
        except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, OSError, ValueError) as error:
            raise InputError(
                f"{source} cannot be read as CSV ({str(error).splitlines()[0]}); write it again."
            ) from error
    if table is None:
        raise InputError(f"{source} is no CSV in UTF-8 or Windows-1252; write it again.")
    lower = {str(name).strip().lower(): name for name in table.columns}
    x, y = (next((lower[word] for word in words if word in lower), None) for words in (_LONGITUDE, _LATITUDE))
    if x is None or y is None:
        raise InputError(f"{source} has no columns longitude and latitude; name them so, or give a vector file.")
    lon, lat = (pd.to_numeric(table[name], errors="coerce").to_numpy(np.float64) for name in (x, y))
    placed = np.isfinite(lon) & np.isfinite(lat)
    lost = []
    if not placed.all():
        lacking = plural(int((~placed).sum()), "row without coordinates was", "rows without coordinates were")
        lost.append(f"{lacking} left out ({_lines(~placed)}).")
    if crs is None:
        degrees = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
        far = placed & ~degrees
        if far.any() and far[placed].all():
            raise InputError(
                f"The columns {x} and {y} of {source} are not degrees; say the CRS they are in with --crs."
            )
        if far.any():
            outside = plural(
                int(far.sum()), "row lies nowhere on the earth and was", "rows lie nowhere on the earth and were"
            )
            lost.append(f"{outside} left out ({_lines(far)}).")
        placed &= degrees
    dots = points_from_xy(lon[placed], lat[placed])
    own = "OGC:CRS84" if crs is None else None
    return GeoDataFrame(table[placed].reset_index(drop=True), geometry=dots, crs=own), lost


def _lines(rows: Any) -> str:
    """The first lines of a CSV that are meant, as an editor counts them where no text goes over several."""
    places = np.flatnonzero(rows)
    more = "" if len(places) <= _SHOWN else f" and {len(places) - _SHOWN} more"
    return f"line {', '.join(str(place + 2) for place in places[:_SHOWN].tolist())}{more}"


def _from_parquet(source: Path) -> GeoDataFrame:
    import geopandas

    read_parquet: Any = geopandas.read_parquet  # type: ignore[attr-defined]
    if not source.is_file():
        raise InputError(f"{source} does not exist; give an inventory.")
    try:
        table: GeoDataFrame = read_parquet(source)
    except ImportError as error:
        raise InputError("GeoParquet needs pyarrow, which is not installed; pip install 'l4s[parquet]'.") from error
    except Exception as error:  # pyarrow raises errors of its own for what is no Parquet
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise InputError(f"{source} cannot be read as GeoParquet ({reason}); write it again.") from error
    return table

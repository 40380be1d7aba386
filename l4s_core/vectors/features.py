"""The rows of one layer of a vector file that a user gives, whatever their geometry, as text that can be read."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.vectors.source import DRIVERS, FORMATS, vector_source

OWN_LAYER = "landslides"
"""The layer of an inventory that l4s-detect wrote."""
_MOST_FEATURES = 5_000_000
_OLD_ENCODING = "CP1252"  # what files have that do not say their encoding, or say a wrong one: it reads Latin-1 too
_KML = ("KML", "LIBKML")


@dataclass(frozen=True, eq=False)
class Features:
    """``table``: the rows as the driver gives them, a GeoDataFrame or, without places, a DataFrame; ``notes``: what was
    not read as the file says it, as sentences."""

    table: Any
    source: str
    layer: str
    driver: str
    notes: tuple[str, ...] = ()


def read_features(
    source: str | Path,
    *,
    layer: str | None = None,
    where: str | None = None,
    columns: Sequence[str] | None = None,
    what: str = "inventory",
) -> Features:
    """All rows of one layer.

    Texts of a Shapefile without ``.cpg`` are taken for UTF-8 where they are valid UTF-8, else for Windows-1252; texts
    that are not in the encoding that the file says are read as Windows-1252.

    Parameters
    ----------
    source : see `source.vector_source`, which decides what is opened at all. ``what`` it is, for messages.
    layer : which layer, or which file of a zip; None takes the only one, or ``landslides``. Folders of a KML are one.
    where : an SQL condition on the attributes, such as ``"type = 'slide'"``.
    columns : attributes to read; None is all. Those that the layer has not are not in the result.

    Raises
    ------
    InputError : it is not opened, cannot be read, has no such layer, or several and none was chosen.
    """
    import pyogrio

    opened, layer = vector_source(source, layer, what)
    notes: list[str] = []
    with readable(
        source, what, f" (layer {layer}, --where {where})" if where else f" (layer {layer})" if layer else ""
    ):
        names = names_of(opened)
        if layer is not None and layer not in names:
            raise InputError(f"{source} has no layer {layer} (it has {', '.join(names)}); name one of these.")
        infos = {} if layer else {name: pyogrio.read_info(opened, layer=name) for name in names}
        folders = len(infos) > 1 and all(info["driver"] in _KML for info in infos.values())
        chosen = names if folders else [layer or _only_layer(str(source), infos, notes)]
        tables = []
        for name in chosen:
            info = infos.get(name) or pyogrio.read_info(opened, layer=name)
            if info["driver"] not in DRIVERS:
                raise InputError(f"The {what} {source} is a file of {info['driver']}; give a {FORMATS}.")
            if info["features"] > _MOST_FEATURES:
                raise InputError(
                    f"{source} has more than {_MOST_FEATURES:,} features; cut the {what} to the scene first."
                )
            options = {"layer": name, "where": where, "columns": None if columns is None else list(columns)}
            tables.append(_rows(opened, info, options, notes))
    table = tables[0] if len(tables) == 1 else _stacked(tables)
    return Features(table, str(source), ", ".join(chosen), info["driver"], tuple(notes))


def layer_names(source: str | Path, *, what: str) -> list[str]:
    """The layers of a file that `read_features` takes. Raises InputError as it does."""
    opened, _ = vector_source(source, None, what)
    with readable(source, what):
        return names_of(opened)


def names_of(opened: str) -> list[str]:
    """The layers of what `vector_source` says is to be opened."""
    import pyogrio

    pyogrio.set_gdal_config_options({"GML_DOWNLOAD_SCHEMA": False})  # a file may name a server for it
    return [str(name) for name in pyogrio.list_layers(opened)[:, 0]]


@contextmanager
def readable(source: str | Path, what: str, hint: str = "") -> Iterator[None]:
    """GDAL's errors as one sentence (InputError)."""
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    try:
        yield
    except (DataSourceError, DataLayerError, FieldError, ValueError, OSError) as error:
        # GDAL's reason without its advice about drivers
        reason = (str(error).splitlines() or [type(error).__name__])[0].split("; ")[0][:200].rstrip(".")
        raise InputError(
            f"The {what} {source}{hint} cannot be read as a vector file ({reason}); give a {FORMATS} with polygons."
        ) from error


def _rows(opened: str, info: dict[str, Any], options: dict[str, Any], notes: list[str]) -> Any:
    import pyogrio

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            table = pyogrio.read_dataframe(opened, **options)
        except UnicodeDecodeError:
            table = pyogrio.read_dataframe(opened, encoding=_OLD_ENCODING, **options)
            notes.append(f"Its texts are not in {info['encoding']}, as it says; they were read as Windows-1252.")
    if info["driver"] == "ESRI Shapefile" and info["encoding"] != "UTF-8":
        _as_utf8(table)
    texts = list(dict.fromkeys(str(one.message) for one in said if issubclass(one.category, RuntimeWarning)))
    notes.extend(f"GDAL: {text.rstrip('.')}." for text in texts[:3])
    if len(texts) > 3:
        notes.append(f"GDAL has {len(texts) - 3} more remarks like these.")
    return table


def _as_utf8(table: Any) -> None:
    """Texts of a Shapefile that does not say its encoding, in place: they are UTF-8 if all of a column is valid UTF-8,
    which texts of other encodings with letters beyond ASCII hardly ever are."""
    for name in table.columns:
        values = table[name]
        if values.dtype.kind not in "OU" and str(values.dtype) not in ("str", "string"):
            continue
        if name == getattr(getattr(table, "geometry", None), "name", None):
            continue
        if not any(isinstance(text, str) and not text.isascii() for text in values):
            continue
        try:
            table[name] = [t.encode("latin-1").decode("utf-8") if isinstance(t, str) else None for t in values]
        except UnicodeError:  # it is what GDAL took it for
            continue


def _stacked(tables: list[Any]) -> Any:
    import pandas as pd

    placed = [table for table in tables if hasattr(table, "geometry") and len(table)] or tables[:1]
    return placed[0] if len(placed) == 1 else pd.concat(placed, ignore_index=True)


def _only_layer(source: str, infos: dict[str, dict[str, Any]], notes: list[str]) -> str:
    """The layer that is meant where none is named: that of an inventory of ours, the only one with places (programs
    keep styles as tables without), or the only one with polygons."""
    if len(infos) == 1:
        return next(iter(infos))
    if OWN_LAYER in infos:
        return OWN_LAYER
    if not infos:
        raise InputError(f"{source} has no layers in it; give the inventory as polygons.")
    placed = [name for name, info in infos.items() if info["geometry_type"] is not None]
    areal = [name for name in placed if "Polygon" in infos[name]["geometry_type"]]
    if len(placed) == 1:
        return placed[0]
    if len(areal) == 1:
        notes.append(f"Of its layers ({', '.join(placed[:12])}) only {areal[0]} has polygons; that was read.")
        return areal[0]
    raise InputError(
        f"{source} has several layers ({', '.join((placed or list(infos))[:12])}); choose one with --layer."
    )

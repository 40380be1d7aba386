"""The landslides and the hidden area of one inventory, as the merging keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from l4s_core.base.errors import InputError
from l4s_core.inventory.ids import packed, uuids_of
from l4s_core.inventory.merging.place import Geometries, Place, areal
from l4s_core.inventory.merging.slides import COLUMNS, Column, Slides
from l4s_core.inventory.merging.source import Source, read_source_layer
from l4s_core.inventory.merging.store import FloatArray, IntArray, Outlines, Words
from l4s_core.inventory.schema import TEXT

if TYPE_CHECKING:
    import pandas as pd

FROM_RUN = ("event_id", "event_date", "trigger", "scene_pre", "scene_post", "dem_source", "date_min", "date_max")
"""What a polygon that somebody drew by hand lacks, and the run table has."""


def read_slides(source: Source, number: int, place: Place, words: Words) -> tuple[Slides, int]:
    """The landslides of a source, and how many of its polygons have no area and are left out."""
    table, points = (
        read_source_layer(source.readable, source.path, "landslides"),
        read_source_layer(source.readable, source.path, "crown_toe"),
    )
    if len(table) != source.count:
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

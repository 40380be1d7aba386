"""How single fields of catalogues are made of the columns of an inventory, and read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.exchange.catalogue import Catalogue, Field
from l4s_core.inventory.days import days_of

if TYPE_CHECKING:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

_US = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M", "%m/%d/%Y")


def objects(table: Any, name: str | None) -> Any:
    """A column as (rows,) object array, None for what is not there."""
    if name is None or name not in table:
        return np.full(len(table), None, object)
    column = table[name].astype(object)
    return column.where(column.notna(), None).to_numpy(object).copy()


def written(one: Catalogue, field: Field, table: GeoDataFrame, places: Any) -> Any:
    """A field of a catalogue for every row, (rows,) object.

    Parameters
    ----------
    table : columns of an inventory.
    places : (rows, 2) longitude and latitude, degrees WGS 84, of a point inside.
    """
    if field.constant is not None:
        return np.full(len(table), field.constant, object)
    values = objects(table, field.ours)
    if field.rule:
        return RULES[field.rule](one, table, values, places)
    if field.words:
        words = one.words[field.words]
        return _each(values, lambda value: words.theirs(None if value is None else str(value)), with_none=True)
    return values


def read_back(one: Catalogue, field: Field, values: Any) -> tuple[Any, list[int]]:
    """Our column of a field of a catalogue, and the places of values that could not be read."""
    if field.words:
        words = one.words[field.words]
        return _each(values, lambda value: words.ours(str(value))), []
    if field.rule in ("date_us", "event_date_us"):
        return _us_days(values)
    if field.rule == "date":
        days, unread = days_of(values)
        return _array(days), unread
    if field.rule == "title":
        return _each(values, lambda value: str(value).removeprefix("Landslide ") or None), []
    return values, []


def _date_us(one: Catalogue, table: Any, values: Any, places: Any) -> Any:
    return _each(values, _us)


def _event_date_us(one: Catalogue, table: Any, values: Any, places: Any) -> Any:
    """Where the day is not known, the last one on which it can have happened."""
    return _each(np.where(values == None, objects(table, "date_max"), values), _us)  # noqa: E711


def _us(value: Any) -> str | None:
    text = str(value).replace("Z", "").replace("T", " ")
    found = _parsed(text[:19], "%Y-%m-%d %H:%M:%S") or _parsed(text[:10], "%Y-%m-%d")
    return None if found is None else found.strftime("%m/%d/%Y %I:%M:%S %p")


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _us_days(values: Any) -> tuple[Any, list[int]]:
    """``MM/DD/YYYY hh:mm:ss AM`` as days; everything else as any date."""
    days: list[str | None] = []
    for value in values:
        found = next((moment for form in _US if (moment := _parsed(str(value).strip(), form))), None)
        days.append(None if found is None else found.strftime("%Y-%m-%d"))
    others = [k for k, (day, value) in enumerate(zip(days, values, strict=True)) if day is None and value is not None]
    read, unread = days_of([values[k] for k in others])
    for k, day in zip(others, read, strict=True):
        days[k] = day
    return _array(days), [others[k] for k in unread]


def _date(one: Catalogue, table: Any, values: Any, places: Any) -> Any:
    """That of the event, where it is known, stands for both ends."""
    event = objects(table, "event_date")
    return np.where(event == None, values, event)  # noqa: E711


def _inventory(one: Catalogue, table: Any, values: Any, places: Any) -> Any:
    return _each(values, lambda value: "l4s" if value is None else str(value), with_none=True)


def _title(one: Catalogue, table: Any, values: Any, places: Any) -> Any:
    return _each(values, lambda value: f"Landslide {value}")


def _description(one: Catalogue, table: Any, values: Any, places: Any) -> Any:
    scenes = objects(table, "scene_post")
    return _array(
        [
            None
            if area is None
            else f"Mapped from a satellite image{'' if scene is None else f' ({scene})'}; {float(area):.0f} m2."
            for area, scene in zip(values, scenes, strict=True)
        ]
    )


def _size(one: Catalogue, table: Any, values: Any, places: Any) -> Any:
    def word(area: Any) -> str:
        if area is None:
            return "unknown"
        return next(word for word, limit in one.sizes_m2 if limit is None or float(area) < limit)

    return _each(values, word, with_none=True)


RULES: dict[str, Callable[[Catalogue, Any, Any, Any], Any]] = {
    "date_us": _date_us,
    "event_date_us": _event_date_us,
    "date": _date,
    "inventory": _inventory,
    "title": _title,
    "description": _description,
    "size": _size,
    "longitude": lambda one, table, values, places: places[:, 0],
    "latitude": lambda one, table, values, places: places[:, 1],
}


def as_column(values: Any) -> pd.Series:
    """Numbers where all are numbers, else text; an empty column is text."""
    import pandas as pd

    there = [value for value in values if value is not None]
    if there and all(isinstance(value, int | np.integer) and not isinstance(value, bool) for value in there):
        return pd.Series(pd.array([pd.NA if value is None else int(value) for value in values], dtype="Int64"))
    if there and all(isinstance(value, int | float | np.number) and not isinstance(value, bool) for value in there):
        return pd.Series([np.nan if value is None else float(value) for value in values], dtype=np.float64)
    return pd.Series([None if value is None else str(value) for value in values], dtype=object)


def _each(values: Any, change: Callable[[Any], Any], with_none: bool = False) -> Any:
    return _array([None if value is None and not with_none else change(value) for value in values])


def _array(values: list[Any]) -> Any:
    out = np.empty(len(values), object)
    out[:] = values
    return out

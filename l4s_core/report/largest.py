"""The table of the largest landslides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from l4s_core.report import words
from l4s_core.report.facts import Slides

LARGEST = 25
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("length_m", "Length", "m"),
    ("width_m", "Width", "m"),
    ("relief_m", "Relief", "m"),
    ("slope_mean", "Slope", "°"),
    ("prob_mean", "Probability", ""),
    ("conf_usgs", "Class", ""),
    ("status", "State", ""),
)
"""Columns of ours: name in the file, on the page, unit."""


@dataclass(frozen=True)
class Row:
    """One landslide; ``values_`` in the order of `columns_of`."""

    name: str
    area_m2: float
    place: str
    values_: tuple[str, ...]


def columns_of(slides: Slides) -> list[tuple[str, str]]:
    """(name, unit) of the columns that tell the landslides of the file apart."""
    return [(title, unit) for name, title, unit in _COLUMNS if _tells(slides, name)]


def _tells(slides: Slides, name: str) -> bool:
    """Whether the file has a column; a state that is the same for all is said in the section of the review."""
    column = slides.column(name)
    return column is not None and not (name == "status" and len(column) > 1 and len(set(column.tolist())) == 1)


def largest(slides: Slides, most: int) -> list[Row]:
    """The largest ones, in the order of the map."""
    from pyproj import Transformer

    shapes = np.asarray(slides.table.geometry.array, dtype=object)
    rows = np.argsort(-slides.areas_m2, kind="stable")[:most]
    if not len(rows):
        return []
    points = shapely.get_coordinates(shapely.point_on_surface(shapes[rows]))
    x, y = Transformer.from_crs(slides.table.crs, 4326, always_xy=True).transform(points[:, 0], points[:, 1])
    columns = [slides.column(name) for name, _, _ in _COLUMNS if _tells(slides, name)]
    found = []
    for number, row in enumerate(rows):
        values = tuple(_short(column[row]) for column in columns if column is not None)
        found.append(Row(slides.names[row], float(slides.areas_m2[row]), words.place(x[number], y[number]), values))
    return found


def _short(value: object) -> str:
    if value is None:
        return words.UNKNOWN
    if isinstance(value, int):
        return str(value)
    return words.number(value) if words.as_number(value) is not None else str(value)

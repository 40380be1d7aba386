"""The map of a report: where it lies, what is drawn in it, what each landslide says when it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.palette import palette
from l4s_core.report import words
from l4s_core.report.facts import Slides
from l4s_core.report.frame import Box, MapFrame, frame_of, nice_length
from l4s_core.report.ground import Picture, small_outlines
from l4s_core.report.outlines import MOST_OUTLINES, draw, paths_of

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.given import GivenInventory

UNCLASSED = "#e7298a"
"""Of landslides without a class of confidence: seen on forest, on rock and beside the other colours."""
_MOST_COLUMNS, _LONGEST = 60, 240
_UNSEEN_POINTS = 40_000
_CLOSE = 0.5  # of the map, below which the surroundings of the landslides get a picture of their own
_CASED = 1500  # outlines up to which each has a dark edge, too
_OF_ALL = {"geometry", "model_sha"}


@dataclass(frozen=True, eq=False)
class Table:
    """What the landslides on the map say: ``columns`` and ``rows`` of them; ``same`` is said of all of them."""

    columns: tuple[str, ...]
    rows: list[list[Any]]
    same: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class MapData:
    """Everything of the map.

    Attributes
    ----------
    slides : (class, path) of each landslide that can be chosen, largest first, in the order of ``table``.
    unseen : (reason, class, path) of what was not observed. rejected : path of what reviewers rejected. scenes : path
        of the footprints of a merged inventory.
    small : those that are not drawn one by one. marks : landslides that no screen shows at this size, as x and y.
    scale : length of the bar in metres, its share of the width of the map, and what it says.
    close : x, y, width, height in units around the landslides, where that is a part of the map only.
    notes : how the map differs from the file.
    """

    frame: MapFrame
    slides: list[tuple[str, str]]
    unseen: list[tuple[str, str, str]]
    rejected: str
    scenes: str
    small: Picture | None
    table: Table
    scale: tuple[float, float, str]
    close: tuple[int, int, int, int] | None
    cased: bool
    notes: list[str] = field(default_factory=list)


def frame_for(given: GivenInventory, looked: Sequence[Box]) -> MapFrame:
    """Around the landslides, what was not observed and the ground that was looked at."""
    boxes = [*looked]
    tables = [table for table in (given.landslides, given.not_observed) if table is not None and len(table)]
    boxes += [_box(table) for table in tables]
    return frame_of(given.crs, boxes)


def _box(table: GeoDataFrame) -> Box:
    left, bottom, right, top = (float(value) for value in table.total_bounds)
    return left, bottom, right, top


def boxes_of(frame: MapFrame, slides: Slides) -> list[Box]:
    """Which boxes get a picture: the whole map, and more closely that of the landslides where it is much smaller."""
    if not len(slides.table):
        return [frame.box]
    close = frame_of(frame.crs, [_box(slides.table)]).box
    close = (
        max(close[0], frame.box[0]),
        max(close[1], frame.box[1]),
        min(close[2], frame.box[2]),
        min(close[3], frame.box[3]),
    )
    wide = (close[2] - close[0]) / (frame.box[2] - frame.box[0])
    return [frame.box, close] if wide < _CLOSE else [frame.box]


def map_data(given: GivenInventory, slides: Slides, frame: MapFrame, scenes: Any = None) -> MapData:
    """Draw everything. ``scenes`` are footprints (n,) in the CRS of the map, None without."""
    shapes = np.asarray(slides.table.geometry.array, dtype=object)
    drawn = draw(shapes, frame)
    classes = _classes(slides)
    notes = []
    small = None
    if drawn.rest.size:
        colours = {f"c{one.usgs}": one.colour for one in palette().confidence}
        small = small_outlines(
            shapes[drawn.rest], [colours.get(classes[row], UNCLASSED) for row in drawn.rest], frame.box, frame.crs
        )
        notes.append(
            f"The {words.count(len(drawn.rows))} largest landslides can be chosen on the map; the "
            f"{words.count(drawn.rest.size)} others, up to {words.area(slides.areas_m2[drawn.rest[0]])}, are drawn as "
            f"a picture with pixels of {words.number(small.metres_per_px, 2)} m."
        )
    if drawn.tolerance_m:
        notes.append(
            f"Outlines on the map are simplified by {words.number(drawn.tolerance_m, 2)} m; areas and everything else "
            "are those of the file."
        )
    hidden = given.landslides.loc[given.landslides.index.difference(slides.table.index)]
    boxes = boxes_of(frame, slides)
    metres = frame.box[2] - frame.box[0]
    bar = nice_length(metres / 4)
    return MapData(
        frame,
        [(classes[row], path) for row, path in zip(drawn.rows, drawn.paths, strict=True)],
        _unseen(given, frame),
        "".join(draw(np.asarray(hidden.geometry.array, dtype=object), frame, most=MOST_OUTLINES).paths),
        "" if scenes is None else "".join(paths_of(scenes, frame)),
        small,
        _table(slides, drawn.rows),
        (bar, bar / metres, f"{bar / 1000:g} km" if bar >= 1000 else f"{bar:g} m"),
        frame.drawn_box(boxes[1]) if len(boxes) > 1 else None,
        len(drawn.rows) <= _CASED,
        notes,
    )


def _classes(slides: Slides) -> list[str]:
    values = slides.column("conf_usgs")
    known = {one.usgs for one in palette().confidence}
    if values is None:
        return ["c0"] * len(slides.table)
    numbers = [words.as_number(value) for value in values]
    return [f"c{number:g}" if number in known else "c0" for number in numbers]


def _unseen(given: GivenInventory, frame: MapFrame) -> list[tuple[str, str, str]]:
    table = given.not_observed
    if table is None or not len(table):
        return []
    reasons = table["reason"].astype(str).to_numpy() if "reason" in table else np.full(len(table), "not observed")
    shapes = np.asarray(table.geometry.array, dtype=object)
    drawn = draw(shapes, frame, most=len(shapes), points=_UNSEEN_POINTS, least_px=1.5)
    order = {word: number for number, word in enumerate(palette().reasons)}
    found: dict[str, list[str]] = {}
    for row, path in zip(drawn.rows, drawn.paths, strict=True):
        found.setdefault(str(reasons[row]), []).append(path)
    return [
        (reason, f"u{order.get(reason, len(order))}", "".join(found[reason]))
        for reason in sorted(found, key=lambda word: (order.get(word, len(order)), word))
    ]


def _table(slides: Slides, rows: npt.NDArray[np.int64]) -> Table:
    """The attributes of some rows; what is the same in all is kept apart, what nobody filled in left out."""
    table = slides.table.iloc[rows]
    middle = _middles(slides, rows)
    columns: list[str] = ["name", "area", "place"]
    values: list[list[Any]] = [
        [slides.names[row] for row in rows],
        [words.area(slides.areas_m2[row]) for row in rows],
        middle,
    ]
    same = []
    for name in [str(column) for column in table.columns if str(column) not in _OF_ALL][:_MOST_COLUMNS]:
        column = [_plain(value) for value in table[name].tolist()]
        if all(value is None for value in column):
            continue
        if len(column) > 1 and len({repr(value) for value in column}) == 1:
            same.append((name, str(column[0])))
        else:
            columns.append(name)
            values.append(column)
    return Table(tuple(columns), [list(row) for row in zip(*values, strict=True)], tuple(same))


def _middles(slides: Slides, rows: npt.NDArray[np.int64]) -> list[str]:
    """A point in each, in WGS 84."""
    from pyproj import Transformer

    shapes = np.asarray(slides.table.geometry.array, dtype=object)[rows]
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    x, y = Transformer.from_crs(slides.table.crs, 4326, always_xy=True).transform(points[:, 0], points[:, 1])
    return [words.place(a, b) for a, b in zip(x, y, strict=True)]


def _plain(value: Any) -> Any:
    """As JSON has it: numbers short, texts cut off, None for what is not known."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value != value or str(value) in ("NaT", "<NA>"):
        return None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return float(f"{value:.6g}")
    text = words.without_midnight(str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

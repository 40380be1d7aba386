"""What the landslides hit of roads, buildings and other assets, as the page has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.palette import palette
from l4s_core.base.progress import Progress
from l4s_core.base.words import plural
from l4s_core.report import words
from l4s_core.report.frame import MapFrame

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.given import GivenInventory

COLOUR = "#2979ff"  # no colour of a landslide, and seen on forest and on rock
_MOST_CORNERS = 60_000
_NAMED = 8
_CROSS = 350  # half of the arm of a point, in units of the drawing
_PAGE_PX = 1200.0
_OF_KIND = {"point": "points", "line": "lines", "polygon": "polygons"}
_FIRST = {
    "point": "Points with a name",
    "line": "Lines with a name, the longest inside first",
    "polygon": "Polygons with a name, the largest inside first",
}


@dataclass(frozen=True)
class Overlay:
    """A layer of the map: ``path`` is path data of SVG."""

    name: str
    css: str
    colour: str
    path: str


@dataclass(frozen=True)
class Exposed:
    """The section: ``sentences``, a table of texts, ``notes`` below it; what is drawn, and what was odd."""

    sentences: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    overlay: Overlay | None
    problems: tuple[str, ...]


def exposed_of(given: GivenInventory, assets: Sequence[str], frame: MapFrame, progress: Progress) -> Exposed:
    """What `exposure.expose.exposure` finds without an elevation. Raises InputError for assets that cannot be used."""
    from l4s_core.exposure.assets import read_assets
    from l4s_core.exposure.hits import hits
    from l4s_core.exposure.tables import Found, tables

    progress.stage("assets")
    slides: Any = given.standing.reset_index(drop=True)
    found = read_assets(list(assets), given.crs)
    shapes = np.asarray(slides.geometry.array, dtype=object)
    made = tables(slides, found, Found(hits(shapes, found, progress), shapes), None, None)
    touched = made.assets_hit
    striking = int((made.landslides[["points_hit", "lines_hit", "polygons_hit"]].sum(axis=1) > 0).sum())
    verb = "hits" if striking == 1 else "hit"
    first = (
        f"{words.count(striking)} of {plural(len(slides), 'landslide', 'landslides')} {verb} "
        f"{plural(len(touched), 'asset', 'assets')} of {words.count(len(found))}."
        if len(touched)
        else f"No landslide hits any of the {plural(len(found), 'asset', 'assets')}."
    )
    notes = [
        "A line counts with the length inside of the outlines, a polygon with the ground that both cover; ground of "
        "several landslides counts once. What lies outside of the outlines, or on ground that was not observed, can "
        "be hit too. Of several classes of confidence, an asset counts in each."
    ]
    path, left = _drawn(touched, frame)
    if left:
        notes.append(f"On the map are the largest; {words.count(left)} smaller ones are not drawn.")
    return Exposed(
        (first, *_worst(touched)),
        ("Assets", "Confidence", "Landslides", "Assets hit", "How much"),
        tuple(_row(row) for row in made.by_class if row["slides"] or row["conf_usgs"] == "all"),
        tuple(notes) if len(touched) else (),
        Overlay("Assets hit", "assets", COLOUR, path) if path else None,
        found.problems,
    )


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    classes = {str(one.usgs): f"{one.usgs} {one.word}" for one in palette().confidence}
    code = row["conf_usgs"]
    said = "all" if code == "all" else "without a class" if code is None else classes.get(code, code)
    return (
        f"{row['file']}: {_OF_KIND[row['kind']]}",
        said,
        words.count(row["slides"]),
        words.count(row["assets"]),
        _amount(row["amount"], row["kind"]),
    )


def _amount(amount: float, kind: str) -> str:
    if kind == "polygon":
        return words.area(amount)
    if kind == "line":
        return f"{words.number(amount / 1000)} km" if amount >= 1000 else f"{words.number(amount)} m"
    return words.count(amount)


def _worst(touched: GeoDataFrame) -> list[str]:
    """The named assets of which most is hit."""
    named = touched[touched["name"].fillna("").astype(str).str.strip() != ""]
    if not len(named):
        return []
    lines = []
    for kind in ("line", "polygon", "point"):
        some = named[named["kind"] == kind].sort_values("hit", ascending=False, kind="stable")
        if not len(some):
            continue
        texts = [
            str(row["name"]) if kind == "point" else f"{row['name']} ({_amount(float(row['hit']), kind)})"
            for row in some.head(_NAMED).to_dict("records")
        ]
        more = f" and {words.count(len(some) - _NAMED)} more" if len(some) > _NAMED else ""
        lines.append(f"{_FIRST[kind]}: {', '.join(texts)}{more}.")
    return lines


def _drawn(touched: GeoDataFrame, frame: MapFrame) -> tuple[str, int]:
    """Path data of the parts that are hit, and how many assets it leaves out: of too many the largest are drawn."""
    shapes: npt.NDArray[np.object_] = np.asarray(touched.geometry.array, dtype=object)
    if not len(shapes):
        return "", 0
    coarse = (frame.box[2] - frame.box[0]) / _PAGE_PX / 2
    flat = shapely.simplify(shapes, coarse, preserve_topology=True)
    order = np.lexsort((-shapely.length(flat), shapely.get_dimensions(flat) > 0))
    ends = np.cumsum(shapely.get_num_coordinates(flat[order]))
    order = order[ends <= _MOST_CORNERS]
    return "".join(_strokes(shape, frame) for shape in flat[order]), len(shapes) - len(order)


def _strokes(shape: Any, frame: MapFrame) -> str:
    found = []
    for part in shapely.get_parts(shape):
        lines = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for line in lines:
            corners = frame.drawn(shapely.get_coordinates(line))
            if len(corners) == 1:
                x, y = corners[0].tolist()
                found.append(f"M{x - _CROSS} {y}h{2 * _CROSS}M{x} {y - _CROSS}v{2 * _CROSS}")
                continue
            found.append("M" + "L".join(f"{x} {y}" for x, y in corners.tolist()))
    return "".join(found)

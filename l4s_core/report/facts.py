"""What an inventory says of itself: how many landslides, how large, how sure, when, where, reviewed by whom."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.palette import palette
from l4s_core.report.words import as_number, percent, place, without_midnight

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.given import GivenInventory

_MOST_WORDS = 12  # different values of a column that are listed
_OTHER_REASON = "#8c8c8c"


@dataclass(frozen=True, eq=False)
class Slides:
    """The landslides that count: those that nobody rejected.

    Attributes
    ----------
    table : GeoDataFrame in a metric CRS.
    areas_m2 : (n,) of the outlines as they are now, whatever a column says.
    names : (n,) what each is called.
    rejected : how many were rejected.
    """

    table: GeoDataFrame
    areas_m2: npt.NDArray[np.float64]
    names: tuple[str, ...]
    rejected: int

    @classmethod
    def of(cls, given: GivenInventory) -> Slides:
        """Those of an inventory."""
        table = given.standing
        areas = np.asarray(shapely.area(np.asarray(table.geometry.array, dtype=object)), np.float64)
        return cls(table, areas, tuple(given.names(table.index)), len(given.landslides) - len(table))

    def column(self, name: str) -> npt.NDArray[np.object_] | None:
        """(n,) values, None where there are none; None where the file has not the column."""
        if name not in self.table:
            return None
        column = self.table[name].astype(object)
        out: npt.NDArray[np.object_] = np.asarray(column.where(column.notna(), None), dtype=object)
        return out

    def flags(self, name: str) -> npt.NDArray[np.bool_] | None:
        """(n,) where a column is 1; None where the file has not the column or nothing in it."""
        values = self.column(name)
        if values is None or all(value is None for value in values):
            return None
        return np.array([as_number(value) == 1 for value in values], dtype=bool)


@dataclass(frozen=True)
class Share:
    """One row of a table with a bar: ``part`` of ``1`` is how long it is."""

    name: str
    count: int
    area_m2: float
    part: float
    css: str = ""
    note: str = ""


def confidence(slides: Slides, run: Mapping[str, Any]) -> list[Share]:
    """The classes of confidence, the surest first; empty where the file has none."""
    values = slides.column("conf_usgs")
    if values is None or not any(value is not None for value in values):
        return []
    numbers = [as_number(value) for value in values]
    precision = _pairs(run.get("confidence_precision"))
    rows = []
    for one in palette().confidence:
        here = np.array([number == one.usgs for number in numbers], dtype=bool)
        right = precision.get(str(one.usgs))
        note = "" if right is None else percent(right, 0)
        rows.append(_share(f"{one.usgs} {one.word}", here, slides, f"c{one.usgs}", note))
    other = np.array([number not in {one.usgs for one in palette().confidence} for number in numbers], dtype=bool)
    if other.any():
        rows.append(_share("none", other, slides, "c0"))
    return rows


def _share(name: str, here: npt.NDArray[np.bool_], slides: Slides, css: str = "", note: str = "") -> Share:
    total = max(len(here), 1)
    return Share(name, int(here.sum()), float(slides.areas_m2[here].sum()), float(here.sum() / total), css, note)


def _pairs(words: Any) -> dict[str, str]:
    """``8:0.74 5:0.67`` as a dict."""
    return dict(re.findall(r"(\d+):([0-9.]+)", str(words or "")))


def words_of(slides: Slides, name: str, missing: str) -> list[Share]:
    """How often each word of a column stands in it, the most frequent first; empty without the column."""
    values = slides.column(name)
    if values is None:
        return []
    texts = np.array([missing if value is None else str(value) for value in values], dtype=object)
    found, counts = np.unique(texts, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    rows = [_share(str(found[k]), texts == found[k], slides) for k in order[:_MOST_WORDS]]
    if len(order) > _MOST_WORDS:
        others = np.isin(texts, found[order[_MOST_WORDS:]])
        rows.append(_share(f"{len(order) - _MOST_WORDS} others", others, slides))
    return rows


@dataclass(frozen=True)
class Observed:
    """What could be looked at.

    Attributes
    ----------
    share : 0 to 1, None where the file does not say it.
    of_what : the scene, the area ...
    reasons : (reason, share of the same, colour ``#rrggbb``), the largest first.
    hidden_m2 : area of the polygons that were not observed, None where there is no such layer.
    """

    share: float | None
    of_what: str
    reasons: tuple[tuple[str, float, str], ...]
    hidden_m2: float | None


def observed(given: GivenInventory) -> Observed:
    """From the run table; of merged inventories the reasons from the areas."""
    run = given.run
    share = as_number(run.get("share_observed"))
    looked = as_number(run.get("scenes_area_m2"))
    of_what = "the area" if run.get("area_source") else "the area of all scenes" if looked else "the scene"
    reasons: dict[str, float] = {
        name.removeprefix("share_").replace("_", " "): value
        for name, text in run.items()
        if name.startswith("share_") and name != "share_observed" and (value := as_number(text))
    }
    hidden = None
    if given.not_observed is not None:
        areas = shapely.area(np.asarray(given.not_observed.geometry.array, dtype=object))
        words = given.not_observed["reason"].astype(str).to_numpy() if "reason" in given.not_observed else None
        hidden = float(areas.sum())
        if looked and not reasons and words is not None:
            reasons = {
                str(word): float(areas[words == word].sum() / looked)
                for word in np.unique(words.astype(str))
                if word != "outside the area"
            }
    look, other = palette().reasons, _OTHER_REASON
    rows = [(name, value, look[name].colour if name in look else other) for name, value in reasons.items()]
    return Observed(share, of_what, tuple(sorted(rows, key=lambda row: -row[1])), hidden)


@dataclass(frozen=True)
class Dates:
    """When, in the words of the file; empty lines are not known."""

    event: str
    happened: str
    trigger: str
    scene: str
    before: str


def dates(slides: Slides, run: Mapping[str, Any]) -> Dates:
    """Of the event and of the scenes, from the run table or the columns."""

    def said(name: str) -> str:
        value = run.get(name)
        if value not in (None, ""):
            return without_midnight(str(value))
        values = slides.column(name)
        found = sorted({without_midnight(str(one)) for one in values if one is not None}) if values is not None else []
        return found[0] if len(found) == 1 else f"{len(found)} different ones" if found else ""

    first, last = _ends(slides, "date_min", min, run), _ends(slides, "date_max", max, run)
    happened = f"between {first} and {last}" if first and last else f"before {last}" if last else ""
    event = ", ".join(word for word in (said("event_id"), said("event_date")) if word)
    return Dates(event, happened, said("trigger"), said("scene_post"), said("scene_pre"))


def _ends(slides: Slides, name: str, end: Any, run: Mapping[str, Any]) -> str:
    values = slides.column(name)
    known = [str(value)[:10] for value in values if value is not None] if values is not None else []
    return str(end(known)) if known else str(run.get(name) or "")[:10]


def where(given: GivenInventory) -> tuple[str, list[str]]:
    """The middle of the landslides, and the corners of the box around them, in WGS 84."""
    from pyproj import Transformer

    if not len(given.landslides):
        return "", []
    left, bottom, right, top = (float(value) for value in given.landslides.total_bounds)
    to = Transformer.from_crs(given.crs, 4326, always_xy=True)
    middle = place(*to.transform((left + right) / 2, (bottom + top) / 2))
    return middle, [place(*to.transform(left, bottom)), place(*to.transform(right, top))]


def warnings_of(run: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """``id`` and ``text`` of each warning of the run; None where the run table does not say whether there were some."""
    if run.get("warnings") in (None, ""):
        return None
    try:
        rows = json.loads(str(run["warnings"]))
        return [{"id": str(row.get("id", "")), "text": str(row.get("text", ""))} for row in rows]
    except (ValueError, TypeError, AttributeError):
        return [{"id": "", "text": str(run["warnings"])}]

"""What people said of the landslides of an earlier inventory, kept in a new one of the same ground.

A new run, or another threshold, makes other polygons. Those that match an old one are the same landslide; those that a
person drew, and those that a person accepted and the new run does not find, stay as they were.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError
from l4s_core.inventory.ids import fill_uuids
from l4s_core.inventory.merging.place import areal
from l4s_core.inventory.schema import CROWN_TOE, LANDSLIDES, frame

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.types import Inventory

SAME_IOU = 0.5
"""Intersection over union from which two polygons are the same landslide. More than half of it can only be shared with
one polygon of an inventory whose polygons do not overlap; docs/inventory.md has what was measured."""
COVERED = 0.5
"""Share of a new polygon inside of outlines that stay, from which it is no landslide of its own."""
TOUCHED = 0.2
"""Overlap, as a share of the smaller polygon, from which one says something of the other (as `merging.matching`)."""
SAID = ("status", "reviewer", "review_utc", "notes", "reject_reason", "ls_type", "activity", "trigger")
"""Columns that a person fills in."""
_OPEN = "unreviewed"

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Kept:
    """What became of the landslides of the old inventory.

    Attributes
    ----------
    matched : new polygons that took over what was said of an old one.
    stayed : old ones that are in the new inventory as they were.
    noted : judged ones whose place a new polygon takes that is another one; its notes say what was said.
    gone : rejected ones of which the new run finds nothing.
    replaced : new polygons that lay in outlines that stayed.
    """

    matched: int
    stayed: int
    noted: int
    gone: int
    replaced: int

    def run(self, old: str | Path) -> dict[str, str | int | float | None]:
        """Rows of the run table."""
        rows = {f"review_{name}": value for name, value in vars(self).items()}
        return {"review_of": str(old), "review_same_iou": SAME_IOU, **rows}

    def sentence(self, old: str | Path) -> str:
        """For people."""
        return (
            f"Review of {Path(old).name}: {self.matched} landslides match and keep what was said, {self.stayed} "
            f"stay as they were, {self.noted} have another outline now and say so in their notes, {self.gone} rejected "
            "ones are not found again."
        )


def keep_review(new: Inventory, old: Inventory) -> Kept:
    """Bring into ``new``, in place, what people said in ``old``; ``ls_id`` is numbered anew, by falling area.

    - A new polygon that matches an old one (`SAME_IOU`) takes its ``uuid``, and where the old one was judged or written
      about, the columns `SAID`. Its outline and measures are the new ones.
    - An outline that a person drew (``edited``, or without a class of confidence) stays whole, with its columns and its
      crown and toe, in the place of what matches it or lies in it by half (`COVERED`).
    - One that was accepted and that nothing new touches stays whole, too. Where something touches it that does not
      match, the new polygon is open and its notes say what was said; so do those of one that touches a rejected one.
    - A rejected one that nothing touches goes.

    Raises
    ------
    InputError
        The old inventory cannot be put on the same grid.
    """
    slides, before = new.landslides, _placed(old, new)
    fill_uuids(before)
    shapes, earlier = np.asarray(slides.geometry.array), np.asarray(before.geometry.array)
    usable = np.array([bool(shape is not None and shape.area > 0) for shape in earlier], bool)
    status = np.array([_word(value) for value in before["status"]], object)
    drawn = usable & ((status == "edited") | ((status != "rejected") & before["conf_usgs"].isna().to_numpy(bool)))
    ours, theirs, common = overlaps(shapes, earlier, usable)
    area, area_before = shapely.area(shapes), shapely.area(earlier)
    iou = common / (area[ours] + area_before[theirs] - common)
    share = common / np.minimum(area[ours], area_before[theirs])
    match = one_to_one(ours, theirs, iou)

    covered = np.zeros(len(shapes))
    np.add.at(covered, ours[drawn[theirs]], common[drawn[theirs]])
    dropped = covered >= COVERED * area
    dropped[[mine for mine, other in match.items() if drawn[other]]] = True

    judged = usable & (status != _OPEN)
    stays, noted = drawn.copy(), 0
    notes = list(slides["notes"])
    held_by = {other: mine for mine, other in match.items() if not dropped[mine]}
    touching = (share >= TOUCHED) & ~dropped[ours]
    touched_by = _grouped(theirs[touching], ours[touching], len(before))
    gone = 0
    for other in np.flatnonzero(judged & ~drawn).tolist():
        if other in held_by:
            continue
        there = touched_by(other)
        if there:
            remark = _remark(before.iloc[other])
        for mine in there:
            notes[mine] = _joined(notes[mine], remark)
        noted += bool(there)
        if not there and status[other] == "rejected":
            gone += 1
        elif not there:
            stays[other] = True

    slides = slides.copy()
    slides["notes"] = np.array(notes, object)
    matched = np.array([(mine, other) for other, mine in held_by.items()], np.intp).reshape(-1, 2)
    _take_over(slides, matched[:, 0], before, matched[:, 1], event_trigger=old.run.get("trigger"))
    new.landslides, new.crown_toe = _put_together(slides, new, ~dropped, before, old, stays)
    fill_uuids(new.landslides)
    said = int(np.count_nonzero(judged[matched[:, 1]]))
    return Kept(said, int(stays.sum()), noted, gone, int(dropped.sum()))


def check_review(path: Path) -> None:
    """Raise InputError unless the review of an inventory can be kept from a file: for calling before the work."""
    from l4s_core.inventory.files.read import read_inventory

    if path.suffix.lower() != ".gpkg":
        raise InputError(f"The review of {path.name} cannot be kept: only a GeoPackage (.gpkg) holds all of it.")
    read_inventory(path)


def backup(path: Path) -> Path:
    """A copy of a GeoPackage as it is now, unwritten pages of other programs included; returns ``OLD.gpkg~``, with a
    number behind it where such a copy is there already."""
    copy, number = path.with_name(f"{path.name}~"), 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}~{number}")
    unfinished = copy.with_name(f".{copy.name}.partial")
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise InputError(
            f"No copy of {path} could be made ({error}), so it is not replaced; choose another name for the result."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return copy


@contextmanager
def old_one_kept(output: Path, old: Path | None) -> Iterator[Path | None]:
    """While ``output`` is written: where it replaces the inventory whose review is kept, a `backup` of that stays,
    unless the writing fails."""
    if old is None or not output.exists() or not output.samefile(old):
        yield None
        return
    copy = backup(output)
    try:
        yield copy
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _placed(old: Inventory, new: Inventory) -> GeoDataFrame:
    """The old landslides in the CRS of the new ones, with valid outlines, rows numbered from 0."""
    from geopandas.geodataframe import GeoDataFrame

    table = old.landslides
    if table.crs is None or new.landslides.crs is None:
        raise InputError("An inventory without a coordinate system cannot be compared; give it one.")
    if table.crs != new.landslides.crs:
        table = table.to_crs(new.landslides.crs)
    columns = table.drop(columns=table.geometry.name).reset_index(drop=True)
    return GeoDataFrame(columns, geometry=areal(np.asarray(table.geometry.array)), crs=table.crs)


def overlaps(
    shapes: npt.NDArray[np.object_], earlier: npt.NDArray[np.object_], usable: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], FloatArray]:
    """Pairs (new, old) that share ground, and how much."""
    theirs, ours = shapely.STRtree(shapes).query(earlier, predicate="intersects")
    keep = usable[theirs]
    theirs, ours = theirs[keep], ours[keep]
    common = np.asarray(shapely.area(shapely.intersection(shapes[ours], earlier[theirs])), np.float64)
    keep = common > 0
    return ours[keep], theirs[keep], common[keep]


def one_to_one(ours: npt.NDArray[np.intp], theirs: npt.NDArray[np.intp], iou: FloatArray) -> dict[int, int]:
    """New -> old of the pairs that match; the best first, should outlines of the old inventory overlap."""
    match: dict[int, int] = {}
    taken: set[int] = set()
    for place in np.argsort(-iou, kind="stable").tolist():
        mine, other = int(ours[place]), int(theirs[place])
        if iou[place] >= SAME_IOU and mine not in match and other not in taken:
            match[mine] = other
            taken.add(other)
    return match


def _grouped(keys: IntArray, values: IntArray, count: int) -> Callable[[int], list[int]]:
    """Key (0 to ``count``) -> its values, in their order."""
    order = np.argsort(keys, kind="stable")
    ends = np.cumsum(np.bincount(keys, minlength=count))
    found = values[order]
    return lambda key: found[ends[key - 1] if key else 0 : ends[key]].tolist()


def _take_over(
    slides: GeoDataFrame, mine: IntArray, before: GeoDataFrame, others: IntArray, event_trigger: Any
) -> None:
    """Give rows ``mine``, in place, the ``uuid`` and what was said of the rows ``others`` that they match."""
    for column in ("uuid", *SAID):
        if column not in slides or column not in before:
            continue
        now, said = slides[column].to_numpy(object).copy(), before[column].to_numpy(object)[others]
        takes = np.array([not _is_nothing(value) for value in said], bool)
        if column == "trigger":
            # the trigger that the old run wrote into all of its polygons is nobody's word on this one
            usual = np.array([value == event_trigger for value in said], bool)
            takes &= ~(usual & np.array([not _is_nothing(value) for value in now[mine]], bool))
        if column == "notes":
            said = np.array([_joined(*both) for both in zip(said, now[mine], strict=True)], object)
        now[mine[takes]] = said[takes]
        slides[column] = now


def _put_together(
    slides: GeoDataFrame,
    new: Inventory,
    kept: npt.NDArray[np.bool_],
    before: GeoDataFrame,
    old: Inventory,
    stays: npt.NDArray[np.bool_],
) -> tuple[GeoDataFrame, GeoDataFrame]:
    """Landslides by falling area with new ids, and the points of them under the same ids."""
    import pandas as pd

    both = [slides[kept].reset_index(drop=True), before[stays].reset_index(drop=True)]
    columns = LANDSLIDES
    rows = {
        name: pd.concat([table[name] for table in both if name in table and len(table)], ignore_index=True)
        if any(len(table) for table in both)
        else []
        for name in columns
    }
    geometry = [shape for table in both for shape in table.geometry]
    together = frame(columns, rows, geometry, slides.crs)
    order = np.argsort(-shapely.area(np.asarray(geometry, object)), kind="stable")
    source = [0] * len(both[0]) + [1] * len(both[1])
    names = [str(together["ls_id"].iloc[place]) for place in order]
    together = together.iloc[order].reset_index(drop=True)
    together["ls_id"] = [f"LS-{number:04d}" for number in range(1, len(together) + 1)]
    given = {(source[place], name): f"LS-{n:04d}" for n, (place, name) in enumerate(zip(order, names, strict=True), 1)}
    points = [new.crown_toe, old.crown_toe.to_crs(slides.crs)]
    kinds: dict[str, list[Any]] = {"ls_id": [], "kind": [], "z_m": []}
    places = []
    for which, table in enumerate(points):
        for ls_id, kind, z_m, place in zip(table["ls_id"], table["kind"], table["z_m"], table.geometry, strict=True):
            if (which, str(ls_id)) in given:
                for column, value in (("ls_id", given[which, str(ls_id)]), ("kind", kind), ("z_m", z_m)):
                    kinds[column].append(value)
                places.append(place)
    by_name = sorted(range(len(places)), key=lambda n: (kinds["ls_id"][n], kinds["kind"][n]))
    ordered = {column: [values[n] for n in by_name] for column, values in kinds.items()}
    return together, frame(CROWN_TOE, ordered, [places[n] for n in by_name], slides.crs)


def _remark(row: Any) -> str:
    who = "" if _is_nothing(row["reviewer"]) else f" by {row['reviewer']}"
    more = "" if _is_nothing(row["notes"]) else f" ({row['notes']})"
    return f"{row['status']}{who} with another outline{more}"


def _joined(*notes: Any) -> str | None:
    found: Iterable[str] = dict.fromkeys(str(note) for note in notes if not _is_nothing(note))
    return "; ".join(found) or None


def _word(value: Any) -> str:
    return _OPEN if _is_nothing(value) else str(value).strip().lower()


def _is_nothing(value: Any) -> bool:
    return value is None or value != value or str(value) in ("", "<NA>")


def with_review(new: Inventory, old: str | Path) -> Kept:
    """`keep_review` from a file as it is now; the run table says what became of it."""
    from l4s_core.inventory.files.read import read_inventory

    kept = keep_review(new, read_inventory(old))
    new.run = {**new.run, **kept.run(old)}
    return kept

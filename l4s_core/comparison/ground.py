"""The ground that both sides looked at, in pieces that are quick to cut with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.inventory.merging.place import EMPTY, areal

Geometries = npt.NDArray[np.object_]
_MOST_VERTICES = 256
_NOTHING = 1e-9  # of a polygon: what is left where edges that were cut along each other meet


def pieces(geometries: Iterable[Any]) -> Geometries:
    """The same ground in polygons of few vertices: an overlay takes as long as its larger polygon."""
    todo = [part for part in shapely.get_parts(np.asarray(list(geometries), dtype=object)) if not part.is_empty]
    done: list[Any] = []
    while todo:
        part = todo.pop()
        left, bottom, right, top = part.bounds
        if shapely.get_num_coordinates(part) <= _MOST_VERTICES or max(right - left, top - bottom) < 1:
            done.append(part)
            continue
        if right - left >= top - bottom:
            middle = (left + right) / 2
            halves = ((left, bottom, middle, top), (middle, bottom, right, top))
        else:
            middle = (bottom + top) / 2
            halves = ((left, bottom, right, middle), (left, middle, right, top))
        for half in halves:
            cut = shapely.get_parts(shapely.clip_by_rect(part, *half))
            todo.extend(each for each in cut if each.geom_type == "Polygon" and each.area > 0)
    out: Geometries = np.empty(len(done), dtype=object)
    out[:] = done
    return out


@dataclass(eq=False)
class Ground:
    """``within``: several sets of polygons, inside of each of which compared ground lies; ``without``: polygons that it
    does not reach into."""

    within: list[Geometries] = field(default_factory=list)
    without: Geometries = field(default_factory=lambda: np.empty(0, dtype=object))

    @property
    def everything(self) -> bool:
        """Whether there are no limits."""
        return not self.within and not len(self.without)

    def cut(self, shapes: Geometries) -> Geometries:
        """What of polygons lies on the ground; an empty polygon where nothing does."""
        out = shapes.copy()
        for inside in self.within:
            out = _overlaid(out, inside, keep=True)
        return _overlaid(out, self.without, keep=False) if len(self.without) else out

    def has(self, points: Geometries) -> npt.NDArray[np.bool_]:
        """Which points lie on the ground."""
        there = np.ones(len(points), bool)
        for inside in self.within:
            there &= _touching(points, inside)
        return there & ~_touching(points, self.without)


def _touching(points: Geometries, polygons: Geometries) -> npt.NDArray[np.bool_]:
    hit = np.zeros(len(points), bool)
    if len(polygons):
        hit[shapely.STRtree(polygons).query(points, predicate="intersects")[0]] = True
    return hit


def _overlaid(shapes: Geometries, polygons: Geometries, *, keep: bool) -> Geometries:
    """Shapes inside of the polygons, or outside of them."""
    out = shapes.copy()
    first, second = (
        shapely.STRtree(polygons).query(shapes, predicate="intersects")
        if len(polygons)
        else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    )
    touched = np.zeros(len(shapes), bool)
    touched[first] = True
    if keep:
        out[~touched] = EMPTY
        whole = np.zeros(len(shapes), bool)
        whole[first[shapely.contains_properly(polygons[second], shapes[first])]] = True
        touched &= ~whole
    order = np.argsort(first, kind="stable")
    first, second = first[order], second[order]
    rows, starts = np.unique(first, return_index=True)
    for row, start, stop in zip(rows.tolist(), starts.tolist(), [*starts[1:].tolist(), len(second)], strict=False):
        if touched[row]:
            other = shapely.union_all(polygons[second[start:stop]])
            overlay = shapely.intersection if keep else shapely.difference
            out[row] = overlay(shapes[row], other)
    changed = np.flatnonzero(touched)
    out[changed] = areal(out[changed])
    slivers = shapely.area(out) <= _NOTHING * shapely.area(shapes)
    out[slivers] = EMPTY
    return out

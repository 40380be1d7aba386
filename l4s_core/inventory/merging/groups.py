"""Which polygons of different scenes are the same landslide."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from l4s_core.base.progress import Progress
from l4s_core.inventory.merging.slides import Slides
from l4s_core.inventory.merging.store import AT_A_TIME, BoolArray, FloatArray, IntArray, Outlines
from l4s_core.inventory.outline.components import connected

SAME_SHARE = 0.2
"""Overlap, as a share of the smaller polygon, from which two are the same landslide."""
_NOTHING = 1e-9  # of the smaller polygon: what is left where edges that were cut along each other meet
Pairs = tuple[IntArray, IntArray, FloatArray]


def overlaps(outlines: Outlines, wanted: Callable[[IntArray, IntArray], BoolArray], progress: Progress) -> Pairs:
    """Pairs of outlines whose interiors overlap, first < second, and the overlap as a share of the smaller one.

    ``wanted`` says of pairs of places in ``outlines`` which ones matter. Outlines are compared strip by strip from the
    left, so that only those of a strip are in memory as geometries.
    """
    left = outlines.bounds[:, 0]
    order = np.argsort(left, kind="stable")
    left = left[order]
    widest = float(np.max(outlines.bounds[:, 2] - outlines.bounds[:, 0], initial=0.0))
    found: list[Pairs] = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for start in range(0, len(order), AT_A_TIME):
        progress.check()
        stop = min(start + AT_A_TIME, len(order))
        # what begins further left than the widest outline is wide ends before the strip
        reach = int(np.searchsorted(left, left[start] - widest, side="left"))
        places = order[reach:stop]
        shapes = outlines[places]
        mine, other = shapely.STRtree(shapes).query(shapes[start - reach :])
        mine += start - reach
        keep = other < mine
        first, second = np.minimum(places[mine], places[other]), np.maximum(places[mine], places[other])
        keep &= wanted(first, second)
        first, second, mine, other = first[keep], second[keep], mine[keep], other[keep]
        keep = shapely.intersects(shapes[mine], shapes[other])
        first, second, mine, other = first[keep], second[keep], mine[keep], other[keep]
        common = shapely.area(shapely.intersection(shapes[mine], shapes[other]))
        share = common / np.minimum(outlines.area[first], outlines.area[second])
        keep = share > _NOTHING
        found.append((first[keep], second[keep], share[keep]))
        progress.advance(stop - start)
    first, second, share = (np.concatenate(column) for column in zip(*found, strict=True))
    by_place = np.lexsort((second, first))
    return first[by_place], second[by_place], share[by_place]


def same_slides(slides: Slides, progress: Progress) -> tuple[IntArray, Pairs]:
    """The group of each slide, and the pairs in which one is rejected and the other not.

    Polygons of different sources and of the same event are the same landslide if they overlap by at least
    ``SAME_SHARE`` of the smaller one; groups are what such pairs connect. Rejected polygons are the same only as other
    rejected ones.

    Returns
    -------
    group : (slides,) int64, numbered by the first slide of each.
    contested : pairs with as much overlap of which exactly one is rejected.
    """
    event, rejected, source = same_event(slides), slides.rejected, slides.home
    first, second, share = overlaps(slides.outlines, lambda a, b: (source[a] != source[b]) & event(a, b), progress)
    large = share >= SAME_SHARE
    first, second, share = first[large], second[large], share[large]
    alike = rejected[first] == rejected[second]
    root = connected(len(slides), first[alike], second[alike])
    group = np.unique(root, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return group, (first[~alike], second[~alike], share[~alike])


def same_event(slides: Slides) -> Callable[[IntArray, IntArray], BoolArray]:
    """Says of pairs of slides whether they are of one event: the same id and the same date."""
    name, day = slides.columns["event_id"], slides.columns["event_date"]

    def same(a: IntArray, b: IntArray) -> BoolArray:
        alike: BoolArray = (name[a] == name[b]) & (day[a] == day[b])
        return alike

    return same

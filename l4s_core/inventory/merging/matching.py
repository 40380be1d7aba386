"""Which polygons of different scenes are the same landslide, and whose the ground is that two of them claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import shapely

from l4s_core.base.progress import Progress
from l4s_core.inventory.merging.combine import SAID, joined, said
from l4s_core.inventory.merging.place import areal, array_of
from l4s_core.inventory.merging.slides import AT_A_TIME, BoolArray, FloatArray, IntArray, Outlines, Slides
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


def remarks_on(rows: Slides, contested: Pairs) -> list[tuple[int, str]]:
    """What is to be said of which row about the other one of its pair, see `groups.same_slides`.

    A row that was not reviewed says nothing about one that was rejected.
    """
    rejected, reviewed = rows.rejected, rows.reviewed
    remarks = []
    for first, second in zip(*contested[:2], strict=True):
        for one, other in ((first, second), (second, first)):
            if rejected[other] or reviewed[other]:
                remarks.append((int(one), said(*(rows.value(name, other) for name in SAID))))
    return remarks


def put_remarks(slides: Slides, group: IntArray, remarks: list[tuple[int, str]]) -> None:
    """Write remarks on rows into the notes of their groups: both stay, for the reviewer to decide."""
    for row, remark in remarks:
        here = group[row : row + 1]
        notes = slides.value("notes", int(here[0]))
        if remark not in (notes or ""):  # it is there already in what a reviewer of a merged inventory wrote
            slides.put(here, {"notes": [joined([notes, remark])]})


def shared_out(slides: Slides, least_m2: FloatArray, progress: Progress) -> tuple[BoolArray, BoolArray]:
    """Cut the outlines, in place, so that within an event no ground lies in two landslides that are not rejected.

    Ground goes to the landslide that was reviewed, then to the one with the higher mean probability, then to the larger
    one. One of which less than ``least_m2`` is left goes, unless it was reviewed and something is left.

    Returns
    -------
    cut, gone : (slides,) bool.
    """
    event, rejected, reviewed = same_event(slides), slides.rejected, slides.reviewed
    first, second, _ = overlaps(slides.outlines, lambda a, b: event(a, b) & ~rejected[a] & ~rejected[b], progress)
    probability = np.nan_to_num(slides.columns["prob_mean"], nan=-1)
    order = np.lexsort((-slides.area_m2, -probability, ~reviewed))
    rank = np.empty(len(slides), np.int64)
    rank[order] = np.arange(len(slides))
    above: dict[int, list[int]] = defaultdict(list)
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        high, low = (a, b) if rank[a] < rank[b] else (b, a)
        above[low].append(high)
    cut, gone = np.zeros(len(slides), bool), np.zeros(len(slides), bool)
    involved = np.unique(np.concatenate([first, second]))
    shapes = dict(zip(involved.tolist(), slides.outlines[involved], strict=True))
    for low in sorted(above, key=lambda place: rank[place]):
        whole = shapes[low]
        others = [shapes[high] for high in above[low] if not gone[high]]
        left = areal(array_of(shapely.difference(whole, shapely.union_all(others))))[0]
        left_m2 = slides.area_m2[low] * left.area / whole.area
        # the quotient of areas is off by the last digits
        if left.is_empty or (not reviewed[low] and left_m2 < least_m2[low] * (1 - 1e-9)):
            gone[low] = True
        elif left.area < whole.area:
            cut[low] = True
            shapes[low], slides.area_m2[low] = left, left_m2
    changed = np.flatnonzero(cut)
    slides.outlines[changed] = array_of(*(shapes[place] for place in changed.tolist()))
    return cut, gone

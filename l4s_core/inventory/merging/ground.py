"""Ground on which two landslides of an event lie: one of them gets it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely

from l4s_core.base.progress import Progress
from l4s_core.inventory.merging.groups import overlaps, same_event
from l4s_core.inventory.merging.place import areal, array_of
from l4s_core.inventory.merging.slides import Slides
from l4s_core.inventory.merging.store import BoolArray, FloatArray


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

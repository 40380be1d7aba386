"""How many scenes looked at a landslide, and whether any of them shows where it ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from l4s_core.base.progress import Progress
from l4s_core.inventory.merging.looked import Views
from l4s_core.inventory.merging.place import Geometries, Place
from l4s_core.inventory.merging.slides import Slides
from l4s_core.inventory.merging.source import Source
from l4s_core.inventory.merging.store import BoolArray, IntArray

_HALF = 0.5
_AROUND_M = 5.0  # half a pixel: the ground beside the outline
_NOTHING_M2 = 1.0


def count_scenes(
    slides: Slides, found: tuple[IntArray, IntArray], sources: Sequence[Source], views: Views, progress: Progress
) -> tuple[IntArray, IntArray]:
    """In how many scenes each landslide was found, and how many found it or observed at least half of it.

    Scenes of other events do not count. ``found`` is pairs of slide and source.
    """
    identities = sorted({source.identity for source in sources})
    number = np.array([identities.index(source.identity) for source in sources], dtype=np.int64)
    pairs = [np.unique(np.column_stack([found[0], number[found[1]]]), axis=0)]
    n_found = np.bincount(pairs[0][:, 0], minlength=len(slides))
    outlines = slides.outlines
    for source in views.known():
        progress.check()
        near = outlines.near(shapely.bounds(views.footprints[source]))
        near = near[slides.event_of(sources[source].event)[near]]
        missed = shapely.area(views.of(source).not_seen(outlines[near]))
        saw = near[outlines.area[near] - missed >= _HALF * outlines.area[near]]
        pairs.append(np.column_stack([saw, np.full(saw.size, number[source])]))
        progress.advance()
    n_observed = np.bincount(np.unique(np.concatenate(pairs), axis=0)[:, 0], minlength=len(slides))
    return n_found.astype(np.int64), n_observed.astype(np.int64)


def still_truncated(
    slides: Slides, sources: Sequence[Source], views: Views, place: Place, progress: Progress
) -> BoolArray:
    """Which landslides touch what no scene of their event observed, among those that are marked as truncated."""
    marked = np.flatnonzero(slides.cut_off())
    out = np.zeros(len(slides), bool)
    if not marked.size:
        return out
    left = _grown(slides, marked, sources, place)
    metres = slides.area_m2[marked] / slides.outlines.area[marked]
    seen_by = np.zeros(marked.size, np.int64)
    tree = shapely.STRtree(left.copy())
    for source in views.known():
        progress.check()
        near = np.sort(tree.query(views.footprints[source], predicate="intersects"))
        near = near[slides.event_of(sources[source].event)[marked[near]]]
        left[near] = views.of(source).not_seen(left[near])
        seen_by[near] += 1
    # where one scene alone looked it stays as the run said: its outline was perhaps simplified since
    out[marked] = (seen_by < 2) | (shapely.area(left) * metres > _NOTHING_M2)
    return out


def _grown(slides: Slides, which: IntArray, sources: Sequence[Source], place: Place) -> Geometries:
    """Outlines with the ground beside them."""
    out = slides.outlines[which]
    for home in np.unique(slides.home[which]):
        own = np.flatnonzero(slides.home[which] == home)
        width = _AROUND_M + sources[int(home)].number("simplify_m")
        grown = shapely.buffer(place.back(out[own], int(home)), width, cap_style="square", join_style="mitre")
        out[own] = place.here(grown, int(home))
    return out

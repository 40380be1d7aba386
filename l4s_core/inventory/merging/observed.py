"""What each scene looked at, how many saw a landslide, and what none of them observed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.inventory.merging.place import EMPTY, Geometries, Place, areal, array_of
from l4s_core.inventory.merging.slides import BoolArray, FloatArray, IntArray, Outlines, Slides
from l4s_core.inventory.merging.sources import Source
from l4s_core.inventory.schema import SCENES, frame

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame


_KEPT = 16


class Looked:
    """Answers of one scene, for many geometries at once.

    Parameters
    ----------
    footprint : polygon, or None where it is not known: then nothing was looked at.
    hidden : (n,) polygons that do not overlap, what was not observed.
    """

    def __init__(self, footprint: Any, hidden: Geometries) -> None:
        self.footprint = footprint
        self.hidden = hidden
        self._tree = shapely.STRtree(hidden)
        shapely.prepare(hidden)
        if footprint is not None:
            shapely.prepare(footprint)

    def not_seen(self, geometries: Geometries) -> Geometries:
        """What of each geometry this scene did not observe; empty where it observed all of it."""
        if self.footprint is None:
            return geometries.copy()
        out = array_of(*[EMPTY] * len(geometries))
        away = ~shapely.covers(self.footprint, geometries)
        out[away] = areal(shapely.difference(geometries[away], self.footprint))
        which, where = self._tree.query(geometries)
        meet = shapely.intersects(self.hidden[where], geometries[which])  # the hidden ones are prepared
        which, where = which[meet], where[meet]
        for index, hits in by_first(which, where):
            behind = shapely.intersection(geometries[index], shapely.union_all(self.hidden[hits]))
            out[index] = behind if out[index].is_empty else shapely.union(out[index], behind)
        return areal(out)


def by_first(first: npt.NDArray[np.intp], second: npt.NDArray[np.intp]) -> list[tuple[int, npt.NDArray[np.intp]]]:
    """Pairs as (first, all its seconds)."""
    order = np.argsort(first, kind="stable")
    names, starts = np.unique(first[order], return_index=True)
    return list(zip(names.tolist(), np.split(second[order], starts[1:]), strict=True)) if len(names) else []


class Views:
    """What each source looked at, in the CRS of a `Place`; few at a time are in memory as geometries.

    ``footprints`` has the footprint of each source, None where it is not known.
    """

    def __init__(self, footprints: Geometries, hidden: Sequence[Outlines]) -> None:
        self.footprints = footprints
        self._hidden = hidden
        self.of = lru_cache(maxsize=_KEPT)(self._of)

    def _of(self, source: int) -> Looked:
        return Looked(self.footprints[source], self._hidden[source][:])

    def known(self) -> list[int]:
        """The sources whose footprint is known."""
        return [n for n, footprint in enumerate(self.footprints) if footprint is not None]


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


_OUTSIDE = WORDS[Reason.OUTSIDE_AREA]
_Pieces = tuple[Geometries, IntArray, BoolArray]
LEAST_M2 = 50.0
"""Smaller pieces, half a pixel, are left out where the pixels of two scenes do not lie on each other."""


@dataclass(frozen=True, eq=False)
class Unseen:
    """What no scene observed, largest first: outlines, reasons and square metres.

    ``all_m2`` is what all looked at (of a scene with an area only that), ``hidden_m2`` how much of it none observed.
    """

    outlines: Outlines
    reasons: list[str | None]
    area_m2: FloatArray
    all_m2: float
    hidden_m2: float


def no_scene_observed(
    sources: Sequence[Source], views: Views, reasons: Sequence[Sequence[str | None]], place: Place, progress: Progress
) -> Unseen:
    """The area that no scene observed, with the reason in the first scene that looked there.

    A scene gives what was hidden in it, without what earlier scenes looked at (they gave what was hidden there) and
    without what later ones observed. What lies outside of its area, and in that of no other scene, is given with that
    reason. ``reasons`` has those of each source.
    """
    known = np.array(views.known(), dtype=np.int64)
    tree = shapely.STRtree(views.footprints[known])
    outside = [np.array([why == _OUTSIDE for why in own], dtype=bool) for own in reasons]
    looked = _looked_at(views, outside)
    outlines: list[Outlines] = []
    words: list[str | None] = []
    areas = [np.zeros(0)]
    all_m2 = 0.0
    for source in known.tolist():
        progress.check()
        view = views.of(source)
        near = np.sort(known[tree.query(view.footprint, predicate="intersects")])
        earlier, later = near[near < source], near[near > source]
        taken = shapely.union_all(looked[earlier])
        new = areal(array_of(shapely.difference(looked[source], taken)))
        all_m2 += float(shapely.area(place.back(new, source))[0])
        found = _outside(view.hidden, np.flatnonzero(~outside[source]), taken)
        for other in later.tolist():
            found = _not_seen(*found, views.of(other))
        taken = shapely.union_all([*views.footprints[earlier], *looked[later]])
        beside = _outside(view.hidden, np.flatnonzero(outside[source]), taken)
        pieces: Geometries = np.concatenate([found[0], beside[0]])
        origin, whole = np.concatenate([found[1], beside[1]]), np.concatenate([found[2], beside[2]])
        measured = shapely.area(place.back(pieces, source))
        keep = whole | (measured >= LEAST_M2)
        outlines.append(Outlines.of(pieces[keep]))
        words.extend(reasons[source][n] for n in origin[keep])
        areas.append(measured[keep])
        progress.advance()
    area = np.concatenate(areas)
    order = np.argsort(-area, kind="stable")
    hidden_m2 = float(sum(size for size, why in zip(area.tolist(), words, strict=True) if why != _OUTSIDE))
    return Unseen(Outlines.joined(outlines).take(order), [words[n] for n in order], area[order], all_m2, hidden_m2)


def _looked_at(views: Views, outside: Sequence[BoolArray]) -> Geometries:
    """The footprint of each source without what is ``outside`` of its area; None where it is not known."""
    looked = views.footprints.copy()
    for source in views.known():
        if outside[source].any():
            beside = shapely.union_all(views.of(source).hidden[outside[source]])
            looked[source] = areal(array_of(shapely.difference(looked[source], beside)))[0]
    return looked


def _outside(hidden: Geometries, chosen: IntArray, taken: object) -> _Pieces:
    """The chosen pieces without ``taken``, the place in ``hidden`` that each is from, and whether it is still whole."""
    shapely.prepare(taken)
    out = hidden[chosen]
    meet = shapely.intersects(taken, out)
    out[meet] = shapely.difference(out[meet], taken)
    return _parts(out, chosen, ~meet)


def _not_seen(pieces: Geometries, origin: IntArray, whole: BoolArray, view: Looked) -> _Pieces:
    """Pieces without what a scene observed."""
    if not len(pieces):
        return pieces, origin, whole
    meet = shapely.intersects(view.footprint, pieces)
    out = pieces.copy()
    out[meet] = view.not_seen(pieces[meet])
    return _parts(out, origin, whole & ~meet)


def _parts(pieces: Geometries, origin: IntArray, whole: BoolArray) -> _Pieces:
    """What is left of each piece in connected parts; whole pieces stay as they are."""
    pieces = areal(pieces)
    cut = np.flatnonzero(~whole)
    parts, where = shapely.get_parts(pieces[cut], return_index=True)
    parts = np.concatenate([pieces[whole], parts])
    source = np.concatenate([np.flatnonzero(whole), cut[where]])
    order = np.argsort(source, kind="stable")
    parts, source = parts[order], source[order]
    keep = ~shapely.is_empty(parts)
    return parts[keep], origin[source[keep]], whole[source[keep]]


def scenes_layer(sources: Sequence[Source], views: Views, found: IntArray, place: Place) -> GeoDataFrame:
    """One row for each inventory: where it looked, how much it observed, what made it, and what was ``found`` in it."""
    from_run = ("scene_pre", "event_id", "event_date", "model_id", "model_sha", "dem_source", "software", "run_utc")
    values: dict[str, object] = {name: [s.text(name) for s in sources] for name in from_run}
    values |= {
        "scene": [s.scene for s in sources],
        "date": [s.date for s in sources],
        "file": [s.path.name for s in sources],
        "source": [s.text("scene_source") for s in sources],
        "landslides": found,
        "area_m2": [np.nan if s.footprint is None else s.footprint.area for s in sources],
        **{name: [s.run.get(name) for s in sources] for name in ("share_observed", "threshold", "mmu_m2")},
    }
    footprints = array_of(*[EMPTY if shape is None else shape for shape in views.footprints])
    return frame(SCENES, values, place.finished(footprints), place.crs)

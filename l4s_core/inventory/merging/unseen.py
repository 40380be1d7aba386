"""What no scene observed, and where each scene looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.inventory.merging.looked import Looked, Views
from l4s_core.inventory.merging.place import EMPTY, Geometries, Place, areal, array_of
from l4s_core.inventory.merging.source import Source
from l4s_core.inventory.merging.store import BoolArray, FloatArray, IntArray, Outlines
from l4s_core.inventory.schema import SCENES, frame

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

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

"""What no scene observed, and where each scene looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from l4s_core.inventory.merging.looked import Looked, Views
from l4s_core.inventory.merging.place import EMPTY, Geometries, Place, areal, array_of
from l4s_core.inventory.merging.source import Source
from l4s_core.inventory.merging.store import BoolArray, FloatArray, IntArray, Outlines
from l4s_core.inventory.schema import SCENES, frame
from l4s_core.progress import Progress

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

_Pieces = tuple[Geometries, IntArray, BoolArray]
LEAST_M2 = 50.0
"""Smaller pieces, half a pixel, are left out where the pixels of two scenes do not lie on each other."""


@dataclass(frozen=True, eq=False)
class Unseen:
    """What no scene observed, largest first: outlines, reasons and square metres; ``all_m2`` is what all looked at."""

    outlines: Outlines
    reasons: list[str | None]
    area_m2: FloatArray
    all_m2: float


def no_scene_observed(
    sources: Sequence[Source], views: Views, reasons: Sequence[Sequence[str | None]], place: Place, progress: Progress
) -> Unseen:
    """The area that no scene observed, with the reason in the first scene there.

    A scene gives what was hidden in it, without what earlier scenes looked at (they gave what was hidden there) and
    without what later ones observed. ``reasons`` has those of each source.
    """
    known = np.array(views.known(), dtype=np.int64)
    tree = shapely.STRtree(views.footprints[known])
    outlines: list[Outlines] = []
    words: list[str | None] = []
    areas = [np.zeros(0)]
    all_m2 = 0.0
    for source in known.tolist():
        progress.check()
        view = views.of(source)
        near = np.sort(known[tree.query(view.footprint, predicate="intersects")])
        taken = shapely.union_all(views.footprints[near[near < source]])
        new = areal(array_of(shapely.difference(view.footprint, taken)))
        all_m2 += float(shapely.area(place.back(new, source))[0])
        pieces, origin, whole = _outside(view.hidden, taken)
        for later in near[near > source].tolist():
            pieces, origin, whole = _not_seen(pieces, origin, whole, views.of(later))
        measured = shapely.area(place.back(pieces, source))
        keep = whole | (measured >= LEAST_M2)
        outlines.append(Outlines.of(pieces[keep]))
        words.extend(reasons[source][n] for n in origin[keep])
        areas.append(measured[keep])
        progress.advance()
    area = np.concatenate(areas)
    order = np.argsort(-area, kind="stable")
    return Unseen(Outlines.joined(outlines).take(order), [words[n] for n in order], area[order], all_m2)


def _outside(hidden: Geometries, taken: object) -> _Pieces:
    """Pieces without ``taken``, the place in ``hidden`` that each is from, and whether it is still whole."""
    shapely.prepare(taken)
    meet = shapely.intersects(taken, hidden)
    out = hidden.copy()
    out[meet] = shapely.difference(hidden[meet], taken)
    return _parts(out, np.arange(len(hidden)), ~meet)


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

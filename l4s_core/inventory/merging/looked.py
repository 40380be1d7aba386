"""What a scene looked at: its footprint without what was hidden in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.inventory.merging.place import EMPTY, Geometries, areal, array_of
from l4s_core.inventory.merging.store import Outlines

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

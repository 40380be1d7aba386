"""Size and form of landslides whose outline is a new one."""

from __future__ import annotations

import numpy as np
import shapely

from l4s_core.inventory.merging.place import Place
from l4s_core.inventory.merging.slides import Slides
from l4s_core.inventory.merging.store import BoolArray
from l4s_core.inventory.outline.shape import shape_of

_OFF_M2 = 0.5


def drawn_anew(slides: Slides) -> BoolArray:
    """Landslides whose outline is not the one that their columns describe: somebody changed or drew it."""
    told = slides.columns["area_m2"]
    same: BoolArray = np.abs(told - slides.area_m2) <= np.maximum(_OFF_M2, 1e-6 * slides.area_m2)
    return ~same  # NaN is not the same


def measure(slides: Slides, which: BoolArray, place: Place) -> None:
    """Measure those again, in place, each in the CRS of its source; the length runs from crown to toe."""
    for home in np.unique(slides.home[which]):
        own = np.flatnonzero(which & (slides.home == home))
        outlines = place.back(slides.outlines[own], int(home))
        known = np.isfinite(slides.crown[own]).all(axis=1) & np.isfinite(slides.toe[own]).all(axis=1)
        down = np.full((own.size, 2), np.nan)
        ends = [
            shapely.get_coordinates(place.back(shapely.points(end[own[known], :2]), int(home)))
            for end in (slides.crown, slides.toe)
        ]
        down[known] = ends[1] - ends[0]
        shape = shape_of(outlines, down[:, 0], down[:, 1])
        slides.area_m2[own] = shape.area_m2
        slides.put(
            own,
            {
                "area_m2": shape.area_m2,
                "perim_m": shape.perim_m,
                "length_m": shape.length_m,
                "width_m": shape.width_m,
                "lw_ratio": shape.length_m / shape.width_m,
                "compactness": shape.compactness,
            },
        )

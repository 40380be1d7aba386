"""Whether the heights and slopes of a DEM can be those of the scene's ground."""

from __future__ import annotations

import numpy as np

from l4s_core.domain.samples import LEAST_PX, Samples
from l4s_core.domain.types import Doubt

LEAST_RELIEF_M = 2.0  # between the 1st and the 99th per cent of the heights; no ground that slides is so even
LEAST_STEEP_DEG = 2.0  # slope of the steepest hundredth
STEEPEST_MEDIAN_DEG = 55.0  # of mountains at 10 to 30 m it is 25 to 40
HEIGHTS_M = (-450.0, 8900.0)  # from the shore of the Dead Sea to Mount Everest


def terrain_doubts(samples: Samples) -> list[Doubt]:
    """What is suspicious about ``dem`` and ``slope``, as far as the samples have them."""
    doubts = []
    heights = samples.known("dem") if "dem" in samples else np.empty(0, np.float32)
    slopes = samples.known("slope") if "slope" in samples else np.empty(0, np.float32)
    if heights.size >= LEAST_PX:
        low, high = (float(h) for h in np.percentile(heights, [1, 99]))
        if low < HEIGHTS_M[0] or high > HEIGHTS_M[1]:
            doubts.append(
                Doubt(
                    "heights",
                    f"The DEM has heights from {low:.0f} to {high:.0f} m, which no land has: another unit, or a fill "
                    "taken for a height; say --dem-unit, or give another DEM.",
                )
            )
        if high - low < LEAST_RELIEF_M:
            doubts.append(
                Doubt(
                    "flat-terrain",
                    f"The heights of the DEM differ by {high - low:.1f} m only over the whole scene: it may be a mask, "
                    "a count layer or an empty tile, and the terrain gate then drops landslides; look at the DEM.",
                )
            )
            return doubts
    if slopes.size >= LEAST_PX:
        steep, middle = float(np.percentile(slopes, 99)), float(np.median(slopes))
        if steep < LEAST_STEEP_DEG:
            doubts.append(
                Doubt(
                    "flat-terrain",
                    f"Only a hundredth of the ground is steeper than {steep:.1f} degrees in the DEM: where landslides "
                    "are that is unlikely, and the terrain gate then drops them; look at the DEM and its unit.",
                )
            )
        elif middle > STEEPEST_MEDIAN_DEG:
            doubts.append(
                Doubt(
                    "steep-terrain",
                    f"Half of the ground is steeper than {middle:.0f} degrees in the DEM, which no mountains are: its "
                    "heights may be in feet or centimetres; say --dem-unit, or give another DEM.",
                )
            )
    return doubts

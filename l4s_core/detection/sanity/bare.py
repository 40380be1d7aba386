"""Ground without plants, on which one date cannot tell a landslide from rock, scree, gravel and fields."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from l4s_core.detection.sanity.samples import LEAST_PX, Samples
from l4s_core.detection.sanity.types import Doubt

BARE_NDVI = 0.4
"""From which NDVI down ground counts as bare, as the evidence of the default model has it: fresh landslides have 0.2 to
0.3 in the middle and hardly any above 0.55, forest and meadow 0.65 and more."""
MUCH_BARE = 0.3
"""Share of the observed land; from about here on the default model takes bareness for no sign of a landslide."""
_LAND_NIR = 500.0  # reflectance x 10000; water is darker


def bare_doubts(samples: Samples, *, compared: bool) -> Iterator[Doubt]:
    """Where near infrared and red are there. ``compared``: a scene before the event says what was bare before."""
    if compared or "B4" not in samples or "B8" not in samples:
        return
    red, near = samples.together("B4", "B8")
    land = near > _LAND_NIR
    if int(land.sum()) < LEAST_PX:
        return
    red, near = red[land], near[land]
    share = float(np.mean((near - red) / np.maximum(near + red, 1.0) < BARE_NDVI))
    if share >= MUCH_BARE:
        yield Doubt(
            "bare-ground",
            f"{share:.0%} of the observed land is bare (NDVI below {BARE_NDVI:g}): without a scene before the event, "
            "rock, scree, gravel and fields cannot be told from landslides there, and the default model leaves them "
            "out; give a scene before with --pre.",
        )

"""How much less green and how much brighter the ground became."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Layers = npt.NDArray[np.float32]
Layer = npt.NDArray[np.float32]

BANDS = ("B2", "B3", "B4", "B8")
"""What is compared, as far as both dates have it."""
_LEAST = 50.0  # reflectance x 10000: ratios of less are noise


def usable_bands(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The bands that two dates are compared in; none where greenness cannot be told from them."""
    both = tuple(name for name in BANDS if name in before and name in after)
    return both if "B4" in both and ("B8" in both or "B3" in both) else ()


def greenness_name(bands: Sequence[str]) -> str:
    """``"NDVI"``, or ``"green-red index"`` of visible bands alone."""
    return "NDVI" if "B8" in bands else "green-red index"


def greenness(bands: Sequence[str], values: Layers) -> Layer:
    """NDVI = (B8 - B4) / (B8 + B4) (Rouse et al. 1974), or without near infrared (B3 - B4) / (B3 + B4), the green-red
    vegetation index (Tucker 1979, Remote Sens. Environ. 8, 127; Motohka et al. 2010, Remote Sens. 2, 2369).

    ``values`` is (bands, ...) reflectance x 10000; the result has the shape of one band, NaN where one is unknown.
    """
    names = list(bands)
    red = np.maximum(values[names.index("B4")], _LEAST)
    other = np.maximum(values[names.index("B8" if "B8" in names else "B3")], _LEAST)
    index: Layer = (other - red) / (other + red)
    return index


def brightness(bands: Sequence[str], values: Layers) -> Layer:
    """Natural logarithm of red reflectance, which bare ground raises most and which a ratio of dates makes independent
    of how bright the slope is lit."""
    log: Layer = np.log(np.maximum(values[list(bands).index("B4")], _LEAST))
    return log


def relative_difference(after: Layer, before: Layer) -> Layer:
    """rdNDVI = (NDVI after - NDVI before) / sqrt(NDVI after + NDVI before) x 100 %, of HazMapper (Scheip & Wegmann
    2021, Nat. Hazards Earth Syst. Sci. 21, 1495): how much of the vegetation was lost. NaN where the sum is not above
    0."""
    total = after + before
    with np.errstate(invalid="ignore", divide="ignore"):
        relative: Layer = np.where(total > 0, 100 * (after - before) / np.sqrt(total), np.nan).astype(np.float32)
    return relative

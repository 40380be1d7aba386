"""Cloud, snow, water and dark ground told apart pixel by pixel, from whatever bands there are.

All thresholds are in reflectance (0 to 1) at the surface. Level-1C, which is at the top of the atmosphere, first loses
the light that molecules scatter into the sensor and gets back what they scatter out of its way; the tests are then the
same for both levels.

Where a threshold is not the source's own, it was set on 20 m pixels of three scenes with cumulus (two Level-2A, one
Level-1C) and of bright ground: Dolomite rock and scree, beach, villages, brick fields, turbid rivers, debris flows.
docs/clouds.md has what each test finds on every scene, and what is chosen when one is left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Band = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

NEEDED: tuple[str, ...] = ("B2", "B3", "B4")
USED: tuple[str, ...] = ("B2", "B3", "B4", "B8", "B9", "B10", "B11", "B12")

CLOUD, SURE, SNOW, WATER, DARK = 1, 2, 4, 8, 16
"""Bits of what `classify` returns. Cloud, snow and water exclude each other; what is sure to be cloud is also CLOUD."""

HAZE = 0.03
"""Haze-optimised transform B2 - 0.5 B4 (Zhang, Guindon and Cihlar 2002). Zhu and Woodcock 2012 (Fmask) ask for 0.08 at
the top of the atmosphere, which is about 0.02 to 0.03 at the surface."""
SURE_HAZE = 0.05
"""The same for clouds that stand alone. Between the two it is a cloud only beside one of these: a mixed pixel of red
scar and pale forest is as grey as thin cloud."""
WHITENESS = 0.45
"""Sum of the visible bands' distances from their mean, over the mean; below it a pixel is grey enough. Fmask has 0.7 at
the top of the atmosphere; at the surface pale vegetation is below that, clouds are below 0.45 (95 % of thin ones)."""
BLUE_TO_RED, SURE_BLUE_TO_RED = 0.80, 0.90
"""B2 / B4 above it: bare soil, rock and sand are red or brown, clouds are not. 99 % of the Dolomite rock is below 0.82,
99 % of the debris flows below 0.73, 99 % of thick cloud above 0.89 (Level-2A). Sen2Cor uses the same ratio (0.85 to
0.95) against soils in its snow filter. The second is asked of clouds that stand alone: a cloud thin enough to look like
the rock below it is only seen beside a thick one."""
SURE_BLUE_TO_GREEN = 0.87
"""B2 / B3 above it for clouds that stand alone: 99 % of thick cloud is above 0.90, turbid water at 0.81. It is what
tells a milky river from a cloud where there is no near infrared."""
NIR_TO_GREEN = 0.80
"""B8 / B3 above it: clouds are white into the near infrared (99 % of them above 0.92), water is dark there however much
it carries."""
VEGETATION = 0.65
"""NDVI below it (Fmask: 0.8). Sunlit slopes that the terrain correction made too bright pass the tests in the visible;
they keep the NDVI of forest, about 0.74, where thin cloud has 0.55."""
NIR_TO_SWIR, SURE_NIR_TO_SWIR = 0.75, 0.90
"""B8 / B11 above it: against bright rock and dry soil (Fmask; the second is that of 99 % of thick cloud)."""
CIRRUS = 0.012
"""B10 (Level-1C) above it is thin cirrus (Sen2Cor) where the air holds enough vapour to hide the ground."""
DRY, GROUND_SHINES = 0.65, 0.15
"""Where B9 / B8 is above the first, there is so little vapour that the ground shines through B10, with up to the second
of its B8 (six mountain patches: B9 / B8 0.73 to 0.84 and B10 / B8 0.03 to 0.12; lowlands 0.3 to 0.5 and 0.007)."""
SNOW_INDEX, SNOW_NIR, SNOW_GREEN = 0.4, 0.11, 0.10
"""NDSI (B3 - B11) / (B3 + B11), B8 and B3 all above: snow (Hall, Riggs and Salomonson 1995)."""
WATER_NIR, WATER_SWIR = 0.10, 0.05
"""NDWI (B3 - B8) / (B3 + B8) above 0 (McFeeters 1996), and B8 and B11 below these: open water, not wet debris."""
DARK_NIR, DARK_SWIR = 0.18, 0.10
"""B8 and B11 (or B12) both below: dark enough for a cloud shadow. 95 % of sunlit forest has more in either."""

_OPTICAL_DEPTH = {"B2": 0.155, "B3": 0.090, "B4": 0.045, "B8": 0.0178}
"""Rayleigh optical depth at 492, 560, 665 and 833 nm at sea level (Bodhaine et al. 1999)."""
_ZENITH_DEG = 35.0  # where the sun's is not known


def rayleigh(band: str, sun_zenith_deg: float | None) -> float:
    """Reflectance that single Rayleigh scattering adds to a band seen from straight above.

    ``tau P / (4 cos(zenith))`` with the phase function ``P = 3/4 (1 + cos^2(180 - zenith))`` (e.g. Vermote and Tanre
    1992). 0 for bands beyond the near infrared. Zenith angles over 75 degrees count as 75.
    """
    cosine = _cosine(sun_zenith_deg)
    return _OPTICAL_DEPTH.get(band, 0.0) * 0.75 * (1.0 + cosine**2) / (4.0 * cosine)


def transmittance(band: str, sun_zenith_deg: float | None) -> float:
    """Share of light that molecules let through, down to the ground and up to the sensor; 1 beyond the near infrared.

    Each way ``1 / (1 + tau / (2 cos(zenith)))``: half of what is scattered goes on in its direction (two streams
    without absorption, Coakley and Chylek 1975).
    """
    depth = _OPTICAL_DEPTH.get(band, 0.0)
    return 1.0 / ((1.0 + depth / (2.0 * _cosine(sun_zenith_deg))) * (1.0 + depth / 2.0))


def _cosine(sun_zenith_deg: float | None) -> float:
    return math.cos(math.radians(min(_ZENITH_DEG if sun_zenith_deg is None else sun_zenith_deg, 75.0)))


def bands_used(names: Sequence[str]) -> tuple[str, ...]:
    """Those of a scene's bands that the tests look at. B12 only stands in for B11, and B9 only helps B10."""
    idle = {"B12"} if "B11" in names else set()
    if not {"B8", "B10"} <= set(names):
        idle.add("B9")
    return tuple(n for n in USED if n in names and n not in idle)


def classify(bands: Mapping[str, Band]) -> npt.NDArray[np.uint8]:
    """The bits CLOUD, SURE, SNOW, WATER and DARK of every pixel; tests whose bands are missing are left out.

    Parameters
    ----------
    bands : B2, B3, B4 and any of the others, each (rows, cols) float32 surface reflectance, NaN where there is no data.

    Returns
    -------
    uint8 (rows, cols), 0 where there is no data.
    """
    blue, green, red = (bands[name] for name in NEEDED)
    nir, swir = bands.get("B8"), bands.get("B11", bands.get("B12"))
    nothing = np.zeros(blue.shape, dtype=np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (blue + green + red) / 3
        grey = abs(blue - mean) + abs(green - mean) + abs(red - mean) < WHITENESS * mean
        haze = blue - 0.5 * red
        cloud = (haze > HAZE) & grey & (blue > BLUE_TO_RED * red)
        snow = water = dark = nothing
        if nir is not None:
            cloud &= (nir - red < VEGETATION * (nir + red)) & (nir > NIR_TO_GREEN * green)
            water = (green > nir) & (nir < WATER_NIR)
            dark = nir < DARK_NIR
        if "B11" in bands:
            b11 = bands["B11"]
            if nir is not None:
                cloud &= nir > NIR_TO_SWIR * b11
                snow = (green - b11 > SNOW_INDEX * (green + b11)) & (nir > SNOW_NIR) & (green > SNOW_GREEN)
        if swir is not None:
            water = water & (swir < WATER_SWIR)
            dark = dark & (swir < DARK_SWIR)
        sure = cloud & (haze > SURE_HAZE) & (blue > SURE_BLUE_TO_RED * red) & (blue > SURE_BLUE_TO_GREEN * green)
        if "B11" in bands and nir is not None:
            sure &= nir > SURE_NIR_TO_SWIR * bands["B11"]
        if "B10" in bands:
            sure |= _cirrus(bands)
            cloud |= sure
    out = np.zeros(blue.shape, dtype=np.uint8)
    for where, bit in ((cloud & ~snow, CLOUD), (sure & ~snow, SURE), (water & ~cloud & ~snow, WATER)):
        out[where] |= bit
    out[snow] |= SNOW
    out[dark] |= DARK
    return out


def _cirrus(bands: Mapping[str, Band]) -> Bools:
    """Where B10 is brighter than the ground can make it."""
    cirrus: Bools = bands["B10"] > CIRRUS
    if "B9" in bands and "B8" in bands:
        dry = bands["B9"] > DRY * bands["B8"]
        cirrus &= ~dry | (bands["B10"] > CIRRUS + GROUND_SHINES * bands["B8"])
    return cirrus

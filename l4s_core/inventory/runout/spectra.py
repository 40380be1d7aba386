"""Which ground around a source looks like the source, and whether that says anything.

Three or four measures of bare ground, each with a median and a robust spread: as much as 10 to 1000 pixels of one
landslide can settle. Where the surroundings are as bare as the source, nothing can be told and nothing is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri

from l4s_core.base.errors import InputError

Bool = npt.NDArray[np.bool_]
Features = npt.NDArray[np.float32]

BANDS = ("B2", "B3", "B4")
INFRARED = ("B8", "B8A")
"""Bands that are looked at, of the infrared the first that is there."""

BLUE_MAX = 2500.0
"""Reflectance x 10000 in blue above which it is cloud or snow, also at the top of the atmosphere."""
NDVI_MAX = 0.55  # 95 % of the labelled landslide pixels of Landslide4Sense lie below
_UNLIKE = 0.01  # of the pixels of a source would be left out as unlike the source
_APART = 1.0  # medians of source and surroundings, in sums of their spreads: a sixth of each lies beyond the middle
_COMMON = 0.2  # a share of the surroundings that looks like the source: then looks say little
_LEAST_PX = 8
_MOST_PX = 5000  # of the surroundings are enough for a median
_LEAST_SPREAD = (0.10, 0.03, 0.03, 0.04)  # noise and haze differ by so much from field to field


def runout_names(there: Collection[str]) -> tuple[str, ...]:
    """The bands that run-outs are told by, of those that are there. Raises InputError if red, green or blue lacks."""
    lacking = [name for name in BANDS if name not in there]
    if lacking:
        raise InputError(
            f"Run-outs are told by B2, B3 and B4, and there is no {', '.join(lacking)}; leave out --runout."
        )
    return (*BANDS, *[name for name in INFRARED if name in there][:1])


def features(bands: npt.NDArray[np.float32], names: Sequence[str]) -> Features:
    """Brightness, red to green, green to blue (natural logarithms) and, with an infrared band, NDVI.

    Parameters
    ----------
    bands : (bands, rows, cols) reflectance of any scale, NaN unknown.
    names : of the bands: `BANDS` and perhaps one of `INFRARED`.

    Returns
    -------
    (3 or 4, rows, cols) float32, NaN where a band is unknown or not positive.
    """
    by_name = {name: np.where(band > 0, band, np.nan) for name, band in zip(names, bands, strict=True)}
    blue, green, red = (by_name[name] for name in BANDS)
    out = [np.log((blue + green + red) / 3), np.log(red / green), np.log(green / blue)]
    infrared = next((by_name[name] for name in INFRARED if name in by_name), None)
    if infrared is not None:
        out.append((infrared - red) / (infrared + red))
    return np.stack(out).astype(np.float32)


def alike(values: Features, source: Bool, around: Bool) -> Bool | None:
    """Pixels that look like the source and unlike its surroundings; None where the two cannot be told apart.

    A pixel is alike if its squared distance from the source's medians, in spreads of the source, is below the 99 %
    point of chi-square, and below that from the medians of the surroundings in their spreads; with an infrared band
    also if its NDVI is nearer to the source's, and below `NDVI_MAX`.

    Parameters
    ----------
    values : (features, rows, cols) from `features`.
    source, around : (rows, cols), pixels of the source and of its surroundings, which hold no landslide.
    """
    known = np.isfinite(values).all(axis=0)
    inside, outside = values[:, source & known], values[:, around & known]
    if min(inside.shape[1], outside.shape[1]) < _LEAST_PX:
        return None
    middle, spread = spread_of(inside)
    other, others_spread = spread_of(outside[:, :: 1 + outside.shape[1] // _MOST_PX])
    apart = np.abs(middle - other) / (spread + others_spread)
    if len(values) > 3:
        if middle[3] > other[3] or apart[3] < _APART:
            return None
    elif apart.max() < _APART:
        return None
    with np.errstate(invalid="ignore"):
        from_source = distances(values, middle, spread)
        found: Bool = from_source < np.minimum(chdtri(len(values), _UNLIKE), distances(values, other, others_spread))
        if len(values) > 3:
            between = (middle[3] * others_spread[3] + other[3] * spread[3]) / (spread[3] + others_spread[3])
            found &= values[3] < min(between, NDVI_MAX)
    if found[around & known].mean() > _COMMON:
        return None
    return found


def no_ground(bands: npt.NDArray[np.float32], names: Sequence[str]) -> Bool:
    """Cloud and snow (blue above `BLUE_MAX`), and with an infrared band open water (NDWI above 0; McFeeters 1996, Int.
    J. Remote Sens. 17, 1425), (rows, cols).
    """
    by_name = dict(zip(names, bands, strict=True))
    infrared = next((by_name[name] for name in INFRARED if name in by_name), None)
    found = by_name["B2"] > BLUE_MAX
    return np.asarray(found if infrared is None else found | (by_name["B3"] > infrared))


def spread_of(values: Features) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Median and robust standard deviation (MAD) of (features, pixels), the latter at least what noise and haze
    make."""
    middle = np.median(values, axis=1)
    spread = 1.4826 * np.median(np.abs(values - middle[:, None]), axis=1).astype(np.float64)
    return middle.astype(np.float64), np.maximum(spread, np.array(_LEAST_SPREAD[: len(values)]))


def distances(
    values: Features, middle: npt.NDArray[np.float64], spread: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Squared distance of each pixel from a middle, in spreads, (rows, cols)."""
    out = np.zeros(values.shape[1:])
    for layer, m, s in zip(values, middle, spread, strict=True):
        out += np.square((layer - m) / s)
    return out

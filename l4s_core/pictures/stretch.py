"""From which reflectance to which a picture goes from dark to bright, so that land looks like land."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.clouds.spectral import CLOUD, NEEDED, SNOW, WATER, classify, rayleigh, transmittance

Values = npt.NDArray[np.float32]
Limits = tuple[float, float]

LOW, HIGH = 2.0, 98.0
"""Percentiles of land."""
GAMMA = 1.5
"""Brightens what is dark: forest is far darker than bare ground, and the eye sees ratios."""
_GAMMAS = (1.2, 2.0)
_MIDDLE = 0.3
"""How bright the median of land is made, 0 to 1, as far as a gamma between these two does it: where half of a scene is
white rock, forest would be black."""
_VISIBLE = ("B2", "B3", "B4")
_LEAST = {"visible": 1500.0, "B8": 4000.0, "B8A": 4000.0, "B11": 3000.0, "B12": 2000.0}
"""Reflectance x 10000 between dark and bright at least: of a valley of nothing but forest the brightest 2 % are what is
looked for, and must keep their tones."""
_FEWEST = 200  # pixels of land that a stretch is made from


@dataclass(frozen=True, eq=False)
class Stretch:
    """From which reflectance to which.

    Attributes
    ----------
    limits : band -> reflectance x 10000 that is shown as black and as full colour.
    dark : band -> the 2nd percentile of all pixels, which is little more than what the air adds.
    land : (rows, cols) the pixels that the limits are from.
    land_share : of the pixels with values, these.
    """

    limits: Mapping[str, Limits]
    dark: Mapping[str, float]
    land: npt.NDArray[np.bool_]
    land_share: float


def stretch_of(values: Mapping[str, Values], *, top_of_atmosphere: bool, sun_zenith_deg: float | None) -> Stretch:
    """The stretch of some bands of one scene.

    Parameters
    ----------
    values : band -> (rows, cols) reflectance x 10000, NaN where there is none.
    top_of_atmosphere : whether the scene is Level-1C.
    sun_zenith_deg : for the light that the air scatters, None where it is not known.
    """
    seen: npt.NDArray[np.bool_] = np.asarray(np.isfinite(np.stack(list(values.values()))).all(axis=0))
    land: npt.NDArray[np.bool_] = seen & _is_land(values, top_of_atmosphere, sun_zenith_deg)
    if land.sum() < _FEWEST:
        land = seen
    limits: dict[str, Limits] = {}
    if not land.any():
        least = {name: (0.0, _LEAST.get(name, _LEAST["visible"])) for name in values}
        return Stretch(least, dict.fromkeys(values, 0.0), land, 0.0)
    dark = {name: round(float(np.percentile(band[seen], LOW)), 1) for name, band in values.items()}
    percentiles = {name: np.percentile(band[land], [LOW, HIGH]) for name, band in values.items()}
    visible = [name for name in _VISIBLE if name in values]
    # one range for the three keeps colours; their own darkest is what the air adds
    together = max([_LEAST["visible"], *(float(high - low) for low, high in (percentiles[n] for n in visible))])
    for name, (low, high) in percentiles.items():
        spread = together if name in visible else max(float(high - low), _LEAST.get(name, 0.0))
        limits[name] = (round(float(low), 1), round(float(low) + spread, 1))
    return Stretch(limits, dark, land, float(land.sum() / max(int(seen.sum()), 1)))


def alike(own: Stretch, limits: Mapping[str, Limits], dark: Mapping[str, float]) -> dict[str, Limits]:
    """The limits that make a scene comparable with another, whose ``limits`` and ``dark`` are given.

    The range is that of the other. In the visible it begins as much higher or lower as the air of this scene is
    brighter or darker, so that haze on one day does not look like a change of everything. Bands that the other scene
    has not keep their own.
    """
    found: dict[str, Limits] = dict(own.limits)
    for name in found.keys() & limits.keys():
        low, high = (float(value) for value in limits[name])
        haze = own.dark[name] - float(dark[name]) if name in _VISIBLE and name in dark else 0.0
        found[name] = (round(low + haze, 1), round(high + haze, 1))
    return found


def gamma_of(values: Sequence[Values], limits: Sequence[Limits], land: npt.NDArray[np.bool_]) -> float:
    """The gamma of a picture of three bands, with which land is as bright as land usually is."""
    if not land.any():
        return GAMMA
    levels = [
        np.clip((band[land] - low) / (high - low), 0, 1) for band, (low, high) in zip(values, limits, strict=True)
    ]
    middle = float(np.median(np.mean(levels, axis=0)))
    wanted = math.log(middle) / math.log(_MIDDLE) if 0 < middle < 1 else GAMMA
    return round(min(max(wanted, _GAMMAS[0]), _GAMMAS[1]), 2)


def _is_land(
    values: Mapping[str, Values], top_of_atmosphere: bool, sun_zenith_deg: float | None
) -> npt.NDArray[np.bool_]:
    """Neither cloud nor snow nor water, as far as the bands tell."""
    shape = next(iter(values.values())).shape
    if not set(NEEDED) <= set(values):
        return np.ones(shape, dtype=np.bool_)
    surface = {name: band / np.float32(10000) for name, band in values.items()}
    if top_of_atmosphere:
        surface = {
            name: (band - np.float32(rayleigh(name, sun_zenith_deg))) / np.float32(transmittance(name, sun_zenith_deg))
            for name, band in surface.items()
        }
    land: npt.NDArray[np.bool_] = (classify(surface) & (CLOUD | SNOW | WATER)) == 0
    return land


def shown(values: Values, limits: Limits, gamma: float = GAMMA) -> npt.NDArray[np.uint8]:
    """(rows, cols) 0 to 255 of a band as a screen shows it; no value is 0."""
    low, high = limits
    share = np.clip((np.nan_to_num(values, nan=low) - low) / max(high - low, 1e-6), 0, 1)
    levels: npt.NDArray[np.uint8] = np.rint(255 * share ** (1 / gamma)).astype(np.uint8)
    return levels

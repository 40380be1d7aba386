"""Which stored value is reflectance 1, told from the values of all bands of a scene together.

What is known of reflectance is little and certain: land and water lie between 0 and about 1.5 even under cloud, on
land something reaches a few per cent, no ground is darker than 0, and neighbouring bands are of one size. One known
scale has to explain all bands; where none does, or two do, nobody guesses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from l4s_core.base.decisions import Confidence
from l4s_core.values.lattice import odd_steps, scale_of_steps

VISIBLE = ("B2", "B3", "B4")
RED_EDGE_AND_NIR = ("B6", "B7", "B8", "B8A")
SWIR = ("B11", "B12")
_INFRARED = (*RED_EDGE_AND_NIR, *SWIR)
_BRIGHTEST_MEDIAN = 1.5  # of cloud and snow at a low sun
_BRIGHTEST = 2.3  # 99th percentile
_DIMMEST = 0.03  # 99th percentile of the brightest band: deep water
_LAND = 0.15  # 99th percentile of the brightest infrared band of anything but water
_DARK_GROUND = 0.06
_BRIGHTEST_GROUND = 0.7  # median of an infrared band where the visible ones are dark
_DIMMEST_VISIBLE = 0.02
_BRIGHT_VISIBLE = 0.1  # 99th percentile of the brightest visible band of anything but forest
_GREEN = 1.1  # of the brighter of blue and red
_LARGEST_16_BIT = 65535
_AT_TOP = 3  # pixels at most that a stretch to the largest value leaves there; a cloud that is cut off covers more
_FEWEST_LEVELS = 24  # of different values; any ground has more
# largest ratios of the 99th percentiles of bands that lie side by side, seen and with room
_SIDE_BY_SIDE = ((VISIBLE, 6.0), (RED_EDGE_AND_NIR, 5.0), (SWIR, 12.0), (("B2", "B3", "B4", "B8", "B8A", "B11"), 60.0))


@dataclass(frozen=True)
class BandValues:
    """What of the values of one band is looked at; percentiles in stored values, or in reflectance."""

    low: float  # 1st percentile
    median: float
    high: float  # 99th
    largest: float  # 99.9th
    whole: bool
    steps: float | None
    levels: int
    at_top: int = 0  # pixels that hold the largest value of 16 bits
    peak: float = math.nan  # the largest value of all
    odd: str | None = None  # see `odd_steps`

    @classmethod
    def of(cls, values: npt.NDArray[np.float32]) -> BandValues:
        """Of (n,) valid pixels."""
        low, median, high, largest = (float(v) for v in np.percentile(values, (1, 50, 99, 99.9)))
        some = values[:: max(values.size // 20_000, 1)]
        whole = bool((some == np.round(some)).all())
        levels, at_top = int(np.unique(some).size), int((values == _LARGEST_16_BIT).sum())
        return cls(
            low,
            median,
            high,
            largest,
            whole,
            scale_of_steps(values),
            levels,
            at_top,
            float(values.max()),
            odd_steps(values),
        )

    def scaled(self, scale: float, offset: float = 0.0) -> BandValues:
        """``stored * scale + offset``."""
        low, median, high, largest = (n * scale + offset for n in (self.low, self.median, self.high, self.largest))
        return replace(self, low=low, median=median, high=high, largest=largest)


@dataclass(frozen=True)
class ScaleFinding:
    """The stored value of reflectance 1, None where the values do not tell, and why."""

    unit: float | None
    reason: str
    confidence: Confidence


def tell_scale(bands: Mapping[str, BandValues]) -> ScaleFinding:
    """Of bands that are stored in one way, by canonical name."""
    if all(band.levels < _FEWEST_LEVELS for band in bands.values()):
        return _of_few_levels(bands)
    odd = {band.odd for name, band in bands.items() if name != "B10"}
    if odd and None not in odd:
        return ScaleFinding(None, str(min(filter(None, odd))), "assumed")
    stepped = {band.steps for name, band in bands.items() if name != "B10"}  # cirrus has hardly a value
    [steps] = stepped if len(stepped) == 1 else [None]
    largest = max(band.largest for band in bands.values())
    whole = all(band.whole for band in bands.values())
    if steps is not None and not problem(bands, steps):
        return ScaleFinding(steps, f"the steps of the values are those of reflectance x {steps:g}", "sure")
    if stepped & {65535.0, 65536.0, 32767.0, 32768.0}:
        return ScaleFinding(None, "the steps of the values differ from band to band", "assumed")
    if not whole and max(band.peak for band in bands.values()) == 1:
        return ScaleFinding(None, "they end at 1 exactly, as pictures do that are stretched to it", "assumed")
    if not whole and largest <= 2:
        return _if_fits(bands, 1.0, "likely")
    if not whole and largest <= 160:
        return _per_cent(bands)
    return _large(bands, whole)


def _of_few_levels(bands: Mapping[str, BandValues]) -> ScaleFinding:
    """Drawings and empty rasters show no ground; nothing but their size is looked at."""
    small = [band.largest <= 2 and not band.whole for band in bands.values()]
    unit = 1.0 if small and all(small) else 10000.0
    return ScaleFinding(unit, _sizes(bands) if bands else "no valid pixels were found", "assumed")


def _per_cent(bands: Mapping[str, BandValues]) -> ScaleFinding:
    seen = [band.median for name, band in bands.items() if name in VISIBLE]
    beyond = [band.median for name, band in bands.items() if name in SWIR]
    # radiance falls off towards long waves as snow does; without these it looks like per cent
    if seen and beyond and max(seen) <= 30 and min(beyond) >= 0.4 * max(seen):
        return _if_fits(bands, 100.0, "likely")
    return ScaleFinding(None, _sizes(bands), "assumed")


def _large(bands: Mapping[str, BandValues], whole: bool) -> ScaleFinding:
    if not problem(bands, 10000.0):
        if not _too_dim(bands, 10000.0) or _is_water(bands):
            return _if_fits(bands, 10000.0, "sure" if whole else "likely")
        if _is_green(bands) and whole and not problem(bands, 1000.0):
            return _if_fits(bands, 1000.0, "likely")
        return ScaleFinding(None, _sizes(bands), "assumed")
    if all(0 < band.at_top <= _AT_TOP for band in bands.values()):
        return ScaleFinding(None, "each band just reaches 65535, as pictures do that are stretched to it", "assumed")
    cut_off = whole and max(band.largest for band in bands.values()) <= 65535
    dark = min(band.low for band in bands.values()) <= _DARK_GROUND * 65535
    if cut_off and dark and max(band.median for band in bands.values()) > 10000 and not _too_dim(bands, 65535.0):
        return _if_fits(bands, 65535.0, "likely")
    return ScaleFinding(None, _sizes(bands), "assumed")


def _if_fits(bands: Mapping[str, BandValues], unit: float, confidence: Confidence) -> ScaleFinding:
    wrong = problem(bands, unit)
    return ScaleFinding(None if wrong else unit, wrong or _sizes(bands), "assumed" if wrong else confidence)


def speaks_against(bands: Mapping[str, BandValues], unit: float) -> str | None:
    """Why a scale that somebody has said is unlikely, a clause; None where it can be, even if the values alone would
    have told another one."""
    if why := problem(bands, unit):
        return f"with it {why}"
    found = tell_scale(bands)
    if found.unit in (None, unit) or not _too_dim(bands, unit) or _is_water(bands):
        return None
    return f"with it hardly anything would be as bright as land is; the values are those of x {found.unit:g}"


def problem(bands: Mapping[str, BandValues], unit: float) -> str | None:
    """Why the values cannot be reflectance x ``unit``, a clause; None where they can.

    Up to 0.1 may be added to all (the offset is another question).
    """
    of = {name: band.scaled(1 / unit) for name, band in bands.items() if name != "B10"}
    if not of:
        return None
    bright = max(of, key=lambda name: of[name].median)
    brightest = max(of, key=lambda name: of[name].high)
    dark = min(of, key=lambda name: of[name].low)
    if of[bright].median > _BRIGHTEST_MEDIAN or of[brightest].high > _BRIGHTEST:
        return f"{brightest} would reach a reflectance of {as_read(of[brightest].high)}"
    if of[brightest].high < _DIMMEST:
        return f"the brightest band, {brightest}, would only reach a reflectance of {of[brightest].high:.2g}"
    if of[dark].low < -0.2 or any(band.median < -0.02 for band in of.values()):
        return f"{dark} has values below 0, as indices and decibels have"
    seen = [of[name].median for name in VISIBLE if name in of]
    if bright in _INFRARED and seen and of[bright].median > _BRIGHTEST_GROUND and min(seen) < of[bright].median / 3:
        return f"{bright} would be {of[bright].median:.2g} where the visible bands are dark"
    return uneven(of)


def uneven(of: Mapping[str, BandValues]) -> str | None:
    """Why bands (in reflectance) cannot be of one scale, a clause."""
    for names, most in _SIDE_BY_SIDE:
        there = {name: max(of[name].high, 1e-6) for name in names if name in of}
        if len(there) > 1:
            dim, bright = min(there, key=lambda n: there[n]), max(there, key=lambda n: there[n])
            if there[bright] > most * there[dim]:
                return f"{bright} would be {there[bright] / there[dim]:.0f} times as bright as {dim}"
    return None


def _too_dim(bands: Mapping[str, BandValues], unit: float) -> bool:
    """Whether hardly anything would be as bright as land is."""
    beyond = [band.high / unit for name, band in bands.items() if name in _INFRARED]
    if beyond:
        return max(beyond) < _LAND
    medians = {name: band.median / unit for name, band in bands.items()}
    if max(medians.values()) < _DIMMEST_VISIBLE:
        return True
    # forest alone is so dark all over, and green
    blue, green, red = (medians.get(name, 0.0) for name in VISIBLE)
    return max(band.high for band in bands.values()) / unit < _BRIGHT_VISIBLE and green < _GREEN * max(blue, red)


def _is_water(bands: Mapping[str, BandValues]) -> bool:
    """Darker towards long waves, as water is and land never is."""
    seen = [band.median for name, band in bands.items() if name in VISIBLE]
    beyond = [band.median for name, band in bands.items() if name in _INFRARED]
    return bool(seen and beyond) and max(beyond) < 0.7 * max(seen)


def _is_green(bands: Mapping[str, BandValues]) -> bool:
    beyond = [band.median for name, band in bands.items() if name in RED_EDGE_AND_NIR]
    return "B4" in bands and bool(beyond) and max(beyond) > 2 * bands["B4"].median


def _sizes(bands: Mapping[str, BandValues]) -> str:
    some = list(bands.items())[:: max(len(bands) // 3, 1)][:3]
    return "medians " + ", ".join(f"{name} {as_read(band.median)}" for name, band in some)


def as_read(value: float) -> str:
    """A number to three digits, large ones without an exponent."""
    return f"{value:.0f}" if 100 <= abs(value) < 1e7 else f"{value:.3g}"

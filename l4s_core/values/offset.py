"""Is 1000 added to these values? For rasters whose metadata does not say.

From processing baseline 04.00 on (January 2022, and older scenes re-processed as Collection 1) the products store
reflectance x 10000 + 1000. The darkest surfaces of a scene - water, shadow, dense forest in the red and in the short
waves - give it away: without the offset some band goes well below 800 (measured: Level-1C of mountains B2 780, B3 490,
B4 300; Level-2A 60 to 150 in the visible), with it no band goes below about 1000.

Bright ground without the offset (a desert through haze: all bands above 900) looks like dark ground with it. Two things
tell them apart: with the offset several bands end close to 1000, however bright they are on average; and what is left
when 1000 is taken off has to be the colour of some ground. Green is never the dip between blue and red, except where
1000 was taken off that was not there; and where green is above red the ground is no bare soil, so that it is dark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

OFFSET_DN = -1000.0
_LOW_PERCENTILE = 0.1  # of the valid pixels; the very minimum may be a defect or a mixed pixel at an edge
_SURELY_NONE_BELOW = 800.0
_NEARLY_NONE_BELOW = 900.0  # of the second darkest band: one dark band alone may be a defect
_FLOOR = 930.0  # some negative reflectance over water occurs in Level-2A
_DARK_BELOW = 1260.0  # dark ground with the offset, in at least two bands
_DIM_BELOW = 1400.0, 1600.0  # the darkest two bands where nothing is quite dark, but green is above red
_NO_DIP = 0.93  # green at least, of the lesser of blue and red; clouds have as much of all three
_FEWEST_PIXELS = 100
# B1, B2 and B9 stay bright through the haze of the whole atmosphere: alone they prove nothing
_HAZY = frozenset({"B1", "B2", "B9"})
_CLEAR = ("B8", "B8A", "B11", "B12")  # haze that lifts all visible bands does not reach them
# bands of which one is dark where the other is, below so much; of 22 scenes none had the first above 700 then
_DARK_TOGETHER = (("B2", "B3", 450.0), ("B3", "B4", 450.0), ("B4", "B3", 450.0), ("B12", "B4", 250.0))
DARKEST_FIRST = ("B10", "B12", "B4", "B11", "B5", "B3", "B8", "B8A", "B6", "B7", "B2", "B1", "B9")


@dataclass(frozen=True)
class OffsetFinding:
    """``offset`` is 0 or -1000 (in reflectance x 10000, to be added), None if the values do not tell.

    ``darkest`` holds the low percentile of each band looked at, ``medians`` the median.
    """

    offset: float | None
    darkest: Mapping[str, float]
    medians: Mapping[str, float]

    @property
    def evidence(self) -> str:
        """``"darkest values B4 1051, B12 1113"``."""
        if not self.darkest:
            return "no valid pixels were found"
        lowest = sorted(self.darkest.items(), key=lambda item: item[1])[:3]
        return "darkest values " + ", ".join(f"{band} {value:.0f}" for band, value in lowest)


def added_to_some(found: OffsetFinding) -> tuple[str, ...]:
    """Bands that seem to have the 1000 where the others have not: they end above it although the band beside them is
    as dark as dark ground."""
    dark = found.darkest
    return tuple(
        band
        for band, beside, below in _DARK_TOGETHER
        if dark.get(band, 0.0) >= -OFFSET_DN and dark.get(beside, below) < below
    )


def tell_offset(bands: Mapping[str, npt.NDArray[np.float32]]) -> OffsetFinding:
    """Of valid pixels (n,) of each band, reflectance x 10000 with or without the offset."""
    looked_at = {name: values for name, values in bands.items() if values.size >= _FEWEST_PIXELS}
    darkest = {name: float(np.percentile(values, _LOW_PERCENTILE)) for name, values in looked_at.items()}
    medians = {name: float(np.median(values)) for name, values in looked_at.items()}
    return OffsetFinding(_judge(darkest, medians), darkest, medians)


def _judge(darkest: Mapping[str, float], medians: Mapping[str, float]) -> float | None:
    if not darkest:
        return None
    lowest = sorted(darkest.values())
    if lowest[0] < _SURELY_NONE_BELOW and (len(lowest) == 1 or lowest[1] < _NEARLY_NONE_BELOW):
        return 0.0
    if lowest[0] < _FLOOR:
        return None
    dark = sorted(value for band, value in darkest.items() if band not in _HAZY)[:2]
    if len(dark) < 2:
        return None
    colours = {name: value + OFFSET_DN for name, value in medians.items()}
    blue, green, red = (colours.get(name) for name in ("B2", "B3", "B4"))
    if dark[1] <= _DARK_BELOW:
        dip = blue is not None and green is not None and red is not None and green < _NO_DIP * min(blue, red)
        return None if dip else OFFSET_DN
    seen_through_haze = dark[0] <= _DARK_BELOW or any(name in darkest for name in _CLEAR)
    dim = dark[0] <= _DIM_BELOW[0] and dark[1] <= _DIM_BELOW[1]
    is_no_soil = green is not None and red is not None and red < green
    return OFFSET_DN if seen_through_haze and dim and is_no_soil else None

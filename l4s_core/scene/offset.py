"""Is 1000 added to these values? For rasters whose metadata does not say.

From processing baseline 04.00 on (January 2022, and older scenes re-processed as Collection 1) the products store
reflectance x 10000 + 1000. The darkest surfaces of a scene - water, shadow, dense forest in the red and in the short
waves - give it away: without the offset some band goes well below 800 (measured: Level-1C of mountains B2 780, B3 490,
B4 300; Level-2A 60 to 150 in the visible), with it no band goes below about 1000.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_options, gdal_reason, is_remote, shown
from l4s_core.rasters.validity import read_valid
from l4s_core.scene.types import LOWEST_DN, BandSource

OFFSET_DN = -1000.0
_LOW_PERCENTILE = 0.1  # of the valid pixels; the very minimum may be a defect or a mixed pixel at an edge
_SURELY_NONE_BELOW = 800.0
_FLOOR = 930.0  # some negative reflectance over water occurs in Level-2A
_FAR_ABOVE = 1400.0
_FEWEST_PIXELS = 100
# B1, B2 and B9 stay bright through the haze of the whole atmosphere: alone they prove nothing
_HAZY = frozenset({"B1", "B2", "B9"})
_DARKEST_FIRST = ("B10", "B12", "B4", "B11", "B5", "B3", "B8", "B8A", "B6", "B7", "B2", "B1", "B9")
_WHOLE_PX = 4_000_000
_WINDOW_PX = 256
# decoding samples of a full tile takes about two seconds a band
_MOST_BANDS = 6
_MOST_REMOTE_BANDS = 4


@dataclass(frozen=True)
class OffsetFinding:
    """``offset`` is 0 or -1000 (DN, to be added), None if the values do not tell.

    ``darkest`` holds the low percentile in DN of each band looked at; ``largest`` the largest value seen.
    """

    offset: float | None
    darkest: Mapping[str, float]
    largest: float

    @property
    def evidence(self) -> str:
        """``"darkest values B4 1051, B12 1113"``."""
        if not self.darkest:
            return "no valid pixels were found"
        lowest = sorted(self.darkest.items(), key=lambda item: item[1])[:3]
        return "darkest values " + ", ".join(f"{band} {value:.0f}" for band, value in lowest)


def detect_offset(bands: Iterable[BandSource]) -> OffsetFinding:
    """Tell the offset from the values of bands stored as reflectance x 10000.

    Looks at up to six bands, those that are darkest first, and stops at the first that proves there is no offset.
    -1000 when the darkest values of all of them are near or above 1000 and those of a band other than B1, B2 and B9
    within 930 to 1400. None in between, where all bands are brighter (cloud, snow or desert everywhere), or with only
    B1, B2 or B9.

    Raises
    ------
    InputError
        A band's file cannot be decoded.
    """
    ordered = sorted(bands, key=lambda band: _DARKEST_FIRST.index(band.name))
    darkest: dict[str, float] = {}
    largest = -math.inf
    for band in ordered:
        if len(darkest) >= (_MOST_REMOTE_BANDS if is_remote(band.path) else _MOST_BANDS):
            break
        values = sample_values(band)
        if values.size < _FEWEST_PIXELS:
            continue
        darkest[band.name] = float(np.percentile(values, _LOW_PERCENTILE))
        largest = max(largest, float(values.max()))
        if darkest[band.name] < _SURELY_NONE_BELOW and largest > 255:
            return OffsetFinding(0.0, darkest, largest)
    return OffsetFinding(_judge(darkest), darkest, largest)


def _judge(darkest: Mapping[str, float]) -> float | None:
    if not darkest:
        return None
    lowest = min(darkest.values())
    if lowest < _SURELY_NONE_BELOW:
        return 0.0
    dark = [value for band, value in darkest.items() if band not in _HAZY]
    if lowest >= _FLOOR and dark and min(dark) <= _FAR_ABOVE:
        return OFFSET_DN
    return None


def sample_values(band: BandSource) -> npt.NDArray[np.float32]:
    """Valid pixels of a band in its own unit, (n,) float32: all of a small raster, else windows spread over it.

    The windows are read at full resolution: averaging in overviews would lift the darkest pixels.
    """
    with gdal_options(band.path):
        try:
            with rasterio.open(band.path) as src:
                pieces = [
                    read_valid(src, band.index, band.nodata, window=window).astype(np.float32).ravel()
                    for window in _windows(src.width, src.height, 3 if is_remote(band.path) else 4)
                ]
        except RasterioError as error:
            raise InputError(
                f"Band {band.name} cannot be read from {shown(band.path)}: the file is damaged or incomplete "
                f"({gdal_reason(error)}); fetch it again."
            ) from error
    values = np.concatenate(pieces)
    chosen: npt.NDArray[np.float32] = values[np.isfinite(values) & (values != 0) & (values >= LOWEST_DN)]
    return chosen


def _windows(width: int, height: int, steps: int) -> list[Window]:
    if width * height <= _WHOLE_PX:
        return [Window(0, 0, width, height)]
    cols, rows = min(width, _WINDOW_PX), min(height, _WINDOW_PX)
    return [
        Window(int(x), int(y), cols, rows)
        for y in np.unique(np.linspace(0, height - rows, steps).astype(int))
        for x in np.unique(np.linspace(0, width - cols, steps).astype(int))
    ]

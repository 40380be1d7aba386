"""The 14 channels of Landslide4Sense and the names under which Sentinel-2 bands arrive.

Order and divisors: Ghorbanzadeh et al. 2022 (JSTARS 15) and the organisers' published mean vector; the HDF5 values of
the data set are raw values divided by it. Band 8A is not one of the 14.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """One of the 14 channels: canonical name, native ground sampling distance in metres, published mean (raw units)."""

    name: str
    resolution_m: float
    l4s_mean: float
    unit: str


CHANNELS: tuple[Channel, ...] = (
    Channel("B1", 60, 1111.81236406, "reflectance x 10000"),
    Channel("B2", 10, 824.63171476, "reflectance x 10000"),
    Channel("B3", 10, 663.41636217, "reflectance x 10000"),
    Channel("B4", 10, 445.17289745, "reflectance x 10000"),
    Channel("B5", 20, 645.8582926, "reflectance x 10000"),
    Channel("B6", 20, 1547.73508126, "reflectance x 10000"),
    Channel("B7", 20, 1960.44401001, "reflectance x 10000"),
    Channel("B8", 10, 1941.32229668, "reflectance x 10000"),
    Channel("B9", 60, 674.07572865, "reflectance x 10000"),
    Channel("B10", 60, 9.04787384, "reflectance x 10000"),
    Channel("B11", 20, 1113.98338755, "reflectance x 10000"),
    Channel("B12", 20, 519.90397929, "reflectance x 10000"),
    Channel("slope", 12.5, 20.29228266, "degrees"),
    Channel("dem", 12.5, 772.83144788, "metres"),
)
CHANNEL_NAMES: tuple[str, ...] = tuple(c.name for c in CHANNELS)
TERRAIN: tuple[str, ...] = ("slope", "dem")
OPTICAL: tuple[str, ...] = tuple(n for n in CHANNEL_NAMES if n not in TERRAIN)
NATIVE_RESOLUTION_M: dict[str, float] = {c.name: c.resolution_m for c in CHANNELS} | {"B8A": 20.0}
SENTINEL2_BANDS: tuple[str, ...] = (*OPTICAL[:8], "B8A", *OPTICAL[8:])

# STAC electro-optical common names that mean exactly one Sentinel-2 band
COMMON_NAMES: dict[str, str] = {
    "coastal": "B1",
    "blue": "B2",
    "green": "B3",
    "red": "B4",
    "rededge1": "B5",
    "rededge2": "B6",
    "rededge3": "B7",
    "nir": "B8",
    "nir08": "B8A",
    "nir09": "B9",
    "cirrus": "B10",
    "swir16": "B11",
    "swir22": "B12",
}
_BAND = re.compile(r"b(?:and)?[\s_-]*0?(\d{1,2}|8a)$", re.IGNORECASE)


def canonical_band(text: str) -> str | None:
    """``"B04"``, ``"b4"``, ``"Band 4"`` -> ``"B4"``; ``"b8a"`` -> ``"B8A"``; anything else -> None."""
    match = _BAND.fullmatch(text.strip())
    if match is None:
        return None
    name = "B" + match.group(1).upper()
    return name if name in NATIVE_RESOLUTION_M else None

"""The names under which bands and channels arrive: in file names, band descriptions, STAC assets, on command lines."""

from __future__ import annotations

import re

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import ALL_CHANNELS, NATIVE_RESOLUTION_M, PRE, unknown_problem

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
_FOLDED = {name.lower(): name for name in ALL_CHANNELS}


def canonical_band(text: str) -> str | None:
    """``"B04"``, ``"b4"``, ``"Band 4"`` -> ``"B4"``; ``"b8a"`` -> ``"B8A"``; anything else -> None."""
    match = _BAND.fullmatch(text.strip())
    if match is None:
        return None
    name = "B" + match.group(1).upper()
    return name if name in NATIVE_RESOLUTION_M else None


def canonical_channel(text: str) -> str | None:
    """The channel that a text names, in whichever capitals and with a band as `canonical_band` reads it.

    ``"Slope"`` -> ``"slope"``; ``"pre:b04"`` -> ``"pre:B4"``; ``"ndvi"`` -> ``"NDVI"``; anything else -> None.
    """
    word = text.strip().lower().replace("-", "_")
    if word in _FOLDED:
        return _FOLDED[word]
    plain = word.removeprefix(PRE)
    band = canonical_band(plain)
    return band and (PRE + band if plain != word else band)


def parse_channels(text: str) -> tuple[str, ...]:
    """``"B4, pre:B4, ndvi"`` -> ``("B4", "pre:B4", "NDVI")``.

    Raises InputError for a name that is no channel (with the nearest ones), one that comes twice, and for none.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    names = [canonical_channel(word) or word for word in words]
    if not names:
        raise InputError("No channel is named; give some, such as B4,B3,B2,NDVI,slope.")
    if problem := unknown_problem(names):
        raise InputError(problem)
    if twice := next((name for k, name in enumerate(names) if name in names[:k]), None):
        raise InputError(f"The channel {twice} is named twice; leave one out.")
    return tuple(names)

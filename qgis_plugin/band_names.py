"""Which band of Sentinel-2 a layer name, a file name or a description speaks of."""

from __future__ import annotations

import re

BANDS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")
UNUSED = "-"

# no reflectance, although "B02" may stand in the same name
_OTHERS = {"MSK", "TCI", "PVI", "AOT", "WVP", "CLDPRB", "SNWPRB", "CLD", "SNW", "SCL", "DEM", "DSM", "DTM"}
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_BAND_WORD = re.compile(r"(?<![a-z])band[\s_-]+(?=\d)", re.IGNORECASE)
_GDAL_NUMBER = re.compile(r"^Band 0*(\d+)(:\s*(?P<text>.*))?$", re.IGNORECASE)
_BAND = re.compile(r"B?0*([1-9]|1[0-2]|8A)", re.IGNORECASE)
_LANDSAT = re.compile(r"(L[COTEM]0\d_|SR_B\d)", re.IGNORECASE)
_COLOURS = {
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


def recognise(text: str) -> str:
    """``"T43PGN_20190822_B08_10m"`` -> ``"B8"``; `UNUSED` where the text names no band, several, or another product.

    QGIS puts ``Band 1: `` before the description of a band; that number counts the bands of the file and is no name.
    """
    numbered = _GDAL_NUMBER.match(text.strip())
    if numbered:
        text = numbered.group("text") or ""
    if not text or _LANDSAT.search(text):
        return UNUSED
    tokens = [token for token in _SEPARATORS.split(_BAND_WORD.sub("B", text)) if token]
    if {token.upper() for token in tokens} & _OTHERS:
        return UNUSED
    found = {_band(token) for token in tokens if token[:1] in "Bb"} - {UNUSED}
    if len(found) == 1:
        return found.pop()
    return UNUSED if found else _COLOURS.get("".join(tokens).lower(), UNUSED)


def _band(token: str) -> str:
    match = _BAND.fullmatch(token)
    return f"B{match.group(1).upper()}" if match else UNUSED

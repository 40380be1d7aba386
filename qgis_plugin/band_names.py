"""Which band of Sentinel-2 a layer name, a file name or a description speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

BANDS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")
UNUSED = "-"

# no reflectance, although "B02" may stand in the same name
_OTHERS = {
    "MSK", "TCI", "PVI", "AOT", "WVP", "CLDPRB", "SNWPRB", "CLD", "SNW", "SCL", "DEM", "DSM", "DTM", "ZENITH",
    "AZIMUTH", "STD", "STDDEV", "COUNT", "MASK",
}  # fmt: skip
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_BAND_WORD = re.compile(r"(?<![a-z])band[\s_-]+(?=\d)", re.IGNORECASE)
_GDAL_NUMBER = re.compile(r"^Band 0*(\d+)(:\s*(?P<text>.*))?$", re.IGNORECASE)
_BAND = re.compile(r"(?:B(?:and[ae]?)?)?0*([1-9]|1[0-2]|8A)", re.IGNORECASE)
_COUNT = re.compile(r"(b|band[ae]?)[\s_.:#-]*0*(\d{1,4})", re.IGNORECASE)
_LANDSAT = re.compile(r"(L[COTEM]0\d_|SR_B\d|HLS[._]L30|LND0\d|landsat)", re.IGNORECASE)
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


def recognise_all(texts: Sequence[str]) -> list[str]:
    """The bands of one raster by what QGIS calls them, in their order.

    Descriptions that only count the bands (``Band 1``, ``Band 2``, ... or ``B1``, ``B2``, ... up with the position and
    no B8A among them) say nothing, as in the backend.
    """
    plain = [_without_number(text) for text in texts]
    spelled: dict[str, list[tuple[int, int]]] = {}
    for position, text in enumerate(plain):
        match = _COUNT.fullmatch(text)
        if match:
            spelled.setdefault(match.group(1).lower(), []).append((position, int(match.group(2))))
    named = {text.lower()[:-2].rstrip("0 _-") for text in plain if recognise(text) == "B8A"}
    counted: set[int] = set()
    for spelling, found in spelled.items():
        goes_up = len({number - position for position, number in found}) == 1
        is_one = len(found) > 1 and len({number for _, number in found}) == 1
        from_start = spelling != "b" or (found[0][0] == 0 and found[0][1] in (0, 1))
        if spelling not in named and (goes_up or is_one) and from_start:
            counted.update(position for position, _ in found)
    return [UNUSED if position in counted else recognise(text) for position, text in enumerate(plain)]


def _without_number(text: str) -> str:
    numbered = _GDAL_NUMBER.match(text.strip())
    return (numbered.group("text") or "").strip() if numbered else text.strip()


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

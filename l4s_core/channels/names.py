"""The names under which bands and channels arrive: in file names, band descriptions, STAC assets, on command lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
# the same in words that people and toolboxes write, without spaces and signs; a new one is a row here
_WORDS: dict[str, str] = COMMON_NAMES | {
    "coastalaerosol": "B1",
    "ultrablue": "B1",
    "blu": "B2",
    "blau": "B2",
    "bleu": "B2",
    "azul": "B2",
    "grn": "B3",
    "grün": "B3",
    "gruen": "B3",
    "vert": "B3",
    "verde": "B3",
    "rot": "B4",
    "rouge": "B4",
    "rojo": "B4",
    "rosso": "B4",
    "vermelho": "B4",
    "re1": "B5",
    "vegetationrededge1": "B5",
    "re2": "B6",
    "vegetationrededge2": "B6",
    "re3": "B7",
    "vegetationrededge3": "B7",
    "nearinfrared": "B8",
    "nearir": "B8",
    "procheinfrarouge": "B8",
    "broadnir": "B8",
    "nirbroad": "B8",
    "bnr": "B8",
    "narrownir": "B8A",
    "nirnarrow": "B8A",
    "rededge4": "B8A",
    "re4": "B8A",
    "watervapour": "B9",
    "watervapor": "B9",
    "swir1": "B11",
    "sw1": "B11",
    "swir2": "B12",
    "sw2": "B12",
}
_BAND = re.compile(r"b(?:and[ae]?)?[\s_-]*0?(\d{1,2}|8a)$", re.IGNORECASE)
_COUNTED = re.compile(
    r"(b|band[ae]?|bnd|layer|lyr|channel|chan|ch|kanal|canal|image|img|raster|x|v)?[\s_.:#-]*0*(\d{1,4})$",
    re.IGNORECASE,
)
# between letters of any alphabet and digits everything is a sign
_SIGNS = re.compile(r"[\W_]+")
_FOLDED = {name.lower(): name for name in ALL_CHANNELS}


def canonical_band(text: str) -> str | None:
    """``"B04"``, ``"b4"``, ``"Band 4"`` -> ``"B4"``; ``"b8a"`` -> ``"B8A"``; anything else -> None."""
    match = _BAND.fullmatch(text.strip())
    if match is None:
        return None
    name = "B" + match.group(1).upper()
    return name if name in NATIVE_RESOLUTION_M else None


def common_band(text: str) -> str | None:
    """The band of a common name, however it is spaced: ``"Red Edge 1"`` -> B5, ``"red"`` -> B4, ``"rededge"`` (three
    bands have that name) -> None."""
    return _WORDS.get(_SIGNS.sub("", text).lower())


def band_of_name(text: str) -> str | None:
    """The band that somebody names, by its number or its common name: ``"b04"``, ``"Band 4"``, ``"red"`` -> B4."""
    return canonical_band(text) or common_band(text)


def only_counted(texts: Sequence[str | None]) -> frozenset[int]:
    """Positions (from 0) of names that count the bands of a file and so say nothing about what they are.

    GDAL, ENVI and many a toolbox call the bands of any stack "Band 1", "Band 2", ..., or B1, B2, ... A number is no
    name where all numbers of one spelling go up with the position: from 0 or 1 for B1, from anywhere for a word before
    the number, because subsets of stacks keep those. B8A among them, or any number out of the count, makes them names:
    B2, B3, B4, B8.
    """
    spelled: dict[str, list[tuple[int, int]]] = {}
    named = set()
    for position, text in enumerate(texts):
        match = _COUNTED.fullmatch((text or "").strip())
        if match is not None:
            spelled.setdefault((match[1] or "").lower(), []).append((position, int(match[2])))
        elif text and canonical_band(text) == "B8A":
            named.add(text.strip().lower()[:-2].rstrip("0 _-"))
    counted: set[int] = set()
    for spelling, found in spelled.items():
        first, number = found[0]
        steps = {n - position for position, n in found}
        goes_up = len(steps) == 1 or len({n for _, n in found}) == 1 < len(found)
        from_start = spelling != "b" or (first == 0 and number in (0, 1))
        if spelling not in named and goes_up and from_start:
            counted.update(position for position, _ in found)
    return frozenset(counted)


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

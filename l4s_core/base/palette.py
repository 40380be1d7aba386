"""Colours and classes of an inventory, from ``palette.json``: QGIS's plugin, the GeoPackage's styles, the pictures.

The plugin has no ``l4s_core`` inside QGIS and carries a copy of the file, which a test keeps equal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class ConfidenceClass:
    """A class of confidence of the USGS and how it looks.

    Attributes
    ----------
    usgs : number of the class in ``conf_usgs``. The classes are those of Belair et al. (2022), Landslide Inventories
        across the United States, v2, USGS.
    word : what it is called.
    lowest : least mean probability of a landslide in it, 0 to 1. The cut-offs are this package's convention, not
        calibrated frequencies; a model's card may bring others.
    colour : ``#rrggbb``; ColorBrewer YlOrRd, whose order survives printing in grey and colour-blind eyes.
    """

    usgs: int
    word: str
    lowest: float
    colour: str


@dataclass(frozen=True)
class Hatch:
    """How a place looks that was not observed: colour ``#rrggbb`` and angle of the lines in degrees."""

    colour: str
    angle_deg: int


@dataclass(frozen=True)
class Mark:
    """How the crown or the toe of a landslide looks: a shape that QML and SLD know, and its colour ``#rrggbb``."""

    shape: str
    colour: str


@dataclass(frozen=True)
class Palette:
    """The whole file.

    Attributes
    ----------
    confidence : the classes, the highest first.
    probability : probability (0 to 1) and colour, rising; colours between are mixed linearly in sRGB. It is the plasma
        scale of Smith & van der Walt (matplotlib), even for colour-blind eyes and unlike the colours of confidence, so
        that polygons are seen on it.
    reasons : hatch by the word of `l4s_core.base.reasons.WORDS`, of colours that are seen on dark forest and that
        colour-blind eyes tell apart.
    marks : of ``crown`` and ``toe``.
    status : what a review says of a polygon and its colour, which colour-blind eyes tell from each other and from the
        colours of confidence; ``drawn by hand`` is one that no model found.
    verdict : what a comparison says of a polygon and its colour; those of what is true, partly true, false and missed
        are of Okabe & Ito (2008), which colour-blind eyes tell apart.
    outline : edge of a polygon.
    scenes : footprints in a merged inventory.
    """

    confidence: tuple[ConfidenceClass, ...]
    probability: tuple[tuple[float, str], ...]
    reasons: dict[str, Hatch]
    marks: dict[str, Mark]
    status: dict[str, str]
    verdict: dict[str, str]
    outline: str
    scenes: str


@cache
def palette() -> Palette:
    """The palette of this package."""
    text = Path(__file__).with_name("palette.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return Palette(
        confidence=tuple(ConfidenceClass(**one) for one in raw["confidence"]),
        probability=tuple((float(value), str(colour)) for value, colour in raw["probability"]),
        reasons={word: Hatch(**look) for word, look in raw["reasons"].items()},
        marks={kind: Mark(**look) for kind, look in raw["marks"].items()},
        status=dict(raw["status"]),
        verdict=dict(raw["verdict"]),
        outline=raw["outline"],
        scenes=raw["scenes"],
    )


def as_rgb(colour: str) -> RGB:
    """``#rrggbb`` as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

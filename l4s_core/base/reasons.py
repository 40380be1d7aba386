"""Why a pixel could not be looked at. Every pixel of a result is observed or has one of these reasons."""

from __future__ import annotations

from enum import IntEnum


class Reason(IntEnum):
    """Values of the observed layer (uint8)."""

    OBSERVED = 0
    NO_DATA = 1
    CLOUD = 2
    CLOUD_SHADOW = 3
    SNOW = 4
    WATER = 5
    NO_TERRAIN = 6
    OUTSIDE_AREA = 7
    NOT_BEFORE = 8  # where a scene before was looked at


WORDS: dict[Reason, str] = {
    Reason.OBSERVED: "observed",
    Reason.NO_DATA: "no data",
    Reason.CLOUD: "cloud",
    Reason.CLOUD_SHADOW: "cloud shadow",
    Reason.SNOW: "snow",
    Reason.WATER: "water",
    Reason.NO_TERRAIN: "no terrain",
    Reason.OUTSIDE_AREA: "outside the area",
    Reason.NOT_BEFORE: "not observed before",
}

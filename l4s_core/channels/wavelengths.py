"""Sentinel-2's bands by their wavelengths, for files whose headers give those and no names.

Centres and widths: spectral responses of the MSI of Sentinel-2A and 2B (ESA, document COPE-GSEG-EOPG-TN-15-0007), with
the rounded centres that catalogues and toolboxes write (490, 842, 2190 nm).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Passband:
    """Where the centre of a band is said to be, in nm, by any of the sources in use, and its full width at half maximum
    in nm."""

    low_nm: float
    high_nm: float
    width_nm: float


PASSBANDS: Mapping[str, Passband] = {
    "B1": Passband(440, 446, 21),
    "B2": Passband(487, 499, 66),
    "B3": Passband(556, 563, 36),
    "B4": Passband(662, 668, 31),
    "B5": Passband(702, 708, 15),
    "B6": Passband(737, 743, 15),
    "B7": Passband(777, 786, 20),
    "B8": Passband(828, 845, 106),
    "B8A": Passband(862, 868, 21),
    "B9": Passband(939, 948, 20),
    "B10": Passband(1367, 1382, 31),
    "B11": Passband(1605, 1620, 91),
    "B12": Passband(2183, 2206, 180),
}
# products round and shift centres; further away, a file that names a band means another one
_MARGIN_NM = 12.0
_SWIR_MARGIN_NM = 30.0
_SWIR_NM = 1000.0
_LEAST_NM, _MOST_NM = 300.0, 3000.0
# a spectrometer's channel of 10 nm is not a band of 66 nm although it lies at its centre
_WIDTH_FACTOR = 1.7
_UNITS = {"nm": 1.0, "nanometer": 1.0, "nanometre": 1.0, "um": 1000.0, "micrometer": 1000.0, "micrometre": 1000.0,
          "micron": 1000.0, "m": 1e9, "meter": 1e9, "metre": 1e9}  # fmt: skip
_NUMBER = r"\d{1,4}(?:\.\d+)?"
# 490 Nanometers | B2 (490.0 nm) | Band 1 (490) | 0.49 um
_IN_TEXT = re.compile(
    rf"(?:^|[\s(\[:,;-])({_NUMBER})\s*(nm|nano ?met[er]{{2}}s?|[uµμ]m|micro ?met[er]{{2}}s?|microns?)\s*[)\]]?\s*$"
    rf"|\(\s*({_NUMBER})\s*\)\s*$|^\s*({_NUMBER})\s*$",
    re.IGNORECASE,
)


def wavelength_nm(value: object, unit: str | None = None) -> float | None:
    """A wavelength in nm from a number or its text, None where it is none of light between 300 and 3000 nm.

    The unit counts where it makes sense of the number; headers are known to name another one than they use.
    """
    try:
        number = float(str(value).strip())
    except ValueError:
        return None
    if not math.isfinite(number) or number <= 0:
        return None
    word = re.sub(r"[^a-z]", "", (unit or "").lower().replace("µ", "u").replace("μ", "u")).rstrip("s")
    for factor in (_UNITS.get(word), 1.0, 1000.0):
        if factor is not None and _LEAST_NM <= number * factor <= _MOST_NM:
            return number * factor
    return None


def wavelength_in_text(text: str) -> tuple[float | None, str]:
    """The wavelength in nm at the end of a description and what stands before it.

    ``"Band 1 (490 Nanometers)"`` -> (490.0, ``"Band 1"``); ``"B4"`` -> (None, ``"B4"``).
    """
    match = _IN_TEXT.search(text)
    if match is None:
        return None, text
    number, unit = next(g for g in (match[1], match[3], match[4]) if g), match[2]
    # without a unit a small whole number counts something
    found = None if unit is None and "." not in number and float(number) < _LEAST_NM else wavelength_nm(number, unit)
    return (None, text) if found is None else (found, text[: match.start()].strip(" ,;:([-"))


def band_at(nm: float, width_nm: float | None = None) -> str | None:
    """The band whose centre is said to be there, None where it is none, or of another width in nm than Sentinel-2's."""
    for band, passband in PASSBANDS.items():
        if passband.low_nm <= nm <= passband.high_nm:
            return band if width_nm is None or _like(width_nm, passband.width_nm) else None
    return None


def contradicts(band: str, nm: float) -> bool:
    """Whether no source would give this band that centre in nm: B5 of Landsat lies at 865 nm, Sentinel-2's at 705."""
    passband = PASSBANDS[band]
    margin = _SWIR_MARGIN_NM if nm > _SWIR_NM else _MARGIN_NM
    return not passband.low_nm - margin <= nm <= passband.high_nm + margin


def _like(width: float, expected: float) -> bool:
    return width <= 0 or expected / _WIDTH_FACTOR <= width <= expected * _WIDTH_FACTOR

"""Orders in which rasters hold the bands of Sentinel-2, by how many they have. Only the standard library is used."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from .band_names import BANDS, UNUSED

_ALL = BANDS  # B1 ... B8, B8A, B9, B10, B11, B12
_WITHOUT_CIRRUS = tuple(band for band in BANDS if band != "B10")
_OF_10_AND_20_M = tuple(band for band in BANDS if band not in ("B1", "B9", "B10"))

PRESETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("colours", ("B4", "B3", "B2")),
    ("colours_by_number", ("B2", "B3", "B4")),
    ("by_number_nir", ("B2", "B3", "B4", "B8")),
    ("colours_nir", ("B4", "B3", "B2", "B8")),
    ("nir_swir", ("B2", "B3", "B4", "B8", "B11", "B12")),
    ("narrow_nir_swir", ("B2", "B3", "B4", "B8A", "B11", "B12")),
    ("10_and_20_m", _OF_10_AND_20_M),
    ("without_cirrus", _WITHOUT_CIRRUS),
    ("all", _ALL),
)
"""Key, and the bands in their order."""


def presets_for(count: int) -> list[tuple[str, tuple[str, ...]]]:
    """Presets for a raster with so many bands; one more may be a mask, which is not used."""
    whole = [(key, bands) for key, bands in PRESETS if len(bands) == count]
    with_mask = [(f"{key}+", (*bands, UNUSED)) for key, bands in PRESETS if len(bands) == count - 1]
    return whole + with_mask


def layout(labels: Sequence[str]) -> str:
    """A key for files that are laid out alike: as many bands, called the same."""
    return f"{len(labels)}-{hashlib.sha256(chr(0).join(labels).encode()).hexdigest()[:12]}"


def numbered_alike(bands: Sequence[str], count: int) -> bool:
    """Whether remembered bands can stand for a raster: one for each of its bands, known, none twice, at least one."""
    used = [band for band in bands if band != UNUSED]
    return len(bands) == count and bool(used) and len(set(used)) == len(used) and set(used) <= set(BANDS)

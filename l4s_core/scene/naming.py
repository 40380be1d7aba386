"""Which band a file name or a band description speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone

from l4s_core.channels.names import COMMON_NAMES, canonical_band
from l4s_core.channels.registry import NATIVE_RESOLUTION_M
from l4s_core.scene.types import Level

_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_BAND_WORD = re.compile(r"(?<![a-z])band[\s_-]+(?=\d)", re.IGNORECASE)
_RESOLUTION = re.compile(r"(10|20|60)m", re.IGNORECASE)
# rasters of a product that are no reflectance although "B02" and the like may stand in their names
_OTHER_PRODUCTS = frozenset({"MSK", "TCI", "PVI", "AOT", "WVP", "CLDPRB", "SNWPRB", "CLD", "SNW", "DEM", "DSM", "DTM"})
_LANDSAT = re.compile(r"(L[COTEM]0\d_|SR_B\d)", re.IGNORECASE)
_TIME = re.compile(r"(?<!\d)(20\d{6}T\d{6})(?!\d)")


@dataclass(frozen=True)
class FileName:
    """What a file name without its ending says: the band or None, the pixel size in metres or None."""

    band: str | None
    resolution_m: int | None
    is_scl: bool = False


def parse_file_name(stem: str) -> FileName:
    """``"T32TQM_20230823T095559_B02_10m"`` -> B2, 10 m; ``"Copernicus_DEM_30m"`` -> no band.

    A name that speaks of two different bands is no band: ``"B04_B03_ratio"``.
    """
    tokens = _SEPARATORS.split(_BAND_WORD.sub("B", stem))
    resolution = next((int(m.group(1)) for t in tokens if (m := _RESOLUTION.fullmatch(t))), None)
    upper = {t.upper() for t in tokens}
    if "SCL" in upper:
        return FileName(None, resolution, is_scl=True)
    if upper & _OTHER_PRODUCTS:
        return FileName(None, resolution)
    found = {band for t in tokens if (band := canonical_band(t))}
    if not found and (common := common_band(stem)):
        found = {common}
    return FileName(found.pop() if len(found) == 1 else None, resolution)


def common_band(text: str) -> str | None:
    """The band of a STAC common name, however it is spaced: ``"Red Edge 1"`` -> B5, ``"red"`` -> B4, ``"rededge"``
    (three bands have that name) -> None."""
    return COMMON_NAMES.get(_SEPARATORS.sub("", text).lower())


def band_in_text(text: str | None) -> str | None:
    """The band a description names: ``"B2"``, ``"B02 (490 nm)"``, ``"B2 blue"``, ``"Band 4"``, ``"nir"``.

    Common names count only as the whole text: the ``red`` in ``"red edge"`` is not band 4.
    """
    if not text or _LANDSAT.match(text.strip()):
        return None
    name = parse_file_name(text)
    return canonical_band(text) or name.band


def looks_like_landsat(name: str) -> bool:
    """True for file names of Landsat products, whose B4 is Sentinel-2's B4 but whose B5 is not its B5."""
    return _LANDSAT.match(name) is not None


def best_resolution(band: str, resolutions_m: Iterable[int]) -> int:
    """Which of the resolutions on offer to read: the band's native one, else the finest.

    Level-2A carries B1 at 20 m too, interpolated from 60 m; that adds nothing.
    """
    offered = sorted(resolutions_m)
    native = int(NATIVE_RESOLUTION_M[band])
    return native if native in offered else offered[0]


def level_in_names(names: Iterable[str]) -> Level | None:
    """L1C or L2A where product names (``S2B_MSIL2A_...``) say it and agree."""
    joined = " ".join(names).upper()
    found: set[Level] = set()
    if "MSIL1C" in joined:
        found.add("L1C")
    if "MSIL2A" in joined:
        found.add("L2A")
    return found.pop() if len(found) == 1 else None


def time_in_names(names: Iterable[str]) -> datetime | None:
    """The sensing time in names such as ``T32TQM_20230823T095559_B02``, if they agree on one."""
    found = {match.group(1) for name in names if (match := _TIME.search(name))}
    if len(found) != 1:
        return None
    try:
        return datetime.strptime(found.pop(), "%Y%m%dT%H%M%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return None

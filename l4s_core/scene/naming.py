"""Which band a file name or a band description speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from l4s_core.channels.names import canonical_band, common_band
from l4s_core.channels.registry import NATIVE_RESOLUTION_M
from l4s_core.channels.wavelengths import wavelength_in_text
from l4s_core.scene.products import Product, folded
from l4s_core.scene.sensors import other_sensor
from l4s_core.scene.types import Level

_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_BAND_WORD = re.compile(r"(?<![a-z])band[ae]?[\s_-]+(?=\d)", re.IGNORECASE)
_RESOLUTION = re.compile(r"(10|20|60)m", re.IGNORECASE)
# rasters of a product that are no reflectance although "B02" and the like may stand in their names
_OTHER_PRODUCTS = frozenset({"MSK", "TCI", "PVI", "AOT", "WVP", "CLDPRB", "SNWPRB", "CLD", "SNW", "DEM", "DSM", "DTM"})
# layers about a band: view_zenith_B2 (SNAP), B02_std, B02_count and B02_date of composites, masks and differences
_ABOUT_A_BAND = frozenset({
    "ANGLE", "ANGLES", "ATB", "AZIMUTH", "CLOUD", "CLOUDS", "CNT", "COUNT", "DATE", "DEFECT", "DELTA", "DETFOO",
    "DIFF", "DIFFERENCE", "DOY", "ERROR", "EVI", "FLAG", "FLAGS", "INDEX", "MASK", "MASKS", "NBR", "NDMI", "NDVI",
    "NDWI", "NOBS", "NODATA", "OVERVIEW", "PREVIEW", "PROB", "PROBABILITY", "QA", "QF", "QUALITY", "QUICKLOOK",
    "RATIO", "RMSE", "SAA", "SATURA", "SHADOW", "SIGMA", "SLOPE", "SNR", "STD", "STDDEV", "STDEV", "SZA", "TECQUA",
    "TEMP", "TEMPERATURE", "THERMAL", "THUMBNAIL", "TIME", "TREND", "UNC", "UNCERTAINTY", "VAA", "VAR", "VARIANCE",
    "VIEW", "VZA", "ZENITH",
})  # fmt: skip
_GDAL_NUMBER = re.compile(r"^\s*band[\s_]*0*(\d+)\s*:\s*(?=\S)", re.IGNORECASE)
_ENVI_NUMBER = re.compile(r"^\s*[A-Za-z][\w ]*\(band[\s_]*\d+\s*:\s*(.+?)\s*\)\s*$", re.IGNORECASE)
_TILE = re.compile(r"(?<![A-Za-z0-9])T?\d{2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(?![A-Za-z0-9])")
_TIME = re.compile(r"(?<!\d)(20\d{6}T\d{6})(?!\d)")
_DAY_OF_YEAR = re.compile(r"(?<!\d)(20\d{5}T\d{6})(?!\d)")


@dataclass(frozen=True)
class FileName:
    """What a file name without its ending says: the band or None, the pixel size in metres or None.

    ``about`` is the band that the file is not but tells of: its angles, mask, count of observations.
    """

    band: str | None
    resolution_m: int | None
    is_scl: bool = False
    about: str | None = None


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
    band = found.pop() if len(found) == 1 else None
    if band is not None and _is_about(tokens):
        return FileName(None, resolution, about=band)
    return FileName(band, resolution)


def _is_about(tokens: Sequence[str]) -> bool:
    """Whether a word beside the band says that it is a layer about it; further away it may be part of any name."""
    words = [t for t in tokens if t and not _RESOLUTION.fullmatch(t)]
    places = [i for i, word in enumerate(words) if canonical_band(word)]
    beside = {words[k].upper() for i in places for k in (i - 1, i + 1) if 0 <= k < len(words)}
    return bool(beside & _ABOUT_A_BAND)


def names_tile(text: str) -> bool:
    """Whether a tile of the Sentinel-2 grid stands in a name: ``"T43PFN_20190822T050651"``."""
    return _TILE.search(text.replace("_", " ")) is not None


def without_number(text: str, number: int | None = None) -> str:
    """``"Band 1: B2"``, as QGIS shows a band, -> ``"B2"``; what is only a number, or has none, stays, and so does a
    number other than ``number``, where that is said (from 1): it is no count. Of ``"Warp (Band 1:B02.tif)"``, as ENVI
    says which band of which file it took, the file stays where it is named after a band."""
    if (of_file := _ENVI_NUMBER.match(text)) and parse_file_name(of_file[1]).band:
        return of_file[1]
    match = _GDAL_NUMBER.match(text)
    if match is None or (number is not None and int(match[1]) != number):
        return text.strip()
    return text[match.end() :].strip()


def band_in_text(text: str | None, product: Product | None = None) -> str | None:
    """The band a description names: ``"B2"``, ``"B02 (490 nm)"``, ``"B2 blue"``, ``"Band 4"``, ``"nir"``.

    Common names count only as the whole text: the ``red`` in ``"red edge"`` is not band 4. A text with a band and
    another one's common name (``"B5 NIR"``, of Landsat) names none. The names of ``product`` come first.
    """
    if not text or other_sensor(text):
        return None
    _, plain = wavelength_in_text(without_number(text))
    if product is not None and (named := product.names.get(folded(plain))):
        return named
    name = parse_file_name(plain)
    band = canonical_band(plain) or name.band
    return None if band is None or contradiction(plain) else band


def contradiction(text: str) -> tuple[str, str] | None:
    """The band and the other one that a description names by its number and by its common name, None where they agree.

    ``"Band 5 - NIR"`` -> (B5, B8); ``"B8A NIR"`` -> None, because both near infrared bands are called that.
    """
    words = _SEPARATORS.split(_BAND_WORD.sub("B", text))
    numbers = [band for word in words if (band := canonical_band(word))]
    if len(numbers) != 1:
        return None
    rest = common_band(" ".join(word for word in words if not canonical_band(word)))
    if rest is None or rest == numbers[0] or {rest, numbers[0]} == {"B8", "B8A"}:
        return None
    return numbers[0], rest


def best_resolution(band: str, resolutions_m: Iterable[int]) -> int:
    """Which of the resolutions on offer to read: the band's native one, else the finest.

    Level-2A carries B1 at 20 m too, interpolated from 60 m; that adds nothing.
    """
    offered = sorted(resolutions_m)
    native = int(NATIVE_RESOLUTION_M[band])
    return native if native in offered else offered[0]


def level_in_names(names: Iterable[str]) -> Level | None:
    """L1C or L2A where names of products (``S2B_MSIL2A_...``, ``..._Sentinel-2_L2A_B02``) say it and agree."""
    joined = " ".join(names).upper()
    found: set[Level] = set()
    if re.search(r"(?:MSI|(?<![0-9A-Z]))L1C(?![0-9A-Z])", joined):
        found.add("L1C")
    if re.search(r"(?:MSI|(?<![0-9A-Z]))L2A(?![0-9A-Z])", joined):
        found.add("L2A")
    return found.pop() if len(found) == 1 else None


def time_in_names(names: Iterable[str]) -> datetime | None:
    """The sensing time in names such as ``T32TQM_20230823T095559_B02`` or ``HLS.S30.T43PFN.2019234T051649``, if they
    agree on one."""
    names = tuple(names)
    for pattern, form in ((_TIME, "%Y%m%dT%H%M%S"), (_DAY_OF_YEAR, "%Y%jT%H%M%S")):
        found = {match.group(1) for name in names if (match := pattern.search(name))}
        if len(found) == 1:
            try:
                return datetime.strptime(found.pop(), form).replace(tzinfo=timezone.utc)
            except ValueError:
                return None
    return None

"""What the XML of a Sentinel-2 product says: level, baseline, conversion to reflectance, grid, sun.

Element names: Sentinel-2 Products Specification Document (ESA, S2-PDGS-TAS-DI-PSD), issues 13 to 15. They are looked
for anywhere below the root, because the nesting changed between issues and the names did not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from affine import Affine
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.xml import finite, local_name, number_of, parse_xml, text_of, utc_time
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.scene.types import Level

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFSET_TAGS = ("RADIO_ADD_OFFSET", "BOA_ADD_OFFSET")
_QUANTIFICATION_TAGS: dict[Level, tuple[str, ...]] = {
    "L1C": ("QUANTIFICATION_VALUE",),
    "L2A": ("BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE", "L1C_L2A_Quantification_Value"),
}
_EPSG = re.compile(r"EPSG:\d{4,6}")
_URI = re.compile(r"S2[A-Z]_\w{10,120}")
_SIDE_LIMIT_PX = 100_000


@dataclass(frozen=True)
class ProductMetadata:
    """``MTD_MSIL1C.xml`` or ``MTD_MSIL2A.xml``. ``offsets`` (DN, by band) is empty where the product has no list."""

    level: Level
    baseline: str | None
    name: str | None
    start_time: datetime | None
    quantification: float
    offsets: Mapping[str, float]
    listed_bands: tuple[str, ...]


@dataclass(frozen=True)
class TileMetadata:
    """``MTD_TL.xml``. ``grids`` by pixel size in metres; angles in degrees, means over the tile."""

    grids: Mapping[int, GeoBox]
    sensing_time: datetime | None
    sun_zenith_deg: float | None
    sun_azimuth_deg: float | None


def parse_product(data: bytes, label: str) -> ProductMetadata:
    """Read the product's XML; ``label`` names it in errors. Raises InputError."""
    root = parse_xml(data, label)
    level = _level(root, label)
    quantification = number_of(root, *_QUANTIFICATION_TAGS[level])
    if quantification is None or quantification <= 0:
        raise _incomplete(label, _QUANTIFICATION_TAGS[level][0])
    uri = (text_of(root, "PRODUCT_URI", "PRODUCT_URI_2A", "PRODUCT_URI_1C") or "").removesuffix(".SAFE")
    return ProductMetadata(
        level=level,
        baseline=text_of(root, "PROCESSING_BASELINE"),
        name=uri if _URI.fullmatch(uri) else None,
        start_time=utc_time(text_of(root, "PRODUCT_START_TIME", "DATATAKE_SENSING_START")),
        quantification=quantification,
        offsets=_offsets(root, label),
        listed_bands=_listed_bands(root),
    )


def parse_tile(data: bytes, label: str) -> TileMetadata:
    """Read the tile's XML; ``label`` names it in errors. Raises InputError."""
    root = parse_xml(data, label)
    geocoding = next((e for e in root.iter() if local_name(e) == "Tile_Geocoding"), None)
    if geocoding is None:
        raise _incomplete(label, "Tile_Geocoding")
    sun = next((e for e in root.iter() if local_name(e) == "Mean_Sun_Angle"), None)
    return TileMetadata(
        grids=_grids(geocoding, label),
        sensing_time=utc_time(text_of(root, "SENSING_TIME")),
        sun_zenith_deg=None if sun is None else number_of(sun, "ZENITH_ANGLE"),
        sun_azimuth_deg=None if sun is None else number_of(sun, "AZIMUTH_ANGLE"),
    )


def _level(root: Element, label: str) -> Level:
    said = (text_of(root, "PROCESSING_LEVEL") or local_name(root)).upper().replace("-", "").replace("_", "")
    if said.startswith("LEVEL1C"):
        return "L1C"
    if said.startswith("LEVEL2A"):
        return "L2A"
    raise InputError(f"{label} is of processing level {said!r}; Level-1C and Level-2A products can be used.")


def _offsets(root: Element, label: str) -> dict[str, float]:
    """Offset by band; ``band_id`` counts the 13 bands in their order, 8 is B8A."""
    offsets: dict[str, float] = {}
    for element in root.iter():
        if local_name(element) not in _OFFSET_TAGS:
            continue
        number = (element.get("band_id") or element.get("bandId") or "").strip()
        value = finite(element.text or "")
        if not number.isdecimal() or int(number) >= len(SENTINEL2_BANDS) or value is None:
            raise InputError(
                f"{label} has an add-offset that cannot be understood (band_id {number!r}, value {element.text!r}); "
                "fetch the product again or say the offset with --offset."
            )
        offsets[SENTINEL2_BANDS[int(number)]] = value
    return offsets


def _listed_bands(root: Element) -> tuple[str, ...]:
    from l4s_core.scene.naming import parse_file_name

    listed = {
        parse_file_name((element.text or "").strip().rpartition("/")[2]).band
        for element in root.iter()
        if local_name(element) in ("IMAGE_FILE", "IMAGE_ID", "IMAGE_FILE_2A")
    }
    return tuple(band for band in SENTINEL2_BANDS if band in listed)


def _grids(geocoding: Element, label: str) -> dict[int, GeoBox]:
    crs = text_of(geocoding, "HORIZONTAL_CS_CODE")
    if crs is None or not _EPSG.fullmatch(crs.upper()):
        raise _incomplete(label, "HORIZONTAL_CS_CODE")
    shapes: dict[int, tuple[int, int]] = {}
    places: dict[int, Affine] = {}
    for element in geocoding:
        resolution = (element.get("resolution") or "").strip()
        if not resolution.isdecimal():
            continue
        numbers = {local_name(child): finite(child.text or "") for child in element}
        if local_name(element) == "Size":
            rows, cols = numbers.get("NROWS"), numbers.get("NCOLS")
            if rows and cols and 0 < rows <= _SIDE_LIMIT_PX and 0 < cols <= _SIDE_LIMIT_PX:
                shapes[int(resolution)] = (int(rows), int(cols))
        elif local_name(element) == "Geoposition":
            x, y, dx, dy = (numbers.get(tag) for tag in ("ULX", "ULY", "XDIM", "YDIM"))
            if x is not None and y is not None and dx and dy:
                places[int(resolution)] = Affine(dx, 0, x, 0, dy, y)
    try:
        grids = {r: GeoBox(shapes[r], places[r], crs.upper()) for r in sorted(shapes.keys() & places.keys())}
    except Exception as error:  # pyproj's own exception for a code that does not exist
        raise InputError(f"{label} names the coordinate system {crs}, which is not known; check the file.") from error
    if not grids:
        raise _incomplete(label, "Size and Geoposition")
    return grids


def _incomplete(label: str, element: str) -> InputError:
    return InputError(f"{label} has no usable {element}; the metadata is incomplete, fetch the product again.")

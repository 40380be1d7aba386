"""By what a raster or a catalogue entry shows that it is of another sensor than Sentinel-2's MSI.

Their bands have names that are Sentinel-2's too and mean something else (B5 of Landsat 8 is near infrared), or colours
of another width. A new sensor is a row in `SENSORS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from l4s_core.channels.registry import SENTINEL2_BANDS

_FINEST_M = 5.0  # of browser exports and super-resolved scenes; Planet's are 3 m
SENSORS: tuple[tuple[str, str], ...] = (
    # products (LC08_L2SP_...), scenes before Collection 1 (LC80420342016...), ARD (LC08_CU_), HLS, FORCE, DEA, ESPA,
    # Earth Engine, STAC (eo:bands OLI_B2; platform, collection), what stands beside their bands
    (
        "Landsat",
        r"L[COTEM]0[1-9]_|L[COTEM][1-9]\d{13}|landsat|HLS2?[._-]?L30|LND0\d"
        r"|(?<![a-z])ga_ls|(?<![a-z])SR_B(?:AND)?_?\d|sr_band\d|toa_band\d|bt_band\d|(?<![a-z])ST_B(?:AND)?_?\d+"
        r"|(?<![a-z0-9])(?:OLI|TIRS|ETM\+?)(?![a-z0-9])|^(?:TM|MSS)$|QA_PIXEL|QA_RADSAT|pixel_qa|radsat_qa"
        r"|(?<![a-z0-9])BQA(?![a-z0-9])|B6_VCID",
    ),
    (
        "Planet",
        r"PSScene|planet[ _-]?scope|super[ _-]?dove|(?<![a-z0-9])PS2(?:\.SD)?(?![a-z0-9])|(?<![a-z0-9])PSB\.SD"
        r"|^green[ _]?ii?$|^yellow$|^coastal[ _]blue$|_3B_(?:udm2?_)?Analytic|_AnalyticMS|rapid[ _-]?eye"
        r"|REOrthoTile|SkySat",
    ),
    ("MODIS", r"(?<![a-z0-9])M[OYC]D\d{2}[A-Z0-9]*(?![a-z0-9])|(?<![a-z0-9])MODIS(?![a-z0-9])|sur_refl_b\d+"),
    ("VIIRS", r"(?<![a-z0-9])V(?:NP|J1|J2)\d{2}|(?<![a-z0-9])VIIRS(?![a-z0-9])"),
    ("ASTER", r"(?<![a-z0-9])AST_(?:L1|0\d)|(?<![a-z0-9])ASTER[ _-]?(?:L1T|VNIR|SWIR|B\d)|VNIR_Band|ImageData\dN"),
    ("Sentinel-1", r"(?<![a-z0-9])S1[A-D]_|sentinel[ _-]?1(?![0-9])"),
    ("Sentinel-3", r"(?<![a-z0-9])S3[A-D]_|sentinel[ _-]?3(?![0-9])|(?<![a-z0-9])(?:OLCI|SLSTR)(?![a-z0-9])"),
    ("PRISMA", r"(?<![a-z0-9])PRS_L[12]|(?<![a-z0-9])PRISMA(?![a-z0-9])"),
    ("EnMAP", r"(?<![a-z0-9])ENMAP(?:0\d)?(?![a-z])"),
    ("DESIS, EMIT or Hyperion", r"(?<![a-z0-9])(?:DESIS|EMIT|HYPERION|EO1H)(?![a-z])"),
    (
        "SPOT, Pleiades, WorldView or another satellite of finer pixels",
        r"world[ _-]?view|(?<![a-z0-9])(?:WV0?[1-4]|GE01|QB02|GF[1-7]|ZY3|SPOT[ _-]?[1-7]|PHR1[AB])(?![a-z0-9])"
        r"|^pan(?:chromatic)?$|cbers|pl[eé]iades|geoeye|quickbird|kompsat|gaofen",
    ),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in SENSORS)
_OURS = re.compile(
    r"sentinel[ _-]?2|(?<![a-z0-9])S2[A-D](?![a-z])|(?<![a-z0-9])MSI(?![a-z])|HLS2?[._-]?S30", re.IGNORECASE
)
_SENSOR_TAGS = ("sensor", "sensor_type", "sensortype", "sensor_name", "satellite", "satelliteid", "spacecraft",
                "spacecraft_id", "spacecraft_name", "platform", "mission", "instrument", "instruments", "sensor_id",
                "constellation", "product_type", "source_product", "landsat_product_id", "collection")  # fmt: skip


def is_sentinel2(text: str) -> bool:
    """Whether a name says that it is of Sentinel-2: ``S2B_MSIL2A_...``, ``Sentinel-2``, ``HLS.S30``."""
    return _OURS.search(text) is not None


def other_sensor(text: str | None) -> str | None:
    """The sensor that a name, a description or a tag is about, None where it is about none, or about Sentinel-2."""
    if not text or _OURS.search(text):
        return None
    return next((name for name, pattern in _PATTERNS if pattern.search(text)), None)


def sensor_in_tags(tags: Mapping[str, str]) -> str | None:
    """The other sensor that the metadata of a file names where sensors are named."""
    lower = {key.lower(): value for key, value in tags.items()}
    return next((found for key in _SENSOR_TAGS if (found := other_sensor(lower.get(key)))), None)


def doubt_by_pixels(numbered: Iterable[str], worded: Iterable[str], pixel_m: float) -> str | None:
    """Why bands with pixels of this size (metres) may be another sensor's, a clause; None where nothing speaks for it.

    ``numbered``: bands that are named by their numbers, ``worded`` by a colour, which any sensor may have. Landsat 8
    and 9 call near infrared B5 and their thermal bands B10 and B11, Landsat 7 calls red B3; pixels of 30 m, and of 15 m
    where they were sharpened, are theirs, and the bands that they have no number for are B8A and B12.
    """
    found = set(numbered)
    landsats = 25.0 <= pixel_m <= 35.0 or 14.0 <= pixel_m <= 16.0
    if found:
        is_ours = bool(found & {"B8A", "B12"})
        few = "B8" in found and not found & {"B5", "B6", "B7", "B9"}
        doubtful = not is_ours and ({"B10", "B11"} <= found or (landsats and not few))
        names = ", ".join(sorted(found, key=SENTINEL2_BANDS.index))
        text = f"bands named {names} with pixels of {pixel_m:.0f} m may be Landsat's, whose numbers mean other bands"
        return text if doubtful else None
    if not set(worded):
        return None
    if landsats:
        return f"bands named by colours with pixels of {pixel_m:.0f} m may be Landsat's"
    if 0 < pixel_m < _FINEST_M:
        return f"bands named by colours with pixels of {pixel_m:.2g} m may be another satellite's of finer pixels"
    return None

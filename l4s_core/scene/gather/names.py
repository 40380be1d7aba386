"""What the name of a file says before it is opened: that it goes with others, is a tile of a larger raster, or is not
complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.rasters.pointing import envi_header

RASTER_ENDINGS = frozenset({".tif", ".tiff", ".jp2", ".img", ".vrt"})

RAW_ENDINGS = (".img", ".dat", ".bsq", ".bil", ".bip", ".raw", ".bin", "")
"""What the values of an ENVI raster are called, whose header is NAME.hdr or NAME.img.hdr."""

# written by systems, programs and servers beside the data; nobody means them
_HIDDEN = re.compile(r"\.|__MACOSX$|@eaDir$|Thumbs\.db$|desktop\.ini$|\$", re.IGNORECASE)
_BESIDE_ENDINGS = (
    ".aux.xml", ".aux", ".ovr", ".msk", ".rrd", ".enp", ".tfw", ".tifw", ".j2w", ".jgw", ".wld", ".prj", ".hdr", ".qml",
    ".qmd", ".sld", ".lyr", ".lyrx", ".cpg", ".md5", ".sha1", ".sha256", ".md", ".txt", ".pdf", ".html", ".log", ".csv",
)  # fmt: skip
_INCOMPLETE_ENDINGS = (".crdownload", ".part", ".partial", ".download", ".filepart", ".tmp", ".aria2", ".opdownload")
# pictures of a product and layers about it: rasters, but no ground and no heights
_LOOKS = frozenset({
    "tci", "pvi", "preview", "quicklook", "ql", "browse", "thumb", "thumbnail", "overview", "truecolor", "hillshade",
})  # fmt: skip
_COPY = re.compile(r"(?P<stem>.+?)(?: \(\d+\)| - Copy(?: \(\d+\))?| copy(?: \d+)?)$", re.IGNORECASE)


def is_hidden(name: str) -> bool:
    """Whether a system or program put it there for itself: ``._B02.tif``, ``.DS_Store``, ``__MACOSX``."""
    return _HIDDEN.match(name) is not None


def is_beside(name: str) -> bool:
    """Whether it goes with another file and is nothing alone: ``B02.tif.aux.xml``, ``B02.tfw``, ``README.txt``."""
    return is_hidden(name) or name.lower().endswith(_BESIDE_ENDINGS)


def is_incomplete(name: str) -> bool:
    """Whether it is what a program leaves while it fetches a file: ``B02.tif.crdownload``."""
    return name.lower().endswith(_INCOMPLETE_ENDINGS)


def is_picture(stem: str) -> bool:
    """Whether a raster of that name (without its ending) is made for looking at: ``T43PFN_..._TCI``, ``preview``."""
    words = re.split(r"[^0-9a-z]+", stem.lower())
    return any(word in _LOOKS for word in words)


def is_raster(path: Path) -> bool:
    """Whether a file is a raster by its name, or by the ENVI header beside it."""
    ending = path.suffix.lower()
    return ending in RASTER_ENDINGS or (ending in RAW_ENDINGS and envi_header(path) is not None)


def raw_of(header: Path) -> Path:
    """The values that an ENVI header is of. Raises InputError where they are not beside it."""
    stem = header.with_suffix("")
    named = [stem, *(stem.with_name(stem.name + ending) for ending in RAW_ENDINGS if ending)]
    found = next((path for path in named if path.is_file() and envi_header(path) == header), None)
    if found is None:
        raise InputError(f"{header} is the header of a raster that is not beside it ({stem.name}.img and the like).")
    return found


def copy_of(stem: str) -> str | None:
    """The name that a browser or a desktop has made another of: ``"B02 (1)"`` -> ``"B02"``; None for other names."""
    match = _COPY.fullmatch(stem)
    return None if match is None else match["stem"]


@dataclass(frozen=True)
class TileName:
    """A name of a file that may be one tile of several.

    Attributes
    ----------
    whole : the name without what tells the tiles apart.
    place : the numbers in it.
    kind : ``"offset"``: row and column of the upper left pixel, which nothing but a tile of an export has in its name;
        ``"place"``: two numbers of rows and columns; ``"number"``: one.
    """

    whole: str
    place: tuple[int, ...]
    kind: str


_TILE_FORMS = (
    # Earth Engine: row and column of the upper left pixel
    ("offset", re.compile(r"(?P<whole>.+)-(?P<a>\d{10})-(?P<b>\d{10})")),
    # NAME_r1_c2, NAME_R001C002, NAME_x0_y1, X0055_Y0053, tile_0_1, NAME-row0-col1
    ("place", re.compile(
        r"(?P<whole>.*?)[_.\- ]?(?<![a-z0-9])(?:r|row|x|h|tile_?)[_\-]?(?P<a>\d{1,6})[_.\- ]?"
        r"(?:c|col|column|y|v|_)[_\-]?(?P<b>\d{1,6})(?P<rest>(?![0-9]).*)", re.IGNORECASE)),
    # gdal_retile NAME_1_2, GRASS NAME-000-001
    ("place", re.compile(r"(?P<whole>.+?)(?P<sign>[_\-.])(?P<a>\d{1,5})(?P=sign)(?P<b>\d{1,5})")),
    # ArcGIS NAME0, QGIS NAME.0, NAME_1, NAME_tile3, NAME_part2, NAME 1of4
    ("number", re.compile(
        r"(?P<whole>.+?)(?:(?<=[a-z])|[_.\- ]|[_.\- ]?(?:tile|part|chunk|block|piece)[_.\- ]?)(?P<a>\d{1,4})"
        r"(?:[_ ]?of[_ ]?\d{1,4})?", re.IGNORECASE)),
)  # fmt: skip


def tile_name(stem: str) -> tuple[TileName, ...]:
    """What a file name without its ending could be as the name of a tile, the surest first.

    A name proves nothing: ``B02`` ends on a number too. Only files of one ``whole`` whose content fits are tiles.
    """
    found = []
    for kind, form in _TILE_FORMS:
        match = form.fullmatch(stem)
        if match is None:
            continue
        groups = match.groupdict()
        place = tuple(int(groups[name]) for name in ("a", "b") if groups.get(name) is not None)
        found.append(TileName(f"{groups['whole']}{groups.get('rest') or ''}", place, kind))
        if kind == "offset":
            break
    return tuple(found)

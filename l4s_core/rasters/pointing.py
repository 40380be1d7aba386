"""Files that GDAL opens as rasters although they are texts about other files or servers.

Whatever its name is, a text that begins like XML or JSON may be a virtual raster, a request to a map server, a list of
tiles elsewhere. Nobody who gives ``B02.tif`` means that; a ``.vrt`` says by its name that it points to other files.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath

from l4s_core.base.errors import InputError
from l4s_core.base.xml import parse_xml

_HEAD_BYTES = 256
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[][\t\n\r\x20-\x7e]*")
_SIZE_IN_HEADER = re.compile(r"^\s*(samples|lines|bands|header offset|data type|file compression)\s*=\s*(\d+)", re.M)
_ENVI_BYTES = {1: 1, 2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 9: 16, 12: 2, 13: 4, 14: 8, 15: 8}
_LONGEST_HEADER = 4 * 2**20


def points_elsewhere(path: str) -> bool:
    """Whether a file of this machine is a text that may point to other files or servers; ``.vrt`` may."""
    file = Path(path)
    if file.suffix.lower() == ".vrt":
        return False
    head = _head(file)
    return len(head) >= 16 and _TEXT.fullmatch(head) is not None


def _head(file: Path) -> bytes:
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except (OSError, ValueError):  # an address, or the text of a virtual raster
        return b""


def parts_of(path: Path) -> frozenset[Path]:
    """The files of this machine that a virtual raster (``.vrt``) is made of, by its text; none of any other file, and
    of one whose text cannot be read."""
    try:
        if path.suffix.lower() != ".vrt" or path.stat().st_size > _LONGEST_HEADER:
            return frozenset()
        root = parse_xml(path.read_bytes(), str(path))
    except (OSError, ValueError, InputError):
        return frozenset()
    names = [(e.text or "", e.get("relativeToVRT")) for e in root.iter("SourceFilename")]
    # names with a scheme or a prefix of GDAL are no paths
    local = [(name, relative) for name, relative in names if name and not name.startswith("/vsi") and ":/" not in name]
    return frozenset(
        Path(os.path.abspath(path.parent / name if relative == "1" else name))  # noqa: PTH100 - links stay as they are
        for name, relative in local
    )


def names_of_sources(path: str) -> tuple[str, ...]:
    """The names, without ending, of the files that the bands of a virtual raster are, one file for each band as
    ``gdalbuildvrt -separate`` and QGIS write it; empty where they are not, and for any other file."""
    file = Path(path)
    try:
        if file.suffix.lower() != ".vrt" or not file.is_file() or file.stat().st_size > _LONGEST_HEADER:
            return ()
        root = parse_xml(file.read_bytes(), path)
    except (OSError, ValueError, InputError):
        return ()
    of_bands = [{e.text or "" for e in band.iter("SourceFilename")} for band in root.iter("VRTRasterBand")]
    if any(len(files) != 1 for files in of_bands):
        return ()
    names = [PurePath(files.pop().replace("\\", "/")).stem for files in of_bands]
    return tuple(names) if len(set(names)) == len(names) > 1 else ()


def envi_header(path: Path) -> Path | None:
    """The ENVI header of a raw raster, ``B2.hdr`` or ``B2.img.hdr``; None where there is none."""
    for header in (path.with_suffix(".hdr"), path.with_name(f"{path.name}.hdr")):
        if header != path and header.is_file() and _head(header)[:4] == b"ENVI":
            return header
    return None


def raw_problem(path: str) -> str | None:
    """What is wrong with the size of a raw raster by its ENVI header: GDAL gives zeros for what is not in the file.

    None where nothing is, or it has no such header.
    """
    file = Path(path)
    try:
        header = envi_header(file)
        if header is None or header.stat().st_size > _LONGEST_HEADER:
            return None
        text = header.read_text("latin-1")
        stored = file.stat().st_size
    except (OSError, ValueError):
        return None
    said = {key: int(value[:18]) for key, value in _SIZE_IN_HEADER.findall(text.lower())}
    if said.get("file compression"):
        return None
    pixels = said.get("samples", 0) * said.get("lines", 0) * said.get("bands", 1)
    needed = pixels * _ENVI_BYTES.get(said.get("data type", 1), 1) + said.get("header offset", 0)
    if stored >= needed:
        return None
    return f"holds {stored:,} bytes where its header {header.name} speaks of {needed:,}"

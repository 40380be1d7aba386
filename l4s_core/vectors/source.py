"""Which vector files are opened: a few plain formats, told by their content, so that nothing else is read or asked for.

GDAL knows drivers whose files name other files, servers or commands (OGR VRT, GDALG, WFS), whatever the name of the
file ends in. A file that somebody sent must not decide what is opened.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from l4s_core.base.archive import ZipFiles
from l4s_core.base.errors import InputError
from l4s_core.base.outputs import check_vector_name

DRIVERS = frozenset(
    {"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", "KML", "LIBKML", "GML", "GPX", "OpenFileGDB"}
)  # fmt: skip
"""The drivers of GDAL that may read a file of a user."""
FORMATS = "GeoPackage, GeoJSON, Shapefile, FlatGeobuf, KML or GML"
_ENDINGS = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".kml", ".gml")
_HEAD_BYTES = 65_536
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+_-]+:")  # two letters at least: one is a drive
_XML_ROOTS = {"kml", "FeatureCollection", "gpx"}
_DOCTYPE = "<!DOCTYPE>"
_NAMES_OTHERS = (b"<ogrvrt", b"<ogrwfs", b"<wfs_capabilities")
_GPKG_IDS = (b"GPKG", b"GP10", b"GP11")


def vector_source(path: str | Path, layer: str | None, what: str) -> tuple[str, str | None]:
    """What GDAL opens for a file, and the layer that remains to be chosen in it.

    Parameters
    ----------
    path : a file of `FORMATS`, a folder of Esri's (``.gdb``), or a zip (or KMZ) with one of these files in it.
    layer : a layer, or which file of a zip. ``what`` it is, for messages.

    Raises
    ------
    InputError : it does not exist, is an address of a server or database, a zip that is not safe, or of another format.
    """
    text = str(path)
    place = Path(path).expanduser()
    if not place.exists():
        if text.startswith("/vsi") or _SCHEME.match(text):
            raise InputError(f"The {what} {text} is no file on this machine; fetch it and give the file.")
        raise InputError(f"The {what} {text} does not exist; give a vector file with polygons.")
    if place.is_dir():
        if place.suffix.lower() != ".gdb":
            raise InputError(f"The {what} {text} is a folder; give the vector file in it.")
        check_vector_name(place.absolute())
        return str(place.absolute()), layer
    if place.suffix.lower() in (".zip", ".kmz"):  # a KMZ is a zip with a KML in it
        return _in_zip(place, layer, what)
    try:
        with place.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise InputError(f"The {what} {text} cannot be read ({error.strerror}); give another.") from error
    return _checked(head, str(place.absolute()), text, what), layer


def check_geopackage(path: Path) -> None:
    """Raise InputError unless a file begins as a GeoPackage does, whatever its name ends in: nothing else is handed to
    GDAL, whose other drivers may read other files or ask servers."""
    check_vector_name(path)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); give another file.") from error
    if not _is_geopackage(head):
        raise InputError(f"{path} is no GeoPackage by its content; give the GeoPackage of an inventory.")


def _is_geopackage(head: bytes) -> bool:
    return head.startswith(b"SQLite format 3\0") and head[68:72] in _GPKG_IDS


def _in_zip(path: Path, layer: str | None, what: str) -> tuple[str, str | None]:
    files = ZipFiles(path)
    inside = [name for name in files.names if name.lower().endswith(_ENDINGS) and "__MACOSX" not in name]
    if path.suffix.lower() == ".kmz":  # its first is what programs show; others are parts of it
        inside = [name for name in inside if name.lower() == "doc.kml"] or inside
    named = [name for name in inside if layer in (Path(name).stem, Path(name).name, name)]
    if not inside:
        raise InputError(f"{path} holds no vector file ({', '.join(_ENDINGS[:4])}); give the {what} itself.")
    if len(named) != 1 and len(inside) > 1:
        raise InputError(
            f"{path} holds {len(inside)} vector files ({', '.join(Path(name).stem for name in inside[:12])}); choose "
            "one with --layer."
        )
    chosen = named[0] if len(named) == 1 else inside[0]
    try:
        with zipfile.ZipFile(path) as opened, opened.open(chosen) as member:
            head = member.read(_HEAD_BYTES)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise InputError(f"{chosen} in {path} is damaged ({error}); fetch the zip again.") from error
    return _checked(head, files.path(chosen), f"{path} ({chosen})", what), None if len(named) == 1 else layer


def _checked(head: bytes, opened: str, said: str, what: str) -> str:
    """``opened`` as GDAL is to open it, for a file that begins with ``head``; InputError for other formats."""
    if any(word in head.lower() for word in _NAMES_OTHERS):
        raise InputError(f"{said} is a virtual layer, which names other files or servers; give the {what} itself.")
    root = _root(head)
    if root == _DOCTYPE:
        raise InputError(
            f"{said} has a document type, which may define entities and which no vector file needs: it can be an "
            f"attack, and is not opened; give the {what} as another program writes it, without <!DOCTYPE>."
        )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return f"GeoJSON:{opened}"  # JSON is that of other drivers too; one of them runs commands
    plain = (
        head.startswith((b"fgb\x03fgb", b"\x00\x00\x27\x0a"))
        or _is_geopackage(head)
        or (start.startswith(b"<") and root in _XML_ROOTS)
    )
    if not plain:
        raise InputError(f"The {what} {said} cannot be read as a vector file: it is no {FORMATS}; give one of these.")
    check_vector_name(opened)
    return opened


def _root(head: bytes) -> str | None:
    """The local name of the root element, `_DOCTYPE` where a document type comes before it; None for what is no XML."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: found.append(name.rpartition(":")[2])
    parser.StartDoctypeDeclHandler = lambda *_: found.append(_DOCTYPE)
    with suppress(expat.ExpatError):  # what came before it counts
        parser.Parse(head, False)
    return found[0] if found else None

"""Files that are read with another one without being named: parts of a Shapefile, what GDAL finds beside a raster."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.xml import parse_xml
from l4s_core.rasters.header import is_remote

_SHAPEFILE_PARTS = (".shx", ".dbf", ".prj")
_RASTERS = frozenset({".tif", ".tiff", ".jp2", ".img", ".vrt", ".hgt", ".dem", ".asc", ".bil", ".adf"})
_SAYS_NOTHING = frozenset({"PAMDataset", "PAMRasterBand", "Metadata", "MDI"})


def with_companions(files: Iterable[str]) -> list[str]:
    """Files, each once, and what is there now beside them and read with them."""
    return list(dict.fromkeys(own for file in files for own in (file, *_companions(file))))


def _companions(file: str) -> list[str]:
    if is_remote(file) or file.startswith("/vsi") or file.endswith(("/", "\\")):
        return []
    path = Path(file)
    ending = path.suffix.lower()
    if ending == ".shp":
        return [str(part) for part in map(path.with_suffix, _SHAPEFILE_PARTS) if part.exists()]
    if ending == ".gpkg":  # what a program that has it open (QGIS) has not written into it yet
        journal = Path(f"{file}-wal")
        return [str(journal)] if journal.exists() and journal.stat().st_size else []
    if ending in _RASTERS or (path / "hdr.adf").is_file():
        return _beside_raster(file)
    return []


def _beside_raster(file: str) -> list[str]:
    """What GDAL reads with a raster, such as an ``.aux.xml`` with another nodata, a world file, external overviews."""
    import rasterio
    from rasterio.errors import RasterioError

    try:
        with rasterio.open(file) as source:
            found = [str(Path(name).absolute()) for name in source.files]
    except RasterioError:  # said with the right words where it is opened to be read
        return []
    return [name for name in found if Path(name).is_file() and not _is_statistics(name)]


def _is_statistics(file: str) -> bool:
    """Whether a file is what programs that look at a raster (QGIS) write beside it, which changes nothing."""
    if not file.lower().endswith(".aux.xml"):
        return False
    try:
        elements = list(parse_xml(Path(file).read_bytes(), file).iter())
    except (OSError, InputError):
        return False
    named = [element.get("key", "") for element in elements if element.tag == "MDI"]
    inside = {id(part) for element in elements if element.tag == "Histograms" for part in element.iter()}
    return all(element.tag in _SAYS_NOTHING or id(element) in inside for element in elements) and all(
        name.startswith("STATISTICS_") for name in named
    )

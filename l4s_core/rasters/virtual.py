"""Several rasters as one, without a file: GDAL opens the text of a virtual raster (VRT) as it opens a path.

A text needs nobody to remove it, travels to other processes as it is and takes part in the names of files that are
read. What people are told is its name, see `header.shown`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr, unescape

from affine import Affine

START = "<VRTDataset"
_NAME = re.compile(r'<MDI key="L4S_NAME">(.*?)</MDI>', re.DOTALL)
_FILE = re.compile(r"<SourceFilename[^>]*>(.*?)</SourceFilename>", re.DOTALL)
_VARIABLE = re.compile(r'NETCDF:"(.*)":[^"]*')
_HEAD_CHARACTERS = 1 << 16  # the name stands at the beginning

GDAL_TYPE = {
    "uint8": "Byte", "int8": "Int8", "int16": "Int16", "uint16": "UInt16", "int32": "Int32", "uint32": "UInt32",
    "int64": "Int64", "uint64": "UInt64", "float16": "Float16", "float32": "Float32", "float64": "Float64",
}  # fmt: skip
"""GDAL's names of the types that NumPy knows by others."""


def is_virtual(path: str) -> bool:
    """Whether what GDAL opens is the text of a virtual raster and no path."""
    return path.lstrip().startswith(START)


def virtual_name(path: str) -> str | None:
    """What the user knows a virtual raster of `mosaic` by; None for everything else."""
    found = _NAME.search(path, 0, _HEAD_CHARACTERS) if is_virtual(path) else None
    return None if found is None else unescape(found.group(1))


def files_behind(path: str) -> tuple[str, ...]:
    """What is read of the disk, or the web, when GDAL opens ``path``, each once: the path itself, or the sources of the
    text of a virtual raster."""
    if not is_virtual(path):
        return (path,)
    named = (unescape(found) for found in _FILE.findall(path))
    return tuple(dict.fromkeys(m[1] if (m := _VARIABLE.fullmatch(name)) else name for name in named))


@dataclass(frozen=True)
class BandFacts:
    """What a band says of itself, as it has to be said of the mosaic too."""

    dtype: str
    description: str | None
    nodata: float | None
    scale: float
    offset: float
    unit: str
    colour: str
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """A raster that is to be part of a mosaic: its header.

    Attributes
    ----------
    masked : whether it has a mask of its own, inside or beside it, that is neither its nodata value nor an alpha band.
    """

    path: str
    crs: Any
    transform: Affine
    rows: int
    cols: int
    bands: tuple[BandFacts, ...]
    masked: bool
    tags: tuple[tuple[str, str], ...]
    blocks: tuple[int, int]


def read_part(path: str) -> Part:
    """The header of a raster. Raises RasterioError where GDAL cannot open it, or it is a text that points elsewhere."""
    import warnings

    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioIOError

    from l4s_core.rasters.header import gdal_options
    from l4s_core.rasters.pointing import points_elsewhere
    from l4s_core.rasters.validity import has_mask

    if points_elsewhere(path):
        raise RasterioIOError("a text and no raster")
    with warnings.catch_warnings(), gdal_options(path):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path) as src:
            bands = tuple(
                BandFacts(
                    dtype=src.dtypes[i - 1],
                    description=src.descriptions[i - 1],
                    nodata=None if src.nodatavals[i - 1] is None else float(src.nodatavals[i - 1]),
                    scale=float(src.scales[i - 1]),
                    offset=float(src.offsets[i - 1]),
                    unit=src.units[i - 1] or "",
                    colour=src.colorinterp[i - 1].name,
                    tags=_said(src.tags(i)),
                )
                for i in src.indexes
            )
            masked = any(has_mask(src, i) for i in src.indexes)
            block = src.block_shapes[0] if src.count else (1, 1)
            return Part(
                path, src.crs, src.transform, src.height, src.width, bands, masked, _said(src.tags()), tuple(block)
            )


def _said(tags: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    # statistics are of one part
    return tuple(sorted((key, value) for key, value in tags.items() if not key.startswith("STATISTICS_")))


_LATTICE_PX = 0.01  # pixels of two rasters are the same if they meet to this


def place_on(first: Part, other: Part) -> tuple[int, int] | None:
    """(column, row) of the upper left pixel of ``other`` in pixels of ``first``; None where the two are not of one CRS
    and one lattice of pixels, whichever way the rows run."""
    if first.crs is None or other.crs != first.crs:
        return None
    a, b = first.transform, other.transform
    size = math.hypot(a.a, a.d), math.hypot(a.b, a.e)
    if not all(size):
        return None
    col, row = ~a * (b.c, b.f)
    reach = max(first.cols, first.rows, other.cols, other.rows) + abs(col) + abs(row)
    differing = max(abs(a.a - b.a), abs(a.b - b.b), abs(a.d - b.d), abs(a.e - b.e)) / min(size)
    if differing * reach > _LATTICE_PX or max(abs(col - round(col)), abs(row - round(row))) > _LATTICE_PX:
        return None
    return round(col), round(row)


def mosaic(parts: Sequence[Part], name: str) -> str:
    """The text of a virtual raster over parts of one lattice and one layout of bands.

    Pixels, types, nodata, masks, alpha, scales, descriptions and tags are those of the parts; what lies in none of them
    is no data. Where parts overlap, the last that has a value is seen.

    Parameters
    ----------
    name : what the user knows the whole by.
    """
    first = parts[0]
    found = [place_on(first, part) for part in parts]
    places = [place for place in found if place is not None]
    if len(places) != len(parts):
        raise ValueError("parts of a mosaic have to be on one lattice")
    left, top = min(col for col, _ in places), min(row for _, row in places)
    places = [(col - left, row - top) for col, row in places]
    cols = max(col + part.cols for (col, _), part in zip(places, parts, strict=True))
    rows = max(row + part.rows for (_, row), part in zip(places, parts, strict=True))
    transform = first.transform * Affine.translation(left, top)
    placed = list(zip(parts, places, strict=True))
    covered = sum(part.rows * part.cols for part in parts)
    overlapping = any(_overlap(a, b) for i, a in enumerate(placed) for b in placed[:i])
    alpha = any(band.colour == "alpha" for band in first.bands)
    nodata = all(band.nodata is not None for band in first.bands)
    # what fills the gaps of a whole-number raster without nodata is a value like any other
    masked = any(part.masked for part in parts) or not (alpha or nodata or (not overlapping and covered == rows * cols))
    bands = "\n".join(_band(index, placed, overlapping) for index in range(len(first.bands)))
    return (
        f'{START} rasterXSize="{cols}" rasterYSize="{rows}">\n'
        f'<Metadata domain="L4S"><MDI key="L4S_NAME">{escape(name)}</MDI></Metadata>\n'
        f"<SRS>{escape(first.crs.to_wkt())}</SRS>\n"
        f"<GeoTransform>{', '.join(f'{v!r}' for v in transform.to_gdal())}</GeoTransform>\n"
        f"{metadata([pair for pair in first.tags if all(pair in part.tags for part in parts)])}"
        f"{bands}\n{_mask(placed, overlapping) if masked else ''}</VRTDataset>\n"
    )


@dataclass(frozen=True)
class Layer:
    """One band of a raster that is to be a band of another, under a name (None: its own)."""

    part: Part
    index: int
    name: str | None = None


def stacked(layers: Sequence[Layer], name: str) -> str:
    """The text of a virtual raster of bands of rasters on one grid. ``name``: what the user knows it by."""
    first = layers[0].part
    srs = "" if first.crs is None else f"<SRS>{escape(first.crs.to_wkt())}</SRS>\n"
    bands = []
    for number, layer in enumerate(layers, 1):
        facts = layer.part.bands[layer.index - 1]
        facts = replace(facts, description=layer.name or facts.description)
        part = replace(layer.part, bands=(*layer.part.bands[: layer.index - 1], facts))
        bands.append(_element(number, facts, part.blocks, _source(part, (0, 0), layer.index - 1, False)))
    return (
        f'{START} rasterXSize="{first.cols}" rasterYSize="{first.rows}">\n'
        f'<Metadata domain="L4S"><MDI key="L4S_NAME">{escape(name)}</MDI></Metadata>\n{srs}'
        f"<GeoTransform>{', '.join(f'{v!r}' for v in first.transform.to_gdal())}</GeoTransform>\n"
        + "\n".join(bands)
        + "\n</VRTDataset>\n"
    )


_Placed = tuple[Part, tuple[int, int]]


def _overlap(a: _Placed, b: _Placed) -> int:
    return overlap_px((*a[1], a[0].cols, a[0].rows), (*b[1], b[0].cols, b[0].rows))


def overlap_px(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> int:
    """How many pixels two rectangles (column, row, columns, rows) share."""
    cols = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    rows = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(cols, 0) * max(rows, 0)


def _band(index: int, placed: Sequence[_Placed], overlapping: bool) -> str:
    sources = "\n".join(_source(part, place, index, overlapping) for part, place in placed)
    first = placed[0][0]
    return _element(index + 1, first.bands[index], first.blocks, sources)


def _element(number: int, facts: BandFacts, blocks: tuple[int, int], sources: str) -> str:
    # undeclared nodata stays undeclared: what readers then take for no data is for them to say
    return (
        f'<VRTRasterBand dataType="{GDAL_TYPE[facts.dtype]}" band="{number}"'
        f' blockXSize="{blocks[1]}" blockYSize="{blocks[0]}">\n'
        + (f"<Description>{escape(facts.description)}</Description>" if facts.description else "")
        + metadata(facts.tags)
        + (f"<UnitType>{escape(facts.unit)}</UnitType>" if facts.unit else "")
        + (f"<Offset>{facts.offset!r}</Offset>" if facts.offset else "")
        + (f"<Scale>{facts.scale!r}</Scale>" if facts.scale != 1 else "")
        + ("" if facts.nodata is None else f"<NoDataValue>{_stored(facts.nodata, facts.dtype)}</NoDataValue>")
        + f"<ColorInterp>{facts.colour.capitalize()}</ColorInterp>\n"
        + f"{sources}\n</VRTRasterBand>"
    )


def _source(part: Part, place: tuple[int, int], index: int, overlapping: bool) -> str:
    whole = (0, 0, part.cols, part.rows)
    facts = part.bands[index]
    nodata = math.nan if facts.nodata is None and facts.dtype.startswith("float") else facts.nodata
    kind, more = "SimpleSource", ""
    if overlapping and part.masked:
        kind, more = "ComplexSource", "<UseMaskBand>true</UseMaskBand>"
    elif overlapping and nodata is not None:
        kind, more = "ComplexSource", f"<NODATA>{_stored(nodata, facts.dtype)}</NODATA>"
    return (
        f'<{kind}><SourceFilename relativeToVRT="0">{escape(part.path)}</SourceFilename>'
        f"<SourceBand>{index + 1}</SourceBand>"
        # with these GDAL need not open a part before it is read
        f'<SourceProperties RasterXSize="{part.cols}" RasterYSize="{part.rows}" DataType="{GDAL_TYPE[facts.dtype]}"'
        f' BlockXSize="{part.blocks[1]}" BlockYSize="{part.blocks[0]}"/>'
        f"{rectangle('SrcRect', whole)}{rectangle('DstRect', (*place, part.cols, part.rows))}{more}</{kind}>"
    )


def _mask(placed: Sequence[_Placed], overlapping: bool) -> str:
    """Where any part has a value; the mask of a part without one is its nodata, or valid everywhere."""
    sources = "\n".join(
        f'<{kind}><SourceFilename relativeToVRT="0">{escape(part.path)}</SourceFilename>'
        f"<SourceBand>mask,1</SourceBand>{rectangle('SrcRect', (0, 0, part.cols, part.rows))}"
        f"{rectangle('DstRect', (*place, part.cols, part.rows))}{more}</{kind}>"
        for part, place in placed
        for kind, more in [("ComplexSource", "<NODATA>0</NODATA>") if overlapping else ("SimpleSource", "")]
    )
    return f'<MaskBand><VRTRasterBand dataType="Byte">\n{sources}\n</VRTRasterBand></MaskBand>\n'


def rectangle(name: str, numbers: Sequence[float]) -> str:
    """The element of a rectangle (column, row, columns, rows) in pixels, ``"SrcRect"`` or ``"DstRect"``."""
    x, y, width, height = numbers
    return f'<{name} xOff="{x!r}" yOff="{y!r}" xSize="{width!r}" ySize="{height!r}"/>'


def metadata(pairs: Sequence[tuple[str, str]]) -> str:
    """The element of tags, nothing where there are none."""
    items = "".join(f"<MDI key={quoteattr(key)}>{escape(value)}</MDI>" for key, value in pairs)
    return f"<Metadata>{items}</Metadata>\n" if items else ""


def _stored(value: float, dtype: str) -> str:
    """A nodata value as GDAL reads it back in the type of its band."""
    if "int" in dtype and math.isfinite(value) and value == int(value):
        return str(int(value))
    return repr(value)

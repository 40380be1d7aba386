"""Bands of a scene as one virtual raster in reflectance x 10000, over the product's own files.

Nothing is copied. The file names the files of the scene and no other, by their whole paths, and says how their values
become reflectance; GDAL reads of them what is looked at, at the resolution that it is looked at.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_options, gdal_path, gdal_reason, is_remote, shown
from l4s_core.rasters.validity import can_hold, plain_of, valid_band
from l4s_core.rasters.virtual import START, is_virtual, rectangle
from l4s_core.scene.types import BandSource, Scene

NODATA = -32768
"""Of pictures in reflectance x 10000, which are int16: what is brighter than 3.2767 is that bright."""
_BLOCK = 512


@dataclass(frozen=True)
class Piece:
    """One band as a source of a virtual raster.

    Attributes
    ----------
    path : what GDAL opens, a whole path or the text of a virtual raster.
    nodata : stored value of no data, None where there is none.
    ratio, plus : reflectance x 10000 is stored value * ratio + plus.
    """

    name: str
    path: str
    index: int
    nodata: float | None
    ratio: float
    plus: float
    grid: GeoBox


def read_pieces(scene: Scene, names: Sequence[str]) -> list[Piece]:
    """What a virtual raster has to know of bands of a scene.

    Raises
    ------
    InputError
        A file cannot be opened.
    """
    return [_piece(scene, scene.bands[name]) for name in names]


def _piece(scene: Scene, band: BandSource) -> Piece:
    path = whole_path(band.path)
    try:
        with gdal_options(path), rasterio.open(path) as source:
            dtype = source.dtypes[band.index - 1]
            nodata = tuple(value for value in band.nodata if can_hold(dtype, value))
            index, grid = band.index, GeoBox.from_rio(source)
            # fractions have NaN without saying so, and GDAL asks a source for one value only
            if dtype.startswith("float") or len(nodata) > 1 or not plain_of(source, band.index):
                path, index = valid_band(source, band.index, nodata), 1
                nodata = (math.nan,)
    except RasterioError as error:
        raise InputError(
            f"Band {band.name} of {scene.name} cannot be read from {shown(path)}: the file is damaged or incomplete "
            f"({gdal_reason(error)}); fetch it again."
        ) from error
    ratio = 10000.0 / band.quantification
    return Piece(band.name, path, index, nodata[0] if nodata else None, ratio, band.offset * ratio, grid)


def whole_path(path: str) -> str:
    """A path as GDAL opens it from any folder."""
    if is_virtual(path) or path.startswith("/vsi") or ":" in path.partition("/")[0][2:]:  # NETCDF:"...":B02
        return path
    return gdal_path(path) if is_remote(path) else os.path.abspath(path)  # noqa: PTH100 (links stay)


def finest(pieces: Sequence[Piece]) -> GeoBox:
    """The grid with the smallest pixels among those of some bands."""
    return min((piece.grid for piece in pieces), key=lambda grid: abs(grid.affine.a * grid.affine.e))


def place_in(grid: GeoBox, piece: Piece) -> tuple[float, float, float, float] | None:
    """Where a band lies in pixels of a grid (column, row, columns, rows); None where it has to be turned or warped."""
    if piece.grid.crs != grid.crs:
        return None
    to: Affine = ~grid.affine * piece.grid.affine
    if abs(to.b) > 1e-6 or abs(to.d) > 1e-6 or to.a <= 0 or to.e <= 0:
        return None
    rows, cols = (int(n) for n in piece.grid.shape)
    return tuple(round(value, 6) for value in (to.c, to.f, to.a * cols, to.e * rows))  # type: ignore[return-value]


def composite(pieces: Sequence[Piece], grid: GeoBox, overview: str | None = None) -> str:
    """The text of a virtual raster of int16 bands in reflectance x 10000, `NODATA` where a band has no value.

    Parameters
    ----------
    pieces : one for each band; each has a place in ``grid``.
    overview : name of a raster beside the file with the same bands, from which it is drawn small.
    """
    bands = "\n".join(_band(number, piece, grid, overview) for number, piece in enumerate(pieces, 1))
    return f"{_head(grid)}{bands}\n</VRTDataset>\n"


def ndvi(near_infrared: Piece, red: Piece, grid: GeoBox, overview: str | None = None) -> str:
    """The text of a virtual raster of one float32 band, (near infrared - red) / (near infrared + red), NaN where one of
    them has no value; ``overview`` as of `composite`.

    A quotient of a difference and a sum, because all GDALs know these; ``norm_diff`` came in after 3.6.
    """
    parts = "\n".join(_source(piece, grid) for piece in (near_infrared, red))
    nested = "\n".join(_whole(_derived(grid, how, parts)) for how in ("diff", "sum"))
    return _derived(grid, "div", nested, f"<Description>NDVI</Description>{_overview(overview, 1)}")


def _derived(grid: GeoBox, function: str, sources: str, more: str = "") -> str:
    return (
        f"{_head(grid)}"
        f'<VRTRasterBand dataType="Float32" band="1" subClass="VRTDerivedRasterBand" blockXSize="{_BLOCK}"'
        f' blockYSize="{_BLOCK}">\n'
        f"{more}<NoDataValue>nan</NoDataValue><ColorInterp>Gray</ColorInterp>\n"
        f"<PixelFunctionType>{function}</PixelFunctionType><SourceTransferType>Float32</SourceTransferType>\n"
        f"{sources}\n</VRTRasterBand>\n</VRTDataset>\n"
    )


def _whole(text: str) -> str:
    """A virtual raster on the same grid as a source of another."""
    return (
        f'<SimpleSource><SourceFilename relativeToVRT="0">{escape(text)}</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource>"
    )


def _head(grid: GeoBox) -> str:
    rows, cols = (int(n) for n in grid.shape)
    assert grid.crs is not None  # a scene without one is refused
    return (
        f'{START} rasterXSize="{cols}" rasterYSize="{rows}">\n'
        f"<SRS>{escape(grid.crs.to_wkt())}</SRS>\n"
        f"<GeoTransform>{', '.join(f'{value!r}' for value in grid.affine.to_gdal())}</GeoTransform>\n"
    )


def _band(number: int, piece: Piece, grid: GeoBox, overview: str | None) -> str:
    return (
        f'<VRTRasterBand dataType="Int16" band="{number}" blockXSize="{_BLOCK}" blockYSize="{_BLOCK}">\n'
        f"<Description>{escape(piece.name)}</Description><NoDataValue>{NODATA}</NoDataValue>\n"
        f"{_source(piece, grid)}\n{_overview(overview, number)}</VRTRasterBand>"
    )


def _overview(name: str | None, band: int) -> str:
    if name is None:
        return ""
    file = f'<SourceFilename relativeToVRT="1">{escape(name)}</SourceFilename>'
    return f"<Overview>{file}<SourceBand>{band}</SourceBand></Overview>\n"


def _source(piece: Piece, grid: GeoBox) -> str:
    rows, cols = (int(n) for n in piece.grid.shape)
    place = place_in(grid, piece)
    assert place is not None  # the caller has asked
    smooth = ' resampling="bilinear"' if (place[2], place[3]) != (cols, rows) else ""
    known = "" if piece.nodata is None else f"<NODATA>{piece.nodata!r}</NODATA>"
    return (
        f'<ComplexSource{smooth}><SourceFilename relativeToVRT="0">{escape(piece.path)}</SourceFilename>'
        f"<SourceBand>{piece.index}</SourceBand>"
        f"{rectangle('SrcRect', (0, 0, cols, rows))}{rectangle('DstRect', place)}"
        f"<ScaleOffset>{piece.plus!r}</ScaleOffset><ScaleRatio>{piece.ratio!r}</ScaleRatio>{known}</ComplexSource>"
    )

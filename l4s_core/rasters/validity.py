"""Which pixels of a band a file itself calls valid: by a mask in the file or beside it, an alpha band, nodata values.

GDAL knows one nodata value a band, and forgets the alpha band of a file of other than two or four bands. Where a file
has more than that, the band is read through a virtual raster of one float32 band that holds NaN wherever a pixel is not
valid: what reads or warps it needs to know of NaN alone, and nothing invalid is ever interpolated with.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.windows import Window

from l4s_core.base.errors import InputError

Nodata = float | Iterable[float] | None
_HUGE = 1e30  # single and double precision write their largest values differently; no quantity comes near
# Sentinel Hub calls it dataMask; a band that is called "mask" alone may be one of clouds
_ALPHA_NAME = re.compile(r"^(?:alpha(?:[ _-]?(?:band|channel))?|data[ _-]?mask)$", re.IGNORECASE)
_LOOK_PX = 512  # side of the windows in which an alpha band is looked at
_LEAST_PLAIN = 0.5  # of an alpha band's pixels that are opaque or transparent; all others are at edges


@dataclass(frozen=True)
class Alpha:
    """An alpha band: its number in the file (from 1) and the least stored value that counts as valid.

    Where alpha is below half of opaque a pixel is no data: more than half of what is stored there is something else.
    """

    index: int
    least: float


def as_values(nodata: Nodata) -> tuple[float, ...]:
    """One value, several or none as a tuple, each value once, NaN last."""
    values = () if nodata is None else (nodata,) if isinstance(nodata, (int, float)) else tuple(nodata)
    numbers = dict.fromkeys(float(v) for v in values if not np.isnan(v))
    return (*numbers, *([float("nan")] if any(np.isnan(v) for v in values) else []))


def is_value(data: npt.NDArray[Any], value: float) -> npt.NDArray[np.bool_]:
    """Where stored ``data`` are a nodata ``value``, whichever precision either was written in; NaN is NaN."""
    same: npt.NDArray[np.bool_]
    if np.isnan(value):
        same = np.isnan(data)
    elif data.dtype.kind == "f" and abs(value) > _HUGE:
        same = data > _HUGE if value > 0 else data < -_HUGE
    else:
        same = data == value
    if data.dtype.kind == "f" and data.dtype.itemsize > 4 and abs(value) < _HUGE:
        same |= data == float(np.float32(value))
    return same


def can_hold(dtype: str, value: float) -> bool:
    """Whether a value can occur in a band of that type: -9999 never in uint16, NaN in no whole numbers."""
    if dtype.startswith(("float", "complex")):
        return True
    limits = np.iinfo(dtype)
    return math.isfinite(value) and limits.min <= value <= limits.max


def has_mask(source: Any, index: int) -> bool:
    """Whether a band of an open raster has a mask, in the file or beside it. What GDAL takes for alpha is none here.

    Raises
    ------
    InputError
        What lies beside it as a mask is no TIFF: GDAL would open whatever it is, and what that points to.
    """
    _refuse_foreign_mask(source.name)
    flags = set(source.mask_flag_enums[index - 1])
    return MaskFlags.alpha not in flags and (not flags or not flags <= {MaskFlags.all_valid, MaskFlags.nodata})


def alpha_of(source: Any) -> Alpha | None:
    """The alpha band of an open raster of two bands or more, None where it has none.

    A band is one by its colour or its name. What only its colour calls so is looked at, because many programs colour
    the fourth of four bands so, whatever it holds: a band that mostly holds other values than none and all is none.
    """
    if source.count < 2:
        return None
    named = [i for i in source.indexes if _ALPHA_NAME.match((source.descriptions[i - 1] or "").strip())]
    coloured = [
        i for i in source.indexes if source.colorinterp[i - 1] == ColorInterp.alpha and not source.descriptions[i - 1]
    ]
    for index in (*reversed(named), *reversed(coloured)):  # of several the last, as GDAL does
        opaque, plain = _look(source.name, index, *_state(source.name))
        if index in named or plain >= _LEAST_PLAIN:
            return Alpha(index, opaque / 2)
    return None


def plain_of(source: Any, index: int) -> bool:
    """Whether GDAL's warper and nodata values alone read a band of an open raster right: no mask, and no band that it
    or we take for alpha."""
    coloured = ColorInterp.alpha in source.colorinterp if source.count > 1 else False
    return not (has_mask(source, index) or coloured or alpha_of(source))


def valid_band(source: Any, index: int, nodata: Nodata = ()) -> str:
    """A virtual raster, for GDAL to open, of one float32 band, NaN where a band of an open raster is not valid.

    It lies as the raster does. ``nodata``: stored values that mean no data, beside the mask and the alpha band.
    """
    text, band = source.name, index
    alpha = alpha_of(source)
    if has_mask(source, index):
        text, band = _layer(source, _read(text, band, "<UseMaskBand>true</UseMaskBand>")), 1
    if alpha is not None and alpha.index != index:
        # looked up in between: from the least valid value on it is opaque
        below = math.nextafter(alpha.least, -math.inf)
        mask = _read(source.name, alpha.index, f"<LUT>{below!r}:0,{alpha.least!r}:255</LUT>")
        mask = f'<MaskBand><VRTRasterBand dataType="Byte">{mask}</VRTRasterBand></MaskBand>'
        text = _layer(source, _read(text, band), mask)
        text, band = _layer(source, _read(text, 1, "<UseMaskBand>true</UseMaskBand>")), 1
    values = as_values(nodata)
    for value in values:
        # GDAL uses either a mask or a value of one source: each has its own layer
        text, band = _layer(source, _read(text, band, f"<NODATA>{value!r}</NODATA>")), 1
    return _layer(source, _read(text, band)) if text == source.name else text


def read_valid(
    source: Any,
    index: int = 1,
    nodata: Nodata = (),
    *,
    window: Window | None = None,
    shape: tuple[int, int] | None = None,
) -> npt.NDArray[np.float64]:
    """(rows, cols) float64 stored values of a band of an open raster, NaN where they are not valid.

    ``window``: a piece of it (None: all). ``shape``: (rows, cols) to take the nearest pixels for.

    Raises RasterioError where it cannot be decoded.
    """
    where: dict[str, Any] = {"window": window, "out_shape": shape}
    values: npt.NDArray[np.float64] = source.read(index, out_dtype="float64", **where)
    if has_mask(source, index):
        values[source.read_masks(index, **where) == 0] = np.nan
    if (alpha := alpha_of(source)) is not None:
        values[source.read(alpha.index, out_dtype="float64", **where) < alpha.least] = np.nan
    for value in as_values(nodata):
        values[is_value(values, value)] = np.nan
    return values


def _refuse_foreign_mask(path: str) -> None:
    beside = f"{path}.msk"
    if path.startswith(("/vsi", "<")) or not os.path.isfile(beside):  # noqa: PTH113 (asked for every piece)
        return
    with open(beside, "rb") as file:  # noqa: PTH123
        if file.read(2) not in (b"II", b"MM", b""):
            raise InputError(f"{beside} is taken for the mask of the raster beside it and is no TIFF; take it away.")


def _layer(source: Any, reading: str, mask: str = "") -> str:
    srs = "" if source.crs is None else f"<SRS>{escape(source.crs.to_wkt())}</SRS>"
    place = ", ".join(f"{v!r}" for v in source.transform.to_gdal())
    return (
        f'<VRTDataset rasterXSize="{source.width}" rasterYSize="{source.height}">{srs}'
        f"<GeoTransform>{place}</GeoTransform>"
        f'<VRTRasterBand dataType="Float32" band="1"><NoDataValue>nan</NoDataValue>{reading}</VRTRasterBand>'
        f"{mask}</VRTDataset>"
    )


def _read(path: str, band: int, how: str = "") -> str:
    """``shared="0"``: each thread opens its own."""
    return (
        f'<ComplexSource><SourceFilename relativeToVRT="0" shared="0">{escape(path)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand>{how}</ComplexSource>"
    )


def _state(path: str) -> tuple[int, int]:
    try:
        state = Path(path).stat()
    except (OSError, ValueError):  # an address, or the text of a virtual raster
        return 0, 0
    return state.st_size, state.st_mtime_ns


@lru_cache(maxsize=1024)
def _look(path: str, index: int, size: int, mtime_ns: int) -> tuple[float, float]:
    """What opaque is in an alpha band, and the share of its pixels that are that or transparent."""
    with rasterio.open(path) as source:
        rows, cols = min(source.height, _LOOK_PX), min(source.width, _LOOK_PX)
        windows = [
            Window(int(x), int(y), cols, rows)
            for y in np.unique(np.linspace(0, source.height - rows, 3).astype(int))
            for x in np.unique(np.linspace(0, source.width - cols, 3).astype(int))
        ]
        values = np.concatenate([source.read(index, window=window).ravel() for window in windows])
        if not (values > 0).any():  # what is valid lies between
            values = source.read(index).ravel()
    values = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    opaque = float(values.max()) if values.size else 0.0
    if opaque <= 0:  # nothing is valid
        return 2.0, 1.0
    return opaque, float(np.mean((values == opaque) | (values == 0)))

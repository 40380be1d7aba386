"""GeoTIFF patches: ``img/*.tif`` with one band per channel in raw units, ``mask/*.tif`` with one band of labels."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from l4s_core.base.errors import InputError
from l4s_core.channels.names import canonical_channel, only_counted
from l4s_core.channels.registry import is_reflectance
from l4s_core.patches.formats import check_labels, check_size, choose_channels, largest_reflectance, refuse_beyond_dn
from l4s_core.patches.types import IGNORE
from l4s_core.rasters.header import gdal_reason
from l4s_core.rasters.validity import alpha_of, read_valid

_MOST_BANDS = 64
_LARGEST_REFLECTANCE = 5.0  # reflectance is at most a little above 1; reflectance x 10000 is hundreds


@dataclass(frozen=True)
class GeotiffReader:
    """Reads ``channels``, which are the raster bands ``index`` (from 1) of every file.

    ``described`` says that the bands were found by their descriptions, which must then agree in every file.
    """

    channels: tuple[str, ...]
    index: tuple[int, ...]
    described: bool
    absolute_scale: bool = True

    def read_image(self, path: Path) -> npt.NDArray[np.float32]:
        """(channels, rows, cols) float32 in the units of `channels.registry`; the file's nodata, and what it masks,
        becomes NaN.

        A scale and offset that a band declares is applied; for optical bands it gives reflectance, which is then
        multiplied by 10000.
        """
        with _opened(path) as src:
            if src.count < max(self.index):
                raise InputError(f"{path} has {src.count} bands, {max(self.index)} are needed; write it again.")
            if self.described:
                names = _names(src)
                if any(names[i - 1] != name for i, name in zip(self.index, self.channels, strict=True)):
                    raise InputError(
                        f"The bands of {path} are described as {', '.join(map(str, names))}, other than in the first "
                        "file; write all patches with the same bands."
                    )
            layers = [_layer(src, i, name) for i, name in zip(self.index, self.channels, strict=True)]
        values: npt.NDArray[np.float32] = np.stack(layers)
        if np.isinf(values).any():
            raise InputError(f"{path} has infinite values; write it again with its nodata value declared.")
        refuse_beyond_dn(path, values, self.channels)
        return values

    def read_mask(self, path: Path) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8; the file's nodata, and what it masks, becomes 255."""
        with _opened(path) as src:
            bands = src.count - (alpha_of(src) is not None)
            if bands != 1:
                raise InputError(f"{path} has {bands} bands; a mask has one.")
            labels: npt.NDArray[np.float64] = src.read(1).astype(np.float64)
            hidden = np.isnan(read_valid(src, 1)) & ~np.isnan(labels)
            nodata = src.nodatavals[0]
        if nodata is not None and nodata != 1:
            # a mask that declares 0 as nodata, as many programs do, means "not landslide" by it
            empty = np.isnan(labels) if np.isnan(nodata) else labels == nodata
            labels[empty & (labels != 0)] = IGNORE
        labels[hidden] = IGNORE
        return check_labels(path, labels)


def geotiff_reader(path: Path, channels: Sequence[str] | None) -> GeotiffReader:
    """The reader for a folder whose first image is ``path``.

    ``channels`` choose among the bands that are described; where none is, they name all bands in their order.

    Raises
    ------
    InputError : the bands have no names and ``channels`` does not give them; a picture of 8 bits; reflectance 0 to 1.
    """
    asked = None if channels is None else tuple(channels)
    with _opened(path) as src:
        names = _names(src)
        if all(dtype in ("uint8", "int8") for dtype in src.dtypes):
            raise InputError(f"{path} is an 8-bit picture, not reflectance x 10000; give the bands themselves.")
        described = [name for name in names if name is not None]
        if not described:
            reader = _by_order(path, asked, int(src.count))
        else:
            if len(set(described)) < len(described):
                raise InputError(f"{path} describes two bands as the same channel ({', '.join(described)}).")
            chosen = choose_channels(asked, tuple(described), str(path.parent.parent))
            reader = GeotiffReader(chosen, tuple(names.index(name) + 1 for name in chosen), True)
    _check_unit(path, reader)
    return reader


def _by_order(path: Path, asked: tuple[str, ...] | None, count: int) -> GeotiffReader:
    if asked is None:
        raise InputError(
            f"The {count} bands of {path} have no names; describe them as B1 ... B12, slope, dem, NDVI ... (band "
            "descriptions, for instance with rasterio's set_band_description), or name them in their order with "
            "channels."
        )
    choose_channels(asked, asked, str(path.parent.parent))
    if len(asked) != count:
        raise InputError(
            f"{path} has {count} bands without names and {len(asked)} channels were given; name every band in order."
        )
    return GeotiffReader(asked, tuple(range(1, count + 1)), False)


def _check_unit(path: Path, reader: GeotiffReader) -> None:
    largest = largest_reflectance(reader.read_image(path), reader.channels)
    if 0 < largest <= _LARGEST_REFLECTANCE:
        raise InputError(
            f"The optical bands of {path} go up to {largest:.2f}, so they are reflectance; multiply them by "
            "10000 (or declare it as the bands' scale)."
        )


def _layer(src: Any, index: int, name: str) -> npt.NDArray[np.float32]:
    """(rows, cols) of a band in the unit of its channel."""
    values = read_valid(src, index, src.nodatavals[index - 1])
    scale, offset = src.scales[index - 1], src.offsets[index - 1]
    if (scale, offset) != (1.0, 0.0):
        values = (values * scale + offset) * (10000 if is_reflectance(name) else 1)
    return values.astype(np.float32)


def _names(src: Any) -> list[str | None]:
    """Canonical channel of every band, None where the description is none, or "Band 1" ... as GDAL counts bands.

    B1, B2, ... in their order are names here: patches of Landslide4Sense have them so.
    """
    counted = {k for k in only_counted(src.descriptions) if not re.match(r"b\d", src.descriptions[k], re.IGNORECASE)}
    return [None if k in counted else canonical_channel(text or "") for k, text in enumerate(src.descriptions)]


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    if not path.is_file():
        raise InputError(f"{path} is not there or not a file; fetch the data set again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            # GTiff only: other drivers would follow what a file of this name says about other files
            with rasterio.open(path, driver="GTiff") as src:
                check_size(path, src.height, src.width)
                if src.count > _MOST_BANDS or any(dtype.startswith("complex") for dtype in src.dtypes):
                    raise InputError(f"{path} has {src.count} bands of {src.dtypes[0]}; that is no patch.")
                yield src
    except RasterioError as error:
        raise InputError(
            f"{path} cannot be read as a GeoTIFF, it is damaged or incomplete ({gdal_reason(error)}); fetch it again."
        ) from error

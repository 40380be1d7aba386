"""Pixels of a raster from many places of it, to tell what its values mean.

The pieces are read at full resolution: averaging, as overviews do, would lift the darkest pixels and mix fills with
ground.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_options, gdal_reason, is_remote, shown
from l4s_core.rasters.validity import read_valid
from l4s_core.values.offset import DARKEST_FIRST
from l4s_core.values.types import StoredBand

_WHOLE_PX = 4_000_000
_WINDOW_PX = 256
_STEPS, _STEPS_REMOTE = 4, 3
_MOST_REMOTE_BANDS = 4
_AT_ONCE = 4
# of a few bands these tell most: dark ones for the offset, one where land is bright for the scale
_TELLS = {name: place for place, name in enumerate(("B4", "B8", "B12", "B3", "B8A", "B11", "B2"))}


@dataclass(frozen=True)
class Sample:
    """Pieces of one band, (rows, cols) float32 each in stored values; NaN where masked, transparent or declared nodata.

    ``shape`` is that of the whole raster: samples of rasters of one shape are of the same places. ``is_float`` says how
    the values are stored.
    """

    pieces: tuple[npt.NDArray[np.float32], ...]
    shape: tuple[int, int]
    is_float: bool

    @property
    def values(self) -> npt.NDArray[np.float32]:
        """(n,) the finite ones."""
        flat = [piece[np.isfinite(piece)] for piece in self.pieces]
        found: npt.NDArray[np.float32] = np.concatenate(flat) if flat else np.empty(0, np.float32)
        return found

    def ends(self) -> tuple[float, ...]:
        """The least and the largest finite value; none where there is none."""
        values = self.values
        return (float(values.min()), float(values.max())) if values.size else ()

    def without(self, nodata: Sequence[float]) -> Sample:
        """The same with these stored values taken for no data, too; what is not finite is none anyway."""
        taken = [np.float32(value) for value in nodata if not math.isnan(value)]
        if not taken:
            return self
        pieces = tuple(np.where(np.isin(piece, taken), np.float32(np.nan), piece) for piece in self.pieces)
        return Sample(pieces, self.shape, self.is_float)


def sample_bands(bands: Sequence[StoredBand]) -> dict[str, Sample]:
    """Of each band of a scene, without what is declared to be no data; of files on the web the ones that tell most.

    Files are decoded at the same time. Raises InputError, see `sample_band`.
    """
    ordered = sorted(bands, key=lambda band: DARKEST_FIRST.index(band.name))
    far = sorted(
        (band for band in ordered if is_remote(band.path)), key=lambda band: _TELLS.get(band.name, len(_TELLS))
    )
    looked_at = [band for band in ordered if band not in far[_MOST_REMOTE_BANDS:]]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        made = pool.map(
            lambda band: sample_band(band.path, band.index, band.declared.nodata, f"band {band.name}"), looked_at
        )
        return {band.name: sample for band, sample in zip(looked_at, made, strict=True)}


def sample_band(path: str, index: int, nodata: Sequence[float], what: str) -> Sample:
    """All of a small raster, else windows spread over it from edge to edge.

    Parameters
    ----------
    nodata : stored values that are no data. A mask or an alpha band of the file is honoured beside them.
    what : names the band in the error.

    Raises
    ------
    InputError
        The file cannot be decoded.
    """
    with gdal_options(path):
        try:
            with rasterio.open(path) as src:
                windows = _windows(src.width, src.height, _STEPS_REMOTE if is_remote(path) else _STEPS)
                pieces = [read_valid(src, index, nodata, window=window).astype(np.float32) for window in windows]
                is_float = src.dtypes[index - 1].startswith("float")
                shape = (int(src.height), int(src.width))
        except RasterioError as error:
            raise InputError(
                f"{what[0].upper()}{what[1:]} cannot be read from {shown(path)}: the file is damaged or incomplete "
                f"({gdal_reason(error)}); fetch it again."
            ) from error
    return Sample(tuple(pieces), shape, is_float)


def _windows(width: int, height: int, steps: int) -> list[Window]:
    if width * height <= _WHOLE_PX:
        return [Window(0, 0, width, height)]
    cols, rows = min(width, _WINDOW_PX), min(height, _WINDOW_PX)
    return [
        Window(int(x), int(y), cols, rows)
        for y in np.unique(np.linspace(0, height - rows, steps).astype(int))
        for x in np.unique(np.linspace(0, width - cols, steps).astype(int))
    ]

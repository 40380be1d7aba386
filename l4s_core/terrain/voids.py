"""Whether a DEM has a height everywhere in a piece of the grid, told from its own pixels, without warping it.

Warping a DEM is the largest part of reading a stack. A model that does not look at the terrain only asks whether there
is any, and in most places a look at the far fewer pixels of the file is enough to say so.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError
from rasterio.windows import Window

from l4s_core.rasters.header import gdal_options
from l4s_core.rasters.validity import is_value, plain_of
from l4s_core.rasters.warp import GridReader

_AROUND_PX = 4  # of the DEM: interpolation looks two pixels away
_AROUND = 1e-3  # of the window's size, for what bends between two samples: less than a metre in 5 km
_SAMPLES = 21  # along each side of the piece
_OVERSHOOT = 0.3  # of the heights' range: cubic convolution stays within 0.28 of it beyond the highest and lowest


def surely_without_void(
    reader: GridReader, piece: GeoBox, voids: Iterable[float], lowest: float, highest: float
) -> bool:
    """True only if any interpolation gives a height between ``lowest`` and ``highest`` in every pixel of ``piece``.

    ``reader`` reads the raster, on whichever grid. ``voids`` are the values that mean "unknown" beside NaN, ``lowest``
    and ``highest`` are in the unit of the file. False where that cannot be told, or the file not read.
    """
    try:
        with gdal_options(reader.path):
            source = reader.source()
            window = _window(source, piece) if plain_of(source, reader.index) else None
            if window is None:
                return False
            heights = source.read(reader.index, window=window)
    except RasterioError:
        return False
    low, high = float(heights.min()), float(heights.max())  # NaN where one is
    if not np.isfinite([low, high]).all() or any(is_value(heights, v).any() for v in voids):
        return False
    reach = _OVERSHOOT * (high - low)
    return lowest <= low - reach and high + reach <= highest


def _window(source: rasterio.io.DatasetReader, piece: GeoBox) -> Window | None:
    """The pixels of the file that interpolation in the piece looks at, and some more; None where some are missing."""
    from rasterio.warp import transform

    assert piece.crs is not None  # analysis_grid sees to it
    rows, cols = (int(n) for n in piece.shape)
    steps = np.linspace(0, 1, _SAMPLES)
    right, down = (a.ravel() for a in np.meshgrid(steps * cols, steps * rows))
    a, b, c, d, e, f = tuple(piece.transform)[:6]
    found = transform(piece.crs.to_wkt(), source.crs, list(a * right + b * down + c), list(d * right + e * down + f))
    x, y = np.array(found[0]), np.array(found[1])
    a, b, c, d, e, f = tuple(~source.transform)[:6]
    col, row = a * x + b * y + c, d * x + e * y + f
    if not (np.isfinite(col).all() and np.isfinite(row).all()):
        return None
    edges = []
    for at, size in ((col, source.width), (row, source.height)):
        around = _AROUND_PX + _AROUND * (at.max() - at.min())
        first, last = int(at.min() - around), int(at.max() + around) + 1
        if first < 0 or last > size:
            return None
        edges.append((first, last - first))
    (left, width), (top, height) = edges
    return Window(left, top, width, height)

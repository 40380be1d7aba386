"""What the header of a raster says about the values of its bands."""

from __future__ import annotations

import math
from pathlib import Path

from l4s_core.rasters.header import BandHeader, RasterHeader, shown
from l4s_core.rasters.validity import can_hold
from l4s_core.values.types import Declared


def declared(header: RasterHeader, position: int) -> Declared:
    """Of the band at ``position`` (from 0): GDAL's scale and offset, and the nodata that its type can hold.

    A scale of 1 is what GDAL says where a file has none, so that it says nothing.
    """
    band = header.bands[position]
    said = math.isfinite(band.scale) and band.scale > 0 and (band.scale != 1 or band.offset != 0)
    return Declared(
        scale=band.scale if said else None,
        offset=band.offset if said and band.offset else None,
        nodata=() if band.nodata is None or not can_hold(band.dtype, band.nodata) else (band.nodata,),
        masked=band.masked,
        said_by=f"the scale in {Path(shown(header.path)).name}" if said else "",
    )


def declared_nodata(band: BandHeader) -> tuple[float, ...]:
    """Stored values that the file itself says to be no data; empty where it says none that its type can hold."""
    return () if band.nodata is None or not can_hold(band.dtype, band.nodata) else (band.nodata,)

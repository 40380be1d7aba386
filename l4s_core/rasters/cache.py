"""GDAL's memory of unpacked blocks: as much as reading from the top needs, and no more."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import Any

import rasterio

CACHE_BYTES = 256 * 1024**2
"""Of unpacked blocks that GDAL keeps, at most. By itself it takes 5 % of all memory."""
_SPARE_BYTES = 24 * 1024**2  # of a cache: for what is written meanwhile, and the DEM


def small_cache(row_bytes: int | None = None) -> AbstractContextManager[Any]:
    """GDAL's cache, which is one for all threads, no larger than `CACHE_BYTES` nor than ``GDAL_CACHEMAX`` says.

    ``row_bytes``: what a row of the blocks that are read takes; the cache then holds two and no more, because what is
    read at a time may lie across their border.
    """
    environment: Any = rasterio.Env  # not annotated by the library
    said = os.environ.get("GDAL_CACHEMAX", "")
    if said and not said.isdigit():  # a share, or with a unit: left as it is
        size = {}
    else:
        most = CACHE_BYTES if not said else int(said) * (1024**2 if int(said) < 100000 else 1)  # as GDAL reads it
        size = {"GDAL_CACHEMAX": most if row_bytes is None else min(most, 2 * row_bytes + _SPARE_BYTES)}
    context: AbstractContextManager[Any] = environment(**size)
    return context

"""A piece of a grid: rows and columns as two slices with start and stop, inside the grid.

`odc.geo.roi` has their shape; its padding and scaling take and give other types, so those of a grid are here.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

_T = TypeVar("_T", bound=np.generic)
ROI = tuple[slice, slice]


def full_roi(grid: GeoBox) -> ROI:
    """The whole grid as a piece of itself."""
    return slice(0, int(grid.shape[0])), slice(0, int(grid.shape[1]))


def grow(roi: ROI, pixels: int, grid: GeoBox) -> ROI:
    """The piece with ``pixels`` more on each side, cut off at the edge of the grid."""
    rows, cols = int(grid.shape[0]), int(grid.shape[1])
    return (
        slice(max(0, roi[0].start - pixels), min(rows, roi[0].stop + pixels)),
        slice(max(0, roi[1].start - pixels), min(cols, roi[1].stop + pixels)),
    )


def padded(piece: npt.NDArray[_T], roi: ROI, around: ROI, outside: float) -> npt.NDArray[_T]:
    """``piece``, read for ``around`` (`grow` by 1), with ``outside`` where the halo of ``roi`` leaves the grid."""
    missing = [(1 - (r.start - a.start), 1 - (a.stop - r.stop)) for r, a in zip(roi, around, strict=True)]
    return np.pad(piece, missing, constant_values=outside) if any(map(any, missing)) else piece


def inside(inner: ROI, outer: ROI) -> ROI:
    """``inner``, which lies in ``outer``, in the rows and columns of ``outer``."""
    return (
        slice(inner[0].start - outer[0].start, inner[0].stop - outer[0].start),
        slice(inner[1].start - outer[1].start, inner[1].stop - outer[1].start),
    )


def placed(inner: ROI, outer: ROI) -> ROI:
    """The inverse of `inside`: a piece of ``outer``, in its rows and columns, in those of the grid around it."""
    return (
        slice(inner[0].start + outer[0].start, inner[0].stop + outer[0].start),
        slice(inner[1].start + outer[1].start, inner[1].stop + outer[1].start),
    )


def strips(grid: GeoBox, rows: int = 512) -> list[ROI]:
    """The grid as full-width strips of at most ``rows`` rows, from the top."""
    height, width = int(grid.shape[0]), int(grid.shape[1])
    return [(slice(top, min(top + rows, height)), slice(0, width)) for top in range(0, height, rows)]

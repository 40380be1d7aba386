"""A cloud mask that can go to another process: its classes, packed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape

from l4s_core.base.progress import Progress
from l4s_core.clouds.nothing import NoMask
from l4s_core.clouds.product import ProductMask
from l4s_core.clouds.types import CloudMask
from l4s_core.rasters.roi import ROI, full_roi, inside, placed, strips

_STRIP_ROWS = 256
_PACKING = 1


@dataclass(frozen=True, eq=False)
class PackedMask:
    """What a mask said of the piece ``roi`` of the grid; strips of 256 rows from its top, uint8, packed with zlib."""

    name: str
    finds_water: bool
    roi: ROI
    strips: tuple[bytes, ...]

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) Reason codes of a piece of the whole grid, which must lie in the piece that was looked at."""
        height, width = roi_shape(self.roi)
        rows, cols = inside(roi, self.roi)
        first, last = rows.start // _STRIP_ROWS, -(-rows.stop // _STRIP_ROWS)
        codes = np.frombuffer(b"".join(map(zlib.decompress, self.strips[first:last])), dtype=np.uint8)
        held = codes.reshape(min(last * _STRIP_ROWS, height) - first * _STRIP_ROWS, width)
        top = first * _STRIP_ROWS
        return np.ascontiguousarray(held[rows.start - top : rows.stop - top, cols])

    def close(self) -> None:
        """Nothing is open."""


def pack_mask(mask: CloudMask, grid: GeoBox, roi: ROI | None, progress: Progress) -> CloudMask:
    """A mask that answers as ``mask`` does and needs no temporary file.

    Those that have none, the product's own and none at all, are given back as they are.

    Parameters
    ----------
    grid : the analysis grid.
    roi : the piece of it in which clouds have to be known; None for all of it.
    """
    if isinstance(mask, ProductMask | NoMask):
        return mask
    roi = full_roi(grid) if roi is None else roi
    packed = []
    for strip in strips(grid[roi], _STRIP_ROWS):
        progress.check()
        packed.append(zlib.compress(mask.classes(placed(strip, roi)).tobytes(), _PACKING))
    return PackedMask(mask.name, mask.finds_water, roi, tuple(packed))

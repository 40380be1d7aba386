"""What every pixel is: a landslide, not observed for a reason, or neither. In a file, not in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.inventory.outline.components import Components, components_of
from l4s_core.inventory.outline.mask import NOT_OBSERVED, Mask, read_strip
from l4s_core.rasters.roi import strips
from l4s_core.rasters.write import RowWriter

LANDSLIDE = 255  # no Reason has this code


def write_codes(path: Path, mask: Mask, observed: Path, progress: Progress) -> Components:
    """A GeoTIFF (uint8) of `LANDSLIDE` where the mask has one, else the `Reason` of ``observed``; gives the components
    of equal code.

    A pixel without a probability was not looked at, whatever ``observed`` says: it has ``Reason.NO_DATA``.
    """

    def pieces() -> Iterator[npt.NDArray[np.uint8]]:
        with rasterio.open(observed) as source, RowWriter(path, mask.grid, "uint8", None) as target:
            for roi in strips(mask.grid):
                progress.check()
                codes = read_strip(source, roi).astype(np.uint8, copy=False)
                made = mask.array[roi]
                codes[(made == NOT_OBSERVED) & (codes == Reason.OBSERVED)] = Reason.NO_DATA
                codes[made == 1] = LANDSLIDE
                target.write(codes)
                yield codes

    rows, cols = (int(n) for n in mask.grid.shape)
    return components_of(pieces(), (rows, cols))

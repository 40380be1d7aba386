"""The result for an area out of the result for the windows around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.rasters.roi import ROI, inside, placed, strips
from l4s_core.rasters.warp import to_window
from l4s_core.rasters.write import PROBABILITY_NODATA, observed_writer, probability_writer
from l4s_core.vectors.area import AreaOnGrid


def cut_out(
    wide_probability: Path,
    wide_observed: Path,
    area: AreaOnGrid,
    around: ROI,
    grid: GeoBox,
    probability_path: Path,
    observed_path: Path,
    progress: Progress,
    tags: Mapping[str, str] | None = None,
) -> npt.NDArray[np.int64]:
    """Write the probability and the reasons of an area's bounds.

    Parameters
    ----------
    wide_probability, wide_observed : the files to cut from, which hold the piece ``around`` of ``grid``.
    tags : further metadata of the probability file.

    Returns
    -------
    How many pixels have each Reason, indexed by its code.
    """
    own_grid = grid[area.roi]
    pixels = np.zeros(len(Reason), dtype=np.int64)
    with (
        rasterio.open(wide_probability) as probability,
        rasterio.open(wide_observed) as observed,
        probability_writer(probability_path, own_grid, tags) as new_probability,
        observed_writer(observed_path, own_grid) as new_observed,
    ):
        for roi in strips(own_grid):
            progress.check()
            window = to_window(inside(placed(roi, area.roi), around))
            reasons = observed.read(1, window=window)
            reasons[~area.inside[roi]] = Reason.OUTSIDE_AREA
            values = probability.read(1, window=window)
            values[reasons != Reason.OBSERVED] = PROBABILITY_NODATA
            new_probability.write(values)
            new_observed.write(reasons)
            pixels += np.bincount(reasons.ravel(), minlength=len(Reason))
    return pixels

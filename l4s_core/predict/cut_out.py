"""The result for an area out of the result for the windows around it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.predict.types import PredictionFiles, ScenePrediction
from l4s_core.rasters.roi import ROI, inside, placed, strips
from l4s_core.rasters.warp import to_window
from l4s_core.rasters.write import PROBABILITY_NODATA, observed_writer, probability_writer
from l4s_core.vectors.area import AreaOnGrid


def cut_out(
    wide: ScenePrediction,
    area: AreaOnGrid,
    around: ROI,
    grid: GeoBox,
    files: PredictionFiles,
    progress: Progress,
    tags: Mapping[str, str] | None = None,
) -> ScenePrediction:
    """Write the layers and the reasons of an area's bounds.

    Parameters
    ----------
    wide : what to cut from, which holds the piece ``around`` of ``grid``.
    files : to write.
    tags : further metadata of the layers' files.
    """
    own_grid = grid[area.roi]
    pixels = np.zeros(len(Reason), dtype=np.int64)
    with ExitStack() as opened:
        layers = [
            (
                opened.enter_context(rasterio.open(wide.layers[name])),
                opened.enter_context(probability_writer(path, own_grid, tags, layer=name)),
            )
            for name, path in files.layers.items()
        ]
        observed = opened.enter_context(rasterio.open(wide.observed))
        new_observed = opened.enter_context(observed_writer(files.observed, own_grid))
        for roi in strips(own_grid):
            progress.check()
            window = to_window(inside(placed(roi, area.roi), around))
            reasons = observed.read(1, window=window)
            reasons[~area.inside[roi]] = Reason.OUTSIDE_AREA
            for layer, new_layer in layers:
                values = layer.read(1, window=window)
                values[reasons != Reason.OBSERVED] = PROBABILITY_NODATA
                new_layer.write(values)
            new_observed.write(reasons)
            pixels += np.bincount(reasons.ravel(), minlength=len(Reason))
    return files.holding(wide.windows, pixels)

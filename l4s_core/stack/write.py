"""The stack as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.rasters.roi import strips
from l4s_core.rasters.write import RowWriter, to_cog
from l4s_core.stack.stack import Stack


def write_stack(
    stack: Stack,
    path: Path,
    work: Path,
    progress: Progress,
    *,
    channels: Sequence[str] | None = None,
    cut_out_unobserved: bool = False,
) -> tuple[str, ...]:
    """Write channels as a cloud-optimised GeoTIFF with named bands.

    ``channels`` in their order, all of which the stack must have; None: those of the 14 of Landslide4Sense that there
    are, in its order. float32 in the units of `channels.registry`; nodata NaN. ``cut_out_unobserved`` also sets clouds,
    shadow and snow to nodata.

    Returns
    -------
    The names of the bands in the file. A scene may have more, such as B8A, which is none of the 14 channels.
    """
    names = tuple(name for name in L4S_NAMES if name in stack.channels) if channels is None else tuple(channels)
    raw = work / "stack.tif"
    pieces = strips(stack.grid, 256)
    progress.stage("building the stack", len(pieces))
    with RowWriter(raw, stack.grid, "float32", float("nan"), bands=names, predictor=3) as writer:
        for roi in pieces:
            progress.check()
            values, reasons = stack.read_observed(names, roi)
            if cut_out_unobserved:
                values[:, reasons != Reason.OBSERVED] = np.nan
            writer.write(values)
            progress.advance()
    progress.stage("writing")
    to_cog(raw, path)
    return names

"""The cloud mask of a run that goes without one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from odc.geo.roi import roi_shape

from l4s_core.base.reasons import Reason
from l4s_core.rasters.roi import ROI


class NoMask:
    """Every pixel counts as seen. For scenes known to be clear."""

    name = "none (clouds were not masked)"
    finds_water = False

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8, `Reason.OBSERVED` everywhere."""
        return np.full(roi_shape(roi), Reason.OBSERVED, dtype=np.uint8)

    def close(self) -> None:
        """Nothing is open."""

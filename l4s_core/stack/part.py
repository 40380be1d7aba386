"""A piece of a stack that reads like a stack of its own.

The values are those of the whole scene to the last digit, because the same readers on the same grid give them: what a
run over a part of the scene sees is what a run over all of it would see there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.rasters.roi import ROI, placed
from l4s_core.stack.stack import Stack


class StackPart(Stack):
    """The piece ``roi`` of the stack ``whole``; rows and columns count from its upper left corner.

    ``asked_for`` says of a piece of the whole grid whether anybody wants a result there; None: everywhere.
    """

    def __init__(self, whole: Stack, roi: ROI, asked_for: Callable[[ROI], bool] | None = None) -> None:
        self.whole = whole
        self.roi = roi
        self._asked_for = asked_for
        super().__init__(whole.sources, whole.clouds, whole.required, water_is_observed=whole.water_is_observed)

    @property
    def grid(self) -> GeoBox:
        """The 10 m metric grid of the piece."""
        return self.whole.grid[self.roi]

    def read(self, channels: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """`Stack.read` of the whole."""
        return self.whole.read(channels, placed(roi, self.roi))

    def terrain(self, roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """`Stack.terrain` of the whole."""
        return self.whole.terrain(placed(roi, self.roi))

    def read_observed(self, channels: Sequence[str], roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
        """`Stack.read_observed` of the whole."""
        return self.whole.read_observed(channels, placed(roi, self.roi))

    def wanted(self, roi: ROI) -> bool:
        """Whether a result is asked for anywhere in a piece of the part."""
        return self._asked_for is None or self._asked_for(placed(roi, self.roi))

"""The border between the stack and whatever it is made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.reasons import Reason
from l4s_core.rasters.roi import ROI


class ChannelSource(Protocol):
    """Some channels on the analysis grid: the bands of a scene and their indices, or terrain.

    Attributes
    ----------
    names : the channels that can be read (`channels.registry`).
    grid : the 10 m metric grid.
    files : what is read, paths or URLs.
    unknown : what a pixel is where a channel that decides (see `decides`) has no value.
    """

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def grid(self) -> GeoBox: ...

    @property
    def files(self) -> tuple[str, ...]: ...

    @property
    def unknown(self) -> Reason: ...

    def read(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(names, rows, cols) float32 in the units of `channels.registry`, NaN where unknown.

        Raises InputError for a file that cannot be decoded.
        """

    def decides(self, required: Sequence[str]) -> tuple[str, ...]:
        """The channels of the source whose values decide whether a pixel was observed, for a model that requires
        these (of any source)."""

    def surely_known(self, roi: ROI) -> bool:
        """True only if those that decide have a value everywhere in a piece, told without reading it."""

    def row_bytes(self, names: Collection[str]) -> int:
        """Bytes of a row of the blocks in which these channels (others do not count) are stored and kept by GDAL."""

    def portable(self) -> ChannelSource:
        """The same for another process, which has none of this one's temporary files."""

    def close(self) -> None:
        """Close the files."""

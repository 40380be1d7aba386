"""The border between the stack and whatever knows where clouds are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.choices import CloudMethod as CloudMethod
from l4s_core.rasters.roi import ROI


class Optical(Protocol):
    """A scene's optical bands on the analysis grid (``stack.optical.OpticalReader``)."""

    @property
    def grid(self) -> GeoBox:
        """The 10 m metric analysis grid."""

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical names of the bands that can be read."""

    def read(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(bands, rows, cols) reflectance x 10000, NaN where there is no data."""

    def row_bytes(self, names: Collection[str]) -> int:
        """Bytes of a row of the blocks that some bands are stored in."""

    def enlarged(self, name: str) -> int:
        """How many times larger a band's own pixels are than those of the grid, where that is a whole number and the
        pixels lie on it; else 1."""

    def coarser(self, factor: int) -> Optical:
        """The bands on the grid with the same upper left corner and pixels ``factor`` times larger. Only for those that
        are enlarged by a multiple of that: the others are to be averaged."""


class CloudMask(Protocol):
    """Where a scene cannot be seen."""

    @property
    def name(self) -> str:
        """Which test this is, for the report: ``"SCL of the product"``, ``"ukis-csmask 1.0.0 (6 bands, L2A)"`` ..."""

    @property
    def finds_water(self) -> bool:
        """Whether open water is among the classes it can give."""

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) Reason codes 0, 2, 3, 4, 5. The answer for a pixel never depends on which piece is asked for."""

    def close(self) -> None:
        """Close the files it reads from."""

"""Every so many pixels of what a pass over a scene reads anyway: another pass need not unpack these bands again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.rasters.grid import coarse_grid
from l4s_core.rasters.roi import ROI
from l4s_core.stack.optical import OpticalReader


class SamplingReader:
    """Reads like ``optical``; of the bands that lie on its grid, the pixels that are nearest to those of a grid with
    pixels ``step`` times larger are kept: what an `OpticalReader` with ``coarse`` gives on that grid."""

    def __init__(self, optical: OpticalReader, step: int) -> None:
        self._optical = optical
        self._step = step
        self._first = step // 2  # the pixel in which the middle of a large one is
        self._shape = tuple(int(n) for n in coarse_grid(optical.grid, step).shape)
        self._kept: dict[str, npt.NDArray[np.float32]] = {}
        self._seen: dict[str, npt.NDArray[np.bool_]] = {}

    @property
    def grid(self) -> GeoBox:
        """See `clouds.types.Optical`."""
        return self._optical.grid

    @property
    def names(self) -> tuple[str, ...]:
        """See `clouds.types.Optical`."""
        return self._optical.names

    def read(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """See `clouds.types.Optical`."""
        values = self._optical.read(names, roi)
        for layer, name in zip(values, names, strict=True):
            if self._optical.on_grid(name):
                self._keep(name, layer, roi)
        return values

    def _keep(self, name: str, layer: npt.NDArray[np.float32], roi: ROI) -> None:
        if name not in self._kept:
            self._kept.setdefault(name, np.full(self._shape, np.nan, dtype=np.float32))
            self._seen.setdefault(name, np.zeros(self._shape, dtype=bool))
        numbers = [-(-(side.start - self._first) // self._step) for side in roi]
        fine = [number * self._step + self._first - side.start for number, side in zip(numbers, roi, strict=True)]
        some = layer[fine[0] :: self._step, fine[1] :: self._step]
        place = tuple(slice(number, number + length) for number, length in zip(numbers, some.shape, strict=True))
        self._kept[name][place] = some
        self._seen[name][place] = True

    def samples(self) -> dict[str, npt.NDArray[np.float32]]:
        """(rows, cols) float32 on the coarse grid, reflectance x 10000, of the bands that were read everywhere."""
        rows, cols = (-(-(int(n) - self._first) // self._step) for n in self.grid.shape)
        return {name: kept for name, kept in self._kept.items() if self._seen[name][:rows, :cols].all()}

    def row_bytes(self, names: Collection[str]) -> int:
        """See `clouds.types.Optical`."""
        return self._optical.row_bytes(names)

    def enlarged(self, name: str) -> int:
        """See `clouds.types.Optical`."""
        return self._optical.enlarged(name)

    def coarser(self, factor: int) -> OpticalReader:
        """See `clouds.types.Optical`."""
        return self._optical.coarser(factor)

"""A scene's optical bands on the analysis grid."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape
from rasterio.enums import Resampling

from l4s_core.base.errors import InputError
from l4s_core.rasters.grid import coarse_grid
from l4s_core.rasters.roi import ROI
from l4s_core.rasters.warp import GridReader
from l4s_core.scene.types import LOWEST_DN, Scene


class OpticalReader:
    """``read(names, roi)`` gives reflectance x 10000 on ``grid``; nothing is kept between calls.

    Bands on the grid already (the 10 m bands of a product) are read as they are. The others are resampled bilinearly:
    it invents no values outside the range of its neighbours, unlike cubic, which rings at the edges of clouds and
    scars. On a grid coarser than the bands (the brightness pass) the nearest pixel is taken.
    """

    def __init__(self, scene: Scene, grid: GeoBox, *, coarse: bool = False) -> None:
        self.scene = scene
        self._grid = grid
        self._coarser: dict[int, OpticalReader] = {}
        resampling = Resampling.nearest if coarse else Resampling.bilinear
        self._readers = {
            name: GridReader(
                band.path,
                grid,
                index=band.index,
                nodata=band.nodata,
                resampling=resampling,
                label=f"Band {name} of {scene.name}",
            )
            for name, band in scene.bands.items()
        }

    @property
    def grid(self) -> GeoBox:
        """The analysis grid."""
        return self._grid

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical names of the bands that can be read."""
        return tuple(self._readers)

    def read(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(bands, rows, cols) float32 reflectance x 10000, NaN where there is no data.

        Raises
        ------
        InputError
            A band is not in the scene, or its file cannot be decoded.
        """
        missing = [name for name in names if name not in self._readers]
        if missing:
            raise InputError(
                f"{self.scene.source} has no band {', '.join(missing)} (it has {', '.join(self.names)}); "
                "choose a model that does not need it or give the scene with it."
            )
        out = np.empty((len(names), *roi_shape(roi)), dtype=np.float32)
        for layer, name in zip(out, names, strict=True):
            band = self.scene.bands[name]
            data = self._readers[name].read(roi)
            if not data.size or not data.min() > 0:  # most pieces have nothing to look for
                # 0 is no data in every Sentinel-2 product, whatever else a file declares; fills such as -9999 are below
                # anything that a sensor or an offset can give
                data[(data == 0) | (data < LOWEST_DN)] = np.nan
            np.add(data, np.float32(band.offset), out=layer)
            if band.quantification != 10000:
                layer *= np.float32(10000.0 / band.quantification)
        return out

    def row_bytes(self, names: Collection[str]) -> int:
        """See `clouds.types.Optical`. Raises InputError if a file cannot be opened."""
        return sum(self._readers[name].row_bytes() for name in names if name in self._readers)

    def on_grid(self, name: str) -> bool:
        """Whether a band's own pixels are those of the grid. Raises InputError if the file cannot be opened."""
        return self._readers[name].on_grid()

    def enlarged(self, name: str) -> int:
        """See `clouds.types.Optical`. Raises InputError if the file cannot be opened."""
        return self._readers[name].enlarged()

    def coarser(self, factor: int) -> OpticalReader:
        """See `clouds.types.Optical`. It is closed with this one."""
        if factor not in self._coarser:
            self._coarser.setdefault(factor, OpticalReader(self.scene, coarse_grid(self._grid, factor)))
        return self._coarser[factor]

    def close(self) -> None:
        """Close every file."""
        for other in self._coarser.values():
            other.close()
        for reader in self._readers.values():
            reader.close()

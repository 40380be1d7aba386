"""The classes that the product brings: SCL of Level-2A, MSK_CLASSI of Level-1C."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape
from rasterio.enums import Resampling
from rasterio.errors import RasterioError

from l4s_core.base.errors import InputError
from l4s_core.base.reasons import Reason
from l4s_core.rasters.header import shown
from l4s_core.rasters.morphology import widen
from l4s_core.rasters.roi import ROI, grow, inside
from l4s_core.rasters.warp import GridReader
from l4s_core.scene.types import ClassSource, Scene

SCL: tuple[Reason, ...] = (
    Reason.OBSERVED,  # 0 no data: the bands say so themselves
    Reason.OBSERVED,  # 1 saturated or defective: left to the bands; a saturated pixel is bright, not unseen
    Reason.OBSERVED,  # 2 dark area, later "cast shadow" of the terrain: steep ground, which is what is searched
    Reason.CLOUD_SHADOW,  # 3 cloud shadow
    Reason.OBSERVED,  # 4 vegetation
    Reason.OBSERVED,  # 5 not vegetated: bare soil, and landslides
    Reason.WATER,  # 6 water
    Reason.OBSERVED,  # 7 unclassified, later "low probability of cloud": often haze over bare ground
    Reason.CLOUD,  # 8 cloud, medium probability
    Reason.CLOUD,  # 9 cloud, high probability
    Reason.CLOUD,  # 10 thin cirrus
    Reason.SNOW,  # 11 snow or ice
)
"""Scene classification of Level-2A by code (Sen2Cor ATBD; Sentinel-2 products specification)."""

CLASSI: tuple[Reason, ...] = (Reason.CLOUD, Reason.CLOUD, Reason.SNOW)
"""Bands of MSK_CLASSI_B00 (Level-1C from baseline 04.00 on): opaque cloud, cirrus, snow. No shadow, no water."""

RIM_M = 20.0
"""Clouds and shadows are widened by one pixel of the SCL, whose outermost pixels are only partly covered."""


class ProductMask:
    """The product's classification raster on the analysis grid.

    Read piece by piece with the nearest neighbour, with a halo as wide as the rim that is added.
    """

    def __init__(self, scene: Scene, source: ClassSource, grid: GeoBox) -> None:
        self.grid = grid
        self._source = source
        self._rim = round(RIM_M / abs(float(grid.resolution.x)))
        label = f"The cloud classes ({source.kind}) of {scene.name}"
        _check(source, label)
        bands = (source.index,) if source.kind == "SCL" else range(1, len(CLASSI) + 1)
        self._readers = [
            GridReader(source.path, grid, index=index, nodata=0.0, resampling=Resampling.nearest, label=label)
            for index in bands
        ]

    @property
    def name(self) -> str:
        """``SCL of the product`` or ``MSK_CLASSI of the product (no cloud shadow)``."""
        return "SCL of the product" if self._source.kind == "SCL" else "MSK_CLASSI of the product (no cloud shadow)"

    @property
    def finds_water(self) -> bool:
        """The SCL has water, the masks of Level-1C have not."""
        return self._source.kind == "SCL"

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8 Reason codes. Raises InputError for a file that cannot be decoded or is no SCL."""
        wide = grow(roi, self._rim, self.grid)
        raw = self._scl(wide) if self._source.kind == "SCL" else self._classi(wide)
        return np.ascontiguousarray(widen(raw, self._rim)[inside(roi, wide)])

    def _scl(self, roi: ROI) -> npt.NDArray[np.uint8]:
        codes = np.nan_to_num(self._readers[0].read(roi), nan=0.0)
        if codes.size and not 0 <= codes.min() <= codes.max() < len(SCL):
            raise InputError(
                f"{shown(self._source.path)} is no Sentinel-2 scene classification: it holds the value "
                f"{codes.max():g} where codes go from 0 to {len(SCL) - 1}; choose another cloud test with --clouds."
            )
        return np.array(SCL, dtype=np.uint8)[codes.astype(np.uint8)]

    def _classi(self, roi: ROI) -> npt.NDArray[np.uint8]:
        out = np.zeros(roi_shape(roi), dtype=np.uint8)
        # clouds are written last: snow under a cloud is a cloud
        for reader, reason in reversed(list(zip(self._readers, CLASSI, strict=True))):
            out[np.nan_to_num(reader.read(roi), nan=0.0) > 0] = reason
        return out

    def close(self) -> None:
        """Close the files."""
        for reader in self._readers:
            reader.close()


def _check(source: ClassSource, label: str) -> None:
    needed = source.index if source.kind == "SCL" else len(CLASSI)
    try:
        dataset: Any
        with rasterio.open(source.path) as dataset:
            count, crs = dataset.count, dataset.crs
    except RasterioError as error:
        raise InputError(
            f"{label} cannot be opened from {shown(source.path)}; fetch the product again or choose another cloud test "
            "with --clouds."
        ) from error
    if count < needed or crs is None:
        raise InputError(
            f"{label} in {shown(source.path)} should be a georeferenced raster of {needed} band(s), it has {count}"
            f"{'' if crs else ' and no CRS'}; choose another cloud test with --clouds."
        )

"""One raster of a DEM on the analysis grid: a file, or a virtual raster of tiles."""

from __future__ import annotations

import math
from copy import copy
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.features import rasterize

from l4s_core.rasters.header import gdal_options, shown
from l4s_core.rasters.morphology import dilate
from l4s_core.rasters.roi import ROI
from l4s_core.rasters.warp import GridReader
from l4s_core.terrain.facts import DemUnit, look_at_dem
from l4s_core.terrain.voids import surely_without_void
from l4s_core.values.height import HIGHEST_M, LOWEST_M


class DemRaster:
    """One raster of a DEM: ``read(roi)`` gives metres on ``grid``, NaN where it has no value."""

    def __init__(self, path: str, source: str, grid: GeoBox, unit: DemUnit, *, alone: bool) -> None:
        self.path = path
        # a virtual raster of ours has no name that the user knows
        self._name = source if path.endswith(".vrt") else shown(path)
        facts = look_at_dem(path, self._name, grid, unit, alone=alone)
        self.decisions = facts.meaning.decisions
        self._meaning = facts.meaning
        self._grid = grid
        assert grid.crs is not None  # analysis_grid sees to it
        self._own = None if facts.own is None else facts.own.to_crs(grid.crs).geom
        resampling, self.reach_px = _resampling(path, grid)
        self._everywhere = GridReader(
            path, grid, whole=True, resampling=resampling, label="The DEM", shown_as=self._name
        )
        self._reader = GridReader(
            path, grid, nodata=facts.meaning.nodata, resampling=resampling, label="The DEM", shown_as=self._name
        )

    def read(self, roi: ROI) -> npt.NDArray[np.float32]:
        """(rows, cols) metres, NaN where there is no value. Raises InputError for a file that cannot be decoded."""
        dem = self._warped_whole(roi) if self.surely_known(self._grid[roi]) else self._warped(roi)
        if self._own is not None:  # beyond it lies what another raster has better
            piece = self._grid[roi]
            dem[rasterize([(self._own, 0)], piece.shape.yx, fill=1, transform=piece.transform, dtype="uint8") > 0] = (
                np.nan
            )
        return dem

    def _warped_whole(self, roi: ROI) -> npt.NDArray[np.float32]:
        return self._in_metres(self._everywhere.read(roi))

    def _warped(self, roi: ROI) -> npt.NDArray[np.float32]:
        dem = self._in_metres(self._reader.read(roi))
        # cubic convolution beside a cliff overshoots; such heights do not exist on land
        dem[(dem < LOWEST_M) | (dem > HIGHEST_M)] = np.nan
        return dem

    def _in_metres(self, dem: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        dem *= np.float32(self._meaning.scale)
        if self._meaning.offset:
            dem += np.float32(self._meaning.offset)
        return dem

    def without_edges(self, heights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """What `read` gave, NaN also where pixels of this raster were missing among those interpolated between."""
        if self._own is not None:  # it has a margin of the ground beyond
            return heights
        return np.where(dilate(np.isnan(heights), self.reach_px), np.float32(np.nan), heights)

    def surely_known(self, piece: GeoBox) -> bool:
        """See `DemReader.surely_known`."""
        ends = [(limit - self._meaning.offset) / self._meaning.scale for limit in (LOWEST_M, HIGHEST_M)]
        return surely_without_void(self._everywhere, piece, self._reader.nodata, min(ends), max(ends))

    def known(self, coarse: GeoBox) -> npt.NDArray[np.bool_]:
        """(rows, cols) whether there is a value, by the nearest pixel."""
        whole = slice(0, int(coarse.shape[0])), slice(0, int(coarse.shape[1]))
        near = GridReader(
            self.path,
            coarse,
            nodata=self._reader.nodata,
            resampling=Resampling.nearest,
            label="The DEM",
            shown_as=self._name,
        )
        with near:
            return np.isfinite(near.read(whole))

    def on(self, grid: GeoBox) -> DemRaster:
        """The same, with the unit and the voids that were found, on another grid of the same CRS and resolution."""
        other = copy(self)
        other._grid = grid
        other._reader = self._reader.on(grid)
        other._everywhere = self._everywhere.on(grid)
        return other

    def as_text(self) -> DemRaster:
        """The same without a file where it is a virtual raster: GDAL also opens its text."""
        if not self.path.endswith(".vrt"):
            return self
        other = copy(self)
        other.path = Path(self.path).read_text(encoding="utf-8")
        other._reader = copy(self._reader)
        other._everywhere = copy(self._everywhere)
        for reader in (other._reader, other._everywhere):
            reader.path = other.path
        return other

    def close(self) -> None:
        for reader in (self._reader, self._everywhere):
            reader.close()


def _resampling(path: str, grid: GeoBox) -> tuple[Resampling, int]:
    """How it is warped and how many pixels of the grid that looks to each side: cubic where the DEM is coarser than, or
    like, the grid; average where it is finer by a third or more."""
    with gdal_options(path), rasterio.open(path) as src:
        own = GeoBox((src.height, src.width), src.transform, src.crs)
    on_grid = own if grid.crs is None or own.crs == grid.crs else own.to_crs(grid.crs)
    ratio = abs(on_grid.resolution.x) / abs(grid.resolution.x)
    return (Resampling.average, 1) if ratio < 0.67 else (Resampling.cubic, math.ceil(2 * ratio))

"""A DEM of any CRS, resolution, datatype and unit on the analysis grid."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.features import rasterize

from l4s_core.errors import InputError
from l4s_core.roi import ROI
from l4s_core.scene.header import gdal_options, shown
from l4s_core.stack.dem_facts import HIGHEST_M, LOWEST_M, look_at_dem
from l4s_core.stack.dem_facts import DemUnit as DemUnit
from l4s_core.stack.dem_tiles import DemSource, open_dem_source
from l4s_core.stack.dem_void import surely_without_void
from l4s_core.stack.slope import slope_degrees
from l4s_core.stack.warp import GridReader

MINIMUM_COVER = 0.95
_SAMPLES = 1000  # along each side of the grid


class DemReader:
    """``terrain(roi)`` gives elevation (metres) and slope (degrees) on ``grid``, NaN where the DEM does not reach.

    The DEM is warped with cubic convolution where its pixels are larger than the grid's (bilinear interpolation of a
    30 m DEM onto 10 m makes facets that show as stripes in the slope) and averaged where they are finer. Slope is
    computed on the warped DEM with one pixel of surroundings from beyond the edge of the scene.
    """

    def __init__(self, source: DemSource, grid: GeoBox, unit: DemUnit = "auto") -> None:
        self.source = source
        self.grid = grid
        self._padded = grid.pad(1, 1)
        alone = len(source.rasters) == 1
        self._rasters = [_Raster(path, source.source, self._padded, unit, alone=alone) for path in source.rasters]
        self.notes = list(dict.fromkeys(note for raster in self._rasters for note in raster.notes))
        self._resolution_m = (abs(grid.resolution.x), abs(grid.resolution.y))

    def _read_padded(self, roi: ROI) -> npt.NDArray[np.float32]:
        # the padded grid starts one pixel before the grid: the same numbers, grown by one, fit it
        outer = (slice(roi[0].start, roi[0].stop + 2), slice(roi[1].start, roi[1].stop + 2))
        first, *others = self._rasters
        dem = first.read(outer)
        for raster in others:
            void = np.isnan(dem)
            if not void.any():
                break
            dem[void] = raster.read(outer)[void]
        return dem

    def terrain(self, roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(dem metres, slope degrees), each (rows, cols) float32, NaN where unknown."""
        padded = self._read_padded(roi)
        return padded[1:-1, 1:-1].copy(), slope_degrees(padded, self._resolution_m)

    def surely_known(self, roi: ROI) -> bool:
        """True only if ``terrain`` would give an elevation in every pixel of a piece; that is told without warping."""
        return self._rasters[0].surely_known(self.grid[roi])

    def cover(self, roi: ROI | None = None) -> float:
        """Share of the grid, or of a piece of it, 0 to 1, on which the DEM has values (from at most a thousand samples
        each way)."""
        grid = self.grid if roi is None else self.grid[roi]
        coarse = grid.zoom_out(max(1, int(max(grid.shape)) // _SAMPLES))
        known = np.zeros([int(n) for n in coarse.shape], bool)
        for raster in self._rasters:
            known |= raster.known(coarse)
        return float(known.mean())

    def portable(self) -> DemReader:
        """The same for another process, which has no files of this one: virtual rasters of ours go along as text."""
        other = copy(self)
        other._rasters = [raster if raster.path in self.source.tiles else raster.as_text() for raster in self._rasters]
        return other

    def close(self) -> None:
        """Close the files."""
        for raster in self._rasters:
            raster.close()


class _Raster:
    """One raster of a DEM: ``read(roi)`` gives metres on ``grid``, NaN where it has no value."""

    def __init__(self, path: str, source: str, grid: GeoBox, unit: DemUnit, *, alone: bool) -> None:
        self.path = path
        # a virtual raster of ours has no name that the user knows
        self._name = source if path.endswith(".vrt") else shown(path)
        facts = look_at_dem(path, self._name, grid, unit, alone=alone)
        self.notes = facts.notes
        self._factor = np.float32(facts.to_metres)
        self._grid = grid
        assert grid.crs is not None  # analysis_grid sees to it
        self._own = None if facts.own is None else facts.own.to_crs(grid.crs).geom
        # one reader for each value that means "unknown": see read
        resampling = _resampling(path, grid)
        self._readers = [
            GridReader(path, grid, nodata=nodata, resampling=resampling, label="The DEM", shown_as=self._name)
            for nodata in (facts.nodata, *facts.also_nodata)
        ]

    def read(self, roi: ROI) -> npt.NDArray[np.float32]:
        dem, *others = (reader.read(roi) for reader in self._readers)
        for other in others:
            # the warper takes one nodata value; warped once for each, the results agree exactly where none of these
            # values was among the pixels interpolated between, and nowhere else
            dem[~(dem == other)] = np.nan
        dem *= self._factor
        # cubic convolution next to an undeclared void overshoots; such heights do not exist on land
        dem[(dem < LOWEST_M) | (dem > HIGHEST_M)] = np.nan
        if self._own is not None:  # beyond it lies what another raster has better
            piece = self._grid[roi]
            dem[rasterize([(self._own, 0)], piece.shape.yx, fill=1, transform=piece.transform, dtype="uint8") > 0] = (
                np.nan
            )
        return dem

    def surely_known(self, piece: GeoBox) -> bool:
        """See `DemReader.surely_known`."""
        voids = [reader.nodata for reader in self._readers]
        lowest, highest = (float(limit / self._factor) for limit in (LOWEST_M, HIGHEST_M))
        return surely_without_void(self.path, piece, voids, lowest, highest)

    def known(self, coarse: GeoBox) -> npt.NDArray[np.bool_]:
        """(rows, cols) whether there is a value, by the nearest pixel."""
        first, *others = self._readers
        whole = slice(0, int(coarse.shape[0])), slice(0, int(coarse.shape[1]))
        near = GridReader(
            self.path, coarse, nodata=first.nodata, resampling=Resampling.nearest, label="The DEM", shown_as=self._name
        )
        with near:
            data = near.read(whole)
        for reader in others:
            data[data == reader.nodata] = np.nan
        return np.isfinite(data)

    def as_text(self) -> _Raster:
        """The same without a file where it is a virtual raster: GDAL also opens its text."""
        if not self.path.endswith(".vrt"):
            return self
        other = copy(self)
        other.path = Path(self.path).read_text(encoding="utf-8")
        other._readers = [copy(reader) for reader in self._readers]
        for reader in other._readers:
            reader.path = other.path
        return other

    def close(self) -> None:
        for reader in self._readers:
            reader.close()


def open_dem(
    source: str | Path,
    grid: GeoBox,
    *,
    work: Path | None = None,
    unit: DemUnit = "auto",
    allow_partial: bool = False,
    roi: ROI | None = None,
    what: str = "scene",
) -> DemReader:
    """A DEM on ``grid``.

    ``source`` and ``work`` are those of `open_dem_source`. ``roi`` is the piece of the grid that it has to cover (None:
    all) and ``what`` its name in messages.

    Raises
    ------
    InputError
        What `open_dem_source` refuses; a file is no raster, has no CRS, its unit is implausible; or the DEM covers less
        than 95 % of the grid and ``allow_partial`` was not said (with it, what is not covered becomes not observed).
    """
    dem = DemReader(open_dem_source(source, grid, work), grid, unit)
    cover = dem.cover(roi)
    problem = cover_problem(source, cover, what)
    if problem is not None and (cover == 0.0 or not allow_partial):
        raise InputError(problem)
    if cover < 1.0:
        dem.notes.append(f"The DEM covers {cover:.1%} of the {what}; the rest is not observed.")
    return dem


def cover_problem(source: str | Path, cover: float, what: str) -> str | None:
    """Why a DEM with that `DemReader.cover` is not enough for the ``what``, in one sentence; None if it is."""
    if cover == 0.0:
        return f"The DEM {source} does not overlap the {what} at all; give one for this place."
    if cover < MINIMUM_COVER:
        return (
            f"The DEM {source} covers only {cover:.1%} of the {what} (95 % is needed); give a larger one, or say "
            "--allow-partial-dem and the rest is reported as not observed."
        )
    return None


def _resampling(path: str, grid: GeoBox) -> Resampling:
    """Cubic where the DEM is coarser than, or like, the grid; average where it is finer by a third or more."""
    with gdal_options(path), rasterio.open(path) as src:
        own = GeoBox((src.height, src.width), src.transform, src.crs)
    on_grid = own if grid.crs is None or own.crs == grid.crs else own.to_crs(grid.crs)
    finer = abs(on_grid.resolution.x) < 0.67 * abs(grid.resolution.x)
    return Resampling.average if finer else Resampling.cubic

"""A DEM of any CRS, resolution, datatype and unit on the analysis grid."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from pathlib import Path

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.rasters.roi import ROI, grow, inside
from l4s_core.terrain.derivatives import derivatives, halo_px
from l4s_core.terrain.facts import DemUnit as DemUnit
from l4s_core.terrain.raster import DemRaster
from l4s_core.terrain.slope import slope_degrees
from l4s_core.terrain.source import DemSource, open_dem_source

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
        self._rasters = [DemRaster(path, source.source, self._padded, unit, alone=alone) for path in source.rasters]
        self.decisions = tuple(dict.fromkeys(decision for raster in self._rasters for decision in raster.decisions))
        self.notes = [decision.sentence for decision in self.decisions if decision.confidence != "given"]
        self._resolution_m = (abs(grid.resolution.x), abs(grid.resolution.y))
        self._halo = halo_px(min(self._resolution_m))
        # nothing is opened before it is read: most runs need no derivatives
        self._wide = [raster.on(grid.pad(self._halo, self._halo)) for raster in self._rasters]

    def _read_padded(self, roi: ROI, halo: int = 1) -> npt.NDArray[np.float32]:
        # the padded grid starts ``halo`` pixels before the grid: the same numbers, grown by that, fit it
        rasters = self._rasters if halo == 1 else self._wide
        outer = (slice(roi[0].start, roi[0].stop + 2 * halo), slice(roi[1].start, roi[1].stop + 2 * halo))
        first, *others = rasters
        if not others:
            return first.read(outer)
        wide = grow(outer, max(raster.reach_px for raster in rasters), self.grid.pad(halo, halo))
        dem = first.read(wide)
        if np.isnan(dem).any():
            layers = [(first, dem), *((raster, raster.read(wide)) for raster in others)]
            # what is interpolated at the edge of a raster, with ground on one side only, is the last resort
            dem = np.full_like(dem, np.nan)
            for values in (*(raster.without_edges(heights) for raster, heights in layers), *(h for _, h in layers)):
                np.copyto(dem, values, where=np.isnan(dem))
        return dem[inside(outer, wide)]

    def terrain(self, roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(dem metres, slope degrees), each (rows, cols) float32, NaN where unknown."""
        padded = self._read_padded(roi)
        return padded[1:-1, 1:-1].copy(), slope_degrees(padded, self._resolution_m)

    def heights(self, roi: ROI) -> npt.NDArray[np.float32]:
        """The elevation alone, (rows, cols) metres, NaN where unknown: that of `terrain`, without the slope."""
        return self._read_padded(roi)[1:-1, 1:-1].copy()

    def derivatives(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(names, rows, cols) float32 of `terrain.derivatives`, NaN where unknown; whichever piece is asked for."""
        return derivatives(self._read_padded(roi, self._halo), self._halo, self._resolution_m, names)

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
        other._rasters, other._wide = (
            [raster if raster.path in self.source.tiles else raster.as_text() for raster in rasters]
            for rasters in (self._rasters, self._wide)
        )
        return other

    def close(self) -> None:
        """Close the files."""
        for raster in (*self._rasters, *self._wide):
            raster.close()


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

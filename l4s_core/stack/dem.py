"""A DEM of any CRS, resolution, datatype and unit on the analysis grid."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.errors import RasterioError

from l4s_core.errors import InputError
from l4s_core.roi import ROI
from l4s_core.stack.slope import slope_degrees
from l4s_core.stack.warp import GridReader

DemUnit = Literal["auto", "metres", "feet"]
FOOT_M = {"feet": 0.3048, "us survey feet": 1200 / 3937}
LOWEST_M, HIGHEST_M = -500.0, 9000.0  # Dead Sea shore -430 m, Everest 8,849 m
MINIMUM_COVER = 0.95
_SAMPLES = 1000  # side of a decimated look at the whole DEM
_WHOLE_PX = 30_000_000  # a DEM up to this size is looked at whole: a few void pixels are enough for a false cliff
_UNDECLARED = (-32768.0, -32767.0, -9999.0, 32767.0, 65535.0)
_ABSURD = 1e30  # single-precision fill of some programs, such as -3.4e38


class DemReader:
    """``terrain(roi)`` gives elevation (metres) and slope (degrees) on ``grid``, NaN where the DEM does not reach.

    The DEM is warped with cubic convolution where its pixels are larger than the grid's (bilinear interpolation of a
    30 m DEM onto 10 m makes facets that show as stripes in the slope) and averaged where they are finer. Slope is
    computed on the warped DEM with one pixel of surroundings from beyond the edge of the scene.
    """

    def __init__(self, path: str, grid: GeoBox, unit: DemUnit = "auto") -> None:
        self.path = path
        self.grid = grid
        self.notes: list[str] = []
        facts = _inspect(path, unit)
        self.notes += facts.notes
        self._factor = np.float32(facts.to_metres)
        self._padded = grid.pad(1, 1)
        # one reader for each value that means "unknown": see _read_padded
        resampling = _resampling(path, grid)
        self._readers = [
            GridReader(path, self._padded, nodata=nodata, resampling=resampling, label="The DEM")
            for nodata in (facts.nodata, *facts.also_nodata)
        ]
        self._resolution_m = (abs(grid.resolution.x), abs(grid.resolution.y))

    def _read_padded(self, roi: ROI) -> npt.NDArray[np.float32]:
        # the padded grid starts one pixel before the grid: the same numbers, grown by one, fit it
        outer = (slice(roi[0].start, roi[0].stop + 2), slice(roi[1].start, roi[1].stop + 2))
        dem, *others = (reader.read(outer) for reader in self._readers)
        for other in others:
            # the warper takes one nodata value; warped once for each, the results agree exactly where none of these
            # values was among the pixels interpolated between, and nowhere else
            dem[~(dem == other)] = np.nan
        dem *= self._factor
        # cubic convolution next to an undeclared void overshoots; such heights do not exist on land
        dem[(dem < LOWEST_M) | (dem > HIGHEST_M)] = np.nan
        return dem

    def terrain(self, roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(dem metres, slope degrees), each (rows, cols) float32, NaN where unknown."""
        padded = self._read_padded(roi)
        return padded[1:-1, 1:-1].copy(), slope_degrees(padded, self._resolution_m)

    def cover(self, roi: ROI | None = None) -> float:
        """Share of the grid, or of a piece of it, 0 to 1, on which the DEM has values (from at most a thousand samples
        each way)."""
        grid = self.grid if roi is None else self.grid[roi]
        step = max(1, int(max(grid.shape)) // _SAMPLES)
        nodata = self._readers[0].nodata
        coarse = GridReader(self.path, grid.zoom_out(step), nodata=nodata, resampling=Resampling.nearest)
        try:
            shape = coarse.grid.shape
            data = coarse.read((slice(0, int(shape[0])), slice(0, int(shape[1]))))
        finally:
            coarse.close()
        for reader in self._readers[1:]:
            data[data == reader.nodata] = np.nan
        return float(np.isfinite(data).mean())

    def close(self) -> None:
        """Close the file."""
        for reader in self._readers:
            reader.close()


def open_dem(
    path: str | Path,
    grid: GeoBox,
    *,
    unit: DemUnit = "auto",
    allow_partial: bool = False,
    roi: ROI | None = None,
    what: str = "scene",
) -> DemReader:
    """A DEM on ``grid``.

    ``roi`` is the piece of the grid that it has to cover (None: all) and ``what`` its name in messages.

    Raises
    ------
    InputError
        The file is no raster, has no CRS, its unit is implausible, or it covers less than 95 % of the grid and
        ``allow_partial`` was not said (with it, what is not covered becomes not observed).
    """
    dem = DemReader(str(path), grid, unit)
    cover = dem.cover(roi)
    problem = cover_problem(path, cover, what)
    if problem is not None and (cover == 0.0 or not allow_partial):
        raise InputError(problem)
    if cover < 1.0:
        dem.notes.append(f"The DEM covers {cover:.1%} of the {what}; the rest is not observed.")
    return dem


def cover_problem(path: str | Path, cover: float, what: str) -> str | None:
    """Why a DEM with that `DemReader.cover` is not enough for the ``what``, in one sentence; None if it is."""
    if cover == 0.0:
        return f"The DEM {path} does not overlap the {what} at all; give one for this place."
    if cover < MINIMUM_COVER:
        return (
            f"The DEM {path} covers only {cover:.1%} of the {what} (95 % is needed); give a larger one, or say "
            "--allow-partial-dem and the rest is reported as not observed."
        )
    return None


class _Facts:
    """What a look at the file says: unit, declared and undeclared nodata."""

    def __init__(self) -> None:
        self.nodata: float | None = None
        self.also_nodata: tuple[float, ...] = ()
        self.to_metres = 1.0
        self.notes: list[str] = []


def _inspect(path: str, unit: DemUnit) -> _Facts:
    facts = _Facts()
    try:
        with rasterio.open(path) as src:
            if src.crs is None:
                raise InputError(f"The DEM {path} has no CRS; assign one (gdal_edit.py -a_srs) and try again.")
            if src.dtypes[0].startswith(("complex", "uint8")) or src.count > 1:
                raise InputError(
                    f"{path} has {src.count} band(s) of {src.dtypes[0]}, a DEM has one band of heights; give the "
                    "elevation raster, not a picture or a hillshade."
                )
            step = 1 if src.height * src.width <= _WHOLE_PX else max(1, max(src.height, src.width) // _SAMPLES)
            sample = src.read(1, out_shape=(max(1, src.height // step), max(1, src.width // step)), out_dtype="float64")
            facts.nodata = src.nodata
            stated = (src.units[0] or "").lower()
            if not stated and len(src.crs.to_dict()) > 0 and "ft" in str(src.crs.to_dict().get("vunits", "")):
                stated = "us survey feet" if "us" in src.crs.to_dict()["vunits"] else "feet"
    except RasterioError as error:
        raise InputError(f"The DEM {path} cannot be opened as a raster ({error}); give a GeoTIFF.") from error
    if facts.nodata is not None:
        sample[sample == facts.nodata] = np.nan
    sample[~np.isfinite(sample)] = np.nan
    _find_undeclared_nodata(sample, facts, path)
    _find_unit(sample, facts, path, unit, stated)
    return facts


def _find_undeclared_nodata(sample: npt.NDArray[np.float64], facts: _Facts, path: str) -> None:
    found = [v for v in _UNDECLARED if (sample == v).any()]
    found += [float(v) for v in np.unique(sample[np.abs(sample) > _ABSURD])[:4]]
    for value in found:
        sample[sample == value] = np.nan
    if not np.isfinite(sample).any():
        raise InputError(f"The DEM {path} has no heights in it, only nodata; give another one.")
    zeros = sample == 0.0
    land = sample[~zeros & np.isfinite(sample)]
    # a coast has heights between 0 and 50 m beside its zeros; a void filled with 0 in the mountains has none
    if zeros.any() and land.size and np.percentile(np.abs(land), 1) > 50.0:
        found.append(0.0)
    if found:
        words = ", ".join(f"{v:g}" for v in found)
        if facts.nodata is None:  # given to the warper, so that no height is interpolated between land and void
            facts.nodata = found.pop(0)
        facts.also_nodata = tuple(found)
        facts.notes.append(f"The DEM does not declare {words} as nodata, yet uses it so; taken as nodata.")


def _find_unit(sample: npt.NDArray[np.float64], facts: _Facts, path: str, unit: DemUnit, stated: str) -> None:
    if unit == "auto" and stated in (
        "ft",
        "feet",
        "foot",
        "us survey foot",
        "us survey feet",
        "us-ft",
        "ftus",
    ):
        unit = "feet"
        facts.notes.append("The DEM says that its heights are in feet; converted to metres.")
    if unit == "feet":
        facts.to_metres = FOOT_M["us survey feet" if "us" in stated else "feet"]
    void_is_zero = 0.0 in (*facts.also_nodata, facts.nodata)
    known = sample[np.isfinite(sample) & (sample != 0.0)] if void_is_zero else sample
    low, high = np.nanpercentile(known, [0.5, 99.5]) * facts.to_metres
    if low < LOWEST_M or high > HIGHEST_M:
        raise InputError(
            f"The DEM {path} has heights from {low:.0f} to {high:.0f} m, which do not exist on land; if they "
            f"are in feet "
            "say --dem-unit feet, else give a DEM in metres."
        )


def _resampling(path: str, grid: GeoBox) -> Resampling:
    """Cubic where the DEM is coarser than, or like, the grid; average where it is finer by a third or more."""
    with rasterio.open(path) as src:
        own = GeoBox((src.height, src.width), src.transform, src.crs)
    on_grid = own if grid.crs is None or own.crs == grid.crs else own.to_crs(grid.crs)
    finer = abs(on_grid.resolution.x) < 0.67 * abs(grid.resolution.x)
    return Resampling.average if finer else Resampling.cubic

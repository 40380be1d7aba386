"""Working on clouds with pixels of 20 or 30 m, and keeping the result in a temporary file.

Clouds are larger than a 10 m pixel, tests are steadier on the mean of some pixels, and there is four to nine times less
to do. The working grid has the upper left corner of the analysis grid and pixels a whole number of times larger.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape
from rasterio.errors import RasterioError
from rasterio.windows import Window

from l4s_core.base.errors import InputError, L4SError
from l4s_core.clouds.types import Optical
from l4s_core.rasters.roi import ROI, grow, inside

WriteRows = Callable[[npt.NDArray[np.uint8]], None]
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True)
class CoarseReader:
    """Optical bands averaged over ``factor x factor`` pixels of the analysis grid.

    Bands whose own pixels are as large, or a whole number of times larger, are not first enlarged to that grid.
    """

    optical: Optical
    factor: int

    @classmethod
    def near(cls, optical: Optical, resolution_m: float) -> CoarseReader:
        """With the whole factor that comes nearest to ``resolution_m``; 1 where the grid is coarser than that."""
        return cls(optical, max(1, round(resolution_m / abs(optical.grid.resolution.x))))

    @property
    def grid(self) -> GeoBox:
        """The working grid; its last row and column may reach past the analysis grid."""
        return self.optical.grid.zoom_out(self.factor)

    @property
    def resolution_m(self) -> float:
        """Pixel size of the working grid."""
        return abs(float(self.grid.resolution.x))

    def read(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(bands, rows, cols) float32 reflectance 0 to 1 for a piece of the working grid.

        The mean of the pixels that have data, NaN where none has. Bands are read one after the other: a strip of six
        bands at 10 m would be the largest array of a run.
        """
        out = np.empty((len(names), *roi_shape(roi)), dtype=np.float32)
        for layer, name in zip(out, names, strict=True):
            larger = self.optical.enlarged(name) if self.factor > 1 else 1
            if larger > 1 and larger % self.factor == 0:
                layer[:] = self.optical.coarser(self.factor).read([name], roi)[0]
            else:
                layer[:] = self._mean(self.optical.read([name], fine_roi(roi, self.factor, self.optical.grid))[0])
        out /= np.float32(10000.0)
        return out

    def _mean(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Of each block; ``values`` is changed in place."""
        k = self.factor
        if k == 1:
            return values
        missing = [(0, -n % k) for n in values.shape]
        if any(after for _, after in missing):
            values = np.pad(values, missing, constant_values=np.nan)
        unknown = np.isnan(values)
        if not unknown.any():
            return _block_sums(values, k) / np.float32(k * k)
        values[unknown] = 0
        total = _block_sums(values, k)
        count = k * k - _block_sums(unknown.view(np.uint8), k).astype(np.float32)
        mean: npt.NDArray[np.float32] = np.full_like(total, np.nan)
        np.divide(total, count, out=mean, where=count > 0)
        return mean


def _block_sums(values: npt.NDArray[_T], k: int) -> npt.NDArray[_T]:
    """Sums of blocks of k x k values: first along the rows, by slices, which is far faster than over two axes."""
    of_rows = values[:, ::k].copy()
    for j in range(1, k):
        np.add(of_rows, values[:, j::k], out=of_rows)
    sums = of_rows[::k].copy()
    for i in range(1, k):
        np.add(sums, of_rows[i::k], out=sums)
    return sums


def fine_roi(working: ROI, factor: int, grid: GeoBox) -> ROI:
    """The piece of the analysis grid under a piece of the working grid."""
    rows, cols = int(grid.shape[0]), int(grid.shape[1])
    return (
        slice(working[0].start * factor, min(working[0].stop * factor, rows)),
        slice(working[1].start * factor, min(working[1].stop * factor, cols)),
    )


def working_roi(roi: ROI, factor: int) -> ROI:
    """The piece of the working grid that covers a piece of the analysis grid."""
    return (
        slice(roi[0].start // factor, -(-roi[0].stop // factor)),
        slice(roi[1].start // factor, -(-roi[1].stop // factor)),
    )


@dataclass(frozen=True)
class CoarseFile:
    """A finished uint8 raster on the working grid. Opened anew for every piece, so any thread may read."""

    path: Path
    grid: GeoBox
    factor: int

    def read(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) of a piece of the working grid."""
        rows, cols = roi_shape(roi)
        try:
            with rasterio.open(self.path) as dataset:
                values: npt.NDArray[np.uint8] = dataset.read(1, window=Window(roi[1].start, roi[0].start, cols, rows))
        except RasterioError as error:  # GDAL says nothing when the disk fills up while a file is closed
            raise L4SError(
                f"The temporary cloud mask in {self.path.parent.parent} cannot be read back; is the disk full? Make "
                "room or write the results to another folder."
            ) from error
        return values

    def classes(
        self, roi: ROI, halo: int, work: Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]
    ) -> npt.NDArray[np.uint8]:
        """``work`` done on a piece with ``halo`` working pixels around it, then laid onto the analysis grid.

        ``roi`` is on the analysis grid; every pixel of it takes the value of the working pixel it lies in.
        """
        core = working_roi(roi, self.factor)
        wide = grow(core, halo, self.grid)
        values = work(self.read(wide))[inside(core, wide)]
        fine = values.repeat(self.factor, axis=0).repeat(self.factor, axis=1)
        origin = (core[0].start * self.factor, core[1].start * self.factor)
        rows, cols = roi_shape(roi)
        top, left = roi[0].start - origin[0], roi[1].start - origin[1]
        return np.ascontiguousarray(fine[top : top + rows, left : left + cols])


@contextmanager
def coarse_file(workdir: Path, stem: str, reader: CoarseReader) -> Iterator[tuple[CoarseFile, WriteRows]]:
    """Make a `CoarseFile` in ``workdir``: write its rows from the top with the function that comes with it.

    The file stays when all goes well and is removed when the block is left by an exception.

    Raises
    ------
    InputError
        ``workdir`` cannot be written to or is full.
    """
    grid = reader.grid
    top = 0

    def write(rows: npt.NDArray[np.uint8]) -> None:
        nonlocal top
        dataset.write(rows, 1, window=Window(0, top, rows.shape[1], rows.shape[0]))
        top += rows.shape[0]

    path: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f"{stem}-", suffix=".tif", dir=workdir)
        os.close(handle)
        path = Path(name)
        # not compressed: rows do not come in whole blocks, and a block packed twice would leave a hole in the file
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            height=int(grid.shape[0]),
            width=int(grid.shape[1]),
            count=1,
            dtype="uint8",
            crs=None if grid.crs is None else grid.crs.to_wkt(),
            transform=grid.transform,
            tiled=True,
            blockxsize=256,
            blockysize=256,
        ) as dataset:
            yield CoarseFile(path, grid, reader.factor), write
        if top != int(grid.shape[0]):
            raise RuntimeError(f"{top} of {grid.shape[0]} rows were written to {path}")
    except BaseException as error:
        if path is not None:
            path.unlink(missing_ok=True)
        if isinstance(error, (RasterioError, OSError)):
            raise InputError(
                f"The temporary cloud mask cannot be written to {workdir} ({error}); free some space or write the "
                "results to another folder."
            ) from error
        raise

"""Reading a raster on another grid, piece by piece, through GDAL's warper.

A warped virtual raster answers for any piece of the target grid and reads only the source pixels that the piece
needs, so memory follows the piece and not the scene. With GDAL's default error threshold of an eighth of a pixel the
answer for a pixel would depend on the piece it is read with; with the one used here a 30 m DEM in another CRS
differs by about a millimetre. So it would where pixels are made larger, because the warper takes the width of its
kernel from the shape of each piece; here the ratio of the pixels is given. Bands whose pixels are a whole number of
times larger than those of the grid do not need the warper (`rasters.upsample`). What a file masks is read as NaN,
whichever way (`rasters.validity`).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import gdal_options, gdal_reason, shown
from l4s_core.rasters.roi import ROI
from l4s_core.rasters.upsample import Upsampling
from l4s_core.rasters.validity import Nodata, as_values, can_hold, is_value, plain_of, valid_band


def to_window(roi: ROI) -> Window:
    """The same piece as a rasterio window."""
    rows, cols = roi_shape(roi)
    return Window(roi[1].start, roi[0].start, cols, rows)


def same_grid(dataset: Any, grid: GeoBox) -> bool:
    """True if the dataset's pixels are exactly the grid's pixels."""
    return (
        (dataset.height, dataset.width) == tuple(grid.shape)
        and dataset.crs is not None
        and grid.crs == dataset.crs
        and dataset.transform.almost_equals(grid.transform, precision=1e-6)
    )


TOLERANCE_PX = 1e-4  # of the source; 0 is not accepted by the library


def pixel_ratios(source: Any, grid: GeoBox) -> dict[str, str]:
    """GDAL's warp options XSCALE and YSCALE: pixels of the grid per pixel of an open raster, in the grid's middle.

    Nothing where the raster's CRS cannot be reached from there.
    """
    from rasterio.warp import transform

    assert grid.crs is not None  # analysis_grid sees to it
    rows, cols = (int(n) for n in grid.shape)
    corners = [grid.transform * (cols / 2 + right, rows / 2 + down) for right, down in ((0, 0), (1, 0), (0, 1))]
    xs, ys = transform(grid.crs.to_wkt(), source.crs, *zip(*corners, strict=True))
    (x, y), right, down = (~source.transform * xy for xy in zip(xs, ys, strict=True))
    spans = math.hypot(right[0] - x, down[0] - x), math.hypot(right[1] - y, down[1] - y)
    if not all(math.isfinite(span) and span > 0 for span in spans):
        return {}
    return {name: f"{1 / span:.12g}" for name, span in zip(("XSCALE", "YSCALE"), spans, strict=True)}


class GridReader:
    """One band of one raster on ``grid``: ``read(roi) -> float32 (rows, cols)``, NaN where there is no data.

    No data is what the file masks, by a mask or an alpha band, and where it holds one of the values ``nodata``.
    ``resampling`` applies only where the raster is not on the grid already. Open files are kept per thread, because
    GDAL datasets must not be shared between threads. With ``whole`` only pieces may be read in which, and around which,
    the raster has a value everywhere: the warper then does not look for what is unknown, which is half of its work, and
    gives the same. What is wrong with a file is said with its ``label`` and with
    ``shown_as``, what the user knows it by (None: the path).
    """

    def __init__(
        self,
        path: str,
        grid: GeoBox,
        *,
        index: int = 1,
        nodata: Nodata = (),
        whole: bool = False,
        resampling: Resampling = Resampling.bilinear,
        label: str | None = None,
        shown_as: str | None = None,
    ) -> None:
        self.path = path
        self.grid = grid
        self.index = index
        self.nodata = as_values(nodata)
        self.whole = whole
        self.resampling = resampling
        self.label = label or path
        self.shown_as = shown_as or shown(path)
        self._local = threading.local()
        self._all: list[Any] = []
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to read the same: everything but open files."""
        return {name: value for name, value in vars(self).items() if name not in ("_local", "_all", "_lock")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _local=threading.local(), _all=[], _lock=threading.Lock())

    def _dataset(self) -> Any:
        dataset = getattr(self._local, "dataset", None)
        if dataset is None:
            source = rasterio.open(self.path)
            dataset = source
            crs = self.grid.crs
            assert crs is not None  # analysis_grid sees to it
            nodata = tuple(value for value in self.nodata if can_hold(source.dtypes[self.index - 1], value))
            plain = plain_of(source, self.index)
            bilinear = plain and self.resampling == Resampling.bilinear
            self._local.upsampling = Upsampling.of(source, self.index, self.grid) if bilinear else None
            self._local.on_grid = same_grid(source, self.grid)
            warped = self._local.upsampling is None and not self._local.on_grid
            if warped and nodata and source.dtypes[self.index - 1].startswith("float"):
                # the warper knows one nodata value, and lets NaN beside it spread over its whole kernel
                nodata = tuple(dict.fromkeys((*(v for v in nodata if not math.isnan(v)), math.nan)))
            opened, self._local.band = [source], self.index
            if not plain or (warped and len(nodata) > 1):
                dataset = rasterio.open(valid_band(source, self.index, nodata))
                nodata, self._local.band = (math.nan,), 1
                opened.append(dataset)
            if warped:
                dataset = WarpedVRT(
                    dataset,
                    crs=source.crs if crs == source.crs else crs.to_wkt(),
                    transform=self.grid.transform,
                    width=int(self.grid.shape[1]),
                    height=int(self.grid.shape[0]),
                    resampling=self.resampling,
                    src_nodata=nodata[0] if nodata else None,
                    nodata=None if self.whole else np.nan,
                    dtype="float32",
                    tolerance=TOLERANCE_PX,
                    **pixel_ratios(source, self.grid),
                )
                opened.append(dataset)
            self._local.dataset, self._local.source, self._local.nodata = dataset, source, nodata
            with self._lock:
                self._all += reversed(opened)  # what reads another is closed before it
        return dataset

    def read(self, roi: ROI) -> npt.NDArray[np.float32]:
        """(rows, cols) values of the band in its own unit. Raises InputError if the file cannot be decoded."""
        with self.clear_errors():
            dataset = self._dataset()
            if self._local.upsampling is not None:
                return self._local.upsampling.read(dataset, self.index, roi, self._local.nodata)  # type: ignore[no-any-return]
            data: npt.NDArray[np.float32] = dataset.read(self._local.band, window=to_window(roi), out_dtype="float32")
        for value in self._local.nodata:
            if not math.isnan(value) and (unknown := is_value(data, value)).any():
                data[unknown] = np.nan
        return data

    @contextmanager
    def clear_errors(self) -> Iterator[None]:
        """GDAL with the settings for this file, and what it says of it in one sentence."""
        try:
            with gdal_options(self.path):
                yield
        except RasterioError as error:
            raise InputError(
                f"{self.label} cannot be read from {self.shown_as}: the file is damaged or incomplete "
                f"({gdal_reason(error)}); fetch it again."
            ) from error

    def on(self, grid: GeoBox) -> GridReader:
        """The same band on another grid."""
        return GridReader(
            self.path,
            grid,
            index=self.index,
            nodata=self.nodata,
            whole=self.whole,
            resampling=self.resampling,
            label=self.label,
            shown_as=self.shown_as,
        )

    def enlarged(self) -> int:
        """How many times larger the raster's pixels are than those of the grid, where they are a whole number of times
        and lie on it; else 1. Raises InputError if the file cannot be opened."""
        with self.clear_errors():
            self._dataset()
        upsampling = self._local.upsampling
        return 1 if upsampling is None else int(upsampling.factor)

    def on_grid(self) -> bool:
        """Whether the raster's pixels are those of the grid. Raises InputError if the file cannot be opened."""
        with self.clear_errors():
            self._dataset()
        return bool(self._local.on_grid)

    def row_bytes(self) -> int:
        """Bytes of a row of the raster's blocks. Raises InputError if the file cannot be opened."""
        with self.clear_errors():
            self._dataset()
        source = self._local.source
        rows, cols = source.block_shapes[self.index - 1]
        return int(rows * -(-source.width // cols) * cols * np.dtype(source.dtypes[self.index - 1]).itemsize)

    def plain(self) -> bool:
        """Whether nothing but values tells what is no data. Raises InputError if the file cannot be opened."""
        with self.clear_errors():
            self._dataset()
            return plain_of(self._local.source, self.index)

    def source(self) -> Any:
        """The raster itself, open, for the calling thread. Raises RasterioError where it cannot be opened."""
        with gdal_options(self.path):
            self._dataset()
        return self._local.source

    def close(self) -> None:
        """Close the files that were opened, in whichever thread."""
        with self._lock:
            for dataset in self._all:
                dataset.close()
            self._all.clear()
        self._local = threading.local()

    def __enter__(self) -> GridReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

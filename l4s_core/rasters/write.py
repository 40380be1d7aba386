"""Writing results as they are finished, and turning them into cloud-optimised GeoTIFFs."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import rasterio
import rasterio.shutil
from odc.geo.geobox import GeoBox
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import MemoryFile
from rasterio.windows import Window

from l4s_core.base.errors import L4SError
from l4s_core.base.partial import WRITE_ERRORS, failure_sentence, partial_folder

PROBABILITY_SCALE = 10000
PROBABILITY_NODATA = 65535
BLOCK = 256


def encode_probability(probability: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    """0 to 1 -> 0 to 10000, NaN -> 65535."""
    scaled = np.clip(probability, 0.0, 1.0)
    scaled *= PROBABILITY_SCALE
    scaled += 0.5
    with np.errstate(invalid="ignore"):
        encoded: npt.NDArray[np.uint16] = scaled.astype(np.uint16)
    encoded[~np.isfinite(probability)] = PROBABILITY_NODATA
    return encoded


def decode_probability(values: npt.NDArray[np.uint16]) -> npt.NDArray[np.float32]:
    """The inverse of `encode_probability`, NaN where it is nodata."""
    out = (values / np.float32(PROBABILITY_SCALE)).astype(np.float32)
    out[values == PROBABILITY_NODATA] = np.nan
    return out


class TakesRows(Protocol):
    """Whatever results are given to as they are finished."""

    def write(self, rows: npt.NDArray[Any]) -> None:
        """The next rows, (rows, cols), from the top."""


@cache
def quick_packing() -> dict[str, Any]:
    """GeoTIFF options for files that are read again soon: Zstandard, half the work of deflate, where GDAL has it."""
    one: dict[str, Any] = {"driver": "GTiff", "width": 1, "height": 1, "count": 1, "dtype": "uint8"}
    try:
        with warnings.catch_warnings(), MemoryFile() as file:
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            file.open(**one, compress="zstd").close()
        return {"compress": "zstd", "zstd_level": 1}
    except RasterioError:
        return {"compress": "deflate", "zlevel": 1}


class RowWriter:
    """A tiled GeoTIFF that takes rows from the top and writes them in whole blocks, so that no block is packed twice.

    ``scale``: what GDAL is told to multiply the stored values with; the file holds them as they are.

    Leaving the ``with`` block through an exception removes the file.
    """

    def __init__(
        self,
        path: Path,
        grid: GeoBox,
        dtype: str,
        nodata: float | None,
        *,
        bands: tuple[str, ...] = ("",),
        predictor: int = 1,
        scale: float | None = None,
        tags: dict[str, str] | None = None,
    ) -> None:
        self.path = path
        self._cols = int(grid.shape[1])
        self._rows = int(grid.shape[0])
        self._top = 0
        self._pending: list[npt.NDArray[Any]] = []
        with readable_write_errors(path):
            self._dataset = rasterio.open(
                path,
                "w",
                driver="GTiff",
                height=self._rows,
                width=self._cols,
                count=len(bands),
                dtype=dtype,
                crs=None if grid.crs is None else grid.crs.to_wkt(),
                transform=grid.transform,
                nodata=nodata,
                tiled=True,
                blockxsize=BLOCK,
                blockysize=BLOCK,
                predictor=predictor,
                bigtiff="if_safer",
                **quick_packing(),
            )
            for index, name in enumerate(bands, start=1):
                if name:
                    self._dataset.set_band_description(index, name)
            if scale is not None:
                self._dataset.scales = (scale,) * len(bands)
                self._dataset.offsets = (0.0,) * len(bands)
            if tags:
                self._dataset.update_tags(**tags)

    def write(self, rows: npt.NDArray[Any]) -> None:
        """The next rows, (rows, cols) or (bands, rows, cols)."""
        self._pending.append(rows if rows.ndim == 3 else rows[None])
        waiting = sum(piece.shape[1] for piece in self._pending)
        if waiting >= BLOCK:
            whole = waiting - waiting % BLOCK
            data = np.concatenate(self._pending, axis=1)
            self._flush(data[:, :whole])
            self._pending = [data[:, whole:]] if whole < waiting else []

    def _flush(self, data: npt.NDArray[Any]) -> None:
        with readable_write_errors(self.path):
            self._dataset.write(data, window=Window(0, self._top, self._cols, data.shape[1]))
        self._top += data.shape[1]

    def close(self) -> None:
        """Write what is pending and close the file. Raises RuntimeError if rows are missing."""
        if self._pending:
            self._flush(np.concatenate(self._pending, axis=1))
            self._pending = []
        with readable_write_errors(self.path):
            self._dataset.close()
        if self._top != self._rows:
            raise RuntimeError(f"{self._top} of {self._rows} rows were written to {self.path}")

    def __enter__(self) -> RowWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
            return
        with contextlib.suppress(RasterioError):
            self._dataset.close()
        self.path.unlink(missing_ok=True)


def probability_writer(
    path: Path, grid: GeoBox, tags: Mapping[str, str] | None = None, *, layer: str = "probability"
) -> RowWriter:
    """A file of probabilities, or of another ``layer`` of 0 to 1: encoded, with ``tags`` as its metadata.

    Its scale is that of the band, which GDAL, QGIS and rasterio know, and a tag too, for what read earlier versions.
    """
    scale = 1 / PROBABILITY_SCALE
    bands = (f"{'landslide probability' if layer == 'probability' else layer} x 10000",)
    words = {"scale": str(scale), **(tags or {})}
    return RowWriter(path, grid, "uint16", PROBABILITY_NODATA, bands=bands, predictor=2, scale=scale, tags=words)


def observed_writer(path: Path, grid: GeoBox) -> RowWriter:
    """An observed file: a `Reason` for every pixel."""
    return RowWriter(path, grid, "uint8", None, bands=("why not observed",))


def to_cog(source: Path, target: Path, *, overviews: str = "average", predictor: str = "YES") -> None:
    """Copy a GeoTIFF to a cloud-optimised one with overviews; ``target`` appears only when it is complete.

    Raises InputError when the folder cannot be written and L4SError when writing fails, as on a full disk.
    """
    with partial_folder(target) as folder:
        rasterio.shutil.copy(
            source,
            folder / target.name,
            driver="COG",
            compress="DEFLATE",
            predictor=predictor,
            overview_resampling=overviews,
            num_threads="ALL_CPUS",
            bigtiff="IF_SAFER",
        )
        with rasterio.open(folder / target.name) as back:
            back.checksum(1)  # the driver writes when it closes, where a full disk raises nothing


def write_cog(
    array: npt.NDArray[Any], grid: GeoBox, target: Path, *, nodata: float | None, name: str, overviews: str
) -> None:
    """Write an array of one band, (rows, cols), as `to_cog` does; ``name`` is that of the band.

    Raises as `to_cog`.
    """
    with partial_folder(target) as folder:
        raw = folder / "raw.tif"
        with RowWriter(raw, grid, array.dtype.name, nodata, bands=(name,)) as writer:
            for top in range(0, array.shape[0], BLOCK):
                writer.write(array[top : top + BLOCK])
        to_cog(raw, folder / target.name, overviews=overviews, predictor="NO")
        raw.unlink()


@contextlib.contextmanager
def readable_write_errors(path: Path) -> Iterator[None]:
    """GDAL's and the system's writing errors as one sentence (L4SError)."""
    try:
        yield
    except WRITE_ERRORS as error:
        raise L4SError(failure_sentence(path, error)) from error

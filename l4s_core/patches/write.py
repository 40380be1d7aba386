"""Write patches: in the layout of Landslide4Sense, which its own tools read, or as GeoTIFFs with any channels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.channels.l4s import L4S_NAMES, l4s_divisors
from l4s_core.patches.hdf5 import IMAGE_KEY, MASK_KEY, NODATA_KEY

_COMPRESSION = {"compression": "gzip", "compression_opts": 4}


def write_patch(
    folder: Path,
    patch_id: int,
    values: npt.NDArray[np.float32],
    channels: Sequence[str],
    mask: npt.NDArray[np.uint8] | None,
) -> None:
    """Write ``folder/img/image_N.h5`` and, unless ``mask`` is None, ``folder/mask/mask_N.h5``.

    Parameters
    ----------
    folder : where ``img`` and ``mask`` are, made if they are not there.
    patch_id : N.
    values : (channels, rows, cols) raw units, NaN where there is no data.
    channels : names of the layers of ``values``. The file always has all 14; those not among ``channels`` are 0 in it
        and must be named in ``patches.json`` (`table.write_sheet`), as HDF5 has no way to say so.
    mask : (rows, cols) uint8.

    Where ``values`` is NaN, ``img`` is 0 and a further array ``nodata`` (uint8, 1 there) tells it from a real 0.
    """
    import h5py

    h5: Any = h5py  # not annotated by the library
    rows, cols = values.shape[1:]
    divisors = l4s_divisors()
    stored = np.zeros((rows, cols, len(L4S_NAMES)), dtype=np.float64)
    empty = np.zeros(stored.shape, dtype=np.uint8)
    for layer, name in zip(values, channels, strict=True):
        i = L4S_NAMES.index(name)
        known = np.isfinite(layer)
        stored[known, i] = layer[known].astype(np.float64) / divisors[i]
        empty[:, :, i] = ~known
    chunks = (rows, cols, 1)  # one channel can be read without the others
    (folder / "img").mkdir(parents=True, exist_ok=True)
    with h5.File(folder / "img" / f"image_{patch_id}.h5", "w") as file:
        file.create_dataset(IMAGE_KEY, data=stored, chunks=chunks, **_COMPRESSION)
        if empty.any():
            file.create_dataset(NODATA_KEY, data=empty, chunks=chunks, **_COMPRESSION)
    if mask is None:
        return
    (folder / "mask").mkdir(parents=True, exist_ok=True)
    with h5.File(folder / "mask" / f"mask_{patch_id}.h5", "w") as file:
        file.create_dataset(MASK_KEY, data=mask.astype(np.uint8), **_COMPRESSION)


def write_geotiff_patch(
    folder: Path,
    patch_id: int,
    values: npt.NDArray[np.float32],
    channels: Sequence[str],
    mask: npt.NDArray[np.uint8] | None,
    grid: GeoBox,
) -> None:
    """Write ``folder/img/image_N.tif`` and, unless ``mask`` is None, ``folder/mask/mask_N.tif``.

    Parameters are those of `write_patch`, with ``grid``, where the patch lies. The image is float32 with a band for
    each of ``channels``, described by its name, and nodata NaN: what is read back is ``values``. The mask is uint8.
    """
    import rasterio

    rows, cols = values.shape[1:]
    place: dict[str, Any] = {
        "driver": "GTiff", "height": rows, "width": cols, "crs": str(grid.crs), "transform": grid.transform,
        "compress": "deflate",
    }  # fmt: skip
    (folder / "img").mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        folder / "img" / f"image_{patch_id}.tif", "w",
        count=len(channels), dtype="float32", nodata=float("nan"), predictor=3, interleave="band", **place,
    ) as file:  # fmt: skip
        file.write(values)
        file.descriptions = tuple(channels)
    if mask is None:
        return
    (folder / "mask").mkdir(parents=True, exist_ok=True)
    with rasterio.open(folder / "mask" / f"mask_{patch_id}.tif", "w", count=1, dtype="uint8", **place) as file:
        file.write(mask.astype(np.uint8), 1)

"""Write patches in the layout of Landslide4Sense, which its own tools and `open_patches` read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

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

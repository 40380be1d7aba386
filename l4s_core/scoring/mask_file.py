"""One mask as the bytes of an HDF5 file, as the competition wants it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError

LARGEST_SIDE = 4096
LARGEST_BYTES = LARGEST_SIDE**2 + 1024**2
"""An uncompressed mask of the largest side and its file's headers."""


def hdf5_mask(mask: npt.NDArray[np.uint8]) -> bytes:
    """An HDF5 file with (rows, cols) uint8 as the dataset ``mask``; the same mask gives the same bytes."""
    buffer = io.BytesIO()
    with _h5py().File(buffer, "w", libver="earliest") as file:
        file.create_dataset("mask", data=mask, track_times=False)
    return buffer.getvalue()


def read_hdf5_mask(data: bytes, where: str) -> npt.NDArray[np.uint8]:
    """(rows, cols) uint8, 0 or 1, from the bytes of a file that anybody may have made; ``where`` is for messages.

    Raises InputError when it is no HDF5, has no dataset ``mask`` of its own, or that is not uint8 with two sides of at
    most `LARGEST_SIDE` and values 0 and 1.
    """
    h5py = _h5py()
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            link = file.get("mask", getlink=True)
            # a soft or external link could lead into another file
            if not isinstance(link, h5py.HardLink) or not isinstance(file["mask"], h5py.Dataset):
                there = ", ".join(sorted(file)[:5]) or "nothing"
                raise InputError(f"{where} has no dataset 'mask' (there is {there}); write it under that name.")
            return _values(file["mask"], where)
    except InputError:
        raise
    except (OSError, KeyError, RuntimeError, ValueError) as error:  # h5py raises all of these for damaged files
        raise InputError(f"{where} is not an HDF5 file, or is damaged ({error}); make it again.") from error


def _values(dataset: Any, where: str) -> npt.NDArray[np.uint8]:
    if dataset.is_virtual or dataset.external:
        raise InputError(f"The dataset 'mask' of {where} points to other files; write the values themselves.")
    if dataset.dtype != np.uint8:
        raise InputError(f"The dataset 'mask' of {where} is {dataset.dtype}; it must be uint8.")
    shape = tuple(dataset.shape or ())
    if len(shape) != 2 or not all(0 < side <= LARGEST_SIDE for side in shape):
        raise InputError(f"The dataset 'mask' of {where} has the shape {shape}; it must be (rows, cols).")
    from l4s_core.patches.hdf5 import check_storage

    check_storage(dataset, "mask", where)
    mask: npt.NDArray[np.uint8] = dataset[()]
    if mask.max() > 1:
        raise InputError(f"The dataset 'mask' of {where} holds {mask.max()}; only 0 and 1 are allowed.")
    return mask


def _h5py() -> Any:
    import h5py  # not at the top: it takes a fifth of a second, and checks nobody's types

    return h5py

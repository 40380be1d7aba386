"""Patches in the layout of Landslide4Sense: ``image_N.h5`` with ``img``, ``mask_N.h5`` with ``mask``.

The files hold raw values divided by the mean vector that the organisers published (`channels.registry`; issues 2 and 4
of iarai/Landslide4Sense-2022); multiplying gives the digital numbers back, as exact integers for the optical bands.

HDF5 can point to other files, hold types that run code elsewhere and declare sizes that fill the memory. Only what a
patch needs is accepted: one plain array of plain numbers in the file itself, of a plausible size.
"""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES, l4s_divisors
from l4s_core.patches.formats import check_labels, check_size, refuse_beyond_dn

IMAGE_KEY, MASK_KEY = "img", "mask"
NODATA_KEY = "nodata"
"""Optional third array, uint8 (rows, cols, channels), beside ``img``: 1 where the 0 in ``img`` stands for no data."""

_BUILT_IN_FILTERS = frozenset({1, 2, 3, 4, 5, 6, 32000})  # deflate, shuffle, fletcher32, szip, nbit, scale-offset, lzf
_SLACK_BYTES = 1 << 16
_DAMAGED = (OSError, RuntimeError, ValueError, KeyError, TypeError)  # what h5py raises
_h5: Any = h5py  # not annotated by the library


@dataclass(frozen=True)
class Hdf5Reader:
    """Reads ``channels`` (a choice of the 14) of the files."""

    channels: tuple[str, ...] = L4S_NAMES
    absolute_scale: bool = True

    def read_image(self, path: Path) -> npt.NDArray[np.float32]:
        """(channels, rows, cols) float32 in the units of `channels.registry`."""
        index = [L4S_NAMES.index(name) for name in self.channels]
        mean = np.array(l4s_divisors())[index]
        with _opened(path) as file:
            dataset = _image_dataset(file, path)
            stored = _read_layers(dataset, index)
            empty = None
            if NODATA_KEY in file:
                beside = _dataset(file, NODATA_KEY, path)
                if beside.shape != dataset.shape or beside.dtype.kind not in "bu":
                    raise InputError(f"'{NODATA_KEY}' in {path} does not fit 'img'; write the patch again.")
                check_storage(beside, NODATA_KEY, path)
                empty = _read_layers(beside, index) != 0
        # in double precision: single precision would miss the integers
        values: npt.NDArray[np.float32] = (stored.astype(np.float64) * mean[:, None, None]).astype(np.float32)
        bad = ~np.isfinite(values)
        if bad.any():
            names = [name for name, layer in zip(self.channels, bad, strict=True) if layer.any()]
            raise InputError(
                f"{path} has {np.count_nonzero(bad)} values that are no numbers (NaN or infinite) in "
                f"{', '.join(names)}; fetch the file again, or leave the patch out."
            )
        if empty is not None:
            values[empty] = np.nan
        if self.absolute_scale:
            refuse_beyond_dn(path, values, self.channels)
        return values

    def read_mask(self, path: Path) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8."""
        with _opened(path) as file:
            dataset = _dataset(file, MASK_KEY, path)
            if dataset.ndim != 2:
                raise InputError(f"'mask' in {path} has the shape {dataset.shape}; it must be (rows, cols).")
            check_size(path, *dataset.shape)
            check_storage(dataset, MASK_KEY, path)
            labels: npt.NDArray[Any] = dataset[()]
        return check_labels(path, labels)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    if not path.is_file():
        raise InputError(f"{path} is not there or not a file; fetch the data set again.")
    try:
        with _h5.File(path, "r") as file:
            yield file
    except PermissionError as error:
        raise InputError(
            f"{path} cannot be read ({os.strerror(error.errno or errno.EACCES)}); allow it to be read."
        ) from error
    except _DAMAGED as error:
        wrong = "is empty" if path.stat().st_size == 0 else _what_is_wrong(error)
        raise InputError(f"{path} {wrong}; fetch it again.") from error


def _what_is_wrong(error: BaseException) -> str:
    """The library's reason in words; it names its own functions and fields."""
    text = (str(error).splitlines() or [type(error).__name__])[0][:160]
    if "truncated file" in text:
        return "was cut short: it is smaller than it says itself"
    if "signature not found" in text:
        return "is no HDF5 file, or its beginning is damaged"
    return f"is a damaged HDF5 file ({text})"


def _dataset(file: Any, key: str, path: Path) -> Any:
    """The array ``key`` that lies in the file itself, not yet read."""
    link = file.get(key, getlink=True)
    if link is None:
        there = ", ".join(f"'{name[:40]}'" for name in islice(file, 5)) or "nothing"
        raise InputError(
            f"{path} has no dataset '{key}' (it has {there}); images hold 'img' and masks hold 'mask', "
            "as in Landslide4Sense."
        )
    if not isinstance(link, _h5.HardLink):
        raise InputError(f"'{key}' in {path} points to another place instead of holding data; it is not followed.")
    dataset = file[key]
    if not isinstance(dataset, _h5.Dataset) or dataset.shape is None:
        raise InputError(f"'{key}' in {path} is not an array; write it as one dataset.")
    if dataset.external or dataset.is_virtual:
        raise InputError(
            f"'{key}' in {path} keeps its data in other files, which are not read; write it into the file."
        )
    if dataset.dtype.kind not in "buif":
        raise InputError(f"'{key}' in {path} is of type {dataset.dtype}; it must be numbers.")
    return dataset


def check_storage(dataset: Any, key: str, path: Path | str) -> None:
    """Refuse what swells on reading: chunks larger than the array, filters that are not HDF5's own, too many bytes."""
    nominal = math.prod(dataset.shape) * dataset.dtype.itemsize
    chunk = math.prod(dataset.chunks or (0,)) * dataset.dtype.itemsize
    plan = dataset.id.get_create_plist()
    filters = {plan.get_filter(i)[0] for i in range(plan.get_nfilters())}
    if not filters <= _BUILT_IN_FILTERS:
        raise InputError(f"'{key}' in {path} is compressed by a plug-in; write it with gzip or uncompressed.")
    if chunk > 4 * nominal + _SLACK_BYTES or dataset.id.get_storage_size() > 1.1 * nominal + _SLACK_BYTES:
        raise InputError(f"'{key}' in {path} takes more room than its {dataset.shape} numbers need; write it again.")


def _image_dataset(file: Any, path: Path) -> Any:
    dataset = _dataset(file, IMAGE_KEY, path)
    shape = dataset.shape
    if len(shape) != 3 or shape[2] != len(L4S_NAMES):
        raise InputError(
            f"'img' in {path} has the shape {shape}; it must be (rows, cols, {len(L4S_NAMES)}) in the order "
            f"{', '.join(L4S_NAMES)}."
        )
    check_size(path, *shape[:2])
    if dataset.dtype.kind != "f":
        raise InputError(
            f"'img' in {path} is of type {dataset.dtype}; the layout holds floating-point numbers, the raw values "
            "divided by the published means."
        )
    check_storage(dataset, IMAGE_KEY, path)
    return dataset


def _read_layers(dataset: Any, index: list[int]) -> npt.NDArray[Any]:
    """(len(index), rows, cols) of a (rows, cols, channels) array; reads no more of the file than it must."""
    rows, cols, count = dataset.shape
    if dataset.chunks is not None and dataset.chunks[2] == 1 and len(index) < count:
        layers = np.empty((len(index), rows, cols), dtype=dataset.dtype)
        for layer, i in zip(layers, index, strict=True):
            layer[:] = dataset[:, :, i]
        return layers
    whole = np.moveaxis(dataset[()], -1, 0)
    chosen: npt.NDArray[Any] = whole[index]
    return chosen

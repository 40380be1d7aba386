"""The probability of a scene through the conditional random field, window by window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.io import DatasetReader
from scipy.ndimage import maximum_filter  # type: ignore[attr-defined]

from l4s_core.base.choices import Device
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.threads import cpu_count, in_order
from l4s_core.rasters.roi import ROI, grow, inside, placed
from l4s_core.rasters.warp import to_window
from l4s_core.rasters.write import (
    PROBABILITY_SCALE,
    decode_probability,
    encode_probability,
    probability_writer,
)
from l4s_core.refine.bands import log_features
from l4s_core.refine.crf import Kernels, mean_field

WINDOW_PX = 256
_GPU_WINDOW_PX = 1024
_MOST_THREADS = 4  # each holds up to half a gigabyte

Read = Callable[[ROI], npt.NDArray[np.float32]]
"""roi -> (bands, rows, cols) float32 reflectance x 10000, NaN where unknown."""


@dataclass(frozen=True)
class _Piece:
    """What a window needs: all arrays are of the pixels around it that have a say. ``core`` is where the window lies
    among them, ``target`` where it lies in its strip."""

    probability: npt.NDArray[np.float32]
    features: npt.NDArray[np.float32]
    known: npt.NDArray[np.bool_]
    active: npt.NDArray[np.bool_]
    core: ROI
    target: ROI


def refine_raster(
    probability: Path,
    observed: Path,
    read: Read,
    target: Path,
    threshold: float,
    progress: Progress,
    *,
    kernels: Kernels | None = None,
    device: Device = "auto",
    window_px: int | None = None,
    tags: Mapping[str, str] | None = None,
) -> int:
    """Write the marginal probability of `mean_field` for a scene; gives how many pixels went from one side of the
    threshold to the other.

    Windows are read with all that has a say in them, so the result is that of the whole scene at once, wherever they
    lie; memory is that of some windows and a strip of rows.

    Parameters
    ----------
    probability, observed : as `inventory.make_mask` takes them. What was not observed, or has no bands, takes no part.
    read : the bands, on the grid of ``probability``.
    target : GeoTIFF to write, encoded as ``probability`` is.
    device : "cuda" computes with PyTorch on the GPU where it has one, "auto" does where PyTorch is in use already.
    """
    kernels = kernels or Kernels()
    compute, gpu = _computer(device, threshold, kernels)
    size = window_px or (_GPU_WINDOW_PX if gpu else WINDOW_PX)
    with ExitStack() as files:
        p_source = files.enter_context(rasterio.open(probability))
        o_source = files.enter_context(rasterio.open(observed))
        grid = GeoBox.from_rio(p_source)
        rows, cols = (int(n) for n in grid.shape)
        writer = files.enter_context(probability_writer(target, grid, tags))
        tops = range(0, rows, size)
        progress.stage("refining (CRF)", len(tops))
        changed = 0
        for top in tops:
            strip = slice(top, min(top + size, rows)), slice(0, cols)
            stored: npt.NDArray[np.uint16] = p_source.read(1, window=to_window(strip))
            before = stored >= threshold * PROBABILITY_SCALE - 1e-6
            pieces = _pieces(p_source, o_source, read, strip, size, grid, threshold, kernels, progress)
            # pieces are read by this thread, so that files are used by one
            with closing(in_order(compute, pieces, 1 if gpu else min(_MOST_THREADS, cpu_count()))) as done:
                for piece, made in done:
                    progress.check()
                    takes_part = (piece.active & piece.known)[piece.core]
                    where = stored[piece.target]
                    where[takes_part] = encode_probability(made[piece.core])[takes_part]
            after = stored >= threshold * PROBABILITY_SCALE - 1e-6
            changed += int((before != after).sum())
            writer.write(stored)
            progress.advance()
    return changed


def _pieces(
    p_source: DatasetReader,
    o_source: DatasetReader,
    read: Read,
    strip: ROI,
    size: int,
    grid: GeoBox,
    threshold: float,
    kernels: Kernels,
    progress: Progress,
) -> Iterator[_Piece]:
    """The windows of a strip in which something is to be done, cut to where it is."""
    for left in range(0, strip[1].stop, size):
        progress.check()
        window = strip[0], slice(left, min(left + size, strip[1].stop))
        near = grow(window, kernels.reach_px, grid)
        active = _active(_read(p_source, near), threshold, kernels)[inside(window, near)]
        if not active.any():
            continue
        core = placed(_box(active), window)
        wide = grow(core, kernels.halo_px, grid)
        p = _read(p_source, wide)
        bands = read(wide)
        known = np.isfinite(p) & np.isfinite(bands).all(axis=0) & (o_source.read(1, window=to_window(wide)) == 0)
        yield _Piece(
            np.nan_to_num(p),
            log_features(np.nan_to_num(bands)),
            known,
            _active(p, threshold, kernels),
            inside(core, wide),
            inside(core, strip),
        )


def _read(source: DatasetReader, roi: ROI) -> npt.NDArray[np.float32]:
    return decode_probability(source.read(1, window=to_window(roi)))


def _active(probability: npt.NDArray[np.float32], threshold: float, kernels: Kernels) -> npt.NDArray[np.bool_]:
    """Where something within reach, in rows and in columns, has a probability that counts."""
    some = np.nan_to_num(probability) >= kernels.idle_below * threshold
    return np.asarray(maximum_filter(some, 2 * kernels.reach_px + 1, mode="constant", cval=0))


def _box(where: npt.NDArray[np.bool_]) -> ROI:
    rows, cols = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(cols[0]), int(cols[-1]) + 1)


def _computer(
    device: Device, threshold: float, kernels: Kernels
) -> tuple[Callable[[_Piece], npt.NDArray[np.float32]], bool]:
    """`mean_field` of a piece, and whether a GPU does it."""

    def with_numpy(piece: _Piece) -> npt.NDArray[np.float32]:
        known, active = piece.known.astype(np.float32), piece.active.astype(np.float32)
        made: npt.NDArray[np.float32] = mean_field(piece.probability, piece.features, known, active, threshold, kernels)
        return made

    if device == "cpu" or (device == "auto" and "torch" not in sys.modules) or find_spec("torch") is None:
        return with_numpy, False
    from l4s_core.inference.torch_device import choose_device

    try:
        where = choose_device(device)
    except InputError:  # the GPU was asked for the model, which may run on it by other means
        return with_numpy, False
    if where.type == "cpu":
        return with_numpy, False

    def with_torch(piece: _Piece) -> npt.NDArray[np.float32]:
        return on_torch(piece.probability, piece.features, piece.known, piece.active, threshold, kernels, where)

    return with_torch, True


def on_torch(
    probability: npt.NDArray[np.float32],
    features: npt.NDArray[np.float32],
    known: npt.NDArray[np.bool_],
    active: npt.NDArray[np.bool_],
    threshold: float,
    kernels: Kernels,
    where: Any,
) -> npt.NDArray[np.float32]:
    """`mean_field` by PyTorch on a device, from and to NumPy."""
    import torch

    def there(array: npt.NDArray[Any]) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32)).to(where)

    with torch.inference_mode():
        made = mean_field(there(probability), there(features), there(known), there(active), threshold, kernels, torch)
        out: npt.NDArray[np.float32] = made.cpu().numpy()
    return out

"""A scene in blocks of rows, each of which another process may work on: together they are one run, to the bit.

A block runs all windows of the scene's lattice that touch its rows, so that what overlaps there is merged in the same
order, and reads the scene in the pieces in which one run reads it: a warped DEM may differ in its last digits with the
piece.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.inference.protocol import KnowsInputs, Model
from l4s_core.normalisation.normalise import Normaliser, Reference
from l4s_core.predict.batch_size import batch_for
from l4s_core.predict.pipeline import predict
from l4s_core.predict.types import PredictionFiles, ScenePrediction
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.roi import ROI, inside, placed
from l4s_core.rasters.write import observed_writer, probability_writer
from l4s_core.stack.part import StackPart
from l4s_core.stack.stack import Stack

PACKING = 1  # of zlib: its fastest already makes a tenth of most results


@dataclass(frozen=True)
class BlockRows:
    """Rows ``first`` to ``last`` of the rasters of a scene.

    ``layers`` (uint16, encoded, by the names of the model's layers) and ``observed`` (uint8 `Reason`) are packed with
    zlib, row by row. ``windows`` counts those of the lattice that begin in the block, ``device`` says what they ran on.
    """

    first: int
    last: int
    layers: Mapping[str, bytes]
    observed: bytes
    windows: int
    device: str


def cut_blocks(plan: WindowPlan, count: int) -> list[slice]:
    """The rows of a plan in at most ``count`` blocks of about as many window rows, from the top.

    A block begins where a window row does: every window row more that it has to run for its neighbour costs time.
    """
    starts = plan.row_starts()
    count = max(1, min(count, len(starts)))
    edges = sorted({0, plan.shape[0], *(max(starts[k * len(starts) // count], 0) for k in range(count))})
    return [slice(first, last) for first, last in pairwise(edges)]


def predict_block(
    stack: Stack,
    model: Model,
    references: Sequence[Reference],
    rows: slice,
    plan: WindowPlan,
    progress: Progress,
) -> BlockRows:
    """What a run of ``plan`` over ``stack`` gives in some rows.

    Parameters
    ----------
    references : what each input of the model is compared with, on the grid of ``stack``.
    rows : one of `cut_blocks`.
    """
    own = rows, slice(0, plan.shape[1])
    around = plan.around(own)
    part = _BlockStack(stack, around, own, plan)
    seen_from_here = [None if reference is None else reference.seen_from(around) for reference in references]
    layers, observed = {name: _Packed(inside(own, around)[0]) for name in model.layers}, _Kept()
    normaliser = Normaliser(model.card, seen_from_here)
    if isinstance(model, KnowsInputs):
        model.use_inputs(stack.channels)
    batch = batch_for(model, plan)
    predict(part, model, normaliser, plan.part(around), layers, observed, progress, batch_size=batch)
    reasons = np.concatenate(observed.rows)
    windows = sum(
        bool((reasons[inside(window, around)] == Reason.OBSERVED).any()) and stack.wanted(window)
        for window in _windows_of(plan, rows)
    )
    packed = zlib.compress(reasons[inside(own, around)].tobytes(), PACKING)
    finished = {name: layer.finish() for name, layer in layers.items()}
    return BlockRows(rows.start, rows.stop, finished, packed, windows, model.device)


def _windows_of(plan: WindowPlan, rows: slice) -> Iterator[ROI]:
    """The windows that begin in a block, as pieces of the grid: each is in one block."""
    for row in plan.row_starts():
        if rows.start <= max(row, 0) < rows.stop:
            for col in plan.col_starts():
                yield plan.clip(row, col)


class _Packed:
    """Takes rows from the top and packs those in ``keep``."""

    def __init__(self, keep: slice) -> None:
        self._keep = keep
        self._top = 0
        self._packer = zlib.compressobj(PACKING)
        self._pieces: list[bytes] = []

    def write(self, rows: npt.NDArray[Any]) -> None:
        kept = rows[max(self._keep.start - self._top, 0) : max(self._keep.stop - self._top, 0)]
        self._pieces.append(self._packer.compress(kept.tobytes()))
        self._top += len(rows)

    def finish(self) -> bytes:
        return b"".join([*self._pieces, self._packer.flush()])


class _Kept:
    """Takes rows from the top and keeps them."""

    def __init__(self) -> None:
        self.rows: list[npt.NDArray[Any]] = []

    def write(self, rows: npt.NDArray[Any]) -> None:
        self.rows.append(rows)


def assemble(
    blocks: Sequence[BlockRows],
    grid: GeoBox,
    files: PredictionFiles,
    progress: Progress,
    tags: Mapping[str, str] | None = None,
) -> ScenePrediction:
    """Write the rasters of `predict.scene.predict_scene` out of all blocks, which come from the top."""
    pixels = np.zeros(len(Reason), dtype=np.int64)
    with ExitStack() as writers:
        layers = {
            name: writers.enter_context(probability_writer(path, grid, tags, layer=name))
            for name, path in files.layers.items()
        }
        observed = writers.enter_context(observed_writer(files.observed, grid))
        for block in blocks:
            progress.check()
            shape = block.last - block.first, int(grid.shape[1])
            reasons = np.frombuffer(zlib.decompress(block.observed), dtype=np.uint8).reshape(shape)
            for name, writer in layers.items():
                writer.write(np.frombuffer(zlib.decompress(block.layers[name]), dtype=np.uint16).reshape(shape))
            observed.write(reasons)
            pixels += np.bincount(reasons.ravel(), minlength=len(Reason))
    return files.holding(sum(block.windows for block in blocks), pixels)


class _BlockStack(StackPart):
    """What the windows that touch the rows of a block look at.

    ``own`` is the block in rows and columns of ``whole``: only windows that touch it are wanted.
    """

    def __init__(self, whole: Stack, around: ROI, own: ROI, plan: WindowPlan) -> None:
        super().__init__(whole, around, lambda roi: _meet(roi[0], own[0]) and whole.wanted(roi))
        self._pieces = plan.new_rows()

    def read_observed(self, channels: Sequence[str], roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
        """`Stack.read_observed` of the whole, read in the pieces in which a run over the whole reads it."""
        rows, cols = placed(roi, self.roi)
        values, reasons = [], []
        for piece in (piece for piece in self._pieces if _meet(piece, rows)):
            read, why = self.whole.read_observed(channels, (piece, cols))
            kept = slice(max(rows.start - piece.start, 0), rows.stop - piece.start)
            values.append(read[:, kept])
            reasons.append(why[kept])
        if not values:  # no rows were asked for
            return super().read_observed(channels, roi)
        return np.concatenate(values, axis=1), np.concatenate(reasons)


def _meet(a: slice, b: slice) -> bool:
    return bool(max(a.start, b.start) < min(a.stop, b.stop))

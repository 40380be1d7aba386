"""Reader, model and writer side by side, joined by short queues.

One thread reads and normalises windows, the calling thread runs the model, one thread packs and writes finished
rows. Each queue holds a few batches, or one piece of rows, only: a slow step holds the others up instead of filling the
memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import L4SError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.base.threads import reader_threads
from l4s_core.inference.ahead import AHEAD, run_ahead
from l4s_core.inference.protocol import Model, RunsAhead
from l4s_core.normalisation.normalise import Normaliser
from l4s_core.predict.merge import RowMerger
from l4s_core.predict.queues import Background, Prefetch
from l4s_core.predict.reader import read_windows
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.cache import small_cache
from l4s_core.rasters.write import PROBABILITY_NODATA, TakesRows, encode_probability
from l4s_core.stack.stack import Stack

QUEUE_DEPTH = 3
ROWS_WAITING = 2  # pieces of some rows, as wide as the scene


class Counts(NamedTuple):
    """``windows``: how many were run; ``pixels``: how many pixels have each Reason, indexed by its code."""

    windows: int
    pixels: npt.NDArray[np.int64]


class _Read(NamedTuple):
    """The next rows that were read: (rows, cols) uint8 `Reason`."""

    reasons: npt.NDArray[np.uint8]


class _Merged(NamedTuple):
    """The next rows that no later window touches: (layers, rows, cols) float32."""

    layers: npt.NDArray[np.float32]


class _RowSink:
    """Takes rows as they are read and rows as they are merged, each in order from the top, and writes all files in
    step. What is read is ahead of what is merged by the height of a window."""

    def __init__(self, layers: Sequence[TakesRows], observed: TakesRows, cols: int) -> None:
        self._layers = layers
        self._observed = observed
        self._waiting = np.empty((0, cols), dtype=np.uint8)
        self.pixels = np.zeros(len(Reason), dtype=np.int64)

    def __call__(self, rows: _Read | _Merged) -> None:
        if isinstance(rows, _Read):
            self._waiting = np.concatenate([self._waiting, rows.reasons])
        else:
            self._write(rows.layers)

    def _write(self, layers: npt.NDArray[np.float32]) -> None:
        count = layers.shape[1]
        reasons, self._waiting = self._waiting[:count], self._waiting[count:]
        hidden = reasons != Reason.OBSERVED
        why = reasons[hidden]
        self.pixels += np.bincount(why, minlength=len(Reason))
        self.pixels[Reason.OBSERVED] += reasons.size - why.size
        for writer, values in zip(self._layers, layers, strict=True):
            encoded = encode_probability(values)
            encoded[hidden] = PROBABILITY_NODATA
            writer.write(encoded)
        self._observed.write(reasons)


def predict(
    stack: Stack,
    model: Model,
    normaliser: Normaliser,
    plan: WindowPlan,
    layers: Mapping[str, TakesRows],
    observed: TakesRows,
    progress: Progress,
    *,
    batch_size: int = 8,
) -> Counts:
    """Run the model over the stack; write its layers and, for every pixel, the Reason why it was not observed.

    Windows in which nothing was observed are skipped. The layers are nodata wherever the Reason is not 0. An error
    in any of the threads, a full disk or a cancelled run ends all of them and is raised here.

    Parameters
    ----------
    layers : what takes each of the model's layers, by name.
    """
    progress.stage("detecting landslides", len(plan.row_starts()) * len(plan.col_starts()))
    # a model on a device of its own leaves the cores to the readers
    threads = reader_threads() if isinstance(model, RunsAhead) and model.ahead >= AHEAD else 1
    merger = RowMerger(plan, len(model.layers))
    sink = _RowSink([layers[name] for name in model.layers], observed, plan.shape[1])
    windows = 0
    with (
        small_cache(stack.row_bytes(normaliser.card.channels)),
        Prefetch(read_windows(stack, normaliser, plan, batch_size, threads), QUEUE_DEPTH) as batches,
        Background(sink, ROWS_WAITING) as writer,
    ):
        for batch, result in run_ahead(model, batches, lambda batch: batch.windows):
            progress.check()
            for rows in merger.finish_rows(batch.row):
                writer.put(_Merged(rows))
            if len(batch.reasons):
                writer.put(_Read(batch.reasons))
            if result is not None:
                if not np.isfinite(result).all():
                    raise L4SError(
                        f"The model {model.card.id} gave values that are no numbers; get it or export it again."
                    )
                for col, window in zip(batch.cols, result, strict=True):
                    merger.add(window, batch.row, col)
                windows += len(batch.cols)
            progress.advance(batch.seen)
        for rows in merger.finish():
            writer.put(_Merged(rows))
    return Counts(windows, sink.pixels)

"""Reader, model and writer side by side, joined by short queues.

One thread reads and normalises windows, the calling thread runs the model, one thread packs and writes finished
rows. Each queue holds a few batches, or one piece of rows, only: a slow step holds the others up instead of filling the
memory.
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Predicted:
    """``windows``: how many were run; ``pixels``: how many pixels have each Reason, indexed by its code."""

    windows: int
    pixels: npt.NDArray[np.int64]


class _RowSink:
    """Takes Reason rows and probability rows, each in order from the top, and writes both files in step."""

    def __init__(self, probability: TakesRows, observed: TakesRows, cols: int) -> None:
        self._probability = probability
        self._observed = observed
        self._reasons = np.empty((0, cols), dtype=np.uint8)
        self.pixels = np.zeros(len(Reason), dtype=np.int64)

    def __call__(self, rows: npt.NDArray[np.uint8] | npt.NDArray[np.float32]) -> None:
        if rows.dtype == np.uint8:
            self._reasons = np.concatenate([self._reasons, rows])
            return
        reasons, self._reasons = self._reasons[: len(rows)], self._reasons[len(rows) :]
        hidden = reasons != Reason.OBSERVED
        why = reasons[hidden]
        self.pixels += np.bincount(why, minlength=len(Reason))
        self.pixels[Reason.OBSERVED] += reasons.size - why.size
        encoded = encode_probability(np.asarray(rows, dtype=np.float32))
        encoded[hidden] = PROBABILITY_NODATA
        self._probability.write(encoded)
        self._observed.write(reasons)


def predict(
    stack: Stack,
    model: Model,
    normaliser: Normaliser,
    plan: WindowPlan,
    probability: TakesRows,
    observed: TakesRows,
    progress: Progress,
    *,
    batch_size: int = 8,
) -> Predicted:
    """Run the model over the stack; write the probability and, for every pixel, the Reason why it was not observed.

    Windows in which nothing was observed are skipped. The probability is nodata wherever the Reason is not 0. An error
    in any of the threads, a full disk or a cancelled run ends all of them and is raised here.
    """
    progress.stage("detecting landslides", len(plan.row_starts()) * len(plan.col_starts()))
    # a model on a device of its own leaves the cores to the readers
    threads = reader_threads() if isinstance(model, RunsAhead) and model.ahead >= AHEAD else 1
    merger = RowMerger(plan)
    sink = _RowSink(probability, observed, plan.shape[1])
    windows = 0
    with (
        small_cache(stack.optical.row_bytes({*normaliser.card.channels, *stack.required})),
        Prefetch(read_windows(stack, normaliser, plan, batch_size, threads), QUEUE_DEPTH) as batches,
        Background(sink, ROWS_WAITING) as writer,
    ):
        for batch, result in run_ahead(model, batches, lambda batch: batch.windows):
            progress.check()
            for rows in merger.finish_rows(batch.row):
                writer.put(rows)
            if len(batch.reasons):
                writer.put(batch.reasons)
            if result is not None:
                if not np.isfinite(result).all():
                    raise L4SError(
                        f"The model {model.card.id} gave values that are no numbers; get it or export it again."
                    )
                for col, p in zip(batch.cols, result, strict=True):
                    merger.add(p, batch.row, col)
                windows += len(batch.cols)
            progress.advance(batch.seen)
        for rows in merger.finish():
            writer.put(rows)
    return Predicted(windows, sink.pixels)

"""How ONNX Runtime uses the cores of a CPU: several windows side by side, each on few threads.

Threads that share one window wait for each other after every layer, and for whatever else the cores do: on two cores,
two windows at a time on a thread each took 0.85 of the time of the same windows together on two threads
(`benchmarks/onnx_lanes.py`). What a window gives then does not depend on the number of cores either, up to four.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import numpy.typing as npt

from l4s_core.inference.batch_size import BATCH_PX
from l4s_core.inference.onnx_file import in_batches
from l4s_core.inference.protocol import Ticket

_Values = npt.NDArray[np.float32]
PIECE_PX = 256**2  # pixels in what a lane computes at a time
MOST_LANES = BATCH_PX // PIECE_PX  # memory follows what is computed at a time


def lanes_of(threads: int) -> tuple[int, int]:
    """Pieces side by side, at least two if there are two threads, and threads for each: so that most are used, and of
    what is equal the most pieces."""
    if threads == 1:
        return 1, 1
    lanes = max(range(2, min(threads, MOST_LANES) + 1), key=lambda n: (n * (threads // n), n))
    return lanes, threads // lanes


class SessionPool:
    """Runs batches in pieces, several at a time and across batches.

    ``run`` computes (n, channels, rows, cols) -> (n, ``layers``, rows, cols); ``size`` is the only n that it takes,
    None: any.
    """

    def __init__(self, run: Callable[[_Values], _Values], lanes: int, size: int | None, layers: int = 1) -> None:
        self._run = run
        self._pool = _pool(lanes)
        self._size = size
        self._layers = layers

    def submit(self, batch: _Values) -> Ticket:
        """See `ahead.RunsAhead`."""
        if not len(batch):
            return lambda: np.empty((0, self._layers, *batch.shape[2:]), dtype=np.float32)
        count = self._size or max(1, PIECE_PX // (batch.shape[-2] * batch.shape[-1]))
        pieces = [batch[first : first + count] for first in range(0, len(batch), count)]
        begun = [self._pool.submit(in_batches, self._run, piece, self._size) for piece in pieces]
        return lambda: np.concatenate([future.result() for future in begun])


@cache
def _pool(lanes: int) -> ThreadPoolExecutor:
    """One for all models: the members of an ensemble then compute one after another, in the memory of one."""
    return ThreadPoolExecutor(lanes, "l4s-model")

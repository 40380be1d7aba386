"""What PyTorch does on an NVIDIA GPU only: copies beside the computing, and what is measured there."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

_Values = npt.NDArray[np.float32]
_RUNS = 3  # timed; the fastest counts
_SPARE = 0.8  # of the free memory may be planned for


class Lane:
    """Batches one behind the other on a GPU: while one is computed, the next travels in and the last one out.

    Copies have streams of their own and go through pinned memory, without which CUDA would wait for them. PyTorch's
    allocators know which stream uses what (`record_stream`, and by themselves for pinned memory), so that nothing is
    handed out again too early.
    """

    def __init__(self, where: torch.device) -> None:
        self._where = where
        self._in: torch.cuda.Stream = torch.cuda.Stream(where)  # type: ignore[no-untyped-call]
        self._out: torch.cuda.Stream = torch.cuda.Stream(where)  # type: ignore[no-untyped-call]

    def submit(self, batch: _Values, forward: Callable[[Tensor], Tensor]) -> Callable[[], _Values]:
        """Begin with a batch; what is returned waits for its result. ``forward``: images -> float32 probabilities.

        Memory that does not suffice shows here: torch.OutOfMemoryError.
        """
        compute = torch.cuda.current_stream(self._where)
        pinned = torch.from_numpy(np.ascontiguousarray(batch)).pin_memory()
        with torch.cuda.stream(self._in):
            x = pinned.to(self._where, non_blocking=True)
        compute.wait_stream(self._in)
        x.record_stream(compute)
        result = forward(x)
        host = torch.empty(result.shape, dtype=result.dtype, pin_memory=True)
        self._out.wait_stream(compute)
        with torch.cuda.stream(self._out):
            host.copy_(result, non_blocking=True)
            done = self._out.record_event()
        result.record_stream(self._out)

        def collect() -> _Values:
            done.synchronize()
            values: _Values = host.numpy()
            return values

        return collect


class BatchProfiler:
    """Time and memory of batches of made-up windows: what `batch_size.find_batch` asks."""

    def __init__(self, where: torch.device, shape: tuple[int, int, int], run: Callable[[_Values], _Values]) -> None:
        self._where = where
        self._shape = shape
        self._run = run

    def fits(self) -> int:
        """How many windows the free memory should hold, from what one takes. Raises MemoryError for none."""
        self.seconds(1)  # what is only needed once is there from now on
        before = torch.cuda.memory_allocated(self._where)
        torch.cuda.reset_peak_memory_stats(self._where)
        self.seconds(1)
        each = max(torch.cuda.max_memory_allocated(self._where) - before, 1)
        free, _ = torch.cuda.mem_get_info(self._where)
        kept = torch.cuda.memory_reserved(self._where) - torch.cuda.memory_allocated(self._where)  # PyTorch's to give
        return max(1, int(_SPARE * (free + kept) / each))

    def seconds(self, count: int) -> float:
        """Of the fastest of three runs of ``count`` windows. Raises MemoryError."""
        torch.cuda.empty_cache()  # what a batch before left in pieces
        batch = np.ones((count, *self._shape), dtype=np.float32)
        times = []
        try:
            self._run(batch)
            for _ in range(_RUNS):
                torch.cuda.synchronize(self._where)
                start = time.perf_counter()
                self._run(batch)
                times.append(time.perf_counter() - start)
        except torch.OutOfMemoryError as error:
            raise MemoryError from error
        return min(times)

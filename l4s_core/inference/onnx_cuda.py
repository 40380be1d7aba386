"""What ONNX Runtime does on an NVIDIA GPU only: input and output bound to its memory, two batches side by side."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.inference.ahead import AHEAD
from l4s_core.inference.batch_size import find_batch
from l4s_core.inference.onnx_file import as_layers, in_batches
from l4s_core.inference.protocol import Ticket

_Values = npt.NDArray[np.float32]
_RUNS = 3  # timed; the fastest counts
# ONNX Runtime has no exception of its own for this; these are phrases of its messages, as test_gpu_logic.py has them
_OUT_OF_MEMORY = ("out of memory", "failed to allocate memory", "available memory of", "cublas_status_alloc_failed")


class BoundSession:
    """A session whose runs copy to the device, compute and copy back, each run in a thread and a stream of its own.

    ONNX Runtime waits for the GPU at the end of a run, so that a single thread would leave it idle between two. It also
    plans every convolution anew when the number of windows is another than before, which takes as long as hundreds of
    windows: batches smaller than the one that was found to suit are filled up.
    ``place``: "cuda", or "cpu" where there is no GPU, which does the same in little. ``size``: the only batch that
    the file takes. ``layers``: how many it gives.
    ``say``: told when memory runs out; the batch is then halved, until a single window is too much.
    """

    def __init__(
        self,
        session: Any,
        name: str,
        place: str,
        size: int | None,
        say: Callable[[str], None] | None = None,
        layers: int = 1,
    ) -> None:
        self._session = session
        self._input = name
        self._output = session.get_outputs()[0].name
        self._place = place
        self._size = size
        self._layers = layers
        self._say = say or (lambda _: None)
        self._threads = ThreadPoolExecutor(AHEAD, "l4s-gpu")
        self._suiting: dict[tuple[tuple[int, int, int], int], int] = {}
        self._usual: dict[tuple[int, ...], int] = {}  # windows at a time for windows of a shape
        self._news: list[str] = []
        self._largest: int | None = None  # windows at a time, once memory has run out

    def submit(self, batch: _Values) -> Ticket:
        """See `ahead.RunsAhead`. The ticket raises InputError when not even one window fits."""
        begun = self._threads.submit(self._run, batch)

        def collect() -> _Values:
            result = begun.result()
            while self._news:  # said by the thread that asks, not by one that computes
                self._say(self._news.pop(0))
            return result

        return collect

    def _run(self, batch: _Values) -> _Values:
        out: list[_Values] = []
        done = 0
        whole = self._usual.get(batch.shape[1:]) or len(batch)
        while done < len(batch):
            most = min(self._largest or whole, whole)
            size = min(most, len(batch) - done)
            try:
                out.append(in_batches(self._bound, batch[done : done + size], self._size or most))
                done += size
            except MemoryError as error:
                if most == 1 or self._size is not None:
                    raise _too_large(batch.shape[-1]) from error
                self._largest = min(self._largest or most, most // 2)
                self._news.append(
                    f"The GPU's memory does not suffice for {most} windows at a time; going on with {most // 2}."
                )
        return np.concatenate(out) if out else np.empty((0, self._layers, *batch.shape[2:]), dtype=np.float32)

    def windows_at_a_time(self, shape: tuple[int, int, int], most: int) -> int:
        """See `batch_size.ChoosesBatch`, for windows of (channels, rows, cols). Raises InputError."""
        if (shape, most) not in self._suiting:

            def seconds(count: int) -> float:
                batch = np.ones((count, *shape), dtype=np.float32)
                times = []
                for _ in range(1 + _RUNS):
                    start = time.perf_counter()
                    in_batches(self._bound, batch, self._size)
                    times.append(time.perf_counter() - start)
                return min(times[1:])

            try:
                self._suiting[shape, most] = find_batch(seconds, most)
            except MemoryError as error:
                raise _too_large(shape[-1]) from error
        self._usual[shape] = self._suiting[shape, most]
        return self._suiting[shape, most]

    def _bound(self, batch: _Values) -> _Values:
        import onnxruntime as ort

        binding = self._session.io_binding()
        try:
            there = ort.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(batch), self._place, 0)
            binding.bind_ortvalue_input(self._input, there)
            binding.bind_output(self._output, self._place)
            self._session.run_with_iobinding(binding)
            return as_layers(binding.copy_outputs_to_cpu()[0], self._layers)
        except Exception as error:  # ONNX Runtime's own exceptions share no base class
            if is_out_of_memory(error):
                raise MemoryError from error
            raise


def is_out_of_memory(error: BaseException) -> bool:
    """Whether ONNX Runtime failed for want of memory of the GPU, as far as its words tell."""
    words = str(error).lower()
    return any(sign in words for sign in _OUT_OF_MEMORY)


def _too_large(side: int) -> InputError:
    return InputError(
        f"The GPU's memory does not suffice for one window of {side} pixels; choose a smaller --tile or --device cpu."
    )


def gpu_words(strict: bool) -> str:
    """The GPU in words: its name where there is only one, which the driver numbers in its own way."""
    from l4s_core.base.machine import gpus

    found = gpus()
    name = found[0]["name"] if len(found) == 1 else "CUDA GPU"
    return f"{name} (ONNX Runtime, {'fp32' if strict else 'TF32 where it has it'})"

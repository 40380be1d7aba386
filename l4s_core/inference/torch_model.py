"""A checkpoint run by PyTorch, without export: on the CPU or on a CUDA GPU."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from l4s_core.base.errors import InputError, first_line
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.threads import cores
from l4s_core.inference.ahead import AHEAD
from l4s_core.inference.batch_size import find_batch
from l4s_core.inference.checkpoint import read_checkpoint
from l4s_core.inference.protocol import Arithmetic, BatchStatistics, Device, Ticket
from l4s_core.inference.torch_device import AUTOCAST, choose_device, choose_precision, exact_fp32
from l4s_core.networks.batch_statistics import batch_layers, estimate, use

if TYPE_CHECKING:
    from torch import Tensor, nn

    from l4s_core.inference.card import ModelCard
    from l4s_core.inference.torch_cuda import Lane
    from l4s_core.networks.wrapper import McDropout


class TorchModel:
    """A `Model` from a network and its card.

    On CUDA: weights and input in channels-last order, bf16 autocast where the GPU has it, copies beside the computing
    (`submit`). When its memory does not suffice, the batch is halved from then on, which is said, until a single window
    is too much.
    """

    fixed_px: int | None = None
    ahead = 0  # see `ahead.RunsAhead`

    def __init__(
        self,
        net: nn.Module,
        card: ModelCard,
        sha256: str,
        path: Path,
        device: Device = "auto",
        *,
        threads: int | None = None,
        precision: Arithmetic = "auto",
        compile: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self.card = card
        self.layers = tuple(card.layers)
        self.sha256 = sha256
        self.path = path
        self.files: tuple[Path, ...] = (path,)
        self._progress = progress or Silent()
        self._where = choose_device(device)
        if threads is not None:
            torch.set_num_threads(threads)
        self._net = net.eval().to(self._where)
        self._precision = choose_precision(precision, self._where)
        self._largest: int | None = None  # windows at a time, once memory has run out
        self._suiting: dict[tuple[int, int], int] = {}
        self._lane: Lane | None = None
        self._pass: int | None = None
        if self._where.type == "cuda":
            from l4s_core.inference.torch_cuda import Lane

            self._net = self._net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
            self._lane = Lane(self._where)
            self.ahead = AHEAD
            self.device = f"{torch.cuda.get_device_name(self._where)} (PyTorch, {self._precision})"
        else:
            words = "" if self._precision == "fp32" else f", {self._precision}"
            self.device = f"CPU, {cores(threads)} (PyTorch{words})"
        self._compiled = torch.compile(self._net) if compile else None
        if card.domains:
            self._progress.message(
                f"The network keeps the batch statistics of {', '.join(card.domains)} apart; scenes and patches of "
                f"other regions get those of {card.domains[0]}."
            )

    @classmethod
    def open(
        cls,
        path: Path,
        device: Device = "auto",
        *,
        threads: int | None = None,
        precision: Arithmetic = "auto",
        compile: bool = False,
        trust_pickle: bool = False,
        progress: Progress | None = None,
    ) -> TorchModel:
        """The model in a checkpoint file. Raises InputError, see `inference.checkpoint.read_checkpoint`."""
        found = read_checkpoint(path, trust_pickle=trust_pickle)
        return cls(
            found.net,
            found.card,
            found.sha256,
            path,
            device,
            threads=threads,
            precision=precision,
            compile=compile,
            progress=progress,
        )

    def use_domain(self, domain: str) -> None:
        """Take the batch statistics of this domain from now on; those of the first where it is not known."""
        from l4s_core.networks.cross_sensor_norm import set_domain

        if self.card.domains:
            set_domain(self._net, self.card.domains.index(domain) if domain in self.card.domains else 0)

    @property
    def batch_layers(self) -> int:
        """See `protocol.KeepsBatchStatistics`."""
        return len(batch_layers(self._net))

    def estimate(self, batches: Sequence[npt.NDArray[np.float32]]) -> BatchStatistics:
        """See `protocol.KeepsBatchStatistics`: of one pass in full precision, dropout off."""
        images = (torch.from_numpy(np.ascontiguousarray(batch)).to(self._where) for batch in batches)
        return estimate(self._net, images)

    def use_batch_statistics(self, statistics: BatchStatistics) -> None:
        """See `protocol.KeepsBatchStatistics`."""
        use(self._net, statistics)

    @property
    def drops(self) -> bool:
        """See `protocol.DropsOut`."""
        return self._dropout is not None

    def use_pass(self, number: int | None) -> None:
        """See `protocol.DropsOut`: the dropout after the first convolution, by the values of each window."""
        self._pass = number

    @property
    def _dropout(self) -> McDropout | None:
        spec = getattr(self._net, "spec", None)
        return self._net.mc_dropout if spec is not None and spec.mc_dropout else None  # type: ignore[return-value]

    def _draw_for(self, batch: npt.NDArray[np.float32]) -> None:
        """Let the dropout of the next batch be that of the pass, or none."""
        dropout = self._dropout
        if dropout is None:
            return
        dropout.generators = None
        if self._pass is not None:
            seeds = [zlib.crc32(np.ascontiguousarray(window).data, self._pass) for window in batch]
            dropout.generators = [torch.Generator(self._where).manual_seed(seed) for seed in seeds]

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, channels, rows, cols) normalised float32 -> (n, layers, rows, cols) float32, 0 to 1.

        Raises InputError when not even one window fits into the GPU's memory.
        """
        return self.submit(batch)()

    def submit(self, batch: npt.NDArray[np.float32]) -> Ticket:
        """Begin with a batch as `run` takes it; the ticket waits for what `run` gives. See `ahead.RunsAhead`."""
        pieces: list[Ticket] = []
        done = 0
        while done < len(batch):
            size = min(self._largest or len(batch), len(batch) - done)
            try:
                pieces.append(self._begin(batch[done : done + size]))
                done += size
                continue
            except torch.OutOfMemoryError as error:
                if size == 1:
                    raise InputError(
                        f"The GPU's memory does not suffice for one window of {batch.shape[-1]} pixels; choose a "
                        "smaller --tile or --device cpu."
                    ) from error
                self._largest = size // 2
                self._progress.message(
                    f"The GPU's memory does not suffice for {size} windows at a time; going on with {self._largest}."
                )
            if self._lane is not None:
                torch.cuda.empty_cache()  # what the failed batch left in pieces; only now nothing refers to it
        if not pieces:
            return lambda: np.empty((0, len(self.layers), *batch.shape[2:]), dtype=np.float32)
        return pieces[0] if len(pieces) == 1 else lambda: np.concatenate([piece() for piece in pieces])

    def windows_at_a_time(self, tile: int, most: int) -> int | None:
        """See `batch_size.ChoosesBatch`: tried out once for each size on a GPU, None on the CPU.

        Raises InputError when not even one window fits into the GPU's memory.
        """
        if self._lane is None:
            return None
        from l4s_core.inference.torch_cuda import BatchProfiler

        if (tile, most) not in self._suiting:
            shape = (self.card.input_channels, tile, tile)
            profiler = BatchProfiler(self._where, shape, lambda batch: self._begin(batch)())
            try:
                self._suiting[tile, most] = find_batch(profiler.seconds, most, profiler.fits())
            except MemoryError as error:
                raise InputError(
                    f"The GPU's memory does not suffice for one window of {tile} pixels; choose a smaller --tile or "
                    "--device cpu."
                ) from error
        return self._suiting[tile, most]

    def _begin(self, batch: npt.NDArray[np.float32]) -> Ticket:
        self._draw_for(batch)
        if self._lane is not None:
            return self._lane.submit(batch, self._forward)
        result: npt.NDArray[np.float32] = self._forward(torch.from_numpy(np.ascontiguousarray(batch))).numpy()
        return lambda: result

    def _forward(self, x: Tensor) -> Tensor:
        """(n, channels, rows, cols) on the device -> (n, layers, rows, cols) float32 there."""
        if self._where.type == "cuda":
            x = x.contiguous(memory_format=torch.channels_last)
        half = AUTOCAST.get(self._precision)
        with (
            torch.inference_mode(),
            torch.autocast(self._where.type, half or torch.bfloat16, enabled=half is not None),
            exact_fp32(self._precision == "fp32"),
        ):
            return torch.sigmoid(self._call(x).float())[:, : len(self.layers)]

    def _call(self, x: Tensor) -> Tensor:
        if self._compiled is not None and self._pass is None:  # what is compiled knows no generators
            try:
                logits: Tensor = self._compiled(x)
                return logits
            except torch.OutOfMemoryError:
                raise
            except Exception as error:  # the compiler's errors share no public base class
                self._progress.message(f"torch.compile does not work here ({first_line(error)}); going on without it.")
                self._compiled = None
        plain: Tensor = self._net(x)
        return plain

"""A checkpoint run by PyTorch, without export: on the CPU or on a CUDA GPU."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from l4s_core.errors import InputError, L4SError
from l4s_core.networks.checkpoint import read_checkpoint
from l4s_core.predict.model import Device, cores, first_line
from l4s_core.progress import Progress, Silent

if TYPE_CHECKING:
    from torch import Tensor, nn

    from l4s_core.predict.card import ModelCard

_BF16_FROM = 8  # major compute capability; older GPUs only emulate bf16, slower than fp32


class TorchModel:
    """A `Model` from a network and its card.

    On CUDA: weights and input in channels-last order, bf16 autocast where the GPU has it. When its memory does not
    suffice, the batch is halved from then on, which is said, until a single window is too much.
    """

    fixed_px: int | None = None

    def __init__(
        self,
        net: nn.Module,
        card: ModelCard,
        sha256: str,
        path: Path,
        device: Device = "auto",
        *,
        threads: int | None = None,
        compile: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self.card = card
        self.sha256 = sha256
        self.path = path
        self.files: tuple[Path, ...] = (path,)
        self._progress = progress or Silent()
        self._where = _choose(device)
        if threads is not None:
            torch.set_num_threads(threads)
        self._net = net.eval().to(self._where)
        self._bf16 = False
        self._largest: int | None = None  # windows at a time, once memory has run out
        if self._where.type == "cuda":
            self._net = self._net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
            self._bf16 = torch.cuda.get_device_capability(self._where)[0] >= _BF16_FROM
            self.device = f"{torch.cuda.get_device_name(self._where)} (PyTorch, {'bf16' if self._bf16 else 'fp32'})"
        else:
            self.device = f"CPU, {cores(threads)} (PyTorch)"
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
        compile: bool = False,
        trust_pickle: bool = False,
        progress: Progress | None = None,
    ) -> TorchModel:
        """The model in a checkpoint file. Raises InputError, see `networks.checkpoint.read_checkpoint`."""
        found = read_checkpoint(path, trust_pickle=trust_pickle)
        return cls(
            found.net, found.card, found.sha256, path, device, threads=threads, compile=compile, progress=progress
        )

    def use_domain(self, domain: str) -> None:
        """Take the batch statistics of this domain from now on; those of the first where it is not known."""
        from l4s_core.networks.cross_sensor_norm import set_domain

        if self.card.domains:
            set_domain(self._net, self.card.domains.index(domain) if domain in self.card.domains else 0)

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, channels, rows, cols) normalised float32 -> (n, rows, cols) float32 probability of landslide.

        Raises InputError when not even one window fits into the GPU's memory.
        """
        out = np.empty((batch.shape[0], *batch.shape[2:]), dtype=np.float32)
        done = 0
        while done < len(batch):
            size = min(self._largest or len(batch), len(batch) - done)
            try:
                out[done : done + size] = self._forward(batch[done : done + size])
                done += size
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
            if self._largest and self._where.type == "cuda":
                torch.cuda.empty_cache()  # what the failed batch left in pieces
        return out

    def _forward(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        x = torch.from_numpy(np.ascontiguousarray(batch)).to(self._where)
        if self._where.type == "cuda":
            x = x.contiguous(memory_format=torch.channels_last)
        with torch.inference_mode(), torch.autocast(self._where.type, torch.bfloat16, enabled=self._bf16):
            logits = self._call(x)
        probability: npt.NDArray[np.float32] = torch.sigmoid(logits.float())[:, 0].cpu().numpy()
        return probability

    def _call(self, x: Tensor) -> Tensor:
        if self._compiled is not None:
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


def _choose(device: Device) -> torch.device:
    """The device to run on. Raises InputError for CUDA that is asked for and not there or not usable."""
    if device == "cpu" or (device == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise InputError(
            "CUDA was asked for, but PyTorch finds no CUDA GPU (a build without CUDA, no driver, or no GPU); install "
            "a CUDA build of PyTorch or leave --device at auto."
        )
    where = torch.device("cuda", torch.cuda.current_device())
    try:
        torch.zeros(1, device=where).add_(1).cpu()
    except (RuntimeError, L4SError) as error:  # a GPU that this build has no code for
        if device == "auto":
            return torch.device("cpu")
        raise InputError(
            f"CUDA was asked for, but this PyTorch cannot use the GPU ({first_line(error)}); install a build for it or "
            "say --device cpu."
        ) from error
    return where

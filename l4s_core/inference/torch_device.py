"""Which device and which arithmetic PyTorch runs a network with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from l4s_core.base.errors import InputError, L4SError, first_line
from l4s_core.inference.protocol import Arithmetic, Device

AUTOCAST = {"bf16": torch.bfloat16, "fp16": torch.float16}
_BF16_FROM = 8  # major compute capability; older GPUs only emulate bf16, slower than fp32


def choose_precision(asked: Arithmetic, where: torch.device) -> Arithmetic:
    """What is computed in: never "auto". Raises InputError for what the device does not do or only emulates."""
    if where.type == "cpu":
        if asked == "fp16":
            raise InputError("fp16 is for GPUs, and the model runs on the CPU; leave --precision at auto.")
        return "fp32" if asked == "auto" else asked
    has_bf16 = torch.cuda.get_device_capability(where)[0] >= _BF16_FROM
    if asked == "bf16" and not has_bf16:
        raise InputError(
            f"{torch.cuda.get_device_name(where)} does not compute in bf16; take --precision fp16 or leave it at auto."
        )
    if asked == "auto":
        return "bf16" if has_bf16 else "fp32"
    return asked


@contextmanager
def exact_fp32(wanted: bool) -> Iterator[None]:
    """Without TF32, in which cuDNN otherwise does the convolutions of fp32 networks on newer GPUs."""
    before = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = before and not wanted
    try:
        yield
    finally:
        torch.backends.cudnn.allow_tf32 = before


def choose_device(device: Device) -> torch.device:
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

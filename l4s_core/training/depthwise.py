"""Depthwise convolutions in fp32 inside a bf16 autocast on the CPU."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Fp32DepthwiseConv2d(nn.Conv2d):
    """A depthwise convolution that autocast leaves alone: fp32 inside, bf16 in and out.

    oneDNN has no fast backward pass of depthwise convolutions in bf16: it takes four times as long as that in fp32,
    and more than all else of a step together (`benchmarks/depthwise.py`).
    """

    def forward(self, input: Tensor) -> Tensor:
        with torch.autocast("cpu", enabled=False):
            return super().forward(input.float()).to(input.dtype)


def keep_depthwise_fp32(net: nn.Module) -> int:
    """Make every plain depthwise convolution of ``net`` a `Fp32DepthwiseConv2d`, in place; returns how many.

    Names and tensors of its weights stay as they are.
    """
    count = 0
    for module in net.modules():
        if type(module) is nn.Conv2d and module.groups == module.in_channels > 1:
            module.__class__ = Fp32DepthwiseConv2d
            count += 1
    return count

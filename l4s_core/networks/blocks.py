"""Layers that several architectures share."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def conv_bn_relu(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution (padding keeps the size), batch normalisation, ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


def upsample(x: Tensor, size: tuple[int, int]) -> Tensor:
    """(n, c, r, w) -> (n, c, *size), bilinear, pixel areas aligned."""
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


class _PaddedConv2d(nn.Conv2d):
    """A convolution that pads more on the right and below than on the left and above, by fixed numbers."""

    def __init__(self, like: nn.Conv2d) -> None:
        super().__init__(
            like.in_channels,
            like.out_channels,
            like.kernel_size,  # type: ignore[arg-type]
            like.stride,  # type: ignore[arg-type]
            dilation=like.dilation,  # type: ignore[arg-type]
            groups=like.groups,
            device="meta",
        )
        self.weight, self.bias = like.weight, like.bias
        self.margins: list[int] = []
        for axis in (1, 0):
            total = max((like.kernel_size[axis] - 1) * like.dilation[axis] + 1 - like.stride[axis], 0)
            self.margins += [total // 2, total - total // 2]

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(F.pad(x, self.margins))


def fix_same_padding(module: nn.Module) -> None:
    """Replace timm's convolutions with TensorFlow's "same" padding by equal ones whose padding is a constant.

    What they compute from the size of the input is a constant wherever the size is a multiple of the stride, which
    `Core.size_multiple` guarantees. With symbolic sizes, the export spent minutes on that arithmetic.
    """
    from timm.layers.conv2d_same import Conv2dSame

    for parent in list(module.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, Conv2dSame):
                setattr(parent, name, _PaddedConv2d(child))


class UpBlock(nn.Module):
    """One step of a U-shaped decoder: twice the size (nearest), the skip alongside, two 3 x 3 convolutions.

    (n, below, r, w) and (n, skip, 2 r, 2 w) -> (n, out, 2 r, 2 w); without a skip, ``skip`` is 0.
    """

    def __init__(self, below: int, skip: int, out: int) -> None:
        super().__init__()
        self.convs = nn.Sequential(*conv_bn_relu(below + skip, out), *conv_bn_relu(out, out))

    def forward(self, x: Tensor, skip: Tensor | None) -> Tensor:
        x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        out: Tensor = self.convs(x if skip is None else torch.cat([x, skip], dim=1))
        return out


class UDecoder(nn.Module):
    """U-shaped decoder from 1/32 to full resolution, with a skip wherever the encoder has that resolution.

    Parameters
    ----------
    channels, reductions : of the encoder's feature maps, in the order of falling resolution; reductions are powers
        of two that end with the deepest one.
    widths : channels after each step up; one per halving of the deepest reduction.
    """

    def __init__(self, channels: Sequence[int], reductions: Sequence[int], widths: Sequence[int]) -> None:
        super().__init__()
        at = dict(zip(reductions, channels, strict=True))
        below, reduction = channels[-1], reductions[-1]
        self.skip_at: list[int | None] = []
        self.blocks = nn.ModuleList()
        for width in widths:
            reduction //= 2
            self.skip_at.append(list(reductions).index(reduction) if reduction in at else None)
            self.blocks.append(UpBlock(below, at.get(reduction, 0), width))
            below = width
        if reduction != 1:
            raise ValueError(f"{len(widths)} steps do not lead from 1/{reductions[-1]} to full resolution")
        self.head = nn.Conv2d(below, 1, 3, padding=1)

    def forward(self, features: list[Tensor]) -> Tensor:
        x = features[-1]
        for block, index in zip(self.blocks, self.skip_at, strict=True):
            x = block(x, None if index is None else features[index])
        logits: Tensor = self.head(x)
        return logits

"""The U-Net of the competition's baseline (Ghorbanzadeh et al. 2022, after Ronneberger et al. 2015).

23 convolutions: 18 of 3 x 3 in nine pairs, 4 transposed ones of 2 x 2 on the way up and one of 1 x 1 at the end. The
paper leaves batch normalisation open; it stands after each 3 x 3 convolution here, and the convolutions pad, so that
the result has the input's size.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from l4s_core.networks.blocks import conv_bn_relu
from l4s_core.networks.core import Core
from l4s_core.networks.spec import NetworkSpec

FIRST_WIDTH = {"small": 16, "base": 64}  # doubled at each of four levels
LEVELS = 4


def _pair(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(*conv_bn_relu(inputs, outputs), *conv_bn_relu(outputs, outputs))


class _Contracting(nn.Module):
    def __init__(self, channels: int, widths: list[int]) -> None:
        super().__init__()
        self.levels = nn.ModuleList(
            _pair(below, width) for below, width in zip([channels, *widths], widths, strict=False)
        )

    def forward(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = []
        for level in self.levels:
            x = level(F.max_pool2d(x, 2) if features else x)
            features.append(x)
        return features


class _Expanding(nn.Module):
    def __init__(self, widths: list[int]) -> None:
        super().__init__()
        pairs = list(zip(widths[:0:-1], widths[-2::-1], strict=True))
        self.ups = nn.ModuleList(nn.ConvTranspose2d(below, width, 2, stride=2) for below, width in pairs)
        self.levels = nn.ModuleList(_pair(2 * width, width) for _, width in pairs)
        self.head = nn.Conv2d(widths[0], 1, 1)

    def forward(self, features: list[Tensor]) -> Tensor:
        *skips, x = features
        for up, level, skip in zip(self.ups, self.levels, reversed(skips), strict=True):
            x = level(torch.cat([skip, up(x)], dim=1))
        logits: Tensor = self.head(x)
        return logits


class Unet(Core):
    """(n, channels, rows, cols) -> logits at full resolution; ``width`` channels at the first level."""

    size_multiple = 2**LEVELS

    def __init__(self, channels: int, width: int = 64) -> None:
        super().__init__()
        widths = [width * 2**k for k in range(LEVELS + 1)]
        self.deepest_channels = widths[-1]
        self.encoder = _Contracting(channels, widths)
        self.decoder = _Expanding(widths)

    def encode(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = self.encoder(x)
        return features

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, None]:
        return self.decoder(features), None


def build(spec: NetworkSpec, channels: int) -> Core:
    return Unet(channels, FIRST_WIDTH[str(spec.variant)])

"""The multispectral U-Net of the Sklgp team (Ghorbanzadeh et al. 2022, JSTARS 15, section VII, figure 12).

Two branches of the same output width. The high-resolution branch sees the 10 m bands only: two plain convolutions, then
inverted residuals (Sandler et al. 2018), never below full resolution. The general branch sees every channel: a U-Net
with three reductions (convolutions of stride two) and three bilinear enlargements, residual blocks, and skips that
are added, not concatenated. Both outputs together (2 x 128 channels) give the prediction. All activations are SMU.

Where the paper is silent: two inverted residuals, expansion 6 as in MobileNetV2; widths doubled at each reduction as in
U-Net; one residual block of two convolutions per level on either way.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import ALL_CHANNELS, channel
from l4s_core.networks.core import Core
from l4s_core.networks.spec import NetworkSpec

HIGH_RESOLUTION = tuple(name for name in ALL_CHANNELS if channel(name).native_m == 10)  # B2, B3, B4, B8, NDVI ...
WIDTH = {"small": 16, "base": 128}  # the paper's is 128
LEVELS = 3
EXPANSION = 6
INVERTED_RESIDUALS = 2
SMU_ALPHA = 0.25
SMU_MU = 2.5


class Smu(nn.Module):
    """``x (1 + a) / 2 + x (1 - a) erf(mu (1 - a) x) / 2`` with a learnable mu (Biswas et al. 2022, equation 11).

    A smooth leaky ReLU of slope a = 0.25. mu starts at 2.5: at the 10^6 of that paper the function is a leaky ReLU in
    float32 and mu gets no gradient at all.
    """

    def __init__(self, alpha: float = SMU_ALPHA, mu: float = SMU_MU) -> None:
        super().__init__()
        self.alpha = alpha
        self.mu = nn.Parameter(torch.tensor(mu))

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = 0.5 * x * (1 + self.alpha + (1 - self.alpha) * torch.erf(self.mu * (1 - self.alpha) * x))
        return out


def _cba(inputs: int, outputs: int, kernel: int = 3, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """Convolution, batch normalisation, activation (the "CBA" of figure 12)."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        Smu(),
    )


class _InvertedResidual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        wide = width * EXPANSION
        self.body = nn.Sequential(
            _cba(width, wide, kernel=1),
            _cba(wide, wide, groups=wide),
            nn.Conv2d(wide, width, 1, bias=False),
            nn.BatchNorm2d(width),  # linear: no activation where the channels are few
        )

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = x + self.body(x)
        return out


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _cba(width, width), nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        )
        self.act = Smu()

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.act(x + self.body(x))
        return out


class _Encoder(nn.Module):
    """The high-resolution branch and the way down of the general one: [high, 1/1, 1/2, 1/4, 1/8]."""

    index: Tensor

    def __init__(self, channels: int, high: list[int], widths: list[int]) -> None:
        super().__init__()
        width = widths[0]
        self.register_buffer("index", torch.tensor(high), persistent=False)
        self.high = nn.Sequential(
            _cba(len(high), width // 2),
            _cba(width // 2, width),
            *(_InvertedResidual(width) for _ in range(INVERTED_RESIDUALS)),
        )
        self.downs = nn.ModuleList(
            _cba(below, w, stride=2 if k else 1)
            for k, (below, w) in enumerate(zip([channels, *widths], widths, strict=False))
        )
        self.levels = nn.ModuleList(_Residual(w) for w in widths)

    def forward(self, x: Tensor) -> list[Tensor]:
        features = [self.high(x.index_select(1, self.index))]
        for down, level in zip(self.downs, self.levels, strict=True):
            x = level(down(x))
            features.append(x)
        return features


class _Decoder(nn.Module):
    def __init__(self, widths: list[int]) -> None:
        super().__init__()
        pairs = list(zip(widths[:0:-1], widths[-2::-1], strict=True))
        self.ups = nn.ModuleList(_cba(below, width) for below, width in pairs)
        self.levels = nn.ModuleList(_Residual(width) for _, width in pairs)
        self.head = nn.Conv2d(2 * widths[0], 1, 1)

    def forward(self, features: list[Tensor]) -> Tensor:
        high, *skips, x = features
        for up, level, skip in zip(self.ups, self.levels, reversed(skips), strict=True):
            x = up(F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False))
            x = level(x + skip)
        logits: Tensor = self.head(torch.cat([high, x], dim=1))
        return logits


class MultispectralUnet(Core):
    """(n, channels, rows, cols) -> logits at full resolution; ``high`` are the places of the 10 m bands."""

    size_multiple = 2**LEVELS

    def __init__(self, channels: int, high: list[int], width: int = 128) -> None:
        super().__init__()
        widths = [width * 2**k for k in range(LEVELS + 1)]
        self.deepest_channels = widths[-1]
        self.encoder = _Encoder(channels, high, widths)
        self.decoder = _Decoder(widths)

    def encode(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = self.encoder(x)
        return features

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, None]:
        return self.decoder(features), None

    def first_convolutions(self) -> list[nn.Conv2d]:
        encoder: Any = self.encoder
        return [encoder.high[0][0], encoder.downs[0][0]]


def build(spec: NetworkSpec, channels: int) -> Core:
    """The core; InputError without any 10 m band, or with a projection, after which no band is left."""
    high = [k for k, name in enumerate(spec.channels) if name in HIGH_RESOLUTION]
    if not high or spec.pca:
        raise InputError(
            f"multispectral_unet has a branch for the 10 m bands {', '.join(HIGH_RESOLUTION)}; "
            "give at least one of them in channels and no pca, or take another network."
        )
    return MultispectralUnet(channels, high, WIDTH[str(spec.variant)])

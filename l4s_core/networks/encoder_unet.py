"""Encoders of ``timm`` with a U-shaped decoder: Swin Transformer, EfficientNetV2, ResNet.

The papers say "U-Decoder" and "U-Net-like skip connections" and leave its widths open: 256, 128, 64, 32, 16 here, the
choice that is usual with such encoders. Swin has nothing finer than 1/4, so the last two steps have no skip.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn

from l4s_core.networks.blocks import UDecoder, fix_same_padding
from l4s_core.networks.core import Core
from l4s_core.networks.spec import NetworkSpec

DECODER_WIDTHS = (256, 128, 64, 32, 16)
SWIN = {
    "tiny": "swin_tiny_patch4_window7_224",
    "small": "swin_small_patch4_window7_224",
    "base": "swin_base_patch4_window7_224",
}


class TimmUnet(Core):
    """(n, channels, rows, cols) -> logits at full resolution from the encoder ``name`` of timm."""

    def __init__(self, name: str, channels: int, **options: Any) -> None:
        super().__init__()
        import timm

        self.name, self.options = name, options
        net: Any = timm.create_model(name, pretrained=False, features_only=True, in_chans=channels, **options)
        fix_same_padding(net)
        self.encoder = net
        info = net.feature_info
        self.deepest_channels = info.channels()[-1]
        self.size_multiple = info.reduction()[-1]
        self.decoder = UDecoder(info.channels(), info.reduction(), DECODER_WIDTHS)

    def encode(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = self.encoder(x)
        return features

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, None]:
        return self.decoder(features), None

    def imagenet_state(self) -> Mapping[str, Tensor]:
        import timm

        net: Any = timm.create_model(self.name, pretrained=True, features_only=True, in_chans=3, **self.options)
        state: Mapping[str, Tensor] = net.state_dict()
        return state


class _NormedSwin(nn.Module):
    """Swin features (channels first), each with a layer normalisation of its own as in Liu et al. for segmentation.

    The blocks add up without a normalisation at the end of a stage, so the raw sums grow with depth.
    """

    def __init__(self, swin: nn.Module, channels: list[int]) -> None:
        super().__init__()
        self.swin = swin
        self.norms = nn.ModuleList(nn.LayerNorm(c) for c in channels)

    def forward(self, x: Tensor) -> list[Tensor]:
        maps = self.swin(x)
        return [norm(m).permute(0, 3, 1, 2).contiguous() for norm, m in zip(self.norms, maps, strict=True)]


class SwinUnet(TimmUnet):
    """Swin with windows of 7 x 7 tokens at any multiple of 32 px; maps that windows do not fill are padded inside."""

    fixed_size = True  # the masks of shifted windows are computed from the size

    def __init__(self, name: str, channels: int) -> None:
        super().__init__(name, channels, strict_img_size=False, always_partition=True)
        swin: Any = self.encoder
        self.encoder = _NormedSwin(swin, swin.feature_info.channels())

    def pretrained_part(self) -> nn.Module:
        return self.encoder.swin  # type: ignore[return-value]


def build_swin(spec: NetworkSpec, channels: int) -> Core:
    return SwinUnet(SWIN[str(spec.variant)], channels)


def build_efficientnetv2(spec: NetworkSpec, channels: int) -> Core:
    return TimmUnet(f"tf_efficientnetv2_{spec.variant}", channels)


def build_resnet(spec: NetworkSpec, channels: int) -> Core:
    return TimmUnet(f"resnet{spec.variant}", channels)

"""SegFormer (Xie et al. 2021): Mix Transformer encoder, decoder of linear layers, through ``transformers``.

The encoder is the Apache-2.0 implementation of ``transformers``; the ``mit_b*`` encoders of
segmentation_models_pytorch are under NVIDIA's non-commercial licence, as are the published MiT weights, which is why
``weights: imagenet`` does not fetch them. The decoder follows the paper: one linear layer per feature map, all
enlarged to 1/4, one linear layer over their concatenation, dropout 0.1, prediction at 1/4, enlarged bilinearly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from l4s_core.base.errors import InputError
from l4s_core.networks.blocks import conv_bn_relu, upsample
from l4s_core.networks.core import Core
from l4s_core.networks.spec import NetworkSpec

# Depth of the four stages, their channels, width of the decoder (Xie et al. 2021, table 6)
VARIANTS: dict[str, tuple[tuple[int, ...], tuple[int, ...], int]] = {
    "b0": ((2, 2, 2, 2), (32, 64, 160, 256), 256),
    "b1": ((2, 2, 2, 2), (64, 128, 320, 512), 256),
    "b2": ((3, 4, 6, 3), (64, 128, 320, 512), 768),
    "b3": ((3, 4, 18, 3), (64, 128, 320, 512), 768),
    "b4": ((3, 8, 27, 3), (64, 128, 320, 512), 768),
    "b5": ((3, 6, 40, 3), (64, 128, 320, 512), 768),
}
# Names in files made before transformers 5 (all files of the hub) -> names of today's modules
_OLD_NAMES = (
    (r"encoder\.patch_embeddings\.(\d)\.", r"stages.\1.patch_embeddings."),
    (r"encoder\.block\.(\d)\.(\d+)\.", r"stages.\1.blocks.\2."),
    (r"encoder\.layer_norm\.(\d)\.", r"stages.\1.layer_norm."),
    (r"layer_norm_1\.", "layernorm_before."),
    (r"layer_norm_2\.", "layernorm_after."),
    (r"attention\.self\.query\.", "attention.q_proj."),
    (r"attention\.self\.key\.", "attention.k_proj."),
    (r"attention\.self\.value\.", "attention.v_proj."),
    (r"attention\.output\.dense\.", "attention.o_proj."),
    (r"attention\.self\.sr\.", "attention.sequence_reduction.sequence_reduction."),
    (r"attention\.self\.layer_norm\.", "attention.sequence_reduction.layer_norm."),
    (r"mlp\.dense(1|2)\.", r"mlp.fc\1."),
)


class _MixTransformer(nn.Module):
    def __init__(self, channels: int, depths: tuple[int, ...], widths: tuple[int, ...]) -> None:
        super().__init__()
        from transformers import SegformerConfig, SegformerModel

        self.model = SegformerModel(
            SegformerConfig(num_channels=channels, depths=list(depths), hidden_sizes=list(widths))
        )

    def forward(self, x: Tensor) -> list[Tensor]:
        return list(self.model(x, output_hidden_states=True).hidden_states)


class _MlpDecoder(nn.Module):
    def __init__(self, channels: tuple[int, ...], width: int) -> None:
        super().__init__()
        self.levels = nn.ModuleList(nn.Conv2d(c, width, 1) for c in channels)
        self.fuse = conv_bn_relu(width * len(channels), width, kernel=1)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, features: list[Tensor]) -> Tensor:
        size = (features[0].shape[-2], features[0].shape[-1])
        levels = [upsample(level(f), size) for level, f in zip(self.levels, features, strict=True)]
        logits: Tensor = self.head(self.dropout(self.fuse(torch.cat(levels[::-1], dim=1))))
        return logits


class Segformer(Core):
    """(n, channels, rows, cols) -> logits, predicted at 1/4 and enlarged."""

    def __init__(self, channels: int, depths: tuple[int, ...], widths: tuple[int, ...], decoder: int) -> None:
        super().__init__()
        self.deepest_channels = widths[-1]
        self.encoder = _MixTransformer(channels, depths, widths)
        self.decoder = _MlpDecoder(widths, decoder)

    def encode(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = self.encoder(x)
        return features

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, None]:
        return upsample(self.decoder(features), size), None

    def pretrained_part(self) -> nn.Module:
        return self.encoder.model  # type: ignore[return-value]

    def imagenet_state(self) -> Mapping[str, Tensor]:
        raise InputError(
            "The ImageNet weights of SegFormer's encoder are under NVIDIA's non-commercial licence and are not "
            "fetched; where you may use them, give the path of model.safetensors of nvidia/mit-b* as weights."
        )

    def rename(self, name: str) -> str:
        for pattern, new in _OLD_NAMES:
            name = re.sub(pattern, new, name)
        return name


def build(spec: NetworkSpec, channels: int) -> Core:
    return Segformer(channels, *VARIANTS[str(spec.variant)])

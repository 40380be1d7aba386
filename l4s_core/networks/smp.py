"""Any architecture and encoder of segmentation_models_pytorch, by name: ``smp:UnetPlusPlus:tu-convnext_tiny``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from l4s_core.base.errors import InputError
from l4s_core.networks.blocks import fix_same_padding, upsample
from l4s_core.networks.core import Core
from l4s_core.networks.lite_unet import BN_EPS, LITE0, has_wheel, wheel_state
from l4s_core.networks.registry import nearest
from l4s_core.networks.spec import NetworkSpec

TIMM = "tu-"
NON_COMMERCIAL = "mit_b"
ARCHITECTURES = (  # all of smp 0.5 but DPT, whose encoder gives tokens beside the features
    "Unet",
    "UnetPlusPlus",
    "MAnet",
    "Linknet",
    "FPN",
    "PSPNet",
    "DeepLabV3",
    "DeepLabV3Plus",
    "PAN",
    "UPerNet",
    "Segformer",
)
PROBE_PX = 64


class SmpCore(Core):
    """(n, channels, rows, cols) -> logits of ``architecture`` on ``encoder``, both names that smp knows."""

    def __init__(self, architecture: str, encoder: str, channels: int) -> None:
        super().__init__()
        import segmentation_models_pytorch as smp

        self.encoder_name = encoder
        model: Any = getattr(smp, architecture)(
            encoder_name=encoder, encoder_weights=None, in_channels=channels, classes=1
        )
        self.encoder, self.decoder, self.head = model.encoder, model.decoder, model.segmentation_head
        fix_same_padding(model.encoder)
        self.size_multiple = model.encoder.output_stride
        self.deepest_channels = model.encoder.out_channels[-1]
        self.depth = len(model.encoder.out_channels) - 1
        self.fixed_size = any("attention" in type(m).__name__.lower() for m in self.encoder.modules())
        if encoder == TIMM + LITE0:
            for module in self.encoder.modules():
                if isinstance(module, nn.BatchNorm2d):
                    module.eps = BN_EPS

    def encode(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = self.encoder(x)
        return features

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, None]:
        logits: Tensor = self.head(self.decoder(features))
        return (logits if logits.shape[-2:] == size else upsample(logits, size)), None

    def pretrained_part(self) -> nn.Module:
        return self.encoder.model if self.encoder_name.startswith(TIMM) else self.encoder  # type: ignore[return-value]

    def imagenet_state(self) -> Mapping[str, Tensor]:
        if self.encoder_name == TIMM + LITE0 and has_wheel():
            return wheel_state(self.pretrained_part())
        import segmentation_models_pytorch as smp

        get_encoder: Any = smp.encoders.get_encoder
        weights = True if self.encoder_name.startswith(TIMM) else "imagenet"
        encoder = get_encoder(self.encoder_name, in_channels=3, depth=self.depth, weights=weights)
        part = encoder.model if self.encoder_name.startswith(TIMM) else encoder
        state: Mapping[str, Tensor] = part.state_dict()
        return state


def build(spec: NetworkSpec, channels: int) -> Core:
    """The core of ``smp:ARCHITECTURE:ENCODER``; InputError for names that do not exist or do not go together."""
    architecture, encoder = _parse(spec.name)
    try:
        core = SmpCore(architecture, encoder, channels)
        with torch.no_grad():  # smp finds out in the first forward pass whether the two go together
            x = torch.zeros(1, channels, PROBE_PX, PROBE_PX)
            core.eval().decode(core.encode(x), (PROBE_PX, PROBE_PX))
    except (KeyError, ValueError, TypeError, AttributeError, RuntimeError, AssertionError, IndexError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise InputError(
            f"{architecture} cannot work on the encoder {encoder} ({reason.rstrip('.')}); choose another pair."
        ) from error
    return core.train()


def _parse(name: str) -> tuple[str, str]:
    """Architecture and encoder, both checked against what is installed.

    A name may come from a file that is not trusted, and timm would take some names for addresses of weights.
    """
    import segmentation_models_pytorch as smp
    import timm

    parts = name.split(":")
    if len(parts) != 3 or not all(parts):
        raise InputError(f"{name} is not smp:ARCHITECTURE:ENCODER; write for example smp:UnetPlusPlus:resnet34.")
    _, architecture, encoder = parts
    known = {name.lower(): name for name in ARCHITECTURES if hasattr(smp, name)}
    if architecture.lower() not in known:
        raise InputError(
            f"There is no architecture {architecture}.{nearest(architecture, known.values())} "
            f"They are {', '.join(known.values())}."
        )
    if encoder.startswith(NON_COMMERCIAL):
        raise InputError(
            f"The code of {encoder} in segmentation_models_pytorch is under NVIDIA's non-commercial licence; "
            f"use the network segformer, variant {encoder.removeprefix('mit_')}, instead."
        )
    names: Any = smp.encoders.get_encoder_names
    encoders = [e for e in names() if not e.startswith(NON_COMMERCIAL)]
    if encoder.startswith(TIMM):
        encoders = [TIMM + model for model in timm.list_models()]
    if encoder not in encoders:
        raise InputError(
            f"There is no encoder {encoder}.{nearest(encoder, encoders)} "
            "smp's own go by their names, those of timm by tu- and their names."
        )
    return known[architecture.lower()], encoder


def build_deeplab_v3(spec: NetworkSpec, channels: int) -> Core:
    """DeepLabV3 (Chen et al. 2017)."""
    return SmpCore("DeepLabV3", str(spec.variant), channels)


def build_deeplab_v3plus(spec: NetworkSpec, channels: int) -> Core:
    """DeepLabV3+ (Chen et al. 2018). Tanmlh name it and no encoder; ResNet-50 is the default here."""
    return SmpCore("DeepLabV3Plus", str(spec.variant), channels)

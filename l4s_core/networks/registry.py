"""The networks by name. Listing them needs no torch; building one does."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from l4s_core.base.errors import InputError
from l4s_core.networks.spec import NetworkSpec

if TYPE_CHECKING:
    from l4s_core.networks.core import Core
    from l4s_core.networks.wrapper import LandslideNetwork

SMP_PREFIX = "smp:"
SMP_DESCRIPTION = (
    "smp:ARCHITECTURE:ENCODER: any pair of segmentation_models_pytorch, e.g. smp:UnetPlusPlus:tu-convnext_tiny"
)


class Builder(Protocol):
    def __call__(self, spec: NetworkSpec, channels: int) -> Core:
        """The architecture for ``channels`` inputs (after a projection), ``spec.variant`` being one that exists."""


@dataclass(frozen=True)
class NetworkEntry:
    """One network: what it is, where it is published, its variants in rising size, ``module:function`` to build it."""

    name: str
    description: str
    paper: str
    default_variant: str
    variants: tuple[str, ...]
    builder: str


_ENTRIES = (
    NetworkEntry(
        "unet",
        "the competition's baseline: 23 convolutions, 4 of them transposed",
        "Ronneberger et al. 2015; Ghorbanzadeh et al. 2022 (JSTARS 15), II-B",
        "base",
        ("small", "base"),
        "unet:build",
    ),
    NetworkEntry(
        "swin_unet",
        "Swin Transformer encoder, U-shaped decoder",
        "Liu et al. 2021; Kingdrone and Seek, JSTARS 15, IV and V",
        "tiny",
        ("tiny", "small", "base"),
        "encoder_unet:build_swin",
    ),
    NetworkEntry(
        "efficientnetv2_unet",
        "EfficientNetV2 encoder, U-shaped decoder",
        "Tan & Le 2021; Kingdrone, JSTARS 15, IV",
        "s",
        ("b0", "b1", "b2", "b3", "s", "m"),
        "encoder_unet:build_efficientnetv2",
    ),
    NetworkEntry(
        "resnet_unet",
        "ResNet encoder, U-shaped decoder",
        "He et al. 2016; Kingdrone (Zhao et al., CDCEO 2022), table 1",
        "50",
        ("18", "34", "50", "101"),
        "encoder_unet:build_resnet",
    ),
    NetworkEntry(
        "segformer",
        "MiT encoder, decoder of linear layers",
        "Xie et al. 2021; Kingdrone; Lettmoden & Amit",
        "b0",
        ("b0", "b1", "b2", "b3", "b4", "b5"),
        "segformer:build",
    ),
    NetworkEntry(
        "hrnet_ocr",
        "HRNet with object-contextual representations",
        "Wang et al. 2020; Yuan et al. 2020; Kingdrone round 4, Tanmlh",
        "w18",
        ("w18_small", "w18", "w32", "w48"),
        "hrnet_ocr:build",
    ),
    NetworkEntry(
        "deeplabv3",
        "DeepLabV3: atrous spatial pyramid at 1/8",
        "Chen et al. 2017; JSTARS 15, VII",
        "resnet50",
        ("resnet18", "resnet34", "resnet50", "resnet101"),
        "smp:build_deeplab_v3",
    ),
    NetworkEntry(
        "deeplabv3plus",
        "DeepLabV3+: the pyramid at 1/16 and a small decoder",
        "Chen et al. 2018; Tanmlh, JSTARS 15, VI",
        "resnet50",
        ("resnet18", "resnet34", "resnet50", "resnet101"),
        "smp:build_deeplab_v3plus",
    ),
    NetworkEntry(
        "multispectral_unet",
        "10 m bands at full resolution beside a residual U-Net of all channels",
        "Sklgp, JSTARS 15, VII",
        "base",
        ("small", "base"),
        "multispectral_unet:build",
    ),
    NetworkEntry(
        "lite_unet",
        "EfficientNet-Lite U-Net on relative brightness; lite0 on B4, B3, B2 is the default model",
        "this package, docs/models/l4s-lite-v0.md",
        "lite0",
        ("lite0", "lite1", "lite2"),
        "lite_unet:build",
    ),
)
NETWORKS: dict[str, NetworkEntry] = {entry.name: entry for entry in _ENTRIES}


def nearest(name: str, known: Iterable[str]) -> str:
    """`` Did you mean X?`` with the most similar of ``known``, or nothing where none is similar."""
    by_lower = {k.lower(): k for k in known}
    found = difflib.get_close_matches(name.lower(), by_lower, 1, 0.5)
    found = found or [k for k in by_lower if name.lower().endswith(k)]  # resnet50 for 50
    return f" Did you mean {by_lower[found[0]]}?" if found else ""


def resolve_variant(spec: NetworkSpec) -> NetworkSpec:
    """``spec`` with its variant filled in. Raises InputError for a name or variant that does not exist."""
    if spec.name.startswith(SMP_PREFIX):
        if spec.variant is not None:
            raise InputError(f"{spec.name} names its encoder and takes no variant; leave variant out.")
        return spec
    entry = NETWORKS.get(spec.name)
    if entry is None:
        raise InputError(
            f"There is no network {spec.name}.{nearest(spec.name, NETWORKS)} "
            f"The networks are {', '.join(NETWORKS)} and smp:ARCHITECTURE:ENCODER."
        )
    variant = spec.variant or entry.default_variant
    if variant not in entry.variants:
        raise InputError(
            f"{spec.name} has no variant {variant}.{nearest(variant, entry.variants)} "
            f"Its variants are {', '.join(entry.variants)}."
        )
    return spec.model_copy(update={"variant": variant})


def build_network(spec: NetworkSpec, *, initial_weights: bool = True) -> LandslideNetwork:
    """The network that ``spec`` describes, in training mode, on the CPU.

    Random values come from torch's global generator: seed it first. With ``initial_weights`` the weights that
    ``spec.weights`` names are loaded (``network.weights_report`` says what they filled); pass False where a state dict
    follows, so that opening a checkpoint asks no hub for anything.

    Raises
    ------
    InputError : no such network or variant (with the nearest name), channels it cannot work on, weights that cannot be
        read or do not fit, torch or another library of the ``train`` extra missing.
    """
    spec = resolve_variant(spec)
    place = "smp:build" if spec.name.startswith(SMP_PREFIX) else NETWORKS[spec.name].builder
    module, function = place.split(":")
    try:
        builder: Builder = getattr(importlib.import_module(f"l4s_core.networks.{module}"), function)
        from l4s_core.networks.weights import load_weights
        from l4s_core.networks.wrapper import LandslideNetwork

        core = builder(spec, spec.pca or len(spec.channels))
    except ModuleNotFoundError as error:
        raise InputError(
            f"{spec.name} needs the Python package {error.name}; install it with: pip install 'l4s[train]'"
        ) from error
    report = load_weights(core, spec) if initial_weights else None
    network = LandslideNetwork(core, spec)
    network.weights_report = report
    return network

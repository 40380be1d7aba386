"""DeepLabV3 (Chen et al. 2017) and DeepLabV3+ (Chen et al. 2018) through segmentation_models_pytorch.

Tanmlh name DeepLabV3+ and no encoder; ResNet-50 is the default here. Other encoders: ``smp:DeepLabV3Plus:ENCODER``.
"""

from __future__ import annotations

from l4s_core.networks.core import Core
from l4s_core.networks.smp import SmpCore
from l4s_core.networks.spec import NetworkSpec


def build_v3(spec: NetworkSpec, channels: int) -> Core:
    return SmpCore("DeepLabV3", str(spec.variant), channels)


def build_v3plus(spec: NetworkSpec, channels: int) -> Core:
    return SmpCore("DeepLabV3Plus", str(spec.variant), channels)

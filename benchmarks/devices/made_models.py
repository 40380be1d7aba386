"""Models with random weights and the sizes of real ones: what speed is measured on where no trained one is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.card import ModelCard
from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.networks.registry import build_network
from l4s_core.networks.spec import NetworkSpec
from l4s_core.networks.wrapper import LandslideNetwork

RGB = ("B4", "B3", "B2")
# the four networks of Kingdrone as the recipes have them
KINGDRONE = (("swin_unet", "tiny"), ("efficientnetv2_unet", "s"), ("segformer", "b2"), ("hrnet_ocr", "w32"))
KINGDRONE_SCALE, KINGDRONE_TILE = 4, 128
LITTLE = (("efficientnetv2_unet", "b0"), ("segformer", "b0"))  # to try the script itself


def made_network(name: str, variant: str, scale: float = 1) -> LandslideNetwork:
    """In evaluation mode; its probabilities differ from pixel to pixel."""
    torch.manual_seed(0)
    channels = RGB if name == "lite_unet" else L4S_NAMES
    net = build_network(NetworkSpec(name=name, variant=variant, channels=tuple(channels), scale=scale))
    last = [m for m in net.modules() if isinstance(m, torch.nn.Conv2d) and m.out_channels == 1][-1]
    with torch.no_grad():
        last.weight.mul_(4)
    return net.eval()


def made_card(net: LandslideNetwork, tile: int) -> ModelCard:
    """As a training run on Landslide4Sense with separated normalisation would write it."""
    fields: dict[str, Any] = {
        "format_version": 1, "id": net.spec.name, "title": "random weights", "network": net.spec.name,
        "channels": list(net.spec.channels), "levels": ["L1C", "L2A"], "trained_on_level": "none",
        "units": "reflectance x 10000; slope degrees; dem metres",
        "normalisation": {"kind": "scene-statistics", "block_px": None}, "fill": 0.0,
        "tile_px": tile, "overlap_px": tile // 4, "size_multiple": tile if net.fixed_size else net.size_multiple,
        "receptive_field_px": tile // 4, "threshold": 0.5, "precision": "fp32", "licence": "none",
        "training_data": "none", "created_utc": "", "weights_sha256": "0" * 64,
    }  # fmt: skip
    return ModelCard(**fields)


def made_checkpoint(folder: Path, name: str, variant: str, scale: float, tile: int) -> Path:
    """A checkpoint of such a network in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    net = made_network(name, variant, scale)
    path = folder / f"{name}.safetensors"
    save_checkpoint(net, made_card(net, tile), path)
    return path


def made_ensemble(folder: Path, networks: Sequence[tuple[str, str]], scale: float, tile: int) -> Path:
    """Checkpoints and the .yaml ensemble of them in ``folder``; gives the ensemble."""
    members = [made_checkpoint(folder, name, variant, scale, tile) for name, variant in networks]
    path = folder / "ensemble.yaml"
    make_ensemble([str(member) for member in members], path)
    return path

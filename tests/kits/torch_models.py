"""Small real networks with a card, for tests that need a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from l4s_core.inference.card import ModelCard
from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.networks.registry import build_network
from l4s_core.networks.spec import NetworkSpec
from l4s_core.networks.wrapper import LandslideNetwork
from onnx_models import card_fields

CHANNELS = ("B4", "B3", "B2")


def small_network(seed: int = 0, channels: tuple[str, ...] = CHANNELS, **options: Any) -> LandslideNetwork:
    """A U-Net whose logits spread over some units around 0, in evaluation mode."""
    torch.manual_seed(seed)
    net = build_network(NetworkSpec(name="unet", variant="small", channels=channels, **options))
    net.train()
    x = torch.randn(4, len(channels), 64, 64)
    with torch.no_grad():
        for _ in range(30):  # so that the running statistics are those of its input
            net(x)
        net.eval()
        logits = net(x)
        last = [m for m in net.modules() if isinstance(m, torch.nn.Conv2d)][-1]
        assert last.bias is not None
        last.bias.sub_(logits.mean())
        for parameter in (last.weight, last.bias):
            parameter.mul_(2.0 / logits.std())
    return net


def small_card(channels: tuple[str, ...] = CHANNELS, **changes: Any) -> ModelCard:
    n = len(channels)
    norm = {"kind": "fixed", "divide": [1000.0] * n, "mean": [0.5] * n, "std": [0.5] * n}
    return ModelCard(**card_fields(id="small", channels=list(channels), normalisation=norm) | changes)


def write_checkpoint(path: Path, seed: int = 0, channels: tuple[str, ...] = CHANNELS, **changes: Any) -> Path:
    save_checkpoint(small_network(seed, channels), small_card(channels, **changes), path)
    return path

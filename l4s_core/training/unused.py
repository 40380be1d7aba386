"""Whether a loss reaches every parameter of a network."""

from __future__ import annotations

import copy

import torch

from l4s_core.losses import SegmentationLoss
from l4s_core.networks.cross_sensor_norm import set_domain
from l4s_core.networks.wrapper import LandslideNetwork

PROBE_PX = 64


def has_unused_parameters(net: LandslideNetwork, loss: SegmentationLoss, freeze_encoder: bool) -> bool:
    """Whether a trained parameter gets no gradient, which several processes that share gradients must know.

    Found out by one step of a copy on noise: an auxiliary or image-level output that the loss leaves out is such a
    part. Neither ``net`` nor torch's random numbers change.
    """
    probe = copy.deepcopy(net).train()
    probe.freeze_encoder(freeze_encoder)
    device = next(net.parameters()).device
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(0)
        image = torch.rand(2, len(net.spec.channels), PROBE_PX, PROBE_PX, device=device)
        mask = torch.zeros(image.shape[0], PROBE_PX, PROBE_PX, dtype=torch.uint8, device=device)
        mask[:, PROBE_PX // 2 :] = 1
        if net.spec.cross_sensor_norm:
            set_domain(probe, 0)
        total, _ = loss(probe.train_forward(image), mask)
        torch.autograd.backward(total)
    return any(p.requires_grad and p.grad is None for p in probe.parameters())

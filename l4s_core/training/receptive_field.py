"""How far a network looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

SHARE = 0.99


def receptive_field_px(net: nn.Module, side: int, channels: int | None = None) -> int:
    """Side in pixels of the square around a pixel that holds 99 % of the gradient of its logit, on noise.

    ``net`` maps (n, channels, rows, cols) to (n, 1, rows, cols); the measurement is on ``side`` x ``side`` pixels, so
    the result is at most ``side``. ``channels`` is read from ``net.spec`` when None. The network's mode is kept.
    """
    import torch

    count = channels if channels is not None else len(net.spec.channels)  # type: ignore[union-attr, arg-type]
    first = next(net.parameters())
    generator = torch.Generator().manual_seed(0)
    x = (torch.rand(1, count, side, side, generator=generator) + 0.5).to(first.device)
    modes = {module: module.training for module in net.modules()}
    net.eval()
    try:
        with torch.enable_grad(), torch.inference_mode(False):
            x = x.clone().requires_grad_(True)
            middle = side // 2
            (gradient,) = torch.autograd.grad(net(x)[0, 0, middle, middle], x)
    finally:
        for module, mode in modes.items():
            module.training = mode
    energy = gradient.abs().sum(dim=1)[0].double().cpu().numpy()
    total = energy.sum()
    for half in range(1, middle):
        if energy[middle - half : middle + half + 1, middle - half : middle + half + 1].sum() >= SHARE * total:
            return 2 * half + 1
    return side

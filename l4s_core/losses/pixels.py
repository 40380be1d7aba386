"""Logits and labels brought together, so that no loss has to think of size, precision or ignored pixels."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class Pixels(NamedTuple):
    """Pixels of a batch, each (images, rows, cols).

    ``logit`` float32 (float64 where that came in), 0 and without gradient where the pixel is ignored; ``landslide``
    and ``valid`` bool, ``landslide`` False where not ``valid``. A loss may therefore compute on all pixels: whatever
    it does, an ignored pixel's logit gets a gradient of exactly zero.
    """

    logit: Tensor
    landslide: Tensor
    valid: Tensor

    @property
    def signed(self) -> Tensor:
        """The logit of the true class: p(true) = sigmoid(signed)."""
        return torch.where(self.landslide, self.logit, -self.logit)

    def mean(self, values: Tensor) -> Tensor:
        """Mean of (images, rows, cols) ``values`` over the valid pixels; 0 where there are none."""
        return (values * self.valid).sum() / self.valid.sum().clamp(min=1)


def match_pixels(logits: Tensor, target: Tensor) -> Pixels:
    """Logits (n, 1, rows, cols) with labels (n, r, c), integers: 1 landslide, 0 not, all others (255) ignored.

    Labels of a smaller image are enlarged by nearest neighbour. Raises ValueError where the shapes do not belong
    together.
    """
    if logits.ndim != 4 or logits.shape[1] != 1 or target.ndim != 3 or len(logits) != len(target):
        raise ValueError(f"logits {tuple(logits.shape)} and labels {tuple(target.shape)} do not belong together")
    target = upsample_labels(target, (logits.shape[2], logits.shape[3]))
    landslide = target == 1
    valid = landslide | (target == 0)
    logit = logits[:, 0] if logits.dtype == torch.float64 else logits[:, 0].float()
    return Pixels(torch.where(valid, logit, torch.zeros_like(logit)), landslide, valid)


def upsample_labels(target: Tensor, shape: tuple[int, int]) -> Tensor:
    """Labels (n, r, c) at ``shape`` by nearest neighbour.

    A pixel takes the label under its centre, so labels stay in place under images that were enlarged bilinearly with
    pixel areas aligned (``align_corners=False``), at x2.5 too. Raises ValueError where ``shape`` is smaller.
    """
    rows, cols = target.shape[1:]
    if shape == (rows, cols):
        return target
    if shape[0] < rows or shape[1] < cols:
        raise ValueError(f"logits of {shape} are smaller than their labels ({rows}, {cols})")
    down, across = (
        torch.div((2 * torch.arange(big, device=target.device) + 1) * small, 2 * big, rounding_mode="floor")
        for small, big in zip((rows, cols), shape, strict=True)
    )
    return target[:, down[:, None], across]

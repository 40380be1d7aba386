"""Cross-entropy of (0, z) and its relatives that weigh classes, images or confidence.

Each function takes `Pixels` and gives a scalar: 0 where all pixels are ignored (torch's own mean gives NaN there).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from l4s_core.losses.pixels import Pixels


def each_pixel(pixels: Pixels, smoothing: float = 0.0) -> Tensor:
    """Cross-entropy (images, rows, cols), labels y smoothed to (1 - e) y + e/2 (Szegedy et al., CVPR 2016, K = 2)."""
    wanted = pixels.landslide.to(pixels.logit.dtype) * (1 - smoothing) + smoothing / 2
    return functional.binary_cross_entropy_with_logits(pixels.logit, wanted, reduction="none")


def ce(pixels: Pixels) -> Tensor:
    """Mean of -log p(true)."""
    return pixels.mean(each_pixel(pixels))


def wce(pixels: Pixels, positive: float) -> Tensor:
    """Mean of -log p(true) weighted by 1 (background) and ``positive`` (landslide).

    Lettmoden & Amit eq. 5 gives the sum; like torch's CrossEntropyLoss, it is divided by the sum of the weights.
    """
    weight = 1 + (positive - 1) * pixels.landslide.to(pixels.logit.dtype)
    weight = weight * pixels.valid
    return (each_pixel(pixels) * weight).sum() / weight.sum().clamp(min=torch.finfo(weight.dtype).tiny)


def image_wce(pixels: Pixels, cap: float) -> Tensor:
    """Seek's L_wce (outcome paper eq. 3), with the background term that the paper's equation leaves out.

    In each image the landslide term has weight min(N_neg / N_pos, cap) and the background term 1; mean over the
    image's labelled pixels, then over the images that have any. An image without landslide has no landslide term.
    """
    dtype = pixels.logit.dtype
    slides = pixels.landslide.sum(dim=(1, 2)).to(dtype)
    labelled = pixels.valid.sum(dim=(1, 2)).to(dtype)
    ratio = ((labelled - slides) / slides.clamp(min=1)).clamp(max=cap)
    weight = torch.where(pixels.landslide, ratio[:, None, None], torch.ones_like(pixels.logit)) * pixels.valid
    images = (each_pixel(pixels) * weight).sum(dim=(1, 2)) / labelled.clamp(min=1)
    return images.sum() / (labelled > 0).sum().clamp(min=1)


def soft_ce(pixels: Pixels, smoothing: float) -> Tensor:
    """Cross-entropy with label smoothing.

    Not smp's SoftCrossEntropyLoss: that divides by the ignored pixels too.
    """
    return pixels.mean(each_pixel(pixels, smoothing))


def focal(pixels: Pixels, gamma: float, alpha: float | None) -> Tensor:
    """Mean of -a (1 - p(true))^gamma log p(true) (Lin et al., ICCV 2017, eq. 4 and 5).

    Not smp's FocalLoss: that is NaN when all is ignored and has NaN gradients at sure pixels when gamma < 1. The
    power is taken in the logarithm, where it has a finite derivative everywhere.
    """
    signed = pixels.signed
    modulated = -torch.exp(gamma * functional.logsigmoid(-signed)) * functional.logsigmoid(signed)
    if alpha is not None:
        modulated = modulated * (1 - alpha + (2 * alpha - 1) * pixels.landslide.to(signed.dtype))
    return pixels.mean(modulated)

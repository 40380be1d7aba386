"""Online hard example mining: cross-entropy of the pixels that the network does not know yet.

Shrivastava et al. (CVPR 2016) mine boxes; for pixels this is the usual form: those whose p(true) is
below a threshold, and at least a share of all.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from l4s_core.losses.cross_entropy import each_pixel
from l4s_core.losses.pixels import Pixels


def hard_pixels(pixels: Pixels, keep: float, threshold: float) -> Tensor:
    """Which pixels are kept, bool (images, rows, cols), none of them ignored.

    Those with p(true) < ``threshold``; where these are fewer than ceil(``keep`` x valid pixels of the batch), that
    many of the lowest p(true), and all that tie with the last of them, so that the order of the images does not matter.
    """
    with torch.no_grad():
        signed = pixels.signed.detach()
        ordered = torch.where(pixels.valid, signed, torch.full_like(signed, math.inf)).flatten().sort().values
        # 0.1 x 50 is 5 pixels, not 5.0000001 and therefore 6
        least = torch.ceil(pixels.valid.sum() * keep - 1e-3).long()
        last = ordered.gather(0, (least - 1).clamp(min=0).reshape(1))
        # p < threshold is asked of the logits: sigmoid would round sure pixels up to 1
        limit = math.log(threshold / (1 - threshold)) if 0 < threshold < 1 else math.inf * (threshold - 0.5)
        return pixels.valid & ((signed < limit) | (signed <= last))


def ohem_ce(pixels: Pixels, keep: float, threshold: float) -> Tensor:
    """Mean of -log p(true) over the hard pixels."""
    return ohem_soft_ce(pixels, keep, threshold, 0.0)


def ohem_soft_ce(pixels: Pixels, keep: float, threshold: float, smoothing: float) -> Tensor:
    """Mean cross-entropy with label smoothing over the hard pixels (Kingdrone's soft CE with OHEM)."""
    kept = hard_pixels(pixels, keep, threshold)
    return (each_pixel(pixels, smoothing) * kept).sum() / kept.sum().clamp(min=1)

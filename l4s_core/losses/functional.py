"""The losses that fit in a few lines: cross-entropy and its relatives, hard examples, overlap, the image's.

Those of pixels take `Pixels` and give a scalar: 0 where all pixels are ignored (torch's own mean gives NaN there).
Lovasz-softmax is in `losses.lovasz`.
"""

from __future__ import annotations

import math
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from l4s_core.losses.pixels import Pixels

_IGNORED = 255

# --- cross-entropy of (0, z), and its relatives that weigh classes, images or confidence


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


# --- online hard example mining: cross-entropy of the pixels that the network does not know yet. Shrivastava et al.
# (CVPR 2016) mine boxes; for pixels this is the usual form: those whose p(true) is below a threshold, and at least a
# share of all


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


# --- Jaccard and Dice: smp's, on the two classes (0, z). They handle ignored and absent classes well: a class that no
# pixel of the batch has adds nothing, and the result is finite when all is ignored. They need integer labels and
# unignored pixels of class 0 or 1, which `Pixels` gives


def jaccard(pixels: Pixels, classes: str) -> Tensor:
    """1 - sum(p t) / sum(p + t - p t) over all valid pixels of the batch, mean of the classes."""
    return _overlap("JaccardLoss", pixels, classes)


def dice(pixels: Pixels, classes: str) -> Tensor:
    """1 - 2 sum(p t) / sum(p + t) over all valid pixels of the batch, mean of the classes."""
    return _overlap("DiceLoss", pixels, classes)


def _overlap(kind: Literal["JaccardLoss", "DiceLoss"], pixels: Pixels, classes: str) -> Tensor:
    from segmentation_models_pytorch import losses  # takes seconds, with all its encoders

    loss = getattr(losses, kind)("multiclass", classes=[1] if classes == "landslide" else None, ignore_index=_IGNORED)
    logits = torch.stack([torch.zeros_like(pixels.logit), pixels.logit], dim=1)
    labels = torch.where(pixels.valid, pixels.landslide.long(), _IGNORED)
    result: Tensor = loss(logits, labels)
    return result


# --- the image's


def image_level(logit: Tensor, target: Tensor, both: bool) -> Tensor:
    """The Seek team's L_ice (outcome paper, eq. 2): does the image hold a landslide?

    Mean over images of -delta(y) log MP(E(x)), with MP(E(x)) = sigmoid(``logit``).

    ``logit`` (n,), ``target`` (n, r, c) labels. delta is 1 for an image with a landslide pixel and 0 for others; an
    image without labelled pixels does not count. As published, images without landslide are in the mean but have no
    term, and a head that always answers yes has loss 0; ``both`` adds their -log(1 - MP(E(x))).
    """
    logit = logit.reshape(-1)
    logit = logit if logit.dtype == torch.float64 else logit.float()
    slides = (target == 1).flatten(1).any(dim=1)
    labelled = slides | (target == 0).flatten(1).any(dim=1)
    logit = torch.where(labelled, logit, torch.zeros_like(logit))
    each = functional.softplus(torch.where(slides, -logit, logit))
    return (each * (labelled if both else slides)).sum() / labelled.sum().clamp(min=1)

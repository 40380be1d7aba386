"""Lovasz-softmax: the convex extension of the Jaccard loss (Berman, Rannen Triki & Blaschko, CVPR 2018).

Not smp's LovaszLoss: that gives an empty tensor instead of a number when all is ignored, and it takes differences of
Jaccard values in float32, which for the four million pixels of a batch at x4 scale promotion are near the rounding.
"""

from __future__ import annotations

import torch
from torch import Tensor

from l4s_core.losses.pixels import Pixels


def lovasz(pixels: Pixels, classes: str, per_image: bool) -> Tensor:
    """Mean over classes of the extension of 1 - IoU, in the errors m = 1 - p(true) of the pixels.

    ``classes``: ``present`` skips a class that no pixel has, ``all`` does not (the extension is then the largest
    error), ``landslide`` is the landslide class alone, present or not. ``per_image``: the mean over the images that
    have labelled pixels, each on its own; otherwise all pixels are one set.
    """
    shape = (len(pixels.logit), -1) if per_image else (1, -1)
    signed, landslide, valid = (x.reshape(shape) for x in (pixels.signed, pixels.landslide, pixels.valid))
    errors = torch.sigmoid(-signed)
    # an ignored pixel comes last, where nothing of the class is left to lose: its weight is zero
    errors, place = torch.where(valid, errors, -torch.ones_like(errors)).sort(dim=1, descending=True)
    landslide, valid = landslide.gather(1, place), valid.gather(1, place)
    members = [landslide] if classes == "landslide" else [valid & ~landslide, landslide]
    # of two classes, both have the same errors
    losses = torch.stack([(errors * jaccard_steps(member, valid)).sum(dim=1) for member in members])
    counted = valid.any(dim=1).expand_as(losses)
    if classes == "present":
        counted = torch.stack([member.any(dim=1) for member in members])
    rows = (losses * counted).sum(dim=0) / counted.sum(dim=0).clamp(min=1)
    return rows.sum() / valid.any(dim=1).sum().clamp(min=1)


def jaccard_steps(member: Tensor, valid: Tensor) -> Tensor:
    """Gradient of the extension (Berman et al., algorithm 1): what each pixel adds to 1 - IoU, largest error first.

    ``member`` and ``valid`` (sets, pixels) bool in the order of falling error, ignored pixels last. With I and U the
    intersection and union once the pixel is wrong, a pixel of the class adds 1/U and another one I/(U (U - 1)): the
    differences in closed form, each exact to the last digit. Float32, rows sum to 1 or, without valid pixels, to 0.
    """
    count = member.sum(dim=1, keepdim=True, dtype=torch.int32)
    intersection = (count - member.cumsum(dim=1, dtype=torch.int32)).float()
    union = (count + (valid & ~member).cumsum(dim=1, dtype=torch.int32)).float()
    other = torch.where(union > 1, intersection / (union * (union - 1)).clamp(min=1), valid.float())
    return torch.where(member, 1 / union.clamp(min=1), other)

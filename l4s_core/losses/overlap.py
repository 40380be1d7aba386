"""Jaccard and Dice losses: smp's, on the two classes (0, z).

smp's handle ignored and absent classes well: a class that no pixel of the batch has adds nothing, and the result is
finite when all is ignored. They need integer labels and unignored pixels of class 0 or 1, which `Pixels` gives.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from l4s_core.losses.pixels import Pixels

_IGNORED = 255


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

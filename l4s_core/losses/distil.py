"""Learning from the probabilities of another model."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from l4s_core.losses.pixels import upsample_labels
from l4s_core.losses.segmentation import AUXILIARY_WEIGHT
from l4s_core.networks.spec import Output


def distillation(output: Output, wanted: Tensor) -> Tensor:
    """Mean of -q log p - (1 - q) log(1 - p) over the pixels with a q (Hinton et al. 2015, arXiv:1503.02531, eq. 1, at
    temperature 1); 0 where none has.

    The soft object regions of OCR learn it with the weight that they have in the loss of the labels.

    Parameters
    ----------
    output : of the network; p is the sigmoid of its logits.
    wanted : q, (n, rows, cols) float probability of the teacher at the image's own size, NaN where there is none.
    """
    with torch.autocast(output.logits.device.type, enabled=False):
        total = _cross_entropy(output.logits, wanted)
        if output.auxiliary is not None:
            total = total + AUXILIARY_WEIGHT * _cross_entropy(
                functional.interpolate(
                    output.auxiliary.float(), output.logits.shape[2:], mode="bilinear", align_corners=False
                ),
                wanted,
            )
        return total


def _cross_entropy(logits: Tensor, wanted: Tensor) -> Tensor:
    wanted = upsample_labels(wanted, (logits.shape[2], logits.shape[3]))
    known = torch.isfinite(wanted)
    logit = logits[:, 0] if logits.dtype == torch.float64 else logits[:, 0].float()
    # what has no answer gets no gradient, whatever its logit is
    each = functional.binary_cross_entropy_with_logits(
        torch.where(known, logit, torch.zeros_like(logit)),
        torch.where(known, wanted, torch.zeros_like(wanted)).to(logit.dtype),
        reduction="none",
    )
    return (each * known).sum() / known.sum().clamp(min=1)

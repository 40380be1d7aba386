"""The Seek team's image-level loss L_ice: does the image hold a landslide? (Outcome paper, eq. 2.)"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def image_level(logit: Tensor, target: Tensor, both: bool) -> Tensor:
    """Mean over images of -delta(y) log MP(E(x)), with MP(E(x)) = sigmoid(``logit``).

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

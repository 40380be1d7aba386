"""Mix-up (Zhang et al., ICLR 2018) of a batch with a permutation of itself, as the Tanmlh team did."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor


class Mixed(NamedTuple):
    """``images`` = lam x_i + (1 - lam) x_j, where j = ``permutation`` (n,) int64 and 0 <= ``lam`` <= 1."""

    images: Tensor
    permutation: Tensor
    lam: float


def mix_up(images: Tensor, alpha: float, rng: np.random.Generator | torch.Generator) -> Mixed:
    """Mix (n, c, rows, cols) normalised images in pairs, with one lam ~ Beta(alpha, alpha) for the batch.

    Outcome paper VI-D, eq. 8; its loss is ``SegmentationLoss.mixed(output, target, target[permutation], lam)``. The
    paper does not name alpha. What is drawn depends on ``rng``, ``alpha`` and n only, not on device or precision.
    ``images`` is not written to. Raises ValueError unless alpha is above 0.
    """
    if not alpha > 0:
        raise ValueError(f"the parameter of mix-up must be above 0, not {alpha}")
    if isinstance(rng, torch.Generator):  # torch has no beta numbers from a generator
        rng = np.random.default_rng(int(torch.randint(2**63 - 1, (1,), generator=rng, device=rng.device)))
    lam = float(rng.beta(alpha, alpha))
    permutation = torch.from_numpy(rng.permutation(len(images)).astype(np.int64)).to(images.device)
    return Mixed(torch.lerp(images[permutation], images, lam), permutation, lam)

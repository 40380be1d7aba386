"""Scale promotion and padding with whole-number arithmetic, so that it exports with symbolic sizes."""

from __future__ import annotations

import math
from fractions import Fraction

import torch.nn.functional as F
from torch import Tensor

from l4s_core.base.errors import InputError

LARGEST_DENOMINATOR = 8


def scale_ratio(scale: float) -> tuple[int, int]:
    """``scale`` as p / q in lowest terms (2.5 -> 5, 2). Raises InputError where q would be above 8."""
    ratio = Fraction(scale).limit_denominator(LARGEST_DENOMINATOR)
    if abs(float(ratio) - scale) > 1e-6:
        raise InputError(
            f"A scale of {scale} is not a ratio of small whole numbers; take 2, 2.5, 4 or another quarter."
        )
    return ratio.numerator, ratio.denominator


def input_multiple(size_multiple: int, ratio: tuple[int, int]) -> int:
    """The least m for which m pixels of the input, enlarged by p / q, are a multiple of ``size_multiple``."""
    p, q = ratio
    return q * size_multiple // math.gcd(p, q * size_multiple)


def pad_to_multiple(x: Tensor, multiple: int) -> Tensor:
    """Repeat the last row and column of (n, c, r, w) until both sizes are multiples."""
    rows, cols = -x.shape[-2] % multiple, -x.shape[-1] % multiple
    return F.pad(x, (0, cols, 0, rows), mode="replicate") if rows or cols else x


def upsample_by(x: Tensor, ratio: tuple[int, int]) -> Tensor:
    """(n, c, r, w) -> (n, c, r p / q, w p / q), bilinear; r and w are multiples of q."""
    p, q = ratio
    if p == q:
        return x
    return F.interpolate(x, size=(x.shape[-2] * p // q, x.shape[-1] * p // q), mode="bilinear", align_corners=False)


def downsample_by(x: Tensor, ratio: tuple[int, int]) -> Tensor:
    """(n, c, r, w) -> (n, c, r q / p, w q / p): the area-weighted mean of what falls on each pixel.

    Each value is repeated q times and p of them averaged, which is exact for fractions as well, and is two plain
    operators in ONNX.
    """
    p, q = ratio
    if p == q:
        return x
    if q > 1:
        x = F.interpolate(x, size=(x.shape[-2] * q, x.shape[-1] * q), mode="nearest")
    return F.avg_pool2d(x, p)

"""Mean field of a fully-connected conditional random field with Gaussian edges, between landslide and not.

Krähenbühl & Koltun 2011, Efficient Inference in Fully Connected CRFs with Gaussian Edge Potentials, NeurIPS 24, 109.
The messages are summed over pairs of pixels as they are, not through a lattice: on 10 m pixels a landslide is ten
pixels wide, so the kernels are narrow and end at three standard deviations.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any
"""A NumPy array or a PyTorch tensor, float32: what stands here is understood by both."""

LEAST = 1e-4
"""Probabilities are taken for at least that, and for at most one less that: the step in which files hold them."""

_KEPT_BYTES = 256 * 1024**2  # of kernels, so that they are made once and not in every round


@dataclass(frozen=True)
class Kernels:
    """The edges.

    Attributes
    ----------
    near_px, alike, weight : standard deviation of position in pixels, standard deviation of the features (root of the
        mean square over them, whatever their number), and weight of the appearance kernel.
    smooth_px, smooth_weight : standard deviation in pixels and weight of the smoothness kernel, of position alone.
    rounds : of passing messages.
    idle_below : share of the threshold; a pixel keeps its probability where no pixel that can send it a message reaches
        that.
    """

    near_px: float = 3.0
    alike: float = 0.03
    weight: float = 2.0
    smooth_px: float = 1.0
    smooth_weight: float = 0.0
    rounds: int = 5
    idle_below: float = 0.5

    @property
    def reach_px(self) -> int:
        """How far a message goes: three standard deviations of the wider kernel that has a weight."""
        near = reach_of(self.near_px) if self.weight else 0
        return max(near, reach_of(self.smooth_px) if self.smooth_weight else 0)

    @property
    def halo_px(self) -> int:
        """How far away something can be that has a say in a pixel, the norms of those that send messages included."""
        return (self.rounds + 1) * self.reach_px


def reach_of(deviation_px: float) -> int:
    """Where a Gaussian of that standard deviation ends, in pixels."""
    return math.ceil(3 * deviation_px)


def mean_field(
    probability: Array,
    features: Array,
    known: Array,
    active: Array,
    threshold: float = 0.5,
    kernels: Kernels | None = None,
    xp: Any = np,
) -> Array:
    """The marginal probability of landslide.

    With u_i = logit p_i - logit(threshold) and starting from Q_i = sigmoid(u_i), each round is, for all pixels at once,

        logit Q_i = u_i + sum over kernels of w / sqrt(n_i n_j) * sum over j != i of k(i, j) (2 Q_j - 1),

    which for two labels and the Potts model is equation 3 and algorithm 1 of the paper, with the symmetric
    normalisation of the authors' code: n_i = sum over all j of k(i, j), i itself included. The appearance kernel is

        k(i, j) = exp(-|x_i - x_j|^2 / (2 near_px^2) - mean over features of (f_i - f_j)^2 / (2 alike^2)),

    the smoothness kernel has the first term alone with ``smooth_px``; both are 0 beyond three standard deviations of
    position. What comes back is sigmoid(logit Q_i + logit(threshold)).

    Parameters
    ----------
    probability : (rows, cols) float32. features : (features, rows, cols) float32. Any finite number where not
        ``known``.
    known : (rows, cols) float32, 1 for pixels that take part, 0 for those that are not there.
    active : (rows, cols) float32, 0 for pixels that keep their probability.
    threshold : probability at which both labels are worth as much. Landslides are rare and mapped at less than a half;
        about 0.5 everything that is not certain would be voted down.
    xp : `numpy`, or `torch` for tensors, on any device.

    Returns
    -------
    (rows, cols) float32; what is not active or not known is as it was.
    """
    kernels = kernels or Kernels()
    p = xp.clip(probability, LEAST, 1 - LEAST)
    even = min(max(threshold, LEAST), 1 - LEAST)
    even = math.log(even / (1 - even))
    unary = xp.log(p) - xp.log(1 - p) - even
    scaled = features * (1 / (math.sqrt(2 * len(features)) * kernels.alike))
    pairs = _Pairs(scaled, kernels, xp)
    smooth, appearance = known * 1.0, known * 1.0  # the norms, with k(i, i) = 1
    for a, b, near, alike in pairs:
        for norm, k in ((smooth, near), (appearance, alike)):
            if k is not None:
                norm[a] += k * known[b]
                norm[b] += k * known[a]
    smooth, appearance = (known / xp.sqrt(xp.clip(norm, 1.0, None)) for norm in (smooth, appearance))
    keeps = active * known == 0
    z = unary
    for _ in range(kernels.rounds):
        balance = 2 / (1 + xp.exp(-z)) - 1
        to_smooth, to_appearance = balance * smooth, balance * appearance
        from_smooth, from_appearance = z * 0.0, z * 0.0
        for a, b, near, alike in pairs:
            for sent, got, k in ((to_smooth, from_smooth, near), (to_appearance, from_appearance, alike)):
                if k is not None:
                    got[a] += k * sent[b]
                    got[b] += k * sent[a]
        heard = kernels.smooth_weight * smooth * from_smooth + kernels.weight * appearance * from_appearance
        z = xp.where(keeps, unary, unary + heard)
    return xp.where(keeps, probability, 1 / (1 + xp.exp(-(z + even))))


Place = tuple[slice, slice]


class _Pairs:
    """Every pair of pixels within reach once: for each shift the place of the ones, that of the others, and both
    kernels of them, None where they have ended. That of position is one number for a shift. Kept where they are few.
    """

    def __init__(self, scaled: Array, kernels: Kernels, xp: Any) -> None:
        self._scaled, self._kernels, self._xp = scaled, kernels, xp
        self._kept: list[tuple[Place, Place, float | None, Array | None]] | None = None
        shifts = 2 * kernels.reach_px**2  # of half a disc, with some to spare
        if 4 * shifts * int(scaled.shape[1]) * int(scaled.shape[2]) <= _KEPT_BYTES:
            self._kept = list(self._made())

    def __iter__(self) -> Iterator[tuple[Place, Place, float | None, Array | None]]:
        return self._made() if self._kept is None else iter(self._kept)

    def _made(self) -> Iterator[tuple[Place, Place, float | None, Array | None]]:
        kernels, scaled = self._kernels, self._scaled
        rows, cols = int(scaled.shape[1]), int(scaled.shape[2])
        far = reach_of(kernels.near_px) if kernels.weight else 0
        close = reach_of(kernels.smooth_px) if kernels.smooth_weight else 0
        reach = kernels.reach_px
        aside = min(reach, cols - 1)
        for down in range(min(reach, rows - 1) + 1):
            for right in range(-aside if down else 1, aside + 1):
                away = down**2 + right**2
                if away > reach**2:
                    continue
                a = slice(0, rows - down), slice(max(0, -right), cols - max(0, right))
                b = slice(down, rows), slice(max(0, right), cols + min(0, right))
                near = math.exp(-away / (2 * kernels.smooth_px**2)) if away <= close**2 else None
                alike = None
                if away <= far**2:
                    unlike = away / (2 * kernels.near_px**2)
                    for feature in scaled:
                        step = feature[a] - feature[b]
                        unlike = step * step + unlike
                    alike = self._xp.exp(-unlike)
                yield a, b, near, alike

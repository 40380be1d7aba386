"""What several runs of a model say together, and on what they disagree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import entr

_Values = npt.NDArray[np.float32]
_Wide = npt.NDArray[np.float64]


class Spread:
    """Weighted mean of the layers that several runs gave, and the mutual information of the first of them.

    Parameters
    ----------
    shape : (n, layers, rows, cols) of what each run gives.
    disagreement : whether `uncertainty` will be asked for.
    """

    def __init__(self, shape: tuple[int, ...], *, disagreement: bool) -> None:
        # double precision: runs that agree then give what one of them gives, to the last digit
        self._mean: _Wide = np.zeros(shape)
        self._entropy: _Wide | None = np.zeros((shape[0], *shape[2:])) if disagreement else None

    def add(self, layers: _Values, weight: float, windows: slice = slice(None)) -> None:
        """Take in what a run gave for some of the windows; the weights of the runs sum to 1."""
        self._mean[windows] += weight * layers.astype(np.float64)
        if self._entropy is not None:
            self._entropy[windows] += weight * binary_entropy(layers[:, 0])

    def mean(self) -> _Values:
        """(n, layers, rows, cols) float32."""
        return self._mean.astype(np.float32)

    def uncertainty(self) -> _Values:
        """(n, rows, cols) float32: mutual information of label and run, in bits, 0 to 1.

        ``H(mean of p) - mean of H(p)`` with the binary entropy H: 0 where all runs say the same, whatever that is, 1
        where one half is sure of landslide and the other half of none. It is the part of the entropy that comes from
        not knowing which run is right (Houlsby et al. 2011, arXiv:1112.5745, BALD; Gal 2016, thesis, section 3.3).
        """
        assert self._entropy is not None
        return np.clip(binary_entropy(self._mean[:, 0]) - self._entropy, 0, 1).astype(np.float32)


def binary_entropy(p: npt.ArrayLike) -> _Wide:
    """Of a probability, in bits: 0 where it is 0 or 1, 1 at a half."""
    wide = np.asarray(p, dtype=np.float64)
    found: _Wide = (entr(wide) + entr(1 - wide)) / np.log(2)
    return found

"""How much a pixel belongs to a landslide that somebody points at: what the model says, and what it looks like."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_dilation, uniform_filter  # type: ignore[attr-defined]

from l4s_core.inventory.runout.spectra import distances, spread_of

Score = npt.NDArray[np.float64]
Features = npt.NDArray[np.float32]
Bool = npt.NDArray[np.bool_]
Place = tuple[int, int]

_SURELY = 1e-4  # probabilities nearer to 0 or 1 say no more
_AROUND_PX = 50  # half the side of the square whose ground is what the landslide is not
_EDGE_PX = 3  # beside the seed is more of the same
_LIKELY = 0.2  # above it, ground may be of another landslide
_LEAST_PX = 100  # of surroundings
_FARTHEST, _MOST = 40.0, 8.0  # of a distance, and of a logarithm of odds, that outliers have
_LOOKS = 0.5  # bands are not independent: what they say together counts half
_ALL = np.ones((3, 3), bool)


def of_probability(probability: npt.NDArray[np.float32]) -> Score:
    """Logarithm of the odds, (rows, cols), NaN where there is no probability."""
    p = np.clip(probability.astype(np.float64), _SURELY, 1 - _SURELY)
    return np.asarray(np.log(p / (1 - p)))


def of_looks(values: Features, seed: Place, probability: npt.NDArray[np.float32] | None = None) -> Score | None:
    """Logarithm of the odds that a pixel is of the ground around ``seed`` and not of that around it, (rows, cols), NaN
    where a band is unknown; None where the seed itself is.

    Two normal distributions, robust and each measure for itself, as for run-outs: the pixel that was pointed at with
    its neighbours, and the square of a kilometre around it without what is likely a landslide.

    Parameters
    ----------
    values : (features, rows, cols) from `runout.spectra.features`. seed : row and column.
    """
    known = np.isfinite(values).all(axis=0)
    own = _square(seed, 1, known.shape) & known
    if not own.any():
        return None
    around = _square(seed, _AROUND_PX, known.shape) & ~binary_dilation(own, _ALL, _EDGE_PX) & known
    if probability is not None:
        unlikely = around & (np.nan_to_num(probability) < _LIKELY)
        around = unlikely if unlikely.sum() > _LEAST_PX else around
    if not around.any():
        return None
    like = np.minimum(distances(values, *spread_of(values[:, own])), _FARTHEST)
    unlike = np.minimum(distances(values, *spread_of(values[:, around])), _FARTHEST)
    odds = np.where(known, np.clip((unlike - like) / 2, -_MOST, _MOST), -_MOST)
    smooth = uniform_filter(odds, 3, mode="nearest")  # single pixels of noise neither lead out nor make holes
    return np.where(known, _LOOKS * smooth, np.nan)


def _square(at: Place, half: int, shape: tuple[int, ...]) -> Bool:
    out = np.zeros(shape, bool)
    out[max(0, at[0] - half) : at[0] + half + 1, max(0, at[1] - half) : at[1] + half + 1] = True
    return out

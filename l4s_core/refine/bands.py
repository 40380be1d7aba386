"""What pixels are compared by."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError

BANDS = ("B2", "B3", "B4", "B8")
"""Bands of 10 m, of which those count that are there."""


def band_names(there: Collection[str]) -> tuple[str, ...]:
    """The bands that pixels are compared by, of those that are there. Raises InputError where there is none."""
    names = tuple(name for name in BANDS if name in there)
    if not names:
        raise InputError(f"The scene has none of {', '.join(BANDS)}, by which pixels are compared; leave out --crf.")
    return names


def log_features(bands: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Natural logarithms of reflectance: the same share of light is the same distance in light and in shadow.

    ``bands`` is (bands, rows, cols), reflectance x 10000; one per cent is added, below which it is haze and noise.
    """
    return np.log(np.maximum(bands, 0) + np.float32(100))

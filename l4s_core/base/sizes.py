"""Classes of the size of landslides, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

SIZES_PX = (0, 5, 20, 100)
"""Lower limits of the classes."""


def size_class(pixels: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Index into `SIZES_PX` of each number of pixels."""
    return np.searchsorted(SIZES_PX, pixels, side="right") - 1


def size_names(edges: Sequence[int] = SIZES_PX) -> list[str]:
    """``<5 px``, ``5-19 px`` ... ``>=100 px``."""
    middle = [f"{low}-{high - 1} px" for low, high in pairwise(edges[1:])]
    return [f"<{edges[1]} px", *middle, f">={edges[-1]} px"]

"""Spectral indices, each a normalised difference of sums of bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Index:
    """``(sum of plus - sum of minus) / (sum of plus + sum of minus)``; ``reference``: where the formula is from."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    reference: str

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands that it is computed from."""
        return (*self.plus, *self.minus)


INDICES: dict[str, Index] = {
    "NDVI": Index(("B8",), ("B4",), "Rouse et al. 1974, NASA SP-351: vegetation"),
    "NDWI": Index(("B3",), ("B8",), "McFeeters 1996, Int. J. Remote Sensing 17(7): open water"),
    "MNDWI": Index(("B3",), ("B11",), "Xu 2006, Int. J. Remote Sensing 27(14): open water"),
    "NDMI": Index(("B8",), ("B11",), "Gao 1996, Remote Sensing of Environment 58: water in leaves"),
    "NBR": Index(("B8",), ("B12",), "Key & Benson 2006, USDA RMRS-GTR-164: burnt, and freshly bared, ground"),
    "BSI": Index(("B11", "B4"), ("B8", "B2"), "Rikimaru et al. 2002, Tropical Ecology 43(1): bare soil"),
    "NDSI": Index(("B3",), ("B11",), "Hall et al. 1995, Remote Sensing of Environment 54: snow; MNDWI's bands"),
}


def index_values(name: str, bands: Mapping[str, npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    """(rows, cols) float32 from -1 to 1 of an index of `INDICES`, NaN where one of its bands is.

    ``bands`` (rows, cols) each, reflectance in any unit. Reflectance below 0, which atmospheric correction leaves over
    water and in shadow, counts as 0: else the difference of two sums near 0 could be anything. Where both sums are 0
    the index is 0.
    """
    index = INDICES[name]
    plus, minus = (
        reduce(np.add, [np.maximum(bands[band], np.float32(0)) for band in side]) for side in (index.plus, index.minus)
    )
    total = plus + minus
    empty = total == 0
    return np.asarray((plus - minus) / np.where(empty, np.float32(1), total), dtype=np.float32)

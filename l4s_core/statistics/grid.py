"""Areas in narrow classes, so that every fit is one of a few hundred counts however many landslides there are.

Areas that were outlined along pixels are whole numbers of them: a landslide of 12 pixels has anything from 11.5 to 12.5
on the ground, and taking the number as exact biases fits of small areas. Classes as wide as a pixel say just that; from
`PER_DECADE` on they are narrower than any rounding that matters. Continuous areas are put into logarithmic classes of
1.2 %, which costs no precision that could be noticed (the areas of an inventory spread over decades).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
PER_DECADE = 200
_BEYOND = 1e4  # how far the classes reach beyond the largest area, and below the smallest where nothing is cut off
_WHOLE_SHARE, _WHOLE_TOLERANCE = 0.9, 0.01
_SMALL_PIXELS = 100  # further up any area is near a whole number of pixels


@dataclass(frozen=True, eq=False)
class SizeGrid:
    """``edges`` (classes + 1,) float64 square metres, rising; ``counts`` (classes,) int64; ``middle`` (classes,) the
    area that stands for a class. ``cut``: the lower edge is where observation begins, so that a distribution is one
    given that an area is above it; without it there is no such limit."""

    edges: FloatArray
    middle: FloatArray
    counts: IntArray
    cut: bool

    @property
    def n(self) -> int:
        """Landslides in it."""
        return int(self.counts.sum())

    @property
    def lower(self) -> float:
        """Where observation begins; 0 where it is not known to begin anywhere."""
        return float(self.edges[0]) if self.cut else 0.0

    def with_counts(self, counts: IntArray) -> SizeGrid:
        """The same classes with others in them."""
        return SizeGrid(self.edges, self.middle, counts, self.cut)


def whole_pixels(areas_m2: FloatArray, pixel_m2: float) -> bool:
    """Whether nine of ten areas under `_SMALL_PIXELS` are a whole number of pixels, to a hundredth of one."""
    pixels = areas_m2 / pixel_m2
    small = pixels[pixels < _SMALL_PIXELS]
    if not small.size:
        return False
    return bool(np.mean(np.abs(small - np.round(small)) < _WHOLE_TOLERANCE) >= _WHOLE_SHARE)


def size_grid(areas_m2: FloatArray, from_m2: float, pixel_m2: float | None) -> SizeGrid:
    """The classes of areas from ``from_m2`` on (0: all).

    Parameters
    ----------
    areas_m2 : (n,) positive. pixel_m2 : of areas that are whole pixels, else None.
    """
    kept = areas_m2[areas_m2 >= from_m2 * (1 - 1e-9)]
    cut = from_m2 > 0
    largest = float(areas_m2.max()) * _BEYOND
    start = from_m2 if cut else float(areas_m2.min()) / _BEYOND
    lattice: FloatArray = np.zeros(0)
    if pixel_m2 is not None:
        kept = np.round(kept / pixel_m2) * pixel_m2
        first = max(1, int(np.ceil(start / pixel_m2 - 1e-9)))
        last = max(first, int(np.ceil(PER_DECADE / np.log(10))))  # where a pixel is a class of the logarithmic ones
        lattice = np.asarray((np.arange(first, last + 1) - 0.5) * pixel_m2, np.float64)
        start = float(lattice[-1])
    steps = int(np.ceil(np.log10(largest / start) * PER_DECADE))
    logarithmic = np.asarray(start * 10.0 ** (np.arange(steps + 1) / PER_DECADE), np.float64)
    if pixel_m2 is not None:  # between two numbers of pixels, so that no class holds one twice or none by chance
        logarithmic = np.unique((np.floor(logarithmic / pixel_m2) + 0.5) * pixel_m2)
        logarithmic = logarithmic[logarithmic > start]
        edges = np.concatenate([lattice, logarithmic])
    else:
        edges = logarithmic
    counts = np.histogram(kept, edges)[0].astype(np.int64)
    middle = np.sqrt(edges[1:] * edges[:-1])
    if pixel_m2 is not None:
        one = np.diff(edges) < 1.5 * pixel_m2
        middle[one] = (edges[1:] + edges[:-1])[one] / 2
    return SizeGrid(edges, middle, counts, cut)

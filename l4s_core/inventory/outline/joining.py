"""What belongs to a landslide beside its pixels at the threshold: weaker ones that touch it, and holes in it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from l4s_core.inventory.outline.components import components

WEAK = 2
"""In a mask that is being made: observed, below the threshold, at or above the lower one."""

_STRIP_ROWS = 512


def join_weak(array: npt.NDArray[np.uint8]) -> int:
    """Hysteresis: `WEAK` pixels become landslide in every 8-connected component of landslide and weak pixels that holds
    a landslide pixel, and background in the others (Canny 1986, IEEE Trans. Pattern Anal. Mach. Intell. 8, 679).

    Parameters
    ----------
    array : (rows, cols) uint8, changed in place: 1 landslide, `WEAK`, 0 and 255 are neither.

    Returns
    -------
    int
        How many pixels became landslide.
    """
    pieces = components(((array == 1) | (array == WEAK)).view(np.uint8))
    strong = np.zeros(pieces.count, bool)
    for top in range(0, array.shape[0], _STRIP_ROWS):
        rows, cols = np.nonzero(array[top : top + _STRIP_ROWS] == 1)
        strong[pieces.label_at(rows + top, cols)] = True
    joined = 0
    for top in range(0, array.shape[0], _STRIP_ROWS):
        strip = array[top : top + _STRIP_ROWS]
        rows, cols = np.nonzero(strip == WEAK)
        kept = strong[pieces.label_at(rows + top, cols)]
        strip[rows, cols] = kept
        joined += int(kept.sum())
    return joined


def fill_holes(array: npt.NDArray[np.uint8], most_px: int) -> int:
    """Fill holes of landslides.

    A hole is a 4-connected component of what is no landslide, not at the edge of the raster. One with a pixel that was
    not observed stays whatever its size: nothing is said of ground not seen. A landslide inside of a hole does not
    count for its size, and is joined to the one around when the hole is filled.

    Parameters
    ----------
    array : (rows, cols) uint8, changed in place: 1 landslide, 0 not, 255 not observed.
    most_px : pixels of the largest hole that is filled; 0 fills none.

    Returns
    -------
    int
        How many pixels were filled.
    """
    if most_px < 1:
        return 0
    rest = components((array != 1).view(np.uint8), corners=False)
    hole = rest.pixel_counts() <= most_px
    rows, cols = array.shape
    at_edge = (rest.row == 0) | (rest.row == rows - 1) | (rest.start == 0) | (rest.stop == cols)
    hole[rest.label[at_edge]] = False
    pixels = rest.pixels(keep=hole)
    hole[pixels.label[array[pixels.rows, pixels.cols] != 0]] = False
    wanted = hole[pixels.label]
    array[pixels.rows[wanted], pixels.cols[wanted]] = 1
    return int(wanted.sum())

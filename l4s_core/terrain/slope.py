"""Slope by Horn's formula."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_ROWS = 16  # at a time: what is in between stays in the cache of the processor


def horn_gradient(
    dem: npt.NDArray[np.float32], resolution_m: tuple[float, float]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Rise per metre towards the east and towards the south of a north-up DEM.

    Third-order finite difference of Horn (1981), Proceedings of the IEEE 69(1), the one that ``gdaldem`` uses.

    Parameters
    ----------
    dem : (rows + 2, cols + 2) float32, metres, NaN where unknown; one pixel of surroundings on every side.
    resolution_m : pixel width and pixel height in metres, both positive.

    Returns
    -------
    east, south : (rows, cols) float32, NaN where one of the eight neighbours is unknown.
    """
    twice = 2 * dem
    # each column's sum over three rows is the east of one pixel and the west of another, and so for rows
    of_columns = dem[:-2] + twice[1:-1]
    of_columns += dem[2:]
    of_rows = dem[:, :-2] + twice[:, 1:-1]
    of_rows += dem[:, 2:]
    across = of_columns[:, 2:] - of_columns[:, :-2]
    across /= np.float32(8 * resolution_m[0])
    down = of_rows[2:] - of_rows[:-2]
    down /= np.float32(8 * resolution_m[1])
    return across, down


def slope_degrees(dem: npt.NDArray[np.float32], resolution_m: tuple[float, float]) -> npt.NDArray[np.float32]:
    """(rows, cols) slope in degrees from a DEM with one pixel of surroundings; see `horn_gradient`."""
    slope = np.empty((dem.shape[0] - 2, dem.shape[1] - 2), dtype=np.float32)
    for top in range(0, slope.shape[0], _ROWS):
        east, south = horn_gradient(dem[top : top + _ROWS + 2], resolution_m)
        steepness = np.hypot(east, south, out=east)
        np.degrees(np.arctan(steepness, out=steepness), out=slope[top : top + _ROWS])
    return slope

"""Slope by Horn's formula."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


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
    west = dem[:-2, :-2] + 2 * dem[1:-1, :-2] + dem[2:, :-2]
    east = dem[:-2, 2:] + 2 * dem[1:-1, 2:] + dem[2:, 2:]
    north = dem[:-2, :-2] + 2 * dem[:-2, 1:-1] + dem[:-2, 2:]
    south = dem[2:, :-2] + 2 * dem[2:, 1:-1] + dem[2:, 2:]
    across = ((east - west) / (8 * resolution_m[0])).astype(np.float32)
    down = ((south - north) / (8 * resolution_m[1])).astype(np.float32)
    return across, down


def slope_degrees(dem: npt.NDArray[np.float32], resolution_m: tuple[float, float]) -> npt.NDArray[np.float32]:
    """(rows, cols) slope in degrees from a DEM with one pixel of surroundings; see `horn_gradient`."""
    east, south = horn_gradient(dem, resolution_m)
    return np.degrees(np.arctan(np.hypot(east, south))).astype(np.float32)

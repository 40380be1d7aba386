"""Channels derived from elevation: which way a slope faces, how it bends, how high it lies, how rough it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from l4s_core.terrain.slope import horn_gradient

CURVATURE_STEP_M = 30.0
"""Between the elevations that a curvature is of: the pixels of the DEMs that the whole world has. What a finer stencil
would see in one of them on 10 m are the facets of its interpolation."""
TPI_RADIUS_M = 100.0
"""Half the side of the square that the height of a pixel is compared with."""

Layer = npt.NDArray[np.float32]
Wide = npt.NDArray[np.float64]


def halo_px(resolution_m: float) -> int:
    """How many pixels around a piece its derivatives look at."""
    return max(_curvature_step(resolution_m), _tpi_radius(resolution_m), 1)


def derivatives(dem: Layer, halo: int, resolution_m: tuple[float, float], names: Sequence[str]) -> Layer:
    """(names, rows, cols) float32, NaN where an elevation that one is made of is unknown.

    Parameters
    ----------
    dem : (rows + 2 halo, cols + 2 halo) metres of a north-up grid, NaN where unknown.
    halo : at least `halo_px`; the answer for a pixel does not depend on the piece that is asked for.
    resolution_m : pixel width and pixel height in metres, both positive.
    names : some of `DERIVATIVES`.
    """
    out = np.empty((len(names), dem.shape[0] - 2 * halo, dem.shape[1] - 2 * halo), dtype=np.float32)
    for layer, name in zip(out, names, strict=True):
        layer[:] = DERIVATIVES[name](dem, halo, resolution_m)
    return out


def northness(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> Layer:
    """Cosine of the aspect, the direction that a slope faces: 1 north, -1 south, 0 where it is level."""
    return _facing(dem, halo, resolution_m)[0]


def eastness(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> Layer:
    """Sine of the aspect: 1 faces east, -1 west, 0 where it is level."""
    return _facing(dem, halo, resolution_m)[1]


def curvature(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> Wide:
    """How the surface bends, per 100 m, positive where it is convex: that along the slope and that across together.

    Zevenbergen & Thorne 1987, Earth Surface Processes and Landforms 12: ``-2 (D + E)``.
    """
    d, e, *_ = _surface(dem, halo, resolution_m)
    return np.asarray(-200 * (d + e))


def plan_curvature(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> Wide:
    """Curvature across the slope, per 100 m: positive on spurs, negative in hollows, 0 where it is level.

    Zevenbergen & Thorne 1987: ``-2 (D H^2 + E G^2 - F G H) / (G^2 + H^2)``, convex positive.
    """
    d, e, f, g, h = _surface(dem, halo, resolution_m)
    return _per_square(-200 * (d * h * h + e * g * g - f * g * h), g * g + h * h)


def profile_curvature(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> Wide:
    """Curvature down the slope, per 100 m: positive where it steepens downwards, negative at its foot, 0 where level.

    Zevenbergen & Thorne 1987: ``-2 (D G^2 + E H^2 + F G H) / (G^2 + H^2)``, convex positive.
    """
    d, e, f, g, h = _surface(dem, halo, resolution_m)
    return _per_square(-200 * (d * g * g + e * h * h + f * g * h), g * g + h * h)


def tpi(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> Wide:
    """Topographic position index, metres: height above the mean of the square around (Guisan et al. 1999)."""
    radius = _tpi_radius(min(resolution_m))
    size = 2 * radius + 1
    rows = _shape(dem, halo)[0]
    # added up in one order for every piece: sums that run along would differ in the last digits
    steps = range(-radius, radius + 1)
    across = reduce(np.add, (_moved(dem, halo, None, step) for step in steps))
    total = reduce(np.add, (across[halo + step : halo + step + rows] for step in steps))
    return np.asarray(_moved(dem, halo, 0, 0) - total / size**2)


def roughness(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> Layer:
    """Largest difference of elevation among a pixel and its eight neighbours, metres (Wilson et al. 2007)."""
    near = dem[halo - 1 : dem.shape[0] - halo + 1, halo - 1 : dem.shape[1] - halo + 1]
    rows, cols = _shape(dem, halo)
    nine = [near[down : down + rows, right : right + cols] for down in range(3) for right in range(3)]
    return np.asarray(np.maximum.reduce(nine) - np.minimum.reduce(nine))


DERIVATIVES: dict[str, Callable[[Layer, int, tuple[float, float]], npt.NDArray[np.floating]]] = {
    "northness": northness,
    "eastness": eastness,
    "curvature": curvature,
    "plan_curvature": plan_curvature,
    "profile_curvature": profile_curvature,
    "tpi": tpi,
    "roughness": roughness,
}


def _curvature_step(resolution_m: float) -> int:
    return max(1, round(CURVATURE_STEP_M / resolution_m))


def _tpi_radius(resolution_m: float) -> int:
    return max(1, math.ceil(TPI_RADIUS_M / resolution_m))


def _shape(dem: Layer, halo: int) -> tuple[int, int]:
    return dem.shape[0] - 2 * halo, dem.shape[1] - 2 * halo


def _moved(dem: Layer, halo: int, down: int | None, right: int) -> Wide:
    """(rows, cols) float64, each pixel that so many to the south and east of it; with None all rows of the halo too."""
    rows, cols = _shape(dem, halo)
    which = slice(None) if down is None else slice(halo + down, halo + down + rows)
    return dem[which, halo + right : halo + right + cols].astype(np.float64)


def _facing(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> tuple[Layer, Layer]:
    near = dem[halo - 1 : dem.shape[0] - halo + 1, halo - 1 : dem.shape[1] - halo + 1]
    east, south = horn_gradient(near, resolution_m)
    steepness = np.hypot(east, south)
    steepness[steepness == 0] = 1
    south /= steepness
    east /= -steepness
    return south, east


def _surface(dem: Layer, halo: int, resolution_m: tuple[float, float]) -> tuple[Wide, Wide, Wide, Wide, Wide]:
    """D, E, F, G, H of Zevenbergen & Thorne (1987) in 1 / m (D, E, F) and m / m (G, H); G rises east, H north."""
    step = _curvature_step(min(resolution_m))
    width, height = (step * size for size in resolution_m)
    z = {(v, u): _moved(dem, halo, -v * step, u * step) for v in (1, 0, -1) for u in (-1, 0, 1)}
    d = ((z[0, -1] + z[0, 1]) / 2 - z[0, 0]) / width**2
    e = ((z[1, 0] + z[-1, 0]) / 2 - z[0, 0]) / height**2
    f = (-z[1, -1] + z[1, 1] + z[-1, -1] - z[-1, 1]) / (4 * width * height)
    g = (z[0, 1] - z[0, -1]) / (2 * width)
    h = (z[1, 0] - z[-1, 0]) / (2 * height)
    return d, e, f, g, h


def _per_square(values: Wide, square: Wide) -> Wide:
    level = square == 0
    return np.asarray(values / np.where(level, 1, square))

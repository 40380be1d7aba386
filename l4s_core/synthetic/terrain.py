"""Mountain terrain with ridges, tributary valleys and one main valley with a flat floor.

Noise alone has no valleys that lead anywhere. Here a noisy surface is lifted and cut by its own drainage until slopes
and uplift balance: the stream power law, solved implicitly from the outlet upwards (Braun & Willett 2013,
Geomorphology 180-181), with hillslopes held at a threshold angle. Deterministic for a seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.synthetic.fields import Field, blur, distance_to, fractal_noise, upsample

AREA_EXPONENT = 0.4
_NEIGHBOURS = tuple((dr, dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1) if (dr, dc) != (0, 0))


@dataclass(frozen=True)
class Terrain:
    """Elevation and where the main river runs.

    ``elevation_m``: (rows, cols) float64, metres. ``river``: (n, 2) polyline in (row, col), from upstream to
    downstream. ``river_distance_m``: (rows, cols), metres from the river's centre line. ``pixel_m``: pixel size.
    """

    elevation_m: Field
    river: Field
    river_distance_m: Field
    pixel_m: float


def make_terrain(
    shape: tuple[int, int],
    rng: np.random.Generator,
    *,
    pixel_m: float = 10.0,
    valley_floor_m: float = 620.0,
    floor_half_width_m: float = 160.0,
    steepness: float = 40.0,
) -> Terrain:
    """Terrain of ``shape`` (rows, cols).

    Parameters
    ----------
    valley_floor_m : elevation where the river enters, metres.
    floor_half_width_m : half the width of the flat valley floor, metres; varies along the valley.
    steepness : uplift over erodibility in the stream power law; channels have slope steepness / area ** 0.4 (m2).
    """
    factor = 3
    coarse_m = pixel_m * factor
    coarse = (-(-shape[0] // factor), -(-shape[1] // factor))
    river = _meanders(coarse, rng)
    distance = distance_to(river, coarse) * coarse_m
    # the floor falls by 1 % along the columns and widens and narrows
    floor_m = valley_floor_m - 0.01 * coarse_m * np.broadcast_to(np.arange(coarse[1]), coarse)
    width_m = floor_half_width_m * np.exp(0.45 * fractal_noise(coarse, rng, beta=3, longest_px=60, shortest_px=12))
    floor = distance < np.maximum(width_m, 0.75 * coarse_m)
    threshold = np.tan(np.radians(31 + 4.5 * fractal_noise(coarse, rng, beta=3, longest_px=60)))
    resistance = steepness * np.exp(0.35 * fractal_noise(coarse, rng, beta=2.5, longest_px=50))
    start = floor_m + 150 * fractal_noise(coarse, rng, beta=2.6, longest_px=70).clip(-1) + 150 + 0.08 * distance
    start[floor] = floor_m[floor]
    elevation = _cut_valleys(start, floor, threshold, coarse_m, resistance, steps=45)
    elevation = elevation + 0.004 * distance * floor  # nearly level, but towards the river

    elevation = blur(upsample(blur(elevation, 0.9), factor), 1.5)[: shape[0], : shape[1]]
    river = (river + 0.5) * factor - 0.5
    distance = distance_to(river, shape) * pixel_m
    hill = np.clip((slope_aspect(elevation, pixel_m)[0] - 3) / 15, 0, 1)
    elevation += hill * 5.0 * fractal_noise(shape, rng, beta=3.6, longest_px=50, shortest_px=6)
    return Terrain(elevation, river, distance, pixel_m)


def _meanders(shape: tuple[int, int], rng: np.random.Generator) -> Field:
    """A gently winding line from the left edge to the right one, in the lower half: (n, 2) (row, col)."""
    cols = np.linspace(0, shape[1] - 1, 60)
    phase = rng.uniform(0, 2 * np.pi, 2)
    sway = 0.07 * np.sin(2 * np.pi * cols / (0.75 * shape[1]) + phase[0])
    sway += 0.025 * np.sin(2 * np.pi * cols / (0.28 * shape[1]) + phase[1])
    rows = shape[0] * (rng.uniform(0.6, 0.7) + sway)
    return np.stack([rows, cols], axis=1)


def _cut_valleys(
    elevation: Field,
    fixed: npt.NDArray[np.bool_],
    threshold: Field,
    cell_m: float,
    steepness: Field,
    steps: int,
) -> Field:
    """Lift everything but the ``fixed`` outlet cells and let drainage cut back, ``steps`` times."""
    z = elevation.copy()
    cell_area = cell_m * cell_m
    lift = 40.0  # metres a step: large steps are stable because the solution is implicit
    still = fixed.ravel().tolist()
    limit = threshold.ravel().tolist()
    speed = (lift / steepness).ravel().tolist()
    for _ in range(steps):
        z[~fixed] += lift
        receiver, length = _receivers(z, cell_m)
        order = np.argsort(z.ravel(), kind="stable").tolist()
        to = receiver.tolist()
        step = length.tolist()
        area = [cell_area] * len(to)
        for cell in reversed(order):
            if to[cell] != cell:
                area[to[cell]] += area[cell]
        heights = z.ravel().tolist()
        for cell in order:
            down = to[cell]
            if down == cell or still[cell]:
                continue
            rate = speed[cell] * area[cell] ** AREA_EXPONENT / step[cell]
            height = (heights[cell] + rate * heights[down]) / (1 + rate)
            heights[cell] = min(height, heights[down] + limit[cell] * step[cell])
        z = np.array(heights).reshape(z.shape)
    return z


def _receivers(z: Field, cell_m: float) -> tuple[npt.NDArray[np.intp], Field]:
    """For each cell the flat index of the steepest lower neighbour (itself in a pit) and the way there in metres."""
    rows, cols = z.shape
    padded = np.pad(z, 1, constant_values=np.inf)
    index = np.arange(z.size).reshape(z.shape)
    steepest = np.zeros(z.shape)
    receiver = index.copy()
    length = np.full(z.shape, cell_m)
    for dr, dc in _NEIGHBOURS:
        way = cell_m * float(np.hypot(dr, dc))
        drop = (z - padded[1 + dr : 1 + dr + rows, 1 + dc : 1 + dc + cols]) / way
        better = drop > steepest
        steepest[better] = drop[better]
        receiver[better] = index[better] + dr * cols + dc
        length[better] = way
    return receiver.ravel(), length.ravel()


def slope_aspect(elevation_m: npt.NDArray[np.floating], pixel_m: float) -> tuple[Field, Field]:
    """Slope in degrees and downslope direction in degrees clockwise from north, by central differences."""
    south, east = np.gradient(np.asarray(elevation_m, dtype=np.float64), pixel_m)
    slope = np.degrees(np.arctan(np.hypot(south, east)))
    aspect = np.degrees(np.arctan2(-east, south)) % 360  # rows grow to the south
    return slope, aspect


def illumination(
    elevation_m: npt.NDArray[np.floating], pixel_m: float, sun_azimuth_deg: float, sun_zenith_deg: float
) -> Field:
    """Cosine of the angle between sun and surface normal, 0 where the surface faces away: (rows, cols), 0 to 1."""
    slope, aspect = (np.radians(a) for a in slope_aspect(elevation_m, pixel_m))
    zenith, azimuth = np.radians(sun_zenith_deg), np.radians(sun_azimuth_deg)
    cosine = np.cos(zenith) * np.cos(slope) + np.sin(zenith) * np.sin(slope) * np.cos(azimuth - aspect)
    lit: Field = np.clip(cosine, 0, 1)
    return lit

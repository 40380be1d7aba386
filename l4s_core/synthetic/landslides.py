"""Landslides for the made-up scene: a source on a steep slope, a track down the fall line, a deposit at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.synthetic.fields import Field, blur, fractal_noise
from l4s_core.synthetic.terrain import Terrain, slope_aspect

MIN_SOURCE_SLOPE_DEG = 27.0
STOP_SLOPE_DEG = 9.0


@dataclass(frozen=True)
class Slide:
    """One landslide: ``path`` (n, 2) (row, col) from crown to toe in steps of one pixel, ``half_width_px`` (n,)."""

    path: Field
    half_width_px: Field


@dataclass(frozen=True)
class SlideMap:
    """All landslides on the grid, each array (rows, cols).

    ``ids``: uint16, 0 none, k the k-th slide (more than half of the pixel). ``cover``: 0 to 1, share of the pixel.
    ``along``: 0 at the crown to 1 at the toe of the slide next to the pixel.
    """

    ids: npt.NDArray[np.uint16]
    cover: Field
    along: Field


def place_landslides(
    terrain: Terrain, rng: np.random.Generator, *, count: int, margin_px: int, gap_px: float = 5.0
) -> tuple[Slide, ...]:
    """At most ``count`` slides that neither touch each other nor the outermost ``margin_px`` pixels.

    Lengths are log-normal around 230 m (90 to 900 m), so that few are large and many small, as in real inventories.
    """
    smooth = blur(terrain.elevation_m, 2.5)
    slope, aspect = slope_aspect(smooth, terrain.pixel_m)
    steep = (slope >= MIN_SOURCE_SLOPE_DEG) & (terrain.river_distance_m > 220)
    inner = np.zeros_like(steep)
    inner[margin_px:-margin_px, margin_px:-margin_px] = True
    candidates = np.argwhere(steep & inner)
    lengths_m = np.sort(np.clip(230 * np.exp(0.7 * rng.standard_normal(count)), 90, 900))[::-1]
    placed: list[Slide] = []
    for length_m in lengths_m:
        for _ in range(200):
            start = candidates[rng.integers(len(candidates))].astype(np.float64)
            path = _fall_line(start, slope, aspect, length_m / terrain.pixel_m, inner, rng)
            if len(path) < 0.7 * length_m / terrain.pixel_m:
                continue
            slide = Slide(path, _half_width(len(path), length_m, terrain.pixel_m, rng))
            if all(_distance(slide, other) > gap_px for other in placed):
                placed.append(slide)
                break
    return tuple(placed)


def draw_landslides(slides: Sequence[Slide], shape: tuple[int, int], rng: np.random.Generator) -> SlideMap:
    """The slides as pixels, with ragged edges."""
    ids = np.zeros(shape, np.uint16)
    cover = np.zeros(shape)
    along = np.zeros(shape)
    ragged = fractal_noise(shape, rng, beta=2.4, longest_px=18, shortest_px=2)
    for number, slide in enumerate(slides, start=1):
        low = np.maximum(np.floor(slide.path.min(axis=0)).astype(int) - 15, 0)
        high = np.minimum(np.ceil(slide.path.max(axis=0)).astype(int) + 16, shape)
        piece = (slice(low[0], high[0]), slice(low[1], high[1]))
        rows, cols = np.mgrid[piece].astype(np.float64)
        inside = np.full(rows.shape, -np.inf)
        position = np.zeros(rows.shape)
        for k, ((row, col), half) in enumerate(zip(slide.path, slide.half_width_px, strict=True)):
            depth = half * (1 + 0.32 * ragged[piece]) - np.hypot(rows - row, cols - col)
            position[depth > inside] = k / (len(slide.path) - 1)
            np.maximum(inside, depth, out=inside)
        share = np.clip(inside + 0.5, 0, 1)
        ids[piece][share > 0.5] = number
        along[piece] = np.where(share > cover[piece], position, along[piece])
        np.maximum(cover[piece], share, out=cover[piece])
    return SlideMap(ids, cover, along)


def _fall_line(
    start: Field,
    slope: Field,
    aspect: Field,
    length_px: float,
    inner: npt.NDArray[np.bool_],
    rng: np.random.Generator,
) -> Field:
    """Down the steepest descent from ``start`` in steps of one pixel, until it is long enough or flat: (n, 2)."""
    path = [start]
    heading = np.radians(aspect[int(start[0]), int(start[1])])
    for _ in range(int(length_px)):
        row, col = path[-1]
        cell = (round(row), round(col))
        if not inner[cell] or (slope[cell] < STOP_SLOPE_DEG and len(path) > 3):
            break
        down = np.radians(aspect[cell])
        # momentum: debris does not follow every kink of the ground
        turn = (down - heading + np.pi) % (2 * np.pi) - np.pi
        heading += 0.5 * turn + rng.normal(0, 0.06)
        path.append(np.array([row - np.cos(heading), col + np.sin(heading)]))
    return np.array(path)


def _half_width(n: int, length_m: float, pixel_m: float, rng: np.random.Generator) -> Field:
    """Half width in pixels at each path point: a scar with a round head, a narrower track, a spread-out deposit."""
    half_m = np.clip(length_m * rng.uniform(0.08, 0.2), 14, 55)
    s = np.linspace(0, 1, n)
    head, waist, fan = rng.uniform(0.15, 0.3), rng.uniform(0.3, 0.75), rng.uniform(0.4, 1.1)
    profile = np.interp(s, [0, head / 3, head, 0.6, 0.88, 1], [0.35, 0.8, 1, waist, max(waist, fan), 0.6 * fan])
    return np.asarray(profile * half_m / pixel_m, dtype=np.float64)


def _distance(one: Slide, other: Slide) -> float:
    """Pixels between the outlines of two slides, about."""
    between = np.hypot(*(one.path[:, None, k] - other.path[None, :, k] for k in (0, 1)))
    return float((between - one.half_width_px[:, None] - other.half_width_px[None, :]).min())

"""From the order of growth to a few nested regions that somebody chooses from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import label  # type: ignore[attr-defined]

from l4s_core.inventory.seeded.flood import flood

Bool = npt.NDArray[np.bool_]
Score = npt.NDArray[np.float64]

STEPS = 15
_HIGHEST, _LOWEST = 6.0, -8.0  # of levels, in logarithms of odds
_RANGE = 6.0  # at least, where the model sees nothing at all
_HALF = 0.55  # between what the ground around has and what the seed has
_FIRST_PX = 9  # the seed and its neighbours
_MORE = 1.05  # a step is larger than the one before by at least this
_HOLE_PX = 10  # holes under the usual minimum mapping unit are closed


@dataclass(frozen=True, eq=False)
class Nested:
    """Regions that hold the seed, each inside of the next.

    Attributes
    ----------
    regions : (rows, cols) bool each, at least one. levels : the least score in each, falling.
    likeliest : which of them is shown first.
    """

    regions: tuple[Bool, ...]
    levels: tuple[float, ...]
    likeliest: int


def nested_regions(score: Score, seed: tuple[int, int], most_px: int, steps: int = STEPS) -> Nested | None:
    """At most ``steps`` regions around a seed; None where the seed has no score.

    Levels are even in the score, from what the seed and its neighbours have down to where ``most_px`` is reached. The
    likeliest is the one halfway between the score of the seed and that of the ground around.

    Parameters
    ----------
    score : (rows, cols) logarithm of odds, NaN where nothing may grow. most_px : pixels that no region has more of.
    """
    order, levels = flood(score, seed, most_px + 1)
    if not order.size:
        return None
    ends = np.flatnonzero(np.diff(levels) < 0) + 1  # whole levels: what is equal comes together
    if order.size <= most_px:
        ends = np.append(ends, order.size)
    ends = ends if ends.size else np.array([min(order.size, most_px)])
    top = min(_HIGHEST, float(levels[min(_FIRST_PX, levels.size) - 1]))
    bottom = min(top, max(min(_LOWEST, top - _RANGE), float(levels[ends[-1] - 1])))
    sizes: list[int] = []
    for least in np.linspace(top, bottom, steps):
        size = int(ends[min(np.searchsorted(-levels[ends - 1], -least, side="right"), ends.size) - 1])
        if size and (not sizes or size >= _MORE * sizes[-1]):
            sizes.append(size)
    seen = score[np.isfinite(score)]
    ground = float(np.median(seen[:: 1 + seen.size // 10_000]))
    wanted = ground + _HALF * (float(np.median(levels[:_FIRST_PX])) - ground)
    reached = [n for n, size in enumerate(sizes) if levels[size - 1] >= wanted]
    regions = []
    for size in sizes:
        region = np.zeros(score.size, bool)
        region[order[:size]] = True
        region[seed[0] * score.shape[1] + seed[1]] = True  # it may be worse than the pixel beside it
        # what was not observed stays out of them
        regions.append(without_small_holes(region.reshape(score.shape)) & np.isfinite(score))
    return Nested(tuple(regions), tuple(float(levels[size - 1]) for size in sizes), max(reached, default=0))


def without_small_holes(region: Bool, most_px: int = _HOLE_PX - 1) -> Bool:
    """A region with its holes of at most so many pixels closed. Regions that are nested stay so: a hole of the larger
    one lies in a hole of the smaller."""
    rows, cols = np.nonzero(region)
    box = slice(rows.min(), rows.max() + 1), slice(cols.min(), cols.max() + 1)
    holes, count = label(np.pad(~region[box], 1, constant_values=True))  # 4 neighbours, as the region has 8
    size = np.bincount(holes.ravel(), minlength=count + 1)
    size[[0, holes[0, 0]]] = most_px + 1
    out = region.copy()
    out[box] |= (size <= most_px)[holes][1:-1, 1:-1]
    return out

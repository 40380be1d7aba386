"""Growth from a seed: which pixels it takes, and in which order."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]
Score = npt.NDArray[np.float64]

_NEIGHBOURS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


def flood(score: Score, seed: tuple[int, int], most_px: int) -> tuple[Int, Score]:
    """The pixels around a seed in the order in which seeded region growing takes them: always the best neighbour of
    what it has (Adams & Bischof 1994, IEEE Trans. Pattern Anal. Mach. Intell. 16, 641, with one region).

    Parameters
    ----------
    score : (rows, cols), NaN where nothing may grow. seed : row and column. most_px : where it ends.

    Returns
    -------
    flat indices and, of each, the level: the least score on the best way to it. Levels fall, and the pixels down to
    a level are those connected with the seed (8 neighbours) by pixels of at least that score. The best pixel beside the
    seed is part of it, so that one pixel of noise decides nothing.
    """
    rows, cols = score.shape
    width = cols + 2
    values = np.full((rows + 2, width), np.nan)
    values[1:-1, 1:-1] = score
    flat: list[float] = values.reshape(-1).tolist()
    steps = [down * width + right for down, right in _NEIGHBOURS]
    start = (seed[0] + 1) * width + seed[1] + 1
    if flat[start] != flat[start]:
        return np.zeros(0, np.int64), np.zeros(0)
    near = [start + step for step in steps if flat[start + step] == flat[start + step]]
    best = max([start, *near], key=lambda place: flat[place])
    level = flat[best]
    seen = bytearray(len(flat))
    seen[start] = seen[best] = 1
    # the largest comes first out of a heap of negatives
    waiting = sorted((-flat[place], place) for place in {start, best})
    order: list[int] = []
    levels: list[float] = []
    while waiting and len(order) < most_px:
        negative, place = heapq.heappop(waiting)
        level = min(level, -negative)
        order.append(place)
        levels.append(level)
        for step in steps:
            beside = place + step
            if not seen[beside]:
                seen[beside] = 1
                value = flat[beside]
                if value == value:
                    heapq.heappush(waiting, (-value, beside))
    row, col = np.divmod(np.array(order, np.int64), width)
    return (row - 1) * cols + col - 1, np.array(levels)

"""Neighbourhoods of corrections, each of which is judged by a fit that knows nothing of it.

Spatially blocked cross-validation (Roberts et al. 2017, Ecography 40, 913-929): what lies close together resembles each
other, so a random split would praise a model for what it has learnt by heart.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial import KDTree

from l4s_core.base.errors import InputError
from l4s_core.tuning.types import LANDSLIDE, NO_LANDSLIDE, FloatArray, Samples

FEWEST, MOST = 3, 8
APART_M = 160.0
"""Metres around a neighbourhood in which nothing is fitted to while it is judged: landslides that touch are drawn as
several polygons, and the surroundings that a network looks at overlap."""


def blocks_of(centres: FloatArray, verdicts: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """The neighbourhood of each polygon: (polygons,) from 0, as many as can be, up to `MOST`, with landslides and
    rejected polygons in each.

    Parameters
    ----------
    centres : (polygons, 2) x, y in metres.
    verdicts : (polygons,) `LANDSLIDE` or `NO_LANDSLIDE`.

    Raises
    ------
    InputError
        There are fewer than `FEWEST`.
    """
    best = np.zeros(len(centres), np.int64)
    tree = linkage(centres, "ward") if len(centres) > 1 else None
    for count in range(min(2 * MOST, len(centres)), 1, -1):
        blocks = _merged(fcluster(tree, count, "maxclust") - 1, centres, verdicts)
        if best.max() < blocks.max() < MOST:
            best = blocks
    if best.max() + 1 < FEWEST:
        yes, no = int((verdicts == LANDSLIDE).sum()), int((verdicts == NO_LANDSLIDE).sum())
        raise InputError(
            f"{yes} landslides and {no} rejected polygons are too few to judge a tuned model by: {FEWEST} "
            "neighbourhoods are needed, with both kinds in each; decide on some more polygons, all over the scene."
        )
    return best


def _merged(
    blocks: npt.NDArray[np.int64], centres: FloatArray, verdicts: npt.NDArray[np.uint8]
) -> npt.NDArray[np.int64]:
    """Neighbourhoods that lack a kind go to the nearest one, the smallest first; numbered from 0."""
    blocks = blocks.copy()
    while True:
        numbers = np.unique(blocks)
        lacking = [b for b in numbers if len(np.unique(verdicts[blocks == b])) < 2]
        if not lacking or len(numbers) == 1:
            break
        least = min(lacking, key=lambda b: (int((blocks == b).sum()), int(b)))
        middles = {b: centres[blocks == b].mean(axis=0) for b in numbers}
        near = min((b for b in numbers if b != least), key=lambda b: float(np.sum((middles[b] - middles[least]) ** 2)))
        blocks[blocks == least] = near
    numbered: npt.NDArray[np.int64] = np.unique(blocks, return_inverse=True)[1].astype(np.int64)
    return numbered


def pixel_blocks(samples: Samples, of_polygon: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(n,): the neighbourhood of each pixel; of one in no polygon that of the nearest pixel of one."""
    inside = samples.polygon >= 0
    blocks = np.where(inside, of_polygon[samples.polygon], 0)
    if not inside.all():
        _, nearest = _nearest(samples.place[inside], samples.place[~inside])
        blocks[~inside] = blocks[inside][nearest]
    return blocks


def apart(
    samples: Samples, blocks: npt.NDArray[np.int64], judged: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """(n,) which pixels are fitted to and which judged, while a neighbourhood is judged."""
    own = blocks == judged
    distance, _ = _nearest(samples.place[own & (samples.polygon >= 0)], samples.place, APART_M)
    return ~own & ~np.isfinite(distance), own


def _nearest(places: FloatArray, asked: FloatArray, within: float = np.inf) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Distance and index of the nearest of ``places`` to each one that is ``asked``; infinite where none is near."""
    tree = KDTree(places)  # type: ignore[no-untyped-call]
    distance, index = tree.query(asked, distance_upper_bound=within)  # type: ignore[no-untyped-call]
    return distance, index

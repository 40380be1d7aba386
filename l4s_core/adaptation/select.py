"""From what a model says of the target to the labels that a student learns from: pure functions of whole stacks.

All take the probability of landslide of every target patch as (patches, rows, cols) float32, NaN where the ground was
not observed, and give pseudo-masks of that shape: uint8, 1 landslide, 0 not, 255 ignored.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from l4s_core.patches.types import IGNORE

Probability = npt.NDArray[np.float32]
Masks = npt.NDArray[np.uint8]


def everything(probability: Probability, threshold: float) -> Masks:
    """Every observed pixel, landslide from ``threshold`` on (Sklgp; Ghorbanzadeh et al. 2022, section VII)."""
    seen = ~np.isnan(probability)
    masks = np.full(probability.shape, IGNORE, np.uint8)
    masks[seen] = probability[seen] >= np.float32(threshold)
    return masks


def sure(probability: Probability, least: float = 0.7, threshold: float = 0.5) -> Masks:
    """Pixels of which one of the two classes has at least the probability ``least``; ignored between.

    0.7 is Kingdrone's (Zhao et al., CDCEO 2022, section 2.3), whose networks called landslide what is above 0.5. Where
    another ``threshold`` was chosen, odds count relative to those at the threshold, as if it were 0.5: a network
    whose threshold is 0.34 may never say 0.7 in its life. Raises ValueError unless 0.5 < ``least`` < 1: at less, a
    pixel could be of both classes.
    """
    if not 0.5 < least < 1:
        raise ValueError(f"the least probability of a class must be above 0.5 and below 1, not {least}")
    masks = np.full(probability.shape, IGNORE, np.uint8)
    at, odds = threshold / (1 - threshold), least / (1 - least)
    high, low = at * odds / (1 + at * odds), at / odds / (1 + at / odds)
    masks[probability >= np.float32(high)] = 1
    masks[probability <= np.float32(low)] = 0
    return masks


def most_confident(probability: Probability, share: float, threshold: float) -> Masks:
    """Of each class the ``share`` of its pixels, 0 to 1, that are the most confident over the whole target.

    Seek's self-training (Ghorbanzadeh et al. 2022, section V-A3) with the classes apart as in class-balanced
    self-training (Zou et al., ECCV 2018), so that the rare class is not the one that is left out. A pixel is landslide
    from ``threshold`` on; the further its probability is from it, the more confident it is. See `lowest` for ties.
    """
    return lowest(-np.abs(probability - np.float32(threshold)), probability, (share, share), threshold)


def lowest(values: Probability, probability: Probability, shares: tuple[float, float], threshold: float) -> Masks:
    """Of background and landslide, the ``shares`` (0 to 1) of their pixels with the lowest ``values``.

    Exactly ``ceil(share * pixels)`` of a class are kept. Of pixels with one and the same value at the limit, those kept
    are spread evenly over the target.
    """
    if not all(0 < share <= 1 for share in shares):
        raise ValueError(f"shares must be above 0 and at most 1, not {shares}")
    classes = everything(probability, threshold)
    classes[np.isnan(values)] = IGNORE
    masks = np.full(classes.size, IGNORE, np.uint8)
    flat = values.reshape(-1)
    for label, share in enumerate(shares):
        where = np.flatnonzero(classes.reshape(-1) == label)
        if where.size:
            masks[where[_lowest(flat[where], int(np.ceil(share * where.size - 1e-9)))]] = label
    return masks.reshape(classes.shape)


def _lowest(values: npt.NDArray[np.float32], count: int) -> npt.NDArray[np.intp]:
    """Places of the ``count`` lowest values."""
    limit = np.partition(values, count - 1)[count - 1]
    below = np.flatnonzero(values < limit)
    ties = np.flatnonzero(values == limit)
    chosen = (np.arange(count - below.size) * ties.size) // (count - below.size)
    return np.concatenate([below, ties[chosen]])

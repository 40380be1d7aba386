"""Nodata that a file does not declare: one exact value that covers connected ground and belongs to nothing else.

Programs leave all sorts of values where they have no data: -999, -9999, -32768, 0, 1, 65535, 1e20, the lowest
number of the type. What they have in common is looked for, not the numbers: many neighbouring pixels hold exactly the
same value, hardly a pixel holds one between it and the ground, and where there are several bands all of them hold it at
the same pixels. Clouds that are cut off at the largest value, and water cut off at the smallest, have edges of all
values between.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_dilation, label  # type: ignore[attr-defined]

from l4s_core.base.decisions import Decision
from l4s_core.values.sample import Sample

_FEWEST_PX = 16  # connected; a corner that a rotation left empty has more
_MOST_BETWEEN = 0.02  # pixels between a fill and the ground, of those that hold it: resampling makes some
_APART = 0.25  # distance of a fill from the values of the ground, of the width of those
_APART_BELOW = 1.5  # or below the ground, of the width of the darker half of it: clouds widen the whole
_APART_ALONE = 1.0  # where no other band bears it out
_FAR_APART = 2.0  # so far that what lies between, right at its edge, is made by resampling and not by nature
_EDGE_PX = 2
_FAR_ABOVE = 1.5  # times as large as (almost) any value of the ground: no scale ends so high above what is seen
_BETWEEN = 0.7  # of the way from a fill to the ground
_SAME_PLACE = 0.9  # of the pixels that hold a fill in any band, those that hold it in all: swaths end a little apart
_FEWEST_LEVELS = 24  # a drawing of a few values has no ground that others could be apart from
_LOOKED_AT_PX = 20_000
_MOST_FILLS = 3
_ENOUGH_BANDS = 3  # that hold one value at the same pixels, whatever lies near it


def find_fills(samples: Mapping[str, Sample]) -> dict[str, tuple[float, ...]]:
    """Undeclared nodata of the bands of one raster or scene, by band; values in stored units, in no band if none.

    Parameters
    ----------
    samples : by band, without what is masked or declared. Bands whose rasters are of one shape are compared with each
        other; of a band that stands alone the values decide.
    """
    found: dict[str, list[float]] = {name: [] for name in samples}
    for name, sample in samples.items():
        found[name] += [end for end in (-math.inf, math.inf) if any((piece == end).any() for piece in sample.pieces)]
    shapes: dict[tuple[int, int], dict[str, Sample]] = {}
    for name, sample in samples.items():
        shapes.setdefault(sample.shape, {})[name] = sample
    for group in shapes.values():
        for _ in range(_MOST_FILLS):
            more = _one_of(group)
            if not more:
                break
            for name, value in more.items():
                found[name].append(value)
            group = {name: sample.without([more[name]]) if name in more else sample for name, sample in group.items()}
    for value in {value for values in found.values() for value in values}:  # bands of another pixel size have it, too
        for name, sample in samples.items():
            if value not in found[name] and value in sample.ends() and _connected(sample, value):
                found[name].append(value)
    return {name: tuple(values) for name, values in found.items() if values}


def _one_of(group: Mapping[str, Sample]) -> dict[str, float]:
    """One fill of each band of the same places: the value that is apart in one of them, and held by all at the same
    pixels; or, however near the ground, the lowest of all bands at once, which no ground is."""
    alone = len(group) == 1
    apart = [(_apart(sample, _APART_ALONE if alone else _APART), sample) for sample in group.values()]
    lowest = {sample.ends()[0] for sample in group.values() if sample.ends()}
    if len(lowest) == 1 and len(group) >= _ENOUGH_BANDS:
        [least], some = lowest, list(group.values())
        apart += [(least, some[0])] if all(_is_below_a_gap(sample, least) for sample in some) else []
    for value, sample in apart:
        if value is None:
            continue
        own = [piece == np.float32(value) for piece in sample.pieces]
        # a band that has no data there already needs no fill
        others = {name: each for name, each in group.items() if not _is_empty(each, own)}
        held = [[piece == np.float32(value) for piece in each.pieces] for each in others.values()]
        everywhere = sum(int(np.logical_and.reduce(masks).sum()) for masks in zip(*held, strict=True))
        anywhere = sum(int(np.logical_or.reduce(masks).sum()) for masks in zip(*held, strict=True))
        if everywhere >= _SAME_PLACE * anywhere:
            return dict.fromkeys(others, value)
    return {}


def _is_empty(sample: Sample, held: Sequence[npt.NDArray[np.bool_]]) -> bool:
    return not any(np.isfinite(piece[mask]).any() for piece, mask in zip(sample.pieces, held, strict=True))


def _apart(sample: Sample, least: float) -> float | None:
    """The value at the low or the high end that covers connected ground and has next to nothing between it and it."""
    values = sample.values
    if values.size < _FEWEST_PX:
        return None
    return next((end for end in sample.ends() if _is_fill(sample, values, end, least)), None)


def _is_fill(
    sample: Sample, values: npt.NDArray[np.float32], end: float, least: float, *, scattered: bool = False
) -> bool:
    """``least``: distance from the ground, of the width of its values; ``scattered``: it need not be connected."""
    held = values == np.float32(end)
    rest = values[~held]
    count = int(held.sum())
    if count < _FEWEST_PX or rest.size < _FEWEST_PX:
        return False
    if np.unique(rest[:: -(-rest.size // _LOOKED_AT_PX)]).size < _FEWEST_LEVELS:
        return False
    low, high = (float(value) for value in np.percentile(rest, (1, 99)))
    if low <= end <= high or (end > high and end <= _FAR_ABOVE * high):
        return False
    distance = low - end if end < low else end - high
    below_all = end < 0 <= low  # nothing but the fill is negative
    below = end < low and least < _APART_ALONE and distance >= _APART_BELOW * (float(np.median(rest)) - low)
    if not (below_all or below or distance >= least * (high - low)):
        return False
    if not scattered and not _connected(sample, end):
        return False
    between = int((np.abs(rest - end) < _BETWEEN * distance).sum())
    if between > _MOST_BETWEEN * count and distance > _FAR_APART * (high - low):
        between -= _at_the_edge(sample, end, _BETWEEN * distance)
    return between <= _MOST_BETWEEN * count


def _is_below_a_gap(sample: Sample, end: float) -> bool:
    """Whether many pixels hold the lowest value, and the next ones begin well above it: values that were cut off there
    go on right above."""
    values = sample.values
    rest = values[values > np.float32(end)]
    if not _is_fill(sample, values, end, 0.0, scattered=True):
        return False
    lowest, low = (float(value) for value in np.percentile(rest, (0.1, 1)))
    return lowest - end >= 0.5 * (low - end)


def _at_the_edge(sample: Sample, fill: float, reach: float) -> int:
    """How many pixels within ``reach`` of the value lie right beside pixels that hold it."""
    count = 0
    for piece in sample.pieces:
        held = piece == np.float32(fill)
        ring = binary_dilation(held, np.ones((3, 3), bool), iterations=_EDGE_PX) & ~held
        count += int((np.abs(piece[ring] - np.float32(fill)) < reach).sum())
    return count


def _connected(sample: Sample, value: float) -> bool:
    """Whether the value covers at least `_FEWEST_PX` neighbouring pixels somewhere."""
    for piece in sample.pieces:
        held = piece == np.float32(value)
        if held.sum() < _FEWEST_PX:
            continue
        labels, _ = label(held)
        if np.bincount(labels[held]).max() >= _FEWEST_PX:
            return True
    return False


def fill_decision(fills: Mapping[str, Sequence[float]]) -> Decision | None:
    """What is said about the fills of all bands; None where there are none."""
    values = sorted({value for some in fills.values() for value in some})
    if not values:
        return None
    return Decision(
        "fill",
        ", ".join(f"{value:.7g}" for value in values) + " taken for no data",
        "not declared, but it covers whole areas and lies far from all other values",
        "sure",
    )

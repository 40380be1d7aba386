"""Whether what a run found can be right.

The limits stand beside what was measured; the table is in ``docs/warnings.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio

from l4s_core.base.reasons import WORDS, Reason
from l4s_core.base.words import plural
from l4s_core.domain.types import Doubt
from l4s_core.inventory.outline.mask import Mask, pixel_area_m2, read_strip
from l4s_core.inventory.types import Inventory, MaskOptions
from l4s_core.rasters.roi import strips
from l4s_core.rasters.write import PROBABILITY_NODATA, PROBABILITY_SCALE

MOST_MARKED = 0.15  # of the observed ground; 6.5 % around the epicentre of Iburi-Tobu 2018, the densest event mapped
LEAST_OBSERVED = 0.1  # of what has data
LEAST_DATA = 0.02  # of the scene
LEAST_SPREAD = 0.02  # of the probability, from the 1st to the 99.9th per cent
MANY = 200  # polygons, from which their sizes say something
SMALL_SHARE = 0.9  # of them of less than twice the minimum mapping unit (or 4 pixels, what is more)
SEAM_PX = 60  # pixels of outline on one line of the grid
SEAM_FACTOR = 5  # times as many as on the lines around it; sound: up to 2.6, tiles without overlap: 4 to 18
_AROUND = 33  # lines


def result_doubts(
    mask: Mask,
    probability: Path,
    inventory: Inventory,
    options: MaskOptions,
    pixels: npt.NDArray[np.int64] | None = None,
) -> list[Doubt]:
    """What is suspicious about a result.

    Parameters
    ----------
    probability : GeoTIFF on the grid of ``mask``, as `inventory.make_mask` takes it; the one that it was made of.
    pixels : how many have each `Reason`; None: not known.
    """
    counts = _histogram(mask, probability)
    found = len(inventory.landslides)
    return [
        *(() if pixels is None else _unobserved(pixels)),
        *_spread(counts),
        *(_nothing(counts, mask, options) if found == 0 else _marked(mask)),
        *_specks(inventory, mask, options),
        *_seams(mask),
    ]


def _histogram(mask: Mask, probability: Path) -> npt.NDArray[np.int64]:
    """How many observed pixels have each ten-thousandth of probability."""
    counts = np.zeros(PROBABILITY_SCALE + 1, np.int64)
    with rasterio.open(probability) as source:
        for roi in strips(mask.grid):
            values = read_strip(source, roi)
            values = values[(mask.array[roi] <= 1) & (values != PROBABILITY_NODATA)]
            counts += np.bincount(values, minlength=len(counts))[: len(counts)]
    return counts


def _unobserved(pixels: npt.NDArray[np.int64]) -> Iterator[Doubt]:
    asked = [reason for reason in Reason if reason != Reason.OUTSIDE_AREA]
    total = max(int(pixels[asked].sum()), 1)
    held = total - int(pixels[Reason.NO_DATA])
    seen = int(pixels[Reason.OBSERVED])
    hidden = {reason: int(pixels[reason]) for reason in asked if reason not in (Reason.OBSERVED, Reason.NO_DATA)}
    if held < LEAST_DATA * total:
        yield Doubt(
            "little-data",
            f"Only {held / total:.1%} of the scene has data: the rest holds the nodata value, is masked or lies "
            "outside the files; see with l4s inspect what was taken for no data.",
        )
    elif seen < LEAST_OBSERVED * held and any(hidden.values()):
        most = max(hidden, key=lambda reason: hidden[reason])
        yield Doubt(
            "little-observed",
            f"Only {seen / held:.1%} of what has data was observed ({WORDS[most]} {hidden[most] / held:.0%}): "
            "landslides under it are not in the result; take a scene of another date or, if the picture is clear, "
            "another --clouds.",
        )


def _at(counts: npt.NDArray[np.int64], share: float) -> float:
    """The probability below which ``share`` of the pixels lie."""
    return float(np.searchsorted(np.cumsum(counts), share * counts.sum())) / PROBABILITY_SCALE


def _spread(counts: npt.NDArray[np.int64]) -> Iterator[Doubt]:
    if not counts.any():
        return
    low, high = _at(counts, 0.01), _at(counts, 0.999)
    if high - low < LEAST_SPREAD and high > LEAST_SPREAD:
        yield Doubt(
            "one-probability",
            f"The probability is about {high:.2f} nearly everywhere: the model saw no difference between any two "
            "places, as in an empty or wrongly scaled picture; see with l4s inspect how the scene was read.",
        )


def _nothing(counts: npt.NDArray[np.int64], mask: Mask, options: MaskOptions) -> Iterator[Doubt]:
    highest = float(np.flatnonzero(counts)[-1]) / PROBABILITY_SCALE if counts.any() else 0.0
    ways = (mask.small.components, "under the minimum mapping unit"), (mask.flat.components, "on flat ground")
    dropped = [f"{plural(count, 'patch', 'patches')} {why}" for count, why in ways if count]
    if dropped:
        what = f"what reached the threshold {options.threshold:g} was dropped ({', '.join(dropped)})"
        todo = "look at --mmu, --min-slope and the DEM"
    else:
        after = " after --crf" if options.crf else ""
        what = f"the highest probability is {highest:.2f}{after} and the threshold {options.threshold:g}"
        todo = "see with l4s inspect how the scene was read, and look at the probability (--probability)"
    yield Doubt(
        "nothing-found",
        f"No landslide was found: {what}. That is right where there is none; where you know of one, {todo}.",
    )


def _marked(mask: Mask) -> Iterator[Doubt]:
    marked = int(np.count_nonzero(mask.array == 1))
    observed = int(np.count_nonzero(mask.array <= 1))
    if marked > MOST_MARKED * observed:
        yield Doubt(
            "much-marked",
            f"{marked / observed:.0%} of the observed ground is marked as landslide, more than the densest events "
            "known: bare rock, fields, clouds or sand may be taken for landslides, or the values may be wrong; check "
            "the bands with l4s inspect, then try a higher --threshold or another model.",
        )


def _specks(inventory: Inventory, mask: Mask, options: MaskOptions) -> Iterator[Doubt]:
    areas = np.asarray(inventory.landslides["area_m2"], dtype=np.float64)
    if areas.size < MANY:
        return
    small = max(2 * options.mmu_m2, 4 * pixel_area_m2(mask.grid))
    share = float(np.mean(areas < small))
    if share > SMALL_SHARE:
        yield Doubt(
            "specks",
            f"{share:.0%} of the {areas.size} polygons are smaller than {small:.0f} m2, like noise: the threshold "
            f"{options.threshold:g} may be too low for this scene; try a higher --threshold or a larger --mmu.",
        )


def _seams(mask: Mask) -> Iterator[Doubt]:
    for what, edges in zip(("row", "column"), _edges(mask.array), strict=True):
        if edges.size < _AROUND:
            continue
        padded = np.pad(edges, _AROUND // 2, mode="edge")
        around = np.median(np.lib.stride_tricks.sliding_window_view(padded, _AROUND), axis=-1)
        seams = np.flatnonzero((edges >= SEAM_PX) & (edges > SEAM_FACTOR * (around + 1)))
        if seams.size:
            most = int(seams[np.argmax(edges[seams])])
            yield Doubt(
                "straight-edges",
                f"{int(edges[most])} pixels of outlines end on one line of the grid ({what} {most + 1}), "
                f"{SEAM_FACTOR} times as many as beside it: a seam between tiles or dates, not the edge of landslides; "
                "look at the scene there, or take more --overlap.",
            )
            return


def _edges(array: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """How many pixels of outline lie between each row and the next, and each column and the next; only where both
    sides were observed."""
    rows, cols = array.shape
    below = np.zeros(max(rows - 1, 0), np.int64)
    beside = np.zeros(max(cols - 1, 0), np.int64)
    for top in range(0, rows, 512):
        piece = array[top : top + 513]
        below[top : top + len(piece) - 1] = _changes(piece[:-1], piece[1:]).sum(axis=1)
        piece = piece[:512]
        beside += _changes(piece[:, :-1], piece[:, 1:]).sum(axis=0)
    return below, beside


def _changes(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    changes: npt.NDArray[np.bool_] = one + other == 1  # 0 and 1; 255 + 1 is 0
    return changes

"""Landslides as objects: which polygons are right, which landslides are found, by size and by mean probability.

A person reviews polygons, not pixels. A polygon here is a piece of connected pixels (by sides or corners) at or above a
threshold, as `inventory.outline` makes them; it is right where enough of it lies on labelled landslides. Pixels that
are ignored or not observed belong to none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.patches.types import IGNORE
from l4s_core.scoring.calibration import fit_platt

RIGHT = 0.1
"""Share of a polygon that must lie on labelled landslides for it to be right; of a landslide, for it to be found."""
WANTED = {8: 0.95, 5: 0.90, 3: 0.75, 2: 0.50}
"""USGS class of confidence -> how often a polygon at its lower limit shall be right; below all of them is class 1."""


@dataclass(frozen=True)
class Objects:
    """Polygons or landslides, one entry each.

    ``pixels`` int64; ``overlap``: share of them that is landslide, or of a landslide that is marked; ``probability``:
    mean over the polygon, NaN for landslides.
    """

    pixels: npt.NDArray[np.int64]
    overlap: npt.NDArray[np.float64]
    probability: npt.NDArray[np.float64]

    @classmethod
    def joined(cls, parts: Iterable[Objects]) -> Objects:
        """All of them as one; at least one part."""
        rows = [(part.pixels, part.overlap, part.probability) for part in parts]
        return cls(*(np.concatenate(column) for column in zip(*rows, strict=True)))

    def of(self, chosen: npt.NDArray[np.bool_]) -> Objects:
        """Some of them."""
        return Objects(self.pixels[chosen], self.overlap[chosen], self.probability[chosen])

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """Which are right (polygons) or found (landslides)."""
        return self.overlap >= RIGHT


def find_objects(
    probability: npt.NDArray[np.float32], mask: npt.NDArray[np.uint8], threshold: float, least_px: int = 1
) -> tuple[Objects, Objects]:
    """The polygons and the labelled landslides of a patch.

    Parameters
    ----------
    probability : (rows, cols), NaN where not observed.
    mask : (rows, cols) labels: 1 landslide, 0 not, 255 ignored.
    least_px : smaller polygons are dropped, as by a minimum mapping unit; landslides are not.
    """
    counts = mask != IGNORE
    marked = counts & (np.nan_to_num(probability, nan=0.0) >= threshold)
    truth = mask == 1
    polygons = _pieces(marked, truth, probability)
    return polygons.of(polygons.pixels >= least_px), _pieces(truth, marked, None)


def _pieces(
    of: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_], probability: npt.NDArray[np.float32] | None
) -> Objects:
    from scipy.ndimage import label  # type: ignore[attr-defined]

    labels, count = label(of, np.ones((3, 3)))
    flat = labels.ravel()
    pixels = np.bincount(flat, minlength=count + 1)[1:]
    shared = np.bincount(flat, other.ravel(), count + 1)[1:]
    if probability is None:
        mean = np.full(count, np.nan)
    else:
        mean = np.bincount(flat, np.where(of, probability, 0).ravel(), count + 1)[1:] / pixels
    return Objects(pixels.astype(np.int64), shared / pixels, mean)


def confidence_limits(polygons: Objects, wanted: dict[int, float] = WANTED) -> dict[int, float]:
    """USGS class -> least mean probability, so that a polygon there is right as often as ``wanted``.

    How often a polygon is right is taken for a logistic function of its mean probability (`fit_platt`). Limits are
    rounded to hundredths; class 1 begins at 0. A class that would begin at 1, or not above the one below it, has no
    limit of its own and is left out.

    Raises ValueError where all polygons are right or all wrong.
    """
    from scipy.special import expit, logit

    slope, intercept = fit_platt(polygons.probability, polygons.right)
    limits, last = {1: 0.0}, 0.0
    if slope <= 0:  # the probability says nothing about being right
        return limits
    for usgs, share in sorted(wanted.items()):
        limit = round(float(expit((logit(share) - intercept) / slope)), 2)
        if last < limit < 1:
            limits[usgs] = last = limit
    return limits


def precision_by_class(polygons: Objects, limits: dict[int, float]) -> dict[int, tuple[int, float | None]]:
    """USGS class -> how many polygons there are in it, and the share of them that is right (None without any)."""
    classes = np.array(sorted(limits))
    of = classes[np.searchsorted([limits[int(c)] for c in classes], polygons.probability, side="right") - 1]
    found: dict[int, tuple[int, float | None]] = {}
    for usgs in classes[::-1]:
        right = polygons.right[of == usgs]
        found[int(usgs)] = right.size, float(right.mean()) if right.size else None
    return found

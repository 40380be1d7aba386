"""The place of the map: its CRS, what it shows, and the whole numbers that its outlines are drawn in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Box = tuple[float, float, float, float]
_UNITS = 100_000  # along the longer side: a tenth of a pixel of any picture here, and few digits
_MARGIN = 0.04
_LEAST_M = 500.0
_FLATTEST, _STEEPEST = 0.45, 1.25  # height / width: readable on a telephone, and whole on a sheet of paper


@dataclass(frozen=True)
class MapFrame:
    """What the map shows.

    Attributes
    ----------
    crs : pyproj, metric.
    box : left, bottom, right, top in it, metres.
    unit_m : metres of one unit of the drawing, whose origin is the upper left corner and whose y grows downwards.
    """

    crs: Any
    box: Box
    unit_m: float

    @property
    def width(self) -> int:
        """Units."""
        return round((self.box[2] - self.box[0]) / self.unit_m)

    @property
    def height(self) -> int:
        """Units."""
        return round((self.box[3] - self.box[1]) / self.unit_m)

    def drawn(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """(n, 2) metres as (n, 2) whole units."""
        out: npt.NDArray[np.int64] = np.rint(
            (xy - [self.box[0], self.box[3]]) * [1 / self.unit_m, -1 / self.unit_m]
        ).astype(np.int64)
        return out

    def drawn_box(self, box: Box) -> tuple[int, int, int, int]:
        """A box in metres as x, y, width, height in units."""
        (x0, y0), (x1, y1) = self.drawn(np.array([[box[0], box[3]], [box[2], box[1]]], np.float64)).tolist()
        return x0, y0, max(1, x1 - x0), max(1, y1 - y0)


def frame_of(crs: Any, boxes: Sequence[Box]) -> MapFrame:
    """A frame around all boxes, with a margin, neither very flat nor very steep."""
    known = np.array([box for box in boxes if np.isfinite(box).all()], np.float64).reshape(-1, 4)
    if not len(known):
        known = np.array([[0.0, 0.0, 0.0, 0.0]])
    left, bottom = known[:, :2].min(axis=0)
    right, top = known[:, 2:].max(axis=0)
    margin = _MARGIN * max(right - left, top - bottom)
    width, height = max(right - left + 2 * margin, _LEAST_M), max(top - bottom + 2 * margin, _LEAST_M)
    width, height = max(width, height / _STEEPEST), max(height, width * _FLATTEST)
    x, y = (left + right) / 2, (bottom + top) / 2
    box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return MapFrame(crs, tuple(float(value) for value in box), max(width, height) / _UNITS)  # type: ignore[arg-type]


def nice_length(metres: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not longer."""
    power = 10.0 ** math.floor(math.log10(metres))
    return max(step * power for step in (1, 2, 5) if step * power <= metres * (1 + 1e-9))

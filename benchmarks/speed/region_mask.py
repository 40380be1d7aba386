"""A probability as full of landslides as a tile ever is, for measuring what outlining costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.reasons import Reason
from l4s_core.inventory.outline.components import components
from l4s_core.rasters.write import observed_writer, probability_writer

_CELL = 44  # one ragged ellipse in each cell of so many pixels, unless chance leaves it out
_CLOUD_PX = 600
_SMOOTH_PX = 8  # noise in every pixel would measure the unpacking of the file


def write_regions(grid: GeoBox, probability: Path, observed: Path, seed: int = 0) -> int:
    """Write both files; returns how many regions there are (pixels at 0.5 and above, 8-connected)."""
    rng = np.random.default_rng(seed)
    rows, cols = (int(n) for n in grid.shape)
    coarse = rng.integers(0, 3000, (-(-rows // _SMOOTH_PX), -(-cols // _SMOOTH_PX)), dtype=np.uint16)
    values = coarse.repeat(_SMOOTH_PX, 0).repeat(_SMOOTH_PX, 1)[:rows, :cols].copy()
    for top in range(0, rows - _CELL, _CELL):
        for left in range(0, cols - _CELL, _CELL):
            inside = _ellipse(rng)
            cell = values[top : top + _CELL, left : left + _CELL]
            cell[inside] += 6000
    reasons = np.zeros((rows, cols), np.uint8)
    for row, col in rng.integers(0, (rows, cols), (max(1, rows * cols // (20 * _CLOUD_PX**2)), 2)):
        y, x = np.ogrid[: min(_CLOUD_PX, rows - row), : min(_CLOUD_PX, cols - col)]
        disc = (y - _CLOUD_PX / 2) ** 2 + (x - _CLOUD_PX / 2) ** 2 < (_CLOUD_PX / 2) ** 2
        reasons[row : row + _CLOUD_PX, col : col + _CLOUD_PX][disc] = Reason.CLOUD
    values[reasons != 0] = 65535
    with probability_writer(probability, grid) as one, observed_writer(observed, grid) as other:
        one.write(values)
        other.write(reasons)
    return components(((values >= 5000) & (reasons == 0)).view(np.uint8)).count


def _ellipse(rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """(cell, cell) True in an ellipse of 12 to about 400 pixels with a ragged edge, inside the cell."""
    y, x = np.mgrid[:_CELL, :_CELL] - _CELL / 2 + 0.5
    turn = rng.uniform(0, np.pi)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    length = float(np.clip(rng.lognormal(1.7, 0.5), 3, 18))
    width = max(1.5, length * rng.uniform(0.25, 0.7))
    inside: npt.NDArray[np.bool_] = np.hypot(along / length, across / width) < rng.uniform(0.85, 1.0, (_CELL, _CELL))
    inside[[0, -1]] = inside[:, [0, -1]] = False
    return inside

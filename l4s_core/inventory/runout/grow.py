"""Landslides that the network found only in part, grown over their run-out and up to their crown.

See docs/design/runout.md for what is done and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.ndimage import (  # type: ignore[attr-defined]
    binary_closing,
    binary_dilation,
    distance_transform_edt,
    label,
    uniform_filter,
)

from l4s_core.base.progress import Progress
from l4s_core.inventory.outline.components import Components, components
from l4s_core.inventory.outline.mask import Mask, pixel_area_m2
from l4s_core.inventory.runout.paths import climb, corridor, descent, reach_tangent, receivers
from l4s_core.inventory.runout.spectra import alike, features, no_ground
from l4s_core.inventory.types import Bands, Terrain
from l4s_core.rasters.roi import ROI, grow, inside

Bool = npt.NDArray[np.bool_]

REACH_M = 2000.0
"""The farthest that a landslide grows in a round; what it is then, grows in the next one."""
_ROUNDS = 3
_SIDES = 10.0  # at most so many sides of a square of its area: longer flows are grown in rounds
_BLOCK_PX = 512  # landslides whose upper left corners share such a block are looked at with one reading
_HALF_WIDTH_PX = 4.0, 10.0  # of the corridor at least (the error of a DEM of 30 m) and at most
_CUT_DEG = 15.0  # ground that breaks away is at least so steep
_MOSTLY = 5.5 / 9  # a pixel among so many that are alike is alike
_BESIDE_PX = 2  # edges of a landslide are mixed pixels, no surroundings
_ALL = np.ones((3, 3), bool)


def grow_runouts(mask: Mask, bands: Bands, terrain: Terrain, progress: Progress) -> Mask:
    """The mask with what belongs to its landslides down-slope and, where they cut into a slope, up-slope.

    ``grown`` of the result has the pixels that were added. What was not observed stays so; landslides that meet are
    one.

    Parameters
    ----------
    terrain, bands : on the grid of the mask.
    """
    sources = mask.array == 1
    array = mask.array.copy()
    changed = sources
    for _ in range(_ROUNDS):
        pieces = components((array == 1).view(np.uint8))
        wanted = np.zeros(pieces.count, bool)
        rows, cols = np.nonzero(changed)
        wanted[pieces.label_at(rows, cols)] = True
        now = np.zeros(array.shape, bool)
        progress.stage("run-outs", int(wanted.sum()))
        for roi, boxes, labels in _blocks(pieces, wanted, mask):
            progress.check()
            scene = _Around(roi, array, sources, bands, terrain)
            for box, which in zip(boxes, labels, strict=True):
                own = pieces_in(pieces, int(which), box)
                place = inside(box, roi)
                now[box] |= scene.grown(place, own, abs(mask.grid.transform.a), pixel_area_m2(mask.grid))
                progress.advance(1)
        changed = now & (array == 0)
        if not changed.any():
            break
        array[changed] = 1
    grown = np.flatnonzero((array == 1) & ~sources)
    return replace(mask, array=array, grown=grown, relief=None if grown.size else mask.relief)


def pieces_in(pieces: Components, which: int, box: ROI) -> Bool:
    """The pixels of a component in a piece of the grid, (rows, cols)."""
    out = np.zeros((box[0].stop - box[0].start, box[1].stop - box[1].start), bool)
    first, last = np.searchsorted(pieces.row, [box[0].start, box[0].stop])
    for run in range(int(first), int(last)):
        if pieces.label[run] == which:
            row = pieces.row[run] - box[0].start
            out[row, max(0, pieces.start[run] - box[1].start) : max(0, pieces.stop[run] - box[1].start)] = True
    return out


def _blocks(pieces: Components, wanted: Bool, mask: Mask) -> Iterator[tuple[ROI, list[ROI], list[int]]]:
    """Landslides by blocks: a piece of the grid with all that they may reach, and for each its own piece and label."""
    first = np.full((pieces.count, 2), np.iinfo(np.int64).max)
    last = np.zeros((pieces.count, 2), np.int64)
    for axis, (start, stop) in enumerate(((pieces.row, pieces.row + 1), (pieces.start, pieces.stop))):
        np.minimum.at(first[:, axis], pieces.label, start)
        np.maximum.at(last[:, axis], pieces.label, stop)
    area = pieces.pixel_counts() * pixel_area_m2(mask.grid)
    reach = np.ceil(np.minimum(_SIDES * np.sqrt(area), REACH_M) / abs(mask.grid.transform.a)).astype(np.int64)
    which = np.flatnonzero(wanted)
    block = first[which] // _BLOCK_PX
    order = np.lexsort((block[:, 1], block[:, 0]))
    which, block = which[order], block[order]
    cuts = np.flatnonzero(np.any(np.diff(block, axis=0) != 0, axis=1)) + 1
    for group in np.split(which, cuts):
        if not group.size:
            continue
        boxes = [
            grow((slice(int(a), int(c)), slice(int(b), int(d))), int(r), mask.grid)
            for (a, b), (c, d), r in zip(first[group], last[group], reach[group], strict=True)
        ]
        around = tuple(
            slice(min(box[axis].start for box in boxes), max(box[axis].stop for box in boxes)) for axis in (0, 1)
        )
        yield (around[0], around[1]), boxes, group.tolist()


class _Around:
    """What is known of a piece of the scene."""

    def __init__(self, roi: ROI, array: npt.NDArray[np.uint8], sources: Bool, bands: Bands, terrain: Terrain) -> None:
        self.marked = array[roi] == 1
        self.sources = sources[roi]
        pixels = bands.read(roi)
        self.features = features(pixels, bands.names)
        dem, self.slope = terrain(roi)
        self.z = dem.astype(np.float64)
        self.to = receivers(self.z)
        self.free = (array[roi] == 0) & ~no_ground(pixels, bands.names)
        self.beside = self.free & ~binary_dilation(self.marked, _ALL, _BESIDE_PX)

    def grown(self, place: ROI, own: Bool, pixel_m: float, pixel_m2: float) -> Bool:
        """What the landslide ``own``, in the piece ``place``, grows by, (rows, cols) of that."""
        none = np.zeros(own.shape, bool)
        looks = self.features[:, place[0], place[1]]
        like = alike(looks, own & self.sources[place], self.beside[place])
        if like is None:
            return none
        z, marked = self.z[place], self.marked[place]
        # single pixels of noise are no gaps
        like |= uniform_filter((like | marked).astype(np.float32), 3, mode="constant") > _MOSTLY
        like &= self.free[place]
        to = self._to(place)
        path = descent(z, to, own, reach_tangent(float(own.sum()) * pixel_m2), pixel_m)
        half_width = float(distance_transform_edt(np.pad(own, 1)).max())
        way = corridor(z, path, float(np.clip(half_width, *_HALF_WIDTH_PX)))
        down = like & way
        bridged = binary_closing(np.pad(down | marked, 2), _ALL)[2:-2, 2:-2]
        down |= bridged & path & self.free[place]
        length = max(int(np.ptp(at)) for at in np.nonzero(own))
        steep = self.slope[place] >= _CUT_DEG
        up = climb(to, own, like & steep, max(length, 5))
        numbers, _ = label(down | up | marked, _ALL)
        mine = np.isin(numbers, np.unique(numbers[own]))
        return np.asarray(mine & (down | up) & ~marked)

    def _to(self, place: ROI) -> npt.NDArray[np.int64]:
        """`receivers` of a piece; what leaves it stays where it is."""
        height, width = place[0].stop - place[0].start, place[1].stop - place[1].start
        row, col = np.divmod(self.to.reshape(self.z.shape)[place], self.z.shape[1])
        row, col = row - place[0].start, col - place[1].start
        inside = (row >= 0) & (row < height) & (col >= 0) & (col < width)
        here = np.arange(height * width).reshape(height, width)
        return np.where(inside, row * width + col, here).reshape(-1)

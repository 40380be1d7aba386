"""Pixels and outlines of two inventories on one grid, counted by blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from rasterio.features import rasterize

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.comparison.ground import Ground

Geometries = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]
WINDOW_PX = 512
"""Side of the windows that are looked at one by one; blocks are this or a half, quarter, eighth of it."""
_MARGIN_PX = 3  # an outline is seen from one pixel further, and reaches two
_MOST_WINDOWS = 2_000_000
REACHES_PX = (1, 2)
"""How far apart two outlines may be to be the same, in pixels."""
COLUMNS = ("tp", "fp", "fn", "edge_a", "edge_b", "edge_a_1", "edge_b_1", "edge_a_2", "edge_b_2")
"""What is counted: pixels of both, of A alone, of B alone; pixels of the outlines, and those within 1 and 2 pixels of
an outline of the other side."""
Block = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """Pixels of ``resolution_m`` on whole multiples of it; blocks of ``block_px`` a side, numbered (row from north,
    col) from the same origin."""

    resolution_m: float
    block_px: int

    @property
    def block_m(self) -> float:
        return self.block_px * self.resolution_m

    def blocks_of(self, shapes: Geometries) -> npt.NDArray[np.int64]:
        """(n, 2) block of the middle of the bounds of each shape, which is not empty."""
        left, bottom, right, top = shapely.bounds(shapes).T
        middle = np.column_stack([-(bottom + top) / 2, (left + right) / 2])
        return np.floor(middle / self.block_m).astype(np.int64)


def count_pixels(
    a: Geometries, b: Geometries, ground: Ground, grid: Grid, progress: Progress
) -> dict[Block, npt.NDArray[np.int64]]:
    """`COLUMNS` of every block that has a pixel of either side.

    A pixel belongs to a polygon if its centre is inside (GDAL). The outline of a side are its pixels with a side
    neighbour that is none (Csurka et al. 2013); outlines are those of whole inventories, and what is not on the ground
    is then not counted.
    """
    _check_size(np.concatenate([a, b]), grid)
    windows = _windows(a, b, grid)
    progress.stage("pixels", len(windows))
    trees = [shapely.STRtree(side) for side in (a, b)]
    inside, outside = [shapely.STRtree(each) for each in ground.within], shapely.STRtree(ground.without)
    counted: dict[Block, npt.NDArray[np.int64]] = {}
    for row, col in windows:
        progress.check()
        burn = _burner(row, col, grid)
        masks = [burn(tree) for tree in trees]
        if any(mask.any() for mask in masks):
            compared = ~burn(outside)
            for tree in inside:
                compared &= burn(tree)
            counted.update(_counted(row, col, masks, compared, grid))
        progress.advance()
    return counted


def _check_size(shapes: Geometries, grid: Grid) -> None:
    """Raise InputError for pixels so small, or polygons so far apart, that nobody would wait for the end."""
    left, bottom, right, top = shapely.bounds(shapes[shapely.area(shapes) > 0]).reshape(-1, 4).T
    side = WINDOW_PX * grid.resolution_m
    if float((((right - left) / side + 1) * ((top - bottom) / side + 1)).sum()) > _MOST_WINDOWS:
        raise InputError(
            f"Pixels of {grid.resolution_m:g} m are too small for polygons of this size; give a larger --resolution."
        )


def _windows(a: Geometries, b: Geometries, grid: Grid) -> list[Block]:
    """Windows that the bounds of any polygon touch."""
    side = WINDOW_PX * grid.resolution_m
    found: set[Block] = set()
    bounds = np.concatenate([shapely.bounds(a).reshape(-1, 4), shapely.bounds(b).reshape(-1, 4)])
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    spans = np.floor(np.column_stack([-bounds[:, 3], -bounds[:, 1], bounds[:, 0], bounds[:, 2]]) / side).astype(int)
    for top, bottom, left, right in np.unique(spans, axis=0).tolist():
        found.update((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))
    return sorted(found)


def _burner(row: int, col: int, grid: Grid) -> Callable[[Any], Mask]:
    """What burns the polygons of a tree into a window with its margin."""
    size = WINDOW_PX + 2 * _MARGIN_PX
    step = grid.resolution_m
    left = (col * WINDOW_PX - _MARGIN_PX) * step
    top = -(row * WINDOW_PX - _MARGIN_PX) * step
    box = shapely.box(left, top - size * step, left + size * step, top)
    transform = Affine(step, 0, left, 0, -step, top)

    def burn(tree: Any) -> Mask:
        near = tree.geometries[tree.query(box)] if len(tree.geometries) else tree.geometries
        near = near[shapely.area(near) > 0]
        if not len(near):
            return np.zeros((size, size), bool)
        burnt: npt.NDArray[np.uint8] = rasterize(list(near), (size, size), transform=transform, dtype="uint8")
        return burnt.astype(bool)

    return burn


def _counted(
    row: int, col: int, masks: list[Mask], compared: Mask, grid: Grid
) -> Iterator[tuple[Block, npt.NDArray[np.int64]]]:
    a, b = masks
    edges = [outline(mask) for mask in masks]
    wide = {(k, reach): dilated(edges[k], reach) for k in (0, 1) for reach in REACHES_PX}
    layers = [a & b, a & ~b, b & ~a, *edges]
    layers += [edges[k] & wide[1 - k, reach] for reach in REACHES_PX for k in (0, 1)]
    core = slice(_MARGIN_PX, _MARGIN_PX + WINDOW_PX)
    blocks = WINDOW_PX // grid.block_px
    sums = np.stack(
        [
            (layer & compared)[core, core].reshape(blocks, grid.block_px, blocks, grid.block_px).sum(axis=(1, 3))
            for layer in layers
        ],
        axis=-1,
    ).astype(np.int64)
    for i, j in zip(*np.nonzero(sums.any(axis=-1)), strict=True):
        yield (row * blocks + int(i), col * blocks + int(j)), sums[i, j]


def outline(mask: Mask) -> Mask:
    """Pixels of a mask with a side neighbour that is not in it; the border of the array is no outline."""
    padded = np.pad(mask, 1, mode="edge")
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return np.asarray(mask & ~inner, bool)


def dilated(mask: Mask, reach: int) -> Mask:
    """Pixels whose centre is at most ``reach`` pixels from that of one in the mask."""
    padded = np.pad(mask, reach)
    rows, cols = mask.shape
    out = np.zeros_like(mask)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dy * dy + dx * dx <= reach * reach:
                out |= padded[reach + dy : reach + dy + rows, reach + dx : reach + dx + cols]
    return out

"""The coarse pass over a scene that gives the brightness of the surroundings (`brightness`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Progress, Silent
from l4s_core.base.reasons import Reason
from l4s_core.base.threads import in_order
from l4s_core.clouds import choose_cloud_mask
from l4s_core.clouds.level import choose_level
from l4s_core.clouds.part import cloud_mask_of_part
from l4s_core.clouds.spectral import bands_used
from l4s_core.clouds.types import CloudMethod
from l4s_core.inference.card import RelativeBrightness
from l4s_core.normalisation.brightness import (
    SAMPLE_STEP,
    BrightnessField,
    brightness_field,
    brightness_near,
    luminance_of,
    scene_brightness,
)
from l4s_core.normalisation.field import block_edges, blocks_around
from l4s_core.rasters.grid import coarse_grid
from l4s_core.rasters.roi import ROI, full_roi
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.stack import Stack

WHOLE_PX = 4096**2  # scenes up to this many pixels are looked at whole, for whichever part
PIECES = 4  # pieces of a larger scene along each side that stand for it
PIECE_PX = 128


def scene_brightness_field(
    stack: Stack, norm: RelativeBrightness, work: Path, progress: Progress, *, near: ROI | None = None
) -> BrightnessField:
    """The brightness field of a scene, in rows and columns of the grid of ``stack``.

    ``near`` is the only piece of the grid in which the field has to hold (None: everywhere). In a large scene only the
    blocks around it are then read, and what a block is limited by and falls back on, the brightness of the scene, is
    that of a few pieces all over it.
    """
    step = sample_step(stack.grid)
    rows, cols = (int(n) for n in stack.grid.shape)
    coarse = OpticalReader(stack.scene, coarse_grid(stack.grid, step), coarse=True)
    try:
        progress.stage("brightness of the surroundings")
        samples = _Samples(stack, coarse, norm, work)
        if near is None or rows * cols <= WHOLE_PX:
            values, clear = samples.whole()
            return brightness_field(values, clear, step=step, block_px=norm.block_px)
        edges = [block_edges(int(n), norm.block_px / step) for n in coarse.grid.shape]
        first_row, last_row = blocks_around(edges[0], near[0], step)
        first_col, last_col = blocks_around(edges[1], near[1], step)
        row_edges, col_edges = edges[0][first_row : last_row + 2], edges[1][first_col : last_col + 2]
        around = (slice(int(row_edges[0]), int(row_edges[-1])), slice(int(col_edges[0]), int(col_edges[-1])))
        scene = scene_brightness(
            np.concatenate([luminance_of(*samples.of(piece, 0.0)).ravel() for piece in _pieces(coarse, step)])
        )
        return brightness_near(luminance_of(*samples.of(around)), row_edges, col_edges, scene, step)
    finally:
        coarse.close()


def sample_step(grid: GeoBox) -> int:
    """Every so many pixels are looked at."""
    return max(1, min(SAMPLE_STEP, int(min(grid.shape)) // 32))


def _pieces(coarse: OpticalReader, step: int) -> Iterator[ROI]:
    side = PIECE_PX // step
    starts = (np.linspace(0, int(n) - side, PIECES).astype(int) for n in coarse.grid.shape)
    for top, left in product(*starts):
        yield slice(int(top), int(top) + side), slice(int(left), int(left) + side)


class _Kept:
    """Bands that are read once, whole, or are ``known``: the clouds and the brightness look at the same ones."""

    def __init__(
        self, optical: OpticalReader, names: Sequence[str], known: Mapping[str, npt.NDArray[np.float32]]
    ) -> None:
        self.grid, self.names = optical.grid, optical.names
        whole = full_roi(optical.grid)
        unread = [name for name in names if name not in known]
        self._bands = {**known, **dict(in_order(lambda name: optical.read([name], whole)[0], unread))}

    def read(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """`OpticalReader.read`."""
        return np.stack([self._bands[name][roi] for name in names])

    def row_bytes(self, names: Collection[str]) -> int:
        """0: nothing is read."""
        return 0

    def enlarged(self, name: str) -> int:
        """1: nothing else is kept of a band."""
        return 1

    def coarser(self, factor: int) -> _Kept:
        """See `enlarged`."""
        raise NotImplementedError


class _Samples:
    """Every so many pixels of the bands, and which of them are free of clouds."""

    def __init__(self, stack: Stack, coarse: OpticalReader, norm: RelativeBrightness, work: Path) -> None:
        self._coarse = coarse
        self._known = stack.samples
        self._bands = norm.bands
        self._work = work
        # a median does not mind a few clouds: the quick tests do, whichever one the inventory uses
        self._quick: CloudMethod = "product" if stack.scene.cloud_classes else "builtin"
        if not {"B2", "B3", "B4"} <= set(coarse.names):
            self._quick = "none"
        self._scene = stack.scene
        # told once, from the whole scene, and not for each piece
        self._level = choose_level(stack.scene, coarse) if self._quick == "builtin" else None
        self._quiet = Silent()  # a stage of its own would read as if two cloud tests decided

    def whole(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """(bands, rows, cols) and (rows, cols) of the whole coarse grid."""
        roi = full_roi(self._coarse.grid)
        of_clouds = bands_used(self._coarse.names) if self._quick == "builtin" else ()
        kept = _Kept(self._coarse, list(dict.fromkeys([*self._bands, *of_clouds])), self._known)
        mask = choose_cloud_mask(self._scene, kept, self._quick, self._work, self._quiet, level=self._level)
        return kept.read(self._bands, roi), mask.classes(roi) == Reason.OBSERVED

    def of(self, roi: ROI, around_m: float | None = None) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """The same for a piece; ``around_m`` is how far beyond it clouds are searched, None: as far as they matter."""
        how: dict[str, Any] = {"level": self._level} | ({} if around_m is None else {"around_m": around_m})
        mask = cloud_mask_of_part(self._scene, self._coarse, self._quick, roi, self._work, self._quiet, **how)
        return self._coarse.read(self._bands, roi), mask.classes(roi) == Reason.OBSERVED

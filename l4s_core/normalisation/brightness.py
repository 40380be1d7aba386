"""The local brightness that the default model's input is relative to.

The default model was trained on patches whose absolute scale is unknown, and what users have differs in level,
season and atmosphere. It is therefore shown reflectance divided by the brightness of the surroundings: the median, over
the observed pixels of a block of about 2.5 km, of the mean of its bands. The blocks are fixed on the scene's grid and
interpolated in between, so a pixel's input does not depend on the window it is read with.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from l4s_core.normalisation.field import BlockField, block_centres, block_edges
from l4s_core.rasters.roi import ROI

SAMPLE_STEP = 8  # every eighth pixel is looked at
LOWEST = 100.0  # reflectance x 10000: deep water and shadow are not amplified beyond this
SPREAD = 2.0  # a block's reference stays within this factor of the scene's
MINIMUM_SHARE = 0.05  # of a block's samples observed, else the scene's reference is used


class BrightnessField:
    """Brightness reference of a scene, reflectance x 10000: one layer of a `BlockField`."""

    def __init__(self, blocks: BlockField) -> None:
        self.blocks = blocks

    def seen_from(self, roi: ROI) -> BrightnessField:
        """The same field in the rows and columns of a piece of the grid."""
        return BrightnessField(self.blocks.seen_from(roi))

    @classmethod
    def uniform(cls, value: float) -> BrightnessField:
        """The same reference everywhere (a single patch)."""
        return cls(BlockField.uniform([value]))

    @property
    def values(self) -> npt.NDArray[np.float32]:
        """(block rows, block cols) float32, finite."""
        values: npt.NDArray[np.float32] = self.blocks.values[0]
        return values

    def at(self, roi: ROI) -> npt.NDArray[np.float32]:
        """(rows, cols) float32 reference for a piece of the grid."""
        return self.blocks.layer(0, roi)


def brightness_field(
    samples: npt.NDArray[np.float32],
    observed: npt.NDArray[np.bool_],
    *,
    step: int,
    block_px: int,
) -> BrightnessField:
    """The field from a decimated scene.

    Parameters
    ----------
    samples : (bands, rows, cols) float32 reflectance x 10000 of every ``step``-th pixel, NaN without data.
    observed : (rows, cols) bool, False under clouds.
    step : pixels of the grid per sample.
    block_px : side of a block in pixels of the grid.
    """
    luminance = luminance_of(samples, observed)
    scene = scene_brightness(luminance)
    row_edges = block_edges(luminance.shape[0], block_px / step)
    col_edges = block_edges(luminance.shape[1], block_px / step)
    return brightness_near(luminance, row_edges, col_edges, scene, step)


def luminance_of(samples: npt.NDArray[np.float32], observed: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """(rows, cols) mean of (bands, rows, cols), NaN where not observed."""
    luminance: npt.NDArray[np.float32] = samples.mean(axis=0)
    luminance[~observed] = np.nan
    return luminance


def scene_brightness(luminance: npt.NDArray[np.float32]) -> float | None:
    """The median of what was observed, at least `LOWEST`; None where nothing was."""
    known = luminance[np.isfinite(luminance)]
    return max(float(np.median(known)), LOWEST) if known.size else None


def brightness_near(
    luminance: npt.NDArray[np.float32],
    row_edges: npt.NDArray[np.intp],
    col_edges: npt.NDArray[np.intp],
    scene: float | None,
    step: int,
) -> BrightnessField:
    """The field of some blocks, which need not be all of the scene's.

    Parameters
    ----------
    luminance : (rows, cols) of the samples from the first to the last of the edges.
    row_edges, col_edges : of the blocks, in samples of the whole scene.
    scene : `scene_brightness`.
    step : pixels of the grid per sample.
    """
    if scene is None:
        return BrightnessField.uniform(LOWEST)
    values = np.full((len(row_edges) - 1, len(col_edges) - 1), scene, dtype=np.float32)
    for i, (top, bottom) in enumerate(pairwise(row_edges - row_edges[0])):
        for j, (left, right) in enumerate(pairwise(col_edges - col_edges[0])):
            block = luminance[top:bottom, left:right]
            if np.isfinite(block).mean() >= MINIMUM_SHARE:
                values[i, j] = np.clip(np.nanmedian(block), scene / SPREAD, scene * SPREAD)
    values = np.maximum(values, LOWEST)
    centres = block_centres(row_edges, step), block_centres(col_edges, step)
    return BrightnessField(BlockField(values[None], *centres))


def patch_brightness(patch: npt.NDArray[np.float32], bands: Sequence[int]) -> BrightnessField:
    """The field of one stand-alone patch: the median over its finite pixels. ``bands`` index into (bands, rows,
    cols)."""
    luminance = patch[list(bands)].mean(axis=0)
    finite = luminance[np.isfinite(luminance)]
    return BrightnessField.uniform(max(float(np.median(finite)), LOWEST) if finite.size else LOWEST)

"""The local brightness that the default model's input is relative to.

The default model was trained on patches whose absolute scale is unknown, and what users have differs in level,
season and atmosphere. It is therefore shown reflectance divided by the brightness of the surroundings: the median, over
the observed pixels of a block of about 2.5 km, of the mean of its bands. The blocks are fixed on the scene's grid and
interpolated in between, so a pixel's input does not depend on the window it is read with.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from l4s_core.roi import ROI

SAMPLE_STEP = 8  # every eighth pixel is looked at
LOWEST = 100.0  # reflectance x 10000: deep water and shadow are not amplified beyond this
SPREAD = 2.0  # a block's reference stays within this factor of the scene's
MINIMUM_SHARE = 0.05  # of a block's samples observed, else the scene's reference is used


class BrightnessField:
    """Brightness reference of a scene, bilinear between block centres and constant beyond the outer ones.

    Parameters
    ----------
    values : (block rows, block cols) float32, reflectance x 10000, finite.
    row_centres, col_centres : pixel positions of the block centres on the 10 m grid, ascending.
    """

    def __init__(
        self,
        values: npt.NDArray[np.float32],
        row_centres: npt.NDArray[np.float64],
        col_centres: npt.NDArray[np.float64],
    ) -> None:
        self.values = values
        self.row_centres = row_centres
        self.col_centres = col_centres

    @classmethod
    def uniform(cls, value: float) -> BrightnessField:
        """The same reference everywhere (a single patch)."""
        return cls(np.full((1, 1), value, dtype=np.float32), np.zeros(1), np.zeros(1))

    def at(self, roi: ROI) -> npt.NDArray[np.float32]:
        """(rows, cols) float32 reference for a piece of the grid."""
        rows = np.arange(roi[0].start, roi[0].stop, dtype=np.float64)
        cols = np.arange(roi[1].start, roi[1].stop, dtype=np.float64)
        along_cols = np.stack([np.interp(cols, self.col_centres, line) for line in self.values])
        below, share = _position(rows, self.row_centres)
        above = np.minimum(below + 1, len(self.row_centres) - 1)
        field = along_cols[below] * (1 - share)[:, None] + along_cols[above] * share[:, None]
        return field.astype(np.float32)


def _position(
    x: npt.NDArray[np.float64], centres: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Index of the centre at or below each x, and how far x is towards the next one, 0 to 1."""
    exact = np.interp(x, centres, np.arange(len(centres), dtype=np.float64))
    below = np.floor(exact).astype(np.intp)
    return below, exact - below


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
    luminance = samples.mean(axis=0)
    luminance[~observed] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN slices are handled below
        scene = float(np.nanmedian(luminance))
        if not np.isfinite(scene):
            return BrightnessField.uniform(LOWEST)
        scene = max(scene, LOWEST)
        row_edges = _edges(luminance.shape[0], block_px / step)
        col_edges = _edges(luminance.shape[1], block_px / step)
        values = np.full((len(row_edges) - 1, len(col_edges) - 1), scene, dtype=np.float32)
        for i, (top, bottom) in enumerate(pairwise(row_edges)):
            for j, (left, right) in enumerate(pairwise(col_edges)):
                block = luminance[top:bottom, left:right]
                if np.isfinite(block).mean() >= MINIMUM_SHARE:
                    values[i, j] = np.clip(np.nanmedian(block), scene / SPREAD, scene * SPREAD)
    values = np.maximum(values, LOWEST)
    return BrightnessField(values, _centres(row_edges, step), _centres(col_edges, step))


def _edges(length: int, block: float) -> npt.NDArray[np.intp]:
    """Equal blocks, as near to ``block`` samples as fits a whole number of times, never fewer than one block."""
    count = max(1, round(length / block))
    return np.round(np.linspace(0, length, count + 1)).astype(np.intp)


def _centres(edges: npt.NDArray[np.intp], step: int) -> npt.NDArray[np.float64]:
    return np.asarray((edges[:-1] + edges[1:]) / 2.0 * step - 0.5, dtype=np.float64)


def patch_brightness(patch: npt.NDArray[np.float32], bands: Sequence[int]) -> BrightnessField:
    """The field of one stand-alone patch: the median over its finite pixels. ``bands`` index into (bands, rows,
    cols)."""
    luminance = patch[list(bands)].mean(axis=0)
    finite = luminance[np.isfinite(luminance)]
    return BrightnessField.uniform(max(float(np.median(finite)), LOWEST) if finite.size else LOWEST)

"""Growing and shrinking masks against their definitions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from l4s_core.base.reasons import Reason
from l4s_core.rasters.morphology import dilate, erode, opened, shift, sweep, widen

MASKS = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=14))


def by_definition(mask: npt.NDArray[np.bool_], pixels: int) -> npt.NDArray[np.bool_]:
    out = np.zeros_like(mask)
    for row, col in np.argwhere(mask):
        out[max(row - pixels, 0) : row + pixels + 1, max(col - pixels, 0) : col + pixels + 1] = True
    return out


@given(MASKS, st.integers(0, 20))
def test_dilate_is_a_square_around_every_pixel(mask: npt.NDArray[np.bool_], pixels: int) -> None:
    assert np.array_equal(dilate(mask, pixels), by_definition(mask, pixels))


@given(MASKS, st.integers(0, 6))
def test_erode_undoes_no_more_than_dilate_did(mask: npt.NDArray[np.bool_], pixels: int) -> None:
    assert not (erode(mask, pixels) & ~mask).any()
    assert not (mask & ~erode(dilate(mask, pixels), pixels)).any()
    once = opened(mask, pixels)
    assert not (once & ~mask).any()
    assert np.array_equal(opened(once, pixels), once)


@given(MASKS, st.integers(-16, 16), st.integers(-16, 16))
def test_shift_moves_and_loses_what_leaves(mask: npt.NDArray[np.bool_], rows: int, cols: int) -> None:
    expected = np.zeros_like(mask)
    for row, col in np.argwhere(mask):
        if 0 <= row + rows < mask.shape[0] and 0 <= col + cols < mask.shape[1]:
            expected[row + rows, col + cols] = True
    assert np.array_equal(shift(mask, rows, cols), expected)


@pytest.mark.parametrize("degrees", [0, 30, 45, 90, 137, 180, 260, 315])
@pytest.mark.parametrize("length", [1, 7, 60])
def test_sweep_is_a_line_without_gaps(degrees: int, length: int) -> None:
    down, right = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    mask = np.zeros((161, 161), dtype=np.bool_)
    mask[80, 80] = True
    trail = sweep(mask, down, right, length)
    rows, cols = np.nonzero(trail)
    along = (rows - 80) * down + (cols - 80) * right
    across = -(rows - 80) * right + (cols - 80) * down
    assert np.abs(across).max() <= 3
    assert along.min() >= -3
    assert abs(along.max() - length) <= 3
    assert np.diff(np.sort(along)).max() <= 2


def test_widen_covers_water_and_ground_but_not_snow() -> None:
    classes = np.array([[Reason.SNOW, Reason.CLOUD, Reason.WATER, Reason.OBSERVED]], dtype=np.uint8)
    assert widen(classes, 1).tolist() == [[Reason.SNOW, Reason.CLOUD, Reason.CLOUD, Reason.OBSERVED]]


def test_widen_prefers_cloud_to_shadow() -> None:
    classes = np.array([[Reason.CLOUD, Reason.OBSERVED, Reason.CLOUD_SHADOW, Reason.OBSERVED]], dtype=np.uint8)
    assert widen(classes, 1).tolist() == [
        [Reason.CLOUD, Reason.CLOUD, Reason.CLOUD_SHADOW, Reason.CLOUD_SHADOW],
    ]

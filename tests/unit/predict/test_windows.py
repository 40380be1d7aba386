"""Windows cover the scene, merging is seamless and does not depend on where the windows are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.predict.merge import RowMerger, window_weights
from l4s_core.predict.windows import WindowPlan, pad_to_tile


@st.composite
def plans(draw: st.DrawFn) -> WindowPlan:
    tile = draw(st.sampled_from([16, 32, 48]))
    overlap = draw(st.integers(0, tile // 2))
    shape = (draw(st.integers(1, 120)), draw(st.integers(1, 120)))
    origin = (draw(st.integers(-200, 200)), draw(st.integers(-200, 200)))
    return WindowPlan(shape, tile, overlap, origin)


def run_over(plan: WindowPlan, image: np.ndarray, network) -> np.ndarray:
    merger = RowMerger(plan)
    out = []
    for row in plan.row_starts():
        out += list(merger.finish_rows(row))
        for col in plan.col_starts():
            piece = image[None, plan.clip(row, col)[0], plan.clip(row, col)[1]]
            merger.add(network(pad_to_tile(piece, row, col, plan)), row, col)
    out += list(merger.finish())
    return np.concatenate(out, axis=1)[0]


@given(plans())
def test_every_pixel_is_well_inside_some_window(plan: WindowPlan) -> None:
    margin = plan.overlap // 2
    for starts, length in ((plan.row_starts(), plan.shape[0]), (plan.col_starts(), plan.shape[1])):
        inside = np.zeros(length, dtype=int)
        for start in starts:
            inside[max(0, start + margin) : max(0, start + plan.tile - margin)] += 1
        assert inside.min() >= 1
        assert all(start < length and start + plan.tile > 0 for start in starts)
        assert np.all(np.diff(starts) == plan.stride)


@given(plans(), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_a_pointwise_network_is_reproduced_exactly(plan: WindowPlan, seed: int) -> None:
    image = np.random.default_rng(seed).random(plan.shape, dtype=np.float32)
    merged = run_over(plan, image, lambda x: 0.25 + 0.5 * x)
    assert merged.shape == plan.shape
    np.testing.assert_allclose(merged, 0.25 + 0.5 * image, atol=1e-5)


@given(plans(), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_a_local_network_does_not_show_the_windows(plan: WindowPlan, seed: int) -> None:
    """A 3x3 mean, away from the edge of the scene: with enough overlap no window border may be seen."""
    image = np.random.default_rng(seed).random(plan.shape, dtype=np.float32)

    def mean3(x: np.ndarray) -> np.ndarray:
        p = np.pad(x, ((0, 0), (1, 1), (1, 1)), mode="edge")
        return sum(p[:, i : i + x.shape[1], j : j + x.shape[2]] for i in range(3) for j in range(3)) / 9

    merged = run_over(plan, image, mean3)
    wanted = mean3(image[None])[0]
    if plan.overlap >= 4:
        weight_of_the_border = 0.5 - 0.5 * np.cos(np.pi * 0.5 / plan.overlap)
        assert np.abs(merged - wanted).max() <= 1.1 * weight_of_the_border + 1e-5


@given(st.integers(2, 64), st.data())
def test_weights_of_neighbours_sum_to_one(tile: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, tile // 2))
    weights = window_weights(tile, overlap)
    ramp = np.sqrt(np.diag(weights))
    if overlap:
        np.testing.assert_allclose(ramp[:overlap] + ramp[-overlap:], 1.0, atol=2e-3)
    assert weights.min() > 0


def test_rows_leave_in_order_and_memory_follows_the_tile_not_the_height() -> None:
    plan = WindowPlan((5000, 40), 32, 8)
    merger = RowMerger(plan)
    held = merger._sum.nbytes + merger._weight.nbytes
    assert held == 2 * 32 * 40 * 4
    seen = 0
    for row in plan.row_starts():
        for rows in merger.finish_rows(row):
            seen += rows.shape[1]
        assert seen >= row  # nothing that no later window touches is held back
        for col in plan.col_starts():
            merger.add(np.zeros((1, 32, 32), np.float32), row, col)
    seen += sum(rows.shape[1] for rows in merger.finish())
    assert seen == 5000


def test_skipped_windows_leave_nan() -> None:
    plan = WindowPlan((40, 40), 16, 0)
    merger = RowMerger(plan)
    out = np.concatenate(
        [rows for row in plan.row_starts() for rows in merger.finish_rows(row)] + list(merger.finish()), axis=1
    )
    assert out.shape == (1, 40, 40)
    assert np.isnan(out).all()


def test_windows_out_of_order_are_refused() -> None:
    plan = WindowPlan((100, 100), 32, 8)
    merger = RowMerger(plan)
    with pytest.raises(ValueError, match="finish_rows"):
        merger.add(np.zeros((1, 32, 32), np.float32), plan.row_starts()[1], 0)


@pytest.mark.parametrize(("tile", "overlap"), [(16, 16), (16, -1)])
def test_impossible_overlap_is_refused(tile: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="overlap"):
        WindowPlan((10, 10), tile, overlap)


@given(plans(), st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=25)
def test_layers_are_merged_as_if_each_were_alone(plan: WindowPlan, layers: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    windows = {
        (row, col): rng.random((layers, plan.tile, plan.tile), dtype=np.float32)
        for row in plan.row_starts()
        for col in plan.col_starts()
        if rng.random() < 0.8  # some are skipped
    }

    def merged(of: slice, count: int) -> np.ndarray:
        merger = RowMerger(plan, count)
        out = []
        for row in plan.row_starts():
            out += list(merger.finish_rows(row))
            for col in plan.col_starts():
                if (row, col) in windows:
                    merger.add(windows[row, col][of], row, col)
        return np.concatenate([*out, *merger.finish()], axis=1)

    together = merged(slice(None), layers)
    alone = np.concatenate([merged(slice(k, k + 1), 1) for k in range(layers)])
    np.testing.assert_array_equal(together, alone)

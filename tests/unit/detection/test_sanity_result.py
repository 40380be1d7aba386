"""What is suspicious about a result, told from masks and probabilities of which the answer is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra import numpy as st_np

from inventory_kit import FACTS, masks, terrain_of, write_pair
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.detection.sanity.result import _edges, result_doubts
from l4s_core.detection.sanity.terrain import terrain_doubts
from l4s_core.domain.samples import Samples
from l4s_core.domain.types import Doubt, as_row, from_row
from l4s_core.inventory import MaskOptions, outline

SHAPE = (300, 300)


def blobs(count: int, size: int, seed: int = 1) -> np.ndarray:
    """Probability 0.9 in discs of about ``size`` pixels in a noise of 0 to 0.3."""
    rng = np.random.default_rng(seed)
    probability = rng.uniform(0, 0.3, SHAPE)
    rows, cols = np.mgrid[: SHAPE[0], : SHAPE[1]]
    side = int(np.ceil(np.sqrt(count)))
    step = SHAPE[0] // side
    for k in range(count):
        row, col = (k // side + 0.5) * step, (k % side + 0.5) * step
        probability[(rows - row) ** 2 + (cols - col) ** 2 <= size / np.pi] = 0.9
    return probability


def doubts(
    folder: Path,
    probability: np.ndarray,
    observed: np.ndarray | None = None,
    slope: float | None = None,
    options: MaskOptions = MaskOptions(),  # noqa: B008 - frozen
) -> dict[str, str]:
    files = write_pair(folder, probability, observed)
    terrain = None if slope is None else terrain_of(np.zeros(probability.shape), slope)
    mask, inventory = outline(*files, terrain, FACTS, options, {}, Silent())
    reasons = np.zeros(probability.shape, int) if observed is None else observed
    pixels = np.bincount(reasons.ravel().astype(int), minlength=len(Reason))
    return {doubt.id: doubt.text for doubt in result_doubts(mask, files[0], inventory, options, pixels)}


def test_a_likely_result(tmp_path: Path) -> None:
    assert doubts(tmp_path, blobs(9, 60)) == {}


def test_nothing_found_says_how_near_it_was(tmp_path: Path) -> None:
    text = doubts(tmp_path, blobs(9, 60) / 2)["nothing-found"]
    assert "0.45" in text and "0.5" in text


def test_nothing_left_says_what_took_it(tmp_path: Path) -> None:
    small = doubts(tmp_path, blobs(9, 5))["nothing-found"]
    assert "9 patches under the minimum mapping unit" in small
    flat = doubts(tmp_path, blobs(4, 60), slope=1.0)["nothing-found"]
    assert "4 patches on flat ground" in flat


def test_most_of_the_ground_marked(tmp_path: Path) -> None:
    text = doubts(tmp_path, blobs(1, 300 * 300 // 3))["much-marked"]
    assert "33%" in text


def test_the_share_is_of_what_was_observed(tmp_path: Path) -> None:
    observed = np.full(SHAPE, Reason.CLOUD)
    observed[100:200, 100:200] = Reason.OBSERVED
    found = doubts(tmp_path, blobs(1, 3000), observed)
    assert "30%" in found["much-marked"]
    assert "little-observed" not in found  # a ninth was


@pytest.mark.parametrize(("reason", "kind"), [(Reason.CLOUD, "little-observed"), (Reason.NO_DATA, "little-data")])
def test_almost_nothing_observed(tmp_path: Path, reason: Reason, kind: str) -> None:
    observed = np.full(SHAPE, reason)
    observed[:30, :30] = Reason.OBSERVED
    text = doubts(tmp_path, blobs(9, 60), observed)[kind]
    assert "1.0%" in text


def test_one_probability_everywhere(tmp_path: Path) -> None:
    assert "one-probability" in doubts(tmp_path, np.full(SHAPE, 0.42))
    assert "one-probability" not in doubts(tmp_path, np.full(SHAPE, 0.001))  # sure that there is nothing


def test_specks(tmp_path: Path) -> None:
    options = MaskOptions(mmu_m2=0)
    assert "specks" in doubts(tmp_path, np.random.default_rng(3).uniform(0, 0.52, SHAPE), options=options)
    assert "specks" not in doubts(tmp_path, blobs(225, 40), options=options)


def test_a_seam_is_seen_in_rows_and_columns(tmp_path: Path) -> None:
    probability = blobs(16, 3000)
    assert "straight-edges" not in doubts(tmp_path, probability, options=MaskOptions(mmu_m2=0))
    probability[:, 141:] = 0.1  # cuts two columns of discs
    assert "column 141" in doubts(tmp_path, probability)["straight-edges"]
    assert "row 141" in doubts(tmp_path, probability.T)["straight-edges"]


@given(masks)
@settings(max_examples=60, deadline=None)
def test_edges_are_those_that_brute_force_counts(array: np.ndarray) -> None:
    below, beside = _edges(array)
    for edges, turned in ((below, array), (beside, array.T)):
        for k in range(len(turned) - 1):
            pairs = zip(turned[k].tolist(), turned[k + 1].tolist(), strict=True)
            assert edges[k] == sum({one, other} == {0, 1} for one, other in pairs)


@given(st_np.arrays(np.float32, (2, 1500), elements={"min_value": 0, "max_value": 1}))
@settings(max_examples=20, deadline=None)
def test_ground_without_relief_is_flat_terrain(noise: np.ndarray) -> None:
    assert [doubt.id for doubt in terrain_doubts(Samples(("dem", "slope"), 100 + noise))] == ["flat-terrain"]


@pytest.mark.parametrize(
    ("heights", "slope", "kinds"),
    [
        ((200, 1500), (5, 45), []),
        ((200, 1500), (0, 1), ["flat-terrain"]),
        ((200, 1500), (60, 89), ["steep-terrain"]),
        ((-9999, 1500), (5, 45), ["heights"]),
        ((0, 150_000), (60, 89), ["heights", "steep-terrain"]),
    ],
)
def test_heights_and_slopes(heights: tuple[float, float], slope: tuple[float, float], kinds: list[str]) -> None:
    values = np.stack([np.linspace(*heights, 2000), np.linspace(*slope, 2000)]).astype(np.float32)
    assert [doubt.id for doubt in terrain_doubts(Samples(("dem", "slope"), values))] == kinds


def test_the_row_of_the_run_table_comes_back() -> None:
    told = [Doubt("too-dark", 'ten "times" \u00e4rger'), Doubt("specks", "noise.")]
    assert from_row(as_row(told)) == [doubt.plain() for doubt in told]
    assert from_row(None) == from_row("") == from_row("[]") == from_row("damaged {") == []

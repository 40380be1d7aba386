"""What is said of an adaptation without labels, and when its result is not to be used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from l4s_core.adaptation.adapt import verdict
from l4s_core.adaptation.measure import collapsed, drifted, pseudo_facts, score, summary
from l4s_core.adaptation.types import RoundRecord

rng = np.random.default_rng(1)
P = rng.beta(0.2, 3.0, (4, 20, 20)).astype(np.float32)
P[0, :5] = np.nan
BEFORE = summary(P, 0.5)


def test_a_summary_counts_what_was_observed() -> None:
    assert BEFORE.observed_px == 1600 - 100 == sum(BEFORE.histogram)
    assert BEFORE.landslide_px == (P >= 0.5).sum()
    assert summary(np.full((1, 4, 4), 0.5, np.float32), 0.6).entropy_bits == pytest.approx(1.0)
    assert summary(np.array([[[0.0, 1.0]]], np.float32), 0.5).entropy_bits == pytest.approx(0.0, abs=1e-9)
    mask = P >= 0.5
    assert summary(P, 0.5, mask).agreement == 1.0
    assert summary(P, 0.5, ~mask & ~np.isnan(P)).agreement == 0.0
    assert summary(np.zeros((1, 2, 2), np.float32), 0.5, np.zeros((1, 2, 2), bool)).agreement is None


def test_facts_of_pseudo_labels() -> None:
    masks = np.array([[[1, 0, 0, 255]]], np.uint8)
    assert pseudo_facts(masks) == {
        "landslide_px": 1, "background_px": 2, "ignored_px": 1, "landslide_share": pytest.approx(1 / 3),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (0.0, "next to no landslide"),
        (0.97, "landslide for 97%"),
        (BEFORE.share * 3.3, "factor of 3"),
        (BEFORE.share / 3.3, "factor of 3"),
        (BEFORE.share * 2.8, None),
        (BEFORE.share / 2.8, None),
    ],
)
def test_collapse_is_seen_on_both_sides(share: float, says: str | None) -> None:
    found = collapsed(share, BEFORE, BEFORE.share, "The pseudo-labels")
    assert (found == []) if says is None else (len(found) == 1 and says in found[0])
    assert "source's" not in "".join(collapsed(share, BEFORE, None, "The pseudo-labels")), "there is no source"


def test_a_share_may_go_back_to_that_of_the_source() -> None:
    assert collapsed(BEFORE.share / 5, BEFORE, BEFORE.share / 8, "The pseudo-labels") == []
    assert collapsed(BEFORE.share / 5, BEFORE, BEFORE.share, "The pseudo-labels")
    assert collapsed(BEFORE.share * 5, BEFORE, BEFORE.share / 8, "The pseudo-labels")


def test_a_prediction_that_finds_something_else_is_no_adaptation() -> None:
    assert drifted(replace(BEFORE, agreement=0.05)) and not drifted(replace(BEFORE, agreement=0.5))


def test_scores_are_micro_and_labels_can_refuse_a_result() -> None:
    mask = np.array([[1, 1, 0, 255]], np.uint8)
    pairs = [(np.array([[0.9, 0.1, 0.9, 0.9]], np.float32), mask), (np.array([[0.9, 0.9, 0.1, 0.1]], np.float32), mask)]
    found = score(pairs, 0.5)
    assert found is not None and found["f1"] == pytest.approx(2 * 3 / (2 * 3 + 1 + 1))
    records = [RoundRecord(k, [], [], BEFORE, scores={**found, "f1": f1}) for k, f1 in enumerate((0.6, 0.55))]
    assert verdict(records)[0].startswith("On the labelled patches F1 is 0.550")
    assert verdict(records[::-1]) == []
    assert verdict([records[0], replace(records[1], scores=None)]) == []

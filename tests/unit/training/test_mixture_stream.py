"""The stream of a mixture: shares that hold, nothing that depends on what came before."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("torch")

from l4s_core.training.stream import MixtureStream, PatchStream, quotas


@given(st.integers(1, 500), st.lists(st.floats(0.01, 5), min_size=1, max_size=6))
def test_quotas_are_whole_and_off_by_less_than_one(count: int, weights: list[float]) -> None:
    found = quotas(count, weights)
    assert sum(found) == count
    assert all(abs(n - count * w / sum(weights)) < 1 + 1e-9 for n, w in zip(found, weights, strict=True))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=2, max_size=3), st.integers(0, 50), st.data())
def test_any_position_is_the_same_from_wherever_it_is_reached(sizes: list[int], seed: int, data: st.DataObject) -> None:
    starts = np.cumsum([0, *sizes])
    parts = [np.arange(a, b) for a, b in pairwise(starts)]
    weights = [data.draw(st.floats(0.1, 1)) for _ in sizes]
    stream = MixtureStream(parts, weights, seed)
    whole = [stream.index(position) for position in range(4 * stream.count)]
    asked = data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=10))
    fresh = MixtureStream(parts, weights, seed)
    assert [fresh.index(position) for position in asked] == [whole[position] for position in asked]
    for first in range(0, len(whole), stream.count):
        drawn = Counter(int(np.searchsorted(starts, k, "right") - 1) for k in whole[first : first + stream.count])
        assert [drawn[k] for k in range(len(sizes))] == quotas(stream.count, weights)


def test_no_patch_of_a_small_share_is_left_out_for_long() -> None:
    stream = MixtureStream([np.arange(10), np.arange(10, 40)], [0.9, 0.1], 0)
    seen = [stream.index(position) for position in range(8 * stream.count)]
    assert set(seen) == set(range(40)), "4 of the 30 in each pass, all of them in eight"


def test_sets_without_weights_are_one_set() -> None:
    mixed, single = MixtureStream([np.arange(3), np.arange(3, 8)], None, 5), PatchStream(8, 5)
    assert [mixed.index(k) for k in range(30)] == [single.index(k) for k in range(30)]

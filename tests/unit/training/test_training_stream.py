"""The stream of samples does not depend on how it is cut into batches, checks and processes."""

from __future__ import annotations

from itertools import chain

import pytest

pytest.importorskip("torch")

from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.training.stream import PatchStream, StreamBatches, sample_rng


def _positions(
    count: int, batch: int, per_check: int, checks: int, first: int = 0, **how: int
) -> list[tuple[int, int]]:
    batches = StreamBatches(PatchStream(count, 3), batch, per_check, first_check=first, **how)
    out = []
    for epoch in range(checks):
        batches.set_epoch(epoch)
        out += list(chain.from_iterable(batches))
    return out


@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 6), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_every_pass_shows_every_patch_once(count: int, batch: int, per_check: int, checks: int) -> None:
    seen = _positions(count, batch, per_check, checks)
    assert [p for _, p in seen] == list(range(batch * per_check * checks))
    for start in range(0, len(seen) - count + 1, count):
        assert sorted(i for i, _ in seen[start : start + count]) == list(range(count))


def test_a_resumed_stream_goes_on_where_it_stopped() -> None:
    whole = _positions(17, 4, 3, 6)
    assert _positions(17, 4, 3, 2) + _positions(17, 4, 3, 4, first=2) == whole


def test_halving_the_batch_keeps_the_order() -> None:
    assert _positions(17, 8, 3, 4) == _positions(17, 4, 6, 4)


def test_processes_share_the_stream() -> None:
    parts = [_positions(17, 4, 3, 2, rank=rank, world=2) for rank in range(2)]
    assert not set(parts[0]) & set(parts[1])
    assert sorted(parts[0] + parts[1], key=lambda s: s[1]) == _positions(17, 8, 3, 2)


def test_each_position_has_its_own_generator() -> None:
    draws = {sample_rng(0, position).integers(2**40) for position in range(1000)}
    assert len(draws) == 1000
    assert sample_rng(5, 7).integers(2**40) == sample_rng(5, 7).integers(2**40)

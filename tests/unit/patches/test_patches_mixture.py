"""Several sets as one: what is in it, how much of it, how it is split."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.base.statistics import StatisticsAccumulator
from l4s_core.patches.mixture import (
    Mixture,
    Part,
    PatchSource,
    Unlabelled,
    parse_source,
    shares,
    split_mixture,
)
from l4s_core.patches.split import SplitOptions
from l4s_core.patches.statistics import mixed_statistics
from l4s_core.patches.types import Patch, PatchKey


class Made:
    """A `PatchSet` in memory whose values are the id."""

    absolute_scale = True
    has_masks = True

    def __init__(self, name: str, ids: list[int], channels: tuple[str, ...] = ("B4", "B3"), **facts: object) -> None:
        self.source, self.channels = name, channels
        self.keys = tuple(PatchKey(i, str(facts.get("domain", name)), f"{name}{i // 4}") for i in ids)
        self.shape = facts.get("shape", (2, 2))
        self.level = facts.get("level", "L1C")
        self.facts = facts

    def __len__(self) -> int:
        return len(self.keys)

    def read(self, index: int) -> Patch:
        values = np.full((len(self.channels), *self.shape), self.keys[index].id, np.float32)
        return Patch(self.keys[index], values, np.ones(self.shape, np.uint8))

    def subset(self, indices: list[int]) -> Made:
        return Made(self.source, [self.keys[i].id for i in indices], self.channels, **self.facts)


def mixture(*sets: Made, **uses: object) -> Mixture:
    return Mixture([Part(one, PatchSource(path=one.source, **uses.get(one.source, {}))) for one in sets])


def test_patches_keep_their_keys_and_lack_what_their_set_lacks() -> None:
    mixed = mixture(Made("a", [1, 2]), Made("b", [1, 7], ("B3", "B8"), level="L2A"))
    assert mixed.channels == ("B4", "B3", "B8")
    assert [(key.id, key.domain) for key in mixed.keys] == [(1, "a"), (2, "a"), (1, "b"), (7, "b")]
    assert mixed.level is None
    patch = mixed.read(3)
    assert np.isnan(patch.values[0]).all()
    assert (patch.values[1:] == 7).all()
    own, there = mixed.read_own(3)
    assert there == ("B3", "B8")
    assert own.values.shape[0] == 2
    with pytest.raises(InputError, match="one size"):
        mixture(Made("a", [1]), Made("b", [1], shape=(4, 4)))


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.data())
def test_a_subset_holds_the_same_patches(sizes: list[int], data: st.DataObject) -> None:
    mixed = mixture(*(Made(f"set{k}", list(range(1, size + 1))) for k, size in enumerate(sizes)))
    chosen = data.draw(st.lists(st.integers(0, len(mixed) - 1), unique=True))
    part = mixed.subset(chosen)
    assert list(part.keys) == [mixed.keys[k] for k in sorted(chosen)]
    assert [part.read(k).key for k in range(len(part))] == list(part.keys)


@given(st.lists(st.tuples(st.one_of(st.none(), st.floats(0.01, 0.2)), st.integers(1, 99)), min_size=1, max_size=4))
def test_shares_sum_to_one_and_those_given_are_kept(sets: list[tuple[float | None, int]]) -> None:
    weights, sizes = [weight for weight, _ in sets], [size for _, size in sets]
    found = shares(weights, sizes)
    assert sum(found) == pytest.approx(1)
    if None in weights:
        for weight, share in zip(weights, found, strict=True):
            assert weight is None or share == pytest.approx(weight)
    else:
        assert np.allclose(np.array(found) / weights, found[0] / weights[0])


def test_weights_that_leave_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="leaves nothing"):
        shares([1.0, None], [3, 3])


def test_the_weight_stands_behind_an_at_sign(tmp_path: Path) -> None:
    assert parse_source("a/b@0.3") == PatchSource(path="a/b", weight=0.3)
    assert parse_source("a/b") == PatchSource(path="a/b")
    there = tmp_path / "mine@2"
    there.mkdir()
    assert parse_source(str(there)).path == str(there)
    for wrong in ("a@b", "a@-1", "@0.3"):
        with pytest.raises(InputError, match="weight"):
            parse_source(wrong)


def test_every_set_is_split_for_itself() -> None:
    fields = Made("fields", list(range(1, 41)))
    mixed = mixture(Made("a", list(range(1, 41))), fields, fields={"negatives": True})
    options = SplitOptions(by="blocks", validation=((1, 10),), test=((20, 40),), guard=0)
    parts = split_mixture(mixed, options)
    of_a = {name: [key.id for key in part.keys if key.domain == "a"] for name, part in parts.items()}
    assert of_a["validation"] == list(range(1, 11))
    assert of_a["test"] == list(range(20, 41))
    counts = {name: sum(key.domain == "fields" for key in part.keys) for name, part in parts.items()}
    assert counts["train"] > 20, "id ranges are not those of the negatives"
    assert counts["validation"] > 0
    keys = [key for part in parts.values() for key in part.keys]
    assert len(set(keys)) == len(keys)


def test_a_set_can_belong_to_one_part_or_have_a_split_of_its_own() -> None:
    mixed = mixture(
        Made("a", list(range(1, 21))),
        Made("b", list(range(1, 9))),
        Made("c", list(range(1, 21))),
        b={"only": "validation"},
        c={"split": SplitOptions(validation=((1, 2),), guard=0)},
    )
    parts = split_mixture(mixed, SplitOptions(by="region", validation=("b",)))
    validation = Counter(key.domain for key in parts["validation"].keys)
    assert validation == {"b": 8, "c": 2}
    with pytest.raises(InputError, match="nowhere"):
        split_mixture(mixed, SplitOptions(by="region", validation=("nowhere",)))
    with pytest.raises(InputError, match=r"validation split .* is empty"):
        split_mixture(mixture(Made("a", [1, 2]), a={"only": "train"}), SplitOptions())


def test_patches_without_masks_are_background_where_that_was_said() -> None:
    patches = Unlabelled(Made("fields", [1, 2, 3]))
    assert patches.has_masks
    assert not patches.read(1).mask.any()
    assert len(patches.subset([0, 2])) == 2


@given(st.lists(st.integers(1, 30), min_size=1, max_size=4), st.integers(0, 99))
def test_statistics_mixed_by_size_are_those_of_all_values(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    arrays = [rng.normal(rng.uniform(0, 1000), rng.uniform(1, 100), (2, 1, size)) for size in sizes]
    parts = []
    for values in arrays:
        accumulator = StatisticsAccumulator(("B4", "B3"))
        accumulator.add(values)
        parts.append(accumulator.result())
    found = mixed_statistics(parts, [float(size) for size in sizes])
    together = np.concatenate(arrays, axis=2).reshape(2, -1)
    assert np.allclose(found.mean, together.mean(axis=1))
    assert np.allclose(found.std, np.maximum(together.std(axis=1), 1e-3), rtol=1e-6, atol=2e-3)


def test_repeats_are_by_domain() -> None:
    mixed = mixture(Made("a", [1, 2], domain="Nepal"), Made("b", [1]), a={"repeat": {"Nepal": 3}})
    assert [own.tolist() for own in mixed.samples()] == [[0, 0, 0, 1, 1, 1], [2]]

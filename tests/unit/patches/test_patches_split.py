"""Splits: nothing in two parts, nothing near what it is tested on, the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from l4s_core.base.errors import InputError
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import SplitOptions, split_patches
from l4s_core.patches.types import Patch, PatchKey


class Keys:
    """A `PatchSet` without files."""

    source = "somewhere"
    channels = ("B4",)
    absolute_scale = True
    level = None
    has_masks = False
    shape = (1, 1)

    def __init__(self, keys: Sequence[PatchKey]) -> None:
        self.keys = tuple(sorted(keys, key=lambda key: key.id))

    def __len__(self) -> int:
        return len(self.keys)

    def read(self, index: int) -> Patch:
        return Patch(self.keys[index], np.zeros((1, 1, 1), np.float32), None)

    def subset(self, indices: Sequence[int]) -> Keys:
        return Keys([self.keys[i] for i in indices])


def numbered(ids: Sequence[int], domain: str = "a") -> Keys:
    return Keys([PatchKey(i, domain) for i in ids])


def ids_of(parts: dict[str, Keys]) -> dict[str, list[int]]:
    return {name: [key.id for key in part.keys] for name, part in parts.items()}


keys = st.lists(
    st.builds(
        PatchKey,
        st.integers(1, 4000),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["r0c0", "r0c1", "r1c0", "r1c1", "r2c0"]),
    ),
    min_size=8,
    max_size=150,
    unique_by=lambda key: key.id,
)
ranges = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 300)).map(lambda r: (r[0], r[0] + r[1])), min_size=1, max_size=3
)


@st.composite
def options(draw: st.DrawFn) -> SplitOptions:
    by = draw(st.sampled_from(["blocks", "listed", "region", "column", "random"]))
    common = {"guard": draw(st.integers(0, 20)), "seed": draw(st.integers(0, 5)), "i_know_it_leaks": True}
    if by == "listed":
        return SplitOptions(by="blocks", validation=draw(ranges), test=draw(ranges), **common)
    if by == "region":
        return SplitOptions(by="region", validation=["a"], **common)
    if by == "column":
        return SplitOptions(by="column", validation=["r0c0"], test=["r1c1", "r2c0"], **common)
    shares = st.sampled_from([0.1, 0.15, 0.3])
    return SplitOptions(by=by, validation_share=draw(shares), test_share=draw(shares), **common)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(keys=keys, options=options(), named=st.booleans())
def test_no_patch_is_in_two_parts_and_each_stays_away_from_the_others(
    keys: list[PatchKey], options: SplitOptions, named: bool
) -> None:
    by_id = options.by == "blocks" and (bool(options.validation) or not named)
    if not named and options.by != "column":
        keys = [PatchKey(key.id, key.domain) for key in keys]
    whole = Keys(keys)
    try:
        parts = split_patches(whole, options)
    except InputError:
        assume(False)
    ids = ids_of(parts)
    assert set(ids) == {"train", "validation", "test"}
    everything = ids["train"] + ids["validation"] + ids["test"]
    assert len(everything) == len(set(everything))
    assert set(everything) <= {key.id for key in keys}
    assert ids["train"]
    assert ids["validation"]
    if by_id:
        held_out = ids["validation"] + ids["test"]
        assert all(abs(i - j) > options.guard for i in ids["train"] for j in held_out)
    else:
        assert len(everything) == len(keys)
    blocks = {name: {(key.domain, key.block) for key in part.keys} for name, part in parts.items()}
    if options.by == "column" or (options.by == "blocks" and not by_id):
        assert not blocks["train"] & (blocks["validation"] | blocks["test"])
        assert not blocks["validation"] & blocks["test"]
    # the order in which the keys came does not matter, and doing it again changes nothing
    assert ids_of(split_patches(Keys(list(reversed(keys))), options)) == ids


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(20, 1500),
    step=st.integers(1, 3),
    validation=st.sampled_from([0.05, 0.15, 0.25]),
    test=st.sampled_from([0.0, 0.15, 0.25]),
)
def test_automatic_blocks_have_the_shares_that_were_asked_for(
    count: int, step: int, validation: float, test: float
) -> None:
    whole = numbered(range(1, count * step, step))
    ids = ids_of(split_patches(whole, SplitOptions(validation_share=validation, test_share=test, guard=0)))
    cycles = max(1, round(len(whole) / 200))
    assert abs(len(ids["validation"]) - validation * len(whole)) <= cycles
    assert abs(len(ids["test"]) - test * len(whole)) <= cycles
    assert sum(map(len, ids.values())) == len(whole)
    # runs of neighbours, not single patches: one validation run in every cycle
    places = [i // step for i in ids["validation"]]
    assert 1 + sum(b - a > 1 for a, b in pairwise(places)) == cycles


def test_every_large_domain_gives_to_every_part() -> None:
    whole = Keys([PatchKey(i, "abc"[i % 3]) for i in range(1, 400)])
    parts = split_patches(whole, SplitOptions(guard=0))
    for part in parts.values():
        assert {key.domain for key in part.keys} == {"a", "b", "c"}


@settings(max_examples=60, deadline=None)
@given(sizes=st.lists(st.integers(1, 40), min_size=3, max_size=60))
def test_blocks_of_the_table_are_divided_whole(sizes: list[int]) -> None:
    names = [name for name, size in enumerate(sizes) for _ in range(size)]
    whole = Keys([PatchKey(i + 1, "a", f"r{name}") for i, name in enumerate(names)])
    parts = split_patches(whole, SplitOptions())
    blocks = {name: {key.block for key in part.keys} for name, part in parts.items()}
    assert all(blocks.values())  # three blocks are enough for three parts
    assert sum(map(len, blocks.values())) == len(sizes)
    assert sum(len(part) for part in parts.values()) == len(whole)  # no guard: blocks are places


def test_equal_blocks_of_the_table_have_the_shares_that_were_asked_for() -> None:
    whole = Keys([PatchKey(i + 1, "a", f"r{i // 10}") for i in range(1000)])
    parts = split_patches(whole, SplitOptions())
    assert [len(parts[name]) for name in ("train", "validation", "test")] == pytest.approx([700, 150, 150], abs=20)


def test_listed_blocks_are_what_was_listed() -> None:
    whole = numbered(range(1, 101))
    ids = ids_of(split_patches(whole, SplitOptions(validation=[(20, 29)], test=[(50, 50), (99, 4000)], guard=2)))
    assert ids["validation"] == list(range(20, 30))
    assert ids["test"] == [50, 99, 100]
    gone = {18, 19, 30, 31, 48, 49, 51, 52, 97, 98}
    assert ids["train"] == [i for i in range(1, 97) if i not in {*range(20, 30), 50, *gone}]


def test_real_training_data_is_split_by_region_and_by_block(shared_data: Path) -> None:
    pictures = open_patches(shared_data / "l4s_rgb")
    parts = split_patches(pictures, SplitOptions(by="region", validation=["Nepal"], test=["Hokkaido", "Kodagu"]))
    assert {key.domain for key in parts["train"].keys} == {"Taiwan"}
    assert {key.domain for key in parts["test"].keys} == {"Hokkaido", "Kodagu"}
    parts = split_patches(pictures, SplitOptions())
    shares = {name: len(part) / len(pictures) for name, part in parts.items()}
    assert shares == pytest.approx({"train": 0.66, "validation": 0.15, "test": 0.15}, abs=0.02)
    assert {key.domain for key in parts["validation"].keys} == {"Taiwan", "Hokkaido", "Nepal", "Kodagu"}


def test_a_random_split_depends_on_its_seed_alone() -> None:
    whole = numbered(range(1, 101))
    first, again, other = (
        ids_of(split_patches(whole, SplitOptions(by="random", i_know_it_leaks=True, seed=seed))) for seed in (1, 1, 2)
    )
    assert first == again != other
    assert {name: len(part) for name, part in first.items()} == {"train": 70, "validation": 15, "test": 15}


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"by": "random"}, "--i-know-it-leaks"),
        ({"validation": [(1, 10)], "test": [(10, 20)]}, "patch 10 .* in the validation and the test list"),
        ({"validation": [(500, 600)]}, "validation split .* is empty"),
        ({"validation": [(1, 100)]}, "train split .* is empty"),
        ({"validation": [(50, 50)], "guard": 100}, "train split .* smaller guard"),
        ({"test": [(1, 5)]}, "names no validation patches"),
        ({"by": "region"}, "names no validation .*its domains are a, b"),
        ({"by": "region", "validation": ["c"]}, "is in c"),
        ({"by": "column", "validation": ["r1"]}, "has no block"),
        ({"validation_share": 0.0}, "validation split .* is empty"),
    ],
)
def test_a_split_that_cannot_be_made_is_said(how: dict[str, object], says: str) -> None:
    whole = Keys([PatchKey(i, "a" if i < 50 else "b") for i in range(1, 101)])
    with pytest.raises(InputError, match=says):
        split_patches(whole, SplitOptions.model_validate(how))


@pytest.mark.parametrize(
    "how",
    [
        {"by": "nothing"},
        {"validations": [[1, 2]]},
        {"validation": [[10, 1]]},
        {"validation": ["Nepal"]},
        {"by": "region", "validation": [[1, 2]]},
        {"by": "random", "validation": [[1, 2]]},
        {"validation_share": 0.6, "test_share": 0.4},
        {"guard": -1},
    ],
)
def test_options_that_contradict_themselves_are_refused(how: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SplitOptions.model_validate(how)


def test_options_survive_json() -> None:
    for how in ({"validation": [[1, 170], [300, 400]]}, {"by": "region", "validation": ["Nepal"]}):
        options = SplitOptions.model_validate(how)
        assert SplitOptions.model_validate_json(options.model_dump_json()) == options

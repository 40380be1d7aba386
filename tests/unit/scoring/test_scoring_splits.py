"""Which patches of a training run are scored, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from l4s_core.base.errors import InputError
from l4s_core.scoring.splits import choose_split
from scoring_kit import red_patches


def run_folder(path: Path, split: object | None = None, domains: list[str] | None = None) -> Path:
    path.mkdir()
    if split is not None:
        (path / "split.json").write_text(split if isinstance(split, str) else json.dumps(split))
    if domains is not None:
        (path / "run.json").write_text(json.dumps({"domains": domains}))
    return path


SPLIT = {"train": [1, 2, 3, 4, 5], "validation": [7, 8], "test": [10, 11, 12]}


def test_the_default_is_the_test_split_and_else_the_validation_split(tmp_path: Path) -> None:
    patches = red_patches(12)
    chosen = choose_split(patches, run_folder(tmp_path / "a", SPLIT), None)
    assert chosen.split == "test"
    assert [key.id for key in chosen.patches.keys] == SPLIT["test"]
    assert chosen.trained_on == set(SPLIT["train"])
    assert chosen.notes == ()
    chosen = choose_split(patches, run_folder(tmp_path / "b", SPLIT | {"test": []}), None)
    assert chosen.split == "validation"
    assert [key.id for key in chosen.patches.keys] == [7, 8]
    assert any("chosen on its validation" in note for note in chosen.notes)


@pytest.mark.parametrize("name", ["train", "validation", "test"])
def test_a_split_by_name(tmp_path: Path, name: str) -> None:
    chosen = choose_split(red_patches(12), run_folder(tmp_path / "run", SPLIT), name)  # type: ignore[arg-type]
    assert [key.id for key in chosen.patches.keys] == SPLIT[name]
    seen = {key.id for key in chosen.patches.keys} & chosen.trained_on
    assert bool(seen) == (name == "train")


def test_all_patches_of_a_run_know_which_were_trained_on(tmp_path: Path) -> None:
    chosen = choose_split(red_patches(12), run_folder(tmp_path / "run", SPLIT), "all")
    assert len(chosen.patches) == 12
    assert chosen.trained_on == set(SPLIT["train"])


def test_a_model_that_is_no_run_has_no_splits(tmp_path: Path) -> None:
    patches = red_patches(3)
    for model in (None, "l4s-lite-v0", tmp_path / "model.onnx"):
        assert len(choose_split(patches, model, None).patches) == 3
        with pytest.raises(InputError, match="not the folder of a training run"):
            choose_split(patches, model, "test")


def test_equal_ids_of_other_domains_are_other_places(tmp_path: Path) -> None:
    run = run_folder(tmp_path / "run", SPLIT, domains=["Hokkaido"])
    chosen = choose_split(red_patches(12, domains=("Taiwan",)), run, None)
    assert (chosen.split, len(chosen.patches), chosen.trained_on) == ("all", 12, None)
    assert "other places" in chosen.notes[0]
    with pytest.raises(InputError, match="does not apply"):
        choose_split(red_patches(12, domains=("Taiwan",)), run, "test")
    same = choose_split(red_patches(12, domains=("Hokkaido",)), run, None)
    assert same.split == "test"


def test_missing_patches_are_said(tmp_path: Path) -> None:
    run = run_folder(tmp_path / "run", SPLIT)
    some = red_patches(11)
    assert any("Only 2 of the 3" in note for note in choose_split(some, run, None).notes)
    with pytest.raises(InputError, match="None of the 3 patches"):
        choose_split(red_patches(9), run, "test")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"train": [1]}',
        '{"train": ["a"], "validation": [], "test": []}',
        '{"train": [], "validation": [], "dev": []}',
    ],
)
def test_a_damaged_split_file(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"split\.json is not a list"):
        choose_split(red_patches(3), run_folder(tmp_path / "run", content), None)


def test_a_run_without_a_record_of_its_split(tmp_path: Path) -> None:
    run = run_folder(tmp_path / "run")
    with pytest.raises(InputError, match="--split all"):
        choose_split(red_patches(3), run, None)
    assert any("not recorded" in note for note in choose_split(red_patches(3), run, "all").notes)


def test_patches_in_no_split_are_said(tmp_path: Path) -> None:
    chosen = choose_split(red_patches(12), run_folder(tmp_path / "run", SPLIT), "all")
    assert any(note.startswith("2 of the patches are in no split") for note in chosen.notes)
    whole = SPLIT | {"train": [1, 2, 3, 4, 5, 6, 9]}
    assert choose_split(red_patches(12), run_folder(tmp_path / "whole", whole), "all").notes == ()

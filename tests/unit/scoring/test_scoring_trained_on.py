"""Patches that a model was trained on are known again, whatever their folder and the model's file are called."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.card import ModelCard, PatchPrints
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.open import open_model
from l4s_core.patches.fingerprints import prints_of
from l4s_core.patches.open import open_patches
from l4s_core.patches.types import Patch, PatchKey
from l4s_core.scoring.evaluate import evaluate
from l4s_core.scoring.splits import choose_split
from onnx_models import card_fields, write_model
from scoring_kit import MemoryPatches, red_patches


def prints_in(patches: MemoryPatches, ids: set[int] | None = None) -> PatchPrints:
    chosen = [patch for patch in patches.items if ids is None or patch.key.id in ids]
    return PatchPrints.of(one for patch in chosen for one in prints_of(patch, patches.channels))


def renamed(patches: MemoryPatches, domain: str, first: int) -> MemoryPatches:
    keys = [PatchKey(first + k, domain) for k in range(len(patches))]
    return replace(patches, items=[Patch(k, p.values, p.mask) for k, p in zip(keys, patches.items, strict=True)])


def model_trained_on(folder: Path, prints: PatchPrints | None, name: str = "m") -> OnnxModel:
    trained_on = None if prints is None else prints.model_dump()
    return OnnxModel(write_model(folder / f"{name}.onnx", id=name, trained_on=trained_on), "cpu", 1)


def unknown(notes: list[str]) -> bool:
    return any("not known whether" in note for note in notes)


def test_real_patches_have_prints_of_their_own_in_every_layout(shared_data: Path) -> None:
    stored, pictures = open_patches(shared_data / "l4s" / "TrainData"), open_patches(shared_data / "l4s_rgb")
    own = {key.id: prints_of(stored.read(k), stored.channels) for k, key in enumerate(stored.keys)}
    assert len({one for prints in own.values() for one in prints}) == sum(map(len, own.values()))  # no two agree
    place = {key.id: k for k, key in enumerate(pictures.keys)}
    both = [number for number in own if number in place]
    assert len(both) > 5
    for number in both:
        patch = pictures.read(place[number])
        enough = (patch.mask == 1).sum() >= 32
        assert bool(set(own[number]) & set(prints_of(patch, pictures.channels))) == enough


def test_a_print_does_not_depend_on_the_other_channels() -> None:
    [patch] = red_patches(1, masks=False).items
    more = replace(patch, values=np.concatenate([patch.values[::-1], patch.values[:1] * 0]))
    assert prints_of(patch, ("B4", "B3", "B2")) == prints_of(more, ("B2", "B3", "B4", "B10"))
    changed = replace(patch, values=patch.values + np.eye(32, dtype=np.float32))
    assert prints_of(patch, ("B4", "B3", "B2")) != prints_of(changed, ("B4", "B3", "B2"))
    nothing = replace(patch, values=np.full_like(patch.values, np.nan), mask=np.zeros((32, 32), np.uint8))
    assert prints_of(nothing, ("B4", "B3", "B2")) == []


def test_a_joined_patch_has_the_prints_of_what_it_is_joined_of() -> None:
    rng = np.random.default_rng(0)
    labels = [(rng.random((128, 128)) < 0.1).astype(np.uint8) for _ in range(4)]
    image = rng.uniform(100, 2000, (1, 256, 256)).astype(np.float32)
    own = [
        prints_of(Patch(PatchKey(k, "a"), 3 * image[:, :128, :128], label), ("B4",)) for k, label in enumerate(labels)
    ]
    joined = prints_of(Patch(PatchKey(9, "a"), image, np.block([labels[:2], labels[2:]])), ("B4",))
    assert all(set(joined) & set(prints) for prints in own)
    other = Patch(PatchKey(9, "a"), image, (rng.random((256, 256)) < 0.1).astype(np.uint8))
    assert not any(set(prints_of(other, ("B4",))) & set(prints) for prints in own)


def test_a_model_file_knows_its_training_patches_by_another_name(tmp_path: Path) -> None:
    patches = red_patches(8)
    model = model_trained_on(tmp_path, prints_in(patches, {1, 2, 3}))
    found = evaluate(model, renamed(patches, "elsewhere", 100), bootstrap=0)
    assert (found.data.trained_on, found.data.trained_on_known) == (3, True)
    assert "WARNING: the model was trained on 3 of these 8" in found.notes[0]
    others = evaluate(model, red_patches(8, seed=1), bootstrap=0)
    assert (others.data.trained_on, others.data.trained_on_known) == (0, True)
    assert not unknown(others.notes)


def test_what_is_not_known_is_said(tmp_path: Path) -> None:
    found = evaluate(model_trained_on(tmp_path, None), red_patches(4), bootstrap=0)
    assert (found.data.trained_on, found.data.trained_on_known) == (0, False)
    assert unknown(found.notes)
    by_ids = evaluate(model_trained_on(tmp_path, None), red_patches(4), bootstrap=0, trained_on={9})
    assert not unknown(by_ids.notes)


def test_an_ensemble_knows_the_patches_of_all_members(tmp_path: Path) -> None:
    patches = red_patches(6)
    names = [tmp_path / f"{name}.onnx" for name in "abc"]
    for name, ids in (("a", {1, 2}), ("b", {2, 3})):
        model_trained_on(tmp_path, prints_in(patches, ids), name)
    model_trained_on(tmp_path, None, "c")
    for number, (members, seen, known) in enumerate([(names[:2], 3, True), (names[::2], 2, False)]):
        for ending in ("onnx", "yaml"):
            path = tmp_path / f"e{number}.{ending}"
            make_ensemble(members, path)
            data = evaluate(open_model(path, "cpu"), patches, bootstrap=0).data
            assert (data.trained_on, data.trained_on_known) == (seen, known)
    assert unknown(evaluate(open_model(tmp_path / "e1.yaml", "cpu"), red_patches(4, seed=1), bootstrap=0).notes)


def run_of(folder: Path, patches: MemoryPatches, train: list[int]) -> Path:
    """A run folder that was trained on these ids of the patches."""
    pytest.importorskip("torch")
    from l4s_core.inference.checkpoint import save_checkpoint
    from l4s_core.networks.registry import build_network
    from l4s_core.networks.spec import NetworkSpec

    folder.mkdir()
    net = build_network(NetworkSpec(name="unet", variant="small", channels=("B4", "B3", "B2")))
    prints = prints_in(patches, set(train))
    save_checkpoint(net, ModelCard(**card_fields(size_multiple=16, trained_on=prints)), folder / "best.safetensors")
    (folder / "split.json").write_text(json.dumps({"train": train, "validation": [7], "test": [8]}))
    (folder / "run.json").write_text(json.dumps({"domains": sorted({key.domain for key in patches.keys})}))
    return folder


def test_the_renamed_folder_of_a_run_is_still_its_own(tmp_path: Path) -> None:
    patches = red_patches(8)
    run = run_of(tmp_path / "run", patches, [1, 2, 3, 4, 5])
    moved = renamed(patches, "a new name", 1)
    chosen = choose_split(moved, run, None)
    assert (chosen.split, [key.id for key in chosen.patches.keys]) == ("test", [8])
    everything = choose_split(moved, run, "all")
    assert len(everything.trained_on or ()) == 5
    for model in (run, run / "best.safetensors"):
        found = evaluate(open_model(model, "cpu"), moved, bootstrap=0)
        assert found.data.trained_on == 5


def test_equal_names_and_ids_of_other_patches_are_other_places(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", red_patches(8), [1, 2, 3, 4, 5])
    others = red_patches(8, seed=1)
    chosen = choose_split(others, run, None)
    assert (chosen.split, len(chosen.patches)) == ("all", 8)
    assert "other content" in chosen.notes[0]
    found = evaluate(open_model(run, "cpu"), chosen.patches, bootstrap=0, trained_on=chosen.trained_on)
    assert (found.data.trained_on, found.data.trained_on_known) == (0, True)
    with pytest.raises(InputError, match="does not apply"):
        choose_split(others, run, "test")


def test_the_card_of_a_run_holds_its_patches_and_what_it_was_trained_as() -> None:
    pytest.importorskip("torch")
    from l4s_core.inference.card import InputGroup, SceneStatistics
    from l4s_core.training.card import run_card, training_domain, training_prints, unknown_level
    from training_kit import small_recipe

    patches, recipe = red_patches(9), small_recipe(summary="On all 14 channels")
    prints = training_prints(patches)
    assert prints == prints_in(patches)
    some = training_prints(patches, most=4)
    assert not some.complete
    assert some.each() < prints.each()
    norm = SceneStatistics(kind="scene-statistics")
    domain = training_domain(patches, ["B4", "B12"])
    assert list(domain.quantiles) == ["B4"], "what the patches do not have cannot be measured"
    reds = np.concatenate([patches.read(k).values[0, 2::4, 2::4].ravel() for k in range(9)])
    assert domain.quantiles["B4"] == pytest.approx([np.quantile(reds, share) for share in domain.at], rel=1e-5)
    card = run_card(
        recipe,
        run_name="a run",
        inputs=[InputGroup(channels=list(recipe.channels), normalisation=norm, fill=0.0)],
        levels=None,
        patch_px=32,
        size_multiple=32,
        receptive_field_px=50,
        training_data="made up",
        scores={"threshold": 0.5, "f1": 0.1, "precision": 0.1, "recall": 0.1},
        fixed_size=False,
        trained_on=prints,
        domain=domain,
    )
    assert card.domain == domain
    assert ModelCard.model_validate_json(card.model_dump_json()).trained_on == prints
    assert "14" not in card.title
    assert "4 channels (B4 B3 B2 B8)" in card.title
    assert card.levels == ["L1C", "L2A"]
    assert "levels=[L1C]" in (unknown_level(recipe, None) or "")
    assert unknown_level(recipe, ("L1C",)) is None
    assert unknown_level(small_recipe(levels=["L2A"]), None) is None

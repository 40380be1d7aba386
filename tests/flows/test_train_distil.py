"""A student of a teacher: what it is shown, what it learns without labels, and a run of it that is stopped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inference.checkpoint import read_checkpoint
from l4s_core.inference.open import open_model
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.mixture import PatchSource
from l4s_core.patches.open import open_patches
from l4s_core.patches.types import IGNORE
from l4s_core.training.augmentation.augment import AugmentOptions
from l4s_core.training.augmentation.radiometry import RadiometryOptions
from l4s_core.training.augmentation.reference import ReferenceOptions
from l4s_core.training.dataset import TrainingSamples
from l4s_core.training.distil import soft_labels as asking
from l4s_core.training.distil.options import DistilOptions
from l4s_core.training.recipes.recipe import Recipe
from l4s_core.training.run import train
from l4s_core.training.state import load_state
from training_kit import largest_difference, small_recipe, write_patches


@pytest.fixture(scope="module")
def patches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_patches(tmp_path_factory.mktemp("patches") / "set")


@pytest.fixture(scope="module")
def unlabelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_patches(tmp_path_factory.mktemp("patches") / "unlabelled", count=6, seed=7)
    shutil.rmtree(folder / "mask")
    return folder


@pytest.fixture(scope="module")
def teacher(patches: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    recipe = small_recipe(train={"steps": 40, "batch": 8, "check_every": 20}, mixup_alpha=0.0)
    return train(recipe, patches, tmp_path_factory.mktemp("teacher") / "run").run


def student(teacher: Path, **changes: object) -> Recipe:
    distil = {"teacher": str(teacher), "weight": 0.5, "views": 2}
    return small_recipe(distil=distil, train={"steps": 9, "batch": 4, "check_every": 3, "average": 0.9}, **changes)


def test_soft_labels_move_with_the_image_and_say_nothing_of_what_the_teacher_did_not_see(patches: Path) -> None:
    """A teacher who answers with a band of the image: wherever the sample still has an answer, it is that band's."""
    found = open_patches(patches, expect_masks=True)
    channels = found.channels

    class Echo:
        def __getitem__(self, index: int) -> np.ndarray:
            return found.read(index).values[channels.index("B4")].copy()

    options = AugmentOptions(flips=True, rotations=True, zoom=(1.0, 1.5))
    recipe = small_recipe(channels=["B4", "B3", "B2"], normalisation="relative-brightness")
    from l4s_core.training.card import inputs_of

    plain = PatchNormaliser(inputs_of(recipe, found, None))
    hidden = RadiometryOptions(cloud=1.0)
    for radiometry, reference in ((None, None), (hidden, ReferenceOptions(holes=1.0))):
        samples = TrainingSamples(found, plain, ["x"], options, 0, radiometry, reference, Echo())  # type: ignore[arg-type]
        unknown = 0.0
        for position in range(8):
            image, mask, _, _, soft = samples[position, position]
            known = torch.isfinite(soft)
            unknown += 1 - known.float().mean().item()
            ratio = (image[0] / soft)[known]
            if radiometry is None:  # only the reference brightness lies between the two
                assert ratio.std() / ratio.mean() < 1e-5
            fill = (image == 1.0).all(dim=0)
            assert not (fill & known).any()
            assert not (known & (mask == IGNORE)).any()
        assert (unknown > 0) == (radiometry is not None)


def test_stopped_and_resumed_is_as_if_nothing_had_happened(
    teacher: Path, patches: Path, unlabelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped while the teacher is asked, and again between two checks; an unlabelled set is in it."""
    recipe = student(teacher)
    data = [PatchSource(path=str(patches)), PatchSource(path=str(unlabelled), weight=0.4, unlabelled=True)]
    monkeypatch.setattr(asking, "AT_A_TIME", 4)
    whole = train(recipe, data, tmp_path / "whole")
    asked: list[int] = []
    ask = asking.answers

    def dying(model: object, part: object, *rest: object) -> np.ndarray:
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(len(part))  # type: ignore[arg-type]
        return ask(model, part, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(asking, "answers", dying)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, data, tmp_path / "cut")
    monkeypatch.setattr(asking, "answers", ask)
    kept = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "cut" / asking.FOLDER).iterdir()}
    assert len(kept) == sum(asked) == 8

    class Stops(Silent):
        def advance(self, by: int = 1) -> None:
            self.count = getattr(self, "count", 0) + by
            files = (tmp_path / "cut" / asking.FOLDER).glob("*.npy")
            assert {p.name: p.stat().st_mtime_ns for p in files}.items() >= kept.items()  # nobody is asked twice
            if (tmp_path / "cut" / "last.safetensors").is_file():
                raise KeyboardInterrupt

    from l4s_core.base.errors import Cancelled

    with pytest.raises(Cancelled):
        train(recipe, data, tmp_path / "cut", resume=True, progress=Stops())
    train(recipe, data, tmp_path / "cut", resume=True)
    a, b = (load_state(tmp_path / name / "last.safetensors")[0] for name in ("whole", "cut"))
    assert largest_difference(a, b) == 0
    assert whole.steps == 9 and not (tmp_path / "cut" / asking.FOLDER).exists()
    facts = json.loads((tmp_path / "cut" / "run.json").read_text())
    assert facts["teacher"]["sha256"] == open_model(teacher, "cpu").sha256
    assert "taught by" in read_checkpoint(tmp_path / "cut" / "best.safetensors").card.training_data


def test_a_student_learns_where_no_label_says_anything(teacher: Path, patches: Path, tmp_path: Path) -> None:
    """Labels are the wrong way round and count nothing (weight 1): what it then finds, it has from the teacher."""
    recipe = small_recipe(
        distil={"teacher": str(teacher), "weight": 1.0, "views": 1},
        train={"steps": 40, "batch": 8, "check_every": 40}, mixup_alpha=0.0,
    )  # fmt: skip
    wrong = write_patches(tmp_path / "wrong", label=lambda number, mask: mask if 15 <= number <= 19 else 1 - mask)
    assert train(recipe, wrong, tmp_path / "run").best["f1"] > 0.5


def test_what_cannot_be_is_one_sentence(
    teacher: Path, patches: Path, unlabelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = [PatchSource(path=str(patches)), PatchSource(path=str(unlabelled), unlabelled=True)]
    with pytest.raises(InputError, match="only distil learns"):
        train(small_recipe(), data, tmp_path / "a")
    with pytest.raises(InputError, match="nobody"):
        train(student(tmp_path / "nobody"), patches, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    with pytest.raises(ValueError, match="for training only"):
        PatchSource(path="x", unlabelled=True, only="validation")
    options = DistilOptions(teacher=str(teacher), views=2)
    with pytest.raises(InputError, match="has changed"):
        asking.soft_labels(
            open_patches(patches), options, tmp_path, cuda=False, progress=Silent(), known={"sha256": "0" * 64}
        )
    monkeypatch.setattr("l4s_core.inference.several.DIRECTED", open_model(teacher, "cpu").card.channels[:1])
    with pytest.raises(InputError, match="where north is"):
        asking.soft_labels(open_patches(patches), options, tmp_path / "c", cuda=False, progress=Silent())

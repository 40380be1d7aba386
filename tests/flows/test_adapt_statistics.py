"""The methods ``normalisation`` and ``mc-dropout`` of ``l4s adapt``, as a user calls them."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.adaptation.adapt import adapt
from l4s_core.adaptation.predict import read_stack
from l4s_core.adaptation.types import AdaptOptions, AdaptResult
from l4s_core.inference.calibration import Temperature
from l4s_core.inference.checkpoint import load_checkpoint, save_checkpoint
from l4s_core.networks.batch_statistics import batch_layers
from l4s_core.patches.open import open_patches
from l4s_core.training.hardware import Hardware
from l4s_core.training.run import train
from training_kit import small_recipe, write_patches

torch.set_num_threads(1)
CPU = Hardware("cpu")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source, a target of another sensor (a gain in every channel), and a model of the source."""
    folder = tmp_path_factory.mktemp("statistics")
    write_patches(folder / "TrainData")
    target = write_patches(folder / "there", count=20, seed=5)
    for file in (target / "img").glob("*.h5"):
        with h5py.File(file, "r+") as opened:
            opened["img"][...] = opened["img"][...] * 1.6 + 0.3
    train(small_recipe(normalisation="dataset"), folder / "TrainData", folder / "model", hardware=CPU)
    return folder


def run(place: Path, out: str, method: str, **rest: object) -> AdaptResult:
    options = AdaptOptions(method, steps=rest.pop("steps", None))
    source = place / "TrainData" if method == "mc-dropout" else None
    return adapt(place / "model", source, place / "there", place / out, options, hardware=CPU, **rest)


def test_the_statistics_are_those_of_the_target_and_nothing_is_trained(place: Path) -> None:
    done = run(place, "statistics", "normalisation", labels=place / "there")
    [model] = done.rounds[1].models
    before, old = load_checkpoint(place / "model" / "best.safetensors")
    after, card = load_checkpoint(done.run / model)
    patches = open_patches(place / "there")
    values = np.stack([patches.read(k).values for k in range(len(patches))]).astype(np.float64)
    for group in card.inputs:
        norm = group.normalisation
        for k, name in enumerate(group.channels):
            own = values[:, patches.channels.index(name)]
            assert norm.mean[k] * norm.divide[k] == pytest.approx(own.mean(), rel=1e-4)
            assert norm.std[k] * norm.divide[k] == pytest.approx(own.std(), rel=1e-4)
    assert card.inputs != old.inputs and card.figures == {}
    statistics = [f"{name}.{which}" for name in batch_layers(before) for which in ("running_mean", "running_var")]
    counts = [f"{name}.num_batches_tracked" for name in batch_layers(before)]
    for name, value in before.state_dict().items():
        same = torch.equal(value, after.state_dict()[name])
        assert same == (name not in statistics) or name in counts, name
    assert done.rounds[1].facts["batch_statistics_of_layers"] == len(statistics) // 2
    # with a gain that is known the adapted model finds what the old one found on the ground as it was
    assert done.rounds[1].scores["f1"] > done.rounds[0].scores["f1"]


def test_a_model_that_was_calibrated_marks_the_same_without_it(place: Path) -> None:
    net, card = load_checkpoint(place / "model" / "best.safetensors")
    scale = {"any": Temperature(kind="temperature", temperature=0.5)}
    odds = (card.threshold / (1 - card.threshold)) ** 2
    changed = card.model_copy(update={"calibration": scale, "threshold": odds / (1 + odds)})
    save_checkpoint(net, changed, place / "calibrated.safetensors")
    options = AdaptOptions("normalisation")
    done = adapt(place / "calibrated.safetensors", None, place / "there", place / "scaled", options, hardware=CPU)
    assert done.model is not None, done.reasons
    _, made = load_checkpoint(done.model)
    assert made.calibration == {} and made.threshold == pytest.approx(card.threshold)


def test_labels_are_where_ten_passes_agree(place: Path) -> None:
    done = run(place, "passes", "mc-dropout", steps=6)
    first = done.run / "round_1"
    varies, p = np.load(first / "variance.npy"), read_stack(done.run / "round_0")
    marked = p >= np.float32(done.rounds[0].summary.threshold)
    pseudo = open_patches(first / "pseudo", expect_masks=True)
    masks = np.stack([pseudo.read(k).mask for k in range(len(pseudo))])
    assert varies.shape == masks.shape and varies.max() > 0
    for label, share in ((0, 0.9), (1, 0.7)):
        kept, own = masks == label, marked == bool(label)
        assert kept.sum() == np.ceil(share * own.sum() - 1e-9) and not (kept & ~own).any()
        assert varies[kept].max() <= varies[own & ~kept].min()
    student, _ = load_checkpoint(first / "student" / "best.safetensors")
    assert student.spec.mc_dropout == pytest.approx(0.3)
    recipe = (first / "student" / "recipe.yaml").read_text()
    assert "ce + jaccard" in recipe and "mixup_alpha: 0.2" in recipe


def test_without_a_source_only_statistics_can_be_taken(place: Path) -> None:
    from l4s_core.base.errors import InputError

    with pytest.raises(InputError, match="give their folder with --source"):
        adapt(place / "model", None, place / "there", place / "x", AdaptOptions("mc-dropout"), hardware=CPU)

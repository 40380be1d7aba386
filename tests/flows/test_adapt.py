"""Adapting to patches without labels, as a user does; stopped by force and resumed it is as if nothing had happened."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.adaptation.adapt import adapt
from l4s_core.adaptation.predict import read_stack, stacked
from l4s_core.adaptation.result import write_models
from l4s_core.adaptation.rounds import Setup, student_recipe, validation_f1
from l4s_core.adaptation.target import Target
from l4s_core.adaptation.types import AdaptOptions, AdaptResult
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inference.checkpoint import load_checkpoint
from l4s_core.inference.open import open_model
from l4s_core.networks.cross_sensor_norm import CrossSensorNorm2d
from l4s_core.patches.open import open_patches
from l4s_core.training.hardware import Hardware
from l4s_core.training.recipes.files import dump_recipe
from l4s_core.training.run import train
from training_kit import largest_difference, small_recipe, write_patches

torch.set_num_threads(1)  # networks this small are faster on one thread
CPU = Hardware("cpu")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source, a target whose labels are known, and a model of the source."""
    folder = tmp_path_factory.mktemp("adapt")
    write_patches(folder / "TrainData")
    write_patches(folder / "there", count=10, seed=5)
    train(small_recipe(), folder / "TrainData", folder / "model", hardware=CPU)
    return folder


def run(place: Path, out: str, method: str = "self-training", **rest: object) -> AdaptResult:
    overrides = rest.pop("overrides", ())
    options = AdaptOptions(method, rest.pop("rounds", 2), rest.pop("steps", 12), overrides=overrides)
    models = rest.pop("models", place / "model")
    return adapt(models, place / "TrainData", place / "there", place / out, options, hardware=CPU, **rest)


@pytest.fixture(scope="module")
def whole(place: Path) -> AdaptResult:
    return run(place, "whole")


def test_an_adapted_model_is_a_model_and_labels_are_never_trained_on(whole: AdaptResult, place: Path) -> None:
    assert whole.recommended and whole.model is not None
    card = open_model(whole.run).card
    assert "adapted without labels to there by self-training" in card.training_data
    shares = [record.facts["share"] for record in whole.rounds[1:]]
    assert shares == [0.5, 0.7]
    for record in whole.rounds[1:]:
        pseudo = open_patches(whole.run / f"round_{record.number}" / "pseudo", expect_masks=True)
        masks = np.stack([pseudo.read(k).mask for k in range(len(pseudo))])
        marked = read_stack(whole.run / "round_0") >= np.float32(whole.rounds[0].summary.threshold)
        assert (masks[masks != 255] == marked[masks != 255]).all(), "labels are what the source model said"
        assert (masks == 1).sum() == np.ceil(record.facts["share"] * marked.sum())
    assert whole.rounds[0].scores is None
    page = whole.report.read_text()
    assert "Not collapsed" in page and 'src="http' not in page and "data:image/png" in page


def test_killed_and_resumed_it_is_as_if_nothing_had_happened(whole: AdaptResult, place: Path) -> None:
    out = place / "cut"
    command = [
        sys.executable, "-m", "l4s_core.cli.main", "adapt", str(place / "model"), "--source", str(place / "TrainData"),
        "--target", str(place / "there"), "--method", "self-training", "--rounds", "2", "--steps", "12",
        "--device", "cpu", "--out", str(out), "--resume",
    ]  # fmt: skip
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    for waits_for in ("round_1/student/last.safetensors", "round_2/pseudo"):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 300
        while process.poll() is None and not (out / waits_for).exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL, "it was still at work"
    assert not (out / "best.safetensors").exists()
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert ended.returncode == 0, ended.stderr
    for number in (0, 1, 2):
        one, other = (read_stack(folder / f"round_{number}") for folder in (whole.run, out))
        np.testing.assert_array_equal(one, other)
    for number in (1, 2):
        one, other = (open_patches(f / f"round_{number}" / "pseudo", expect_masks=True) for f in (whole.run, out))
        assert [key.id for key in one.keys] == [key.id for key in other.keys]
        assert all((one.read(k).mask == other.read(k).mask).all() for k in range(len(one)))
    first, resumed = (load_checkpoint(f / "best.safetensors")[0].state_dict() for f in (whole.run, out))
    assert largest_difference(first, resumed) == 0
    again = subprocess.run(
        [*command, "--progress", "json"], env=environment, capture_output=True, text=True, timeout=600
    )
    assert again.returncode == 0 and '"training"' not in again.stdout, "nothing is left to train"


def test_it_goes_on_with_a_model_that_was_moved_and_with_no_other_labels(whole: AdaptResult, place: Path) -> None:
    shutil.copytree(whole.run, place / "again", ignore=shutil.ignore_patterns("round_[12]", "best*", "recipe*"))
    (place / "model").rename(place / "moved")
    try:
        how = {"models": place / "moved", "rounds": 1, "resume": True}
        with pytest.raises(InputError, match="other labels"):
            run(place, "again", labels=place / "there", **how)
        done = run(place, "again", **how)
    finally:
        (place / "moved").rename(place / "model")
    assert done.rounds[1].sha256 == whole.rounds[1].sha256


def test_several_networks_are_refined_together_with_statistics_of_each_domain(place: Path) -> None:
    recipes = []
    for name in ("one", "two"):
        changes = {"name": name, "normalisation": "per-image", "train": {"steps": 16, "batch": 4, "check_every": 16}}
        path = place / f"{name}.yaml"
        path.write_text(dump_recipe(small_recipe(**changes, loss="ce + lovasz")))
        recipes.append(path)
    done = run(place, "progressive", "progressive", models=recipes, rounds=1, labels=place / "there")
    assert set(done.rounds[1].facts["validation_f1"]) == {"one", "two"} and len(done.rounds[1].models) == 1
    assert done.rounds[0].scores is not None and done.rounds[1].scores is not None
    students = sorted((done.run / "round_1").glob("student-*/best.safetensors"))
    net, card = load_checkpoint(students[0])
    assert sorted(card.domains) == ["source", "target"]
    assert any(isinstance(module, CrossSensorNorm2d) for module in net.modules())
    if done.model is not None:
        final, card = load_checkpoint(done.model)
        assert card.domains == ["target", "source"], "a scene that names no domain gets the target's"
        best = done.run / done.rounds[1].models[0]
        before, domains = load_checkpoint(best)[0], open_model(best).card.domains
        norms = [[m for m in n.modules() if isinstance(m, CrossSensorNorm2d)] for n in (before, final)]
        for old, new in zip(*norms, strict=True):
            torch.testing.assert_close(old.running_mean[domains.index("target")], new.running_mean[0])


def test_several_networks_that_are_left_are_an_ensemble(whole: AdaptResult, place: Path) -> None:
    models = [whole.rounds[k].models[0] for k in (1, 2)]
    target = Target(open_patches(place / "there", expect_masks=False), place / "there")
    setup = Setup(
        run=whole.run, source=place / "TrainData", target=target, options=AdaptOptions("progressive"), members=(),
        hardware=CPU, progress=Silent(), source_share=0.05,
    )  # fmt: skip
    taught = small_recipe(distil={"teacher": "gone.onnx"})
    assert student_recipe(taught, setup, start=None, seed=0).distil is None, "a student learns from its labels alone"
    copies = place / "ensemble"
    for k, model in enumerate(models):
        shutil.copytree((whole.run / model).parent, copies / f"student-{k}")
    record = replace(whole.rounds[-1], models=["student-0/best.safetensors", "student-1/best.safetensors"])
    model, ensemble = write_models(replace(setup, run=copies), record)
    assert ensemble is not None
    members = [stacked(open_model(copies / name), target.patches, Silent()) for name in record.models]
    together = stacked(open_model(ensemble), target.patches, Silent())
    np.testing.assert_allclose(together, np.mean(members, axis=0), atol=1e-6)
    f1 = [validation_f1(copies / name) for name in record.models]
    np.testing.assert_array_equal(stacked(open_model(model), target.patches, Silent()), members[int(np.argmax(f1))])


def test_what_has_collapsed_is_not_recommended_and_leaves_no_model(place: Path) -> None:
    """A model that marks next to nothing here: what it is sure of says that there are no landslides."""
    dark = write_patches(place / "empty", count=6, seed=9, label=lambda _n, mask: mask)
    import h5py

    for file in (dark / "img").glob("*.h5"):
        with h5py.File(file, "r+") as opened:
            opened["img"][...] = 1.0
    options = AdaptOptions("pseudo-label", steps=4)
    done = adapt(place / "model", place / "TrainData", dark, place / "collapsed", options, hardware=CPU)
    assert not done.recommended and done.model is None and done.reasons
    with pytest.raises(InputError):
        open_model(done.run)
    assert json.loads((done.run / "result.json").read_text())["recommended"] is False
    assert "Not recommended" in done.report.read_text()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"models": "l4s-lite-v4"}, "exported model"),
        ({"models": "no-such-recipe"}, "no recipe"),
        ({"models": []}, "Give the model"),
        ({"steps": 13, "resume": True, "out": "whole"}, "other options"),
        ({"out": "TrainData", "resume": True}, "holds no adaptation"),
        ({"out": "whole"}, "--resume"),
        ({"overrides": ("split.validation=[[900, 901]]",)}, "validation"),
        ({"overrides": ("train.steps=5",)}, "--steps"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    whole: AdaptResult, place: Path, changes: dict[str, object], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        run(place, str(changes.pop("out", "refused")), **changes)
    assert not (place / "refused").exists()

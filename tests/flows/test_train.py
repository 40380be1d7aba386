"""Training runs: exact resume, memory, disks, stages, processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.inference.card import InputGroup, SceneStatistics
from l4s_core.inference.checkpoint import load_checkpoint
from l4s_core.inference.open import open_model
from l4s_core.losses import parse_loss
from l4s_core.networks.registry import build_network
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.open import open_patches
from l4s_core.patches.types import Patch
from l4s_core.scoring.evaluate import evaluate
from l4s_core.training.callbacks import read_rows
from l4s_core.training.dataset import TrainingSamples
from l4s_core.training.fit import check_lengths
from l4s_core.training.hardware import Hardware
from l4s_core.training.prepare import prepare
from l4s_core.training.recipes.files import dump_recipe
from l4s_core.training.recipes.recipe import Recipe, TrainOptions
from l4s_core.training.run import train
from l4s_core.training.run_folder import LOCK
from l4s_core.training.state import load_state
from l4s_core.training.stream import PatchStream, StreamBatches
from progress_kit import Notes, StopsTraining
from training_kit import largest_difference, small_recipe, write_patches

# networks this small are faster on one thread, and on a busy machine by far
torch.set_num_threads(1)
CPU = Hardware("cpu")
L4S = [sys.executable, "-m", "l4s_core.cli.main"]


@pytest.fixture(scope="module")
def patches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_patches(tmp_path_factory.mktemp("patches") / "TrainData")


@pytest.fixture(scope="module")
def whole_run(patches: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run from beginning to end, that the others are compared with."""
    out = tmp_path_factory.mktemp("runs") / "whole"
    train(small_recipe(), patches, out, hardware=CPU)
    return out


def test_a_run_learns_and_leaves_what_people_need(whole_run: Path, patches: Path) -> None:
    names = {path.name for path in whole_run.iterdir()}
    assert {
        "recipe.yaml",
        "run.json",
        "split.json",
        "best.safetensors",
        "last.safetensors",
        "metrics.csv",
        "tensorboard",
        "curves.png",
        "montage.png",
    } <= names
    assert not [name for name in names if name.startswith(".")], "nothing half-written is left"
    rows = read_rows(whole_run / "metrics.csv")
    assert [int(row["step"]) for row in rows] == [10, 20, 30]
    assert float(rows[-1]["train_loss"]) < float(rows[0]["train_loss"])
    facts = json.loads((whole_run / "run.json").read_text())
    assert facts["best"]["f1"] > 0.8, "bright squares are easy"
    assert facts["steps"] == 30
    split = json.loads((whole_run / "split.json").read_text())
    assert split["validation"] == [15, 16, 17, 18, 19]
    assert split["test"] == [22, 23, 24]
    assert set(split["train"]) == set(range(1, 25)) - set(split["validation"]) - set(split["test"])
    model = open_model(whole_run)
    assert model.card.threshold == pytest.approx(facts["best"]["threshold"])
    assert model.card.channels == ["B4", "B3", "B2", "B8"]
    assert model.card.tile_px == 32


def test_the_same_seed_gives_the_same_weights_and_another_does_not(
    whole_run: Path, patches: Path, tmp_path: Path
) -> None:
    train(small_recipe(), patches, tmp_path / "again", hardware=CPU)
    first, again = (load_state(run / "last.safetensors")[0] for run in (whole_run, tmp_path / "again"))
    assert largest_difference(first, again) == 0
    changes = {"train": {"steps": 10, "batch": 4, "check_every": 10, "seed": 1}}
    train(small_recipe(**changes), patches, tmp_path / "other", hardware=CPU)
    assert largest_difference(first, load_state(tmp_path / "other" / "last.safetensors")[0]) > 1e-4


def _start(recipe: Path, patches: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    command = [*L4S, "train", str(recipe), "--data", str(patches), "--out", str(out), "--device", "cpu", *more]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_loader_processes_do_not_change_the_result(whole_run: Path, patches: Path, tmp_path: Path) -> None:
    """In a process of its own, as people train: this one is full of other tests' threads, which do not bear a fork."""
    changes = {"train": {"steps": 30, "batch": 4, "check_every": 10, "workers": 2}}
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(dump_recipe(small_recipe(**changes)))
    process = _start(recipe, patches, tmp_path / "run")
    said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    first, other = (load_state(run / "last.safetensors")[0] for run in (whole_run, tmp_path / "run"))
    assert largest_difference(first, other) == 0


def _wait_for_check(process: subprocess.Popen[str], out: Path, step: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        rows = read_rows(out / "metrics.csv") if (out / "metrics.csv").is_file() else []
        if rows and int(rows[-1]["step"]) >= step and (out / "last.safetensors").is_file():
            return
        time.sleep(0.02)
    raise AssertionError(f"step {step} never came: {process.communicate()[1]}")


def test_killed_and_resumed_is_as_if_nothing_had_happened(patches: Path, tmp_path: Path) -> None:
    """kill -9, twice, at places that are no checks."""
    length = {"train": {"steps": 60, "batch": 4, "check_every": 12, "patience": 40}}
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(dump_recipe(small_recipe(**length)))
    cut = tmp_path / "cut"
    for step in (12, 36):
        process = _start(recipe, patches, cut, "--resume")
        _wait_for_check(process, cut, step)
        time.sleep(0.15)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    process = _start(recipe, patches, cut, "--resume")
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert "Going on after step" in errors
    process = _start(recipe, patches, tmp_path / "whole")
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    a, b = (load_state(run / "last.safetensors") for run in (cut, tmp_path / "whole"))
    assert a[2].step == b[2].step == 60
    assert largest_difference(a[0], b[0]) == 0
    best = [load_checkpoint(run / "best.safetensors")[0].state_dict() for run in (cut, tmp_path / "whole")]
    assert largest_difference(*best) == 0
    rows = [read_rows(run / "metrics.csv") for run in (cut, tmp_path / "whole")]
    assert [r["train_loss"] for r in rows[0]] == [r["train_loss"] for r in rows[1]]


def test_sigterm_ends_it_in_order_and_it_can_go_on(patches: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(dump_recipe(small_recipe(train={"steps": 4000, "batch": 4, "check_every": 10})))
    out = tmp_path / "run"
    process = _start(recipe, patches, out)
    _wait_for_check(process, out, 10)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert "--resume" in errors
    counters = load_state(out / "last.safetensors")[2]
    assert counters.step >= 10
    assert not counters.finished


def test_resuming_with_something_else_is_refused(whole_run: Path, patches: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not empty"):
        train(small_recipe(), patches, whole_run, hardware=CPU)
    with pytest.raises(InputError, match="another recipe"):
        train(small_recipe(loss="ce"), patches, whole_run, resume=True, hardware=CPU)
    other = write_patches(tmp_path / "TrainData", seed=1)
    with pytest.raises(InputError, match="other patches"):
        train(small_recipe(), other, whole_run, resume=True, hardware=CPU)
    with pytest.raises(InputError, match=r"\(loss was ce \+ lovasz and is ce, train.batch was 4 and is 2\)"):
        changes = {"loss": "ce", "train": {"steps": 30, "batch": 2, "check_every": 10}}
        train(small_recipe(**changes), patches, whole_run, resume=True, hardware=CPU)
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "last.safetensors").write_bytes((whole_run / "last.safetensors").read_bytes()[:5000])
    with pytest.raises(InputError, match="damaged"):
        train(small_recipe(), patches, damaged, resume=True, hardware=CPU)


def test_a_finished_run_is_left_as_it_is(whole_run: Path, patches: Path) -> None:
    def times() -> dict[str, int]:
        return {p.name: p.stat().st_mtime_ns for p in whole_run.rglob("*") if p.is_file() and p.name != LOCK}

    before = times()
    first = json.loads((whole_run / "run.json").read_text())
    result = train(small_recipe(), patches, whole_run, resume=True, hardware=CPU)
    assert (result.steps, result.best, result.warnings) == (30, first["best"], [])
    assert times() == before, "nothing is drawn or written again"


def test_out_of_memory_halves_the_batch_and_keeps_the_stream(
    patches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No GPU here: the network itself says that memory ran out above a batch of two."""
    seen = []
    forward = LandslideNetwork.train_forward

    def limited(self: LandslideNetwork, x: torch.Tensor) -> object:
        if self.training:
            if len(x) > 2:
                raise torch.OutOfMemoryError("CUDA out of memory")
            seen.append(len(x))
        return forward(self, x)

    monkeypatch.setattr(LandslideNetwork, "train_forward", limited)

    notes = Notes()
    recipe = small_recipe(train={"steps": 6, "batch": 8, "check_every": 3})
    result = train(recipe, patches, tmp_path / "run", hardware=CPU, progress=notes)
    assert result.steps == 6
    assert seen == [2] * (6 * 4), "four batches of two are one step"
    assert any("going on with 4" in note for note in notes.said)
    assert any("going on with 2" in note for note in notes.said)
    assert json.loads((tmp_path / "run" / "run.json").read_text())["batch_divided_by"] == 4


def test_out_of_memory_at_one_patch_is_said(patches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self: LandslideNetwork, x: torch.Tensor) -> object:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(LandslideNetwork, "train_forward", never)
    with pytest.raises(L4SError, match="ran out of memory with a batch of 1"):
        train(small_recipe(train={"steps": 2, "batch": 2}), patches, tmp_path / "run", hardware=CPU)


def test_a_batch_of_one_where_the_network_needs_two(patches: Path, tmp_path: Path) -> None:
    recipe = small_recipe(
        network={"name": "deeplabv3plus", "variant": "resnet18"}, train={"steps": 2, "batch": 1}, mixup_alpha=0.0
    )
    with pytest.raises(InputError, match="larger batch"):
        train(recipe, patches, tmp_path / "run", hardware=CPU)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_leaves_the_last_checkpoint(patches: Path, whole_run: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    best = (whole_run / "best.safetensors").stat().st_size
    # a state is the weights and two moments of each: room for it, the best weights and two thirds of a second state
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={best * 6}", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(L4SError, match="full"):
            train(small_recipe(), patches, disk / "run", hardware=CPU)
        counters = load_state(disk / "run" / "last.safetensors")[2]
        assert 10 <= counters.step < 30
        assert open_model(disk / "run").card.channels == ["B4", "B3", "B2", "B8"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_cancelling_keeps_the_last_check(patches: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    with pytest.raises(Cancelled, match="--resume"):
        train(small_recipe(), patches, out, hardware=CPU, progress=StopsTraining(15))
    assert load_state(out / "last.safetensors")[2].step == 10
    assert train(small_recipe(), patches, out, resume=True, hardware=CPU).steps == 30


def test_early_stopping_counts_checks_without_a_better_f1(patches: Path, tmp_path: Path) -> None:
    recipe = small_recipe(
        optimiser={"name": "sgd", "lr": 1e-12}, train={"steps": 200, "batch": 2, "check_every": 2, "patience": 3}
    )
    result = train(recipe, patches, tmp_path / "run", hardware=CPU)
    assert result.steps < 60, "nothing gets better at this learning rate"


def test_the_second_stage_of_seek_leaves_the_encoder_alone(patches: Path, tmp_path: Path) -> None:
    recipe = small_recipe(
        network={"name": "resnet_unet", "variant": "18", "image_head": True},
        mixup_alpha=0.0,
        loss="image_wce + lovasz + image",
        train={"steps": 3, "batch": 4, "check_every": 3},
        stages=[
            {"name": "features"},
            {
                "name": "classifier",
                "freeze_encoder": True,
                "loss": "ce + image",
                "train": {"steps": 4, "check_every": 2},
            },
        ],
    )
    states = {}

    class Watch(Silent):
        def stage(self, name: str, total: int | None = None) -> None:
            path = tmp_path / "run" / "last.safetensors"
            if path.is_file():
                states[name] = load_state(path)[0]

    result = train(recipe, patches, tmp_path / "run", hardware=CPU, progress=Watch())
    assert result.steps == 7
    after_first = states["training, stage 2 of 2 (classifier)"]
    after_second = load_state(tmp_path / "run" / "last.safetensors")[0]
    net, _ = load_checkpoint(tmp_path / "run" / "best.safetensors")
    encoder = {id(p) for p in net.encoder_parameters()}
    names = {name for name, p in net.named_parameters() if id(p) in encoder}
    assert len(names) > 20
    for name, value in after_second.items():
        moved = not torch.equal(value, after_first[name])
        if name in names:
            assert not moved, name
    assert any(not torch.equal(after_second[n], after_first[n]) for n in after_second if n not in names)
    stages = [row["stage"] for row in read_rows(tmp_path / "run" / "metrics.csv")]
    assert stages == ["features", "classifier", "classifier"]


def test_a_frozen_encoder_learns_again_in_the_next_stage(patches: Path, tmp_path: Path) -> None:
    """Also when the run is stopped between the two stages."""
    stages = [{"name": "head", "freeze_encoder": True}, {"name": "all"}]
    train_options = {"steps": 3, "batch": 4, "check_every": 3}
    recipe = small_recipe(stages=stages, train=train_options)

    class StopsBetween(Silent):
        def stage(self, name: str, total: int | None = None) -> None:
            if name == "training, stage 2 of 2 (all)":
                raise Cancelled("Stopped.")

    train(recipe, patches, tmp_path / "whole", hardware=CPU)
    with pytest.raises(Cancelled):
        train(recipe, patches, tmp_path / "cut", hardware=CPU, progress=StopsBetween())
    between = load_state(tmp_path / "cut" / "last.safetensors")[0]
    train(recipe, patches, tmp_path / "cut", resume=True, hardware=CPU)
    whole, cut = (load_state(tmp_path / name / "last.safetensors")[0] for name in ("whole", "cut"))
    assert largest_difference(whole, cut) == 0
    net, _ = load_checkpoint(tmp_path / "whole" / "best.safetensors")
    ids = {id(p) for p in net.encoder_parameters()}
    encoder = [name for name, p in net.named_parameters() if id(p) in ids]
    assert any(not torch.equal(whole[name], between[name]) for name in encoder)


def test_domains_keep_their_batch_statistics_when_they_are_scored(tmp_path: Path) -> None:
    """With cross-sensor normalisation, scoring gives the validation F1 of the training."""
    folder = write_patches(tmp_path / "TrainData")
    rows = "".join(f"{k},{'a' if k % 2 else 'b'},\n" for k in range(1, 25))
    (folder / "patches.csv").write_text("id,domain,block\n" + rows)
    recipe = small_recipe(network={"name": "smp:Unet:tu-resnet10t", "cross_sensor_norm": True})
    result = train(recipe, folder, tmp_path / "run", hardware=CPU)
    model = open_model(tmp_path / "run")
    assert model.card.domains == ["a", "b"]
    patches = open_patches(folder)
    validation = patches.subset([i for i, key in enumerate(patches.keys) if 15 <= key.id <= 19])
    found = evaluate(model, validation, bootstrap=10)
    assert found.scores.f1 == pytest.approx(result.best["f1"], abs=1e-3)


def test_an_unused_channel_without_data_hides_nothing(patches: Path) -> None:
    whole = open_patches(patches)
    patch = whole.read(0)
    patch.values[whole.channels.index("B10")] = np.nan
    patch.values[whole.channels.index("B4"), :3] = np.nan

    class One:
        channels = whole.channels

        def read(self, index: int) -> Patch:
            return patch

    normaliser = PatchNormaliser(
        [InputGroup(channels=["B4", "B3"], normalisation=SceneStatistics(kind="scene-statistics", block_px=32), fill=0)]
    )
    image, mask, _, _ = TrainingSamples(One(), normaliser, ["x"], None, 0)[0, 0]  # type: ignore[arg-type]
    assert (mask[:3] == 255).all()
    assert (mask[3:] != 255).all()
    assert torch.isfinite(image).all()


def _losses_at_rest(recipe: Recipe, patches: Path, ranks: tuple[int, int], batches: int) -> float:
    """Mean loss of the untrained network over what two processes of these ranks see, each on its own batches."""
    prepared = prepare(recipe, patches, Silent())
    torch.manual_seed(recipe.train.seed)
    net = build_network(recipe.network_spec(1)).train()
    samples = TrainingSamples(prepared.train, prepared.normaliser, prepared.domains, recipe.augment, 0)
    stream = PatchStream(len(prepared.train), 0)
    losses = []
    for rank in ranks:
        for batch in StreamBatches(stream, recipe.train.batch, batches, rank=rank, world=2):
            images, masks = zip(*(samples[where][:2] for where in batch), strict=True)
            total, _ = parse_loss(recipe.loss)(net.train_forward(torch.stack(images)), torch.stack(masks))
            losses.append(total.item())
    return float(np.mean(losses))


def test_two_processes_train_one_network(patches: Path, tmp_path: Path) -> None:
    """DDP through gloo; each takes every other sample of the stream, as the loss of a network at rest shows."""
    made = small_recipe(
        network={"name": "smp:Unet:tu-resnet10t"},
        mixup_alpha=0.0,
        loss="ce",
        optimiser={"name": "sgd", "lr": 1e-12},
        train={"steps": 6, "batch": 2, "check_every": 3},
    )
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(dump_recipe(made))
    process = _start(recipe, patches, tmp_path / "run", "--devices", "2")
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert "reducer" not in errors, "no advice of torch's"
    facts = json.loads((tmp_path / "run" / "run.json").read_text())
    assert facts["steps"] == 6
    assert "2 processes" in facts["device"]
    rows = read_rows(tmp_path / "run" / "metrics.csv")
    assert [int(row["step"]) for row in rows] == [3, 6]
    apart, first_only, second_only = (_losses_at_rest(made, patches, r, 3) for r in ((0, 1), (0, 0), (1, 1)))
    assert min(abs(apart - first_only), abs(apart - second_only)) > 1e-3, "or this test could not fail"
    assert float(rows[0]["train_loss"]) == pytest.approx(apart, abs=1e-5)
    p = open_model(tmp_path / "run").run(np.zeros((1, 4, 32, 32), np.float32))
    assert np.isfinite(p).all()


def test_lengths() -> None:
    assert check_lengths(TrainOptions(steps=5000, batch=32, check_every=500), 2659, 1) == (84, 500, 10)
    assert check_lengths(TrainOptions(epochs=100, batch=16), 1250, 1) == (79, 79, 100)
    assert check_lengths(TrainOptions(steps=7, batch=2, check_every=3), 100, 1) == (50, 3, 3)
    assert check_lengths(TrainOptions(epochs=2, batch=8, accumulate=2), 64, 2) == (2, 2, 2)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--device", "cuda"], "CUDA was asked for"),
        (["--set", "train.stepps=3"], "did you mean train.steps"),
        (["--set", "loss=lovas"], "lovasz"),
        (["--set", "network.name=unett"], "unet"),
        (["--set", "split.by=random"], "leak"),
        (["--only", "rgb"], "none"),
        (["--strategy", "foo"], "no strategy foo"),
        (["--strategy", "deepspeed"], "DeepSpeed"),
        (["--nodes", "2"], "MASTER_ADDR, MASTER_PORT, NODE_RANK"),
        (["--steps", "4", "--set", "train.steps=abc"], "leave one out"),
    ],
)
def test_wrong_calls_are_one_sentence(patches: Path, tmp_path: Path, more: list[str], words: str) -> None:
    if more[1] == "cuda" and torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    if more[1] == "deepspeed" and find_spec("deepspeed"):
        pytest.skip("deepspeed is installed")
    command = [*L4S, "train", "baseline", "--data", str(patches), "--out", str(tmp_path / "run"), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run").exists()

"""The folder of a run: one process at a time, what can be resumed, what a stopped command says of it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.training import run_folder as folder
from l4s_core.training.hardware import Hardware
from l4s_core.training.recipes.files import dump_recipe
from l4s_core.training.recipes.sweep import train_sweep
from l4s_core.training.run import train
from l4s_core.training.run_folder import LOCK, claimed_folder
from l4s_core.training.state import load_state
from progress_kit import Stages
from training_kit import small_recipe, write_patches

torch.set_num_threads(1)
CPU = Hardware("cpu")
SHORT = {"steps": 2, "batch": 2, "check_every": 2}
HOLD = (
    "from pathlib import Path; import sys, time; from l4s_core.base.progress import Silent; "
    "from l4s_core.training.run_folder import claimed_folder\n"
    "with claimed_folder(Path(sys.argv[1]), True, Silent()): print('held', flush=True); time.sleep(60)"
)


@pytest.fixture(scope="module")
def patches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_patches(tmp_path_factory.mktemp("patches") / "TrainData", count=24)


class StopsAt(Silent):
    """Asks to stop at the first check in a stage whose name begins so, after ``steps`` units."""

    def __init__(self, stage: str, steps: int = 0) -> None:
        super().__init__()
        self.wanted, self.steps, self.inside = stage, steps, False
        self.said: list[str] = []

    def stage(self, name: str, total: int | None = None) -> None:
        self.inside, self.done = name.startswith(self.wanted), 0

    def advance(self, n: int = 1) -> None:
        self.done += n

    def message(self, text: str) -> None:
        self.said.append(text)

    def check(self) -> None:
        if self.inside and self.done >= self.steps:
            raise Cancelled("Stopped; nothing was written.")


def test_one_process_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one is refused, and a killed one does not block."""
    monkeypatch.setattr(folder, "PATIENCE_S", 0.5)
    run = tmp_path / "run"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(run)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(InputError, match="Another process is training"), claimed_folder(run, True, Silent()):
            pass
    finally:
        holder.kill()
        holder.wait()
    assert (run / LOCK).is_file()
    with claimed_folder(run, True, Silent()):
        pass
    with claimed_folder(run, False, Silent()):  # a lock that is left over is no content
        (run / "recipe.yaml").write_text("x")
    assert (run / "recipe.yaml").is_file()


def test_a_second_resume_is_refused_by_the_command(patches: Path, tmp_path: Path) -> None:
    recipe, run = tmp_path / "recipe.yaml", tmp_path / "run"
    recipe.write_text(dump_recipe(small_recipe(train=SHORT)))
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(run)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        command = [sys.executable, "-m", "l4s_core.cli.main", "train", str(recipe), "--data", str(patches)]
        done = subprocess.run(
            [*command, "--out", str(run), "--resume"], capture_output=True, text=True, check=False, timeout=100
        )
    finally:
        holder.kill()
        holder.wait()
    assert done.returncode == 2, done.stderr
    assert "Another process is training" in done.stderr
    assert [p.name for p in run.iterdir()] == [LOCK]


def test_what_fails_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError), claimed_folder(tmp_path / "a" / "b", False, Silent()):
        raise InputError("no such patches")
    assert not (tmp_path / "a").exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a place where nobody can make folders")
def test_a_parent_that_cannot_be_written_is_said_before_the_patches_are_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be made"):
        train(small_recipe(), tmp_path / "no patches here", Path("/proc/l4s/run"), hardware=CPU)


def test_only_runs_are_resumed(patches: Path, tmp_path: Path) -> None:
    holiday = tmp_path / "holiday"
    holiday.mkdir()
    (holiday / "beach.jpg").write_bytes(b"x")
    with pytest.raises(InputError, match="holds no run"):
        train(small_recipe(), patches, holiday, resume=True, hardware=CPU)
    with pytest.raises(InputError, match="holds no sweep"):
        train_sweep({"a": small_recipe()}, patches, holiday, resume=True, hardware=CPU, progress=Silent())
    assert [p.name for p in holiday.iterdir()] == ["beach.jpg"]


def test_a_run_without_its_state_does_not_begin_again_in_silence(patches: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    recipe = small_recipe(train=SHORT)
    train(recipe, patches, run, hardware=CPU)
    best = (run / "best.safetensors").read_bytes()
    (run / "last.safetensors").unlink()
    with pytest.raises(InputError, match=r"lost its last\.safetensors"):
        train(recipe, patches, run, resume=True, hardware=CPU)
    assert (run / "best.safetensors").read_bytes() == best


def test_stopped_before_the_first_check(patches: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    recipe = small_recipe(train={"steps": 4, "batch": 2, "check_every": 4})
    with pytest.raises(Cancelled, match=r"before the first check.*no weights yet.*starts it again"):
        train(recipe, patches, run, hardware=CPU, progress=StopsAt("training", 1))
    other = small_recipe(train={"steps": 4, "batch": 2, "check_every": 2})
    with pytest.raises(InputError, match=r"train\.check_every was 4 and is 2"):
        train(other, patches, run, resume=True, hardware=CPU)
    progress = StopsAt("never")
    assert train(recipe, patches, run, resume=True, hardware=CPU, progress=progress).steps == 4
    assert any("again from step 0" in text for text in progress.said)


def test_stopped_while_reading_leaves_nothing(patches: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled, match="nothing was written"):
        train(small_recipe(), patches, tmp_path / "run", hardware=CPU, progress=StopsAt("reading"))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("words", "recipe", "hardware"),
    [
        ("cannot be shared out", {}, Hardware("cpu", devices=50)),
        ("batch statistics", {"network": {"name": "deeplabv3", "variant": "resnet18"}}, CPU),
    ],
)
def test_a_run_that_cannot_train_leaves_nothing(
    patches: Path, tmp_path: Path, words: str, recipe: dict[str, object], hardware: Hardware
) -> None:
    run = tmp_path / "run"
    with pytest.raises(InputError, match=words):
        train(small_recipe(**recipe, train={**SHORT, "batch": 1}), patches, run, hardware=hardware)
    assert not run.exists()
    train(small_recipe(train=SHORT), patches, run, hardware=CPU)
    train(small_recipe(train=SHORT), patches, run, resume=True, hardware=CPU)  # what is there stays
    assert (run / "last.safetensors").is_file()


def test_stopped_while_drawing_says_that_the_weights_are_there(patches: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    recipe = small_recipe(train=SHORT)
    with pytest.raises(Cancelled, match=r"while drawing.*holds the trained weights"):
        train(recipe, patches, run, hardware=CPU, progress=StopsAt("running the model"))
    assert (run / "best.safetensors").is_file()
    assert not (run / "montage.png").is_file()
    weights = (run / "best.safetensors").read_bytes()
    train(recipe, patches, run, resume=True, hardware=CPU)
    assert (run / "montage.png").is_file()
    assert (run / "best.safetensors").read_bytes() == weights


def test_a_sweep_says_what_it_has_and_skips_it(patches: Path, tmp_path: Path) -> None:
    sweep = tmp_path / "sweep"
    recipes = {name: small_recipe(name=name, train=SHORT | {"seed": k}) for k, name in enumerate("ab")}

    class StopsInSecond(StopsAt):
        def message(self, text: str) -> None:
            super().message(text)
            self.wanted = "reading" if text.startswith("Sweep: b") else self.wanted

    with pytest.raises(Cancelled, match=r"at b \(2 of 2\); .*holds what was done so far"):
        train_sweep(recipes, patches, sweep, resume=False, hardware=CPU, progress=StopsInSecond("never"))
    times = {p: p.stat().st_mtime_ns for p in (sweep / "a").iterdir()}

    stages = Stages()
    results = train_sweep(recipes, patches, sweep, resume=True, hardware=CPU, progress=stages)
    assert stages.names.count("opening the patches") == 1, "for the entry that is trained"
    assert {p: p.stat().st_mtime_ns for p in (sweep / "a").iterdir()} == times
    assert [r.steps for r in results.values()] == [2, 2]
    assert [line.split(",")[0] for line in (sweep / "sweep.csv").read_text().splitlines()] == ["entry", "a", "b"]
    other = write_patches(tmp_path / "Other", seed=1)
    with pytest.raises(InputError, match="other patches"):
        train_sweep(recipes, other, sweep, resume=True, hardware=CPU, progress=Silent())


@pytest.mark.skipif(os.name == "nt", reason="no umask")
def test_all_files_of_a_run_are_readable_alike(patches: Path, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        train(small_recipe(train=SHORT), patches, tmp_path / "run", hardware=CPU)
    finally:
        os.umask(before)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "run").glob("*.safetensors")}
    assert modes == {"best.safetensors": 0o640, "last.safetensors": 0o640}


def test_asked_to_stop_twice_while_training(patches: Path, tmp_path: Path) -> None:
    """The second Ctrl-C is a KeyboardInterrupt, which Lightning makes an exit with 1 of."""

    class Interrupts(StopsAt):
        def check(self) -> None:
            try:
                super().check()
            except Cancelled:
                raise KeyboardInterrupt from None

    run = tmp_path / "run"
    recipe = small_recipe(train={"steps": 8, "batch": 2, "check_every": 2})
    before = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(Cancelled, match=r"up to step 2, --resume goes on"):
            train(recipe, patches, run, hardware=CPU, progress=Interrupts("training", 3))
    finally:
        signal.signal(signal.SIGINT, before)  # Lightning ignores it from then on
    assert load_state(run / "last.safetensors")[2].step == 2

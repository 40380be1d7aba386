"""What can only be seen on an NVIDIA GPU: real arithmetic, real memory. Skipped where there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

torch = pytest.importorskip("torch")
if not torch.cuda.is_available():
    pytest.skip("this machine has no CUDA GPU", allow_module_level=True)

import l4s_core
from l4s_core.base.errors import Cancelled
from l4s_core.inference.installed import DEFAULT_MODEL
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Arithmetic, ChoosesBatch, Model, RunsAhead
from l4s_core.synthetic.demo_scene import make_demo
from l4s_core.training.hardware import Hardware
from l4s_core.training.run import train
from l4s_core.training.state import load_state
from progress_kit import Notes, StopsTraining
from torch_models import write_checkpoint
from training_kit import largest_difference, small_recipe, write_patches

pytestmark = pytest.mark.gpu

Values = npt.NDArray[np.float32]
GPU = Hardware("cuda")


def _windows(count: int, channels: int = 3, side: int = 64) -> Values:
    return np.random.default_rng(count).uniform(0.2, 2.0, (count, channels, side, side)).astype(np.float32)


def _onnx_has_cuda() -> bool:
    import onnxruntime

    return "CUDAExecutionProvider" in onnxruntime.get_available_providers()


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return write_checkpoint(tmp_path / "best.safetensors")


# ------------------------------------------------------------------------------------------------------------ inference


@pytest.mark.parametrize(("precision", "atol"), [("fp32", 1e-4), ("bf16", 0.05), ("fp16", 0.01)])
def test_pytorch_gives_what_the_cpu_gives(checkpoint: Path, precision: Arithmetic, atol: float) -> None:
    gpu, cpu, x = open_model(checkpoint, "cuda", precision=precision), open_model(checkpoint, "cpu"), _windows(9)
    assert torch.cuda.get_device_name() in gpu.device
    assert precision in gpu.device
    p, q = gpu.run(x), cpu.run(x)
    assert p.dtype == np.float32
    assert np.abs(p - q).max() < atol
    assert ((p > 0.5) == (q > 0.5)).mean() > 0.99


@pytest.mark.skipif(not _onnx_has_cuda(), reason="this ONNX Runtime has no CUDA")
@pytest.mark.parametrize(("precision", "atol"), [("fp32", 1e-4), ("auto", 0.02)])
def test_onnx_runtime_gives_what_the_cpu_gives(precision: Arithmetic, atol: float) -> None:
    gpu, cpu = (open_model(DEFAULT_MODEL, device, precision=precision) for device in ("cuda", "cpu"))
    assert torch.cuda.get_device_name() in gpu.device
    x = _windows(5, gpu.card.input_channels, 256)
    p, q = gpu.run(x), cpu.run(x)
    assert np.abs(p - q).max() < atol
    _check_ahead(gpu, cpu, 256, atol)


def test_batches_run_ahead_in_order(checkpoint: Path) -> None:
    _check_ahead(open_model(checkpoint, "cuda", precision="fp32"), open_model(checkpoint, "cpu"), 64, 1e-4)


def _check_ahead(gpu: Model, cpu: Model, side: int, atol: float) -> None:
    assert isinstance(gpu, RunsAhead)
    assert gpu.ahead > 0
    batches = [_windows(count, gpu.card.input_channels, side) for count in (3, 1, 8, 5)]
    tickets = [gpu.submit(batch) for batch in batches]
    for batch, ticket in zip(batches, tickets, strict=True):
        np.testing.assert_allclose(ticket(), cpu.run(batch), atol=atol)
    assert isinstance(gpu, ChoosesBatch)
    assert 1 <= (gpu.windows_at_a_time(side, 32) or 0) <= 32


@pytest.fixture
def little_memory() -> Iterator[None]:
    """PyTorch may take a fraction of the card and then finds it full."""
    torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction(400 * 2**20 / total)
    yield
    torch.cuda.set_per_process_memory_fraction(1.0)
    torch.cuda.empty_cache()


def test_a_full_card_halves_the_batch_and_loses_nothing(checkpoint: Path, little_memory: None) -> None:
    notes = Notes()
    gpu, cpu = open_model(checkpoint, "cuda", precision="fp32", progress=notes), open_model(checkpoint, "cpu")
    x = _windows(64, side=256)
    p = gpu.run(x)
    assert any("memory does not suffice" in text for text in notes.said), notes.said
    np.testing.assert_allclose(p[::21], cpu.run(x[::21]), atol=1e-4)


def test_a_scene_gives_the_same_landslides(tmp_path: Path) -> None:
    """The whole chain with the default model's network in both places."""
    demo = make_demo(tmp_path / "demo")
    model = DEFAULT_MODEL if _onnx_has_cuda() else write_checkpoint(tmp_path / "a.safetensors")
    found = {}
    for device in ("cuda", "cpu"):
        found[device] = l4s_core.detect(
            demo.product, demo.dem, model=model, device=device, precision="fp32", output=tmp_path / f"{device}.gpkg"
        )
    gpu, cpu = (found[device].landslides for device in ("cuda", "cpu"))
    assert len(gpu) == len(cpu) > 0
    assert torch.cuda.get_device_name() in found["cuda"].run["device"]
    assert gpu.area_m2.sum() == pytest.approx(cpu.area_m2.sum(), rel=0.01)


# ------------------------------------------------------------------------------------------------------------- training


@pytest.fixture(scope="module")
def patches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_patches(tmp_path_factory.mktemp("patches") / "TrainData")


@pytest.mark.parametrize("precision", ["32", "bf16", "16"])
def test_training_learns_in_every_arithmetic(patches: Path, tmp_path: Path, precision: str) -> None:
    length = {"steps": 30, "batch": 4, "check_every": 10, "precision": precision, "workers": 2}
    train(small_recipe(train=length), patches, tmp_path / "run", hardware=GPU)
    facts = json.loads((tmp_path / "run" / "run.json").read_text())
    assert facts["best"]["f1"] > 0.8, "bright squares are easy"


@pytest.mark.parametrize("precision", ["bf16", "16"])
def test_a_run_in_two_pieces_is_near_the_whole(patches: Path, tmp_path: Path, precision: str) -> None:
    """Nearer than a run with another seed: sums on a GPU come in no fixed order, so it cannot be equal to the bit."""
    length = {"steps": 60, "batch": 4, "check_every": 10, "precision": precision}
    recipe = small_recipe(train=length)
    train(recipe, patches, tmp_path / "whole", hardware=GPU)
    with pytest.raises(Cancelled):
        train(recipe, patches, tmp_path / "cut", hardware=GPU, progress=StopsTraining(25))
    result = train(recipe, patches, tmp_path / "cut", hardware=GPU, resume=True)
    assert result.steps == 60
    train(small_recipe(train=length | {"seed": 1}), patches, tmp_path / "other", hardware=GPU)
    whole, cut, other = (load_state(tmp_path / name / "last.safetensors")[0] for name in ("whole", "cut", "other"))
    assert largest_difference(whole, cut) < 0.5 * largest_difference(whole, other)


def test_a_full_card_halves_the_training_batch(tmp_path: Path) -> None:
    patches = write_patches(tmp_path / "TrainData", size=256)
    torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(0).total_memory
    notes = Notes()
    torch.cuda.set_per_process_memory_fraction(1000 * 2**20 / total)
    try:
        recipe = small_recipe(train={"steps": 4, "batch": 16, "check_every": 2, "precision": "32"})
        result = train(recipe, patches, tmp_path / "run", hardware=GPU, progress=notes)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
        torch.cuda.empty_cache()
    assert result.steps == 4
    assert any("memory" in text for text in notes.said), notes.said

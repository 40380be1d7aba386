"""What makes a GPU fast - batches ahead, batches of the right size - on machines without one."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference import onnx_cuda
from l4s_core.inference.ahead import run_ahead, submit
from l4s_core.inference.batch_size import BATCH_PX, LARGEST_PX, find_batch, lowest
from l4s_core.inference.card import ModelCard
from l4s_core.inference.onnx_cuda import BoundSession, is_out_of_memory
from l4s_core.inference.onnx_model import _providers
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import ChoosesBatch
from l4s_core.predict.batch_size import batch_for
from l4s_core.predict.windows import WindowPlan
from onnx_models import card_fields, write_model

# -------------------------------------------------------------------------------------------- batches of the right size


class Device:
    """A made-up GPU: a fixed time per run, a time per window down to its full use, so much memory."""

    def __init__(self, memory: int = 10**6, busy: int = 16, start: float = 1.0) -> None:
        self.memory, self.busy, self.start = memory, busy, start
        self.asked: list[int] = []

    def __call__(self, count: int) -> float:
        self.asked.append(count)
        if count > self.memory:
            raise MemoryError
        return self.start + max(count, self.busy) * 0.1


def test_the_batch_grows_until_it_brings_nothing() -> None:
    assert find_batch(Device(busy=16, start=0.01), 256) == 16
    assert find_batch(Device(busy=16, start=100.0), 256) == 256  # starting is all that it costs
    assert find_batch(Device(busy=1, start=0.0), 256) == 4  # as fast in any batch: the first
    assert find_batch(Device(busy=64, start=0.0), 50) == 50  # no more than there are in a row
    assert find_batch(Device(), 1) == 1


def test_the_batch_stays_within_memory() -> None:
    assert find_batch(Device(memory=20, start=100.0), 256) == 16
    assert find_batch(Device(memory=3, start=100.0), 256) == 2
    assert find_batch(Device(memory=1, start=100.0), 256) == 1
    device = Device(memory=0)
    with pytest.raises(MemoryError):
        find_batch(device, 256)
    assert device.asked == [4, 2, 1]
    device = Device(memory=20, start=100.0)
    assert find_batch(device, 256, fits=11) == 8  # what the free memory does not hold is not tried
    assert max(device.asked) == 8
    assert find_batch(Device(memory=1, start=100.0), 256, fits=10) == 1  # thought wrong


def test_the_smallest_of_several() -> None:
    assert lowest(None, 8, 4, None) == 4
    assert lowest(None, None) is None
    assert lowest() is None


def test_who_is_asked_for_the_batch(tmp_path: Path) -> None:
    plan = WindowPlan((1000, 2000), 64, 16)
    model = open_model(write_model(tmp_path / "m.onnx"), "cpu")
    assert isinstance(model, ChoosesBatch)
    assert batch_for(model, plan) == BATCH_PX // 64**2
    asked = []
    model.windows_at_a_time = lambda tile, most: asked.append((tile, most)) or 7  # type: ignore[method-assign]
    assert batch_for(model, plan) == 7
    assert batch_for(model, WindowPlan((1000, 10**6), 512, 0)) == 7
    assert asked == [(64, len(plan.col_starts())), (512, LARGEST_PX // 512**2)]


# -------------------------------------------------------------------------------------------------------- batches ahead


class Slow:
    """A `Model` that computes in a thread, as a GPU does beside the program. p = the first channel."""

    sha256, device, path, fixed_px = "", "made up", Path("slow"), None
    files: tuple[Path, ...] = ()
    layers = ("probability",)
    ahead = 2

    def __init__(self) -> None:
        self.card = ModelCard(**card_fields())
        self.events: list[str] = []
        self.free = threading.Event()

    def run(self, batch: np.ndarray) -> np.ndarray:
        return self.submit(batch)()

    def submit(self, batch: np.ndarray):
        number = int(batch.flat[0])
        self.events.append(f"submit {number}")

        def collect() -> np.ndarray:
            self.events.append(f"collect {number}")
            return batch[:, :1]

        return collect


def numbered(n: int) -> list[tuple[int, np.ndarray]]:
    """Every third without windows."""
    return [(k, np.full((0 if k % 3 == 2 else 2, 3, 4, 4), k, np.float32)) for k in range(n)]


def test_the_next_batches_are_under_way_before_the_first_is_answered() -> None:
    model = Slow()
    found = [(k, result) for (k, _), result in run_ahead(model, numbered(8), lambda item: item[1])]
    assert [k for k, _ in found] == list(range(8))
    for k, result in found:
        if k % 3 == 2:
            assert result is None
        else:
            assert result is not None
            assert (result == k).all()
    assert model.events.index("submit 1") < model.events.index("collect 0")
    assert model.events.index("submit 3") < model.events.index("collect 1")
    waiting = most = 0
    for event in model.events:
        waiting += 1 if event.startswith("submit") else -1
        most = max(most, waiting)
    assert (waiting, most) == (0, 2)  # of three items under way one has no windows


def test_a_model_that_computes_at_once_holds_nothing_back() -> None:
    class AtOnce(Slow):
        ahead = 0

    model = AtOnce()
    taken: list[int] = []

    def items():
        for k, windows in numbered(5):
            taken.append(k)
            yield k, windows

    for (k, windows), result in run_ahead(model, items(), lambda item: item[1]):
        assert taken[-1] == k
        if result is not None:
            np.testing.assert_array_equal(result, model.submit(windows)())


def test_an_error_of_the_model_comes_out_where_its_result_is_asked_for() -> None:
    class Broken(Slow):
        def submit(self, batch: np.ndarray):
            def collect() -> np.ndarray:
                raise InputError("no")

            return collect

    with pytest.raises(InputError, match="no"):
        list(run_ahead(Broken(), numbered(3), lambda item: item[1]))


def test_a_whole_scene_is_the_same_run_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import rasterio

    import l4s_core
    from l4s_core.inference.onnx_model import OnnxModel
    from scene_kit import hillside

    folder, dem = hillside(tmp_path / "scene")
    model = write_model(tmp_path / "m.onnx")
    found = []
    for ahead in (0, 2):
        monkeypatch.setattr(OnnxModel, "ahead", ahead)
        path = tmp_path / f"{ahead}.tif"
        l4s_core.detect(folder, dem, model=model, clouds="none", probability=path, tile=64, overlap=16)
        with rasterio.open(path) as file:
            found.append(file.read(1))
    assert (found[0] > 5000).any()
    np.testing.assert_array_equal(found[0], found[1])


def test_the_members_of_an_ensemble_all_begin_before_one_is_waited_for(tmp_path: Path) -> None:
    paths = [str(write_model(tmp_path / f"{k}.onnx", id=f"m{k}")) for k in range(2)]
    make_ensemble(paths, tmp_path / "e.yaml")
    model = open_model(tmp_path / "e.yaml", "cpu")
    x = np.random.default_rng(0).uniform(0, 3, (2, 3, 32, 32)).astype(np.float32)
    np.testing.assert_array_equal(submit(model, x)(), model.run(x))
    assert isinstance(model, ChoosesBatch)
    assert model.windows_at_a_time(64, 8) is None
    slow = Slow(), Slow()
    model.members = slow  # type: ignore[attr-defined]
    model.run(np.full((1, 3, 4, 4), 5, np.float32))
    assert slow[0].events == slow[1].events == ["submit 5", "collect 5"]


# ----------------------------------------------------------------------------- ONNX Runtime, bound to a device's memory


def bound(path: Path, size: int | None = None, **how) -> BoundSession:
    import onnxruntime as ort

    session = ort.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    return BoundSession(session, "image", "cpu", size, **how)


@pytest.mark.parametrize("size", [None, 4])
def test_bound_runs_give_what_plain_runs_give(tmp_path: Path, size: int | None) -> None:
    path = write_model(tmp_path / "m.onnx", batch=size)
    model, session = open_model(path, "cpu"), bound(path, size)
    batches = [np.random.default_rng(k).uniform(0, 3, (k, 3, 32, 48)).astype(np.float32) for k in (1, 4, 7, 2)]
    tickets = [session.submit(batch) for batch in batches]
    for batch, ticket in zip(batches, tickets, strict=True):
        np.testing.assert_array_equal(ticket(), model.run(batch))
    assert session.submit(batches[0][:0])().shape == (0, 1, 32, 48)
    assert 1 <= session.windows_at_a_time((3, 32, 32), 8) <= 8


def test_small_batches_are_filled_up_on_a_gpu(tmp_path: Path) -> None:
    """ONNX Runtime plans anew for every number of windows, which takes longer than the windows."""
    path = write_model(tmp_path / "m.onnx")
    session = bound(path)
    usual = session.windows_at_a_time((3, 32, 32), 8)
    counts: list[int] = []
    plain = session._bound
    session._bound = lambda batch: counts.append(len(batch)) or plain(batch)  # type: ignore[method-assign]
    for count in (usual, 1, 2 * usual + 1):
        x = np.random.default_rng(count).uniform(0, 3, (count, 3, 32, 32)).astype(np.float32)
        np.testing.assert_array_equal(session.submit(x)(), open_model(path, "cpu").run(x))
    assert set(counts) == {usual}
    counts.clear()
    session.submit(np.ones((3, 3, 64, 64), np.float32))()
    assert counts == [3]  # nothing is known of other windows


class Small:
    """A session that fails as ONNX Runtime does on a GPU with memory for so many windows."""

    def __init__(self, session: BoundSession, most: int) -> None:
        self.plain, self.most = session._session, most
        self.count = 0  # windows of the run that comes
        self.tried: list[int] = []

    def io_binding(self):
        return self.plain.io_binding()

    def run_with_iobinding(self, binding) -> None:
        self.tried.append(self.count)
        if self.count > self.most:
            raise RuntimeError("[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Failed to allocate memory for requested "
                               "buffer of size 268435456")  # fmt: skip
        self.plain.run_with_iobinding(binding)


def test_when_the_gpus_memory_runs_out_the_batch_is_halved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    path = write_model(tmp_path / "m.onnx")
    session = bound(path, say=said.append)
    small = Small(session, 2)
    session._session = small
    real = onnx_cuda.in_batches

    def watched(run, batch, size):
        small.count = len(batch)
        return real(run, batch, size)

    monkeypatch.setattr(onnx_cuda, "in_batches", watched)
    x = np.random.default_rng(0).uniform(0, 3, (7, 3, 32, 32)).astype(np.float32)
    wanted = open_model(path, "cpu").run(x)
    for _ in range(2):
        np.testing.assert_array_equal(session.submit(x)(), wanted)
    assert [count for count in small.tried if count > 2] == [7, 3]  # not tried again
    assert ["with 3" in text or "with 1" in text for text in said] == [True, True]
    small.most = 0
    with pytest.raises(InputError, match="one window of 32 pixels"):
        session.submit(x)()
    with pytest.raises(InputError, match="one window of 64 pixels"):
        session.windows_at_a_time((3, 64, 64), 8)


def test_other_failures_are_no_lack_of_memory(tmp_path: Path) -> None:
    session = bound(write_model(tmp_path / "m.onnx"))
    with pytest.raises(Exception, match=r"channels|dimension|Invalid"):
        session.submit(np.zeros((1, 5, 32, 32), np.float32))()
    assert is_out_of_memory(RuntimeError("CUDA failure 2: out of memory ; GPU=0"))
    assert is_out_of_memory(RuntimeError("bfc_arena.cc: Available memory of 1048576 is smaller than requested"))
    assert not is_out_of_memory(RuntimeError("Got invalid dimensions for input: image"))


def test_two_batches_at_a_time(tmp_path: Path) -> None:
    """The second begins while the first computes."""
    session = bound(write_model(tmp_path / "m.onnx"))
    together = threading.Barrier(2, timeout=20)

    def both(batch: np.ndarray) -> np.ndarray:
        together.wait()
        return batch[:, 0]

    session._bound = both  # type: ignore[method-assign]
    tickets = [session.submit(np.full((1, 3, 4, 4), k, np.float32)) for k in range(2)]
    start = time.monotonic()
    assert [float(ticket().max()) for ticket in tickets] == [0.0, 1.0]
    assert time.monotonic() - start < 20


def test_which_providers_are_asked_for() -> None:
    both = ["CUDAExecutionProvider", "CPUExecutionProvider"]
    assert _providers(both, "cpu", False) == ["CPUExecutionProvider"]
    assert _providers(both, "auto", False) == [("CUDAExecutionProvider", {}), "CPUExecutionProvider"]
    assert _providers(both, "cuda", True) == [("CUDAExecutionProvider", {"use_tf32": "0"}), "CPUExecutionProvider"]
    assert _providers(["CPUExecutionProvider"], "auto", False) == ["CPUExecutionProvider"]


def test_the_gpu_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    import l4s_core.base.machine as machine

    one = [{"name": "NVIDIA L4", "memory_bytes": 1}]
    monkeypatch.setattr(machine, "gpus", lambda: one)
    assert onnx_cuda.gpu_words(True) == "NVIDIA L4 (ONNX Runtime, fp32)"
    monkeypatch.setattr(machine, "gpus", lambda: one * 2)  # which of them, the driver's list does not tell
    assert onnx_cuda.gpu_words(False).startswith("CUDA GPU (ONNX Runtime, TF32")


# -------------------------------------------------------------------------------------------------------------- PyTorch


def test_what_pytorch_computes_in(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("safetensors")
    from l4s_core.inference.torch_device import choose_precision, exact_fp32
    from torch_models import write_checkpoint

    checkpoint = write_checkpoint(tmp_path / "best.safetensors")
    plain = open_model(checkpoint, "cpu")
    half = open_model(checkpoint, "cpu", precision="bf16")
    assert "bf16" in half.device
    assert "bf16" not in plain.device
    x = np.random.default_rng(0).normal(size=(2, 3, 32, 32)).astype(np.float32)
    assert 1e-5 < np.abs(plain.run(x) - half.run(x)).max() < 0.1
    np.testing.assert_array_equal(open_model(checkpoint, "cpu", precision="fp32").run(x), plain.run(x))
    with pytest.raises(InputError, match="fp16 is for GPUs"):
        open_model(checkpoint, "cpu", precision="fp16")
    with pytest.raises(InputError, match="part of the file"):
        open_model(None, "cpu", precision="fp16")
    assert plain.windows_at_a_time(64, 8) is None  # type: ignore[attr-defined]

    gpu = torch.device("cuda")
    for capability, found in (((7, 5), "fp32"), ((8, 0), "bf16"), ((9, 0), "bf16")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(torch.cuda, "get_device_capability", lambda _, found=capability: found)
            patch.setattr(torch.cuda, "get_device_name", lambda _: "NVIDIA T4")
            assert choose_precision("auto", gpu) == found
            assert choose_precision("fp16", gpu) == "fp16"
            if found == "fp32":
                with pytest.raises(InputError, match="NVIDIA T4 does not compute in bf16"):
                    choose_precision("bf16", gpu)
            else:
                assert choose_precision("bf16", gpu) == "bf16"
    before = torch.backends.cudnn.allow_tf32
    with exact_fp32(True):
        assert not torch.backends.cudnn.allow_tf32
    with exact_fp32(False):
        assert torch.backends.cudnn.allow_tf32 == before
    assert torch.backends.cudnn.allow_tf32 == before

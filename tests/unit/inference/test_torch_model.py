"""Checkpoints and the torch backend: what is written is what is opened, and nothing else is opened."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.inference.card import METADATA_KEY
from l4s_core.inference.checkpoint import NETWORK_KEY, load_checkpoint, read_header, save_checkpoint, weights_sha256
from l4s_core.inference.open import describe_model, open_model
from l4s_core.inference.protocol import Model
from l4s_core.inference.torch_model import TorchModel
from torch_models import CHANNELS, small_card, small_network, write_checkpoint


class Said(Silent):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def message(self, text: str) -> None:
        self.texts.append(text)


def images(n: int = 3, size: int = 64, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(n, channels, size, size)).astype(np.float32)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("run") / "best.safetensors")


# --------------------------------------------------------------------------------------------------------- checkpoints


@pytest.mark.parametrize(
    "options",
    [{}, {"scale": 2.0}, {"cross_sensor_norm": 2}, {"image_head": True, "mc_dropout": 0.3}, {"pca": 2}],
    ids=str,
)
def test_a_checkpoint_is_the_network(tmp_path: Path, options: dict) -> None:
    torch.manual_seed(0)
    from l4s_core.networks.registry import build_network
    from l4s_core.networks.spec import NetworkSpec

    net = build_network(NetworkSpec(name="unet", variant="small", channels=CHANNELS, **options))
    if options.get("pca"):
        net.set_projection(torch.randn(2, 3), torch.randn(3))
    net.eval()
    stored = save_checkpoint(net, small_card(), tmp_path / "a.safetensors")
    back, card = load_checkpoint(tmp_path / "a.safetensors")
    x = torch.randn(2, 3, 48, 64)
    with torch.no_grad():
        torch.testing.assert_close(back(x), net(x), rtol=0, atol=0)
    assert card == stored
    assert back.spec == net.spec
    assert not back.training
    assert card.weights_sha256 == weights_sha256(net.state_dict())
    assert [p.name for p in tmp_path.iterdir()] == ["a.safetensors"]


def test_the_header_and_the_card_need_no_torch(checkpoint: Path) -> None:
    code = f"""
import sys
from pathlib import Path
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "safetensors"):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Refuse())
from l4s_core.base.errors import InputError
from l4s_core.inference.open import describe_model, open_model
card, sha = describe_model({str(checkpoint)!r})
print(card.id, sha)
try:
    open_model({str(checkpoint.parent)!r})
except InputError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert first == f"small {hashlib.sha256(checkpoint.read_bytes()).hexdigest()}"
    assert "l4s[train]" in second
    assert read_header(checkpoint).network.name == "unet"


@pytest.mark.parametrize("keep", [0, 5, 8, 500, 100_000, -1])
def test_a_file_that_is_cut_off(checkpoint: Path, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "cut.safetensors"
    path.write_bytes(checkpoint.read_bytes()[:keep])
    with pytest.raises(InputError, match="damaged"):
        load_checkpoint(path)


def test_a_flipped_bit_in_the_weights(checkpoint: Path, tmp_path: Path) -> None:
    data = bytearray(checkpoint.read_bytes())
    data[-1000] ^= 4
    path = tmp_path / "flipped.safetensors"
    path.write_bytes(data)
    with pytest.raises(InputError, match="not those that its card was written for"):
        load_checkpoint(path)


def test_a_header_that_claims_to_be_huge(tmp_path: Path) -> None:
    path = tmp_path / "huge.safetensors"
    path.write_bytes((2**62).to_bytes(8, "little") + b"{}" * 50)
    for opener in (load_checkpoint, read_header):
        with pytest.raises(InputError, match="damaged"):
            opener(path)


def resaved(source: Path, target: Path, change) -> Path:
    """The checkpoint with its tensors and metadata changed, and the card's hash made to fit the tensors."""
    from safetensors import safe_open
    from safetensors.torch import save_file

    with safe_open(str(source), "pt") as file:
        metadata = dict(file.metadata())
        state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    change(state, metadata)
    if METADATA_KEY in metadata:
        card = json.loads(metadata[METADATA_KEY]) | {"weights_sha256": weights_sha256(state)}
        metadata[METADATA_KEY] = json.dumps(card)
    save_file(state, target, metadata)
    return target


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda state, meta: meta.pop(METADATA_KEY), "no l4s model card"),
        (lambda state, meta: meta.pop(NETWORK_KEY), "no l4s model card"),
        (lambda state, meta: state.pop(next(iter(state))), "do not fit the network unet"),
        (lambda state, meta: state.update(extra=torch.zeros(3)), "do not fit the network unet"),
        (
            lambda state, meta: meta.update({NETWORK_KEY: '{"name": "no_such_net", "channels": ["B4", "B3", "B2"]}'}),
            "no network no_such_net",
        ),
        (lambda state, meta: meta.update({NETWORK_KEY: '{"name": "unet", "surprise": 1}'}), "surprise"),
        (lambda state, meta: meta.update({NETWORK_KEY: "not json"}), "not one that this version"),
        (
            lambda state, meta: meta.update({NETWORK_KEY: '{"name": "unet", "variant": "small", "channels": ["B2"]}'}),
            "channels B4 B3 B2, but its network takes B2",
        ),
    ],
)
def test_files_that_are_not_whole_checkpoints(checkpoint: Path, tmp_path: Path, change, words: str) -> None:
    path = resaved(checkpoint, tmp_path / "other.safetensors", change)
    with pytest.raises(InputError, match=words):
        load_checkpoint(path)


def test_a_card_for_other_channels_than_the_network_has(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="channels"):
        save_checkpoint(small_network(), small_card(("B2", "B8")), tmp_path / "a.safetensors")
    assert not list(tmp_path.iterdir())


class Bomb:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return (Path.touch, (self.marker,))


@pytest.mark.parametrize("name", ["a.pt", "a.PTH", "a.ckpt", "a.safetensors"])
def test_pickles_are_refused_unopened(tmp_path: Path, name: str) -> None:
    marker = tmp_path / "executed"
    path = tmp_path / name
    path.write_bytes(pickle.dumps(Bomb(marker)))
    with pytest.raises(InputError, match="--trust-pickle" if name != "a.safetensors" else "damaged"):
        open_model(path)
    assert not marker.exists()


def test_a_trusted_pickle_is_opened(tmp_path: Path) -> None:
    net, path = small_network(), tmp_path / "a.pt"
    torch.save({"state": net.state_dict(), "network": net.spec.model_dump(mode="json"),
                "card": small_card().model_dump(mode="json")}, path)  # fmt: skip
    x = images()
    with torch.no_grad():
        wanted = torch.sigmoid(net(torch.from_numpy(x))).numpy()
    np.testing.assert_allclose(open_model(path, "cpu", trust_pickle=True).run(x), wanted, atol=1e-6)
    torch.save([1, 2], path)
    with pytest.raises(InputError, match="not a checkpoint of l4s"):
        load_checkpoint(path, trust_pickle=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_keeps_the_previous_checkpoint(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("a small tmpfs cannot be mounted here")
    try:
        path = write_checkpoint(small / "best.safetensors")
        before = path.read_bytes()
        with pytest.raises(L4SError, match=r"full|No space"):
            write_checkpoint(path, seed=1)
        assert path.read_bytes() == before
        assert [p.name for p in small.iterdir()] == ["best.safetensors"]
    finally:
        subprocess.run(["umount", small], check=True)


# ----------------------------------------------------------------------------------------------------------- the model


def test_the_model_gives_the_networks_probabilities(checkpoint: Path) -> None:
    model: Model = open_model(checkpoint, "cpu")
    net, card = load_checkpoint(checkpoint)
    x = images()
    with torch.no_grad():
        wanted = torch.sigmoid(net(torch.from_numpy(x))).numpy()
    p = model.run(x)
    assert p.dtype == np.float32
    np.testing.assert_allclose(p, wanted, atol=1e-6)
    assert 0.05 < (p > card.threshold).mean() < 0.95  # else the tests with this network say little
    assert model.card == card
    assert model.sha256 == hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    assert "CPU" in model.device
    assert "PyTorch" in model.device
    assert model.fixed_px is None


def test_the_model_takes_its_windows_one_by_one_or_together(checkpoint: Path) -> None:
    model = open_model(checkpoint.parent, "cpu")
    x = images(5)
    np.testing.assert_allclose(model.run(x), np.concatenate([model.run(one[None]) for one in x]), atol=1e-5)
    assert model.run(x[:0]).shape == (0, 1, 64, 64)


class Greedy(torch.nn.Module):
    """Runs out of memory as torch says it, above so many images."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.seen: list[int] = []

    def forward(self, x):
        self.seen.append(len(x))
        if len(x) > self.most:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")
        return x.mean(dim=1, keepdim=True)


@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_when_memory_runs_out_the_batch_is_halved(most: int) -> None:
    net, said = Greedy(most), Said()
    model = TorchModel(net, small_card(), "0" * 64, Path("x"), "cpu", progress=said)
    x = images(7)
    for _ in range(2):
        np.testing.assert_allclose(model.run(x), 1 / (1 + np.exp(-x.mean(axis=1, keepdims=True))), atol=1e-6)
    failed = [n for n in net.seen if n > most]
    assert len(failed) == len(said.texts)  # each time it is said, and it is not tried again
    assert failed == ([7, 3][: len(failed)])
    with pytest.raises(InputError, match="one window of 64 pixels"):
        TorchModel(Greedy(0), small_card(), "0" * 64, Path("x"), "cpu").run(x)


def test_cuda_is_not_promised_where_there_is_none(checkpoint: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has CUDA")
    with pytest.raises(InputError, match="CUDA was asked for"):
        open_model(checkpoint, "cuda")


def test_compiling_changes_nothing() -> None:
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(4, 1, 1))
    said = Said()
    compiled = TorchModel(net, small_card(), "0" * 64, Path("x"), "cpu", compile=True, progress=said)
    plain = TorchModel(net, small_card(), "0" * 64, Path("x"), "cpu")
    x = images(2, 32)
    np.testing.assert_allclose(compiled.run(x), plain.run(x), atol=1e-5)
    assert all("torch.compile does not work here" in text for text in said.texts)


def test_without_a_compiler_the_network_runs_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch._inductor.config as inductor

    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(inductor.cpp, "cxx", (str(tmp_path / "no-such-compiler"),))
    torch.compiler.reset()
    net, said = torch.nn.Sequential(torch.nn.Conv2d(3, 1, 5, padding=2), torch.nn.Tanh()), Said()
    model = TorchModel(net, small_card(), "0" * 64, Path("x"), "cpu", compile=True, progress=said)
    x = images(2, 32)
    with torch.no_grad():
        wanted = torch.sigmoid(net(torch.from_numpy(x))).numpy()
    for _ in range(2):
        np.testing.assert_allclose(model.run(x), wanted, atol=1e-6)
    assert len(said.texts) == 1


# ------------------------------------------------------------------------------------------------------------- opening


def test_the_backend_must_suit_the_file(checkpoint: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="l4s export"):
        open_model(checkpoint, backend="onnx")
    with pytest.raises(InputError, match="PyTorch cannot run"):
        open_model(None, backend="torch")
    with pytest.raises(InputError, match="Only PyTorch can compile"):
        open_model(None, compile=True)
    with pytest.raises(InputError, match=r"holds no best\.safetensors"):
        open_model(tmp_path)
    assert open_model(checkpoint.parent, "cpu", backend="torch").path == checkpoint
    assert describe_model(checkpoint.parent)[0].id == "small"

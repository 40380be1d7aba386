"""An exported file gives what the network gives, in every precision, or it is not written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from click.testing import CliRunner

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxscript")

import l4s_core
from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.cli.export import export
from l4s_core.export.check import made_images
from l4s_core.export.graph import make_graph
from l4s_core.export.onnx import _export, export_model, export_onnx
from l4s_core.export.onnx_bytes import to_bytes
from l4s_core.inference.card import ModelCard
from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.open import open_model
from l4s_core.inference.torch_model import TorchModel
from l4s_core.rasters.write import decode_probability
from onnx_models import card_fields, write_model
from scene_kit import hillside
from torch_models import CHANNELS, small_card, small_network, write_checkpoint


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    write_checkpoint(folder / "best.safetensors")
    return folder


def tiny_network() -> torch.nn.Module:
    """What networks are made of, in little: strides, statistics, enlarging, a skip."""
    torch.manual_seed(0)

    class Tiny(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.fine = torch.nn.Sequential(torch.nn.Conv2d(3, 24, 3, padding=1), torch.nn.BatchNorm2d(24))
            self.coarse = torch.nn.Sequential(torch.nn.Conv2d(24, 48, 3, stride=2, padding=1), torch.nn.ReLU())
            self.head = torch.nn.Conv2d(72, 1, 3, padding=1)

        def forward(self, x):
            fine = self.fine(x).relu()
            up = torch.nn.functional.interpolate(self.coarse(fine), scale_factor=2.0, mode="bilinear")
            return 8 * self.head(torch.cat([fine, up], dim=1))

    net = Tiny()
    for _ in range(20):
        net(torch.randn(4, 3, 32, 32))
    return net.eval()


@pytest.fixture(scope="module")
def tiny() -> TorchModel:
    return TorchModel(tiny_network(), small_card(size_multiple=2), "0" * 64, Path("tiny"), "cpu")


@pytest.fixture(scope="module")
def exported(tiny: TorchModel, tmp_path_factory) -> dict[str, Path]:
    """The same network in every precision."""
    folder = tmp_path_factory.mktemp("tiny")
    for precision in ("fp32", "fp16-weights", "fp16"):
        path = folder / f"{precision}.onnx"
        _export(tiny_network(), tiny.card, path, precision, fixed=False, batches=None, progress=Silent())
    return {path.stem: path for path in folder.iterdir()}


def images(n: int, rows: int, cols: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(n, 3, rows, cols)).astype(np.float32)


@pytest.mark.parametrize("shape", [(1, 64, 64), (3, 32, 112), (2, 16, 16)])
def test_the_file_is_the_network_at_any_size(tiny: TorchModel, exported: dict[str, Path], shape) -> None:
    x = images(*shape)
    wanted = tiny.run(x)
    assert 0.1 < (wanted > 0.5).mean() < 0.9
    assert np.abs(open_model(exported["fp32"], "cpu").run(x) - wanted).max() < 1e-4
    for half in ("fp16-weights", "fp16"):
        p = open_model(exported[half], "cpu").run(x)
        assert p.dtype == np.float32
        assert 1e-7 < np.abs(p - wanted).max() < 0.02
        assert ((p > 0.5) == (wanted > 0.5)).mean() > 0.995


def test_files_and_cards(tiny: TorchModel, exported: dict[str, Path]) -> None:
    size = {name: path.stat().st_size for name, path in exported.items()}
    assert 0.45 < size["fp16"] / size["fp32"] < 0.7
    assert 0.45 < size["fp16-weights"] / size["fp32"] < 0.7
    for precision, path in exported.items():
        model = open_model(path, "cpu")
        assert model.fixed_px is None
        assert model.card.precision == precision.replace("-", " ")
        changed = {"precision", "weights_sha256"}
        assert model.card.model_dump(exclude=changed) == tiny.card.model_dump(exclude=changed)
        text = path.read_bytes()
        assert b"site-packages" not in text  # no places of this machine
        assert b"l4s_core/" not in text


def test_computing_in_half_really_does(exported: dict[str, Path]) -> None:
    proto = onnx.load(exported["fp16"])
    kinds = {t.data_type for t in proto.graph.initializer if np.prod(t.dims) > 64}
    assert kinds == {onnx.TensorProto.FLOAT16}
    casts = [n for n in proto.graph.node if n.op_type == "Cast"]
    assert len(casts) <= 3  # in, out; not one around every layer, as with fp16 weights
    assert proto.graph.input[0].type.tensor_type.elem_type == onnx.TensorProto.FLOAT
    assert proto.graph.output[0].type.tensor_type.elem_type == onnx.TensorProto.FLOAT


def test_export_is_reproducible(tiny: TorchModel, exported: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "again.onnx"
    _export(tiny_network(), tiny.card, path, "fp32", fixed=False, batches=None, progress=Silent())
    assert path.read_bytes() == exported["fp32"].read_bytes()


class TwoFaced(torch.nn.Module):
    """Says something else when it is exported."""

    def forward(self, x):
        return x[:, :1] + (0.05 if torch.compiler.is_exporting() else 0.0)


class Loud(torch.nn.Module):
    """Beyond the largest fp16 number inside, harmless outside."""

    def forward(self, x):
        return (x[:, :1] * 3e5) * 1e-5 - 0.3


def fields() -> dict:
    return {k: v for k, v in card_fields().items() if k not in ("precision", "weights_sha256")}


def test_a_file_that_differs_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "m.onnx"
    path.write_text("before")
    with pytest.raises(L4SError, match=r"differs from the network by [0-9.]+e-02"):
        export_onnx(TwoFaced(), fields(), path, half_weights=False)
    with pytest.raises(L4SError, match=r"mask on 9\d\.\d+% of the pixels only"):
        export_onnx(TwoFaced(), fields(), path, half_weights=True)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["m.onnx"]


def test_what_fp16_cannot_hold_is_refused(tmp_path: Path) -> None:
    card = ModelCard(**card_fields())
    with pytest.raises(L4SError, match=r"In fp16 .* fp32"):
        _export(Loud(), card, tmp_path / "m.onnx", "fp16", fixed=False, batches=None, progress=Silent())
    _export(Loud(), card, tmp_path / "m.onnx", "fp32", fixed=False, batches=None, progress=Silent())
    assert [p.name for p in tmp_path.iterdir()] == ["m.onnx"]


def test_made_up_images_look_like_normalised_ones() -> None:
    card = small_card()
    x = made_images(card, 96, 128, 8)
    assert x.shape == (8, 3, 96, 128)
    assert abs(x.mean()) < 0.2
    assert 0.7 < x.std() < 1.3
    assert 0.3 < np.corrcoef(x[:, 0].ravel(), x[:, 1].ravel())[0, 1] < 0.95
    assert (x[:, :, :12, :16] == card.network_fill[0]).all()
    norm = {"kind": "relative-brightness", "bands": ["B4"], "block_px": 64}
    assert made_images(ModelCard(**card_fields(normalisation=norm, fill=1.0)), 64, 64, 2).min() > 0


# --------------------------------------------------------------------------------------------------------- fixed sizes


@pytest.fixture(scope="module")
def fixed_model(tmp_path_factory) -> Path:
    """As networks with window attention are exported."""
    torch.manual_seed(0)
    net = torch.nn.Conv2d(3, 1, 3, padding=1)
    card = ModelCard(**card_fields(size_multiple=64))
    proto = make_graph(net, 3, tile=64, step=64, fixed=True)
    path = tmp_path_factory.mktemp("fixed") / "fixed.onnx"
    path.write_bytes(to_bytes(proto, card))
    return path


def test_a_model_for_one_size_says_so(fixed_model: Path, tmp_path: Path) -> None:
    model = open_model(fixed_model, "cpu")
    assert model.fixed_px == 64
    assert model.run(images(5, 64, 64)).shape == (5, 1, 64, 64)
    folder, dem = hillside(tmp_path / "scene")
    for tile in (128, 32):
        with pytest.raises(InputError, match=rf"tiles of 64 pixels only.*--tile {tile}"):
            l4s_core.detect(folder, dem, model=fixed_model, clouds="none", tile=tile)
    assert l4s_core.detect(folder, dem, model=fixed_model, clouds="none", tile=64).run["tile_px"] == 64


def test_a_card_that_names_another_size_than_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"takes 64 x 64 pixels.*tiles of 128"):
        open_model(write_model(tmp_path / "m.onnx", size=64, tile_px=128))


def test_a_file_that_takes_so_many_at_a_time(tmp_path: Path) -> None:
    free = open_model(write_model(tmp_path / "free.onnx"), "cpu")
    four = open_model(write_model(tmp_path / "four.onnx", batch=4), "cpu")
    for n in (1, 4, 7):
        np.testing.assert_allclose(four.run(images(n, 32, 32)), free.run(images(n, 32, 32)), atol=1e-6)


def test_a_network_that_only_exports_for_one_size_is_exported_for_that(tmp_path: Path) -> None:
    class Stubborn(torch.nn.Module):
        def forward(self, x):
            return x[:, :1] * (1.0 if x.shape[3] == 64 else 0.5)

    class Said(Silent):
        def __init__(self) -> None:
            super().__init__()
            self.texts: list[str] = []

        def message(self, text: str) -> None:
            self.texts.append(text)

    said = Said()
    made = _export(Stubborn(), ModelCard(**card_fields()), tmp_path / "m.onnx", "fp32", fixed=False, batches=None,
                   progress=said)  # fmt: skip
    assert made.fixed_px == 64
    assert made.card.size_multiple == 64
    assert "every size" in said.texts[0]
    assert "64 px" in said.texts[0]
    assert isinstance(open_model(tmp_path / "m.onnx"), OnnxModel)


# ------------------------------------------------------------------------------------------------------------- domains


def test_each_domain_has_a_file_of_its_own(tmp_path: Path) -> None:
    from l4s_core.networks.cross_sensor_norm import CrossSensorNorm2d, set_domain

    net = small_network(cross_sensor_norm=2)
    with torch.no_grad():
        for layer in net.modules():
            if isinstance(layer, CrossSensorNorm2d):
                layer.running_mean[1] = layer.running_mean[0] + 0.3
                layer.running_var[1] = layer.running_var[0] * 2
    save_checkpoint(net, small_card(), tmp_path / "a.safetensors")
    x = images(1, 64, 64)
    export_model(tmp_path / "a.safetensors", tmp_path / "1.onnx", domain=1)
    wanted = []
    for domain in (0, 1):
        set_domain(net, domain)
        with torch.no_grad():
            wanted.append(torch.sigmoid(net(torch.from_numpy(x))).numpy())
    assert np.abs(wanted[0] - wanted[1]).max() > 0.01
    np.testing.assert_allclose(open_model(tmp_path / "1.onnx", "cpu").run(x), wanted[1], atol=1e-4)
    with pytest.raises(InputError, match="domains 0 to 1; 2 is none"):
        export_model(tmp_path / "a.safetensors", tmp_path / "b.onnx", domain=2)


# --------------------------------------------------------------------------------------------------------- the command


def l4s(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", *map(str, arguments)], capture_output=True, text=True
    )


def test_the_command(run_folder: Path, shared_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.onnx"
    done = l4s("export", run_folder, "-o", out, "--id", "mine", "--tile", 96, "--check-data",
               shared_data / "l4s" / "TrainData", "--progress", "json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout.splitlines()[-1])["result"]
    assert facts["id"] == "mine"
    assert facts["tile_px"] == 96
    assert facts["any_size"]
    assert facts["compared_pixels"] == 24 * 128 * 128
    assert facts["largest_difference"] < 1e-3
    assert open_model(out, "cpu").card.overlap_px == 16
    again = l4s("export", run_folder, "-o", out)
    assert again.returncode == 2
    assert "--overwrite" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{run}", "-o", "{tmp}/m.txt"], ".onnx"),
        (["{run}", "-o", "{tmp}/m.onnx", "--tile", "70"], "multiples of"),
        (["{run}", "-o", "{tmp}/m.onnx", "--domain", "1"], "no cross-sensor normalisation"),
        (["{run}", "-o", "{tmp}/m.onnx", "--id", "a b"], "id"),
        (["l4s-lite-v0", "-o", "{tmp}/m.onnx"], "is not a checkpoint"),
        (["{tmp}", "-o", "{tmp}/m.onnx"], "best.safetensors"),
        (["{tmp}/none", "-o", "{tmp}/m.onnx"], "There is no model"),
    ],
)
def test_wrong_input(run_folder: Path, tmp_path: Path, arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(export, [a.format(run=run_folder, tmp=tmp_path) for a in arguments])
    assert done.exit_code == 2, done.output
    assert words in done.output.strip().splitlines()[-1]
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------------------------------------------------- end to end


def test_detection_with_the_checkpoint_and_with_its_file_is_the_same(puthumala: Path, tmp_path: Path) -> None:
    """Puthumala, all channels but B10, which the network may lack; statistics of the scene."""
    channels = ("B2", "B3", "B4", "B8", "B10", "B11", "slope", "dem")
    net = small_network(channels=channels)
    card = small_card(
        channels,
        normalisation={"kind": "scene-statistics", "block_px": None},
        optional_channels=["B10"],
        tile_px=128,
        overlap_px=32,
    )
    save_checkpoint(net, card, tmp_path / "best.safetensors")
    export_model(tmp_path, tmp_path / "m.onnx")
    found = []
    for model, backend in ((tmp_path, "torch"), (tmp_path / "m.onnx", "onnx")):
        inventory = l4s_core.detect(
            puthumala, puthumala / "Copernicus_DEM_30m.tif", model=model, backend=backend, mmu_m2=0, min_slope_deg=None,
            probability=tmp_path / "p.tif", mask=tmp_path / "mask.tif", overwrite=True,
        )  # fmt: skip
        with rasterio.open(tmp_path / "p.tif") as p, rasterio.open(tmp_path / "mask.tif") as m:
            found.append((inventory, decode_probability(p.read(1)), m.read(1)))
    (a, p, mask), (b, q, other) = found
    assert a.run["filled_channels"] == b.run["filled_channels"] == "B10"
    assert "PyTorch" in a.run["device"]
    assert "ONNX" in b.run["device"]
    np.testing.assert_allclose(p, q, atol=2e-4)
    assert 0.02 < (mask == 1).mean() < 0.98
    assert (mask == other).mean() > 0.9999
    assert CHANNELS == ("B4", "B3", "B2")


def test_the_options_of_detect(run_folder: Path, tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    good = [folder, "--dem", dem, "--clouds", "none", "-o", tmp_path / "a.geojson", "--model"]
    done = l4s("detect", *good, run_folder, "--backend", "torch", "--verbose")
    assert done.returncode == 0, done.stderr
    assert "PyTorch" in done.stdout
    for arguments, words in (
        ([run_folder, "--backend", "onnx"], "l4s export"),
        (["l4s-lite-v0", "--backend", "torch"], "PyTorch cannot run"),
        (["l4s-lite-v0", "--compile"], "Only PyTorch"),
    ):
        refused = l4s("detect", *good, *arguments, "--overwrite")
        assert refused.returncode == 2
        assert words in refused.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_while_the_network_is_exported_writes_nothing(
    run_folder: Path, tmp_path: Path, how: signal.Signals
) -> None:
    call = [sys.executable, "-m", "l4s_core.cli.main", "export", run_folder, "-o", tmp_path / "m.onnx"]
    process = subprocess.Popen(list(map(str, call)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while "exporting the network" not in (line := process.stderr.readline()):
        assert line, "it ended before"
    process.send_signal(how)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, out + err
    assert "Stopped; nothing was written." in err
    assert not any(tmp_path.iterdir())


def test_an_exported_file_knows_the_patches_of_its_checkpoint(tmp_path: Path) -> None:
    trained_on = {"prints": "abcdefgh" * 2, "complete": True}
    path = write_checkpoint(tmp_path / "a.safetensors", trained_on=trained_on)
    export_model(path, tmp_path / "a.onnx")
    found = open_model(tmp_path / "a.onnx", "cpu").card.trained_on
    assert found is not None
    assert found.model_dump() == trained_on

"""OpenVINO runs the same files as ONNX Runtime, with the same results and the same refusals."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from l4s_core.base.errors import InputError
from l4s_core.inference.card import METADATA_KEY, ModelCard
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Model
from onnx_models import card_fields, write_model

HIDES = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "openvino":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuse())
"""


def vino(path: Path | None, threads: int | None = 1) -> Model:
    return open_model(path, "cpu", threads, backend="openvino")


def images(n: int, rows: int, cols: int, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(0).uniform(0.2, 3, (n, channels, rows, cols)).astype(np.float32)


def test_without_openvino_one_sentence() -> None:
    code = (
        HIDES
        + """
from l4s_core.base.errors import InputError
from l4s_core.inference.open import open_model
try:
    open_model(None, backend="openvino")
except InputError as error:
    print(error)
"""
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "l4s[openvino]" in done.stdout
    assert len(done.stdout.splitlines()) == 1


openvino = pytest.importorskip("openvino")


def test_the_default_model_gives_the_same_at_any_size() -> None:
    ort, other = open_model(None, "cpu", 1), vino(None)
    assert other.card == ort.card
    assert other.sha256 == ort.sha256
    assert other.fixed_px is None
    for shape in ((1, 256, 256), (3, 64, 112), (1, 16, 16)):
        x = images(*shape, ort.card.input_channels)
        a, b = ort.run(x), other.run(x)
        assert b.dtype == np.float32
        assert a.shape == b.shape
        assert np.abs(a - b).max() < 5e-4  # a calibration whose slope is below 1 enlarges what is nearly 0
    assert vino(None).run(images(0, 32, 32, ort.card.input_channels)).shape == (0, 1, 32, 32)


def test_it_computes_in_float32_whatever_the_cpu_prefers(tmp_path: Path) -> None:
    """1 + 2^-12 is 1 in bf16 and in fp16: their difference to 1 would be lost."""
    model = vino("l4s-lite-v0")  # not calibrated, so nothing is around it
    assert model._compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name() == "f32"
    weights = np.zeros((1, 3, 3, 3), np.float32)
    weights[0, 0, 1, 1], weights[0, 1, 1, 1] = 4096.0, -4096.0
    path = write_model(tmp_path / "m.onnx", weights=weights)
    x = np.ones((1, 3, 32, 32), np.float32)
    x[:, 0] += 2.0**-12
    np.testing.assert_allclose(vino(path).run(x), 1 / (1 + np.exp(3.0)), atol=1e-5)  # 4096 * 2^-12 - 4


def test_device_and_threads_in_words() -> None:
    version = openvino.__version__.split("-")[0]
    assert vino(None, 1).device == f"CPU, 1 core (OpenVINO {version})"
    with pytest.raises(InputError, match="OpenVINO runs on the CPU"):
        open_model(None, "cuda", backend="openvino")
    with pytest.raises(InputError, match="Only PyTorch can compile"):
        open_model(None, "cpu", backend="openvino", compile=True)
    with pytest.raises(InputError, match="part of the file"):
        open_model(None, "cpu", backend="openvino", precision="bf16")


def test_files_for_one_size_or_one_batch_and_flat_ones(tmp_path: Path) -> None:
    fixed = vino(write_model(tmp_path / "fixed.onnx", size=64))
    assert fixed.fixed_px == 64
    free = open_model(write_model(tmp_path / "free.onnx"), "cpu")
    four = vino(write_model(tmp_path / "four.onnx", batch=4))
    flat = vino(write_model(tmp_path / "flat.onnx", flat=True))
    for n in (1, 4, 7):
        x = images(n, 64, 64)
        for model in (fixed, four, flat):
            np.testing.assert_allclose(model.run(x), free.run(x), atol=1e-5)


def test_the_result_is_the_callers_own() -> None:
    model = vino(None)
    first = model.run(images(1, 32, 32, model.card.input_channels))
    kept = first.copy()
    model.run(images(1, 32, 32, model.card.input_channels) * 3)
    np.testing.assert_array_equal(first, kept)


def test_files_that_are_no_models(tmp_path: Path) -> None:
    good = write_model(tmp_path / "good.onnx").read_bytes()
    (tmp_path / "cut.onnx").write_bytes(good[: len(good) // 2])
    (tmp_path / "text.onnx").write_text("hello")
    (tmp_path / "empty.onnx").write_bytes(b"")
    for name in ("cut.onnx", "text.onnx", "empty.onnx"):
        with pytest.raises(InputError, match="damaged or not an ONNX model"):
            vino(tmp_path / name)
    with pytest.raises(InputError, match="no l4s metadata block"):
        vino(write_model(tmp_path / "bare.onnx", card=None))
    card = ModelCard(**card_fields()).model_dump_json()
    with pytest.raises(InputError, match="3 channels"):
        vino(write_model(tmp_path / "two.onnx", card=card, channels=["B4", "B2"]))
    with pytest.raises(InputError, match=r"takes 64 x 64 pixels.*tiles of 128"):
        vino(write_model(tmp_path / "size.onnx", size=64, tile_px=128))
    with pytest.raises(InputError, match="version 3"):
        vino(write_model(tmp_path / "new.onnx", card=json.dumps(card_fields(format_version=3))))


def with_weights_elsewhere(path: Path, location: str) -> Path:
    """A model whose weights are in another file, as ONNX allows."""
    model = onnx.load(write_model(path))
    weights = next(tensor for tensor in model.graph.initializer if tensor.name == "w")
    length = len(weights.raw_data)
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", "0"), ("length", str(length))):
        entry = weights.external_data.add()
        entry.key, entry.value = key, value
    path.write_bytes(model.SerializeToString())
    return path


def test_no_other_file_is_ever_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenVINO would: from the current folder, or from anywhere."""
    secret = tmp_path / "secret.bin"
    np.ones(27, np.float32).tofile(secret)
    monkeypatch.chdir(tmp_path)
    for location in ("secret.bin", str(secret)):
        path = with_weights_elsewhere(tmp_path / "m.onnx", location)
        openvino.Core().read_model(path.read_bytes(), b"")  # so it has to be us who refuse
        with pytest.raises(InputError, match="weights in other files"):
            vino(path)
    # the same field with the lengths of its numbers padded, which protobuf reads all the same
    plain = (tmp_path / "m.onnx").read_bytes()
    assert plain.count(b"\x0a\x08location") == 1
    (tmp_path / "padded.onnx").write_bytes(plain.replace(b"\x0a\x08location", b"\x8a\x00\x88\x80\x00location"))
    with pytest.raises(InputError, match=r"weights in other files|damaged"):
        vino(tmp_path / "padded.onnx")


def test_operators_that_it_does_not_know_are_one_sentence(tmp_path: Path) -> None:
    node = helper.make_node("NoSuchThing", ["image"], ["probability"], domain="somewhere")
    sides = ["n", 3, "r", "c"]
    graph = helper.make_graph(
        [node],
        "test",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, sides)],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["n", 1, "r", "c"])],
    )
    imports = [helper.make_opsetid("", 18), helper.make_opsetid("somewhere", 1)]
    model = helper.make_model(graph, opset_imports=imports, ir_version=9)
    helper.set_model_props(model, {METADATA_KEY: ModelCard(**card_fields()).model_dump_json()})
    onnx.save(model, tmp_path / "m.onnx")
    with pytest.raises(InputError, match=r"m\.onnx is damaged or not an ONNX model that OpenVINO runs") as caught:
        vino(tmp_path / "m.onnx")
    assert "\n" not in str(caught.value)


def test_from_the_command_line_to_the_run_table(tmp_path: Path) -> None:
    import l4s_core
    from scene_kit import hillside

    folder, dem = hillside(tmp_path / "scene")
    path = write_model(tmp_path / "m.onnx")
    found = [l4s_core.detect(folder, dem, model=path, clouds="none", backend=name) for name in ("onnx", "openvino")]
    assert "OpenVINO" in found[1].run["device"]
    assert found[1].run["asked_backend"] == "openvino"
    assert found[0].run["model_sha"] == found[1].run["model_sha"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(found[0].landslides) == len(found[1].landslides) > 0
    assert found[0].landslides.geometry.geom_equals(found[1].landslides.geometry).all()
    command = [sys.executable, "-m", "l4s_core.cli.main", "detect", folder, "--dem", dem, "--clouds", "none", "--model",
               path, "--backend", "openvino", "-o", tmp_path / "a.geojson"]  # fmt: skip
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "OpenVINO" in done.stdout + done.stderr

"""A model in 8-bit integers says what that cost, or is not written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

onnx = pytest.importorskip("onnx")
pytest.importorskip("h5py")

from l4s_core.base.errors import InputError
from l4s_core.cli.models import models
from l4s_core.cli.quantize import quantize
from l4s_core.export.int8 import _divide, quantise_model
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.open import open_model
from l4s_core.patches.open import open_patches
from l4s_core.scoring.evaluate import evaluate
from onnx_models import write_model
from training_kit import write_patches

# on the patches of training_kit: landslides are twice as bright in red
RED = {"channels": ["B4", "B3", "B2"], "figures": {"test f1": 0.8},
       "normalisation": {"kind": "fixed", "divide": [445, 663, 824], "mean": [0] * 3, "std": [1] * 3}}  # fmt: skip


@pytest.fixture(scope="module")
def patches(tmp_path_factory) -> Path:
    return write_patches(tmp_path_factory.mktemp("data") / "TrainData")


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    return write_model(tmp_path_factory.mktemp("model") / "red.onnx", size=None, **RED)


@pytest.fixture(scope="module")
def made(source: Path, patches: Path, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("int8") / "red-int8.onnx"
    quantise_model(source, patches, path, threads=1)
    return path


def test_it_computes_in_integers_nearly_the_same(source: Path, made: Path) -> None:
    assert [file.name for file in made.parent.iterdir()] == [made.name]
    graph = onnx.load(made).graph
    weights = [t for t in graph.initializer if t.data_type == onnx.TensorProto.INT8 and len(t.dims) == 4]
    assert len(weights) == 1
    assert np.abs(onnx.numpy_helper.to_array(weights[0])).max() <= 64  # 7 bits: no overflow where VNNI is missing
    before, after = open_model(source, "cpu"), open_model(made, "cpu")
    x = np.random.default_rng(0).uniform(0.5, 2.0, (2, 3, 64, 48)).astype(np.float32)
    difference = np.abs(before.run(x) - after.run(x))
    assert 1e-6 < difference.max() < 0.1


def test_the_card_says_what_was_lost_and_it_is_true(source: Path, made: Path, patches: Path) -> None:
    after = open_model(made, "cpu")
    card = after.card
    assert (card.id, card.precision) == ("test-redness-int8", "int8")
    assert card.figures == {"before quantisation, test f1": 0.8}
    found = card.quantisation
    assert found is not None
    before = open_model(source, "cpu")
    assert found.source_sha256 == before.sha256
    assert found.patches == "TrainData"
    everything = open_patches(patches, expect_masks=True)
    calibration, check = _divide(everything)
    assert (found.calibrated_on, found.checked_on) == (len(calibration), len(check))
    for model, scores in ((before, found.before), (after, found.after)):
        again = evaluate(model, check, bootstrap=0).scores
        assert scores.f1 == pytest.approx(again.f1)
        assert scores.precision == pytest.approx(again.precision)
    assert found.before.f1 is not None
    assert found.before.f1 > 0.5  # else there was nothing to lose
    old = before.card.model_dump(exclude={"id", "precision", "weights_sha256", "figures", "quantisation"})
    assert card.model_dump(include=set(old)) == old


def test_what_is_checked_on_lies_elsewhere(patches: Path) -> None:
    calibration, check = ({key.id for key in part.keys} for part in _divide(open_patches(patches)))
    assert min(abs(a - b) for a in calibration for b in check) > 3


def test_openvino_runs_it_too(made: Path) -> None:
    pytest.importorskip("openvino")
    x = np.random.default_rng(0).uniform(0.5, 2.0, (2, 3, 64, 64)).astype(np.float32)
    a, b = (open_model(made, "cpu", backend=name).run(x) for name in ("onnx", "openvino"))
    assert np.abs(a - b).max() < 0.02


def test_it_can_be_a_member(source: Path, made: Path, tmp_path: Path) -> None:
    make_ensemble([str(source), str(made)], tmp_path / "both.yaml")
    card = open_model(tmp_path / "both.yaml", "cpu").card
    assert (card.precision, card.quantisation) == ("mixed", None)


@pytest.mark.slow
def test_the_command_and_the_card_for_people(source: Path, patches: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.onnx"
    command = [sys.executable, "-m", "l4s_core.cli.main", "quantize", source, "--data", patches, "-o", out, "--id", "q"]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "of other places than" in done.stdout
    assert "Speed:" in done.stdout
    rows = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("    ") and line.strip()]
    assert rows == ["precision", "before", "after"]
    told = CliRunner().invoke(models, [str(out)])
    assert "8-bit integers" in told.output
    assert json.loads(CliRunner().invoke(models, [str(out), "--json"]).output)["quantisation"]["checked_on"] > 3
    again = CliRunner().invoke(quantize, [str(source), "--data", str(patches), "-o", str(out)])
    assert again.exit_code == 2
    assert "--overwrite" in again.output


def test_refused_in_one_sentence(source: Path, made: Path, patches: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "m.onnx"
    out.parent.mkdir()
    bare = write_patches(tmp_path / "bare", 3)
    for mask in (bare / "mask").iterdir():
        mask.unlink()
    (bare / "mask").rmdir()
    for model, data, words in (
        (made, patches, "computes in int8"),
        (source, write_patches(tmp_path / "few", 5), "too few"),
        (source, bare, "mask"),
        (source, tmp_path / "none", "none"),
        ("no-such-model", patches, "There is no model"),
    ):
        with pytest.raises(InputError, match=words):
            quantise_model(model, data, out)
    with pytest.raises(InputError, match="id"):
        quantise_model(source, patches, out, id="a b")
    none = CliRunner().invoke(quantize, [str(source), "-o", str(out)])
    assert none.exit_code == 2
    assert "--data" in none.output
    assert not list(out.parent.iterdir())


def test_the_default_model_loses_little(shared_data: Path, tmp_path: Path) -> None:
    found = quantise_model("l4s-lite-v0", shared_data / "l4s" / "TrainData", tmp_path / "m.onnx").quantisation
    assert found.before.f1 is not None
    assert found.after.f1 is not None
    assert found.before.f1 - found.after.f1 < 0.03

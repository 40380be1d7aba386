"""Changing the numbers of an .onnx file without the package onnx: ONNX Runtime and onnx itself are the judges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from l4s_core.base.errors import InputError
from l4s_core.inference.card import METADATA_KEY, parse_card
from l4s_core.inference.installed import installed_models
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.tuning.onnx_proto import parse_model
from l4s_core.tuning.onnx_tunable import EVIDENCE, LAST_LAYER, OnnxTunable
from l4s_core.tuning.types import Change
from onnx_models import write_model


def windows(tunable: OnnxTunable, side: int = 128) -> np.ndarray:
    rng = np.random.default_rng(0)
    batch = rng.gamma(16, 1 / 16, (2, tunable.card.input_channels, side, side)).astype(np.float32)
    if tunable.card.input_channels == 5:
        batch[:, 3:] = rng.uniform(0.02, 0.5, (2, 2, side, side))
        batch[0, 4, :32] = -1  # no near infrared
    return batch


def probability(path: Path, batch: np.ndarray) -> np.ndarray:
    return OnnxModel(path, "cpu", 1).run(batch)[:, 0]


def test_reading_and_writing_changes_nothing() -> None:
    data = installed_models()["l4s-lite-v4"].read_bytes()
    again = parse_model(data, "v4").SerializeToString(deterministic=True)
    assert onnx.load_model_from_string(again) == onnx.load_model_from_string(data)
    with pytest.raises(InputError, match="cannot be read as an ONNX model"):
        parse_model(data[: len(data) // 2], "half")


@pytest.mark.parametrize("name", ["l4s-lite-v0", "l4s-lite-v4"])
def test_the_file_gives_what_was_fitted(name: str, tmp_path: Path) -> None:
    source = installed_models()[name]
    tunable = OnnxTunable(source, 1)
    batch = windows(tunable)
    looked, before = tunable.look(batch), probability(source, batch)
    rng = np.random.default_rng(1)
    levers = [EVIDENCE, LAST_LAYER] if name == "l4s-lite-v4" else [LAST_LAYER]
    assert [lever.name for lever in tunable.levers] == levers
    assert np.isclose(1 / (1 + np.exp(-looked.logit)), before, atol=1e-5)[~_dark(batch)].all()
    for lever in (None, *tunable.levers):
        numbers = None if lever is None else rng.normal(0, 0.1, len(lever.start))
        change = Change(0.8, 0.3, None if lever is None else lever.name, numbers)
        tunable.write(change, tunable.card, tmp_path / "changed.onnx", batch)
        onnx.checker.check_model(onnx.load(tmp_path / "changed.onnx"))
        wanted = 0.8 * looked.logit + 0.3
        if lever is not None:
            wanted = wanted + np.einsum("nkrc,k->nrc", looked.features[lever.name], numbers)
        after = probability(tmp_path / "changed.onnx", batch)
        dark = _dark(batch)
        assert np.abs(after - 1 / (1 + np.exp(-wanted)))[~dark].max() < 1e-4
        assert np.array_equal(after[dark], before[dark])  # what lacks near infrared is as before


def test_without_near_infrared_the_network_alone_is_changed(tmp_path: Path) -> None:
    source = installed_models()["l4s-lite-v4"]
    tunable = OnnxTunable(source, 1)
    batch = windows(tunable)
    tunable.use_inputs(["B4", "B3", "B2"])
    before = probability(source, batch)
    tunable.write(Change(1.0, 1.0), tunable.card, tmp_path / "changed.onnx", batch)
    after = probability(tmp_path / "changed.onnx", batch)
    dark = _dark(batch)
    odds = before[dark] / (1 - before[dark]) * np.e
    assert np.allclose(after[dark], odds / (1 + odds), atol=1e-5)
    assert np.array_equal(after[~dark], before[~dark])


def test_the_card_goes_with_it_and_once(tmp_path: Path) -> None:
    tunable = OnnxTunable(write_model(tmp_path / "m.onnx"), 1)
    card = tunable.card.model_copy(update={"id": "other"})
    written = tunable.write(Change(), card, tmp_path / "o.onnx", windows(tunable, 64))
    texts = [p.value for p in onnx.load(tmp_path / "o.onnx").metadata_props if p.key == METADATA_KEY]
    assert [parse_card(text, "it") for text in texts] == [written]
    assert written.id == "other" and written.weights_sha256 != card.weights_sha256
    old, new = (probability(tmp_path / name, windows(tunable, 64)) for name in ("m.onnx", "o.onnx"))
    assert np.allclose(old, new, atol=1e-6)


def _dark(batch: np.ndarray) -> np.ndarray:
    return batch[:, 4] < -0.5 if batch.shape[1] == 5 else np.zeros((len(batch), *batch.shape[2:]), bool)

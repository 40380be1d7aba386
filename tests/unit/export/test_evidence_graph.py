"""A model of three colours and the evidence behind it as one file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from l4s_core.base.errors import InputError
from l4s_core.export.evidence_graph import join_evidence
from l4s_core.inference.installed import installed_models
from l4s_core.inference.open import open_model
from l4s_core.networks.evidence import ABSENT, TERMS, Evidence

BASE = installed_models()["l4s-lite-v0"]


def some_evidence() -> Evidence:
    net = Evidence()
    with torch.no_grad():
        for name, term in TERMS.items():
            net.steps[name].fill_(2.0 * term.sign)
    return net


def images(seed: int, rows: int, cols: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.gamma(9, 1 / 9, (2, 3, rows, cols)).astype(np.float32)


@pytest.mark.parametrize("size", [(128, 128), (64, 208)])
def test_the_file_is_the_model_where_there_is_no_near_infrared(tmp_path: Path, size: tuple[int, int]) -> None:
    card = join_evidence(BASE, some_evidence(), tmp_path / "m.onnx", id="joined")
    joined, base = open_model(tmp_path / "m.onnx", "cpu"), open_model(BASE, "cpu")
    assert card == joined.card
    assert card.id == "joined"
    assert card.optional_channels == ["B8"]
    assert card.required_channels == base.card.required_channels
    x = images(0, *size)
    absent = np.full((2, 2, *size), ABSENT, np.float32)
    np.testing.assert_array_equal(joined.run(np.concatenate([x, absent], axis=1)), base.run(x))


def test_green_ground_is_let_go(tmp_path: Path) -> None:
    join_evidence(BASE, some_evidence(), tmp_path / "m.onnx", id="joined")
    x = images(1, 128, 128)
    red_nir = np.stack([np.full((2, 128, 128), 0.05), np.full((2, 128, 128), 0.35)], axis=1).astype(np.float32)
    p = open_model(tmp_path / "m.onnx", "cpu").run(np.concatenate([x, red_nir], axis=1))
    before = open_model(BASE, "cpu").run(x)
    assert before.max() > 0.05
    assert (p < before).all()


def test_a_model_that_has_near_infrared_is_refused(tmp_path: Path) -> None:
    join_evidence(BASE, some_evidence(), tmp_path / "m.onnx", id="joined")
    with pytest.raises(InputError, match="no model of red, green and blue alone"):
        join_evidence(tmp_path / "m.onnx", some_evidence(), tmp_path / "again.onnx")
    assert not (tmp_path / "again.onnx").exists()

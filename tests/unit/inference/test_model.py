"""A model file is a contract: what does not keep it is refused in words."""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.inference.card import ModelCard
from l4s_core.inference.installed import DEFAULT_MODEL, installed_models
from l4s_core.inference.open import open_model
from l4s_core.normalisation.brightness import BrightnessField, brightness_field, patch_brightness
from l4s_core.normalisation.normalise import Normaliser
from l4s_core.rasters.write import decode_probability, encode_probability
from onnx_models import card_fields, write_model


def test_a_model_runs_and_is_hashed(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.onnx")
    model = open_model(path)
    assert model.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    x = np.zeros((2, 3, 32, 48), np.float32)
    x[1, 0] = 1.0
    p = model.run(x)
    assert p.shape == (2, 1, 32, 48)
    assert p[0].max() < 0.05
    assert p[1, 0, 1:-1, 1:-1].min() > 0.95
    assert "CPU" in model.device


def test_the_default_model_is_installed_and_says_what_it_is() -> None:
    assert DEFAULT_MODEL in installed_models()
    model = open_model(None)
    assert model.path.stat().st_size < 15e6
    assert set(model.card.levels) == {"L1C", "L2A"}
    assert model.card.figures["test f1"] > 0.4
    p = model.run(np.ones((1, model.card.input_channels, 32, 32), np.float32))
    assert p.shape == (1, 1, 32, 32)
    assert 0 <= p.min() <= p.max() <= 1


def test_the_default_model_does_not_care_about_the_gain() -> None:
    """Red, green and blue reach it relative to their surroundings, so doubling the light changes nothing."""
    model = open_model(None)
    assert model.card.channels == ["B4", "B3", "B2", "B8"]
    rng = np.random.default_rng(0)
    patch = rng.uniform(200, 2500, (3, 64, 64)).astype(np.float32)
    observed = np.ones((64, 64), bool)
    roi = (slice(0, 64), slice(0, 64))
    no_nir = np.concatenate([patch, np.full((1, 64, 64), np.nan, np.float32)])
    p = [
        model.run(Normaliser(model.card, patch_brightness(k * patch, [0, 1, 2]))(k * no_nir, observed, roi)[None])
        for k in (1.0, 2.0)
    ]
    np.testing.assert_allclose(p[0], p[1], atol=1e-5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format_version": 3}, "version 3, this version of l4s reads 1 and 2"),
        ({"format_version": 2}, "inputs: Field required"),
        ({"inputs": []}, "version 1 has no inputs"),
        ({"channels": ["B4", "B3", "B99"]}, "There is no channel 'B99'"),
        ({"channels": ["B4", "B4", "B2"]}, "named twice"),
        ({"tile_px": 70}, "multiple"),
        ({"threshold": 1.5}, "threshold"),
        ({"surprise": 1}, "surprise"),
        ({"normalisation": {"kind": "fixed", "divide": [1.0], "mean": [0.0], "std": [1.0]}}, "one number per channel"),
        ({"id": "../../etc"}, "id"),
    ],
)
def test_a_card_that_breaks_the_contract(tmp_path: Path, changes: dict, words: str) -> None:
    path = write_model(tmp_path / "m.onnx", card=json.dumps(card_fields(**changes)))
    with pytest.raises(InputError, match=words):
        open_model(path)


def test_files_that_are_no_models(tmp_path: Path) -> None:
    good = write_model(tmp_path / "good.onnx").read_bytes()
    (tmp_path / "cut.onnx").write_bytes(good[: len(good) // 2])
    (tmp_path / "text.onnx").write_text("hello")
    for name in ("cut.onnx", "text.onnx"):
        with pytest.raises(InputError, match="damaged or not an ONNX model"):
            open_model(tmp_path / name)
    with pytest.raises(InputError, match="no l4s metadata block"):
        open_model(write_model(tmp_path / "bare.onnx", card=None))
    with pytest.raises(InputError, match="There is no model"):
        open_model(tmp_path / "absent.onnx")


def test_a_card_that_does_not_fit_its_network(tmp_path: Path) -> None:
    card = ModelCard(**card_fields()).model_dump_json()
    path = write_model(tmp_path / "m.onnx", card=card, channels=["B4", "B2"])
    with pytest.raises(InputError, match="3 channels"):
        open_model(path)


def test_no_pickle_is_ever_loaded(tmp_path: Path) -> None:
    marker = tmp_path / "executed"

    class Bomb:
        def __reduce__(self):
            return (Path.touch, (marker,))

    path = tmp_path / "bomb.onnx"
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(InputError):
        open_model(path)
    assert not marker.exists()


def test_cuda_is_not_promised_where_there_is_none(tmp_path: Path) -> None:
    import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this ONNX Runtime has CUDA")
    with pytest.raises(InputError, match="CUDA was asked for"):
        open_model(write_model(tmp_path / "m.onnx"), "cuda")


def test_fixed_normalisation_and_fill() -> None:
    norm = {"kind": "fixed", "divide": [10.0, 1.0, 1.0], "mean": [1.0, 0.0, 0.0], "std": [2.0, 1.0, 1.0]}
    card = ModelCard(**card_fields(normalisation=norm, fill=-7.0))
    values = np.full((3, 4, 4), 50.0, np.float32)
    values[1, 0, 0] = np.nan
    observed = np.ones((4, 4), bool)
    observed[3, 3] = False
    out = Normaliser(card)(values, observed, (slice(0, 4), slice(0, 4)))
    assert out[0, 1, 1] == 2.0
    assert (out[:, 3, 3] == -7.0).all()
    assert out[1, 0, 0] == -7.0
    assert out.dtype == np.float32


def test_brightness_follows_the_scene_and_not_the_piece() -> None:
    rng = np.random.default_rng(0)
    samples = rng.uniform(300, 500, (3, 96, 128)).astype(np.float32)
    samples[:, :, 64:] *= 1.5
    clear = np.ones((96, 128), bool)
    samples[:, :30] = 9000
    clear[:30] = False  # cloud
    field = brightness_field(samples, clear, step=8, block_px=256)
    whole = field.at((slice(0, 768), slice(0, 1024)))
    assert whole.shape == (768, 1024)
    assert whole[700, 20] == pytest.approx(400, rel=0.1)
    assert whole[700, 1000] == pytest.approx(600, rel=0.1)
    assert whole.max() < 800
    piece = field.at((slice(100, 201), slice(33, 400)))
    np.testing.assert_array_equal(piece, whole[100:201, 33:400])
    assert np.abs(np.diff(whole, axis=1)).max() < 2  # no steps between blocks


def test_brightness_of_nothing_is_still_a_number() -> None:
    nothing = np.full((3, 5, 5), np.nan, np.float32)
    field = brightness_field(nothing, np.zeros((5, 5), bool), step=1, block_px=256)
    assert np.isfinite(field.at((slice(0, 5), slice(0, 5)))).all()
    assert np.isfinite(patch_brightness(nothing, [0, 1, 2]).values).all()
    assert BrightnessField.uniform(5.0).at((slice(0, 2), slice(0, 3))).tolist() == [[5.0] * 3] * 2


def test_probability_encoding_round_trip() -> None:
    p = np.array([0.0, 0.5, 1.0, np.nan, 0.12345], np.float32)
    values = encode_probability(p)
    assert values.dtype == np.uint16
    assert values[3] == 65535
    np.testing.assert_allclose(decode_probability(values), p, atol=5.1e-5)

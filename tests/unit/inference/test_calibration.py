"""Calibration: by hand, of any model, and never another ranking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from l4s_core.base.errors import InputError
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.calibration import Calibration, calibrated, choose, input_kind
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import ChoosesBatch, KnowsDomains, KnowsInputs, RunsAhead
from l4s_core.inference.wrappers import Calibrated
from onnx_models import write_model

PLATT = {"kind": "platt", "slope": 0.5, "intercept": 1.0}
CALIBRATION: TypeAdapter[Any] = TypeAdapter(Calibration)


def of(**fields: Any) -> Any:
    return CALIBRATION.validate_python(fields)


def test_by_hand() -> None:
    p = np.array([0.5, 0.8, 0.2], np.float32)
    halved = calibrated(p, of(kind="temperature", temperature=2.0))  # the square root of the odds: 1, 2, 1/2
    np.testing.assert_allclose(halved, [1 / 2, 2 / 3, 1 / 3], atol=1e-6)
    doubled = calibrated(p, of(kind="platt", slope=1.0, intercept=float(np.log(2))))  # twice the odds: 2, 8, 1/2
    np.testing.assert_allclose(doubled, [2 / 3, 8 / 9, 1 / 3], atol=1e-6)
    steps = of(kind="isotonic", logits=[-1.0, 1.0], probabilities=[0.1, 0.7])
    np.testing.assert_allclose(calibrated(p, steps), [0.4, 0.7, 0.1], atol=1e-6)
    assert halved.dtype == np.float32


ways = st.one_of(
    st.floats(0.05, 20).map(lambda t: {"kind": "temperature", "temperature": t}),
    st.tuples(st.floats(0.05, 20), st.floats(-20, 20)).map(
        lambda ab: {"kind": "platt", "slope": ab[0], "intercept": ab[1]}
    ),
    st.lists(st.tuples(st.integers(-20, 20), st.floats(0, 1)), min_size=2, unique_by=lambda pair: pair[0]).map(
        lambda pairs: {
            "kind": "isotonic",
            "logits": sorted(float(x) for x, _ in pairs),
            "probabilities": sorted(p for _, p in pairs),
        }
    ),
)


@given(ways, st.lists(st.floats(0, 1, width=32), min_size=2, max_size=50))
def test_what_is_more_probable_stays_so(how: dict[str, Any], values: list[float]) -> None:
    p = np.sort(np.array(values, np.float32))
    q = calibrated(p, CALIBRATION.validate_python(how))
    assert np.all(np.diff(q) >= 0)
    assert 0 <= q.min() <= q.max() <= 1


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "temperature", "temperature": 0.0},
        {"kind": "temperature", "temperature": float("nan")},
        {"kind": "platt", "slope": -1.0, "intercept": 0.0},
        {"kind": "platt", "slope": 1.0, "intercept": float("inf")},
        {"kind": "isotonic", "logits": [0.0, 0.0], "probabilities": [0.1, 0.2]},
        {"kind": "isotonic", "logits": [0.0, 1.0], "probabilities": [0.3, 0.2]},
        {"kind": "isotonic", "logits": [0.0, 1.0, 2.0], "probabilities": [0.1, 0.2]},
        {"kind": "beta", "a": 1.0},
    ],
)
def test_what_would_turn_the_ranking_around_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        CALIBRATION.validate_python(fields)


def test_kinds_of_input() -> None:
    assert input_kind(["B4", "B3", "B2", "slope"]) == "rgb"
    assert input_kind(["B4", "B3", "B2", "B11"]) == input_kind(["B4", "NDVI"]) == "multi-band"
    assert input_kind(["B4", "pre:B4"]) == "with scene before"
    any_, rgb = of(kind="temperature", temperature=2.0), of(kind="temperature", temperature=3.0)
    assert choose({"any": any_, "rgb": rgb}, ["B4"]) is rgb
    assert choose({"any": any_, "rgb": rgb}, ["B4", "B8"]) is any_
    assert choose({"rgb": rgb}, ["B4", "B8"]) is None


def windows(n: int = 2, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 2, (n, channels, 32, 32)).astype(np.float32)


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_an_onnx_file_is_calibrated_where_it_runs(tmp_path: Path, backend: str) -> None:
    if backend == "openvino":
        pytest.importorskip("openvino")
    path = write_model(tmp_path / "m.onnx", calibration={"any": PLATT})
    x = windows()
    raw = OnnxModel(path, "cpu").run(x)
    model = open_model(path, "cpu", backend=backend)  # type: ignore[arg-type]
    p = np.clip(raw.astype(float), 1e-7, 1 - 1e-7)
    np.testing.assert_allclose(model.run(x), 1 / (1 + np.exp(-(0.5 * np.log(p / (1 - p)) + 1))), atol=2e-4)
    assert isinstance(model, Calibrated)
    assert model.sha256 == OnnxModel(path, "cpu").sha256


def test_the_calibration_follows_what_is_there(tmp_path: Path) -> None:
    other = {"kind": "temperature", "temperature": 4.0}
    path = write_model(
        tmp_path / "m.onnx",
        channels=["B4", "B8", "B2"],
        optional_channels=["B8"],
        calibration={"rgb": PLATT, "multi-band": other},
    )
    x, raw = windows(), OnnxModel(path, "cpu")
    model = open_model(path, "cpu")
    assert isinstance(model, KnowsInputs)
    for there, how in ((["B4", "B8", "B2"], other), (["B2", "B4"], PLATT)):
        model.use_inputs(there)
        np.testing.assert_array_equal(model.run(x), calibrated(raw.run(x), CALIBRATION.validate_python(how)))


def test_an_ensemble_is_the_mean_of_its_calibrated_members(tmp_path: Path) -> None:
    members = [
        write_model(tmp_path / "a.onnx", id="a", calibration={"any": PLATT}),
        write_model(tmp_path / "b.onnx", id="b"),
    ]
    make_ensemble(members, tmp_path / "e.yaml")
    x = windows()
    wanted = np.mean([open_model(path, "cpu").run(x) for path in members], axis=0)
    np.testing.assert_allclose(open_model(tmp_path / "e.yaml", "cpu").run(x), wanted, atol=1e-6)
    with pytest.raises(InputError, match=r"a\.onnx is calibrated"):
        make_ensemble(members, tmp_path / "e.onnx")


def test_a_wrapper_lets_through_what_the_model_inside_can() -> None:
    from l4s_core.inference.wrappers import ModelWrapper

    class Inside:
        card = layers = sha256 = device = path = files = fixed_px = None
        ahead = 2

        def __init__(self) -> None:
            self.told: list[object] = []

        def run(self, batch: np.ndarray) -> np.ndarray:
            return batch

        def submit(self, batch: np.ndarray):
            self.told.append("submit")
            return lambda: batch + 1

        def windows_at_a_time(self, tile: int, most: int) -> int:
            return tile + most

        def use_domain(self, domain: str) -> None:
            self.told.append(domain)

        def use_inputs(self, channels: list[str]) -> None:
            self.told.append(channels)

    inside = Inside()
    model = ModelWrapper(inside)  # type: ignore[arg-type]
    for what in (RunsAhead, ChoosesBatch, KnowsDomains, KnowsInputs):
        assert isinstance(model, what)
    assert model.ahead == 2
    assert model.windows_at_a_time(64, 8) == 72
    model.use_domain("Nepal")
    model.use_inputs(["B4"])
    np.testing.assert_array_equal(model.run(np.zeros(3, np.float32)), np.ones(3))
    assert inside.told == ["Nepal", ["B4"], "submit"]

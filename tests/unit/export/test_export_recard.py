"""A model with another card: the same numbers inside, what the card changes, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.export.recard import write_recarded
from l4s_core.inference.calibration import Platt, calibrated
from l4s_core.inference.card import ConfidenceClass
from l4s_core.inference.installed import DEFAULT_MODEL, installed_models
from l4s_core.inference.open import open_model


def test_only_the_card_changes_and_the_calibration_counts(tmp_path: Path) -> None:
    how = Platt(kind="platt", slope=0.5, intercept=-0.3)
    classes = [ConfidenceClass(usgs=8, lowest=0.7, precision=0.9), ConfidenceClass(usgs=1, lowest=0.0)]
    path = tmp_path / "b.onnx"
    source = tmp_path / "bare.onnx"
    write_recarded(installed_models()[DEFAULT_MODEL], source, calibration={}, confidence=[])
    card = write_recarded(source, path, id="other", calibration={"multi-band": how}, confidence=classes)
    before, after = open_model(source, "cpu"), open_model(path, "cpu")
    assert after.card == card
    assert after.card.confidence_from == {8: 0.7, 1: 0.0}
    changed = {"id": "other", "calibration": card.calibration, "confidence": classes}
    assert before.card.model_copy(update=changed) == card
    batch = np.random.default_rng(0).gamma(16, 1 / 16, (1, 5, 128, 128)).astype(np.float32)
    batch[:, 3:] *= 0.2
    after.use_inputs(["B2", "B3", "B4", "B8"])  # type: ignore[attr-defined]
    p, q = before.run(batch), after.run(batch)
    np.testing.assert_allclose(q, calibrated(p, how), atol=1e-6)
    after.use_inputs(["B2", "B3", "B4"])  # type: ignore[attr-defined]
    batch[:, 4] = -1.0
    np.testing.assert_array_equal(after.run(batch), before.run(batch))


def test_what_is_no_model_and_what_no_card_allows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(b"no model")
    with pytest.raises(InputError, match=r"a\.onnx"):
        write_recarded(tmp_path / "a.onnx", tmp_path / "b.onnx", id="x")
    with pytest.raises(InputError, match="threshold"):
        write_recarded(installed_models()["l4s-lite-v0"], tmp_path / "b.onnx", threshold=2.0)
    assert not (tmp_path / "b.onnx").exists()


def test_classes_of_the_default_model_are_measured_and_its_threshold_stays_where_it_is() -> None:
    card = open_model(None, "cpu").card
    assert card.id == DEFAULT_MODEL
    shares = [one.precision for one in sorted(card.confidence, key=lambda one: one.usgs)]
    assert [one.usgs for one in sorted(card.confidence, key=lambda one: one.usgs)] == [1, 2, 3, 5, 8]
    counted = [share for share in shares if share is not None]  # of the lowest class there may be too few to tell
    assert counted == sorted(counted)
    assert None not in shares[1:]
    how = card.calibration["multi-band"]
    at = np.array([card.threshold - 0.01, card.threshold, card.threshold + 0.01], np.float32)
    low, same, high = calibrated(at, how)
    assert low < same < high
    assert same == pytest.approx(card.threshold, abs=1e-6)

"""Labels that teach nothing are refused, and weights that learned nothing are said to."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inference.checkpoint import read_header
from l4s_core.training.hardware import Hardware
from l4s_core.training.labels import verdict
from l4s_core.training.prepare import prepare
from l4s_core.training.run import train
from progress_kit import Notes
from training_kit import small_recipe, write_patches

torch.set_num_threads(1)
CPU = Hardware("cpu")


@pytest.mark.parametrize("value", [0, 255])
def test_patches_without_a_landslide_are_refused_before_training(value: int, tmp_path: Path) -> None:
    """Also when the validation patches have some."""
    folder = write_patches(
        tmp_path / "TrainData", label=lambda k, mask: mask if 15 <= k <= 19 else np.full_like(mask, value)
    )
    with pytest.raises(InputError, match=r"No training patch of .* has a landslide"):
        train(small_recipe(), folder, tmp_path / "run", hardware=CPU)
    assert not (tmp_path / "run").exists()


def test_validation_without_a_landslide_is_said_at_both_ends(tmp_path: Path) -> None:
    folder = write_patches(tmp_path / "TrainData", label=lambda k, mask: mask * 0 if 15 <= k <= 19 else mask)
    notes = Notes()
    recipe = small_recipe(train={"steps": 2, "batch": 2, "check_every": 2})
    result = train(recipe, folder, tmp_path / "run", hardware=CPU, progress=notes)
    assert any(text.startswith("Warning: no validation patch (5") for text in notes.said)
    assert len(result.warnings) == 1
    assert "mean nothing" in result.warnings[0]
    assert json.loads((tmp_path / "run" / "run.json").read_text())["warnings"] == result.warnings


def test_weights_that_mark_everything_are_said(tmp_path: Path) -> None:
    """Labels that have nothing to do with the picture, and no time to learn."""
    folder = write_patches(
        tmp_path / "TrainData",
        label=lambda k, mask: (np.random.default_rng(k).random(mask.shape) < 0.3).astype(np.uint8),
    )
    recipe = small_recipe(train={"steps": 2, "batch": 2, "check_every": 2}, optimiser={"name": "sgd", "lr": 1e-9})
    notes = Notes()
    result = train(recipe, folder, tmp_path / "run", hardware=CPU, progress=notes)
    assert result.best["landslide"] == pytest.approx(0.3, abs=0.03)
    assert result.best["marked"] > 0.9
    assert len(result.warnings) == 1
    assert "tells nothing apart" in result.warnings[0]
    assert f"Warning: {result.warnings[0]}" in notes.said
    figures = read_header(tmp_path / "run" / "best.safetensors").card.figures
    assert figures["validation share marked"] == pytest.approx(result.best["marked"], abs=1e-4)
    assert figures["validation share of landslides"] == pytest.approx(result.best["landslide"], abs=1e-4)


def test_the_verdict_on_numbers() -> None:
    good = {"f1": 0.6, "recall": 0.6, "precision": 0.6, "threshold": 0.5, "marked": 0.02, "landslide": 0.02}
    assert verdict(good) == []
    assert verdict({k: v for k, v in good.items() if k not in ("marked", "landslide")}) == [], "of an older run"
    assert "nearly nothing" in verdict(good | {"recall": 0.01, "f1": 0.02, "marked": 0.0002})[0]
    assert "nearly nothing" in verdict(good | {"recall": 0.0, "f1": 0.0, "marked": 0.0})[0]
    assert verdict(good | {"marked": 0.97, "landslide": 0.95}) == [], "where nearly all is landslide"


def test_patches_in_one_block_say_how_to_make_more(tmp_path: Path) -> None:
    folder = write_patches(tmp_path / "TrainData", count=4)
    (folder / "patches.csv").write_text("id,domain,block\n" + "".join(f"{k},here,b0_0\n" for k in range(1, 5)))
    with pytest.raises(InputError, match=r"in one block \(b0_0\).*--block-km"):
        prepare(small_recipe(split={}), folder, Silent())

"""One model with groups that are normalised in different ways: in torch and ONNX, on patches and on a scene."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

pytest.importorskip("torch")

import l4s_core
from l4s_core.export.onnx import export_model
from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.inference.open import open_model
from l4s_core.patches.types import Patch, PatchKey
from l4s_core.rasters.write import decode_probability
from l4s_core.scoring.predict import predict_patches
from onnx_models import made_card
from scene_kit import hillside
from scoring_kit import MemoryPatches
from torch_models import small_network

GROUPS = [
    {
        "channels": ["B4", "B3", "B2"],
        "normalisation": {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 64},
        "fill": 1.0,
    },
    {
        "channels": ["B11", "B12"],
        "normalisation": {"kind": "fixed", "divide": [1000.0] * 2, "mean": [1.5, 0.8], "std": [0.5] * 2},
        "fill": 0.0,
    },
    {"channels": ["slope"], "normalisation": {"kind": "scene-statistics", "block_px": 64}, "fill": 0.0},
]
CHANNELS = tuple(name for group in GROUPS for name in group["channels"])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A checkpoint and its export."""
    folder = tmp_path_factory.mktemp("groups")
    save_checkpoint(small_network(0, CHANNELS), made_card(id="groups", inputs=GROUPS), folder / "m.safetensors")
    export_model(folder / "m.safetensors", folder / "m.onnx")
    return folder / "m.safetensors", folder / "m.onnx"


def test_the_card_is_the_same_in_both(both: tuple[Path, Path]) -> None:
    a, b = (open_model(path, "cpu").card for path in both)
    assert a.inputs == b.inputs
    assert [group.channels for group in b.inputs] == [group["channels"] for group in GROUPS]
    assert a.format_version == b.format_version == 2


def test_on_patches(both: tuple[Path, Path]) -> None:
    rng = np.random.default_rng(0)
    values = rng.gamma(6, 150, (4, len(CHANNELS), 64, 64)).astype(np.float32)
    values[:, -1] /= 40
    values[1, 3, 10:20] = np.nan
    patches = MemoryPatches([Patch(PatchKey(k, "a"), v, None) for k, v in enumerate(values)], CHANNELS)
    a, b = (np.stack([p for _, p in predict_patches(open_model(path, "cpu"), patches)]) for path in both)
    np.testing.assert_allclose(a, b, atol=1e-3)
    assert np.isnan(a[1, 10:20]).all()
    assert np.nanstd(a) > 0.05


def test_on_a_scene(both: tuple[Path, Path], tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    found = []
    for path in both:
        out = tmp_path / f"{path.suffix[1:]}.tif"
        l4s_core.detect(folder, dem, model=path, clouds="none", probability=out)
        with rasterio.open(out) as source:
            found.append(decode_probability(source.read(1)))
    np.testing.assert_allclose(found[0], found[1], atol=2e-3)
    assert np.nanstd(found[0]) > 0.05

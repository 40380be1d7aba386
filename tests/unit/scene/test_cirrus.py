"""B10 is cirrus only where its values are those of cirrus."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.scene import open_scene
from products import write_tif

RNG = np.random.default_rng(6)
GROUND = RNG.integers(400, 3000, (60, 60)).astype(np.uint16)


def scene_with(folder: Path, b10: np.ndarray, offset: int = 0) -> Path:
    for name in ("B2", "B3", "B4", "B12"):
        write_tif(folder / f"{name}.tif", (GROUND + offset).astype(np.uint16))
    write_tif(folder / "B10.tif", b10)
    return folder


@pytest.mark.parametrize(
    "b10",
    [
        RNG.integers(5, 40, GROUND.shape).astype(np.uint16),
        (GROUND // 12).astype(np.uint16),
        np.where(GROUND > 1800, 1200, 100).astype(np.uint16),
        np.full(GROUND.shape, 12, np.uint16),
    ],
    ids=["clear", "dry mountains", "cirrus over half of it", "nothing"],
)
def test_cirrus(b10: np.ndarray, tmp_path: Path) -> None:
    assert open_scene(scene_with(tmp_path, b10), offset=0).level == "L1C"


@pytest.mark.parametrize(
    "b10",
    [(2500 + GROUND * 0.01).astype(np.uint16), (2950 + GROUND * 0.01).astype(np.uint16),
     (29_000 + GROUND // 4).astype(np.uint16), GROUND, np.round(300 + GROUND * 0.001).astype(np.uint16),
     np.full(GROUND.shape, 300, np.uint16)],
    ids=["hundredths of a degree", "tenths of a kelvin", "Collection 2", "ground", "kelvin", "one temperature"],
)  # fmt: skip
def test_temperatures(b10: np.ndarray, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"B10 is no cirrus band.*--bands"):
        open_scene(scene_with(tmp_path, b10), offset=0)


def test_a_real_product_has_cirrus(shared_data: Path) -> None:
    scene = open_scene(shared_data / "scenes" / "background_virginia_l1c")
    assert "B10" in scene.bands and scene.level == "L1C"

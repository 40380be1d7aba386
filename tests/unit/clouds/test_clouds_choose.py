"""Which cloud test is taken, and what is said when it cannot be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clouds_kit import everything, grid_of, ground, make_scene, write_tif
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.clouds import choose_cloud_mask
from l4s_core.clouds.csmask import csmask_version
from l4s_core.scene.types import ClassSource


@pytest.fixture
def without_csmask(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if ukis-csmask were not installed: None is how Python marks a module that must not be found."""
    monkeypatch.setitem(sys.modules, "ukis_csmask", None)


def test_none_masks_nothing_and_says_so(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 30))
    mask = choose_cloud_mask(scene, optical, "none", tmp_path, Silent())
    assert mask.name == "none (clouds were not masked)"
    piece = mask.classes((slice(3, 9), slice(0, 30)))
    assert piece.shape == (6, 30)
    assert piece.dtype == np.uint8
    assert not piece.any()


def test_auto_takes_the_classes_of_the_product_first(tmp_path: Path) -> None:
    path = write_tif(tmp_path / "SCL.tif", np.full((10, 10), 9, dtype=np.uint8), grid_of(10, 10, 20.0))
    scene, optical = make_scene(
        tmp_path / "scene", ground(20, 20), level="L2A", cloud_classes=ClassSource("SCL", str(path))
    )
    mask = choose_cloud_mask(scene, optical, "auto", tmp_path, Silent())
    assert mask.name == "SCL of the product"
    assert (mask.classes(everything(optical.grid)) == 2).all()


@pytest.mark.skipif(csmask_version() is None, reason="ukis-csmask is not installed (extra clouds)")
def test_auto_takes_csmask_next(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 20))
    mask = choose_cloud_mask(scene, optical, "auto", tmp_path, Silent())
    assert mask.name.startswith(f"ukis-csmask {csmask_version()} (6 bands, taken for L2A")


def test_auto_takes_the_builtin_test_for_three_bands(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 20, ("B2", "B3", "B4")))
    mask = choose_cloud_mask(scene, optical, "auto", tmp_path, Silent())
    assert mask.name.startswith("built-in spectral test (B2, B3, B4; ")
    assert "no shadow, snow or water without B8" in mask.name


@pytest.mark.usefixtures("without_csmask")
def test_csmask_that_is_not_installed(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 20))
    assert choose_cloud_mask(scene, optical, "auto", tmp_path, Silent()).name.startswith("built-in")
    with pytest.raises(InputError, match=r"pip install 'l4s\[clouds\]'"):
        choose_cloud_mask(scene, optical, "csmask", tmp_path, Silent())


def test_a_product_without_classes(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 20))
    with pytest.raises(InputError, match="no cloud classification of its own"):
        choose_cloud_mask(scene, optical, "product", tmp_path, Silent())


def test_a_method_that_there_is_not(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 20))
    unknown: Any = "fmask"
    with pytest.raises(InputError, match="auto, product, csmask, builtin, none"):
        choose_cloud_mask(scene, optical, unknown, tmp_path, Silent())


def test_importing_the_package_is_light() -> None:
    code = "import sys, l4s_core.clouds; print(any(m in sys.modules for m in ('rasterio', 'onnxruntime', 'numpy')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""A scene as a target: all of it that was observed is in the patches, and what was not is never labelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from l4s_core.adaptation.pseudo import write_pseudo
from l4s_core.adaptation.target import open_target
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.patches.open import open_patches
from scene_kit import write_raster

CHANNELS = ("B4", "B8", "slope", "B10")


@pytest.mark.slow
def test_a_scene_is_cut_once_and_its_clouds_are_ignored(puthumala: Path, tmp_path: Path) -> None:
    [dem] = puthumala.glob("*[Dd][Ee][Mm]*.tif")
    how = {"channels": CHANNELS, "optional": ("B10",), "shape": (64, 64), "progress": Silent(), "dem": dem}
    target = open_target(puthumala, tmp_path, **how)
    assert target.patches.channels == ("B4", "B8", "slope") and not target.patches.has_masks
    hidden = target.hidden()
    assert hidden is not None and 0.01 < hidden.mean() < 0.9
    masks = np.where(hidden, 255, np.indices(hidden.shape)[2] % 2).astype(np.uint8)
    made = open_patches(write_pseudo(tmp_path / "pseudo", target, masks), expect_masks=True)
    for k in range(len(made)):
        patch = made.read(k)
        place = [key.id for key in target.patches.keys].index(patch.key.id)
        assert patch.mask is not None and ((patch.mask == 255) == hidden[place]).all()
    first = next((tmp_path / "target" / "img").iterdir())
    with rasterio.open(first) as file:
        assert file.descriptions == ("B4", "B8", "slope")
    when = first.stat().st_mtime_ns
    again = open_target(puthumala, tmp_path, **how)
    assert first.stat().st_mtime_ns == when, "a resumed run does not cut it again"
    np.testing.assert_array_equal(again.hidden(), hidden)
    other = tmp_path / "other"
    other.mkdir()
    write_raster(other / "B4.tif", np.full((70, 70), 400, np.uint16))
    with pytest.raises(InputError, match="was cut from"):
        open_target(other, tmp_path, **how)


def test_what_cannot_be_a_target_is_said(puthumala: Path, tmp_path: Path) -> None:
    how = {"optional": (), "shape": (64, 64), "progress": Silent()}
    with pytest.raises(InputError, match="give a folder of patches or a scene"):
        open_target(tmp_path / "nothing", tmp_path, ("B4",), dem=None, **how)
    with pytest.raises(InputError, match="give a DEM"):
        open_target(puthumala, tmp_path, ("B4", "slope"), dem=None, **how)
    with pytest.raises(InputError, match="squares"):
        open_target(puthumala, tmp_path, ("B4",), dem=None, **{**how, "shape": (64, 32)})
    assert not list(tmp_path.iterdir())
    write_raster(tmp_path / "B4.tif", np.full((70, 70), 1000, np.uint16))  # with an offset or without?
    with pytest.raises(InputError, match=r"say --offset.* l4s patches --negatives-only"):
        open_target(tmp_path, tmp_path / "run", ("B4",), dem=None, **how)

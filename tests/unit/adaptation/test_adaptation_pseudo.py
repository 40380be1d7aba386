"""Pseudo-labels on disk, in each of the layouts that a target may have; and domains and statistics that they bring."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import rasterio
from PIL import Image

from l4s_core.adaptation.pseudo import write_pseudo
from l4s_core.adaptation.target import Target
from l4s_core.patches.mixture import InDomain
from l4s_core.patches.open import open_patches

rng = np.random.default_rng(2)
MASKS = rng.choice(np.array([0, 1, 255], np.uint8), (3, 16, 16))


def images(folder: Path, layout: str) -> Path:
    (folder / "img").mkdir(parents=True)
    for number in (3, 5, 12):
        path = folder / "img" / f"image_{number}"
        if layout == "HDF5":
            with h5py.File(path.with_suffix(".h5"), "w") as file:
                file["img"] = rng.random((16, 16, 14))
        elif layout == "PNG":
            Image.fromarray(rng.integers(0, 256, (16, 16, 3), np.uint8)).save(path.with_suffix(".png"))
        else:
            place = {"crs": "EPSG:32643", "transform": rasterio.Affine(10, 0, 500000, 0, -10, 1200000)}
            with rasterio.open(
                path.with_suffix(".tif"), "w", driver="GTiff", height=16, width=16, count=2, dtype="float32", **place
            ) as file:
                file.write(rng.integers(100, 3000, (2, 16, 16)).astype(np.float32))
                file.descriptions = ("B4", "B8")
    return folder


@pytest.mark.parametrize("layout", ["HDF5", "PNG", "GeoTIFF"])
def test_labels_and_images_are_read_back_whatever_the_layout(tmp_path: Path, layout: str) -> None:
    folder = images(tmp_path / "scene", layout)
    there = open_patches(folder, expect_masks=False)
    made = open_patches(write_pseudo(tmp_path / "pseudo", Target(there, folder), MASKS), expect_masks=True)
    assert [(key.id, key.domain) for key in made.keys] == [(number, "scene") for number in (3, 5, 12)]
    assert (made.level, made.absolute_scale, made.channels) == (there.level, there.absolute_scale, there.channels)
    for k, mask in enumerate(MASKS):
        np.testing.assert_array_equal(made.read(k).mask, mask)
        np.testing.assert_array_equal(made.read(k).values, there.read(k).values)
    assert not (folder / "mask").exists()


def test_patches_without_a_label_are_left_out_and_all_can_be_one_domain(tmp_path: Path) -> None:
    folder = images(tmp_path / "scene", "PNG")
    masks = MASKS.copy()
    masks[1] = 255
    there = Target(open_patches(folder, expect_masks=False), folder)
    made = open_patches(write_pseudo(tmp_path / "pseudo", there, masks, "target"), expect_masks=True)
    assert [(key.id, key.domain) for key in made.keys] == [(3, "target"), (12, "target")]
    renamed = InDomain(made, "elsewhere")
    assert {renamed.read(1).key.domain, renamed.keys[0].domain, renamed.subset([1]).keys[0].domain} == {"elsewhere"}
    assert renamed.subset([1]).read(0).key.id == 12


def test_statistics_of_one_domain_start_those_of_several(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from l4s_core.networks.registry import build_network
    from l4s_core.networks.spec import NetworkSpec
    from l4s_core.training.state import Counters, save_state
    from l4s_core.training.warm_start import warm_start

    spec = NetworkSpec(name="smp:Unet:tu-resnet10t", channels=("B4", "B3", "B2"))
    torch.manual_seed(1)
    one = build_network(spec, initial_weights=False)
    for name, buffer in one.named_buffers():
        if name.endswith(("running_mean", "running_var")):
            buffer.uniform_(0.5, 2.0)
    save_state(tmp_path / "last.safetensors", one.state_dict(), None, Counters(), "recipe", "data")
    two = build_network(spec.model_copy(update={"cross_sensor_norm": 2}), initial_weights=False)
    report = warm_start(two, tmp_path)
    assert not report.fresh
    x = torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        torch.testing.assert_close(two.eval()(x), one.eval()(x), rtol=1e-4, atol=1e-4)

"""A model of channels that Landslide4Sense does not have, from the cutting of its patches to a map with a known answer.

The scene before lies on the same slope with the first of the two landslides in it already. Its values have 1000 added,
as newer products do, which only its own pixels tell.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.clouds.nothing import NoMask
from l4s_core.detection.inspection import inspect_scene
from l4s_core.inference.open import describe_model
from l4s_core.patches.cutting.cut import cut_patches
from l4s_core.patches.cutting.cutter import CutOptions
from l4s_core.patches.open import open_patches
from l4s_core.rasters.roi import full_roi
from l4s_core.scene import open_scene
from l4s_core.stack.open import open_stack
from l4s_core.stack.stack import Stack
from onnx_models import write_model
from scene_kit import ORIGIN, hillside, refused, write_raster

NAMES = ["B4", "pre:B4", "NDVI", "pre:NDVI", "curvature"]
OLD, NEW = (slice(40, 60), slice(50, 100)), (slice(120, 150), slice(180, 195))
BEND = 2e-4  # of the slope, across it
WEIGHTS = np.array([10, -10, -4, 0, 20], np.float32)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The scene, the one before and a DEM that is concave across the slope."""
    after, _ = hillside(tmp_path / "after")
    before, _ = hillside(tmp_path / "before")
    for path in before.glob("*.tif"):
        with rasterio.open(path, "r+") as file:
            values = file.read(1)
            values[NEW] = values[NEW[0], 0:15]  # green still
            file.write(values + 1000, 1)
    y, x = np.mgrid[-20:220, -20:280] * 10.0
    heights = 500 + 0.36 * x + BEND * (y - 1000) ** 2
    dem = write_raster(
        tmp_path / "bent.tif", heights.astype(np.float32), transform=ORIGIN * Affine.translation(-20, -20)
    )
    return after, before, dem


def model(path: Path, **changes: object) -> Path:
    weights = np.zeros((1, len(NAMES), 3, 3), np.float32)
    weights[0, :, 1, 1] = WEIGHTS
    n = len(NAMES)
    fixed = {"kind": "fixed", "divide": [1000.0, 1000.0, 1.0, 1.0, 1.0], "mean": [0.0] * n, "std": [1.0] * n}
    return write_model(path, weights=weights, channels=NAMES, normalisation=fixed, **changes)


def band(folder: Path, name: str, offset: int = 0) -> np.ndarray:
    with rasterio.open(folder / f"{name}.tif") as file:
        return file.read(1).astype(np.float32) + offset


def the_channels(after: Path, before: Path) -> np.ndarray:
    """(channels, rows, cols) by hand."""
    red, nir = band(after, "B4"), band(after, "B8")
    red_before, nir_before = band(before, "B4", -1000), band(before, "B8", -1000)
    ndvi, ndvi_before = (nir - red) / (nir + red), (nir_before - red_before) / (nir_before + red_before)
    return np.stack([red, red_before, ndvi, ndvi_before, np.full_like(red, -200 * BEND)])


def whole_stack(pair: tuple[Path, Path, Path], work: Path) -> Stack:
    after, before, dem = pair
    return open_stack(open_scene(after), dem, NAMES, work, Silent(), before=open_scene(before), clouds="none")


def test_only_what_is_new_is_mapped(pair: tuple[Path, Path, Path], tmp_path: Path) -> None:
    after, before, dem = pair
    inventory = l4s_core.detect(
        after, dem, model=model(tmp_path / "m.onnx"), before=before, clouds="none", probability=tmp_path / "p.tif",
        output=tmp_path / "o.gpkg",
    )  # fmt: skip
    assert len(inventory.landslides) == 1
    x, y = ORIGIN * (NEW[1].start, NEW[0].start)
    new = shapely.box(x, y - 300, x + 150, y)
    assert inventory.landslides.geometry.iloc[0].equals(new)
    channels = the_channels(after, before)
    channels[:2] /= 1000
    expected = 1 / (1 + np.exp(-(np.tensordot(WEIGHTS, channels, 1) - 4)))
    with rasterio.open(tmp_path / "p.tif") as file:
        found = file.read(1) * 1e-4
    np.testing.assert_allclose(found, expected, atol=2e-3)
    run = inventory.run
    assert (run["scene_offset"], run["scene_pre_offset"]) == ("0", "-1000")
    assert "Offset -1000 (darkest values" in str(run["scene_pre_notes"])
    assert run["scene_pre_source"] == str(before)


def test_a_part_and_another_process_see_the_same(pair: tuple[Path, Path, Path], tmp_path: Path) -> None:
    stack = whole_stack(pair, tmp_path)
    values, reasons = stack.read_observed(NAMES, full_roi(stack.grid))
    np.testing.assert_allclose(values, the_channels(*pair[:2]), atol=1e-3)
    assert not reasons.any()
    sent = pickle.loads(pickle.dumps(stack.portable(NoMask())))
    roi = slice(37, 130), slice(11, 190)
    np.testing.assert_array_equal(sent.read(NAMES, roi), values[:, roi[0], roi[1]])
    nowhere = stack.read(["B10", "NDVI"], roi)
    assert np.isnan(nowhere[0]).all()
    np.testing.assert_array_equal(nowhere[1], values[2][roi])
    sent.close()
    stack.close()


def test_where_the_scene_before_has_nothing_nothing_is_observed(pair: tuple[Path, Path, Path], tmp_path: Path) -> None:
    after, before, dem = pair
    with rasterio.open(before / "B8.tif", "r+") as file:
        values = file.read(1)
        values[:, :130] = 0
        file.write(values, 1)
    run = l4s_core.detect(after, dem, model=model(tmp_path / "m.onnx"), before=before, clouds="none").run
    assert run["share_no_data"] == 0.5  # pre:NDVI is unknown there
    optional = model(tmp_path / "optional.onnx", optional_channels=["pre:NDVI"])
    run = l4s_core.detect(after, dem, model=optional, before=before, clouds="none").run
    assert run["share_no_data"] == 0


def test_what_is_missing_is_said_before_anything_is_read(pair: tuple[Path, Path, Path], tmp_path: Path) -> None:
    after, before, dem = pair
    onnx = model(tmp_path / "m.onnx")
    none = refused("looks at the scene before the event (pre:B4, pre:NDVI)", after, "--dem", dem, "--model", onnx,
                   "-o", tmp_path / "o.gpkg")  # fmt: skip
    assert none.endswith("give it with --pre, or choose another model.")
    assert inspect_scene(after, dem, model=onnx)["problems"] == [none.removeprefix("Error: ")]
    facts = inspect_scene(after, dem, model=onnx, before=before)
    assert (facts["problems"], facts["missing"], facts["before"]["offset"]) == ([], [], -1000)
    (before / "B8.tif").unlink()
    with pytest.raises(InputError, match=r"before lacks pre:NDVI, which the model needs \(there is pre:B"):
        l4s_core.detect(after, dem, model=onnx, before=before)
    with pytest.raises(InputError, match=r"lacks curvature, .* give a DEM with --dem"):
        l4s_core.detect(after, no_dem=True, model=model(tmp_path / "n.onnx", optional_channels=NAMES[1:4]))


def test_patches_hold_the_stack_and_train(pair: tuple[Path, Path, Path], tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from l4s_core.training.hardware import Hardware
    from l4s_core.training.recipes.files import make_recipe
    from l4s_core.training.run import train

    after, before, dem = pair
    boxes = [shapely.box(*(ORIGIN * (c.start, r.stop)), *(ORIGIN * (c.stop, r.start))) for r, c in (OLD, NEW)]
    geopandas.GeoDataFrame(geometry=boxes, crs="EPSG:32633").to_file(tmp_path / "slides.gpkg")
    options = CutOptions(size=32, negatives=2, block_km=0.64, min_observed=0.1)
    done = cut_patches(
        after, dem, tmp_path / "slides.gpkg", tmp_path / "set", options, before=before, channels=NAMES, clouds="none"
    )
    patches = open_patches(tmp_path / "set", expect_masks=True)
    assert (patches.channels, len(patches)) == (tuple(NAMES), done.patches)
    stack = whole_stack(pair, tmp_path)
    sheet = json.loads((tmp_path / "set" / "patches.json").read_text())
    assert sheet["scene_before"]["offsets"]["B4"] == -1000
    for k, key in enumerate(patches.keys):
        with rasterio.open(tmp_path / "set" / "img" / f"image_{key.id}.tif") as file:
            assert file.descriptions == tuple(NAMES)
            col, row = ~stack.grid.transform * (file.transform.c, file.transform.f)
        roi = slice(round(row), round(row) + 32), slice(round(col), round(col) + 32)
        np.testing.assert_array_equal(patches.read(k).values, stack.read(NAMES, roi))
    stack.close()
    recipe = make_recipe(
        {
            "name": "any", "network": {"name": "smp:Unet:tu-resnet10t"}, "channels": NAMES,
            "optimiser": {"name": "adamw", "lr": 1e-3},
            "train": {"steps": 2, "batch": 2, "check_every": 2}, "split": {"by": "blocks"},
        },
        "the test",
    )  # fmt: skip
    train(recipe, tmp_path / "set", tmp_path / "run", hardware=Hardware(device="cpu"))
    assert describe_model(tmp_path / "run")[0].channels == NAMES
    assert len(l4s_core.detect(after, dem, model=tmp_path / "run", before=before, clouds="none").run) > 20


def test_the_stack_is_written_with_the_channels_that_are_asked_for(
    pair: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    after, before, dem = pair
    call = [sys.executable, "-m", "l4s_core.cli.main", "stack", after, "--dem", dem, "-o", tmp_path / "s.tif"]
    how = {"capture_output": True, "text": True, "check": False}
    done = subprocess.run([*map(str, call), "--channels", "b04,pre:b4,ndvi,pre:ndvi,curvature", "--pre", before], **how)
    assert done.returncode == 0, done.stderr
    with rasterio.open(tmp_path / "s.tif") as file:
        assert file.descriptions == tuple(NAMES)
        np.testing.assert_allclose(file.read(), the_channels(after, before), atol=1e-3)
    done = subprocess.run([*map(str, call), "--overwrite", "--channels", "pre:B4"], **how)
    assert (done.returncode, "give the scene before the event with --pre" in done.stderr) == (2, True)

"""What the cloud test has read anyway is what the brightness pass would read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from l4s_core.base.progress import Silent
from l4s_core.rasters.grid import coarse_grid
from l4s_core.rasters.roi import full_roi
from l4s_core.scene.open import open_scene
from l4s_core.stack.open import open_stack
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.samples import SamplingReader

PIXEL_M = {"B02": 10, "B03": 10, "B04": 10, "B08": 10, "B11": 20}


@pytest.fixture(scope="module")
def scene_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,300 x 1,130 m more than one strip of the cloud test, sides that are no multiple of anything, some no data."""
    folder = tmp_path_factory.mktemp("scene")
    rng = np.random.default_rng(3)
    for name, pixel in PIXEL_M.items():
        shape = 5300 // pixel, 6420 // pixel
        values = rng.integers(1200, 4000, shape).astype(np.uint16)
        values[: shape[0] // 5, : shape[1] // 3] = 0
        with rasterio.open(
            folder / f"{name}.tif", "w", driver="GTiff", height=shape[0], width=shape[1], count=1, dtype="uint16",
            nodata=0, crs="EPSG:32643", transform=Affine(pixel, 0, 700000, 0, -pixel, 1300000), tiled=True,
            blockxsize=128, blockysize=128,
        ) as target:  # fmt: skip
            target.write(values, 1)
    return folder


@pytest.mark.parametrize("step", [1, 3, 6, 8])
def test_samples_are_what_the_coarse_reader_gives(scene_folder: Path, tmp_path: Path, step: int) -> None:
    scene = open_scene(scene_folder, offset=-1000, level="L2A")
    stack = open_stack(scene, None, [], tmp_path, Silent(), clouds="builtin", sample_step=step)
    coarse = OpticalReader(scene, coarse_grid(stack.grid, step), coarse=True)
    assert set(stack.samples) == {"B2", "B3", "B4", "B8"}, "B11 is read on the cloud test's own grid"
    for name, values in stack.samples.items():
        np.testing.assert_array_equal(values, coarse.read([name], full_roi(coarse.grid))[0])
    stack.close()
    coarse.close()


def test_bands_that_were_not_read_everywhere_are_no_samples(scene_folder: Path) -> None:
    scene = open_scene(scene_folder, offset=-1000, level="L2A")
    optical = OpticalReader(scene, open_scene(scene_folder, offset=-1000, level="L2A").grid)
    sampling = SamplingReader(optical, 8)
    rows, cols = (int(n) for n in optical.grid.shape)
    sampling.read(["B2", "B3"], (slice(0, 301), slice(0, cols)))
    sampling.read(["B2"], (slice(301, rows), slice(0, 77)))
    assert sampling.samples() == {}
    sampling.read(["B2"], (slice(301, rows), slice(77, cols)))
    assert set(sampling.samples()) == {"B2"}
    optical.close()

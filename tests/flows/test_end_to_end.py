"""Whole products: what was written as DN comes out as the same reflectance, and as landslides in the right place."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
import shapely
from affine import Affine
from odc.geo.geobox import GeoBox

import l4s_core
from l4s_core.base.progress import Silent
from l4s_core.rasters.roi import full_roi
from l4s_core.scene import open_scene
from l4s_core.stack.open import open_stack
from l4s_core.synthetic.demo_scene import DemoInputs, make_demo
from l4s_core.synthetic.report import compare
from l4s_core.synthetic.safe_writer import write_safe

GRID = GeoBox((120, 180), Affine(10, 0, 600000, 0, -10, 4900020), "EPSG:32625")
NATIVE = {"B1": 60, "B2": 10, "B3": 10, "B4": 10, "B5": 20, "B6": 20, "B7": 20, "B8": 10, "B8A": 20, "B9": 60,
          "B10": 60, "B11": 20, "B12": 20}  # fmt: skip
WHEN = datetime(2024, 8, 1, 13, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> DemoInputs:
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.mark.parametrize("level", ["L1C", "L2A"])
@pytest.mark.parametrize("baseline", ["02.14", "05.09"])
@pytest.mark.parametrize("zipped", [False, True])
def test_reflectance_survives_every_kind_of_product(tmp_path: Path, level: str, baseline: str, zipped: bool) -> None:
    rng = np.random.default_rng(1)
    bands = {
        name: rng.integers(100, 6000, (120 * 10 // size, 180 * 10 // size)).astype(float)
        for name, size in NATIVE.items()
        if not (level == "L2A" and name == "B10")
    }
    for values in bands.values():
        values[:, -len(values[0]) // 6 :] = np.nan  # outside the swath
    product = write_safe(tmp_path, bands, GRID, level=level, baseline=baseline, sensing_time=WHEN, zip=zipped)
    scene = open_scene(product)
    assert (scene.level, scene.baseline, scene.sensing_time.date()) == (level, baseline, WHEN.date())
    stack = open_stack(scene, None, (), tmp_path, Silent(), clouds="none")
    assert stack.grid == GRID
    roi = full_roi(GRID)
    for name in ("B2", "B4", "B8"):
        np.testing.assert_array_equal(stack.read([name], roi)[0], bands[name].astype(np.float32))
    for name in ("B5", "B12", "B1"):  # a bilinear value in the middle of a native pixel is mostly that pixel's
        factor = NATIVE[name] // 10
        blocks = stack.read([name], roi)[0].reshape(120 // factor, factor, 180 // factor, factor)
        half = slice(factor // 2 - 1, factor // 2 + 1)
        middle = blocks[:, half, :, half].mean(axis=(1, 3))
        inside = (slice(1, -1), slice(1, -1 - 180 // factor // 6))
        moved = [np.roll(bands[name], shift, axis)[inside].ravel() for shift in (-1, 1) for axis in (0, 1)]
        assert np.corrcoef(middle[inside].ravel(), bands[name][inside].ravel())[0, 1] > 0.93
        assert max(np.corrcoef(middle[inside].ravel(), other)[0, 1] for other in moved) < 0.6
    stack.close()


def test_the_demo_product_gives_the_slides_that_are_in_it(demo: DemoInputs, tmp_path: Path) -> None:
    inventory = l4s_core.detect(demo.product, demo.dem, output=tmp_path / "demo.gpkg")
    found = compare(tmp_path / "demo.gpkg", demo.truth)
    assert found.touched >= 0.6 * found.visible
    assert found.recall > 0.5
    assert found.precision is not None
    assert found.precision > 0.4
    assert inventory.run["scene_level"] == "L2A"
    assert inventory.run["scene_offset"] == "-1000"
    assert "SCL" in str(inventory.run["clouds"])
    assert 0.02 < inventory.run["share_cloud"] < 0.3
    hidden = inventory.not_observed.union_all()
    assert shapely.area(shapely.intersection(inventory.landslides.union_all(), hidden)) < 1.0
    assert inventory.landslides["slope_mean"].median() > 15


def test_two_runs_give_the_same_inventory(demo: DemoInputs) -> None:
    first, second = (
        l4s_core.detect(demo.product, demo.dem).landslides.drop(columns=["run_utc", "uuid"]) for _ in range(2)
    )
    assert first.equals(second)

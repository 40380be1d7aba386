"""JPEG 2000 that is unpacked once gives what it gives when it is unpacked for every pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from geopandas.testing import assert_geodataframe_equal

import l4s_core
from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.scene.open import open_scene
from l4s_core.stack import decoded as module
from l4s_core.stack.decoded import decoded
from l4s_core.synthetic.demo_scene import DemoInputs, make_demo
from progress_kit import Stages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoInputs:
    return make_demo(tmp_path_factory.mktemp("demo"))


def test_copies_hold_the_same_pixels(demo: DemoInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST_PX", 0)
    scene = open_scene(demo.product)
    copied = decoded(scene, ["B2", "B11", "slope"], tmp_path, Silent())
    assert {name for name in scene.bands if copied.bands[name] != scene.bands[name]} == {"B2", "B11"}
    for name in ("B2", "B11"):
        with rasterio.open(scene.bands[name].path) as jp2, rasterio.open(copied.bands[name].path) as copy:
            assert (jp2.driver, copy.driver) == ("JP2OpenJPEG", "GTiff")
            assert (jp2.transform, jp2.crs, jp2.dtypes[0]) == (copy.transform, copy.crs, copy.dtypes[0])
            np.testing.assert_array_equal(jp2.read(1), copy.read(1))
        assert copied.bands[name].offset == scene.bands[name].offset


def test_small_bands_and_other_formats_stay(demo: DemoInputs, tmp_path: Path) -> None:
    scene = open_scene(demo.product)
    assert decoded(scene, ["B2", "B3", "B4"], tmp_path, Silent()) is scene
    assert not list(tmp_path.iterdir())


def test_a_run_gives_the_same(demo: DemoInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for name, least in (("plain", module.LEAST_PX), ("unpacked", 0)):
        monkeypatch.setattr(module, "LEAST_PX", least)
        stages = Stages()
        found[name] = l4s_core.detect(
            demo.product, demo.dem, output=tmp_path / f"{name}.gpkg", probability=tmp_path / f"{name}.tif",
            clouds="builtin", progress=stages,
        )  # fmt: skip
        assert ("unpacking JPEG 2000" in stages.names) == (name == "unpacked")
    plain, copied = found["plain"], found["unpacked"]
    assert len(plain.landslides) > 10
    for layer in ("landslides", "crown_toe", "not_observed"):
        a, b = (getattr(inventory, layer) for inventory in (plain, copied))
        assert_geodataframe_equal(*(frame.drop(columns=["run_utc", "uuid"], errors="ignore") for frame in (a, b)))
    with rasterio.open(tmp_path / "plain.tif") as a, rasterio.open(tmp_path / "unpacked.tif") as b:
        np.testing.assert_array_equal(a.read(1), b.read(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "plain.gpkg", "plain.tif", "unpacked.gpkg", "unpacked.tif"
    ]  # fmt: skip


def test_cancelling_and_damage_leave_no_copy_open(
    demo: DemoInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEAST_PX", 0)
    scene = open_scene(demo.product)
    stopped = Silent()
    stopped.cancel()
    with pytest.raises(Cancelled):
        decoded(scene, ["B2", "B3"], tmp_path, stopped)
    assert not list(tmp_path.iterdir())
    broken = tmp_path / "B02.jp2"
    with rasterio.open(scene.bands["B2"].path) as source:
        profile, values = source.profile, source.read(1)
    with rasterio.open(broken, "w", driver="JP2OpenJPEG", **{
        key: profile[key] for key in ("width", "height", "count", "dtype", "crs", "transform")
    }) as target:  # fmt: skip
        target.write(values, 1)
    data = broken.read_bytes()
    broken.write_bytes(data[: len(data) // 3])
    bands = {**scene.bands, "B2": replace(scene.bands["B2"], path=str(broken))}
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(InputError, match="Band B2"):
        decoded(replace(scene, bands=bands), ["B2"], work, Silent())
    assert not list(work.iterdir())

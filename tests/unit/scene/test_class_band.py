"""The scene classification as a band of a stack: Earth Engine's exports have it so."""

from pathlib import Path

import numpy as np
import pytest
import rasterio

from l4s_core.base.reasons import Reason
from l4s_core.clouds.choose import chosen_method
from l4s_core.clouds.product import ProductMask
from l4s_core.scene import open_scene

BANDS = ("B02", "B03", "B04", "B08", "B11", "B12")


def stack(path: Path, folder: Path, codes: np.ndarray, dtype: str = "uint16") -> Path:
    """The bands of a folder and classes behind them, called SCL."""
    with rasterio.open(folder / "B02.tif") as src:
        place = {"crs": src.crs, "transform": src.transform, "height": src.height, "width": src.width}
    with rasterio.open(path, "w", driver="GTiff", count=len(BANDS) + 1, dtype=dtype, nodata=0, **place) as file:
        for k, name in enumerate(BANDS, 1):
            with rasterio.open(folder / f"{name}.tif") as src:
                file.write(src.read(1).astype(dtype), k)
            file.set_band_description(k, name)
        file.write(codes.astype(dtype), len(BANDS) + 1)
        file.set_band_description(len(BANDS) + 1, "SCL")
    return path


@pytest.fixture
def codes(puthumala: Path) -> np.ndarray:
    with rasterio.open(puthumala / "B02.tif") as src:
        found = np.full((src.height, src.width), 5.0)
    found[20:40, 30:70] = 9
    return found


@pytest.mark.parametrize("dtype", ["uint16", "float64"])
def test_its_clouds_are_those_of_the_scene(puthumala: Path, tmp_path: Path, codes: np.ndarray, dtype: str) -> None:
    scene = open_scene(stack(tmp_path / "gee.tif", puthumala, codes, dtype))
    assert chosen_method(scene, tuple(scene.bands), "auto") == "product"
    assert scene.level == "L2A"
    assert scene.cloud_classes is not None
    mask = ProductMask(scene, scene.cloud_classes, scene.grid)
    rows, cols = codes.shape
    found = mask.classes((slice(0, rows), slice(0, cols)))
    mask.close()
    cloud = found == Reason.CLOUD
    assert cloud[20:40, 30:70].all()
    assert not cloud[:18].any() and not cloud[42:].any() and not cloud[:, :28].any() and not cloud[:, 72:].any()


@pytest.mark.parametrize("spoil", [lambda a: a / 10000, lambda a: a + 0.25, lambda a: a * 20])
def test_one_that_holds_no_codes_is_left_out_and_said(
    puthumala: Path, tmp_path: Path, codes: np.ndarray, spoil
) -> None:
    scene = open_scene(stack(tmp_path / "gee.tif", puthumala, spoil(codes), "float32"))
    assert scene.cloud_classes is None
    assert [d.value for d in scene.decisions if d.subject == "cloud classes"] == ["none"]
    assert any("called SCL, but its values" in note for note in scene.notes)


def test_a_stack_without_it_says_nothing_of_it(puthumala: Path) -> None:
    scene = open_scene(puthumala)
    assert all(decision.subject != "cloud classes" for decision in scene.decisions)

"""Prediction over whole scenes: no seams, every shape, nothing left behind when it stops."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.clouds.nothing import NoMask
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.open import open_model
from l4s_core.normalisation.normalise import Normaliser
from l4s_core.predict.pipeline import predict
from l4s_core.predict.queues import Background, Prefetch
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.write import RowWriter, decode_probability, to_cog
from l4s_core.scene.types import BandSource, Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.sources import SceneSource
from l4s_core.stack.stack import Stack
from onnx_models import write_model


def make_stack(folder: Path, image: np.ndarray) -> Stack:
    """(3, rows, cols) uint16 in B4, B3, B2; 0 is nodata."""
    grid = GeoBox(image.shape[1:], Affine(10, 0, 500000, 0, -10, 4500000), "EPSG:32633")
    bands = {}
    for name, layer in zip(("B4", "B3", "B2"), image, strict=True):
        path = folder / f"{name}.tif"
        with rasterio.open(
            path, "w", driver="GTiff", count=1, height=layer.shape[0], width=layer.shape[1], dtype="uint16",
            crs="EPSG:32633", transform=grid.transform, nodata=0,
        ) as out:  # fmt: skip
            out.write(layer, 1)
        bands[name] = BandSource(name, str(path))
    scene = Scene("made", str(folder), "band files", bands, grid)
    return Stack([SceneSource(OpticalReader(scene, grid))], NoMask(), ("B4", "B3", "B2"))


def run(stack: Stack, model: OnnxModel, folder: Path, *, normaliser=None, progress=None, **plan):
    plan = {"tile": 64, "overlap": 16, "origin": (0, 0)} | plan
    folder.mkdir(exist_ok=True)
    with (
        RowWriter(folder / "p.tif", stack.grid, "uint16", 65535) as p,
        RowWriter(folder / "o.tif", stack.grid, "uint8", None) as o,
    ):
        done = predict(
            stack, model, normaliser or Normaliser(model.card), WindowPlan(tuple(stack.grid.shape), **plan),
            {"probability": p}, o, progress or Silent(), batch_size=3,
        )  # fmt: skip
    with rasterio.open(folder / "p.tif") as src:
        probability = decode_probability(src.read(1))
    with rasterio.open(folder / "o.tif") as src:
        return done, probability, src.read(1)


@pytest.fixture
def model(tmp_path: Path) -> OnnxModel:
    return open_model(write_model(tmp_path / "m.onnx"))


def random_image(shape: tuple[int, int], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(300, 3000, (3, *shape), dtype=np.uint16)


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (150, 1), (20, 30), (64, 64), (65, 300), (301, 77), (530, 90)])
def test_every_shape_is_covered_once(tmp_path: Path, model: OnnxModel, shape: tuple[int, int]) -> None:
    image = random_image(shape)
    image[:, shape[0] // 2, shape[1] // 2] = 0
    done, probability, reasons = run(make_stack(tmp_path, image), model, tmp_path / "out")
    assert probability.shape == shape
    assert done.pixels.sum() == shape[0] * shape[1]
    hole = (shape[0] // 2, shape[1] // 2)
    assert reasons[hole] == Reason.NO_DATA
    assert np.isnan(probability[hole])
    assert np.isfinite(probability).sum() == shape[0] * shape[1] - 1


def test_the_result_is_the_networks_own(tmp_path: Path, model: OnnxModel) -> None:
    """Away from the edge of the scene, windows give what one big window gives."""
    image = random_image((200, 180))
    _, probability, _ = run(make_stack(tmp_path, image), model, tmp_path / "out")
    whole = model.run((image.astype(np.float32) / 1000)[None])[0, 0]
    inner = (slice(1, -1), slice(1, -1))
    assert np.abs(probability - whole)[inner].mean() < 1e-3


def test_a_valid_strip_one_pixel_wide(tmp_path: Path, model: OnnxModel) -> None:
    image = np.zeros((3, 150, 150), np.uint16)
    image[:, :, 70] = [[[2500]], [[1200]], [[900]]][0][0]
    image[0, :, 70], image[2, :, 70] = 2500, 500
    done, probability, reasons = run(make_stack(tmp_path, image), model, tmp_path / "out")
    assert (reasons[:, 70] == Reason.OBSERVED).all()
    assert np.isfinite(probability).sum() == 150
    assert done.windows < 9 + 4  # windows without the strip were skipped


def test_nothing_to_see_runs_no_window(tmp_path: Path, model: OnnxModel) -> None:
    done, probability, _ = run(make_stack(tmp_path, np.zeros((3, 100, 100), np.uint16)), model, tmp_path / "out")
    assert done.windows == 0
    assert np.isnan(probability).all()


def test_cancelling_stops_threads_and_removes_files(tmp_path: Path, model: OnnxModel) -> None:
    class Soon(Silent):
        def advance(self, n: int = 1) -> None:
            self.cancel()

    with pytest.raises(Cancelled):
        run(make_stack(tmp_path, random_image((500, 500))), model, tmp_path / "out", progress=Soon())
    assert list((tmp_path / "out").iterdir()) == []


def test_a_band_that_breaks_half_way_is_named(tmp_path: Path, model: OnnxModel) -> None:
    stack = make_stack(tmp_path, random_image((900, 300)))
    path = tmp_path / "B3.tif"
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with pytest.raises(InputError, match="Band B3"):
        run(stack, model, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_prefetch_is_bounded_ordered_and_raises() -> None:
    made = []

    def items():
        for k in range(20):
            made.append(k)
            yield k
        raise OSError("the end")

    with Prefetch(items(), 2) as ahead:
        seen = []
        with pytest.raises(OSError, match="the end"):
            for k in ahead:
                seen.append(k)
                assert len(made) <= len(seen) + 4
    assert seen == list(range(20))


def test_background_consumes_everything_and_raises() -> None:
    taken: list[int] = []
    with Background(taken.append, 2) as out:
        for k in range(50):
            out.put(k)
    assert taken == list(range(50))

    def fail(k: int) -> None:
        raise ValueError(f"item {k}")

    with pytest.raises(ValueError, match="item 0"), Background(fail, 2) as out:
        for k in range(50):
            out.put(k)


def test_to_cog_has_overviews_and_the_same_pixels(tmp_path: Path) -> None:
    grid = GeoBox((700, 900), Affine(10, 0, 500000, 0, -10, 4500000), "EPSG:32633")
    data = np.random.default_rng(0).integers(0, 10000, (700, 900), dtype=np.uint16)
    with RowWriter(tmp_path / "raw.tif", grid, "uint16", 65535, tags={"model": "x"}) as writer:
        for top in range(0, 700, 37):
            writer.write(data[top : top + 37])
    to_cog(tmp_path / "raw.tif", tmp_path / "cog.tif")
    with rasterio.open(tmp_path / "cog.tif") as src:
        np.testing.assert_array_equal(src.read(1), data)
        assert src.overviews(1)
        assert src.nodata == 65535
        assert src.tags()["model"] == "x"
        assert src.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cog.tif", "raw.tif"]

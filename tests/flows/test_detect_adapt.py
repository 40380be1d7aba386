"""``--adapt normalisation``: the statistics of the scene in the place of those of the training data."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.detection.options import DetectOptions
from l4s_core.detection.request import Request
from l4s_core.detection.run import SceneRun
from l4s_core.rasters.write import decode_probability
from onnx_models import made_card, write_model
from scene_kit import hillside, refused

FIXED = {"kind": "fixed", "divide": [1.0, 1.0, 1.0], "mean": [300.0, 450.0, 300.0], "std": [200.0, 120.0, 90.0]}


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return decode_probability(source.read(1))


class Told(Silent):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def message(self, text: str) -> None:
        self.words.append(text)


def another_sensor(folder: Path, to: Path) -> Path:
    """The same ground with a gain and an offset of its own in each band."""
    shutil.copytree(folder, to)
    for name, gain, offset in (("B2", 1.5, 400), ("B3", 0.5, 100), ("B4", 2.0, 0)):
        with rasterio.open(folder / f"{name}.tif") as source:
            data, profile = source.read(), source.profile
        with rasterio.open(to / f"{name}.tif", "w", **profile) as out:
            out.write(np.round(data * gain + offset).astype(np.uint16))
    return to


def test_gain_and_offset_of_a_sensor_make_no_difference(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene")
    other = another_sensor(folder, tmp_path / "other")
    model = write_model(tmp_path / "m.onnx", normalisation=FIXED)
    found = {}
    for name, scene in (("one", folder), ("other", other)):
        for adapt in ("none", "normalisation"):
            path, told = tmp_path / f"{name}-{adapt}.tif", Told()
            table = l4s_core.detect(
                scene, no_dem=True, model=model, clouds="none", adapt=adapt, probability=path, progress=told
            ).run
            found[name, adapt] = read(path)
            adapted = adapt == "normalisation"
            assert table["asked_adapt"] == adapt
            assert table["scene_statistics"] == ("B4 B3 B2" if adapted else None)
            assert table["batch_statistics"] is None
            assert any("statistics of the scene" in words for words in told.words) == adapted
    assert np.abs(found["one", "none"] - found["other", "none"]).max() > 0.3
    # stored values are whole numbers
    np.testing.assert_allclose(found["one", "normalisation"], found["other", "normalisation"], atol=0.02)


def test_the_scene_is_brought_to_what_training_data_are(tmp_path: Path) -> None:
    """By hand: (x - mean of the scene) / (standard deviation of the scene), whatever mean and std the card has."""
    folder, _ = hillside(tmp_path / "scene")
    weights = np.zeros((1, 3, 3, 3), np.float32)
    weights[0, 0, 1, 1] = 1
    model = write_model(tmp_path / "m.onnx", normalisation=FIXED, weights=weights)
    l4s_core.detect(folder, no_dem=True, model=model, clouds="none", adapt="normalisation",
                    probability=tmp_path / "p.tif")  # fmt: skip
    with rasterio.open(folder / "B4.tif") as source:
        red = source.read(1).astype(np.float64)
    logit = (red - red.mean()) / red.std() - 4
    np.testing.assert_allclose(read(tmp_path / "p.tif"), 1 / (1 + np.exp(-logit)), atol=2e-4)


def test_what_cannot_be_adapted_is_said(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene", (80, 90))
    given = (folder, "--no-dem", "--clouds", "none", "-o", tmp_path / "x.gpkg", "--adapt", "normalisation", "--model")
    refused("Only 7200 pixels of the scene were observed", *given,
            write_model(tmp_path / "m.onnx", normalisation=FIXED))  # fmt: skip
    refused("has no statistics of its training data", *given, write_model(tmp_path / "plain.onnx"))
    with pytest.raises(InputError, match="--adapt cannot be 'normalization'; choose one of none, normalisation"):
        l4s_core.detect(folder, no_dem=True, adapt="normalization")
    with pytest.raises(InputError, match="--tta cannot be 'flip'"):
        l4s_core.detect(folder, no_dem=True, tta="flip")
    relative = {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 256}
    told = Told()
    model = write_model(tmp_path / "relative.onnx", normalisation=relative)
    table = l4s_core.detect(folder, no_dem=True, model=model, clouds="none", adapt="normalisation", progress=told).run
    assert any("relative to the scene is so already" in words for words in told.words)
    assert table["scene_statistics"] is None


def test_members_of_an_ensemble_are_adapted_each(tmp_path: Path) -> None:
    from l4s_core.export.make_ensemble import make_ensemble

    folder, _ = hillside(tmp_path / "scene")
    other = another_sensor(folder, tmp_path / "other")
    second = {**FIXED, "mean": [0.0, 100.0, 50.0]}
    members = [write_model(tmp_path / f"{k}.onnx", normalisation=norm) for k, norm in enumerate((FIXED, second))]
    make_ensemble(members, tmp_path / "e.yaml")
    for name, scene in (("one", folder), ("other", other)):
        l4s_core.detect(scene, no_dem=True, model=tmp_path / "e.yaml", clouds="none", adapt="normalisation",
                        uncertainty="ensemble", probability=tmp_path / f"{name}.tif")  # fmt: skip
    np.testing.assert_allclose(read(tmp_path / "one.tif"), read(tmp_path / "other.tif"), atol=0.02)
    assert np.nanmax(read(tmp_path / "one_uncertainty.tif")) < 1e-3  # adapted they are one and the same


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    torch = pytest.importorskip("torch")
    from l4s_core.inference.checkpoint import save_checkpoint
    from l4s_core.networks.registry import build_network
    from l4s_core.networks.spec import NetworkSpec

    torch.manual_seed(1)
    net = build_network(NetworkSpec(name="unet", channels=("B4", "B3", "B2")), initial_weights=False).eval()
    path = tmp_path / "net.safetensors"
    save_checkpoint(net, made_card(size_multiple=32, normalisation=FIXED), path)
    return path


def test_a_checkpoint_gets_the_batch_statistics_of_the_scene_and_so_do_workers(
    tmp_path: Path, checkpoint: Path
) -> None:
    """Blocks of other processes are the same run."""
    folder, _ = hillside(tmp_path / "scene")
    options = DetectOptions.of(model=str(checkpoint), clouds="none", adapt="normalisation", threads=1)
    request = Request(scene=folder, options=options)
    with SceneRun(request) as run:
        run.open()
        run.prepare()
        handed = run.portable()
        run.predict()
        whole = read(run.prediction.probability)
        run.finish()
        assert handed.batch_statistics
        with SceneRun.going_on(handed, work=tmp_path) as other:
            blocks = [other.rows(k, 2, lambda: options) for k in range(2)]
            other.assemble([block for block in blocks if block is not None])
            np.testing.assert_array_equal(read(other.prediction.probability), whole)
    plain = l4s_core.detect(folder, no_dem=True, model=checkpoint, clouds="none", probability=tmp_path / "p.tif",
                            threads=1)  # fmt: skip
    assert plain.run["batch_statistics"] is None
    assert whole.std() > 10 * read(tmp_path / "p.tif").std()  # random weights let hardly anything through before
    again = l4s_core.detect(folder, no_dem=True, options=options, probability=tmp_path / "again.tif")
    np.testing.assert_array_equal(read(tmp_path / "again.tif"), whole)
    assert again.run["batch_statistics"] > 10


def test_too_little_ground_for_batch_statistics(tmp_path: Path, checkpoint: Path) -> None:
    folder, _ = hillside(tmp_path / "scene", (100, 100))
    with pytest.raises(InputError, match="pixels of the scene were observed"):
        l4s_core.detect(folder, no_dem=True, model=checkpoint, clouds="none", adapt="normalisation", threads=1)
